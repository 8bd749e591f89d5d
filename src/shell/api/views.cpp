#include "shell/api/views.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/program.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::api {

namespace {

using Json = nlohmann::json;
namespace dep = transit::departure;

Json show(Money money, const refdata::View& reference) {
  const auto* row = reference.currency(money.currency());
  const int places = row == nullptr ? 0 : row->value.minor_digits;
  std::int64_t one = 1;
  for (int i = 0; i < places; ++i) one *= 10;
  const std::int64_t minor = money.minor_units();
  std::string amount = format("{}{}", minor < 0 ? "-" : "", std::abs(minor / one));
  if (places > 0) amount += format(".{:0{}}", std::abs(minor % one), places);
  return {{"amount", amount}, {"currency", money.currency().str()}};
}

template <class T>
Json text_or_null(const std::optional<T>& value) {
  if (!value) return nullptr;
  if constexpr (requires { value->str(); })
    return value->str();
  else
    return to_text(*value);
}

Json show(const transit::Crossing& crossing) {
  return {{"office", crossing.office.str()}, {"at", to_text(crossing.at)}};
}

template <std::size_t... I>
consteval auto names_of_facts(std::index_sequence<I...>) {
  return std::array{std::string_view{std::variant_alternative_t<I, dep::Fact>::record}...};
}
constexpr auto fact_names = names_of_facts(std::make_index_sequence<std::variant_size_v<dep::Fact>>{});

bool is_of_departure(const app::EventRow& event) {
  return workflow::block_of(std::to_underlying(event.type)) == workflow::departure_block;
}

dep::Event departure_event(const app::EventRow& event) {
  return workflow::read_content<dep::Event>(app::body_of(event).fields_of_type);
}

bool goes_to_trader(transit::Ie ie) {
  const auto* message = transit::find_message(ie);
  return message != nullptr && message->to.has(transit::Party::trader);
}

}  // namespace

std::optional<workflow::State> state_of(const workflow::National& national, app::Reader& reader,
                                        const app::StreamRow& row) {
  if (national.keeps_state(row.kind)) return national.decode_state(row.kind, row.state);
  app::Stream stream = app::blank_stream(national, row.id, row.kind);
  for (const app::EventRow& event : reader.history(row.head))
    stream = app::after_own(national, std::move(stream), event);
  return stream.state;
}

Json show_departure(const workflow::State& state, const refdata::View& reference) {
  const auto& movement = state.as<dep::Movement>();
  const auto& facts = dep::Machine::states[std::to_underlying(movement.state)];
  const transit::Declaration& declaration = movement.declaration;
  Json crossings = Json::array();
  for (const auto& crossing : movement.crossings) crossings.push_back(show(crossing));
  Json guarantees = Json::array();
  for (const auto& line : declaration.guarantees)
    guarantees.push_back(
        {{"type", line.type}, {"grn", line.grn.str()}, {"amount", show(line.amount, reference)}});
  Json transits = Json::array();
  for (const auto& office : declaration.route.transit) transits.push_back(office.str());
  return {{"side", "departure"},
          {"mrn", text_or_null(movement.mrn)},
          {"lrn", declaration.lrn.str()},
          {"status", movement.public_status()},
          {"state", {{"id", facts.id}, {"name", facts.name}}},
          {"due", text_or_null(movement.due)},
          {"holder", declaration.holder.str()},
          {"representative", text_or_null(declaration.representative)},
          {"route",
           {{"departure", declaration.route.departure.str()},
            {"transit", transits},
            {"destination", declaration.route.destination.str()}}},
          {"accepted", text_or_null(movement.accepted)},
          {"released", text_or_null(movement.released)},
          {"limit", text_or_null(movement.limit)},
          {"crossings", crossings},
          {"arrival", movement.arrival ? show(*movement.arrival) : Json{}},
          {"guarantees", guarantees}};
}

std::string event_name(workflow::EventType type) {
  const auto number = std::to_underlying(type);
  if (workflow::block_of(number) != workflow::departure_block) return {};
  const std::size_t index = number % workflow::block_size;
  return index < fact_names.size() ? std::string{fact_names.at(index)} : std::string{};
}

Json history_of_departure(const std::vector<app::EventRow>& events) {
  Json history = Json::array();
  for (const app::EventRow& row : events) {
    if (!is_of_departure(row)) continue;
    Json sent = Json::array();
    const dep::Event event = departure_event(row);
    for (const transit::Ie ie : event.sent) sent.push_back(format("IE{:03}", ie));
    const auto& facts = dep::Machine::states[std::to_underlying(event.next)];
    Json shown{{"event", event_name(row.type)}, {"at", to_text(row.at)}, {"state", facts.id}, {"sent", sent}};
    const auto origin = row.origin.empty() ? cbor::Result<workflow::Origin>{std::unexpect, cbor::Error{}}
                                           : from_cbor<workflow::Origin>(row.origin);
    if (origin) {
      shown["by"] = {{"role", access::name(origin->actor.role)}};
      if (!origin->actor.office.empty()) shown["by"]["office"] = origin->actor.office;
    }
    history.push_back(std::move(shown));
  }
  return history;
}

Json state_id(workflow::StreamKind kind, std::uint16_t status) {
  if (kind == workflow::departure_stream && status < std::size(dep::Machine::states))
    return dep::Machine::states[status].id;
  return status;
}

Json show_guarantee(const workflow::State& state, const refdata::View& reference) {
  const auto& header = state.as<guarantee::Header>();
  constexpr std::array status_names{"none", "valid", "suspended", "expired", "revoked", "liberated"};
  const Currency currency = header.reference_amount.currency();
  const auto money = [&](std::int64_t minor) { return show(Money{minor, currency}, reference); };
  Json barred = Json::array();
  for (const auto& country : header.not_valid_in) barred.push_back(country.str());
  return {{"grn", header.grn.str()},
          {"status", status_names.at(std::to_underlying(header.status))},
          {"type", std::string(1, guarantee::wire_type(header.kind))},
          {"holder", header.holder.str()},
          {"guarantor", text_or_null(header.guarantor)},
          {"office", header.office.str()},
          {"reference_amount", show(header.reference_amount, reference)},
          {"guaranteed_amount", show(header.guaranteed_amount, reference)},
          {"reserved", money(header.sums.reserved)},
          {"credited", money(header.sums.credited)},
          {"claimed", money(header.sums.claimed)},
          {"available", money(header.available())},
          {"open_uses", header.sums.open_uses},
          {"valid_from", to_text(header.valid_from)},
          {"valid_until", text_or_null(header.valid_until)},
          {"revoked_from", text_or_null(header.revoked_from)},
          {"not_valid_in", barred}};
}

std::vector<Mail> mail_of_departure(const std::vector<app::EventRow>& events) {
  std::vector<Mail> mail;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!is_of_departure(events[i])) continue;
    for (const transit::Ie ie : departure_event(events[i]).sent) {
      if (goes_to_trader(ie)) mail.push_back({.event = i, .ie = ie});
    }
  }
  return mail;
}

message::Document render(const Mail& mail, std::size_t number, const std::vector<app::EventRow>& events,
                         app::Reader& reader, app::Packer& packer, const workflow::Setting& setting) {
  dep::Movement movement;
  dep::Event event;
  std::optional<message::Document> declaration;
  for (std::size_t i = 0; i <= mail.event; ++i) {
    if (!is_of_departure(events[i])) continue;
    event = departure_event(events[i]);
    movement = dep::evolve(std::move(movement), event);
    const bool declared = std::holds_alternative<dep::Submitted>(event.fact) ||
                          std::holds_alternative<dep::Amended>(event.fact);
    if (!declared || events[i].payload == app::PayloadId::none) continue;
    if (const auto payload = reader.payload(events[i].payload)) {
      const Bytes bytes = packer.unpack(*payload);
      if (auto read = xml::read(as_text(bytes))) declaration = *std::move(read);
    }
  }
  const app::EventRow& row = events[mail.event];
  require(setting.reference != nullptr, "the setting has reference data");
  const auto reference = setting.reference->at(std::chrono::floor<std::chrono::days>(row.at));
  const transit::Head head{
      .sender = format("NTA.{}", setting.home.str()),
      .recipient =
          std::string{movement.declaration.representative.value_or(movement.declaration.holder).str()},
      .prepared = row.at,
      .identification = format(
          "{}-{}",
          movement.mrn ? movement.mrn->str() : std::string_view{movement.declaration.lrn.str()}.substr(0, 22),
          number),
      .correlation = {},
      .reference = reference};
  return transit::write_letter(mail.ie, dep::letter_of(movement, event), head,
                               declaration ? &declaration->message : nullptr);
}

namespace {

template <class Machine>
Json machine(std::string_view name) {
  Json states = Json::array();
  for (const auto& facts : Machine::states) {
    states.push_back({{"id", facts.id},
                      {"name", facts.name},
                      {"owner", facts.owner},
                      {"clock", facts.clock},
                      {"terminal", facts.terminal}});
  }
  Json triggers = Json::array();
  for (const auto& facts : Machine::triggers)
    triggers.push_back({{"key", facts.key}, {"meaning", facts.meaning}, {"message", facts.is_message()}});
  Json verdicts = Json::object();
  for (const auto& line : Machine::verdicts) {
    Json cells = Json::object();
    for (const auto& facts : Machine::states)
      cells[std::string{facts.id}] = std::string(1, line.letters[std::to_underlying(facts.state)]);
    const auto& trigger = Machine::triggers[std::to_underlying(line.trigger)];
    verdicts[std::string{trigger.key}] = std::move(cells);
  }
  return {{"machine", name}, {"states", states}, {"triggers", triggers}, {"verdicts", verdicts}};
}

}  // namespace

Json machines() {
  return {{"machines", Json::array({machine<dep::Machine>("departure")})},
          {"letters", {{"r", "row"}, {"e", "early"}, {"n", "note"}, {"x", "refuse"}}}};
}

}  // namespace lintas::api
