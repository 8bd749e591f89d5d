#include "core/webhooks/evolve.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/state.hpp"

namespace lintas::webhooks {
namespace {

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

}  // namespace
}  // namespace lintas::webhooks
