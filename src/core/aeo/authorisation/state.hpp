#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/documents/events.hpp"
#include "core/model/values/tin.hpp"

/// An authorisation with all that it ever was, so that what was decided at an instant can be looked at again.
namespace lintas::aeo::authorisation {

/// A code of the operator: the newest has no end.
struct HeldCode {
  Code code;
  CodeKey key;
  Instant from;
  std::optional<Instant> until = {};     ///< the instant from which it is nobody's
  Day given = {};                        ///< the local day of `from`: it is read by the shapes of this day
  std::optional<Instant> end_said = {};  ///< when `until` was said: before that nobody knew it
  bool mistaken = false;                 ///< it never was this operator's
  std::optional<Reference> had_before = {};  ///< the authorisation that had it before this one

  [[nodiscard]] bool holds_at(Instant at) const { return from <= at && (!until || at < *until); }
  friend bool operator==(const HeldCode&, const HeldCode&) = default;
};

/// How it stood from an instant on.
struct Standing {
  Instant at;
  State state = State::none;
  std::optional<Day> valid_from;   ///< of one that was granted
  std::optional<Day> valid_until;  ///< the last day, where it has one

  friend bool operator==(const Standing&, const Standing&) = default;
};

struct Authorisation {
  State state = State::none;
  Application application;
  std::optional<Instant> since;     ///< from when the present state counts
  std::optional<Instant> written;   ///< the application, last: a draft is idle from here
  std::optional<Instant> accepted;  ///< the time for the decision counts from here
  std::optional<Day> until;         ///< the day that the office set: to complete, to correct, to repair
  std::string level;                ///< as granted
  std::vector<OperatorRole> roles;  ///< likewise
  std::optional<Day> authorised;    ///< the day of the decision: what importers declare beside the code
  std::optional<Day> valid_from;
  std::optional<Day> valid_until;
  std::optional<Day> revalidate_on;
  std::optional<Bar> barred;        ///< the holder applies anew only behind this
  std::vector<HeldCode> codes;      ///< in the order in which they were given
  std::vector<Standing> standings;  ///< ascending
  std::optional<documents::Rung<Trigger>> rung;
  std::optional<Alarm> alarm;  ///< until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Authorisation&, const Authorisation&) = default;
};

/// Whether an operator has the benefits, and if not why.
enum class Holds : std::uint8_t {
  yes = 1,
  not_granted,  ///< there is an application at most
  not_yet,      ///< its first day is to come
  suspended,
  revoked,
  withdrawn,
  expired,
  code_replaced,  ///< the operator has another code, and this one ended
};
inline constexpr std::array holds_words{
    Word{Holds::yes, "yes"},         Word{Holds::not_granted, "not_granted"},
    Word{Holds::not_yet, "not_yet"}, Word{Holds::suspended, "suspended"},
    Word{Holds::revoked, "revoked"}, Word{Holds::withdrawn, "withdrawn"},
    Word{Holds::expired, "expired"}, Word{Holds::code_replaced, "code_replaced"},
};
[[nodiscard]] constexpr const auto& words_for(Holds) { return holds_words; }

/// What is so at an instant. `day`: the local one of that instant.
struct Extract {
  Standing standing;
  std::vector<HeldCode> codes;  ///< that held then

  [[nodiscard]] Holds holds_on(Day day) const;
  friend bool operator==(const Extract&, const Extract&) = default;
};

/// Nothing where there was no application yet.
[[nodiscard]] std::optional<Extract> as_of(const Authorisation& authorisation, Instant at);
/// The same for who declares this code.
[[nodiscard]] Holds holds(const Authorisation& authorisation, const CodeKey& code, Instant at, Day day);

/// Its reference, where it was granted and has not ended.
[[nodiscard]] std::optional<Reference> live(const Authorisation& authorisation);

/// What ends with a day that somebody has to know of beforehand.
enum class Ending : std::uint8_t {
  last_day = 1,  ///< of the authorisation
  completion,    ///< to complete the application
  repair,        ///< to repair defects, of an application or of one that is suspended
  revalidation,  ///< before the conditions are looked at anew
};
struct Ends {
  Ending what{};
  Day on;  ///< the last day

  friend bool operator==(const Ends&, const Ends&) = default;
};
/// Those of the state that it is in, what weighs most first. The office's own limits are none: what waits for
/// it stands in its work list.
[[nodiscard]] std::vector<Ends> endings(const Authorisation& authorisation);

/// As it was given last; null where it never was.
[[nodiscard]] const HeldCode* last_held(const Authorisation& authorisation, const CodeKey& code);

/// Whether a code of this authorisation may be given under another one of `holder`: by the same operator once
/// this one ended, since a state gives it the same code again; by anybody where it was given by mistake.
[[nodiscard]] bool lets_go(const Authorisation& authorisation, const CodeKey& code, const Tin& holder);

/// Who had the code at an instant that lies before it was given here.
struct Former {
  Reference reference;
  Instant until;  ///< from then on it was another's
};
/// Nothing where this is the one to ask. `until`: of what was given here from then on nothing counts.
[[nodiscard]] std::optional<Former> former_of(const Authorisation& authorisation, const CodeKey& code,
                                              Instant at, const std::optional<Instant>& until);

/// The code that is given out now; null before one is granted.
[[nodiscard]] const HeldCode* newest_code(const Authorisation& authorisation);

}  // namespace lintas::aeo::authorisation
