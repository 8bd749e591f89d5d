#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/onward.hpp"

/// What happened to a movement that ends in this state. Stored: places in the variant and field numbers are
/// never used again for something else.
namespace lintas::transit::destination {

/// Departure told of the movement (IE001), or answered our request (IE003). If the goods were waiting for it,
/// they have arrived on `day`.
struct RecordReceived {
  Mrn mrn;
  Ie ie = 0;
  OfficeId declared;  ///< office of destination
  std::optional<Day> limit;
  Hash256 document;        ///< of the declaration
  std::optional<Day> day;  ///< legal day of the arrival that it confirms
  bool late = false;
  std::optional<OfficeId> departure;
  std::optional<Tin> consignee = std::nullopt;

  static constexpr std::string_view record = "destination.record_received";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RecordReceived::mrn},
                  Field{2, "ie", &RecordReceived::ie},
                  Field{3, "declared", &RecordReceived::declared},
                  Field{4, "limit", &RecordReceived::limit},
                  Field{5, "document", &RecordReceived::document},
                  Field{6, "day", &RecordReceived::day},
                  Field{7, "late", &RecordReceived::late},
                  Field{8, "departure", &RecordReceived::departure},
                  Field{9, "consignee", &RecordReceived::consignee}};
  }
  friend bool operator==(const RecordReceived&, const RecordReceived&) = default;
};

/// The goods are there.
struct ArrivalNotified {
  Mrn mrn;
  OfficeId office;
  Instant at;
  Day day;  ///< legal day at the office
  std::optional<Tin> trader;
  bool simplified = false;
  bool late = false;
  bool cause_proven = false;
  std::optional<PersonId> by;  ///< the officer; nobody: IE007
  /// Waiting period before unloading, as the authorisation says; nothing: as the law of the state does.
  std::optional<std::uint32_t> unloading_wait_minutes = std::nullopt;
  /// Of the trader's authorisation, where the goods are; nothing: at the office.
  std::optional<std::string> premises = std::nullopt;

  static constexpr std::string_view record = "destination.arrival_notified";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &ArrivalNotified::mrn},
                  Field{2, "office", &ArrivalNotified::office},
                  Field{3, "at", &ArrivalNotified::at},
                  Field{4, "day", &ArrivalNotified::day},
                  Field{5, "trader", &ArrivalNotified::trader},
                  Field{6, "simplified", &ArrivalNotified::simplified},
                  Field{7, "late", &ArrivalNotified::late},
                  Field{8, "cause_proven", &ArrivalNotified::cause_proven},
                  Field{9, "by", &ArrivalNotified::by},
                  Field{10, "unloading_wait_minutes", &ArrivalNotified::unloading_wait_minutes},
                  Field{11, "premises", &ArrivalNotified::premises}};
  }
  friend bool operator==(const ArrivalNotified&, const ArrivalNotified&) = default;
};

/// Departure was asked for the record once more.
struct RecordAskedAgain {
  Instant at;

  static constexpr std::string_view record = "destination.record_asked_again";
  static constexpr auto fields() { return Fields{Field{1, "at", &RecordAskedAgain::at}}; }
  friend bool operator==(const RecordAskedAgain&, const RecordAskedAgain&) = default;
};

/// Departure has no record for us (IE003).
struct RecordRefused {
  std::string reason;  ///< CL221

  static constexpr std::string_view record = "destination.record_refused";
  static constexpr auto fields() { return Fields{Field{1, "reason", &RecordRefused::reason}}; }
  friend bool operator==(const RecordRefused&, const RecordRefused&) = default;
};

struct AcceptedOnTheTad {
  Instant at;
  Day day;
  FreeText reason;
  PersonId by;
  std::optional<OfficeId> departure;

  static constexpr std::string_view record = "destination.accepted_on_the_tad";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &AcceptedOnTheTad::at}, Field{2, "day", &AcceptedOnTheTad::day},
                  Field{3, "reason", &AcceptedOnTheTad::reason}, Field{4, "by", &AcceptedOnTheTad::by},
                  Field{5, "departure", &AcceptedOnTheTad::departure}};
  }
  friend bool operator==(const AcceptedOnTheTad&, const AcceptedOnTheTad&) = default;
};

/// Departure ended the movement: IE010 or IE063.
struct EndedByDeparture {
  Ie ie = 0;
  std::optional<Instant> at;

  static constexpr std::string_view record = "destination.ended_by_departure";
  static constexpr auto fields() {
    return Fields{Field{1, "ie", &EndedByDeparture::ie}, Field{2, "at", &EndedByDeparture::at}};
  }
  friend bool operator==(const EndedByDeparture&, const EndedByDeparture&) = default;
};

/// The goods arrived at another office (IE024).
struct ArrivedElsewhere {
  std::optional<OfficeId> office;
  std::optional<Instant> at;

  static constexpr std::string_view record = "destination.arrived_elsewhere";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &ArrivedElsewhere::office}, Field{2, "at", &ArrivedElsewhere::at}};
  }
  friend bool operator==(const ArrivedElsewhere&, const ArrivedElsewhere&) = default;
};

/// An incident on the way, told by departure.
struct IncidentForwarded {
  std::optional<OfficeId> office;
  std::optional<Instant> at;
  std::string code;  ///< CL019
  FreeText text;
  std::vector<Seal> new_seals = {};               ///< put on since the release
  std::optional<Vehicle> vehicle = std::nullopt;  ///< what carries the goods from there on

  static constexpr std::string_view record = "destination.incident_forwarded";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &IncidentForwarded::office},
                  Field{2, "at", &IncidentForwarded::at},
                  Field{3, "code", &IncidentForwarded::code},
                  Field{4, "text", &IncidentForwarded::text},
                  Field{5, "new_seals", &IncidentForwarded::new_seals},
                  Field{6, "vehicle", &IncidentForwarded::vehicle}};
  }
  friend bool operator==(const IncidentForwarded&, const IncidentForwarded&) = default;
};

/// Unloading may begin.
struct PermissionGranted {
  std::optional<PersonId> by;  ///< nobody: the waiting period is over

  static constexpr std::string_view record = "destination.permission_granted";
  static constexpr auto fields() { return Fields{Field{1, "by", &PermissionGranted::by}}; }
  friend bool operator==(const PermissionGranted&, const PermissionGranted&) = default;
};

/// What the trader found when unloading (IE044).
struct RemarksReceived {
  bool complete = true;  ///< all is unloaded
  bool conform = true;   ///< and as declared
  FreeText text;
  std::optional<bool> seals_broken = std::nullopt;  ///< set where the trader found them so

  static constexpr std::string_view record = "destination.remarks_received";
  static constexpr auto fields() {
    return Fields{Field{1, "complete", &RemarksReceived::complete},
                  Field{2, "conform", &RemarksReceived::conform}, Field{3, "text", &RemarksReceived::text},
                  Field{4, "seals_broken", &RemarksReceived::seals_broken}};
  }
  friend bool operator==(const RemarksReceived&, const RemarksReceived&) = default;
};

struct ControlDecided {
  PersonId by;

  static constexpr std::string_view record = "destination.control_decided";
  static constexpr auto fields() { return Fields{Field{1, "by", &ControlDecided::by}}; }
  friend bool operator==(const ControlDecided&, const ControlDecided&) = default;
};

struct TakenOver {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "destination.taken_over";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &TakenOver::reason}, Field{2, "by", &TakenOver::by}};
  }
  friend bool operator==(const TakenOver&, const TakenOver&) = default;
};

/// How a result came about. Stored: a number is never used again for something else.
enum class Manner : std::uint8_t { uncontrolled = 1, conform, remarks_accepted, controlled };

/// The result that departure is told (IE018), and what becomes of the goods (IE025).
struct ResultRecorded {
  ControlResult result;
  Manner manner = Manner::uncontrolled;
  Inspection inspection;
  FreeText text;
  bool partly_released = false;
  std::optional<PersonId> by;  ///< nobody: the node

  static constexpr std::string_view record = "destination.result_recorded";
  static constexpr auto fields() {
    return Fields{Field{1, "result", &ResultRecorded::result},
                  Field{2, "manner", &ResultRecorded::manner},
                  Field{3, "inspection", &ResultRecorded::inspection},
                  Field{4, "text", &ResultRecorded::text},
                  Field{5, "partly_released", &ResultRecorded::partly_released},
                  Field{6, "by", &ResultRecorded::by}};
  }
  friend bool operator==(const ResultRecorded&, const ResultRecorded&) = default;
};

/// Departure on the discrepancies (IE049).
struct DiscrepanciesAnswered {
  bool resolved = false;
  std::optional<Day> written_off;

  static constexpr std::string_view record = "destination.discrepancies_answered";
  static constexpr auto fields() {
    return Fields{Field{1, "resolved", &DiscrepanciesAnswered::resolved},
                  Field{2, "written_off", &DiscrepanciesAnswered::written_off}};
  }
  friend bool operator==(const DiscrepanciesAnswered&, const DiscrepanciesAnswered&) = default;
};

struct DecidedNationally {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "destination.decided_nationally";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &DecidedNationally::reason}, Field{2, "by", &DecidedNationally::by}};
  }
  friend bool operator==(const DecidedNationally&, const DecidedNationally&) = default;
};

/// Nobody came again after a refused arrival.
struct GivenUp {
  std::optional<OfficeId> office;

  static constexpr std::string_view record = "destination.given_up";
  static constexpr auto fields() { return Fields{Field{1, "office", &GivenUp::office}}; }
  friend bool operator==(const GivenUp&, const GivenUp&) = default;
};

/// A clock ran out, and somebody is reminded.
struct Reminded {
  Alarm alarm = Alarm::arrival_overdue;

  static constexpr std::string_view record = "destination.reminded";
  static constexpr auto fields() { return Fields{Field{1, "alarm", &Reminded::alarm}}; }
  friend bool operator==(const Reminded&, const Reminded&) = default;
};

/// A message that comes too late to change anything: evidence.
struct Noted {
  Ie ie = 0;
  std::optional<OfficeId> office;
  std::optional<Instant> at;
  bool contradiction = false;  ///< it says otherwise than the arrival here

  static constexpr std::string_view record = "destination.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "ie", &Noted::ie}, Field{2, "office", &Noted::office}, Field{3, "at", &Noted::at},
                  Field{4, "contradiction", &Noted::contradiction}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// Departure moved the limit date, as its newest status notice says.
struct LimitMoved {
  Day limit;

  static constexpr std::string_view record = "destination.limit_moved";
  static constexpr auto fields() { return Fields{Field{1, "limit", &LimitMoved::limit}}; }
  friend bool operator==(const LimitMoved&, const LimitMoved&) = default;
};

/// The national customs system told of a declaration; what it said of the same before counts no more.
struct OnwardReported {
  Onward onward;
  PersonId by;

  static constexpr std::string_view record = "destination.onward_reported";
  static constexpr auto fields() {
    return Fields{Field{1, "onward", &OnwardReported::onward}, Field{2, "by", &OnwardReported::by}};
  }
  friend bool operator==(const OnwardReported&, const OnwardReported&) = default;
};

struct OnwardWithdrawn {
  NationalDeclaration declaration;
  PersonId by;

  static constexpr std::string_view record = "destination.onward_withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &OnwardWithdrawn::declaration},
                  Field{2, "by", &OnwardWithdrawn::by}};
  }
  friend bool operator==(const OnwardWithdrawn&, const OnwardWithdrawn&) = default;
};

/// Its members are compiled once, in evolve.cpp: copying a variant of so many is long work for each source
/// that does.
struct Fact
    : std::variant<RecordReceived, ArrivalNotified, RecordAskedAgain, RecordRefused, AcceptedOnTheTad,
                   EndedByDeparture, ArrivedElsewhere, IncidentForwarded, PermissionGranted, RemarksReceived,
                   ControlDecided, TakenOver, ResultRecorded, DiscrepanciesAnswered, DecidedNationally,
                   GivenUp, Reminded, Noted, LimitMoved, OnwardReported, OnwardWithdrawn> {
  using variant::variant;
  Fact();
  Fact(const Fact& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(const Fact& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();
  bool operator==(const Fact& other) const;
};

/// What happened, where it led, and what was sent. The table decides the latter two.
struct Event {
  State next = State::none;
  std::optional<Instant> due;  ///< of the clock from now on
  std::vector<Ie> sent;
  Fact fact;

  static constexpr std::string_view record = "destination.event";
  static constexpr auto fields() {
    return Fields{Field{1, "next", &Event::next}, Field{2, "due", &Event::due},
                  Field{3, "sent", &Event::sent}, Field{4, "fact", &Event::fact}};
  }
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace lintas::transit::destination

namespace lintas {

extern template const Shape& shape<transit::destination::Event>();

}  // namespace lintas
