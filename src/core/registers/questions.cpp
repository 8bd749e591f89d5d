#include "core/registers/questions.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

namespace {

/// Where the fault lies: the rule that a question answers with, the field asked about and what stood there.
struct Subject {
  std::string_view rule;
  std::string_view field;
  std::string_view value;

  [[nodiscard]] Finding fault(std::string detail) const {
    return {.rule = std::string{rule},
            .pointer = std::string{field},
            .value = std::string{value.substr(0, limits::finding_value_chars_max)},
            .detail = std::move(detail)};
  }
};

template <class F>
const F* facts_of(const Entry* entry) {
  if (entry == nullptr || entry->status == Status::none) return nullptr;
  return std::get_if<F>(&entry->facts);
}

/// Who is told why an entry was stopped.
enum class Told : std::uint8_t { stranger, own };

/// Why the entry does not hold from `first` to `last`, with the smallest mend; nothing if it does.
std::optional<std::string> lapse(const Entry& entry, Day first, Day last, Told told = Told::own) {
  if (entry.status != Status::valid && told == Told::stranger)
    return "does not hold now; name another one, or ask its carrier, who can see why";
  if (entry.status == Status::withdrawn) return "withdrawn; name another one, or register it anew";
  if (entry.status == Status::suspended) return "suspended; have it resumed, or name another one";
  if (entry.valid_from > first) {
    return format("begins on {}, needed from {}; begin then, or name another one", to_text(entry.valid_from),
                  to_text(first));
  }
  if (!entry.valid_until || *entry.valid_until >= last) return std::nullopt;
  const std::string ends = to_text(*entry.valid_until);
  if (*entry.valid_until < first || first == last)
    return format("ended on {}; have it extended to {}, or name another one", ends, to_text(last));
  return format("ends on {}, the time limit is {}; have it extended, or arrive by {}", ends, to_text(last),
                ends);
}

std::string_view shown_to(Told told, const Plate& plate) {
  return told == Told::own ? plate.str() : "another vehicle";
}

/// The first state of the route that is not among `states`, the issuing state apart.
std::optional<Country> not_covered(std::span<const Country> route, const std::vector<Country>& states,
                                   Country issued_by) {
  const auto missing = std::ranges::find_if(route, [&](Country state) {
    return state != issued_by && std::ranges::find(states, state) == states.end();
  });
  if (missing == route.end()) return std::nullopt;
  return *missing;
}

/// The last day that is declared is not behind that of the register: an earlier one is what stood there
/// before the paper was extended. A permit without one holds until it is withdrawn: any day that is declared
/// of it is within.
std::optional<Finding> later_day(const Entry& entry, const PaperOfUnit& paper) {
  if (!paper.until || !entry.valid_until || *paper.until <= *entry.valid_until) return std::nullopt;
  const std::string declared = to_text(*paper.until);
  return Subject{.rule = "R-ACTS-036", .field = "until", .value = declared}.fault(
      format("{} is valid until {} in the register; declare that day, or have the register corrected if the "
             "paper itself says {}",
             paper.number, to_text(*entry.valid_until), declared));
}

template <class T, class Asked>
bool has(const std::vector<T>& list, const Asked& asked) {
  return std::ranges::any_of(list, [&](const T& one) { return one == asked; });
}

bool has_code(const std::vector<EntryNumber>& list, std::string_view code) {
  return std::ranges::any_of(list, [&](const EntryNumber& one) { return one.str() == code; });
}

}  // namespace

std::optional<Finding> fault_in_permit(const Entry* entry, const PaperOfUnit& paper, const Journey& journey) {
  const Subject permit{.rule = "R-ACTS-018", .field = "permit", .value = paper.number};
  if (paper.number.empty()) {
    return Subject{.rule = "R-ACTS-018", .field = "permit", .value = paper.plate}.fault(
        "this unit names no permit; add its AP01");
  }
  const auto* facts = facts_of<Permit>(entry);
  if (facts == nullptr) {
    return permit.fault(
        format("{} registered no permit of this number; check number and nationality", paper.nationality));
  }
  const Told told = facts->carrier.str() == paper.asked_by ? Told::own : Told::stranger;
  // First: of a vehicle that was not named nothing else is told.
  if (facts->plate.str() != paper.plate) {
    return Subject{.rule = "R-ACTS-019", .field = "plate", .value = paper.plate}.fault(
        format("the permit is for {}; name the permit of this unit", shown_to(told, facts->plate)));
  }
  if (facts->agreement != Agreement::acts) {
    return Subject{.rule = "R-ACTS-021", .field = "permit", .value = paper.number}.fault(
        "given under AFAFIST; name the permit for goods in transit (AFAFGIT)");
  }
  if (auto why = lapse(*entry, journey.start, journey.limit, told)) return permit.fault(std::move(*why));
  if (const auto state = not_covered(journey.states, facts->states, facts->issued_by);
      state && !facts->states.empty()) {
    return permit.fault(format("not for {}; have the state added, or go around it", state->str()));
  }
  return later_day(*entry, paper);
}

std::optional<Finding> fault_in_card(const Entry* entry, const PaperOfUnit& paper, const Journey& journey) {
  const Subject card{.rule = "R-ACTS-022", .field = "card", .value = paper.number};
  if (paper.number.empty()) {
    return Subject{.rule = "R-ACTS-022", .field = "card", .value = paper.plate}.fault(
        "this vehicle names no insurance card; add its AB01");
  }
  const auto* facts = facts_of<Insurance>(entry);
  if (facts == nullptr) {
    return card.fault(
        format("{} registered no card of this number; check number and nationality", paper.nationality));
  }
  const bool own = facts->carrier && facts->carrier->str() == paper.asked_by;
  const Told told = own ? Told::own : Told::stranger;
  if (facts->plate.str() != paper.plate) {
    return Subject{.rule = "R-ACTS-022", .field = "plate", .value = paper.plate}.fault(
        format("the card is for {}; name the card of this vehicle", shown_to(told, facts->plate)));
  }
  if (auto why = lapse(*entry, journey.start, journey.limit, told)) return card.fault(std::move(*why));
  if (const auto state = not_covered(journey.states, facts->states, facts->issued_by))
    return card.fault(format("does not insure in {}; have the state added, or go around it", state->str()));
  if (const auto state = not_covered(paper.states, facts->states, facts->issued_by)) {
    return Subject{.rule = "R-ACTS-036", .field = "card", .value = paper.number}.fault(
        format("does not insure in {} by the register; declare the states that stand there", state->str()));
  }
  return later_day(*entry, paper);
}

std::optional<Finding> fault_in_trader(const Entry* entry, const Tin& tin, TraderRole role, Day day) {
  const Subject subject{.rule = "R-ACTS-001", .field = "tin", .value = tin.str()};
  const auto* facts = facts_of<Trader>(entry);
  if (facts == nullptr) return subject.fault("not registered; check the number, or ask for an account");
  if (auto why = lapse(*entry, day, day)) return subject.fault(std::move(*why));
  if (!has(facts->roles, role)) return subject.fault("registered, but not in this role; have it added");
  return std::nullopt;
}

std::optional<Finding> fault_in_principal(const Entry* entry, const Tin& tin, Country departure, Day day) {
  if (auto fault = fault_in_trader(entry, tin, TraderRole::principal, day)) return fault;
  const auto* facts = facts_of<Trader>(entry);
  const Subject subject{.rule = "R-ACTS-002", .field = "tin", .value = tin.str()};
  if (tin.country() != departure) {
    return subject.fault(format("a trader of {}; name a principal of {}, where the movement begins",
                                tin.country().str(), departure.str()));
  }
  if (facts == nullptr || !facts->legal_person)
    return subject.fault("not a legal person; name a firm as the principal");
  return std::nullopt;
}

std::optional<Finding> fault_in_mandate(const Entry* entry, const Tin& holder, const Tin& agent, Day day) {
  if (holder == agent) return std::nullopt;
  const Subject subject{.rule = "R-ACTS-003", .field = "representative", .value = agent.str()};
  const auto* facts = facts_of<Mandate>(entry);
  if (facts == nullptr || facts->holder != holder || facts->agent != agent)
    return subject.fault(format("has no authorisation of {}; have one registered", holder.str()));
  if (auto why = lapse(*entry, day, day)) return subject.fault(std::move(*why));
  return std::nullopt;
}

std::optional<Finding> fault_in_declarant(const Entry* entry, const Tin& firm, std::string_view person,
                                          Day day) {
  const Subject subject{.rule = "R-ACTS-003", .field = "person", .value = {}};
  const auto* facts = facts_of<Declarant>(entry);
  if (facts == nullptr || facts->firm != firm || facts->person.str() != person)
    return subject.fault(format("may not declare for {}; its administrator can add the person", firm.str()));
  if (auto why = lapse(*entry, day, day)) return subject.fault(std::move(*why));
  return std::nullopt;
}

std::optional<Finding> fault_in_authorisation(const Entry* entry, const SimplifiedUse& use) {
  const Subject subject{.rule = "R-REG-401", .field = "authorisation", .value = use.number};
  const auto* facts = facts_of<Authorisation>(entry);
  if (facts == nullptr) return subject.fault("not registered; check the number");
  if (facts->holder != use.holder) {
    return Subject{.rule = "R-REG-401", .field = "holder", .value = use.holder.str()}.fault(
        "the authorisation is another trader's; name the trader's own");
  }
  if (auto why = lapse(*entry, use.day, use.day)) return subject.fault(std::move(*why));
  const auto outside = [](std::string_view field, std::string_view value, std::string detail) {
    return Subject{.rule = "R-REG-402", .field = field, .value = value}.fault(std::move(detail));
  };
  if (!has(facts->rights, use.right)) {
    return outside("authorisation", use.number,
                   format("does not hold the right {}; use the normal procedure", wire_type(use.right)));
  }
  if (!has(facts->offices, use.office))
    return outside("office", use.office.str(), "not an office of the authorisation; go to one of its own");
  // A declaration may leave out where it loads; an arrival is at premises of the trader or at the office.
  if (use.right == Right::simplified_arrival && use.premises.empty())
    return outside("premises", {}, "name the premises where the goods are, or use the normal procedure");
  if (!use.premises.empty() && !has_code(facts->premises, use.premises))
    return outside("premises", use.premises, "not premises of the authorisation; use its own");
  for (const Ahtn& code : use.goods) {
    const auto excludes = [&](const Ahtn& excluded) { return excluded.covers(code); };
    if (std::ranges::any_of(facts->goods_excluded, excludes))
      return outside("goods", code.str(), "excluded from the authorisation; use the normal procedure");
  }
  return std::nullopt;
}

std::optional<Finding> fault_in_special_seal(const Entry* entry, const Tin& holder, std::string_view seal,
                                             Day day) {
  const Subject subject{.rule = "R-ACTS-061", .field = "seal", .value = seal};
  const auto* facts = facts_of<Authorisation>(entry);
  if (facts == nullptr || facts->holder != holder || !has(facts->rights, Right::special_seals))
    return subject.fault("no authorisation to use special seals; have customs seal the load");
  if (auto why = lapse(*entry, day, day)) return subject.fault(std::move(*why));
  const auto holds = [&](const SealSeries& series) { return series.has(seal); };
  if (!std::ranges::any_of(facts->seals, holds))
    return subject.fault("of no approved series; use a seal of an approved one");
  return std::nullopt;
}

}  // namespace lintas::registers
