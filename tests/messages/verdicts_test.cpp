// What two validators said about wrong messages, with the published schemas, is recorded in
// tests/data/messages. Here our reader must say the same, without the schemas.

#include "tests/support/verdicts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "tests/support/deliberate.hpp"
#include "tests/support/golden.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas {
namespace {

const std::string record = LINTAS_ROOT "/tests/data/messages/";

bool accepts(std::string_view text) {
  const auto document = xml::read(text);
  return document.has_value() || std::ranges::all_of(document.error().findings, [](const Finding& finding) {
           return test::is_deliberate(finding);
         });
}

std::vector<test::Series> recorded() {
  std::ifstream file{record + "verdicts.txt"};
  std::vector<test::Series> all;
  test::Series series;
  while (file >> series.kind >> series.root >> series.leaf >> series.sum >> series.bits >> series.second)
    all.push_back(series);
  return all;
}

std::string instance(const std::string& name) {
  return test::read_file(record + "instances/" + name + ".xml");
}

/// Why the two validators may differ, libxml2 being the first. All three are mistakes of Xerces by the texts
/// that the schemas are written to, and each is seen in the document.
bool is_known_difference(bool first, std::string_view text) {
  // Line ends of Unicode that are none in XML 1.0: Xerces takes them for some, which "." in a pattern does
  // not mean.
  const bool has_other_line_end =
      std::ranges::any_of(std::to_array<std::string_view>({"\u0085", "\u2028", "\u2029"}),
                          [&](std::string_view one) { return text.contains(one); });
  // A character beyond the first 65,536 is one character; Xerces counts two.
  const bool has_wide_character = text.contains('\xF0');
  const bool has_leap_second = text.contains(":60<");  // Xerces takes it at any time
  return has_wide_character || (first ? has_other_line_end : has_leap_second);
}

class Verdicts : public testing::TestWithParam<std::string_view> {};

TEST_P(Verdicts, are_those_of_the_published_schemas) {
  constexpr std::size_t told_max = 20;
  std::size_t documents = 0;
  std::size_t different = 0;
  std::size_t disputed = 0;
  for (const test::Series& series : recorded()) {
    if (series.kind != GetParam()) continue;
    const test::Bits verdicts{series.bits};
    const test::Bits second{series.second};
    test::Sum sum;
    std::size_t index = 0;
    make_series(series, instance(series.root + "-minimal"), instance(series.root + "-full"),
                [&](const std::string& text) {
                  sum.add(text);
                  const bool accepted = accepts(text);
                  const bool first = verdicts.at(index);
                  if (first != second.at(index++)) {
                    ++disputed;
                    EXPECT_TRUE(is_known_difference(first, text)) << series.root << "\n" << text;
                  }
                  if (accepted != first && ++different <= told_max) {
                    ADD_FAILURE() << series.root << ": we " << (accepted ? "accept" : "refuse") << "\n"
                                  << text;
                  }
                });
    ASSERT_EQ(sum.str(), series.sum) << series.root << ": the documents are not those of the record";
    documents += index;
  }
  EXPECT_GT(documents, 20'000U);
  EXPECT_EQ(different, 0U) << "of " << documents << " documents";
  EXPECT_EQ(disputed, GetParam() == "mutants" ? 199U : 42U) << "between the two validators";
}

TEST(Record, has_the_mutants_of_each_message_and_values_of_each_format) {
  std::set<std::string> roots;
  std::set<const message::Format*> formats;
  for (const test::Series& series : recorded()) {
    if (series.kind == "mutants") roots.insert(series.root);
    if (series.kind != "values") continue;
    const message::Program* program = message::find_program(series.root);
    ASSERT_NE(program, nullptr) << series.root;
    test::each_element(*program, [&](std::size_t index, const message::Node& element) {
      if (index == series.leaf) formats.insert(element.format);
    });
  }
  for (const message::Program& program : message::programs()) {
    EXPECT_TRUE(roots.contains(std::string{program.root()})) << program.root();
    test::each_element(program, [&](std::size_t /*index*/, const message::Node& element) {
      EXPECT_TRUE(element.format == nullptr || formats.contains(element.format))
          << "the format of " << element.name << " in " << program.root();
    });
  }
}

TEST(Deliberate, the_list_is_the_one_of_the_page) {
  const std::string page = test::read_file(LINTAS_ROOT "/docs/internals/messages.md");
  EXPECT_TRUE(page.contains("\n\n" + test::table_of_deliberate() + "\n")) << test::table_of_deliberate();
}

/// The schemas allow it to name a type that is derived from the element's; ours have none.
TEST(Deliberate, is_the_attribute_that_names_a_type_and_no_other) {
  const auto refused = [](std::string_view attribute) {
    std::string text = instance("CC007C-minimal");
    const std::string_view before = "<TransitOperation";
    text.insert(text.find(before) + before.size(), attribute);
    const auto document = xml::read(text);
    EXPECT_FALSE(document.has_value()) << attribute;
    return document ? Finding{} : document.error().findings.front();
  };
  EXPECT_TRUE(test::is_deliberate(refused(
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"TransitOperationType01\"")));
  EXPECT_FALSE(test::is_deliberate(refused(" id=\"1\"")));
}

INSTANTIATE_TEST_SUITE_P(All, Verdicts, testing::Values("mutants", "values"),
                         [](const auto& series) { return std::string{series.param}; });

}  // namespace
}  // namespace lintas
