#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/bounded_text.hpp"

/// What an operator and the programme office do with an authorisation. `basis` of what the office does: the
/// law that it rests on. Stored: places in the variant and field numbers are never used again for something
/// else. Who acts, and when, comes with the command.
namespace lintas::aeo::authorisation {

/// Writes the application, or writes it anew.
struct BeginApplication {
  Application application;

  static constexpr std::string_view record = "aeo.begin";
  static constexpr auto fields() { return Fields{Field{1, "application", &BeginApplication::application}}; }
  friend bool operator==(const BeginApplication&, const BeginApplication&) = default;
};

struct SubmitApplication {
  Reference reference;

  static constexpr std::string_view record = "aeo.submit";
  static constexpr auto fields() { return Fields{Field{1, "reference", &SubmitApplication::reference}}; }
  friend bool operator==(const SubmitApplication&, const SubmitApplication&) = default;
};

struct AcceptApplication {
  Reference reference;
  std::string basis;

  static constexpr std::string_view record = "aeo.accept";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &AcceptApplication::reference},
                  Field{2, "basis", &AcceptApplication::basis}};
  }
  friend bool operator==(const AcceptApplication&, const AcceptApplication&) = default;
};

struct ReturnApplication {
  Reference reference;
  std::string reason;  ///< what is missing
  Day until;           ///< the last day to complete it
  std::string basis;

  static constexpr std::string_view record = "aeo.return";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &ReturnApplication::reference},
                  Field{2, "reason", &ReturnApplication::reason},
                  Field{3, "until", &ReturnApplication::until}, Field{4, "basis", &ReturnApplication::basis}};
  }
  friend bool operator==(const ReturnApplication&, const ReturnApplication&) = default;
};

struct BeginValidation {
  Reference reference;
  std::string basis;

  static constexpr std::string_view record = "aeo.validate";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &BeginValidation::reference},
                  Field{2, "basis", &BeginValidation::basis}};
  }
  friend bool operator==(const BeginValidation&, const BeginValidation&) = default;
};

struct RequireCorrection {
  Reference reference;
  std::string reason;  ///< the defects
  Day until;           ///< the last day to repair them
  std::string basis;

  static constexpr std::string_view record = "aeo.correct";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &RequireCorrection::reference},
                  Field{2, "reason", &RequireCorrection::reason},
                  Field{3, "until", &RequireCorrection::until}, Field{4, "basis", &RequireCorrection::basis}};
  }
  friend bool operator==(const RequireCorrection&, const RequireCorrection&) = default;
};

struct RecordCorrection {
  Reference reference;
  std::string basis;

  static constexpr std::string_view record = "aeo.corrected";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &RecordCorrection::reference},
                  Field{2, "basis", &RecordCorrection::basis}};
  }
  friend bool operator==(const RecordCorrection&, const RecordCorrection&) = default;
};

struct RefuseApplication {
  Reference reference;
  std::string reason;
  std::string basis;

  static constexpr std::string_view record = "aeo.refuse";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &RefuseApplication::reference},
                  Field{2, "reason", &RefuseApplication::reason},
                  Field{3, "basis", &RefuseApplication::basis}};
  }
  friend bool operator==(const RefuseApplication&, const RefuseApplication&) = default;
};

struct AuthoriseOperator {
  Reference reference;
  Code code;
  std::string level;                ///< as the application asks where it is left out
  std::vector<OperatorRole> roles;  ///< likewise
  std::optional<Day> from;          ///< today where it is left out
  std::optional<Day> until;         ///< the last day: what the programme gives where it is left out
  std::string basis;

  static constexpr std::string_view record = "aeo.authorise";
  static constexpr auto fields() {
    return Fields{
        Field{1, "reference", &AuthoriseOperator::reference}, Field{2, "code", &AuthoriseOperator::code},
        Field{3, "level", &AuthoriseOperator::level},         Field{4, "roles", &AuthoriseOperator::roles},
        Field{5, "from", &AuthoriseOperator::from},           Field{6, "until", &AuthoriseOperator::until},
        Field{7, "basis", &AuthoriseOperator::basis}};
  }
  friend bool operator==(const AuthoriseOperator&, const AuthoriseOperator&) = default;
};

/// Why benefits stop; which ground leads where, `decide` says. Stored: a number is never used again for
/// another ground.
enum class Ground : std::uint8_t {
  conditions_in_doubt = 1,  ///< facts are incomplete
  conditions_not_met = 2,
  asked_by_holder = 3,
  grave_breach = 4,
};
inline constexpr std::array ground_words{
    Word{Ground::conditions_in_doubt, "conditions_in_doubt"},
    Word{Ground::conditions_not_met, "conditions_not_met"},
    Word{Ground::asked_by_holder, "asked_by_holder"},
    Word{Ground::grave_breach, "grave_breach"},
};
[[nodiscard]] constexpr const auto& words_for(Ground) { return ground_words; }

struct SuspendAuthorisation {
  Reference reference;
  Ground ground = Ground::conditions_in_doubt;
  std::string reason;
  std::string basis;
  std::optional<Day> until;  ///< the last day to repair what is wrong; the operator's own wish needs none

  static constexpr std::string_view record = "aeo.suspend";
  static constexpr auto fields() {
    return Fields{
        Field{1, "reference", &SuspendAuthorisation::reference},
        Field{2, "ground", &SuspendAuthorisation::ground}, Field{3, "reason", &SuspendAuthorisation::reason},
        Field{4, "basis", &SuspendAuthorisation::basis}, Field{5, "until", &SuspendAuthorisation::until}};
  }
  friend bool operator==(const SuspendAuthorisation&, const SuspendAuthorisation&) = default;
};

struct RestoreAuthorisation {
  Reference reference;
  std::string reason;
  std::string basis;

  static constexpr std::string_view record = "aeo.restore";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &RestoreAuthorisation::reference},
                  Field{2, "reason", &RestoreAuthorisation::reason},
                  Field{3, "basis", &RestoreAuthorisation::basis}};
  }
  friend bool operator==(const RestoreAuthorisation&, const RestoreAuthorisation&) = default;
};

/// Needs a second officer (acts.md 18).
struct RevokeAuthorisation {
  Reference reference;
  Ground ground = Ground::conditions_not_met;
  std::string reason;
  std::string basis;
  std::optional<PersonId> second;

  static constexpr std::string_view record = "aeo.revoke";
  static constexpr auto fields() {
    return Fields{
        Field{1, "reference", &RevokeAuthorisation::reference},
        Field{2, "ground", &RevokeAuthorisation::ground}, Field{3, "reason", &RevokeAuthorisation::reason},
        Field{4, "basis", &RevokeAuthorisation::basis}, Field{5, "second", &RevokeAuthorisation::second}};
  }
  friend bool operator==(const RevokeAuthorisation&, const RevokeAuthorisation&) = default;
};

/// The operator takes its application back, or gives the authorisation up: no bar follows.
struct WithdrawAuthorisation {
  Reference reference;
  std::string reason;

  static constexpr std::string_view record = "aeo.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &WithdrawAuthorisation::reference},
                  Field{2, "reason", &WithdrawAuthorisation::reason}};
  }
  friend bool operator==(const WithdrawAuthorisation&, const WithdrawAuthorisation&) = default;
};

struct BeginRevalidation {
  Reference reference;
  std::string reason;
  std::string basis;

  static constexpr std::string_view record = "aeo.revalidate";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &BeginRevalidation::reference},
                  Field{2, "reason", &BeginRevalidation::reason},
                  Field{3, "basis", &BeginRevalidation::basis}};
  }
  friend bool operator==(const BeginRevalidation&, const BeginRevalidation&) = default;
};

struct PassRevalidation {
  Reference reference;
  std::optional<Day> until;  ///< the new last day, as for AuthoriseOperator
  std::string basis;

  static constexpr std::string_view record = "aeo.pass";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &PassRevalidation::reference},
                  Field{2, "until", &PassRevalidation::until}, Field{3, "basis", &PassRevalidation::basis}};
  }
  friend bool operator==(const PassRevalidation&, const PassRevalidation&) = default;
};

/// The operator has another code from now on; the one before holds until a day, so that what is on its way
/// with it is recognised.
struct ChangeCode {
  Reference reference;
  Code code;
  std::optional<Day> until;  ///< the last day of the one before; of one given by mistake none
  std::string reason;
  std::string basis;
  /// The one before never was this operator's, as after a slip of an officer: it ends at once, and may be
  /// given to whoever has it by right.
  bool by_mistake = false;

  static constexpr std::string_view record = "aeo.change_code";
  static constexpr auto fields() {
    return Fields{
        Field{1, "reference", &ChangeCode::reference}, Field{2, "code", &ChangeCode::code},
        Field{3, "until", &ChangeCode::until},         Field{4, "reason", &ChangeCode::reason},
        Field{5, "basis", &ChangeCode::basis},         Field{6, "by_mistake", &ChangeCode::by_mistake}};
  }
  friend bool operator==(const ChangeCode&, const ChangeCode&) = default;
};

/// Nobody renews it, and its last day is over: no bar follows.
struct EndAuthorisation {
  Reference reference;
  std::string reason;
  std::string basis;

  static constexpr std::string_view record = "aeo.end";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &EndAuthorisation::reference},
                  Field{2, "reason", &EndAuthorisation::reason}, Field{3, "basis", &EndAuthorisation::basis}};
  }
  friend bool operator==(const EndAuthorisation&, const EndAuthorisation&) = default;
};

using Act =
    std::variant<BeginApplication, SubmitApplication, AcceptApplication, ReturnApplication, BeginValidation,
                 RequireCorrection, RecordCorrection, RefuseApplication, AuthoriseOperator,
                 SuspendAuthorisation, RestoreAuthorisation, RevokeAuthorisation, WithdrawAuthorisation,
                 BeginRevalidation, PassRevalidation, ChangeCode, EndAuthorisation>;

}  // namespace lintas::aeo::authorisation
