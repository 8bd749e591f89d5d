#include "core/transit/departure/decide.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/by_row.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"  // IWYU pragma: keep, event_by_row calls it
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"

namespace lintas::transit::departure {

namespace {

/// Goods that an authorised consignor declares go without an officer, where the law of the state lets them.
bool is_released_by_itself(const Declaration& declaration, const Context& context) {
  return declaration.simplified && context.law.automatic_release;
}

/// An accepted declaration waits for the decision about a request for its cancellation, or else, where
/// release is automatic, for that.
std::optional<Instant> clock_of_accepted(const Movement& movement, const Context& context) {
  if (movement.cancellation_asked) return context.due(context.law.timers.cancellation_decision);
  if (is_released_by_itself(movement.declaration, context))
    return context.due(context.law.timers.auto_release);
  return std::nullopt;
}

/// R-ACTS-063: of documents the result is due sooner, of a large load later.
Instant clock_of_control(Control control, const Context& context) {
  const refdata::Timers& timers = context.law.timers;
  switch (control) {
    case Control::documents: return context.due(timers.control_documents);
    case Control::goods: return context.due(timers.control_physical);
    case Control::large_load:
      return context.due_from(context.due(timers.control_physical), timers.control_physical_large);
  }
  std::unreachable();
}

/// When the clock of the state runs out, if it begins now; nothing if the state has none.
std::optional<Instant> clock_of(const Movement& movement, const Context& context) {
  const refdata::Timers& timers = context.law.timers;
  switch (movement.state) {
    case State::pre_lodged: return context.due(timers.presentation);
    case State::accepted: return clock_of_accepted(movement, context);
    case State::guarantee_problem: return context.due(timers.guarantee_amendment);
    case State::under_amendment: return context.due(timers.amendment_requested);
    case State::under_control: return clock_of_control(movement.control, context);
    case State::release_requested: return context.due(timers.release_request);
    case State::released:
      return movement.limit ? context.due_after(*movement.limit, timers.arrival)
                            : context.due(timers.arrival);
    case State::arrived: return context.due(timers.control_results_exceptional);
    case State::discrepancies: return context.due(timers.discrepancies);
    case State::enquiry_recommended: return context.due(timers.enquiry_start);
    case State::none:
    case State::rejected:
    case State::cancelled:
    case State::not_released:
    case State::written_off: return std::nullopt;
  }
  return std::nullopt;
}

bool sends_notice(const Event& event) {
  return std::ranges::find(event.sent, ie_status_notice) != event.sent.end();
}

/// A clock begins when its state is entered. In the same state it goes on; but what an accepted declaration
/// waits for may change: a request for its cancellation or the refusal of it, or an amendment, which makes
/// another declaration of it. A request that an earlier program took has no clock of its own: what is due is
/// what the event said, a row that said otherwise would differ from its events (`lintas audit verify`). It
/// stands in the work list all the same, until it is decided.
bool begins_anew(const Movement& before, const Movement& after, Trigger trigger) {
  if (after.state != before.state) return true;
  if (trigger == Trigger::extend_limit) return true;
  if (after.state != State::accepted) return false;
  return trigger == Trigger::t014 || trigger == Trigger::refuse_cancellation ||
         (trigger == Trigger::t013 && !after.cancellation_asked);
}

/// The event of the row. Refused as out of sequence if there is none.
Ruling by_row(const Movement& movement, Trigger trigger, Case when, Fact fact, const Context& context) {
  const auto* row = find_row<Machine>(movement.state, trigger, when);
  const bool tells = row != nullptr && std::ranges::find(row->sent, ie_status_notice) != row->sent.end();
  auto event = event_by_row<Machine>(movement, movement.previous, trigger, when,
                                     Event{.next = movement.state,
                                           .due = movement.due,
                                           .day = context.today(),
                                           .sent = {},
                                           .fact = std::move(fact),
                                           .at = tells ? std::optional{context.at} : std::nullopt},
                                     [&](const Movement& after) {
                                       return begins_anew(movement, after, trigger) ? clock_of(after, context)
                                                                                    : movement.due;
                                     });
  if (!event) return {.answer = {.refused_for = {out_of_sequence<Machine>(movement.state, trigger)}}};
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

Ruling refuse(Finding finding) { return {.answer = {.refused_for = {std::move(finding)}}}; }

/// The state would take it, but not as things stand.
Ruling refuse_for_now(const Movement& movement, Finding finding) {
  return refuse(with_standing(std::move(finding), standing<Machine>(movement.state)));
}

/// Whether the table has any row for it: what it has none for is out of sequence, whatever else is wrong.
bool takes(const Movement& movement, Trigger trigger) {
  return verdict<Machine>(movement.state, trigger) == Verdict::row;
}

/// A report that comes too late to change anything says otherwise than what is known here: what was cancelled
/// or never let go is on the road, the goods are somewhere else too, or the control found something else.
bool says_otherwise(const Movement& movement, Trigger trigger, const Letter& letter) {
  if (movement.state == State::cancelled || movement.state == State::not_released) return true;
  if (trigger == Trigger::p006) return !movement.arrival || letter.office != movement.arrival->office;
  if (trigger == Trigger::p018)
    return letter.result && (!movement.result || letter.result->code != movement.result->code);
  return false;
}

Noted noted(const Movement& movement, Trigger trigger, const Letter& letter) {
  const bool otherwise = says_otherwise(movement, trigger, letter);
  return {.ie = ie_of(Machine::triggers, trigger),
          .office = letter.office,
          .at = letter.at,
          .contradiction = otherwise,
          .calls = otherwise ? std::optional{true} : std::nullopt,
          .result = letter.result ? letter.result->code : std::string{}};
}

Ruling note(const Movement& movement, Trigger trigger, const Letter& letter, const Context& context) {
  Ruling ruling;
  ruling.events.push_back({.next = movement.state,
                           .due = movement.due,
                           .day = context.today(),
                           .sent = {},
                           .fact = noted(movement, trigger, letter)});
  return ruling;
}

Crossing crossing_of(const Letter& letter, const Context& context) {
  return {.office = certain(letter.office, "a report names its office"),
          .at = letter.at.value_or(context.at)};
}

/// Of results from destination: A1, A2, A5 end the movement, B1 opens the search for what differs; nothing
/// for any other code.
std::optional<Case> case_of_result(std::string_view code) {
  if (code == "B1") return Case::unsatisfactory;
  if (code == "A1" || code == "A2" || code == "A5") return Case::satisfactory;
  return std::nullopt;
}

/// What customs had amended is controlled if that had been decided, and again if it is another load now
/// (ncts.md 3.1: "control again if it had been decided").
bool control_stands(const Movement& movement, const Declaration& amended) {
  if (movement.state != State::under_amendment || !movement.control_notified) return false;
  return !movement.control_done || !differs_in_guarantees_only(movement.declaration, amended);
}

/// What flag 1 says. An earlier program noted neither a consignee nor seals of the trader's own: what such a
/// movement declared of them stands in the messages, which are compared where the amendment is taken; those
/// that a presentation completes are not.
bool keeps_the_load(const Declaration& present, Declaration amended) {
  if (!present.pre_lodged && !present.consignee) amended.consignee.reset();
  if (!present.pre_lodged && present.special_seals.empty()) amended.special_seals.clear();
  return differs_in_guarantees_only(present, std::move(amended));
}

bool is_presented(const Movement& movement) {
  return movement.declaration.pre_lodged && movement.mrn.has_value();
}

Ruling amend(const Movement& movement, const Letter& letter, const Context& context) {
  if (!letter.declaration) return refuse(missing("declaration"));
  Declaration amended = *letter.declaration;
  // Where the message names the MRN it has no LRN beside it (C0467): that stays.
  if (letter.mrn && amended.lrn == Lrn{}) amended.lrn = movement.declaration.lrn;
  // Of what was presented nothing is lost by an amendment that was read without it.
  if (is_presented(movement) && takes(movement, Trigger::t013) &&
      letter.completed_by != movement.declaration.document)
    return refuse(changed_meanwhile());
  Findings faults = unamendable(movement.declaration, amended);
  const bool is_of_guarantees = letter.reason == flag_guarantees_only;
  const bool load_is_the_same = is_of_guarantees ? keeps_the_load(movement.declaration, amended)
                                                 : differs_in_guarantees_only(movement.declaration, amended);
  if (is_of_guarantees && !load_is_the_same) faults.push_back(more_than_guarantees());
  const bool may_amend = !movement.control_notified || movement.state == State::under_amendment ||
                         context.law.amend_after_control_notice ||
                         (movement.state == State::guarantee_problem && load_is_the_same);
  if (!may_amend) faults.push_back(amendment_after_control());
  if (!faults.empty()) return {.answer = {.refused_for = std::move(faults)}};
  const Case when = control_stands(movement, amended) ? Case::control : Case::any;
  return by_row(movement, Trigger::t013, when,
                Amended{.declaration = std::move(amended), .sender = context.trader}, context);
}

Ruling cancellation(const Movement& movement, const Letter& letter, const Context& context) {
  if (movement.cancellation_asked) return refuse(cancellation_is_open());
  const CancellationAsked asked{.reason = letter.text.value_or("")};
  Ruling ruling = by_row(movement, Trigger::t014, Case::any, asked, context);
  if (movement.state != State::accepted || !context.law.cancellation_automatic || ruling.events.empty())
    return ruling;
  Ruling granted = by_row(movement, Trigger::grant_cancellation, Case::any,
                          CancellationDecided{.granted = true, .reason = {}}, context);
  std::ranges::move(granted.events, std::back_inserter(ruling.events));
  return ruling;
}

/// Goods do arrive where nobody thought, so whoever holds the MRN is answered; of a state that is neither on
/// the route nor has the record already an officer of departure is told.
bool is_unexpected(const Movement& movement, Country asker) {
  const std::vector<Country> expected = movement.concerned();
  return asker != movement.declaration.route.departure.country() &&
         std::ranges::find(expected, asker) == expected.end();
}

template <Trigger trigger>
Ruling record_asked(const Movement& movement, const Letter& letter, const Context& context) {
  RecordAsked asked{.ie = ie_of(Machine::triggers, trigger),
                    .office = certain(letter.office, "who asks for a record is an office")};
  if (movement.state == State::none) {
    asked.unknown = letter.mrn;
    return by_row(movement, trigger, Case::unknown, asked, context);
  }
  asked.positive = !movement.arrival.has_value() &&
                   (movement.state == State::released || movement.state == State::enquiry_recommended);
  if (asked.positive && is_unexpected(movement, asked.office.country())) asked.calls = true;
  const Case when = asked.positive ? Case::open : Case::over;
  return by_row(movement, trigger, when, asked, context);
}

Ruling result_reported(const Movement& movement, const Letter& letter, const Context& context) {
  if (!movement.arrival) return {.early = true};  // it overtook its arrival advice
  if (!letter.result) return refuse(missing("result"));
  const auto when = case_of_result(letter.result->code);
  if (!when) return refuse(unknown_result(letter.result->code));
  return by_row(movement, Trigger::p018, *when, ResultReported{.result = *letter.result}, context);
}

Ruling release_answered(const Movement& movement, const Letter& letter, const Context& context) {
  return by_row(movement, Trigger::t054, letter.positive ? Case::agreed : Case::declined,
                ReleaseAnswered{.agreed = letter.positive}, context);
}

/// Of a passage that was told before others hear where they were told since that the goods are held up.
Case case_of_passage(const Movement& movement, const OfficeId& office) {
  if (!movement.has_crossed(office)) return Case::first;
  return movement.incident ? Case::moving_again : Case::again;
}

Ruling passage_reported(const Movement& movement, const Letter& letter, const Context& context) {
  const Crossing crossing = crossing_of(letter, context);
  return by_row(movement, Trigger::p118, case_of_passage(movement, crossing.office),
                PassageReported{.crossing = crossing}, context);
}

Ruling passage_refused(const Movement& movement, const Letter& letter, const Context& context) {
  return by_row(
      movement, Trigger::p119, Case::open,
      PassageRefused{
          .crossing = crossing_of(letter, context), .reason = letter.reason.value_or(""), .calls = true},
      context);
}

Ruling incident_reported(const Movement& movement, const Letter& letter, const Context& context) {
  return by_row(movement, Trigger::p180, Case::open,
                IncidentReported{.crossing = crossing_of(letter, context),
                                 .code = letter.reason.value_or(""),
                                 .text = letter.text.value_or(""),
                                 .new_seals = letter.new_seals,
                                 .vehicle = letter.vehicle},
                context);
}

Ruling arrival_reported(const Movement& movement, const Letter& letter, const Context& context) {
  ArrivalReported fact{.arrival = crossing_of(letter, context)};
  if (context.law.guarantee.credit_at_arrival && movement.uses_reserved) fact.credits = true;
  return by_row(movement, Trigger::p006, Case::open, fact, context);
}

/// What each message is decided by.
struct Handler {
  Trigger trigger;
  bool from_the_road;  ///< names the office that reports or asks
  bool until_arrival;  ///< tells what became of goods on the way: behind their arrival it is evidence
  Ruling (*decide)(const Movement&, const Letter&, const Context&);
};
constexpr std::array handlers{
    Handler{Trigger::t013, false, false, amend},
    Handler{Trigger::t014, false, false, cancellation},
    Handler{Trigger::t054, false, false, release_answered},
    Handler{Trigger::p002, true, false, record_asked<Trigger::p002>},
    Handler{Trigger::p114, true, false, record_asked<Trigger::p114>},
    Handler{Trigger::p118, true, true, passage_reported},
    Handler{Trigger::p119, true, true, passage_refused},
    Handler{Trigger::p180, true, true, incident_reported},
    Handler{Trigger::p006, true, true, arrival_reported},
    Handler{Trigger::p018, false, false, result_reported},
};

/// The limit date of a release: the officer's, the trader's proposal, the route's own, the profile's.
Day limit_of(const Movement& movement, const std::optional<Day>& asked, const std::optional<Day>& route_limit,
             const Context& context) {
  if (asked) return *asked;
  if (const auto proposed = limit_proposed(movement.declaration, context.today())) return *proposed;
  return route_limit.value_or(context.last_day(context.law.timers.transit_limit));
}

/// R-ACTS-037: beyond it the law of the state gives none, unless the route itself takes longer.
Day longest_limit(const std::optional<Day>& route_limit, const Context& context) {
  const Day by_law = context.last_day(context.law.timers.transit_longest);
  return std::max(by_law, route_limit.value_or(by_law));
}

/// Without an officer a trader's proposal may be shorter than the route takes, never longer.
Day automatic_limit(const Movement& movement, const std::optional<Day>& route_limit, const Context& context) {
  const Day longest = route_limit.value_or(context.last_day(context.law.timers.transit_limit));
  return std::min(limit_of(movement, std::nullopt, route_limit, context), longest);
}

/// Release begins: an event in the same state, from which the rest follows.
Ruling try_release(const Movement& movement, Day limit, PersonId by, const Context& context) {
  if (find_row<Machine>(movement.state, Trigger::release_conditions_met, Case::any) == nullptr) {
    return refuse(out_of_sequence<Machine>(movement.state, Trigger::release_conditions_met));
  }
  if (movement.cancellation_asked) return refuse_for_now(movement, cancellation_is_open("release"));
  if (limit < context.today()) return refuse(limit_in_the_past(limit));
  Ruling ruling;
  ruling.events.push_back({.next = movement.state,
                           .due = std::nullopt,
                           .day = context.today(),
                           .sent = {},
                           .fact = ReleaseTried{.limit = limit, .by = by}});
  return ruling;
}

}  // namespace

Ruling lodge(const Movement& movement, const Letter& declared, const Findings& faults, const Mrn& mrn,
             const Context& context) {
  if (!declared.declaration) return refuse(missing("declaration"));
  Submitted submitted{.declaration = *declared.declaration, .sender = context.trader};
  if (!faults.empty()) {
    submitted.faults = faults_of(faults);
    Ruling ruling = by_row(movement, Trigger::t015, Case::invalid, std::move(submitted), context);
    ruling.answer.refused_for.insert(ruling.answer.refused_for.end(), faults.begin(), faults.end());
    return ruling;
  }
  if (declared.declaration->pre_lodged)
    return by_row(movement, Trigger::t015, Case::pre_lodged, std::move(submitted), context);
  submitted.mrn = mrn;
  submitted.accepted = context.today();
  return by_row(movement, Trigger::t015, Case::standard, std::move(submitted), context);
}

Declaration presented(const Declaration& lodged, const Declaration& completed) {
  Declaration declaration = completed;
  declaration.document = lodged.document;
  declaration.lrn = lodged.lrn;
  declaration.holder = lodged.holder;
  declaration.representative = lodged.representative;
  declaration.pre_lodged = lodged.pre_lodged;
  declaration.guarantees = lodged.guarantees;
  return declaration;
}

Ruling present(const Movement& movement, const Letter& letter, const Mrn& mrn, const Context& context) {
  if (!letter.declaration) return refuse(missing("declaration"));
  const Declaration& declaration = *letter.declaration;
  if (declaration.document != movement.declaration.document) return refuse(changed_meanwhile());
  return by_row(movement, Trigger::t170, Case::any,
                Presented{.mrn = mrn,
                          .accepted = context.today(),
                          .limit_proposed = std::nullopt,
                          .vehicles = {},
                          .at_risk = std::nullopt,
                          .calculation = std::nullopt,
                          .declaration = declaration},
                context);
}

Ruling receive(const Movement& movement, Trigger trigger, const Letter& letter, const Context& context) {
  if (verdict<Machine>(movement.state, trigger) == Verdict::note)
    return note(movement, trigger, letter, context);
  for (const Handler& handler : handlers) {
    if (handler.trigger != trigger) continue;
    if (handler.from_the_road && !letter.office) return refuse(missing("office"));
    if (handler.until_arrival && movement.arrival)
      return by_row(movement, trigger, Case::over, noted(movement, trigger, letter), context);
    return handler.decide(movement, letter, context);
  }
  require(false, "only messages are received");
  std::unreachable();
}

Ruling refusal_received(const Movement& movement, const Letter& letter, const Context& context) {
  Ruling ruling;
  ruling.events.push_back({.next = movement.state,
                           .due = movement.due,
                           .day = context.today(),
                           .sent = {},
                           .fact = Noted{.ie = 906,
                                         .office = letter.office,
                                         .at = context.at,
                                         .contradiction = true,
                                         .calls = true,
                                         .result = {},
                                         .faults = letter.faults}});
  return ruling;
}

Ruling act(const Movement& movement, const DecideControl& command, const Context& context) {
  const bool large = command.large.value_or(false);
  if (large && !command.of_goods) return refuse(large_without_goods());
  if (takes(movement, Trigger::decide_control) && movement.control_done)
    return refuse_for_now(movement, control_was_done());
  const ControlDecided decided{
      .of_goods = command.of_goods, .by = context.by, .large = large ? std::optional{true} : std::nullopt};
  return by_row(movement, Trigger::decide_control, Case::any, decided, context);
}

Ruling act(const Movement& movement, const RecordControlResult& command, const Context& context) {
  static constexpr std::string_view satisfactory[] = {"A1", "A2", "A3"};
  Case when = Case::satisfactory;
  if (command.code == "A4") {
    when = Case::minor;
  } else if (command.code == "B1") {
    when = Case::unsatisfactory;
  } else if (std::ranges::find(satisfactory, command.code) == std::end(satisfactory)) {
    return refuse(unknown_result(command.code));
  }
  return by_row(movement, Trigger::record_result, when,
                ControlRecorded{.result = {.code = command.code, .day = context.today()}, .by = context.by},
                context);
}

Ruling act(const Movement& movement, const Release& command, std::optional<Day> route_limit,
           const Context& context) {
  const Day limit = limit_of(movement, command.limit, route_limit, context);
  const Day last = longest_limit(route_limit, context);
  if (limit > last) return refuse(limit_too_late(limit, last));
  return try_release(movement, limit, context.by, context);
}

Ruling act(const Movement& movement, const RefuseRelease& command, const Context& context) {
  if (command.reason.empty()) return refuse(missing("reason"));
  return by_row(movement, Trigger::no_release, Case::any, NotReleased{.reason = command.reason}, context);
}

Ruling act(const Movement& movement, const AskAmendment& command, const Context& context) {
  if (command.reason.empty()) return refuse(missing("reason"));
  return by_row(movement, Trigger::ask_amendment, Case::any,
                AmendmentRequested{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Movement& movement, const WithdrawRequest& /*command*/, const Context& context) {
  return by_row(movement, Trigger::withdraw_request, Case::any, RequestWithdrawn{.by = context.by}, context);
}

Ruling act(const Movement& movement, const DecideCancellation& command, const Context& context) {
  const Trigger trigger = command.grant ? Trigger::grant_cancellation : Trigger::refuse_cancellation;
  if (!takes(movement, trigger)) return refuse(out_of_sequence<Machine>(movement.state, trigger));
  if (!movement.cancellation_asked) return refuse_for_now(movement, nothing_to_cancel());
  if (!command.grant && command.reason.empty()) return refuse(missing("reason"));
  return by_row(movement, trigger, Case::any,
                CancellationDecided{.granted = command.grant, .reason = command.reason}, context);
}

Ruling act(const Movement& movement, const Invalidate& command, const Context& context) {
  if (command.reason.empty()) return refuse(missing("reason"));
  const bool after_release = movement.state == State::released;
  if (after_release && (!command.second || *command.second == context.by)) return refuse(needs_four_eyes());
  return by_row(movement, after_release ? Trigger::invalidate_after_release : Trigger::invalidate, Case::any,
                Invalidated{.reason = command.reason, .by = context.by, .second = command.second}, context);
}

Ruling act(const Movement& movement, const ExtendLimit& command, const Context& context) {
  if (command.reason.empty()) return refuse(missing("reason"));
  if (takes(movement, Trigger::extend_limit) && movement.limit && command.limit <= *movement.limit)
    return refuse(limit_not_later(command.limit));
  // Each time as far as a release today would give; who needs more says so again.
  const Day last = longest_limit(std::nullopt, context);
  if (takes(movement, Trigger::extend_limit) && command.limit > last)
    return refuse(limit_too_late(command.limit, last));
  return by_row(movement, Trigger::extend_limit, Case::any,
                LimitExtended{.limit = command.limit,
                              .reason = command.reason,
                              .by = context.by,
                              .incident = movement.incident ? std::optional{true} : std::nullopt},
                context);
}

Ruling act(const Movement& movement, const ResolveDiscrepancies& command, const Context& context) {
  // Behind the end only an office that waits for an answer gets one.
  if (movement.state == State::written_off && !movement.unanswered)
    return refuse(out_of_sequence<Machine>(movement.state, Trigger::resolve));
  if (command.reason.empty()) return refuse(missing("reason"));
  return by_row(
      movement, Trigger::resolve, Case::any,
      DiscrepanciesResolved{.reason = command.reason, .by = context.by, .office = movement.unanswered},
      context);
}

Ruling act(const Movement& movement, const AcceptProof& command, const Context& context) {
  if (command.proof.empty()) return refuse(missing("proof"));
  return by_row(movement, Trigger::accept_proof, Case::any,
                ProofAccepted{.proof = command.proof, .by = context.by}, context);
}

Ruling act(const Movement& movement, const CloseRecommendation& command, const Context& context) {
  if (command.reason.empty()) return refuse(missing("reason"));
  Ruling ruling = by_row(movement, Trigger::close_recommendation, Case::any,
                         RecommendationClosed{.reason = command.reason, .by = context.by}, context);
  // The clock that led here has run out already: there is time again before the next recommendation.
  for (Event& event : ruling.events) {
    if (event.due) event.due = std::max(*event.due, context.due(context.law.timers.enquiry_start));
  }
  return ruling;
}

Ruling act(const Movement& movement, const LookAt& command, const Context& context) {
  if (takes(movement, Trigger::look) && !movement.calls())
    return refuse_for_now(movement, nothing_to_look_at());
  if (command.reason.empty()) return refuse(missing("reason"));
  return by_row(movement, Trigger::look, Case::any, LookedAt{.reason = command.reason, .by = context.by},
                context);
}

Ruling guarantee_refused(const Movement& movement, bool at_release, std::vector<Fault> faults,
                         const Context& context) {
  return by_row(movement, at_release ? Trigger::use_refused : Trigger::check_negative, Case::any,
                GuaranteeRefused{.at_release = at_release, .faults = std::move(faults)}, context);
}

Ruling release_conditions_met(const Movement& movement, const Context& context) {
  const Day limit =
      certain(movement.limit_tried, "a release has a limit date before its conditions are looked at");
  return by_row(movement, Trigger::release_conditions_met, Case::any,
                Released{.limit = limit, .day = context.today()}, context);
}

Ruling release_hindered(const Movement& movement, std::vector<Fault> faults, const Context& context) {
  Ruling ruling;
  ruling.events.push_back({.next = movement.state,
                           .due = std::nullopt,
                           .day = context.today(),
                           .sent = {},
                           .fact = ReleaseHindered{.faults = std::move(faults)}});
  return ruling;
}

Ruling status_asked(const Movement& movement, Country by, const Context& context) {
  // What ended before its release was told to nobody.
  if (!movement.last_notice) return refuse(out_of_sequence<Machine>(movement.state, Trigger::p1096));
  Ruling ruling = by_row(movement, Trigger::p1096, Case::any, StatusAsked{.by = by}, context);
  for (Event& event : ruling.events) event.at = movement.last_notice->at;
  return ruling;
}

Ruling time_passed(const Movement& movement, std::optional<Day> route_limit, const Context& context) {
  const bool may_go = movement.state == State::accepted && !movement.cancellation_asked;
  if (may_go && is_released_by_itself(movement.declaration, context))
    return try_release(movement, automatic_limit(movement, route_limit, context), context.by, context);
  Ruling ruling = by_row(movement, Trigger::clock, Case::any, ClockRang{.of = movement.state}, context);
  require(!ruling.events.empty(), "a state with a clock has a row for it");
  if (may_go) {  // a clock of an earlier program, of a declaration that is no simplified one any more
    for (Event& event : ruling.events) event.due.reset();
    return ruling;
  }
  for (Event& event : ruling.events) {
    if (event.next == movement.state)
      event.due = context.at + std::chrono::days{1};  // reminded daily until somebody acts
  }
  return ruling;
}

Findings unamendable(const Declaration& present, const Declaration& amended) {
  Findings faults;
  if (present.holder != amended.holder)
    faults.push_back(not_amendable("HolderOfTheTransitProcedure/identificationNumber"));
  if (present.route.departure != amended.route.departure)
    faults.push_back(not_amendable("CustomsOfficeOfDeparture/referenceNumber"));
  if (present.lrn != amended.lrn) faults.push_back(not_amendable("TransitOperation/LRN"));
  // The other type, T1, is the only one here.
  if (present.pre_lodged != amended.pre_lodged)
    faults.push_back(not_amendable("TransitOperation/additionalDeclarationType"));
  return faults;
}

namespace {

/// Reasons of a negative answer (CL221, CL225). Of the list only 1 is public; any other says that the MRN is
/// known, and then departure is named (C0811).
constexpr std::string_view not_known = "1";
constexpr std::string_view not_open = "4";

/// CL196: what is said of a control that nobody made.
constexpr std::string_view simplified_procedure = "A3";
constexpr std::string_view considered_satisfactory = "A2";

/// What the fact adds to the letter beside the movement.
struct Tell {
  Letter& letter;
  const Movement& after;

  void faults(const std::vector<Fault>& list) const { letter.faults = list; }
  void place(const Crossing& crossing) const {
    letter.office = crossing.office;
    letter.at = crossing.at;
  }
  /// The office that found the discrepancies is answered.
  void answers(const std::optional<OfficeId>& found_by) const {
    letter.office = found_by;
    if (!found_by && after.arrival) letter.office = after.arrival->office;
  }
  void operator()(const Submitted& e) const { faults(e.faults); }
  /// With the guarantees: the declaration names a deposit by its receipt, and may be erased by now.
  void operator()(const GuaranteeRefused& e) const {
    faults(e.faults);
    letter.declaration = after.declaration;
  }
  void operator()(const ReleaseHindered& e) const { faults(e.faults); }
  void operator()(const CancellationDecided& e) const {
    letter.positive = e.granted;
    letter.text = e.reason.str();
  }
  void operator()(const CancellationAsked& e) const { letter.text = e.reason.str(); }
  void operator()(const Invalidated& e) const { letter.text = e.reason.str(); }
  void operator()(const AmendmentRequested& e) const { letter.text = e.reason.str(); }
  void operator()(const NotReleased& e) const { letter.text = e.reason.str(); }
  void operator()(const ControlDecided& e) const { letter.reason = e.of_goods ? "0" : "1"; }
  void operator()(const Amended& /*e*/) const {  // the notice of the control that stands
    if (after.state == State::under_control) letter.reason = after.control == Control::documents ? "1" : "0";
  }
  void operator()(const ControlRecorded& e) const { letter.result = e.result; }
  void operator()(const RecordAsked& e) const {
    letter.office = e.office;
    letter.positive = e.positive;
    if (!e.positive) letter.reason = std::string{e.unknown ? not_known : not_open};
    if (!e.unknown) return;
    letter.mrn = e.unknown;
    letter.route.reset();
  }
  void operator()(const PassageReported& e) const { place(e.crossing); }
  void operator()(const PassageRefused& e) const {
    place(e.crossing);
    letter.reason = e.reason;
  }
  void operator()(const IncidentReported& e) const {
    place(e.crossing);
    letter.reason = e.code;
    if (!e.text.empty()) letter.text = e.text.str();
    letter.new_seals = e.new_seals;
    letter.vehicle = e.vehicle;
  }
  void operator()(const ArrivalReported& e) const { place(e.arrival); }
  void operator()(const DiscrepanciesResolved& e) const {
    letter.text = e.reason.str();
    answers(e.office);
    if (after.last_notice) letter.written_off = after.last_notice->written_off;
  }
  void operator()(const ProofAccepted& /*e*/) const { answers(std::nullopt); }
  template <class Other>
  void operator()(const Other& /*e*/) const {}
};

bool carries_record(const Event& event) {
  static constexpr Ie records[] = {1, 3, 28, 29, 50, 115};
  return std::ranges::any_of(event.sent,
                             [](Ie ie) { return std::ranges::find(records, ie) != std::end(records); });
}

}  // namespace

Letter letter_of(const Movement& after, const Event& event) {
  Letter letter;
  letter.mrn = after.mrn;
  letter.accepted = after.accepted;
  letter.released = after.released;
  letter.limit = after.limit;
  letter.crossings = after.crossings;
  letter.result = after.result;
  letter.route = after.declaration.route;
  if (after.arrival) letter.arrived_at = after.arrival->office;
  if (after.state == State::written_off) letter.written_off = event.day;
  std::visit(Tell{letter, after}, event.fact);
  if (sends_notice(event)) {
    const LastNotice& told = certain(after.last_notice, "what was told is known");
    letter.notice = after.notices;
    letter.status = told.status;
    letter.at = told.at;
    letter.written_off = told.written_off;
    letter.crossings.resize(std::min(letter.crossings.size(), told.crossings));
  }
  if (carries_record(event) && letter.positive) {
    letter.declaration = after.declaration;
    letter.declaration->guarantees.clear();  // nobody abroad needs them: sufficient or not is all they know
    letter.route.reset();
    letter.incidents = after.incidents;
    letter.control_code =
        after.controlled
            ? after.controlled->code
            : std::string{after.declaration.simplified ? simplified_procedure : considered_satisfactory};
  }
  return letter;
}

std::optional<Notice> newest_notice(const Movement& movement) {
  if (!movement.last_notice) return std::nullopt;
  const LastNotice& told = *movement.last_notice;
  Notice notice{.number = movement.notices,
                .status = told.status,
                .at = told.at,
                .limit = movement.limit,
                .written_off = told.written_off,
                .declared = movement.declaration.route.destination,
                .arrived_at = std::nullopt,
                .crossings = movement.crossings,
                .result = movement.result};
  if (movement.arrival) notice.arrived_at = movement.arrival->office;
  notice.crossings.resize(std::min(notice.crossings.size(), told.crossings));
  return notice;
}

namespace {

/// The states concerned, and that of departure where it has an office of transit of its own.
std::vector<Country> with_own_offices(const Movement& movement) {
  std::vector<Country> countries = movement.concerned();
  const Route& route = movement.declaration.route;
  const Country home = route.departure.country();
  if (!route.transit_in(home).empty() || route.destination.country() == home) countries.push_back(home);
  return countries;
}

/// Asked for the record and has it, and its offices have not reported the goods.
bool waits_beside_the_route(const Movement& movement, Country country) {
  const bool has_record = std::ranges::find(movement.further, country) != movement.further.end();
  return has_record && std::ranges::none_of(movement.crossings, [&](const Crossing& crossing) {
           return crossing.office.country() == country;
         });
}

}  // namespace

std::vector<Country> recipients(Ie ie, const Movement& after, const Event& event) {
  const Route& route = after.declaration.route;
  switch (ie) {
    case 49:
      if (const auto* answer = std::get_if<DiscrepanciesResolved>(&event.fact);
          answer != nullptr && answer->office)
        return {answer->office->country()};
      [[fallthrough]];
    case 1: return {after.arrival ? after.arrival->office.country() : route.destination.country()};
    case 50: return route.transit_countries();
    case 3:
    case 115: {
      const auto* asked = std::get_if<RecordAsked>(&event.fact);
      require(asked != nullptr, "an answer has its question");
      return {asked->office.country()};
    }
    case 24: {  // the declared destination if the goods ended elsewhere, and who still waits for them
      std::vector<Country> countries;
      const Country actual = after.arrival ? after.arrival->office.country() : route.destination.country();
      if (after.arrival && after.arrival->office != route.destination &&
          actual != route.destination.country())
        countries.push_back(route.destination.country());
      for (const Country country : route.transit_countries()) {
        const auto offices = route.transit_in(country);
        const bool waits =
            std::ranges::any_of(offices, [&](const OfficeId& o) { return !after.has_crossed(o); });
        if (waits && std::ranges::find(countries, country) == countries.end()) countries.push_back(country);
      }
      for (const Country country : after.further) {
        const bool waits = country != actual && waits_beside_the_route(after, country);
        if (waits && std::ranges::find(countries, country) == countries.end()) countries.push_back(country);
      }
      return countries;
    }
    case ie_status_notice:
      if (const auto* asked = std::get_if<StatusAsked>(&event.fact)) return {asked->by};
      // Our own offices see the movement here; what they count by they have to be told.
      if (std::holds_alternative<LimitExtended>(event.fact)) return with_own_offices(after);
      return after.concerned();
    case 10: return with_own_offices(after);
    case 181: {  // the offices that are still ahead
      std::vector<Country> countries;
      for (const Country country : with_own_offices(after)) {
        const auto offices = route.transit_in(country);
        const bool ahead =
            country == route.destination.country() || waits_beside_the_route(after, country) ||
            std::ranges::any_of(offices, [&](const OfficeId& o) { return !after.has_crossed(o); });
        if (ahead) countries.push_back(country);
      }
      return countries;
    }
    default: return {};  // to the trader, who reads it here
  }
}

}  // namespace lintas::transit::departure
