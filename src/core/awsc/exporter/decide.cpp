#include "core/awsc/exporter/decide.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/evolve.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/limits.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/ruling.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"

namespace lintas::awsc::exporter_side {

namespace {

constexpr std::string_view subject = "The record";

/// The event of the row: the table says where it leads. Refused if there is none.
Ruling by_row(const Exporter& exporter, Trigger trigger, Fact fact, const Context& context) {
  auto event = documents::step<Machine, Event>(exporter.state, exporter.state, trigger, Case::any, context.at,
                                               std::move(fact));
  if (!event)
    return documents::refuse<Event>({documents::out_of_sequence<Machine>(exporter.state, trigger, subject)});
  return accepted<Event>(*std::move(event));
}

/// R-OD-016: this state's register says what it says from now on. Of another's the keeper learns later what
/// changed, but not before it happened, and nothing of before the register had the record.
std::optional<Finding> not_effective(const std::optional<Instant>& effective, Instant first,
                                     const Context& context) {
  if (!effective) return std::nullopt;
  if (!context.of_another_state) return Finding{"R-OD-016", "effective", to_text(*effective), ""};
  if (first <= *effective && *effective <= context.at) return std::nullopt;
  return Finding{"R-OD-016", "effective", to_text(*effective),
                 format("{} to {}", to_text(first), to_text(context.at))};
}

/// When the register had it first.
Instant first_of(const Exporter& exporter, Instant now) {
  return exporter.standings.empty() ? now : exporter.standings.front().at;
}

bool keeps_too_much(const Exporter& exporter) {
  return exporter.products.size() > bounds::products_ever_max ||
         exporter.signatories.size() > bounds::signatories_ever_max;
}

/// Whatever was stopped says why.
template <class Happened, class Command>
Ruling with_reason(const Exporter& exporter, Trigger trigger, const Command& command,
                   const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return documents::refuse<Event>(std::move(findings));
  if (auto fault = not_effective(command.effective, first_of(exporter, context.at), context))
    return documents::refuse<Event>({*std::move(fault)});
  return by_row(exporter, trigger,
                Happened{.reason = command.reason, .by = context.by, .since = command.effective}, context);
}

// ---- between the nodes

/// The document is the same record as another node keeps it; the firm's identifier stays in its state.
bool says_the_same(const Exporter& exporter, const Letter& letter, State next) {
  const Record& content = certain(letter.content, "a notice has a record");
  return exporter.state == next && exporter.content.valid_from == content.valid_from &&
         exporter.content.valid_until == content.valid_until &&
         exporter.content.products == content.products && exporter.content.signatories == content.signatories;
}

struct Said {
  Case when;
  State next;
};
Said said_in(const Letter& letter) {
  if (letter.status == Status::suspended) return {.when = Case::suspended, .next = State::suspended};
  if (letter.status == Status::withdrawn) return {.when = Case::withdrawn, .next = State::withdrawn};
  return {.when = Case::valid, .next = State::valid};
}
Status status_of(State state) {
  if (state == State::suspended) return Status::suspended;
  return state == State::withdrawn ? Status::withdrawn : Status::certified;
}

/// When it was certified, suspended, resumed, withdrawn, each since a version; days and goods are as they are
/// now.
std::vector<const Standing*> changes_of_state(const std::vector<Standing>& standings, std::uint32_t since) {
  std::vector<const Standing*> changes;
  State before = State::none;
  for (const Standing& one : standings) {
    if (one.state != before && one.version > since) changes.push_back(&one);
    before = one.state;
  }
  return changes;
}

Event event_of(const Exporter& exporter, Trigger trigger, Case when, Instant at, Fact fact) {
  auto event =
      documents::step<Machine, Event>(exporter.state, exporter.state, trigger, when, at, std::move(fact));
  return certain(std::move(event), "the table has a row for it");
}

Ruling not_taken(const Exporter& exporter, const Letter& letter, Instant at,
                 std::vector<documents::Fault> faults) {
  const Case when = faults.empty() ? Case::again : Case::refused;
  return accepted<Event>(event_of(exporter, Trigger::notice, when, at,
                                  NotTaken{.version = letter.version, .faults = std::move(faults)}));
}

/// What is said of the record is not taken. That the firm may not declare any more is: nobody has to know its
/// goods for that, and what it declares is refused, which can be mended.
Ruling without_content(const Exporter& exporter, const Letter& letter, Instant at,
                       std::vector<documents::Fault> faults) {
  const auto [when, next] = said_in(letter);
  const bool stops = exporter.state == State::valid
                         ? next != State::valid
                         : exporter.state == State::suspended && next == State::withdrawn;
  if (!stops || letter.version <= exporter.heard) return not_taken(exporter, letter, at, std::move(faults));
  return accepted<Event>(event_of(exporter, Trigger::notice, when, at,
                                  Notified{.content = exporter.content,
                                           .version = letter.version,
                                           .since = exchange::counts_from(letter.effective.value_or(at), at),
                                           .faults = std::move(faults)}));
}

documents::Fault fault_of(std::string_view rule, std::string_view leaf) {
  return {.rule = std::string{rule}, .pointer = format("/CE.NOTICE/Declaration/{}", leaf), .detail = {}};
}

}  // namespace

Ruling tell(const Exporter& exporter, std::span<const exchange::Partner> partners, Instant at) {
  Ruling ruling;
  for (const exchange::Partner partner : exporter.shared.to_tell(partners)) {
    ruling.events.push_back(event_of(exporter, Trigger::tell, Case::any, at,
                                     Told{.partner = partner.number(), .version = exporter.shared.version}));
  }
  return ruling;
}

Ruling acknowledge(const Exporter& exporter, exchange::Partner from, const Letter& letter, Instant at) {
  if (!machine::has_row<Machine>(exporter.state, Trigger::acknowledgement)) {
    return documents::refuse<Event>(
        {documents::out_of_sequence<Machine>(exporter.state, Trigger::acknowledgement, subject)});
  }
  return accepted<Event>(
      event_of(exporter, Trigger::acknowledgement, Case::any, at,
               Acknowledged{.partner = from.number(), .version = letter.version, .faults = letter.faults}));
}

Ruling notice(const Exporter& exporter, const Letter& letter, Instant at) {
  if (!letter.faults.empty()) return without_content(exporter, letter, at, letter.faults);
  const auto [when, next] = said_in(letter);
  switch (exchange::judge(exporter.heard, letter.version, says_the_same(exporter, letter, next))) {
    case exchange::Notice::again: return not_taken(exporter, letter, at, {});
    case exchange::Notice::other: return not_taken(exporter, letter, at, {fault_of("R-OD-031", "VersionID")});
    case exchange::Notice::newer: break;
  }
  const bool is_taken_back = exporter.state == State::withdrawn && next != State::withdrawn;
  if (is_taken_back)
    return not_taken(exporter, letter, at, {fault_of("R-OD-030", "AdditionalInformation[1]/StatementCode")});
  auto event = event_of(exporter, Trigger::notice, when, at,
                        Notified{.content = certain(letter.content, "a notice has a record"),
                                 .version = letter.version,
                                 .since = exchange::counts_from(letter.effective.value_or(at), at)});
  if (keeps_too_much(evolve(exporter, event)))
    return without_content(exporter, letter, at, {fault_of("R-OD-015", "CertifiedExporter")});
  return accepted<Event>(std::move(event));
}

std::vector<Letter> letters_for(const Exporter& exporter, exchange::Partner partner) {
  const exchange::ToldRecord* told = exporter.shared.find(partner);
  const std::uint32_t had = told == nullptr ? 0 : told->follows_from();
  Letter now{.reference = exporter.content.reference,
             .version = exporter.shared.version,
             .effective = exporter.shared.changed,
             .status = status_of(exporter.state),
             .content = exporter.content};
  std::vector<Letter> letters;
  for (const Standing* standing : changes_of_state(exporter.standings, had)) {
    letters.push_back(now);
    letters.back().version = standing->version;
    letters.back().effective = standing->at;
    letters.back().status = status_of(standing->state);
  }
  // The last change says the rest, too: what is in the record counts from then on. While a firm may not
  // declare nothing else counts, so that a stop is told from when it was made, whatever became of the notice
  // of it.
  if (exporter.state != State::valid) now.effective = changes_of_state(exporter.standings, 0).back()->at;
  if (!letters.empty()) {
    now.effective = letters.back().effective;
    letters.pop_back();
  }
  // All that went before a partner was told first would be the more, the later that is.
  if (letters.size() >= bounds::letters_max) {
    constexpr auto newest = static_cast<std::ptrdiff_t>(bounds::letters_max - 2);
    letters.erase(std::next(letters.begin()), std::prev(letters.end(), newest));
  }
  letters.push_back(std::move(now));
  return letters;
}

Ruling act(const Exporter& exporter, const RecordExporter& command, const Context& context) {
  const Record& content = command.content;
  if (!machine::has_row<Machine>(exporter.state, Trigger::record)) {
    return documents::refuse<Event>(
        {documents::out_of_sequence<Machine>(exporter.state, Trigger::record, subject)});
  }
  if (exporter.state == State::none && !context.form_of_codes.empty() &&
      !has_form(content.reference.code.str(), context.form_of_codes)) {
    return documents::refuse<Event>({{.rule = "R-OD-011",
                                      .pointer = "content/reference/code",
                                      .value = std::string{content.reference.code.str()},
                                      .detail = format("expected: {}", context.form_of_codes)}});
  }
  const bool is_first = exporter.state == State::none;
  const Instant first_day = std::min(context.at, Instant{content.valid_from});
  if (auto fault =
          not_effective(command.effective, is_first ? first_day : first_of(exporter, context.at), context))
    return documents::refuse<Event>({*std::move(fault)});
  Recorded fact{.content = content, .by = context.by, .since = command.effective};
  if (is_first && context.of_another_state && !fact.since) fact.since = first_day;
  auto ruling = by_row(exporter, Trigger::record, std::move(fact), context);
  if (keeps_too_much(evolve(exporter, ruling.events.front()))) {
    return documents::refuse<Event>(
        {{.rule = "R-OD-015", .pointer = "content", .value = in_words(content.reference), .detail = {}}});
  }
  return ruling;
}

Ruling act(const Exporter& exporter, const SuspendExporter& command, const Context& context) {
  return with_reason<Suspended>(exporter, Trigger::suspend, command, context);
}
Ruling act(const Exporter& exporter, const ResumeExporter& command, const Context& context) {
  return with_reason<Resumed>(exporter, Trigger::resume, command, context);
}
Ruling act(const Exporter& exporter, const WithdrawExporter& command, const Context& context) {
  return with_reason<Withdrawn>(exporter, Trigger::withdraw, command, context);
}
Ruling act(const Exporter& exporter, const TellExporterAgain& command, const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return documents::refuse<Event>(std::move(findings));
  return by_row(exporter, Trigger::tell_again, ToldAgain{.reason = command.reason, .by = context.by},
                context);
}

}  // namespace lintas::awsc::exporter_side
