#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/messages/forward.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"

/// What a message must be beyond its schema: the levels list, condition and rule, for the messages of the
/// normal procedure that traders send: IE007, IE013, IE014, IE015, IE044, IE170, and for those about
/// documents that windows exchange. Other messages have no rules yet and pass; of every one that
/// traders send it is asked that its sender is no administration.
///
/// The rule set is ASEAN's: data/rules.csv says of each rule of NCTS whether it is on, off, replaced, or
/// judged elsewhere because the message alone does not tell. Nothing here knows a register, a guarantee or a
/// state.
namespace lintas::rules {

struct Context {
  const refdata::Snapshot& reference;
  Day day;  ///< of acceptance, or of receipt before there is one: whose lists and law hold
  /// Of receipt, by which is judged what is still to come (Days, judge.hpp); nothing: `day`.
  std::optional<Day> today = std::nullopt;
};

/// All findings of the first level that fails, in the order of the rules, at most limits::findings_max; none
/// if nothing is wrong (the level then says nothing). Positions are zero: the bytes are not at hand.
/// Precondition: the document is what the schema of its message accepts.
[[nodiscard]] message::Report check(const message::Document& document, const Context& context);

/// What a state of the route says to a declaration.
struct StateSays {
  Country state;
  std::string_view part;  ///< departure, transit or destination; of a state that is two of them the first
  Findings findings;      ///< each one of check()'s, told of this state
};

/// What each state of the route says by its own law, in the order of the route: goods that it keeps out,
/// papers that it asks for, the leg that leads to it. Empty for what is no declaration. Precondition: as of
/// check().
[[nodiscard]] std::vector<StateSays> check_by_state(const message::Document& document,
                                                    const Context& context);

/// How the rejection messages (IE056, IE057, IE906) report a rule: errorCode 12 list, 13 missing, 14 rule, 15
/// not allowed (CL180). Precondition: the finding is one of check().
[[nodiscard]] std::string_view error_code(const Finding& finding);
/// Their errorReason, an..7: the list or the name of the rule in NCTS, "CL231", "C0250"; the rule's id
/// without hyphens where NCTS has none: "ACTS018".
[[nodiscard]] std::string error_reason(const Finding& finding);

}  // namespace lintas::rules
