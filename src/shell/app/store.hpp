#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"

/// The port to what survives: one writer, batches that are applied whole or not at all.
namespace lintas::app {

using workflow::EventType;
using workflow::Key;
using workflow::Payload;
using workflow::PayloadId;
using workflow::PayloadKind;
using workflow::Seq;
using workflow::StreamId;
using workflow::StreamKind;

/// One thing that happened. Written once, never changed; the audit leaf is a hash over it (audit.hpp).
struct EventRow {
  Seq seq{};
  StreamId stream{};
  std::uint32_t version = 0;  ///< 1 for the stream's first event
  Seq prev{};                 ///< the stream's event before, none for the first
  EventType type{};
  std::uint16_t type_version = 1;
  Instant at;
  Bytes origin;  ///< who asked, by which command, and what was answered: on a command's first event only
  PayloadId payload{};
  std::optional<Hash256> payload_hash;  ///< stays when the payload is erased
  std::array<std::byte, 16> salt{};
  Bytes body;

  friend bool operator==(const EventRow&, const EventRow&) = default;
};

/// One narrow row a stream; the open ones are the work list.
struct StreamRow {
  StreamId id{};
  StreamKind kind{};
  std::uint32_t version = 0;  ///< counts changes; the guard of every update
  Seq head{};                 ///< the last event, none if its state only follows other streams' events
  std::int64_t office = 0;    ///< an office code as a number, 0 none
  std::uint16_t status = 0;
  std::optional<Instant> due;  ///< when its next clock runs out
  bool open = true;
  std::string ref;  ///< MRN or GRN, for people
  Bytes state;      ///< only of kinds that keep one; behind a version stamp

  friend bool operator==(const StreamRow&, const StreamRow&) = default;
};

struct StreamWrite {
  StreamRow row;
  std::uint32_t version_before = 0;  ///< 0: the stream is new. Another version in the store is a bug of ours
  bool office_moved = false;         ///< the work-list entry has to move: another office, or open again
  bool state_changed = false;        ///< otherwise the stored state stays, whatever stands in the row

  friend bool operator==(const StreamWrite&, const StreamWrite&) = default;
};

struct KeyWrite {
  Key key;
  StreamId stream{};  ///< none: the key is free again
  friend bool operator==(const KeyWrite&, const KeyWrite&) = default;
};

/// A number of a block of our own (MRN counters): block << 40 | number.
struct NumberWrite {
  std::int64_t n = 0;
  StreamId stream{};
  friend bool operator==(const NumberWrite&, const NumberWrite&) = default;
};

/// What a partner said to a message that it will never take.
struct Death {
  Instant at;       ///< by our clock
  std::string why;  ///< code and rule, and the beginning of its words: "EBMS:0004 EXC-014: …". For people

  friend bool operator==(const Death&, const Death&) = default;
};

/// A message not yet receipted by its partner. How often it was tried and when again lives in memory.
struct OutboxRow {
  std::int64_t id = 0;  ///< seq * 16 + position among the event's messages
  exchange::Partner partner;
  StreamId lane{};
  std::uint32_t n = 0;  ///< position in the lane to this partner, from 1
  PayloadKind kind{};
  PayloadId payload{};
  bool dead = false;  ///< answered with a permanent error: its lane is held until an officer decides
  /// Of a dead one, or kept with one that was revived (deaths.hpp); none where the wire or an earlier release
  /// told nothing.
  std::optional<Death> death = {};

  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};

inline constexpr std::size_t messages_per_event_max = 16;

/// A message is known by the event that sends it and its place among what that sends: the same message has
/// the same id whenever it is sent again.
[[nodiscard]] constexpr std::int64_t outbox_id(Seq event, std::size_t place) {
  return (std::to_underlying(event) * static_cast<std::int64_t>(messages_per_event_max)) +
         static_cast<std::int64_t>(place);
}
[[nodiscard]] constexpr Seq event_of_outbox(std::int64_t id) {
  return Seq{id / static_cast<std::int64_t>(messages_per_event_max)};
}

/// What a message of ours is known by outside: "SG00000000000001A0".
[[nodiscard]] std::string message_id(exchange::Partner home, std::int64_t outbox_id);
/// The number in the outbox; nothing for what `message_id` never gave, so for what another state calls its
/// own.
[[nodiscard]] std::optional<std::int64_t> outbox_id_of(exchange::Partner home, std::string_view name);

/// A message of a partner that was taken: its claim on the id that the wire knows it by, and the evidence of
/// where it came from. Bytes as evidence.hpp packs them.
struct ReceivedRow {
  std::int64_t id = 0;  ///< given by the store, in the order of arrival
  exchange::Partner partner;
  std::string message;  ///< taken once from each partner
  Seq seq{};            ///< its event; none if it moved nothing
  Instant at;
  Hash256 content;  ///< over everything that its sender signed
  Bytes envelope;   ///< with the sender's signature
  Bytes receipt;    ///< with ours: answered whenever the message comes again
  /// The payload octet by octet as it was signed, where the document of its event does not say it: another
  /// program packs otherwise, and what does nothing has no document. Empty otherwise.
  Bytes as_signed = {};
  /// The AS4 message that brought it among others, a bundle: envelope and receipt are that one's, and are the
  /// same in each of them. Empty: it came alone.
  std::string carrier = {};

  /// The claim of a bundle on its own id; each message in it has a row besides.
  [[nodiscard]] bool is_of_bundle() const noexcept { return carrier == message; }

  friend bool operator==(const ReceivedRow&, const ReceivedRow&) = default;
};

/// The name of the claim of a message that comes alone after it came in a bundle, whose claim has its own.
[[nodiscard]] inline std::string name_alone(std::string_view message) {
  return std::string{message} + " alone";
}

/// That of one that comes in a bundle after it was claimed in another way: the claim of that bundle says
/// nothing of what is in it.
[[nodiscard]] inline std::string name_within(std::string_view message, std::string_view carrier) {
  return std::string{message} + " in " + std::string{carrier};
}
/// The message that a further way leads to, by the name of its claim; nothing for another name. No MessageId
/// has a blank in it.
[[nodiscard]] inline std::string_view message_of_way(const ReceivedRow& row) {
  const std::string suffix = row.carrier.empty() ? name_alone({}) : name_within({}, row.carrier);
  const std::string_view name = row.message;
  return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : std::string_view{};
}

/// What was taken in the way in which an AS4 message of this id comes, a message alone or a bundle. `source`:
/// whatever has claims.
template <class Source>
[[nodiscard]] std::optional<ReceivedRow> taken_before(Source& source, exchange::Partner partner,
                                                      std::string_view message) {
  auto row = source.received(partner, message);
  const bool came_in_bundle = row && !row->carrier.empty() && !row->is_of_bundle();
  return came_in_bundle ? source.received(partner, name_alone(message)) : std::move(row);
}

/// What a partner signed about a message that it has.
enum class ProofKind : std::uint8_t {
  of_before = 0,     ///< a release wrote it that did not say: the evidence alone does
  receipt = 1,       ///< of its content
  taken_before = 2,  ///< an error that says that it has it: nothing of its content
};

/// The evidence that a partner has a message of ours. Sent again and receipted once more, the first stays.
struct SentRow {
  std::int64_t id = 0;  ///< that it had in the outbox
  exchange::Partner partner;
  Instant at;                              ///< of the receipt, by our clock
  std::string message;                     ///< the id that the wire knows it by
  Bytes envelope;                          ///< with our signature
  Bytes receipt;                           ///< with the partner's
  ProofKind proof = ProofKind::of_before;  ///< what that is, so that nobody has to read it for lists
  std::string carrier = {};  ///< the AS4 message that took it among others, as ReceivedRow has it

  friend bool operator==(const SentRow&, const SentRow&) = default;
};

/// A part of a list, the newest first. Rows of what was received or sent come without their evidence.
struct NewestFirst {
  std::optional<exchange::Partner> partner = std::nullopt;  ///< of this one only
  std::optional<std::int64_t> before = std::nullopt;        ///< behind the row of this id
  std::size_t count = 0;
};

struct DeadWrite {
  std::int64_t id = 0;  ///< in the outbox
  std::optional<Death> death = {};
};

/// What a client's Idempotency-Key was answered with. Ids begin with the period (workflow::key_period), so
/// that a period is dropped by one range.
struct CommandRow {
  std::array<std::byte, 18> id{};
  Hash256 print;  ///< of method, path and body: another request under the same key is a conflict
  Seq seq{};      ///< the last event, none if nothing happened
  Bytes answer;

  friend bool operator==(const CommandRow&, const CommandRow&) = default;
};

/// A command that hit a bug of ours, kept whole for the engineers.
struct QuarantineRow {
  std::int64_t id = 0;  ///< given by the store
  Instant at;
  std::string what;  ///< which promise was broken, and where
  Bytes command;

  friend bool operator==(const QuarantineRow&, const QuarantineRow&) = default;
};

/// A head of an audit log, ours or a partner's, as its owner signed it.
struct HeadRow {
  exchange::Partner owner;
  TreeHead head;
  Instant at;
  Bytes signature;

  friend bool operator==(const HeadRow&, const HeadRow&) = default;
};

struct PayloadWrite {
  PayloadId id{};
  Payload payload;
};

/// Everything one batch changes. Rows of a table stand in ascending order of their ids; keys are sorted by
/// the store.
struct Batch {
  std::vector<PayloadWrite> payloads;
  std::vector<EventRow> events;
  std::vector<Tile> tiles;
  std::vector<StreamWrite> streams;  ///< one a stream, however many commands touched it
  std::vector<KeyWrite> keys;        ///< writes of one key in the order they happened
  std::vector<NumberWrite> numbers;
  std::vector<OutboxRow> outbox;
  std::vector<ReceivedRow> received;    ///< their ids are given by the store
  std::vector<std::int64_t> receipted;  ///< outbox ids to delete
  std::vector<SentRow> sent;            ///< of those that are receipted, where the wire gives a proof
  std::vector<DeadWrite> dead;          ///< to mark
  std::vector<std::int64_t> revived;    ///< outbox ids to unmark
  std::vector<CommandRow> commands;
  std::vector<QuarantineRow> quarantined;
  /// Documents whose content is forgotten, with what is kept of them as it was signed; an event of the batch
  /// says so.
  std::vector<PayloadId> erased;
};

enum class CommitOutcome : std::uint8_t {
  applied,
  not_applied,  ///< certainly: the store is as before
  unknown,      ///< nobody can say; the process must end without an answer
};

/// The last identifiers given, to go on from.
struct Counters {
  Seq seq{};
  StreamId stream{};
  PayloadId payload{};
  friend bool operator==(const Counters&, const Counters&) = default;
};

/// What folding a stream asks for.
class Streams {
 public:
  Streams() = default;
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  virtual ~Streams() = default;

  [[nodiscard]] virtual std::optional<StreamRow> stream(StreamId id) = 0;
  /// The events of one stream, oldest first, by the chain from `head` back.
  [[nodiscard]] virtual std::vector<EventRow> history(Seq head) = 0;
  /// Keys that begin with `prefix`, ascending, at most `count`, behind `after` (empty: from the first).
  [[nodiscard]] virtual std::vector<std::pair<Key, StreamId>> find_all(ByteView prefix, ByteView after,
                                                                       std::size_t count) = 0;
};

/// Contract: tests/contract/store_contract.cpp, run on every implementation.
/// Reads see exactly what was applied. All calls come from one thread; readers have their own, narrower port.
/// Throws StoreFailure when the world fails; `commit` says so by its outcome instead, and throws Bug when the
/// batch contradicts what is stored (a stream of another version, an outbox row that is not there). After an
/// unknown outcome nothing is answered until the store is opened anew.
class Store : public Streams {
 public:
  [[nodiscard]] virtual CommitOutcome commit(const Batch& batch) = 0;

  [[nodiscard]] virtual Counters counters() = 0;
  [[nodiscard]] virtual std::optional<StreamId> find(const Key& key) = 0;
  [[nodiscard]] virtual std::optional<StreamId> numbered(std::int64_t n) = 0;
  /// The highest number in first … last, nothing if none is taken.
  [[nodiscard]] virtual std::optional<std::int64_t> last_number(std::int64_t first, std::int64_t last) = 0;
  [[nodiscard]] virtual std::optional<CommandRow> command(const std::array<std::byte, 18>& id) = 0;
  /// Nothing if there is none, or if its content was erased.
  [[nodiscard]] virtual std::optional<Payload> payload(PayloadId id) = 0;
  /// The log from the event behind `after`, at most `count`.
  [[nodiscard]] virtual std::vector<EventRow> feed(Seq after, std::size_t count) = 0;
  [[nodiscard]] virtual std::vector<StreamRow> open_streams() = 0;
  [[nodiscard]] virtual std::vector<OutboxRow> outbox() = 0;
  /// One message that waits or is dead, found without a look at the others.
  [[nodiscard]] virtual std::optional<OutboxRow> outbox_row(std::int64_t id) = 0;
  /// Messages that wait or are dead, and dead ones alone: what is read is what is given.
  [[nodiscard]] virtual std::vector<OutboxRow> outbox(const NewestFirst& part) = 0;
  [[nodiscard]] virtual std::vector<OutboxRow> dead_letters(const NewestFirst& part) = 0;
  /// The same in the order of the log, from the one behind `after`, at most `count`.
  [[nodiscard]] virtual std::vector<OutboxRow> dead_letters(std::int64_t after, std::size_t count) = 0;
  /// What a partner sent under this id, if it was taken.
  [[nodiscard]] virtual std::optional<ReceivedRow> received(exchange::Partner partner,
                                                            std::string_view message) = 0;
  [[nodiscard]] virtual std::vector<ReceivedRow> received(const NewestFirst& part) = 0;
  /// Names of the claims of the further ways in which a message came (name_alone, name_within), as they came.
  [[nodiscard]] virtual std::vector<std::string> further_ways(exchange::Partner partner,
                                                              std::string_view message,
                                                              std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<SentRow> sent(std::int64_t id) = 0;
  [[nodiscard]] virtual std::vector<SentRow> sent(const NewestFirst& part) = 0;
  [[nodiscard]] virtual std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) = 0;
  [[nodiscard]] virtual std::vector<QuarantineRow> quarantined() = 0;

  /// Outside the batch, durable when it returns.
  virtual void save_head(const HeadRow& head) = 0;
  /// The newest head of an owner.
  [[nodiscard]] virtual std::optional<HeadRow> last_head(exchange::Partner owner) = 0;
  /// Forgets answers to the Idempotency-Keys of periods before `period` (the first two bytes of their ids),
  /// at most limits::commands_dropped_at_once. False once none is left.
  [[nodiscard]] virtual bool drop_commands_before(std::uint16_t period) = 0;
};

}  // namespace lintas::app
