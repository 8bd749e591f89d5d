#include "core/documents/issue/evolve.hpp"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"

template struct lintas::documents::FactOf<lintas::documents::issue_side::Facts>;

namespace lintas::documents::issue_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::service: return "application not decided";
    case Alarm::not_sent: return "not sent";
    case Alarm::no_receipt: return "no receipt";
    case Alarm::no_acknowledgement: return "no acknowledgement";
    case Alarm::faulty: return "faulty";
    case Alarm::no_answer: return "cancellation unanswered";
    case Alarm::cancel_refused: return "cancellation refused";
    case Alarm::no_reassessment: return "no reassessment";
    case Alarm::original_cancelled: return "original cancelled";
  }
  return "";
}

namespace {

void book(Balances& items, const ItemResult& result) {
  const ResultFacts* facts = facts_of(result.result);
  if (facts == nullptr || find(items, result.item) == nullptr) return;
  switch (facts->outcome) {
    case Outcome::given: return tell_used(items, result.item, result.quantity, result.result);
    case Outcome::refused: return tell_used(items, result.item, {}, result.result);
    case Outcome::pending: return mark(items, result.item, result.result);
  }
}

/// What each fact changes beside state and clock.
struct Apply {
  Certificate& certificate;
  const Event& event;

  void operator()(const Drafted& e) const {
    certificate.document = e.document;
    certificate.exporter = e.exporter;
    certificate.application = e.application;
    certificate.contents = e.contents;
    certificate.items = balances_of(e.contents.items);
  }
  void operator()(const Done& /*e*/) const {}
  void operator()(const Approved& e) const {
    certificate.contents.reference.number = e.number;
    certificate.issued = e.issued;
    certificate.valid_until = e.valid_until;
  }
  /// While a cancellation is under way the certificate may still come further: where its withdrawal leads.
  void operator()(const Acknowledged& /*e*/) const {
    if (event.trigger == Trigger::use_reversed) return reverse(certificate.items);
    if (certificate.state != State::cancel_pending || event.next != State::cancel_pending) return;
    State& before = certificate.previous;
    if (event.trigger == Trigger::receipt && before == State::sent) before = State::received;
    if (event.trigger == Trigger::acknowledgement && (before == State::sent || before == State::received))
      before = State::available;
  }
  void operator()(const Responded& e) const {
    for (const ItemResult& result : e.results) book(certificate.items, result);
  }
  void operator()(const CancellationSent& /*e*/) const {
    certificate.previous = certificate.state;
    certificate.cancellation_sent = true;
  }
  void operator()(const DrawnOn& e) const { documents::book(certificate, e); }
  void operator()(const DrawUndone& e) const { documents::book(certificate, e); }
  void operator()(const OriginalCancelled& e) const {
    certificate.lost.push_back(e.original);
    certificate.alarm = Alarm::original_cancelled;
  }
  void operator()(const OriginalReplaced& e) const {
    std::erase(certificate.lost, e.cancelled);
    for (Original& original : certificate.contents.originals)
      if (original.certificate == e.cancelled) original = e.original;
    certificate.valid_until = e.valid_until;
    if (certificate.lost.empty()) certificate.alarm.reset();
  }
  void operator()(const Reminded<Alarm>& e) const { documents::book(certificate, e); }
  void operator()(const TimeOver& /*e*/) const {}
  void operator()(const Noted& /*e*/) const {}
};

}  // namespace

Certificate evolve(Certificate certificate, const Event& event) {
  const bool moves = event.next != certificate.state;
  if (moves) {
    if (certificate.lost.empty()) certificate.alarm.reset();
    certificate.rung.reset();
    certificate.since = event.at;
  }
  if (event.next == State::sent) certificate.transmitted = true;
  std::visit(Apply{certificate, event}, event.fact);
  certificate.state = event.next;
  certificate.due = event.due;
  return certificate;
}

}  // namespace lintas::documents::issue_side
