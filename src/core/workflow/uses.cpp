#include "core/workflow/uses.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/decision.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

static_assert(2 * limits::guarantees_per_movement_max < limits::events_per_decision_max,
              "cancelled and reserved anew, the guarantees of a movement fit into one decision");

Key account_key(const Grn& grn) { return make_key(grn_keys, grn.str(), ""); }
Key deposit_key(const OfficeId& office, const Receipt& receipt) {
  return make_key(deposit_keys, office.str(), receipt.str());
}
Key use_key(const Grn& grn, const Mrn& mrn) { return make_key(use_keys, grn.str(), mrn.str()); }

UseSlots use_slots(std::size_t first, std::span<const Grn> grns) {
  return {.first = first, .count = std::min(grns.size(), limits::guarantees_per_movement_max)};
}

UseSlots add_use_slots(Located& located, std::span<const Grn> grns, const std::optional<Mrn>& mrn) {
  const UseSlots slots = use_slots(located.slots.size(), grns);
  for (const Grn& grn : grns.first(slots.count)) {
    Slot use{.kind = use_stream, .by = Slot::New{}};
    if (mrn) use.by = use_key(grn, *mrn);
    located.slots.push_back(std::move(use));
    located.slots.push_back({.kind = account_stream, .by = account_key(grn)});
  }
  return slots;
}

std::vector<guarantee::Account> accounts_at(const Situation& situation, UseSlots slots) {
  std::vector<guarantee::Account> accounts;
  accounts.reserve(slots.count);
  for (std::size_t i = 0; i < slots.count; ++i) {
    require(slots.account(i) < situation.slots.size(), "the guarantees stand where locate put them");
    accounts.push_back({.header = situation.slots[slots.account(i)].state->as<guarantee::Header>(),
                        .use = situation.slots[slots.use(i)].state->as<guarantee::Use>()});
  }
  return accounts;
}

std::vector<guarantee::Account> accounts_after(std::vector<guarantee::Account> accounts,
                                               const Decision<guarantee::SlottedUseEvent>& decision) {
  for (const auto& [i, event] : decision.events) {
    guarantee::Account& account = accounts.at(i);
    if (guarantee::concerns_header(event)) account.header = guarantee::evolve(account.header, event);
    account.use = guarantee::evolve(account.use, event);
  }
  return accounts;
}

void append(Outcome& outcome, UseSlots slots, const Decision<guarantee::SlottedUseEvent>& decision) {
  for (const auto& [i, event] : decision.events) {
    require(i < slots.count, "an event is about one of the guarantees");
    NewEvent made = new_event(slots.use(i), use_block, event);
    if (guarantee::concerns_header(event)) made.also.push_back(slots.account(i));
    outcome.events.push_back(std::move(made));
  }
}

void append(Outcome& outcome, UseSlots slots, const Decision<guarantee::SlottedUseEvent>& decision,
            std::span<const Grn> grns, const Mrn& issued) {
  append(outcome, slots, decision);
  std::set<std::size_t> begun;
  for (const auto& made : decision.events) {
    if (begun.insert(made.slot).second)
      outcome.keys.push_back({.key = use_key(grns[made.slot], issued), .slot = slots.use(made.slot)});
  }
}

}  // namespace lintas::workflow
