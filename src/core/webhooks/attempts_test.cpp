#include "core/webhooks/attempts.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>

#include "base/limits.hpp"
#include "base/time.hpp"

namespace lintas::webhooks {
namespace {

using namespace std::chrono_literals;
const Instant now = *parse_instant("2026-11-23T08:00:00Z");

TEST(WebhookAttempts, only_an_answer_of_success_is_one) {
  EXPECT_EQ(judge(200), Taken::yes);
  EXPECT_EQ(judge(204), Taken::yes);
  EXPECT_EQ(judge(302), Taken::later) << "redirects are not followed";
  EXPECT_EQ(judge(404), Taken::later);
  EXPECT_EQ(judge(410), Taken::never);
  EXPECT_EQ(judge(500), Taken::later);
  EXPECT_EQ(judge(std::nullopt), Taken::later);
}

TEST(WebhookAttempts, pauses_grow_to_a_day_within_three_days) {
  Attempts attempts{.failures = 0, .next = now};
  attempts = after_failure(attempts, now, 0);
  EXPECT_EQ(attempts.next, now + 5s);
  for (int i = 0; i < 8; ++i) attempts = after_failure(attempts, attempts.next, 0);
  EXPECT_EQ(attempts.failures, 9U);
  EXPECT_GE(attempts.next - now, limits::webhook_failing_max);
  EXPECT_LT(attempts.next - now, limits::webhook_failing_max + 1h);
  EXPECT_EQ(after_failure(attempts, now, 0).next, now + 24h) << "the last pause is repeated";
}

TEST(WebhookAttempts, chance_spreads_them_over_a_tenth) {
  const Attempts late = after_failure({.failures = 3, .next = now}, now, 255);
  EXPECT_GT(late.next, now + 2h);
  EXPECT_LT(late.next, now + 2h + 12min);
}

TEST(WebhookAttempts, a_clock_that_was_set_back_stretches_no_pause) {
  const Attempts failed = after_failure({.failures = 8, .next = now}, now, 255);
  EXPECT_FALSE(may_try(failed, now));
  EXPECT_TRUE(may_try(failed, failed.next));
  EXPECT_TRUE(may_try(failed, now - std::chrono::years{1}));
}

TEST(WebhookAttempts, what_fails_too_long_is_stopped) {
  EXPECT_FALSE(has_failed_too_long(std::nullopt, now));
  EXPECT_FALSE(has_failed_too_long(now - limits::webhook_failing_max + 1s, now));
  EXPECT_TRUE(has_failed_too_long(now - limits::webhook_failing_max, now));
}

}  // namespace
}  // namespace lintas::webhooks
