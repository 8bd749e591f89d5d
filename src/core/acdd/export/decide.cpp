#include "core/acdd/export/decide.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/evolve.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/ruling.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/ruling.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::acdd::export_side {

namespace {

using Rings = std::vector<documents::Ring<Trigger>>;
using documents::out_of_sequence;

constexpr std::string_view subject = "The document";

Ruling refuse(Finding finding) { return documents::refuse<Event>({std::move(finding)}); }
Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// The clocks of the state that the document is in.
Rings rings_of(const Document& document, const Context& context) {
  const Limits& limits = context.limits;
  Rings rings;
  if (!document.since) return rings;
  const auto ever_again = [&](Trigger trigger, refdata::Limit limit) {
    const Instant first = context.due_from(*document.since, limit);
    rings.push_back(
        {trigger, documents::again(*document.since, first, documents::instant_of(document.rung))});
  };
  switch (document.state) {
    case State::sent:
    case State::amended: ever_again(Trigger::no_answer, limits.no_answer); break;
    case State::tech_error:
      ever_again(Trigger::still_faulty, limits.faulty);
      rings.push_back({Trigger::retention, context.due_from(*document.since, limits.retention), true});
      break;
    case State::cancel_requested: ever_again(Trigger::no_answer, limits.cancel_ask); break;
    case State::released:
    case State::available:
      rings.push_back({Trigger::retention, context.due_from(*document.since, limits.retention), true});
      break;
    case State::none:
    case State::cancelled:
    case State::closed: break;
  }
  return rings;
}

std::optional<Event> row_of(const Document& document, Trigger trigger, Case when, Fact fact,
                            const Context& context) {
  return documents::step<Machine, Event>(document.state, document.state, trigger, when, context.at,
                                         std::move(fact));
}

/// For whoever is told of the event alone.
void say_alarm(Event& event, const Document& after) {
  std::visit(
      [&](auto& fact) {
        if constexpr (requires { fact.alarm = after.alarm; }) fact.alarm = after.alarm;
      },
      static_cast<Facts&>(event.fact));
}

/// The event with the clock of where it leads.
Ruling with_clock(const Document& document, Event event, const Context& context) {
  const Document after = evolve(document, event);
  if (const auto ring = documents::next_ring(rings_of(after, context), after.rung)) event.due = ring->at;
  say_alarm(event, after);
  Ruling ruling;
  ruling.events.push_back(std::move(event));
  return ruling;
}

/// The event of the row: the table says where it leads and what is sent. Refused if there is none.
Ruling by_row(const Document& document, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event = row_of(document, trigger, when, std::move(fact), context);
  if (!event) return refuse(out_of_sequence<Machine>(document.state, trigger, subject));
  return with_clock(document, *std::move(event), context);
}

/// A message as it came.
struct Said {
  MessageNumber number = 0;
  const Letter& letter;

  [[nodiscard]] Trigger trigger() const {
    return number == acdd_response ? Trigger::response : Trigger::acknowledgement;
  }
  /// One that says no version is about the only one that there was, if there was no other.
  [[nodiscard]] bool is_about(std::uint16_t version) const {
    return letter.version == version || (letter.version == 0 && version == 1);
  }
};

Ruling note(const Document& document, const Said& said, const Context& context) {
  Ruling ruling;
  ruling.events.push_back(
      {.next = document.state,
       .trigger = said.trigger(),
       .when = {},
       .at = context.at,
       .due = document.due,
       .sent = {},
       .fact = Noted{.message = said.number, .faults = said.letter.faults, .alarm = document.alarm}});
  return ruling;
}

/// A message with no row changes nothing: it is kept as evidence.
Ruling by_row_or_note(const Document& document, const Said& said, Case when, Fact fact,
                      const Context& context) {
  auto event = row_of(document, said.trigger(), when, std::move(fact), context);
  return event ? with_clock(document, *std::move(event), context) : note(document, said, context);
}

Ruling acknowledged(const Document& document, const Said& said, const Context& context) {
  const bool good = said.number == l2_ok;
  Acknowledged fact{good ? std::vector<documents::Fault>{} : said.letter.faults};
  if (said.letter.answers == Answers::cancellation) {
    // That it could be read is nothing yet: the response says what became of it.
    if (good || !document.awaits_response() || !said.is_about(document.asked))
      return note(document, said, context);
    return by_row_or_note(document, said, Case::cancellation_faulty, std::move(fact), context);
  }
  if (!said.is_about(document.contents.version)) return note(document, said, context);
  Case when = Case::faulty;
  const bool waits = document.awaits_response() && document.state != State::cancel_requested;
  if (good) when = waits ? Case::ok_waits : Case::ok;
  return by_row_or_note(document, said, when, std::move(fact), context);
}

/// Whether the request to cancel is all that is awaited. Of what is cancelled nothing else counts.
Case case_of_answer(const Document& document, bool done) {
  if (!done) return document.acknowledged ? Case::refused : Case::refused_waits;
  const bool waits = document.state != State::cancel_requested && !document.acknowledged;
  return waits ? Case::done_waits : Case::done;
}

Ruling responded(const Document& document, const Said& said, const Context& context) {
  if (!document.awaits_response() || !said.is_about(document.asked)) return note(document, said, context);
  return by_row_or_note(document, said, case_of_answer(document, !said.letter.refuses),
                        Responded{said.letter.text}, context);
}

/// R-ASW-102: the two states exchange such documents. R-ASW-095: and this node has a way there; what is sent
/// without one would be shown as sent.
std::optional<Finding> no_way_to(Country importer, std::string field, const Context& context) {
  const std::string state{importer.str()};
  if (!context.as_data) return Finding{"R-ASW-102", std::move(field), state, ""};
  if (!context.has_partner)
    return Finding{"R-ASW-095", std::move(field), state, format("No partner for {}.", state)};
  return std::nullopt;
}

/// And R-ASW-112: what keeps a document from going.
Findings kept_by(const Contents& contents, bool consent, bool asks_consent, const Context& context) {
  Findings findings;
  if (auto finding = no_way_to(contents.importer, "contents/importer", context))
    findings.push_back(*std::move(finding));
  if (asks_consent && !consent) findings.push_back({"R-ASW-112", "consent", "false", ""});
  return findings;
}

/// R-ACDD-012 beside the rest: import customs would not take it.
Findings faults_in_export(const Contents& contents, const Context& context) {
  Findings findings = faults_in(contents);
  documents::add(findings, fault_in_departure(contents, context));
  return findings;
}

}  // namespace

Ruling receive(const Document& document, MessageNumber number, const Letter& letter, const Context& context) {
  require(number == acdd_response || number == l2_ok || number == l2_error,
          "import customs answers, and nothing else");
  const Said said{.number = number, .letter = letter};
  if (machine::verdict<Machine>(document.state, said.trigger()) == machine::Verdict::note)
    return note(document, said, context);
  return number == acdd_response ? responded(document, said, context) : acknowledged(document, said, context);
}

Ruling act(const Document& document, const ReleaseExport& command, bool asks_consent,
           const Context& context) {
  if (document.state != State::none)
    return refuse(out_of_sequence<Machine>(document.state, Trigger::release, subject));
  if (auto findings = faults_in_export(command.contents, context); !findings.empty())
    return refuse(std::move(findings));
  const Findings kept = kept_by(command.contents, command.consent, asks_consent, context);
  Released fact{.contents = command.contents,
                .consent = command.consent,
                .kept = documents::faults_of(kept),
                .by = context.by,
                .office = command.office};
  fact.contents.version = 1;
  return by_row(document, Trigger::release, kept.empty() ? Case::goes : Case::kept, std::move(fact), context);
}

Ruling act(const Document& document, const SendDocument& command, bool asks_consent, const Context& context) {
  const bool consent = document.consent || command.consent;
  if (document.state == State::released) {
    if (auto kept = kept_by(document.contents, consent, asks_consent, context); !kept.empty())
      return refuse(std::move(kept));
  }
  return by_row(document, Trigger::send, Case::any, WasSent{.consent = consent, .by = context.by}, context);
}

Ruling act(const Document& document, const AmendExport& command, bool asks_consent, const Context& context) {
  const Contents& before = document.contents;
  if (!machine::has_row<Machine>(document.state, Trigger::amend))
    return refuse(out_of_sequence<Machine>(document.state, Trigger::amend, subject));
  Findings findings = faults_in_export(command.contents, context);
  documents::add(findings, documents::fault_in_text("reason", command.reason));
  if (command.contents.permit != before.permit || command.contents.importer != before.importer ||
      command.contents.exporter != before.exporter) {
    findings.push_back({"R-ACDD-007", "contents", in_words(command.contents.permit),
                        format("It is {} for {}.", in_words(before.permit), before.importer.str())});
  }
  if (before.version >= versions_max)
    findings.push_back({"R-ACDD-007", "contents/version", std::to_string(before.version), ""});
  if (!findings.empty()) return refuse(std::move(findings));
  Amended fact{.contents = command.contents, .kept = {}, .reason = command.reason, .by = context.by};
  fact.contents.version = static_cast<std::uint16_t>(before.version + 1);
  Case when = Case::any;
  if (document.state == State::released) {
    const Findings kept = kept_by(before, document.consent, asks_consent, context);
    fact.kept = documents::faults_of(kept);
    when = kept.empty() ? Case::goes : Case::kept;
  }
  return by_row(document, Trigger::amend, when, std::move(fact), context);
}

Ruling act(const Document& document, const CancelExport& command, bool /*asks_consent*/,
           const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(document, Trigger::cancel, Case::any,
                CancellationAsked{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Document& document, const ResendDocument& command, bool /*asks_consent*/,
           const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  if (machine::has_row<Machine>(document.state, Trigger::resend)) {
    if (auto finding = no_way_to(document.contents.importer, "permit", context))
      return refuse(*std::move(finding));
  }
  return by_row(document, Trigger::resend, document.awaits_response() ? Case::lacks_response : Case::goes,
                Resent{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Document& document, const AnsweredByLetter& command, bool /*asks_consent*/,
           const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  Case when = command.done ? Case::ok : Case::faulty;
  if (document.state == State::cancel_requested) when = case_of_answer(document, command.done);
  return by_row(document, Trigger::letter, when,
                LetterCame{.done = command.done, .reason = command.reason, .by = context.by}, context);
}

Ruling act(const Document& document, const LookAtExport& command, bool /*asks_consent*/,
           const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  if (machine::has_row<Machine>(document.state, Trigger::look) && !document.alarm)
    return refuse({"R-ACDD-017", "permit", in_words(document.contents.permit), ""});
  return by_row(document, Trigger::look, Case::any, LookedAt{.reason = command.reason, .by = context.by},
                context);
}

Ruling time_passed(const Document& document, const Context& context) {
  constexpr std::array alarm_of_trigger{std::pair{Trigger::no_answer, Alarm::no_answer},
                                        std::pair{Trigger::still_faulty, Alarm::faulty}};
  auto [trigger, fact] =
      documents::rung_out<Fact>(rings_of(document, context), document.rung, alarm_of_trigger);
  Case when = Case::any;
  if (document.state == State::amended) {
    if (!document.awaits_response()) {
      when = Case::lacks_acknowledgement;
    } else {
      when = document.acknowledged ? Case::lacks_response : Case::lacks_both;
    }
  }
  if (trigger == Trigger::still_faulty && document.awaits_response()) when = Case::lacks_response;
  return by_row(document, trigger, when, std::move(fact), context);
}

}  // namespace lintas::acdd::export_side
