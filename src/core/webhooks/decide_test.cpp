#include "core/webhooks/decide.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/evolve.hpp"
#include "core/webhooks/state.hpp"

namespace lintas::webhooks {
namespace {

const Instant now = *parse_instant("2026-11-23T08:00:00Z");
const Given given{.at = now, .by = {.role = access::Role::trader, .party = "SG201912345K"}};
const Hash256 other_key{.bytes = {std::byte{7}}};

/// A subscription that is asked, and what it says.
class Asked {
 public:
  /// The rule that speaks against it, empty if it was accepted.
  std::string ask(const Command& command) {
    const auto decision = decide(subscription, command, given);
    events = decision.events.size();
    for (const Event& event : decision.events) subscription = evolve(subscription, event);
    return decision.answer.accepted() ? std::string{} : decision.answer.refused_for.front().rule;
  }
  Subscription subscription;
  std::size_t events = 0;
};

Asked subscribed() {
  Asked one;
  EXPECT_EQ(
      one.ask(Subscribe{.id = "wh_1", .url = "https://a.example/in", .events = {}, .key = {}, .from = 5}),
      "");
  return one;
}

TEST(Webhook, R_HOO_101_and_R_HOO_102_it_is_there_once) {
  Asked none;
  EXPECT_EQ(none.ask(Pause{.id = "wh_1"}), "R-HOO-101");
  Asked one = subscribed();
  EXPECT_EQ(one.subscription.status, Status::live);
  EXPECT_EQ(one.subscription.delivered, 5);
  EXPECT_EQ(one.subscription.owner, given.by);
  EXPECT_EQ(one.ask(Subscribe{.id = "wh_1", .url = {}, .events = {}, .key = {}}), "R-HOO-102");
}

TEST(Webhook, R_HOO_103_what_was_removed_stays_so) {
  Asked one = subscribed();
  EXPECT_EQ(one.ask(Remove{.id = "wh_1"}), "");
  EXPECT_EQ(one.ask(Remove{.id = "wh_1"}), "") << "done before";
  EXPECT_EQ(one.events, 0U);
  EXPECT_EQ(one.ask(Resume{.id = "wh_1", .key = {}}), "R-HOO-103");
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 9, .round = 1}), "") << "it came too late";
  EXPECT_EQ(one.events, 0U);
}

TEST(Webhook, R_HOO_201_and_R_HOO_202_what_is_asked_is_bounded) {
  Asked none;
  EXPECT_EQ(
      none.ask(Subscribe{
          .id = "wh_1", .url = std::string(limits::webhook_url_chars_max + 1, 'x'), .events = {}, .key = {}}),
      "R-HOO-201");
  EXPECT_EQ(none.ask(Subscribe{.id = "wh_1",
                               .url = "https://a.example/",
                               .events = std::vector<std::string>(limits::webhook_events_max + 1, "x"),
                               .key = {}}),
            "R-HOO-202");
}

TEST(Webhook, is_paused_and_goes_on_where_it_was) {
  Asked one = subscribed();
  EXPECT_EQ(one.ask(Pause{.id = "wh_1"}), "");
  EXPECT_EQ(one.subscription.status, Status::paused);
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 6, .round = 1}), "") << "it was on its way";
  EXPECT_EQ(one.ask(Resume{.id = "wh_1", .key = other_key}), "");
  EXPECT_EQ(one.subscription.status, Status::live);
  EXPECT_EQ(one.subscription.key, other_key);
  EXPECT_EQ(one.subscription.delivered, 6);
  EXPECT_EQ(one.ask(Resume{.id = "wh_1", .key = other_key}), "");
  EXPECT_EQ(one.events, 0U) << "nothing changes";
  EXPECT_EQ(one.ask(Resume{.id = "wh_1", .key = {}}), "");
  EXPECT_EQ(one.events, 1U) << "another key";
}

TEST(Webhook, what_was_on_its_way_when_it_was_sent_back_counts_no_more) {
  Asked one = subscribed();
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 20, .round = 1}), "");
  EXPECT_EQ(one.ask(Redeliver{.id = "wh_1", .from = 10}), "");
  EXPECT_EQ(one.subscription.delivered, 10);
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 21, .round = 1}), "");
  EXPECT_EQ(one.subscription.delivered, 10);
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 11, .round = 2}), "");
  EXPECT_EQ(one.subscription.delivered, 11);
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 11, .round = 2}), "");
  EXPECT_EQ(one.events, 0U) << "noted already";
}

TEST(Webhook, what_fails_is_shown_and_stopped_and_comes_back) {
  Asked one = subscribed();
  EXPECT_EQ(one.ask(NoteFailing{.id = "wh_1"}), "");
  EXPECT_EQ(one.subscription.failing_since, now);
  EXPECT_EQ(one.ask(NoteFailing{.id = "wh_1"}), "");
  EXPECT_EQ(one.events, 0U) << "since then";
  EXPECT_EQ(one.ask(NoteDelivered{.id = "wh_1", .upto = 5, .round = 1}), "") << "taken after all";
  EXPECT_FALSE(one.subscription.failing_since.has_value());
  EXPECT_EQ(one.ask(Stop{.id = "wh_1", .why = Why::gone}), "");
  EXPECT_EQ(one.subscription.status, Status::stopped);
  EXPECT_EQ(one.subscription.why, Why::gone);
  EXPECT_EQ(one.ask(Stop{.id = "wh_1", .why = Why::failing}), "");
  EXPECT_EQ(one.events, 0U);
  EXPECT_EQ(one.ask(Resume{.id = "wh_1", .key = {}}), "");
  EXPECT_EQ(one.subscription.status, Status::live);
  EXPECT_FALSE(one.subscription.why.has_value());
}

TEST(Webhook, R_HOO_204_a_receiver_does_not_lose_its_secret_to_many_changes) {
  Asked one = subscribed();
  for (std::size_t i = 0; i < former_secrets_max; ++i) EXPECT_EQ(one.ask(Rotate{.id = "wh_1"}), "");
  EXPECT_EQ(one.ask(Rotate{.id = "wh_1"}), "R-HOO-204");
  EXPECT_EQ(one.subscription.secrets_at(now).size(), former_secrets_max + 1) << "the first signs still";
  EXPECT_EQ(one.subscription.secrets_at(now).back().generation, 1U);
  const Decision<Event> next_day =
      decide(one.subscription, Rotate{.id = "wh_1"},
             {.at = now + limits::webhook_old_secret, .by = {.role = access::Role::trader}});
  EXPECT_TRUE(next_day.answer.accepted());
}

TEST(Webhook, a_new_secret_is_a_new_generation) {
  Asked one = subscribed();
  EXPECT_EQ(one.subscription.generation, 1U);
  EXPECT_FALSE(one.subscription.rotated.has_value());
  EXPECT_EQ(one.ask(Rotate{.id = "wh_1"}), "");
  EXPECT_EQ(one.subscription.generation, 2U);
  EXPECT_EQ(one.subscription.rotated, now);
}

}  // namespace
}  // namespace lintas::webhooks
