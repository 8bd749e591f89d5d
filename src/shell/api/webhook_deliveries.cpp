#include "shell/api/webhook_deliveries.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/attempts.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/webhooks_part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/core.hpp"
#include "shell/api/feed.hpp"
#include "shell/api/json.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/target.hpp"

namespace lintas::api {

namespace {

using webhooks::Status;
using webhooks::Subscription;

/// CloudEvents 1.0 in JSON: ids and what happened, nothing of the goods and no names.
std::string body_of(const Json& event) {
  const Json body{{"specversion", "1.0"},
                  {"id", event.at("cursor")},
                  {"source", "/v1/events"},
                  {"type", event.at("event")},
                  {"subject", event.at("ref")},
                  {"time", event.at("at")},
                  {"data", {{"kind", event.at("kind")}, {"version", event.at("version")}}}};
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool wants(const Subscription& subscription, const Json& event) {
  return subscription.events.empty() ||
         std::ranges::find(subscription.events, event.at("event").get_ref<const std::string&>()) !=
             subscription.events.end();
}

/// What a subscriber knows an event by. A store that came back from a backup gives the places of the events
/// that it lost a second time: behind a loss they have other names, or the new ones would be thrown away as
/// repetitions.
std::string name_of(std::int64_t place, std::string_view cursor, const std::vector<app::Loss>& losses) {
  const auto behind = [&](const app::Loss& loss) { return place > std::to_underlying(loss.last); };
  const auto last = std::ranges::find_if(losses | std::views::reverse, behind);
  return last == losses.rend() ? format("evt_{}", cursor) : format("evt_{}-{:08x}", cursor, last->mark);
}

std::string id_of(const webhooks::Command& command) {
  return std::visit([](const auto& c) { return c.id; }, command);
}

}  // namespace

/// A look that was asked for: see FeedStreams::Turn.
class WebhookDeliveries::Turn {
 public:
  explicit Turn(std::shared_ptr<const Core> core) : core_(std::move(core)) {}
  ~Turn() {
    if (core_) core_->webhooks().end_turn(succeeded_);
  }
  Turn(Turn&&) = default;
  Turn& operator=(Turn&&) = delete;
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  [[nodiscard]] const Core& core() const { return *core_; }
  void succeed() { succeeded_ = true; }

 private:
  std::shared_ptr<const Core> core_;
  bool succeeded_ = false;
};

/// A post under way. Dropped without an answer it has failed, as one that nobody answers.
class WebhookDeliveries::Posted {
 public:
  Posted(std::weak_ptr<const Core> core, std::string id, std::uint64_t number)
      : core_(std::move(core)), id_(std::move(id)), number_(number) {}
  ~Posted() {
    if (number_ != 0) answer(std::nullopt);
  }
  Posted(Posted&& other) noexcept
      : core_(std::move(other.core_)), id_(std::move(other.id_)), number_(std::exchange(other.number_, 0)) {}
  Posted& operator=(Posted&&) = delete;
  Posted(const Posted&) = delete;
  Posted& operator=(const Posted&) = delete;

  void operator()(std::optional<std::uint16_t> status) { answer(status); }

 private:
  void answer(std::optional<std::uint16_t> status) {
    const std::uint64_t number = std::exchange(number_, 0);
    if (const auto core = core_.lock()) core->webhooks().answered(id_, number, status);
  }

  std::weak_ptr<const Core> core_;
  std::string id_;
  std::uint64_t number_;
};

// ---- what there is

std::optional<Subscription> WebhookDeliveries::find(std::string_view id) const {
  const std::scoped_lock lock{mutex_};
  const auto found = lines_.find(id);
  return found == lines_.end() ? std::nullopt : std::optional{found->second.of};
}

std::vector<Subscription> WebhookDeliveries::all() const {
  const std::scoped_lock lock{mutex_};
  std::vector<Subscription> found;
  found.reserve(lines_.size());
  for (const Line& line : lines_ | std::views::values) found.push_back(line.of);
  return found;
}

WebhookDeliveries::Standing WebhookDeliveries::standing() const {
  Standing now;
  for (const Subscription& one : all()) {
    if (one.status == Status::live) ++now.live;
    if (one.status == Status::live && one.failing_since) ++now.failing;
    if (one.status == Status::stopped) ++now.stopped;
  }
  return now;
}

std::optional<Subscription> WebhookDeliveries::read(std::string_view id, const Core& core,
                                                    app::Reader& reader) {
  const auto row = Core::row_of(workflow::webhook_slot(id), reader);
  if (!row) return std::nullopt;
  // As it is kept: nothing that was noted in years is folded. An earlier program's is folded once.
  const workflow::National& national = core.ports().national;
  const auto kept = national.decode_state(row->kind, row->state);
  return (kept ? *kept : app::load_stream(national, reader, *row).state).as<Subscription>();
}

void WebhookDeliveries::take(std::string_view id, app::Reader& reader) {
  auto subscription = read(id, core_, reader);
  if (!subscription) return;
  const std::string name = subscription->id;
  keep(*std::move(subscription));
  // Others may have read it as well, before or after: the last word has a look that begins later.
  const std::scoped_lock lock{mutex_};
  mark(name);
}

/// With the lock.
void WebhookDeliveries::mark(const std::string& id) {
  dirty_[id] = ++changes_;
  want_turn();
}

/// What of it has changed decides whether what lies ready for it is still good.
void WebhookDeliveries::keep(Subscription subscription) {
  const std::scoped_lock lock{mutex_};
  if (subscription.status == Status::none || subscription.status == Status::removed) {
    lines_.erase(subscription.id);
    return;
  }
  const auto [place, is_new] = lines_.try_emplace(subscription.id);
  Line& line = place->second;
  const bool sent_back = is_new || line.of.round != subscription.round;
  const bool begins_anew =
      sent_back || line.of.status != subscription.status || line.of.key != subscription.key;
  line.noted = subscription.delivered;
  if (sent_back) {
    line.delivered = subscription.delivered;
    line.unnoted = 0;
    line.unnoted_since.reset();
    line.under_way = 0;  // its answer counts no more
  }
  if (begins_anew) {
    line.queue.clear();
    line.looked = line.delivered;
    line.more = true;
    line.attempts = {};
  }
  line.of = std::move(subscription);
  want_tick();
}

// ---- looking

void WebhookDeliveries::happened() {
  const std::scoped_lock lock{mutex_};
  ++written_;
  if (!loaded_ || !lines_.empty()) want_turn();
}

void WebhookDeliveries::want_turn() {
  if (stopped_ || std::exchange(turning_, true)) return;
  core_.ports().later(limits::api_stream_turn_pause, [weak = core_.weak_from_this()] {
    if (const auto core = weak.lock()) core->webhooks().turn();
  });
}

void WebhookDeliveries::turn() {
  Written written = 0;
  Change changes = 0;
  {
    const std::scoped_lock lock{mutex_};
    // Before the store is looked into: what comes later is looked for once more.
    written = written_;
    changes = changes_;
  }
  (void)core_.ports().service.read(app::Share::sending, [turn = Turn{core_.shared_from_this()}, written,
                                                         changes](app::Reader& reader) mutable {
    turn.core().webhooks().look(reader, written, changes);
    turn.succeed();
  });
}

/// One that failed or found no room is tried again with the next tick, not at once.
void WebhookDeliveries::end_turn(bool succeeded) {
  const std::scoped_lock lock{mutex_};
  turning_ = false;
  if (!succeeded) return want_tick();
  if (waits(core_.ports().clock())) want_turn();
}

bool WebhookDeliveries::waits(Instant now) const {
  return !loaded_ || !dirty_.empty() ||
         std::ranges::any_of(lines_ | std::views::values,
                             [&](const Line& line) { return is_due(line, now); });
}

bool WebhookDeliveries::is_due(const Line& line, Instant now) const {
  return line.of.status == Status::live && line.queue.empty() && line.under_way == 0 &&
         line.asked == Asked::no && line.attempts.next <= now && (line.more || line.seen < written_);
}

/// A part of all at the start, and those that have changed. What cannot be read now is read the next time.
void WebhookDeliveries::load(app::Reader& reader, Change changes) {
  std::vector<std::string> ids;
  bool all = false;
  {
    const std::scoped_lock lock{mutex_};
    for (const auto& [id, known] : dirty_) {
      if (ids.size() == limits::webhooks_at_once) break;
      if (known <= changes) ids.push_back(id);
    }
    all = !loaded_;
  }
  for (const std::string& id : ids) {
    if (auto subscription = read(id, core_, reader)) keep(*std::move(subscription));
    loaded(id, changes);
  }
  if (!all) return;
  const Bytes prefix = workflow::all_webhooks();
  const auto page = reader.find_all(prefix, as_bytes(loaded_upto_), limits::webhooks_at_once);
  for (const auto& [key, stream] : page) {
    const auto id = as_text(ByteView{key.value}.subspan(prefix.size()));
    if (auto subscription = read(id, core_, reader)) keep(*std::move(subscription));
  }
  const std::scoped_lock lock{mutex_};
  loaded_ = page.size() < limits::webhooks_at_once;
  if (!page.empty()) loaded_upto_ = as_text(page.back().first.value);
}

void WebhookDeliveries::loaded(const std::string& id, Change changes) {
  const std::scoped_lock lock{mutex_};
  if (const auto known = dirty_.find(id); known != dirty_.end() && known->second <= changes) {
    dirty_.erase(known);
    const auto line = lines_.find(id);
    if (line != lines_.end() && line->second.asked == Asked::answered) line->second.asked = Asked::no;
  }
}

void WebhookDeliveries::look(app::Reader& reader, Written written, Change changes) {
  load(reader, changes);
  struct Wanted {
    std::string id;
    std::int64_t behind = 0;
    Hash256 key;
  };
  std::vector<Wanted> wanted;
  const Instant now = core_.ports().clock();
  {
    const std::scoped_lock lock{mutex_};
    for (const auto& [id, line] : lines_) {
      if (wanted.size() == limits::webhooks_at_once) break;
      if (is_due(line, now)) wanted.push_back({.id = id, .behind = line.looked, .key = line.of.key});
    }
  }
  Feed feed{core_, reader};
  for (const Wanted& one : wanted) {
    // Without its key nothing is looked for; the post says so.
    const auto actor = core_.ports().keys.find(one.key, now);
    if (actor) fill(feed, one.id, one.behind, *actor, written);
  }
  Tasks tasks;
  {
    const std::scoped_lock lock{mutex_};
    for (Line& line : lines_ | std::views::values) post_next(line, now, tasks);
  }
  perform(std::move(tasks));
}

void WebhookDeliveries::fill(Feed& feed, const std::string& id, std::int64_t behind,
                             const access::Actor& actor, Written written) {
  const Feed::Part part = feed.look(actor, behind, limits::api_page_max);
  const std::scoped_lock lock{mutex_};
  const auto found = lines_.find(id);
  // It was sent back meanwhile, or is filled already.
  if (found == lines_.end() || found->second.looked != behind || !found->second.queue.empty()) return;
  Line& line = found->second;
  for (const Json& event : part.items) {
    if (!wants(line.of, event)) continue;
    const auto& cursor = event.at("cursor").get_ref<const std::string&>();
    const auto place = core_.place_of(cursor);
    require(place.has_value(), "the feed shows places of its own");
    line.queue.push_back({.place = *place, .cursor = cursor, .body = body_of(event)});
  }
  line.looked = part.last;
  line.more = part.more;
  line.seen = written;
  if (line.queue.empty()) line.delivered = part.last;  // nothing of it is for this subscriber
}

// ---- posting

void WebhookDeliveries::post_next(Line& line, Instant now, Tasks& tasks) {
  if (stopped_ || line.of.status != Status::live || line.under_way != 0 || line.asked != Asked::no) return;
  if (!core_.ports().keys.find(line.of.key, now)) return stop_line(line, webhooks::Why::no_key, tasks);
  if (line.queue.empty() || line.attempts.next > now || under_way_ >= limits::webhooks_under_way_max) return;
  line.under_way = ++last_number_;
  ++under_way_;
  WebhookPost post = post_of(line, line.queue.front(), now);
  post.done = [posted = Posted{core_.weak_from_this(), line.of.id, line.under_way}](
                  std::optional<std::uint16_t> status) mutable { posted(status); };
  tasks.posts.push_back(std::move(post));
}

WebhookPost WebhookDeliveries::post_of(const Line& line, const Item& item, Instant now) const {
  const auto url = net::parse_url(line.of.url);
  require(url.has_value(), "an address was read when it was taken");
  const WebhookPorts& ports = core_.ports().webhooks;
  std::vector<Bytes> secrets{ports.secret(line.of.id, line.of.generation)};
  if (line.of.rotated && now - *line.of.rotated < limits::webhook_old_secret)
    secrets.push_back(ports.secret(line.of.id, line.of.generation - 1));
  const std::string id = name_of(item.place, item.cursor, core_.ports().losses);
  const std::int64_t timestamp = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  WebhookPost post{.url = *url, .headers = {}, .body = copy_of(as_bytes(item.body)), .done = {}};
  post.headers.add("Content-Type", "application/json");
  post.headers.add("User-Agent", "lintas");
  post.headers.add("webhook-id", id);
  post.headers.add("webhook-timestamp", std::to_string(timestamp));
  post.headers.add("webhook-signature", signatures_of({.id = id, .timestamp = timestamp, .body = post.body},
                                                      secrets, ports.hmac, ports.sign));
  return post;
}

void WebhookDeliveries::answered(const std::string& id, std::uint64_t number,
                                 std::optional<std::uint16_t> status) {
  Tasks tasks;
  const Instant now = core_.ports().clock();
  std::array<std::byte, 1> chance{};
  core_.ports().entropy.fill(chance);
  {
    const std::scoped_lock lock{mutex_};
    --under_way_;
    const auto found = lines_.find(id);
    // Of one that was sent back or removed meanwhile the answer says nothing any more.
    if (found != lines_.end() && found->second.under_way == number) {
      Line& line = found->second;
      line.under_way = 0;
      switch (webhooks::judge(status)) {
        case webhooks::Taken::yes: {
          const bool was_failing = line.of.failing_since.has_value();
          if (!line.queue.empty()) {
            line.delivered = line.queue.front().place;
            line.queue.pop_front();
          }
          if (line.queue.empty()) line.delivered = line.looked;
          line.attempts = {};
          ++line.unnoted;
          if (!line.unnoted_since) line.unnoted_since = now;
          note(line, now, was_failing, tasks);
          break;
        }
        case webhooks::Taken::later:
          if (stopped_) break;  // it was us
          line.attempts =
              webhooks::after_failure(line.attempts, now, std::to_integer<std::uint8_t>(chance[0]));
          // What it may see is judged anew when it is tried again.
          line.queue.clear();
          line.looked = line.delivered;
          line.more = true;
          if (webhooks::has_failed_too_long(line.of.failing_since, now)) {
            stop_line(line, webhooks::Why::failing, tasks);
          } else if (!line.of.failing_since && line.of.status == Status::live && line.asked == Asked::no) {
            line.asked = Asked::with_writer;
            tasks.commands.emplace_back(webhooks::NoteFailing{.id = line.of.id});
          }
          break;
        case webhooks::Taken::never: stop_line(line, webhooks::Why::gone, tasks); break;
      }
    }
    for (Line& line : lines_ | std::views::values) post_next(line, now, tasks);
    want_turn();
  }
  perform(std::move(tasks));
}

// ---- what the log is told

void WebhookDeliveries::note(Line& line, Instant now, bool at_once, Tasks& tasks) {
  // What was not for it is passed over without a note, until it is so much that looking again would cost.
  const std::int64_t passed = line.delivered - line.noted;
  const bool is_time = line.unnoted >= limits::webhook_note_after || passed >= limits::webhook_passed_max ||
                       (line.unnoted_since && now - *line.unnoted_since >= limits::webhook_note_pause);
  if (passed <= 0 || line.asked != Asked::no || !(at_once || is_time)) return;
  line.asked = Asked::with_writer;
  line.unnoted = 0;
  line.unnoted_since.reset();
  tasks.commands.emplace_back(
      webhooks::NoteDelivered{.id = line.of.id, .upto = line.delivered, .round = line.of.round});
}

void WebhookDeliveries::stop_line(Line& line, webhooks::Why why, Tasks& tasks) {
  if (line.of.status != Status::live || line.asked != Asked::no) return;
  line.asked = Asked::with_writer;
  tasks.commands.emplace_back(webhooks::Stop{.id = line.of.id, .why = why});
}

void WebhookDeliveries::perform(Tasks tasks) {
  for (WebhookPost& post : tasks.posts) core_.ports().webhooks.post(std::move(post));
  for (const webhooks::Command& command : tasks.commands) ask(command);
}

/// Nothing is remembered under its id: asked twice, it changes nothing the second time.
void WebhookDeliveries::ask(const webhooks::Command& command) {
  const std::string id = id_of(command);
  Hash256 chance;
  core_.ports().entropy.fill(chance.bytes);
  workflow::Command asked{.id = workflow::DerivedCommandId{chance},
                          .type = workflow::command_in(workflow::webhook_block, command.index()),
                          .at = core_.ports().clock(),
                          .actor = {},
                          .content = std::visit([](const auto& c) { return to_cbor(c); }, command)};
  core_.ports().service.ask(std::move(asked),
                            [weak = core_.weak_from_this(), id](const workflow::Reply& reply) {
                              if (const auto core = weak.lock())
                                core->webhooks().replied(id, reply.kind == workflow::Reply::Kind::accepted);
                            });
}

/// One that the writer had no room for is asked again when the next post or tick finds the same.
void WebhookDeliveries::replied(const std::string& id, bool accepted) {
  const std::scoped_lock lock{mutex_};
  const auto found = lines_.find(id);
  if (found == lines_.end()) return;
  Line& line = found->second;
  line.asked = accepted ? Asked::answered : Asked::no;
  if (!accepted && line.delivered > line.noted) {
    line.unnoted = std::max<std::size_t>(line.unnoted, 1);
    if (!line.unnoted_since) line.unnoted_since = core_.ports().clock();
  }
  mark(id);
}

void WebhookDeliveries::want_tick() {
  if (stopped_ || std::exchange(ticking_, true)) return;
  core_.ports().later(limits::webhook_tick, [weak = core_.weak_from_this()] {
    if (const auto core = weak.lock()) core->webhooks().tick();
  });
}

void WebhookDeliveries::tick() {
  Tasks tasks;
  {
    const std::scoped_lock lock{mutex_};
    ticking_ = false;
    const Instant now = core_.ports().clock();
    for (Line& line : lines_ | std::views::values) {
      note(line, now, false, tasks);
      post_next(line, now, tasks);
    }
    const bool more = waits(now);
    if (more) want_turn();
    if (more || !lines_.empty()) want_tick();
  }
  perform(std::move(tasks));
}

void WebhookDeliveries::stop() {
  Tasks tasks;
  {
    const std::scoped_lock lock{mutex_};
    stopped_ = true;
    for (Line& line : lines_ | std::views::values) note(line, core_.ports().clock(), true, tasks);
  }
  perform(std::move(tasks));
}

}  // namespace lintas::api
