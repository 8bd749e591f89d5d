#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/onward.hpp"

/// A movement that ends in this state: what `decide` needs, and what officers see of it.
namespace lintas::transit::destination {

/// What an officer should look at. Stored: a number is never used again for something else.
enum class Alarm : std::uint8_t {
  arrival_overdue = 1,
  results_late,
  results_overdue,  ///< the last day has passed; departure begins to ask
  remarks_late,
  discrepancies_late,
  contradiction,  ///< invalidated, or arrived elsewhere, after the goods arrived here
};
[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

struct Arrival {
  State state = State::none;
  Mrn mrn;
  std::optional<OfficeId> declared;  ///< office of destination by the record
  std::optional<OfficeId> office;    ///< where the goods are
  std::optional<Tin> trader;         ///< who presents them
  bool simplified = false;           ///< an authorised consignee: unloads by permission at its own premises
  std::optional<std::uint32_t> unloading_wait_minutes;  ///< of its authorisation
  std::optional<Tin> consignee;                         ///< by the record
  bool at_premises = false;                             ///< of the trader's authorisation
  bool confirmed = false;                               ///< by an officer who dealt with the trader
  std::optional<Instant> at;                            ///< of the arrival
  std::optional<Day> day;                               ///< its legal day
  std::optional<Day> limit;                             ///< of the movement
  std::optional<OfficeId> departure;  ///< named in what is sent there; nothing without a record
  bool late = false;                  ///< after the limit date
  bool cause_proven = false;          ///< beyond control: as good as in time (R-ACTS-077)
  std::uint32_t asked = 0;            ///< how often departure was asked for the record
  std::uint8_t reminders = 0;         ///< of missing control results
  std::optional<ControlResult> result;
  bool seals_broken = false;    ///< by any of the trader's remarks
  bool remarks_differ = false;  ///< any of them says that something is not as declared
  std::vector<Onward> onward;  ///< declarations that took the goods, in the order in which they were reported
  std::optional<Alarm> alarm;  ///< the last one, until the state is left
  std::optional<Instant> due;

  /// Where somebody has to act: the actual office, before that the declared one.
  [[nodiscard]] std::optional<OfficeId> acting_office() const { return office ? office : declared; }
  /// Whether the goods are the trader's to receive: the record names it, they were bound for the office that
  /// its premises belong to, or an officer has dealt with it. Anybody who knows an MRN can notify an arrival.
  [[nodiscard]] bool is_for_its_trader() const;
  friend bool operator==(const Arrival&, const Arrival&) = default;
};

}  // namespace lintas::transit::destination
