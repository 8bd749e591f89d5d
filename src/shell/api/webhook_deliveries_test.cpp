#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/webhooks_part.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/subscriber.hpp"

/// What reaches a subscriber, and what does not.
namespace lintas::api {
namespace {

using namespace std::chrono_literals;
using net::Method;

std::ptrdiff_t signatures_in(const WebhookPost& post) {
  return std::ranges::count(post.headers.find("webhook-signature").value_or(""), ' ') + 1;
}

TEST_F(Webhooks, EachEventIsPostedInOrderWhenTheOneBeforeWasTaken) {
  prepare();
  const std::string id = subscribe(keeper, {{"after", ""}});
  const std::vector<std::string> feed = cursors_of_feed(keeper);
  ASSERT_GT(feed.size(), 10U);
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U) << "one at a time";
  EXPECT_EQ(posts.front().url.str(), "https://hooks.example/in?a=b");
  EXPECT_EQ(posts.front().headers.find("webhook-id"), "evt_" + feed.front());
  EXPECT_EQ(take_all(), feed);
  happen();
  EXPECT_TRUE(take_all().empty()) << "nobody looks on a clock";
  api.happened();
  EXPECT_EQ(take_all(), (std::vector<std::string>{cursors_of_feed(keeper).back()}));
  EXPECT_EQ(shown(id, keeper)["state"], "live");
}

TEST_F(Webhooks, WhatIsPostedNamesWhatHappenedAndIsSigned) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  api.happened();
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U);
  const WebhookPost& post = posts.front();
  const Json body = test::parse_json(as_text(post.body));
  EXPECT_EQ(described().fault(body, described().schema("WebhookEvent")), "") << body.dump();
  EXPECT_EQ(body["type"], "registers.suspended");
  EXPECT_EQ(body["subject"], "SG SG-CBP-000123");
  const std::string message{post.headers.find("webhook-id").value()};
  const std::string timestamp{post.headers.find("webhook-timestamp").value()};
  EXPECT_EQ(timestamp,
            std::to_string(
                std::chrono::duration_cast<std::chrono::seconds>(node.now().time_since_epoch()).count()));
  const std::string signed_text = message + '.' + timestamp + '.' + std::string{as_text(post.body)};
  const Hash256 secret = test::sha256(std::array{as_bytes(id + "1")});
  const Hash256 mac = crypto::hmac_sha256(secret.view(), std::array{as_bytes(signed_text)});
  EXPECT_EQ(post.headers.find("webhook-signature").value().substr(0, 47), "v1," + base64(mac.view()));
}

TEST_F(Webhooks, OnlyWhatIsWantedAndMayBeSeenIsPosted) {
  prepare();
  (void)submit();
  (void)subscribe(keeper, {{"after", ""}, {"events", {"registers.suspended"}}});
  (void)subscribe(stranger, {{"after", ""}});
  happen();
  happen();
  api.happened();
  const std::vector<std::string> came = take_all();
  ASSERT_EQ(came.size(), 1U);
  const std::vector<std::string> feed = cursors_of_feed(keeper);
  EXPECT_NE(std::ranges::find(feed, came.front()), feed.end());
}

TEST_F(Webhooks, WhatFailsIsTriedAgainEverMoreRarely) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  happen();
  api.happened();
  EXPECT_EQ(take_all(500).size(), 1U) << "what comes behind it waits";
  EXPECT_FALSE(shown(id, keeper)["failing_since"].is_null());
  EXPECT_TRUE(take_all(500).empty());
  node.set_time(node.now() + 6s);
  const std::vector<std::string> again = take_all(std::nullopt);
  ASSERT_EQ(again.size(), 1U);
  node.set_time(node.now() + 6s);
  EXPECT_TRUE(take_all().empty()) << "the second pause is longer";
  node.set_time(node.now() + 6min);
  const Json before = shown(id, keeper)["delivered"];
  const std::vector<std::string> came = take_all();
  ASSERT_EQ(came.size(), 2U);
  EXPECT_EQ(came.front(), again.front()) << "the same event first";
  EXPECT_TRUE(shown(id, keeper)["failing_since"].is_null());
  EXPECT_NE(shown(id, keeper)["delivered"], before) << "that it is taken again is noted at once";
}

TEST_F(Webhooks, WhoTakesNothingForDaysIsStoppedAndResumed) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  api.happened();
  std::size_t attempts = 0;
  for (int hours = 0; hours < 120; hours += 2) {
    attempts += take_all(503).size();
    node.set_time(node.now() + 2h);
  }
  EXPECT_EQ(shown(id, keeper)["state"], "stopped");
  EXPECT_EQ(shown(id, keeper)["why"], "failing");
  EXPECT_LT(attempts, 12U);
  EXPECT_EQ(hook(Method::post, "/" + id + "/resume", keeper).json["state"], "live");
  EXPECT_EQ(take_all().size(), 1U) << "nothing is lost";
}

TEST_F(Webhooks, WhoIsGoneIsStoppedAtOnce) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  api.happened();
  EXPECT_EQ(take_all(410).size(), 1U);
  EXPECT_EQ(shown(id, keeper)["state"], "stopped");
  EXPECT_EQ(shown(id, keeper)["why"], "gone");
}

TEST_F(Webhooks, AStoreThatCannotBeReadIsLookedIntoLater) {
  prepare();
  const std::string id = subscribe(keeper);
  EXPECT_TRUE(take_all().empty());
  happen();
  api.happened();
  service.readable = false;
  EXPECT_TRUE(take_all().empty());
  service.readable = true;
  service.full = true;
  EXPECT_TRUE(take_all().empty());
  service.full = false;
  EXPECT_EQ(take_all().size(), 1U);
}

TEST_F(Webhooks, TheKeyIsAskedBeforeEachPost) {
  prepare();
  const std::string once = key({.role = access::Role::reference_data_keeper, .person = "kim"});
  const std::string id = subscribe(once);
  happen();
  happen();
  api.happened();
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U);
  ASSERT_TRUE(keys.take(Keys::withdrawal(test::sha256(std::array{as_bytes(once)}), node.now())));
  std::exchange(posts, {}).front().done({.status = 200});
  EXPECT_TRUE(take_all().empty()) << "the second was not posted any more";
  const std::string fresh = key({.role = access::Role::reference_data_keeper, .person = "kim"});
  EXPECT_EQ(shown(id, fresh)["why"], "no_key");
  EXPECT_EQ(hook(Method::post, "/" + id + "/resume", fresh).json["state"], "live");
  EXPECT_EQ(take_all().size(), 1U);
}

TEST_F(Webhooks, PausedItWaitsAndLosesNothing) {
  prepare();
  const std::string id = subscribe(keeper);
  EXPECT_EQ(hook(Method::post, "/" + id + "/pause", keeper).json["state"], "paused");
  happen();
  api.happened();
  EXPECT_TRUE(take_all().empty());
  (void)hook(Method::post, "/" + id + "/resume", keeper);
  EXPECT_EQ(take_all().size(), 1U);
}

TEST_F(Webhooks, ItIsSentBackToWhereItsOwnerLikes) {
  prepare();
  const std::string id = subscribe(keeper, {{"after", ""}});
  const std::vector<std::string> all = take_all();
  ASSERT_GT(all.size(), 5U);
  const std::string from = all[all.size() - 4];
  (void)hook(Method::post, "/" + id + "/redeliver", keeper, {{"from", from}});
  EXPECT_EQ(take_all(), (std::vector<std::string>{all.end() - 3, all.end()}));
}

TEST_F(Webhooks, WhatIsUnderWayWhenItIsSentBackDoesNotCount) {
  prepare();
  const std::string id = subscribe(keeper, {{"after", ""}});
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U);
  auto old = std::exchange(posts, {});
  (void)hook(Method::post, "/" + id + "/redeliver", keeper, {{"from", ""}});
  const std::vector<std::string> feed = cursors_of_feed(keeper);
  pass(put_off);
  old.front().done({.status = 200});
  EXPECT_EQ(take_all(), feed);
}

TEST_F(Webhooks, TheSecretBeforeSignsForADay) {
  prepare();
  const std::string id = subscribe(keeper);
  (void)hook(Method::post, "/" + id + "/rotate", keeper);
  const auto signatures = [&] {
    happen();
    api.happened();
    pass(put_off);
    EXPECT_EQ(posts.size(), 1U);
    const std::string header{posts.front().headers.find("webhook-signature").value_or("")};
    (void)take_all();
    return std::ranges::count(header, ' ') + 1;
  };
  EXPECT_EQ(signatures(), 3) << "the new, the old, and the key";
  node.set_time(node.now() + limits::webhook_old_secret);
  EXPECT_EQ(signatures(), 2);
}

TEST_F(Webhooks, WhatHappensBehindALossHasAnotherName) {
  prepare();
  (void)subscribe(keeper, {{"after", ""}});
  const auto first_name = [&](std::vector<app::Loss> losses) {
    Works later;
    std::vector<WebhookPost> posted;
    Ports of_node = ports(later, posted);
    of_node.losses = std::move(losses);
    Api restored{std::move(of_node)};
    restored.happened();
    pass(later);
    EXPECT_EQ(posted.size(), 1U);
    if (posted.empty()) return std::string{};
    const std::string name{posted.front().headers.find("webhook-id").value_or("")};
    EXPECT_EQ("evt_" + cursor_of(posted.front()), name) << "who goes by the body is told the same";
    return name;
  };
  const std::string plain = first_name({});
  EXPECT_EQ(plain, "evt_" + cursors_of_feed(keeper).front());
  const std::string behind = first_name({{.last = app::Seq{0}, .mark = 0x0C2F99B1}});
  EXPECT_NE(behind, plain);
  EXPECT_NE(first_name({{.last = app::Seq{0}, .mark = 7}}), behind);
  EXPECT_EQ(first_name({{.last = app::Seq{100'000}, .mark = 7}}), plain) << "it was there before";
}

// ---- decisions

TEST_F(Webhooks, ADecisionHoldsWhetherItCanBeReadOrNot) {
  prepare();
  const std::array<std::function<void()>, 2> mishaps{[this] { service.full = true; },
                                                     [this] { service.readable = false; }};
  for (const auto& mishap : mishaps) {
    const auto decide = [&](Method method, const std::string& target, const Json& body = {}) {
      service.asked = mishap;
      auto answer = hook(method, target, keeper, body);
      service.asked = nullptr;
      service.full = false;
      service.readable = true;
      return answer;
    };
    const auto made = decide(Method::post, "", {{"url", "https://hooks.example/in"}});
    ASSERT_EQ(made.response.status, 201) << "it is done: " << made.json.dump();
    const std::string id = made.json["id"];
    const std::string first_secret = made.json["secret"];
    happen();
    EXPECT_EQ(take_all().size(), 1U) << "a new one is known of";
    EXPECT_EQ(shown(id, keeper)["state"], "live");

    const auto rotated = decide(Method::post, "/" + id + "/rotate");
    EXPECT_EQ(rotated.response.status, 200);
    EXPECT_NE(rotated.json["secret"], first_secret);
    happen();
    api.happened();
    pass(put_off);
    ASSERT_EQ(posts.size(), 1U);
    EXPECT_EQ(signatures_in(posts.front()), 3) << "the new secret, the old one and the key";
    (void)take_all();

    EXPECT_EQ(decide(Method::post, "/" + id + "/pause").json["state"], "paused");
    happen();
    api.happened();
    EXPECT_TRUE(take_all().empty());
    (void)decide(Method::post, "/" + id + "/resume");
    EXPECT_EQ(take_all().size(), 1U);

    happen();
    api.happened();
    const auto removed = decide(Method::remove, "/" + id);
    EXPECT_EQ(removed.response.status, 200);
    EXPECT_EQ(removed.json["state"], "removed");
    EXPECT_TRUE(take_all().empty()) << "it is removed";
  }
}

TEST_F(Webhooks, NothingIsPostedBetweenADecisionAndItsReading) {
  prepare();
  const std::string id = subscribe(keeper, {{"after", ""}});
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U);
  auto first = std::exchange(posts, {});
  service.asked = [this] { service.full = true; };
  EXPECT_EQ(hook(Method::remove, "/" + id, keeper).response.status, 200);
  service.asked = nullptr;
  first.front().done({.status = 200});
  EXPECT_TRUE(posts.empty()) << "the second lay ready";
  service.full = false;
  EXPECT_TRUE(take_all().empty());
}

// ---- many

TEST_F(Webhooks, WhereTheWriterIsBusyEachHasItsTurn) {
  prepare();
  std::map<std::string, std::size_t> came;
  for (const std::string& url : subscribe_many(5)) came[url] = 0;
  ASSERT_GT(came.size(), limits::webhooks_at_once);
  for (int step = 0; step < 60; ++step) {
    happen();
    api.happened();
    look_once(put_off);
    for (WebhookPost& post : std::exchange(posts, {})) {
      ++came[post.url.str()];
      post.done({.status = 200});
    }
  }
  const auto [least, most] = std::ranges::minmax(came | std::views::values);
  EXPECT_GT(least, 0U);
  EXPECT_LE(most, 2 * least + 2) << "in turn";
}

TEST_F(Webhooks, ASlotThatBecomesFreeGoesToWhoeverWaitsLongest) {
  prepare();
  const std::vector<std::string> urls = subscribe_many(9);
  ASSERT_GT(urls.size(), limits::webhooks_under_way_max);
  happen();
  happen();
  api.happened();
  for (int i = 0; i < 4; ++i) pass(put_off);
  EXPECT_EQ(posts.size(), limits::webhooks_under_way_max);
  std::set<std::string> served;
  std::deque<WebhookPost> waiting;
  const auto gather = [&] {
    for (WebhookPost& post : std::exchange(posts, {})) waiting.push_back(std::move(post));
  };
  gather();
  for (const WebhookPost& post : waiting) served.insert(post.url.str());
  while (served.size() < urls.size()) {
    WebhookPost answered = std::move(waiting.front());
    waiting.pop_front();
    answered.done({.status = 200});
    ASSERT_EQ(posts.size(), 1U);
    ASSERT_TRUE(served.insert(posts.front().url.str()).second) << "none has a second one before all had one";
    gather();
  }
  while (!waiting.empty()) {
    WebhookPost one = std::move(waiting.front());
    waiting.pop_front();
    one.done({.status = 200});
    pass(put_off);
    gather();
  }
}

TEST_F(Webhooks, WhatWasSentBackHoldsNoMoreSlotsThanItsOwnerHas) {
  prepare();
  (void)subscribe_many(1, {{"after", ""}});
  pass(put_off);
  ASSERT_EQ(posts.size(), limits::webhooks_per_owner_max);
  auto old = std::exchange(posts, {});
  const std::string owner = many_owners.front();
  const Json all = get("/v1/webhooks", owner).json;
  for (const Json& one : all["items"])
    (void)hook(Method::post, "/" + one["id"].get<std::string>() + "/redeliver", owner, {{"from", ""}});
  pass(put_off);
  EXPECT_TRUE(posts.empty()) << "the old requests are under way";
  old.back().done({.status = 200});
  old.pop_back();
  EXPECT_EQ(posts.size(), 1U);
  old.clear();
  (void)take_all();
}

// ---- what fails

TEST_F(Webhooks, AFailingOneIsNotTriedAtItsOwnersWill) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  api.happened();
  EXPECT_EQ(take_all(std::nullopt).size(), 1U);
  node.set_time(node.now() + 6s);
  EXPECT_EQ(take_all(std::nullopt).size(), 1U);
  for (int again = 0; again < 3; ++again) {
    (void)hook(Method::post, "/" + id + "/redeliver", keeper, {{"from", ""}});
    (void)hook(Method::post, "/" + id + "/pause", keeper);
    (void)hook(Method::post, "/" + id + "/resume", keeper);
    EXPECT_TRUE(take_all(std::nullopt).empty());
  }
  node.set_time(node.now() + limits::webhook_asked_pause);
  EXPECT_EQ(take_all(std::nullopt).size(), 1U) << "soon all the same";
  node.set_time(node.now() + 6min);
  EXPECT_TRUE(take_all().empty()) << "and the pauses go on growing";
}

TEST_F(Webhooks, SinceWhenItFailsIsNotForgottenAndStopsItInTime) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  happen();
  api.happened();
  EXPECT_EQ(take_all().size(), 2U);
  node.set_time(node.now() + 10min);
  const Instant begin = node.now();
  happen();
  api.happened();
  EXPECT_EQ(take_all(503).size(), 1U);
  const Json since = shown(id, keeper)["failing_since"];
  EXPECT_EQ(since, to_text(begin));
  EXPECT_EQ(shown(id, keeper)["failed_with"], "503");
  while (shown(id, keeper)["state"] == "live" && node.now() - begin < 200h) {
    EXPECT_EQ(shown(id, keeper)["failing_since"], since) << to_text(node.now());
    node.set_time(node.now() + 30min);
    (void)take_all(503);
  }
  EXPECT_EQ(shown(id, keeper)["why"], "failing");
  EXPECT_GE(node.now() - begin, limits::webhook_failing_max);
  EXPECT_LT(node.now() - begin, 90h) << "by the first attempt behind it";
}

TEST_F(Webhooks, WhatItsOwnerIsToldOfAFailureEndsWithIt) {
  prepare();
  const std::string id = subscribe(keeper);
  EXPECT_TRUE(shown(id, keeper)["failed_with"].is_null());
  happen();
  api.happened();
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U);
  std::exchange(posts, {}).front().done({.status = std::nullopt, .why_none = "tls"});
  EXPECT_EQ(shown(id, keeper)["failed_with"], "tls");
  node.set_time(node.now() + 6s);
  EXPECT_EQ(take_all().size(), 1U);
  EXPECT_TRUE(shown(id, keeper)["failed_with"].is_null());
}

TEST_F(Webhooks, WhatTheWriterHadNoRoomForIsNotedAtTheNextTick) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  api.happened();
  const auto came = take_all();
  ASSERT_EQ(came.size(), 1U);
  node.set_time(node.now() + limits::webhook_note_pause);
  service.failing = true;
  look_once(put_off);
  service.failing = false;
  const auto noted = [&] { return node.state<webhooks::Subscription>(workflow::webhook_slot(id)).delivered; };
  const std::int64_t before = noted();
  pass(put_off);
  EXPECT_GT(noted(), before) << "not an hour later";
}

/// Whoever compares it with his own log believes else that nothing came.
TEST_F(Webhooks, WhatWasTakenIsToldBeforeItIsNoted) {
  prepare();
  const std::string id = subscribe(keeper);
  const Json at_first = shown(id, keeper)["delivered"];
  happen();
  happen();
  api.happened();
  const auto came = take_all();
  ASSERT_EQ(came.size(), 2U);
  EXPECT_EQ(shown(id, keeper)["delivered"], came.back());
  EXPECT_EQ(get("/v1/webhooks", keeper).json["items"][0]["delivered"], came.back());
  const auto back = hook(Method::post, "/" + id + "/redeliver", keeper, {{"from", at_first}});
  EXPECT_EQ(back.json["delivered"], at_first) << back.json.dump();
  EXPECT_EQ(take_all(), came);
  EXPECT_NE(shown(id, keeper)["delivered"], at_first) << "all was taken once more";
}

TEST_F(Webhooks, WhatCannotBeSignedIsTriedAgain) {
  prepare();
  const std::string id = subscribe(keeper);
  happen();
  api.happened();
  on_sign = [] { throw std::runtime_error{"no key"}; };
  EXPECT_TRUE(take_all().empty());
  EXPECT_FALSE(shown(id, keeper)["failing_since"].is_null());
  on_sign = nullptr;
  node.set_time(node.now() + 6s);
  EXPECT_EQ(take_all().size(), 1U);
}

TEST_F(Webhooks, TheWriterDoesNotWaitForASignature) {
  prepare();
  (void)subscribe(keeper);
  happen();
  api.happened();
  int signatures = 0;
  on_sign = [&] {
    ++signatures;
    api.happened();  // as the writer does it, on a thread of its own
  };
  EXPECT_EQ(take_all().size(), 1U);
  EXPECT_EQ(signatures, 1);
}

TEST_F(Webhooks, AThingThatCannotBeReadHoldsUpThoseWhoseRightDependsOnIt) {
  prepare();
  (void)submit();
  (void)subscribe(trader, {{"after", ""}, {"url", "https://trader.example/"}});
  (void)subscribe(keeper, {{"after", ""}});
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000)) {
    const auto row = node.store().stream(event.stream);
    if (row && row->kind == workflow::departure_stream) service.damaged = row->head;
  }
  ASSERT_TRUE(service.damaged.has_value());
  EXPECT_EQ(take_all(), cursors_of_feed(keeper));
  EXPECT_FALSE(service.failed.empty()) << "the log says so";
  service.damaged.reset();
  node.set_time(node.now() + limits::webhook_look_rest);
  EXPECT_EQ(take_all(), cursors_of_feed(trader));
}

// ---- rights and clocks

TEST_F(Webhooks, WhatWasJudgedLongAgoIsJudgedAnew) {
  prepare();
  (void)subscribe(keeper);
  for (int i = 0; i < 3; ++i) happen();
  api.happened();
  pass(put_off);
  ASSERT_EQ(posts.size(), 1U);
  std::exchange(posts, {}).front().done({.status = 200});
  ASSERT_EQ(posts.size(), 1U) << "at once";
  node.set_time(node.now() + limits::webhook_judged_max);
  std::exchange(posts, {}).front().done({.status = 200});
  EXPECT_TRUE(posts.empty()) << "only once it was looked for again";
  EXPECT_EQ(take_all().size(), 1U);
}

TEST_F(Webhooks, AClockThatLeapsAheadStopsNothingForGood) {
  prepare();
  const std::string expiring =
      keys.make({.actor = {.role = access::Role::reference_data_keeper, .person = "kim"},
                 .created = node.now(),
                 .expires = node.now() + 24h * 30},
                entropy)
          .key;
  const std::string id = subscribe(expiring);
  const Instant before = node.now();
  happen();
  api.happened();
  node.set_time(before + 24h * 60);
  EXPECT_TRUE(take_all().empty());
  node.set_time(before);
  EXPECT_EQ(take_all().size(), 1U);
  EXPECT_EQ(shown(id, expiring)["state"], "live");
  node.set_time(before + 24h * 60);
  for (unsigned ticks = 0; ticks <= limits::webhook_expired_ticks; ++ticks) pass(put_off);
  const std::string fresh = key({.role = access::Role::reference_data_keeper, .person = "kim"});
  EXPECT_EQ(shown(id, fresh)["why"], "no_key");
}

TEST_F(Webhooks, WhatWasTakenOverPlainHttpIsNotPostedWhereThatIsNotAllowed) {
  prepare();
  private_addresses = true;
  Works later;
  std::vector<WebhookPost> posted;
  {
    Api open{ports(later, posted)};
    net::Router of_open;
    open.add_to(of_open);
    routes = &of_open;
    open.happened();
    pass(later);
    (void)subscribe(keeper, {{"url", "http://10.0.0.7/in"}});
    routes = &router;
  }
  happen();
  private_addresses = false;
  Api strict{ports(later, posted)};
  strict.happened();
  pass(later);
  EXPECT_TRUE(posted.empty());
  EXPECT_EQ(strict.webhooks().failing, 1U) << "and its owner sees it";
}

TEST_F(Webhooks, BehindAStopNothingIsAsked) {
  prepare();
  (void)subscribe(keeper);
  happen();
  api.happened();
  EXPECT_EQ(take_all().size(), 1U);
  api.stop();
  service.asked = [] { ADD_FAILURE() << "the writer may be gone"; };
  node.set_time(node.now() + 2h);
  pass(put_off);
  service.asked = nullptr;
}

// ---- the law

/// A node that is killed at any moment, subscribers that fail and answer late, owners that pause, send back
/// and rotate, events all the while. What was accepted stands in `taken`, in its order.
class Law : public Webhooks {
 public:
  void play(std::uint64_t seed) {
    SCOPED_TRACE("LINTAS_SEED=" + std::to_string(seed));
    test::Random random{seed};
    prepare();
    begin();
    pass(later_);
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string url = "https://hooks.example/" + std::to_string(i);
      ids_.push_back(subscribe(keeper, {{"after", ""}, {"url", url}}));
      taken_[url];
    }
    for (int step = 0; step < 400; ++step) {
      const auto kind = random.below(100);
      if (kind < 8) {
        happen();
        live_->happened();
      } else if (kind < 12) {
        kill(random.chance(30));
      } else if (kind < 20) {
        decide(random);
      } else if (kind < 45) {
        node.set_time(node.now() + std::chrono::seconds{random.below(400)});
        pass(later_);
      } else {
        pass(later_);
        answer(random);
      }
    }
    calm();
    expect_laws();
    end();
  }

 private:
  void begin() {
    live_ = std::make_unique<Api>(ports(later_, posted_));
    of_live_ = std::make_unique<net::Router>();
    live_->add_to(*of_live_);
    routes = of_live_.get();
    live_->happened();
  }
  void end() {
    routes = &router;
    of_live_.reset();
    live_.reset();
    later_.clear();
    posted_.clear();
  }
  void kill(bool gracefully) {
    if (gracefully) live_->stop();
    end();
    begin();
  }
  /// Of a subscription, by its owner.
  void decide(test::Random& random) {
    const std::size_t which = random.below(ids_.size());
    const std::string of = "/" + ids_[which];
    const auto& taken = taken_["https://hooks.example/" + std::to_string(which)];
    const auto kind = random.below(4);
    if (kind == 0) {
      const std::string from = taken.empty() ? "" : taken[random.below(taken.size())];
      EXPECT_EQ(hook(Method::post, of + "/redeliver", keeper, {{"from", from}}).response.status, 200);
    } else if (kind == 1) {
      const auto rotated = hook(Method::post, of + "/rotate", keeper);
      EXPECT_TRUE(rotated.response.status == 200 || rotated.json["code"] == "R-HOO-204")
          << rotated.json.dump();
    } else {
      const std::string what = kind == 2 ? "/pause" : "/resume";
      EXPECT_EQ(hook(Method::post, of + what, keeper).response.status, 200);
    }
  }
  void take(WebhookPost& post, std::optional<std::uint16_t> status) {
    if (status == 200) taken_[post.url.str()].push_back(cursor_of(post));
    post.done({.status = status});
  }
  void answer(test::Random& random) {
    for (WebhookPost& post : std::exchange(posted_, {})) {
      constexpr std::array<std::uint16_t, 4> failures{302, 404, 500, 503};
      if (random.chance(75)) {
        take(post, 200);
      } else if (random.chance(50)) {
        take(post, failures.at(random.below(failures.size())));
      } else if (random.chance(50)) {
        taken_[post.url.str()].push_back(cursor_of(post));  // it has it, and its answer is lost
        take(post, std::nullopt);
      } else {
        take(post, std::nullopt);
      }
    }
  }
  /// All are wanted again, for longer than the longest pause, and until nothing comes any more.
  void calm() {
    for (const std::string& id : ids_) (void)hook(Method::post, "/" + id + "/resume", keeper);
    for (int quiet = 0, rounds = 0; quiet < 30 && rounds < 5000; ++rounds) {
      node.set_time(node.now() + 1h);
      live_->happened();
      pass(later_);
      auto now = std::exchange(posted_, {});
      quiet = now.empty() ? quiet + 1 : 0;
      for (WebhookPost& post : now) take(post, 200);
    }
  }
  /// Each event of the feed is taken at least once by each, and none before all those in front of it were.
  void expect_laws() {
    const std::vector<std::string> feed = cursors_of_feed(keeper);
    for (const auto& [url, taken] : taken_) {
      std::size_t upto = 0;
      for (const std::string& cursor : taken) {
        const auto place = static_cast<std::size_t>(std::ranges::find(feed, cursor) - feed.begin());
        ASSERT_LT(place, feed.size()) << url << ": nobody made it up";
        ASSERT_LE(place, upto) << url << ": one was left out before it";
        upto = std::max(upto, place + 1);
      }
      EXPECT_EQ(upto, feed.size()) << url << ": all have come";
    }
    for (const std::string& id : ids_) EXPECT_EQ(shown(id, keeper)["state"], "live");
  }

  Works later_;
  std::vector<WebhookPost> posted_;
  std::unique_ptr<Api> live_;
  std::unique_ptr<net::Router> of_live_;
  std::vector<std::string> ids_;
  std::map<std::string, std::vector<std::string>> taken_;  ///< by the addresses
};

class LawOfSeed : public Law, public testing::WithParamInterface<std::uint64_t> {};

TEST_P(LawOfSeed, EachEventReachesEachSubscriberAtLeastOnceAndInOrder) {
  const char* given = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): tests read it only
  play(given != nullptr ? std::strtoull(given, nullptr, 10) : GetParam());
}

INSTANTIATE_TEST_SUITE_P(Seeds, LawOfSeed, testing::Range(std::uint64_t{1}, std::uint64_t{13}));

}  // namespace
}  // namespace lintas::api
