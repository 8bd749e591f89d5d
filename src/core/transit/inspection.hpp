#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/free_text.hpp"
#include "base/words.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/movement.hpp"

/// What an officer on the road finds and notes: the same at an office of transit and at the destination, and
/// the findings both machines share.
namespace lintas::transit {

/// Stored: a number is never used again for something else.
enum class SealState : std::uint8_t {
  intact = 1,
  broken,
  none_affixed,  ///< released as not suitable for sealing
};
inline constexpr std::array seal_words{
    Word{SealState::intact, "intact"},
    Word{SealState::broken, "broken"},
    Word{SealState::none_affixed, "none_affixed"},
};
[[nodiscard]] constexpr const auto& words_for(SealState) { return seal_words; }

/// What kind of incident (CL019). Stored by the number that is its code there.
enum class IncidentCode : std::uint8_t {
  itinerary = 1,
  seals,
  other_vehicle,
  danger,
  other,
  part_of_vehicle
};
inline constexpr std::array incident_words{
    Word{IncidentCode::itinerary, "itinerary", "1", "deviation from the prescribed itinerary"},
    Word{IncidentCode::seals, "seals", "2", "seals broken"},
    Word{IncidentCode::other_vehicle, "other_vehicle", "3",
         "transfer to another means of transport under supervision"},
    Word{IncidentCode::danger, "danger", "4", "imminent danger, unloading"},
    Word{IncidentCode::other, "other", "5", "event that may prevent fulfilment"},
    Word{IncidentCode::part_of_vehicle, "part_of_vehicle", "6",
         "change of an element of a single means of transport"},
};
[[nodiscard]] constexpr const auto& words_for(IncidentCode) { return incident_words; }

/// What a control came to, at departure (CL047) and at destination (CL197); messages and events have the
/// code.
enum class ControlCode : std::uint8_t {
  satisfactory = 1,
  considered_satisfactory,
  simplified,
  minor_discrepancies,
  discrepancies,
  not_satisfactory,
};
inline constexpr std::array control_words{
    Word{ControlCode::satisfactory, "satisfactory", "A1", "satisfactory"},
    Word{ControlCode::considered_satisfactory, "considered_satisfactory", "A2", "considered satisfactory"},
    Word{ControlCode::simplified, "simplified", "A3", "simplified procedure"},
    Word{ControlCode::minor_discrepancies, "minor_discrepancies", "A4", "minor discrepancies"},
    Word{ControlCode::discrepancies, "discrepancies", "A5", "discrepancies"},
    Word{ControlCode::not_satisfactory, "not_satisfactory", "B1", "not satisfactory"},
};
[[nodiscard]] constexpr const auto& words_for(ControlCode) { return control_words; }

/// TAD against record, seals, outer state; the goods themselves only on a breach or a suspicion.
struct Inspection {
  SealState seals = SealState::intact;
  bool goods_checked = false;
  FreeText reason;              ///< why the goods were checked (R-ACTS-071)
  FreeText state_of_goods;      ///< as found; needed where seals are broken (R-ACTS-072)
  FreeText result;              ///< of the check; likewise
  std::vector<Seal> new_seals;  ///< likewise

  static constexpr std::string_view record = "transit.inspection";
  static constexpr auto fields() {
    return Fields{
        Field{1, "seals", &Inspection::seals},   Field{2, "goods_checked", &Inspection::goods_checked},
        Field{3, "reason", &Inspection::reason}, Field{4, "state_of_goods", &Inspection::state_of_goods},
        Field{5, "result", &Inspection::result}, Field{6, "new_seals", &Inspection::new_seals}};
  }
  friend bool operator==(const Inspection&, const Inspection&) = default;
};

/// An event that keeps the carrier from going on as declared. Source: acts.md 8, ncts.md 6.1 CL019.
struct Incident {
  IncidentCode code{};  ///< a default one is none of the list
  FreeText text;
  std::vector<Seal> new_seals;
  std::optional<Vehicle> vehicle;  ///< what carries the goods from now on
  bool permit_excepted = false;    ///< the authority lets it go on without a cross-border permit

  static constexpr std::string_view record = "transit.incident";
  static constexpr auto fields() {
    return Fields{Field{1, "code", &Incident::code}, Field{2, "text", &Incident::text},
                  Field{3, "new_seals", &Incident::new_seals}, Field{4, "vehicle", &Incident::vehicle},
                  Field{5, "permit_excepted", &Incident::permit_excepted}};
  }
  friend bool operator==(const Incident&, const Incident&) = default;
};

/// Of a stop, its lifting and every other event that may prevent fulfilment.
inline constexpr IncidentCode incident_other = IncidentCode::other;
/// As messages say it.
[[nodiscard]] std::string wire_code(IncidentCode code);

/// R-ACTS-071, R-ACTS-072, R-ROA-001.
[[nodiscard]] Findings faults_in(const Inspection& inspection);
/// R-ACTS-079, R-ACTS-080, R-ROA-001.
[[nodiscard]] Findings faults_in(const Incident& incident);

/// R-ROA-001 unless the text is one line of 1 to 512 characters.
[[nodiscard]] Findings fault_in_required_text(std::string_view field, std::string_view text);
/// The same; an empty one is allowed.
[[nodiscard]] Findings fault_in_optional_text(std::string_view field, std::string_view text);
/// R-TRA-108 unless another person than `by` is the second.
[[nodiscard]] Findings four_eyes(const std::optional<PersonId>& second, const PersonId& by);

namespace road {

[[nodiscard]] Finding finding(std::string_view rule, std::string_view pointer, std::string_view value = {},
                              std::string_view detail = {});
/// R-ROA-018: of goods without a record, the office of departure as the TAD shows it.
[[nodiscard]] Findings fault_in_departure(const std::optional<OfficeId>& departure, const Mrn& mrn);

}  // namespace road

}  // namespace lintas::transit
