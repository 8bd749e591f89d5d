#include "shell/node/writer.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/node/limits.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/world.hpp"

namespace lintas::node {
namespace {

using namespace std::chrono_literals;
using namespace test::courier;
using workflow::Reply;

/// A writer over a store on the disk, with the courier's business.
class WriterOnAStore : public testing::Test {
 protected:
  WriterOnAStore() {
    options_ = {.clock = [this] { return now_.load(); },
                .send = [](std::vector<app::OutboxRow>) {},
                .discard = [](std::vector<app::OutboxRow>) {},
                .answer = [](app::Share, std::move_only_function<void()> answer) { answer(); },
                .failed = [this](const std::string& what) { failed_ = what; },
                .decided = [](auto, auto, auto) {},
                .read_only = [this](const std::optional<std::string>& why) { closed_ = why.has_value(); },
                .sign_head = [this](app::Store&, const TreeHead&, Instant) { ++heads_; },
                .quarantined = [this](const std::vector<app::QuarantineRow>& rows) { kept_ += rows.size(); },
                .daily = [this] { ++days_; }};
  }
  void start() {
    writer_ = std::make_unique<Writer>(executor_, store_, options_);
    writer_->start();
  }
  std::future<Reply> ask(std::uint8_t n, std::int64_t amount = 1) {
    workflow::HttpCommandId id;
    id.id.fill(std::byte{n});
    auto promise = std::make_shared<std::promise<Reply>>();
    writer_->ask({.id = id,
                  .type = open_account,
                  .at = {},
                  .actor = {.role = access::Role::officer_of_guarantee},
                  .content = to_cbor(Parcel{"", "ACME" + std::to_string(n), "", amount})},
                 [promise](Reply reply) { promise->set_value(std::move(reply)); });
    return promise->get_future();
  }
  /// To Malaysia, on the account of `ask(1)`.
  std::future<Reply> send(const std::string& number) {
    workflow::HttpCommandId id;
    id.id.fill(std::byte{0xFF});
    auto promise = std::make_shared<std::promise<Reply>>();
    writer_->ask({.id = id,
                  .type = send_parcel,
                  .at = {},
                  .actor = {.role = access::Role::trader, .party = "ACME1"},
                  .content = to_cbor(Parcel{number, "ACME1", "MY", 300})},
                 [promise](Reply reply) { promise->set_value(std::move(reply)); });
    return promise->get_future();
  }
  /// Has one more command decided, and holds the writer behind its batch until go_on_ is set.
  std::future<Reply> hold() {
    options_.discard = [this](const std::vector<app::OutboxRow>&) {
      if (!holds_.exchange(false)) return;
      held_.set_value();
      go_on_.get_future().get();
    };
    start();
    EXPECT_EQ(ask(1, 500).get().kind, Reply::Kind::accepted);
    EXPECT_EQ(send("P1").get().kind, Reply::Kind::accepted);
    holds_ = true;
    auto last = ask(2);
    held_.get_future().get();
    return last;
  }
  template <class Condition>
  static bool soon(Condition condition) {
    for (int i = 0; i < 250 && !condition(); ++i) std::this_thread::sleep_for(20ms);
    return condition();
  }

  std::atomic<Instant> now_ = *parse_instant("2026-11-23T12:00:00Z");
  std::atomic<std::uint64_t> room_ = std::numeric_limits<std::uint64_t>::max();
  std::string failed_;  ///< read once the writer has ended
  std::atomic<bool> closed_ = false;
  std::atomic<int> heads_ = 0;
  std::atomic<int> days_ = 0;
  std::atomic<std::size_t> kept_ = 0;
  std::promise<void> held_;
  std::promise<void> go_on_;
  std::atomic<bool> holds_ = false;
  test::TemporaryFolder folder_;
  Courier domain_{"SG"};
  store::SqliteStore store_{{.folder = folder_.path(), .vfs = {}, .room = [this] { return room_.load(); }}};
  test::SeededEntropy entropy_{3};
  test::PlainPacker packer_;
  app::Executor executor_{app::Executor::Ports{domain_, store_, entropy_, packer_, test::sha256}};
  Writer::Options options_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterOnAStore, work_beside_the_commands_is_done_on_the_store) {
  start();
  auto done = std::make_shared<std::promise<app::Counters>>();
  ASSERT_EQ(ask(1).get().kind, Reply::Kind::accepted);
  writer_->beside([done](app::Store& store) { done->set_value(store.counters()); });
  EXPECT_GT(std::to_underlying(done->get_future().get().seq), 0);
}

TEST_F(WriterOnAStore, work_beside_the_commands_is_dropped_on_a_full_disk) {
  room_ = 0;
  start();
  ASSERT_TRUE(soon([&] { return closed_.load(); }));
  auto done = std::make_shared<std::promise<void>>();
  auto dropped = done->get_future();
  writer_->beside([done = std::move(done)](app::Store&) { done->set_value(); });
  EXPECT_THROW(dropped.get(), std::future_error) << "dropped, and the node goes on";
  writer_.reset();
  EXPECT_EQ(failed_, "");
}

TEST_F(WriterOnAStore, a_full_disk_stops_what_is_asked_and_not_the_node) {
  options_.sign_head = [this](app::Store&, const TreeHead&, Instant) {
    ++heads_;
    throw app::StoreFailure("no room", app::StoreFailure::Outcome::not_applied);
  };
  start();
  EXPECT_EQ(ask(1).get().kind, Reply::Kind::accepted);
  EXPECT_TRUE(soon([&] { return heads_ > 0; }));
  room_ = 0;
  ASSERT_TRUE(soon([&] { return closed_.load(); }));
  EXPECT_TRUE(writer_->read_only());
  EXPECT_EQ(ask(2).get().kind, Reply::Kind::busy);
  now_ = now_.load() + std::chrono::days{40};
  std::this_thread::sleep_for(1200ms);  // a new day with heads to sign and answers to drop
  room_ = std::numeric_limits<std::uint64_t>::max();
  ASSERT_TRUE(soon([&] { return !closed_.load(); }));
  EXPECT_EQ(ask(3).get().kind, Reply::Kind::accepted);
  writer_->stop();
  EXPECT_EQ(failed_, "");
}

TEST_F(WriterOnAStore, a_head_is_signed_each_day_also_while_nothing_happens) {
  start();
  EXPECT_EQ(ask(1).get().kind, Reply::Kind::accepted);
  now_ = now_.load() + limits::audit_head_interval;
  ASSERT_TRUE(soon([&] { return heads_ == 1; }));
  now_ = now_.load() + limits::audit_head_interval;
  std::this_thread::sleep_for(1200ms);
  EXPECT_EQ(heads_, 1) << "an hour without anything";
  now_ = now_.load() + limits::head_fresh_interval;
  EXPECT_TRUE(soon([&] { return heads_ == 2; })) << "a day without anything";
  writer_->stop();
  EXPECT_EQ(failed_, "");
}

TEST_F(WriterOnAStore, what_waited_too_long_is_answered_busy) {
  std::promise<void> begun;
  std::promise<void> go_on;
  std::atomic<bool> first = true;
  options_.decided = [&](auto, auto, auto) {
    if (!first.exchange(false)) return;
    begun.set_value();
    go_on.get_future().get();
  };
  start();
  auto one = ask(1);
  begun.get_future().get();
  auto late = ask(2);
  std::this_thread::sleep_for(limits::queue_wait_max + 100ms);
  auto fresh = ask(3);
  go_on.set_value();
  EXPECT_EQ(one.get().kind, Reply::Kind::accepted);
  EXPECT_EQ(late.get().kind, Reply::Kind::busy);
  EXPECT_EQ(fresh.get().kind, Reply::Kind::accepted);
}

TEST_F(WriterOnAStore, a_dead_letter_whose_cause_is_mended_is_handed_on_once_more) {
  std::mutex mutex;
  std::vector<app::OutboxRow> handed_on;
  options_.send = [&](const std::vector<app::OutboxRow>& rows) {
    const std::scoped_lock lock{mutex};
    handed_on.insert(handed_on.end(), rows.begin(), rows.end());
  };
  const auto count = [&] {
    const std::scoped_lock lock{mutex};
    return handed_on.size();
  };
  start();
  EXPECT_EQ(ask(1, 500).get().kind, Reply::Kind::accepted);
  EXPECT_EQ(send("P1").get().kind, Reply::Kind::accepted);
  ASSERT_TRUE(soon([&] { return count() > 0; }));
  const std::size_t before = count();
  writer_->refused(handed_on.front().id, {.at = {}, .why = "not agreed"});
  writer_->revived(handed_on.front().id);
  ASSERT_TRUE(soon([&] { return count() > before; })) << "though nothing is asked";
  EXPECT_EQ(handed_on.back().id, handed_on.front().id);
  EXPECT_FALSE(handed_on.back().dead);
}

/// Declarations of one trader fill every batch, and more of them wait.
TEST_F(WriterOnAStore, a_flood_keeps_no_clock_from_striking) {
  std::mutex mutex;
  std::vector<std::pair<std::size_t, std::size_t>> batches;  // commands that were asked for, and clocks
  options_.decided = [&](std::span<const workflow::Command> commands, auto, auto) {
    const auto clocks = static_cast<std::size_t>(
        std::ranges::count(commands, workflow::command_time_passed, &workflow::Command::type));
    const std::scoped_lock lock{mutex};
    batches.emplace_back(commands.size() - clocks, clocks);
  };
  auto last_before = hold();
  {
    const std::scoped_lock lock{mutex};
    batches.clear();
  }
  std::vector<std::future<Reply>> flood;
  for (std::size_t i = 0; i < 2 * limits::batch_commands_max; ++i)
    flood.push_back(ask(static_cast<std::uint8_t>(i + 3)));
  now_ = now_.load() + overdue_after;
  go_on_.set_value();
  flood.push_back(std::move(last_before));
  for (std::future<Reply>& one : flood) EXPECT_EQ(one.get().kind, Reply::Kind::accepted);
  const std::scoped_lock lock{mutex};
  ASSERT_FALSE(batches.empty());
  EXPECT_EQ(batches.front(), std::pair(limits::batch_commands_max - 1, std::size_t{1}))
      << "one clock has run out, and takes one place";
}

/// However much of traders waits: they take turns, and traders have theirs, too.
TEST_F(WriterOnAStore, an_officer_who_comes_last_in_a_flood_is_decided_among_the_first) {
  std::mutex mutex;
  std::vector<access::Role> order;
  options_.decided = [&](std::span<const workflow::Command> commands, auto, auto) {
    const std::scoped_lock lock{mutex};
    for (const workflow::Command& one : commands) order.push_back(one.actor.role);
  };
  auto last_before = hold();
  {
    const std::scoped_lock lock{mutex};
    order.clear();
  }
  std::vector<std::future<Reply>> all;
  for (std::size_t i = 0; i < 2 * limits::batch_commands_max; ++i) all.push_back(send(std::to_string(i)));
  constexpr std::size_t officers = 3;
  for (std::uint8_t i = 0; i < officers; ++i) all.push_back(ask(static_cast<std::uint8_t>(i + 3)));
  go_on_.set_value();
  all.push_back(std::move(last_before));
  for (std::future<Reply>& one : all) (void)one.get();
  using enum access::Role;
  const std::scoped_lock lock{mutex};
  ASSERT_GE(order.size(), 2 * officers);
  order.resize(2 * officers);
  EXPECT_EQ(std::ranges::count(order, officer_of_guarantee), std::ptrdiff_t{officers});
  EXPECT_EQ(std::ranges::count(order, trader), std::ptrdiff_t{officers});
}

TEST_F(WriterOnAStore, each_day_begins_once) {
  start();
  EXPECT_EQ(ask(1).get().kind, Reply::Kind::accepted);
  EXPECT_TRUE(soon([&] { return days_ == 1; }));
  now_ = now_.load() + 24h;
  EXPECT_EQ(ask(2).get().kind, Reply::Kind::accepted);
  EXPECT_TRUE(soon([&] { return days_ == 2; }));
}

/// With a store whose newest event is dated at noon, and a clock that is behind that.
class ClockBehind : public WriterOnAStore {
 protected:
  ClockBehind() {
    options_.clock_behind = [this](Instant newest) {
      const std::scoped_lock lock{mutex_};
      told_.push_back(newest);
    };
    start();
    EXPECT_EQ(ask(1).get().kind, Reply::Kind::accepted);
    writer_.reset();
    EXPECT_EQ(newest_event_at(store_), noon_);
  }
  void start_at(Instant clock) {
    now_ = clock;
    start();
  }
  Instant date_of_next(std::uint8_t n) {
    EXPECT_EQ(ask(n).get().kind, Reply::Kind::accepted);
    auto promise = std::make_shared<std::promise<std::optional<Instant>>>();
    writer_->beside([promise](app::Store& store) { promise->set_value(newest_event_at(store)); });
    return promise->get_future().get().value_or(Instant{});
  }
  std::vector<Instant> told() {
    const std::scoped_lock lock{mutex_};
    return told_;
  }

  const Instant noon_ = now_.load();
  std::mutex mutex_;
  std::vector<Instant> told_;
};

TEST_F(ClockBehind, no_date_goes_back_over_a_new_start) {
  start_at(noon_ - 3h);
  EXPECT_EQ(date_of_next(2), noon_) << "held at the newest event";
  EXPECT_TRUE(soon([&] { return !told().empty(); }));
  EXPECT_EQ(told(), std::vector{noon_}) << "once an hour";
  now_ = noon_ + 1s;
  EXPECT_EQ(date_of_next(3), noon_ + 1s) << "the clock has caught up";
}

/// The last event is of a message that waited, with what followed from it, and dated when that came.
TEST_F(ClockBehind, no_date_goes_back_over_a_new_start_to_that_of_a_message_that_waited) {
  const auto arrives = [&](std::uint32_t n) {
    const std::string id = "MY-" + std::to_string(n);
    auto promise = std::make_shared<std::promise<Reply>>();
    writer_->ask(
        {.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", id)},
         .type = letter,
         .at = {},
         .actor = {.role = access::Role::partner_node, .party = "MY"},
         .content = to_cbor(Letter{"M1", n}),
         .lane = workflow::LanePosition{*exchange::Partner::parse("MY"), n, id}},
        [promise](Reply reply) { promise->set_value(std::move(reply)); });
    return promise->get_future().get().kind;
  };
  start_at(noon_ + 1h);
  EXPECT_EQ(arrives(2), Reply::Kind::accepted);
  now_ = noon_ + 72h;
  EXPECT_EQ(arrives(1), Reply::Kind::accepted);
  writer_.reset();
  EXPECT_EQ(store_.feed(app::Seq{std::to_underlying(store_.counters().seq) - 1}, 1).front().at, noon_ + 1h);
  EXPECT_EQ(newest_event_at(store_), noon_ + 72h);
  start_at(noon_ + 24h);
  EXPECT_EQ(date_of_next(2), noon_ + 72h);
}

TEST_F(ClockBehind, what_a_step_of_ntp_sets_back_is_told_nobody) {
  start_at(noon_ - 50s);
  EXPECT_EQ(date_of_next(2), noon_);
  writer_.reset();
  EXPECT_TRUE(told().empty());
}

TEST_F(ClockBehind, a_clock_that_was_ahead_once_holds_nobody_for_ever) {
  options_.begins_by_clock = true;
  start_at(noon_ - 24h * 365);
  EXPECT_EQ(date_of_next(2), noon_ - 24h * 365);
  writer_.reset();
  EXPECT_TRUE(told().empty());
}

TEST(Clock, far_behind_the_newest_event_needs_somebodys_word) {
  const Instant newest = *parse_instant("2031-02-03T04:05:06.789Z");
  EXPECT_EQ(begins_by_clock(std::nullopt, newest, ""), false) << "a new store";
  EXPECT_EQ(begins_by_clock(newest, newest + 1h, ""), false);
  EXPECT_EQ(begins_by_clock(newest, newest - 24h, ""), false) << "the dates go on from the event's";
  const Instant right = *parse_instant("2026-11-23T12:00:00Z");
  const auto refused = begins_by_clock(newest, right, "");
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(refused.error().contains("2031-02-03T04:05:06.789Z")) << refused.error();
  EXPECT_TRUE(refused.error().contains("2026-11-23T12:00:00.000Z")) << refused.error();
  EXPECT_EQ(begins_by_clock(newest, right, "2031-02-03T04:05:06.789Z"), true);
  EXPECT_FALSE(begins_by_clock(newest, right, "2031-02-03T04:05:06.788Z").has_value())
      << "a word about another event says nothing of this one";
}

TEST(Clock, that_was_ahead_for_less_than_a_day_is_mended_by_the_same_word) {
  const Instant newest = *parse_instant("2026-11-24T08:00:00Z");
  const Instant right = newest - 20h;
  EXPECT_EQ(begins_by_clock(newest, right, ""), false) << "nobody has said that the event's date is wrong";
  EXPECT_EQ(begins_by_clock(newest, right, "2026-11-24T08:00:00.000Z"), true);
  EXPECT_EQ(begins_by_clock(newest, right, "2026-11-24T08:00:00.001Z"), false) << "of another event";
  EXPECT_EQ(begins_by_clock(newest, newest, "2026-11-24T08:00:00.000Z"), false)
      << "the clock has caught up: there is nothing to believe";
}

}  // namespace
}  // namespace lintas::node
