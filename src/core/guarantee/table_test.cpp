#include "core/guarantee/table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace lintas::guarantee {
namespace {

// The checks of the tables hold at compile time; here each is shown to notice what it is for.

template <class Change>
constexpr auto changed(Change change) {
  auto table = use_table;
  change(table);
  return table;
}

constexpr auto with_a_pair_twice = changed([](auto& table) { table[1] = table[0]; });
static_assert(!is_complete<UseState, UseTrigger>(with_a_pair_twice, use_states, use_triggers));

constexpr auto without_the_last = [] {
  std::array<Cell<UseState, UseTrigger>, use_table.size() - 1> table{};
  std::ranges::copy_n(use_table.begin(), table.size(), table.begin());
  return table;
}();
static_assert(!is_complete<UseState, UseTrigger>(without_the_last, use_states, use_triggers));

constexpr auto where_nothing_is_credited = changed([](auto& table) {
  for (auto& cell : table) {
    if (cell.next == UseState::credited && cell.state != UseState::credited) cell.next = cell.state;
  }
});
static_assert(!all_reachable<UseState, UseTrigger>(where_nothing_is_credited, use_states));

constexpr auto where_claims_never_end = changed([](auto& table) {
  for (auto& cell : table) {
    if (cell.state == UseState::claimed) cell.next = UseState::claimed;
  }
});
static_assert(!all_have_an_exit<UseState, UseTrigger>(where_claims_never_end, use_states));

constexpr auto where_released_goes_on = changed([](auto& table) {
  for (auto& cell : table) {
    if (cell.state == UseState::released && cell.trigger == UseTrigger::reserve) {
      cell.verdict = Verdict::row;
      cell.next = UseState::used;
    }
  }
});
static_assert(!all_have_an_exit<UseState, UseTrigger>(where_released_goes_on, use_states));

constexpr auto states_without_an_owner = [] {
  auto states = use_states;
  for (auto& state : states) state.owner = state.timer = "";
  return states;
}();
static_assert(!all_have_an_exit<UseState, UseTrigger>(use_table, states_without_an_owner));

TEST(GuaranteeTables, only_a_row_changes_the_state) {
  for (const auto& cell : account_table) EXPECT_TRUE(cell.verdict == Verdict::row || cell.next == cell.state);
  for (const auto& cell : use_table) EXPECT_TRUE(cell.verdict == Verdict::row || cell.next == cell.state);
}

TEST(GuaranteeTables, refuse_by_a_listed_refusal) {
  const auto listed = [](Refusal refusal) {
    return std::ranges::find(refusals, refusal, &RefusalFacts::refusal) != refusals.end();
  };
  for (const auto& cell : account_table) EXPECT_EQ(listed(cell.refusal), cell.verdict == Verdict::refuse);
  for (const auto& cell : use_table) EXPECT_EQ(listed(cell.refusal), cell.verdict == Verdict::refuse);
}

TEST(GuaranteeTables, say_which_uses_are_open) {
  for (const auto& state : use_states) {
    const Use use{.state = state.state};
    EXPECT_EQ(is_open(state.state), share_of(use).open_uses == 1) << state.name;
  }
}

/// A table as the domain page shows it: the next state, "noted" or the rule of the refusal.
template <class State, class Trigger>
std::string as_markdown(std::span<const Cell<State, Trigger>> table,
                        std::span<const StateFacts<State>> states, std::span<const Trigger> triggers,
                        std::span<const std::string_view> names) {
  const auto name_of = [&](State state) {
    return std::string{std::ranges::find(states, state, &StateFacts<State>::state)->name};
  };
  std::string text = "| state | ";
  for (const auto name : names) text += std::string{name} + " | ";
  text += "owner | clock |\n|---|";
  for (std::size_t i = 0; i < names.size() + 2; ++i) text += "---|";
  text += '\n';
  for (const auto& state : states) {
    text += "| **" + std::string{state.name} + "** | ";
    for (const Trigger trigger : triggers) {
      const auto& cell = table[find_cell(table, state.state, trigger)];
      if (cell.verdict == Verdict::row) text += name_of(cell.next);
      if (cell.verdict == Verdict::record_only) text += "*noted*";
      if (cell.verdict == Verdict::refuse) text += facts(cell.refusal).rule;
      text += " | ";
    }
    text += std::string{state.owner} + " | " + std::string{state.timer} + " |\n";
  }
  return text;
}

TEST(GuaranteeTables, stand_in_the_domain_page_as_they_are) {
  std::ifstream in{LINTAS_ROOT "/docs/domain/guarantee.md", std::ios::binary};
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  for (const std::string& table :
       {as_markdown<Status, AccountTrigger>(account_table, account_states, account_triggers,
                                            account_trigger_names),
        as_markdown<UseState, UseTrigger>(use_table, use_states, use_triggers, use_trigger_names)}) {
    EXPECT_TRUE(page.contains(table)) << "put this into docs/domain/guarantee.md:\n" << table;
  }
}

template <class State>
std::string names_as_markdown(std::span<const StateFacts<State>> states) {
  std::string text = "| `state` | for officers |\n|---|---|\n";
  for (const auto& state : states)
    text += "| `" + std::string{state.name} + "` | " + std::string{state.words} + " |\n";
  return text;
}

TEST(GuaranteeTables, have_their_names_in_the_page_of_states) {
  std::ifstream in{LINTAS_ROOT "/docs/domain/states.md", std::ios::binary};
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  for (const std::string& table :
       {names_as_markdown<Status>(account_states), names_as_markdown<UseState>(use_states)})
    EXPECT_TRUE(page.contains(table)) << "put this into docs/domain/states.md:\n" << table;
}

TEST(GuaranteeKinds, R_ACTS_052_have_their_types_on_the_wire_and_no_others) {
  EXPECT_EQ(wire_type(Kind::waiver), '0');
  EXPECT_EQ(wire_type(Kind::comprehensive), '1');
  EXPECT_EQ(wire_type(Kind::individual), '2');
  EXPECT_EQ(wire_type(Kind::cash_deposit), '3');
  for (const char type : {'0', '1', '2', '3'}) EXPECT_EQ(wire_type(kind_of_wire_type(type).value()), type);
  for (const char type : {'4', '5', '8', '9', 'A', 'B', 'J', 'R', ' '})
    EXPECT_FALSE(kind_of_wire_type(type)) << type;
}

}  // namespace
}  // namespace lintas::guarantee
