#include "core/documents/verification/decide.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/ruling.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/evolve.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents::verification {

namespace {

std::vector<Ring<Trigger>> rings_of(const Request& request, const Context& context) {
  const Limits& limits = context.limits;
  std::vector<Ring<Trigger>> rings;
  if (!request.received || !request.since) return rings;
  const auto from = [&](Instant start, Trigger trigger, refdata::Limit limit, bool leaves) {
    rings.push_back({trigger, context.due_from(start, limit), leaves});
  };
  switch (request.state) {
    case State::requested:
      from(*request.received, Trigger::answer_due, limits.answer_warning, false);
      from(*request.received, Trigger::answer_due, limits.answer_alarm, false);
      from(*request.received, Trigger::answer_due, limits.answer, false);
      from(*request.received, Trigger::no_decision, limits.decision, true);
      break;
    case State::answered: from(*request.received, Trigger::no_decision, limits.decision, true); break;
    case State::visit_asked: from(*request.since, Trigger::consent_due, limits.visit_consent, true); break;
    case State::none:
    case State::verified:
    case State::undecided: break;
  }
  return rings;
}

/// `number`: of the request, for whoever is refused. Messages and clocks come where the table has their row.
Ruling by_row(const Request& request, Trigger trigger, Fact fact, const Context& context,
              const DocumentId& number = {}, Case when = Case::any) {
  auto event = step<Machine, Event>(request.state, request.state, trigger, when, context.at, std::move(fact));
  if (!event) {
    return refuse<Event>(
        {out_of_sequence<Machine>(request.state, trigger, format("Request {}", number.str()))});
  }
  const Request after = evolve(request, *event);
  if (const auto ring = next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

MessageNumber message_of(Trigger trigger) {
  if (trigger == Trigger::request) return co_verify_request;
  if (trigger == Trigger::visit_notice) return documents::visit_notice;
  require(trigger == Trigger::decision, "only messages are received");
  return co_verify_decision;
}

}  // namespace

Ruling receive(const Request& request, Trigger trigger, const Letter& letter, const Context& context) {
  const MessageNumber message = message_of(trigger);
  const machine::Verdict verdict = machine::verdict<Machine>(request.state, trigger);
  require(verdict != machine::Verdict::early, "what is early waits");
  if (verdict == machine::Verdict::note) return noted<Event>(request, trigger, message, context.at);
  if (trigger == Trigger::request) {
    return by_row(request, trigger,
                  Requested{.items = letter.items, .reason = letter.text, .by = {}, .received = context.at},
                  context);
  }
  if (trigger == Trigger::visit_notice) return by_row(request, trigger, VisitAsked{letter.text}, context);
  return by_row(request, trigger, DecisionCame{.results = letter.results, .text = letter.text}, context);
}

Findings faults_in_items(const std::vector<std::uint16_t>& items, const Balances& certified) {
  Findings findings;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool again = std::ranges::count(std::span{items}.first(i), items[i]) != 0;
    const bool unknown = !certified.empty() && find(certified, items[i]) == nullptr;
    if (again || unknown)
      findings.push_back({"R-DOC-003", format("items/{}", i + 1), std::to_string(items[i]), ""});
  }
  return findings;
}

Findings faults_against(const RecordRequest& command, const std::optional<Day>& issued,
                        const Balances& certified) {
  Findings findings = faults_in_items(command.items, certified);
  if (issued && command.received_on < *issued) {
    findings.push_back({"R-DOC-017", "received_on", to_text(command.received_on),
                        format("The certificate was issued on {}.", to_text(*issued))});
  }
  return findings;
}

Ruling act(const Request& request, const RecordRequest& command, const Context& context) {
  Findings findings = fault_in_text("reason", command.reason);
  const Day today = context.today();
  if (command.received_on == Day{} || command.received_on > today)
    findings.push_back({"R-DOC-017", "received_on", to_text(command.received_on), ""});
  if (!findings.empty()) return refuse<Event>(std::move(findings));
  // Of the day only its end is known: limits in days count from it as from any instant within.
  const Instant received = std::min(context.at, context.end_of(command.received_on) - Instant::duration{1});
  // All its clocks would ring at once, and nobody could answer it or enter it anew.
  if (const Instant ended = context.due_from(received, context.limits.decision); ended <= context.at) {
    return refuse<Event>({{"R-DOC-017", "received_on", to_text(command.received_on),
                           format("A request of that day has ended on {}.", to_text(ended))}});
  }
  return by_row(
      request, Trigger::request,
      Requested{.items = command.items, .reason = command.reason, .by = context.by, .received = received},
      context, command.request, Case::by_letter);
}

Ruling act(const Request& request, const AnswerRequest& command, const Context& context) {
  if (auto findings = fault_in_text("text", command.text); !findings.empty())
    return refuse<Event>(std::move(findings));
  return by_row(request, Trigger::answer, Answered{.text = command.text, .by = context.by}, context,
                command.request);
}

Ruling act(const Request& request, const AnswerVisit& command, const Context& context) {
  if (!command.text.empty()) {
    if (auto findings = fault_in_text("text", command.text); !findings.empty())
      return refuse<Event>(std::move(findings));
  }
  return by_row(request, Trigger::answer_visit,
                VisitAnswered{.consents = command.consents, .text = command.text, .by = context.by}, context,
                command.request);
}

Ruling time_passed(const Request& request, const Context& context) {
  constexpr std::array alarm_of_trigger{std::pair{Trigger::answer_due, Alarm::answer_due}};
  auto [trigger, fact] = rung_out<Fact>(rings_of(request, context), request.rung, alarm_of_trigger);
  // Silence is an answer: no consent.
  if (trigger == Trigger::consent_due) fact = VisitAnswered{};
  return by_row(request, trigger, std::move(fact), context);
}

}  // namespace lintas::documents::verification
