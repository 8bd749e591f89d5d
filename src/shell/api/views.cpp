#include "shell/api/views.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/shape.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"
#include "core/messages/place.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/grn.hpp"
#include "core/refdata/opening.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/fault_places.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/statuses.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/outlook.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/description.hpp"
#include "shell/api/details.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/link_page.hpp"
#include "shell/api/names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

Json show(Money money, const refdata::View& reference) {
  const auto* row = reference.currency(money.currency());
  const int places = row == nullptr ? 0 : row->value.minor_digits;
  return {{"amount", with_all_places(money.minor_units(), places)}, {"currency", money.currency().str()}};
}

Json show(const transit::Crossing& arrival) {
  return {{"office", arrival.office.str()}, {"at", to_text(arrival.at)}};
}
/// Departure is told the day of a passage, not its time.
Json show_crossing(const transit::Crossing& crossing, const refdata::View& reference) {
  return {{"office", crossing.office.str()},
          {"day", to_text(reference.day_in(crossing.office, crossing.at))}};
}

/// A passage and its refusal are told by their day (IE118, IE119, X095), and kept as its first instant at the
/// office: shown as one, it stands before the release that it came after. It is shown as the day it is.
template <class Fact>
void show_days(const Fact& /*fact*/, const refdata::View& /*reference*/, Json& /*details*/) {}
void show_days(const dep::PassageReported& fact, const refdata::View& reference, Json& details) {
  details["crossing"] = show_crossing(fact.crossing, reference);
}
void show_days(const dep::PassageRefused& fact, const refdata::View& reference, Json& details) {
  details["crossing"] = show_crossing(fact.crossing, reference);
}
void show_days(const dep::Noted& fact, const refdata::View& reference, Json& details) {
  constexpr transit::Ie told_by_day[] = {118, 119};
  const bool is_day = std::ranges::find(told_by_day, fact.ie) != std::end(told_by_day);
  if (!is_day || !fact.office || !fact.at) return;
  details.erase("at");
  details["day"] = show_crossing({.office = *fact.office, .at = *fact.at}, reference)["day"];
}
/// The day of a passage by the notice of it. Of a passage that is told again the crossing keeps the first
/// report's instant, so the office is the last one where a day begins then.
Day day_of_passage(const transit::NoticeTaken& fact, Instant at, const refdata::View& reference) {
  const auto& crossings = fact.notice.crossings;
  for (auto crossing = crossings.rbegin(); crossing != crossings.rend(); ++crossing) {
    const auto day = reference.day_at(crossing->office, at);
    if (day && *day != reference.day_at(crossing->office, at - Instant::duration{1})) return *day;
  }
  const auto day = crossings.empty() ? std::nullopt : reference.day_at(crossings.back().office, at);
  return day.value_or(reference.day_in(fact.mrn.country(), at));
}

/// The notice of a passage is of the time of that passage.
void show_days(const transit::NoticeTaken& fact, const refdata::View& reference, Json& details) {
  Json& notice = details["notice"];
  for (std::size_t i = 0; i < fact.notice.crossings.size(); ++i)
    notice["crossings"][i] = show_crossing(fact.notice.crossings[i], reference);
  if (fact.notice.status != "PAS" || !fact.notice.at) return;
  notice.erase("at");
  notice["day"] = to_text(day_of_passage(fact, *fact.notice.at, reference));
}

/// Of a published list the code, our word for it and what the list says; the code alone where the list has
/// none like it.
template <Worded E>
Json show_coded(std::string_view code) {
  const auto value = read_word<E>(code);
  if (!value) return {{"code", code}};
  const Word<E>& word = *find_word(*value);
  return {{"code", word.code}, {"word", word.word}, {"meaning", word.meaning}};
}

/// What officers decided about a message between nodes: only why.
template <class Decision>
void show_decision(const app::EventRow& row, const std::optional<TextSource>& texts, Json& shown) {
  if (!texts) return;
  const workflow::EventBody body = app::body_of(row);
  show_texts(workflow::read_content<Decision>(body.fields_of_type), body, *texts, shown,
             [](Decision& decision) -> Decision& { return decision; });
}

/// What a guarantee is refused for, where the movement shows it: the code is never shown, and what is wrong
/// with the guarantee as such is at its GRN.
Finding shown_at(guarantee::Refusal reason, std::size_t n, const Grn& grn) {
  Finding refused = guarantee::finding(reason);
  const std::string line = format("/guarantees/{}", n);
  switch (transit::part_of_guarantee(refused.pointer)) {
    case transit::OfGuarantee::access_code: refused.pointer = line; break;
    case transit::OfGuarantee::type:
    case transit::OfGuarantee::amount: refused.pointer = format("{}/{}", line, refused.pointer); break;
    case transit::OfGuarantee::itself: refused.pointer = format("{}/grn", line); refused.value = grn.str();
  }
  return refused;
}

Json show(const transit::Vehicle& vehicle) {
  return {{"registration", vehicle.registration},
          {"nationality", vehicle.nationality},
          {"motor", vehicle.motor},
          {"permit", vehicle.permit},
          {"insurance_card", vehicle.insurance_card}};
}

void show_new_seals(const std::vector<Seal>& seals, Json& shown) {
  for (const Seal& seal : seals) shown["new_seals"].push_back(seal.str());
}

/// What officers ahead compare the goods with: the seals and the vehicle that they have from now on.
template <class Fact>
void show_load(const Fact& fact, Json& shown) {
  if constexpr (requires { fact.inspection; }) show_new_seals(fact.inspection.new_seals, shown);
  if constexpr (requires { fact.incident.new_seals; }) {
    show_new_seals(fact.incident.new_seals, shown);
    if (fact.incident.vehicle) shown["vehicle"] = show(*fact.incident.vehicle);
  }
}

/// Shows events in their order: what a fault is of depends on what was declared before.
class Steps {
 public:
  Steps(const std::optional<TextSource>& texts, const SeesBalance& sees_balance,
        const refdata::View* reference)
      : texts_(texts), sees_balance_(sees_balance), reference_(reference) {}

  /// "state" and "sent" of an event of a machine that is stored with where it led; its faults, of what kind
  /// an incident was, what a control came to, and what else it says.
  template <class Machine, class Event>
  void show(const app::EventRow& row, Json& shown) {
    const workflow::EventBody body = app::body_of(row);
    const auto event = workflow::read_content<Event>(body.fields_of_type);
    if (texts_) show_texts(event, body, *texts_, shown, [](Event& all) -> auto& { return all.fact; });
    shown["state"] = Machine::states[std::to_underlying(event.next)].id;
    for (const transit::Ie ie : event.sent) shown["sent"].push_back(format("IE{:03}", ie));
    std::visit([&](const auto& fact) { show_fact(fact, shown); }, event.fact);
    if (!texts_) return;
    Json details = details_of_event(shape<Event>(), &event);
    std::visit([&](const auto& fact) { add_days(fact, details); }, event.fact);
    add_details(std::move(details), shown);
  }
  void show_notice(const app::EventRow& row, Json& shown) {
    const auto fact = workflow::read_event<transit::NoticeFact>(workflow::notice_block, row.type,
                                                                app::body_of(row).fields_of_type);
    std::visit(
        [&](const auto& one) {
          show_fact(one, shown);
          if (!texts_) return;
          Json details = show_details(one);
          add_days(one, details);
          add_details(std::move(details), shown);
        },
        fact);
  }

 private:
  template <class Fact>
  void show_fact(const Fact& fact, Json& shown) {
    if constexpr (requires { fact.declaration.guarantees; }) {
      guarantees_ = fact.declaration.guarantees;
    } else if constexpr (requires { fact.declaration->guarantees; }) {
      if (fact.declaration) guarantees_ = fact.declaration->guarantees;
    }
    if constexpr (std::is_same_v<Fact, dep::Submitted>) root_ = transit::root_of(transit::ie_declaration);
    if constexpr (std::is_same_v<Fact, dep::Amended>) root_ = transit::root_of(transit::ie_amendment);
    if constexpr (requires { fact.faults; }) {
      for (const transit::Fault& fault : fact.faults)
        shown["faults"].push_back(shown_fault(fault, place_of(fact, fault.pointer)));
    }
    if constexpr (requires { fact.incident.code; }) {
      shown["incident"] = show_coded<transit::IncidentCode>(transit::wire_code(fact.incident.code));
    } else if constexpr (requires { fact.code; }) {
      shown["incident"] = show_coded<transit::IncidentCode>(fact.code);
    }
    if constexpr (requires { fact.result.code; })
      shown["result"] = show_coded<transit::ControlCode>(fact.result.code);
    show_load(fact, shown);
  }
  template <class Fact>
  void add_days(const Fact& fact, Json& details) const {
    if (reference_ != nullptr) show_days(fact, *reference_, details);
  }
  /// Of what was declared the place is in the declaration; of what a partner sent in that message; and of
  /// what a partner refuses in a message of ours that it does not name.
  template <class Fact>
  [[nodiscard]] transit::PlaceInMessage place_of(const Fact& fact, std::string_view pointer) const {
    if constexpr (std::is_same_v<Fact, transit::MessageRefused>) {
      const auto* message = transit::find_message(fact.ie);
      return {.pointer = message::xpath(message == nullptr ? any_root : message->root, pointer), .value = {}};
    } else if constexpr (std::is_same_v<Fact, dep::Noted>) {
      return {.pointer = message::xpath(any_root, pointer), .value = {}};
    } else {
      return transit::place_in_declaration(pointer, root_, guarantees_);
    }
  }
  [[nodiscard]] Json shown_fault(const transit::Fault& fault, transit::PlaceInMessage place) const {
    return show_finding({.rule = fault.rule,
                         .pointer = fault.pointer.empty() ? std::string{} : std::move(place.pointer),
                         .value = std::move(place.value),
                         .detail = hides_balance(fault) ? "" : fault.detail});
  }
  static void add_details(Json details, Json& shown) {
    if (!details.empty()) shown["details"] = std::move(details);
  }

  /// "short by 20.00 SGD, available 300.00 SGD" is for whoever may see that guarantee.
  [[nodiscard]] bool hides_balance(const transit::Fault& fault) const {
    if (fault.rule != guarantee::facts(guarantee::Refusal::amount_not_sufficient).rule) return false;
    const auto line = transit::line_in(fault.pointer);
    const bool known = line && *line < guarantees_.size() && sees_balance_;
    return !known || !sees_balance_(guarantees_[*line].grn);
  }

  static constexpr std::string_view any_root = "*";

  const std::optional<TextSource>& texts_;
  const SeesBalance& sees_balance_;
  const refdata::View* reference_;
  std::vector<transit::GuaranteeLine> guarantees_;  ///< as declared by now
  /// Of the message that declared them. What comes without its beginning is of the usual one.
  std::string_view root_ = transit::root_of(transit::ie_declaration);
};

/// What a use holds of the guarantee now, and what it gave back.
struct Held {
  Money reserved;
  Money freed;
};
Held held_by(const guarantee::Use& use) {
  using enum guarantee::UseState;
  const bool gave_back = use.state == credited || use.state == claimed_after_credit ||
                         use.state == cancelled || use.state == released;
  const Currency currency = use.amount.currency();
  return {.reserved = Money{guarantee::share_of(use).reserved, currency},
          .freed = Money{gave_back ? use.amount.minor_units() : 0, currency}};
}

Json show_guarantees(const dep::Movement& movement, const refdata::View& reference, const UseOf& use_of,
                     Json& total) {
  Json lines = Json::array();
  std::map<std::string, Held> sums;
  for (const auto& line : movement.declaration.guarantees) {
    Json shown{{"type", line.type}, {"grn", line.grn.str()}, {"amount", show(line.amount, reference)}};
    if (line.receipt) shown["receipt"] = line.receipt->str();
    const auto use = movement.mrn ? use_of(line.grn, *movement.mrn) : std::nullopt;
    shown["use"] = names_of(use ? use->state : guarantee::UseState::none).id;
    if (use && use->state != guarantee::UseState::none) {
      const Held held = held_by(*use);
      shown["reserved"] = show(held.reserved, reference);
      shown["freed"] = show(held.freed, reference);
      const auto [sum, is_first] = sums.try_emplace(std::string{use->amount.currency().str()}, held);
      if (!is_first) {
        const Currency currency = use->amount.currency();
        sum->second = {
            .reserved = Money{sum->second.reserved.minor_units() + held.reserved.minor_units(), currency},
            .freed = Money{sum->second.freed.minor_units() + held.freed.minor_units(), currency}};
      }
    }
    if (use && use->last_check && !use->last_check->reasons.empty()) {
      shown["asked"] = show(use->last_check->amount, reference);
      for (const guarantee::Refusal reason : use->last_check->reasons) {
        shown["refused"].push_back(show_finding(shown_at(reason, lines.size(), line.grn)));
      }
    }
    lines.push_back(std::move(shown));
  }
  // Amounts of several currencies have no sum that anybody could be held to.
  if (sums.size() == 1) {
    const Held& all = sums.begin()->second;
    total = {{"reserved", show(all.reserved, reference)}, {"freed", show(all.freed, reference)}};
  }
  return lines;
}

/// What traders send that the state takes.
template <class Machine, class State>
Json messages_in(State state) {
  Json messages = Json::array();
  for (const auto& facts : Machine::triggers) {
    const bool of_a_trader = facts.is_message() && facts.key.front() == 'T';
    if (!of_a_trader || transit::verdict<Machine>(state, facts.trigger) != transit::Verdict::row) continue;
    messages.push_back({{"message", format("IE{:03}", transit::ie_of(Machine::triggers, facts.trigger))},
                        {"words", facts.meaning}});
  }
  return messages;
}

/// A second request for cancellation is refused until the first is decided.
Json messages_in(const dep::Movement& movement) {
  Json messages = messages_in<dep::Machine>(movement.state);
  if (movement.cancellation_asked) {
    std::erase_if(messages.get_ref<Json::array_t&>(),
                  [](const Json& one) { return one["message"] == "IE014"; });
  }
  return messages;
}

}  // namespace

Json turn_of_trader(const workflow::State& state) {
  const auto& movement = state.as<dep::Movement>();
  constexpr std::string_view trader = "trader";
  if (dep::Machine::states[std::to_underlying(movement.state)].owner != trader) return nullptr;
  return {{"trader_may_send", messages_in(movement)}, {"due", text_or_null(movement.due)}};
}

Json show_departure(const workflow::State& state, const refdata::View& reference, const UseOf& use_of) {
  const auto& movement = state.as<dep::Movement>();
  const transit::Declaration& declaration = movement.declaration;
  Json crossings = Json::array();
  for (const auto& crossing : movement.crossings) crossings.push_back(show_crossing(crossing, reference));
  Json transits = Json::array();
  for (const auto& office : declaration.route.transit) transits.push_back(office.str());
  Json total;
  Json guarantees = show_guarantees(movement, reference, use_of, total);
  Json shown{{"role", "departure"},
             {"mrn", text_or_null(movement.mrn)},
             {"lrn", declaration.lrn.str()},
             {"status", movement.public_status(reference.day())},
             {"state", show_state<dep::Machine>(movement.state)},
             {"ended", is_end<dep::Machine>(movement.state)},
             {"due", text_or_null(movement.due)},
             {"holder", declaration.holder.str()},
             {"representative", text_or_null(declaration.representative)},
             {"route",
              {{"departure", declaration.route.departure.str()},
               {"transit", transits},
               {"destination", declaration.route.destination.str()}}},
             {"accepted", text_or_null(movement.accepted)},
             {"released", text_or_null(movement.released)},
             {"limit", text_or_null(movement.limit)},
             {"crossings", crossings},
             {"arrival", movement.arrival ? show(*movement.arrival) : Json{}},
             {"guarantees", std::move(guarantees)},
             {"at_risk", declaration.at_risk ? show(*declaration.at_risk, reference) : Json{}},
             {"guarantee", std::move(total)},
             {"trader_may_send", messages_in(movement)}};
  if (movement.cancellation_asked) shown["cancellation_asked"] = true;
  return shown;
}

Json show_place(const LinkPlace& place) {
  return {{"name", place.name},
          {"country", place.country},
          {"country_name", place.country_name},
          {"day", to_text(place.day)}};
}

std::string local_text(Instant instant, std::chrono::minutes offset) {
  std::string text = to_text(instant + offset);
  text.pop_back();  // the Z
  return text + refdata::offset_text(offset);
}

Json show_limit(const OfficeId& office, Instant due, const refdata::View& reference) {
  const auto* row = reference.office(office);
  const auto calendar = reference.calendar(office);
  if (row == nullptr || !calendar) return nullptr;
  const auto last = refdata::last_moment(office, row->value, *calendar, due);
  const auto local = [&](const std::optional<Instant>& instant) {
    return instant ? Json(local_text(*instant, calendar->utc_offset)) : Json{};
  };
  const bool closed = last.opening && !last.opening->open;
  return {{"office", office.str()},
          {"at", local_text(due, calendar->utc_offset)},
          {"hours", !last.opening ? "not known"
                    : closed      ? "closed"
                                  : "open"},
          {"last_open", closed ? local(last.opening->since) : Json{}},
          {"next_opening", closed ? local(last.opening->until) : Json{}},
          {"working_day", last.working_day},
          {"words", last.words}};
}

std::string_view role_in_movement(workflow::StreamKind kind, std::uint16_t status) {
  if (kind == workflow::departure_stream) return "departure";
  if (status >= workflow::arrival_statuses) return "destination";
  return status == 0 ? "informed" : "transit";
}

std::optional<bool> role_has_ended(workflow::StreamKind kind, std::uint16_t status) {
  if (kind == workflow::departure_stream)
    return is_end<dep::Machine>(dep::State{static_cast<std::uint8_t>(status)});
  if (status == 0) return std::nullopt;
  if (status < workflow::arrival_statuses)
    return is_end<pas::Machine>(pas::State{static_cast<std::uint8_t>(status)});
  return is_end<des::Machine>(des::State{static_cast<std::uint8_t>(status - workflow::arrival_statuses)});
}

namespace {

/// What departure told last of the way and of its end; of what it has not told, what is known here.
void show_way(const workflow::Journey& journey, const refdata::View& reference, Json& shown) {
  const auto* notice = journey.sighting.newest();
  shown["crossings"] = Json::array();
  if (notice != nullptr) {
    for (const auto& crossing : notice->crossings)
      shown["crossings"].push_back(show_crossing(crossing, reference));
  }
  const auto place = last_place(journey, reference);
  shown["place"] = place ? show_place(*place) : Json{};
  const auto& arrival = journey.arrival;
  if (arrival.office && arrival.at) {
    shown["arrival"] = {{"office", arrival.office->str()}, {"at", to_text(*arrival.at)}};
  } else if (notice != nullptr && notice->arrived_at) {
    shown["arrival"] = {{"office", notice->arrived_at->str()}, {"at", nullptr}};
  } else {
    shown["arrival"] = nullptr;
  }
  const bool has_result = notice != nullptr && notice->result;
  shown["result"] = has_result ? show_coded<transit::ControlCode>(notice->result->code) : Json{};
  auto destination = arrival.acting_office();
  if (!destination && notice != nullptr) destination = notice->declared;
  shown["route"]["destination"] = text_or_null(destination);
}

}  // namespace

Json show_journey(const workflow::State& state, Day today, const refdata::View& reference) {
  const auto& journey = state.as<workflow::Journey>();
  const auto& passage = journey.passage;
  const auto& arrival = journey.arrival;
  const bool passes = passage.state != pas::State::none;
  const bool ends = arrival.state != des::State::none;
  const auto* notice = journey.sighting.newest();
  Json offices = Json::array();
  for (const auto& office : passage.offices) {
    offices.push_back({{"office", office.office.str()},
                       {"crossing", pas::name(office.crossing)},
                       {"declared", office.declared},
                       {"at", text_or_null(office.at)}});
  }
  const auto& departure = ends ? arrival.departure : passage.departure;
  const bool ended = ends     ? is_end<des::Machine>(arrival.state)
                     : passes ? is_end<pas::Machine>(passage.state)
                              : journey.sighting.has_ended() || journey.sighting.given_up;
  Json shown{
      {"role", ends     ? "destination"
               : passes ? "transit"
                        : "informed"},
      {"mrn", text_or_null(journey.mrn())},
      {"status", notice == nullptr ? Json{} : Json(transit::public_status(*notice, today))},
      {"state", ends ? show_state<des::Machine>(arrival.state) : show_state<pas::Machine>(passage.state)},
      {"ended", ended},
      {"due", text_or_null(ends ? arrival.due : passage.due)},
      {"limit", text_or_null(ends ? arrival.limit : passage.limit)},
      {"route", {{"departure", text_or_null(departure)}}},
      {"offices", offices},
      {"trader_may_send", ends ? messages_in<des::Machine>(arrival.state) : Json::array()}};
  show_way(journey, reference, shown);
  if (ends && passes) shown["passage"] = show_state<pas::Machine>(passage.state);
  return shown;
}

std::string_view status_of_departure(const workflow::State& state, Day today) {
  return state.as<dep::Movement>().public_status(today);
}

Json state_after(const workflow::JourneyReply& reply) {
  const auto of = [](const auto& states, std::string_view id) -> Json {
    for (const auto& facts : states)
      if (facts.id == id) return {{"id", facts.id}, {"name", facts.name}};
    return nullptr;
  };
  const std::string_view none = des::Machine::states.front().id;
  return reply.arrival != none ? of(des::Machine::states, reply.arrival)
                               : of(pas::Machine::states, reply.passage);
}

Json history_of_movement(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts,
                         const SeesBalance& sees_balance, const refdata::View* reference) {
  Json history = Json::array();
  Steps steps{texts, sees_balance, reference};
  for (const app::EventRow& row : events) {
    Json shown{{"event", event_name(row.type)}, {"at", to_text(row.at)}, {"sent", Json::array()}};
    switch (workflow::block_of(std::to_underlying(row.type))) {
      case workflow::departure_block: steps.show<dep::Machine, dep::Event>(row, shown); break;
      case workflow::passage_block: steps.show<pas::Machine, pas::Event>(row, shown); break;
      case workflow::destination_block: steps.show<des::Machine, des::Event>(row, shown); break;
      case workflow::notice_block: steps.show_notice(row, shown); break;
      default:
        if (row.type == workflow::event_dropped) {
          show_decision<workflow::DropParked>(row, texts, shown);
        } else if (row.type == workflow::event_revived || row.type == workflow::event_discarded) {
          show_decision<workflow::LetterDecision>(row, texts, shown);
        } else {
          continue;
        }
    }
    show_doer(row, shown);
    history.push_back(std::move(shown));
  }
  return history;
}

Json show_guarantee(const workflow::State& state, const refdata::View& reference) {
  const auto& header = state.as<guarantee::Header>();
  const Currency currency = header.reference_amount.currency();
  const auto money = [&](std::int64_t minor) { return show(Money{minor, currency}, reference); };
  Json barred = Json::array();
  for (const auto& country : header.not_valid_in) barred.push_back(country.str());
  Json wrong_codes = Json::array();
  for (const auto& [sender, count] : header.failures)
    wrong_codes.push_back({{"sender", sender.str()}, {"times", count}});
  return {{"grn", header.grn.str()},
          {"status", names_of(header.status).id},
          {"state", {{"id", names_of(header.status).id}, {"name", names_of(header.status).name}}},
          {"type", std::string(1, guarantee::wire_type(header.kind))},
          {"holder", header.holder.str()},
          {"guarantor", text_or_null(header.guarantor)},
          {"receipt", text_or_null(header.receipt)},
          {"office", header.office.str()},
          {"reference_amount", show(header.reference_amount, reference)},
          {"guaranteed_amount", show(header.guaranteed_amount, reference)},
          {"reserved", money(header.sums.reserved)},
          {"credited", money(header.sums.credited)},
          {"claimed", money(header.sums.claimed)},
          {"paid", money(header.sums.paid)},
          {"available", money(header.available())},
          {"open_uses", header.sums.open_uses},
          {"valid_from", to_text(header.valid_from)},
          {"valid_until", text_or_null(header.valid_until)},
          {"revoked_from", text_or_null(header.revoked_from)},
          {"not_valid_in", barred},
          {"wrong_codes", wrong_codes}};
}

Json show_use(std::string_view mrn, const workflow::State& state,
              const std::optional<workflow::Outlook>& outlook, const refdata::View& reference) {
  const auto& use = state.as<guarantee::Use>();
  // Asked for and refused: nothing was ever held.
  if (use.state == guarantee::UseState::none) {
    return {{"mrn", mrn},
            {"use", names_of(use.state).id},
            {"amount", use.last_check ? show(use.last_check->amount, reference) : Json{}}};
  }
  const Held held = held_by(use);
  Json shown{{"mrn", mrn},
             {"use", names_of(use.state).id},
             {"amount", show(use.amount, reference)},
             {"reserved", show(held.reserved, reference)},
             {"freed", show(held.freed, reference)},
             {"claimed", guarantee::share_of(use).claimed > 0 ? show(use.claim, reference) : Json{}},
             {"paid", use.was_paid}};
  if (!outlook) return shown;
  shown["waits_for"] = outlook->waits_for;
  shown["due"] = text_or_null(outlook->due);
  shown["free_by"] = text_or_null(outlook->free_by);
  shown["why"] = outlook->why;
  if (!outlook->otherwise.empty()) shown["otherwise"] = outlook->otherwise;
  return shown;
}

namespace {

constexpr std::array money{Member{"amount", "Amount", "With the places of its currency."},
                           Member{"currency", "Currency"}};
constexpr std::array state{Member{"id", "text", "As RLS; /v1/states has all."}, Member{"name", "text"}};
constexpr std::array local{
    Member{"office", "OfficeId"},
    Member{"at", "text", "When it is over, with the offset from UTC: 2026-11-25T16:00:00.000+08:00."},
    Member{"hours", "'open'|'closed'|'not known'", "Whether the office is open in the last moment."},
    Member{"last_open", "text|null", "Where it is closed then: when it closed."},
    Member{"next_opening", "text|null", "And when it opens again."},
    Member{"working_day", "boolean", "Whether that day is one in its state."},
    Member{"words", "text", "All that in a sentence."}};
constexpr std::array arrival{
    Member{"office", "OfficeId"},
    Member{"at", "instant|null", "Null in a state that knows by departure alone that they arrived."}};
constexpr std::array crossing{Member{"office", "OfficeId"}, Member{"day", "day", "At that office."}};
constexpr std::array by{Member{"role", "Role"}, Member{"office?", "OfficeId"}};
constexpr std::array coded{Member{"code", "text"}, Member{"word?", "text"},
                           Member{"meaning?", "text", "As the list says it."}};
constexpr std::array vehicle{Member{"registration", "text"}, Member{"nationality", "text"},
                             Member{"motor", "boolean", "It needs an insurance card of its own."},
                             Member{"permit", "text", "Empty where none is named."},
                             Member{"insurance_card", "text", "Likewise."}};
constexpr std::array step{
    Member{"event", "text", "As departure.released."},
    Member{"at", "instant"},
    Member{"sent", "[Ie]", "Messages that it led to."},
    Member{"state?", "text", "The id of the state behind it."},
    Member{"faults?", "[Finding]"},
    Member{"incident?", "Coded", "Of CL019."},
    Member{"result?", "Coded", "Of CL047 or CL197."},
    Member{"new_seals?", "[Seal]", "That were put on in place of others."},
    Member{"vehicle?", "Vehicle", "That carries the goods from now on."},
    Member{"details?", "object", "What else the event says, by the names of its fields; for officers."},
    Member{"texts?", "{text}", "What people wrote, by its place in the act; for officers."},
    Member{"texts_erased?", "boolean"},
    Member{"by?", "Doer"}};
constexpr std::array movement{
    Member{"location", "text", "Its address."},
    Member{"mrn", "Mrn|null"},
    Member{"state", "State"},
    Member{"ended", "boolean"},
    Member{"due", "instant|null", "When the clock of the state runs out."},
    Member{"due_at_office", "LocalTime|null", "The same by the clocks of the office."},
    Member{"limit", "day|null", "The day by which the goods have to be there."},
    Member{"limit_at_office", "LocalTime|null", "The same by the clocks of the office of destination."},
    Member{"arrival", "Arrival|null"},
    Member{"alarms?", "[text]", "What somebody should look at; for officers."},
    Member{"began?", "instant", "Of a movement in a list."},
    Member{"history?", "[Step]", "Of a movement that was asked for by itself."},
    Member{"acts?", "[ActNow]", "Likewise: what the caller may do now."},
    Member{"trader_may_send", "[MessageNow]", "Messages that the state takes from its trader."},
    Member{"warnings?", "[Finding]",
           "Of one that was asked for by itself, for officers: what refuses nothing and somebody should look "
           "at."},
    Member{"version?", "integer", "Likewise; If-Match takes it."}};
constexpr std::array act{Member{"name", "text", "As departure.release."}, Member{"words", "text"}};
constexpr std::array message_now{Member{"message", "Ie"}, Member{"words", "text", "As amendment."}};
constexpr std::array route{Member{"departure", "OfficeId"}, Member{"transit", "[OfficeId]"},
                           Member{"destination", "OfficeId"}};
constexpr std::array line{Member{"type", "text", "Of CL251."}, Member{"grn", "Grn"},
                          Member{"amount", "Money"},           Member{"receipt?", "Receipt"},
                          Member{"use", "UseState"},           Member{"reserved?", "Money"},
                          Member{"freed?", "Money"},           Member{"asked?", "Money", "What was refused."},
                          Member{"refused?", "[Finding]"}};
constexpr std::array held{Member{"reserved", "Money"}, Member{"freed", "Money"}};
constexpr std::array departing{
    Member{"role", "'departure'"},
    Member{"lrn", "Lrn"},
    Member{"status", "MovementStatus"},
    Member{"holder", "Tin"},
    Member{"representative", "Tin|null"},
    Member{"route", "Route"},
    Member{"accepted", "day|null"},
    Member{"released", "day|null"},
    Member{"crossings", "[Crossing]"},
    Member{"guarantees", "[GuaranteeLine]"},
    Member{"at_risk", "Money|null"},
    Member{"cancellation_asked?", "boolean", "It was asked for, and not decided."},
    Member{"guarantee", "Held|null", "Of all lines, where they have one currency."}};
constexpr std::array seen_route{Member{"departure", "OfficeId|null"}, Member{"destination", "OfficeId|null"}};
constexpr std::array office{Member{"office", "OfficeId"},
                            Member{"crossing", "'expected'|'held'|'passed'|'stopped'|'not used'|'added'"},
                            Member{"declared", "boolean", "It stands in the declaration."},
                            Member{"at", "instant|null", "Of the last report."}};
constexpr std::array passing{
    Member{"role", "'transit'|'destination'|'informed'"},
    Member{"status", "MovementStatus|null", "As departure told it last."},
    Member{"route", "SeenRoute"},
    Member{"offices", "[OfficeOfPassage]"},
    Member{"crossings", "[Crossing]", "Of all states, as departure has told them."},
    Member{"place", "LinkPlace|null", "Where the goods were last; null before any office had them."},
    Member{"result", "Coded|null", "What the control at destination came to, as departure has told it."},
    Member{"passage?", "State", "Of the offices that it passed on its way to the end."}};
constexpr std::array wrong_codes{Member{"sender", "Tin"}, Member{"times", "integer"}};
constexpr std::array account{
    Member{"grn", "Grn"},
    Member{"status", "GuaranteeStatus"},
    Member{"state", "State", "The same, for officers."},
    Member{"type", "text", "Of CL251."},
    Member{"holder", "Tin"},
    Member{"guarantor", "Tin|null"},
    Member{"receipt", "Receipt|null"},
    Member{"office", "OfficeId"},
    Member{"reference_amount", "Money"},
    Member{"guaranteed_amount", "Money"},
    Member{"reserved", "Money"},
    Member{"credited", "Money"},
    Member{"claimed", "Money"},
    Member{"paid", "Money"},
    Member{"available", "Balance"},
    Member{"open_uses", "integer"},
    Member{"valid_from", "day"},
    Member{"valid_until", "day|null", "The last day."},
    Member{"revoked_from", "day|null"},
    Member{"not_valid_in", "[Country]"},
    Member{"wrong_codes", "[WrongCodes]"},
    Member{"version?", "integer", "Of a guarantee that was asked for by itself; If-Match takes it."}};
constexpr std::array balance{Member{"amount", "SignedAmount"}, Member{"currency", "Currency"}};
constexpr std::array use{
    Member{"mrn", "Mrn"},
    Member{"use", "UseState"},
    Member{"amount", "Money|null"},
    Member{"reserved?", "Money"},
    Member{"freed?", "Money"},
    Member{"claimed?", "Money|null"},
    Member{"paid?", "boolean"},
    Member{"waits_for?", "text", "Of a use that is open: what has to come before it ends."},
    Member{"due?", "instant|null", "Until when that is expected, or when somebody is to look at it."},
    Member{"free_by?", "instant|null",
           "The amount is free then at the latest, if all keep to their limits; null where no law says it."},
    Member{"why?", "text", "The limits that lead there. Days are those at the office of departure."},
    Member{"otherwise?", "text", "What follows if it does not come."}};

constexpr std::array objects{
    Object{.name = "Money", .meaning = "An amount.", .members = money, .closed = true},
    Object{"Balance", "An amount that may be below zero.", balance},
    Object{"State", "Of a machine.", state},
    Object{"LocalTime", "A limit as the clocks at an office show it, with the hours of the office.", local},
    Object{"Arrival", "Where and when the goods arrived.", arrival},
    Object{"Crossing", "A passage as departure was told it.", crossing},
    Object{"Doer", "Never by name.", by},
    Object{"Coded", "Of a published list the code, our word for it and its meaning.", coded},
    Object{"Vehicle", "A unit, with the papers that are named for it.", vehicle},
    Object{"Step", "An event of a movement.", step},
    Object{"ActNow", "An act that the state takes.", act},
    Object{"MessageNow", "A message that the state takes from a trader.", message_now},
    Object{.name = "MovementHere",
           .meaning = "What is shown of a movement in every state.",
           .members = movement,
           .part = true},
    Object{"Route", "The offices of the declaration.", route},
    Object{"GuaranteeLine", "A guarantee as the movement names it.", line},
    Object{"Held", "What guarantees hold for a movement, and gave back.", held},
    Object{.name = "DepartingMovement",
           .meaning = "At departure.",
           .members = departing,
           .like = "MovementHere"},
    Object{"SeenRoute", "As far as it is known here.", seen_route},
    Object{"OfficeOfPassage", "An office of this state.", office},
    Object{.name = "PassingMovement",
           .meaning = "In a state that it passes or ends in.",
           .members = passing,
           .like = "MovementHere"},
    Object{.name = "Movement", .meaning = "By its role here.", .is = "DepartingMovement|PassingMovement"},
    Object{"WrongCodes", "Access codes of a sender that did not fit.", wrong_codes},
    Object{"Guarantee", "As it is on the account now.", account},
    Object{"Use", "What a movement holds of a guarantee, or gave back.", use}};

constexpr std::array words{
    Words{"MovementStatus", "What everybody is told of a movement.", &transit::public_statuses},
    Words{"UseState", "Of the use that a movement makes of a guarantee.",
          &words_of<guarantee::use_states, &guarantee::StateFacts<guarantee::UseState>::name>},
    Words{"GuaranteeStatus", "Of a guarantee.",
          &words_of<guarantee::account_states, &guarantee::StateFacts<guarantee::Status>::name>}};

}  // namespace

Resource views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
