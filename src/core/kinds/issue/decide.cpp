#include "core/kinds/issue/decide.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/ruling.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/evolve.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/kinds/ruling.hpp"

namespace lintas::kinds::issue_side {

namespace {

using Rings = std::vector<documents::Ring<Trigger>>;

constexpr std::string_view subject = "The document";
constexpr machine::Set<State> in_force{State::issued,   State::sent,    State::tech_error, State::taken,
                                       State::accepted, State::refused, State::in_use};

Ruling refuse(Finding finding) { return documents::refuse<Event>({std::move(finding)}); }
Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// What stands until it is ended is not put away by a clock.
bool is_put_away(const Document& document) {
  if (document.state == State::sent || document.state == State::cancel_requested) return false;
  return !in_force.has(document.state) ||
         (document.contents.life != Life::issued_replaced && !document.contents.valid_until);
}

/// The clocks of the state that the document is in.
Rings rings_of(const Document& document, const Context& context) {
  Rings rings;
  if (!document.since || document.state == State::none || document.state == State::closed) return rings;
  if (document.state == State::sent || document.state == State::cancel_requested) {
    const Instant first = context.due_from(*document.since, context.limits.answer);
    rings.push_back(
        {Trigger::no_answer, documents::again(*document.since, first, documents::instant_of(document.rung))});
  }
  if (in_force.has(document.state) && document.contents.valid_until)
    rings.push_back({Trigger::expiry, context.end_of(*document.contents.valid_until), true});
  if (is_put_away(document))
    rings.push_back({Trigger::retention, context.due_from(*document.since, context.limits.retention), true});
  return rings;
}

/// The event of the row: the table says where it leads and what is sent. Nothing if there is none.
std::optional<Event> row_of(const Document& document, Trigger trigger, Case when, Fact fact,
                            const Context& context) {
  auto event = documents::step<Machine, Event>(document.state, document.state, trigger, when, context.at,
                                               std::move(fact));
  if (!event) return std::nullopt;
  const Document after = evolve(document, *event);
  if (const auto ring = documents::next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  return event;
}

Ruling by_row(const Document& document, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event = row_of(document, trigger, when, std::move(fact), context);
  if (!event) return refuse(documents::out_of_sequence<Machine>(document.state, trigger, subject));
  return accepted<Event>(*std::move(event));
}

/// A message with no row changes nothing: it is kept as evidence.
Ruling by_row_or_note(const Document& document, Trigger trigger, MessageNumber number, Case when, Fact fact,
                      const Context& context) {
  auto event = row_of(document, trigger, when, std::move(fact), context);
  if (event) return accepted<Event>(*std::move(event));
  return documents::noted<Event>(document, trigger, number, context.at);
}

Case case_of(const Document& document, Answer answer) {
  switch (answer) {
    case Answer::taken: return Case::taken;
    case Answer::faulty: return Case::faulty;
    case Answer::accepted: return Case::accepted;
    case Answer::refused: return Case::refused;
    case Answer::cancelled: return document.replaced_by ? Case::replaced : Case::cancelled;
    case Answer::not_cancelled: return Case::not_cancelled;
  }
  return Case::any;
}

Ruling used(const Document& document, const Use& use, const Context& context) {
  // What is told again is booked already.
  if (std::ranges::find(document.uses, use) != document.uses.end())
    return documents::noted<Event>(document, Trigger::use, doc_use, context.at);
  Findings faults = faults_in_use(document.contents, document.uses, use);
  if (faults.empty()) {
    std::vector<Use> uses = document.uses;
    uses.push_back(use);
    const Case when = is_used_up(document.contents, uses) ? Case::whole : Case::part;
    if (auto event = row_of(document, Trigger::use, when, UsedThere{use}, context))
      return accepted<Event>(*std::move(event));
    faults.push_back(documents::out_of_sequence<Machine>(document.state, Trigger::use, subject));
  }
  return by_row_or_note(document, Trigger::use, doc_use, Case::not_booked,
                        UseNotBooked{.use = use, .faults = documents::faults_of(faults)}, context);
}

}  // namespace

Ruling receive(const Document& document, MessageNumber number, const Letter& letter, const Context& context) {
  if (number == doc_use) {
    require(letter.use.has_value(), "a message about a use has one");
    return used(document, letter.use.value_or(Use{}), context);
  }
  require(number == doc_answer, "the receiving state answers and uses, and nothing else");
  return by_row_or_note(document, Trigger::answer, number, case_of(document, letter.answer),
                        Answered{.answer = letter.answer, .faults = letter.faults, .text = letter.text},
                        context);
}

Ruling act(const Document& document, const IssueDocument& command, const Context& context) {
  if (document.state != State::none)
    return refuse(documents::out_of_sequence<Machine>(document.state, Trigger::issue, subject));
  if (auto findings = faults_in(command.contents); !findings.empty()) return refuse(std::move(findings));
  return by_row(document, Trigger::issue, context.as_data && context.has_partner ? Case::goes : Case::kept,
                Issued{.contents = command.contents, .by = context.by, .office = command.office}, context);
}

Ruling act(const Document& document, const SendDocument& command, const Context& context) {
  const bool has_row = machine::has_row<Machine>(document.state, Trigger::send);
  if (has_row && !context.as_data)
    return refuse(Finding{"R-ASW-102", "reference", in_words(command.reference), ""});
  if (has_row && !context.has_partner) {
    const std::string state{document.contents.receiver.str()};
    return refuse(Finding{"R-ASW-095", "reference", state, format("No partner for {}.", state)});
  }
  return by_row(document, Trigger::send, Case::any, WasSent{.by = context.by}, context);
}

Ruling act(const Document& document, const CancelDocument& command, const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(document, Trigger::cancel, Case::any,
                CancellationAsked{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Document& document, const ResendDocument& command, const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(document, Trigger::resend, Case::any, Resent{.reason = command.reason, .by = context.by},
                context);
}

Ruling act(const Document& document, const LookAtDocument& command, const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  if (machine::has_row<Machine>(document.state, Trigger::look) && !document.alarm)
    return refuse(Finding{"R-KIND-041", "reference", in_words(document.contents.reference), ""});
  return by_row(document, Trigger::look, Case::any, LookedAt{.reason = command.reason, .by = context.by},
                context);
}

Ruling replace(const Document& document, const Number& by, const Context& context) {
  auto event = row_of(document, Trigger::replace, Case::any,
                      CancellationAsked{.reason = {}, .by = context.by, .replaced_by = by}, context);
  if (event) return accepted<Event>(*std::move(event));
  return refuse(Finding{
      "R-KIND-033", "contents/replaces",
      document.state == State::none ? std::string{} : std::string{document.contents.reference.number.str()},
      std::string{Machine::states[std::to_underlying(document.state)].name}});
}

Ruling time_passed(const Document& document, const Context& context) {
  constexpr std::array alarm_of_trigger{std::pair{Trigger::no_answer, Alarm::no_answer}};
  auto [trigger, fact] =
      documents::rung_out<Fact>(rings_of(document, context), document.rung, alarm_of_trigger);
  return by_row(document, trigger, Case::any, std::move(fact), context);
}

}  // namespace lintas::kinds::issue_side
