#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"

/// What happened to a movement at its office of departure. Stored: places in the variant and field numbers
/// are never used again for something else.
namespace lintas::transit::departure {

/// A declaration was lodged: rejected with faults, pre-lodged, or accepted with an MRN.
struct Submitted {
  Declaration declaration;
  std::vector<Fault> faults;
  std::optional<Mrn> mrn;
  std::optional<Day> accepted;
  /// Who lodged it, as it proved to be; nothing of an earlier program, which did not note it.
  std::optional<Tin> sender = std::nullopt;

  static constexpr std::string_view record = "departure.submitted";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Submitted::declaration}, Field{2, "faults", &Submitted::faults},
                  Field{3, "mrn", &Submitted::mrn}, Field{4, "accepted", &Submitted::accepted},
                  Field{5, "sender", &Submitted::sender}};
  }
  friend bool operator==(const Submitted&, const Submitted&) = default;
};

/// Pre-lodged goods are there: accepted.
struct Presented {
  Mrn mrn;
  Day accepted;
  // What an earlier program kept of a presentation; nothing where the whole declaration is there.
  std::optional<Day> limit_proposed;
  std::vector<Vehicle> vehicles;
  std::optional<Money> at_risk;
  std::optional<Hash256> calculation;
  std::optional<Declaration> declaration = std::nullopt;  ///< as it stands from now on

  static constexpr std::string_view record = "departure.presented";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &Presented::mrn},
                  Field{2, "accepted", &Presented::accepted},
                  Field{3, "limit_proposed", &Presented::limit_proposed},
                  Field{4, "vehicles", &Presented::vehicles},
                  Field{5, "at_risk", &Presented::at_risk},
                  Field{6, "calculation", &Presented::calculation},
                  Field{7, "declaration", &Presented::declaration}};
  }
  friend bool operator==(const Presented&, const Presented&) = default;
};

/// The declaration as it is from now on.
struct Amended {
  Declaration declaration;
  std::optional<Tin> sender = std::nullopt;  ///< as of Submitted

  static constexpr std::string_view record = "departure.amended";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Amended::declaration}, Field{2, "sender", &Amended::sender}};
  }
  friend bool operator==(const Amended&, const Amended&) = default;
};

struct CancellationAsked {
  FreeText reason;

  static constexpr std::string_view record = "departure.cancellation_asked";
  static constexpr auto fields() { return Fields{Field{1, "reason", &CancellationAsked::reason}}; }
  friend bool operator==(const CancellationAsked&, const CancellationAsked&) = default;
};

struct CancellationDecided {
  bool granted = false;
  FreeText reason;

  static constexpr std::string_view record = "departure.cancellation_decided";
  static constexpr auto fields() {
    return Fields{Field{1, "granted", &CancellationDecided::granted},
                  Field{2, "reason", &CancellationDecided::reason}};
  }
  friend bool operator==(const CancellationDecided&, const CancellationDecided&) = default;
};

/// Cancelled on customs' own initiative.
struct Invalidated {
  FreeText reason;
  PersonId by;
  std::optional<PersonId> second;

  static constexpr std::string_view record = "departure.invalidated";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Invalidated::reason}, Field{2, "by", &Invalidated::by},
                  Field{3, "second", &Invalidated::second}};
  }
  friend bool operator==(const Invalidated&, const Invalidated&) = default;
};

/// Every code that applies, each with its guarantee.
struct GuaranteeRefused {
  bool at_release = false;
  std::vector<Fault> faults;

  static constexpr std::string_view record = "departure.guarantee_refused";
  static constexpr auto fields() {
    return Fields{Field{1, "at_release", &GuaranteeRefused::at_release},
                  Field{2, "faults", &GuaranteeRefused::faults}};
  }
  friend bool operator==(const GuaranteeRefused&, const GuaranteeRefused&) = default;
};

struct AmendmentRequested {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "departure.amendment_requested";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &AmendmentRequested::reason}, Field{2, "by", &AmendmentRequested::by}};
  }
  friend bool operator==(const AmendmentRequested&, const AmendmentRequested&) = default;
};

struct RequestWithdrawn {
  PersonId by;

  static constexpr std::string_view record = "departure.request_withdrawn";
  static constexpr auto fields() { return Fields{Field{1, "by", &RequestWithdrawn::by}}; }
  friend bool operator==(const RequestWithdrawn&, const RequestWithdrawn&) = default;
};

struct ControlDecided {
  bool of_goods = false;
  PersonId by;
  std::optional<bool> large = std::nullopt;  ///< of goods: the control may take longer (R-ACTS-063)

  static constexpr std::string_view record = "departure.control_decided";
  static constexpr auto fields() {
    return Fields{Field{1, "of_goods", &ControlDecided::of_goods}, Field{2, "by", &ControlDecided::by},
                  Field{3, "large", &ControlDecided::large}};
  }
  friend bool operator==(const ControlDecided&, const ControlDecided&) = default;
};

struct ControlRecorded {
  ControlResult result;
  PersonId by;

  static constexpr std::string_view record = "departure.control_recorded";
  static constexpr auto fields() {
    return Fields{Field{1, "result", &ControlRecorded::result}, Field{2, "by", &ControlRecorded::by}};
  }
  friend bool operator==(const ControlRecorded&, const ControlRecorded&) = default;
};

/// IE054: the trader agrees to release on the corrected data, or not.
struct ReleaseAnswered {
  bool agreed = false;

  static constexpr std::string_view record = "departure.release_answered";
  static constexpr auto fields() { return Fields{Field{1, "agreed", &ReleaseAnswered::agreed}}; }
  friend bool operator==(const ReleaseAnswered&, const ReleaseAnswered&) = default;
};

/// Permits, cards and guarantees are looked at next, for this limit date.
struct ReleaseTried {
  Day limit;
  PersonId by;

  static constexpr std::string_view record = "departure.release_tried";
  static constexpr auto fields() {
    return Fields{Field{1, "limit", &ReleaseTried::limit}, Field{2, "by", &ReleaseTried::by}};
  }
  friend bool operator==(const ReleaseTried&, const ReleaseTried&) = default;
};

/// A permit, card or registration does not last through the limit date; an officer has to look.
struct ReleaseHindered {
  std::vector<Fault> faults;

  static constexpr std::string_view record = "departure.release_hindered";
  static constexpr auto fields() { return Fields{Field{1, "faults", &ReleaseHindered::faults}}; }
  friend bool operator==(const ReleaseHindered&, const ReleaseHindered&) = default;
};

/// The goods may go.
struct Released {
  Day limit;
  Day day;

  static constexpr std::string_view record = "departure.released";
  static constexpr auto fields() {
    return Fields{Field{1, "limit", &Released::limit}, Field{2, "day", &Released::day}};
  }
  friend bool operator==(const Released&, const Released&) = default;
};

struct NotReleased {
  FreeText reason;

  static constexpr std::string_view record = "departure.not_released";
  static constexpr auto fields() { return Fields{Field{1, "reason", &NotReleased::reason}}; }
  friend bool operator==(const NotReleased&, const NotReleased&) = default;
};

struct LimitExtended {
  Day limit;
  FreeText reason;
  PersonId by;
  /// The goods are held up, and the notice goes on saying so: its new limit is in it all the same. Not set by
  /// an earlier program, whose notice said that the limit had changed and nothing of an incident.
  std::optional<bool> incident = std::nullopt;

  static constexpr std::string_view record = "departure.limit_extended";
  static constexpr auto fields() {
    return Fields{Field{1, "limit", &LimitExtended::limit}, Field{2, "reason", &LimitExtended::reason},
                  Field{3, "by", &LimitExtended::by}, Field{4, "incident", &LimitExtended::incident}};
  }
  friend bool operator==(const LimitExtended&, const LimitExtended&) = default;
};

/// Another state asked for the record: IE002 or IE114.
struct RecordAsked {
  Ie ie = 0;
  OfficeId office;
  bool positive = false;
  std::optional<Mrn> unknown;  ///< the MRN that was asked for, if nobody has issued it here
  /// A state got it that nobody had expected the goods in: an officer should know. Not set by an earlier
  /// program, which called nobody.
  std::optional<bool> calls = std::nullopt;

  static constexpr std::string_view record = "departure.record_asked";
  static constexpr auto fields() {
    return Fields{Field{1, "ie", &RecordAsked::ie}, Field{2, "office", &RecordAsked::office},
                  Field{3, "positive", &RecordAsked::positive}, Field{4, "unknown", &RecordAsked::unknown},
                  Field{5, "calls", &RecordAsked::calls}};
  }
  friend bool operator==(const RecordAsked&, const RecordAsked&) = default;
};

struct PassageReported {
  Crossing crossing;

  static constexpr std::string_view record = "departure.passage_reported";
  static constexpr auto fields() { return Fields{Field{1, "crossing", &PassageReported::crossing}}; }
  friend bool operator==(const PassageReported&, const PassageReported&) = default;
};

/// An office of transit does not let the goods through.
struct PassageRefused {
  Crossing crossing;
  std::string reason;  ///< CL238
  /// An officer has to see what becomes of the goods. Not set by an earlier program, which called nobody.
  std::optional<bool> calls = std::nullopt;

  static constexpr std::string_view record = "departure.passage_refused";
  static constexpr auto fields() {
    return Fields{Field{1, "crossing", &PassageRefused::crossing},
                  Field{2, "reason", &PassageRefused::reason}, Field{3, "calls", &PassageRefused::calls}};
  }
  friend bool operator==(const PassageRefused&, const PassageRefused&) = default;
};

struct IncidentReported {
  Crossing crossing;
  std::string code;  ///< CL019
  FreeText text = {};
  std::vector<Seal> new_seals = {};
  std::optional<Vehicle> vehicle = std::nullopt;  ///< what carries the goods from there on

  static constexpr std::string_view record = "departure.incident_reported";
  static constexpr auto fields() {
    return Fields{Field{1, "crossing", &IncidentReported::crossing},
                  Field{2, "code", &IncidentReported::code}, Field{3, "text", &IncidentReported::text},
                  Field{4, "new_seals", &IncidentReported::new_seals},
                  Field{5, "vehicle", &IncidentReported::vehicle}};
  }
  friend bool operator==(const IncidentReported&, const IncidentReported&) = default;
};

struct ArrivalReported {
  Crossing arrival;
  std::optional<bool> credits = std::nullopt;  ///< the reference amounts are free from now on (R-ACTS-046)

  static constexpr std::string_view record = "departure.arrival_reported";
  static constexpr auto fields() {
    return Fields{Field{1, "arrival", &ArrivalReported::arrival},
                  Field{2, "credits", &ArrivalReported::credits}};
  }
  friend bool operator==(const ArrivalReported&, const ArrivalReported&) = default;
};

struct ResultReported {
  ControlResult result;

  static constexpr std::string_view record = "departure.result_reported";
  static constexpr auto fields() { return Fields{Field{1, "result", &ResultReported::result}}; }
  friend bool operator==(const ResultReported&, const ResultReported&) = default;
};

struct DiscrepanciesResolved {
  FreeText reason;
  PersonId by;
  /// The office that found them behind the end of the movement, and is answered now; else where it arrived.
  std::optional<OfficeId> office = std::nullopt;

  static constexpr std::string_view record = "departure.discrepancies_resolved";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &DiscrepanciesResolved::reason},
                  Field{2, "by", &DiscrepanciesResolved::by},
                  Field{3, "office", &DiscrepanciesResolved::office}};
  }
  friend bool operator==(const DiscrepanciesResolved&, const DiscrepanciesResolved&) = default;
};

struct ProofAccepted {
  FreeText proof;
  PersonId by;

  static constexpr std::string_view record = "departure.proof_accepted";
  static constexpr auto fields() {
    return Fields{Field{1, "proof", &ProofAccepted::proof}, Field{2, "by", &ProofAccepted::by}};
  }
  friend bool operator==(const ProofAccepted&, const ProofAccepted&) = default;
};

struct RecommendationClosed {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "departure.recommendation_closed";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &RecommendationClosed::reason},
                  Field{2, "by", &RecommendationClosed::by}};
  }
  friend bool operator==(const RecommendationClosed&, const RecommendationClosed&) = default;
};

/// The clock of the state ran out, and this is all that came of it: somebody is reminded.
struct ClockRang {
  State of = State::none;  ///< whose clock it was

  static constexpr std::string_view record = "departure.clock_rang";
  static constexpr auto fields() { return Fields{Field{1, "of", &ClockRang::of}}; }
  friend bool operator==(const ClockRang&, const ClockRang&) = default;
};

/// A message that comes too late to change anything: evidence.
struct Noted {
  Ie ie = 0;
  std::optional<OfficeId> office;
  std::optional<Instant> at;
  bool contradiction = false;  ///< it says otherwise than what is known here
  /// An officer has to look at it. Not set by an earlier program, which called nobody.
  std::optional<bool> calls = std::nullopt;
  std::string result = {};         ///< IE018: what was found (CL197)
  std::vector<Fault> faults = {};  ///< IE906: why a message of ours is refused

  static constexpr std::string_view record = "departure.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "ie", &Noted::ie},        Field{2, "office", &Noted::office},
                  Field{3, "at", &Noted::at},        Field{4, "contradiction", &Noted::contradiction},
                  Field{5, "calls", &Noted::calls},  Field{6, "result", &Noted::result},
                  Field{7, "faults", &Noted::faults}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// A state of the route misses notices: it is told the newest one again, which is the whole picture.
struct StatusAsked {
  Country by;

  static constexpr std::string_view record = "departure.status_asked";
  static constexpr auto fields() { return Fields{Field{1, "by", &StatusAsked::by}}; }
  friend bool operator==(const StatusAsked&, const StatusAsked&) = default;
};

/// An officer has looked at what called for it.
struct LookedAt {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "departure.looked_at";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &LookedAt::reason}, Field{2, "by", &LookedAt::by}};
  }
  friend bool operator==(const LookedAt&, const LookedAt&) = default;
};

/// Its members are compiled once, in evolve.cpp: copying a variant of so many is long work for each source
/// that does.
struct Fact : std::variant<Submitted, Presented, Amended, CancellationAsked, CancellationDecided, Invalidated,
                           GuaranteeRefused, AmendmentRequested, RequestWithdrawn, ControlDecided,
                           ControlRecorded, ReleaseAnswered, ReleaseTried, ReleaseHindered, Released,
                           NotReleased, LimitExtended, RecordAsked, PassageReported, PassageRefused,
                           IncidentReported, ArrivalReported, ResultReported, DiscrepanciesResolved,
                           ProofAccepted, RecommendationClosed, ClockRang, Noted, StatusAsked, LookedAt> {
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
  std::optional<Instant> due;  ///< of the clock of the state from now on
  Day day;                     ///< legal day at the office of departure
  std::vector<Ie> sent;
  Fact fact;
  std::optional<Instant> at = std::nullopt;  ///< of what a status notice tells: when it came about

  static constexpr std::string_view record = "departure.event";
  static constexpr auto fields() {
    return Fields{Field{1, "next", &Event::next}, Field{2, "due", &Event::due},
                  Field{3, "day", &Event::day},   Field{4, "sent", &Event::sent},
                  Field{5, "fact", &Event::fact}, Field{6, "at", &Event::at}};
  }
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace lintas::transit::departure

namespace lintas {

extern template const Shape& shape<transit::departure::Event>();

}  // namespace lintas
