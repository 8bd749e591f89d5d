#include "shell/api/feed_streams.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/api/core.hpp"
#include "shell/api/feed.hpp"
#include "shell/api/json.hpp"
#include "shell/api/limits.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

/// Says that the stream is open, after how long a reader that was cut off comes back, and to where: one that
/// began with what comes next would lose what came before its first event.
std::string beginning(const std::string& cursor) { return format("retry: 3000\nid: {}\n\n", cursor); }

/// An empty event is shown to nobody, but its id is where the reader goes on.
std::string sign_of_life(const std::string& cursor) { return format(": still here\nid: {}\n\n", cursor); }

std::string event_text(const Json& event) {
  return format("id: {}\ndata: {}\n\n", event.at("cursor").get_ref<const std::string&>(),
                event.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Bytes bytes_of(std::string_view text) { return copy_of(as_bytes(text)); }

}  // namespace

/// What the connection holds. It may outlive the interface.
class FeedStreams::Body final : public net::Ongoing {
 public:
  Body(std::weak_ptr<const Core> core, Id id) : core_(std::move(core)), id_(id) {}
  ~Body() override {
    if (const auto core = core_.lock()) core->streams().close(id_);
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  void next(net::NextPiece next) override {
    if (const auto core = core_.lock()) core->streams().ask(id_, std::move(next));
  }

 private:
  std::weak_ptr<const Core> core_;
  Id id_;
};

/// A look that was asked for. However it ends, done or dropped, the next one may be asked for then.
class FeedStreams::Turn {
 public:
  explicit Turn(std::shared_ptr<const Core> core) : core_(std::move(core)) {}
  ~Turn() {
    if (core_) core_->streams().end_turn();
  }
  Turn(Turn&&) = default;
  Turn& operator=(Turn&&) = delete;
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  [[nodiscard]] const Core& core() const { return *core_; }

 private:
  std::shared_ptr<const Core> core_;
};

FeedStreams::Opened FeedStreams::open(const Hash256& key, std::int64_t after) {
  const std::scoped_lock lock{mutex_};
  if (readings_.size() >= limits::api_streams_max) return {.body = nullptr, .full = Full::node};
  const auto of_key =
      std::ranges::count_if(readings_, [&](const auto& one) { return one.second.key == key; });
  if (static_cast<std::size_t>(of_key) >= limits::api_streams_per_key_max)
    return {.body = nullptr, .full = Full::key};
  readings_.emplace(++last_id_,
                    Reading{.key = key, .after = after, .said = core_.ports().clock(), .next = {}});
  want_tick();
  return {.body = std::make_shared<Body>(core_.weak_from_this(), last_id_)};
}

void FeedStreams::happened() {
  const std::scoped_lock lock{mutex_};
  ++written_;
  if (!readings_.empty()) want_turn();
}

std::size_t FeedStreams::count() const {
  const std::scoped_lock lock{mutex_};
  return readings_.size();
}

void FeedStreams::ask(Id id, net::NextPiece next) {
  const std::scoped_lock lock{mutex_};
  const auto found = readings_.find(id);
  if (found == readings_.end()) return;
  Reading& reading = found->second;
  if (!std::exchange(reading.begun, true)) return next(bytes_of(beginning(core_.feed_cursor(reading.after))));
  reading.next = std::move(next);
  if (is_due(reading, written_)) want_turn();
}

void FeedStreams::close(Id id) {
  const std::scoped_lock lock{mutex_};
  readings_.erase(id);
}

bool FeedStreams::is_due(const Reading& reading, Written written) const {
  return reading.next.has_value() && (reading.more || reading.seen < written);
}

// ---- looking

/// After a pause: what is written meanwhile is looked at together.
void FeedStreams::want_turn() {
  if (std::exchange(turning_, true)) return;
  core_.ports().later(limits::api_stream_turn_pause, [weak = core_.weak_from_this()] {
    if (const auto core = weak.lock()) core->streams().turn();
  });
}

void FeedStreams::turn() {
  Written written = 0;
  {
    const std::scoped_lock lock{mutex_};
    written = written_;  // before the store is looked into: what comes later is looked for once more
  }
  (void)core_.ports().service.read(app::Share::people,
                                   [turn = Turn{core_.shared_from_this()}, written](app::Reader& reader) {
                                     // For the log, once all others were served.
                                     if (const auto failure = turn.core().streams().look(reader, written))
                                       std::rethrow_exception(failure);
                                   });
}

void FeedStreams::end_turn() {
  const std::scoped_lock lock{mutex_};
  turning_ = false;
  const auto waits = [&](const auto& one) { return is_due(one.second, written_); };
  if (std::ranges::any_of(readings_, waits)) want_turn();
}

/// In turn, so that whoever has much to read does not keep the others waiting: behind the last one served.
std::vector<FeedStreams::Due> FeedStreams::take_due(Written written) {
  std::vector<Due> due;
  const std::scoped_lock lock{mutex_};
  auto place = readings_.upper_bound(last_served_);
  for (std::size_t i = 0; i < readings_.size() && due.size() < limits::api_streams_at_once; ++i, ++place) {
    if (place == readings_.end()) place = readings_.begin();
    auto& [id, reading] = *place;
    if (!reading.next || !is_due(reading, written)) continue;
    due.push_back({.id = id, .key = reading.key, .after = reading.after, .next = *std::move(reading.next)});
    reading.next.reset();
  }
  return due;
}

void FeedStreams::serves(Id id) {
  const std::scoped_lock lock{mutex_};
  last_served_ = id;
}

/// It waits on, and has the next turn.
void FeedStreams::give_back(Due due) {
  const std::scoped_lock lock{mutex_};
  const auto found = readings_.find(due.id);
  if (found != readings_.end()) found->second.next = std::move(due.next);
}

/// A store that cannot be read cuts off those whose turn it is: they come back to where they were. What goes
/// wrong for one of them cuts off that one.
std::exception_ptr FeedStreams::look(app::Reader& reader, Written written) {
  Feed feed{core_, reader};
  std::exception_ptr failure;
  std::vector<Due> due = take_due(written);
  for (Due& one : due) {
    if (feed.scanned() >= limits::feed_look_events_max) {
      give_back(std::move(one));
      continue;
    }
    serves(one.id);
    try {
      serve(feed, std::move(one), written);
    } catch (const app::StoreFailure&) {
      throw;
    } catch (const std::exception&) {
      failure = std::current_exception();
    }
  }
  return failure;
}

void FeedStreams::serve(Feed& feed, Due due, Written written) {
  const auto actor = core_.ports().keys.find(due.key, core_.ports().clock());
  if (!actor) return due.next({});
  const Feed::Part part = feed.look(*actor, due.after, limits::api_page_max);
  std::string text;
  for (const Json& event : part.items) text += event_text(event);
  tell(std::move(due), written, part.last, part.more, bytes_of(text));
}

void FeedStreams::tell(Due due, Written written, std::int64_t last, bool more, Bytes text) {
  const std::scoped_lock lock{mutex_};
  const auto found = readings_.find(due.id);
  if (found == readings_.end()) return;
  Reading& reading = found->second;
  reading.after = last;
  reading.more = more;
  reading.seen = written;
  if (text.empty()) {
    reading.next = std::move(due.next);
    return;
  }
  reading.said = core_.ports().clock();
  due.next(std::move(text));
}

// ---- pauses

void FeedStreams::want_tick() {
  if (std::exchange(ticking_, true)) return;
  core_.ports().later(limits::api_stream_tick, [weak = core_.weak_from_this()] {
    if (const auto core = weak.lock()) core->streams().tick();
  });
}

/// Ends streams whose key is not good any more, and breaks long pauses.
void FeedStreams::tick() {
  const Instant now = core_.ports().clock();
  const std::scoped_lock lock{mutex_};
  ticking_ = false;
  for (Reading& reading : readings_ | std::views::values) {
    if (!reading.next) continue;
    reading.said = std::min(reading.said, now);  // the clock may have been set back
    const bool is_good = core_.ports().keys.find(reading.key, now).has_value();
    // The next look comes a tick later, and that would be too late.
    if (is_good && now - reading.said < limits::api_stream_pause_max - limits::api_stream_tick) continue;
    net::NextPiece next = *std::move(reading.next);
    reading.next.reset();
    reading.said = now;
    next(is_good ? bytes_of(sign_of_life(core_.feed_cursor(reading.after))) : Bytes{});
  }
  if (!readings_.empty()) want_tick();
}

}  // namespace lintas::api
