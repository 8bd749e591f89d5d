#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/cache.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

/// What a batch, a command or a derived command has decided and nobody has written yet. Reads see it;
/// dropping it undoes it. Overlays stack: store, cache, batch, command, derived command that stands alone.
class Overlay {
 public:
  /// On the cache, behind the last identifiers committed.
  Overlay(Cache& cache, Counters committed) : cache_(cache), committed_(committed), counters_(committed) {}
  /// On another overlay, which must not change meanwhile.
  [[nodiscard]] static Overlay above(const Overlay& parent) { return Overlay{&parent}; }
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;
  ~Overlay() = default;

  // ---- reads
  [[nodiscard]] StreamPtr stream(StreamId id) const;
  [[nodiscard]] std::optional<StreamId> find(const Key& key) const;
  [[nodiscard]] std::optional<StreamId> numbered(std::int64_t n) const;
  /// The next free number of the block; nothing if it is full.
  [[nodiscard]] std::optional<std::int64_t> next_number(workflow::NumberBlock block) const;
  [[nodiscard]] std::optional<CommandRow> command(const std::array<std::byte, 18>& id) const;
  /// Newest first, until `visit` says it has seen enough.
  template <class Visit>
  void newest_events(StreamId id, Visit visit) const;
  [[nodiscard]] std::optional<Payload> payload(PayloadId id) const;
  /// Those that were open when the batch began, or not long before, as they are now.
  [[nodiscard]] std::vector<StreamPtr> open_streams(const workflow::Page& page) const;
  /// Partners that have not receipted a message of this lane, as the store knows it.
  [[nodiscard]] std::vector<exchange::Partner> waiting(StreamId lane) const;
  /// Whether a message of this kind to the partner is not receipted yet, or dead, as the store knows it.
  [[nodiscard]] bool waits(StreamId lane, exchange::Partner partner, PayloadKind kind) const;
  /// What the partner sent under this id, if it was taken.
  [[nodiscard]] std::optional<ReceivedRow> received(exchange::Partner partner,
                                                    std::string_view message) const;
  /// A message that its partner refused for good, and nobody has decided about.
  [[nodiscard]] std::optional<OutboxRow> dead_letter(std::int64_t id) const;
  [[nodiscard]] const workflow::Domain& domain() const noexcept { return cache_.domain(); }

  // ---- writes
  [[nodiscard]] StreamId create(StreamKind kind);
  /// Gives the event its place in log and stream, and moves the stream and those in `also`.
  void append(EventRow event, std::span<const StreamId> also);
  [[nodiscard]] PayloadId add(Payload payload);
  /// A letter, with what was packed.
  [[nodiscard]] PayloadId add(Payload payload, Bytes content);
  [[nodiscard]] Seq next_seq() const noexcept { return workflow::next(counters_.seq); }
  /// Claims the key for the stream, or frees it (none).
  void set(const Key& key, StreamId stream);
  void set(std::int64_t number, StreamId stream) { numbers_.insert_or_assign(number, stream); }
  void send(const OutboxRow& row) { outbox_.push_back(row); }
  /// A dead letter is sent once more, or given up.
  void revive(const OutboxRow& row) { revived_.push_back(row); }
  void discard(const OutboxRow& row) { discarded_.push_back(row); }
  void set(const CommandRow& row) { commands_.push_back(row); }
  void claim(ReceivedRow row) { received_.push_back(std::move(row)); }
  void quarantine(QuarantineRow row) { quarantined_.push_back(std::move(row)); }

  /// Takes over everything the overlay above decided. Precondition: it stands directly on this one.
  void absorb(Overlay&& above);

  [[nodiscard]] const std::vector<EventRow>& events() const noexcept { return events_; }
  [[nodiscard]] const std::unordered_map<StreamId, StreamPtr>& streams() const noexcept { return streams_; }
  [[nodiscard]] std::span<const OutboxRow> revived() const noexcept { return revived_; }
  [[nodiscard]] std::span<const OutboxRow> discarded() const noexcept { return discarded_; }
  [[nodiscard]] Counters counters() const noexcept { return counters_; }
  struct LetterContent {
    PayloadId id{};
    std::shared_ptr<const Bytes> content;
  };
  /// Of the letters that were made, in the order of their ids.
  [[nodiscard]] std::span<const LetterContent> letters() const noexcept { return letters_; }
  /// Everything as one batch for the store; only of the overlay that stands on the cache. Events, documents
  /// and messages are in the batch afterwards and no longer here.
  [[nodiscard]] Batch take_batch();
  [[nodiscard]] bool empty() const noexcept;

 private:
  explicit Overlay(const Overlay* parent)
      : cache_(parent->cache_),
        parent_(parent),
        committed_(parent->committed_),
        counters_(parent->counters_) {}

  /// The stream as it is now, with its entries in the lists of those whom it concerns.
  void put(const Stream& before, Stream after);

  Cache& cache_;
  const Overlay* parent_ = nullptr;
  Counters committed_;
  Counters counters_;
  std::unordered_map<StreamId, StreamPtr> streams_;
  struct KeyState {
    StreamId stream{};
    bool freed = false;  ///< meanwhile, so that what the store holds has to go first
  };
  std::map<Key, KeyState> keys_;
  std::map<std::int64_t, StreamId> numbers_;
  std::vector<EventRow> events_;
  std::vector<PayloadWrite> payloads_;
  std::vector<LetterContent> letters_;
  std::vector<OutboxRow> outbox_;
  std::vector<OutboxRow> revived_;
  std::vector<OutboxRow> discarded_;
  std::vector<CommandRow> commands_;
  std::vector<ReceivedRow> received_;
  std::vector<QuarantineRow> quarantined_;
};

template <class Visit>
void Overlay::newest_events(StreamId id, Visit visit) const {
  Seq below = Seq::none;  // the stream's newest event that is stored
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    for (auto event = layer->events_.rbegin(); event != layer->events_.rend(); ++event) {
      if (event->stream != id) continue;
      if (visit(*event)) return;
      below = event->prev;
    }
  }
  // Nothing of it above the store: the cached row has the head; else the chain goes on behind the oldest
  // seen.
  const StreamPtr seen = stream(id);
  const bool all_stored = seen->row.head <= committed_.seq;
  const auto history = cache_.store().history(all_stored ? seen->row.head : below);
  for (auto event = history.rbegin(); event != history.rend(); ++event) {
    if (visit(*event)) return;
  }
}

}  // namespace lintas::app
