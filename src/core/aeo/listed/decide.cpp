#include "core/aeo/listed/decide.hpp"

#include <algorithm>
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
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/evolve.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/ruling.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"

namespace lintas::aeo::listed {

namespace {

constexpr std::string_view subject = "The operator in the list";

Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// When the next answer to what is urgent is overdue.
std::optional<Instant> due_of(const Operator& one) {
  std::optional<Instant> due;
  for (const Awaited& waits : one.awaited) {
    const Instant its = waits.since + aeo::bounds::urgent_answer;
    if (!waits.alarmed && (!due || its < *due)) due = its;
  }
  return due;
}

/// The event of the row: the table says where it leads. Nothing if there is none.
std::optional<Event> event_in(const Operator& one, Trigger trigger, Case when, Instant at, Fact fact) {
  auto event = documents::step<Machine, Event>(one.state, one.state, trigger, when, at, std::move(fact));
  if (event) event->due = due_of(evolve(one, *event));
  return event;
}
Event event_of(const Operator& one, Trigger trigger, Case when, Instant at, Fact fact) {
  return certain(event_in(one, trigger, when, at, std::move(fact)), "the table has a row for it");
}
Ruling by_row(const Operator& one, Trigger trigger, Case when, Instant at, Fact fact) {
  auto event = event_in(one, trigger, when, at, std::move(fact));
  if (!event) return refuse({documents::out_of_sequence<Machine>(one.state, trigger, subject)});
  return accepted<Event>(*std::move(event));
}

Case case_of(Status status) {
  switch (status) {
    case Status::active: return Case::active;
    case Status::revalidation: return Case::revalidation;
    case Status::suspended: return Case::suspended;
    case Status::revoked: return Case::revoked;
    case Status::withdrawn: return Case::withdrawn;
    case Status::expired: return Case::expired;
    case Status::unlisted: break;
  }
  return Case::unlisted;
}

/// Benefits stop or come back for this partner, which was told and took how it stood before.
bool is_urgent(const Operator& one, const exchange::ToldRecord& told) {
  std::optional<bool> before;
  for (const Said& said : one.said) {
    const bool has = has_benefits(said.status);
    if (said.version <= told.follows_from()) {
      before = has;
    } else if (before && has != *before) {
      return true;
    }
  }
  return false;
}

/// Nobody has to know it who was never told of it.
bool is_of_no_use(Status status) { return has_ended(status) || status == Status::unlisted; }

// ---- copies

documents::Fault fault_of(std::string_view rule, std::string_view leaf) {
  return {.rule = std::string{rule}, .pointer = format("/AEO.NOTICE/Declaration/{}", leaf), .detail = {}};
}

bool says_the_same(const Operator& one, const Letter& letter) {
  const Said* said = newest(one);
  if (said == nullptr || said->status != letter.status) return false;
  if (!letter.content) return true;
  const auto& [grant, consent] = said->content;
  return grant == letter.content->grant && consent.on == letter.content->consent.on &&
         consent.print == letter.content->consent.print;
}

Ruling not_taken(const Operator& one, const Letter& letter, Instant at,
                 std::vector<documents::Fault> faults) {
  const Case when = faults.empty() ? Case::again : Case::refused;
  return accepted<Event>(event_of(one, Trigger::notice, when, at,
                                  NotTaken{.version = letter.version, .faults = std::move(faults)}));
}

Ruling taken(const Operator& one, const Letter& letter, Instant at, std::optional<Content> content,
             std::vector<documents::Fault> faults = {}) {
  return accepted<Event>(
      event_of(one, Trigger::notice, case_of(letter.status), at,
               Notified{.reference = certain(letter.reference, "a notice names its record"),
                        .version = letter.version,
                        .since = exchange::counts_from(letter.effective.value_or(at), at),
                        .content = std::move(content),
                        .faults = std::move(faults)}));
}

/// The status that it ended with; nothing of one that has not.
template <class Counts>
std::optional<Status> end_of(const Operator& one, Counts counts) {
  const auto last = std::find_if(one.said.rbegin(), one.said.rend(),
                                 [&](const Said& said) { return has_ended(said.status) && counts(said); });
  return last == one.said.rend() ? std::nullopt : std::optional{last->status};
}
std::optional<Status> end_of(const Operator& one) {
  return end_of(one, [](const Said&) { return true; });
}
/// As its state told it: what was brought in may be a typing error, and the state has the last word.
std::optional<Status> end_told(const Operator& one) {
  return end_of(one, [](const Said& said) { return said.version != 0; });
}

/// What is said of the operator is not taken. That there are no benefits any more is: nobody has to know more
/// for that, and a benefit that is missing can be mended.
Ruling without_content(const Operator& one, const Letter& letter, Instant at,
                       std::vector<documents::Fault> faults) {
  const Said* said = newest(one);
  const bool is_worse = said != nullptr && !has_benefits(letter.status) && letter.status != said->status &&
                        (has_benefits(said->status) || is_of_no_use(letter.status));
  const bool stops = is_worse && (!end_told(one) || letter.status == Status::unlisted);
  if (!stops || letter.version <= one.heard) return not_taken(one, letter, at, std::move(faults));
  return taken(one, letter, at, std::nullopt, std::move(faults));
}

}  // namespace

// ---- acts

Ruling act(const Operator& one, const GiveConsent& command, const std::optional<Extract>& authorised,
           const Context& context) {
  if (authorised && has_ended(authorised->status)) {
    return refuse({{.rule = "R-AEO-023",
                    .pointer = "reference",
                    .value = authorisation::in_words(command.reference),
                    .detail = std::string{word_of(authorised->status)}}});
  }
  if (one.said.size() >= aeo::bounds::said_ever_max) {
    return refuse({{.rule = "R-AEO-024",
                    .pointer = "reference",
                    .value = authorisation::in_words(command.reference),
                    .detail = format("{}", aeo::bounds::said_ever_max)}});
  }
  if (one.consent && one.consent->print == command.print) return {};
  Consented fact{.reference = command.reference,
                 .consent = {.on = context.today, .document = command.document, .print = command.print},
                 .extract = std::nullopt,
                 .by = context.by};
  if (one.consent) return by_row(one, Trigger::consent, Case::any, context.at, std::move(fact));
  fact.extract = authorised;
  const Case when = authorised ? case_of(authorised->status) : Case::not_granted;
  return by_row(one, Trigger::consent, when, context.at, std::move(fact));
}

Ruling act(const Operator& one, const WithdrawConsent& /*command*/, const Context& context) {
  return by_row(one, Trigger::withdraw_consent, Case::any, context.at, ConsentWithdrawn{.by = context.by});
}

Ruling act(const Operator& one, const TellAgain& command, const Context& context) {
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(one, Trigger::tell_again, Case::any, context.at,
                ToldAgain{.reason = command.reason, .by = context.by});
}

Ruling act(const Operator& one, const BringIn& command, const Context& context) {
  const auto fault = [&](std::string_view rule, std::string_view pointer, std::string value) {
    return refuse({{.rule = std::string{rule},
                    .pointer = std::string{pointer},
                    .value = std::move(value),
                    .detail = authorisation::in_words(command.reference)}});
  };
  const Said* said = newest(one);
  if (said == nullptr && command.status == Status::unlisted) return {};  // of whom nothing is known
  Instant since = command.effective.value_or(context.at);
  // Tables say days: what happens on the day of what was brought in last happens behind it.
  if (said != nullptr && since < said->from && said->from - since < std::chrono::days{1}) since = said->from;
  const bool is_said = said != nullptr && said->status == command.status &&
                       (command.status == Status::unlisted || (said->content.grant == command.grant &&
                                                               said->content.consent.on == command.consent));
  if (is_said && (!command.effective || since <= said->from)) return {};
  const auto end = end_of(one);
  if (end && command.status != *end && command.status != Status::unlisted)
    return fault("R-AEO-025", "status", std::string{word_of(command.status)});
  // That benefits end always has room.
  if (one.said.size() >= aeo::bounds::said_ever_max && has_benefits(command.status))
    return fault("R-AEO-024", "reference", format("{}", aeo::bounds::said_ever_max));
  if (context.at < since || (said != nullptr && since < said->from))
    return fault("R-AEO-033", "effective", to_text(since));
  return by_row(one, Trigger::bring_in, case_of(command.status), context.at,
                BroughtIn{.reference = command.reference,
                          .since = since,
                          .grant = command.grant,
                          .consent = command.consent,
                          .by = context.by});
}

Ruling publish(const Operator& one, const Extract& authorised, Instant at) {
  const Said* said = newest(one);
  const bool is_said =
      said != nullptr && said->status == authorised.status && said->content.grant == authorised.grant;
  const Case when = case_of(authorised.status);
  const bool has_row = machine::find_row<Machine>(one.state, Trigger::publish, when) != nullptr;
  if (is_said || !one.consent || !has_row) return {};
  return accepted<Event>(event_of(one, Trigger::publish, when, at, Published{.extract = authorised}));
}

// ---- between the nodes

Ruling tell(const Operator& one, std::span<const exchange::Partner> partners, Instant at) {
  Ruling ruling;
  const Said* said = newest(one);
  if (said == nullptr) return ruling;
  Operator after = one;
  for (const exchange::Partner partner : one.shared.to_tell(partners)) {
    const exchange::ToldRecord* told = one.shared.find(partner);
    if (told == nullptr && is_of_no_use(said->status)) continue;
    ruling.events.push_back(event_of(after, Trigger::tell, Case::any, at,
                                     Told{.partner = partner.number(),
                                          .version = one.shared.version,
                                          .urgent = told != nullptr && is_urgent(one, *told)}));
    after = evolve(std::move(after), ruling.events.back());
  }
  return ruling;
}

Ruling acknowledge(const Operator& one, exchange::Partner from, const Letter& letter, Instant at) {
  return by_row(one, Trigger::acknowledgement, Case::any, at,
                Acknowledged{.partner = from.number(), .version = letter.version, .faults = letter.faults});
}

Ruling time_passed(const Operator& one, Instant at) {
  Unanswered fact;
  for (const Awaited& waits : one.awaited) {
    if (!waits.alarmed && waits.since + aeo::bounds::urgent_answer <= at)
      fact.missing.push_back({.partner = waits.partner.number(), .version = waits.version});
  }
  require(!fact.missing.empty(), "a clock that rings waits for somebody");
  return accepted<Event>(event_of(one, Trigger::unanswered, Case::any, at, std::move(fact)));
}

Ruling notice(const Operator& one, const Letter& letter, Instant at) {
  if (!letter.faults.empty()) return without_content(one, letter, at, letter.faults);
  switch (exchange::judge(one.heard, letter.version, says_the_same(one, letter))) {
    case exchange::Notice::again: return not_taken(one, letter, at, {});
    case exchange::Notice::other: return not_taken(one, letter, at, {fault_of("R-AEO-026", "VersionID")});
    case exchange::Notice::newer: break;
  }
  // Whatever it says of itself since: that it is listed no more is no way back.
  const auto end = end_told(one);
  if (end && letter.status != *end && letter.status != Status::unlisted)
    return not_taken(one, letter, at, {fault_of("R-AEO-025", "AdditionalInformation[1]/StatementCode")});
  if (one.said.size() >= aeo::bounds::said_ever_max)
    return without_content(one, letter, at, {fault_of("R-AEO-024", "AuthorisedOperator")});
  return taken(one, letter, at, letter.content);
}

Letter letter_of(const Operator& one) {
  const Said* last = newest(one);
  require(last != nullptr, "there is something to tell");
  Letter letter{.reference = one.reference,
                .version = one.shared.version,
                .effective = last->from,
                .status = last->status};
  if (last->status == Status::unlisted) return letter;
  letter.content = last->content;
  // While there are no benefits nothing else counts: a stop is told from when it was made, whatever became
  // of the notice of it.
  if (has_benefits(last->status)) return letter;
  for (auto said = one.said.rbegin(); said != one.said.rend() && said->status == last->status; ++said)
    letter.effective = said->from;
  return letter;
}

}  // namespace lintas::aeo::listed
