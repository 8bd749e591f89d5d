#include "core/documents/import/steps.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/documents/checking.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/ruling.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents::import_side {

Ruling refuse(Finding finding) { return documents::refuse<Event>({std::move(finding)}); }
Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

std::optional<Instant> refusal_start(const Certificate& certificate, const Limits& limits) {
  if (!certificate.received || !certificate.claimed) return std::nullopt;
  if (limits.refusal_clock == RefusalClock::receipt) return certificate.received;
  return std::max(*certificate.received, *certificate.claimed);
}

Checking checking_of(const Certificate& certificate, State state) {
  return {.awaits_reply = state == State::under_check && !certificate.reply_came,
          .is_visited = state == State::visit,
          .began = certificate.check_began,
          .request_received = certificate.request_received,
          .visit_began = certificate.visit_began};
}

namespace {

using Rings = std::vector<Ring<Trigger>>;

void from(std::optional<Instant> start, Trigger trigger, refdata::Limit limit, const Context& context,
          Rings& rings) {
  if (start) rings.push_back({trigger, context.due_from(*start, limit)});
}

/// The clocks that remind of a claim, a check or a visit.
void remind(const Certificate& certificate, State state, const Context& context, Rings& rings) {
  const Limits& limits = context.limits;
  const auto rings_from = [&](std::optional<Instant> start, Trigger trigger, refdata::Limit limit) {
    from(start, trigger, limit, context, rings);
  };
  if (state == State::claimed) {
    rings_from(refusal_start(certificate, limits), Trigger::refusal_clock, limits.refusal_warning);
    rings_from(refusal_start(certificate, limits), Trigger::refusal_clock, limits.refusal);
  }
  if (state == State::under_check || state == State::visit)
    add_rings_of_check<Machine>(checking_of(certificate, state), context, rings);
}

/// The clocks of the state that the certificate is in; while paper and data differ, also of the state before,
/// as far as they remind: what they count from goes on, at the partner too.
Rings rings_of(const Certificate& certificate, const Context& context) {
  const Limits& limits = context.limits;
  Rings rings;
  const auto ever_again = [&](Trigger trigger, refdata::Limit limit) {
    if (!certificate.since) return;
    const Instant first = context.due_from(*certificate.since, limit);
    rings.push_back({trigger, again(*certificate.since, first, instant_of(certificate.rung))});
  };
  switch (certificate.state) {
    case State::valid:
    case State::part_used:
      if (certificate.valid_until)
        rings.push_back({Trigger::expiry, context.end_of(*certificate.valid_until), true});
      break;
    case State::claimed:
    case State::under_check:
    case State::visit: remind(certificate, certificate.state, context, rings); break;
    case State::accepted:
    case State::expired:
      if (certificate.issued) {
        rings.push_back({Trigger::retention,
                         context.end_of(context.last_day(*certificate.issued, limits.retention)), true});
      }
      break;
    case State::mfn:
      // What rang at the end of a day counts from that day.
      from(certificate.rung ? std::optional{certificate.rung->at - Instant::duration{1}} : certificate.since,
           Trigger::classification_open, limits.classification, context, rings);
      break;
    case State::rejected:
      if (certificate.since) {
        rings.push_back(
            {Trigger::no_clarification, context.due_from(*certificate.since, limits.clarification), true});
      }
      break;
    case State::reassess: ever_again(Trigger::reassessing, limits.reassessing); break;
    case State::conflict: ever_again(Trigger::conflict_open, limits.conflict); break;
    case State::differs:
      ever_again(Trigger::differs_open, limits.conflict);
      remind(certificate, certificate.before_conflict, context, rings);
      break;
    case State::none:
    case State::tech_error:
    case State::rejected_final:
    case State::cancelled:
    case State::closed: break;
  }
  return rings;
}

constexpr std::array alarm_of_trigger{
    std::pair{Trigger::refusal_clock, Alarm::refusal_clock},
    std::pair{Trigger::classification_open, Alarm::classification},
    std::pair{Trigger::no_reply, Alarm::no_reply},
    std::pair{Trigger::whole_process, Alarm::whole_process},
    std::pair{Trigger::visit_steps, Alarm::visit_steps},
    std::pair{Trigger::reassessing, Alarm::reassessing},
    std::pair{Trigger::conflict_open, Alarm::conflict},
    std::pair{Trigger::differs_open, Alarm::paper_and_data},
};

}  // namespace

Ruling by_row(const Certificate& certificate, Trigger trigger, Case when, Fact fact, const Context& context) {
  const bool in_question = certificate.state == State::conflict || certificate.state == State::differs ||
                           trigger == Trigger::take_data;
  const State previous = in_question ? certificate.before_conflict : certificate.before_claim;
  auto event = step<Machine, Event>(certificate.state, previous, trigger, when, context.at, std::move(fact));
  if (!event) return refuse(out_of_sequence<Machine>(certificate.state, trigger));
  const Certificate after = evolve(certificate, *event);
  if (const auto ring = next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

bool takes(const Certificate& certificate, Trigger trigger) {
  return machine::has_row<Machine>(certificate.state, trigger);
}

Ruling done(const Certificate& certificate, Trigger trigger, const std::string& text,
            const Context& context) {
  return by_row(certificate, trigger, Case::any, Done{.by = context.by, .text = text}, context);
}

bool is_decided(const Certificate& certificate) {
  return std::ranges::any_of(certificate.items, [](const Balance& item) { return item.result.has_value(); });
}

Ruling time_passed(const Certificate& certificate, const Context& context) {
  auto [trigger, fact] = rung_out<Fact>(rings_of(certificate, context), certificate.rung, alarm_of_trigger);
  return by_row(certificate, trigger, Case::any, std::move(fact), context);
}

}  // namespace lintas::documents::import_side
