#pragma once

#include "core/model/values/tin.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// What follows from events of a movement and moves its guarantees: check at acceptance, papers and
/// reservation at release, freeing at the end. Content of each: AboutGuarantees.
namespace lintas::workflow {

[[nodiscard]] AboutGuarantees about_guarantees(const transit::departure::Movement& movement,
                                               const Happened& event);

/// Against whom the codes of its guarantees are counted: the trader that proved to be the sender. Nobody
/// noted it with what an earlier program took: that counts as its representative's, as it did then, or it
/// would be the holder that an agent's wrong code locks out.
[[nodiscard]] Tin sender_of(const transit::departure::Movement& movement);

/// The accounts of the deposits that a declaration names by their receipts: slots behind those that are
/// there.
void add_deposit_slots(Located& located, const transit::Declaration& declaration);
/// Gives each deposit the GRN of its account, which `first` and the slots behind it hold. One that the office
/// of departure does not hold for this holder stays without: nobody learns of the deposits of others. The
/// caller has found that who declares speaks for the holder.
void name_deposits(transit::Declaration& declaration, const Situation& situation, std::size_t first);
/// R-TRA-112: a guarantee without a GRN, named or found.
[[nodiscard]] Findings faults_of_guarantees(const transit::Declaration& declaration);

[[nodiscard]] Located locate_guarantees(const Command& command, const Setting& setting);
[[nodiscard]] Outcome decide_check(const Command& command, const Situation& situation,
                                   const Setting& setting);
[[nodiscard]] Outcome decide_reserve(const Command& command, const Situation& situation,
                                     const Setting& setting);
[[nodiscard]] Outcome decide_free(const Command& command, const Situation& situation, const Setting& setting);
[[nodiscard]] Outcome decide_credit(const Command& command, const Situation& situation,
                                    const Setting& setting);

}  // namespace lintas::workflow
