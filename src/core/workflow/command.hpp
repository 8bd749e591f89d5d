#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/records.hpp"

/// What is asked of the node, wherever it comes from, and what it answers.
namespace lintas::workflow {

/// A request under a client's Idempotency-Key: the period it came in, hash of client and key; print of
/// method, path and body.
struct HttpCommandId {
  std::array<std::byte, 18> id{};
  Hash256 print;

  /// The id that the same client and key had in the period before.
  [[nodiscard]] std::array<std::byte, 18> one_period_earlier() const noexcept;
};
/// The period of an instant, by its first day since 1970. Periods are as long as an answer is kept
/// (limits::command_answers_kept): what was answered in that time lies in this one or in the one before, and
/// what is older goes a period at a time.
[[nodiscard]] std::uint16_t key_period(Instant at) noexcept;
[[nodiscard]] std::uint16_t period_before(std::uint16_t period) noexcept;
/// `client` is hash of client and key.
[[nodiscard]] HttpCommandId http_command_id(Instant at, const Hash256& client, const Hash256& print) noexcept;
/// A message of a trader or of a partner under its messageIdentification: the key that claims it.
struct MessageCommandId {
  Key key;
};
/// The clock of a stream that ran out at `due`.
struct TimerCommandId {
  StreamId stream{};
  Instant due;
};
/// What followed from an event: hash of stream, version and position, the same at every replay.
struct DerivedCommandId {
  Hash256 hash;
};
using CommandId = std::variant<HttpCommandId, MessageCommandId, TimerCommandId, DerivedCommandId>;

/// Where a partner's message stands in the order of its lane.
struct LanePosition {
  exchange::Partner partner;
  std::uint32_t n = 0;  ///< 0: the partner does not number
  std::string message_id;
};

/// The partner's message that an event applied, parked or dropped.
struct ReceivedMark {
  std::uint32_t partner = 0;
  std::uint32_t n = 0;
  std::string message_id;

  static constexpr std::string_view record = "workflow.received";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &ReceivedMark::partner}, Field{2, "n", &ReceivedMark::n},
                  Field{3, "message_id", &ReceivedMark::message_id}};
  }
  friend bool operator==(const ReceivedMark&, const ReceivedMark&) = default;
};

/// What log lines of one matter have in common, as W3C Trace Context writes it.
using TraceId = std::array<std::byte, 16>;
/// Of a movement: follows from its MRN, so that every state that the goods pass has the same without being
/// told (docs/adr/0010-trace-of-a-movement.md).
[[nodiscard]] TraceId trace_of(const Mrn& mrn, Sha256 sha256);

/// What went over the wire with a partner's message, for the store to keep beside what came of it. Opaque:
/// who carries messages has made it.
struct WireProof {
  std::string message;   ///< the id that the carrier knows the message by, one of its partner's
  Hash256 content;       ///< over everything that its sender signed: the same id with another one is a fault
  Bytes envelope;        ///< with the sender's signature, as it is stored
  Bytes receipt;         ///< with ours: what it is answered with, now and whenever it comes again
  Bytes as_signed = {};  ///< the payload, octet by octet as its sender signed it
  /// These octets follow from the document that it came with: where that is stored, they need not be.
  bool follows_from_document = false;
  /// Of a message in a bundle: the proof of that, whose envelope, receipt and content are its own, too.
  std::shared_ptr<const WireProof> carrier = {};
};

struct Command {
  CommandId id;
  CommandType type{};
  Instant at;  ///< when it reached the node; never goes back
  access::Actor actor;
  TraceId trace{};
  Bytes content;                     ///< the record of this type
  std::vector<Payload> payloads;     ///< what it came with
  std::optional<LanePosition> lane;  ///< of a partner's message
  /// Who agrees, where the law asks for two: has to be one who may do it alone.
  std::optional<access::Actor> second;
  /// The version of the command's stream that whoever asks has seen: with another one nothing is done.
  std::optional<std::uint32_t> expected;
  /// Of a partner's message; written with whatever the command decides, where it is taken (not_taken).
  std::shared_ptr<const WireProof> wire = {};
  /// Of command_bundle: the messages of a partner that came as one, in their order. All of them are taken, in
  /// one commit, or none is. They have no parts of their own, and are dated like it.
  std::vector<Command> parts = {};

  /// How its event says which message it took. Precondition: it has a lane.
  [[nodiscard]] ReceivedMark mark() const;
  /// It reached the node then, with all its parts.
  void date(Instant instant);
};

/// The whole command as bytes: for the quarantine, and to ask a parked message again. Payloads as ids, and
/// what only people give (second, expected), are not kept, nor what came over the wire: it has its own row.
[[nodiscard]] Bytes encode_command(const Command& command);
[[nodiscard]] cbor::Result<Command> decode_command(ByteView bytes);

/// The id as bytes, the same for the same id only.
[[nodiscard]] Bytes id_bytes(const CommandId& id);

/// What whoever asked is told.
struct Reply {
  enum class Kind : std::uint8_t {
    accepted = 1,
    refused = 2,   ///< by a rule; asking the same again will not help by itself
    conflict = 3,  ///< the same Idempotency-Key with another request
    busy = 4,      ///< not now; nothing was stored
    internal = 5,  ///< our bug; the command is in quarantine
    stale = 6,     ///< the stream has another version than expected; nothing was done
  };
  Kind kind = Kind::accepted;
  Findings findings;
  Bytes content;          ///< what an accepted command answers, a record of its type
  bool repeated = false;  ///< the command had been answered before; this is that answer
  /// Of a bundle, each message by itself; up to the first that is not taken, whose refusal is that of all.
  std::vector<Reply> parts = {};

  friend bool operator==(const Reply&, const Reply&) = default;
};

/// A refusal that leaves nothing of a partner's message behind: its sender gets no receipt, but is told so.
/// What any other rule says about a message is business: it is taken, its lane has gone on, and a receipt is
/// never taken back by it.
struct NotTaken {
  std::string_view rule;
  std::string_view detail;
};
/// Nothing for a message that is taken. Precondition: the reply is accepted or refused.
[[nodiscard]] const NotTaken* not_taken(const Reply& reply) noexcept;

/// On the first event of a command: who asked, by which command, and the answer, so that a repeated command
/// is answered as the first time. Of findings only rule and pointer stay: what stood in a field may name a
/// person.
struct Origin {
  Bytes command;
  CommandType type{};
  access::Actor actor;
  Bytes trace;
  Bytes reply;
  std::optional<Hash256> document;  ///< of a message that the event does not keep, or of what it says

  static constexpr std::string_view record = "workflow.origin";
  static constexpr auto fields() {
    return Fields{Field{1, "command", &Origin::command}, Field{2, "type", &Origin::type},
                  Field{3, "actor", &Origin::actor},     Field{4, "trace", &Origin::trace},
                  Field{5, "reply", &Origin::reply},     Field{6, "document", &Origin::document}};
  }
  friend bool operator==(const Origin&, const Origin&) = default;
};

[[nodiscard]] Bytes encode_reply(const Reply& reply);
/// Marked as repeated.
[[nodiscard]] cbor::Result<Reply> decode_reply(ByteView bytes);

/// A document that is stored already.
struct StoredPayload {
  PayloadId id{};
  Hash256 hash;

  static constexpr std::string_view record = "workflow.stored_payload";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &StoredPayload::id}, Field{2, "hash", &StoredPayload::hash}};
  }
  friend bool operator==(const StoredPayload&, const StoredPayload&) = default;
};

/// A free text of an event: the numbers of the fields that lead to it from the machine's record on.
struct TextOfEvent {
  std::vector<std::uint16_t> field;
  std::string text;

  static constexpr std::string_view record = "workflow.text";
  static constexpr auto fields() {
    return Fields{Field{1, "field", &TextOfEvent::field}, Field{2, "text", &TextOfEvent::text}};
  }
  friend bool operator==(const TextOfEvent&, const TextOfEvent&) = default;
};

/// The document in which the texts of one event lie. Its hash stays in the log when it is erased: by the
/// salt, which goes with it, nobody can try out what a short text was.
struct Texts {
  Bytes salt;
  std::vector<TextOfEvent> texts;

  static constexpr std::string_view record = "workflow.texts";
  static constexpr auto fields() {
    return Fields{Field{1, "salt", &Texts::salt}, Field{2, "texts", &Texts::texts}};
  }
  friend bool operator==(const Texts&, const Texts&) = default;
};

/// A message that an event sent, for its lane and for sending it again.
struct SentMark {
  std::uint32_t partner = 0;
  std::uint32_t n = 0;
  PayloadKind kind{};
  PayloadId payload{};
  std::optional<Hash256> hash;  ///< of the document; nothing where it is the event's own

  static constexpr std::string_view record = "workflow.sent";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &SentMark::partner}, Field{2, "n", &SentMark::n},
                  Field{3, "kind", &SentMark::kind}, Field{4, "payload", &SentMark::payload},
                  Field{5, "hash", &SentMark::hash}};
  }
  friend bool operator==(const SentMark&, const SentMark&) = default;
};

/// Asks a partner to send again what a lane misses; `thing` is the name the partner knows the stream by.
struct ResendRequest {
  Bytes thing;
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  static constexpr std::string_view record = "workflow.resend_request";
  static constexpr auto fields() {
    return Fields{Field{1, "thing", &ResendRequest::thing}, Field{2, "first", &ResendRequest::first},
                  Field{3, "last", &ResendRequest::last}};
  }
};

/// Stands under the number of a message that its sender gave up, so that the lane goes on behind it; `thing`
/// is the name the partner knows the stream by.
struct GivenUp {
  Bytes thing;

  static constexpr std::string_view record = "workflow.given_up";
  static constexpr auto fields() { return Fields{Field{1, "thing", &GivenUp::thing}}; }
};

/// Takes a message that waits out of its lane, for good: content of command_drop_parked.
struct DropParked {
  StreamId stream{};  ///< none: where the partner's message of this id waits
  std::uint32_t partner = 0;
  std::string message_id;
  FreeText reason;
  std::string second;  ///< the officer who agrees, by the account

  static constexpr std::string_view record = "workflow.drop_parked";
  static constexpr auto fields() {
    return Fields{Field{1, "stream", &DropParked::stream}, Field{2, "partner", &DropParked::partner},
                  Field{3, "message_id", &DropParked::message_id}, Field{4, "reason", &DropParked::reason},
                  Field{5, "second", &DropParked::second}};
  }
};

/// What is to become of a dead letter: content of command_revive_letter and command_discard_letter, and of
/// the events that say so.
struct LetterDecision {
  std::int64_t id = 0;  ///< in the outbox
  FreeText reason;
  std::string second;  ///< the officer who agrees, by the account; needed to discard

  static constexpr std::string_view record = "workflow.letter_decision";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &LetterDecision::id}, Field{2, "reason", &LetterDecision::reason},
                  Field{3, "second", &LetterDecision::second}};
  }
};

/// Of event_denied: what was asked, of which stream if it is there, and under which rule it was denied.
struct DenialRecord {
  CommandType command{};
  StreamId stream{};
  std::string rule;
  std::uint32_t unnoted = 0;  ///< further denials of this actor since the last one that was noted

  static constexpr std::string_view record = "workflow.denial";
  static constexpr auto fields() {
    return Fields{Field{1, "command", &DenialRecord::command}, Field{2, "stream", &DenialRecord::stream},
                  Field{3, "rule", &DenialRecord::rule}, Field{4, "unnoted", &DenialRecord::unnoted}};
  }
};

/// Of event_identity_kept, whose document is the identity document: whose it is, and which of them.
struct IdentityRecord {
  std::uint32_t state = 0;       ///< as a partner, also our own
  std::uint32_t delegation = 0;  ///< its number
  std::uint32_t number = 0;      ///< of the document

  static constexpr std::string_view record = "workflow.identity";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &IdentityRecord::state},
                  Field{2, "delegation", &IdentityRecord::delegation},
                  Field{3, "number", &IdentityRecord::number}};
  }
  friend bool operator==(const IdentityRecord&, const IdentityRecord&) = default;
};

/// The body of every stored event: the machine's record without its free texts, and what the lanes need.
struct EventBody {
  Bytes fields_of_type;
  std::vector<SentMark> sent;
  std::optional<ReceivedMark> received;
  std::vector<StreamId> also;                         ///< further streams whose state follows this event
  std::optional<StoredPayload> texts = std::nullopt;  ///< of the machine's record; nothing: it has none

  static constexpr std::string_view record = "workflow.event_body";
  static constexpr auto fields() {
    return Fields{Field{1, "fields", &EventBody::fields_of_type}, Field{2, "sent", &EventBody::sent},
                  Field{3, "received", &EventBody::received}, Field{4, "also", &EventBody::also},
                  Field{5, "texts", &EventBody::texts}};
  }
  friend bool operator==(const EventBody&, const EventBody&) = default;
};

}  // namespace lintas::workflow
