#include "core/workflow/outlook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/country.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/departure_told.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/part.hpp"

namespace lintas::workflow {

namespace {

namespace dep = lintas::transit::departure;
using guarantee::UseState;

/// The last day of a limit that is over at `due`.
std::string last_day(Instant due, const transit::Context& context) {
  return to_text(day_of(due - Instant::duration{1}, context.utc_offset));
}

/// What a movement that nobody hears of any more comes to.
std::string enquiry_after(Instant due, const transit::Context& context) {
  const Instant begun = context.due_from(due, context.law.timers.enquiry_start);
  return format(
      "after {} an enquiry is recommended, which is to begin by {}; the amount is held until an arrival, a "
      "proof or the enquiry ends the movement",
      last_day(due, context), last_day(begun, context));
}

Outlook on_the_way(const dep::Movement& movement, const transit::Context& context) {
  Outlook outlook{
      .waits_for = format("arrival in {}", movement.declaration.route.destination.country().str()),
      .due = movement.due,
      .free_by = {},
      .why = {},
      .otherwise = {}};
  if (!movement.limit || !movement.due) return outlook;
  const std::string limit = to_text(*movement.limit);
  outlook.waits_for += format(", expected until {}", limit);
  outlook.why =
      format("time limit of the transit {}, arrival reported by {}", limit, last_day(*movement.due, context));
  if (context.law.guarantee.credit_at_arrival) {
    outlook.free_by = movement.due;
    outlook.why += "; the arrival frees the amount";
  } else {
    const Instant last_arrival = *movement.due - Instant::duration{1};
    outlook.free_by = context.due_from(last_arrival, context.law.timers.control_results_exceptional);
    outlook.why += format(", results of the control by {}", last_day(*outlook.free_by, context));
  }
  outlook.otherwise = enquiry_after(*movement.due, context);
  return outlook;
}

Outlook arrived(const dep::Movement& movement, const transit::Context& context) {
  const Country state =
      (movement.arrival ? movement.arrival->office : movement.declaration.route.destination).country();
  Outlook outlook{.waits_for = format("discharge after control results from {}", state.str()),
                  .due = movement.due,
                  .free_by = movement.due,
                  .why = {},
                  .otherwise = {}};
  if (!movement.due) return outlook;
  outlook.why = format("the goods have arrived; results of the control are due by {}",
                       last_day(*movement.due, context));
  outlook.otherwise = enquiry_after(*movement.due, context);
  return outlook;
}

/// A step that somebody has to end, whom the clock only reminds.
Outlook open_ended(std::string waits_for, std::string_view who, std::optional<Instant> due,
                   const transit::Context& context) {
  std::string why = "no limit says by when";
  if (due) why += format("; {} is to act by {}", who, last_day(*due, context));
  return {
      .waits_for = std::move(waits_for), .due = due, .free_by = {}, .why = std::move(why), .otherwise = {}};
}

/// By the state of the movement; nothing in one in which no guarantee holds anything.
std::optional<Outlook> of_movement(const dep::Movement& movement, const transit::Context& context) {
  switch (movement.state) {
    case dep::State::released: return on_the_way(movement, context);
    case dep::State::arrived: return arrived(movement, context);
    case dep::State::discrepancies:
      return open_ended("discrepancies found at destination to be explained", "the office of departure",
                        movement.due, context);
    case dep::State::enquiry_recommended: {
      const std::string awaited =
          movement.arrival ? format("control results from {}", movement.arrival->office.country().str())
                           : std::string{"an arrival"};
      return open_ended(awaited + ", a proof or the end of the enquiry", "the enquiry officer", movement.due,
                        context);
    }
    case dep::State::none:
    case dep::State::pre_lodged:
    case dep::State::accepted:
    case dep::State::guarantee_problem:
    case dep::State::under_amendment:
    case dep::State::under_control:
    case dep::State::release_requested:
    case dep::State::rejected:
    case dep::State::cancelled:
    case dep::State::not_released:
    case dep::State::written_off: return std::nullopt;
  }
  std::unreachable();
}

}  // namespace

std::optional<Outlook> outlook_of(const guarantee::Use& use, const dep::Movement& movement,
                                  const transit::Context& context) {
  switch (use.state) {
    case UseState::none:
    case UseState::cancelled:
    case UseState::released: return std::nullopt;
    case UseState::used: return of_movement(movement, context);
    case UseState::credited: {
      auto outlook = of_movement(movement, context);
      if (!outlook) return std::nullopt;
      outlook->free_by.reset();
      outlook->why = "the arrival has freed the amount; the guarantor is liable until the discharge";
      outlook->otherwise.clear();
      return outlook;
    }
    case UseState::claimed:
    case UseState::claimed_after_credit:
      return open_ended("payment by the guarantor, withdrawal of the claim or discharge",
                        "the recovery officer", use.claim_review_due, context);
  }
  std::unreachable();
}

std::optional<Outlook> outlook_of(const guarantee::Use& use, const dep::Movement& movement, Instant now,
                                  const Setting& setting) {
  const transit::Context context{
      .at = now,
      .utc_offset = offset_of(movement.declaration.route.departure, now, setting),
      .by = {},
      .law = movement.accepted ? law_on(*movement.accepted, setting) : law_at(now, setting)};
  return outlook_of(use, movement, context);
}

}  // namespace lintas::workflow
