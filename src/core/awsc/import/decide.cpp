#include "core/awsc/import/decide.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/evolve.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/awsc/judging.hpp"
#include "core/awsc/limits.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/checking.hpp"
#include "core/documents/events.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "core/kinds/contents.hpp"

namespace lintas::awsc::import_side {

namespace {

using Rings = std::vector<documents::Ring<Trigger>>;

constexpr std::string_view subject = "The declaration";

Ruling refuse(Finding finding) { return documents::refuse<Event>({std::move(finding)}); }
Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

bool is_checked(const Declaration& declaration) {
  return declaration.state == State::under_check || declaration.state == State::visit;
}
documents::Checking checking_of(const Declaration& declaration) {
  return {.awaits_reply = declaration.state == State::under_check && !declaration.reply_came,
          .is_visited = declaration.state == State::visit,
          .began = declaration.check_began,
          .request_received = declaration.request_received,
          .visit_began = declaration.visit_began};
}

/// The clocks of the state that the declaration is in.
Rings rings_of(const Declaration& declaration, const Context& context) {
  Rings rings;
  if (!declaration.since) return rings;
  if (is_checked(declaration)) {
    documents::add_rings_of_check<Machine>(checking_of(declaration), context, rings);
  } else if (declaration.state == State::presented) {
    rings.push_back({Trigger::warning, context.due_from(*declaration.since, context.limits.refusal_warning)});
    rings.push_back({Trigger::refusal, context.due_from(*declaration.since, context.limits.refusal)});
  } else if (declaration.state != State::none && declaration.state != State::closed) {
    rings.push_back(
        {Trigger::retention, context.due_from(*declaration.since, context.limits.retention), true});
  }
  return rings;
}

/// The event of the row: the table says where it leads. Refused if there is none.
Ruling by_row(const Declaration& declaration, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event = documents::step<Machine, Event>(declaration.state, declaration.state, trigger, when,
                                               context.at, std::move(fact));
  if (!event) return refuse(documents::out_of_sequence<Machine>(declaration.state, trigger, subject));
  const Declaration after = evolve(declaration, *event);
  if (const auto ring = documents::next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  return accepted<Event>(*std::move(event));
}

std::optional<Ruling> out_of_turn(const Declaration& declaration, Trigger trigger) {
  if (machine::has_row<Machine>(declaration.state, trigger)) return std::nullopt;
  return refuse(documents::out_of_sequence<Machine>(declaration.state, trigger, subject));
}

bool is_given(const Declaration& declaration, std::uint32_t number) {
  const auto result = result_of(declaration, number);
  return result && !documents::refuses(*result);
}

/// What the declaration would be, as the table asks: by what was decided and what is left.
Case case_of(const Declaration& after) {
  bool any_given = false;
  bool any_left = false;
  for (const DeclaredItem& item : after.contents.items) {
    if (!result_of(after, item.number)) return Case::more;
    if (!is_given(after, item.number)) continue;
    any_given = true;
    any_left = any_left || left_of(after, item) > Decimal{};
  }
  if (!any_given) return Case::nothing;
  return any_left ? Case::decided : Case::spent;
}

/// The items that an act names, or all that nobody has decided on.
std::vector<std::uint32_t> asked_items(const Declaration& declaration,
                                       const std::vector<std::uint32_t>& named) {
  if (!named.empty()) return named;
  std::vector<std::uint32_t> all;
  for (const DeclaredItem& item : declaration.contents.items)
    if (!result_of(declaration, item.number)) all.push_back(item.number);
  return all;
}

/// R-OD-021.
Findings faults_in_items(const Declaration& declaration, const std::vector<std::uint32_t>& items) {
  Findings findings;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto fault = [&](std::string_view why) {
      findings.push_back({.rule = "R-OD-021",
                          .pointer = format("items/{}", i + 1),
                          .value = std::to_string(items[i]),
                          .detail = std::string{why}});
    };
    const auto again = std::find(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), items[i]);
    if (again != items.begin() + static_cast<std::ptrdiff_t>(i)) {
      fault("It is named twice.");
    } else if (find_item(declaration, items[i]) == nullptr) {
      fault("There is no such item.");
    } else if (result_of(declaration, items[i])) {
      fault("It was decided on before.");
    }
  }
  return findings;
}

/// The declaration with these results, as it would be.
Declaration with_results(Declaration declaration, const std::vector<ItemResult>& results) {
  declaration.results.insert(declaration.results.end(), results.begin(), results.end());
  return declaration;
}

/// R-ASW-055: something differs, and customs takes it all the same.
bool is_minor(const std::vector<Judgement>& judgements, std::uint32_t item) {
  return std::ranges::any_of(judgements, [&](const Judgement& one) {
    return one.listed == Listed::differs && (one.check != Check::product || one.item == item);
  });
}

/// R-ASW-052, of the day of its presentation.
Findings faults_in_lateness(const Declaration& declaration, const std::string& late, const Context& context) {
  if (!late.empty()) return documents::fault_in_text("late", late);
  const Day last = context.last_day(declaration.contents.day, context.limits.validity);
  const Day presented = day_of(declaration.presented.value_or(context.at), context.calendar.utc_offset);
  if (presented <= last) return {};
  return {{"R-ASW-052", "late", to_text(presented), format("valid until {}", to_text(last))}};
}

/// Adds the preference of the items, or says what stands against it by the register.
Findings give(const Declaration& declaration, const std::vector<std::uint32_t>& items,
              const std::vector<Judgement>& judgements, std::vector<ItemResult>& results) {
  Findings findings;
  for (const std::uint32_t item : items) {
    for (Finding& one : findings_against(declaration.contents, judgements, item)) {
      if (std::ranges::find(findings, one) == findings.end()) findings.push_back(std::move(one));
    }
    results.push_back(
        {.item = item, .result = is_minor(judgements, item) ? documents::Result::u3 : documents::Result::u1});
  }
  return findings;
}

/// Of the items of a check those that an act does not name; none where nothing is checked.
std::vector<std::uint32_t> others_checked(const Declaration& declaration,
                                          const std::vector<std::uint32_t>& named) {
  std::vector<std::uint32_t> others;
  for (const std::uint32_t item : declaration.open)
    if (std::ranges::find(named, item) == named.end()) others.push_back(item);
  return others;
}

/// All that preference was not refused for, where an act names none.
std::vector<std::uint32_t> items_to_check(const Declaration& declaration,
                                          const std::vector<std::uint32_t>& named) {
  if (!named.empty()) return named;
  std::vector<std::uint32_t> all;
  for (const DeclaredItem& item : declaration.contents.items) {
    const auto result = result_of(declaration, item.number);
    if (!result || !documents::refuses(*result)) all.push_back(item.number);
  }
  return all;
}

/// R-OD-021, of a check, whose message has no greater number than sixteen bits; R-ASW-056.
Findings faults_in_checked(const Declaration& declaration, const std::vector<std::uint32_t>& items) {
  Findings findings;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto result = result_of(declaration, items[i]);
    const bool again = std::ranges::count(std::span{items}.first(i), items[i]) != 0;
    const bool is_refused = result && documents::refuses(*result);
    const bool is_there =
        find_item(declaration, items[i]) != nullptr && items[i] <= std::numeric_limits<std::uint16_t>::max();
    if (is_there && !again && !is_refused) continue;
    findings.push_back({.rule = "R-OD-021",
                        .pointer = format("items/{}", i + 1),
                        .value = std::to_string(items[i]),
                        .detail = again        ? "It is named twice."
                                  : is_refused ? "It was refused."
                                               : "There is no such item."});
  }
  for (const DeclaredItem& item : declaration.contents.items) {
    const bool is_left_open =
        !result_of(declaration, item.number) && std::ranges::find(items, item.number) == items.end();
    if (is_left_open) findings.push_back({"R-ASW-056", "items", std::to_string(item.number), ""});
  }
  return findings;
}

void check_line(const Declaration& declaration, const std::vector<kinds::Line>& lines, std::size_t i,
                Findings& findings) {
  const kinds::Line& line = lines[i];
  const auto fault = [&](std::string_view rule, std::string detail) {
    findings.push_back({.rule = std::string{rule},
                        .pointer = format("lines/{}", i + 1),
                        .value = std::to_string(line.number),
                        .detail = std::move(detail)});
  };
  const auto again = std::ranges::find(lines, line.number, &kinds::Line::number);
  if (again != lines.begin() + static_cast<std::ptrdiff_t>(i)) return fault("R-OD-025", "It is named twice.");
  const DeclaredItem* const item = find_item(declaration, line.number);
  if (item == nullptr || item->unit != line.unit)
    return fault("R-OD-025", "There is no such item in this unit.");
  if (!is_given(declaration, line.number)) return fault("R-OD-025", "No preference was given for it.");
  if (!(line.quantity > Decimal{})) return fault("R-OD-025", "Nothing of it is used.");
  const Decimal left = left_of(declaration, *item);
  if (line.quantity > left) fault("R-ASW-060", format("{} {} are left.", left.str(), line.unit.str()));
}

}  // namespace

Ruling act(const Declaration& declaration, const PresentDeclaration& command,
           const exporter_side::Exporter& exporter, const Context& context) {
  const bool is_here = declaration.state != State::none && declaration.state != State::withdrawn;
  // In another message the same declaration is another document.
  DeclarationContents said = command.contents;
  said.document = declaration.contents.document;
  if (is_here && said == declaration.contents) {
    return by_row(declaration, Trigger::present, Case::again, PresentedAgain{.by = context.by}, context);
  }
  if (is_here) {
    return refuse({.rule = "R-OD-020",
                   .pointer = "contents/reference",
                   .value = in_words(command.contents.reference),
                   .detail = {}});
  }
  return by_row(declaration, Trigger::present, Case::any,
                Presented{.contents = command.contents,
                          .judgements = judge(command.contents, exporter, context.calendar.utc_offset),
                          .by = context.by,
                          .office = command.office},
                context);
}

Ruling act(const Declaration& declaration, const AcceptItems& command,
           const exporter_side::Exporter& exporter, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::accept)) return *std::move(refused);
  const auto items = asked_items(declaration, command.items);
  Findings findings = faults_in_items(declaration, items);
  documents::add(findings, faults_in_lateness(declaration, command.late, context));
  if (!findings.empty()) return refuse(std::move(findings));
  Accepted fact{.results = {},
                .judgements = judge(declaration.contents, exporter, context.calendar.utc_offset),
                .late = command.late,
                .by = context.by};
  findings = give(declaration, items, fact.judgements, fact.results);
  if (!findings.empty()) return refuse(std::move(findings));
  const Case when = case_of(with_results(declaration, fact.results));
  return by_row(declaration, Trigger::accept, when, std::move(fact), context);
}

Ruling act(const Declaration& declaration, const RefuseItems& command,
           const exporter_side::Exporter& exporter, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::refuse)) return *std::move(refused);
  const auto items = asked_items(declaration, command.items);
  Findings findings = faults_in_items(declaration, items);
  documents::add(findings, documents::fault_in_text("reason", command.reason));
  if (!documents::refuses(command.result))
    findings.push_back({"R-OD-024", "result", std::to_string(std::to_underlying(command.result)), ""});
  documents::add(findings,
                 documents::fault_in_waiting(checking_of(declaration), false, "reference", context));
  if (!findings.empty()) return refuse(std::move(findings));
  Refused fact{.results = {}, .reason = command.reason, .by = context.by};
  for (const std::uint32_t item : items) fact.results.push_back({.item = item, .result = command.result});
  // A check ends with one decision: what it does not refuse, it has found in order.
  findings = give(declaration, others_checked(declaration, items),
                  judge(declaration.contents, exporter, context.calendar.utc_offset), fact.results);
  if (!findings.empty()) return refuse(std::move(findings));
  const Case when = case_of(with_results(declaration, fact.results));
  return by_row(declaration, Trigger::refuse, when, std::move(fact), context);
}

Ruling act(const Declaration& declaration, const UseDeclaration& command, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::use)) return *std::move(refused);
  const auto before = std::ranges::find(declaration.uses, command.declaration, &kinds::Use::declaration);
  if (before != declaration.uses.end()) {
    // The customs system may tell it again.
    if (before->lines == command.lines) return accepted<Event>();
    return refuse({"R-OD-026", "declaration", std::string{command.declaration.str()}, ""});
  }
  Findings findings;
  if (command.lines.empty()) findings.push_back({"R-OD-025", "lines", "0", "Say how much of which item."});
  if (declaration.uses.size() >= bounds::uses_max)
    findings.push_back({"R-OD-029", "declaration", std::string{command.declaration.str()}, ""});
  for (std::size_t i = 0; i < command.lines.size(); ++i) check_line(declaration, command.lines, i, findings);
  if (!findings.empty()) return refuse(std::move(findings));
  Declaration after = declaration;
  after.uses.push_back({.declaration = command.declaration, .at = context.at, .lines = command.lines});
  const Case when = case_of(after);
  return by_row(declaration, Trigger::use, when, Used{.use = after.uses.back(), .by = context.by}, context);
}

Ruling act(const Declaration& declaration, const ReassessItems& command, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::reassess)) return *std::move(refused);
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  const bool any = std::ranges::any_of(declaration.results,
                                       [](const ItemResult& one) { return documents::refuses(one.result); });
  if (!any) return refuse({"R-OD-027", "reference", in_words(declaration.contents.reference), ""});
  return by_row(declaration, Trigger::reassess, Case::any,
                Reopened{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Declaration& declaration, const WithdrawPresentation& command, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::withdraw)) return *std::move(refused);
  if (auto findings = documents::fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  // Else a refusal would be gone by presenting it anew, and its days would begin again.
  if (declaration.was_decided)
    return refuse({"R-OD-028", "reference", in_words(declaration.contents.reference), ""});
  return by_row(declaration, Trigger::withdraw, Case::any,
                Withdrawn{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Declaration& declaration, const CheckDeclaration& command, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::check)) return *std::move(refused);
  const auto items = items_to_check(declaration, command.items);
  Findings findings = faults_in_checked(declaration, items);
  documents::add(findings, documents::fault_in_name("request", command.request.str()));
  if (std::ranges::find(declaration.requests, command.request) != declaration.requests.end())
    findings.push_back({"R-OD-033", "request", std::string{command.request.str()}, ""});
  documents::add(findings, documents::fault_in_doubt(command.random, command.reason));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(declaration, Trigger::check, Case::any,
                CheckBegan{.items = items,
                           .random = command.random,
                           .reason = command.reason,
                           .by = context.by,
                           .request = command.request},
                context);
}

Ruling act(const Declaration& declaration, const EndCheck& command, const exporter_side::Exporter& exporter,
           const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::satisfied)) return *std::move(refused);
  Findings findings = documents::fault_in_waiting(checking_of(declaration), true, "reference", context);
  documents::add(findings, faults_in_lateness(declaration, command.late, context));
  if (!command.text.empty()) documents::add(findings, documents::fault_in_text("text", command.text));
  Accepted fact{.results = {},
                .judgements = judge(declaration.contents, exporter, context.calendar.utc_offset),
                .late = command.late,
                .by = context.by,
                .text = command.text};
  documents::add(findings, give(declaration, declaration.open, fact.judgements, fact.results));
  if (!findings.empty()) return refuse(std::move(findings));
  const Case when = case_of(with_results(declaration, fact.results));
  return by_row(declaration, Trigger::satisfied, when, std::move(fact), context);
}

Ruling act(const Declaration& declaration, const NotifyVisit& command, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::visit)) return *std::move(refused);
  Findings findings = documents::fault_in_waiting(checking_of(declaration), false, "reference", context);
  if (!command.all_notified) findings.push_back({"R-ASW-085", "all_notified", "false", ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(declaration, Trigger::visit, Case::any, Done{.by = context.by, .text = {}}, context);
}

Ruling act(const Declaration& declaration, const RecordReply& command, const Context& context) {
  if (auto refused = out_of_turn(declaration, Trigger::record_reply)) return *std::move(refused);
  Findings findings = documents::fault_in_text("text", command.text);
  if (command.request != declaration.requests.back())
    findings.push_back({"R-DOC-016", "request", std::string{command.request.str()}, ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(declaration, Trigger::record_reply, Case::any, Done{.by = context.by, .text = command.text},
                context);
}

Ruling receive(const Declaration& declaration, Trigger trigger, const documents::Letter& letter,
               const Context& context) {
  const bool is_reply = trigger == Trigger::check_result;
  require(is_reply || trigger == Trigger::acknowledgement, "only messages are received");
  const bool is_of_the_check =
      machine::has_row<Machine>(declaration.state, trigger) && letter.request == declaration.requests.back();
  const bool is_new = is_reply || (letter.faults.empty() && !declaration.request_received);
  if (is_of_the_check && is_new) {
    return by_row(declaration, trigger, Case::any,
                  Done{.by = {}, .text = letter.text, .consents = letter.consents}, context);
  }
  const auto acknowledgement = letter.faults.empty() ? documents::l2_ok : documents::l2_error;
  return documents::noted<Event>(declaration, trigger,
                                 is_reply ? documents::co_verify_result : acknowledgement, context.at,
                                 letter.faults);
}

Ruling time_passed(const Declaration& declaration, const Context& context) {
  constexpr std::array alarm_of_trigger{
      std::pair{Trigger::warning, Alarm::refusal_near}, std::pair{Trigger::refusal, Alarm::refusal_over},
      std::pair{Trigger::no_reply, Alarm::no_reply}, std::pair{Trigger::whole_process, Alarm::whole_process},
      std::pair{Trigger::visit_steps, Alarm::visit_steps}};
  auto [trigger, fact] =
      documents::rung_out<Fact>(rings_of(declaration, context), declaration.rung, alarm_of_trigger);
  return by_row(declaration, trigger, Case::any, std::move(fact), context);
}

}  // namespace lintas::awsc::import_side
