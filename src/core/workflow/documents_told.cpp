#include "core/workflow/documents_told.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/decide.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/ruling.hpp"
#include "core/documents/verification/decide.hpp"
#include "core/documents/verification/events.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"

namespace lintas::workflow {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;
using documents::Answers;
using documents::Letter;
using documents::MessageNumber;

/// What a fact says in words, and the faults that it names.
void add_words(Letter& letter, const auto& fact) {
  std::visit(
      [&](const auto& of) {
        if constexpr (requires { letter.text = of.text; }) letter.text = of.text;
        if constexpr (requires { letter.text = of.reason; }) letter.text = of.reason;
        if constexpr (requires { letter.faults = of.faults; }) letter.faults = of.faults;
      },
      fact);
}

Letter letter_of(const iss::Certificate& certificate, const iss::Event& event, MessageNumber number) {
  Letter letter{.certificate = certificate.contents.reference};
  const bool is_refused = number == documents::l2_error;  // tells nothing of the certificate
  if (certificate.issued && !is_refused) letter.version = certificate.contents.version;
  add_words(letter, event.fact);
  if (number == documents::co_issue) {
    letter.text = {};  // of the act, not of the certificate
    letter.contents = certificate.contents;
    letter.issued = certificate.issued.value_or(Day{});
  }
  if (is_refused) letter.answers = Answers::other;
  if (number == documents::co_cancel) {
    letter.successor = certificate.successor;
    // Sent as data after it went by letter: what people wrote is kept with the event of their act alone.
    if (letter.text.empty()) letter.text = "The reason was given by letter.";
  }
  if (const auto* clarified = std::get_if<iss::Clarified>(&event.fact)) letter.results = clarified->results;
  return letter;
}

Letter letter_of(const documents::Reference& certificate, const documents::DocumentId& request,
                 const ver::Event& event) {
  Letter letter{.certificate = certificate, .answers = Answers::other};
  letter.request = request;
  add_words(letter, event.fact);
  if (const auto* answered = std::get_if<ver::VisitAnswered>(&event.fact))
    letter.consents = answered->consents;
  return letter;
}

/// Of our requests the message has the number that the issuing authority answers under.
bool is_about_a_request(MessageNumber number) {
  return number == documents::co_verify_request || number == documents::co_verify_decision ||
         number == documents::visit_notice;
}

Letter letter_of(const documents::Reference& reference, const imp::Certificate& certificate,
                 const imp::Event& event, MessageNumber number) {
  Letter letter{.certificate = reference};
  if (certificate.issued) letter.version = certificate.contents.version;
  add_words(letter, event.fact);
  if (event.trigger == imp::Trigger::cancel) letter.answers = Answers::cancellation;
  const bool says_results = number == documents::co_response || number == documents::co_verify_decision ||
                            number == documents::l3_use_reversed;
  if (says_results) letter.results = documents::results_of(certificate.items);
  const bool covers_paper = number == documents::co_response && certificate.came != imp::Came::data;
  if (covers_paper) letter.covers_paper = true;
  if (is_about_a_request(number)) letter.request = certificate.request;
  if (const auto* opened = std::get_if<imp::Opened>(&event.fact)) {
    for (const documents::ItemResult& one : opened->results) letter.items.push_back(one.item);
    letter.random = opened->random;
  }
  if (const auto* drawn = std::get_if<documents::DrawnOn>(&event.fact)) letter.draw = drawn->draw;
  if (const auto* undone = std::get_if<documents::DrawUndone>(&event.fact))
    letter.draw = documents::Drawn{.by = undone->by, .lines = {}};
  return letter;
}

/// What a clock sends is what was sent before; what was lost is sent as it was (OCP R29.3). Answers are about
/// what they answer, and written anew; and so is a cancellation that went by letter. `before`: the event.
std::optional<MessageNumber> sent_before_as(bool cancelled_as_data, const iss::Event& event,
                                            MessageNumber number) {
  if (number == documents::co_retransmit) return documents::co_issue;
  if (number != documents::co_issue && number != documents::co_cancel) return std::nullopt;
  if (number == documents::co_cancel && !cancelled_as_data) return std::nullopt;
  const bool again = event.trigger == iss::Trigger::retransmit_request ||
                     std::holds_alternative<documents::TimeOver>(event.fact) ||
                     std::holds_alternative<documents::Reminded<iss::Alarm>>(event.fact);
  return again ? std::optional{number} : std::nullopt;
}

/// Which of the things that customs said an L2 is about, where it answers one: `command` has it.
void name_what_was_said(Letter& letter, const iss::Event& event, MessageNumber number,
                        const Command& command) {
  if (event.trigger != iss::Trigger::response || number != documents::l2_error) return;
  letter.answers = Answers::response;
  letter.said = documents::newest_of(letter_of_command(command).results);
}

}  // namespace

Letter letter_of_command(const Command& command) { return read_content<Letter>(command.content); }

documents::Context DocumentsTold::context(const std::optional<Day>& issued) const {
  return context_under(documents::limits_on(issued.value_or(today())));
}

bool DocumentsTold::goes_as_data(documents::Kind kind, MessageNumber number, Country issuer,
                                 Country importer) const {
  const auto process = documents::process_of(number);
  if (!process) return partner_of(command_).has_value();
  return exchanges(word_of(kind), *process, issuer, importer);
}

template <class Event>
void DocumentsTold::divide_of(Event& event, documents::Kind kind, Country issuer, Country importer) const {
  divide(event, [&](MessageNumber number) { return goes_as_data(kind, number, issuer, importer); });
}

void DocumentsTold::add(std::size_t slot, Issued& issued, const iss::Ruling& ruling) {
  for (iss::Event event : ruling.events) {
    const Country to = partner_of(command_).value_or(issued.certificate.contents.importer);
    divide_of(event, issued.certificate.contents.reference.kind, setting_.home, to);
    const bool cancelled_as_data = issued.certificate.cancelled_as_data;
    issued.certificate = iss::evolve(std::move(issued.certificate), event);
    NewEvent made = stored(slot, event_in(issue_block, event.fact.index()), event);
    for (const MessageNumber number : event.sent) {
      Letter letter = letter_of(issued.certificate, event, number);
      // Of a certificate that was never issued here, whoever asks says which.
      if (issued.certificate.state == iss::State::none)
        letter.certificate = letter_of_command(command_).certificate;
      name_what_was_said(letter, event, number, command_);
      send(made, number, letter, {to}, sent_before_as(cancelled_as_data, event, number));
    }
    outcome_.events.push_back(std::move(made));
  }
  refuse(ruling.answer);
}

void DocumentsTold::add(std::size_t slot, Issued& issued, const std::optional<Country>& from,
                        const documents::DocumentId& request, const documents::Reference& certificate,
                        const ver::Ruling& ruling) {
  for (ver::Event event : ruling.events) {
    if (from) divide_of(event, certificate.kind, setting_.home, *from);
    const RequestEvent of{.request = request, .certificate = certificate, .from = from, .event = event};
    issued.play(of);
    NewEvent made = stored(slot, event_in(verification_block, event.fact.index()), of);
    // What was asked by letter is answered by letter.
    for (const MessageNumber number : event.sent)
      if (from) send(made, number, letter_of(certificate, request, event), {*from}, std::nullopt);
    outcome_.events.push_back(std::move(made));
  }
  refuse(ruling.answer);
}

void DocumentsTold::add(std::size_t slot, imp::Certificate& certificate,
                        const documents::Reference& reference, const imp::Ruling& ruling) {
  for (imp::Event event : ruling.events) {
    divide_of(event, reference.kind, reference.state, setting_.home);
    certificate = imp::evolve(std::move(certificate), event);
    NewEvent made = stored(slot, event_in(import_block, event.fact.index()), event);
    for (const MessageNumber number : event.sent)
      send(made, number, letter_of(reference, certificate, event, number), {reference.state}, std::nullopt);
    outcome_.events.push_back(std::move(made));
  }
  refuse(ruling.answer);
}

Outcome DocumentsTold::finish(const Issued& issued) && {
  if (accepted()) {
    outcome_.reply = to_cbor(DocumentReply{.certificate = issued.certificate.contents.reference,
                                           .state = id_of<iss::Machine>(issued.certificate.state)});
  }
  return std::move(outcome_);
}

Outcome DocumentsTold::finish(const documents::Reference& certificate, const imp::Certificate& imported) && {
  if (accepted()) {
    outcome_.reply =
        to_cbor(DocumentReply{.certificate = certificate, .state = id_of<imp::Machine>(imported.state)});
  }
  return std::move(outcome_);
}

void DocumentsTold::send(NewEvent& made, MessageNumber number, Letter letter, const std::vector<Country>& to,
                         std::optional<MessageNumber> again) {
  letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
  for (const Country country : to) send_to(made, country, number);
  if (again) {
    add_again(*again);
  } else {
    add_document(number, write_document(number, letter));
  }
}

}  // namespace lintas::workflow
