#include "tests/support/voyage.hpp"

#include <array>
#include <chrono>
#include <utility>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/uses.hpp"
#include "tests/support/guarantee_setting.hpp"

namespace lintas::test::voyage {

using workflow::Command;
using workflow::Happened;
using workflow::Located;
using workflow::Outcome;
using workflow::Setting;
using workflow::Situation;
using workflow::State;
using workflow::UseSlots;
namespace gua = lintas::guarantee;

namespace {

constexpr workflow::EventType moved{64};
constexpr auto voyage_keys = workflow::KeyKind{64};
constexpr workflow::NumberBlock mrn_counter{1, 999'999'999'999};
constexpr std::size_t before_uses = 1;

Voyage read(ByteView content) { return workflow::read_content<Voyage>(content); }

std::vector<Grn> grns_of(const Voyage& voyage) {
  std::vector<Grn> grns;
  for (const Cover& cover : voyage.covers) grns.push_back(cover.grn);
  return grns;
}

gua::Demand demand_of(const Voyage& voyage, const Command& command) {
  gua::Demand demand;
  demand.at = command.at;
  demand.day = day_of(command.at, std::chrono::hours{8});
  demand.message = *MessageId::parse(voyage.ref);
  demand.mrn = voyage.mrn.value();
  demand.principal = demand.sender = *Tin::parse(trader);
  demand.departure = *OfficeId::parse(GuaranteeSetting::office_of_departure);
  demand.destination = *OfficeId::parse("KHPPT001");
  demand.route = {*Country::parse("TH"), *Country::parse("KH")};
  for (const Cover& cover : voyage.covers)
    demand.lines.push_back(
        {.grn = cover.grn, .type = '1', .access_code = cover.access_code, .amount = cover.amount});
  return demand;
}

workflow::NewEvent now(Voyage voyage, VoyageStatus status) {
  voyage.status = status;
  return {.slot = 0, .type = moved, .body = to_cbor(voyage)};
}

Located locate(const Command& command, const Setting& /*setting*/) {
  const Voyage voyage = read(command.content);
  Located located;
  located.slots.push_back({.kind = voyage_stream, .by = voyage_key(voyage.ref)});
  add_use_slots(located, grns_of(voyage), voyage.mrn);
  if (command.type == lodge) located.number = mrn_counter;
  return located;
}

access::Relations any_relation(const Command& /*command*/, const Situation& /*situation*/,
                               const Setting& /*setting*/) {
  return {};
}

Outcome decide_lodge(const Command& command, const Situation& situation, const Setting& setting) {
  require(!situation.slots[0].exists(), "a voyage is lodged once");
  Voyage voyage = read(command.content);
  const auto grns = grns_of(voyage);
  const UseSlots uses = workflow::use_slots(before_uses, grns);
  voyage.mrn = *Mrn::issue(std::chrono::year{2026}, setting.home, format("{:012}", situation.number.value()));
  const auto checked = gua::decide(accounts_at(situation, uses), gua::CheckUses{demand_of(voyage, command)},
                                   workflow::guarantee_law_at(command.at, setting));
  Outcome outcome;
  outcome.events.push_back(
      now(voyage, checked.answer.accepted() ? VoyageStatus::lodged : VoyageStatus::under_amendment));
  append(outcome, uses, checked, grns, *voyage.mrn);
  outcome.number_for = 0;
  outcome.reply = to_cbor(voyage);
  return outcome;
}

Outcome decide_reserve(const Command& command, const Situation& situation, const Setting& setting) {
  const Voyage voyage = read(command.content);
  const UseSlots uses = workflow::use_slots(before_uses, grns_of(voyage));
  const auto reserved =
      gua::decide(accounts_at(situation, uses), gua::ReserveUses{demand_of(voyage, command), {}},
                  workflow::guarantee_law_at(command.at, setting));
  Outcome outcome;
  outcome.events.push_back(
      now(voyage, reserved.answer.accepted() ? VoyageStatus::reserved : VoyageStatus::under_amendment));
  append(outcome, uses, reserved);
  return outcome;
}

Outcome decide_discharge(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const Voyage voyage = read(command.content);
  const UseSlots uses = workflow::use_slots(before_uses, grns_of(voyage));
  const auto released = gua::decide(accounts_at(situation, uses), gua::ReleaseUses{command.at});
  Outcome outcome;
  outcome.answer = released.answer;
  if (!released.answer.accepted()) return outcome;
  outcome.events.push_back(now(voyage, VoyageStatus::discharged));
  append(outcome, uses, released);
  return outcome;
}

State initial() { return State::of(Voyage{}); }
State evolve(const State& /*state*/, const Happened& event) { return State::of(read(event.body)); }
workflow::Summary summary(const State& state) {
  const auto& voyage = state.as<Voyage>();
  return {.office = 0,
          .status = std::to_underlying(voyage.status),
          .due = {},
          .open = voyage.status != VoyageStatus::discharged,
          .ref = voyage.ref};
}
std::vector<workflow::Derived> follow(const State& /*after*/, const Happened& event) {
  const Voyage voyage = read(event.body);
  if (voyage.status != VoyageStatus::lodged || voyage.waits) return {};
  return {{.type = reserve, .content = copy_of(event.body)}};
}

constexpr std::array commands{
    workflow::CommandEntry{lodge, "voyage.lodge", locate, any_relation, decide_lodge},
    workflow::CommandEntry{reserve, "voyage.reserve", locate, any_relation, decide_reserve},
    workflow::CommandEntry{discharge, "voyage.discharge", locate, any_relation, decide_discharge},
};
constexpr std::array kinds{workflow::KindEntry{.kind = voyage_stream,
                                               .name = "voyage",
                                               .initial = initial,
                                               .evolve = evolve,
                                               .summary = summary,
                                               .follow = follow}};
constexpr std::array grants{
    access::Grant{access::Role::trader, std::to_underlying(lodge), access::Relation::any},
    access::Grant{access::Role::officer_of_departure, std::to_underlying(reserve), access::Relation::any},
    access::Grant{access::Role::officer_of_departure, std::to_underlying(discharge), access::Relation::any},
};

}  // namespace

workflow::Key voyage_key(std::string_view ref) { return workflow::make_key(voyage_keys, trader, ref); }

const workflow::Part& voyage_part() {
  static constexpr workflow::Part part{.commands = commands, .kinds = kinds, .grants = grants};
  return part;
}

}  // namespace lintas::test::voyage
