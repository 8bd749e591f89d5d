#include "core/documents/issue/decide.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents::issue_side {

namespace {

using Rings = std::vector<Ring<Trigger>>;

Ruling refuse(Finding finding) { return documents::refuse<Event>({std::move(finding)}); }
Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// The newest refusal is the one that can be clarified longest.
std::optional<Instant> clarification_start(const Certificate& certificate) {
  return certificate.refused ? certificate.refused : certificate.since;
}

/// Of a cancellation that was withdrawn nobody is reminded any more, and somebody would have been.
bool is_unanswered_for_good(const Certificate& certificate, const Context& context) {
  const auto& sent = certificate.unanswered;
  return sent && context.at >= context.due_from(*sent, context.limits.cancel_ask);
}

/// The clocks of the state that the certificate is in.
Rings rings_of(const Certificate& certificate, const Context& context) {
  const Limits& limits = context.limits;
  Rings rings;
  const auto ever_again = [&](Trigger trigger, refdata::Limit limit) {
    if (!certificate.since) return;
    const Instant first = context.due_from(*certificate.since, limit);
    rings.push_back({trigger, again(*certificate.since, first, instant_of(certificate.rung))});
  };
  const auto expiry = [&] {
    if (certificate.valid_until)
      rings.push_back({Trigger::expiry, context.end_of(*certificate.valid_until), true});
  };
  switch (certificate.state) {
    case State::applied: ever_again(Trigger::service_late, limits.service); break;
    case State::issued:
      ever_again(Trigger::not_sent, limits.not_sent);
      expiry();
      break;
    case State::sent:
      ever_again(Trigger::no_receipt, limits.no_receipt);
      expiry();
      break;
    case State::received:
      ever_again(Trigger::no_acknowledgement, limits.no_acknowledgement);
      expiry();
      break;
    case State::tech_error:
      ever_again(Trigger::still_faulty, limits.faulty);
      expiry();
      break;
    case State::paper:
    case State::available:
    case State::partly_utilised: expiry(); break;
    case State::rejected:
      if (const auto start = clarification_start(certificate))
        rings.push_back({Trigger::no_clarification, context.due_from(*start, limits.clarification), true});
      break;
    case State::reassess: ever_again(Trigger::no_reassessment, limits.reassessment); break;
    case State::cancel_pending:
      if (certificate.since)
        rings.push_back({Trigger::no_answer, context.due_from(*certificate.since, limits.cancel_ask)});
      ever_again(Trigger::no_answer, limits.cancel_alarm);
      break;
    case State::cancel_refused: ever_again(Trigger::refusal_open, limits.cancel_refused); break;
    case State::expired:
      if (certificate.issued) {
        rings.push_back({Trigger::retention,
                         context.end_of(context.last_day(*certificate.issued, limits.retention)), true});
      }
      break;
    case State::none:
    case State::draft:
    case State::refused:
    case State::utilised:
    case State::rejected_final:
    case State::cancelled:
    case State::closed: break;
  }
  return rings;
}

/// The event with the clock of where it leads.
Ruling with_clock(const Certificate& certificate, Event event, const Context& context) {
  const Certificate after = evolve(certificate, event);
  if (const auto ring = next_ring(rings_of(after, context), after.rung)) event.due = ring->at;
  Ruling ruling;
  ruling.events.push_back(std::move(event));
  return ruling;
}

std::optional<Event> row_of(const Certificate& certificate, Trigger trigger, Case when, Fact fact,
                            const Context& context) {
  return step<Machine, Event>(certificate.state, certificate.previous, trigger, when, context.at,
                              std::move(fact));
}

/// The event of the row: the table says where it leads and what is sent. Refused if there is none.
Ruling by_row(const Certificate& certificate, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event = row_of(certificate, trigger, when, std::move(fact), context);
  if (!event) return refuse(out_of_sequence<Machine>(certificate.state, trigger));
  return with_clock(certificate, *std::move(event), context);
}

/// An act whose whole effect the row says.
Ruling done(const Certificate& certificate, Trigger trigger, const std::string& text,
            const Context& context) {
  return by_row(certificate, trigger, Case::any, Done{.by = context.by, .text = text}, context);
}

/// The same, with a reason that is required.
Ruling done_for(const Certificate& certificate, Trigger trigger, std::string_view field,
                const std::string& text, const Context& context) {
  if (auto findings = fault_in_text(field, text); !findings.empty()) return refuse(std::move(findings));
  return done(certificate, trigger, text, context);
}

constexpr std::array message_of_trigger{
    std::pair{Trigger::receipt, l1_receipt},
    std::pair{Trigger::acknowledgement, l2_ok},
    std::pair{Trigger::already_used, c1_conflict},
    std::pair{Trigger::use_reversed, l3_use_reversed},
    std::pair{Trigger::response, co_response},
    std::pair{Trigger::retransmit_request, co_retransmit_request},
    std::pair{Trigger::drawn, co_drawn},
    std::pair{Trigger::draw_undone, co_draw_undone},
};

MessageNumber message_of(Trigger trigger) {
  const auto* const found =
      std::ranges::find(message_of_trigger, trigger, &std::pair<Trigger, MessageNumber>::first);
  require(found != message_of_trigger.end(), "only messages are received");
  return found->second;
}

Ruling note(const Certificate& certificate, Trigger trigger, const Context& context,
            const Findings& findings = {}, const std::vector<MessageNumber>& sent = {}) {
  return noted<Event>(certificate, trigger, message_of(trigger), context.at, faults_of(findings), sent);
}

/// A message with no row changes nothing: it is kept as evidence.
Ruling by_row_or_note(const Certificate& certificate, Trigger trigger, Case when, Fact fact,
                      const Context& context) {
  auto event = row_of(certificate, trigger, when, std::move(fact), context);
  return event ? with_clock(certificate, *std::move(event), context) : note(certificate, trigger, context);
}

/// What customs refuses of the certificate: for good after a clarification, or not yet clarified.
std::vector<ItemResult> refused_items(const Certificate& certificate, bool for_good) {
  std::vector<ItemResult> refused;
  for (const ItemResult& said : results_of(certificate.items)) {
    const bool is_final = find(certificate.items, said.item)->final;
    if (refuses(said.result) && is_final == for_good) refused.push_back(said);
  }
  return refused;
}

Findings faults_in(const Certificate& certificate, const std::vector<ItemResult>& results) {
  std::vector<Line> used;
  Findings findings;
  if (results.empty()) findings.push_back({"R-DOC-003", "results", "", "No item is named."});
  for (const ItemResult& result : results) {
    const ResultFacts* facts = facts_of(result.result);
    const std::string item = std::to_string(result.item);
    if (facts == nullptr) findings.push_back({"R-DOC-007", "results/result", item, ""});
    const Balance* booked = find(certificate.items, result.item);
    if (booked == nullptr) findings.push_back({"R-DOC-003", "results/item", item, ""});
    if (booked != nullptr && result.unit && *result.unit != booked->unit) {
      findings.push_back({"R-DOC-023", "results/unit", std::string{result.unit->str()},
                          format("Item {} is counted in {}.", item, booked->unit.str())});
    }
    if (facts == nullptr) continue;
    // What is refused or open may leave nothing used.
    if (facts->outcome == Outcome::given || !result.quantity.is_zero())
      used.push_back({result.item, result.quantity});
  }
  if (findings.empty() && !used.empty()) add(findings, faults_in_use(certificate.items, used));
  return findings;
}

/// Those that say something new, with the instant that makes them so.
std::vector<ItemResult> news_in(const Certificate& certificate, const std::vector<ItemResult>& results,
                                const Context& context) {
  std::vector<ItemResult> news;
  for (ItemResult said : results) {
    const Balance* item = find(certificate.items, said.item);
    if (item == nullptr) continue;
    if (said.decided == Instant{}) said.decided = after(*item, context.at);
    if (is_newer(*item, said)) news.push_back(said);
  }
  return news;
}

/// What the results come to, with what was known before.
std::optional<Case> case_of(const Certificate& certificate, Trigger trigger, const Responded& fact) {
  const Certificate after =
      evolve(certificate, Event{.next = certificate.state, .trigger = trigger, .fact = fact});
  if (certificate.state == State::reassess) {
    if (!after.clarified.empty()) return Case::some_open;
    if (!refused_items(after, false).empty()) return Case::clarifiable;
  }
  switch (sum_of(after.items)) {
    case Sum::whole: return Case::used_whole;
    case Sum::part: return Case::used_in_part;
    case Sum::refused: return Case::rejected;
    case Sum::pending: return Case::pending;
    case Sum::untouched: return std::nullopt;
  }
  return std::nullopt;
}

Ruling responded(const Certificate& certificate, const Letter& letter, const Context& context) {
  if (const auto faults = faults_in(certificate, letter.results); !faults.empty())
    return note(certificate, Trigger::response, context, faults, {l2_error});
  Responded fact{.results = news_in(certificate, letter.results, context),
                 .text = letter.text,
                 .by = {},
                 .covers_paper = letter.covers_paper};
  if (fact.results.empty()) return note(certificate, Trigger::response, context);  // known, or overtaken
  const auto when = case_of(certificate, Trigger::response, fact);
  if (!when) return note(certificate, Trigger::response, context);
  return by_row_or_note(certificate, Trigger::response, *when, std::move(fact), context);
}

Ruling acknowledged(const Certificate& certificate, const Letter& letter, const Context& context) {
  const bool of_cancellation = letter.answers == Answers::cancellation;
  const bool good = letter.faults.empty();
  if (of_cancellation && !(good && certificate.cancellation_sent))
    return note(certificate, Trigger::acknowledgement, context);
  Case when = Case::ok;
  if (of_cancellation) when = Case::cancellation_ok;
  if (!good) when = Case::faulty;
  return by_row_or_note(certificate, Trigger::acknowledgement, when, Acknowledged{letter.faults}, context);
}

/// R-ASW-006 to R-ASW-008: the mark against the days of shipment and issue.
/// Of goods that have left this is so from the application on; of others it is asked when it is issued.
Findings faults_in_mark(const Contents& contents, Day today, const Context& context) {
  const bool marked = contents.flags.issued_retroactively;
  const bool after = contents.shipped && today > *contents.shipped;
  if (!after) {
    if (marked) return {{"R-ASW-008", "flags/issued_retroactively", "true", ""}};
    return {};
  }
  const std::string shipped = to_text(*contents.shipped);
  if (today > context.last_day(*contents.shipped, context.limits.retroactive_issue))
    return {{"R-ASW-007", "shipped", shipped, ""}};
  if (!marked && today > context.last_day(*contents.shipped, context.limits.retroactive_mark))
    return {{"R-ASW-006", "flags/issued_retroactively", "false", format("The goods left on {}.", shipped)}};
  return {};
}

/// R-ASW-102: the pair of states exchanges this kind; none has messages for another than the e-Form D yet.
/// R-ASW-095: and this node has a way there. What is sent without one would wait for nobody knows how long,
/// and be shown as sent.
Findings faults_in_exchange(const Certificate& certificate, const Context& context) {
  if (!context.as_data)
    return {{"R-ASW-102", "contents/importer", std::string{certificate.contents.importer.str()}, ""}};
  const Kind kind = certificate.contents.reference.kind;
  if (!has_messages(kind)) return {{"R-ASW-102", "kind", std::string{find_word(kind)->word}, ""}};
  if (!context.has_partner) {
    const std::string importer{certificate.contents.importer.str()};
    return {{"R-ASW-095", "contents/importer", importer, format("No partner for {}.", importer)}};
  }
  return {};
}

/// R-ASW-042: within the validity of every original.
Findings faults_in_validity(const Contents& contents, Day today) {
  Findings findings;
  for (const Original& original : contents.originals) {
    if (today <= original.valid_until) continue;
    findings.push_back({"R-ASW-042", "originals", in_words(original.certificate),
                        format("It was valid until {}.", to_text(original.valid_until))});
  }
  return findings;
}

/// R-DOC-036: what lives on an original that was cancelled does not go out any more; nobody there would learn
/// of the cancellation (R-ASW-049).
Findings faults_in_living(const Certificate& certificate) {
  if (certificate.lost.empty()) return {};
  return {{"R-DOC-036", "document", in_words(certificate.contents.reference),
           format("It lived on {}.", in_words(certificate.lost.front()))}};
}

/// Customs has data of it, or has told as data what it does with the paper.
bool is_known_there(const Certificate& certificate) {
  return certificate.transmitted || certificate.paper_there;
}

constexpr std::array alarm_of_trigger{
    std::pair{Trigger::service_late, Alarm::service},
    std::pair{Trigger::not_sent, Alarm::not_sent},
    std::pair{Trigger::no_receipt, Alarm::no_receipt},
    std::pair{Trigger::no_acknowledgement, Alarm::no_acknowledgement},
    std::pair{Trigger::still_faulty, Alarm::faulty},
    std::pair{Trigger::no_answer, Alarm::no_answer},
    std::pair{Trigger::refusal_open, Alarm::cancel_refused},
    std::pair{Trigger::no_reassessment, Alarm::no_reassessment},
};

}  // namespace

Ruling receive(const Certificate& certificate, Trigger trigger, const Letter& letter,
               const Context& context) {
  const machine::Verdict verdict = machine::verdict<Machine>(certificate.state, trigger);
  require(verdict != machine::Verdict::early, "what is early waits");
  if (verdict == machine::Verdict::note) return note(certificate, trigger, context);
  if (verdict == machine::Verdict::refuse) {
    return note(certificate, trigger, context, {out_of_sequence<Machine>(certificate.state, trigger)},
                {l2_error});
  }
  const bool of_another = trigger == Trigger::receipt && letter.answers != Answers::certificate;
  if (of_another) return note(certificate, trigger, context);
  if (trigger == Trigger::acknowledgement) return acknowledged(certificate, letter, context);
  if (trigger == Trigger::response) return responded(certificate, letter, context);
  if (trigger == Trigger::drawn && letter.draw) return drawn(certificate, *letter.draw, context);
  if (trigger == Trigger::draw_undone && letter.draw)
    return draw_undone(certificate, letter.draw->by, context);
  // What was never sent as data is not sent by a question either.
  if (trigger == Trigger::retransmit_request && !certificate.transmitted) {
    return note(certificate, trigger, context, {out_of_sequence<Machine>(certificate.state, trigger)},
                {l2_error});
  }
  const bool of_cancellation = trigger == Trigger::already_used || trigger == Trigger::use_reversed;
  if (of_cancellation && !certificate.cancellation_sent) return note(certificate, trigger, context);
  return by_row_or_note(certificate, trigger, Case::any, Acknowledged{}, context);
}

Ruling answer_to_another(const Certificate& certificate, Trigger trigger, const Context& context) {
  return note(certificate, trigger, context, {out_of_sequence<Machine>(State::none, trigger)}, {l2_error});
}

Ruling act(const Certificate& certificate, const DraftCertificate& command, const Context& context) {
  return by_row(certificate, Trigger::draft, Case::any,
                Drafted{.contents = command.contents,
                        .by = context.by,
                        .document = command.document,
                        .exporter = command.exporter,
                        .application = command.application},
                context);
}

Ruling act(const Certificate& certificate, const SubmitApplication& command, const Context& context) {
  if (certificate.state == State::draft) {
    Findings findings = documents::faults_in(certificate.contents);
    if (!command.authenticated) findings.push_back({"R-ASW-004", "authenticated", "false", ""});
    if (certificate.contents.shipped && context.today() > *certificate.contents.shipped)
      add(findings, faults_in_mark(certificate.contents, context.today(), context));
    if (!findings.empty()) return refuse(std::move(findings));
  }
  return done(certificate, Trigger::submit, {}, context);
}

Ruling act(const Certificate& certificate, const DeleteDraft& /*command*/, const Context& context) {
  return done(certificate, Trigger::remove, {}, context);
}

Ruling act(const Certificate& certificate, const RefuseApplication& command, const Context& context) {
  return done_for(certificate, Trigger::refuse, "reason", command.reason, context);
}

Ruling act(const Certificate& certificate, const ReturnApplication& command, const Context& context) {
  return done_for(certificate, Trigger::give_back, "reason", command.reason, context);
}

Ruling act(const Certificate& certificate, const ApproveApplication& command, const Context& context) {
  const Contents& contents = certificate.contents;
  const Day today = context.today();
  Findings findings = faults_in_mark(contents, today, context);
  add(findings, fault_in_name("number", command.number.str()));
  for (const Item& item : contents.items) {
    if (std::ranges::find(command.qualifying, item.number) == command.qualifying.end())
      findings.push_back({"R-ASW-004", "qualifying", std::to_string(item.number), ""});
  }
  add(findings, faults_in_validity(contents, today));
  if (contents.replaces && contents.replaces->reissue &&
      today > context.last_day(contents.replaces->issued, context.limits.reissue)) {
    findings.push_back({"R-ASW-013", "replaces/issued", to_text(contents.replaces->issued), ""});
  }
  if (certificate.state == State::applied && !findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::approve,
                contents.flags.issued_retroactively ? Case::retroactive : Case::in_time,
                Approved{.number = command.number,
                         .issued = today,
                         .valid_until = valid_until(contents, today, context),
                         .by = context.by},
                context);
}

Ruling act(const Certificate& certificate, const TransmitCertificate& command, const Context& context) {
  Findings findings = faults_in_exchange(certificate, context);
  add(findings, faults_in_living(certificate));
  if (!command.authorised) findings.push_back({"R-DOC-008", "authorised", "false", ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return done(certificate, Trigger::transmit, {}, context);
}

Ruling act(const Certificate& certificate, const PrintCertificate& command, const Context& context) {
  if (Findings findings = faults_in_living(certificate); !findings.empty())
    return refuse(std::move(findings));
  if (context.as_data && context.has_partner)
    return done_for(certificate, Trigger::print, "reason", command.reason, context);
  return done(certificate, Trigger::print, command.reason, context);
}

Ruling act(const Certificate& certificate, const CancelCertificate& command, const Context& context) {
  Findings findings = fault_in_text("reason", command.reason);
  const bool may_be_on_paper = certificate.state == State::paper || certificate.state == State::rejected;
  // Nobody else is asked: then it is the page that has to be back.
  if (may_be_on_paper && !is_known_there(certificate) && !command.surrendered)
    findings.push_back({"R-DOC-009", "surrendered", "false", ""});
  // What was used on paper the partner does not know: it would cancel the data all the same.
  if (certificate.state == State::utilised || uses(certificate.used_on_paper))
    findings.push_back({"R-ASW-015", "document", "", ""});
  if (!certificate.drawn.empty() && !command.drawn_known) {
    findings.push_back(
        {"R-ASW-049", "drawn_known", "false", format("It is {}.", in_words(certificate.drawn.front().by))});
  }
  if (command.successor && *command.successor == certificate.contents.reference)
    findings.push_back({"R-ASW-012", "successor", in_words(*command.successor), ""});
  if (!findings.empty()) return refuse(std::move(findings));
  CancellationSent fact{.by = context.by, .reason = command.reason, .successor = command.successor};
  Case when = Case::any;
  if (certificate.state == State::paper && is_known_there(certificate)) when = Case::sent_before;
  if (certificate.state == State::rejected && !is_known_there(certificate)) when = Case::never_sent;
  return by_row(certificate, Trigger::cancel, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const ResendCertificate& command, const Context& context) {
  if (Findings findings = faults_in_living(certificate); !findings.empty())
    return refuse(std::move(findings));
  return done_for(certificate, Trigger::resend, "reason", command.reason, context);
}

Ruling act(const Certificate& certificate, const SwitchToData& command, const Context& context) {
  Findings findings = faults_in_exchange(certificate, context);
  add(findings, faults_in_living(certificate));
  if (!command.surrendered) findings.push_back({"R-DOC-009", "surrendered", "false", ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return done(certificate, Trigger::switch_to_data, {}, context);
}

Ruling act(const Certificate& certificate, const RecordPaperResult& command, const Context& context) {
  const bool on_paper =
      certificate.printed && machine::has_row<Machine>(certificate.state, Trigger::paper_result);
  if (!on_paper) return refuse(out_of_sequence<Machine>(certificate.state, Trigger::paper_result));
  Findings findings = faults_in(certificate, command.results);
  add(findings, fault_in_text("text", command.text));
  const bool uses_paper =
      std::ranges::any_of(command.results, [](const ItemResult& said) { return !said.quantity.is_zero(); });
  if (uses_paper && uses(certificate.used_as_data) && !certificate.paper_there)
    findings.push_back({"R-DOC-015", "results", in_words(certificate.contents.reference), ""});
  if (!findings.empty()) return refuse(std::move(findings));
  Responded fact{.results = command.results, .text = command.text, .by = context.by};
  if (certificate.paper_there) fact.results = news_in(certificate, command.results, context);
  // Customs told it as data, or something later. The letter is kept.
  if (fact.results.empty())
    return by_row(certificate, Trigger::paper_result, Case::pending, std::move(fact), context);
  const Case when = case_of(certificate, Trigger::paper_result, fact).value_or(Case::any);
  return by_row(certificate, Trigger::paper_result, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const WithdrawCancellation& command, const Context& context) {
  // Both would give preference for one consignment.
  if (certificate.state == State::cancel_pending && certificate.successor) {
    return refuse(Finding{"R-DOC-037", "document", in_words(certificate.contents.reference),
                          format("{} takes its place.", in_words(*certificate.successor))});
  }
  return done_for(certificate, Trigger::withdraw, "reason", command.reason, context);
}

Ruling act(const Certificate& certificate, const AcceptUse& command, const Context& context) {
  return done_for(certificate, Trigger::accept_use, "reason", command.reason, context);
}

Ruling act(const Certificate& certificate, const ClarifyRefusal& command, const Context& context) {
  if (auto findings = fault_in_text("text", command.text); !findings.empty())
    return refuse(std::move(findings));
  Clarified fact{.by = context.by, .text = command.text, .results = refused_items(certificate, false)};
  // Customs took its refusal back, and has not said anything else yet.
  if (fact.results.empty()) return refuse(out_of_sequence<Machine>(certificate.state, Trigger::clarify));
  return by_row(certificate, Trigger::clarify, is_known_there(certificate) ? Case::any : Case::never_sent,
                std::move(fact), context);
}

Ruling act(const Certificate& certificate, const KeepWithAnother& command, const Context& context) {
  Findings findings;
  // R-ASW-012: what went out is not altered in place; the partner has the old contents.
  if (certificate.transmitted || certificate.printed)
    return refuse(Finding{"R-ASW-012", "document", in_words(certificate.contents.reference), ""});
  if (std::ranges::find(certificate.lost, command.cancelled) == certificate.lost.end())
    findings.push_back({"R-DOC-010", "cancelled", in_words(command.cancelled), ""});
  Contents contents = certificate.contents;
  for (Original& original : contents.originals)
    if (original.certificate == command.cancelled) original = command.original;
  const auto names = [&](const Original& one) { return one.certificate == command.original.certificate; };
  // The same one again would let go of what it drew, and live on.
  if (command.original.certificate == command.cancelled ||
      std::ranges::count_if(contents.originals, names) > 1)
    findings.push_back({"R-DOC-014", "original", in_words(command.original.certificate), ""});
  add(findings, faults_in_validity(contents, context.today()));
  if (command.original.lines.empty()) findings.push_back({"R-ASW-044", "original/lines", "", ""});
  if (!findings.empty()) return refuse(std::move(findings));
  const Day issued = certificate.issued.value_or(context.today());
  return by_row(certificate, Trigger::keep_with_another, Case::any,
                OriginalReplaced{.cancelled = command.cancelled,
                                 .original = command.original,
                                 .valid_until = valid_until(contents, issued, context),
                                 .by = context.by},
                context);
}

Ruling act(const Certificate& certificate, const AnsweredByLetter& command, const Context& context) {
  const bool was_asked = certificate.cancellation_sent &&
                         machine::has_row<Machine>(certificate.state, Trigger::answer_by_letter);
  if (!was_asked) return refuse(out_of_sequence<Machine>(certificate.state, Trigger::answer_by_letter));
  Findings findings = fault_in_text("text", command.text);
  // A letter that overtakes the message would have it cancelled here while customs uses it.
  const bool is_kept = certificate.state == State::cancel_refused;
  const bool comes_as_data = certificate.cancelled_as_data && (!is_kept || context.as_data);
  if (comes_as_data && !is_answer_late(certificate) && !is_unanswered_for_good(certificate, context))
    findings.push_back({"R-DOC-064", "document", in_words(certificate.contents.reference), ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::answer_by_letter,
                command.done ? Case::cancellation_ok : Case::cancellation_refused,
                Done{.by = context.by, .text = command.text}, context);
}

Ruling drawn(const Certificate& certificate, const Drawn& draw, const Context& context) {
  const bool known = std::ranges::find(certificate.drawn, draw) != certificate.drawn.end();
  if (known) return note(certificate, Trigger::drawn, context);
  Findings findings = faults_in_draw(certificate.items, draw.lines);
  if (certificate.drawn.size() == draws_max) findings.push_back({"R-DOC-026", "draw", in_words(draw.by), ""});
  if (!findings.empty()) return note(certificate, Trigger::drawn, context, findings, {l2_error});
  return by_row_or_note(certificate, Trigger::drawn, Case::any, DrawnOn{draw}, context);
}

Ruling draw_undone(const Certificate& certificate, const Reference& by, const Context& context) {
  if (!lets_go<Machine>(certificate, by)) return note(certificate, Trigger::draw_undone, context);
  return by_row(certificate, Trigger::draw_undone, Case::any, DrawUndone{by}, context);
}

Ruling original_cancelled(const Certificate& certificate, const Reference& original, const Context& context) {
  const auto& originals = certificate.contents.originals;
  const bool ours = std::ranges::find(originals, original, &Original::certificate) != originals.end();
  const bool known = std::ranges::find(certificate.lost, original) != certificate.lost.end();
  if (!ours || known || !machine::has_row<Machine>(certificate.state, Trigger::original_cancelled)) return {};
  return by_row(certificate, Trigger::original_cancelled, Case::any, OriginalCancelled{original}, context);
}

Ruling replaced(const Certificate& certificate, const Earlier& named, const Tin& exporter,
                const Reference& by, const Context& context) {
  const std::string name = in_words(named.certificate);
  const auto fault = [&](std::string rule, std::string detail = {}) {
    return refuse(Finding{std::move(rule), "replaces", name, std::move(detail)});
  };
  if (!certificate.issued || certificate.exporter != exporter) return fault("R-DOC-037");
  if (*certificate.issued != named.issued)
    return fault("R-DOC-037", format("It was issued on {}.", to_text(*certificate.issued)));
  if (certificate.successor)
    return fault("R-DOC-037", format("{} takes its place.", in_words(*certificate.successor)));
  if (named.reissue && context.today() > context.last_day(*certificate.issued, context.limits.reissue))
    return fault("R-ASW-013");
  const bool goes = certificate.state == State::cancel_pending || certificate.state == State::cancelled;
  if (goes) return {};
  const bool used =
      std::ranges::any_of(certificate.items, [](const Balance& item) { return !item.used.is_zero(); });
  if (used || certificate.state == State::cancel_refused) return fault("R-ASW-015");
  Ruling ruling = act(certificate,
                      CancelCertificate{.document = certificate.document,
                                        .reason = format("Replaced by {}.", in_words(by)),
                                        .successor = by,
                                        .drawn_known = false},
                      context);
  for (Finding& finding : ruling.answer.refused_for) {
    finding.pointer = "replaces";
    if (finding.rule != "R-DOC-001") finding.value = name;
  }
  return ruling;
}

Ruling time_passed(const Certificate& certificate, const Context& context) {
  auto [trigger, fact] = rung_out<Fact>(rings_of(certificate, context), certificate.rung, alarm_of_trigger);
  return by_row(certificate, trigger, Case::any, std::move(fact), context);
}

}  // namespace lintas::documents::issue_side
