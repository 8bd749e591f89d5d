#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/place.hpp"
#include "core/messages/report.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/warnings.hpp"
#include "shell/api/call.hpp"
#include "shell/api/certificate_document.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/document_names.hpp"
#include "shell/api/document_places.hpp"
#include "shell/api/document_views.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/whole_document.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;

constexpr auto draft_command = workflow::command_in(workflow::issue_block, 0);
constexpr std::string_view root_of_application = "CO.ISSUE";

// ---- an application

/// A whole one, ready to be asked.
struct Application {
  documents::Contents contents;
  Tin exporter;
  documents::DocumentId number;
  std::string message;
  workflow::Payload payload;
};

/// Where the message has what the machine speaks of.
constexpr std::array places_in_item{
    Place{"number", "SequenceNumeric"}, Place{"criterion", "Origin/OriginCriterion"},
    Place{"hs", "Commodity/Classification/ID"}, Place{"quantity", "Commodity/GoodsMeasure/TariffQuantity"}};
constexpr std::array places{Place{"importer", "GoodsShipment/Destination/CountryCode"},
                            Place{"flags", "AdditionalInformation"},
                            Place{"originals", "PreviousDocument"},
                            Place{"replaces", "PreviousDocument"},
                            Place{"state", "IssuingCountryCode"},
                            Place{"office", "Submitter/ID"},
                            Place{"exporter", "Exporter/ID"}};

std::string place_in_message(std::string_view pointer) {
  return place_in(root_of_application, places, places_in_item, pointer);
}

Findings placed(Findings findings) {
  for (Finding& finding : findings) finding.pointer = place_in_message(finding.pointer);
  return findings;
}

/// R-DOC-012, told at its element.
Findings faults_of_office(const documents::Reference& reference, Instant now,
                          const workflow::Setting& setting) {
  if (reference.state != setting.home)
    return {{"R-DOC-012", place_in_message("state"), std::string{reference.state.str()}, ""}};
  if (workflow::office_of_documents(reference.office.str(), now, setting) == nullptr)
    return {{"R-DOC-012", place_in_message("office"), std::string{reference.office.str()}, ""}};
  return {};
}

/// API-019: box 1 has the party of the key, with or without its state in front. One that names no number is
/// the party's.
Findings faults_of_exporter(const message::wco::Declaration& declaration, const Tin& party) {
  const std::string_view named =
      declaration.exporter ? std::string_view{declaration.exporter->id} : std::string_view{};
  constexpr std::size_t state = 2;
  if (named.empty() || named == party.str() || named == party.str().substr(state)) return {};
  return {{.rule = "API-019",
           .pointer = place_in_message("exporter"),
           .value = std::string{message::shown(named)},
           .detail = format("the key is that of {}", party.str())}};
}

/// The local day at the office that the application goes to.
Day day_at(const documents::Reference& reference, const refdata::Snapshot& snapshot, Instant now) {
  const auto view = snapshot.at(std::chrono::floor<std::chrono::days>(now));
  return view.day_in(OfficeId::parse(reference.office.str()).value_or(OfficeId{}), now);
}

/// The same findings as `lintas check`, then what the register of offices and the key say.
std::expected<Application, Findings> check(const Core& core, const message::Document& document,
                                           const Tin& exporter) {
  const workflow::Setting setting = core.ports().setting();
  const Instant now = core.ports().clock();
  documents::Contents contents;
  const auto read = [&](const message::wco::Declaration& said,
                        const Hash256& hash) -> std::expected<Day, Findings> {
    auto what_it_says = documents::contents_of(said, hash, root_of_application);
    if (!what_it_says) return std::unexpected(std::move(what_it_says.error()));
    contents = *std::move(what_it_says);
    return day_at(contents.reference, *setting.reference, now);
  };
  auto payload = app::check_whole(document,
                                  {.root = root_of_application,
                                   .number = documents::co_issue,
                                   .read = read,
                                   .otherwise = std::chrono::floor<std::chrono::days>(now)},
                                  core.ports().packer(), *setting.reference);
  if (!payload) return std::unexpected(std::move(payload.error()));
  const message::wco::Declaration& declaration = *document.message.declaration;
  Findings findings = placed(documents::faults_in(contents));
  documents::add(findings, faults_of_office(contents.reference, now, setting));
  documents::add(findings, faults_of_exporter(declaration, exporter));
  if (!findings.empty()) return std::unexpected(std::move(findings));
  // The element has the exporter's number until the office gives one.
  const auto number = documents::DocumentId::parse(declaration.id);
  require(number.has_value(), "a number of a certificate has the form of one of an application");
  contents.reference.number = {};
  return Application{.contents = std::move(contents),
                     .exporter = exporter,
                     .number = *number,
                     .message = std::string{document.message.message_identification},
                     .payload = *std::move(payload)};
}

/// The draft that the exporter has under this number; else a name of this node's, the same whenever the
/// message comes.
documents::DocumentId name_for(const Application& application, const workflow::Setting& setting,
                               app::Reader& reader, const workflow::National& national) {
  const auto id = reader.find(workflow::application_key(application.exporter, application.number));
  const auto row = id ? reader.stream(*id) : std::nullopt;
  if (row && row->kind == workflow::issue_stream)
    return app::load_stream(national, reader, *row).state.as<workflow::Issued>().certificate.document;
  const std::string named = format("{} {}", application.exporter.str(), application.message);
  const Hash256 hash = setting.sha256(std::array{as_bytes(named)});
  constexpr std::size_t bytes = 8;
  const auto name = documents::DocumentId::parse(format("CO-{}", to_hex(hash.view().first(bytes))));
  require(name.has_value(), "a name of ours is one");
  return *name;
}

void ask_draft(const Core& core, const CallPtr& call, Application application, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const iss::DraftCertificate act{.document = name_for(application, setting, reader, core.ports().national),
                                  .contents = application.contents,
                                  .exporter = application.exporter,
                                  .application = application.number};
  core.ask(call, command_brought(call, draft_command, application.message,
                                 {to_cbor(act), std::move(application.payload)}));
}

void submit_document(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, draft_command))
    return call->respond(problem(403, Findings{*never}, call->trace));
  const auto exporter = Tin::parse(call->actor.party);
  // Without a party there is nobody whose application it is.
  if (!exporter) return call->respond(problem(403, "ACC-004", call->trace));
  take_document(core, call, [&](const message::Document& document) -> std::expected<Asking, Findings> {
    auto application = check(core, document, *exporter);
    if (!application) return std::unexpected(std::move(application.error()));
    return [call, kept = *std::move(application)](const Core& self, app::Reader& reader) mutable {
      ask_draft(self, call, std::move(kept), reader);
    };
  });
}

// ---- one certificate

/// Of one that is issued here: why no data of it can go, or no more can come of what was sent.
Findings warnings_of_document(const Core& core, const Core::Seen& seen) {
  Findings findings;
  for (workflow::Warning& one : workflow::warnings_of(seen.state.as<workflow::Issued>(), core.ports().clock(),
                                                      core.ports().setting())) {
    one.finding.pointer = message::json_pointer(one.finding.pointer);
    findings.push_back(std::move(one.finding));
  }
  return findings;
}

Json show(const Core& core, const Core::Seen& seen) {
  Json shown = show_certificate(seen.row.kind, seen.state);
  shown["location"] = address_of_document(core, seen);
  if (seen.row.kind != workflow::issue_stream) return shown;
  const auto warnings = warnings_of_document(core, seen);
  shown["unreachable"] = warnings.empty() ? Json{} : Json(warnings.front().detail);
  shown["warnings"] = Json::array();
  for (const Finding& one : warnings) shown["warnings"].push_back(show_finding(one));
  return shown;
}

/// Of all readers the exporter is the one that a doubt is about.
Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role role) {
  return history_of_certificate(events, {.source = source, .doubts = role != access::Role::exporter});
}

// ---- lists

DocumentFacts facts_of_issued(const workflow::State& state) {
  const iss::Certificate& certificate = state.as<workflow::Issued>().certificate;
  return {.status = std::to_underlying(certificate.state),
          .has_alarm = certificate.alarm.has_value(),
          .other = certificate.contents.importer};
}
DocumentFacts facts_of_imported(const workflow::State& state) {
  const auto& certificate = state.as<imp::Certificate>();
  return {.status = std::to_underlying(certificate.state),
          .has_alarm = certificate.alarm.has_value(),
          .other = certificate.contents.reference.state};
}

static_assert(listed_states<iss::Machine>.size() <= workflow::request_statuses,
              "the status of a request is that of no certificate");
constexpr std::array sides{DocumentSide{.name = "issue",
                                        .stream = workflow::issue_stream,
                                        .read = Read::issued,
                                        .states = listed_states<iss::Machine>,
                                        .facts = &facts_of_issued,
                                        .authority = access::Role::other_agency,
                                        .also = "levels",
                                        .show_also = &levels_of},
                           DocumentSide{.name = "import",
                                        .stream = workflow::import_stream,
                                        .read = Read::imported,
                                        .states = listed_states<imp::Machine>,
                                        .facts = &facts_of_imported}};

}  // namespace

constexpr DocumentKind certificate_kind{.member = "certificate",
                                        .sides = sides,
                                        .see = &see_document,
                                        .show = &show,
                                        .show_in_list = &show,
                                        .history = &history,
                                        .document_of = &document_of};

namespace {

constexpr auto page_of_certificates = page_of("[Certificate]");
constexpr std::array objects{Object{"CertificatePage", "The newest first.", page_of_certificates}};
constexpr std::array words{
    Words{"CertificateSide", "Of this state.", &names_of_sides<certificate_kind>},
    Words{"CertificateState", "Of the machines of certificates.", &ids_of_states<certificate_kind>}};

constexpr std::array routes{
    Route{
        .method = net::Method::post,
        .pattern = "/v1/documents",
        .id = "applyForCertificate",
        .tag = "documents",
        .summary =
            "An application for a certificate of origin, as a whole e-Form D (CO.ISSUE) in XML or JSON; its "
            "ID is the exporter's own number until the office gives one. It is kept as a draft, or in the "
            "place of the draft of that number, until issue.submit.",
        .body_bytes_max = limits::message_bytes_max,
        .body = "application/xml:text application/json:Message",
        .example = [] { return std::string{application_example}; },
        .outcomes = {{200, "Done", "Location"}},
        .refusals = {403, 422},
        .who = &who_gives<draft_command>,
        .work = &submit_document},
    route_of_list<certificate_kind>(
        {.pattern = "/v1/documents",
         .id = "listDocuments",
         .summary =
             "Certificates that the caller may see, newest first, ended ones too. A page may be short; "
             "after=next goes on.",
         .takes = "limit after side phase documents.state documents.partner since",
         .answer = "CertificatePage"}),
    route_of_one<certificate_kind>(
        {.pattern = "/v1/documents/{document}",
         .id = "showDocument",
         .summary = "State, items with what is used and left, history, messages with their acknowledgements, "
                    "and what the caller may do now.",
         .answer = "Certificate"}),
    route_of_itself<certificate_kind>({.pattern = "/v1/documents/{document}/certificate",
                                       .id = "showCertificate",
                                       .summary = "The certificate itself in XML, or JSON by Accept."})};

}  // namespace

Resource document_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
