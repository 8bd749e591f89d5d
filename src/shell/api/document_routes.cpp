#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
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
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_told.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/api/certificate_document.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_names.hpp"
#include "shell/api/document_places.hpp"
#include "shell/api/document_views.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/names.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
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
  const Day utc = std::chrono::floor<std::chrono::days>(now);
  const auto office = OfficeId::parse(reference.office.str());
  return office ? snapshot.at(utc).day_at(*office, now).value_or(utc) : utc;
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
  workflow::Command command{.id = workflow::MessageCommandId{workflow::make_key(
                                workflow::KeyKind::trader_message, call->actor.party, application.message)},
                            .type = draft_command,
                            .at = {},
                            .actor = {},
                            .content = to_cbor(act),
                            .payloads = {},
                            .lane = {}};
  command.payloads.push_back(std::move(application.payload));
  core.ask(call, std::move(command));
}

void submit_document(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, draft_command))
    return call->respond(problem(403, Findings{*never}, call->trace));
  const auto exporter = Tin::parse(call->actor.party);
  // Without a party there is nobody whose application it is.
  if (!exporter) return call->respond(problem(403, "ACC-001", call->trace));
  const auto document = read_document(as_text(call->request.body));
  if (!document) return call->respond(problem(422, placed_in_message(call, document.error()), call->trace));
  auto application = check(core, *document, *exporter);
  if (!application)
    return call->respond(problem(422, placed_in_message(call, application.error()), call->trace));
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role),
      [self = core.shared_from_this(), call, kept = *std::move(application)](app::Reader& reader) mutable {
        answering(call, [&] { ask_draft(*self, call, std::move(kept), reader); });
      });
  if (!taken) answer_busy(call);
}

// ---- one certificate

Json show(const Core& core, const Core::Seen& seen) {
  Json shown = show_certificate(seen.row.kind, seen.state);
  shown["location"] = address_of_document(core, seen);
  return shown;
}

void show_document(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = see_document(core, call, reader, setting);
  if (!seen) return answer_unseen_document(call);
  Json shown = show(core, *seen);
  const auto ties = core.relations(seen->state, seen->row.kind, call->actor, reader, setting);
  shown["acts"] = Json::array();
  for (const ActNow& act : acts_now(core.ports().national, call->actor, ties, seen->row.kind, seen->state,
                                    core.ports().clock(), setting)) {
    if (act.roles.empty()) shown["acts"].push_back({{"name", act.name}, {"words", act.words}});
  }
  const auto events = reader.history(seen->row.head);
  // Of all readers it is the one that a doubt is about.
  const bool doubts = call->actor.role != access::Role::exporter;
  shown["history"] = history_of_certificate(
      events, {.source = {.reader = reader, .packer = core.ports().packer()}, .doubts = doubts});
  shown["messages"] = messages_about(events, reader);
  if (seen->row.kind == workflow::issue_stream) shown["levels"] = levels_of(events, reader);
  answer_tagged(call, seen->version, shown, setting.sha256);
}

void show_certificate_document(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = see_document(core, call, reader, setting);
  if (!seen) return answer_unseen_document(call);
  const auto document = document_of(core, *seen, reader, setting);
  if (!document) return answer_nothing(call);
  answer_document(call, *document);
}

// ---- lists

constexpr std::array<std::string_view, 2> sides{"issue", "import"};

std::vector<std::string_view> state_ids() {
  std::vector<std::string_view> ids;
  const auto add = [&](const auto& states) {
    for (const auto& facts : states)
      if (std::ranges::find(ids, facts.id) == ids.end() && facts.id != "-") ids.push_back(facts.id);
  };
  add(iss::Machine::states);
  add(imp::Machine::states);
  return ids;
}

struct Filter {
  std::optional<workflow::StreamKind> side;
  std::optional<bool> ended;
  std::string state;
  std::optional<Country> partner;
  std::optional<Instant> since;
};

/// Nothing if the query does not say it; then the call is answered.
std::optional<Filter> filter_in(const CallPtr& call) {
  Filter filter;
  const auto asked = [&](std::string_view name) { return call->request.query_value(name); };
  const auto wrong = [&](std::string_view name) {
    answer_bad_query(call, name);
    return std::nullopt;
  };
  if (const auto side = asked("side")) {
    if (std::ranges::find(sides, *side) == sides.end()) return wrong("side");
    filter.side = *side == sides.front() ? workflow::issue_stream : workflow::import_stream;
  }
  if (const auto phase = asked("phase")) {
    if (std::ranges::find(phases, *phase) == phases.end()) return wrong("phase");
    if (*phase != "all") filter.ended = *phase == "ended";
  }
  if (const auto state = asked("state")) {
    const auto ids = state_ids();
    if (std::ranges::find(ids, *state) == ids.end()) return wrong("state");
    filter.state = *state;
  }
  if (const auto partner = asked("partner")) {
    const auto country = Country::parse(*partner);
    if (!country) return wrong("partner");
    filter.partner = *country;
  }
  if (const auto since = asked("since")) {
    filter.since = instant_or_day(*since);
    if (!filter.since) return wrong("since");
  }
  return filter;
}

/// The state of the certificate itself; of one that has ended the row may show that of a request to verify.
bool may_fit(const Filter& filter, const app::StreamRow& row) {
  if (!is_of_certificate(row.kind)) return false;
  // Others only spoke of it; one that was asked for from here has a name.
  if (row.status == 0 && row.ref.empty()) return false;
  if (filter.side && row.kind != *filter.side) return false;
  const bool shows_request = row.kind == workflow::issue_stream && row.status >= workflow::request_statuses;
  return shows_request || filter.state.empty() || state_names(row.kind, row.status).id == filter.state;
}

bool fits(const Filter& filter, const Core::Seen& seen, const Json& shown) {
  if (!filter.state.empty() && shown["state"]["id"] != filter.state) return false;
  if (filter.ended && shown["ended"] != *filter.ended) return false;
  if (!filter.partner) return true;
  const bool issued_here = seen.row.kind == workflow::issue_stream;
  const Json& other = issued_here ? shown["importer"] : shown["certificate"]["state"];
  return other == filter.partner->str();
}

/// An exporter has its own list and an agency that of its office, of what it issues. A certificate that
/// nobody claims yet stands in no office's: who clears imports, or issues a certificate on it, looks through
/// all, and sees what is for it.
std::string list_for(const access::Actor& actor, const Filter& filter) {
  if (actor.role == access::Role::exporter) return actor.party;
  if (actor.role == access::Role::other_agency && filter.side == workflow::issue_stream) return actor.office;
  return std::string{workflow::all_concerned};
}

void list_documents(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::issued) && !may_ever_read(call->actor.role, Read::imported))
    return answer_unseen_document(call);
  const auto page = core.page_in(call);
  if (!page) return;
  const auto filter = filter_in(call);
  if (!filter) return;
  answer_concerned(core, call, reader, *page,
                   {.whose = list_for(call->actor, *filter),
                    .since = filter->since,
                    .may_fit = [&](const app::StreamRow& row) { return may_fit(*filter, row); },
                    .show = [&](const Core::Seen& seen) -> std::optional<Json> {
                      Json shown = show(core, seen);
                      return fits(*filter, seen, shown) ? std::optional{std::move(shown)} : std::nullopt;
                    }});
}

constexpr auto page_of_certificates = page_of("[Certificate]");
constexpr std::array objects{Object{"CertificatePage", "The newest first.", page_of_certificates}};
constexpr std::array words{Words{"CertificateSide", "Of this state.", &words_of<sides>},
                           Words{"CertificateState", "Of the machines of certificates.", &state_ids}};

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
    Route{.method = net::Method::get,
          .pattern = "/v1/documents",
          .id = "listDocuments",
          .tag = "documents",
          .summary =
              "Certificates that the caller may see, newest first, ended ones too. A page may be short; "
              "after=next goes on.",
          .takes = "limit after side phase documents.state documents.partner since",
          .outcomes = {{200, "CertificatePage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::issued, Read::imported>,
          .look = &list_documents},
    Route{.method = net::Method::get,
          .pattern = "/v1/documents/{document}",
          .id = "showDocument",
          .tag = "documents",
          .summary =
              "State, items with what is used and left, history, messages with their acknowledgements, "
              "and what the caller may do now.",
          .takes = "If-None-Match",
          .outcomes = {{200, "Certificate", "ETag"}, {304, "", "ETag"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::issued, Read::imported>,
          .look = &show_document},
    Route{.method = net::Method::get,
          .pattern = "/v1/documents/{document}/certificate",
          .id = "showCertificate",
          .tag = "documents",
          .summary = "The certificate itself in XML, or JSON by Accept.",
          .outcomes = {{200, "application/xml:text application/json:Message", "Vary"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::issued, Read::imported>,
          .look = &show_certificate_document}};

}  // namespace

Resource document_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
