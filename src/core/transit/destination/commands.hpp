#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/onward.hpp"

/// What an officer of destination does with a movement, at the office that each act names; what becomes of
/// the goods afterwards the national customs system tells, of no office. Stored: places in the variant and
/// field numbers are never used again for something else. Who acts, and when, comes with the command.
namespace lintas::transit::destination {

/// The officer takes the arrival, as the trader would by IE007.
struct RecordArrival {
  Mrn mrn;
  OfficeId office;
  std::optional<Tin> trader;
  bool simplified = false;
  bool cause_proven = false;  ///< late, for a cause beyond control (R-ACTS-077)

  static constexpr std::string_view record = "destination.record_arrival";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RecordArrival::mrn}, Field{2, "office", &RecordArrival::office},
                  Field{3, "trader", &RecordArrival::trader},
                  Field{4, "simplified", &RecordArrival::simplified},
                  Field{5, "cause_proven", &RecordArrival::cause_proven}};
  }
};

/// Departure does not answer our request: the arrival is accepted on the TAD alone.
struct AcceptOnTheTad {
  Mrn mrn;
  OfficeId office;
  std::string reason;
  /// As the TAD shows it: who is told that the goods arrived. Not needed where a record has named it.
  std::optional<OfficeId> departure;

  static constexpr std::string_view record = "destination.accept_on_the_tad";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AcceptOnTheTad::mrn}, Field{2, "office", &AcceptOnTheTad::office},
                  Field{3, "reason", &AcceptOnTheTad::reason},
                  Field{4, "departure", &AcceptOnTheTad::departure}};
  }
};

/// Of a simplified arrival, before the waiting period is over.
struct GrantPermission {
  Mrn mrn;
  OfficeId office;

  static constexpr std::string_view record = "destination.grant_permission";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &GrantPermission::mrn}, Field{2, "office", &GrantPermission::office}};
  }
};

struct DecideControl {
  Mrn mrn;
  OfficeId office;

  static constexpr std::string_view record = "destination.decide_control";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &DecideControl::mrn}, Field{2, "office", &DecideControl::office}};
  }
};

/// Of a normal arrival: considered satisfactory (A2).
struct ReleaseUncontrolled {
  Mrn mrn;
  OfficeId office;
  Inspection inspection;

  static constexpr std::string_view record = "destination.release_uncontrolled";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &ReleaseUncontrolled::mrn},
                  Field{2, "office", &ReleaseUncontrolled::office},
                  Field{3, "inspection", &ReleaseUncontrolled::inspection}};
  }
};

/// The office unloads and looks itself: no remarks in time, or a suspicion.
struct TakeOver {
  Mrn mrn;
  OfficeId office;
  std::string reason;

  static constexpr std::string_view record = "destination.take_over";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &TakeOver::mrn}, Field{2, "office", &TakeOver::office},
                  Field{3, "reason", &TakeOver::reason}};
  }
};

/// The discrepancies of the unloading remarks are minor (A5).
struct AcceptRemarks {
  Mrn mrn;
  OfficeId office;
  std::string text;  ///< what differs, as departure is told

  static constexpr std::string_view record = "destination.accept_remarks";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AcceptRemarks::mrn}, Field{2, "office", &AcceptRemarks::office},
                  Field{3, "text", &AcceptRemarks::text}};
  }
};

/// Of the control. Source of the codes: CL197, ncts.md 6.1.
struct RecordResult {
  Mrn mrn;
  OfficeId office;
  std::string code;  ///< A1, A2, A5, B1
  Inspection inspection;
  std::string text;              ///< what differs; needed with A5 and B1 (C0930)
  bool partly_released = false;  ///< of B1: the undisputed goods

  static constexpr std::string_view record = "destination.record_result";
  static constexpr auto fields() {
    return Fields{
        Field{1, "mrn", &RecordResult::mrn},   Field{2, "office", &RecordResult::office},
        Field{3, "code", &RecordResult::code}, Field{4, "inspection", &RecordResult::inspection},
        Field{5, "text", &RecordResult::text}, Field{6, "partly_released", &RecordResult::partly_released}};
  }
};

/// Discrepancies that departure does not answer, or whose debt is taken here.
struct DecideNationally {
  Mrn mrn;
  OfficeId office;
  std::string reason;

  static constexpr std::string_view record = "destination.decide_nationally";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &DecideNationally::mrn}, Field{2, "office", &DecideNationally::office},
                  Field{3, "reason", &DecideNationally::reason}};
  }
};

/// The national customs system tells under which regime goods of the movement went on. Of a declaration that
/// is reported again the newer word counts.
struct ReportOnward {
  Mrn mrn;
  NationalDeclaration declaration;
  Regime regime = Regime::home_use;
  std::vector<std::uint16_t> items;  ///< none: all

  static constexpr std::string_view record = "destination.report_onward";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &ReportOnward::mrn}, Field{2, "declaration", &ReportOnward::declaration},
                  Field{3, "regime", &ReportOnward::regime}, Field{4, "items", &ReportOnward::items}};
  }
};

/// That declaration was cancelled, or is about other goods.
struct WithdrawOnward {
  Mrn mrn;
  NationalDeclaration declaration;

  static constexpr std::string_view record = "destination.withdraw_onward";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &WithdrawOnward::mrn},
                  Field{2, "declaration", &WithdrawOnward::declaration}};
  }
};

using Act =
    std::variant<RecordArrival, AcceptOnTheTad, GrantPermission, DecideControl, ReleaseUncontrolled, TakeOver,
                 AcceptRemarks, RecordResult, DecideNationally, ReportOnward, WithdrawOnward>;

}  // namespace lintas::transit::destination
