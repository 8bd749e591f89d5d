#include "shell/api/document_steps.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/machine.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/evolve.hpp"  // IWYU pragma: keep, which alarm is behind an event
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/evolve.hpp"  // IWYU pragma: keep, likewise
#include "core/acdd/import/table.hpp"
#include "core/acdd/messages.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/table.hpp"
#include "core/awsc/messages.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/verification/table.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/messages.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/machine.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/manifest_views.hpp"
#include "shell/api/names.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

template <class Event>
Event event_in(const app::EventRow& row) {
  return workflow::read_content<Event>(app::body_of(row).fields_of_type);
}

template <class Machine, class Event>
std::string_view trigger_key(const Event& event) {
  return Machine::triggers[std::to_underlying(event.trigger)].key;
}

template <class Machine, class Event>
ToldStep step_of_certificate(const app::EventRow& row) {
  return {.trigger = trigger_key<Machine>(event_in<Event>(row)), .state = {}, .alarm = {}};
}
ToldStep step_of_request(const app::EventRow& row) {
  return {
      .trigger = trigger_key<documents::verification::Machine>(event_in<workflow::RequestEvent>(row).event),
      .state = {},
      .alarm = {}};
}
template <class Machine, class Event>
ToldStep step_of_document(const app::EventRow& row) {
  const auto event = event_in<Event>(row);
  return {.trigger = trigger_key<Machine>(event),
          .state = Machine::states[std::to_underlying(event.next)].id,
          .alarm = {}};
}
template <class Machine, class Event>
ToldStep step_of_acdd(const app::EventRow& row) {
  ToldStep step = step_of_document<Machine, Event>(row);
  if (const auto alarm = alarm_behind(event_in<Event>(row))) step.alarm = name(*alarm);
  return step;
}

/// The machines of documents, by the blocks that their events are stored in.
struct MachineRow {
  std::uint16_t block;
  ToldStep (*step)(const app::EventRow&);
};
constexpr std::array machine_rows{
    MachineRow{workflow::issue_block,
               step_of_certificate<documents::issue_side::Machine, documents::issue_side::Event>},
    MachineRow{workflow::import_block,
               step_of_certificate<documents::import_side::Machine, documents::import_side::Event>},
    MachineRow{workflow::verification_block, step_of_request},
    MachineRow{workflow::acdd_export_block,
               step_of_acdd<acdd::export_side::Machine, acdd::export_side::Event>},
    MachineRow{workflow::acdd_import_block,
               step_of_acdd<acdd::import_side::Machine, acdd::import_side::Event>},
    MachineRow{workflow::doc_issue_block,
               step_of_document<kinds::issue_side::Machine, kinds::issue_side::Event>},
    MachineRow{workflow::doc_import_block,
               step_of_document<kinds::import_side::Machine, kinds::import_side::Event>},
    MachineRow{workflow::exporter_block,
               step_of_document<awsc::exporter_side::Machine, awsc::exporter_side::Event>},
    MachineRow{workflow::origin_block,
               step_of_document<awsc::import_side::Machine, awsc::import_side::Event>},
    MachineRow{workflow::aeo_block, step_of_document<aeo::authorisation::Machine, aeo::authorisation::Event>},
    MachineRow{workflow::aeo_listed_block, step_of_document<aeo::listed::Machine, aeo::listed::Event>}};

}  // namespace

std::string address_under(std::string_view path, std::string_view name) {
  std::string text{path};
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    text += plain ? std::string{c} : format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return text;
}

std::string_view name_of_message(machine::MessageNumber number) {
  const auto name = documents::name_of(number);
  if (!name.empty()) return name;
  if (awsc::is_message(number)) return awsc::name_of(number);
  return kinds::find_message(number) != nullptr ? kinds::name_of(number) : acdd::name_of(number);
}

Json history_of(const std::vector<app::EventRow>& events,
                const std::function<bool(const app::EventRow&, Json&)>& show) {
  Json history = Json::array();
  for (const app::EventRow& row : events) {
    Json shown{{"event", event_name(row.type)}, {"at", to_text(row.at)}};
    const bool is_of_list = workflow::is_of_manifest(row.type);
    if (!show(row, shown) && !is_of_list) continue;
    if (is_of_list) show_difference(row, shown);
    show_doer(row, shown);
    history.push_back(std::move(shown));
  }
  return history;
}

ToldStep told_step_of(const app::EventRow& row) {
  const auto* const found =
      std::ranges::find(machine_rows, workflow::block_of(std::to_underlying(row.type)), &MachineRow::block);
  return found == machine_rows.end() ? ToldStep{} : found->step(row);
}

}  // namespace lintas::api
