#include "core/registers/decide.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/events.hpp"
#include "core/registers/evolve.hpp"
#include "core/registers/state.hpp"

// What the scenarios cannot say: values that no file holds, and what stands in the events.

namespace lintas::registers {
namespace {

const Given given{.at = *parse_instant("2026-12-01T00:00:00Z"), .by = *PersonId::parse("KEEPER1")};
const refdata::StateProfile no_law = [] {
  refdata::StateProfile law;
  law.permits_max = 1;
  return law;
}();

Content content(Facts facts) {
  return {
      .facts = std::move(facts), .valid_from = *parse_day("2026-01-01"), .valid_until = {}, .details = {}};
}

std::string rules(const Decision<Event>& decision) {
  std::string text;
  for (const Finding& finding : decision.answer.refused_for) text += finding.rule + ' ';
  return text;
}

std::string rules_for(Facts facts) {
  return rules(decide(Entry{}, Register{content(std::move(facts))}, given, {.law = no_law}));
}

Entry registered(Facts facts) {
  Entry entry;
  for (const Event& event : decide(entry, Register{content(std::move(facts))}, given, {.law = no_law}).events)
    entry = evolve(entry, event);
  return entry;
}

TEST(Registers, R_REG_204_know_every_value_that_they_store) {
  EXPECT_EQ(rules_for(Trader{.tin = {}, .legal_person = true, .roles = {static_cast<TraderRole>(5)}}),
            "R-REG-204 ");
  EXPECT_EQ(rules_for(Trader{.tin = {}, .legal_person = true, .roles = {static_cast<TraderRole>(0)}}),
            "R-REG-204 ");
  Authorisation authorisation;
  authorisation.rights = {static_cast<Right>(4)};
  authorisation.offices = {OfficeId{}};
  EXPECT_EQ(rules_for(authorisation), "R-REG-204 ");
  Permit permit;
  EXPECT_EQ(rules_for(permit), "");
  permit.agreement = static_cast<Agreement>(3);
  EXPECT_EQ(rules_for(permit), "R-REG-204 ");
  permit.agreement = Agreement::acts;
  permit.unit = static_cast<UnitKind>(0);
  EXPECT_EQ(rules_for(permit), "R-REG-204 ");
  const auto no_reason = static_cast<Reason>(9);
  const Entry entry = registered(Permit{});
  EXPECT_EQ(rules(decide(entry, Suspend{.key = {}, .reason = no_reason}, given, {.law = no_law})),
            "R-REG-204 ");
  EXPECT_EQ(
      rules(decide(entry, Withdraw{.key = {}, .reason = no_reason, .second = {}}, given, {.law = no_law})),
      "R-REG-204 ");
}

TEST(Registers, R_REG_205_keep_lists_short) {
  constexpr std::size_t most = limits::register_list_max;
  Authorisation authorisation;
  authorisation.rights = {Right::simplified_departure};
  authorisation.offices.resize(most);
  EXPECT_EQ(rules_for(authorisation), "");
  authorisation.offices.resize(most + 1);
  EXPECT_EQ(rules_for(authorisation), "R-REG-205 ");
  authorisation.offices.resize(1);
  authorisation.premises.resize(most + 1);
  EXPECT_EQ(rules_for(authorisation), "R-REG-205 ");
  authorisation.premises.clear();
  authorisation.goods_excluded.resize(most + 1);
  EXPECT_EQ(rules_for(authorisation), "R-REG-205 ");
  Permit permit;
  permit.states.resize(most + 1);
  EXPECT_EQ(rules_for(permit), "R-REG-205 ");
  Trader trader;
  trader.roles.resize(most + 1, TraderRole::carrier);
  EXPECT_EQ(rules_for(trader), "R-REG-205 ");
  Insurance insurance;
  insurance.states.resize(most + 1);
  EXPECT_EQ(rules_for(insurance), "R-REG-205 R-REG-212 ");
  Authorisation sealing;
  sealing.rights = {Right::special_seals};
  sealing.offices = {OfficeId{}};
  sealing.seals.resize(most + 1);
  EXPECT_EQ(rules_for(sealing), "R-REG-205 ");
}

TEST(Registers, write_down_who_when_and_what) {
  Content written = content(Declarant{.firm = *Tin::parse("SG1"), .person = *PersonId::parse("U-17")});
  written.valid_until = *parse_day("2026-12-31");
  written.details = Hash256{};
  const auto decision = decide(Entry{}, Register{written}, given, {.law = no_law});
  ASSERT_EQ(decision.events.size(), 1U);
  const auto* event = std::get_if<Registered>(decision.events.data());
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->at, given.at);
  EXPECT_EQ(event->by, given.by);
  EXPECT_EQ(event->content, written);
}

TEST(Registers, a_change_of_anything_is_a_change) {
  const Entry entry = registered(Permit{});
  const auto events = [&](const Content& changed) {
    return decide(entry, Change{changed}, given, {.law = no_law}).events.size();
  };
  Content changed = content(Permit{});
  EXPECT_EQ(events(changed), 0U);
  changed.details = Hash256{};
  EXPECT_EQ(events(changed), 1U);
  changed = content(Permit{});
  changed.valid_until = *parse_day("2027-01-01");
  EXPECT_EQ(events(changed), 1U);
  changed = content(Permit{});
  changed.valid_from = *parse_day("2025-01-01");
  EXPECT_EQ(events(changed), 1U);
}

}  // namespace
}  // namespace lintas::registers
