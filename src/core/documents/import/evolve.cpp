#include "core/documents/import/evolve.hpp"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
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
  }
  return "";
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

/// What each fact changes beside state and clock.
struct Apply {
  Certificate& certificate;
  const Event& event;

  void operator()(const Received& e) const {
    certificate.contents = e.contents;
    certificate.items = balances_of(e.contents.items);
    certificate.issued = e.issued;
    certificate.valid_until = e.valid_until;
    certificate.received = event.at;
  }
  void operator()(const Faulty& /*e*/) const {}
  void operator()(const Done& /*e*/) const {
    if (event.trigger == Trigger::check_result) certificate.reply_came = true;
    if (event.trigger == Trigger::visit) certificate.visit_began = event.at;
    if (event.trigger != Trigger::clarify) return;
    certificate.open.clear();
    for (const Balance& item : certificate.items)
      if (item.result && refuses(*item.result)) certificate.open.push_back(item.item);
  }
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
    certificate.open.clear();
    certificate.claimed.reset();
  }
  void operator()(const Decided& e) const {
    for (const ItemResult& result : e.results) {
      if (find(certificate.items, result.item) == nullptr) continue;
      if (refuses(result.result)) {
        refuse(certificate.items, result.item, result.result);
      } else {
        give(certificate.items, result.item, result.result);
      }
      std::erase(certificate.open, result.item);
    }
    if (certificate.state == State::claimed) {
      certificate.before_claim = left_behind(certificate);
    } else {
      certificate.open.clear();
    }
  }
  void operator()(const Opened& e) const {
    certificate.open.clear();
    for (const ItemResult& result : e.results) {
      mark(certificate.items, result.item, result.result);
      certificate.open.push_back(result.item);
    }
    if (event.trigger != Trigger::check) return;
    certificate.request = e.request;
    certificate.check_began = event.at;
    certificate.visit_began.reset();
    certificate.reply_came = false;
  }
  void operator()(const UseReversed& e) const {
    reverse(certificate.items);
    for (const ItemResult& result : e.results) mark(certificate.items, result.item, result.result);
    certificate.open.clear();
  }
  void operator()(const DrawnOn& e) const { documents::book(certificate, e); }
  void operator()(const DrawUndone& e) const { documents::book(certificate, e); }
  void operator()(const CancelReceived& /*e*/) const {
    if (event.next == State::conflict && certificate.state != State::conflict)
      certificate.before_conflict = certificate.state;
  }
  void operator()(const Reminded<Alarm>& e) const { documents::book(certificate, e); }
  void operator()(const TimeOver& /*e*/) const {}
  void operator()(const Noted& /*e*/) const {}
};

}  // namespace

Certificate evolve(Certificate certificate, const Event& event) {
  if (event.next != certificate.state) {
    // The whole process of a check goes on during a visit: what rang of it does not ring again.
    const bool goes_on = certificate.state == State::under_check && event.next == State::visit;
    if (!goes_on) certificate.rung.reset();
    certificate.alarm.reset();
    certificate.since = event.at;
  }
  std::visit(Apply{certificate, event}, event.fact);
  certificate.state = event.next;
  certificate.due = event.due;
  return certificate;
}

}  // namespace lintas::documents::import_side
