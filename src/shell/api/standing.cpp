#include "shell/api/standing.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/document.hpp"
#include "core/messages/place.hpp"
#include "core/model/values/office_id.hpp"
#include "core/registers/questions.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/destination/events.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/warnings.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace dep = transit::departure;
namespace des = transit::destination;

/// The offices of transit by the newest record that departure told for the arrival; none before the arrival,
/// and where the record was erased.
std::vector<OfficeId> route_by_record(const Core& core, const Core::Seen& movement, app::Reader& reader) {
  std::vector<OfficeId> route;
  if (!movement.state.as<workflow::Journey>().arrival.at) return route;
  const auto history = reader.history(movement.row.head);
  for (const app::EventRow& row : std::views::reverse(history)) {
    if (workflow::block_of(std::to_underlying(row.type)) != workflow::destination_block) continue;
    const auto event = workflow::read_content<des::Event>(app::body_of(row).fields_of_type);
    const auto* record = std::get_if<des::RecordReceived>(&event.fact);
    if (record == nullptr) continue;
    const auto told = document_under(record->document, history, reader, core.ports().packer());
    if (!told) return route;
    for (const auto& declared : told->message.customs_office_of_transit_declared) {
      if (const auto office = OfficeId::parse(declared.reference_number)) route.push_back(*office);
    }
    return route;
  }
  return route;
}

/// Of a movement that departed here the declaration says it, of another the record.
std::vector<OfficeId> route_of(const Core& core, const Core::Seen& movement, app::Reader& reader,
                               const workflow::Setting& setting) {
  const auto mrn = movement.state.as<workflow::Journey>().mrn();
  if (!mrn || mrn->country() != setting.home) return route_by_record(core, movement, reader);
  const auto row = Core::row_of(workflow::departure_slot(*mrn, setting), reader);
  if (!row) return {};
  return app::load_stream(core.ports().national, reader, *row)
      .state.as<dep::Movement>()
      .declaration.route.transit;
}

std::vector<workflow::Warning> warnings_of(const Core& core, const Core::Seen& movement, app::Reader& reader,
                                           const workflow::Setting& setting) {
  if (movement.row.kind == workflow::departure_stream)
    return workflow::warnings_of(movement.state.as<dep::Movement>());
  if (movement.row.kind != workflow::journey_stream) return {};
  return workflow::warnings_of(movement.state.as<workflow::Journey>(),
                               route_of(core, movement, reader, setting));
}

}  // namespace

std::string_view done_words(const workflow::National& national, workflow::CommandType type) {
  if (const auto* entry = national.command(type)) return entry->done;
  const auto acts = acts_of(national);
  const auto act = std::ranges::find_if(acts, [&](const NamedAct& one) { return one.act->type == type; });
  return act == acts.end() ? std::string_view{} : act->act->done;
}

std::optional<workflow::Slot> thing_in(const workflow::Command& command, const workflow::National& national,
                                       const workflow::Setting& setting) {
  struct KindOfBlock {
    std::uint16_t block = 0;
    workflow::StreamKind kind{};
  };
  static constexpr std::array kinds{
      KindOfBlock{workflow::account_block, workflow::account_stream},
      KindOfBlock{workflow::use_block, workflow::account_stream},
      KindOfBlock{workflow::issue_block, workflow::issue_stream},
      KindOfBlock{workflow::verification_block, workflow::issue_stream},
      KindOfBlock{workflow::import_block, workflow::import_stream},
      KindOfBlock{workflow::acdd_export_block, workflow::acdd_export_stream},
      KindOfBlock{workflow::acdd_import_block, workflow::acdd_import_stream},
      KindOfBlock{workflow::doc_issue_block, workflow::doc_issue_stream},
      KindOfBlock{workflow::doc_import_block, workflow::doc_import_stream},
      KindOfBlock{workflow::exporter_block, workflow::exporter_stream},
      KindOfBlock{workflow::origin_block, workflow::origin_stream},
      KindOfBlock{workflow::aeo_block, workflow::aeo_stream},
      KindOfBlock{workflow::aeo_listed_block, workflow::aeo_listed_stream},
  };
  const auto* of =
      std::ranges::find(kinds, workflow::block_of(std::to_underlying(command.type)), &KindOfBlock::block);
  const auto* entry = national.command(command.type);
  if (entry == nullptr || of == kinds.end()) return std::nullopt;
  const auto slots = entry->locate(command, setting).slots;
  const auto thing = std::ranges::find(slots, of->kind, &workflow::Slot::kind);
  return thing == slots.end() ? std::nullopt : std::optional{*thing};
}

Json warnings_in(const Core& core, const CallPtr& call, const Core::Seen& movement, app::Reader& reader,
                 const workflow::Setting& setting) {
  Json told = Json::array();
  if (!call->actor.party.empty()) return told;
  const auto warnings = warnings_of(core, movement, reader, setting);
  if (warnings.empty()) return told;
  const workflow::National& national = core.ports().national;
  const auto ties = core.relations(movement.state, movement.row.kind, call->actor, reader, setting);
  const auto acts =
      acts_now(national, call->actor, ties, movement.row.kind, movement.state, core.ports().clock(), setting);
  for (workflow::Warning warning : warnings) {
    Finding& finding = warning.finding;
    finding.pointer = message::json_pointer(finding.pointer);
    const auto* act = warning.leads_on ? national.command(*warning.leads_on) : nullptr;
    const auto now = act == nullptr ? acts.end() : std::ranges::find(acts, act->name, &ActNow::name);
    if (now != acts.end()) {
      const auto sentences = sentences_of({*now}, call->actor);
      finding.detail = finding.detail.empty() ? sentences : format("{}. {}", finding.detail, sentences);
    }
    told.push_back(show_finding(finding));
  }
  return told;
}

Json warnings_in_guarantee(const Core& core, const CallPtr& call, const Core::Seen& account,
                           app::Reader& reader) {
  Json told = Json::array();
  if (call->actor.office.empty()) return told;
  const auto& header = account.state.as<guarantee::Header>();
  const auto entry = core.entry_under(registers::trader_key(header.holder), reader);
  auto fault =
      registers::fault_in_trader(entry ? &*entry : nullptr, header.holder, registers::TraderRole::principal,
                                 guarantee::day_at_office(header, core.ports().clock()));
  if (!fault) return told;
  fault->pointer = "/holder";
  told.push_back(show_finding(*fault));
  return told;
}

}  // namespace lintas::api
