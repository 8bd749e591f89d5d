#include "core/kinds/import/decide.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/ruling.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/evolve.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/kinds/ruling.hpp"

namespace lintas::kinds::import_side {

namespace {

using Rings = std::vector<documents::Ring<Trigger>>;

constexpr std::string_view subject = "The document";
constexpr machine::Set<State> in_force{State::available, State::accepted, State::refused, State::in_use};

Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// The clocks of the state that the document is in. What stands until it is ended is not put away by one.
Rings rings_of(const Document& document, const Context& context) {
  Rings rings;
  if (!document.since || document.state == State::none || document.state == State::closed) return rings;
  const bool holds = in_force.has(document.state);
  if (holds && document.contents.valid_until)
    rings.push_back({Trigger::expiry, context.end_of(*document.contents.valid_until), true});
  const bool stands =
      holds && (document.contents.life == Life::issued_replaced || document.contents.valid_until);
  if (!stands)
    rings.push_back({Trigger::retention, context.due_from(*document.since, context.limits.retention), true});
  return rings;
}

/// The event of the row: the table says where it leads and what is sent. Refused if there is none.
Ruling by_row(const Document& document, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event = documents::step<Machine, Event>(document.state, document.state, trigger, when, context.at,
                                               std::move(fact));
  if (!event) return refuse({documents::out_of_sequence<Machine>(document.state, trigger, subject)});
  const Document after = evolve(document, *event);
  if (const auto ring = documents::next_ring<Trigger>(rings_of(after, context), std::nullopt))
    event->due = ring->at;
  return accepted<Event>(*std::move(event));
}

/// Whether it came, as one that could be read, and was not cancelled.
bool holds(const Document& document) { return document.received && !document.given_up; }

/// The document itself decides, and not what a table of the day makes of it: one that was taken stays taken.
bool is_known(const Document& document, const Letter& letter) {
  return holds(document) && letter.contents && letter.contents->reference == document.contents.reference &&
         letter.contents->document == document.contents.document;
}

Ruling document_came(const Document& document, const Letter& letter, const Context& context) {
  constexpr auto trigger = Trigger::document;
  documents::Noted evidence{.message = doc_send, .faults = {}};
  if (is_known(document, letter)) return by_row(document, trigger, Case::again, std::move(evidence), context);
  std::vector<documents::Fault> faults = letter.faults;
  if (letter.contents) {
    const auto more = documents::faults_of(faults_in(*letter.contents));
    faults.insert(faults.end(), more.begin(), more.end());
  }
  const Reference reference = certain(letter.reference, "a message is about a document");
  if (!faults.empty() || !letter.contents) {
    return by_row(document, trigger, Case::faulty,
                  Faulty{.reference = reference, .faults = std::move(faults), .document = letter.document},
                  context);
  }
  const Contents& contents = *letter.contents;
  if (document.given_up) return by_row(document, trigger, Case::overtaken, std::move(evidence), context);
  if (holds(document)) {
    evidence.faults.push_back({.rule = "R-KIND-035", .pointer = {}, .detail = in_words(reference)});
    return by_row(document, trigger, Case::altered, std::move(evidence), context);
  }
  const bool over = contents.valid_until && *contents.valid_until < context.today();
  return by_row(document, trigger, over ? Case::over : Case::good, Received{contents}, context);
}

Ruling cancellation_came(const Document& document, const Letter& letter, const Context& context) {
  CancellationCame fact{.reference = certain(letter.reference, "a message is about a document"),
                        .reason = letter.text,
                        .replaced_by = letter.replaced_by};
  const bool used_up =
      document.received && !document.uses.empty() && is_used_up(document.contents, document.uses);
  Case when = fact.replaced_by ? Case::replaced : Case::here;
  if (used_up) when = Case::gone;
  if (document.given_up) when = Case::again;
  return by_row(document, Trigger::cancel, when, std::move(fact), context);
}

}  // namespace

Ruling receive(const Document& document, Trigger trigger, const Letter& letter, const Context& context) {
  if (trigger == Trigger::document) return document_came(document, letter, context);
  require(trigger == Trigger::cancel, "only messages are received");
  return cancellation_came(document, letter, context);
}

Ruling act(const Document& document, const AnswerDocument& command, const Context& context) {
  const bool says_why = !command.accept || !command.reason.empty();
  if (auto findings = documents::fault_in_text("reason", command.reason); says_why && !findings.empty())
    return refuse(std::move(findings));
  return by_row(document, Trigger::answer, command.accept ? Case::accepts : Case::refuses,
                Judged{.accepted = command.accept, .reason = command.reason, .by = context.by}, context);
}

Ruling act(const Document& document, const UseDocument& command, const Context& context) {
  if (!machine::has_row<Machine>(document.state, Trigger::use))
    return refuse({documents::out_of_sequence<Machine>(document.state, Trigger::use, subject)});
  const Use use{.declaration = command.declaration, .at = context.at, .lines = command.lines};
  if (auto findings = faults_in_use(document.contents, document.uses, use); !findings.empty())
    return refuse(std::move(findings));
  std::vector<Use> uses = document.uses;
  uses.push_back(use);
  const Case when = is_used_up(document.contents, uses) ? Case::whole : Case::part;
  return by_row(document, Trigger::use, when, WasUsed{.use = use, .by = context.by}, context);
}

Ruling time_passed(const Document& document, const Context& context) {
  const auto ring = documents::next_ring<Trigger>(rings_of(document, context), std::nullopt);
  require(ring.has_value(), "what has no clock is not asked");
  const auto [trigger, at, leaves] = ring.value_or(documents::Ring<Trigger>{});
  return by_row(document, trigger, Case::any, documents::TimeOver{at}, context);
}

}  // namespace lintas::kinds::import_side
