#include "core/workflow/documents_import.hpp"

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
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_import_work.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/documents_told.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/origin_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace imp = documents::import_side;
using documents::Letter;
using documents::MessageNumber;
using documents::Reference;
using imp::Certificate;
using imp::Trigger;
using machine::Verdict;

const Certificate& imported_in(const Situation& situation) {
  return situation.slots[0].state->as<Certificate>();
}

std::string_view office_of(const Certificate& certificate) {
  return certificate.office ? certificate.office->str() : std::string_view{};
}

// ---- acts of customs, and of the declarations it handles

/// Acts by which a declaration takes quantities of a certificate.
template <class Act>
constexpr bool claims = std::same_as<Act, imp::ClaimPreference> || std::same_as<Act, imp::UtiliseItems>;

/// Acts for which another certificate is looked at: the one whose place is taken, or that reads alike.
template <class Act>
constexpr bool names_an_earlier = claims<Act> || std::same_as<Act, imp::TakeData>;
template <class Act>
constexpr bool looks_for_alike =
    names_an_earlier<Act> || std::same_as<Act, imp::RecordPaper> || std::same_as<Act, imp::WithdrawPage>;

Slot alike_slot(const Reference& certificate) {
  return {.kind = import_stream, .by = alike_key(certificate)};
}

template <class Act>
Located locate_act(const Command& command, const Setting& setting) {
  Located located;
  const auto act = read_content<Act>(command.content);
  located.slots.push_back(slot_at_import(act.certificate, setting));
  if constexpr (looks_for_alike<Act>) located.slots.push_back(alike_slot(act.certificate));
  if constexpr (names_an_earlier<Act>)
    if (act.replaces) located.slots.push_back(slot_at_import(*act.replaces, setting));
  return located;
}

/// The certificate that is here under another name which reads alike; nothing where there is none.
const Certificate* find_alike(const Situation& situation) {
  if (situation.slots.size() < 2) return nullptr;  // of a message that brings no certificate
  const StreamView& alike = situation.slots[1];
  if (!alike.exists() || alike.id == situation.slots[0].id) return nullptr;
  const auto& certificate = alike.state->as<Certificate>();
  return certificate.state == imp::State::none ? nullptr : &certificate;
}

/// From now on what reads alike finds it, where it is the first.
void find_it_by_number(Outcome& outcome, const Reference& certificate, const Situation& situation) {
  const bool is_here = !outcome.events.empty() && outcome.answer.accepted();
  if (is_here && !situation.slots[1].exists())
    outcome.keys.push_back({.key = alike_key(certificate), .slot = 0});
}

bool clears_imports(std::string_view office, Instant at, const Setting& setting) {
  const auto* row = office_of_documents(office, at, setting);
  return row != nullptr && row->value.has(refdata::OfficeRole::destination);
}

constexpr CommandType claim_command = command_in(import_block, 0);
constexpr CommandType utilise_command = command_in(import_block, place_of_utilise);
constexpr CommandType record_paper_command = command_in(import_block, 13);
constexpr CommandType take_data_command = command_in(import_block, 14);
constexpr CommandType keep_paper_command = command_in(import_block, 15);
constexpr CommandType record_cancellation_command = command_in(import_block, 16);
constexpr CommandType withdraw_page_command = command_in(import_block, 17);

/// What a page is, the office says that saw it, until a declaration claims it. Nobody is kept out where that
/// office is not known or clears imports no more, nor from a letter about what is here as data.
bool is_of_another_office(const Certificate& certificate, CommandType type, std::string_view office,
                          Instant at, const Setting& setting) {
  constexpr std::array about_pages{take_data_command, keep_paper_command, record_cancellation_command,
                                   withdraw_page_command};
  if (std::ranges::find(about_pages, type) == about_pages.end()) return false;
  if (type == record_cancellation_command && certificate.came != imp::Came::paper) return false;
  if (certificate.office || !certificate.page_office) return false;
  const std::string_view saw_it = certificate.page_office->str();
  return saw_it != office && clears_imports(saw_it, at, setting);
}

/// The office that handles the declaration; until one claims the certificate, each that clears imports. The
/// national customs system speaks for all its offices.
bool has_the_part(const Certificate& certificate, const access::Actor& actor, bool clears) {
  if (is_national_system(actor)) return true;
  if (certificate.office) return certificate.office->str() == actor.office;
  return clears;
}

template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& situation,
                                   const Setting& setting) {
  const access::Actor& actor = command.actor;
  bool may = has_the_part(imported_in(situation), actor, clears_imports(actor.office, command.at, setting));
  if constexpr (claims<Act>) {
    const auto act = read_content<Act>(command.content);
    const bool speaks_for_it = act.office.str() == actor.office || is_national_system(actor);
    // What is claimed already is used by whoever handles the claim.
    const bool is_new = std::same_as<Act, imp::ClaimPreference> || !is_claimed(imported_in(situation));
    may = (is_new || may) && speaks_for_it && clears_imports(act.office.str(), command.at, setting);
  }
  // Whoever is shown a page learns that the certificate is in the hands of another office.
  if constexpr (std::same_as<Act, imp::RecordPaper>) may = clears_imports(actor.office, command.at, setting);
  if (is_of_another_office(imported_in(situation), command.type, actor.office, command.at, setting))
    may = false;
  return tied_if(may, access::Relation::office);
}

template <class Act>
Outcome decide_act(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  if (auto fault = not_imported_here(act.certificate, "certificate", setting))
    return refusal(*std::move(fault));
  Certificate certificate = imported_in(situation);
  const std::string_view office = [&]() -> std::string_view {
    if constexpr (claims<Act>) {
      return act.office.str();
    } else {
      return office_of(certificate);
    }
  }();
  DocumentsTold told{command, office, setting};
  told.add(0, certificate, act.certificate, imp::act(certificate, act, told.context(certificate.issued)));
  return std::move(told).finish(act.certificate, certificate);
}

/// What would leave as a message that goes to no member, or that its schema refuses: R-DOC-029, R-DOC-025.
Findings faults_in_asking(const Reference& certificate, Instant at, const Setting& setting) {
  Findings findings = documents::fault_in_name("certificate/office", certificate.office.str());
  const Findings more = documents::fault_in_name("certificate/number", certificate.number.str());
  findings.insert(findings.end(), more.begin(), more.end());
  const Day today = std::chrono::floor<std::chrono::days>(at);
  if (setting.reference->at(today).country(certificate.state) == nullptr)
    findings.push_back({"R-DOC-029", "certificate/state", std::string{certificate.state.str()}, ""});
  return findings;
}

/// R-DOC-025: the same of the names of others that a page has: it is known under them for good.
Findings faults_in_others(const imp::RecordPaper& act) {
  Findings findings;
  const auto look = [&](const std::string& field, const Reference& named) {
    for (Findings more : {documents::fault_in_name(field + "/office", named.office.str()),
                          documents::fault_in_name(field + "/number", named.number.str())})
      documents::add(findings, std::move(more));
  };
  if (act.replaces) look("replaces/certificate", act.replaces->certificate);
  for (std::size_t i = 0; i < act.originals.size(); ++i)
    look(format("originals/{}/certificate", i + 1), act.originals[i].certificate);
  return findings;
}

/// Its certificate need not be here, so the event says which one it is, and which office waits for the
/// answer.
Outcome decide_asking(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<imp::AskAgain>(command.content);
  if (auto fault = not_imported_here(act.certificate, "certificate", setting))
    return refusal(*std::move(fault));
  Certificate certificate = imported_in(situation);
  DocumentsTold told{command, office_of(certificate), setting};
  for (Finding& fault : faults_in_asking(act.certificate, command.at, setting)) told.refuse(std::move(fault));
  if (!told.accepted()) return std::move(told).finish(act.certificate, certificate);
  imp::Ruling ruling = imp::act(certificate, act, told.context(certificate.issued));
  for (imp::Event& event : ruling.events) {
    if (auto* done = std::get_if<imp::Done>(&event.fact)) {
      done->certificate = act.certificate;
      if (const auto office = OfficeId::parse(command.actor.office)) done->office = *office;
    }
  }
  told.add(0, certificate, act.certificate, ruling);
  return std::move(told).finish(act.certificate, certificate);
}

/// What the code on a page says; nothing where it is none of a certificate. Whether it is genuine is not
/// judged here.
std::optional<imp::PageCode> page_code_in(std::string_view text) {
  const auto bytes = code::from_qr_text(text);
  const auto read = bytes ? code::read_code(*bytes) : std::unexpected(bytes.error());
  const auto* said = read ? std::get_if<code::Certificate>(&read->content.document) : nullptr;
  if (said == nullptr) return std::nullopt;
  const auto office = documents::IssuingOffice::parse(said->office);
  const auto number = documents::ReferenceNumber::parse(said->number);
  if (!office || !number) return std::nullopt;
  const auto kind =
      said->form == code::Form::form_d ? documents::Kind::form_d : documents::Kind::preferential;
  return imp::PageCode{
      .certificate = {.state = read->content.issuer, .office = *office, .number = *number, .kind = kind},
      .issued = said->issued,
      .importer = said->importer,
      .is_the_certificate = said->medium == code::Medium::paper,
      .content = said->content};
}

/// R-DOC-057: what is here under another name that reads alike is the same one, unless whoever records the
/// page says that it is another office's.
std::optional<Finding> is_here_already(const imp::RecordPaper& act, const Situation& situation) {
  const Certificate* alike = find_alike(situation);
  if (alike == nullptr) return std::nullopt;
  const Reference& name = alike->contents.reference;
  const bool is_other = folded(name.office.str()) != folded(act.certificate.office.str());
  if (is_other && act.other_office.value_or(false)) return std::nullopt;
  return imp::fault_in_presence(*alike, name);
}

/// The page need not be of a certificate that is here. Until a declaration claims it, it is of the office
/// that recorded it.
Outcome decide_paper(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<imp::RecordPaper>(command.content);
  if (auto fault = not_imported_here(act.certificate, "certificate", setting))
    return refusal(*std::move(fault));
  Certificate certificate = imported_in(situation);
  DocumentsTold told{command, command.actor.office, setting};
  for (Finding& fault : faults_in_asking(act.certificate, command.at, setting)) told.refuse(std::move(fault));
  for (Finding& fault : faults_in_others(act)) told.refuse(std::move(fault));
  if (auto fault = is_here_already(act, situation)) told.refuse(*std::move(fault));
  if (act.importer != setting.home)
    told.refuse({"R-DOC-006", "importer", std::string{act.importer.str()}, "The page is for another state."});
  if (!told.accepted()) return std::move(told).finish(act.certificate, certificate);
  imp::Ruling ruling = imp::act(certificate, act, page_code_in(act.code), told.context(act.issued));
  const auto office = OfficeId::parse(command.actor.office);
  for (imp::Event& event : ruling.events) {
    auto* page = std::get_if<imp::Received>(&event.fact);
    if (page != nullptr && office) page->office = *office;
  }
  told.add(0, certificate, act.certificate, ruling);
  find_it_by_number(told.outcome(), act.certificate, situation);
  return std::move(told).finish(act.certificate, certificate);
}

/// Its number is free again, too.
Outcome decide_withdrawal(const Command& command, const Situation& situation, const Setting& setting) {
  Outcome outcome = decide_act<imp::WithdrawPage>(command, situation, setting);
  const bool finds_it = situation.slots[1].exists() && situation.slots[1].id == situation.slots[0].id;
  if (outcome.answer.accepted() && finds_it) {
    const auto act = read_content<imp::WithdrawPage>(command.content);
    outcome.keys.push_back({.key = alike_key(act.certificate), .slot = std::nullopt});
  }
  return outcome;
}

/// R-DOC-038: of a certificate and the one that it takes the place of only one gives preference. `named`: the
/// latter, as the command has it; `earlier`: as it is.
Findings faults_in_place(const Reference& certificate, const std::optional<Reference>& named,
                         const std::optional<Reference>& earlier, const Situation& situation) {
  if (named != earlier)
    return {{"R-DOC-038", "certificate", documents::in_words(certificate), "It came just now: try again."}};
  return earlier ? imp::faults_in_replacing(situation.slots[2].state->as<Certificate>()) : Findings{};
}

template <class Act, auto earlier_of>
Outcome decide_in_place(const Command& command, const Situation& situation, const Setting& setting) {
  Outcome outcome = decide_act<Act>(command, situation, setting);
  // What was told before, or is claimed already, takes nobody's place now.
  const bool is_told_again = outcome.events.empty();
  const bool is_claim = !std::same_as<Act, imp::UtiliseItems> || !is_claimed(imported_in(situation));
  if (!outcome.answer.accepted() || is_told_again || !is_claim) return outcome;
  const auto act = read_content<Act>(command.content);
  auto faults = faults_in_place(act.certificate, act.replaces, earlier_of(imported_in(situation)), situation);
  if (!faults.empty()) return Outcome{.answer = {.refused_for = std::move(faults)}};
  // What came before numbers were looked up so, is found from its first claim on.
  find_it_by_number(outcome, act.certificate, situation);
  return outcome;
}

/// R-DOC-062: what came as data alone is cancelled as data, where these go: a letter of an officer here would
/// cancel it behind the back of its issuer.
Outcome decide_letter(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<imp::RecordCancellation>(command.content);
  const Certificate& certificate = imported_in(situation);
  const DocumentsTold told{command, office_of(certificate), setting};
  const bool as_data =
      told.goes_as_data(act.certificate.kind, documents::co_cancel, act.certificate.state, setting.home);
  const bool is_known = certificate.state != imp::State::none;
  if (is_known && as_data && certificate.came == imp::Came::data)
    return refusal({"R-DOC-062", "certificate", documents::in_words(act.certificate), ""});
  return decide_act<imp::RecordCancellation>(command, situation, setting);
}

// ---- messages of the issuing state

constexpr std::array triggers{
    MessageTrigger<imp::Machine>{documents::co_issue, Trigger::certificate},
    MessageTrigger<imp::Machine>{documents::co_retransmit, Trigger::certificate},
    MessageTrigger<imp::Machine>{documents::co_cancel, Trigger::cancel},
    MessageTrigger<imp::Machine>{documents::co_clarify, Trigger::clarify},
    MessageTrigger<imp::Machine>{documents::co_verify_result, Trigger::check_result},
    MessageTrigger<imp::Machine>{documents::l2_ok, Trigger::acknowledgement},
    MessageTrigger<imp::Machine>{documents::l2_error, Trigger::acknowledgement},
};
static_assert(has_every_message<imp::Machine>(triggers));

/// A certificate that is another than the message names, or is for another state, is not taken for one.
Letter as_it_may_be_taken(Letter letter, const Setting& setting) {
  if (!letter.contents) return letter;
  const std::size_t before = letter.faults.size();
  const auto fault = [&](std::string rule, std::string pointer) {
    letter.faults.push_back({.rule = std::move(rule), .pointer = std::move(pointer), .detail = {}});
  };
  if (letter.contents->reference != letter.certificate) fault("R-ASW-009", "Declaration/ID");
  if (letter.contents->importer != setting.home)
    fault("R-DOC-006", "Declaration/GoodsShipment/Destination/CountryCode");
  if (letter.faults.size() != before) letter.contents.reset();
  return letter;
}

// ---- what follows, and clocks

template <class Content>
Located locate_told(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(import_slot(read_content<Content>(command.content).certificate));
  return located;
}

/// What another certificate did to this one: `by` of the content.
template <class Content, auto ruling_of>
Outcome decide_told(const Command& command, const Situation& situation, const Setting& setting) {
  const auto content = read_content<Content>(command.content);
  Certificate certificate = imported_in(situation);
  DocumentsTold told{command, office_of(certificate), setting};
  told.add(0, certificate, content.certificate,
           ruling_of(certificate, content.by, told.context(certificate.issued)));
  return std::move(told).finish(content.certificate, certificate);
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  Certificate certificate = imported_in(situation);
  const Reference reference = certificate.contents.reference;
  DocumentsTold told{command, office_of(certificate), setting};
  told.add(0, certificate, reference, imp::time_passed(certificate, told.context(certificate.issued)));
  return std::move(told).finish(reference, certificate);
}

State evolve(const State& state, const Happened& happened) {
  if (is_of_manifest(happened.type)) return state;
  return State::of(imp::evolve(state.as<Certificate>(), read_content<imp::Event>(happened.body)));
}

/// Another state's has no part in it, and of this one's there is no import side.
bool replaces_its_states_own(const documents::Contents& contents) {
  return contents.replaces && contents.replaces->certificate.state == contents.reference.state;
}

/// R-ASW-049: whoever lives on a cancelled certificate is told, whether or not it was in use. What a
/// certificate takes the place of learns it, too.
std::vector<Derived> follow(const State& after, const Happened& happened) {
  if (is_of_manifest(happened.type)) return {};
  const auto event = read_content<imp::Event>(happened.body);
  const auto* cancelled = std::get_if<imp::CancelReceived>(&event.fact);
  std::vector<Derived> derived;
  const auto* received = std::get_if<imp::Received>(&event.fact);
  const auto* differing = std::get_if<imp::Differing>(&event.fact);
  const documents::Contents* contents = received == nullptr ? nullptr : &received->contents;
  if (differing != nullptr) contents = &differing->contents;
  if (contents != nullptr && contents->replaces && replaces_its_states_own(*contents)) {
    derived.push_back({.type = take_place,
                       .content = to_cbor(TakenPlace{.certificate = contents->replaces->certificate,
                                                     .by = contents->reference})});
  }
  const auto* done = std::get_if<imp::Done>(&event.fact);
  std::optional<Reference> gives_back;
  if (done != nullptr) gives_back = done->gives_back;
  if (received != nullptr) gives_back = received->gives_back;
  if (gives_back && gives_back->state == after.as<Certificate>().contents.reference.state) {
    derived.push_back({.type = give_place_back,
                       .content = to_cbor(TakenPlace{.certificate = *gives_back,
                                                     .by = after.as<Certificate>().contents.reference})});
  }
  if (received != nullptr || event.trigger == Trigger::ask_again)
    derived.push_back(wake_for_document(happened.at));
  if (cancelled == nullptr) return derived;
  for (const Reference& by : cancelled->drawn) {
    derived.push_back({.type = lose_original,
                       .content = to_cbor(OriginalLost{
                           .certificate = by, .original = after.as<Certificate>().contents.reference})});
  }
  return derived;
}

// ---- who may look

/// Who may look: whoever may act or, while it can be claimed, might; and the issuing authority here, for a
/// back-to-back certificate lives on it (OCP R11.1).
access::Relations relations_of_stream(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  using access::Relation;
  const auto& certificate = state.as<Certificate>();
  access::Relations relations;
  if (certificate.contents.reference.state.str() == actor.party) relations.add(Relation::route_state);
  const bool clears = is_office_here(actor.office, refdata::OfficeRole::destination, setting);
  const bool issues =
      actor.role == access::Role::other_agency && is_office_here(actor.office, std::nullopt, setting);
  const bool might = clears && may_be_claimed(certificate);
  if (issues || might || has_the_part(certificate, actor, clears)) relations.add(Relation::office);
  return relations;
}

access::Relations relations_to_act(const State& state, CommandType type, const access::Actor& actor,
                                   Instant now, const Setting& setting) {
  const auto& certificate = state.as<Certificate>();
  const bool begins = type == claim_command || type == record_paper_command ||
                      (type == utilise_command && !is_claimed(certificate));
  const bool clears = clears_imports(actor.office, now, setting);
  bool may = begins ? clears : has_the_part(certificate, actor, clears);
  if (is_of_another_office(certificate, type, actor.office, now, setting)) may = false;
  return tied_if(may, access::Relation::office);
}

// ---- the tables

template <class Act>
constexpr auto decide_of() {
  if constexpr (std::same_as<Act, imp::AskAgain>) {
    return &decide_asking;
  } else if constexpr (claims<Act>) {
    return &decide_in_place<Act, imp::earlier_of_claim>;
  } else if constexpr (std::same_as<Act, imp::TakeData>) {
    return &decide_in_place<Act, imp::earlier_of_data>;
  } else if constexpr (std::same_as<Act, imp::WithdrawPage>) {
    return &decide_withdrawal;
  } else if constexpr (std::same_as<Act, imp::RecordCancellation>) {
    return &decide_letter;
  } else if constexpr (std::same_as<Act, imp::RecordPaper>) {
    return &decide_paper;
  } else {
    return &decide_act<Act>;
  }
}
template <std::size_t I>
constexpr CommandEntry act_entry(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, imp::Act>;
  return {.type = command_in(import_block, I),
          .name = name,
          .locate = locate_act<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide_of<Act>(),
          .begins = std::same_as<Act, imp::AskAgain> || std::same_as<Act, imp::RecordPaper>,
          .done = done};
}
constexpr CommandEntry message_entry(MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message_at_import,
          .relations = relations_of_message_at_import,
          .decide = decide_message_at_import};
}

constexpr std::array entries{
    act_entry<0>("import.claim", "claim recorded"),
    act_entry<1>("import.release_claim", "claim released"),
    act_entry<2>("import.accept", "items accepted"),
    act_entry<3>("import.refuse", "items refused"),
    act_entry<4>("import.classify_otherwise", "question of classification recorded"),
    act_entry<5>("import.settle_classification", "classification settled"),
    act_entry<6>("import.check", "check begun"),
    act_entry<7>("import.end_check", "check ended"),
    act_entry<8>("import.announce_visit", "visit announced"),
    act_entry<9>("import.keep_use", "use kept"),
    act_entry<10>("import.reverse_use", "use reversed"),
    act_entry<11>("import.ask_again", "certificate asked for again"),
    act_entry<12>("import.record_reply", "reply by letter recorded"),
    act_entry<13>("import.record_paper", "paper certificate recorded"),
    act_entry<14>("import.take_data", "data taken"),
    act_entry<15>("import.keep_paper", "paper kept"),
    act_entry<16>("import.record_cancellation", "cancellation by letter recorded"),
    act_entry<17>("import.withdraw_page", "page withdrawn"),
    act_entry<place_of_utilise>("import.utilise", "use recorded"),
    act_entry<place_of_say_again>("import.say_again", "told once more"),
    message_entry(documents::co_issue, "import.certificate"),
    message_entry(documents::co_retransmit, "import.certificate_again"),
    message_entry(documents::co_cancel, "import.cancelled"),
    message_entry(documents::co_clarify, "import.clarified"),
    message_entry(documents::co_verify_result, "import.check_answered"),
    CommandEntry{.type = end_draw,
                 .name = "import.end_draw",
                 .locate = locate_told<DrawEnded>,
                 .relations = ties_of_nobody,
                 .decide = decide_told<DrawEnded, imp::draw_undone>},
    CommandEntry{.type = take_place,
                 .name = "import.take_place",
                 .locate = locate_told<TakenPlace>,
                 .relations = ties_of_nobody,
                 .decide = decide_told<TakenPlace, imp::replaced>},
    CommandEntry{.type = give_place_back,
                 .name = "import.give_place_back",
                 .locate = locate_told<TakenPlace>,
                 .relations = ties_of_nobody,
                 .decide = decide_told<TakenPlace, imp::place_given_back>},
};

constexpr KindEntry kind{.kind = import_stream,
                         .name = "certificate_imported",
                         .initial = [] { return State::of(Certificate{}); },
                         .evolve = evolve,
                         .summary = summary_of_imported,
                         .relations = relations_of_stream,
                         .time_passed = time_passed,
                         .follow = follow,
                         .calls_for = import_calls_for,
                         .possible = possible_with_imported,
                         .relations_to_act = relations_to_act};

}  // namespace

std::span<const CommandEntry> commands_of_import() { return entries; }
const KindEntry& kind_of_import() { return kind; }

namespace {

/// R-DOC-027: a state speaks of the certificates that it issued.
std::optional<Finding> not_its_own(const Command& command) {
  const Reference certificate = certificate_named_in(command.content);
  if (certificate.state.str() == command.actor.party) return std::nullopt;
  return Finding{"R-DOC-027", "certificate/state", std::string{certificate.state.str()}, ""};
}

bool brings_certificate(const Command& command) {
  const MessageNumber number = number_of_message(command.type);
  return number == documents::co_issue || number == documents::co_retransmit;
}

/// A page that is here under another name which reads alike, and may have been used. What came as data is
/// another office's: nodes write no number in two ways.
const Certificate* page_alike(const Situation& situation) {
  const Certificate* alike = find_alike(situation);
  const bool is_page = alike != nullptr && alike->came == imp::Came::paper;
  return is_page && alike->state != imp::State::cancelled ? alike : nullptr;
}

/// Data that wait for the office that has the page of the other name.
imp::Ruling for_the_office_of(const Certificate& page, imp::Ruling ruling) {
  for (imp::Event& event : ruling.events) {
    auto* differing = std::get_if<imp::Differing>(&event.fact);
    if (differing != nullptr) differing->office = page.office ? page.office : page.page_office;
  }
  return ruling;
}

}  // namespace

Located locate_message_at_import(const Command& command, const Setting& setting) {
  if (is_about_a_declaration(command) && !not_its_own(command))
    return locate_message_about_origin(command, setting);
  Located located;
  if (not_its_own(command)) {
    located.slots.push_back({.kind = import_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(slot_at_import(certificate_named_in(command.content), setting));
    if (brings_certificate(command))
      located.slots.push_back(alike_slot(certificate_named_in(command.content)));
  }
  return located;
}

access::Relations relations_of_message_at_import(const Command& command, const Situation& situation,
                                                 const Setting& setting) {
  if (is_about_a_declaration(command) && !not_its_own(command))
    return relations_of_message_about_origin(command, situation, setting);
  return tied_if(!not_its_own(command), access::Relation::route_state);
}

Outcome decide_message_at_import(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_own(command)) return refusal(*std::move(fault));
  if (is_about_a_declaration(command)) return decide_message_about_origin(command, situation, setting);
  const Letter letter = as_it_may_be_taken(letter_of_command(command), setting);
  const auto trigger = trigger_in<imp::Machine>(triggers, number_of_message(command.type));
  require(trigger.has_value(), "a message to importing customs is one of its machine");
  Certificate certificate = imported_in(situation);
  if (machine::verdict<imp::Machine>(certificate.state, trigger.value_or(Trigger{})) == Verdict::early)
    return early_message(command);
  const Reference reference = letter.certificate.value_or(Reference{});
  DocumentsTold told{command, office_of(certificate), setting};
  const auto context = told.context(certificate.issued ? certificate.issued : std::optional{letter.issued});
  const bool is_first = certificate.state == imp::State::none || certificate.state == imp::State::tech_error;
  const Certificate* page = is_first ? page_alike(situation) : nullptr;
  auto ruling = imp::receive(certificate, trigger.value_or(Trigger{}), letter, context,
                             page == nullptr ? std::nullopt : std::optional{page->contents.reference});
  if (page != nullptr) ruling = for_the_office_of(*page, std::move(ruling));
  told.add(0, certificate, reference, ruling);
  const bool is_readable =
      certificate.state != imp::State::none && certificate.state != imp::State::tech_error;
  if (brings_certificate(command) && is_readable) find_it_by_number(told.outcome(), reference, situation);
  return std::move(told).finish(reference, certificate);
}

}  // namespace lintas::workflow
