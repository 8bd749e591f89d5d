#include "core/acdd/export/evolve.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/machine.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/events.hpp"

template struct lintas::documents::FactOf<lintas::acdd::export_side::Facts>;

namespace lintas::acdd::export_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::no_answer: return "no answer";
    case Alarm::faulty: return "faulty";
    case Alarm::cancel_faulty: return "request to cancel not understood";
    case Alarm::cancel_refused: return "not cancelled by the partner";
  }
  return "";
}

namespace {

/// What each fact changes beside state and clock.
struct Apply {
  Document& document;
  const Event& event;

  void operator()(const Released& e) const {
    document.contents = e.contents;
    document.consent = e.consent;
    document.kept = e.kept;
    document.office = e.office;
  }
  void operator()(const WasSent& e) const {
    document.consent = e.consent;
    document.kept.clear();
  }
  void operator()(const Amended& e) const {
    if (event.next == State::amended) ask();
    document.contents = e.contents;
    document.kept = e.kept;
    document.faults.clear();
    document.acknowledged = false;
    document.sent_as_data = false;
  }
  void operator()(const CancellationAsked& /*e*/) const {
    if (event.next == State::cancel_requested) ask();
  }
  void operator()(const Resent& /*e*/) const {
    document.faults.clear();
    document.acknowledged = false;
  }
  void operator()(const Acknowledged& e) const {
    if (event.when == Case::cancellation_faulty) {
      document.alarm = Alarm::cancel_faulty;
      return;
    }
    document.faults = e.faults;
    document.acknowledged = event.when != Case::faulty;
  }
  void operator()(const Responded& /*e*/) const {
    answered(event.when != Case::refused && event.when != Case::refused_waits);
  }
  void operator()(const LetterCame& e) const {
    if (document.awaits_response()) answered(e.done);
    if (e.done) document.faults.clear();
    if (event.next == State::available) document.acknowledged = true;
  }
  void operator()(const documents::Reminded<Alarm>& e) const { documents::book(document, e, event.trigger); }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const Noted& /*e*/) const {}
  void operator()(const LookedAt& /*e*/) const {
    if (document.alarm == Alarm::cancel_refused) document.refusal_looked_at = true;
    document.alarm.reset();
  }

 private:
  void answered(bool done) const {
    document.answered = true;
    document.refused = !done;
    document.refusal_looked_at = false;
  }
  void ask() const {
    document.asked = document.contents.version;
    document.answered = false;
    document.refused = false;
    document.refusal_looked_at = false;
    document.cancelled_as_data = false;
  }
};

bool sends(const Event& event, MessageNumber number) {
  return std::ranges::find(event.sent, number) != event.sent.end();
}

}  // namespace

Document evolve(Document document, const Event& event) {
  // A new version begins anew, in whatever state.
  if (event.next != document.state || std::holds_alternative<Amended>(event.fact)) {
    document.alarm.reset();
    document.rung.reset();
    document.since = event.at;
  }
  std::visit(Apply{document, event}, static_cast<const Facts&>(event.fact));
  if (sends(event, acdd_send)) document.sent_as_data = true;
  if (sends(event, acdd_cancel)) document.cancelled_as_data = true;
  document.state = event.next;
  // What the partner did not cancel counts there: somebody has to look at it, whatever else comes.
  const bool lives = !Machine::states[std::to_underlying(document.state)].terminal;
  if (document.refused && !document.refusal_looked_at && !document.alarm && lives)
    document.alarm = Alarm::cancel_refused;
  document.due = event.due;
  return document;
}

std::optional<Alarm> alarm_behind(const Event& event) {
  const auto said = std::visit(
      [](const auto& fact) -> std::optional<Alarm> {
        if constexpr (requires { fact.alarm; }) {
          return fact.alarm;
        } else {
          return std::nullopt;
        }
      },
      static_cast<const Facts&>(event.fact));
  if (said) return said;
  if (event.when == Case::cancellation_faulty) return Alarm::cancel_faulty;
  const bool is_refused = event.when == Case::refused || event.when == Case::refused_waits;
  return is_refused ? std::optional{Alarm::cancel_refused} : std::nullopt;
}

}  // namespace lintas::acdd::export_side

namespace lintas {

template const Shape& shape<acdd::export_side::Event>();

}  // namespace lintas
