#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/documents/events.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to an authorisation: each with its instant and who did it; what the office did with the law
/// that it rests on, in words (docs/adr/0013). A clock rests on the limits of the programme. Nothing is ever
/// changed. Stored: as commands.hpp.
namespace lintas::aeo::authorisation {

/// What somebody of the programme office should look at. Stored: a number is never used again for another
/// alarm.
enum class Alarm : std::uint8_t { decision_overdue = 1, repair_over, revalidation_overdue };
inline constexpr std::array alarm_words{Word{Alarm::decision_overdue, "decision_overdue"},
                                        Word{Alarm::repair_over, "repair_over"},
                                        Word{Alarm::revalidation_overdue, "revalidation_overdue"}};
[[nodiscard]] constexpr const auto& words_for(Alarm) { return alarm_words; }

/// Written, or written anew.
struct Begun {
  Application application;
  PersonId by;

  static constexpr std::string_view record = "aeo.begun";
  static constexpr auto fields() {
    return Fields{Field{1, "application", &Begun::application}, Field{2, "by", &Begun::by}};
  }
  friend bool operator==(const Begun&, const Begun&) = default;
};

struct Submitted {
  PersonId by;

  static constexpr std::string_view record = "aeo.submitted";
  static constexpr auto fields() { return Fields{Field{1, "by", &Submitted::by}}; }
  friend bool operator==(const Submitted&, const Submitted&) = default;
};

/// It was submitted, or looked at, while its holder is barred: that ends it. It rests on the revocation.
struct Barred {
  Bar bar;
  PersonId by;  ///< who submitted it, or looked at it

  static constexpr std::string_view record = "aeo.barred";
  static constexpr auto fields() {
    return Fields{Field{1, "bar", &Barred::bar}, Field{2, "by", &Barred::by}};
  }
  friend bool operator==(const Barred&, const Barred&) = default;
};

struct Accepted {
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.accepted";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &Accepted::by}, Field{2, "basis", &Accepted::basis}};
  }
  friend bool operator==(const Accepted&, const Accepted&) = default;
};

struct Returned {
  FreeText reason;
  Day until;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.returned";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Returned::reason}, Field{2, "until", &Returned::until},
                  Field{3, "by", &Returned::by}, Field{4, "basis", &Returned::basis}};
  }
  friend bool operator==(const Returned&, const Returned&) = default;
};

struct ValidationBegun {
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.validation_begun";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &ValidationBegun::by}, Field{2, "basis", &ValidationBegun::basis}};
  }
  friend bool operator==(const ValidationBegun&, const ValidationBegun&) = default;
};

struct CorrectionRequired {
  FreeText reason;
  Day until;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.correction_required";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &CorrectionRequired::reason},
                  Field{2, "until", &CorrectionRequired::until}, Field{3, "by", &CorrectionRequired::by},
                  Field{4, "basis", &CorrectionRequired::basis}};
  }
  friend bool operator==(const CorrectionRequired&, const CorrectionRequired&) = default;
};

struct Corrected {
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.was_corrected";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &Corrected::by}, Field{2, "basis", &Corrected::basis}};
  }
  friend bool operator==(const Corrected&, const Corrected&) = default;
};

struct Refused {
  FreeText reason;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.refused";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Refused::reason}, Field{2, "basis", &Refused::basis},
                  Field{3, "by", &Refused::by}};
  }
  friend bool operator==(const Refused&, const Refused&) = default;
};

struct Authorised {
  Code code;
  CodeKey key;
  std::string level;
  std::vector<OperatorRole> roles;
  Day authorised;  ///< the day of the decision, which importers declare beside the code
  Day from;
  std::optional<Day> until;  ///< the last day
  std::optional<Day> revalidate_on;
  FreeText basis;
  PersonId by;
  std::optional<Reference> had_before;  ///< the authorisation that had the code before

  static constexpr std::string_view record = "aeo.authorised";
  static constexpr auto fields() {
    return Fields{Field{1, "code", &Authorised::code},
                  Field{2, "key", &Authorised::key},
                  Field{3, "level", &Authorised::level},
                  Field{4, "roles", &Authorised::roles},
                  Field{5, "authorised", &Authorised::authorised},
                  Field{6, "from", &Authorised::from},
                  Field{7, "until", &Authorised::until},
                  Field{8, "revalidate_on", &Authorised::revalidate_on},
                  Field{9, "basis", &Authorised::basis},
                  Field{10, "by", &Authorised::by},
                  Field{11, "had_before", &Authorised::had_before}};
  }
  friend bool operator==(const Authorised&, const Authorised&) = default;
};

struct Suspended {
  Ground ground = Ground::conditions_not_met;
  FreeText reason;
  FreeText basis;
  std::optional<Day> until;
  PersonId by;

  static constexpr std::string_view record = "aeo.suspended";
  static constexpr auto fields() {
    return Fields{Field{1, "ground", &Suspended::ground}, Field{2, "reason", &Suspended::reason},
                  Field{3, "basis", &Suspended::basis}, Field{4, "until", &Suspended::until},
                  Field{5, "by", &Suspended::by}};
  }
  friend bool operator==(const Suspended&, const Suspended&) = default;
};

struct Restored {
  FreeText reason;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.restored";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Restored::reason}, Field{2, "basis", &Restored::basis},
                  Field{3, "by", &Restored::by}};
  }
  friend bool operator==(const Restored&, const Restored&) = default;
};

struct Revoked {
  Ground ground = Ground::conditions_not_met;
  FreeText reason;
  FreeText basis;
  PersonId by;
  std::optional<PersonId> second;
  Day barred_until;  ///< the last day without a new application

  static constexpr std::string_view record = "aeo.revoked";
  static constexpr auto fields() {
    return Fields{Field{1, "ground", &Revoked::ground}, Field{2, "reason", &Revoked::reason},
                  Field{3, "basis", &Revoked::basis},   Field{4, "by", &Revoked::by},
                  Field{5, "second", &Revoked::second}, Field{6, "barred_until", &Revoked::barred_until}};
  }
  friend bool operator==(const Revoked&, const Revoked&) = default;
};

/// By the operator.
struct Withdrawn {
  FreeText reason;
  PersonId by;

  static constexpr std::string_view record = "aeo.withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Withdrawn::reason}, Field{2, "by", &Withdrawn::by}};
  }
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

struct RevalidationBegun {
  FreeText reason;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.revalidation_begun";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &RevalidationBegun::reason}, Field{2, "by", &RevalidationBegun::by},
                  Field{3, "basis", &RevalidationBegun::basis}};
  }
  friend bool operator==(const RevalidationBegun&, const RevalidationBegun&) = default;
};

struct Passed {
  std::optional<Day> until;
  std::optional<Day> revalidate_on;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.passed";
  static constexpr auto fields() {
    return Fields{Field{1, "until", &Passed::until}, Field{2, "revalidate_on", &Passed::revalidate_on},
                  Field{3, "basis", &Passed::basis}, Field{4, "by", &Passed::by}};
  }
  friend bool operator==(const Passed&, const Passed&) = default;
};

struct CodeChanged {
  Code code;
  CodeKey key;
  Instant until;  ///< of the code before: from then on it is nobody's
  FreeText reason;
  FreeText basis;
  PersonId by;
  Day given;                            ///< by whose shapes the new one was read
  bool mistaken = false;                ///< the one before was given by mistake
  std::optional<Reference> had_before;  ///< the authorisation that had the new one before

  static constexpr std::string_view record = "aeo.code_changed";
  static constexpr auto fields() {
    return Fields{Field{1, "code", &CodeChanged::code},
                  Field{2, "key", &CodeChanged::key},
                  Field{3, "until", &CodeChanged::until},
                  Field{4, "reason", &CodeChanged::reason},
                  Field{5, "by", &CodeChanged::by},
                  Field{6, "basis", &CodeChanged::basis},
                  Field{7, "given", &CodeChanged::given},
                  Field{8, "mistaken", &CodeChanged::mistaken},
                  Field{9, "had_before", &CodeChanged::had_before}};
  }
  friend bool operator==(const CodeChanged&, const CodeChanged&) = default;
};

/// By the office: its last day is over, and nobody renews it. No bar follows.
struct Ended {
  FreeText reason;
  FreeText basis;
  PersonId by;

  static constexpr std::string_view record = "aeo.ended";
  static constexpr auto fields() {
    return Fields{Field{1, "reason", &Ended::reason}, Field{2, "basis", &Ended::basis},
                  Field{3, "by", &Ended::by}};
  }
  friend bool operator==(const Ended&, const Ended&) = default;
};

using Facts =
    std::variant<Begun, Submitted, Barred, Accepted, Returned, ValidationBegun, CorrectionRequired, Corrected,
                 Refused, Authorised, Suspended, Restored, Revoked, Withdrawn, RevalidationBegun, Passed,
                 CodeChanged, documents::Reminded<Alarm>, documents::TimeOver, Ended>;
using Fact = documents::FactOf<Facts>;
using Event = documents::EventOf<Machine, Fact>;

}  // namespace lintas::aeo::authorisation

namespace lintas::documents {

extern template struct FactOf<aeo::authorisation::Facts>;  // in evolve.cpp

}  // namespace lintas::documents

namespace lintas {

extern template const Shape& shape<aeo::authorisation::Event>();

}  // namespace lintas
