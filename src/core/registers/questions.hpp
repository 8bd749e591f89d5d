#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"

/// What a movement asks of the registers. `entry` is what stands under the key asked for, or null, or an
/// entry of status none, where nothing stands. Each answers with the first fault: rule, field, what stood
/// there, and in the detail the smallest mend. A finding's pointer is the field's name here; who asks puts
/// the place of its message before it. Pure; safe from any thread.
namespace lintas::registers {

/// The days and states that a journey needs its papers for. At acceptance the limit is the one proposed, at
/// release the one set (R-ACTS-035).
struct Journey {
  Day start;
  Day limit;                        ///< time limit: the last day
  std::span<const Country> states;  ///< of the route, that of departure too
};

/// A vehicle unit and the paper that the declaration names for it.
struct PaperOfUnit {
  std::string_view number;       ///< of permit (AP01) or card (AB01); empty where none is named
  std::string_view plate;        ///< identification of the means of transport
  std::string_view nationality;  ///< of the unit: the state that issued the paper
  /// The party that asks; empty where an office does, and all who see the movement read the answer. The
  /// carrier that the paper is for is told what stands in the register. Others name a number, and perhaps
  /// guess it: they are told that the paper is for another vehicle, and no more; where number and vehicle
  /// belong together, for which days and states it holds, which they could find by asking for others, and not
  /// who stopped it.
  std::string_view asked_by = {};
  /// What the declaration says of the paper: its last day, and the states that a card insures in. They are
  /// printed on the accompanying document, so they are within what the register holds.
  std::optional<Day> until = std::nullopt;
  std::span<const Country> states = {};
};

/// Refuses: R-ACTS-018 none named, not registered, not valid from start to limit, not for a state of the
/// route; R-ACTS-019 of another vehicle; R-ACTS-021 given under another agreement; R-ACTS-036 its last day
/// is behind that of the register. Fields: permit, plate, until.
[[nodiscard]] std::optional<Finding> fault_in_permit(const Entry* entry, const PaperOfUnit& paper,
                                                     const Journey& journey);

/// Refuses: R-ACTS-022 none named, not registered, of another vehicle, not valid from start to limit, not for
/// a state of the route other than the one that issued it; R-ACTS-036 its last day or states are not
/// within those of the register. Fields: card, plate, until.
[[nodiscard]] std::optional<Finding> fault_in_card(const Entry* entry, const PaperOfUnit& paper,
                                                   const Journey& journey);

/// Is the TIN registered and active, in this role? Refuses: R-ACTS-001. Field: tin.
[[nodiscard]] std::optional<Finding> fault_in_trader(const Entry* entry, const Tin& tin, TraderRole role,
                                                     Day day);

/// May it be holder of a transit procedure that begins in `departure`? Also R-ACTS-002 not a legal person of
/// that state.
[[nodiscard]] std::optional<Finding> fault_in_principal(const Entry* entry, const Tin& tin, Country departure,
                                                        Day day);

/// May `agent` act for `holder`? A firm needs no mandate for itself. Refuses: R-ACTS-003. Field:
/// representative.
[[nodiscard]] std::optional<Finding> fault_in_mandate(const Entry* entry, const Tin& holder, const Tin& agent,
                                                      Day day);

/// May this person declare for the firm? Refuses: R-ACTS-003. Field: person.
[[nodiscard]] std::optional<Finding> fault_in_declarant(const Entry* entry, const Tin& firm,
                                                        std::string_view person, Day day);

/// A simplified procedure that a trader wants to use.
struct SimplifiedUse {
  std::string_view number;  ///< of the authorisation
  Tin holder;
  Right right = Right::simplified_departure;
  OfficeId office;            ///< of departure or of destination
  std::string_view premises;  ///< code; empty where the message names none, as only a departure may
  std::span<const Ahtn> goods;
  Day day;
};

/// Refuses: R-REG-401 not registered, of another holder or not valid; R-REG-402 another right, office or
/// premises, or goods that it excludes. Fields: authorisation, holder, office, premises, goods.
[[nodiscard]] std::optional<Finding> fault_in_authorisation(const Entry* entry, const SimplifiedUse& use);

/// May the holder put this special seal on? Refuses: R-ACTS-061. Field: seal.
[[nodiscard]] std::optional<Finding> fault_in_special_seal(const Entry* entry, const Tin& holder,
                                                           std::string_view seal, Day day);

}  // namespace lintas::registers
