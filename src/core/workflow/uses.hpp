#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/decision.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"

/// What a command about a movement needs to move its guarantees in the same outcome: all of them or none.
///
///     locate:  slots.push_back(the movement); uses = add_use_slots(located, grns, mrn);
///     decide:  const auto decision = guarantee::decide(accounts_at(situation, uses), ReserveUses{…}, law);
///              append(outcome, uses, decision);  // decision.answer is the caller's to answer with
///
/// `locate` and `decide` see the same command: both call use_slots or add_use_slots with the same GRNs, so
/// that the place of the slots is the same.
namespace lintas::workflow {

[[nodiscard]] Key account_key(const Grn& grn);
/// Of a deposit, which declarations name by its receipt: a second way to its account.
[[nodiscard]] Key deposit_key(const OfficeId& office, const Receipt& receipt);
[[nodiscard]] Key use_key(const Grn& grn, const Mrn& mrn);

/// Where the guarantees of a movement stand among the slots: two slots for each, the use and its account.
struct UseSlots {
  std::size_t first = 0;
  std::size_t count = 0;  ///< of guarantees

  [[nodiscard]] std::size_t use(std::size_t i) const { return first + (2 * i); }
  [[nodiscard]] std::size_t account(std::size_t i) const { return use(i) + 1; }
};

/// Where the slots of these guarantees will stand, or stood, when `first` slots come before them. Of more
/// guarantees than a movement may have the rest is left out: the decision then refuses their number.
[[nodiscard]] UseSlots use_slots(std::size_t first, std::span<const Grn> grns);

/// Adds the slots of the guarantees. Without an MRN the movement has none yet and no use can be there: its
/// uses are new streams, and whoever issues the MRN appends with it.
UseSlots add_use_slots(Located& located, std::span<const Grn> grns, const std::optional<Mrn>& mrn);

/// Header and use of each guarantee, in their order; an empty header where the GRN is not registered.
[[nodiscard]] std::vector<guarantee::Account> accounts_at(const Situation& situation, UseSlots slots);

/// The accounts after the decision's events: what a second decision in the same outcome is made on, as when
/// an amendment cancels the uses and reserves anew.
[[nodiscard]] std::vector<guarantee::Account> accounts_after(
    std::vector<guarantee::Account> accounts, const Decision<guarantee::SlottedUseEvent>& decision);

/// Adds the events of the decision; an event that can move the account names it. Its answer stays with the
/// caller. The slots were added with an MRN.
void append(Outcome& outcome, UseSlots slots, const Decision<guarantee::SlottedUseEvent>& decision);

/// The same where the MRN is issued by this very outcome and the slots were added without one: claims the
/// keys of the uses too. Each use that gets an event exists from now on.
void append(Outcome& outcome, UseSlots slots, const Decision<guarantee::SlottedUseEvent>& decision,
            std::span<const Grn> grns, const Mrn& issued);

}  // namespace lintas::workflow
