#include "core/messages/program.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "core/messages/view.hpp"
#include "core/model/format.hpp"
#include "core/model/groups.hpp"
#include "tests/support/golden.hpp"

namespace lintas::message {
namespace {

std::string_view name_of(Direction direction) {
  switch (direction) {
    case Direction::trader_to_office: return "trader to office";
    case Direction::office_to_trader: return "office to trader";
    case Direction::office_to_office: return "office to office";
    case Direction::export_system: return "export system";
    case Direction::window_to_window: return "window to window";
  }
  return {};
}

void describe(const Program& program, const Node& node, std::size_t depth, std::string& out) {
  for (const Node& child : program.children(node)) {
    out.append(2 * depth, ' ').append(child.name);
    out.append(" ").append(std::to_string(child.min)).append("..").append(std::to_string(child.max));
    if (child.format != nullptr) out.append(" ").append(child.format->name);
    const Note& note = program.note(child);
    if (!note.list.empty()) out.append(" ").append(note.list);
    if (!note.rules.empty()) out.append(" ").append(note.rules);
    out += '\n';
    describe(program, child, depth + 1, out);
  }
}

// A table or a cut is shared by many messages: this file shows in the diff what a change does to which of
// them.
TEST(Program, all_messages_are_as_committed) {
  std::string out;
  for (const Program& program : programs()) {
    const View& view = program.view();
    out.append(view.root).append(" ").append(view.code).append(" ").append(view.title).append(", ");
    out.append(name_of(view.direction)).append("\n");
    describe(program, program.top(), 1, out);
  }
  test::expect_golden("tests/data/programs.txt", out);
}

TEST(Program, roots_are_found_by_name) {
  std::set<std::string_view> roots;
  for (const Program& program : programs()) {
    EXPECT_TRUE(roots.insert(program.root()).second) << program.root();
    EXPECT_EQ(find_program(program.root()), &program);
  }
  EXPECT_EQ(roots.size(), 110U);
  EXPECT_EQ(find_program("CC015"), nullptr);
}

TEST(Program, members_are_found_by_offset) {
  Message message;
  message.consignment.emplace().house_consignment.emplace_back().gross_mass = {.mantissa = 5, .places = 1};
  const Program& program = *find_program("CC015C");
  const Node* consignment = nullptr;
  for (const Node& node : program.children(program.top())) {
    if (node.name == "Consignment") consignment = &node;
  }
  ASSERT_NE(consignment, nullptr);
  const void* group = consignment->access->at(consignment->member_in(static_cast<const void*>(&message)), 0);
  for (const Node& node : program.children(*consignment)) {
    if (node.kind != Kind::group) continue;
    EXPECT_EQ(node.access->count(node.member_in(group)), node.name == "HouseConsignment" ? 1U : 0U)
        << node.name;
  }
}

TEST(Program, only_the_published_vocabulary_has_phases) {
  EXPECT_EQ(find_program("CC015C")->phases().size(), 3U);
  EXPECT_TRUE(find_program("CX095A")->phases().empty());
  EXPECT_EQ(find_program("CX095A")->name_space(), "urn:lintas:transit:1");
  EXPECT_TRUE(find_program("CO.ISSUE")->phases().empty());
  EXPECT_EQ(find_program("CO.ISSUE")->name_space(), "urn:lintas:documents:1");
}

// The words of a view are checked when it is compiled: each of these has one mistake.
TEST(Program, refuses_a_wrong_view) {
  const auto compiles = [](std::initializer_list<Line> lines, std::string_view like = {}) {
    const std::vector<Line> kept{lines};
    const View view{.root = "CC015C", .code = "", .title = "", .like = like, .lines = kept};
    return Program{view}.nodes().size();
  };
  constexpr std::string_view head = "TransitOperation";
  EXPECT_GT(compiles({{"", head}, {"TransitOperation", "LRN MRN?:mrn@C0467"}}), 2U);
  EXPECT_THROW(compiles({{"", "TransitOperations"}}), Bug);                       // no such field
  EXPECT_THROW(compiles({{"", head}, {"TransitOperation", "LRN:an22"}}), Bug);    // no such format
  EXPECT_THROW(compiles({{"", head}, {"TransitOperation", "LRN:date"}}), Bug);    // of another kind
  EXPECT_THROW(compiles({{"", head}, {"TransitOperation", "LRN@C0467?"}}), Bug);  // marks out of order
  EXPECT_THROW(compiles({{"", "TransitOperation*1"}}), Bug);                      // never more than one
  EXPECT_THROW(compiles({{"", "TransitOperation:mrn"}}), Bug);                    // a group has no format
  EXPECT_THROW(compiles({{"", head}, {"Consignment", "grossMass"}}), Bug);        // path that is not shown
  EXPECT_THROW(compiles({{"", head}, {"TransitOperation", ""}}), Bug);            // empty group
  EXPECT_THROW(compiles({{"", head}}, "CC999C"), Bug);                            // like nothing
}

}  // namespace
}  // namespace lintas::message
