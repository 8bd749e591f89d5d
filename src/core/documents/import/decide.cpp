#include "core/documents/import/decide.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/checking.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/paper.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/steps.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"

namespace lintas::documents::import_side {

namespace {

using Numbers = std::vector<std::uint16_t>;

/// What the decision comes to: other items wait, or the sum of all.
Case case_of(const Certificate& certificate, const Decided& fact) {
  const Certificate after = evolve(certificate, Event{.next = certificate.state, .fact = fact});
  if (!after.open.empty()) return Case::some_open;
  if (sum_of(after.items) == Sum::refused) {
    const bool clarifiable = std::ranges::any_of(
        after.items, [](const Balance& item) { return item.result && refuses(*item.result) && !item.final; });
    return certificate.state == State::reassess && clarifiable ? Case::clarifiable : Case::some_refused;
  }
  const bool left =
      std::ranges::any_of(after.items, [](const Balance& item) { return !free_of(item).is_zero(); });
  return left ? Case::quantity_left : Case::whole;
}

bool is_checked(const Certificate& certificate) {
  return certificate.state == State::under_check || certificate.state == State::visit;
}

/// Time in which the issuing authority had the word, which the refusal clock leaves out.
Instant::duration pause_of(const Certificate& certificate, Instant now) {
  return is_checked(certificate) && certificate.check_began ? now - *certificate.check_began
                                                            : Instant::duration{0};
}

bool refused_late(const Certificate& certificate, const Context& context) {
  const auto start = refusal_start(certificate, context.limits);
  if (!start || certificate.state == State::reassess) return false;
  // What was claimed had its answer in time; the check came later.
  const bool answered = certificate.before_check != State::claimed;
  if (is_checked(certificate) && answered) return false;
  return context.at >= context.due_from(*start, context.limits.refusal) + pause_of(certificate, context.at);
}

Decided decided(const Certificate& certificate, std::string text, const Context& context) {
  return {.results = {},
          .refund = certificate.state != State::claimed,
          .received = certificate.received,
          .claimed = certificate.claimed,
          .late_refusal = false,
          .text = std::move(text),
          .by = context.by};
}

ItemResult given(const Certificate& certificate, std::uint16_t number, bool minor) {
  Balances items = certificate.items;
  book(items, certificate.state, number, Result::u1);
  const Balance& item = *find(items, number);
  Result result = item.used == item.quantity ? Result::u1 : Result::u2;
  if (minor) result = Result::u3;
  return {.item = number, .result = result, .quantity = item.used};
}

/// What was used of the item before stays used, unless a check takes it back.
ItemResult not_given(const Certificate& certificate, std::uint16_t number, Result result) {
  Balances items = certificate.items;
  book(items, certificate.state, number, result);
  return {.item = number, .result = result, .quantity = find(items, number)->used};
}

/// The items wait for this decision, and are named once: R-DOC-003.
Findings faults_in(const Certificate& certificate, const Numbers& items) {
  Findings findings;
  if (items.empty()) findings.push_back({"R-DOC-003", "items", "", "No item is named."});
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto before = items.begin() + static_cast<std::ptrdiff_t>(i);
    const bool again = std::find(items.begin(), before, items[i]) != before;
    const bool waits = std::ranges::find(certificate.open, items[i]) != certificate.open.end();
    if (again || !waits)
      findings.push_back({"R-DOC-003", format("items/{}", i + 1), std::to_string(items[i]), ""});
  }
  return findings;
}

/// R-ASW-056: a check or a question of classification does not hold up other items of the claim.
Findings faults_in_rest(const Certificate& certificate, const Numbers& items) {
  if (certificate.state != State::claimed) return {};
  for (const std::uint16_t open : certificate.open) {
    if (std::ranges::find(items, open) == items.end())
      return {{"R-ASW-056", "items", std::to_string(open), ""}};
  }
  return {};
}

/// R-ASW-025: a certificate for partial cumulation gives no preference, and so does an item whose criterion
/// that is, though the mark was forgotten.
Findings fault_in_giving(const Certificate& certificate, const Numbers& items) {
  const std::string name = in_words(certificate.contents.reference);
  if (certificate.contents.flags.partial_cumulation) return {{"R-ASW-025", "document", name, ""}};
  Findings findings;
  for (const Item& item : certificate.contents.items) {
    if (is_partial(item) && std::ranges::find(items, item.number) != items.end())
      findings.push_back({"R-ASW-025", "items", std::to_string(item.number), ""});
  }
  return findings;
}

/// What is said of the items that a question keeps open.
Opened opened(const Certificate& certificate, const Numbers& items, Result result, const Context& context) {
  Opened fact{.results = {}, .random = false, .reason = {}, .by = context.by, .request = {}};
  for (const std::uint16_t number : items) {
    fact.results.push_back(
        {.item = number, .result = result, .quantity = find(certificate.items, number)->used});
  }
  return fact;
}

Decimal booked_of(const Balance& item) { return item.quantity.minus(free_of(item)).value_or(item.quantity); }

/// Letters and digits alone, in capitals: how a number is spelled is a minor discrepancy (R-ASW-054).
std::string bare_number(std::string_view number) {
  std::string bare;
  for (const char c : number) {
    if (c >= 'a' && c <= 'z') bare += static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) bare += c;
  }
  return bare;
}

/// R-DOC-068. Where a third country invoices, the invoice of box 10 may be the exporter's own, and that of
/// the declaration is no reason for refusal (R-ASW-021).
Findings faults_in_invoices(const Contents& contents, const std::vector<std::string>& invoices) {
  if (contents.invoices.empty() || contents.flags.third_country_invoicing) return {};
  Findings findings;
  for (std::size_t i = 0; i < invoices.size(); ++i) {
    const std::string bare = bare_number(invoices[i]);
    const auto is_it = [&](const std::string& one) { return bare_number(one) == bare; };
    if (std::ranges::any_of(contents.invoices, is_it)) continue;
    std::string named;
    for (const std::string& one : contents.invoices) named += format("{}{}", named.empty() ? "" : ", ", one);
    findings.push_back(
        {"R-DOC-068", format("invoices/{}", i + 1), invoices[i].substr(0, limits::finding_value_chars_max),
         format("The certificate names {}.", named.substr(0, limits::finding_value_chars_max))});
  }
  return findings;
}

Findings faults_in_presentation(const Certificate& certificate, const ClaimPreference& command) {
  Findings findings = fault_in_text("declaration", command.declaration);
  for (Finding& finding : findings) finding.rule = "R-ASW-050";
  if (command.invoices.empty()) findings.push_back({"R-ASW-050", "invoices", "", ""});
  add(findings, faults_in_invoices(certificate.contents, command.invoices));
  if (command.through_non_member && !command.through_bill)
    findings.push_back({"R-ASW-059", "through_bill", "false", ""});
  if (!command.force_majeure.empty()) add(findings, fault_in_text("force_majeure", command.force_majeure));
  add(findings, faults_in_claim(limited(certificate, booked_of), command.lines));
  return findings;
}

ClaimPreference claim_of(const UtiliseItems& command, std::vector<Line> lines) {
  return {.certificate = command.certificate,
          .declaration = command.declaration,
          .invoices = command.invoices,
          .lines = std::move(lines),
          .through_non_member = command.through_non_member,
          .through_bill = command.through_bill,
          .arrived = command.arrived,
          .force_majeure = command.force_majeure,
          .office = command.office,
          .replaces = command.replaces};
}

/// What is to be used yet, with its places in the act; and what the declaration claimed or used otherwise
/// before: R-DOC-066.
struct ToUse {
  std::vector<Line> lines;
  std::vector<std::size_t> places;
  Findings findings;
};
ToUse to_use(const Certificate& certificate, const UtiliseItems& command) {
  const auto use = std::ranges::find(certificate.uses, command.declaration, &Use::declaration);
  const std::vector<Line> used = use == certificate.uses.end() ? std::vector<Line>{} : use->lines;
  ToUse all;
  for (std::size_t i = 0; i < command.lines.size(); ++i) {
    const Line& line = command.lines[i];
    const auto differs = [&](std::string_view how, Decimal quantity) {
      all.findings.push_back({"R-DOC-066", format("lines/{}/quantity", i + 1), line.quantity.str(),
                              format("It has {} {} of item {}.", how, quantity.str(), line.item)});
    };
    const auto before = std::ranges::find(used, line.item, &Line::item);
    const Balance* item = find(certificate.items, line.item);
    const bool is_open = certificate.state == State::claimed && item != nullptr && !item->claimed.is_zero();
    if (is_open && item->claimed != line.quantity) {
      differs("claimed", item->claimed);
    } else if (is_open || before == used.end()) {
      all.lines.push_back(line);
      all.places.push_back(i + 1);
    } else if (before->quantity != line.quantity) {
      differs("used", before->quantity);
    }
  }
  return all;
}

/// Each line as the act has it, where claiming and accepting count those alone that are to be used yet.
Findings as_the_act_has_it(Findings findings, const ToUse& open) {
  for (Finding& finding : findings) {
    const std::string pointer = std::exchange(finding.pointer, {});
    const std::size_t list_end = std::min(pointer.find('/'), pointer.size());
    const bool is_list = pointer.starts_with("lines") || pointer.starts_with("items");
    std::size_t number = 0;
    const char* const end = pointer.data() + pointer.size();
    const char* rest = pointer.data() + list_end;
    if (is_list && rest != end) rest = std::from_chars(rest + 1, end, number).ptr;
    finding.pointer = is_list ? "lines" : pointer;
    if (number == 0 || number > open.places.size()) continue;
    finding.pointer += format("/{}", open.places[number - 1]) + std::string{rest, end};
  }
  return findings;
}

}  // namespace

std::optional<Reference> earlier_of_claim(const Certificate& certificate) {
  if (certificate.contents.replaces) return certificate.contents.replaces->certificate;
  return earlier_of_data(certificate);
}

Ruling act(const Certificate& certificate, const ClaimPreference& command, const Context& context) {
  if (certificate.state == State::accepted)
    return refuse(Finding{"R-ASW-060", "document", in_words(certificate.contents.reference), ""});
  if (!takes(certificate, Trigger::claim))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::claim));
  require(certificate.valid_until.has_value(), "what can be claimed has a validity");
  const Day last = *certificate.valid_until;
  const bool late = context.today() > last;
  const bool excused = !command.force_majeure.empty() || (command.arrived && *command.arrived <= last);
  Findings findings = faults_in_presentation(certificate, command);
  if (certificate.successor) {
    findings.push_back({"R-DOC-038", "certificate", in_words(certificate.contents.reference),
                        format("{} takes its place.", in_words(*certificate.successor))});
  }
  if (late && !excused)
    findings.push_back({"R-ASW-052", "arrived", "", format("It was valid until {}.", to_text(last))});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::claim, Case::any,
                Claimed{.declaration = command.declaration,
                        .invoices = command.invoices,
                        .lines = command.lines,
                        .late = late,
                        .force_majeure = command.force_majeure,
                        .by = context.by,
                        .office = command.office},
                context);
}

Ruling act(const Certificate& certificate, const ReleaseClaim& command, const Context& context) {
  const bool in_question = certificate.state == State::differs;
  const State state = in_question ? certificate.before_conflict : certificate.state;
  if (in_question && state != State::claimed)
    return refuse(out_of_sequence<Machine>(state, Trigger::release_claim));
  if (state == State::claimed && command.declaration != certificate.declaration)
    return refuse(Finding{"R-DOC-011", "declaration", command.declaration, ""});
  return by_row(certificate, Trigger::release_claim, Case::any,
                ClaimReleased{.declaration = command.declaration, .by = context.by}, context);
}

Ruling act(const Certificate& certificate, const AcceptItems& command, const Context& context) {
  if (!takes(certificate, Trigger::accept))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::accept));
  Findings findings = faults_in(certificate, command.items);
  add(findings, fault_in_giving(certificate, command.items));
  if (command.minor_discrepancy || !command.text.empty()) add(findings, fault_in_text("text", command.text));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.text, context);
  for (const std::uint16_t number : command.items)
    fact.results.push_back(given(certificate, number, command.minor_discrepancy));
  const Case when = case_of(certificate, fact);
  return by_row(certificate, Trigger::accept, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const RefuseItems& command, const Context& context) {
  if (!takes(certificate, Trigger::refuse))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::refuse));
  Findings findings = faults_in(certificate, command.items);
  add(findings, fault_in_text("reason", command.reason));
  if (!refuses(command.result))
    findings.push_back({"R-DOC-007", "result", std::to_string(std::to_underlying(command.result)), ""});
  add(findings, fault_in_waiting(checking_of(certificate, certificate.state), false, "document", context));
  // A check ends with one decision: what it does not refuse, it has found in order.
  Numbers others;
  for (const std::uint16_t number : certificate.open) {
    if (is_checked(certificate) && std::ranges::find(command.items, number) == command.items.end())
      others.push_back(number);
  }
  if (!others.empty()) add(findings, fault_in_giving(certificate, others));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.reason, context);
  for (const std::uint16_t number : command.items)
    fact.results.push_back(not_given(certificate, number, command.result));
  for (const std::uint16_t number : others) fact.results.push_back(given(certificate, number, false));
  fact.refund = fact.refund && !others.empty();
  fact.late_refusal = refused_late(certificate, context);
  const Case when = case_of(certificate, fact);
  return by_row(certificate, Trigger::refuse, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const ClassifyOtherwise& command, const Context& context) {
  if (!takes(certificate, Trigger::classify))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::classify));
  Findings findings = faults_in(certificate, command.items);
  add(findings, fault_in_text("reason", command.reason));
  add(findings, faults_in_rest(certificate, command.items));
  if (!findings.empty()) return refuse(std::move(findings));
  Opened fact = opened(certificate, command.items, Result::p2, context);
  fact.reason = command.reason;
  return by_row(certificate, Trigger::classify, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const SettleClassification& command, const Context& context) {
  const Trigger trigger = command.in_favour ? Trigger::settle : Trigger::settle_against;
  if (!takes(certificate, trigger)) return refuse(out_of_sequence<Machine>(certificate.state, trigger));
  Findings findings = fault_in_text("reason", command.reason);
  if (command.in_favour) add(findings, fault_in_giving(certificate, certificate.open));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.reason, context);
  fact.refund = command.in_favour;
  for (const std::uint16_t number : certificate.open) {
    fact.results.push_back(command.in_favour ? given(certificate, number, false)
                                             : not_given(certificate, number, Result::n2));
  }
  fact.late_refusal = !command.in_favour && refused_late(certificate, context);
  const Case when = case_of(certificate, fact);
  return by_row(certificate, trigger, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const CheckOrigin& command, const Context& context) {
  if (!takes(certificate, Trigger::check))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::check));
  Findings findings;
  if (certificate.state == State::claimed) {
    findings = faults_in(certificate, command.items);
    add(findings, faults_in_rest(certificate, command.items));
  } else {
    std::vector<Line> used;
    for (const std::uint16_t number : command.items) {
      const Balance* item = find(certificate.items, number);
      used.push_back({number, item == nullptr ? Decimal{} : item->used});
    }
    findings = faults_in_use(certificate.items, used);
  }
  add(findings, fault_in_name("request", command.request.str()));
  add(findings, fault_in_doubt(command.random, command.reason));
  if (!findings.empty()) return refuse(std::move(findings));
  Opened fact = opened(certificate, command.items, Result::p1, context);
  fact.random = command.random;
  fact.request = command.request;
  fact.reason = command.reason;
  return by_row(certificate, Trigger::check, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const EndCheck& command, const Context& context) {
  if (!takes(certificate, Trigger::satisfied))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::satisfied));
  Findings findings =
      fault_in_waiting(checking_of(certificate, certificate.state), true, "document", context);
  add(findings, fault_in_giving(certificate, certificate.open));
  if (!command.text.empty()) add(findings, fault_in_text("text", command.text));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.text, context);
  for (const std::uint16_t number : certificate.open)
    fact.results.push_back(given(certificate, number, false));
  const Case when = case_of(certificate, fact);
  return by_row(certificate, Trigger::satisfied, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const NotifyVisit& command, const Context& context) {
  Findings findings =
      fault_in_waiting(checking_of(certificate, certificate.state), false, "document", context);
  if (!command.all_notified) findings.push_back({"R-ASW-085", "all_notified", "false", ""});
  if (takes(certificate, Trigger::visit) && !findings.empty()) return refuse(std::move(findings));
  return done(certificate, Trigger::visit, {}, context);
}

Ruling act(const Certificate& certificate, const KeepUse& command, const Context& context) {
  if (auto findings = fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  const bool waits = certificate.differing && !certificate.paper_kept;
  Case when = is_decided(certificate) ? Case::decided : Case::any;
  if (waits) when = is_decided(certificate) ? Case::differs_decided : Case::differs;
  return by_row(certificate, Trigger::keep_use, when, Done{.by = context.by, .text = command.reason},
                context);
}

Ruling act(const Certificate& certificate, const ReverseUse& command, const Context& context) {
  if (auto findings = fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  UseReversed fact{.results = {}, .reason = command.reason, .by = context.by};
  for (const Balance& item : certificate.items) {
    if (free_of(item) != item.quantity)
      fact.results.push_back({.item = item.item, .result = Result::n10, .quantity = {}});
  }
  return by_row(certificate, Trigger::reverse_use, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const AskAgain& command, const Context& context) {
  const Kind kind = command.certificate.kind;
  if (!has_messages(kind))
    return refuse(Finding{"R-ASW-102", "certificate/kind", std::string{find_word(kind)->word}, ""});
  return done(certificate, Trigger::ask_again, {}, context);
}

Ruling act(const Certificate& certificate, const RecordReply& command, const Context& context) {
  if (!takes(certificate, Trigger::record_reply))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::record_reply));
  Findings findings = fault_in_text("text", command.text);
  if (command.request != certificate.request)
    findings.push_back({"R-DOC-016", "request", std::string{command.request.str()}, ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return done(certificate, Trigger::record_reply, command.text, context);
}

Ruling act(const Certificate& certificate, const UtiliseItems& command, const Context& context) {
  const bool is_claimed = certificate.state == State::claimed;
  if (is_claimed && certificate.declaration != command.declaration)
    return refuse(Finding{"R-DOC-011", "declaration", command.declaration, ""});
  ToUse open = to_use(certificate, command);
  if (!open.findings.empty()) return refuse(std::move(open.findings));
  if (open.lines.empty() && !command.lines.empty()) return {};
  Ruling ruling;
  Certificate claimed = certificate;
  if (!is_claimed) {
    ruling = act(certificate, claim_of(command, open.lines), context);
    if (!ruling.answer.accepted())
      return refuse(as_the_act_has_it(std::move(ruling.answer.refused_for), open));
    for (const Event& event : ruling.events) claimed = evolve(std::move(claimed), event);
  }
  Numbers items;
  for (const Line& line : open.lines) items.push_back(line.item);
  Ruling accepted =
      act(claimed, AcceptItems{.certificate = command.certificate, .items = std::move(items), .text = {}},
          context);
  if (!accepted.answer.accepted())
    return refuse(as_the_act_has_it(std::move(accepted.answer.refused_for), open));
  std::ranges::move(accepted.events, std::back_inserter(ruling.events));
  return ruling;
}

Ruling act(const Certificate& certificate, const SayAgain& /*command*/, const Context& context) {
  if (takes(certificate, Trigger::say_again) && certificate.not_taken.empty())
    return refuse(Finding{"R-DOC-067", "certificate", in_words(certificate.contents.reference), ""});
  return done(certificate, Trigger::say_again, {}, context);
}

Ruling drawn(const Certificate& certificate, const Drawn& draw, const Context& context) {
  if (std::ranges::find(certificate.drawn, draw) != certificate.drawn.end()) return {};
  if (!takes(certificate, Trigger::drawn)) {
    return refuse(Finding{"R-ASW-040", "originals", in_words(certificate.contents.reference),
                          out_of_sequence<Machine>(certificate.state, Trigger::drawn).detail});
  }
  Findings findings =
      faults_in_draw(limited(certificate, [](const Balance& item) { return item.drawn; }), draw.lines);
  for (const Line& line : draw.lines) {
    const Balance* item = find(certificate.items, line.item);
    if (item == nullptr || !item->result || !refuses(*item->result)) continue;
    findings.push_back({"R-ASW-040", "originals", in_words(certificate.contents.reference),
                        format("Item {} of it was refused: {}.", line.item, facts_of(*item->result)->code)});
  }
  if (certificate.valid_until && context.today() > *certificate.valid_until) {
    findings.push_back({"R-ASW-042", "originals", in_words(certificate.contents.reference),
                        format("It was valid until {}.", to_text(*certificate.valid_until))});
  }
  if (certificate.drawn.size() == draws_max) findings.push_back({"R-DOC-026", "originals", "", ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::drawn, Case::any, DrawnOn{draw}, context);
}

Ruling draw_undone(const Certificate& certificate, const Reference& by, const Context& context) {
  if (!lets_go<Machine>(certificate, by)) return {};
  return by_row(certificate, Trigger::draw_undone, Case::any, DrawUndone{by}, context);
}

Ruling replaced(const Certificate& certificate, const Reference& by, const Context& context) {
  const auto& others = certificate.other_successors;
  const bool is_known = certificate.successor == by || std::ranges::find(others, by) != others.end();
  const bool is_one_too_many = certificate.successor && others.size() == other_successors_max;
  if (is_known || is_one_too_many || !takes(certificate, Trigger::replaced)) return {};
  return by_row(certificate, Trigger::replaced, Case::any, Replaced{by}, context);
}

Ruling place_given_back(const Certificate& certificate, const Reference& by, const Context& context) {
  const auto& others = certificate.other_successors;
  const bool is_first = certificate.successor == by && !certificate.is_successor_told;
  const bool is_another = std::ranges::find(others, by) != others.end();
  if ((!is_first && !is_another) || !takes(certificate, Trigger::place_given_back)) return {};
  return by_row(certificate, Trigger::place_given_back, Case::any, PlaceGivenBack{by}, context);
}

Findings faults_in_replacing(const Certificate& certificate) {
  const bool in_question = certificate.state == State::reassess || certificate.state == State::conflict;
  const bool used = std::ranges::any_of(certificate.items, [](const Balance& item) {
    return !item.claimed.is_zero() || !item.used.is_zero() || !item.drawn.is_zero();
  });
  if (!in_question && !used) return {};
  return {{"R-DOC-038", "certificate", in_words(certificate.contents.reference),
           format("It is in state \"{}\".", Machine::states[std::to_underlying(certificate.state)].name)}};
}

}  // namespace lintas::documents::import_side
