#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/transit/machine.hpp"

/// A movement in a state that it passes, with all offices of transit of that state, as data. Source:
/// ncts.md 3.2. The rows of a moved limit are ours: a state that is passed learns of it by the status notice
/// alone, and a record that expired is opened again by it. The two rows that ask departure by IE094 are
/// alarms only: our partners tell the status by themselves (ncts.md 2.7).
namespace lintas::transit::passage {

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  requested,
  refused,
  expected,
  in_territory,
  stopped,
  passed,
  closed,
};

enum class Trigger : std::uint8_t {
  p050,
  p115,
  p181,
  p024,
  p010,
  p063,
  goods_present,
  pass,
  pass_on_the_tad,
  ask_again,
  turn_back,
  pass_out_of_order,
  confirm_held,
  pass_undeclared,
  incident,
  stop,
  complete,
  lift,
  refuse_for_good,
  end_in_territory,
  pass_again,
  no_answer,
  unresolved,
  stopped_too_long,
  stay_limit,
  expiry,
  limit_moved,
};

/// What the guard of a trigger found.
enum class Case : std::uint8_t {
  any,
  positive,
  negative,
  more_ahead,  ///< another office of this state is still expected
  last,        ///< none is
  entered,     ///< an office of this state was passed
  not_entered,
};

struct Machine {
  using State = passage::State;
  using Trigger = passage::Trigger;
  using Case = passage::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "departure"},
      StateFacts{State::requested, "REQ", "ATR requested", {}, "office", "answer to the request"},
      StateFacts{State::refused, "REF", "ATR refused", {}, "office", "alarm"},
      StateFacts{State::expected, "ATR", "ATR created", {}, "carrier", "expiry"},
      StateFacts{State::in_territory, "INS", "In the territory", {}, "carrier", "stay limit, then expiry"},
      StateFacts{State::stopped, "STP", "Stopped", {}, "office", "alarm"},
      StateFacts{State::passed, "PAS", "Passed", {}, {}, {}, true},
      StateFacts{State::closed, "CLO", "Closed", {}, {}, {}, true, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::p050, "P050", "anticipated transit record"},
      TriggerFacts{Trigger::p115, "P115", "answer to the request for the record"},
      TriggerFacts{Trigger::p181, "P181", "incident elsewhere"},
      TriggerFacts{Trigger::p024, "P024", "arrived elsewhere"},
      TriggerFacts{Trigger::p010, "P010", "movement invalidated"},
      TriggerFacts{Trigger::p063, "P063", "recovery has begun"},
      TriggerFacts{Trigger::goods_present, "O goods present", "goods stand at an office without record"},
      TriggerFacts{Trigger::pass, "O passage", "at the next office of the route"},
      TriggerFacts{Trigger::pass_on_the_tad, "O passage on the TAD", "without a record, with a reason"},
      TriggerFacts{Trigger::ask_again, "O ask again", "for the record"},
      TriggerFacts{Trigger::turn_back, "O turn back", "the goods go back where they came from"},
      TriggerFacts{Trigger::pass_out_of_order, "O passage out of order", "an earlier office is not passed"},
      TriggerFacts{Trigger::confirm_held, "O confirm held", "the earlier offices are accounted for"},
      TriggerFacts{Trigger::pass_undeclared, "O passage undeclared office", "an office the route lacks"},
      TriggerFacts{Trigger::incident, "O incident", "reported by the carrier or found"},
      TriggerFacts{Trigger::stop, "O stop", "office or patrol stops the goods"},
      TriggerFacts{Trigger::complete, "O complete", "no further office will be used"},
      TriggerFacts{Trigger::lift, "O lift", "the stopped goods may go on"},
      TriggerFacts{Trigger::refuse_for_good, "O refuse for good", "the stopped goods may not pass"},
      TriggerFacts{Trigger::end_in_territory, "O end in territory", "seized, other regime, sent back"},
      TriggerFacts{Trigger::pass_again, "O passage again", "re-entry, or one more office of this state"},
      TriggerFacts{Trigger::no_answer, "C ATR answer", "departure does not answer"},
      TriggerFacts{Trigger::unresolved, "C unresolved", "goods wait without a record"},
      TriggerFacts{Trigger::stopped_too_long, "C stopped too long", "nobody lifts or refuses"},
      TriggerFacts{Trigger::stay_limit, "C stay limit", "no exit recorded in time"},
      TriggerFacts{Trigger::expiry, "C expiry", "nothing happened until long after the limit date"},
      TriggerFacts{Trigger::limit_moved, "S limit moved",
                   "the newest status notice names another limit date"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},                   T::p050, C::any, expected},
      R{{none},                   T::goods_present, C::any, requested, {114}},

      R{{requested, refused},     T::p115, C::positive, expected},
      R{{requested},              T::p115, C::negative, refused},
      R{{requested, refused},     T::p050, C::any, expected},
      R{{requested},              T::no_answer, C::any, Leads::same, {114}},
      R{{requested, refused},     T::pass_on_the_tad, C::more_ahead, in_territory, {118}},
      R{{requested, refused},     T::pass_on_the_tad, C::last, passed, {118}},
      R{{refused},                T::ask_again, C::any, requested, {114}},
      R{{refused},                T::turn_back, C::any, closed},
      R{{refused},                T::unresolved, C::any, Leads::same},

      R{{expected, in_territory}, T::pass, C::more_ahead, in_territory, {118}},
      R{{expected, in_territory}, T::pass, C::last, passed, {118}},
      R{{expected, in_territory}, T::pass_out_of_order, C::any, Leads::same},
      R{{expected, in_territory}, T::confirm_held, C::more_ahead, in_territory, {118}},
      R{{expected, in_territory}, T::confirm_held, C::last, passed, {118}},
      R{{expected, in_territory}, T::pass_undeclared, C::any, in_territory, {118}},
      R{{expected, in_territory, passed}, T::incident, C::any, Leads::same, {180}},
      R{{expected, in_territory}, T::stop, C::any, stopped, {180}},
      R{{in_territory},           T::complete, C::any, passed},

      R{{stopped},                T::lift, C::more_ahead, in_territory, {180, 118}},
      R{{stopped},                T::lift, C::last, passed, {180, 118}},
      R{{stopped},                T::refuse_for_good, C::any, closed, {119}},
      R{{stopped},                T::incident, C::any, Leads::same, {180}},
      R{{stopped},                T::stopped_too_long, C::any, Leads::same},

      R{{expected, in_territory, stopped}, T::p181, C::any, Leads::same},
      R{{expected},               T::p024, C::any, closed},
      R{{in_territory},           T::p024, C::any, passed},
      R{{stopped},                T::p024, C::any, Leads::same},
      R{{requested, refused, expected}, T::p010, C::any, closed},
      R{{requested, refused, expected}, T::p063, C::any, closed},
      R{{in_territory, stopped},  T::p010, C::any, Leads::same},
      R{{in_territory, stopped},  T::p063, C::any, Leads::same},
      R{{in_territory, stopped},  T::end_in_territory, C::any, closed},
      R{{in_territory},           T::stay_limit, C::any, Leads::same},
      R{{expected, in_territory}, T::expiry, C::any, closed},
      R{{expected, in_territory, stopped, passed}, T::limit_moved, C::any, Leads::same},
      R{{closed},                 T::limit_moved, C::not_entered, expected},
      R{{closed},                 T::limit_moved, C::entered, in_territory},
      R{{passed},                 T::pass_again, C::any, Leads::same, {118}},
    };
  }();

  static constexpr std::array verdicts{
      //                       - REQ REF ATR INS STP PAS CLO
      Verdicts{Trigger::p050, "rrrnnnnn"},
      Verdicts{Trigger::p115, "nrrnnnnn"},
      Verdicts{Trigger::p181, "eeerrrnn"},
      Verdicts{Trigger::p024, "eeerrrnn"},
      Verdicts{Trigger::p010, "errrrrnn"},
      Verdicts{Trigger::p063, "errrrrnn"},
  };
  // clang-format on
};

}  // namespace lintas::transit::passage
