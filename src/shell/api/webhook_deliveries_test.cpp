#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/http.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/subscriber.hpp"

/// What reaches a subscriber, and what does not.
namespace lintas::api {
namespace {

using namespace std::chrono_literals;
using net::Method;

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
  const Json body = Json::parse(as_text(post.body));
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
  const std::vector<std::string> came = take_all();
  ASSERT_EQ(came.size(), 2U);
  EXPECT_EQ(came.front(), again.front()) << "the same event first";
  EXPECT_TRUE(shown(id, keeper)["failing_since"].is_null());
  EXPECT_EQ(shown(id, keeper)["delivered"], came.front()) << "that it is taken again is noted at once";
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
  std::exchange(posts, {}).front().done(200);
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
  old.front().done(200);
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
    return posted.empty() ? std::string{}
                          : std::string{posted.front().headers.find("webhook-id").value_or("")};
  };
  const std::string plain = first_name({});
  EXPECT_EQ(plain, "evt_" + cursors_of_feed(keeper).front());
  EXPECT_EQ(first_name({{.last = app::Seq{0}, .mark = 0x0C2F99B1}}), plain + "-0c2f99b1");
  EXPECT_EQ(first_name({{.last = app::Seq{100'000}, .mark = 7}}), plain) << "it was there before";
}

// ---- the law

/// A node that is killed at any moment, a subscriber that fails and answers late, events all the while. What
/// was accepted stands in `taken`, in its order.
class Law : public Webhooks {
 public:
  void play(std::uint64_t seed) {
    SCOPED_TRACE("LINTAS_SEED=" + std::to_string(seed));
    test::Random random{seed};
    prepare();
    (void)subscribe(keeper, {{"after", ""}});
    begin();
    for (int step = 0; step < 400; ++step) {
      const auto kind = random.below(100);
      if (kind < 8) {
        happen();
        live_->happened();
      } else if (kind < 12) {
        kill(random.chance(30));
      } else if (kind < 40) {
        node.set_time(node.now() + std::chrono::seconds{random.below(400)});
        pass(later_);
      } else {
        pass(later_);
        answer(random);
      }
    }
    calm();
    expect_laws();
  }

 private:
  void begin() {
    live_ = std::make_unique<Api>(ports(later_, posted_));
    live_->happened();
  }
  void kill(bool gracefully) {
    if (gracefully) live_->stop();
    live_.reset();
    later_.clear();
    posted_.clear();
    begin();
  }
  void take(WebhookPost& post, std::optional<std::uint16_t> status) {
    if (status == 200) taken_.push_back(cursor_of(post));
    post.done(status);
  }
  void answer(test::Random& random) {
    for (WebhookPost& post : std::exchange(posted_, {})) {
      constexpr std::array<std::uint16_t, 4> failures{302, 404, 500, 503};
      if (random.chance(75)) {
        take(post, 200);
      } else if (random.chance(50)) {
        take(post, failures.at(random.below(failures.size())));
      } else if (random.chance(50)) {
        taken_.push_back(cursor_of(post));  // it has it, and its answer is lost
        take(post, std::nullopt);
      } else {
        take(post, std::nullopt);
      }
    }
  }
  /// Longer than the longest pause, and until nothing comes any more.
  void calm() {
    for (int quiet = 0, rounds = 0; quiet < 30 && rounds < 5000; ++rounds) {
      node.set_time(node.now() + 1h);
      live_->happened();
      pass(later_);
      auto now = std::exchange(posted_, {});
      quiet = now.empty() ? quiet + 1 : 0;
      for (WebhookPost& post : now) take(post, 200);
    }
  }
  /// Each event of the feed is taken at least once, and none before all those in front of it were.
  void expect_laws() {
    const std::vector<std::string> feed = cursors_of_feed(keeper);
    std::size_t upto = 0;
    for (const std::string& cursor : taken_) {
      const auto place = static_cast<std::size_t>(std::ranges::find(feed, cursor) - feed.begin());
      ASSERT_LT(place, feed.size()) << "nobody made it up";
      ASSERT_LE(place, upto) << "one was left out before it";
      upto = std::max(upto, place + 1);
    }
    EXPECT_EQ(upto, feed.size()) << "all have come";
  }

  Works later_;
  std::vector<WebhookPost> posted_;
  std::unique_ptr<Api> live_;
  std::vector<std::string> taken_;
};

class LawOfSeed : public Law, public testing::WithParamInterface<std::uint64_t> {};

TEST_P(LawOfSeed, EachEventReachesTheSubscriberAtLeastOnceAndInOrder) {
  const char* given = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): tests read it only
  play(given != nullptr ? std::strtoull(given, nullptr, 10) : GetParam());
}

INSTANTIATE_TEST_SUITE_P(Seeds, LawOfSeed, testing::Range(std::uint64_t{1}, std::uint64_t{13}));

}  // namespace
}  // namespace lintas::api
