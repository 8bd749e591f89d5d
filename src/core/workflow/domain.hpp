#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// What the executor asks of the business. Everything here is pure: the same question has the same answer.
namespace lintas::workflow {

/// The numbers first … last of a block of ours; the next free one is taken. Source of MRN counters.
struct NumberBlock {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// One stream that a command speaks of, and how to find it.
struct Slot {
  struct New {};
  struct Number {
    std::int64_t n = 0;
    std::optional<Key> otherwise = std::nullopt;  ///< finds it, and is claimed, where nobody has the number
  };
  /// A thing that gets its key with a decision of ours, and that others may speak of before, or wrongly: what
  /// they say then has a stream of its own, and the key stays free. Given its key, the thing goes on there.
  struct Named {
    Key key;
    Key otherwise;  ///< finds it, and is claimed, where nobody has the key
  };
  StreamKind kind{};
  std::variant<New, StreamId, Key, Number, Named> by;
};

/// The streams of some kinds that are open, or closed a day or two ago, in the order of their ids: what a
/// walk over all of them looks at in one step.
struct Page {
  std::vector<StreamKind> kinds;
  StreamId behind{};
  std::size_t count = 0;
};

/// What a command needs to be decided.
struct Located {
  std::vector<Slot> slots;            ///< slot 0 is the command's own stream
  std::vector<Key> asks;              ///< keys of which the decision must know whether they are taken
  std::optional<NumberBlock> number;  ///< a block whose next number the decision may take
  std::optional<Page> page = std::nullopt;
  bool outbox = false;  ///< the decision must know whom messages of its own stream still wait for
};

struct StreamView {
  StreamId id{};  ///< none while nothing is stored of it
  StreamKind kind{};
  const State* state = nullptr;
  const exchange::Lanes* lanes = nullptr;  ///< none while nothing is stored of it

  [[nodiscard]] bool exists() const noexcept { return id != StreamId::none; }
};

/// What is found at the places that `locate` named, in its order.
struct Situation {
  std::span<const StreamView> slots;
  std::span<const std::optional<StreamId>> asks;
  std::optional<std::int64_t>
      number;  ///< the next of the block; nothing if none was asked for or the block is full
  std::span<const StreamView> page = {};  ///< fewer than were asked for: there are no more
  std::span<const exchange::Partner> waiting =
      {};  ///< who has not receipted a message of slot 0's stream yet
};

/// A message to a partner. Its lane is the stream of the event that sends it.
struct Outgoing {
  exchange::Partner to;
  PayloadKind kind{};
  std::size_t payload = 0;  ///< index into the outcome's documents
  bool numbered = true;     ///< else it goes beside the lane, as what asks for missing messages has to
};

struct NewEvent {
  std::size_t slot = 0;           ///< the stream it belongs to
  std::vector<std::size_t> also;  ///< further slots whose state follows it: the account a use belongs to
  EventType type{};
  std::uint16_t version = 1;
  Bytes body;                          ///< the record, without its free texts
  std::vector<TextOfEvent> texts;      ///< of the record, to be stored as a document
  std::optional<std::size_t> payload;  ///< index into the command's payloads
  std::vector<Outgoing> sends;
};

/// A document made by the decision, to be stored and sent.
struct Document {
  PayloadKind kind{};
  Bytes content;
  /// Not a new one: the newest of its kind that the command's own stream has sent, octet by octet as it was
  /// stored. Precondition: there is one. `content` is empty.
  bool again = false;
};

struct KeyChange {
  Key key;
  std::optional<std::size_t> slot;  ///< claimed for that slot's stream; nothing: free again
};

struct Outcome {
  std::vector<NewEvent> events;
  std::vector<Document> documents;
  std::vector<KeyChange> keys;
  std::optional<std::size_t> number_for;  ///< the number is taken for that slot's stream
  Answer answer;
  Bytes reply;  ///< what an accepted command answers
  bool early =
      false;  ///< of a partner's message: not yet, keep it and ask again. Then nothing else is filled.
};

/// An event as read back or just made.
struct Happened {
  StreamId stream{};
  std::uint32_t version = 0;
  EventType type{};
  std::uint16_t type_version = 1;
  Instant at;
  ByteView body;
  /// The document of its texts, for `follow` alone: a state is the same whether they are there or erased.
  ByteView texts = {};
};

/// A command that follows from an event.
struct Derived {
  CommandType type{};
  Bytes content;
  bool alone = false;  ///< a bug in it drops only itself, not what led to it
};

/// What the work list and the timers need to know of a stream.
struct Summary {
  std::int64_t office = 0;
  std::uint16_t status = 0;
  std::optional<Instant> due;
  bool open = true;
  std::string ref;
  /// Offices and parties in whose lists it stands, each once; an empty text is the list of whoever may read
  /// all. Follows from the state, as everything here.
  std::vector<std::string> concerned = {};
};

/// Before and after of one stream in one decision.
struct Change {
  StreamKind kind{};
  const State* before = nullptr;
  const State* after = nullptr;
};

/// What moved at once: the streams of one decision, or those that one event of the log moved, which is all
/// that an audit is shown of it.
struct Step {
  std::span<const Change> changes;
  bool is_whole = false;  ///< a decision; only then laws over several of its streams can be asked
};

class Domain {
 public:
  Domain() = default;
  Domain(const Domain&) = delete;
  Domain& operator=(const Domain&) = delete;
  virtual ~Domain() = default;

  /// Not asked for a clock nor for command_drop_parked, which name their stream.
  [[nodiscard]] virtual Located locate(const Command& command) const = 0;
  /// Who may give which command where; a command outside it is denied.
  [[nodiscard]] virtual std::span<const access::Grant> grants() const = 0;
  [[nodiscard]] virtual access::Relations relations(const Command& command,
                                                    const Situation& situation) const = 0;
  [[nodiscard]] virtual Outcome decide(const Command& command, const Situation& situation) const = 0;

  [[nodiscard]] virtual State initial(StreamKind kind) const = 0;
  /// Total: cannot refuse. Given every event of the stream, and those of others that name it in `also`.
  [[nodiscard]] virtual State evolve(StreamKind kind, const State& state, const Happened& event) const = 0;
  /// The law that the step breaks, if any: a bug of ours.
  [[nodiscard]] virtual std::optional<std::string> violated(const Step& step) const = 0;
  [[nodiscard]] virtual std::vector<Derived> follow(StreamKind kind, const State& after,
                                                    const Happened& event) const = 0;
  /// The name under which the partner that sent this message knows the thing it is about: `locate` of its
  /// node finds the stream by it when the node is asked to send again.
  [[nodiscard]] virtual Bytes name_for_partner(const Command& waiting) const = 0;
  /// The name under which the partner that a document of ours goes to knows the thing it is about, a stream
  /// of this kind: `locate` of its node finds the stream by it when it is told that the message was given up.
  [[nodiscard]] virtual Bytes name_for_receiver(StreamKind kind, ByteView document) const = 0;
  [[nodiscard]] virtual Summary summary(StreamKind kind, const State& state) const = 0;

  /// Kinds whose state is stored at each change, since other streams' events move it.
  [[nodiscard]] virtual bool keeps_state(StreamKind kind) const = 0;
  [[nodiscard]] virtual Bytes encode_state(StreamKind kind, const State& state) const = 0;
  /// Nothing if the bytes are of another program's making: then the state is folded again from the events.
  [[nodiscard]] virtual std::optional<State> decode_state(StreamKind kind, ByteView bytes) const = 0;
  /// Of a kind that keeps its state: the keys whose streams' events it follows begin so.
  [[nodiscard]] virtual Bytes followed_keys(StreamKind kind, const std::string& ref) const = 0;
};

}  // namespace lintas::workflow
