#include "core/exchange/attempts.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/limits.hpp"

namespace lintas::exchange {
namespace {

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

TEST(Attempts, a_message_rests_ever_longer_after_each_failure) {
  const RetrySchedule schedule{.first = std::chrono::minutes{1}, .longest = std::chrono::minutes{3}};
  Attempts attempts;
  for (const int minutes : {1, 2, 3, 3}) {
    attempts = after_failure(attempts, noon, 0, schedule);
    EXPECT_EQ(attempts.rests_until, noon + std::chrono::minutes{minutes});
  }
}

/// Else what is tried when a partner is back would still rest then.
TEST(Attempts, a_message_rests_no_longer_than_the_partner_that_is_away) {
  Attempts attempts;
  Circuit circuit;
  for (int i = 0; i < 40; ++i) {
    attempts = after_failure(attempts, noon, 0);
    circuit = after_failure(circuit, noon, static_cast<std::uint8_t>(i));
    EXPECT_LE(attempts.rests_until, circuit.next_try) << i;
  }
}

TEST(Attempts, a_message_is_passed_over_when_it_fails_while_others_are_taken) {
  Attempts attempts;
  for (unsigned taken = 1; taken <= limits::message_failures_max; ++taken) {
    EXPECT_FALSE(attempts.is_passed_over()) << taken;
    attempts = after_failure(attempts, noon, taken);
  }
  EXPECT_TRUE(attempts.is_passed_over());
}

TEST(Attempts, a_partner_that_takes_nothing_passes_nothing_over) {
  Attempts attempts;
  for (int i = 0; i < 1000; ++i) attempts = after_failure(attempts, noon, 7);
  EXPECT_FALSE(attempts.is_passed_over()) << "it is tried for ever";
}

/// On a line that is up for two minutes of an hour it is refused a connection again and again.
TEST(Attempts, that_found_no_partner_never_pass_a_message_over) {
  Attempts attempts;
  Instant last;
  for (unsigned taken = 1; taken <= 1000; ++taken) {
    attempts = after_failure(attempts, noon, taken, {}, Failure::unreachable);
    EXPECT_FALSE(attempts.is_passed_over()) << taken;
    EXPECT_GE(attempts.next_try(), last) << "each waits longer, as ever";
    last = attempts.next_try();
  }
  EXPECT_EQ(last, noon + limits::retry_delay_max);
  EXPECT_EQ(attempts.failures, 0U);
  EXPECT_FALSE(attempts.was_posted);
  attempts = after_failure(attempts, noon, 1001);
  EXPECT_EQ(attempts.failures, 1U);
  EXPECT_EQ(attempts.passed_over, 0U) << "the first that counts has none before it";
}

/// A probe of a partner that answers nobody says nothing about the message that it was.
TEST(Attempts, as_probes_wait_until_the_partner_is_there_again) {
  Attempts before = after_failure(Attempts{}, noon, 0);
  Attempts attempts = before;
  for (unsigned i = 0; i < 100; ++i)
    attempts = after_failure(attempts, noon, i, {}, Failure::undecided, true);
  EXPECT_EQ(attempts.next_try(), noon + limits::retry_delay_max);
  EXPECT_EQ(attempts.failures, 1U);
  EXPECT_TRUE(attempts.was_posted) << "it goes by itself: the partner may have it";
  attempts = after_return(attempts);
  EXPECT_EQ(attempts.next_try(), before.next_try()) << "for what it failed by itself it rests";
  before = after_failure(Attempts{}, noon, 0, {}, Failure::unreachable);
  EXPECT_EQ(after_return(before), Attempts{}) << "as one that was not tried";
}

TEST(Attempts, at_what_we_cannot_write_count_whatever_the_partner_does) {
  const Attempts attempts = after_failure(Attempts{}, noon, 0, {}, Failure::own, true);
  EXPECT_EQ(attempts.failures, 1U);
  EXPECT_FALSE(attempts.was_posted);
}

TEST(Attempts, of_a_partner_that_comes_back_the_first_failure_decides_nothing) {
  Attempts attempts;
  for (int i = 0; i < 1000; ++i) attempts = after_failure(attempts, noon, 7);
  attempts = after_failure(attempts, noon, 5000);
  EXPECT_FALSE(attempts.is_passed_over()) << "it has passed it over once, however many it took";
}

}  // namespace
}  // namespace lintas::exchange
