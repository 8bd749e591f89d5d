#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/import.hpp"
#include "core/registers/names.hpp"
#include "core/registers/state.hpp"
#include "core/registers/table.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/table_import.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

Json show(const Core& core, const registers::Entry& entry, const app::StreamRow& row, app::Reader& reader) {
  std::optional<registers::Details> details;
  const auto history = reader.history(row.head);
  for (const app::EventRow& event : history) {
    if (event.payload == app::PayloadId::none || event.payload_hash != entry.details) continue;
    if (const auto payload = reader.payload(event.payload)) {
      details = from_cbor<registers::Details>(core.ports().packer().unpack(*payload))
                    .value_or(registers::Details{});
    }
  }
  const registers::Content content{.facts = entry.facts,
                                   .valid_from = entry.valid_from,
                                   .valid_until = entry.valid_until,
                                   .details = entry.details};
  Json shown{
      {"key", registers::key_of(entry.facts).text},
      {"state", std::ranges::find(registers::states, entry.status, &registers::StateFacts::status)->name}};
  for (const auto& [column, cell] : registers::cells_of(content, details)) shown[std::string{column}] = cell;
  return shown;
}

std::optional<registers::Kind> kind_in(const CallPtr& call) {
  return read_word<registers::Kind>(call->request.parameter("kind"));
}

std::string names_of_kinds() {
  std::string names;
  for (const auto& one : words_for(registers::Kind{}))
    names.append(names.empty() ? "" : " ").append(one.word);
  return names;
}

void import_registers(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, workflow::record_entry))
    return call->respond(problem(403, Findings{*never}, call->trace));
  const auto file = core.command_id(call);
  if (!file) return call->respond(problem(400, "API-006", call->trace));
  auto entries = registers::read_entries(as_text(call->request.body));
  if (!entries) return call->respond(problem(422, entries.error(), call->trace));
  const workflow::Setting setting = core.ports().setting();
  std::vector<TableRow> rows;
  rows.reserve(entries->size());
  for (registers::Imported& entry : *entries) {
    workflow::Command command{.id = id_of_row(*file, entry.line, setting.sha256),
                              .type = workflow::record_entry,
                              .at = core.ports().clock(),
                              .actor = call->actor,
                              .trace = call->trace_id,
                              .content = {},
                              .payloads = {},
                              .lane = {}};
    if (entry.details) {
      command.payloads.push_back(
          core.ports().packer().pack(workflow::payload_of_details, to_cbor(*entry.details)));
      entry.content.details = command.payloads.back().hash;
    }
    command.content = to_cbor(registers::Register{std::move(entry.content)});
    rows.push_back({.line = entry.line, .command = std::move(command)});
  }
  bring_in(core, call, std::move(rows));
}

/// In the order of their keys. `next` goes on behind the last one looked at, whether it was shown or not.
void list_entries(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::registers)) return answer_unseen(call, Read::registers, false);
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  const auto kind = kind_in(call);
  if (!kind) return answer_nothing(call, format("there are: {}", names_of_kinds()));
  const workflow::Setting setting = core.ports().setting();
  Bytes after;
  if (const auto text = call->request.query_value("after")) {
    if (text->empty()) return answer_bad_query(call, "after");
    after = workflow::entry_key({.kind = *kind, .text = std::string{*text}}).value;
  }
  Json items = Json::array();
  const Bytes prefix = workflow::entries_of(*kind);
  const auto found = reader.find_all(prefix, after, limits::api_feed_scan_max);
  std::string last;
  for (const auto& [key, id] : found) {
    if (items.size() == *count) break;
    last = std::string{as_text(key.value).substr(prefix.size())};
    const auto seen =
        core.see({.kind = workflow::register_stream, .by = id}, Read::registers, call, reader, setting);
    if (seen) items.push_back(show(core, seen->state.as<registers::Entry>(), seen->row, reader));
  }
  Json body{{"items", items}};
  if (items.size() == *count || found.size() == limits::api_feed_scan_max) body["next"] = last;
  call->respond(json_response(200, body));
}

void show_entry(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto kind = kind_in(call);
  if (!kind) return answer_unseen(call, Read::registers, false);
  const registers::EntryKey key{.kind = *kind, .text = std::string{call->request.parameter("key")}};
  const workflow::Setting setting = core.ports().setting();
  const auto seen = core.see(workflow::entry_slot(key), Read::registers, call, reader, setting);
  if (!seen) return answer_unseen(call, Read::registers, false);
  answer_tagged(call, seen->version, show(core, seen->state.as<registers::Entry>(), seen->row, reader),
                setting.sha256);
}

constexpr std::array entry_members{
    Member{"key", "text", "What it is found by."},
    Member{"state", "EntryState"},
    Member{"kind", "RegisterKind"},
    Member{"valid_from", "day"},
    Member{"valid_until?", "day", "The last day."},
    Member{"version?", "integer", "Of an entry that was asked for by itself."}};
constexpr auto entry_page = page_of("[RegisterEntry]");
constexpr std::array import_done{Member{"accepted", "boolean"}, Member{"new", "integer", "Rows."},
                                 Member{"changed", "integer"},  Member{"unchanged", "integer"},
                                 Member{"refused", "integer"},  Member{"trace_id", "TraceId"}};
constexpr std::array import_refused{Member{"new?", "integer", "Rows that are in all the same."},
                                    Member{"changed?", "integer"}, Member{"unchanged?", "integer"},
                                    Member{"refused?", "integer"}};
constexpr std::array objects{
    Object{.name = "RegisterEntry",
           .meaning = "The cells of its row, as POST /v1/registers takes it, and how it stands.",
           .members = entry_members,
           .texts = &registers::entry_columns},
    Object{"RegisterPage", "By key.", entry_page}, Object{"ImportDone", "Every row is in.", import_done},
    Object{.name = "ImportRefused",
           .meaning = "Every row that is refused, with its line.",
           .members = import_refused,
           .like = "Problem"}};
constexpr std::array words{
    Words{"RegisterKind", "Kinds of entries.",
          &words_of<registers::kind_words, &Word<registers::Kind>::word>},
    Words{"EntryState", "Of an entry.", &words_of<registers::states, &registers::StateFacts::name>}};

/// The head, and a row with the cells that a trader has.
std::string example_of_table() {
  struct Cell {
    std::string_view column;
    std::string_view text;
  };
  static constexpr std::array cells{Cell{"kind", "trader"},           Cell{"tin", "SG199912345X"},
                                    Cell{"legal_person", "yes"},      Cell{"roles", "principal carrier"},
                                    Cell{"valid_from", "2026-01-01"}, Cell{"name", "Example Cargo Pte Ltd"},
                                    Cell{"address", "Singapore"}};
  std::string head;
  std::string row;
  for (const std::string_view column : registers::entry_columns()) {
    const auto* cell = std::ranges::find(cells, column, &Cell::column);
    head.append(head.empty() ? "" : ",").append(column);
    row.append(column == registers::entry_columns().front() ? "" : ",")
        .append(cell == cells.end() ? std::string_view{} : cell->text);
  }
  return format("{}\n{}\n", head, row);
}

constexpr std::array routes{
    Route{.method = net::Method::post,
          .pattern = "/v1/registers",
          .id = "importRegisters",
          .tag = "registers",
          .summary =
              "Entries of registers as a table (CSV): each row registers its entry, or changes the one that "
              "is there.",
          .body_bytes_max = limits::api_import_bytes_max,
          .body = "text/csv:text",
          .example = &example_of_table,
          .takes = "Idempotency-Key",
          .outcomes = {{200, "ImportDone"}, {403, "ImportRefused"}, {422, "ImportRefused"}},
          .refusals = {400, 409},
          .who = &who_gives<workflow::record_entry>,
          .work = &import_registers},
    Route{.method = net::Method::get,
          .pattern = "/v1/registers/{kind}",
          .id = "listRegisters",
          .tag = "registers",
          .summary = "Entries of one kind, by their numbers, as far as the caller may see them.",
          .takes = "limit after",
          .outcomes = {{200, "RegisterPage"}},
          .refusals = {400, 403, 404},
          .who = &who_reads<Read::registers>,
          .look = &list_entries},
    Route{.method = net::Method::get,
          .pattern = "/v1/registers/{kind}/{key}",
          .id = "showRegister",
          .tag = "registers",
          .summary = "What stands in a register under a number, with its days.",
          .takes = "If-None-Match",
          .outcomes = {{200, "RegisterEntry", "ETag"}, {304, "", "ETag"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::registers>,
          .look = &show_entry}};

}  // namespace

Resource register_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
