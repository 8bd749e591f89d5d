#include "core/registers/table.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "core/registers/refusal.hpp"

namespace lintas::registers {
namespace {

TEST(RegisterTable, only_a_row_changes_the_state_and_refusals_are_listed) {
  for (const Cell& cell : table) {
    EXPECT_TRUE(cell.verdict == Verdict::row || cell.next == cell.status);
    const bool listed = std::ranges::find(refusals, cell.refusal, &RefusalFacts::refusal) != refusals.end();
    EXPECT_EQ(listed, cell.verdict == Verdict::refuse);
  }
}

TEST(RegisterTable, says_how_an_entry_stands) {
  EXPECT_EQ(standing(Status::suspended), "The entry is in state \"Suspended\".");
  EXPECT_EQ(standing(Status::none), "The entry is in state \"Not registered\".");
}

/// The table as the domain page shows it: the next state, "noted" or the rule of the refusal.
std::string as_markdown() {
  std::string text = "| state |";
  for (const auto name : trigger_names) text += ' ' + std::string{name} + " |";
  text += "\n|---|";
  for (std::size_t i = 0; i < trigger_names.size(); ++i) text += "---|";
  text += '\n';
  for (const StateFacts& state : states) {
    text += "| **" + std::string{state.name} + "** |";
    for (const Trigger trigger : triggers) {
      const Cell& cell = cell_of(state.status, trigger);
      text += ' ';
      if (cell.verdict == Verdict::row)
        text += std::ranges::find(states, cell.next, &StateFacts::status)->name;
      if (cell.verdict == Verdict::record_only) text += "*noted*";
      if (cell.verdict == Verdict::refuse) text += facts(cell.refusal).rule;
      text += " |";
    }
    text += '\n';
  }
  return text;
}

TEST(RegisterTable, has_its_names_in_the_page_of_states) {
  std::ifstream in{LINTAS_ROOT "/docs/domain/states.md", std::ios::binary};
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  std::string names = "| `state` | for officers |\n|---|---|\n";
  for (const StateFacts& state : states)
    names += "| `" + std::string{state.name} + "` | " + std::string{state.words} + " |\n";
  EXPECT_TRUE(page.contains(names)) << "put this into docs/domain/states.md:\n" << names;
}

TEST(RegisterTable, stands_in_the_domain_page_as_it_is) {
  std::ifstream in{LINTAS_ROOT "/docs/domain/registers.md", std::ios::binary};
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_TRUE(page.contains(as_markdown())) << "put this into docs/domain/registers.md:\n" << as_markdown();
}

}  // namespace
}  // namespace lintas::registers
