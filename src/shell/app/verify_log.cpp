#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify.hpp"
#include "shell/app/verify_notes.hpp"

namespace lintas::app::audit {

namespace {

/// The tree over the log, held against the stored tiles and the own heads. Where an event is not what its
/// leaf says the tree goes on with the leaf, so that one changed event is one finding.
class TreeWalk {
 public:
  explicit TreeWalk(Notes& notes)
      : notes_(notes), tree_(notes.ports.sha256), size_(number(notes.ports.archive.counters().seq)) {}

  void add(const EventRow& event) {
    notes_.looked_at(Check::tree);
    while (!torn_ && tree_.size() + 1 < static_cast<std::uint64_t>(number(event.seq))) fill_gap();
    Hash256 leaf = leaf_of(notes_.ports.sha256, event);
    const auto stored = stored_leaf(number(event.seq) - 1);
    if (stored && *stored != leaf) {
      notes_.wrong(Check::tree, place_of(event.seq), "is not what its leaf says: it was changed afterwards");
      leaf = *stored;
    }
    if (!torn_) append(leaf);
  }

  void end() {
    if (torn_) return;
    if (notes_.ports.archive.tile(0, tree_.size() / hashes_per_tile)) {
      notes_.wrong(Check::tree, format("tile 0/{}", tree_.size() / hashes_per_tile),
                   "covers events behind the end of the log: the end was cut off");
    }
    for (; const HeadRow* head = next_head(); ++next_) {
      notes_.looked_at(Check::heads);
      notes_.wrong(Check::heads, place_of(*head),
                   format("the log has only {} events: its end was cut off", tree_.size()));
    }
    if (newest_) look_at_signature(*newest_);
  }

 private:
  static std::string place_of(const HeadRow& head) { return format("own head of {} leaves", head.head.size); }
  static std::string place_of(Seq seq) { return audit::place_of(seq); }

  void look_at_signature(const HeadRow& head) {
    switch (signature_of(notes_.ports.verifier, head)) {
      case HeadSignature::good: return;
      case HeadSignature::foreign:
        return notes_.wrong(Check::heads, place_of(head), "is not signed with the node's key");
      case HeadSignature::replaced:
        return notes_.wrong(Check::heads, place_of(head), "is signed with a key that was replaced before");
    }
  }

  /// A missing event, by the leaf that it has left.
  void fill_gap() {
    const auto index = static_cast<std::int64_t>(tree_.size());
    if (const auto leaf = stored_leaf(index)) return append(*leaf);
    torn_ = true;
    notes_.wrong(Check::tree, place_of(Seq{index + 1}),
                 "is missing and left no leaf: neither tree nor heads can be worked out from there on");
  }

  void append(const Hash256& leaf) {
    for (const Tile& tile : tree_.append(leaf)) {
      if (tile.level == 0) continue;  // of the stored leaves, where there are any
      const auto stored = notes_.ports.archive.tile(tile.level, tile.n);
      if (!stored || *stored != tile) {
        notes_.wrong(Check::tree, format("tile {}/{}", tile.level, tile.n),
                     stored ? "is another one than the tiles below it make" : "is missing");
      }
    }
    for (const HeadRow* head = next_head(); head != nullptr && head->head.size <= tree_.size();
         ++next_, head = next_head()) {
      notes_.looked_at(Check::heads);
      if (head->head.size < tree_.size() || head->head.root != tree_.root())
        notes_.wrong(Check::heads, place_of(*head), "the log had another root at that size");
      if (newest_ && head->at < newest_->at)
        notes_.wrong(Check::heads, place_of(*head), "is older than the one before it");
      newest_ = *head;
    }
  }

  /// What the stored tile says; nothing where none is stored.
  [[nodiscard]] std::optional<Hash256> stored_leaf(std::int64_t index) {
    const auto n = static_cast<std::uint64_t>(index) / hashes_per_tile;
    if (!tile_at_ || *tile_at_ != n) {
      tile_at_ = n;
      tile_ = notes_.ports.archive.tile(0, n);
      const bool is_full = static_cast<std::int64_t>((n + 1) * hashes_per_tile) <= size_;
      if (!tile_ && is_full) notes_.wrong(Check::tree, format("tile 0/{}", n), "is missing");
    }
    if (!tile_) return std::nullopt;
    return tile_->hashes.at(static_cast<std::size_t>(index) % hashes_per_tile);
  }

  /// The own head that the log has not grown to yet.
  [[nodiscard]] const HeadRow* next_head() {
    if (next_ == heads_.size() && !heads_ended_) {
      const std::uint64_t after = heads_.empty() ? 0 : heads_.back().head.size;
      heads_ = notes_.ports.archive.heads(notes_.ports.self, after, limits::audit_rows_at_once);
      heads_ended_ = heads_.size() < limits::audit_rows_at_once;
      std::erase_if(heads_, [this](const HeadRow& row) { return row.owner != notes_.ports.self; });
      next_ = 0;
    }
    return next_ < heads_.size() ? &heads_[next_] : nullptr;
  }

  Notes& notes_;
  AuditTree tree_;
  std::int64_t size_;  ///< of the log
  bool torn_ = false;
  std::optional<std::uint64_t> tile_at_;
  std::optional<Tile> tile_;
  std::vector<HeadRow> heads_;
  std::size_t next_ = 0;
  bool heads_ended_ = false;
  std::optional<HeadRow> newest_;
};

/// What the events say about other rows: documents, and streams that follow them.
class LogWalk {
 public:
  explicit LogWalk(Notes& notes) : notes_(notes), archive_(notes.ports.archive), tree_(notes) {}

  void run() {
    find_followers();
    for (auto page = archive_.events(last_, limits::audit_rows_at_once); !page.empty();
         page = archive_.events(last_, limits::audit_rows_at_once)) {
      for (const EventRow& event : page) look_at(event);
    }
    tree_.end();
  }

 private:
  void find_followers() {
    StreamId after = StreamId::none;
    for (auto page = archive_.streams(after, limits::audit_rows_at_once); !page.empty();
         page = archive_.streams(after, limits::audit_rows_at_once)) {
      for (const StreamRow& row : page) {
        if (!keeps_state(row.kind)) continue;
        notes_.followers.emplace(
            row.id, Follower{.stream = blank_stream(notes_.ports.domain, row.id, row.kind), .sum = {}});
      }
      after = page.back().id;
    }
  }
  /// False for a kind that no program knows: the walk of the streams tells that.
  [[nodiscard]] bool keeps_state(StreamKind kind) const try {
    return app::keeps_state(notes_.ports.domain, kind);
  } catch (const std::logic_error&) {
    return false;
  }

  void look_at(const EventRow& event) {
    notes_.looked_at(Check::log);
    notes_.unreached.set(number(event.seq));
    if (event.seq != workflow::next(last_)) {
      const std::int64_t first = number(last_) + 1;
      const std::int64_t last = number(event.seq) - 1;
      notes_.wrong(Check::log,
                   first == last ? format("event {}", first) : format("events {} to {}", first, last),
                   "missing from the log");
    }
    last_ = event.seq;
    tree_.add(event);
    const auto body = from_cbor<workflow::EventBody>(event.body);
    if (!body) return notes_.wrong(Check::log, place_of(event.seq), "cannot be read");
    name_documents(event, *body);
    follow(event, *body);
  }

  // ---- documents

  void name_documents(const EventRow& event, const workflow::EventBody& body) {
    if ((event.payload != PayloadId::none) != event.payload_hash.has_value()) {
      notes_.wrong(Check::documents, place_of(event.seq),
                   "names a document without its hash, or a hash alone");
    }
    if (event.payload != PayloadId::none) name(event, event.payload, event.payload_hash);
    for (const workflow::SentMark& mark : body.sent) {
      // Without a hash where an earlier program wrote it: the leaf covers that there is none.
      if (mark.payload != event.payload) name(event, mark.payload, mark.hash);
    }
    if (body.texts) name(event, body.texts->id, body.texts->hash);
    if (event.type != workflow::event_parked) return;
    const auto parked = from_cbor<ParkedRecord>(body.fields_of_type);
    if (!parked) return notes_.wrong(Check::log, place_of(event.seq), "what waits cannot be read");
    name(event, parked->command.id, parked->command.hash);
    for (const StoredPayload& payload : parked->payloads) name(event, payload.id, payload.hash);
  }

  void name(const EventRow& event, PayloadId id, const std::optional<Hash256>& hash) {
    notes_.named.set(number(id));
    const auto facts = archive_.document(id);
    if (!facts) {
      notes_.wrong(Check::documents, place_of(event.seq),
                   format("names document {}, which is not there", number(id)));
    } else if (hash && facts->hash != *hash) {
      notes_.wrong(Check::documents, place_of(event.seq),
                   format("names another document than the one that lies under {}", number(id)));
    }
  }

  // ---- streams that follow others

  struct Moved {
    StreamKind kind{};
    workflow::State before;
    workflow::State after;
  };

  void follow(const EventRow& event, const workflow::EventBody& body) {
    const auto own = notes_.followers.find(event.stream);
    const bool is_follower = own != notes_.followers.end();
    if (!is_follower && body.also.empty() && !followed_.contains(event.stream)) return;
    std::vector<Moved> moved;
    try {
      if (is_follower) {
        moved.push_back(move(own->second.stream, event, after_own));
      } else {
        moved.push_back(move(followed(event), event, after_own));
      }
      for (const StreamId id : body.also) {
        const auto other = notes_.followers.find(id);
        if (other == notes_.followers.end())
          throw std::logic_error(format("stream {} follows it and keeps no state", number(id)));
        moved.push_back(move(other->second.stream, event, after_followed));
      }
    } catch (const std::logic_error& bug) {
      notes_.wrong(Check::streams, place_of(event.seq), format("cannot be applied: {}", bug.what()));
      if (is_follower) own->second.readable = false;
      for (const StreamId id : body.also) {
        const auto other = notes_.followers.find(id);
        if (other != notes_.followers.end()) other->second.readable = false;
      }
      followed_.erase(event.stream);
      return;
    }
    // Steps of one stream alone are looked at with its history.
    if (is_follower || !body.also.empty()) hold_against_laws(event, moved);
  }

  template <class After>
  Moved move(Stream& stream, const EventRow& event, After after) {
    Moved moved{.kind = stream.row.kind, .before = stream.state, .after = {}};
    stream = after(notes_.ports.domain, std::move(stream), event);
    moved.after = stream.state;
    return moved;
  }

  void hold_against_laws(const EventRow& event, const std::vector<Moved>& moved) {
    std::vector<workflow::Change> step;
    step.reserve(moved.size());
    for (const Moved& one : moved)
      step.push_back({.kind = one.kind, .before = &one.before, .after = &one.after});
    if (const auto law = notes_.ports.domain.violated({.changes = step}))
      notes_.wrong(Check::sums, place_of(event.seq), *law);
  }

  /// The stream as it was before this event, from memory or folded again. A use lives for days and moves in
  /// few of them, so that most are found.
  Stream& followed(const EventRow& event) {
    if (const auto known = followed_.find(event.stream); known != followed_.end()) return known->second;
    if (followed_.size() >= limits::audit_followed_max) followed_.clear();
    const auto row = archive_.stream(event.stream);
    if (!row) throw std::logic_error("its stream is not there");
    Stream stream = blank_stream(notes_.ports.domain, row->id, row->kind);
    const History history = history_of(archive_, row->id, event.prev);
    if (!history.broken.empty()) throw std::logic_error(history.broken);
    for (const EventRow& earlier : history.events)
      stream = after_own(notes_.ports.domain, std::move(stream), earlier);
    return followed_.emplace(event.stream, std::move(stream)).first->second;
  }

  Notes& notes_;
  Archive& archive_;
  TreeWalk tree_;
  Seq last_ = Seq::none;
  std::unordered_map<StreamId, Stream> followed_;
};

}  // namespace

void walk_log(Notes& notes) { LogWalk{notes}.run(); }

}  // namespace lintas::app::audit
