#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
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
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/sha256.hpp"

/// The feed as it happens, with the connection played by the test.
namespace lintas::api {
namespace {

using namespace std::chrono_literals;

/// Reads as a connection does: asks for a piece, and for the next one when it has come.
class Listener {
 public:
  explicit Listener(net::Response response) : body_(std::move(response.ongoing)) {}

  /// What has come since the last time.
  std::string hear() {
    ask();
    return std::exchange(heard_, {});
  }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool cut_off() const { return cut_off_; }
  void leave() { body_.reset(); }

 private:
  void ask() {
    if (asked_ || !body_ || ended_ || cut_off_) return;
    asked_ = true;
    body_->next(net::NextPiece{[this](std::optional<Bytes> piece) {
      asked_ = false;
      cut_off_ = !piece;
      ended_ = piece && piece->empty();
      if (piece) heard_ += as_text(*piece);
    }});
  }

  std::shared_ptr<net::Ongoing> body_;
  std::string heard_;
  bool asked_ = false;
  bool ended_ = false;
  bool cut_off_ = false;
};

class FeedStream : public Business {
 public:
  std::unique_ptr<Listener> listen(const std::string& by, std::string_view query = "",
                                   std::vector<net::Headers::Field> headers = {}) {
    auto answer = ask(net::Method::get, "/v1/events/stream" + std::string{query}, by, "", std::move(headers));
    EXPECT_EQ(answer.response.status, 200) << answer.json.dump();
    EXPECT_EQ(answer.response.headers.find("Content-Type"), "text/event-stream");
    auto listener = std::make_unique<Listener>(std::move(answer.response));
    EXPECT_EQ(listener->hear(), "retry: 3000\n\n") << "that it is open is told at once";
    return listener;
  }
  /// What was put off is done, and what that puts off, as far as it is done at once.
  void pass_time() {
    for (int round = 0; round < 3; ++round) {
      for (auto& work : std::exchange(put_off, {})) work();
    }
  }
  std::string all(Listener& listener) {
    std::string text;
    for (int round = 0; round < 40; ++round) {
      text += listener.hear();
      pass_time();
    }
    return text + listener.hear();
  }
  /// The ids of the events in a text.
  static std::vector<std::string> ids(std::string_view text) {
    std::vector<std::string> found;
    for (auto at = text.find("id: "); at != std::string_view::npos; at = text.find("id: ", at + 1)) {
      const auto end = text.find('\n', at);
      if (text.substr(end + 1).starts_with("data: ")) found.emplace_back(text.substr(at + 4, end - at - 4));
    }
    return found;
  }
  std::vector<std::string> ids_of_pages(const std::string& by) {
    std::vector<std::string> found;
    std::string after;
    for (int page = 0; page < 20; ++page) {
      const auto feed = get("/v1/events" + (after.empty() ? "" : "?after=" + after), by);
      for (const Json& one : feed.json["items"]) found.push_back(one["cursor"]);
      if (feed.json["next"] == after) break;
      after = feed.json["next"];
    }
    return found;
  }
};

TEST_F(FeedStream, TellsTheSameAsThePages) {
  prepare();
  (void)submit();
  for (const std::string& who : {trader, departure, guarantees, keeper}) {
    const auto listener = listen(who);
    const std::vector<std::string> told = ids(all(*listener));
    EXPECT_FALSE(told.empty());
    EXPECT_EQ(told, ids_of_pages(who));
  }
  EXPECT_TRUE(ids(all(*listen(stranger))).empty());
}

TEST_F(FeedStream, WhatHappensWakesIt) {
  prepare();
  const auto listener = listen(trader, "?after=now");
  EXPECT_EQ(all(*listener), "") << "nothing new";
  (void)submit();
  pass_time();
  EXPECT_EQ(listener->hear(), "") << "nobody looks on a clock";
  api.happened();
  const std::string told = all(*listener);
  EXPECT_TRUE(told.contains(R"("kind":"departure")")) << told;
  api.happened();
  EXPECT_EQ(all(*listener), "") << "each is told once";
}

TEST_F(FeedStream, WhoWasCutOffGoesOnBehindWhatItSaw) {
  prepare();
  (void)submit();
  const std::vector<std::string> told = ids(all(*listen(trader)));
  ASSERT_GT(told.size(), 2U);
  const auto again = listen(trader, "?after=now", {{"Last-Event-ID", told.front()}});
  EXPECT_EQ(ids(all(*again)), (std::vector<std::string>{told.begin() + 1, told.end()}))
      << "what it says itself goes before the address";
  const auto wrong =
      ask(net::Method::get, "/v1/events/stream", trader, "", {{"Last-Event-ID", "of another node"}});
  EXPECT_EQ(wrong.json["code"], "API-015") << wrong.json.dump();
}

TEST_F(FeedStream, ALongPauseIsBrokenAndTellsHowFarItLooked) {
  prepare();
  const auto listener = listen(stranger);
  EXPECT_EQ(all(*listener), "") << "nothing is for a stranger";
  node.set_time(node.now() + limits::api_stream_pause_max);
  pass_time();
  const std::string sign = listener->hear();
  EXPECT_TRUE(sign.starts_with(": ")) << sign;
  const auto at = sign.find("id: ");
  ASSERT_NE(at, std::string::npos) << sign;
  EXPECT_EQ(sign.substr(at + 4, 16), get("/v1/events", stranger).json["next"]);
}

TEST_F(FeedStream, EndsWithItsKey) {
  const std::string once = key({.role = access::Role::trader, .party = "SG201912345K", .person = "eva"});
  const auto listener = listen(once);
  const auto other = listen(trader);
  EXPECT_EQ(all(*listener), "");
  const Hash256 hash = test::sha256(std::array{as_bytes(once)});
  ASSERT_TRUE(keys.take(Keys::withdrawal(hash, node.now())));
  pass_time();
  EXPECT_TRUE(listener->ended());
  EXPECT_FALSE(other->ended());
  EXPECT_EQ(api.streams(), 2U);
  listener->leave();
  EXPECT_EQ(api.streams(), 1U);
}

TEST_F(FeedStream, OneKeyHasAFewAndNotAll) {
  std::vector<std::unique_ptr<Listener>> open;
  for (std::size_t i = 0; i < limits::api_streams_per_key_max; ++i) open.push_back(listen(trader));
  const auto refused = get("/v1/events/stream", trader);
  EXPECT_EQ(refused.response.status, 429);
  EXPECT_EQ(refused.json["code"], "API-009") << refused.json.dump();
  EXPECT_TRUE(refused.response.headers.find("Retry-After").has_value());
  const auto of_another = listen(stranger);
  open.front()->leave();
  open.push_back(listen(trader));
}

TEST_F(FeedStream, AStoreThatCannotBeReadCutsItOffAndAFullPoolDoesNot) {
  prepare();
  const auto listener = listen(trader);
  service.full = true;
  EXPECT_EQ(all(*listener), "");
  EXPECT_FALSE(listener->cut_off()) << "it waits for its turn";
  service.full = false;
  EXPECT_NE(all(*listener), "");
  const auto another = listen(trader);
  service.readable = false;
  EXPECT_EQ(all(*another), "");
  EXPECT_TRUE(another->cut_off()) << "it comes back to where it was";
}

}  // namespace
}  // namespace lintas::api
