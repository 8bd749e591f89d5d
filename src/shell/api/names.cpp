#include "shell/api/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/fields.hpp"
#include "base/text.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/table.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/attachments/abroad.hpp"
#include "core/attachments/records.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/table.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/table.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/registers/events.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/table.hpp"
#include "core/webhooks/events.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/codes_part.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/links_part.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/json.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;
namespace iss = documents::issue_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;

template <class Variant, std::size_t... I>
consteval auto names_of(std::index_sequence<I...>) {
  return std::array{std::string_view{std::variant_alternative_t<I, Variant>::record}...};
}
/// The names of a variant's records, by their places.
template <class Variant>
constexpr auto names =
    names_of<VariantOf<Variant>>(std::make_index_sequence<std::variant_size_v<VariantOf<Variant>>>{});

struct EventBlock {
  std::uint16_t first;
  std::span<const std::string_view> names;
  /// Of the machine, for facts that it shares with others: theirs is the name behind the point.
  std::string_view machine = {};

  [[nodiscard]] std::string name_at(std::size_t place) const {
    const std::string_view record = names[place];
    for (const std::string_view shared : {"documents.", "kinds."})
      if (record.starts_with(shared)) return format("{}.{}", machine, record.substr(shared.size()));
    return std::string{record};
  }
};
constexpr std::array event_blocks{
    EventBlock{workflow::account_block, names<guarantee::AccountEvent>},
    EventBlock{workflow::use_block, names<guarantee::UseEvent>},
    EventBlock{workflow::departure_block, names<dep::Fact>},
    EventBlock{workflow::passage_block, names<pas::Fact>},
    EventBlock{workflow::destination_block, names<des::Fact>},
    EventBlock{workflow::register_block, names<registers::Event>},
    EventBlock{workflow::notice_block, names<transit::NoticeFact>},
    EventBlock{workflow::manifest_block, names<workflow::ManifestFact>},
    EventBlock{workflow::webhook_block, names<webhooks::Event>},
    EventBlock{workflow::issue_block, names<iss::Fact>, "issue"},
    EventBlock{workflow::import_block, names<imp::Fact>, "import"},
    EventBlock{workflow::verification_block, names<ver::Fact>, "verification"},
    EventBlock{workflow::acdd_export_block, names<acdd::export_side::Fact>, "acdd"},
    EventBlock{workflow::acdd_import_block, names<acdd::import_side::Fact>, "acdd_import"},
    EventBlock{workflow::doc_issue_block, names<kinds::issue_side::Fact>, "doc"},
    EventBlock{workflow::doc_import_block, names<kinds::import_side::Fact>, "doc_import"},
    EventBlock{workflow::exporter_block, names<awsc::exporter_side::Fact>, "exporter"},
    EventBlock{workflow::origin_block, names<awsc::import_side::Fact>, "origin"},
    EventBlock{workflow::aeo_block, names<aeo::authorisation::Fact>, "aeo"},
    EventBlock{workflow::aeo_listed_block, names<aeo::listed::Fact>, "aeo_listed"},
    EventBlock{workflow::attachment_list_block, names<attachments::ListEvent>},
    EventBlock{workflow::attachment_file_block, names<attachments::FileEvent>},
    EventBlock{workflow::attachment_share_block, names<attachments::ShareEvent>},
    EventBlock{workflow::attachment_abroad_block, names<attachments::AbroadEvent>},
};

struct SingleEvent {
  workflow::EventType type;
  std::string_view name;
};
/// Those that are no alternative of a machine: what the executor writes itself, and what is counted.
constexpr std::array single_events{
    SingleEvent{workflow::event_parked, "exchange.parked"},
    SingleEvent{workflow::event_received, "exchange.received"},
    SingleEvent{workflow::event_dropped, "exchange.dropped"},
    SingleEvent{workflow::event_resent, "exchange.resent"},
    SingleEvent{workflow::event_gap_noticed, "exchange.gap_noticed"},
    SingleEvent{workflow::event_refused, "command.refused"},
    SingleEvent{workflow::event_revived, "exchange.revived"},
    SingleEvent{workflow::event_discarded, "exchange.discarded"},
    SingleEvent{workflow::event_denied, "command.denied"},
    SingleEvent{workflow::event_waits_too_long, "exchange.waits_too_long"},
    SingleEvent{workflow::event_given_up, "exchange.given_up"},
    SingleEvent{workflow::event_identity_kept, "exchange.identity_kept"},
    SingleEvent{workflow::permits_counted, "registers.permits_counted"},
    SingleEvent{workflow::links_revoked, workflow::LinksRevoked::record},
    SingleEvent{workflow::aeo_holder_barred, "aeo.holder_barred"},
    SingleEvent{workflow::codes_resumed, workflow::CodesResumed::record},
};

template <class Table, class State>
StateNames names_in(const Table& table, State state) {
  for (const auto& facts : table)
    if (facts.state == state) return {.id = facts.name, .name = facts.words};
  return {};
}

}  // namespace

std::string event_name(workflow::EventType type) {
  const auto* single = std::ranges::find(single_events, type, &SingleEvent::type);
  if (single != single_events.end()) return std::string{single->name};
  const auto number = std::to_underlying(type);
  const auto* block = std::ranges::find(event_blocks, workflow::block_of(number), &EventBlock::first);
  if (block == event_blocks.end()) return {};
  const std::size_t place = number % workflow::block_size;
  return place < block->names.size() ? block->name_at(place) : std::string{};
}

bool is_event_name(std::string_view name) {
  const auto has_it = [&](const EventBlock& block) {
    if (block.first == workflow::webhook_block) return false;
    for (std::size_t place = 0; place < block.names.size(); ++place)
      if (block.name_at(place) == name) return true;
    return false;
  };
  return std::ranges::find(single_events, name, &SingleEvent::name) != single_events.end() ||
         std::ranges::any_of(event_blocks, has_it);
}

std::string_view kind_name(const workflow::National& national, workflow::StreamKind kind) {
  if (kind == app::denials_stream) return "denials";
  if (kind == app::identities_stream) return "identities";
  const auto* entry = national.kind(kind);
  return entry == nullptr ? std::string_view{} : entry->name;
}

StateNames names_of(guarantee::Status status) { return names_in(guarantee::account_states, status); }
StateNames names_of(guarantee::UseState state) { return names_in(guarantee::use_states, state); }

StateNames state_names(workflow::StreamKind kind, std::uint16_t status) {
  const auto of = [&]<class Machine>(std::type_identity<Machine>, std::size_t state) -> StateNames {
    if (state >= std::size(Machine::states)) return {};
    return {.id = Machine::states[state].id, .name = Machine::states[state].name};
  };
  if (kind == workflow::departure_stream)
    return of(std::type_identity<dep::Machine>{}, std::to_underlying(workflow::departure_state(status)));
  if (kind == workflow::import_stream) return of(std::type_identity<imp::Machine>{}, status);
  if (kind == workflow::acdd_export_stream)
    return of(std::type_identity<acdd::export_side::Machine>{}, status);
  if (kind == workflow::acdd_import_stream)
    return of(std::type_identity<acdd::import_side::Machine>{}, status);
  if (kind == workflow::doc_issue_stream) return of(std::type_identity<kinds::issue_side::Machine>{}, status);
  if (kind == workflow::doc_import_stream)
    return of(std::type_identity<kinds::import_side::Machine>{}, status);
  if (kind == workflow::exporter_stream)
    return of(std::type_identity<awsc::exporter_side::Machine>{}, status);
  if (kind == workflow::origin_stream) return of(std::type_identity<awsc::import_side::Machine>{}, status);
  if (kind == workflow::aeo_stream) return of(std::type_identity<aeo::authorisation::Machine>{}, status);
  if (kind == workflow::aeo_listed_stream) return of(std::type_identity<aeo::listed::Machine>{}, status);
  if (kind == workflow::issue_stream) {
    return status < workflow::request_statuses
               ? of(std::type_identity<iss::Machine>{}, status)
               : of(std::type_identity<ver::Machine>{}, status - std::size_t{workflow::request_statuses});
  }
  if (kind == workflow::account_stream && status < guarantee::account_states.size()) {
    return names_of(guarantee::Status{static_cast<std::uint8_t>(status)});
  }
  if (kind == workflow::use_stream && status < guarantee::use_states.size()) {
    return names_of(guarantee::UseState{static_cast<std::uint8_t>(status)});
  }
  if (kind != workflow::journey_stream) return {};
  return status < workflow::arrival_statuses
             ? of(std::type_identity<pas::Machine>{}, status)
             : of(std::type_identity<des::Machine>{}, status - std::size_t{workflow::arrival_statuses});
}

namespace {

template <class Machine>
Json machine(std::string_view name) {
  Json states = Json::array();
  for (const auto& facts : Machine::states) {
    states.push_back({{"id", facts.id},
                      {"name", facts.name},
                      {"status", facts.status.empty() ? Json{} : Json(facts.status)},
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

/// Everybody who may see a guarantee is told the same of it. What each state takes stands in the domain
/// pages.
template <class States>
Json machine_of_guarantee(std::string_view name, const States& table) {
  Json states = Json::array();
  for (const auto& facts : table) {
    states.push_back({{"id", facts.name},
                      {"name", facts.words},
                      {"status", facts.name},
                      {"owner", facts.owner},
                      {"clock", facts.timer},
                      {"terminal", facts.terminal}});
  }
  return {{"machine", name}, {"states", states}, {"triggers", Json::array()}, {"verdicts", Json::object()}};
}

}  // namespace

Json machines() {
  return {
      {"machines",
       Json::array(
           {machine<dep::Machine>("departure"), machine<pas::Machine>("transit"),
            machine<des::Machine>("destination"),
            machine_of_guarantee("guarantee", guarantee::account_states),
            machine_of_guarantee("use", guarantee::use_states), machine<iss::Machine>("issue"),
            machine<imp::Machine>("import"), machine<ver::Machine>("verification"),
            machine<acdd::export_side::Machine>("acdd"), machine<acdd::import_side::Machine>("acdd_import"),
            machine<kinds::issue_side::Machine>("doc"), machine<kinds::import_side::Machine>("doc_import"),
            machine<awsc::exporter_side::Machine>("exporter"), machine<awsc::import_side::Machine>("origin"),
            machine<aeo::authorisation::Machine>("authorisation"), machine<aeo::listed::Machine>("listed")})},
      {"letters", {{"r", "row"}, {"e", "early"}, {"n", "note"}, {"x", "refuse"}}}};
}

}  // namespace lintas::api
