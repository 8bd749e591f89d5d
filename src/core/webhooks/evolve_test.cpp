#include "core/webhooks/evolve.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <vector>

#include "base/time.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/state.hpp"

namespace lintas::webhooks {
namespace {

using namespace std::chrono_literals;
const Instant now = *parse_instant("2026-11-23T08:00:00Z");

TEST(WebhookState, follows_from_what_happened) {
  Subscription one = evolve({}, Subscribed{.at = now,
                                           .owner = {},
                                           .id = "wh_1",
                                           .url = "https://a.example/",
                                           .events = {"departure.released"},
                                           .key = {},
                                           .from = 3});
  EXPECT_EQ(one.id, "wh_1");
  EXPECT_EQ(one.delivered, 3);
  one = evolve(one, DeliveryFailed{.at = now});
  one = evolve(one, Stopped{.at = now, .why = Why::failing});
  EXPECT_EQ(one.failing_since, now) << "why it was stopped is shown with since when";
  one = evolve(one, Delivered{.at = now, .upto = 4});
  EXPECT_EQ(one.status, Status::stopped) << "what was on its way does not resume";
  one = evolve(one, Paused{.at = now, .by = {}});
  EXPECT_EQ(one.status, Status::paused);
  EXPECT_FALSE(one.why.has_value());
  one = evolve(one, Removed{.at = now, .by = {}});
  EXPECT_EQ(one.status, Status::removed);
}

TEST(WebhookState, former_secrets_sign_for_a_day_the_newest_first) {
  Subscription one = evolve(
      {}, Subscribed{.at = now, .owner = {}, .id = "wh_1", .url = {}, .events = {}, .key = {}, .mark = 7});
  EXPECT_EQ(one.secrets_at(now), (std::vector<SecretName>{{.generation = 1, .mark = 7}}));
  one = evolve(one, SecretRotated{.at = now, .by = {}});
  one = evolve(one, SecretRotated{.at = now + 1h, .by = {}, .mark = 9});
  EXPECT_EQ(one.secrets_at(now + 2h),
            (std::vector<SecretName>{
                {.generation = 3, .mark = 9}, {.generation = 2, .mark = {}}, {.generation = 1, .mark = 7}}));
  EXPECT_EQ(one.secrets_at(now + 24h).size(), 2U);
  EXPECT_EQ(one.secrets_at(now + 25h).size(), 1U);
  one = evolve(one, SecretRotated{.at = now + 24h, .by = {}});
  EXPECT_EQ(one.former.size(), 2U) << "what signs no more is forgotten";
}

}  // namespace
}  // namespace lintas::webhooks
