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
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"

/// What happened to a movement in a state that it passes. Stored: places in the variant and field numbers are
/// never used again for something else.
namespace lintas::transit::passage {

/// Departure told of the movement (IE050), or answered our request (IE115).
struct RecordReceived {
  Mrn mrn;
  Ie ie = 0;
  std::vector<OfficeId> offices;  ///< of this state, in the order of the journey
  std::optional<Day> limit;
  Hash256 document;  ///< of the declaration
  std::optional<OfficeId> departure;

  static constexpr std::string_view record = "passage.record_received";
  static constexpr auto fields() {
    return Fields{
        Field{1, "mrn", &RecordReceived::mrn},           Field{2, "ie", &RecordReceived::ie},
        Field{3, "offices", &RecordReceived::offices},   Field{4, "limit", &RecordReceived::limit},
        Field{5, "document", &RecordReceived::document}, Field{6, "departure", &RecordReceived::departure}};
  }
  friend bool operator==(const RecordReceived&, const RecordReceived&) = default;
};

struct RecordRequested {
  Mrn mrn;
  OfficeId office;
  Instant at;
  std::optional<PersonId> by;  ///< nobody: the clock

  static constexpr std::string_view record = "passage.record_requested";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RecordRequested::mrn}, Field{2, "office", &RecordRequested::office},
                  Field{3, "at", &RecordRequested::at}, Field{4, "by", &RecordRequested::by}};
  }
  friend bool operator==(const RecordRequested&, const RecordRequested&) = default;
};

struct RecordRefused {
  std::string reason;  ///< CL225

  static constexpr std::string_view record = "passage.record_refused";
  static constexpr auto fields() { return Fields{Field{1, "reason", &RecordRefused::reason}}; }
  friend bool operator==(const RecordRefused&, const RecordRefused&) = default;
};

/// Stored: a number is never used again for something else.
enum class Manner : std::uint8_t { in_order = 1, confirmed, undeclared, lifted, again };

/// An office was passed.
struct Crossed {
  OfficeId office;
  Instant at;
  Manner manner = Manner::in_order;
  Inspection inspection;
  FreeText text;
  PersonId by;

  static constexpr std::string_view record = "passage.crossed";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &Crossed::office}, Field{2, "at", &Crossed::at},
                  Field{3, "manner", &Crossed::manner}, Field{4, "inspection", &Crossed::inspection},
                  Field{5, "text", &Crossed::text},     Field{6, "by", &Crossed::by}};
  }
  friend bool operator==(const Crossed&, const Crossed&) = default;
};

/// The same without a record.
struct CrossedOnTheTad {
  OfficeId office;
  Instant at;
  Inspection inspection;
  FreeText reason;
  PersonId by;
  std::optional<PersonId> second;
  std::vector<OfficeId> ahead;
  std::optional<Day> limit;
  std::optional<OfficeId> departure;

  static constexpr std::string_view record = "passage.crossed_on_the_tad";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &CrossedOnTheTad::office},
                  Field{2, "at", &CrossedOnTheTad::at},
                  Field{3, "inspection", &CrossedOnTheTad::inspection},
                  Field{4, "reason", &CrossedOnTheTad::reason},
                  Field{5, "by", &CrossedOnTheTad::by},
                  Field{6, "second", &CrossedOnTheTad::second},
                  Field{7, "ahead", &CrossedOnTheTad::ahead},
                  Field{8, "limit", &CrossedOnTheTad::limit},
                  Field{9, "departure", &CrossedOnTheTad::departure}};
  }
  friend bool operator==(const CrossedOnTheTad&, const CrossedOnTheTad&) = default;
};

/// The goods are at an office although an earlier one is not passed.
struct Held {
  OfficeId office;
  Instant at;
  Inspection inspection;
  PersonId by;

  static constexpr std::string_view record = "passage.held";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &Held::office}, Field{2, "at", &Held::at},
                  Field{3, "inspection", &Held::inspection}, Field{4, "by", &Held::by}};
  }
  friend bool operator==(const Held&, const Held&) = default;
};

/// An officer says which earlier offices of a held one were not used.
struct MarkedNotUsed {
  std::vector<OfficeId> offices;
  PersonId by;

  static constexpr std::string_view record = "passage.marked_not_used";
  static constexpr auto fields() {
    return Fields{Field{1, "offices", &MarkedNotUsed::offices}, Field{2, "by", &MarkedNotUsed::by}};
  }
  friend bool operator==(const MarkedNotUsed&, const MarkedNotUsed&) = default;
};

struct Stopped {
  OfficeId office;
  Instant at;
  FreeText text;
  PersonId by;

  static constexpr std::string_view record = "passage.stopped";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &Stopped::office}, Field{2, "at", &Stopped::at},
                  Field{3, "text", &Stopped::text}, Field{4, "by", &Stopped::by}};
  }
  friend bool operator==(const Stopped&, const Stopped&) = default;
};

struct PassageRefused {
  OfficeId office;
  Instant at;
  std::string reason;  ///< CL238
  FreeText text;
  PersonId by;

  static constexpr std::string_view record = "passage.refused";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &PassageRefused::office}, Field{2, "at", &PassageRefused::at},
                  Field{3, "reason", &PassageRefused::reason}, Field{4, "text", &PassageRefused::text},
                  Field{5, "by", &PassageRefused::by}};
  }
  friend bool operator==(const PassageRefused&, const PassageRefused&) = default;
};

struct IncidentRecorded {
  OfficeId office;
  Instant at;
  Incident incident;
  PersonId by;

  static constexpr std::string_view record = "passage.incident_recorded";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &IncidentRecorded::office}, Field{2, "at", &IncidentRecorded::at},
                  Field{3, "incident", &IncidentRecorded::incident}, Field{4, "by", &IncidentRecorded::by}};
  }
  friend bool operator==(const IncidentRecorded&, const IncidentRecorded&) = default;
};

/// An incident elsewhere, told by departure.
struct IncidentForwarded {
  std::optional<OfficeId> office;
  std::optional<Instant> at;
  std::string code;  ///< CL019
  FreeText text;
  std::vector<Seal> new_seals = {};               ///< put on since the release
  std::optional<Vehicle> vehicle = std::nullopt;  ///< what carries the goods from there on

  static constexpr std::string_view record = "passage.incident_forwarded";
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

/// The goods arrived; what is open here is not used any more.
struct ArrivedElsewhere {
  std::optional<OfficeId> office;
  std::optional<Instant> at;

  static constexpr std::string_view record = "passage.arrived_elsewhere";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &ArrivedElsewhere::office}, Field{2, "at", &ArrivedElsewhere::at}};
  }
  friend bool operator==(const ArrivedElsewhere&, const ArrivedElsewhere&) = default;
};

/// Departure ended the movement: IE010 or IE063.
struct EndedByDeparture {
  Ie ie = 0;
  std::optional<Instant> at;

  static constexpr std::string_view record = "passage.ended_by_departure";
  static constexpr auto fields() {
    return Fields{Field{1, "ie", &EndedByDeparture::ie}, Field{2, "at", &EndedByDeparture::at}};
  }
  friend bool operator==(const EndedByDeparture&, const EndedByDeparture&) = default;
};

struct Completed {
  OfficeId office;
  PersonId by;

  static constexpr std::string_view record = "passage.completed";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &Completed::office}, Field{2, "by", &Completed::by}};
  }
  friend bool operator==(const Completed&, const Completed&) = default;
};

struct EndedInTerritory {
  OfficeId office;
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "passage.ended_in_territory";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &EndedInTerritory::office},
                  Field{2, "reason", &EndedInTerritory::reason}, Field{3, "by", &EndedInTerritory::by}};
  }
  friend bool operator==(const EndedInTerritory&, const EndedInTerritory&) = default;
};

struct TurnedBack {
  OfficeId office;
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "passage.turned_back";
  static constexpr auto fields() {
    return Fields{Field{1, "office", &TurnedBack::office}, Field{2, "reason", &TurnedBack::reason},
                  Field{3, "by", &TurnedBack::by}};
  }
  friend bool operator==(const TurnedBack&, const TurnedBack&) = default;
};

/// A clock ran out, and somebody is reminded.
struct Reminded {
  Alarm alarm = Alarm::unresolved;

  static constexpr std::string_view record = "passage.reminded";
  static constexpr auto fields() { return Fields{Field{1, "alarm", &Reminded::alarm}}; }
  friend bool operator==(const Reminded&, const Reminded&) = default;
};

/// Nothing was heard until long after the limit date.
struct Expired {
  std::optional<Day> limit;

  static constexpr std::string_view record = "passage.expired";
  static constexpr auto fields() { return Fields{Field{1, "limit", &Expired::limit}}; }
  friend bool operator==(const Expired&, const Expired&) = default;
};

/// A message that comes too late to change anything: evidence.
struct Noted {
  Ie ie = 0;
  std::optional<OfficeId> office;
  std::optional<Instant> at;

  static constexpr std::string_view record = "passage.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "ie", &Noted::ie}, Field{2, "office", &Noted::office}, Field{3, "at", &Noted::at}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// Departure moved the limit date, as its newest status notice says.
struct LimitMoved {
  Day limit;

  static constexpr std::string_view record = "passage.limit_moved";
  static constexpr auto fields() { return Fields{Field{1, "limit", &LimitMoved::limit}}; }
  friend bool operator==(const LimitMoved&, const LimitMoved&) = default;
};

/// Its members are compiled once, in evolve.cpp: copying a variant of so many is long work for each source
/// that does.
struct Fact : std::variant<RecordReceived, RecordRequested, RecordRefused, Crossed, CrossedOnTheTad, Held,
                           MarkedNotUsed, Stopped, PassageRefused, IncidentRecorded, IncidentForwarded,
                           ArrivedElsewhere, EndedByDeparture, Completed, EndedInTerritory, TurnedBack,
                           Reminded, Expired, Noted, LimitMoved> {
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

  static constexpr std::string_view record = "passage.event";
  static constexpr auto fields() {
    return Fields{Field{1, "next", &Event::next}, Field{2, "due", &Event::due},
                  Field{3, "sent", &Event::sent}, Field{4, "fact", &Event::fact}};
  }
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace lintas::transit::passage

namespace lintas {

extern template const Shape& shape<transit::passage::Event>();

}  // namespace lintas
