#include "shell/node/writer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::node {

namespace {

using std::chrono::steady_clock;

/// Which share of the queue a role's commands are counted in: 0 people and their software, 1 officers, 2
/// partners.
std::size_t share_of(access::Role role) {
  if (role == access::Role::partner_node) return 2;
  const bool officer = role >= access::Role::officer_of_departure && role <= access::Role::supervisor;
  return officer ? 1 : 0;
}

constexpr std::array shares{limits::queue_of_traders_max, limits::queue_of_officers_max,
                            limits::queue_of_partners_max};

}  // namespace

Writer::Writer(app::Executor& executor, store::SqliteStore& store, Options options)
    : executor_(executor), store_(store), options_(std::move(options)) {}

Writer::~Writer() { stop(); }

bool Writer::enqueue(Waiting& waiting) {
  const std::size_t share = share_of(waiting.command.actor.role);
  const std::scoped_lock lock{mutex_};
  if (ending_ || queued_[share] >= shares[share] || is_read_only_) return false;
  ++queued_[share];
  queue_.push_back(std::move(waiting));
  filled_.notify_one();
  return true;
}

void Writer::start() {
  thread_ = std::thread{[this] { run(); }};
}

void Writer::ask(workflow::Command command, app::Service::OnReply on_reply) {
  Waiting waiting{.command = std::move(command), .on_reply = std::move(on_reply), .on_considered = {}};
  if (!enqueue(waiting)) waiting.on_reply({.kind = workflow::Reply::Kind::busy});
}

void Writer::consider(workflow::Command command, app::Service::OnConsidered on_considered) {
  Waiting waiting{.command = std::move(command), .on_reply = {}, .on_considered = std::move(on_considered)};
  if (!enqueue(waiting))
    waiting.on_considered({.reply = {.kind = workflow::Reply::Kind::busy}, .events = {}, .stream = {}});
}

void Writer::receipted(std::int64_t outbox_id) {
  const std::scoped_lock lock{mutex_};
  landed_.emplace_back(outbox_id, true);
  filled_.notify_one();
}

void Writer::refused(std::int64_t outbox_id) {
  const std::scoped_lock lock{mutex_};
  landed_.emplace_back(outbox_id, false);
  filled_.notify_one();
}

std::size_t Writer::waiting() const {
  const std::scoped_lock lock{mutex_};
  return queue_.size();
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

void Writer::run() {
  try {
    options_.send(executor_.take_outbox());
    for (;;) {
      std::vector<Waiting> taken;
      std::vector<std::pair<std::int64_t, bool>> landed;
      bool idle = false;
      {
        std::unique_lock lock{mutex_};
        const auto work = [this] { return ending_ || !queue_.empty() || !landed_.empty(); };
        // Clocks are looked at this often when nothing else happens; none is finer than minutes.
        filled_.wait_for(lock, limits::clock_look_interval, work);
        if (ending_ && queue_.empty() && landed_.empty()) break;
        std::size_t bytes = 0;
        while (!queue_.empty() && taken.size() < limits::batch_commands_max &&
               bytes < limits::batch_payload_bytes_max) {
          for (const auto& payload : queue_.front().command.payloads) bytes += payload.bytes.size();
          --queued_[share_of(queue_.front().command.actor.role)];
          taken.push_back(std::move(queue_.front()));
          queue_.pop_front();
        }
        landed.swap(landed_);
        idle = taken.empty();
      }
      for (const auto& [id, received] : landed) {
        if (received) {
          executor_.receipted(id);
        } else {
          executor_.refused(id);
        }
      }
      batch(std::move(taken));
      if (idle && !landed.empty()) executor_.flush();
      if (idle) {
        store_.idle();
      } else {
        store_.checkpoint_if_due();
      }
      look_after(last_);
    }
    sign_head(now());
  } catch (const std::exception& failure) {
    options_.failed(failure.what());
  }
}

void Writer::look_after(Instant at) {
  log_bytes_ = store_.log_bytes();
  if (auto why = store_.read_only(); why.has_value() != read_only_.has_value()) {
    read_only_ = std::move(why);
    is_read_only_ = read_only_.has_value();
    options_.read_only(read_only_);
  }
  if (at >= head_due_) sign_head(at);
  const std::int64_t day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
  const std::int64_t oldest = day - limits::command_answers_kept.count();
  if (day == answers_dropped_on_ || oldest <= 0) return;
  answers_dropped_on_ = day;
  store_.drop_commands_before(static_cast<std::uint16_t>(oldest));
}

void Writer::sign_head(Instant at) {
  head_due_ = at + limits::audit_head_interval;
  const TreeHead head = executor_.head();
  if (head.size == head_size_) return;
  head_size_ = head.size;
  options_.sign_head(store_, head, at);
}

void Writer::consider(std::vector<Waiting>& taken, Instant at) {
  for (Waiting& one : taken) {
    if (!one.on_considered) continue;
    one.command.at = at;
    options_.answer(
        [on_considered = std::move(one.on_considered),
         considered = executor_.consider(one.command)]() mutable { on_considered(std::move(considered)); });
    one.on_considered = nullptr;
  }
  std::erase_if(taken, [](const Waiting& one) { return !one.on_reply; });
}

void Writer::batch(std::vector<Waiting> taken) {
  const Instant at = now();
  consider(taken, at);
  std::vector<workflow::Command> commands;
  commands.reserve(taken.size());
  for (Waiting& one : taken) {
    one.command.at = at;
    commands.push_back(std::move(one.command));
  }
  const std::size_t room = limits::batch_commands_max - commands.size();
  std::vector<workflow::Command> due = executor_.due(at, room);
  std::ranges::move(due, std::back_inserter(commands));
  if (commands.empty()) return;
  const auto begin = steady_clock::now();
  std::vector<workflow::Reply> replies = executor_.run_batch(commands);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
  options_.decided(commands, replies, took);
  for (std::size_t i = 0; i < taken.size(); ++i) {
    options_.answer([on_reply = std::move(taken[i].on_reply), reply = std::move(replies[i])]() mutable {
      on_reply(std::move(reply));
    });
  }
  options_.send(executor_.take_outbox());
}

}  // namespace lintas::node
