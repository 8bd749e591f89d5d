#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "shell/app/cache.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// The one loop: decides a batch of commands on an overlay, writes it in one transaction, then answers.
/// Has no thread and no clock of its own: the node gives it one, the simulator steps it. One executor a
/// store.
class Executor {
 public:
  struct Ports {
    const workflow::Domain& domain;
    Store& store;
    Entropy& entropy;
    Packer& packer;
    Sha256 sha256;
    FreshLetters* letters = nullptr;  ///< of who sends them; none where nobody does
  };

  /// Reads what the store has to go on from: counters, audit tree, clocks, outbox.
  explicit Executor(const Ports& ports, std::size_t cached_streams_max = limits::cached_streams_max);

  /// Answers in the order of the commands, at most limits::batch_commands_max. Whatever is answered is
  /// written. Commands that the store certainly did not take, or whose rows contradict it, are decided again
  /// in halves, so that one that cannot be written fails alone: it is answered busy, or kept in quarantine.
  /// Throws StoreFailure when the store cannot be read, or when nobody can say whether the batch was written:
  /// the process must end without an answer, clients and partners repeat under the same ids.
  [[nodiscard]] std::vector<workflow::Reply> run_batch(std::span<const workflow::Command> commands);

  /// What would come of the command if it were asked now, with everything that follows from it. Nothing is
  /// written, sent or taken. Throws StoreFailure when the store cannot be read.
  [[nodiscard]] Considered consider(const workflow::Command& command);

  /// The clocks that have run out by `now`, as commands for a next batch; the oldest first.
  [[nodiscard]] std::vector<workflow::Command> due(Instant now, std::size_t count) const;
  /// When the next clock runs out.
  [[nodiscard]] std::optional<Instant> next_due() const;

  // ---- the outbox, as written. What the partners answered is written with the next batch.
  /// Messages not taken yet, oldest first; each is given once, at the start the dead ones too, and a dead one
  /// that was revived, by an officer or by itself, once more.
  [[nodiscard]] std::vector<OutboxRow> take_outbox();
  /// Dead letters that an officer has given up.
  [[nodiscard]] std::vector<OutboxRow> take_discarded();
  /// The partner has it; `proof` of that, where the wire gives one, is kept.
  void receipted(std::int64_t outbox_id, std::optional<SentRow> proof = std::nullopt);
  /// The partner refused it for good; `death` says how, where the wire tells.
  void refused(std::int64_t outbox_id, const std::optional<Death>& death = std::nullopt);
  /// What made a dead letter of it is mended: it waits again, unless an officer gives it up in the batch.
  void revived(std::int64_t outbox_id);
  /// There are receipts, refusals or letters revived that no batch has written yet.
  [[nodiscard]] bool owes_receipts() const noexcept {
    return !receipted_.empty() || !dead_.empty() || !revived_.empty();
  }
  /// Writes them when no command is waiting. Same failures as run_batch.
  void flush();

  /// Commands that hit a mistake of ours and are kept, each told once: those that were asked for, and those
  /// that followed from others or waited, which nobody is answered for.
  [[nodiscard]] std::vector<QuarantineRow> take_quarantined();

  [[nodiscard]] TreeHead head() const { return {.size = tree_.size(), .root = tree_.root()}; }
  [[nodiscard]] const Counters& counters() const noexcept { return committed_; }
  [[nodiscard]] StreamPtr stream(StreamId id) { return cache_.get(id); }

 private:
  [[nodiscard]] std::vector<workflow::Reply> run_in_halves(std::span<const workflow::Command> commands);
  [[nodiscard]] CommitOutcome write(Overlay& overlay);
  /// Those of the batch that was written, to whoever sends them.
  void give_letters(const Batch& batch, std::span<const Overlay::LetterContent> letters) const;
  /// The stream's clock runs out at `due`, and is to be looked at then or at `rest_until`.
  void set_clock(StreamId stream, std::optional<Instant> due, Instant rest_until = {});
  /// Takes out of the batch what the outbox has already; what was receipted meanwhile is to be sent once
  /// more.
  [[nodiscard]] std::vector<OutboxRow> settle_outbox(Batch& batch) const;
  /// Adds what waits again by itself to the batch; as it is then.
  [[nodiscard]] std::vector<OutboxRow> settle_revived(Batch& batch);

  Ports ports_;
  Cache cache_;
  Decider decider_;
  Counters committed_;
  AuditTree tree_;
  struct Clock {
    Instant due;
    Instant look_at;
  };
  std::set<std::pair<Instant, StreamId>> clocks_;  ///< by when to look at them
  std::map<StreamId, Clock> clock_of_;
  std::map<std::int64_t, bool> pending_;  ///< ids in the outbox, and whether dead
  std::vector<OutboxRow> untaken_;
  std::vector<OutboxRow> discarded_;
  std::map<std::int64_t, std::optional<SentRow>> receipted_;
  std::map<std::int64_t, std::optional<Death>> dead_;
  std::set<std::int64_t> revived_;
  std::vector<QuarantineRow> quarantined_;
};

}  // namespace lintas::app
