#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"

/// A movement at its office of departure: what `decide` needs, and what the public status is made of.
namespace lintas::transit::departure {

/// What the newest status notice said beside what the movement still shows: told again, it must be the same
/// (X01), whatever has been noted since.
struct LastNotice {
  std::string status;  ///< LX1
  Instant at;
  std::optional<Day> written_off;
  std::size_t crossings = 0;  ///< those that were known

  friend bool operator==(const LastNotice&, const LastNotice&) = default;
};

/// What the newest control is of: how long it may take follows from it (R-ACTS-063).
enum class Control : std::uint8_t { documents, goods, large_load };

struct Movement {
  State state = State::none;
  State previous = State::none;  ///< the state before this one, for rows that lead back
  std::optional<Instant> due;    ///< of the state's clock
  Declaration declaration;
  /// Who declared it as it stands, and its guarantees with their codes: the trader that proved to be the
  /// sender, whoever the message names. Nothing where an earlier program took it.
  std::optional<Tin> declared_by;
  std::optional<Mrn> mrn;       ///< from acceptance on
  std::optional<Day> accepted;  ///< date of acceptance: law and rates are those of this day
  std::optional<Day> released;
  std::optional<Day> limit;          ///< binding, from release on
  std::optional<Day> limit_tried;    ///< for which release is being tried, until that is decided
  Control control = Control::goods;  ///< the one decided last
  bool control_done = false;
  bool control_notified = false;  ///< IE060 was sent: the trader may not amend by itself any more
  bool cancellation_asked = false;
  bool uses_reserved = false;  ///< guarantees hold the amount
  bool incident = false;       ///< the last report from the road was an incident, a stop or a refusal
  bool refused = false;        ///< a passage was, for good, and nobody has seen to it
  bool evidence = false;       ///< a report or a partner's refusal waits to be looked at
  /// Got the record though their states were not expected to see the goods, which have not been there since,
  /// and nobody has looked at it.
  std::vector<OfficeId> unexpected;
  /// Found discrepancies behind the end of the movement, and waits for an answer.
  std::optional<OfficeId> unanswered;
  std::vector<IncidentOnTheWay> incidents;  ///< in the order of their reports, the newest ones
  std::vector<Crossing> crossings;          ///< in the order of their reports
  std::vector<Country> further;             ///< states beside the route that asked for the record and got it
  std::optional<Crossing> arrival;          ///< the actual office
  std::optional<ControlResult> result;      ///< of destination
  std::optional<ControlResult> controlled;  ///< what the control at departure found
  std::uint32_t notices = 0;                ///< status notices sent
  std::optional<LastNotice> last_notice;

  [[nodiscard]] bool has_crossed(const OfficeId& office) const {
    return std::ranges::find(crossings, office, &Crossing::office) != crossings.end();
  }
  /// `today` is left out where only what happened counts: then nothing is overdue.
  [[nodiscard]] std::string_view public_status(std::optional<Day> today = std::nullopt) const {
    return departure::public_status(state, {.arrived = arrival.has_value(),
                                            .overdue = limit && today > *limit,
                                            .incident = incident,
                                            .crossed = !crossings.empty()});
  }
  /// Something waits for an officer of departure that the state does not tell.
  [[nodiscard]] bool calls() const {
    return refused || evidence || !unexpected.empty() || unanswered.has_value();
  }
  /// States beside ours that are told what happens: those of the route, in order, and those that asked.
  [[nodiscard]] std::vector<Country> concerned() const;
  friend bool operator==(const Movement&, const Movement&) = default;
};

}  // namespace lintas::transit::departure
