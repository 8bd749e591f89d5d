#include "core/workflow/uses.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {
namespace {

namespace gua = lintas::guarantee;

Grn grn(unsigned n) {
  return *Grn::issue(std::chrono::year{2026}, *Country::parse("MY"), format("{:012}", n));
}
const Mrn mrn = *Mrn::issue(std::chrono::year{2026}, *Country::parse("MY"), "000000000001");

gua::SlottedUseEvent checked(std::size_t slot, gua::CodeOutcome code) {
  return {slot, gua::Checked{.refused = code != gua::CodeOutcome::right, .code = code}};
}

TEST(Uses, stand_behind_the_slots_of_the_movement_each_with_its_account) {
  const std::vector grns{grn(1), grn(2)};
  Located located{.slots = {{.kind = departure_stream, .by = StreamId{7}}}, .asks = {}, .number = {}};
  const UseSlots slots = add_use_slots(located, grns, mrn);
  EXPECT_EQ(slots.first, 1U);
  EXPECT_EQ(slots.count, 2U);
  ASSERT_EQ(located.slots.size(), 5U);
  for (std::size_t i = 0; i < 2; ++i) {
    const Slot& use = located.slots[slots.use(i)];
    const Slot& account = located.slots[slots.account(i)];
    EXPECT_EQ(use.kind, use_stream);
    EXPECT_EQ(std::get<Key>(use.by), use_key(grns[i], mrn));
    EXPECT_EQ(account.kind, account_stream);
    EXPECT_EQ(std::get<Key>(account.by), account_key(grns[i]));
  }
  const UseSlots again = use_slots(1, grns);
  EXPECT_EQ(again.first, slots.first);
  EXPECT_EQ(again.count, slots.count);
}

TEST(Uses, of_a_movement_without_an_MRN_are_new_and_get_their_keys_with_it) {
  const std::vector grns{grn(1), grn(2)};
  Located located{.slots = {{.kind = departure_stream, .by = Slot::New{}}}, .asks = {}, .number = {}};
  const UseSlots slots = add_use_slots(located, grns, std::nullopt);
  EXPECT_TRUE(std::holds_alternative<Slot::New>(located.slots[slots.use(1)].by));

  Outcome outcome;
  const Decision<gua::SlottedUseEvent> decision{.events = {checked(1, gua::CodeOutcome::right)},
                                                .answer = {}};
  append(outcome, slots, decision, grns, mrn);
  ASSERT_EQ(outcome.keys.size(), 1U) << "a use without an event does not begin";
  EXPECT_EQ(outcome.keys[0].key, use_key(grns[1], mrn));
  EXPECT_EQ(outcome.keys[0].slot, slots.use(1));
}

TEST(Uses, R_GUA_203_more_than_a_movement_may_have_are_not_looked_up_and_refused) {
  std::vector<Grn> grns;
  for (unsigned n = 0; n <= limits::guarantees_per_movement_max; ++n) grns.push_back(grn(n));
  Located located;
  const UseSlots slots = add_use_slots(located, grns, mrn);
  EXPECT_EQ(slots.count, limits::guarantees_per_movement_max);
  gua::CheckUses check;
  for (const Grn& one : grns) check.demand.lines.push_back({.grn = one, .type = '1'});
  const std::vector<gua::Account> accounts(slots.count);
  const auto decision = gua::decide(accounts, check, gua::Profile{});
  EXPECT_EQ(decision.answer.refused_for.at(0).rule, "R-GUA-203");
}

TEST(Uses, an_event_names_the_account_that_it_can_move_and_no_other) {
  const UseSlots slots{.first = 1, .count = 3};
  Outcome outcome;
  append(outcome, slots,
         {.events = {checked(0, gua::CodeOutcome::not_compared),
                     checked(1, gua::CodeOutcome::wrong),
                     {2, gua::Reserved{.mrn = mrn, .amount = Money{5, *Currency::parse("MYR")}}}},
          .answer = {}});
  ASSERT_EQ(outcome.events.size(), 3U);
  EXPECT_TRUE(outcome.events[0].also.empty()) << "it may be of a GRN that nobody registered";
  EXPECT_EQ(outcome.events[1].also, std::vector{slots.account(1)});
  EXPECT_EQ(outcome.events[2].also, std::vector{slots.account(2)});
  EXPECT_EQ(outcome.events[2].slot, slots.use(2));
  EXPECT_EQ(outcome.events[2].type, event_in(use_block, 1));
  const auto stored = read_event<gua::UseEvent>(use_block, outcome.events[2].type, outcome.events[2].body);
  EXPECT_EQ(std::get<gua::Reserved>(stored).mrn, mrn);
}

TEST(Uses, an_event_that_names_no_account_would_not_have_moved_it) {
  gua::Header header{.status = gua::Status::valid};
  header.failures = {{Tin{}, 2}};
  const std::vector<gua::UseEvent> events{gua::Checked{}, gua::ReservationRefused{}, gua::ClaimReviewed{}};
  for (const gua::UseEvent& event : events) {
    EXPECT_FALSE(gua::concerns_header(event)) << event.index();
    EXPECT_EQ(gua::evolve(header, event), header) << event.index();
  }
}

TEST(Uses, are_read_as_pairs) {
  const State header = State::of(gua::Header{.status = gua::Status::valid, .grn = grn(1)});
  const State use = State::of(gua::Use{.state = gua::UseState::used});
  const std::vector<StreamView> views{{.state = &header},
                                      {.id = StreamId{2}, .kind = use_stream, .state = &use},
                                      {.id = StreamId{1}, .kind = account_stream, .state = &header}};
  const Situation situation{.slots = views, .asks = {}, .number = {}};
  const auto accounts = accounts_at(situation, {.first = 1, .count = 1});
  ASSERT_EQ(accounts.size(), 1U);
  EXPECT_EQ(accounts[0].header.grn, grn(1));
  EXPECT_EQ(accounts[0].use.state, gua::UseState::used);
  EXPECT_THROW((void)accounts_at(situation, {.first = 2, .count = 1}), Bug);
}

}  // namespace
}  // namespace lintas::workflow
