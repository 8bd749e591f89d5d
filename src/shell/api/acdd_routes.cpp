#include "shell/api/acdd_routes.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/certificate.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/acdd_waiting.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/texts.hpp"
#include "shell/api/acdd_views.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/views.hpp"
#include "shell/app/export_document.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

namespace {

namespace exp = acdd::export_side;
namespace imp = acdd::import_side;

constexpr auto release_command = workflow::command_in(workflow::acdd_export_block, 0);
constexpr auto amend_command = workflow::command_in(workflow::acdd_export_block, 2);

// ---- a release, or an amendment of what was released

/// A whole one, ready to be asked, with what is said beside the message.
struct Export {
  app::ExportDocument document;
  std::string said;             ///< as said_in
  std::optional<bool> consent;  ///< where it is said
  std::string reason;           ///< empty: none
  std::string message;
};

/// What a message says of the export: without its head, which each has of its own, and without the version,
/// which the node counts.
std::string said_in(message::Document document) {
  message::Message& all = document.message;
  for (auto* head : {&all.message_sender, &all.message_recipient, &all.message_identification,
                     &all.message_type, &all.correlation_identifier})
    *head = {};
  all.preparation_date_and_time = {};
  if (all.declaration) all.declaration->version_id = {};
  std::string text;
  xml::write(document, text);
  return text;
}

/// What was released here under the permit, as it stands.
struct Standing {
  app::StreamRow row;
  exp::Document document;
  std::uint32_t changed = 0;
};

std::optional<Standing> standing_of(const acdd::Permit& permit, const Core& core, app::Reader& reader) {
  auto row = Core::row_of(workflow::acdd_export_slot(permit), reader);
  if (!row) return std::nullopt;
  const app::Stream stream = app::load_stream(core.ports().national, reader, *row);
  const auto& document = stream.state.as<exp::Document>();
  if (document.state == exp::State::none) return std::nullopt;
  return Standing{.row = *std::move(row), .document = document, .changed = stream.changed};
}

/// Whether the caller is customs here: others learn by no finding what was released and what was not.
bool sees_releases(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto ties = core.relations(workflow::State::of(exp::Document{}), workflow::acdd_export_stream,
                                   call->actor, reader, core.ports().setting());
  return may_read(call->actor, Read::acdd_exported, ties);
}

/// A message that came before, as it came first: whenever it comes again it is that act, whatever became of
/// the permit since.
struct Earlier {
  workflow::CommandType type{};
  std::optional<bool> consent = {};        ///< of a release
  std::optional<std::string> reason = {};  ///< unless it was refused, or the text erased
};

std::optional<Earlier> earlier_of(const workflow::MessageCommandId& id, const Core& core,
                                  app::Reader& reader) {
  const auto stream = reader.find(id.key);
  const auto row = stream ? reader.stream(*stream) : std::nullopt;
  if (!row) return std::nullopt;
  const Bytes name = workflow::id_bytes(id);
  for (const app::EventRow& event : reader.history(row->head)) {
    if (event.origin.empty()) continue;
    const auto origin = from_cbor<workflow::Origin>(event.origin);
    if (!origin || origin->command != name) continue;
    Earlier earlier{.type = origin->type};
    const bool is_taken = workflow::block_of(std::to_underlying(event.type)) == workflow::acdd_export_block;
    if (!is_taken) return earlier;
    const workflow::EventBody body = app::body_of(event);
    const auto texts = app::texts_of(body, reader, core.ports().packer());
    const auto happened = workflow::with_texts(workflow::read_content<exp::Event>(body.fields_of_type),
                                               texts.value_or(Bytes{}));
    const auto& facts = static_cast<const exp::Facts&>(happened.fact);
    if (const auto* released = std::get_if<exp::Released>(&facts)) {
      earlier.consent = released->consent;
      earlier.reason = "";
    }
    if (const auto* amended = std::get_if<exp::Amended>(&facts); amended != nullptr && texts)
      earlier.reason = amended->reason.str();
    return earlier;
  }
  return std::nullopt;
}

// Beside the message, where a finding is about what the address says.
constexpr std::string_view at_consent = "?consent";
constexpr std::string_view at_reason = "?reason";

Finding fault(std::string_view rule, std::string_view pointer, std::string value, std::string detail) {
  return {.rule = std::string{rule},
          .pointer = std::string{pointer},
          .value = std::move(value),
          .detail = std::move(detail)};
}

/// EXC-016: a message is one act, and what is said beside it is part of that.
Findings said_otherwise(const Earlier& earlier, const Export& made) {
  Findings findings;
  if (earlier.consent && *earlier.consent != made.consent.value_or(false)) {
    findings.push_back(fault("EXC-016", at_consent, made.consent.value_or(false) ? "true" : "false",
                             "The act acdd.send records a consent that came later"));
  }
  if (earlier.reason && *earlier.reason != made.reason)
    findings.push_back(fault("EXC-016", at_reason, {}, "It came with another reason, or with none"));
  return findings;
}

void add_version_fault(Findings& findings, const acdd::Contents& contents, unsigned next) {
  if (contents.version == 0 || contents.version == next) return;
  findings.push_back(fault("R-ACDD-015", place_in_acdd("version"), std::to_string(contents.version),
                           format("The next one is {}", next)));
}

Findings faults_of_release(const Export& made) {
  Findings findings;
  if (!made.reason.empty()) {
    findings.push_back(fault("R-ACDD-014", at_reason, {},
                             format("Nothing was released here under {}: this would release it",
                                    acdd::in_words(made.document.contents.permit))));
  }
  add_version_fault(findings, made.document.contents, 1);
  return findings;
}

Findings faults_of_amendment(const Export& made, const Standing& standing, const Core& core,
                             app::Reader& reader) {
  const acdd::Contents& before = standing.document.contents;
  auto stored =
      document_under(before.document, reader.history(standing.row.head), reader, core.ports().packer());
  if (stored && said_in(*std::move(stored)) == made.said) {
    return {fault("R-ACDD-013", {}, acdd::in_words(before.permit),
                  format("It stands at version {}", before.version))};
  }
  Findings findings;
  if (made.reason.empty()) {
    findings.push_back(fault("R-ACDD-014", at_reason, {},
                             format("{} was released before and stands at version {}: this would amend it",
                                    acdd::in_words(before.permit), before.version)));
  } else {
    documents::add(findings, documents::fault_in_text(at_reason, made.reason));
  }
  if (made.consent && *made.consent != standing.document.consent) {
    findings.push_back(fault("R-ACDD-016", at_consent, *made.consent ? "true" : "false",
                             format("Recorded is {}", standing.document.consent ? "consent" : "none")));
  }
  add_version_fault(findings, made.document.contents, before.version + 1U);
  return findings;
}

/// What stands in the message is told by its place there, what stands in the address by its name.
void refuse_export(const CallPtr& call, Findings findings) {
  for (Finding& one : findings) {
    if (!one.pointer.starts_with('?')) one = placed_in_message(call, {one}).front();
  }
  call->respond(problem(422, findings, call->trace));
}

workflow::Command command_of(const CallPtr& call, bool amends, Export made) {
  const acdd::Contents& contents = made.document.contents;
  Bytes content =
      amends ? to_cbor(exp::AmendExport{.contents = contents, .reason = made.reason})
             : to_cbor(exp::ReleaseExport{.contents = contents, .consent = made.consent.value_or(false)});
  return command_brought(call, amends ? amend_command : release_command, made.message,
                         {std::move(content), std::move(made.document.payload)});
}

/// What was released here is amended; anything else is a release, and refused where it is none. What is wrong
/// beside the message is refused before it is booked, so that the same message may come again with it right.
void ask_export(const Core& core, const CallPtr& call, Export made, app::Reader& reader) {
  const workflow::MessageCommandId id{
      workflow::make_key(workflow::KeyKind::trader_message, sender_of(call->actor), made.message)};
  if (const auto earlier = earlier_of(id, core, reader)) {
    if (auto findings = said_otherwise(*earlier, made); !findings.empty())
      return refuse_export(call, std::move(findings));
    return core.ask(call, command_of(call, earlier->type == amend_command, std::move(made)));
  }
  const auto standing = standing_of(made.document.contents.permit, core, reader);
  const auto wanted = call->request.headers.find("If-Match");
  if (sees_releases(core, call, reader)) {
    if (wanted && !standing) return call->respond(problem(412, "API-008", call->trace));
    // Where its state lets nothing be amended, the machine says that.
    const bool amendable =
        standing && machine::has_row<exp::Machine>(standing->document.state, exp::Trigger::amend);
    Findings findings;
    if (!standing) findings = faults_of_release(made);
    if (amendable) findings = faults_of_amendment(made, *standing, core, reader);
    if (!findings.empty()) return refuse_export(call, std::move(findings));
  }
  workflow::Command command = command_of(call, standing.has_value(), std::move(made));
  // Judged by what was read here: where another was quicker it is asked anew.
  if (standing) command.expected = standing->changed;
  if (wanted && *wanted != "*") command.expected = version_in_etag(*wanted).value_or(0);
  core.ask(call, std::move(command));
}

void submit_acdd(const Core& core, const CallPtr& call) {
  if (!may_bring(core, call, release_command)) return;
  const auto consent = flag_in(call, "consent");
  if (!consent) return;
  take_document(core, call, [&](message::Document document) -> std::expected<Asking, Findings> {
    auto made = app::export_document(document, core.ports().packer(), *core.ports().setting().reference,
                                     std::chrono::floor<std::chrono::days>(core.ports().clock()));
    if (!made) return std::unexpected(std::move(made.error()));
    Export act{.document = *std::move(made),
               .said = {},
               .consent = call->request.query_value("consent") ? consent : std::nullopt,
               .reason = std::string{call->request.query_value("reason").value_or("")},
               .message = std::string{document.message.message_identification}};
    act.said = said_in(std::move(document));
    return [call, kept = std::move(act)](const Core& self, app::Reader& reader) mutable {
      ask_export(self, call, std::move(kept), reader);
    };
  });
}

// ---- one document

std::optional<Core::Seen> see_acdd(const Core& core, const CallPtr& call, app::Reader& reader,
                                   const workflow::Setting& setting) {
  const auto permit = permit_in(call->request.parameter("permit"));
  if (!permit) return std::nullopt;
  const workflow::Slot slot = permit->state == setting.home ? workflow::acdd_export_slot(*permit)
                                                            : workflow::acdd_import_slot(*permit);
  return core.see(slot, right_of(slot.kind), call, reader, setting);
}

Json show(const Core& /*core*/, const Core::Seen& seen) { return show_acdd(seen.row.kind, seen.state); }
Json show_in_list(const Core& /*core*/, const Core::Seen& seen) {
  return show_acdd_in_list(seen.row.kind, seen.state);
}

/// What officers wrote is for officers (docs/domain/roles.md).
Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role role) {
  return history_of_acdd(events, role == access::Role::exporter ? std::nullopt : std::optional{source});
}

/// As it was released, with its version; of another state's as it was taken last: what came under its number
/// and was refused, was answered and not obeyed. Of one that never was taken, as it came last.
std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader,
                                             const workflow::Setting& /*setting*/) {
  const auto events = reader.history(seen.row.head);
  app::Packer& packer = core.ports().packer();
  if (seen.row.kind == workflow::acdd_import_stream) {
    for (const app::EventRow& row : std::views::reverse(events)) {
      if (event_name(row.type) == imp::Received::record && row.payload_hash)
        return document_under(*row.payload_hash, {row}, reader, packer);
    }
    static constexpr std::array kinds{workflow::payload_of_message(acdd::acdd_send)};
    return newest_of(kinds, events, reader, packer);
  }
  const acdd::Contents& contents = seen.state.as<exp::Document>().contents;
  auto document = document_under(contents.document, events, reader, packer);
  if (document && document->message.declaration)
    document->message.declaration->version_id = {static_cast<std::int64_t>(contents.version)};
  return document;
}

// ---- lists

DocumentFacts facts_of_exported(const workflow::State& state) {
  const auto& document = state.as<exp::Document>();
  return {.status = std::to_underlying(document.state),
          .has_alarm = document.alarm.has_value(),
          .other = document.contents.importer};
}
DocumentFacts facts_of_imported(const workflow::State& state) {
  const auto& document = state.as<imp::Document>();
  return {.status = std::to_underlying(document.state),
          .has_alarm = document.alarm.has_value(),
          .other = document.contents.permit.state};
}

constexpr std::array brought{release_command, amend_command};
// Each is for every office of customs here: none has a list of its own.
constexpr std::array sides{DocumentSide{.name = "export",
                                        .stream = workflow::acdd_export_stream,
                                        .read = Read::acdd_exported,
                                        .states = listed_states<exp::Machine>,
                                        .facts = &facts_of_exported},
                           DocumentSide{.name = "import",
                                        .stream = workflow::acdd_import_stream,
                                        .read = Read::acdd_imported,
                                        .states = listed_states<imp::Machine>,
                                        .facts = &facts_of_imported}};

}  // namespace

constexpr DocumentKind acdd_kind{.member = "acdd",
                                 .sides = sides,
                                 .waiting = workflow::waiting_acdd,
                                 .see = &see_acdd,
                                 .show = &show,
                                 .show_in_list = &show_in_list,
                                 .history = &history,
                                 .document_of = &document_of,
                                 .told_by_place = brought,
                                 .place = &place_in_acdd};

namespace {

constexpr auto page_of_documents = page_of("[Acdd]");
constexpr std::array objects{Object{"AcddPage", "The newest first.", page_of_documents}};
constexpr std::array words{
    Words{"AcddSide", "Of this state.", &names_of_sides<acdd_kind>},
    Words{"AcddState", "Of the machines of customs declaration documents.", &ids_of_states<acdd_kind>}};

constexpr std::array routes{
    route_of_bringing<release_command>(
        {.pattern = "/v1/acdd",
         .id = "releaseExport",
         .summary =
             "An export declaration that is released, as a whole customs declaration document (ACDD.SEND) "
             "with its fifteen parameters, in XML or JSON. Of a permit that was released before it is an "
             "amendment: it alters something, says its reason (a release says none), and its VersionID is "
             "the next one. What may not be sent is kept, and says why.",
         .takes = "consent reason If-Match"},
        [] { return std::string{acdd_example}; }, &submit_acdd),
    route_of_list<acdd_kind>(
        {.pattern = "/v1/acdd",
         .id = "listAcdd",
         .summary = "Customs declaration documents that the caller may see, newest first, ended ones too. A "
                    "page may be short; after=next goes on.",
         .takes = "limit after acdd.side phase acdd.state acdd.partner since waits",
         .answer = "AcddPage"}),
    route_of_one<acdd_kind>(
        {.pattern = "/v1/acdd/{permit}",
         .id = "showAcdd",
         .summary =
             "State, items, at import beside each what is declared, and what differs; history, messages, "
             "and what the caller may do now.",
         .answer = "Acdd"}),
    route_of_itself<acdd_kind>({.pattern = "/v1/acdd/{permit}/document",
                                .id = "showAcddDocument",
                                .summary = "The document itself in XML, or JSON by Accept."})};

}  // namespace

Resource acdd_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
