#include "core/workflow/departure_guarantees.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/amount.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/fault_places.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/departure_told.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/uses.hpp"

namespace lintas::workflow {

namespace {

namespace dep = lintas::transit::departure;

std::uint8_t minor_digits(Currency currency, const refdata::View& reference) {
  const auto* row = reference.currency(currency);
  return row == nullptr ? std::uint8_t{0} : static_cast<std::uint8_t>(row->value.minor_digits);
}

guarantee::Demand demand_of(const dep::Movement& movement, const AboutGuarantees& about,
                            const transit::Context& context, const refdata::View& reference) {
  const transit::Declaration& declaration = movement.declaration;
  const Tin sender = sender_of(movement);
  const auto message = MessageId::parse(format("{}-{}", about.mrn.str(), about.attempt));
  require(message.has_value(), "an MRN and a number are an identification");
  guarantee::Demand demand{
      .at = context.at,
      .day = context.today(),
      .message = *message,
      .mrn = about.mrn,
      .principal = declaration.holder,
      .sender = sender,
      // What a holder is told that names its agent, the agent reads.
      .sender_is_agent = sender != declaration.holder || declaration.representative.has_value(),
      .departure = declaration.route.departure,
      .destination = declaration.route.destination,
      .route = declaration.route.countries(),
      .goods = declaration.goods,
      .limit_day = movement.limit_tried,
      .lines = {}};
  std::erase(demand.route, declaration.route.departure.country());
  for (const transit::GuaranteeLine& line : declaration.guarantees) {
    demand.lines.push_back({.grn = line.grn,
                            .type = line.type.empty() ? ' ' : line.type.front(),
                            .access_code = line.access_code,
                            .amount = line.amount,
                            .minor_digits = minor_digits(line.amount.currency(), reference)});
  }
  return demand;
}

/// Whether the lines together cover what is at risk.
Findings amount_faults(const transit::Declaration& declaration, const refdata::View& reference) {
  if (!declaration.at_risk) return {};
  std::vector<Money> covered;
  covered.reserve(declaration.guarantees.size());
  for (const transit::GuaranteeLine& line : declaration.guarantees) covered.push_back(line.amount);
  return guarantee::check_cover(*declaration.at_risk, covered,
                                minor_digits(declaration.at_risk->currency(), reference));
}

}  // namespace

Tin sender_of(const dep::Movement& movement) {
  // Not the representative: a message names whomever it likes, and codes are counted against the sender.
  if (movement.declared_by) return *movement.declared_by;
  const transit::Declaration& declaration = movement.declaration;
  return declaration.representative.value_or(declaration.holder);
}

AboutGuarantees about_guarantees(const dep::Movement& movement, const Happened& event) {
  AboutGuarantees about{.movement = event.stream,
                        .attempt = event.version,
                        .mrn = movement.mrn.value_or(Mrn{}),
                        .grns = {},
                        .papers = papers_of(movement.declaration)};
  for (const transit::GuaranteeLine& line : movement.declaration.guarantees) about.grns.push_back(line.grn);
  return about;
}

void add_deposit_slots(Located& located, const transit::Declaration& declaration) {
  std::size_t room = limits::guarantees_per_movement_max;
  for (const transit::GuaranteeLine& line : declaration.guarantees) {
    if (!line.receipt || room-- == 0) continue;
    located.slots.push_back(
        {.kind = account_stream, .by = deposit_key(declaration.route.departure, *line.receipt)});
  }
}

void name_deposits(transit::Declaration& declaration, const Situation& situation, std::size_t first) {
  for (transit::GuaranteeLine& line : declaration.guarantees) {
    if (!line.receipt || first == situation.slots.size()) continue;
    const auto& header = situation.slots[first++].state->as<guarantee::Header>();
    if (header.status != guarantee::Status::none && header.holder == declaration.holder)
      line.grn = header.grn;
  }
}

Findings faults_of_guarantees(const transit::Declaration& declaration) {
  Findings faults;
  for (std::size_t i = 0; i < declaration.guarantees.size(); ++i) {
    const transit::GuaranteeLine& line = declaration.guarantees[i];
    if (line.grn != Grn{}) continue;
    faults.push_back(
        {.rule = "R-TRA-112",
         .pointer = format("{}/otherGuaranteeReference", transit::guarantee_group(declaration.guarantees, i)),
         .value = line.receipt ? std::string{line.receipt->str()} : std::string{},
         .detail = {}});
  }
  return faults;
}

Located locate_guarantees(const Command& command, const Setting& /*setting*/) {
  const auto about = read_content<AboutGuarantees>(command.content);
  Located located;
  located.slots.push_back({.kind = departure_stream, .by = about.movement});
  (void)add_use_slots(located, about.grns, about.mrn);
  add_entry_slots(located, about.papers);
  return located;
}

Outcome decide_check(const Command& command, const Situation& situation, const Setting& setting) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  Told told{command, situation, setting, departing(situation).declaration.route.departure};
  const auto reference = setting.reference->at(told.context().today());
  const auto decision =
      guarantee::decide(accounts_at(situation, uses),
                        guarantee::CheckUses{demand_of(told.movement(), about, told.context(), reference)},
                        guarantee_law_at(command.at, setting));
  Findings faults = amount_faults(told.movement().declaration, reference);
  faults.insert(faults.end(), decision.answer.refused_for.begin(), decision.answer.refused_for.end());
  append(told.outcome(), uses, decision);
  if (!faults.empty())
    told.add(dep::guarantee_refused(told.movement(), false, transit::faults_of(faults), told.context()));
  return std::move(told).finish();
}

Outcome decide_reserve(const Command& command, const Situation& situation, const Setting& setting) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  Told told{command, situation, setting, departing(situation).declaration.route.departure};
  const auto reference = setting.reference->at(told.context().today());
  const Entries papers{situation, 1 + (2 * uses.count), about.papers};
  const Findings lapsed = faults_at_release(told.movement().declaration, papers, told.context().today(),
                                            told.movement().limit_tried.value_or(told.context().today()));
  if (!lapsed.empty()) {
    told.add(dep::release_hindered(told.movement(), transit::faults_of(lapsed), told.context()));
    return std::move(told).finish();
  }
  const Findings short_of = amount_faults(told.movement().declaration, reference);
  if (!short_of.empty()) {
    told.add(dep::guarantee_refused(told.movement(), true, transit::faults_of(short_of), told.context()));
    return std::move(told).finish();
  }
  const auto decision = guarantee::decide(
      accounts_at(situation, uses),
      guarantee::ReserveUses{.demand = demand_of(told.movement(), about, told.context(), reference),
                             .calculation = told.movement().declaration.calculation},
      guarantee_law_at(command.at, setting));
  append(told.outcome(), uses, decision);
  if (decision.answer.accepted()) {
    told.add(dep::release_conditions_met(told.movement(), told.context()));
  } else {
    told.add(dep::guarantee_refused(told.movement(), true, transit::faults_of(decision.answer.refused_for),
                                    told.context()));
  }
  return std::move(told).finish();
}

Outcome decide_credit(const Command& command, const Situation& situation, const Setting& setting) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  const Told told{command, situation, setting, departing(situation).declaration.route.departure};
  // The law of the movement, by which the arrival was to credit them.
  const auto decision =
      guarantee::decide(accounts_at(situation, uses), guarantee::CreditUses{told.context().at},
                        guarantee_law_of(told.context().law));
  Outcome outcome;
  append(outcome, uses, decision);
  return outcome;
}

Outcome decide_free(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  Outcome outcome;
  const auto accounts = accounts_at(situation, uses);
  // Of a cancelled movement a use with a claim ends as it stands, like that of a discharged one.
  const bool cancelled = departing(situation).state == dep::State::cancelled &&
                         std::ranges::none_of(accounts, [](const guarantee::Account& account) {
                           return account.use.state != guarantee::UseState::used;
                         });
  const auto decision = cancelled ? guarantee::decide(accounts, guarantee::CancelUses{command.at})
                                  : guarantee::decide(accounts, guarantee::ReleaseUses{command.at});
  append(outcome, uses, decision);
  require(decision.answer.accepted(), "a guarantee that holds an amount can be freed of it");
  return outcome;
}

}  // namespace lintas::workflow
