#include "core/exchange/circuit.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace lintas::exchange {
namespace {

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

TEST(Circuit, waits_longer_after_each_failure_up_to_the_limit) {
  Circuit circuit;
  auto pause = limits::retry_delay_first;
  for (int i = 0; i < 40; ++i) {
    circuit = after_failure(circuit, noon, 0);
    EXPECT_EQ(circuit.next_try, noon + pause);
    pause = std::min(pause * 2, limits::retry_delay_max);
  }
  EXPECT_EQ(circuit.next_try, noon + limits::retry_delay_max) << "a partner back after days is found soon";
}

TEST(Circuit, waits_as_the_schedule_of_the_partner_says) {
  const RetrySchedule schedule{.first = std::chrono::minutes{1}, .longest = std::chrono::minutes{3}};
  Circuit circuit;
  for (const int minutes : {1, 2, 3, 3}) {
    circuit = after_failure(circuit, noon, 0, schedule);
    EXPECT_EQ(circuit.next_try, noon + std::chrono::minutes{minutes});
  }
}

TEST(Circuit, sends_one_probe_to_a_partner_that_does_not_answer) {
  Circuit circuit;
  EXPECT_EQ(circuit.room(noon, 0), limits::in_flight_per_partner_max);
  for (unsigned i = 0; i < limits::circuit_failures_max; ++i) circuit = after_failure(circuit, noon, 0);
  EXPECT_TRUE(circuit.open());
  EXPECT_EQ(circuit.room(noon, 0), 0U);
  EXPECT_EQ(circuit.room(circuit.next_try, 0), 1U);
  EXPECT_EQ(circuit.room(circuit.next_try, 1), 0U);
  EXPECT_EQ(after_answer().room(noon, 0), limits::in_flight_per_partner_max);
}

TEST(Circuit, waits_for_a_partner_that_is_not_reached_as_for_one_that_says_nothing) {
  Circuit silent;
  Circuit unreachable;
  for (int i = 0; i < 20; ++i) {
    silent = after_failure(silent, noon, 0);
    unreachable = after_failure(unreachable, noon, 0, {}, Failure::unreachable);
    EXPECT_EQ(unreachable, silent);
  }
}

TEST(Circuit, is_what_it_was_behind_a_fault_of_our_own) {
  const Circuit before = after_failure({}, noon, 0);
  EXPECT_EQ(after_failure(before, noon + limits::retry_delay_max, 0, {}, Failure::own), before);
}

TEST(Circuit, spreads_nodes_that_lost_the_same_partner) {
  EXPECT_GT(after_failure({}, noon, 255).next_try, after_failure({}, noon, 0).next_try);
  EXPECT_LT(after_failure({}, noon, 255).next_try, noon + limits::retry_delay_first * 5 / 4);
}

TEST(Circuit, an_answer_that_decides_nothing_holds_up_no_other_message) {
  Circuit circuit = after_failure({}, noon, 0);
  circuit = after_failure(circuit, noon, 0);
  circuit = after_failure(circuit, noon, 0, {}, Failure::undecided);
  EXPECT_EQ(circuit.failures, 0U) << "whatever it says, the partner is there";
  EXPECT_FALSE(circuit.open());
  EXPECT_EQ(circuit.room(noon, 0), limits::in_flight_per_partner_max);
}

TEST(Circuit, a_partner_that_answers_and_decides_nothing_is_probed_after_the_first_pause_each_time) {
  Circuit circuit;
  for (int i = 0; i < 100; ++i) circuit = after_failure(circuit, noon, 0, {}, Failure::undecided);
  EXPECT_TRUE(circuit.open());
  EXPECT_EQ(circuit.next_try, noon + limits::retry_delay_first) << "what it would take waits no longer";
  EXPECT_EQ(circuit.room(noon, 0), 0U);
  EXPECT_EQ(circuit.room(circuit.next_try, 0), 1U);
  const Circuit away = after_failure(circuit, noon, 0);
  EXPECT_EQ(away.failures, 1U) << "then it is counted anew";
  EXPECT_EQ(away.next_try, noon + limits::retry_delay_first);
}

}  // namespace
}  // namespace lintas::exchange
