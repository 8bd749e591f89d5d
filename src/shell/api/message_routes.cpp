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
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/fault_places.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/presentation.hpp"
#include "core/transit/refusal.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/aeo_codes.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/declared.hpp"
#include "shell/api/description.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/office_mail.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/unit_permits.hpp"
#include "shell/api/views.hpp"
#include "shell/api/who.hpp"
#include "shell/app/presentation.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

namespace {

/// A message that passed every check that needs no stream, ready to be asked.
struct Submission {
  transit::Ie ie = 0;
  transit::Letter letter;
  workflow::Payload payload;  ///< in its canonical form, without what opens a guarantee
  std::vector<std::string> explanation;
};

/// The message as it is kept, in its canonical form without the codes: whoever still needs them has read
/// them.
workflow::Payload payload_of(const Core& core, message::Document& document, transit::Ie ie) {
  transit::mask_access_codes(document.message);
  std::string canonical;
  xml::write(document, canonical);
  return core.ports().packer().pack(workflow::payload_of_message(ie), as_bytes(canonical));
}

/// A declaration as it stands, with its message: what a presentation completes, or an amendment changes.
struct Lodged {
  transit::Declaration declaration;
  app::Standing standing;
};

/// What a message is judged by beside its content.
struct Basis {
  const refdata::Snapshot& reference;
  Day day;                         ///< whose law holds: of acceptance, where there was one
  Day today;                       ///< of receipt
  const Lodged* lodged = nullptr;  ///< what a presentation or an amendment is read by, where it is needed
  Findings of_codes = {};          ///< what is told of the operators' codes that it names; refuses nothing
  bool is_erased = false;          ///< `lodged` is needed, and is not here any more
};

/// What a presentation, or an amendment behind one, makes of the declaration; nothing of any other message.
std::optional<message::Document> made_whole(const message::Document& document, const Basis& basis) {
  if (basis.lodged == nullptr) return std::nullopt;
  const std::string_view root = document.program->root();
  const app::Standing& lodged = basis.lodged->standing;
  if (root == "CC170C") {
    return message::Document{.program = lodged.document.program,
                             .phase = lodged.document.phase,
                             .message = transit::completed_by(document.message, lodged.document.message)};
  }
  if (root == "CC013C" && lodged.presented) {
    return message::Document{.program = document.program,
                             .phase = document.phase,
                             .message = transit::amended_behind(*lodged.presented, document.message)};
  }
  return std::nullopt;
}

std::expected<transit::Letter, Findings> letter_in(const Core& core, const message::Document& document,
                                                   const Basis& basis) {
  const auto view = basis.reference.at(basis.day);
  return transit::read_letter(document, {.document = {}, .hash = core.ports().hash, .reference = view});
}

/// What the message says, with the declaration that it makes.
std::expected<transit::Letter, Findings> letter_of(const Core& core, const message::Document& document,
                                                   const std::optional<message::Document>& whole,
                                                   const Basis& basis) {
  if (!whole) return letter_in(core, document, basis);
  auto completed = letter_in(core, *whole, basis);
  if (!completed) return completed;
  if (document.program->root() == "CC013C") {
    completed->completed_by = basis.lodged->declaration.document;
    return completed;
  }
  auto letter = letter_in(core, document, basis);
  if (!letter) return letter;
  if (completed->declaration)
    letter->declaration = transit::departure::presented(basis.lodged->declaration, *completed->declaration);
  letter->new_seals = std::move(completed->new_seals);
  return letter;
}

/// Computes what is at risk of the declaration that the message is, or makes.
std::expected<std::vector<std::string>, Findings> compute_risk(const Core& core,
                                                               const message::Document& document,
                                                               const std::optional<message::Document>& whole,
                                                               const Basis& basis, transit::Ie ie,
                                                               transit::Letter& letter) {
  const message::Message* declared = ie == 15 || ie == 13 ? &document.message : nullptr;
  if (whole) declared = &whole->message;
  if (!letter.declaration || declared == nullptr) return {};
  AtRisk risk = core.ports().at_risk(*letter.declaration, *declared, basis.reference.at(basis.day));
  if (!risk.findings.empty()) return std::unexpected(std::move(risk.findings));
  return std::move(risk.explanation);
}

/// All that a declaration says beside its guarantees and its numbers, of an amendment as of what is amended.
std::string load_in(const message::Document& declared, const message::Document& amendment) {
  message::Document bare{
      .program = amendment.program, .phase = amendment.phase, .message = declared.message.clone()};
  message::Message& said = bare.message;
  said.message_sender.clear();
  said.message_recipient.clear();
  said.preparation_date_and_time = amendment.message.preparation_date_and_time;
  said.message_identification.clear();
  said.message_type.clear();
  said.correlation_identifier.clear();
  if (said.transit_operation) {
    said.transit_operation->lrn.clear();
    said.transit_operation->mrn.clear();
    said.transit_operation->amendment_type_flag.clear();
  }
  said.guarantee.clear();
  std::string canonical;
  xml::write(bare, canonical);
  return canonical;
}

bool amends_guarantees_only(const message::Document& document) {
  const auto& operation = document.message.transit_operation;
  return document.program->root() == "CC013C" && operation &&
         operation->amendment_type_flag == transit::flag_guarantees_only;
}

/// The facts that a movement is decided by are compared where the amendment is; what else it says, as how the
/// goods are described, stands in the messages alone.
std::optional<Finding> changes_more_than_guarantees(const message::Document& document, const Basis& basis) {
  if (!amends_guarantees_only(document) || basis.lodged == nullptr) return std::nullopt;
  if (load_in(document, document) == load_in(basis.lodged->standing.document, document)) return std::nullopt;
  Finding found = transit::more_than_guarantees();
  found.pointer = format("/{}/{}", document.program->root(), found.pointer);
  return found;
}

/// R-TRA-119: whoever sends it again is not helped.
Finding erased(const message::Document& document) {
  return {.rule = "R-TRA-119",
          .pointer = format("/{}/TransitOperation", document.program->root()),
          .value = {},
          .detail = {}};
}

/// R-TRA-114: who sends to Malaysia what Singapore receives has taken one for the other, and the number would
/// be used here. The address of an administration is NTA and its state (ncts.md 1.1).
std::optional<Finding> misdirected(const message::Document& document, Country home) {
  const std::string ours = format("NTA.{}", home.str());
  const std::string_view recipient = document.message.message_recipient;
  if (recipient == ours) return std::nullopt;
  return Finding{.rule = "R-TRA-114",
                 .pointer = format("/{}/messageRecipient", document.program->root()),
                 .value = std::string{message::shown(recipient)},
                 .detail = format("expected: {}", ours)};
}

/// R-TRA-117, which refuses nothing: who sends, the key says. A name that is no TIN of the region is one of
/// software.
Findings strange_sender(const CallPtr& call, const message::Document& document, const Basis& basis) {
  const std::string_view sender = document.message.message_sender;
  const auto named = Tin::parse(sender);
  const bool of_the_region = named && basis.reference.at(basis.day).profile(named->country()) != nullptr;
  if (!of_the_region || named->str() == call->actor.party) return {};
  return {{.rule = "R-TRA-117",
           .pointer = format("/{}/messageSender", document.program->root()),
           .value = std::string{message::shown(sender)},
           .detail = format("the key is that of {}", call->actor.party)}};
}

bool is_taken(const transit::MessageOfMovement& message, const workflow::National& national) {
  return message.from.has(transit::Party::trader) &&
         national.command(workflow::command_of_message(message.ie)) != nullptr;
}

/// API-013, with what is taken.
Finding not_of_traders(std::string_view root, const workflow::National& national) {
  std::string taken;
  for (const auto& message : transit::messages_of_movement)
    if (is_taken(message, national)) taken.append(taken.empty() ? "" : ", ").append(message.root);
  return {.rule = "API-013",
          .pointer = {},
          .value = std::string{root},
          .detail = format("expected: one of {}", taken)};
}

/// By the rules of a message. An amendment behind a presentation has to be sound as it reads, too, unless it
/// leaves the load as it stands.
message::Report judged(const message::Document& document, const std::optional<message::Document>& whole,
                       const Basis& basis) {
  const rules::Context context{.reference = basis.reference, .day = basis.day, .today = basis.today};
  message::Report report = rules::check(document, context);
  const bool is_of_the_load = document.program->root() == "CC013C" && !amends_guarantees_only(document);
  if (!whole || !is_of_the_load || !report.findings.empty()) return report;
  return rules::check(*whole, context);
}

/// What opens a guarantee is gone from the document afterwards. `whole`: as made_whole says.
std::expected<Submission, Findings> check(const Core& core, message::Document& document,
                                          const std::optional<message::Document>& whole, const Basis& basis) {
  const auto ie = transit::ie_of_root(document.program->root());
  const auto* known = ie ? transit::find_message(*ie) : nullptr;
  if (!ie || known == nullptr || !is_taken(*known, core.ports().national))
    return std::unexpected(Findings{not_of_traders(document.program->root(), core.ports().national)});
  message::Report report = judged(document, whole, basis);
  if (auto fault = misdirected(document, core.ports().setting().home);
      fault && (report.findings.empty() || report.level >= message::Level::rule))
    report.findings.insert(report.findings.begin(), *std::move(fault));
  if (!report.findings.empty()) return std::unexpected(std::move(report.findings));
  if (basis.is_erased) return std::unexpected(Findings{erased(document)});
  if (auto fault = changes_more_than_guarantees(whole ? *whole : document, basis))
    return std::unexpected(Findings{*fault});
  auto letter = letter_of(core, document, whole, basis);
  if (!letter) return std::unexpected(std::move(letter.error()));
  Submission made{
      .ie = *ie, .letter = *std::move(letter), .payload = payload_of(core, document, *ie), .explanation = {}};
  // A presentation is of the declaration that was lodged: that one's document it names.
  const bool declares = *ie == transit::ie_declaration || *ie == transit::ie_amendment;
  if (declares && made.letter.declaration) made.letter.declaration->document = made.payload.hash;
  auto explanation = compute_risk(core, document, whole, basis, *ie, made.letter);
  if (!explanation) return std::unexpected(std::move(explanation.error()));
  made.explanation = *std::move(explanation);
  return made;
}

workflow::Command command_of(Submission submission, workflow::CommandId id) {
  workflow::Command command{.id = std::move(id),
                            .type = workflow::command_of_message(submission.ie),
                            .at = {},
                            .actor = {},
                            .content = to_cbor(submission.letter),
                            .payloads = {},
                            .lane = {}};
  command.payloads.push_back(std::move(submission.payload));
  return command;
}

// ---- the trial

/// What each state of the route says by its own law; the state of departure judges the rest, which is told
/// apart.
Json states_of(const CallPtr& call, const std::vector<rules::StateSays>& said, const refdata::View& view) {
  Json states = Json::array();
  for (const rules::StateSays& one : said) {
    Json errors = Json::array();
    for (const Finding& finding : placed_in_message(call, one.findings))
      errors.push_back(show_finding(finding));
    const auto* country = view.country(one.state);
    states.push_back({{"state", one.state.str()},
                      {"name", country == nullptr ? Json{} : Json(country->value.name)},
                      {"part", one.part},
                      {"passes", errors.empty()},
                      {"errors", errors}});
  }
  return states;
}

/// What a trial tells beside its verdict.
struct Trial {
  std::vector<std::string> explanation = {};
  Json states = {};
  std::vector<transit::GuaranteeLine> guarantees = {};
  std::string_view root = {};           ///< of the message that declares them
  OfficeId departure = {};              ///< where deposits are known by their receipts
  Json warnings = Json::array();        ///< what refuses nothing
  std::vector<std::string> units = {};  ///< the vehicles
  Day today = {};                       ///< at the office that the message goes to
};

/// The answer to a trial is that to the message itself, with what the states of the route say, and where a
/// permit is missing, which there are.
void refuse_trial(const Core& core, const CallPtr& call, const Core::Refusal& refusal, const Trial& trial) {
  const auto answer = [call, refusal, states = trial.states](const Json& permits) {
    call->respond(
        problem(refusal.status, refusal.findings, call->trace,
                {{"dry_run", true}, {"states", states}, {"guarantee", nullptr}, {"permits", permits}}));
  };
  const bool of_permits = std::ranges::any_of(
      refusal.findings, [](const Finding& finding) { return is_of_a_permit(finding.rule); });
  if (!of_permits) return answer(nullptr);
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role), [self = core.shared_from_this(), call, answer, units = trial.units,
                                        today = trial.today](app::Reader& reader) {
        answering(call, [&] { answer(permits_of(*self, call, units, today, reader)); });
      });
  if (!taken) answer_busy(call);
}

struct Verdict {
  Json faults = Json::array();  ///< of the last thing that would happen to the movement
  bool guarantees_asked = false;
  bool guarantees_refuse = false;  ///< then the faults are theirs
  bool amounts_told = false;       ///< of every guarantee, whether it has the amount
};

/// Access codes are not compared in a trial, or it would be a way to guess them that nobody counts.
Verdict verdict_of(const CallPtr& call, const app::Considered& considered) {
  Verdict verdict;
  if (!considered.stream) return verdict;
  std::vector<app::EventRow> own = considered.events;
  std::erase_if(own, [&](const app::EventRow& row) { return row.stream != considered.stream->row.id; });
  const Json history = history_of_movement(own);
  if (history.empty()) return verdict;
  verdict.guarantees_refuse = history.back()["event"] == transit::departure::GuaranteeRefused::record;
  verdict.guarantees_asked =
      verdict.guarantees_refuse || std::ranges::any_of(considered.events, [](const app::EventRow& row) {
        return workflow::block_of(std::to_underlying(row.type)) == workflow::use_block;
      });
  if (!history.back().contains("faults")) return verdict;
  for (const Json& fault : shown_in_message(call, history.back()["faults"])) {
    if (fault["rule"] != "R-ACTS-045") verdict.faults.push_back(fault);
  }
  return verdict;
}

void tell_trial(const CallPtr& call, const Trial& trial, const Verdict& verdict, const Json& permits) {
  const bool all_pass =
      std::ranges::all_of(trial.states, [](const Json& state) { return state["passes"] == true; });
  const bool covered = !verdict.guarantees_refuse || verdict.faults.empty();
  const Json of_guarantees = verdict.guarantees_refuse ? verdict.faults : Json::array();
  Json told{{"valid", true},
            {"dry_run", true},
            {"passes", verdict.faults.empty() && all_pass},
            {"faults", verdict.faults},
            {"guarantee", verdict.guarantees_asked ? Json{{"passes", covered},
                                                          {"faults", of_guarantees},
                                                          {"amounts_told", verdict.amounts_told}}
                                                   : Json{}},
            {"explanation", trial.explanation},
            {"permits", permits},
            {"states", trial.states},
            {"trace_id", call->trace}};
  if (!trial.warnings.empty()) told["warnings"] = trial.warnings;
  call->respond(json_response(200, told));
}

/// Whether a fault says that a guarantee does not have the amount.
bool falls_short(const Json& fault) {
  return fault["rule"] == guarantee::facts(guarantee::Refusal::amount_not_sufficient).rule;
}

/// What is missing of a guarantee for an amount, and what would do; nothing if it does.
std::optional<std::string> missing_of(const guarantee::Header& header, Money amount,
                                      const refdata::View& view) {
  const auto* currency = view.currency(amount.currency());
  if (currency == nullptr || header.reference_amount.currency() != amount.currency() ||
      amount.minor_units() <= header.available())
    return std::nullopt;
  return guarantee::shortfall(header, amount, static_cast<std::uint8_t>(currency->value.minor_digits));
}

/// Whether the amounts do is told to whoever may read the guarantee, with what is missing, and to nobody
/// else: no code is compared, nothing counts trials, and answers to one amount after the other would be the
/// balance.
void tell_amounts(const Core& core, const CallPtr& call, const Trial& trial, Verdict& verdict,
                  app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  Json faults = Json::array();
  for (const Json& fault : verdict.faults)
    if (!falls_short(fault)) faults.push_back(fault);
  verdict.amounts_told = !trial.guarantees.empty();
  std::size_t number = 0;
  for (const transit::GuaranteeLine& line : trial.guarantees) {
    transit::PlaceInMessage amount =
        transit::place_in_declaration(format("lines[{}]/amount", ++number), trial.root, trial.guarantees);
    const workflow::Key account = line.receipt ? workflow::deposit_key(trial.departure, *line.receipt)
                                               : workflow::account_key(line.grn);
    const auto seen =
        core.see({.kind = workflow::account_stream, .by = account}, Read::guarantee, call, reader, setting);
    if (!seen) {
      verdict.amounts_told = false;
      continue;
    }
    auto missing = missing_of(seen->state.as<guarantee::Header>(), line.amount, view);
    if (!missing) continue;
    const auto rule = guarantee::facts(guarantee::Refusal::amount_not_sufficient).rule;
    const Findings placed = placed_in_message(call, Findings{{.rule = std::string{rule},
                                                              .pointer = std::move(amount.pointer),
                                                              .value = std::move(amount.value),
                                                              .detail = *std::move(missing)}});
    faults.push_back(show_finding(placed.front()));
    verdict.guarantees_refuse = true;
  }
  verdict.faults = std::move(faults);
}

void finish_trial(const Core& core, const CallPtr& call, Trial trial, Verdict verdict) {
  const bool of_permits = std::ranges::any_of(verdict.faults, [](const Json& fault) {
    return is_of_a_permit(fault["rule"].get_ref<const std::string&>());
  });
  if (!verdict.guarantees_asked && !of_permits) return tell_trial(call, trial, verdict, nullptr);
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role),
      [self = core.shared_from_this(), call, of_permits, trial = std::move(trial),
       verdict = std::move(verdict)](app::Reader& reader) mutable {
        answering(call, [&] {
          if (verdict.guarantees_asked) tell_amounts(*self, call, trial, verdict, reader);
          tell_trial(call, trial, verdict,
                     of_permits ? permits_of(*self, call, trial.units, trial.today, reader) : Json{});
        });
      });
  if (!taken) answer_busy(call);
}

void try_message(const Core& core, const CallPtr& call, Submission submission, Trial trial) {
  workflow::HttpCommandId id;  // of chance: a trial is nobody's repetition
  core.ports().entropy.fill(id.id);
  trial.explanation = std::move(submission.explanation);
  if (auto& declaration = submission.letter.declaration) {
    for (transit::GuaranteeLine& line : declaration->guarantees) line.access_code.reset();
    trial.guarantees = declaration->guarantees;
    trial.root = transit::root_of(submission.ie == transit::ie_amendment ? transit::ie_amendment
                                                                         : transit::ie_declaration);
    trial.departure = declaration->route.departure;
  }
  workflow::Command command = command_of(std::move(submission), id);
  command.actor = call->actor;
  command.trace = call->trace_id;
  const Core::About about = core.about(command);
  core.ports().service.consider(
      std::move(command), [self = core.shared_from_this(), call, about,
                           trial = std::move(trial)](const app::Considered& considered) {
        using Kind = workflow::Reply::Kind;
        const workflow::Reply& reply = considered.reply;
        if (reply.kind == Kind::accepted)
          return finish_trial(*self, call, trial, verdict_of(call, considered));
        if (reply.kind != Kind::refused) return tell(call, reply);
        self->refuse(call, about, reply.findings, [self, call, trial](const Core::Refusal& refusal) {
          refuse_trial(*self, call, refusal, trial);
        });
      });
}

// ---- whose day it is

/// The local day at the office that the message goes to.
Day today_at_office(const message::Message& message, const refdata::Snapshot& reference, Instant now) {
  std::string_view code;
  if (const auto& departure = message.customs_office_of_departure) code = departure->reference_number;
  if (const auto& actual = message.customs_office_of_destination_actual) code = actual->reference_number;
  const auto view = reference.at(std::chrono::floor<std::chrono::days>(now));
  return view.day_in(OfficeId::parse(code).value_or(OfficeId{}), now);
}

/// The departing movement here that a message of its holder changes: an amendment, or a presentation.
std::optional<workflow::Slot> changed_by(const message::Document& document,
                                         const workflow::Setting& setting) {
  const std::string_view root = document.program->root();
  const auto& operation = document.message.transit_operation;
  if ((root != "CC013C" && root != "CC170C") || !operation) return std::nullopt;
  if (!operation->mrn.empty()) {
    const auto mrn = Mrn::parse(operation->mrn);
    if (!mrn || mrn->country() != setting.home) return std::nullopt;
    return workflow::departure_slot(*mrn, setting);
  }
  const auto& holder = document.message.holder_of_the_transit_procedure;
  const auto tin = Tin::parse(holder ? std::string_view{holder->identification_number} : std::string_view{});
  if (!tin) return std::nullopt;
  return workflow::Slot{.kind = workflow::departure_stream, .by = workflow::lrn_key(*tin, operation->lrn)};
}

/// The declaration that the movement was made of, or amended to; nothing of an MRN that was only asked for
/// here, or where it was erased.
std::optional<Lodged> lodged_in(const Core& core, const Core::Seen& seen, app::Reader& reader) {
  const auto& declaration = seen.state.as<transit::departure::Movement>().declaration;
  auto standing =
      standing_under(declaration.document, reader.history(seen.row.head), reader, core.ports().packer());
  if (!standing) return std::nullopt;
  return Lodged{.declaration = declaration, .standing = *std::move(standing)};
}

void take_message(const Core& core, const CallPtr& call, message::Document document, bool is_trial,
                  const Basis& basis) {
  const std::optional<message::Document> whole = made_whole(document, basis);
  Trial trial;
  if (is_trial) {
    const message::Document& reads = whole && document.program->root() == "CC013C" ? *whole : document;
    trial.states = states_of(
        call,
        rules::check_by_state(reads, {.reference = basis.reference, .day = basis.day, .today = basis.today}),
        basis.reference.at(basis.day));
    trial.units = units_of(reads.message);
    trial.today = basis.today;
    for (const Finding& warning : placed_in_message(call, basis.of_codes))
      trial.warnings.push_back(show_finding(warning));
  }
  auto submission = check(core, document, whole, basis);
  if (!submission) {
    const Findings findings = placed_in_message(call, std::move(submission.error()));
    if (is_trial) return refuse_trial(core, call, {.status = 422, .findings = findings}, trial);
    return call->respond(problem(422, findings, call->trace));
  }
  if (const auto never = core.never_may(call->actor, workflow::command_of_message(submission->ie)))
    return call->respond(problem(403, Findings{*never}, call->trace));
  // Without a party there is nobody whose message it is.
  if (call->actor.party.empty()) return call->respond(problem(403, "ACC-004", call->trace));
  if (is_trial) return try_message(core, call, *std::move(submission), std::move(trial));
  const workflow::MessageCommandId id{
      workflow::make_key(workflow::KeyKind::trader_message, call->actor.party,
                         std::string{document.message.message_identification})};
  Findings warnings = strange_sender(call, document, basis);
  warnings.insert(warnings.end(), basis.of_codes.begin(), basis.of_codes.end());
  core.ask(call, command_of(*std::move(submission), id), placed_in_message(call, std::move(warnings)));
}

/// Of a movement that stands: by its day of acceptance, and by what was lodged where goods are presented, or
/// were, or nothing but guarantees is to change.
/// Where there is nothing to see, or not for the caller, it is judged as if there were none.
void take_change(const Core& core, const CallPtr& call, message::Document document, bool is_trial,
                 Basis basis, const workflow::Slot& slot, app::Reader& reader) {
  const auto seen = core.see(slot, Read::movement, call, reader, core.ports().setting());
  std::optional<Lodged> lodged;
  if (seen) {
    const auto& movement = seen->state.as<transit::departure::Movement>();
    basis.day = movement.accepted.value_or(basis.day);
    if (movement.declaration.pre_lodged || amends_guarantees_only(document)) {
      lodged = lodged_in(core, *seen, reader);
      // Of one that has ended, or was only asked for here, its state says more.
      const bool is_open = movement.state != transit::departure::State::none &&
                           role_has_ended(seen->row.kind, seen->row.status) == false;
      basis.is_erased = !lodged && is_open;
    }
  }
  basis.lodged = lodged ? &*lodged : nullptr;
  take_message(core, call, std::move(document), is_trial, basis);
}

/// Lists, rules and rates hold as of the day of acceptance, before there is one as of today (R-ACTS-034).
void submit_message(const Core& core, const CallPtr& call) {
  const workflow::Setting setting = core.ports().setting();
  require(setting.reference != nullptr, "the setting has reference data");
  const auto dry_run = call->request.query_value("dry_run").value_or("false");
  if (dry_run != "true" && dry_run != "false") return answer_bad_query(call, "dry_run");
  const bool is_trial = dry_run == "true";
  auto document = read_document(as_text(call->request.body));
  if (!document) {
    const Findings findings = placed_in_message(call, std::move(document.error()));
    return call->respond(problem(422, findings, call->trace));
  }
  const Day today = today_at_office(document->message, *setting.reference, core.ports().clock());
  Basis basis{.reference = *setting.reference, .day = today, .today = today};
  const auto changed = changed_by(*document, setting);
  const auto codes = operator_codes_in(*document);
  if (!changed && codes.empty()) return take_message(core, call, *std::move(document), is_trial, basis);
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role), [self = core.shared_from_this(), call, kept = *std::move(document),
                                        slot = changed, codes, is_trial, basis](app::Reader& reader) mutable {
        answering(call, [&] {
          const Ports& ports = self->ports();
          basis.of_codes = faults_of_codes(codes, ports.clock(), ports.national, ports.setting(), reader);
          if (!slot) return take_message(*self, call, std::move(kept), is_trial, basis);
          take_change(*self, call, std::move(kept), is_trial, std::move(basis), *slot, reader);
        });
      });
  if (!taken) answer_busy(call);
}

/// A movement's events, and what of the messages about it is for the caller.
struct Letterbox {
  std::vector<app::EventRow> history;
  std::vector<Piece> pieces;
};

MailSource source_of(const Core& core, const std::vector<app::EventRow>& history, app::Reader& reader,
                     const workflow::Setting& setting) {
  return {.events = history,
          .reader = reader,
          .packer = core.ports().packer(),
          .setting = setting,
          .losses = core.ports().losses};
}

/// Of a party: what is written to it.
std::optional<Letterbox> box_of_party(const Core& core, const CallPtr& call, app::Reader& reader,
                                      const workflow::Setting& setting) {
  const auto seen = core.see_movement(Read::messages, call, reader, setting);
  if (!seen) return std::nullopt;
  const bool of_departure = seen->row.kind == workflow::departure_stream;
  Letterbox box{.history = reader.history(seen->row.head), .pieces = {}};
  const auto mail = of_departure ? mail_of_departure(box.history, core.reference_to(seen->row.id))
                                 : mail_of_arrival(box.history);
  for (const Mail& one : mail) {
    if (!of_departure && one.to != call->actor.party) continue;
    box.pieces.push_back(piece_of(one, setting.home));
  }
  return box;
}

/// Of an office: all that was sent about the movement, where it may read what was declared, too.
std::optional<Letterbox> box_of_office(const Core& core, const CallPtr& call, app::Reader& reader,
                                       const workflow::Setting& setting) {
  std::optional<Core::Seen> seen;
  if (const auto departing = core.departing_in(call, setting))
    seen = core.see(*departing, Read::declaration, call, reader, setting);
  const bool of_departure = seen.has_value();
  const auto mrn = Mrn::parse(call->request.parameter("mrn"));
  if (!seen && mrn) seen = core.see(workflow::journey_slot(*mrn), Read::record, call, reader, setting);
  if (!seen) return std::nullopt;
  Letterbox box{.history = reader.history(seen->row.head), .pieces = {}};
  const MailSource source = source_of(core, box.history, reader, setting);
  box.pieces =
      of_departure ? pieces_of_departure(source, core.reference_to(seen->row.id)) : pieces_of_journey(source);
  return box;
}

/// Nothing if there is none for the caller; then the call is answered.
std::optional<Letterbox> letterbox_of(const Core& core, const CallPtr& call, app::Reader& reader,
                                      const workflow::Setting& setting) {
  std::optional<Letterbox> box;
  if (may_ever_read(call->actor.role, Read::messages)) {
    const bool of_office = may_read(call->actor, Read::messages, access::Relations{access::Relation::office});
    box = of_office ? box_of_office(core, call, reader, setting) : box_of_party(core, call, reader, setting);
  }
  if (!box) {
    answer_unseen(call, Read::messages, core.see_movement(Read::movement, call, reader, setting).has_value());
  }
  return box;
}

/// The n-th of a list that counts from one.
std::optional<std::size_t> number_in(std::string_view text, std::size_t count) {
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n == 0 || n > count) return std::nullopt;
  return n;
}

void show_declaration(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto document = declaration_for(core, call, reader, core.ports().setting());
  if (document) answer_document(call, *document);
}

void list_mail(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto box = letterbox_of(core, call, reader, core.ports().setting());
  if (!box) return;
  Json items = Json::array();
  for (const Piece& one : box->pieces) {
    items.push_back({{"n", items.size() + 1},
                     {"message", format("IE{:03}", one.ie)},
                     {"root", transit::root_of(one.ie)},
                     {"direction", one.received ? "received" : "sent"},
                     {"from", one.from},
                     {"to", one.to},
                     {"id", one.id},
                     {"at", to_text(box->history[one.event].at)}});
  }
  call->respond(json_response(200, Json{{"items", items}}));
}

void show_mail(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto box = letterbox_of(core, call, reader, setting);
  if (!box) return;
  const auto n = number_in(call->request.parameter("n"), box->pieces.size());
  if (!n) return answer_nothing(call);
  const auto document = document_of(box->pieces[*n - 1], source_of(core, box->history, reader, setting));
  if (!document) return answer_nothing(call);
  answer_document(call, *document);
}

constexpr std::array verdict_of_state{
    Member{"state", "Country"}, Member{"name", "text|null"},
    Member{"part", "'departure'|'transit'|'destination'", "What the state is to the route."},
    Member{"passes", "boolean"}, Member{"errors", "[Finding]"}};
constexpr std::array verdict_of_guarantee{
    Member{"passes", "boolean", "No fault."}, Member{"faults", "[Finding]"},
    Member{"amounts_told", "boolean",
           "Whether it is told if the amounts do. Of a guarantee whose balance the caller may not see it is "
           "not, and the message itself may be refused for it."}};
constexpr std::array trial{
    Member{"valid", "boolean"},
    Member{"dry_run", "boolean"},
    Member{"passes", "boolean", "Neither a fault nor an error of a state."},
    Member{"faults", "[Finding]", "What would keep the movement from going on."},
    Member{"guarantee", "VerdictOfGuarantee|null",
           "Of the faults those of the guarantees; null where these were not asked, as something before "
           "them is wrong, or the goods are not presented yet."},
    Member{"explanation", "[text]", "How the amount at risk was computed, for a person."},
    Member{"states", "[VerdictOfState]"},
    Member{"warnings?", "[Finding]", "What refuses nothing: of a code that an operator does not have."},
    Member{"permits", "[PermitsOfUnit]|null",
           "Where a fault is about the permit of a vehicle: those that the registers have for each."},
    Member{"trace_id", "TraceId"}};
constexpr std::array refused{Member{"dry_run?", "boolean"},
                             Member{"states?", "[VerdictOfState]", "Of a trial."},
                             Member{"guarantee?", "null", "Of a trial: the guarantees were not asked."},
                             Member{"permits?", "[PermitsOfUnit]|null", "Of a trial, as there."}};
constexpr std::array permit_of_unit{Member{"number", "text"},
                                    Member{"issued_by", "Country"},
                                    Member{"state", "EntryState"},
                                    Member{"valid_from", "day"},
                                    Member{"valid_until", "day|null", "The last day."},
                                    Member{"ended", "boolean", "That day is over."},
                                    Member{"states", "[Country]", "Where it holds; empty: everywhere."}};
constexpr std::array permits_of_unit{
    Member{"unit", "text", "Its registration."},
    Member{"permits", "[PermitOfUnit]", "Of the 100 registered last, those that the caller may see."}};
static_assert(limits::permits_of_unit_max == 100, "the description says so");
constexpr std::array notice{Member{"n", "integer", "Its place among those of the movement."},
                            Member{"message", "Ie"},
                            Member{"root", "text", "CC029C"},
                            Member{"direction", "'sent'|'received'"},
                            Member{"from", "text"},
                            Member{"to", "text"},
                            Member{"id", "text", "Its identification."},
                            Member{"at", "instant"}};
constexpr std::array notices{Member{"items", "[MessageNotice]"}};
constexpr std::array objects{
    Object{"VerdictOfState", "What a state of the route says by its own law.", verdict_of_state},
    Object{"PermitOfUnit", "A cross-border permit under ACTS.", permit_of_unit},
    Object{"PermitsOfUnit", "What the registers have for a vehicle.", permits_of_unit},
    Object{"VerdictOfGuarantee", "Whether the guarantees would cover the movement.", verdict_of_guarantee},
    Object{"Trial", "What would become of the message.", trial},
    Object{.name = "MessageRefused", .meaning = "What is wrong.", .members = refused, .like = "Problem"},
    Object{"MessageNotice", "A message about the movement.", notice},
    Object{"MessageList", "In the order in which they were sent.", notices}};

/// Whoever may send one of the messages.
Roles who_submits(const workflow::National& national) {
  Roles roles;
  for (const auto& message : transit::messages_of_movement) {
    if (message.from.has(transit::Party::trader))
      roles.merge(who_gives(national, workflow::command_of_message(message.ie)));
  }
  return roles;
}

constexpr std::array routes{
    Route{.method = net::Method::post,
          .pattern = "/v1/messages",
          .id = "submitMessage",
          .tag = "messages",
          .summary = "A trader's message in XML or JSON; with dry_run=true it is only checked.",
          .body_bytes_max = limits::message_bytes_max,
          .body = "application/xml:text application/json:TraderMessage",
          .example = [] { return std::string{message_example}; },
          .takes = "dry_run",
          .outcomes = {{200, "Done|Trial", "Location"},
                       {403, "MessageRefused"},
                       {404, "MessageRefused"},
                       {422, "MessageRefused"}},
          .refusals = {400},
          .who = &who_submits,
          .work = &submit_message},
    Route{.method = net::Method::get,
          .pattern = "/v1/movements/{mrn}/declaration",
          .id = "showDeclaration",
          .tag = "messages",
          .summary =
              "The declaration as it stands, or in another state the record of it that departure sent, in "
              "XML or JSON by Accept.",
          .takes = "holder",
          .outcomes = {{200, "application/xml:text application/json:Message", "Vary"}},
          .refusals = {400, 403, 404, 409},
          .who = &who_reads<Read::declaration, Read::record>,
          .look = &show_declaration},
    Route{.method = net::Method::get,
          .pattern = "/v1/movements/{mrn}/messages",
          .id = "listMessages",
          .tag = "messages",
          .summary = "What was sent to the trader; to an office, all that was sent about the movement.",
          .takes = "holder",
          .outcomes = {{200, "MessageList"}},
          .refusals = {400, 403, 404, 409},
          .who = &who_reads<Read::messages>,
          .look = &list_mail},
    Route{.method = net::Method::get,
          .pattern = "/v1/movements/{mrn}/messages/{n}",
          .id = "showMessage",
          .tag = "messages",
          .summary = "One of these messages in XML, or JSON by Accept.",
          .takes = "holder",
          .outcomes = {{200, "application/xml:text application/json:Message", "Vary"}},
          .refusals = {400, 403, 404, 409},
          .who = &who_reads<Read::messages>,
          .look = &show_mail}};

}  // namespace

Resource message_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
