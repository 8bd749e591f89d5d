#include "core/workflow/documents_issue.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/decide.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/ruling.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/decide.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_issue_work.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/documents_told.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;
using documents::Contents;
using documents::DocumentId;
using documents::Letter;
using documents::MessageNumber;
using documents::Reference;
using iss::Trigger;
using machine::Verdict;

Day day_of(Instant at) { return std::chrono::floor<std::chrono::days>(at); }

const Issued& issued_in(const Situation& situation) { return situation.slots[0].state->as<Issued>(); }

// ---- acts of exporter and issuing authority

template <class Act>
constexpr bool of_a_request =
    requires(const ver::Request& request, const Act& act, const documents::Context& context) {
      ver::act(request, act, context);
    };

/// The import sides that a back-to-back certificate draws on.
void add_original_slots(Located& located, std::span<const Reference> originals, const Setting& setting) {
  for (const Reference& original : originals.first(std::min(originals.size(), documents::originals_max)))
    located.slots.push_back(slot_at_import(original, setting));
}

/// The certificate as it will be called: the number is unique in the office that gives it.
Reference reference_given(const iss::ApproveApplication& act, const Command& command,
                          const Setting& setting) {
  return {
      .state = setting.home,
      .office = documents::IssuingOffice::parse(command.actor.office).value_or(documents::IssuingOffice{}),
      .number = act.number,
      .kind = act.kind};
}

template <class Act>
Located locate_act(const Command& command, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  Located located;
  if constexpr (of_a_request<Act>) {
    located.slots.push_back(slot_at_issue(act.certificate, setting));
  } else {
    located.slots.push_back(issue_slot(act.document));
  }
  if constexpr (std::same_as<Act, iss::DraftCertificate>)
    located.asks.push_back(application_key(act.exporter, act.application));
  if constexpr (std::same_as<Act, iss::ApproveApplication>) {
    add_original_slots(located, act.originals, setting);
    if (act.replaces && act.replaces->state == setting.home)
      located.slots.push_back(issued_slot(*act.replaces));
    // Last: who has the number, or what others said of it before.
    located.slots.push_back(issued_slot(reference_given(act, command, setting)));
  }
  if constexpr (std::same_as<Act, iss::KeepWithAnother>)
    add_original_slots(located, std::array{act.original.certificate}, setting);
  return located;
}

/// All ties of an actor to a certificate that is there, or to what others asked of a number that nobody gave:
/// that is the business of the office that the number would be of, for such a certificate is a forged one.
/// Of an origin declaration it is that of the authority that certifies its exporter, which `answers` says of
/// the actor.
access::Relations relations_in(const Issued& issued, const access::Actor& actor, bool answers) {
  const iss::Certificate& certificate = issued.certificate;
  access::Relations relations;
  if (!is_known(issued)) {
    const bool is_asked = !issued.requests.empty();
    const bool is_its = is_of_a_declaration(issued) ? answers : office_of(issued) == actor.office;
    if (is_asked && is_its) relations.add(access::Relation::office);
    return relations;
  }
  if (certificate.exporter.str() == actor.party) relations.add(access::Relation::own);
  if (office_of(issued) == actor.office && !is_a_draft(certificate)) relations.add(access::Relation::office);
  if (certificate.contents.importer.str() == actor.party) relations.add(access::Relation::route_state);
  return relations;
}

/// Whoever might ask about a certificate that is not there may be told so; of a request by letter the office
/// whose number the certificate shows. What no office here can have issued everybody is told.
template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& situation,
                                   const Setting& setting) {
  const Issued& issued = issued_in(situation);
  access::Relations relations =
      is_known(issued) ? relations_in(issued, command.actor, false) : access::Relations{};
  if constexpr (std::same_as<Act, iss::DraftCertificate>) {
    const auto act = read_content<Act>(command.content);
    const bool may = is_known(issued) ? relations.has(access::Relation::own) : true;
    relations = {};
    if (may && act.exporter.str() == command.actor.party) relations.add(access::Relation::own);
  } else if (!is_known(issued)) {
    if constexpr (of_a_request<Act>) {
      const auto act = read_content<Act>(command.content);
      const bool is_its_own = act.certificate.kind == documents::Kind::origin_declaration
                                  ? certifies_exporters(command.actor, day_of(command.at), setting)
                                  : act.certificate.office.str() == command.actor.office;
      if (is_its_own || not_issued_here(act.certificate, {}, setting))
        relations.add(access::Relation::office);
    } else {
      relations.add(access::Relation::own);
      relations.add(access::Relation::office);
    }
  }
  return relations;
}

bool has_a_number(const DocumentId& application) { return application != DocumentId{}; }

/// The exporter's number is its own again once nothing can come of the application.
void free_application(DocumentsTold& told, const Issued& before, const Issued& after) {
  const auto ended = [](const Issued& one) {
    return one.certificate.state == iss::State::refused || one.certificate.state == iss::State::closed;
  };
  const iss::Certificate& certificate = after.certificate;
  const bool ends_undecided = ended(after) && !ended(before) && !certificate.issued;
  if (ends_undecided && has_a_number(certificate.application)) {
    told.outcome().keys.push_back(
        {.key = application_key(certificate.exporter, certificate.application), .slot = std::nullopt});
  }
}

/// Whose request an act means that names its number: of the state that it says; else the letter; else the
/// only one. R-DOC-018 where that is not clear.
template <class Act>
std::expected<std::optional<Country>, Finding> asker_meant(const Issued& issued, const Act& act) {
  if constexpr (std::same_as<Act, ver::RecordRequest>) {
    return std::optional<Country>{};
  } else {
    if (act.asked_by) return act.asked_by;
    std::vector<std::optional<Country>> askers;
    for (const AskedRequest& one : issued.requests)
      if (one.number == act.request) askers.push_back(one.from);
    const bool by_letter = std::ranges::any_of(askers, [](const auto& one) { return !one.has_value(); });
    if (by_letter || askers.empty()) return std::optional<Country>{};
    if (askers.size() == 1) return askers.front();
    return std::unexpected(Finding{"R-DOC-018", "asked_by", "", ""});
  }
}

/// What the certificate itself says against a request that is entered.
template <class Act>
Findings faults_against(const Act& act, const iss::Certificate& certificate) {
  if constexpr (std::same_as<Act, ver::RecordRequest>)
    return ver::faults_against(act, certificate.issued, certificate.items);
  return {};
}

/// R-DOC-019: of one certificate only so many are kept of partners, and so many letters: whoever asks without
/// end stops nobody else.
std::optional<Finding> one_too_many(const Issued& issued, const std::optional<Country>& from,
                                    const DocumentId& number) {
  if (issued.request(from, number).state != ver::State::none) return std::nullopt;
  const auto kept = std::ranges::count_if(
      issued.requests, [&](const AskedRequest& one) { return one.from.has_value() == from.has_value(); });
  const std::size_t most = from ? documents::requests_max : documents::letters_max;
  if (std::cmp_less(kept, most)) return std::nullopt;
  return Finding{"R-DOC-019", "request", std::string{number.str()}, ""};
}

/// An act about a request. Only this state's own certificates have any.
template <class Act>
Outcome decide_act_on_request(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  Issued issued = issued_in(situation);
  DocumentsTold told{command, office_of(issued), setting};
  if (auto fault = not_issued_here(act.certificate, "certificate", setting)) {
    told.refuse(*std::move(fault));
    return std::move(told).finish(issued);
  }
  const auto from = asker_meant(issued, act);
  if (!from) {
    told.refuse(from.error());
  } else if (auto fault = one_too_many(issued, *from, act.request)) {
    told.refuse(*std::move(fault));
  } else if (auto faults = faults_against(act, issued.certificate); !faults.empty()) {
    for (Finding& one : faults) told.refuse(std::move(one));
  } else {
    told.add(0, issued, *from, act.request, act.certificate,
             ver::act(issued.request(*from, act.request), act, told.context(issued.certificate.issued)));
  }
  return std::move(told).finish(issued);
}

template <class Act>
Outcome decide_act(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  const Issued& before = issued_in(situation);
  Issued issued = before;
  DocumentsTold told{command, office_of(issued), setting};
  auto context = told.context(issued.certificate.issued);
  const bool is_an_answer = std::same_as<Act, iss::AnsweredByLetter>;
  context.as_data = told.goes_as_data(issued.certificate.contents.reference.kind,
                                      is_an_answer ? documents::l3_use_reversed : documents::co_issue,
                                      setting.home, issued.certificate.contents.importer);
  context.has_partner = setting.is_partner(issued.certificate.contents.importer);
  told.add(0, issued, iss::act(issued.certificate, act, context));
  if (told.accepted()) free_application(told, before, issued);
  return std::move(told).finish(issued);
}

/// R-DOC-012: this state's offices issue, and are known by their codes.
std::optional<Finding> not_of_ours(const Reference& reference, const Command& command,
                                   const Setting& setting) {
  if (reference.state != setting.home)
    return Finding{"R-DOC-012", "contents/reference/state", std::string{reference.state.str()}, ""};
  if (office_of_documents(reference.office.str(), command.at, setting) == nullptr)
    return Finding{"R-DOC-012", "contents/reference/office", std::string{reference.office.str()}, ""};
  return std::nullopt;
}

/// R-DOC-028: an original of a back-to-back certificate is another state's.
void refuse_own_originals(std::span<const documents::Original> originals, std::string_view field,
                          const Setting& setting, DocumentsTold& told) {
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const std::string place = format("{}/{}/certificate", field, i + 1);
    if (auto fault = not_imported_here(originals[i].certificate, place, setting))
      told.refuse(*std::move(fault));
  }
}

Outcome decide_draft(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<iss::DraftCertificate>(command.content);
  const Issued& before = issued_in(situation);
  DocumentsTold told{command, act.contents.reference.office.str(), setting};
  if (auto fault = not_of_ours(act.contents.reference, command, setting)) told.refuse(*std::move(fault));
  refuse_own_originals(act.contents.originals, "contents/originals", setting, told);
  // R-DOC-024: the document that the application comes with is the one that its contents were read from.
  if (!comes_with(command, act.contents.document))
    told.refuse(Finding{"R-DOC-024", "contents/document", "", ""});
  const auto& taken = situation.asks[0];
  const bool counts = has_a_number(act.application);
  if (counts && taken && *taken != situation.slots[0].id)
    told.refuse(Finding{"R-DOC-013", "application", std::string{act.application.str()}, ""});
  if (!told.accepted()) return std::move(told).finish(before);
  Issued issued = before;
  told.add(0, issued, iss::act(issued.certificate, act, told.context(std::nullopt)));
  if (told.accepted() && !taken) {
    auto& keys = told.outcome().keys;
    if (has_a_number(before.certificate.application)) {
      keys.push_back({.key = application_key(before.certificate.exporter, before.certificate.application),
                      .slot = std::nullopt});
    }
    if (counts) keys.push_back({.key = application_key(act.exporter, act.application), .slot = 0});
  }
  return std::move(told).finish(issued);
}

const imp::Certificate& original_at(const Situation& situation, std::size_t i) {
  return situation.slots[1 + i].state->as<imp::Certificate>();
}

/// R-ASW-041: the application shows the days of the original itself, since the certificate lives no longer.
bool shows_other_days(const documents::Original& named, const imp::Certificate& original) {
  return original.issued && (original.issued != named.issued || original.valid_until != named.valid_until);
}

/// Draws on the originals what the certificate takes of them: all, or the certificate is refused with every
/// reason. The events stand behind those of the certificate, so that all happens or nothing.
void draw_on(std::span<const documents::Original> originals, const Contents& by, const Situation& situation,
             DocumentsTold& told) {
  std::vector<imp::Ruling> rulings;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const imp::Certificate& original = original_at(situation, i);
    rulings.push_back(imp::drawn(original,
                                 {.by = by.reference, .lines = originals[i].lines, .importer = by.importer},
                                 told.context(original.issued)));
    for (Finding& fault : rulings.back().answer.refused_for)
      if (fault.value.empty()) fault.value = documents::in_words(originals[i].certificate);
    told.refuse(rulings.back().answer);
    if (shows_other_days(originals[i], original))
      told.refuse(Finding{"R-ASW-041", "originals", documents::in_words(originals[i].certificate), ""});
  }
  if (!told.accepted()) {
    told.outcome().events.clear();
    told.outcome().documents.clear();
    told.outcome().keys.clear();
    return;
  }
  for (std::size_t i = 0; i < originals.size(); ++i) {
    imp::Certificate original = original_at(situation, i);
    told.add(1 + i, original, originals[i].certificate, rulings[i]);
  }
}

/// R-DOC-014: the approval speaks of what was applied for.
bool names_what_was_applied_for(const iss::ApproveApplication& act, const Contents& contents) {
  const auto replaced = contents.replaces ? std::optional{contents.replaces->certificate} : std::nullopt;
  return act.kind == contents.reference.kind && act.replaces == replaced &&
         std::ranges::equal(act.originals, contents.originals, {}, {}, &documents::Original::certificate);
}

/// What the certificate takes the place of goes with the same step, or nothing happens. Its slot stands
/// behind those of the originals.
void replace(const documents::Earlier& earlier, const iss::Certificate& by, const Situation& situation,
             const Setting& setting, DocumentsTold& told) {
  if (earlier.certificate.state != setting.home)
    return told.refuse(Finding{"R-DOC-037", "replaces", documents::in_words(earlier.certificate), ""});
  const std::size_t slot = 1 + by.contents.originals.size();
  Issued replaced = situation.slots[slot].state->as<Issued>();
  const auto ruling = iss::replaced(replaced.certificate, earlier, by.exporter, by.contents.reference,
                                    told.context(replaced.certificate.issued));
  told.add(slot, replaced, ruling);
}

/// Others spoke of the number before it was given: what was applied for goes on in the stream where they did,
/// so that lanes and requests go on, and nothing stays where it was.
void go_on(std::size_t slot, const iss::Certificate& applied, const iss::ApproveApplication& act,
           const Reference& given, const Command& command, DocumentsTold& told) {
  const iss::Event moved{
      .next = iss::State::none,
      .trigger = Trigger::approve,
      .when = {},
      .at = command.at,
      .due = {},
      .sent = {},
      .fact = iss::GoneOn{.by = access::person_of(command.actor), .document = act.document}};
  told.outcome().events.push_back(new_event(0, event_in(issue_block, moved.fact.index()), moved));
  auto& keys = told.outcome().keys;
  keys.push_back({.key = unknown_certificate_key(given), .slot = std::nullopt});
  const auto move = [&](const Key& key) {
    keys.push_back({.key = key, .slot = std::nullopt});
    keys.push_back({.key = key, .slot = slot});
  };
  move(document_key(act.document));
  if (has_a_number(applied.application)) move(application_key(applied.exporter, applied.application));
}
/// The event of an application that goes on elsewhere: no row leads there.
bool has_gone_on(const iss::Event& event) {
  return event.trigger == Trigger::approve && event.next == iss::State::none;
}

Outcome decide_approval(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<iss::ApproveApplication>(command.content);
  Issued issued = issued_in(situation);
  const iss::Certificate applied = issued.certificate;
  const Contents& contents = applied.contents;
  DocumentsTold told{command, office_of(issued), setting};
  const auto ruling = iss::act(applied, act, told.context(std::nullopt));
  if (!ruling.answer.accepted()) {
    told.refuse(ruling.answer);
    return std::move(told).finish(issued);
  }
  if (!names_what_was_applied_for(act, contents)) told.refuse(Finding{"R-DOC-014", "originals", "", ""});
  refuse_own_originals(contents.originals, "originals", setting, told);
  const StreamView& number = situation.slots.back();
  const bool is_spoken_of = number.exists() && !is_known(number.state->as<Issued>());
  if (number.exists() && !is_spoken_of)
    told.refuse(Finding{"R-ASW-009", "number", std::string{act.number.str()}, ""});
  if (!told.accepted()) return std::move(told).finish(issued);
  const std::size_t slot = is_spoken_of ? situation.slots.size() - 1 : 0;
  if (is_spoken_of) go_on(slot, applied, act, reference_given(act, command, setting), command, told);
  told.add(slot, issued, ruling);
  const Reference& given = issued.certificate.contents.reference;
  if (contents.replaces) replace(*contents.replaces, issued.certificate, situation, setting, told);
  draw_on(contents.originals, issued.certificate.contents, situation, told);
  if (told.accepted()) told.outcome().keys.push_back({.key = certificate_key(given), .slot = slot});
  return std::move(told).finish(issued);
}

Outcome decide_keeping(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<iss::KeepWithAnother>(command.content);
  Issued issued = issued_in(situation);
  DocumentsTold told{command, office_of(issued), setting};
  if (auto fault = not_imported_here(act.original.certificate, "original/certificate", setting)) {
    told.refuse(*std::move(fault));
    return std::move(told).finish(issued);
  }
  told.add(0, issued, iss::act(issued.certificate, act, told.context(issued.certificate.issued)));
  if (told.accepted()) draw_on({&act.original, 1}, issued.certificate.contents, situation, told);
  return std::move(told).finish(issued);
}

// ---- messages of partners

constexpr std::array triggers_of_certificate{
    MessageTrigger<iss::Machine>{documents::l1_receipt, Trigger::receipt},
    MessageTrigger<iss::Machine>{documents::l2_ok, Trigger::acknowledgement},
    MessageTrigger<iss::Machine>{documents::l2_error, Trigger::acknowledgement},
    MessageTrigger<iss::Machine>{documents::c1_conflict, Trigger::already_used},
    MessageTrigger<iss::Machine>{documents::l3_use_reversed, Trigger::use_reversed},
    MessageTrigger<iss::Machine>{documents::co_response, Trigger::response},
    MessageTrigger<iss::Machine>{documents::co_retransmit_request, Trigger::retransmit_request},
    MessageTrigger<iss::Machine>{documents::co_drawn, Trigger::drawn},
    MessageTrigger<iss::Machine>{documents::co_draw_undone, Trigger::draw_undone},
};
constexpr std::array triggers_of_request{
    MessageTrigger<ver::Machine>{documents::co_verify_request, ver::Trigger::request},
    MessageTrigger<ver::Machine>{documents::visit_notice, ver::Trigger::visit_notice},
    MessageTrigger<ver::Machine>{documents::co_verify_decision, ver::Trigger::decision},
};
static_assert(has_every_message<iss::Machine>(triggers_of_certificate));
static_assert(has_every_message<ver::Machine>(triggers_of_request));

Outcome message_of_request(const Command& command, const Letter& letter, ver::Trigger trigger, Issued issued,
                           const Setting& setting) {
  const DocumentId number = letter.request.value_or(DocumentId{});
  const std::optional<Country> from = partner_of(command);
  const ver::Request& request = issued.request(from, number);
  const bool early = machine::verdict<ver::Machine>(request.state, trigger) == Verdict::early;
  if (early && is_known(issued)) return early_message(command);
  DocumentsTold told{command, office_of(issued), setting};
  if (auto fault = one_too_many(issued, from, number)) {
    told.refuse(*std::move(fault));
    return std::move(told).finish(issued);
  }
  if (early) {  // of a certificate that was never issued here nothing waits: its number may be given yet
    told.refuse(
        documents::out_of_sequence<ver::Machine>(request.state, trigger, format("Request {}", number.str())));
    return std::move(told).finish(issued);
  }
  if (trigger == ver::Trigger::request) {
    for (Finding& one : ver::faults_in_items(letter.items, issued.certificate.items))
      told.refuse(std::move(one));
    if (!told.accepted()) return std::move(told).finish(issued);
  }
  const auto ruling = ver::receive(request, trigger, letter, told.context(issued.certificate.issued));
  told.add(0, issued, from, number, letter.certificate.value_or(Reference{}), ruling);
  return std::move(told).finish(issued);
}

Outcome message_of_certificate(const Command& command, const Letter& letter, Trigger trigger, Issued issued,
                               const Setting& setting) {
  const bool is_answered_to_all = trigger == Trigger::retransmit_request || trigger == Trigger::response;
  const bool of_another =
      is_answered_to_all && is_known(issued) && partner_of(command) != issued.certificate.contents.importer;
  const bool is_early = machine::verdict<iss::Machine>(issued.certificate.state, trigger) == Verdict::early;
  if (is_early && !of_another) return early_message(command);
  DocumentsTold told{command, office_of(issued), setting};
  const auto context = told.context(issued.certificate.issued);
  told.add(0, issued,
           of_another ? iss::answer_to_another(issued.certificate, trigger, context)
                      : iss::receive(issued.certificate, trigger, letter, context));
  return std::move(told).finish(issued);
}

// ---- what follows, and clocks

Located locate_loss(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(issued_slot(read_content<OriginalLost>(command.content).certificate));
  return located;
}

Outcome decide_loss(const Command& command, const Situation& situation, const Setting& setting) {
  const auto lost = read_content<OriginalLost>(command.content);
  Issued issued = issued_in(situation);
  DocumentsTold told{command, office_of(issued), setting};
  told.add(
      0, issued,
      iss::original_cancelled(issued.certificate, lost.original, told.context(issued.certificate.issued)));
  return std::move(told).finish(issued);
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  Issued issued = issued_in(situation);
  DocumentsTold told{command, office_of(issued), setting};
  const auto context = told.context(issued.certificate.issued);
  const auto is_over = [&](const std::optional<Instant>& due) { return due && *due <= command.at; };
  if (is_over(issued.certificate.due)) told.add(0, issued, iss::time_passed(issued.certificate, context));
  for (const AskedRequest& asked : issued_in(situation).requests) {
    if (is_over(asked.request.due)) {
      told.add(0, issued, asked.from, asked.number, asked.certificate,
               ver::time_passed(asked.request, context));
    }
  }
  return std::move(told).finish(issued);
}

bool is_of_request(EventType type) { return block_of(std::to_underlying(type)) == verification_block; }

State evolve(const State& state, const Happened& happened) {
  if (is_of_manifest(happened.type)) return state;
  Issued issued = state.as<Issued>();
  if (!is_of_request(happened.type)) {
    const auto event = read_content<iss::Event>(happened.body);
    if (has_gone_on(event)) return State::of(Issued{});
    issued.certificate = iss::evolve(std::move(issued.certificate), event);
    return State::of(std::move(issued));
  }
  issued.play(read_content<RequestEvent>(happened.body));
  return State::of(std::move(issued));
}

/// A back-to-back certificate that lives no more, or on another original, lets go of what it drew.
std::vector<Derived> follow(const State& after, const Happened& happened) {
  if (is_of_request(happened.type) || is_of_manifest(happened.type)) return {};
  const auto event = read_content<iss::Event>(happened.body);
  if (has_gone_on(event)) return {};
  const Contents& contents = after.as<Issued>().certificate.contents;
  std::vector<Derived> derived;
  const auto let_go = [&](const Reference& original) {
    derived.push_back(
        {.type = end_draw, .content = to_cbor(DrawEnded{.certificate = original, .by = contents.reference})});
  };
  if (event.next == iss::State::cancelled)
    for (const documents::Original& original : contents.originals) let_go(original.certificate);
  if (const auto* replaced = std::get_if<iss::OriginalReplaced>(&event.fact)) let_go(replaced->cancelled);
  if (event.trigger == Trigger::transmit || event.trigger == Trigger::switch_to_data)
    derived.push_back(wake_for_document(happened.at));
  return derived;
}

// ---- who may look

/// Only the office that issues it is tied to it as one, so reading and acting are the same there.
access::Relations relations_to_act_at_issue(const State& state, CommandType /*act*/,
                                            const access::Actor& actor, Instant now, const Setting& setting) {
  return relations_in(state.as<Issued>(), actor, certifies_exporters(actor, day_of(now), setting));
}
/// What is asked about a declaration all agencies may read, as they do the record of its exporter.
access::Relations relations_of_stream(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  return relations_in(state.as<Issued>(), actor, is_of_this_state(actor, setting));
}

// ---- the tables

template <std::size_t I>
constexpr CommandEntry act_entry(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, iss::Act>;
  CommandEntry entry{.type = command_in(issue_block, I),
                     .name = name,
                     .locate = locate_act<Act>,
                     .relations = relations_of_act<Act>,
                     .decide = decide_act<Act>,
                     .done = done};
  if (std::same_as<Act, iss::DraftCertificate>) {
    entry.decide = decide_draft;
    entry.begins = true;
  }
  if (std::same_as<Act, iss::ApproveApplication>) entry.decide = decide_approval;
  if (std::same_as<Act, iss::KeepWithAnother>) entry.decide = decide_keeping;
  return entry;
}
template <std::size_t I>
constexpr CommandEntry request_entry(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, ver::Act>;
  return {.type = command_in(verification_block, I),
          .name = name,
          .locate = locate_act<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide_act_on_request<Act>,
          .begins = I == 0,
          .done = done};
}
constexpr CommandEntry message_entry(MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message_at_issue,
          .relations = relations_of_message_at_issue,
          .decide = decide_message_at_issue};
}

constexpr std::array entries{
    act_entry<0>("issue.draft", "draft kept"),
    act_entry<1>("issue.submit", "application submitted"),
    act_entry<2>("issue.delete", "draft deleted"),
    act_entry<3>("issue.refuse", "application refused"),
    act_entry<4>("issue.return", "application returned"),
    act_entry<5>("issue.approve", "certificate issued"),
    act_entry<6>("issue.transmit", "certificate sent"),
    act_entry<7>("issue.print", "certificate on paper"),
    act_entry<8>("issue.cancel", "cancellation recorded"),
    act_entry<9>("issue.resend", "certificate sent anew"),
    act_entry<10>("issue.switch_to_data", "certificate sent as data"),
    act_entry<11>("issue.record_paper_result", "result on paper recorded"),
    act_entry<12>("issue.withdraw_cancellation", "cancellation withdrawn"),
    act_entry<13>("issue.accept_use", "use accepted"),
    act_entry<14>("issue.clarify", "clarification sent"),
    act_entry<15>("issue.keep_with_another", "original replaced"),
    act_entry<16>("issue.answered_by_letter", "answer by letter recorded"),
    request_entry<0>("verification.record", "request recorded"),
    request_entry<1>("verification.answer", "request answered"),
    request_entry<2>("verification.answer_visit", "answer to the visit recorded"),
    message_entry(documents::l1_receipt, "issue.received"),
    message_entry(documents::c1_conflict, "issue.used_already"),
    message_entry(documents::l3_use_reversed, "issue.use_reversed"),
    message_entry(documents::co_response, "issue.customs_response"),
    message_entry(documents::co_retransmit_request, "issue.retransmission_asked"),
    message_entry(documents::co_drawn, "issue.drawn"),
    message_entry(documents::co_draw_undone, "issue.draw_undone"),
    message_entry(documents::co_verify_request, "verification.asked"),
    message_entry(documents::visit_notice, "verification.visit_announced"),
    message_entry(documents::co_verify_decision, "verification.decided"),
    CommandEntry{.type = lose_original,
                 .name = "issue.original_cancelled",
                 .locate = locate_loss,
                 .relations = ties_of_nobody,
                 .decide = decide_loss},
};

constexpr KindEntry kind{.kind = issue_stream,
                         .name = "certificate_issued",
                         .initial = [] { return State::of(Issued{}); },
                         .evolve = evolve,
                         .summary = summary_of_issued,
                         .relations = relations_of_stream,
                         .time_passed = time_passed,
                         .follow = follow,
                         .calls_for = issue_calls_for,
                         .possible = possible_with_issued,
                         .relations_to_act = relations_to_act_at_issue};

}  // namespace

std::span<const CommandEntry> commands_of_issue() { return entries; }
const KindEntry& kind_of_issue() { return kind; }

namespace {

/// Why a message about the issue side leads nowhere. R-DOC-027: it is another state's. R-DOC-030: a request
/// to verify names an office that this state never had, so there is nobody who could look, and nobody asks
/// without end under names that he made up.
std::optional<Finding> leads_nowhere(const Command& command, const Setting& setting) {
  const Reference certificate = certificate_named_in(command.content);
  if (certificate.state != setting.home)
    return Finding{"R-DOC-027", "certificate/state", std::string{certificate.state.str()}, ""};
  const bool asks =
      trigger_in<ver::Machine>(triggers_of_request, number_of_message(command.type)).has_value();
  // Any code may be asked about: that no exporter has it, the certifying authority answers.
  const bool has_reader = certificate.kind == documents::Kind::origin_declaration ||
                          is_office_here(certificate.office.str(), std::nullopt, setting);
  if (!asks || has_reader) return std::nullopt;
  return Finding{"R-DOC-030", "certificate/office", std::string{certificate.office.str()}, ""};
}

}  // namespace

Located locate_message_at_issue(const Command& command, const Setting& setting) {
  Located located;
  if (leads_nowhere(command, setting)) {
    located.slots.push_back({.kind = issue_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(issued_slot(certificate_named_in(command.content)));
  }
  return located;
}

/// The importing state speaks of a certificate, and of a request whoever made it. Of one that is not there
/// whoever asks. Nobody else: its number can be guessed. Who asks for it, or says that he used it, is
/// answered, but only the importing state is sent it, and booked. Who draws on it does so where it was
/// imported (R-DOC-006).
access::Relations relations_of_message_at_issue(const Command& command, const Situation& situation,
                                                const Setting& /*setting*/) {
  const Issued& issued = issued_in(situation);
  const Letter letter = letter_of_command(command);
  const std::string_view party = command.actor.party;
  const MessageNumber number = number_of_message(command.type);
  const bool draws = number == documents::co_drawn || number == documents::co_draw_undone;
  const bool for_itself = !draws || (letter.draw && letter.draw->by.state.str() == party);
  const bool of_its_request = trigger_in<ver::Machine>(triggers_of_request, number).has_value() &&
                              letter.request &&
                              issued.request(partner_of(command), *letter.request).state != ver::State::none;
  const bool is_answered_to_all =
      number == documents::co_retransmit_request || number == documents::co_response;
  const bool of_importer =
      is_answered_to_all || !is_known(issued) || issued.certificate.contents.importer.str() == party;
  access::Relations relations;
  if ((of_importer && for_itself) || of_its_request) relations.add(access::Relation::route_state);
  return relations;
}

Outcome decide_message_at_issue(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = leads_nowhere(command, setting)) return refusal(*std::move(fault));
  const Letter letter = letter_of_command(command);
  const MessageNumber number = number_of_message(command.type);
  if (const auto trigger = trigger_in<ver::Machine>(triggers_of_request, number))
    return message_of_request(command, letter, *trigger, issued_in(situation), setting);
  const auto trigger = trigger_in<iss::Machine>(triggers_of_certificate, number);
  require(trigger.has_value(), "a message to the issuer is one of its machines");
  return message_of_certificate(command, letter, trigger.value_or(Trigger{}), issued_in(situation), setting);
}

}  // namespace lintas::workflow
