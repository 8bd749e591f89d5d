#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"

// The course of uses is told by the scenarios in tests/scenarios/guarantee; here stands what a scenario does
// not show.
namespace lintas::guarantee {
namespace {

const Currency myr = *Currency::parse("MYR");
const Day today = *parse_day("2026-11-23");
const Tin holder = *Tin::parse("MYTRADER");
const Tin rival = *Tin::parse("MYRIVAL");
const AccessCodeHash right_code{{std::byte{7}}};

Grn grn(char digit) {
  return *Grn::issue(std::chrono::year{2026}, *Country::parse("MY"), std::string(11, '0') + digit);
}

Account account(char digit, std::int64_t limit) {
  Account account{.header = {.status = Status::valid, .grn = grn(digit), .holder = holder}, .use = {}};
  account.header.reference_amount = account.header.guaranteed_amount = Money{limit, myr};
  account.header.valid_from = today;
  account.header.access_codes = {right_code};
  return account;
}

Demand demand(std::vector<Line> lines) {
  return {.at = Instant{today},
          .day = today,
          .message = *MessageId::parse("m1"),
          .mrn = {},
          .principal = holder,
          .sender = holder,
          .departure = *OfficeId::parse("MYBKH001"),
          .destination = *OfficeId::parse("THSDO001"),
          .route = {*Country::parse("TH")},
          .goods = {},
          .limit_day = std::nullopt,
          .lines = std::move(lines)};
}
Line line(char digit, std::int64_t amount) {
  return {.grn = grn(digit), .type = '1', .access_code = right_code, .amount = Money{amount, myr}};
}

TEST(GuaranteeUse, each_event_names_the_slot_of_its_use) {
  const std::vector<Account> accounts{account('1', 1000), account('2', 1000)};
  const ReserveUses reserve{.demand = demand({line('1', 10), line('2', 20)}),
                            .calculation = {{std::byte{9}}}};
  const auto decision = decide(accounts, reserve, Profile{});
  ASSERT_TRUE(decision.answer.accepted());
  ASSERT_EQ(decision.events.size(), 2U);
  for (std::size_t slot = 0; slot < 2; ++slot) {
    EXPECT_EQ(decision.events[slot].slot, slot);
    const auto& reserved = std::get<Reserved>(decision.events[slot].event);
    EXPECT_EQ(reserved.amount, reserve.demand.lines[slot].amount);
    EXPECT_EQ(reserved.calculation, reserve.calculation) << "R-ACTS-051";
  }
}

TEST(GuaranteeUse, a_refusal_is_recorded_on_every_guarantee_with_its_own_reasons) {
  const std::vector<Account> accounts{account('1', 1000), account('2', 5)};
  const auto decision = decide(accounts, ReserveUses{demand({line('1', 10), line('2', 20)}), {}}, Profile{});
  ASSERT_EQ(decision.answer.refused_for.size(), 1U);
  EXPECT_EQ(decision.answer.refused_for[0].rule, "R-ACTS-012");
  EXPECT_EQ(decision.answer.refused_for[0].pointer, "lines[2]/amount");
  ASSERT_EQ(decision.events.size(), 2U);
  EXPECT_TRUE(std::get<ReservationRefused>(decision.events[0].event).reasons.empty());
  EXPECT_EQ(std::get<ReservationRefused>(decision.events[1].event).reasons,
            std::vector{Refusal::amount_not_sufficient});
}

TEST(GuaranteeUse, R_ACTS_045_a_stranger_learns_nothing_and_counts_nothing) {
  Account suspended = account('1', 5);
  suspended.header.status = Status::suspended;
  CheckUses check{demand({line('1', 1000)})};
  check.demand.sender = rival;
  check.demand.lines[0].access_code.reset();
  const auto decision = decide(std::vector{suspended}, check, Profile{});
  ASSERT_EQ(decision.answer.refused_for.size(), 1U);
  EXPECT_EQ(decision.answer.refused_for[0].rule, "R-GUA-106");
  const auto& checked = std::get<Checked>(decision.events[0].event);
  EXPECT_EQ(checked.code, CodeOutcome::not_compared);
  EXPECT_EQ(checked.sender, rival) << "for the alarm";
}

TEST(GuaranteeUse, R_ACTS_045_a_locked_sender_is_not_even_compared) {
  Account locked = account('1', 1000);
  locked.header.failures = {{holder, Profile{}.code_failures_max}};
  for (const auto& code : {std::optional{right_code}, std::optional<AccessCodeHash>{}}) {
    CheckUses check{demand({line('1', 10)})};
    check.demand.lines[0].access_code = code;
    const auto decision = decide(std::vector{locked}, check, Profile{});
    EXPECT_EQ(decision.answer.refused_for[0].rule, "R-GUA-105");
    EXPECT_EQ(std::get<Checked>(decision.events[0].event).code, CodeOutcome::not_compared);
  }
}

TEST(GuaranteeUse, R_ACTS_012_tells_the_holder_what_is_missing_and_nobody_else) {
  const auto said = [](const CheckUses& check) {
    const Finding shown =
        decide(std::vector{account('1', 123456)}, check, Profile{}).answer.refused_for.back();
    return shown.pointer + shown.value + shown.detail;
  };
  CheckUses check{demand({line('1', 999999)})};
  EXPECT_TRUE(said(check).ends_with("short by 8765.43 MYR, available 1234.56 MYR")) << said(check);
  CheckUses guessed = check;
  guessed.demand.lines[0].access_code.reset();
  EXPECT_EQ(said(guessed).find("1234.56"), std::string::npos) << "who does not know the code";
  check.demand.sender = rival;
  check.demand.sender_is_agent = true;
  EXPECT_EQ(said(check).find("1234.56"), std::string::npos) << "an agent";
}

TEST(GuaranteeUse, R_ACTS_049_says_why_a_guarantee_is_not_valid_to_who_may_use_it) {
  const auto said = [](auto change, const Tin& sender) {
    CheckUses check{demand({line('1', 10)})};
    check.demand.sender = sender;
    Account changed = account('1', 1000);
    change(changed.header, check.demand.day);
    const Finding shown = decide(std::vector{changed}, check, Profile{}).answer.refused_for.front();
    return shown.rule + " " + shown.detail;
  };
  const auto suspended = [](Header& header, Day /*day*/) { header.status = Status::suspended; };
  EXPECT_EQ(said(suspended, holder), "R-ACTS-049 it is suspended");
  EXPECT_EQ(said(suspended, rival), "R-GUA-106 ") << "a stranger";
  const auto revoked = [](Header& header, Day day) { header.revoked_from = day; };
  const std::string day = to_text(demand({}).day);
  EXPECT_EQ(said(revoked, holder), "R-ACTS-049 it was revoked from " + day);
  const auto liberated = [](Header& header, Day /*day*/) { header.status = Status::liberated; };
  EXPECT_EQ(said(liberated, holder), "R-ACTS-049 it has ended");
}

/// Or an agent without a code would have the balance by halves.
TEST(GuaranteeUse, R_ACTS_012_an_agent_without_the_code_does_not_learn_whether_an_amount_does) {
  const auto rules_of = [](const Account& account, const CheckUses& check) {
    std::string rules;
    for (const Finding& fault : decide(std::vector{account}, check, Profile{}).answer.refused_for)
      rules += fault.rule + ' ';
    return rules;
  };
  CheckUses check{demand({line('1', 999999)})};
  check.demand.sender = rival;
  check.demand.sender_is_agent = true;
  const Account enough = account('1', 1'000'000);
  const Account too_little = account('1', 5);
  EXPECT_EQ(rules_of(enough, check), "");
  EXPECT_EQ(rules_of(too_little, check), "R-ACTS-012 ") << "with the right code";
  check.demand.lines[0].access_code.reset();
  EXPECT_EQ(rules_of(enough, check), "R-ACTS-045 ");
  EXPECT_EQ(rules_of(too_little, check), "R-ACTS-045 ");
  const auto locked = [](Account account) {
    account.header.failures = {{rival, Profile{}.code_failures_max}};
    return account;
  };
  EXPECT_EQ(rules_of(locked(too_little), check), "R-GUA-105 ");
  check.demand.sender = holder;
  check.demand.sender_is_agent = false;
  EXPECT_EQ(rules_of(too_little, check), "R-ACTS-045 R-ACTS-012 ") << "the holder knows what it has";
}

TEST(GuaranteeUse, R_ACTS_035_can_be_switched_off_by_the_state) {
  Account ending = account('1', 1000);
  ending.header.valid_until = today;
  CheckUses check{demand({line('1', 10)})};
  check.demand.limit_day = today + std::chrono::days{1};
  EXPECT_FALSE(decide(std::vector{ending}, check, Profile{}).answer.accepted());
  EXPECT_TRUE(
      decide(std::vector{ending}, check, Profile{.valid_through_limit_date = false}).answer.accepted());
}

TEST(GuaranteeUse, amounts_at_the_edge_of_counting_do_not_wrap) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  Account full = account('1', most);
  full.header.sums.reserved = most - 1;
  EXPECT_TRUE(decide(std::vector{full}, CheckUses{demand({line('1', 1)})}, Profile{}).answer.accepted());
  EXPECT_FALSE(decide(std::vector{full}, CheckUses{demand({line('1', 2)})}, Profile{}).answer.accepted());
  EXPECT_FALSE(decide(std::vector{full}, CheckUses{demand({line('1', most)})}, Profile{}).answer.accepted());
}

TEST(GuaranteeUse, an_account_in_the_wrong_slot_is_a_bug) {
  EXPECT_THROW((void)decide({}, CheckUses{demand({line('1', 1)})}, Profile{}), Bug);
  EXPECT_THROW((void)decide(std::vector{account('2', 9)}, CheckUses{demand({line('1', 1)})}, Profile{}), Bug);
}

TEST(GuaranteeUse, a_claim_is_reviewed_every_thirty_days) {
  Account claimed = account('1', 1000);
  const Instant now{today};
  claimed.use = {.state = UseState::claimed, .amount = Money{10, myr}, .claim = Money{5, myr}};
  claimed.use.claim_review_due = now;
  const auto decision = decide(claimed, ReviewClaim{now}, Profile{});
  ASSERT_EQ(decision.events.size(), 1U);
  EXPECT_EQ(std::get<ClaimReviewed>(decision.events[0].event).review_due, now + std::chrono::days{30});
}

}  // namespace
}  // namespace lintas::guarantee
