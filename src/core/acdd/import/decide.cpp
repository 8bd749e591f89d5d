#include "core/acdd/import/decide.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/evolve.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/ruling.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/ruling.hpp"

namespace lintas::acdd::import_side {

namespace {

using Rings = std::vector<documents::Ring<Trigger>>;

constexpr std::string_view subject = "The document";
constexpr machine::Set<State> with_contents{State::available, State::matched, State::mismatch, State::stale};

Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// The clocks of the state that the document is in.
Rings rings_of(const Document& document, const Context& context) {
  Rings rings;
  if (!document.since) return rings;
  const auto ring_for_document = [&] {
    if (document.standing.empty()) return;
    const Instant first = document.standing.front().since;
    rings.push_back({Trigger::no_document, context.due_from(first, context.limits.no_document), true});
  };
  const auto ring_for_retention = [&] {
    rings.push_back({Trigger::retention, context.due_from(*document.since, context.limits.retention), true});
  };
  switch (document.state) {
    case State::available: {
      // What came after the goods had left is awaited from then on.
      const Instant departed = context.end_of(document.contents.departure);
      const Instant start = std::max(document.received.value_or(departed), departed - Instant::duration{1});
      rings.push_back({Trigger::no_arrival, context.due_from(start, context.limits.stale), true});
      break;
    }
    case State::none: ring_for_document(); break;
    case State::tech_error:
      // One that nobody can read is no document to whoever awaits it.
      ring_for_document();
      ring_for_retention();
      break;
    case State::matched:
    case State::mismatch:
    case State::stale:
    case State::unannounced: ring_for_retention(); break;
    case State::cancelled:
      // Declarations that refer to it are an alarm, and none stands for ever.
      if (!document.declarations.empty()) ring_for_retention();
      break;
    case State::closed: break;
  }
  return rings;
}

/// For whoever is told of the event alone.
void say_alarm(Event& event, const Document& after) {
  std::visit(
      [&](auto& fact) {
        if constexpr (requires { fact.alarm; }) fact.alarm = after.alarm;
      },
      static_cast<Facts&>(event.fact));
}

/// The event of the row: the table says where it leads and what is sent. Refused if there is none.
Ruling by_row(const Document& document, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event = documents::step<Machine, Event>(document.state, document.state, trigger, when, context.at,
                                               std::move(fact));
  if (!event) return refuse({documents::out_of_sequence<Machine>(document.state, trigger, subject)});
  const Document after = evolve(document, *event);
  if (const auto ring = documents::next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  say_alarm(*event, after);
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

Case case_of(const Judged& judged) { return judged.count == 0 ? Case::matches : Case::differs; }

/// One that was put away has them if one ever came.
bool has_contents(const Document& document) {
  return with_contents.has(document.state) || (document.state == State::closed && document.received);
}

Ruling document_came(const Document& document, const Letter& letter, const Context& context) {
  constexpr auto trigger = Trigger::document;
  std::vector<documents::Fault> faults = letter.faults;
  if (letter.contents) {
    Findings found = faults_in(*letter.contents);
    documents::add(found, fault_in_departure(*letter.contents, context));
    const auto more = documents::faults_of(found);
    faults.insert(faults.end(), more.begin(), more.end());
  }
  if (!faults.empty() || !letter.contents) {
    return by_row(document, trigger, Case::faulty,
                  Faulty{.document = letter.document,
                         .faults = std::move(faults),
                         .version = letter.version,
                         .permit = letter.permit},
                  context);
  }
  const Contents& contents = *letter.contents;
  const bool was_here = has_contents(document);
  Noted evidence{.message = acdd_send, .faults = {}};
  const bool older = was_here && contents.version < document.contents.version;
  if (older || contents.version <= document.cancelled)
    return by_row(document, trigger, Case::overtaken, std::move(evidence), context);
  if (was_here && contents.version == document.contents.version) {
    if (contents == document.contents)
      return by_row(document, trigger, Case::again, std::move(evidence), context);
    evidence.faults.push_back({.rule = "R-ACDD-003", .pointer = {}, .detail = in_words(contents.permit)});
    return by_row(document, trigger, Case::altered, std::move(evidence), context);
  }
  Received fact{.contents = contents, .judged = {}};
  if (!document.declarations.empty()) fact.judged = judge(contents, document.declarations);
  const Case when = document.declarations.empty() ? Case::good : case_of(fact.judged);
  return by_row(document, trigger, when, std::move(fact), context);
}

Ruling cancellation_came(const Document& document, const Letter& letter, const Context& context) {
  // What says no version is about all that there is, and there is one at least.
  const std::uint16_t newest = std::max({document.heard, document.contents.version, std::uint16_t{1}});
  CancellationCame fact{
      .version = letter.version == 0 ? newest : letter.version, .text = letter.text, .permit = letter.permit};
  const std::uint16_t here = has_contents(document) ? document.contents.version : document.heard;
  const bool gone = document.state == State::cancelled || fact.version < here;
  const Case when = gone ? Case::gone : Case::here;
  return by_row(document, Trigger::cancel, when, std::move(fact), context);
}

/// What a declaration finds of a document that was put away.
Case case_of_put_away(const Document& document) {
  const std::uint16_t newest = document.received ? document.contents.version : document.heard;
  if (document.cancelled != 0 && document.cancelled >= newest) return Case::gone;
  if (document.received) return Case::here;
  return newest == 0 ? Case::none_came : Case::faulty;
}

/// What comes of the declarations as they are now.
Ruling declared(const Document& document, Trigger trigger, const std::vector<Declared>& declarations,
                auto fact, const Context& context) {
  Case when = Case::any;
  if (document.state == State::closed && trigger == Trigger::report) when = case_of_put_away(document);
  if (with_contents.has(document.state) || when == Case::here) {
    if (!declarations.empty()) fact.judged = judge(document.contents, declarations);
    when = declarations.empty() ? Case::none_left : case_of(fact.judged);
  }
  if (document.state == State::unannounced && declarations.empty())
    when = document.heard == 0 ? Case::none_left : Case::faulty;
  return by_row(document, trigger, when, std::move(fact), context);
}

std::size_t lines_in(const std::vector<Declared>& declarations) {
  std::size_t lines = 0;
  for (const Declared& one : declarations) lines += one.lines.size();
  return lines;
}

}  // namespace

Ruling receive(const Document& document, Trigger trigger, const Letter& letter, const Context& context) {
  if (trigger == Trigger::document) return document_came(document, letter, context);
  require(trigger == Trigger::cancel, "only messages are received");
  return cancellation_came(document, letter, context);
}

Ruling act(const Document& document, const ReportDeclaration& command, const Context& context) {
  Reported fact{
      .declared = {.declaration = command.declaration, .exporter = command.exporter, .lines = command.lines},
      .judged = {},
      .by = context.by,
      .permit = command.permit};
  Findings findings = faults_in(fact.declared);
  const std::vector<Declared> declarations = with(document.declarations, fact.declared);
  if (declarations.size() > declarations_max || lines_in(declarations) > lines_max) {
    findings.push_back(
        {"R-ACDD-005", "lines", std::to_string(lines_in(declarations)), in_words(command.permit)});
  }
  if (!findings.empty()) return refuse(std::move(findings));
  return declared(document, Trigger::report, declarations, std::move(fact), context);
}

Ruling act(const Document& document, const WithdrawDeclaration& command, const Context& context) {
  const auto& known = document.declarations;
  if (std::ranges::find(known, command.declaration, &Declared::declaration) == known.end())
    return refuse({{"R-ACDD-008", "declaration", std::string{command.declaration.str()}, ""}});
  return declared(document, Trigger::withdraw, without(known, command.declaration),
                  Withdrawn{.declaration = command.declaration, .judged = {}, .by = context.by}, context);
}

Ruling act(const Document& document, const LookAtImport& command, const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  if (machine::has_row<Machine>(document.state, Trigger::look) && !document.alarm)
    return refuse({{"R-ACDD-017", "permit", in_words(document.contents.permit), ""}});
  return by_row(document, Trigger::look, Case::any, LookedAt{.reason = command.reason, .by = context.by},
                context);
}

Ruling time_passed(const Document& document, const Context& context) {
  const auto ring = documents::next_ring(rings_of(document, context), document.rung);
  require(ring.has_value(), "what has no clock is not asked");
  const auto [trigger, at, leaves] = ring.value_or(documents::Ring<Trigger>{});
  return by_row(document, trigger, Case::any, documents::TimeOver{at}, context);
}

}  // namespace lintas::acdd::import_side
