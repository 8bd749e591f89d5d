#include "core/guarantee/evolve.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "base/limits.hpp"
#include "base/money.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::guarantee {
namespace {

const Currency myr = *Currency::parse("MYR");
Money myr_of(std::int64_t cents) { return Money{cents, myr}; }
Tin sender(std::size_t n) { return *Tin::parse("MYAGENT" + std::to_string(n)); }

TEST(GuaranteeEvolve, counts_wrong_codes_for_each_sender_up_to_its_places) {
  Header header;
  for (std::size_t n = 0; n < limits::code_failure_senders_max + 5; ++n) {
    header =
        evolve(header, UseEvent{Checked{.refused = true, .sender = sender(n), .code = CodeOutcome::wrong}});
  }
  EXPECT_EQ(header.failures.size(), limits::code_failure_senders_max);
  EXPECT_TRUE(is_locked(header, sender(limits::code_failure_senders_max), 5))
      << "no place left counts as locked";
  EXPECT_FALSE(is_locked(header, sender(0), 5));
  for (int n = 0; n < 300; ++n) header = evolve(header, AccountEvent{MasterCodeFailed{.sender = sender(0)}});
  EXPECT_EQ(header.failures[0].count, 255) << "stops counting rather than begin anew";
  EXPECT_TRUE(is_locked(header, sender(0), 5));
}

TEST(GuaranteeEvolve, a_right_code_or_an_officer_wipes_the_slate_of_that_sender_only) {
  Header start;
  start.failures = {{sender(1), 4}, {sender(2), 4}};
  const auto left = [&](const Header& header) { return header.failures; };
  const std::vector<CodeFailures> second_only{{sender(2), 4}};
  EXPECT_EQ(left(evolve(start, UseEvent{Checked{.sender = sender(1), .code = CodeOutcome::right}})),
            second_only);
  EXPECT_EQ(left(evolve(start, UseEvent{Reserved{
                                   .amount = myr_of(1), .sender = sender(1), .code = CodeOutcome::right}})),
            second_only);
  EXPECT_EQ(
      left(evolve(start, UseEvent{ReservationRefused{.sender = sender(1), .code = CodeOutcome::right}})),
      second_only);
  EXPECT_EQ(left(evolve(start, AccountEvent{SenderUnlocked{.sender = sender(1)}})), second_only);
  EXPECT_EQ(left(evolve(start, AccountEvent{AccessCodesReplaced{.sender = sender(1)}})), second_only);
  EXPECT_EQ(left(evolve(start, UseEvent{Checked{.sender = sender(1), .code = CodeOutcome::not_compared}})),
            start.failures);
}

TEST(GuaranteeEvolve, a_claim_remembers_the_side_it_came_from) {
  const Use used{.state = UseState::used, .amount = myr_of(100)};
  const Use credited{.state = UseState::credited, .amount = myr_of(100)};
  const UseEvent claim = Claimed{.claim = myr_of(40), .review_due = Instant{}};
  EXPECT_EQ(evolve(used, claim).state, UseState::claimed);
  EXPECT_EQ(evolve(credited, claim).state, UseState::claimed_after_credit);
  EXPECT_EQ(evolve(evolve(used, claim), UseEvent{ClaimWithdrawn{.claim = myr_of(40)}}), used);
  EXPECT_EQ(evolve(evolve(credited, claim), UseEvent{ClaimWithdrawn{.claim = myr_of(40)}}), credited);
}

TEST(GuaranteeEvolve, header_and_use_add_up_through_a_whole_life) {
  Header header{.status = Status::valid, .kind = Kind::individual};
  Use use;
  const Mrn mrn;
  const auto step = [&](const UseEvent& event) {
    header = evolve(header, event);
    use = evolve(use, event);
    EXPECT_EQ(header.sums, share_of(use));
  };
  step(Checked{.amount = myr_of(100)});
  step(Reserved{.mrn = mrn, .amount = myr_of(100)});
  EXPECT_EQ(header.used_by, mrn);
  step(Cancelled{.amount = myr_of(100)});
  EXPECT_EQ(header.used_by, std::nullopt) << "an amendment frees the guarantee for its own movement";
  step(Reserved{.mrn = mrn, .amount = myr_of(90)});
  step(Credited{.amount = myr_of(90)});
  step(Claimed{.claim = myr_of(40)});
  step(ClaimReviewed{.review_due = Instant{std::chrono::hours{1}}});
  EXPECT_EQ(use.claim_review_due, Instant{std::chrono::hours{1}});
  step(ClaimPaid{.ended = {.amount = myr_of(90), .was_credited = true, .claim = myr_of(40)}});
  EXPECT_EQ(header.sums, (Sums{.paid = 40}));
  EXPECT_EQ(header.used_by, mrn) << "used once for good";
}

TEST(GuaranteeEvolve, an_attempt_is_remembered_for_its_repetition) {
  const Use use = evolve(
      Use{}, UseEvent{ReservationRefused{
                 .message = *MessageId::parse("m1"), .amount = myr_of(7), .reasons = {Refusal::not_valid}}});
  EXPECT_EQ(use.state, UseState::none);
  EXPECT_EQ(use.last_reservation, (Attempt{*MessageId::parse("m1"), myr_of(7), true, {Refusal::not_valid}}));
  EXPECT_EQ(use.last_check, std::nullopt);
}

}  // namespace
}  // namespace lintas::guarantee
