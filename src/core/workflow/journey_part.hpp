#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/state.hpp"
#include "core/workflow/domain.hpp"

/// A movement of another state, or of ours, in a state that it passes or ends in, on the loop. Messages come
/// under command_of_message(ie) with a Letter as content; acts of officers of transit under
/// command_in(passage_block, place in passage::Act), those of destination under
/// command_in(destination_block, place in destination::Act).
namespace lintas::workflow {

/// Passage, destination and status notices of one MRN: together, since they share the lane to departure.
struct Journey {
  transit::passage::Passage passage;
  transit::destination::Arrival arrival;
  transit::Sighting sighting;
  Instant heard;  ///< when something last happened to it here

  [[nodiscard]] std::optional<Mrn> mrn() const;
};

/// What whoever acted is told beside "accepted".
struct JourneyReply {
  Mrn mrn;
  std::string passage;  ///< id of the state, "INS"; "-" without a record
  std::string arrival;  ///< likewise

  static constexpr std::string_view record = "journey.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &JourneyReply::mrn}, Field{2, "passage", &JourneyReply::passage},
                  Field{3, "arrival", &JourneyReply::arrival}};
  }
};

/// Where the journey of an MRN is found.
[[nodiscard]] Slot journey_slot(const Mrn& mrn);

/// The status of a row of the work list: that of the passage; of the arrival, behind this number, once there
/// is one.
inline constexpr std::uint16_t arrival_statuses = 32;

}  // namespace lintas::workflow
