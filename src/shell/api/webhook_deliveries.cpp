#include "shell/api/webhook_deliveries.hpp"

#include <algorithm>
#include <array>
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
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
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
#include "shell/api/keys.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/target.hpp"

namespace lintas::api {

namespace {

using webhooks::Status;
using webhooks::Subscription;

/// CloudEvents 1.0 in JSON: ids and what happened, nothing of the goods and no names. A cursor is of one
/// event alone, also behind a restore from a backup, so it is its id.
std::string body_of(const Json& event) {
  Json data{{"kind", event.at("kind")}, {"version", event.at("version")}};
  for (const char* outcome : {"state", "alarm"})
    if (event.contains(outcome)) data[outcome] = event.at(outcome);
  const Json body{{"specversion", "1.0"},      {"id", event.at("cursor")},   {"source", "/v1/events"},
                  {"type", event.at("event")}, {"subject", event.at("ref")}, {"time", event.at("at")},
                  {"data", std::move(data)}};
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool wants(const Subscription& subscription, const Json& event) {
  return subscription.events.empty() ||
         std::ranges::find(subscription.events, event.at("event").get_ref<const std::string&>()) !=
             subscription.events.end();
}

std::string id_of(const webhooks::Command& command) {
  return std::visit([](const auto& c) { return c.id; }, command);
}

/// Since `begin`; a clock that was set back ends every pause.
bool is_over(Instant begin, std::chrono::milliseconds pause, Instant now) {
  return now < begin || now - begin >= pause;
}

/// Visits the lines behind this one, then those up to it, until `visit` says that it is enough.
template <class Lines, class Visit>
void go_round(Lines& lines, const std::string& last, Visit visit) {
  auto place = lines.upper_bound(last);
  for (std::size_t i = 0; i < lines.size(); ++i, ++place) {
    if (place == lines.end()) place = lines.begin();
    if (!visit(place->first, place->second)) return;
  }
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
    if (number_ != 0) answer({.status = std::nullopt});
  }
  Posted(Posted&& other) noexcept
      : core_(std::move(other.core_)), id_(std::move(other.id_)), number_(std::exchange(other.number_, 0)) {}
  Posted& operator=(Posted&&) = delete;
  Posted(const Posted&) = delete;
  Posted& operator=(const Posted&) = delete;

  void operator()(const WebhookAnswer& given) { answer(given); }

 private:
  void answer(const WebhookAnswer& given) {
    const std::uint64_t number = std::exchange(number_, 0);
    if (const auto core = core_.lock()) core->webhooks().answered(id_, number, given);
  }

  std::weak_ptr<const Core> core_;
  std::string id_;
  std::uint64_t number_;
};

/// What is posted, to be put together and signed without the lock: the writer comes by for it.
struct WebhookDeliveries::Picked {
  Posted posted;
  std::string id;
  net::Url url;
  std::vector<webhooks::SecretName> secrets;
  std::string cursor;
  std::string body;
  Instant at;
};

/// What is to be done once the lock is let go.
struct WebhookDeliveries::Tasks {
  std::vector<Picked> posts;
  std::vector<webhooks::Command> commands;

  void ask(Line& line, webhooks::Command command) {
    ++line.asked;
    commands.push_back(std::move(command));
  }
};

// ---- what there is

bool WebhookDeliveries::is_loaded() const {
  const std::scoped_lock lock{mutex_};
  return loaded_;
}

WebhookDeliveries::Known WebhookDeliveries::known(const Line& line) {
  return {.of = line.of, .failed_with = line.failed_with, .delivered = line.delivered};
}

std::optional<WebhookDeliveries::Known> WebhookDeliveries::find(std::string_view id) const {
  const std::scoped_lock lock{mutex_};
  const auto found = lines_.find(id);
  if (found == lines_.end()) return std::nullopt;
  return known(found->second);
}

std::vector<WebhookDeliveries::Known> WebhookDeliveries::all() const {
  const std::scoped_lock lock{mutex_};
  std::vector<Known> found;
  found.reserve(lines_.size());
  for (const Line& line : lines_ | std::views::values) found.push_back(known(line));
  return found;
}

WebhookDeliveries::Standing WebhookDeliveries::standing() const {
  const std::scoped_lock lock{mutex_};
  Standing now;
  for (const Line& line : lines_ | std::views::values) {
    if (line.of.status == Status::live) ++now.live;
    if (line.of.status == Status::live && line.of.failing_since) ++now.failing;
    if (line.of.status == Status::stopped) ++now.stopped;
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

void WebhookDeliveries::decided(const std::string& id) {
  const std::scoped_lock lock{mutex_};
  mark(id);
}

void WebhookDeliveries::take(std::string_view id, app::Reader& reader) {
  auto subscription = read(id, core_, reader);
  if (!subscription) return;
  const std::scoped_lock lock{mutex_};
  // Others may have read it as well, before or after: the last word has a look that begins later.
  mark(subscription->id);
  keep(*std::move(subscription));
}

void WebhookDeliveries::mark(const std::string& id) {
  dirty_[id] = ++changes_;
  want_turn();
}

/// What of it has changed decides whether what lies ready for it is still good.
void WebhookDeliveries::keep(Subscription subscription) {
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
    line.unnoted = line.noting = 0;
    line.unnoted_since.reset();
    line.under_way = 0;  // its answer counts no more
  }
  if (begins_anew) begin_anew(line);
  line.of = std::move(subscription);
  line.url = net::parse_url(line.of.url);
  want_tick();
}

/// Its owner wants it tried soon, and cannot have it tried at will: the node would ask for names, and knock
/// at doors, as often as somebody likes. One that was stopped begins with the first pause again.
void WebhookDeliveries::begin_anew(Line& line) {
  forget_queue(line);
  line.rests_since.reset();
  line.keyless = 0;
  if (line.of.status == Status::stopped) line.attempts = {};
  if (line.attempts.failures > 0)
    line.attempts.next = std::min(line.attempts.next, line.failed + limits::webhook_asked_pause);
}

void WebhookDeliveries::forget_queue(Line& line) {
  line.queue.clear();
  line.looked = line.delivered;
  line.more = true;
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
    if (stopped_) return;
    // Before the store is looked into: what comes later is looked for once more.
    written = written_;
    changes = changes_;
  }
  (void)core_.ports().service.read(app::Share::sending, [turn = Turn{core_.shared_from_this()}, written,
                                                         changes](app::Reader& reader) mutable {
    const auto failure = turn.core().webhooks().look(reader, written, changes);
    turn.succeed();
    if (failure) std::rethrow_exception(failure);  // for the log: the others were served
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

/// Nothing is decided about it that was not read, and nothing is being decided by us.
bool WebhookDeliveries::is_settled(const Line& line) const {
  return line.asked == 0 && !dirty_.contains(line.of.id);
}

bool WebhookDeliveries::is_due(const Line& line, Instant now) const {
  return line.of.status == Status::live && line.queue.empty() && line.under_way == 0 && line.keyless == 0 &&
         is_settled(line) && webhooks::may_try(line.attempts, now) &&
         (!line.rests_since || is_over(*line.rests_since, limits::webhook_look_rest, now)) &&
         (line.more || line.seen < written_);
}

/// Those that have changed, the longest ago first.
std::vector<std::string> WebhookDeliveries::changed(Change changes) const {
  std::vector<std::pair<Change, std::string>> found;
  {
    const std::scoped_lock lock{mutex_};
    for (const auto& [id, known] : dirty_)
      if (known <= changes) found.emplace_back(known, id);
  }
  std::ranges::sort(found);
  if (found.size() > limits::webhooks_at_once) found.resize(limits::webhooks_at_once);
  std::vector<std::string> ids;
  ids.reserve(found.size());
  for (auto& [known, id] : found) ids.push_back(std::move(id));
  return ids;
}

/// To one that cannot be read nothing is delivered, for what was decided about it is not known.
std::exception_ptr WebhookDeliveries::load_one(const std::string& id, app::Reader& reader, Change changes) {
  std::optional<Subscription> subscription;
  std::exception_ptr failure;
  try {
    subscription = read(id, core_, reader);
  } catch (const app::StoreFailure&) {
    throw;
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  const std::scoped_lock lock{mutex_};
  const auto known = dirty_.find(id);
  if (known != dirty_.end() && known->second > changes) return failure;  // it is read again
  if (known != dirty_.end()) dirty_.erase(known);
  if (failure) lines_.erase(id);
  if (subscription) keep(*std::move(subscription));
  return failure;
}

/// A part of all at the start, and those that have changed. What cannot be read now is read the next time.
std::exception_ptr WebhookDeliveries::load(app::Reader& reader, Change changes) {
  std::exception_ptr failure;
  const auto take_one = [&](const std::string& id) {
    if (auto wrong = load_one(id, reader, changes)) failure = std::move(wrong);
  };
  for (const std::string& id : changed(changes)) take_one(id);
  if (is_loaded()) return failure;
  const Bytes prefix = workflow::all_webhooks();
  const auto page = reader.find_all(prefix, as_bytes(loaded_upto_), limits::webhooks_at_once);
  for (const auto& [key, stream] : page)
    take_one(std::string{as_text(ByteView{key.value}.subspan(prefix.size()))});
  const std::scoped_lock lock{mutex_};
  loaded_ = page.size() < limits::webhooks_at_once;
  if (!page.empty()) loaded_upto_ = as_text(page.back().first.value);
  return failure;
}

std::vector<WebhookDeliveries::Wanted> WebhookDeliveries::wanted(Instant now) const {
  std::vector<Wanted> found;
  const std::scoped_lock lock{mutex_};
  go_round(lines_, last_looked_, [&](const std::string& id, const Line& line) {
    if (is_due(line, now)) found.push_back({.id = id, .behind = line.looked, .key = line.of.key});
    return found.size() < limits::webhooks_at_once;
  });
  return found;
}

std::exception_ptr WebhookDeliveries::look(app::Reader& reader, Written written, Change changes) {
  std::exception_ptr failure = load(reader, changes);
  const Instant now = core_.ports().clock();
  Feed feed{core_, reader};
  for (const Wanted& one : wanted(now)) {
    if (feed.scanned() >= limits::feed_look_events_max) break;  // the others have the next turn
    try {
      look_for(feed, one, now, written);
    } catch (const app::StoreFailure&) {
      throw;
    } catch (const std::exception&) {
      failure = std::current_exception();
      const std::scoped_lock lock{mutex_};
      if (const auto found = lines_.find(one.id); found != lines_.end()) found->second.rests_since = now;
    }
  }
  Tasks tasks;
  {
    const std::scoped_lock lock{mutex_};
    pick(now, tasks);
  }
  perform(std::move(tasks));
  return failure;
}

void WebhookDeliveries::look_for(Feed& feed, const Wanted& one, Instant now, Written written) {
  {
    const std::scoped_lock lock{mutex_};
    last_looked_ = one.id;
  }
  const auto actor = core_.ports().keys.find(one.key, now);
  Feed::Part part;
  if (actor) part = feed.look(*actor, one.behind, limits::api_page_max);
  Tasks tasks;
  {
    const std::scoped_lock lock{mutex_};
    const auto found = lines_.find(one.id);
    if (found == lines_.end()) return;
    Line& line = found->second;
    if (!actor) {
      look_at_key(line, now, tasks);
    } else if (line.looked == one.behind && line.of.key == one.key && line.queue.empty()) {
      // Else it was sent back meanwhile, has another key, or is filled already.
      for (std::size_t i = 0; i < part.places.size(); ++i) {
        const Json& event = part.items[i];
        if (!wants(line.of, event)) continue;
        line.queue.push_back({.place = part.places[i],
                              .cursor = event.at("cursor").get<std::string>(),
                              .body = body_of(event)});
      }
      line.rests_since.reset();
      line.judged = now;
      line.looked = part.last;
      line.more = part.more;
      line.seen = written;
      if (line.queue.empty()) line.delivered = part.last;  // nothing of it is for this subscriber
    }
  }
  perform(std::move(tasks));
}

// ---- posting

bool WebhookDeliveries::may_post_more(const access::Actor& owner) const {
  const auto own = std::ranges::count(under_way_ | std::views::values, owner);
  return std::cmp_less(own, limits::webhooks_under_way_per_owner_max);
}

void WebhookDeliveries::pick(Instant now, Tasks& tasks) {
  if (stopped_) return;
  // Slots that are free, or will be used when somebody was looked for again.
  std::size_t left = limits::webhooks_under_way_max - under_way_.size();
  std::string last = last_posted_;
  go_round(lines_, last_posted_, [&](const std::string& id, Line& line) {
    if (left == 0) return false;
    const Pick what = pick(line, now, tasks);
    if (what != Pick::nothing) --left;
    if (what == Pick::post) last = id;
    return true;
  });
  last_posted_ = std::move(last);
}

WebhookDeliveries::Pick WebhookDeliveries::pick(Line& line, Instant now, Tasks& tasks) {
  if (line.of.status != Status::live || line.queue.empty() || line.under_way != 0 || line.keyless != 0 ||
      !is_settled(line) || !webhooks::may_try(line.attempts, now) || !may_post_more(line.of.owner))
    return Pick::nothing;
  if (is_over(line.judged, limits::webhook_judged_max, now)) {
    forget_queue(line);
    want_turn();
    return Pick::look_first;
  }
  look_at_key(line, now, tasks);
  if (line.keyless != 0) return Pick::nothing;
  const net::Url& url = certain(line.url, "an address was read when it was taken");
  if (!url.tls && !core_.ports().webhooks.private_addresses) {
    fail(line, "plain_http", now, tasks);  // it was taken under another configuration
    return Pick::nothing;
  }
  line.under_way = ++last_number_;
  under_way_.emplace(line.under_way, line.of.owner);
  tasks.posts.push_back({.posted = Posted{core_.weak_from_this(), line.of.id, line.under_way},
                         .id = line.of.id,
                         .url = url,
                         .secrets = line.of.secrets_at(now),
                         .cursor = line.queue.front().cursor,
                         .body = line.queue.front().body,
                         .at = now});
  return Pick::post;
}

/// One that cannot be put together goes down, and that answers it.
void WebhookDeliveries::post(Picked picked) const try {
  const WebhookPorts& ports = core_.ports().webhooks;
  std::vector<Bytes> secrets;
  secrets.reserve(picked.secrets.size());
  for (const webhooks::SecretName& name : picked.secrets) secrets.push_back(ports.secret(picked.id, name));
  const std::string id = "evt_" + picked.cursor;
  const std::int64_t timestamp =
      std::chrono::floor<std::chrono::seconds>(picked.at).time_since_epoch().count();
  WebhookPost post{
      .url = std::move(picked.url), .headers = {}, .body = copy_of(as_bytes(picked.body)), .done = {}};
  post.headers.add("Content-Type", "application/json");
  post.headers.add("User-Agent", "lintas");
  post.headers.add("webhook-id", id);
  post.headers.add("webhook-timestamp", std::to_string(timestamp));
  const auto sign = [&](ByteView content) { return ports.sign(picked.id, content); };
  post.headers.add("webhook-signature", signatures_of({.id = id, .timestamp = timestamp, .body = post.body},
                                                      secrets, ports.hmac, sign));
  post.done = [posted = std::move(picked.posted)](const WebhookAnswer& answer) mutable { posted(answer); };
  ports.post(std::move(post));
} catch (const std::exception&) {
  return;
}

void WebhookDeliveries::answered(const std::string& id, std::uint64_t number, const WebhookAnswer& answer) {
  Tasks tasks;
  const Instant now = core_.ports().clock();
  {
    const std::scoped_lock lock{mutex_};
    under_way_.erase(number);
    const auto found = lines_.find(id);
    // Of one that was sent back or removed meanwhile the answer says nothing any more.
    if (found != lines_.end() && found->second.under_way == number) {
      found->second.under_way = 0;
      settle(found->second, answer, now, tasks);
    }
    pick(now, tasks);
    if (waits(now)) want_turn();
  }
  perform(std::move(tasks));
}

void WebhookDeliveries::settle(Line& line, const WebhookAnswer& answer, Instant now, Tasks& tasks) {
  const std::string said = answer.status ? std::to_string(*answer.status) : answer.why_none;
  switch (webhooks::judge(answer.status)) {
    case webhooks::Taken::yes: {
      const bool was_failing = line.of.failing_since.has_value();
      if (!line.queue.empty()) {
        line.delivered = line.queue.front().place;
        line.queue.pop_front();
      }
      if (line.queue.empty()) line.delivered = line.looked;
      line.attempts = {};
      line.failed_with.clear();
      ++line.unnoted;
      if (!line.unnoted_since) line.unnoted_since = now;
      note(line, now, was_failing || stopped_, tasks);
      break;
    }
    case webhooks::Taken::later:
      if (!stopped_) fail(line, said, now, tasks);  // else it was us
      break;
    case webhooks::Taken::never:
      line.failed_with = said;
      stop_line(line, webhooks::Why::gone, tasks);
      break;
  }
}

void WebhookDeliveries::fail(Line& line, std::string why, Instant now, Tasks& tasks) {
  // What was taken before is noted first: noted later it would look as if the failure had ended.
  const bool is_first = line.of.status == Status::live && !line.of.failing_since && line.asked == 0;
  if (is_first) {
    note(line, now, true, tasks);
    tasks.ask(line, webhooks::NoteFailing{.id = line.of.id});
  }
  std::array<std::byte, 1> chance{};
  core_.ports().entropy.fill(chance);
  line.attempts = webhooks::after_failure(line.attempts, now, std::to_integer<std::uint8_t>(chance[0]));
  line.failed = now;
  line.failed_with = std::move(why);
  forget_queue(line);  // what it may see is judged anew when it is tried again
  if (webhooks::has_failed_too_long(line.of.failing_since, now))
    stop_line(line, webhooks::Why::failing, tasks);
}

// ---- keys

/// A key that was withdrawn is gone for good; one that has expired by a clock that leapt ahead is not.
void WebhookDeliveries::look_at_key(Line& line, Instant now, Tasks& tasks) {
  if (line.of.status != Status::live) return;
  const Keys& keys = core_.ports().keys;
  if (keys.find(line.of.key, now)) {
    line.keyless = 0;
    return;
  }
  ++line.keyless;
  const bool was_withdrawn = !keys.find(line.of.key, Instant{});
  if (was_withdrawn || line.keyless > limits::webhook_expired_ticks)
    stop_line(line, webhooks::Why::no_key, tasks);
}

// ---- what the log is told

void WebhookDeliveries::note(Line& line, Instant now, bool at_once, Tasks& tasks) {
  // What was not for it is passed over without a note, until it is so much that looking again would cost.
  const std::int64_t passed = line.delivered - line.noted;
  const bool is_time = line.unnoted >= limits::webhook_note_after || passed >= limits::webhook_passed_max ||
                       (line.unnoted_since && is_over(*line.unnoted_since, limits::webhook_note_pause, now));
  // A note ends a failure: that is said by what was taken, and by nothing else.
  const bool is_failing = line.attempts.failures > 0 || (line.of.failing_since && line.unnoted == 0);
  if (passed <= 0 || line.asked != 0 || is_failing || !(at_once || is_time)) return;
  line.noting = line.unnoted;
  tasks.ask(line, webhooks::NoteDelivered{.id = line.of.id, .upto = line.delivered, .round = line.of.round});
}

void WebhookDeliveries::stop_line(Line& line, webhooks::Why why, Tasks& tasks) {
  if (line.of.status == Status::live && line.asked == 0)
    tasks.ask(line, webhooks::Stop{.id = line.of.id, .why = why});
}

void WebhookDeliveries::perform(Tasks tasks) {
  for (Picked& picked : tasks.posts) post(std::move(picked));
  for (const webhooks::Command& command : tasks.commands) ask(command);
}

/// Nothing is remembered under its id: asked twice, it changes nothing the second time.
void WebhookDeliveries::ask(const webhooks::Command& command) {
  const std::string id = id_of(command);
  const bool is_note = std::holds_alternative<webhooks::NoteDelivered>(command);
  Hash256 chance;
  core_.ports().entropy.fill(chance.bytes);
  workflow::Command asked{.id = workflow::DerivedCommandId{chance},
                          .type = workflow::command_in(workflow::webhook_block, command.index()),
                          .at = core_.ports().clock(),
                          .actor = {},
                          .content = std::visit([](const auto& c) { return to_cbor(c); }, command)};
  core_.ports().service.ask(
      std::move(asked), [weak = core_.weak_from_this(), id, is_note](const workflow::Reply& reply) {
        if (const auto core = weak.lock())
          core->webhooks().replied(id, is_note, reply.kind == workflow::Reply::Kind::accepted);
      });
}

/// One that the writer had no room for is asked again when the next post or tick finds the same.
void WebhookDeliveries::replied(const std::string& id, bool of_note, bool accepted) {
  const std::scoped_lock lock{mutex_};
  const auto found = lines_.find(id);
  if (found == lines_.end()) return;
  Line& line = found->second;
  if (line.asked > 0) --line.asked;
  if (of_note) {
    const std::size_t noted = std::exchange(line.noting, 0);
    if (accepted) {
      line.unnoted -= std::min(noted, line.unnoted);
      line.unnoted_since.reset();
      if (line.unnoted > 0) line.unnoted_since = core_.ports().clock();
    }
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
    if (stopped_) return;  // the writer may be gone
    ticking_ = false;
    const Instant now = core_.ports().clock();
    for (Line& line : lines_ | std::views::values) {
      look_at_key(line, now, tasks);
      note(line, now, false, tasks);
    }
    pick(now, tasks);
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
