#include "core/documents/import/evolve.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/machine.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"

template struct lintas::documents::FactOf<lintas::documents::import_side::Facts>;

namespace lintas::documents::import_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::refusal_clock: return "claim not decided";
    case Alarm::classification: return "classification open";
    case Alarm::no_reply: return "no reply to the check";
    case Alarm::whole_process: return "check not decided";
    case Alarm::visit_steps: return "step of the visit due";
    case Alarm::reassessing: return "not assessed again";
    case Alarm::conflict: return "conflict not decided";
    case Alarm::used_and_drawn: return "used and drawn beyond the quantity";
    case Alarm::paper_and_data: return "paper and data differ";
    case Alarm::not_taken: return "what was said was not taken by the issuer";
  }
  return "";
}

void book(Balances& items, State state, std::uint16_t item, Result result) {
  if (!refuses(result)) {
    give(items, item);
    if (state == State::reassess) reinstate(items, item);
  } else if (state == State::under_check || state == State::visit) {
    take_back(items, item);
  } else {
    refuse(items, item);
  }
}

namespace {

/// Where a claim that is released leaves what was decided of its items before.
State left_behind(const Certificate& certificate) {
  switch (sum_of(certificate.items)) {
    case Sum::refused: return State::rejected;
    case Sum::whole: return State::accepted;
    case Sum::part: return State::part_used;
    case Sum::pending:
    case Sum::untouched: break;
  }
  return certificate.before_claim;
}

/// Alarms that `evolve` raises anew as long as they are true.
bool stands_while_true(Alarm alarm) {
  return alarm == Alarm::not_taken || alarm == Alarm::paper_and_data || alarm == Alarm::used_and_drawn;
}

/// What each fact changes beside state and clock.
struct Apply {
  Certificate& certificate;
  const Event& event;

  void operator()(const Received& e) const {
    const Balances booked = std::move(certificate.items);
    certificate.is_asked_for = false;
    certificate.came = e.came.value_or(Came::data);
    certificate.contents = e.contents;
    if (e.exporter) certificate.exporter = e.exporter;
    certificate.remarks = e.remarks;
    certificate.items = balances_of(e.contents.items);
    rebook(certificate.items, booked);
    settle();
    if (e.office) certificate.page_office = e.office;
    if (e.page_code) certificate.page_code = e.page_code;
    certificate.issued = e.issued;
    certificate.valid_until = e.valid_until;
    if (!certificate.received) certificate.received = event.at;
  }
  void operator()(const Differing& e) const {
    const bool is_first = certificate.state == State::none || certificate.state == State::tech_error;
    if (is_first) {
      // Known, and not booked: nothing can be claimed of it.
      certificate.contents = e.contents;
      certificate.issued = e.issued;
      certificate.is_asked_for = false;
      if (!certificate.received) certificate.received = event.at;
    }
    const bool is_remembered = certificate.state == State::conflict || certificate.state == State::differs;
    if (!is_remembered) certificate.before_conflict = is_first ? State::valid : certificate.state;
    certificate.differing = e;
    certificate.paper_kept = false;
    if (e.office) certificate.page_office = e.office;
  }
  void operator()(const Faulty& e) const {
    certificate.is_asked_for = false;
    if (e.certificate) certificate.contents.reference = *e.certificate;
  }
  void operator()(const Done& e) const {
    if (event.trigger == Trigger::ask_again && certificate.state == State::none && e.certificate) {
      certificate.contents.reference = *e.certificate;
      certificate.asked_by = e.office;
      certificate.is_asked_for = true;
    }
    if (event.trigger == Trigger::check_result || event.trigger == Trigger::record_reply)
      certificate.reply_came = true;
    if (event.trigger == Trigger::acknowledgement) certificate.request_received = event.at;
    if (event.trigger == Trigger::visit) certificate.visit_began = event.at;
    if (event.trigger == Trigger::keep_paper) certificate.paper_kept = true;
    if (event.trigger == Trigger::withdraw_page) withdraw();
  }
  void operator()(const ClarificationCame& e) const { certificate.open = e.items; }
  void operator()(const Claimed& e) const {
    certificate.before_claim = certificate.state;
    certificate.declaration = e.declaration;
    certificate.office = e.office;
    certificate.claimed = event.at;
    claim(certificate.items, e.lines);
    certificate.open.clear();
    for (const Line& line : e.lines) certificate.open.push_back(line.item);
  }
  void operator()(const ClaimReleased& /*e*/) const {
    release(certificate.items);
    // Its declaration is gone; what differs still waits.
    if (certificate.state == State::differs) {
      certificate.before_conflict = certificate.before_claim;
      certificate.since_before.reset();
    }
    certificate.open.clear();
    certificate.claimed.reset();
  }
  void operator()(const Decided& e) const {
    for (const ItemResult& result : e.results) {
      book(certificate.items, certificate.state, result.item, result.result);
      book_use(result.item);
      say(result);
      std::erase(certificate.open, result.item);
    }
    if (certificate.state == State::claimed) certificate.before_claim = left_behind(certificate);
    const bool item_by_item = certificate.state == State::claimed || certificate.state == State::reassess;
    if (!item_by_item) certificate.open.clear();
  }
  void operator()(const Opened& e) const {
    certificate.open.clear();
    for (const ItemResult& result : e.results) {
      say(result);
      certificate.open.push_back(result.item);
    }
    if (event.trigger != Trigger::check) return;
    certificate.request = e.request;
    certificate.check_began = event.at;
    certificate.before_check = certificate.state;
    certificate.request_received.reset();
    certificate.visit_began.reset();
    certificate.reply_came = false;
  }
  void operator()(const UseReversed& e) const {
    reverse(certificate.items);
    certificate.uses.clear();
    certificate.taken_back.clear();
    for (const ItemResult& result : e.results) say(result);
    certificate.open.clear();
  }
  void operator()(const DrawnOn& e) const { documents::book(certificate, e); }
  void operator()(const DrawUndone& e) const { documents::book(certificate, e); }
  void operator()(const Replaced& e) const {
    if (certificate.successor) return certificate.other_successors.push_back(e.by);
    certificate.successor = e.by;
  }
  void operator()(const PlaceGivenBack& e) const {
    std::vector<Reference>& others = certificate.other_successors;
    std::erase(others, e.by);
    if (certificate.successor != e.by) return;
    certificate.successor.reset();
    if (others.empty()) return;
    certificate.successor = others.front();
    others.erase(others.begin());
  }
  /// What a clock reminded of does not ring again, so it stays in front.
  void operator()(const NotTaken& e) const {
    certificate.not_taken = e.faults;
    if (certificate.alarm && stands_while_true(*certificate.alarm)) certificate.alarm.reset();
  }
  void operator()(const CancelReceived& e) const {
    if (e.successor) certificate.successor = e.successor;
    certificate.is_successor_told = certificate.is_successor_told || e.successor.has_value();
    const bool is_remembered = certificate.state == State::conflict || certificate.state == State::differs;
    if (event.next == State::conflict && !is_remembered) certificate.before_conflict = certificate.state;
  }
  void operator()(const Reminded<Alarm>& e) const { documents::book(certificate, e, event.trigger); }
  void operator()(const TimeOver& /*e*/) const {}
  void operator()(const Noted& e) const {
    if (e.message == l2_error) certificate.is_asked_for = false;  // it is told that there is no such one
  }

 private:
  void settle() const {
    certificate.differing.reset();
    certificate.paper_kept = false;
    if (certificate.alarm == Alarm::paper_and_data) certificate.alarm.reset();
  }
  /// What others said of its number stays: what takes its place, and who asked for it.
  void withdraw() const {
    Certificate left;
    left.state = certificate.state;
    left.successor = certificate.successor;
    left.is_successor_told = certificate.is_successor_told;
    left.other_successors = certificate.other_successors;
    left.asked_by = certificate.asked_by;
    left.contents.reference = certificate.contents.reference;
    left.since = certificate.since;
    certificate = std::move(left);
  }
  [[nodiscard]] Decimal used_by_declarations(std::uint16_t number) const {
    Decimal sum;
    for (const Use& use : certificate.uses) {
      for (const Line& line : use.lines)
        if (line.item == number) sum = sum.plus(line.quantity).value_or(sum);
    }
    return sum;
  }
  static void add_use(std::vector<Use>& uses, const std::string& declaration, const Line& more) {
    auto use = std::ranges::find(uses, declaration, &Use::declaration);
    if (use == uses.end()) use = uses.insert(use, {.declaration = declaration, .lines = {}});
    auto line = std::ranges::find(use->lines, more.item, &Line::item);
    if (line == use->lines.end()) line = use->lines.insert(line, {.item = more.item, .quantity = Decimal{}});
    line->quantity = line->quantity.plus(more.quantity).value_or(line->quantity);
  }
  /// What is used more the declaration has used that claims the certificate, or did last. A check takes back
  /// all that is used of an item, and a reassessment gives it to those that had it.
  void book_use(std::uint16_t number) const {
    const Balance* item = find(certificate.items, number);
    if (item == nullptr) return;
    const Decimal known = used_by_declarations(number);
    if (item->used < known) return take_uses_back(number);
    Decimal more = item->used.minus(known).value_or(Decimal{});
    if (certificate.state == State::reassess) more = give_uses_back(number, more);
    if (!more.is_zero())
      add_use(certificate.uses, certificate.declaration, {.item = number, .quantity = more});
  }
  void take_uses_back(std::uint16_t number) const {
    for (const Use& use : certificate.uses) {
      for (const Line& line : use.lines)
        if (line.item == number) add_use(certificate.taken_back, use.declaration, line);
    }
    forget(certificate.uses, number);
  }
  /// What is left of it. Data that were taken meanwhile may have less than there was.
  [[nodiscard]] Decimal give_uses_back(std::uint16_t number, Decimal more) const {
    for (const Use& use : certificate.taken_back) {
      for (const Line& line : use.lines) {
        const Decimal back = std::min(line.quantity, more);
        if (line.item != number || back.is_zero()) continue;
        add_use(certificate.uses, use.declaration, {.item = number, .quantity = back});
        more = more.minus(back).value_or(Decimal{});
      }
    }
    forget(certificate.taken_back, number);
    return more;
  }
  static void forget(std::vector<Use>& uses, std::uint16_t number) {
    for (Use& use : uses) std::erase_if(use.lines, [&](const Line& line) { return line.item == number; });
    std::erase_if(uses, [](const Use& use) { return use.lines.empty(); });
  }
  void say(const ItemResult& said) const {
    const Balance* item = find(certificate.items, said.item);
    if (item == nullptr) return;
    documents::say(certificate.items, said.item, said.result, after(*item, event.at));
    const auto again = std::ranges::find(certificate.items, said.item, &Balance::item);
    again->final = certificate.state == State::reassess && refuses(said.result);
  }
};

}  // namespace

namespace {

/// While paper and data differ the clocks of the state before go on, and what rang of them does not ring
/// again.
void enter_or_leave_question(Certificate& certificate, const Event& event) {
  if (event.next == State::differs) {
    if (certificate.state != State::conflict) certificate.since_before = certificate.since;
    certificate.since = event.at;
  } else {
    const bool goes_back = certificate.state == State::differs && event.next == certificate.before_conflict;
    certificate.since = goes_back && certificate.since_before ? certificate.since_before : event.at;
    if (event.next != State::conflict) certificate.since_before.reset();
  }
  if (certificate.state == State::conflict || event.next == State::conflict) certificate.rung.reset();
}

/// As data or by letter.
bool says(const Event& event, MessageNumber number) {
  return std::ranges::find(event.sent, number) != event.sent.end() ||
         std::ranges::find(event.by_letter, number) != event.by_letter.end();
}
void not_taken_no_more(Certificate& certificate) {
  certificate.not_taken.clear();
  if (certificate.alarm == Alarm::not_taken) certificate.alarm.reset();
}

}  // namespace

Certificate evolve(Certificate certificate, const Event& event) {
  const bool in_question = certificate.state == State::differs || event.next == State::differs ||
                           certificate.state == State::conflict;
  if (event.next != certificate.state && in_question) {
    certificate.alarm.reset();
    enter_or_leave_question(certificate, event);
  } else if (event.next != certificate.state) {
    // The whole process of a check goes on during a visit: what rang of it does not ring again.
    const bool goes_on = certificate.state == State::under_check && event.next == State::visit;
    if (!goes_on) certificate.rung.reset();
    certificate.alarm.reset();
    certificate.since = event.at;
  }
  // Each response says all that was said, so a new one is heard or refused anew.
  if (says(event, co_response) || says(event, l3_use_reversed)) not_taken_no_more(certificate);
  std::visit(Apply{certificate, event}, event.fact);
  if (event.next == State::cancelled || event.next == State::closed) {
    certificate.differing.reset();
    not_taken_no_more(certificate);
  }
  // These stand as long as they are true, behind what a clock reminds of.
  if (!certificate.alarm && !certificate.not_taken.empty()) certificate.alarm = Alarm::not_taken;
  if (!certificate.alarm && certificate.differing) certificate.alarm = Alarm::paper_and_data;
  if (!certificate.alarm && used_and_drawn(certificate.items)) certificate.alarm = Alarm::used_and_drawn;
  certificate.state = event.next;
  certificate.due = event.due;
  return certificate;
}

}  // namespace lintas::documents::import_side

namespace lintas {

template const Shape& shape<documents::import_side::Event>();

}  // namespace lintas
