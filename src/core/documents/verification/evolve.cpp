#include "core/documents/verification/evolve.hpp"

#include <string_view>
#include <variant>

#include "base/machine.hpp"
#include "core/documents/events.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"

template struct lintas::documents::FactOf<lintas::documents::verification::Facts>;

namespace lintas::documents::verification {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::answer_due: return "answer due";
  }
  return "";
}

Request evolve(Request request, const Event& event) {
  if (event.next != request.state) {
    request.alarm.reset();
    request.rung.reset();
    request.since = event.at;
  }
  if (const auto* asked = std::get_if<Requested>(&event.fact)) {
    request.items = asked->items;
    request.received = asked->received;
  }
  if (const auto* reminded = std::get_if<Reminded<Alarm>>(&event.fact))
    book(request, *reminded, event.trigger);
  request.state = event.next;
  request.due = event.due;
  return request;
}

}  // namespace lintas::documents::verification
