#include "core/aeo/authorisation/decide.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <initializer_list>
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
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/evolve.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/reading.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/ruling.hpp"

namespace lintas::aeo::authorisation {

namespace {

using Rings = std::vector<documents::Ring<Trigger>>;

constexpr std::string_view subject = "The authorisation";

Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// Its last day passed while it was looked at anew, where none does: what ends it then is no clock.
bool is_over_since(const Authorisation& authorisation, const Context& context) {
  return authorisation.valid_until && authorisation.since &&
         context.end_of(*authorisation.valid_until) <= *authorisation.since;
}

/// The clocks of the state that it is in.
Rings rings_of(const Authorisation& authorisation, const Context& context) {
  Rings rings;
  const auto at_end_of = [&](const std::optional<Day>& day, Trigger trigger, bool leaves) {
    if (day) rings.push_back({trigger, context.end_of(*day), leaves});
  };
  switch (authorisation.state) {
    case State::draft:
      if (authorisation.written)
        rings.push_back({Trigger::idle, context.due_from(*authorisation.written, context.limits.idle), true});
      break;
    case State::returned: at_end_of(authorisation.until, Trigger::not_completed, true); break;
    case State::accepted:
    case State::validation:
      if (authorisation.accepted) {
        rings.push_back(
            {Trigger::overdue, context.due_from(*authorisation.accepted, context.limits.decision)});
      }
      break;
    case State::corrective: at_end_of(authorisation.until, Trigger::not_corrected, true); break;
    case State::active:
      at_end_of(authorisation.revalidate_on, Trigger::revalidation_due, true);
      at_end_of(authorisation.valid_until, Trigger::expiry, true);
      break;
    case State::suspended:
      at_end_of(authorisation.until, Trigger::not_repaired, false);
      if (!is_over_since(authorisation, context)) at_end_of(authorisation.valid_until, Trigger::expiry, true);
      break;
    case State::revalidation:
      if (authorisation.since) {
        rings.push_back(
            {Trigger::revalidation_overdue, context.due_from(*authorisation.since, context.limits.decision)});
      }
      at_end_of(authorisation.valid_until, Trigger::revalidation_overdue, false);
      break;
    case State::none:
    case State::submitted:
    case State::refused:
    case State::ended:
    case State::revoked:
    case State::withdrawn:
    case State::expired: break;
  }
  return rings;
}

/// The event of the row: the table says where it leads. Refused if there is none.
Ruling by_row(const Authorisation& authorisation, Trigger trigger, Fact fact, const Context& context,
              Case when = Case::any) {
  auto event = documents::step<Machine, Event>(authorisation.state, authorisation.state, trigger, when,
                                               context.at, std::move(fact));
  if (!event) return refuse({documents::out_of_sequence<Machine>(authorisation.state, trigger, subject)});
  const Authorisation after = evolve(authorisation, *event);
  if (const auto ring = documents::next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  return accepted<Event>(*std::move(event));
}

/// Its day is over, and the clock that ends it for that has not rung yet: nothing brings it back meanwhile.
/// That it is time to look at it anew ends nothing.
std::optional<Instant> over_since(const Authorisation& authorisation, const Context& context) {
  for (const auto& ring : rings_of(authorisation, context))
    if (ring.leaves && ring.trigger != Trigger::revalidation_due && ring.at <= context.at) return ring.at;
  return std::nullopt;
}

/// That it is not its turn is told before anything that is wrong with what was written.
std::optional<Ruling> out_of_turn(const Authorisation& authorisation, Trigger trigger,
                                  const Context& context) {
  if (!machine::has_row<Machine>(authorisation.state, trigger))
    return refuse({documents::out_of_sequence<Machine>(authorisation.state, trigger, subject)});
  const auto over = over_since(authorisation, context);
  if (!over) return std::nullopt;
  return refuse(
      {{.rule = "R-DOC-001",
        .pointer = "",
        .value = std::string{Machine::triggers[std::to_underlying(trigger)].words()},
        .detail = format("{} is in state \"{}\", and its day was over at {}: that ends it.", subject,
                         Machine::states[std::to_underlying(authorisation.state)].name, to_text(*over))}});
}

struct Written {
  std::string_view field;
  const std::string* text;
};

/// R-DOC-002.
Findings faults_in(std::initializer_list<Written> texts) {
  Findings findings;
  for (const Written& one : texts) documents::add(findings, documents::fault_in_text(one.field, *one.text));
  return findings;
}

Day latest_day(const Context& context) { return context.today() + aeo::bounds::ahead_max; }

/// "2026-01-05 to 2046-01-20": within which a day may be set.
std::string days_that_may_be(const Context& context) {
  return format("{} to {}", to_text(context.today()), to_text(latest_day(context)));
}

/// R-AEO-011: a day by which somebody has to do something.
Findings fault_in_day(const Day& day, const Context& context) {
  if (context.today() <= day && day <= latest_day(context)) return {};
  return {
      {.rule = "R-AEO-011", .pointer = "until", .value = to_text(day), .detail = days_that_may_be(context)}};
}

/// R-AEO-011. `why`: what needs it here.
Finding missing_day(std::string_view why, const Context& context) {
  return {.rule = "R-AEO-011",
          .pointer = "until",
          .value = "",
          .detail = format("{}, {}", why, days_that_may_be(context))};
}

/// R-DOC-002 of a text that may be left out.
Findings fault_in_remark(std::string_view field, const std::string& text) {
  return text.empty() ? Findings{} : documents::fault_in_text(field, text);
}

// ---- what a programme has

Finding not_of_programme(std::string_view pointer, std::string value, std::string expected) {
  return {.rule = "R-AEO-010",
          .pointer = std::string{pointer},
          .value = std::move(value),
          .detail = format("it has: {}", expected)};
}

template <class List, class Word>
std::string joined(const List& list, const Word& word) {
  std::string text;
  for (const auto& one : list) text.append(text.empty() ? "" : ", ").append(word(one));
  return text.empty() ? std::string{"none"} : text;
}

/// R-AEO-010. `within`: where level and roles stand in the act.
Findings faults_in_grant(const std::string& level, const std::vector<OperatorRole>& roles,
                         const Programme& programme, const std::string& within) {
  Findings findings;
  if (!programme.has_level(level)) {
    findings.push_back(not_of_programme(within + "level", level,
                                        joined(programme.levels, [](const auto& one) { return one; })));
  }
  const auto words = [](OperatorRole role) { return word_of(role); };
  if (roles.empty())
    findings.push_back(not_of_programme(within + "roles", "", joined(programme.roles, words)));
  for (const OperatorRole role : roles) {
    const bool is_twice = std::ranges::count(roles, role) > 1;
    if (programme.has_role(role) && !is_twice) continue;
    findings.push_back(
        not_of_programme(within + "roles", std::string{word_of(role)}, joined(programme.roles, words)));
  }
  return findings;
}

/// R-AEO-021, of roles that the programme has.
Findings faults_in_roles(const std::vector<OperatorRole>& roles, const Application& asked,
                         const Programme& programme) {
  Findings findings;
  for (const OperatorRole role : roles) {
    if (std::ranges::find(asked.roles, role) != asked.roles.end() || !programme.has_role(role)) continue;
    findings.push_back({.rule = "R-AEO-021",
                        .pointer = "roles",
                        .value = std::string{word_of(role)},
                        .detail = format("asked for: {}", joined(asked.roles, [](OperatorRole one) {
                                           return word_of(one);
                                         }))});
  }
  return findings;
}

/// The last day: the one that was asked for, or what the programme gives. It is none before `from`; the term
/// counts from `start` on. R-AEO-012.
struct Term {
  std::optional<Day> until;
  Findings findings;
};
Term term_of(Day from, Day start, const std::optional<Day>& asked, const Context& context) {
  std::optional<Day> given;
  if (context.limits.validity) given = context.last_day(start, *context.limits.validity);
  const Day latest = given.value_or(from + aeo::bounds::ahead_max);
  if (!asked || (from <= *asked && *asked <= latest)) return {.until = asked ? asked : given, .findings = {}};
  return {.until = {},
          .findings = {{.rule = "R-AEO-012",
                        .pointer = "until",
                        .value = to_text(*asked),
                        .detail = format("{} to {}", to_text(from), to_text(latest))}}};
}

/// R-AEO-012.
Findings fault_in_first_day(Day from, const Context& context) {
  const Day latest = context.today() + aeo::bounds::begins_ahead_max;
  if (context.today() <= from && from <= latest) return {};
  return {{.rule = "R-AEO-012",
           .pointer = "from",
           .value = to_text(from),
           .detail = format("{} to {}", to_text(context.today()), to_text(latest))}};
}

/// The last day before it is looked at anew: the earlier of what the programme gives, and so many days before
/// its end that it is renewed in time.
std::optional<Day> revalidation_of(Day from, const std::optional<Day>& until, const Context& context) {
  std::optional<Day> due;
  if (context.limits.revalidation) due = context.last_day(from, *context.limits.revalidation);
  if (!until || !context.limits.renewal) return due;
  const Day renewal = std::max(from, *until - std::chrono::days{context.limits.renewal->count});
  return due ? std::min(*due, renewal) : renewal;
}

/// R-AEO-018.
Findings fault_in_ground(Ground ground, bool leads_there, std::string_view allowed) {
  if (leads_there) return {};
  return {{.rule = "R-AEO-018",
           .pointer = "ground",
           .value = std::string{word_of(ground)},
           .detail = format("here: {}", allowed)}};
}

/// Whatever is not grave ends an authorisation once the day to repair it is over, or where it was found when
/// the conditions were looked at anew.
bool may_end_for_less(const Authorisation& authorisation, const Context& context) {
  if (authorisation.state == State::revalidation) return true;
  return authorisation.state == State::suspended && authorisation.until &&
         *authorisation.until < context.today();
}

/// R-AEO-014: how often it changes how it stands is kept, too. It is asked of what begins a round; never of
/// what stops benefits or ends something.
Findings fault_in_standings(const Authorisation& authorisation) {
  if (authorisation.standings.size() < aeo::bounds::standings_ever_max) return {};
  return {{.rule = "R-AEO-014", .pointer = "", .value = "", .detail = ""}};
}

// ---- codes

Reading reading_of(const Code& code, const Context& context, const Known& known) {
  require(known.shapes != nullptr, "a code is read by the shapes of its state");
  return read_code(known.home, code.str(), *known.shapes, context.today());
}

struct GivenCode {
  Code code;
  CodeKey key;
};

/// As it is issued, however it was written. R-AEO-001, R-AEO-002, R-AEO-005, R-AEO-016.
std::expected<GivenCode, Finding> given_code(const Authorisation& authorisation, const Code& code,
                                             std::string_view level, const Context& context,
                                             const Known& known) {
  const Reading reading = reading_of(code, context, known);
  if (auto fault = fault_of(reading, code.str(), "code")) return std::unexpected(*std::move(fault));
  if (!reading.level.empty() && reading.level != level) {
    return std::unexpected(Finding{.rule = "R-AEO-016",
                                   .pointer = "code",
                                   .value = reading.code,
                                   .detail = format("the code says {}, granted: {}", reading.level, level)});
  }
  const CodeKey& key = certain(reading.key, "what is no code has a fault");
  const HeldCode* newest = newest_code(authorisation);
  const bool has_it = newest != nullptr && newest->key == key;
  if (known.code_is_taken || has_it) {
    return std::unexpected(Finding{.rule = "R-AEO-005",
                                   .pointer = "code",
                                   .value = reading.code,
                                   .detail = has_it ? "It is the code of this authorisation now." : ""});
  }
  return GivenCode{.code = Code::parse(reading.code).value_or(code), .key = key};
}

// ---- bars

bool is_barred(const Known& known, const Context& context) {
  return known.barred && context.today() <= known.barred->until;
}

/// The application ends.
Ruling by_bar(const Authorisation& authorisation, Trigger trigger, const Context& context,
              const Known& known) {
  return by_row(authorisation, trigger,
                Barred{.bar = certain(known.barred, "who is barred has a bar"), .by = context.by}, context,
                Case::barred);
}

}  // namespace

// ---- the application

Ruling act(const Authorisation& authorisation, const BeginApplication& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::begin, context)) return *std::move(refusal);
  const Application& asked = command.application;
  if (auto findings = faults_in_grant(asked.level, asked.roles, context.limits, "application/");
      !findings.empty())
    return refuse(std::move(findings));
  return by_row(authorisation, Trigger::begin, Begun{.application = asked, .by = context.by}, context);
}

Ruling act(const Authorisation& authorisation, const SubmitApplication& /*command*/, const Context& context,
           const Known& known) {
  if (auto refusal = out_of_turn(authorisation, Trigger::submit, context)) return *std::move(refusal);
  if (is_barred(known, context)) return by_bar(authorisation, Trigger::submit, context, known);
  return by_row(authorisation, Trigger::submit, Submitted{.by = context.by}, context);
}

Ruling act(const Authorisation& authorisation, const AcceptApplication& command, const Context& context,
           const Known& known) {
  if (auto refusal = out_of_turn(authorisation, Trigger::accept, context)) return *std::move(refusal);
  if (is_barred(known, context)) return by_bar(authorisation, Trigger::accept, context, known);
  if (auto findings = faults_in({{"basis", &command.basis}}); !findings.empty())
    return refuse(std::move(findings));
  return by_row(authorisation, Trigger::accept, Accepted{.basis = command.basis, .by = context.by}, context);
}

Ruling act(const Authorisation& authorisation, const ReturnApplication& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::give_back, context)) return *std::move(refusal);
  auto findings = faults_in({{"reason", &command.reason}, {"basis", &command.basis}});
  documents::add(findings, fault_in_day(command.until, context));
  documents::add(findings, fault_in_standings(authorisation));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(
      authorisation, Trigger::give_back,
      Returned{.reason = command.reason, .until = command.until, .basis = command.basis, .by = context.by},
      context);
}

Ruling act(const Authorisation& authorisation, const BeginValidation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::validate, context)) return *std::move(refusal);
  if (auto findings = faults_in({{"basis", &command.basis}}); !findings.empty())
    return refuse(std::move(findings));
  return by_row(authorisation, Trigger::validate, ValidationBegun{.basis = command.basis, .by = context.by},
                context);
}

Ruling act(const Authorisation& authorisation, const RequireCorrection& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::correct, context)) return *std::move(refusal);
  auto findings = faults_in({{"reason", &command.reason}, {"basis", &command.basis}});
  documents::add(findings, fault_in_day(command.until, context));
  documents::add(findings, fault_in_standings(authorisation));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(
      authorisation, Trigger::correct,
      CorrectionRequired{
          .reason = command.reason, .until = command.until, .basis = command.basis, .by = context.by},
      context);
}

Ruling act(const Authorisation& authorisation, const RecordCorrection& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::corrected, context)) return *std::move(refusal);
  if (auto findings = faults_in({{"basis", &command.basis}}); !findings.empty())
    return refuse(std::move(findings));
  return by_row(authorisation, Trigger::corrected, Corrected{.basis = command.basis, .by = context.by},
                context);
}

Ruling act(const Authorisation& authorisation, const RefuseApplication& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::refuse, context)) return *std::move(refusal);
  if (auto findings = faults_in({{"reason", &command.reason}, {"basis", &command.basis}}); !findings.empty())
    return refuse(std::move(findings));
  return by_row(authorisation, Trigger::refuse,
                Refused{.reason = command.reason, .basis = command.basis, .by = context.by}, context);
}

// ---- the status

Ruling act(const Authorisation& authorisation, const AuthoriseOperator& command, const Context& context,
           const Known& known) {
  if (auto refusal = out_of_turn(authorisation, Trigger::authorise, context)) return *std::move(refusal);
  const Application& asked = authorisation.application;
  const std::string& level = command.level.empty() ? asked.level : command.level;
  const auto& roles = command.roles.empty() ? asked.roles : command.roles;
  auto findings = faults_in({{"basis", &command.basis}});
  documents::add(findings, faults_in_grant(level, roles, context.limits, ""));
  documents::add(findings, faults_in_roles(roles, asked, context.limits));
  if (is_barred(known, context)) {
    findings.push_back(
        {.rule = "R-AEO-017",
         .pointer = "",
         .value = "",
         .detail = format("until {}", to_text(certain(known.barred, "who is barred has a bar").until))});
  }
  if (known.live) {
    findings.push_back({.rule = "R-AEO-020", .pointer = "", .value = in_words(*known.live), .detail = ""});
  }
  const Day from = command.from.value_or(context.today());
  documents::add(findings, fault_in_first_day(from, context));
  Term term = term_of(from, from, command.until, context);
  documents::add(findings, std::move(term.findings));
  const auto code = given_code(authorisation, command.code, level, context, known);
  if (!code) findings.push_back(code.error());
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::authorise,
                Authorised{.code = code->code,
                           .key = code->key,
                           .level = level,
                           .roles = roles,
                           .authorised = context.today(),
                           .from = from,
                           .until = term.until,
                           .revalidate_on = revalidation_of(from, term.until, context),
                           .basis = command.basis,
                           .by = context.by,
                           .had_before = known.had_before},
                context);
}

Ruling act(const Authorisation& authorisation, const SuspendAuthorisation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::suspend, context)) return *std::move(refusal);
  auto findings = faults_in({{"reason", &command.reason}, {"basis", &command.basis}});
  documents::add(findings, fault_in_ground(command.ground, command.ground != Ground::grave_breach,
                                           "conditions_in_doubt, conditions_not_met, asked_by_holder"));
  const bool is_asked = command.ground == Ground::asked_by_holder;
  if (command.until) documents::add(findings, fault_in_day(*command.until, context));
  if (!command.until && !is_asked) {
    findings.push_back(missing_day("this ground needs one", context));
  }
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::suspend,
                Suspended{.ground = command.ground,
                          .reason = command.reason,
                          .basis = command.basis,
                          .until = command.until,
                          .by = context.by},
                context);
}

Ruling act(const Authorisation& authorisation, const RestoreAuthorisation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::restore, context)) return *std::move(refusal);
  auto findings = faults_in({{"reason", &command.reason}, {"basis", &command.basis}});
  documents::add(findings, fault_in_standings(authorisation));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::restore,
                Restored{.reason = command.reason, .basis = command.basis, .by = context.by}, context,
                is_over_since(authorisation, context) ? Case::over : Case::any);
}

Ruling act(const Authorisation& authorisation, const RevokeAuthorisation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::revoke, context)) return *std::move(refusal);
  auto findings = faults_in({{"reason", &command.reason}, {"basis", &command.basis}});
  const bool ends_for_less = may_end_for_less(authorisation, context);
  const bool leads_there = command.ground == Ground::grave_breach ||
                           (command.ground == Ground::conditions_not_met && ends_for_less);
  documents::add(findings,
                 fault_in_ground(command.ground, leads_there,
                                 ends_for_less ? "grave_breach, conditions_not_met" : "grave_breach"));
  if (!command.second || *command.second == context.by)
    findings.push_back({.rule = "R-AEO-013", .pointer = "", .value = "", .detail = ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::revoke,
                Revoked{.ground = command.ground,
                        .reason = command.reason,
                        .basis = command.basis,
                        .by = context.by,
                        .second = command.second,
                        .barred_until = context.last_day(context.today(), context.limits.bar)},
                context);
}

Ruling act(const Authorisation& authorisation, const WithdrawAuthorisation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::withdraw, context)) return *std::move(refusal);
  if (auto findings = fault_in_remark("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(authorisation, Trigger::withdraw, Withdrawn{.reason = command.reason, .by = context.by},
                context);
}

Ruling act(const Authorisation& authorisation, const BeginRevalidation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::revalidate, context)) return *std::move(refusal);
  auto findings = faults_in({{"basis", &command.basis}});
  documents::add(findings, fault_in_remark("reason", command.reason));
  documents::add(findings, fault_in_standings(authorisation));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::revalidate,
                RevalidationBegun{.reason = command.reason, .basis = command.basis, .by = context.by},
                context);
}

Ruling act(const Authorisation& authorisation, const PassRevalidation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::pass, context)) return *std::move(refusal);
  auto findings = faults_in({{"basis", &command.basis}});
  // Whoever is renewed before its last day loses nothing of what was left.
  const Day from = std::max(context.today(), authorisation.valid_from.value_or(context.today()));
  Term term = term_of(from, std::max(from, authorisation.valid_until.value_or(from)), command.until, context);
  documents::add(findings, std::move(term.findings));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::pass,
                Passed{.until = term.until,
                       .revalidate_on = revalidation_of(from, term.until, context),
                       .basis = command.basis,
                       .by = context.by},
                context);
}

Ruling act(const Authorisation& authorisation, const ChangeCode& command, const Context& context,
           const Known& known) {
  if (auto refusal = out_of_turn(authorisation, Trigger::change_code, context)) return *std::move(refusal);
  auto findings = faults_in({{"basis", &command.basis}});
  documents::add(findings, fault_in_remark("reason", command.reason));
  if (command.until) documents::add(findings, fault_in_day(*command.until, context));
  if (!command.until && !command.by_mistake) {
    findings.push_back(
        missing_day("until when the code before holds, for what is on its way with it", context));
  }
  if (command.until && command.by_mistake) {
    findings.push_back({.rule = "R-AEO-011",
                        .pointer = "until",
                        .value = to_text(*command.until),
                        .detail = "none: what was given by mistake ends at once"});
  }
  const auto code = given_code(authorisation, command.code, authorisation.level, context, known);
  if (!code) findings.push_back(code.error());
  if (authorisation.codes.size() >= aeo::bounds::codes_ever_max) {
    findings.push_back(
        {.rule = "R-AEO-014", .pointer = "code", .value = std::string{command.code.str()}, .detail = ""});
  }
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::change_code,
                CodeChanged{.code = code->code,
                            .key = code->key,
                            .until = command.until ? context.end_of(*command.until) : context.at,
                            .reason = command.reason,
                            .basis = command.basis,
                            .by = context.by,
                            .given = context.today(),
                            .mistaken = command.by_mistake,
                            .had_before = known.had_before},
                context);
}

Ruling act(const Authorisation& authorisation, const EndAuthorisation& command, const Context& context,
           const Known& /*known*/) {
  if (auto refusal = out_of_turn(authorisation, Trigger::end, context)) return *std::move(refusal);
  auto findings = faults_in({{"basis", &command.basis}});
  documents::add(findings, fault_in_remark("reason", command.reason));
  const auto& last = authorisation.valid_until;
  if (!last || context.today() <= *last) {
    findings.push_back({.rule = "R-AEO-019",
                        .pointer = "",
                        .value = "",
                        .detail = last ? format("its last day: {}", to_text(*last)) : "it has no last day"});
  }
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(authorisation, Trigger::end,
                Ended{.reason = command.reason, .basis = command.basis, .by = context.by}, context);
}

Ruling time_passed(const Authorisation& authorisation, const Context& context) {
  constexpr std::array alarm_of_trigger{
      std::pair{Trigger::overdue, Alarm::decision_overdue},
      std::pair{Trigger::not_repaired, Alarm::repair_over},
      std::pair{Trigger::revalidation_overdue, Alarm::revalidation_overdue}};
  auto [trigger, fact] =
      documents::rung_out<Fact>(rings_of(authorisation, context), authorisation.rung, alarm_of_trigger);
  return by_row(authorisation, trigger, std::move(fact), context);
}

}  // namespace lintas::aeo::authorisation
