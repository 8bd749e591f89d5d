#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
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
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/api.hpp"
#include "shell/api/core.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/limits.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
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
    const std::string said = listener->hear();
    constexpr std::string_view open = "retry: 3000\nid: ";
    EXPECT_TRUE(said.starts_with(open) && said.ends_with("\n\n"))
        << "that it is open is told at once: " << said;
    beginning = said.size() < open.size() + 16 ? std::string{} : said.substr(open.size(), 16);
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
  /// One look: what that puts off is not done.
  void look_once() {
    for (auto& work : std::exchange(put_off, {})) work();
  }
  /// An interface over the same store with losses behind it, without a network.
  std::shared_ptr<Core> core_with(std::vector<app::Loss> losses) {
    Ports of_node = ports(put_off, posts);
    of_node.losses = std::move(losses);
    return std::make_shared<Core>(std::move(of_node));
  }
  /// The head of the first stream of this kind.
  app::Seq head_of(workflow::StreamKind kind) {
    for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000)) {
      const auto row = node.store().stream(event.stream);
      if (row && row->kind == kind) return row->head;
    }
    ADD_FAILURE() << "there is none";
    return app::Seq::none;
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
  std::string beginning;  ///< the id with which the last one began
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

TEST_F(FeedStream, WhoIsCutOffBeforeTheFirstEventMissesNothing) {
  prepare();
  (void)listen(trader, "?after=now");
  const std::string place = beginning;
  (void)submit();
  api.happened();
  const auto again = listen(trader, "?after=now", {{"Last-Event-ID", place}});
  EXPECT_FALSE(ids(all(*again)).empty()) << "it happened while nobody was connected";
}

TEST_F(FeedStream, ACursorOfALostEventLeadsToWhereTheLossBegins) {
  const auto core = core_with({});
  const auto restored = core_with({{.last = app::Seq{100}, .mark = 7}});
  constexpr std::int64_t end = 150;
  EXPECT_EQ(core->feed_place(core->feed_cursor(120), end), 120);
  EXPECT_FALSE(core->feed_place(core->feed_cursor(end + 1), end).has_value()) << "nobody was given it";
  EXPECT_EQ(restored->feed_place(core->feed_cursor(0), end), 0);
  EXPECT_EQ(restored->feed_place(core->feed_cursor(100), end), 100);
  EXPECT_EQ(restored->feed_place(core->feed_cursor(120), end), 100) << "what has its place now is new";
  EXPECT_EQ(restored->feed_place(core->feed_cursor(5000), end), 100);
  EXPECT_NE(restored->feed_cursor(120), core->feed_cursor(120));
  EXPECT_EQ(restored->feed_place(restored->feed_cursor(120), end), 120);
  EXPECT_FALSE(restored->feed_place(restored->feed_cursor(end + 1), end).has_value());
  const auto again = core_with({{.last = app::Seq{100}, .mark = 7}, {.last = app::Seq{130}, .mark = 9}});
  EXPECT_EQ(again->feed_place(core->feed_cursor(120), end), 100);
  EXPECT_EQ(again->feed_place(restored->feed_cursor(120), end), 120);
  EXPECT_EQ(again->feed_place(restored->feed_cursor(140), end), 130);
  EXPECT_EQ(again->feed_place(again->feed_cursor(140), end), 140);
}

TEST_F(FeedStream, API_015_WhatLiesBehindTheEndWasNeverGiven) {
  prepare();
  const std::string cursor = core_with({})->feed_cursor(1'000'000);
  for (const std::string target : {"/v1/events?after=", "/v1/events/stream?after="}) {
    const auto refused = get(target + cursor, trader);
    EXPECT_EQ(refused.response.status, 400) << target;
    EXPECT_EQ(refused.json["code"], "API-015") << refused.json.dump();
  }
}

TEST_F(FeedStream, OneLookReadsSoMuchAndTheRestHasTheNext) {
  prepare();
  (void)submit();
  std::vector<std::unique_ptr<Listener>> open;
  for (std::size_t firm = 0; firm < 50; ++firm) {
    const std::string by =
        key({.role = access::Role::reference_data_keeper, .person = "k" + std::to_string(firm)});
    for (std::size_t i = 0; i < limits::api_streams_per_key_max; ++i) open.push_back(listen(by));
  }
  for (const auto& one : open) EXPECT_EQ(one->hear(), "");
  const auto count = [&] {
    return std::ranges::count_if(open, [](const auto& one) { return !one->hear().empty(); });
  };
  const auto events = static_cast<std::size_t>(node.store().counters().seq);
  ASSERT_GT(events, 5U);
  look_once();
  const auto first = static_cast<std::size_t>(count());
  EXPECT_GT(first, 0U);
  EXPECT_LE(first, (limits::feed_look_events_max / events) + 1);
  std::size_t all_told = first;
  for (int looks = 0; looks < 200 && all_told < open.size(); ++looks) {
    look_once();
    all_told += static_cast<std::size_t>(count());
  }
  EXPECT_EQ(all_told, open.size()) << "each in turn, and none twice";
}

TEST_F(FeedStream, AStreamThatCannotBeReadCutsOffThoseWhoseRightDependsOnIt) {
  prepare();
  (void)submit();
  const auto of_trader = listen(trader);
  const auto of_keeper = listen(keeper);
  EXPECT_EQ(of_trader->hear() + of_keeper->hear(), "");
  service.damaged = head_of(workflow::departure_stream);
  pass_time();
  EXPECT_TRUE(of_trader->cut_off());
  EXPECT_FALSE(of_keeper->cut_off());
  EXPECT_FALSE(ids(all(*of_keeper)).empty()) << "it is none of the keeper's";
  EXPECT_FALSE(service.failed.empty()) << "the log says so";
}

TEST_F(FeedStream, AClockThatIsSetBackSilencesNobody) {
  prepare();
  const auto listener = listen(stranger);
  EXPECT_EQ(all(*listener), "");
  node.set_time(node.now() - 1h);
  pass_time();
  EXPECT_EQ(listener->hear(), "");
  node.set_time(node.now() + limits::api_stream_pause_max);
  pass_time();
  EXPECT_TRUE(listener->hear().starts_with(": "));
}

TEST_F(FeedStream, ALongPauseIsBrokenAndTellsHowFarItLooked) {
  prepare();
  const auto listener = listen(stranger);
  EXPECT_EQ(all(*listener), "") << "nothing is for a stranger";
  node.set_time(node.now() + limits::api_stream_pause_max - limits::api_stream_tick);
  pass_time();
  const std::string sign = listener->hear();
  EXPECT_TRUE(sign.starts_with(": ")) << sign;
  const auto at = sign.find("id: ");
  ASSERT_NE(at, std::string::npos) << sign;
  EXPECT_EQ(sign.substr(at + 4, 16), get("/v1/events", stranger).json["next"].get<std::string>());
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
