#pragma once

#include <optional>
#include <span>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/bounded_text.hpp"

/// What an operator's record in the list says to acts, to what its authorisation says, to partners and to its
/// clock. Pure. Whether somebody may ask, and whether it is an operator of this state, comes before.
namespace lintas::aeo::listed {

using Ruling = Decision<Event>;

struct Context {
  Instant at;
  PersonId by;
  Day today;  ///< of the programme office
};

/// `authorised`: the operator's authorisation as it stands, where it was granted. R-AEO-023 of one that has
/// ended, R-AEO-024 more changes than are kept. What was agreed before under the same name changes nothing.
[[nodiscard]] Ruling act(const Operator& one, const GiveConsent& command,
                         const std::optional<Extract>& authorised, const Context& context);
[[nodiscard]] Ruling act(const Operator& one, const WithdrawConsent& command, const Context& context);
[[nodiscard]] Ruling act(const Operator& one, const TellAgain& command, const Context& context);
/// R-AEO-024 more changes than are kept, R-AEO-025 one that had ended, R-AEO-033 an instant that is still to
/// come, or before what was brought in last. The same again changes nothing.
[[nodiscard]] Ruling act(const Operator& one, const BringIn& command, const Context& context);

/// The authorisation says so now; nothing where its holder does not agree to be told of, and where the list
/// says it already.
[[nodiscard]] Ruling publish(const Operator& one, const Extract& authorised, Instant at);

/// Each of the partners is told how the operator stands, unless it was told that. Whoever was never told of
/// it is told of none that has ended or is listed no more: for that nobody has to know it. `partners`: those
/// who get the list now.
[[nodiscard]] Ruling tell(const Operator& one, std::span<const exchange::Partner> partners, Instant at);
/// What one of them says of it.
[[nodiscard]] Ruling acknowledge(const Operator& one, exchange::Partner from, const Letter& letter,
                                 Instant at);
/// Precondition: its clock rings. Who has not answered what is urgent is an alarm.
[[nodiscard]] Ruling time_passed(const Operator& one, Instant at);

/// The list of another state: its node says how the operator stands. R-AEO-025 it had ended, R-AEO-026
/// another content under a version that is known, R-AEO-024 more than is kept. What is not taken is answered
/// by them, and changes nothing, but that benefits stop. Precondition: the letter is a notice.
[[nodiscard]] Ruling notice(const Operator& one, const Letter& letter, Instant at);

/// How a partner is told: how the operator stands, whole, and since when. A decision looks at the list as it
/// is known then, so that nobody has to hear later what was between. Precondition: there is something to
/// tell.
[[nodiscard]] Letter letter_of(const Operator& one);

}  // namespace lintas::aeo::listed
