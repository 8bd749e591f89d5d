#include "shell/api/acdd_routes.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
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
#include "base/limits.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/texts.hpp"
#include "shell/api/acdd_views.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_views.hpp"
#include "shell/api/event_views.hpp"
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

/// False where the query does not say it; nothing where it says neither, and then the call is answered.
std::optional<bool> flag_in(const CallPtr& call, std::string_view name) {
  const auto said = call->request.query_value(name);
  if (said && *said != "true" && *said != "false") {
    answer_bad_query(call, name);
    return std::nullopt;
  }
  return said == "true";
}

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

/// Whose messages have different identifications: a system's or a party's, or those of an office. Empty:
/// nobody's.
std::string sender_of(const access::Actor& actor) {
  if (!actor.party.empty()) return actor.party;
  return actor.office.empty() ? std::string{} : format("office {}", actor.office);
}

workflow::Command command_of(const workflow::MessageCommandId& id, bool amends, Export made) {
  const acdd::Contents& contents = made.document.contents;
  const Bytes content =
      amends ? to_cbor(exp::AmendExport{.contents = contents, .reason = made.reason})
             : to_cbor(exp::ReleaseExport{.contents = contents, .consent = made.consent.value_or(false)});
  workflow::Command command{.id = id,
                            .type = amends ? amend_command : release_command,
                            .at = {},
                            .actor = {},
                            .content = content,
                            .payloads = {},
                            .lane = {}};
  command.payloads.push_back(std::move(made.document.payload));
  return command;
}

/// What was released here is amended; anything else is a release, and refused where it is none. What is wrong
/// beside the message is refused before it is booked, so that the same message may come again with it right.
void ask_export(const Core& core, const CallPtr& call, Export made, app::Reader& reader) {
  const workflow::MessageCommandId id{
      workflow::make_key(workflow::KeyKind::trader_message, sender_of(call->actor), made.message)};
  if (const auto earlier = earlier_of(id, core, reader)) {
    if (auto findings = said_otherwise(*earlier, made); !findings.empty())
      return refuse_export(call, std::move(findings));
    return core.ask(call, command_of(id, earlier->type == amend_command, std::move(made)));
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
  workflow::Command command = command_of(id, standing.has_value(), std::move(made));
  // Judged by what was read here: where another was quicker it is asked anew.
  if (standing) command.expected = standing->changed;
  if (wanted && *wanted != "*") command.expected = version_in_etag(*wanted).value_or(0);
  core.ask(call, std::move(command));
}

void submit_acdd(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, release_command))
    return call->respond(problem(403, Findings{*never}, call->trace));
  // Without a party or an office there is nobody whose messages have identifications of their own.
  if (sender_of(call->actor).empty()) return call->respond(problem(403, "ACC-001", call->trace));
  const auto consent = flag_in(call, "consent");
  if (!consent) return;
  auto document = read_document(as_text(call->request.body));
  if (!document) return call->respond(problem(422, placed_in_message(call, document.error()), call->trace));
  const workflow::Setting setting = core.ports().setting();
  auto made = app::export_document(*document, core.ports().packer(), *setting.reference,
                                   std::chrono::floor<std::chrono::days>(core.ports().clock()));
  if (!made) return call->respond(problem(422, placed_in_message(call, made.error()), call->trace));
  Export act{.document = *std::move(made),
             .said = {},
             .consent = call->request.query_value("consent") ? consent : std::nullopt,
             .reason = std::string{call->request.query_value("reason").value_or("")},
             .message = std::string{document->message.message_identification}};
  act.said = said_in(*std::move(document));
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role),
      [self = core.shared_from_this(), call, kept = std::move(act)](app::Reader& reader) mutable {
        answering(call, [&] { ask_export(*self, call, std::move(kept), reader); });
      });
  if (!taken) answer_busy(call);
}

// ---- one document

void answer_unseen_acdd(const CallPtr& call) {
  const bool sees_exported = may_ever_read(call->actor.role, Read::acdd_exported);
  answer_unseen(call, sees_exported ? Read::acdd_exported : Read::acdd_imported, false);
}

std::optional<Core::Seen> see_acdd(const Core& core, const CallPtr& call, app::Reader& reader,
                                   const workflow::Setting& setting) {
  const auto permit = permit_in(call->request.parameter("permit"));
  if (!permit) return std::nullopt;
  const workflow::Slot slot = permit->state == setting.home ? workflow::acdd_export_slot(*permit)
                                                            : workflow::acdd_import_slot(*permit);
  return core.see(slot, right_of(slot.kind), call, reader, setting);
}

void show_one(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = see_acdd(core, call, reader, setting);
  if (!seen) return answer_unseen_acdd(call);
  Json shown = show_acdd(seen->row.kind, seen->state);
  const auto ties = core.relations(seen->state, seen->row.kind, call->actor, reader, setting);
  shown["acts"] = Json::array();
  for (const ActNow& act : acts_now(core.ports().national, call->actor, ties, seen->row.kind, seen->state,
                                    core.ports().clock(), setting)) {
    if (act.roles.empty()) shown["acts"].push_back({{"name", act.name}, {"words", act.words}});
  }
  const auto events = reader.history(seen->row.head);
  // What officers wrote is for officers (docs/domain/roles.md).
  std::optional<TextSource> texts;
  if (call->actor.role != access::Role::exporter)
    texts.emplace(TextSource{.reader = reader, .packer = core.ports().packer()});
  shown["history"] = history_of_acdd(events, texts);
  shown["messages"] = messages_about(events, reader);
  answer_tagged(call, seen->version, shown, setting.sha256);
}

/// As it was released, with its version; of another state's as it was taken last: what came under its number
/// and was refused, was answered and not obeyed. Of one that never was taken, as it came last.
std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader) {
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

void show_document_of_one(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto seen = see_acdd(core, call, reader, core.ports().setting());
  if (!seen) return answer_unseen_acdd(call);
  const auto document = document_of(core, *seen, reader);
  if (!document) return answer_nothing(call);
  answer_document(call, *document);
}

// ---- lists

constexpr std::array<std::string_view, 2> sides{"export", "import"};

std::vector<std::string_view> state_ids() {
  std::vector<std::string_view> ids;
  const auto add = [&](const auto& states) {
    for (const auto& facts : states)
      if (std::ranges::find(ids, facts.id) == ids.end() && facts.id != "-") ids.push_back(facts.id);
  };
  add(exp::Machine::states);
  add(imp::Machine::states);
  return ids;
}

struct Filter {
  std::optional<workflow::StreamKind> side;
  std::optional<bool> ended;
  std::string state;
  std::optional<Country> partner;
  std::optional<Instant> since;
  bool waits = false;
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
    filter.side = *side == sides.front() ? workflow::acdd_export_stream : workflow::acdd_import_stream;
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
  const auto waits = flag_in(call, "waits");
  if (!waits) return std::nullopt;
  filter.waits = *waits;
  return filter;
}

/// What a list asks of a document of either side.
struct Facts {
  bool has_alarm = false;
  Country other;  ///< the state at the other end
};
Facts facts_of(const Core::Seen& seen) {
  if (seen.row.kind == workflow::acdd_export_stream) {
    const auto& document = seen.state.as<exp::Document>();
    return {.has_alarm = document.alarm.has_value(), .other = document.contents.importer};
  }
  const auto& document = seen.state.as<imp::Document>();
  return {.has_alarm = document.alarm.has_value(), .other = document.contents.permit.state};
}

bool has_ended(const app::StreamRow& row) {
  return row.kind == workflow::acdd_export_stream ? is_end<exp::Machine>(static_cast<exp::State>(row.status))
                                                  : is_end<imp::Machine>(static_cast<imp::State>(row.status));
}

/// In which states an act may be called for or an alarm stand: most documents are in another.
bool may_wait(const app::StreamRow& row) {
  constexpr machine::Set<exp::State> never_at_export{exp::State::none, exp::State::cancelled,
                                                     exp::State::closed};
  constexpr machine::Set<imp::State> at_import{imp::State::none, imp::State::mismatch, imp::State::stale,
                                               imp::State::cancelled};
  return row.kind == workflow::acdd_export_stream ? !never_at_export.has(static_cast<exp::State>(row.status))
                                                  : at_import.has(static_cast<imp::State>(row.status));
}

bool may_fit(const Filter& filter, const app::StreamRow& row) {
  if (!is_of_acdd(row.kind) || (filter.side && row.kind != *filter.side)) return false;
  if (filter.ended && has_ended(row) != *filter.ended) return false;
  if (filter.waits && !may_wait(row)) return false;
  return filter.state.empty() || state_names(row.kind, row.status).id == filter.state;
}

/// Somebody here should do something, or look at it: customs of the exporting state send, repair or record a
/// letter, those of the importing one see an alarm.
bool waits(const Core& core, const Core::Seen& seen, const Facts& facts) {
  if (facts.has_alarm) return true;
  const auto* kind = core.ports().national.kind(seen.row.kind);
  return kind->calls_for != nullptr &&
         !kind->calls_for(seen.state, core.ports().clock(), core.ports().setting()).empty();
}

bool fits(const Core& core, const Filter& filter, const Core::Seen& seen) {
  const Facts facts = facts_of(seen);
  if (filter.partner && facts.other != *filter.partner) return false;
  return !filter.waits || waits(core, seen, facts);
}

/// An exporter has its own list. Of all others each is for every office of customs here.
std::string list_for(const access::Actor& actor) {
  return actor.role == access::Role::exporter ? actor.party : std::string{workflow::all_concerned};
}

void list_acdd(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto role = call->actor.role;
  if (!may_ever_read(role, Read::acdd_exported) && !may_ever_read(role, Read::acdd_imported))
    return answer_unseen_acdd(call);
  const auto page = core.page_in(call);
  if (!page) return;
  const auto filter = filter_in(call);
  if (!filter) return;
  answer_concerned(core, call, reader, *page,
                   {.whose = list_for(call->actor),
                    .since = filter->since,
                    .may_fit = [&](const app::StreamRow& row) { return may_fit(*filter, row); },
                    .show = [&](const Core::Seen& seen) -> std::optional<Json> {
                      if (!fits(core, *filter, seen)) return std::nullopt;
                      return show_acdd_in_list(seen.row.kind, seen.state);
                    }});
}

constexpr auto page_of_documents = page_of("[Acdd]");
constexpr std::array objects{Object{"AcddPage", "The newest first.", page_of_documents}};
constexpr std::array words{
    Words{"AcddSide", "Of this state.", &words_of<sides>},
    Words{"AcddState", "Of the machines of customs declaration documents.", &state_ids}};

constexpr std::array routes{
    Route{.method = net::Method::post,
          .pattern = "/v1/acdd",
          .id = "releaseExport",
          .tag = "documents",
          .summary =
              "An export declaration that is released, as a whole customs declaration document (ACDD.SEND) "
              "with its fifteen parameters, in XML or JSON. Of a permit that was released before it is an "
              "amendment: it alters something, says its reason (a release says none), and its VersionID is "
              "the next one. What may not be sent is kept, and says why.",
          .body_bytes_max = limits::message_bytes_max,
          .body = "application/xml:text application/json:Message",
          .example = [] { return std::string{acdd_example}; },
          .takes = "consent reason If-Match",
          .outcomes = {{200, "Done", "Location"}},
          .refusals = {400, 403, 404, 412, 422},
          .who = &who_gives<release_command>,
          .work = &submit_acdd},
    Route{.method = net::Method::get,
          .pattern = "/v1/acdd",
          .id = "listAcdd",
          .tag = "documents",
          .summary = "Customs declaration documents that the caller may see, newest first, ended ones too. A "
                     "page may be short; after=next goes on.",
          .takes = "limit after acdd.side phase acdd.state acdd.partner since waits",
          .outcomes = {{200, "AcddPage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::acdd_exported, Read::acdd_imported>,
          .look = &list_acdd},
    Route{.method = net::Method::get,
          .pattern = "/v1/acdd/{permit}",
          .id = "showAcdd",
          .tag = "documents",
          .summary =
              "State, items, at import beside each what is declared, and what differs; history, messages, "
              "and what the caller may do now.",
          .takes = "If-None-Match",
          .outcomes = {{200, "Acdd", "ETag"}, {304, "", "ETag"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::acdd_exported, Read::acdd_imported>,
          .look = &show_one},
    Route{.method = net::Method::get,
          .pattern = "/v1/acdd/{permit}/document",
          .id = "showAcddDocument",
          .tag = "documents",
          .summary = "The document itself in XML, or JSON by Accept.",
          .outcomes = {{200, "application/xml:text application/json:Message", "Vary"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::acdd_exported, Read::acdd_imported>,
          .look = &show_document_of_one}};

}  // namespace

Resource acdd_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
