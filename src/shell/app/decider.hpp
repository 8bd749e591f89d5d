#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/exchange/lanes.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

using workflow::DropParked;
using workflow::GivenUp;
using workflow::LetterDecision;
using workflow::ResendRequest;

/// Plays one command on an overlay, with everything that follows from it. Nothing is written and nothing is
/// sent.
class Decider {
 public:
  Decider(const workflow::Domain& domain, Entropy& entropy, Packer& packer, Sha256 sha256)
      : domain_(domain), entropy_(entropy), packer_(packer), sha256_(sha256) {}

  /// A bug (invariant or require) drops what the command had decided and leaves it in quarantine. A partner's
  /// message is then kept as held: refused, the partner would repeat it for ever. One that cannot be held
  /// either is refused by EXC-012 and not taken: it is a dead letter at its sender, and holds up no other.
  /// One that is taken, so or so, claims the id that the wire knows it by; under an id that was claimed
  /// nothing is decided again.
  /// A bundle is decided message by message and taken as a whole: where one is not taken nothing of it stays.
  [[nodiscard]] workflow::Reply decide(Overlay& batch, const workflow::Command& command);

  /// What was decided since the last call was written, or is forgotten: a trial, or a batch that is decided
  /// once more. Only what was written counts against what is noted of a denied actor.
  void written();
  void forgotten() { changed_denials_.clear(); }

 private:
  /// A command on its way: how deep it was derived, and what it points to.
  struct Turn;

  [[nodiscard]] workflow::Reply decide_bundle(Overlay& batch, const workflow::Command& command);
  [[nodiscard]] workflow::Reply play(Overlay& overlay, const workflow::Command& command, std::size_t depth);
  [[nodiscard]] std::optional<workflow::Reply> answered_before(const Overlay& overlay,
                                                               const workflow::Command& command) const;
  /// What tells a message from another one under its id: its document, else what it says.
  [[nodiscard]] Hash256 told_by(const workflow::Command& command) const;
  /// Whether it says what was told first, `first` being the digest of that.
  [[nodiscard]] bool is_told_by(const Hash256& first, const workflow::Command& command) const;
  /// What the partner sent under the id that the wire knows this by, if that was taken.
  [[nodiscard]] static std::optional<ReceivedRow> claim_on(const Overlay& overlay,
                                                           const workflow::Command& command);
  [[nodiscard]] Turn turn_of(const Overlay& overlay, const workflow::Command& command,
                             std::size_t depth) const;
  /// The refusal, noted; nothing if the command is allowed.
  [[nodiscard]] std::optional<workflow::Reply> denied(Overlay& overlay, Turn& turn);

  void note_denial(Overlay& overlay, const Turn& turn, const workflow::Reply& reply);

  [[nodiscard]] workflow::Reply arrival(Overlay& overlay, Turn& turn);
  /// Of a message about nothing that could be here: the domain's refusal.
  [[nodiscard]] workflow::Reply lead_nowhere(const Turn& turn) const;
  /// Nothing if the machine says it is too early; then nothing has changed.
  [[nodiscard]] std::optional<workflow::Reply> in_turn(Overlay& overlay, Turn& turn);
  [[nodiscard]] std::optional<workflow::Reply> business(Overlay& overlay, Turn& turn);
  [[nodiscard]] workflow::Reply time_passed(Overlay& overlay, Turn& turn);
  [[nodiscard]] workflow::Reply resend(Overlay& overlay, Turn& turn);
  /// An identity document that the node goes by from now on, each once.
  [[nodiscard]] workflow::Reply keep_identity(Overlay& overlay, const workflow::Command& command);
  /// What an officer decides about a message that waits or was refused: nobody's business but the exchange's.
  [[nodiscard]] workflow::Reply of_officer(Overlay& overlay, const workflow::Command& command,
                                           std::size_t depth);
  [[nodiscard]] workflow::Reply drop_parked(Overlay& overlay, Turn& turn);
  [[nodiscard]] workflow::Reply decide_letter(Overlay& overlay, Turn& turn);
  /// The partner never took the letter and would wait for its number: the event sends what stands there now.
  void give_up(Overlay& overlay, Turn& turn, const OutboxRow& letter, const LetterDecision& decision);
  [[nodiscard]] Bytes in_place_of(const Overlay& overlay, const Turn& turn, const OutboxRow& letter);
  /// The body of an event of the executor's own: this record, its texts apart.
  template <class Decision>
  [[nodiscard]] workflow::EventBody body_with(Overlay& overlay, const Decision& decision);
  /// `document`: what the event keeps; none if it keeps nothing.
  void note_decision(Overlay& overlay, Turn& turn, EventType type, const workflow::EventBody& body,
                     const std::optional<StoredPayload>& document = std::nullopt);
  /// The stream that a clock or an officer's command names; nothing if there is none.
  [[nodiscard]] static std::optional<StreamId> named_stream(const Overlay& overlay,
                                                            const workflow::Command& command);

  void apply(Overlay& overlay, Turn& turn, workflow::Outcome outcome, const workflow::Reply& reply);
  void go_on_where_named(Overlay& overlay, Turn& turn, const workflow::Outcome& outcome);
  /// The newest document of this kind that the command's own stream has sent.
  [[nodiscard]] static StoredPayload sent_before(const Overlay& overlay, const Turn& turn, PayloadKind kind);
  void append(Overlay& overlay, Turn& turn, workflow::NewEvent made,
              const std::vector<StoredPayload>& documents, const workflow::Reply& reply);
  void note(Overlay& overlay, Turn& turn, EventType type, Bytes fields, const workflow::Reply& reply);
  [[nodiscard]] StoredPayload store(Overlay& overlay, PayloadKind kind, ByteView content);
  /// As one document; nothing where there are none.
  [[nodiscard]] std::optional<StoredPayload> store_texts(Overlay& overlay,
                                                         const std::vector<workflow::TextOfEvent>& texts);
  void park(Overlay& overlay, Turn& turn, exchange::ParkedFor reason);
  void hold(Overlay& overlay, const workflow::Command& command);
  void check(const Overlay& overlay, const Turn& turn) const;
  void follow(Overlay& overlay, const Turn& turn);
  /// Of an event: its stream and its version there.
  void derive(Overlay& overlay, const Turn& cause, std::pair<StreamId, std::uint32_t> event,
              const std::vector<workflow::Derived>& derived);
  /// Waiting messages whose turn has come, until none is left.
  void offer_parked(Overlay& overlay);
  [[nodiscard]] bool offer_one(Overlay& overlay, StreamId stream);
  [[nodiscard]] bool offer(Overlay& overlay, StreamId stream, const exchange::Parked& parked);
  /// A waiting message that hits a bug, or cannot be read: an officer decides. `command`: null if it cannot.
  void hold_waiting(Overlay& overlay, StreamId stream, const exchange::Parked& parked,
                    const std::logic_error& bug, const workflow::Command* command);
  /// What the partner calls the thing, by a message of its that waits; nothing if none of them says it.
  [[nodiscard]] std::optional<Bytes> name_behind(Overlay& overlay, StreamId stream,
                                                 exchange::Partner partner);
  void ask_for_missing(Overlay& overlay, const Turn& turn, const exchange::Gap& gap);
  void tell_overdue(Overlay& overlay, const Turn& turn, const exchange::Parked& message);

  [[nodiscard]] EventRow blank_event(const Turn& turn, EventType type);
  [[nodiscard]] StreamId ensure_stream(Overlay& overlay, Turn& turn, std::size_t slot) const;
  [[nodiscard]] static std::vector<StoredPayload> store_payloads(Overlay& overlay, Turn& turn);
  [[nodiscard]] workflow::Command waiting_command(const Overlay& overlay, const ParkedRecord& record);

  const workflow::Domain& domain_;
  Entropy& entropy_;
  Packer& packer_;
  Sha256 sha256_;

  /// What was denied to an actor lately: nobody fills the log by asking for what is not for him.
  struct Denials {
    std::chrono::sys_time<std::chrono::hours> hour;
    std::size_t noted = 0;  ///< in this hour
    std::uint32_t unnoted = 0;
  };
  std::map<workflow::Key, Denials> denials_;
  std::map<workflow::Key, Denials> changed_denials_;  ///< by what is decided and not yet written
};

/// A command that hit a bug, for the engineers.
[[nodiscard]] QuarantineRow quarantine_row(const workflow::Command& command, const std::logic_error& bug);

}  // namespace lintas::app
