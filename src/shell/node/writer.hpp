#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/node/turns.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::node {

/// Date of the newest event, but for those of messages that waited, which are dated when these came; nothing
/// of an empty store.
[[nodiscard]] std::optional<Instant> newest_event_at(app::Store& store);

/// Whether a node begins by its clock, though its newest event is dated ahead of it. That is so where
/// `dated_ahead` names the event's date, however far ahead that is: the operator says that a clock that was
/// ahead had written it. Without that word nobody knows which of the two is wrong. More than
/// limits::clock_behind_max ahead it is refused then, in words; of less the dates go on from the event's.
[[nodiscard]] std::expected<bool, std::string> begins_by_clock(std::optional<Instant> newest, Instant clock,
                                                               std::string_view dated_ahead);

/// The one thread that decides and writes. Takes whatever was asked while the last commit ran as the next
/// batch, adds the clocks that ran out, which have places of their own in it, answers after the commit, hands
/// on what is to be sent.
class Writer {
 public:
  struct Options {
    std::function<Instant()> clock;
    /// Messages to send, in the order of the log; called on the writer's thread and must not wait.
    std::function<void(std::vector<app::OutboxRow>)> send;
    /// Dead letters that an officer has given up; likewise.
    std::function<void(std::vector<app::OutboxRow>)> discard;
    /// Runs an answer to somebody of this share, on a thread of the pool.
    std::function<void(app::Share, std::move_only_function<void()>)> answer;
    /// The store can no longer be trusted: the process must end without answering. Called once.
    std::function<void(const std::string&)> failed;
    /// Before each batch is decided, or something is considered; on the writer's thread.
    std::function<void()> before = {};
    /// After each batch, in the order of the commands.
    std::function<void(std::span<const workflow::Command>, std::span<const workflow::Reply>,
                       std::chrono::microseconds took)>
        decided;
    /// Why nothing is accepted, when that changes; nothing when it is accepted again.
    std::function<void(const std::optional<std::string>&)> read_only;
    /// Every limits::audit_head_interval while something happens, every limits::head_fresh_interval while
    /// nothing does, and at the end.
    std::function<void(app::Store&, const TreeHead&, Instant)> sign_head;
    /// Commands that hit a mistake of the program, once they are kept.
    std::function<void(const std::vector<app::QuarantineRow>&)> quarantined;
    /// At the start and at the beginning of each day.
    std::function<void()> daily;
    /// The clock stands behind what events are dated with, by more than limits::clock_step_back_max: those
    /// that come are dated like the newest one until the clock has passed it. Told each
    /// limits::clock_behind_told_each while that lasts, with that date.
    std::function<void(Instant newest)> clock_behind = [](Instant) {};
    /// This life begins by the clock though events are dated behind it: a clock that was ahead wrote those.
    bool begins_by_clock = false;
  };

  /// Does nothing yet.
  Writer(app::Executor& executor, store::SqliteStore& store, Options options);
  /// Writes what is queued, then ends.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Begins, with what waits to be sent from an earlier life: the functions of the options are called from
  /// now on, and what they lead to may call this object at once. Once.
  void start();

  /// Any thread. Answered with `busy` at once if the queue is full for the role: partners and officers have
  /// shares of their own, so that a flood of declarations stops neither.
  void ask(workflow::Command command, app::Service::OnReply on_reply);
  /// Likewise; decided and forgotten.
  void consider(workflow::Command command, app::Service::OnConsidered on_considered);
  /// A partner has the message, or refused it for good; or what made a dead letter of it is mended.
  void receipted(std::int64_t outbox_id, std::optional<app::SentRow> proof = std::nullopt);
  void refused(std::int64_t outbox_id, app::Death death);
  void revived(std::int64_t outbox_id);

  /// Work on the store between two batches, on the writer's thread, that is no command: dropped while nothing
  /// can be written for lack of room, and when the node ends. Any thread.
  void beside(std::move_only_function<void(app::Store&)> work);

  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t log_bytes() const noexcept { return log_bytes_.load(); }
  /// Nothing is accepted for lack of room, as of the last look.
  [[nodiscard]] bool read_only() const noexcept { return closed_.load(); }
  void stop();

 private:
  struct Waiting {
    workflow::Command command;
    app::Service::OnReply on_reply;
    app::Service::OnConsidered on_considered;  ///< instead of on_reply, of what is only considered
    std::chrono::steady_clock::time_point since{};

    void answer_busy();
  };

  /// False if the queue of its share is full.
  [[nodiscard]] bool enqueue(Waiting& waiting);
  void run();
  struct Landed {
    std::int64_t outbox_id = 0;
    std::optional<app::SentRow> proof = {};
    std::optional<app::Death> death = {};  ///< where the partner refused it
    bool is_revived = false;               ///< neither: the partner has it
  };
  /// Waits for work and takes as much as makes a batch, and all receipts; nothing at the end.
  struct Taken {
    std::vector<Waiting> commands;
    std::vector<Waiting> late;  ///< to be answered busy
    std::vector<Landed> landed;
    std::vector<std::move_only_function<void(app::Store&)>> beside;
  };
  [[nodiscard]] std::optional<Taken> take();
  /// Answers what is only considered and takes it out.
  void consider(std::vector<Waiting>& taken, Instant at);
  /// False if nothing was to be decided.
  bool batch(std::vector<Waiting> taken);
  /// What the next command is dated with: never before the newest event.
  [[nodiscard]] Instant now();
  void look_at_clock();
  /// What is to be done beside the commands: looks at the room, and what comes once an hour or a day.
  void look_after(Instant at);
  void do_beside(std::vector<std::move_only_function<void(app::Store&)>> all);
  /// Puts off what the store certainly did not do.
  void keep_up(Instant at);
  void sign_head(Instant at);

  app::Executor& executor_;
  store::SqliteStore& store_;
  Options options_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  Turns<Waiting, 3> queues_;  ///< of people, officers and partners
  std::vector<Landed> landed_;
  std::vector<std::move_only_function<void(app::Store&)>> beside_;
  bool ending_ = false;
  Instant last_;
  std::atomic<std::size_t> log_bytes_ = 0;
  std::atomic<bool> closed_ = false;
  std::optional<std::string> read_only_;
  Instant head_due_;
  std::uint64_t head_size_ = 0;  ///< of the last one signed in this life
  Instant head_signed_;
  std::int64_t day_ = 0;               ///< of the last daily look, since 1970
  std::uint16_t answers_dropped_ = 0;  ///< those of periods before this one
  std::optional<std::chrono::steady_clock::time_point> told_behind_;
  std::thread thread_;
};

}  // namespace lintas::node
