#include "core/documents/issue/evolve.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
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
    case Alarm::paper_and_data: return "used as data while on paper";
    case Alarm::used_and_drawn: return "used and drawn beyond the quantity";
  }
  return "";
}

namespace {

Decimal told(const std::vector<Line>& lines, std::uint16_t item) {
  const auto line = std::ranges::find(lines, item, &Line::item);
  return line == lines.end() ? Decimal{} : line->quantity;
}
void remember(std::vector<Line>& lines, std::uint16_t item, Decimal quantity) {
  const auto line = std::ranges::find(lines, item, &Line::item);
  if (line == lines.end()) return lines.push_back({item, quantity});
  line->quantity = quantity;
}

/// Of what is said of the data the later word counts, in whatever order they come. What is said of the paper
/// has no place in that order, and neither takes away what was used of the other; unless customs counts both
/// as one: then all that it says is of one order, by letter or not.
void book(Certificate& certificate, const ItemResult& said, bool on_paper, Instant heard) {
  const ResultFacts* facts = facts_of(said.result);
  const auto item = std::ranges::find(certificate.items, said.item, &Balance::item);
  if (facts == nullptr || item == certificate.items.end()) return;
  if (!on_paper && !is_newer(*item, said)) return;
  remember(on_paper ? certificate.used_on_paper : certificate.used_as_data, said.item, said.quantity);
  tell_used(certificate.items, said.item,
            std::max(told(certificate.used_on_paper, said.item), told(certificate.used_as_data, said.item)));
  item->result = said.result;
  item->final = false;
  if (!on_paper) item->decided = said.decided;
  if (facts->outcome == Outcome::refused) certificate.refused = heard;
  if (facts->outcome == Outcome::pending) return;
  const bool was_clarified = std::erase(certificate.clarified, said.item) != 0;
  item->final = was_clarified && facts->outcome == Outcome::refused;
}

/// What an answer to a cancellation leads to, or a new one.
constexpr machine::Set<State> about_cancellation{State::cancel_pending, State::cancel_refused,
                                                 State::cancelled};

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
  void operator()(const Done& /*e*/) const {
    // Customs cancels only what is not used, or takes the use back: of the paper, too, as its letter says.
    if (event.trigger != Trigger::answer_by_letter || event.next != State::cancelled) return;
    certificate.used_as_data.clear();
    certificate.used_on_paper.clear();
    reverse(certificate.items);
  }
  void operator()(const Approved& e) const {
    certificate.contents.reference.number = e.number;
    certificate.issued = e.issued;
    certificate.valid_until = e.valid_until;
  }
  /// While a cancellation is under way the certificate may still come further: where its withdrawal leads.
  void operator()(const Acknowledged& /*e*/) const {
    // Customs cancels only what is not used, or takes the use back.
    if (event.next == State::cancelled) {
      certificate.used_as_data.clear();
      return reverse(certificate.items);
    }
    if (certificate.state != State::cancel_pending || event.next != State::cancel_pending) return;
    State& before = certificate.previous;
    if (event.trigger == Trigger::receipt && before == State::sent) before = State::received;
    const bool was_unchecked =
        before == State::sent || before == State::received || before == State::tech_error;
    if (event.trigger == Trigger::acknowledgement && was_unchecked)
      before = event.when == Case::ok ? State::available : State::tech_error;
  }
  void operator()(const Responded& e) const {
    if (e.covers_paper.value_or(false)) {
      certificate.paper_there = true;
      certificate.used_on_paper.clear();
    }
    const bool of_paper_alone = event.trigger == Trigger::paper_result && !certificate.paper_there;
    for (const ItemResult& result : e.results) book(certificate, result, of_paper_alone, event.at);
    // Where the withdrawal of a cancellation leads.
    if (event.next == State::cancel_pending && event.when == Case::rejected)
      certificate.previous = State::rejected;
  }
  void operator()(const CancellationSent& e) const {
    certificate.successor = e.successor;
    certificate.cancelled_as_data = false;
    if (event.next != State::cancel_pending) return;  // nobody else has it
    certificate.previous = certificate.state;
    certificate.cancellation_sent = true;
  }
  void operator()(const Clarified& e) const {
    certificate.clarified.clear();
    for (const ItemResult& result : e.results) certificate.clarified.push_back(result.item);
  }
  void operator()(const DrawnOn& e) const { documents::book(certificate, e); }
  void operator()(const DrawUndone& e) const { documents::book(certificate, e); }
  void operator()(const OriginalCancelled& e) const { certificate.lost.push_back(e.original); }
  void operator()(const OriginalReplaced& e) const {
    std::erase(certificate.lost, e.cancelled);
    for (Original& original : certificate.contents.originals)
      if (original.certificate == e.cancelled) original = e.original;
    certificate.valid_until = e.valid_until;
    if (certificate.lost.empty()) certificate.alarm.reset();
  }
  void operator()(const Reminded<Alarm>& e) const { documents::book(certificate, e, event.trigger); }
  void operator()(const TimeOver& /*e*/) const {}
  void operator()(const Noted& /*e*/) const {}
  void operator()(const GoneOn& /*e*/) const {}
};

}  // namespace

Certificate evolve(Certificate certificate, const Event& event) {
  const bool moves = event.next != certificate.state;
  if (event.trigger == Trigger::withdraw) {
    certificate.unanswered = certificate.since;
  } else if (moves && about_cancellation.has(event.next)) {
    certificate.unanswered.reset();
  }
  if (moves) {
    certificate.alarm.reset();
    certificate.rung.reset();
    certificate.since = event.at;
  }
  if (event.next == State::sent) {
    certificate.transmitted = true;
    certificate.printed = false;  // the paper was surrendered
  }
  if (event.next == State::paper) certificate.printed = true;
  std::visit(Apply{certificate, event}, event.fact);
  // It stands as long as it is true, before all that a clock reminds of: "not sent" would invite to send it.
  const bool may_be_used = event.next != State::cancelled;
  if (!certificate.lost.empty() && may_be_used) certificate.alarm = Alarm::original_cancelled;
  // These likewise, behind what a clock reminds of.
  const bool may_be_two_uses = certificate.printed && !certificate.paper_there;
  if (!certificate.alarm && may_be_two_uses && uses(certificate.used_as_data))
    certificate.alarm = Alarm::paper_and_data;
  if (!certificate.alarm && used_and_drawn(certificate.items)) certificate.alarm = Alarm::used_and_drawn;
  if (std::ranges::find(event.sent, co_cancel) != event.sent.end()) certificate.cancelled_as_data = true;
  certificate.state = event.next;
  certificate.due = event.due;
  return certificate;
}

}  // namespace lintas::documents::issue_side

namespace lintas {

template const Shape& shape<documents::issue_side::Event>();

}  // namespace lintas
