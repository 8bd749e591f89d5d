#pragma once

#include <optional>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/shape.hpp"
#include "core/documents/ruling.hpp"
#include "core/model/values/country.hpp"

/// What an authorisation says to an act of its operator or of the programme office, and to a clock. Pure.
/// Whether somebody may ask comes before.
namespace lintas::aeo::authorisation {

using Ruling = Decision<Event>;
/// The limits are those of the programme on the day.
using Context = documents::ContextOf<Programme>;

/// What a decision knows beside the authorisation itself.
struct Known {
  Country home;                    ///< the state whose programme it is
  const Shapes* shapes = nullptr;  ///< of the codes of all states
  std::optional<Bar> barred;       ///< of the holder, with whichever authorisation it was
  bool code_is_taken = false;      ///< another authorisation has the code that the act names, for good
  /// Another one had it, and lets it go.
  std::optional<Reference> had_before = {};
  /// Another one of the same operator and programme that has not ended.
  std::optional<Reference> live = {};
};

// Each: R-DOC-001 where the table has no row for it, and where a day is over behind which it ends: the clock
// comes first, however late it rings.

/// R-AEO-010 what the programme does not have. Written anew it is the same application.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const BeginApplication& command,
                         const Context& context, const Known& known);
/// As long as the holder is barred it ends the application, by no rule: what it rests on is the revocation.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const SubmitApplication& command,
                         const Context& context, const Known& known);
/// Likewise.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const AcceptApplication& command,
                         const Context& context, const Known& known);
/// R-AEO-011 a day that is over, or too far ahead; R-AEO-014 too many rounds.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const ReturnApplication& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const BeginValidation& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const RequireCorrection& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const RecordCorrection& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const RefuseApplication& command,
                         const Context& context, const Known& known);
/// R-AEO-001 and R-AEO-002 a code that is none of this state, R-AEO-005 one of another operator, R-AEO-010 as
/// above, R-AEO-012 days that the programme does not give, R-AEO-016 a code that says another level,
/// R-AEO-017 while the holder is barred, R-AEO-020 beside another one that has not ended.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const AuthoriseOperator& command,
                         const Context& context, const Known& known);
/// Anew, too. R-AEO-011 without a day to repair what is wrong, R-AEO-018 on a ground that does not lead
/// there.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const SuspendAuthorisation& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const RestoreAuthorisation& command,
                         const Context& context, const Known& known);
/// R-AEO-013 without a second officer, R-AEO-018 as above.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const RevokeAuthorisation& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const WithdrawAuthorisation& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const BeginRevalidation& command,
                         const Context& context, const Known& known);
[[nodiscard]] Ruling act(const Authorisation& authorisation, const PassRevalidation& command,
                         const Context& context, const Known& known);
/// R-AEO-001, R-AEO-002, R-AEO-005 and R-AEO-016 as above; R-AEO-011 a last day of what was given by mistake;
/// R-AEO-014 more codes than one authorisation has.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const ChangeCode& command,
                         const Context& context, const Known& known);
/// R-AEO-019 before its last day is over.
[[nodiscard]] Ruling act(const Authorisation& authorisation, const EndAuthorisation& command,
                         const Context& context, const Known& known);

/// Precondition: one of its clocks rings.
[[nodiscard]] Ruling time_passed(const Authorisation& authorisation, const Context& context);

}  // namespace lintas::aeo::authorisation
