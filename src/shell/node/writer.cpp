#include "shell/node/writer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/limits.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"
#include "shell/node/limits.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::node {

namespace {

using std::chrono::steady_clock;

// In the order of app::Share; of `sending` there are no commands.
constexpr std::array shares{limits::queue_of_traders_max, limits::queue_of_officers_max,
                            limits::queue_of_partners_max};

app::Share share_of(const workflow::Command& command) { return app::share_of(command.actor.role); }

std::size_t bytes_of(const workflow::Command& command) {
  std::size_t bytes = 0;
  for (const workflow::Payload& payload : command.payloads) bytes += payload.bytes.size();
  return bytes;
}

/// More than one in a bundle, each of which is decided as one that comes alone.
std::size_t messages_of(const workflow::Command& command) {
  return std::max<std::size_t>(command.parts.size(), 1);
}

}  // namespace

namespace {

/// Whether the event is of a message that waited, since before the event of this number: then it has the
/// date at which that came.
bool is_of_one_that_waited(app::Store& store, const app::EventRow& event, app::Seq before) {
  const auto received = app::body_of(event).received;
  if (!received) return false;
  const auto stream = certain(store.stream(event.stream), "an event stands in a stream");
  return std::ranges::any_of(store.history(stream.head), [&](const app::EventRow& one) {
    return one.seq < before && one.type == workflow::event_parked && one.at == event.at &&
           app::body_of(one).received == received;
  });
}

}  // namespace

std::optional<Instant> newest_event_at(app::Store& store) {
  constexpr std::size_t at_once = 1000;
  std::vector<app::EventRow> of_a_date;  // one behind the other, the last of them first
  const auto waited = [&] {
    return std::ranges::any_of(of_a_date, [&](const app::EventRow& event) {
      return is_of_one_that_waited(store, event, of_a_date.back().seq);
    });
  };
  for (std::int64_t end = std::to_underlying(store.counters().seq); end > 0;) {
    const std::int64_t begin = std::max<std::int64_t>(end - static_cast<std::int64_t>(at_once), 0);
    auto rows = store.feed(app::Seq{begin}, static_cast<std::size_t>(end - begin));
    for (app::EventRow& row : std::views::reverse(rows)) {
      if (!of_a_date.empty() && of_a_date.back().at != row.at) {
        if (!waited()) return of_a_date.front().at;
        of_a_date.clear();
      }
      of_a_date.push_back(std::move(row));
    }
    end = begin;
  }
  if (of_a_date.empty()) return std::nullopt;
  return of_a_date.front().at;
}

std::expected<bool, std::string> begins_by_clock(std::optional<Instant> newest, Instant clock,
                                                 std::string_view dated_ahead) {
  if (!newest || *newest <= clock) return false;
  // Looked at first: the word holds however far the event is ahead.
  if (dated_ahead == lintas::to_text(*newest)) return true;
  if (*newest - clock <= limits::clock_behind_max) return false;
  return std::unexpected(
      format("the clock says {}, but the newest event in the store is of {}: set the clock right. If it is "
             "right, and was ahead when that was written, say so by store.dated_ahead = \"{}\"",
             lintas::to_text(clock), lintas::to_text(*newest), lintas::to_text(*newest)));
}

Writer::Writer(app::Executor& executor, store::SqliteStore& store, Options options)
    : executor_(executor),
      store_(store),
      options_(std::move(options)),
      last_(options_.begins_by_clock ? Instant{} : newest_event_at(store).value_or(Instant{})) {}

Writer::~Writer() { stop(); }

void Writer::start() {
  thread_ = std::thread{[this] { run(); }};
}

void Writer::Waiting::answer_busy() {
  const workflow::Reply busy{.kind = workflow::Reply::Kind::busy};
  if (on_reply) return on_reply(busy);
  on_considered({.reply = busy, .events = {}, .stream = {}});
}

bool Writer::enqueue(Waiting& waiting) {
  const auto share = static_cast<std::size_t>(share_of(waiting.command));
  waiting.since = steady_clock::now();
  const std::scoped_lock lock{mutex_};
  if (ending_ || closed_ || queues_.weight(share) >= shares.at(share)) return false;
  const std::size_t messages = messages_of(waiting.command);
  queues_.push(share, std::move(waiting), messages);
  filled_.notify_one();
  return true;
}

void Writer::ask(workflow::Command command, app::Service::OnReply on_reply) {
  Waiting waiting{.command = std::move(command), .on_reply = std::move(on_reply), .on_considered = {}};
  if (!enqueue(waiting)) waiting.answer_busy();
}

void Writer::consider(workflow::Command command, app::Service::OnConsidered on_considered) {
  Waiting waiting{.command = std::move(command), .on_reply = {}, .on_considered = std::move(on_considered)};
  if (!enqueue(waiting)) waiting.answer_busy();
}

void Writer::receipted(std::int64_t outbox_id, std::optional<app::SentRow> proof) {
  const std::scoped_lock lock{mutex_};
  landed_.push_back({.outbox_id = outbox_id, .proof = std::move(proof)});
  filled_.notify_one();
}

void Writer::refused(std::int64_t outbox_id, app::Death death) {
  const std::scoped_lock lock{mutex_};
  landed_.push_back({.outbox_id = outbox_id, .death = std::move(death)});
  filled_.notify_one();
}

void Writer::revived(std::int64_t outbox_id) {
  const std::scoped_lock lock{mutex_};
  landed_.push_back({.outbox_id = outbox_id, .is_revived = true});
  filled_.notify_one();
}

void Writer::beside(std::move_only_function<void(app::Store&)> work) {
  const std::scoped_lock lock{mutex_};
  beside_.push_back(std::move(work));
  filled_.notify_one();
}

std::size_t Writer::waiting() const {
  const std::scoped_lock lock{mutex_};
  return queues_.size();
}

void Writer::stop() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
  }
  filled_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Instant Writer::now() {
  last_ = std::max(last_, options_.clock());
  return last_;
}

void Writer::look_at_clock() {
  if (options_.clock() + limits::clock_step_back_max >= last_) {
    told_behind_.reset();
    return;
  }
  const auto begun = steady_clock::now();
  if (told_behind_ && begun - *told_behind_ < limits::clock_behind_told_each) return;
  told_behind_ = begun;
  options_.clock_behind(last_);
}

void Writer::run() {
  try {
    options_.send(executor_.take_outbox());
    while (auto taken = take()) {
      for (Waiting& one : taken->late) {
        const app::Share share = share_of(one.command);
        options_.answer(share, [one = std::move(one)]() mutable { one.answer_busy(); });
      }
      for (Landed& one : taken->landed) {
        if (one.death) {
          executor_.refused(one.outbox_id, one.death);
        } else if (one.is_revived) {
          executor_.revived(one.outbox_id);
        } else {
          executor_.receipted(one.outbox_id, std::move(one.proof));
        }
      }
      if (batch(std::move(taken->commands))) {
        store_.checkpoint_if_due();
      } else {
        if (executor_.owes_receipts()) {
          executor_.flush();
          options_.send(executor_.take_outbox());
        }
        store_.idle();
      }
      look_after(last_);
      do_beside(std::move(taken->beside));
    }
    head_due_ = {};
    if (!store_.read_only()) keep_up(now());
  } catch (const std::exception& failure) {
    options_.failed(failure.what());
  }
}

std::optional<Writer::Taken> Writer::take() {
  std::unique_lock lock{mutex_};
  // Clocks are looked at this often when nothing else happens; none is finer than minutes.
  filled_.wait_for(lock, limits::clock_look_interval,
                   [this] { return ending_ || !queues_.empty() || !landed_.empty() || !beside_.empty(); });
  if (ending_ && queues_.empty() && landed_.empty()) return std::nullopt;
  Taken taken;
  const std::size_t most = limits::batch_commands_max - executor_.due(now(), limits::batch_clocks_max).size();
  taken.commands.reserve(std::min(queues_.size(), most));
  const auto too_old = steady_clock::now() - limits::queue_wait_max;
  std::size_t bytes = 0;
  std::size_t messages = 0;  // more than commands where there are bundles
  while (!queues_.empty() && messages < most && bytes < limits::batch_payload_bytes_max) {
    Waiting next = queues_.pop();
    const bool late = !ending_ && next.since < too_old;  // at the end whoever waits is still answered
    if (!late) {
      messages += messages_of(next.command);
      bytes += bytes_of(next.command);
      for (const workflow::Command& part : next.command.parts) bytes += bytes_of(part);
    }
    (late ? taken.late : taken.commands).push_back(std::move(next));
  }
  taken.landed.swap(landed_);
  taken.beside.swap(beside_);
  return taken;
}

void Writer::look_after(Instant at) {
  look_at_clock();
  log_bytes_ = store_.log_bytes();
  auto why = store_.read_only();
  closed_ = why.has_value();
  if (why.has_value() != read_only_.has_value()) {
    read_only_ = std::move(why);
    options_.read_only(read_only_);
  }
  const std::int64_t day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
  if (std::exchange(day_, day) != day) options_.daily();
  if (!closed_) keep_up(at);
}

void Writer::do_beside(std::vector<std::move_only_function<void(app::Store&)>> all) {
  if (closed_) return;
  for (auto& work : all) {
    try {
      work(store_);
    } catch (const app::StoreFailure& failure) {
      if (!failure.safe_to_retry()) throw;
    }
  }
}

void Writer::keep_up(Instant at) {
  try {
    if (at >= head_due_) sign_head(at);
    const std::uint16_t oldest = workflow::period_before(workflow::key_period(at));
    if (answers_dropped_ != oldest && !store_.drop_commands_before(oldest)) answers_dropped_ = oldest;
  } catch (const app::StoreFailure& failure) {
    if (!failure.safe_to_retry()) throw;
  }
}

void Writer::sign_head(Instant at) {
  const TreeHead head = executor_.head();
  const bool is_fresh = at < head_signed_ + limits::head_fresh_interval;
  if (head.size > 0 && (head.size != head_size_ || !is_fresh)) {
    options_.sign_head(store_, head, at);
    head_size_ = head.size;
    head_signed_ = at;
  }
  head_due_ = at + limits::audit_head_interval;
}

void Writer::consider(std::vector<Waiting>& taken, Instant at) {
  for (Waiting& one : taken) {
    if (!one.on_considered) continue;
    one.command.at = at;
    options_.answer(share_of(one.command), [on_considered = std::move(one.on_considered),
                                            considered = executor_.consider(one.command)]() mutable {
      on_considered(std::move(considered));
    });
    one.on_considered = nullptr;
  }
  std::erase_if(taken, [](const Waiting& one) { return !one.on_reply; });
}

bool Writer::batch(std::vector<Waiting> taken) {
  const Instant at = now();
  if (options_.before) options_.before();
  consider(taken, at);
  std::vector<workflow::Command> commands;
  commands.reserve(taken.size());
  for (Waiting& one : taken) {
    one.command.date(at);
    commands.push_back(std::move(one.command));
  }
  const std::size_t room = limits::batch_commands_max - commands.size();
  std::vector<workflow::Command> due = executor_.due(at, room);
  std::ranges::move(due, std::back_inserter(commands));
  if (commands.empty()) return false;
  const auto begin = steady_clock::now();
  std::vector<workflow::Reply> replies = executor_.run_batch(commands);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
  options_.decided(commands, replies, took);
  if (const auto kept = executor_.take_quarantined(); !kept.empty()) options_.quarantined(kept);
  for (std::size_t i = 0; i < taken.size(); ++i) {
    options_.answer(share_of(commands[i]),
                    [on_reply = std::move(taken[i].on_reply), reply = std::move(replies[i])]() mutable {
                      on_reply(std::move(reply));
                    });
  }
  options_.discard(executor_.take_discarded());
  options_.send(executor_.take_outbox());
  return true;
}

}  // namespace lintas::node
