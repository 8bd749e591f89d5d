#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/inspection.hpp"

/// What an officer of transit does with a movement, at the office that each act names. Stored: places in the
/// variant and field numbers are never used again for something else. Who acts, and when, comes with the
/// command.
namespace lintas::transit::passage {

/// Goods stand at the office and there is no record of them (R-ACTS-073).
struct PresentGoods {
  Mrn mrn;
  OfficeId office;

  static constexpr std::string_view record = "passage.present_goods";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &PresentGoods::mrn}, Field{2, "office", &PresentGoods::office}};
  }
};

/// The goods pass: at the next office of the route, out of order, at an office the route lacks, or once more.
struct RecordPassage {
  Mrn mrn;
  OfficeId office;
  Inspection inspection;

  static constexpr std::string_view record = "passage.record_passage";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RecordPassage::mrn}, Field{2, "office", &RecordPassage::office},
                  Field{3, "inspection", &RecordPassage::inspection}};
  }
};

/// Departure has not answered, or has no record: the goods pass on the TAD alone. After a refusal by
/// departure a second officer is needed (acts.md 18, four eyes 5).
struct PassOnTheTad {
  Mrn mrn;
  OfficeId office;
  Inspection inspection;
  std::string reason;
  std::optional<PersonId> second;
  std::vector<OfficeId> ahead;  ///< further offices of this state that the TAD names, in order
  std::optional<Day> limit;     ///< as the TAD shows it
  /// As the TAD shows it: who is told that the goods passed. Not needed where a record has named it.
  std::optional<OfficeId> departure;

  static constexpr std::string_view record = "passage.pass_on_the_tad";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &PassOnTheTad::mrn},
                  Field{2, "office", &PassOnTheTad::office},
                  Field{3, "inspection", &PassOnTheTad::inspection},
                  Field{4, "reason", &PassOnTheTad::reason},
                  Field{5, "second", &PassOnTheTad::second},
                  Field{6, "ahead", &PassOnTheTad::ahead},
                  Field{7, "limit", &PassOnTheTad::limit},
                  Field{8, "departure", &PassOnTheTad::departure}};
  }
};

struct AskAgain {
  Mrn mrn;
  OfficeId office;

  static constexpr std::string_view record = "passage.ask_again";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AskAgain::mrn}, Field{2, "office", &AskAgain::office}};
  }
};

struct TurnBack {
  Mrn mrn;
  OfficeId office;
  std::string reason;

  static constexpr std::string_view record = "passage.turn_back";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &TurnBack::mrn}, Field{2, "office", &TurnBack::office},
                  Field{3, "reason", &TurnBack::reason}};
  }
};

/// What became of the offices before the one whose crossing is held: each is either passed, by the TAD, or
/// was not used (R-ACTS-070).
struct ConfirmHeld {
  Mrn mrn;
  OfficeId office;
  std::vector<OfficeId> passed_on_the_tad;
  std::vector<OfficeId> not_used;

  static constexpr std::string_view record = "passage.confirm_held";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &ConfirmHeld::mrn}, Field{2, "office", &ConfirmHeld::office},
                  Field{3, "passed_on_the_tad", &ConfirmHeld::passed_on_the_tad},
                  Field{4, "not_used", &ConfirmHeld::not_used}};
  }
};

/// In the territory, or after the exit: reported by the carrier, or found.
struct RecordIncident {
  Mrn mrn;
  OfficeId office;
  Incident incident;

  static constexpr std::string_view record = "passage.record_incident";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RecordIncident::mrn}, Field{2, "office", &RecordIncident::office},
                  Field{3, "incident", &RecordIncident::incident}};
  }
};

/// After the last passage it only marks the office: the goods may still be somewhere in the state.
struct StopGoods {
  Mrn mrn;
  OfficeId office;
  std::string text;  ///< why, as departure is told

  static constexpr std::string_view record = "passage.stop_goods";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &StopGoods::mrn}, Field{2, "office", &StopGoods::office},
                  Field{3, "text", &StopGoods::text}};
  }
};

/// No further office of this state will be used: entered late in the journey, or the destination is here.
struct CompletePassage {
  Mrn mrn;
  OfficeId office;

  static constexpr std::string_view record = "passage.complete";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &CompletePassage::mrn}, Field{2, "office", &CompletePassage::office}};
  }
};

/// The goods that were stopped at the office may go on.
struct LiftStop {
  Mrn mrn;
  OfficeId office;
  Inspection inspection;
  std::string text;

  static constexpr std::string_view record = "passage.lift_stop";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &LiftStop::mrn}, Field{2, "office", &LiftStop::office},
                  Field{3, "inspection", &LiftStop::inspection}, Field{4, "text", &LiftStop::text}};
  }
};

/// They may not. Source of the codes: CL238, of which only 4, other, is public: it needs the text.
struct RefusePassage {
  Mrn mrn;
  OfficeId office;
  std::string reason;  ///< CL238
  std::string text;

  static constexpr std::string_view record = "passage.refuse_passage";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RefusePassage::mrn}, Field{2, "office", &RefusePassage::office},
                  Field{3, "reason", &RefusePassage::reason}, Field{4, "text", &RefusePassage::text}};
  }
};

/// The goods are seized, taken over by another regime or sent back, after departure ended the movement.
struct EndInTerritory {
  Mrn mrn;
  OfficeId office;
  std::string reason;

  static constexpr std::string_view record = "passage.end_in_territory";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &EndInTerritory::mrn}, Field{2, "office", &EndInTerritory::office},
                  Field{3, "reason", &EndInTerritory::reason}};
  }
};

using Act = std::variant<PresentGoods, RecordPassage, PassOnTheTad, AskAgain, TurnBack, ConfirmHeld,
                         RecordIncident, StopGoods, CompletePassage, LiftStop, RefusePassage, EndInTerritory>;

}  // namespace lintas::transit::passage
