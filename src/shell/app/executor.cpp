#include "shell/app/executor.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/deaths.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::app {

using workflow::Command;
using workflow::Reply;

Executor::Executor(const Ports& ports, std::size_t cached_streams_max)
    : ports_(ports),
      cache_(ports.domain, ports.store, cached_streams_max),
      decider_(ports.domain, ports.entropy, ports.packer, ports.sha256),
      committed_(ports.store.counters()),
      tree_(restore_tree(ports.sha256, ports.store)) {
  for (const StreamRow& row : ports_.store.open_streams()) {
    set_clock(row.id, row.due);
    cache_.set_open(row, Instant{});
  }
  for (const OutboxRow& row : ports_.store.outbox()) {
    pending_.emplace(row.id, row.dead);
    untaken_.push_back(row);
  }
}

std::vector<Reply> Executor::run_batch(std::span<const Command> commands) {
  require(commands.size() <= limits::batch_commands_max, "a batch is bounded");
  Overlay overlay{cache_, committed_};
  std::vector<Reply> replies;
  replies.reserve(commands.size());
  for (const Command& command : commands) replies.push_back(decider_.decide(overlay, command));
  CommitOutcome outcome = CommitOutcome::not_applied;
  std::optional<QuarantineRow> bug;
  try {
    outcome = write(overlay);
  } catch (const std::logic_error& found) {
    if (commands.empty()) throw;
    bug = quarantine_row(commands.front(), found);
  }
  if (outcome == CommitOutcome::unknown) {
    throw StoreFailure("nobody can say whether the batch was written", StoreFailure::Outcome::unknown);
  }
  if (outcome == CommitOutcome::applied) decider_.written();
  if (outcome == CommitOutcome::not_applied) {
    decider_.forgotten();
    if (commands.size() > 1) return run_in_halves(commands);
    if (commands.empty() || !bug) return std::vector(commands.size(), Reply{.kind = Reply::Kind::busy});
    Overlay alone{cache_, committed_};
    alone.quarantine(*std::move(bug));
    const bool kept = write(alone) == CommitOutcome::applied;
    // Its messages come again one by one, so that the one at fault is known. If none of them is, the bug was
    // theirs together, and is kept all the same.
    if (kept && commands.front().type == workflow::command_bundle) {
      return {Reply{.kind = Reply::Kind::refused,
                    .findings = {{.rule = "EXC-012", .pointer = {}, .value = {}, .detail = {}}}}};
    }
    replies.assign(1, Reply{.kind = kept ? Reply::Kind::internal : Reply::Kind::busy});
  }
  // A clock whose command hit a bug would strike again at once: it rests, and an engineer looks into the
  // quarantine.
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto* timer = std::get_if<workflow::TimerCommandId>(&commands[i].id);
    if (timer == nullptr || replies[i].kind != Reply::Kind::internal) continue;
    set_clock(timer->stream, timer->due, commands[i].at + limits::clock_rest_after_bug);
  }
  return replies;
}

std::vector<Reply> Executor::run_in_halves(std::span<const Command> commands) {
  std::vector<Reply> replies = run_batch(commands.first(commands.size() / 2));
  std::ranges::move(run_batch(commands.subspan(commands.size() / 2)), std::back_inserter(replies));
  return replies;
}

Considered Executor::consider(const Command& command) {
  Overlay overlay{cache_, committed_};
  Considered considered{.reply = decider_.decide(overlay, command), .events = {}, .stream = {}};
  considered.events = overlay.events();
  decider_.forgotten();
  if (!considered.events.empty()) considered.stream = overlay.stream(considered.events.front().stream);
  return considered;
}

CommitOutcome Executor::write(Overlay& overlay) {
  const bool nothing_decided = overlay.empty();
  Batch batch = overlay.take_batch();
  const std::vector<OutboxRow> again = settle_outbox(batch);
  std::vector<OutboxRow> by_itself = settle_revived(batch);
  if (nothing_decided && batch.receipted.empty() && batch.dead.empty() && batch.revived.empty())
    return CommitOutcome::applied;
  AuditTree tree = tree_;
  for (const EventRow& event : batch.events) {
    std::ranges::move(tree.append(leaf_of(ports_.sha256, event)), std::back_inserter(batch.tiles));
  }
  const CommitOutcome outcome = ports_.store.commit(batch);
  if (outcome != CommitOutcome::applied) return outcome;
  tree_ = std::move(tree);
  committed_ = overlay.counters();
  // The last event may be of a message that waited, dated when that came.
  const auto newest = std::ranges::max_element(batch.events, {}, &EventRow::at);
  const Instant now = newest == batch.events.end() ? Instant{} : newest->at;
  for (const auto& [id, stream] : overlay.streams()) {
    cache_.put(stream);
    cache_.set_open(stream->row, now);
    set_clock(id, stream->row.open ? stream->row.due : std::nullopt);
  }
  give_letters(batch, overlay.letters());
  for (const std::int64_t id : batch.receipted) pending_.erase(id);
  for (const DeadWrite& one : batch.dead) pending_[one.id] = true;
  std::ranges::copy(overlay.revived(), std::back_inserter(by_itself));
  for (OutboxRow& row : by_itself) {
    row.dead = false;
    if (!is_known_from_elsewhere(row.death)) row.death.reset();
    pending_[row.id] = false;
    untaken_.push_back(std::move(row));
  }
  std::ranges::copy(overlay.discarded(), std::back_inserter(discarded_));
  for (const OutboxRow& row : batch.outbox) {
    pending_.emplace(row.id, false);
    untaken_.push_back(row);
  }
  std::ranges::copy(again, std::back_inserter(untaken_));
  std::ranges::move(batch.quarantined, std::back_inserter(quarantined_));
  receipted_.clear();
  dead_.clear();
  revived_.clear();
  return outcome;
}

void Executor::give_letters(const Batch& batch, std::span<const Overlay::LetterContent> letters) const {
  if (ports_.letters == nullptr) return;
  for (const OutboxRow& row : batch.outbox) {
    const auto letter = std::ranges::lower_bound(letters, row.payload, {}, &Overlay::LetterContent::id);
    if (letter == letters.end() || letter->id != row.payload) continue;  // sent again
    const auto event = std::ranges::lower_bound(batch.events, event_of_outbox(row.id), {}, &EventRow::seq);
    require(event != batch.events.end(), "a letter is sent by an event of its batch");
    ports_.letters->keep(row.id, {.content = letter->content, .at = event->at});
  }
}

std::vector<OutboxRow> Executor::settle_outbox(Batch& batch) const {
  for (const auto& [id, proof] : receipted_) {
    batch.receipted.push_back(id);
    if (proof) batch.sent.push_back(*proof);
  }
  for (const auto& [id, death] : dead_) batch.dead.push_back({.id = id, .death = death});
  std::ranges::sort(batch.outbox, {}, &OutboxRow::id);
  const auto repeated = std::ranges::unique(batch.outbox, {}, &OutboxRow::id);
  batch.outbox.erase(repeated.begin(), repeated.end());
  std::vector<OutboxRow> again;
  std::erase_if(batch.outbox, [&](const OutboxRow& row) {
    if (!pending_.contains(row.id)) return false;
    // Still waiting here it comes anyway, or an officer decides about it; receipted and lost by the partner
    // it does not.
    if (std::erase(batch.receipted, row.id) > 0) again.push_back(row);
    std::erase_if(batch.sent, [&](const SentRow& proof) { return proof.id == row.id; });
    return true;
  });
  return again;
}

std::vector<OutboxRow> Executor::settle_revived(Batch& batch) {
  std::vector<OutboxRow> rows;
  // What officers did in this batch stands: few, while what a reload revives may be very many.
  std::set<std::int64_t> decided{batch.receipted.begin(), batch.receipted.end()};
  decided.insert(batch.revived.begin(), batch.revived.end());
  for (const std::int64_t id : revived_) {
    if (decided.contains(id)) continue;
    rows.push_back(certain(ports_.store.outbox_row(id), "a letter that waits is in the store"));
    batch.revived.push_back(id);
  }
  return rows;
}

void Executor::set_clock(StreamId stream, std::optional<Instant> due, Instant rest_until) {
  if (const auto found = clock_of_.find(stream); found != clock_of_.end()) {
    const bool stays = due == found->second.due && found->second.look_at == std::max(*due, rest_until);
    if (stays) return;
    clocks_.erase({found->second.look_at, stream});
    clock_of_.erase(found);
  }
  if (!due) return;
  const Instant look_at = std::max(*due, rest_until);
  clocks_.emplace(look_at, stream);
  clock_of_.emplace(stream, Clock{.due = *due, .look_at = look_at});
}

std::vector<Command> Executor::due(Instant now, std::size_t count) const {
  std::vector<Command> commands;
  for (const auto& [look_at, stream] : clocks_) {
    if (look_at > now || commands.size() == count) break;
    const Instant due = clock_of_.at(stream).due;
    commands.push_back({.id = workflow::TimerCommandId{.stream = stream, .due = due},
                        .type = workflow::command_time_passed,
                        .at = now});
  }
  return commands;
}

std::optional<Instant> Executor::next_due() const {
  return clocks_.empty() ? std::nullopt : std::optional{clocks_.begin()->first};
}

std::vector<OutboxRow> Executor::take_outbox() { return std::exchange(untaken_, {}); }

std::vector<QuarantineRow> Executor::take_quarantined() { return std::exchange(quarantined_, {}); }

std::vector<OutboxRow> Executor::take_discarded() { return std::exchange(discarded_, {}); }

void Executor::receipted(std::int64_t outbox_id, std::optional<SentRow> proof) {
  require(!proof || proof->id == outbox_id, "a proof is of the message that it proves");
  if (!pending_.contains(outbox_id)) return;
  receipted_.try_emplace(outbox_id, std::move(proof));
  dead_.erase(outbox_id);
  revived_.erase(outbox_id);
}

void Executor::refused(std::int64_t outbox_id, const std::optional<Death>& death) {
  if (pending_.contains(outbox_id) && !receipted_.contains(outbox_id)) dead_.try_emplace(outbox_id, death);
}

void Executor::revived(std::int64_t outbox_id) {
  const auto found = pending_.find(outbox_id);
  const bool is_dead = found != pending_.end() && (found->second || dead_.contains(outbox_id));
  if (is_dead && !receipted_.contains(outbox_id)) revived_.insert(outbox_id);
}

void Executor::flush() {
  Overlay nothing{cache_, committed_};
  if (write(nothing) == CommitOutcome::unknown) {
    throw StoreFailure("nobody can say whether the receipts were written", StoreFailure::Outcome::unknown);
  }
}

}  // namespace lintas::app
