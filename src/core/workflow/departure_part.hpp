#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// The movement at its office of departure, on the loop. Messages come under command_of_message(ie) with a
/// Letter as content; an officer's acts under command_in(departure_block, place in departure::Act).
namespace lintas::workflow {

/// In the row of a movement its status is its state, and this much more where something waits for an officer
/// that the state does not tell: then the work list need not fold all that is on the road to find it.
inline constexpr std::uint16_t calling_status = 256;
/// The state that a row's status says.
[[nodiscard]] constexpr transit::departure::State departure_state(std::uint16_t status) {
  return transit::departure::State{static_cast<std::uint8_t>(status % calling_status)};
}

/// The messages that a declaration is made of are kept with these events, each as it came; what stands is
/// made of them (core/transit/presentation.hpp).
inline constexpr EventType submission_event = event_in(departure_block, 0);
inline constexpr EventType presentation_event = event_in(departure_block, 1);
inline constexpr EventType amendment_event = event_in(departure_block, 2);

/// What follows from an event and moves guarantees: looked at again with the movement as it is then.
inline constexpr CommandType check_guarantees = command_in(departure_block, 48);
inline constexpr CommandType reserve_and_release = command_in(departure_block, 49);
inline constexpr CommandType free_guarantees = command_in(departure_block, 50);
inline constexpr CommandType credit_guarantees = command_in(departure_block, 52);

/// Content of the four.
struct AboutGuarantees {
  StreamId movement{};
  std::uint32_t attempt = 0;  ///< version of the event it follows from
  Mrn mrn;
  std::vector<Grn> grns;
  std::vector<registers::EntryKey> papers;  ///< permits and cards to look at before release

  static constexpr std::string_view record = "movement.about_guarantees";
  static constexpr auto fields() {
    return Fields{Field{1, "movement", &AboutGuarantees::movement},
                  Field{2, "attempt", &AboutGuarantees::attempt}, Field{3, "mrn", &AboutGuarantees::mrn},
                  Field{4, "grns", &AboutGuarantees::grns}, Field{5, "papers", &AboutGuarantees::papers}};
  }
};

/// What whoever sent a declaration, or acted on a movement, is told beside "accepted".
struct MovementReply {
  std::optional<Mrn> mrn;
  std::string status;  ///< public status after it

  static constexpr std::string_view record = "movement.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &MovementReply::mrn}, Field{2, "status", &MovementReply::status}};
  }
};

[[nodiscard]] Key lrn_key(const Tin& holder, std::string_view lrn);
/// The mandate that must hold for the actor to act for the movement's holder; nothing unless the declaration
/// names it as the representative.
[[nodiscard]] std::optional<registers::EntryKey> mandate_behind(const transit::departure::Movement& movement,
                                                                const access::Actor& actor);
/// On the day at the office of departure, as everything there.
[[nodiscard]] bool holds_for(const registers::Entry& mandate, const transit::departure::Movement& movement,
                             Instant at, const Setting& setting);

/// Where the movement of an MRN is found; one that was never issued here has a stream of its own once
/// somebody asks for it.
[[nodiscard]] Slot departure_slot(const Mrn& mrn, const Setting& setting);

}  // namespace lintas::workflow
