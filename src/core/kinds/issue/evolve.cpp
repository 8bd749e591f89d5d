#include "core/kinds/issue/evolve.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "base/machine.hpp"
#include "core/documents/events.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/limits.hpp"
#include "core/kinds/messages.hpp"

template struct lintas::documents::FactOf<lintas::kinds::issue_side::Facts>;

namespace lintas::kinds::issue_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

/// What each fact changes beside state and clock.
struct Apply {
  Document& document;
  const Event& event;

  void operator()(const Issued& e) const {
    document.contents = e.contents;
    document.office = e.office;
  }
  void operator()(const WasSent& /*e*/) const {}
  void operator()(const CancellationAsked& e) const { document.replaced_by = e.replaced_by; }
  void operator()(const Resent& /*e*/) const { document.faults.clear(); }
  void operator()(const Answered& e) const {
    if (e.answer == Answer::taken) document.taken = event.at;
    if (e.answer == Answer::accepted || e.answer == Answer::refused) document.answered = event.at;
    if (document.alarm == Alarm::no_answer) document.alarm.reset();
    document.faults = e.faults;
  }
  void operator()(const UsedThere& e) const { document.uses.push_back(e.use); }
  void operator()(const documents::Reminded<Alarm>& e) const { documents::book(document, e, event.trigger); }
  void operator()(const UseNotBooked& e) const {
    const NotBooked one{.use = e.use, .faults = e.faults};
    auto& all = document.not_booked;
    if (std::ranges::find(all, one) != all.end()) return;
    if (all.size() >= bounds::uses_max) all.erase(all.begin());
    all.push_back(one);
  }
  /// Of two alarms the one that was shown: the reason is of that, and the other appears.
  void operator()(const LookedAt& /*e*/) const {
    if (document.not_booked.empty()) {
      document.alarm.reset();
    } else {
      document.not_booked.clear();
    }
  }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const documents::Noted& /*e*/) const {}
};

bool sends(const Event& event, MessageNumber number) {
  return std::ranges::find(event.sent, number) != event.sent.end();
}

}  // namespace

Document evolve(Document document, const Event& event) {
  // What follows is about the alarm of the clock: uses that were not booked are shown before it.
  if (!document.not_booked.empty()) document.alarm = std::exchange(document.alarm_behind, std::nullopt);
  if (event.next != document.state) {
    // That the last day is over answers nothing.
    if (event.trigger != Trigger::expiry) document.alarm.reset();
    document.rung.reset();
    document.since = event.at;
  }
  std::visit(Apply{document, event}, static_cast<const Facts&>(event.fact));
  if (sends(event, doc_send)) document.sent_as_data = true;
  if (sends(event, doc_cancel)) document.cancelled_as_data = true;
  if (!document.not_booked.empty())
    document.alarm_behind = std::exchange(document.alarm, Alarm::use_not_booked);
  document.state = event.next;
  document.due = event.due;
  return document;
}

}  // namespace lintas::kinds::issue_side

namespace lintas {

template const Shape& shape<kinds::issue_side::Event>();

}  // namespace lintas
