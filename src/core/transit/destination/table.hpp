#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/transit/machine.hpp"

/// A movement that ends in this state, as data. Source: ncts.md 3.4. The phase of enquiry is not in it yet.
/// The row of a moved limit is ours: whether goods are late is counted by the newest limit. Rows that ask
/// departure by IE027 or IE094 are alarms only: our partners tell the status by themselves (ncts.md 2.7).
/// Rows of the onward regime are acts.md 3.2 row 15: transit is over for those goods, of discrepancies for
/// the undisputed ones; they lead nowhere, and nobody is told.
namespace lintas::transit::destination {

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  requested,
  refused,
  expected,
  arrived,
  unloading,
  remarks_received,
  under_control,
  discrepancies,
  released,
  elsewhere,
  cancelled,
  recovered,
};

enum class Trigger : std::uint8_t {
  t007,
  t044,
  p001,
  p003,
  p010,
  p024,
  p049,
  p063,
  p181,
  accept_on_the_tad,
  permission,
  decide_control,
  no_control,
  take_over,
  conform,
  accept_remarks,
  result,
  result_b1,
  national_decision,
  no_answer,
  refused_arrival,
  arrival_overdue,
  results_late,
  remarks_late,
  discrepancies_late,
  limit_moved,
  onward,
  onward_withdrawn,
};

/// What the guard of a trigger found.
enum class Case : std::uint8_t {
  any,
  positive,  ///< of an answer
  negative,
  complete,  ///< all goods are unloaded
  incomplete,
};

struct Machine {
  using State = destination::State;
  using Trigger = destination::Trigger;
  using Case = destination::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "departure"},
      StateFacts{State::requested, "ARQ", "AAR requested", {}, "office", "answer to the request"},
      StateFacts{State::refused, "REF", "Arrival refused", {}, "trader", "refused arrival"},
      StateFacts{State::expected, "AAR", "AAR created", {}, "carrier", "limit date"},
      StateFacts{State::arrived, "ARR", "Arrived", {}, "office", "waiting period, control results"},
      StateFacts{State::unloading, "ULP", "Unloading permission granted", {}, "trader", "unloading remarks"},
      StateFacts{
          State::remarks_received, "URR", "Unloading remarks received", {}, "office", "control results"},
      StateFacts{State::under_control, "CTL", "Under control", {}, "office", "control results"},
      StateFacts{State::discrepancies,
                 "DIS",
                 "Waiting for discrepancies resolution",
                 {},
                 "departure",
                 "discrepancies"},
      StateFacts{State::released, "REL", "Goods released", {}, {}, {}, true},
      StateFacts{State::elsewhere, "ELS", "Arrived elsewhere", {}, {}, {}, true},
      StateFacts{State::cancelled, "CAN", "Cancelled", {}, {}, {}, true},
      StateFacts{State::recovered, "RCV", "Closed, recovery", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::t007, "T007", "arrival notification", "record arrival"},
      TriggerFacts{Trigger::t044, "T044", "unloading remarks"},
      TriggerFacts{Trigger::p001, "P001", "anticipated arrival record"},
      TriggerFacts{Trigger::p003, "P003", "answer to the request for the record"},
      TriggerFacts{Trigger::p010, "P010", "movement invalidated"},
      TriggerFacts{Trigger::p024, "P024", "arrived elsewhere"},
      TriggerFacts{Trigger::p049, "P049", "discrepancies resolved or not"},
      TriggerFacts{Trigger::p063, "P063", "recovery has begun"},
      TriggerFacts{Trigger::p181, "P181", "incident on the way"},
      TriggerFacts{Trigger::accept_on_the_tad, "O accept on the TAD", "departure is silent; with a reason"},
      TriggerFacts{Trigger::permission, "S permission", "waiting period over, or the officer says so",
                   "grant permission"},
      TriggerFacts{Trigger::decide_control, "O control decided", "documents or goods are to be controlled"},
      TriggerFacts{Trigger::no_control, "O no control", "considered satisfactory"},
      TriggerFacts{Trigger::take_over, "O take over", "no remarks in time, or suspicion"},
      TriggerFacts{Trigger::conform, "S conform", "the remarks report nothing, no control is wanted"},
      TriggerFacts{Trigger::accept_remarks, "O accept remarks", "minor discrepancies"},
      TriggerFacts{Trigger::result, "O result A1/A2/A5", "of the control"},
      TriggerFacts{Trigger::result_b1, "O result B1", "not satisfactory"},
      TriggerFacts{Trigger::national_decision, "O national decision", "departure silent, or debt taken here"},
      TriggerFacts{Trigger::no_answer, "C AAR answer", "departure does not answer"},
      TriggerFacts{Trigger::refused_arrival, "C refused arrival", "nobody came again"},
      TriggerFacts{Trigger::arrival_overdue, "C arrival overdue", "long after the limit date, then weekly"},
      TriggerFacts{Trigger::results_late, "C control results", "third and sixth day"},
      TriggerFacts{Trigger::remarks_late, "C unloading remarks", "third day"},
      TriggerFacts{Trigger::discrepancies_late, "C discrepancies", "departure does not answer"},
      TriggerFacts{Trigger::limit_moved, "S limit moved",
                   "the newest status notice names another limit date"},
      TriggerFacts{Trigger::onward, "S onward regime", "a national declaration took goods of the movement",
                   "report the onward regime"},
      TriggerFacts{Trigger::onward_withdrawn, "S onward regime withdrawn", "that declaration is cancelled",
                   "withdraw the onward regime"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},             T::p001, C::any, expected},
      R{{none},             T::t007, C::any, requested, {2}},

      R{{requested},        T::p003, C::positive, arrived, {6}},
      R{{requested},        T::p003, C::negative, refused, {57}},
      R{{requested},        T::p001, C::any, arrived, {6}},
      R{{requested},        T::no_answer, C::any, Leads::same, {2}},
      R{{requested},        T::accept_on_the_tad, C::any, arrived, {6}},
      R{{requested},        T::p010, C::any, cancelled, {57}},
      R{{requested},        T::p024, C::any, elsewhere, {57}},
      R{{requested, expected, arrived, unloading, remarks_received, under_control, discrepancies},
                            T::p063, C::any, recovered},

      R{{refused},          T::t007, C::any, requested, {2}},
      R{{refused},          T::p001, C::any, expected},
      R{{refused},          T::p003, C::positive, expected},
      R{{refused},          T::refused_arrival, C::any, cancelled},

      R{{expected},         T::t007, C::any, arrived, {6}},
      R{{expected},         T::p010, C::any, cancelled},
      R{{expected},         T::p024, C::any, elsewhere},
      R{{expected},         T::arrival_overdue, C::any, Leads::same},
      R{{expected, arrived, unloading, remarks_received, under_control},
                            T::p181, C::any, Leads::same},

      R{{arrived},          T::permission, C::any, unloading, {43}},
      R{{arrived},          T::decide_control, C::any, under_control},
      R{{arrived},          T::no_control, C::any, released, {18, 25}},
      R{{arrived, remarks_received, under_control},
                            T::results_late, C::any, Leads::same},

      R{{expected, arrived, unloading, remarks_received, under_control, discrepancies, released},
                            T::limit_moved, C::any, Leads::same},

      R{{unloading},        T::t044, C::complete, remarks_received},
      R{{unloading},        T::t044, C::incomplete, Leads::same, {43}},
      R{{unloading},        T::take_over, C::any, under_control},
      R{{unloading},        T::remarks_late, C::any, Leads::same},

      R{{remarks_received}, T::conform, C::any, released, {18, 25}},
      R{{remarks_received}, T::accept_remarks, C::any, released, {18, 25}},
      R{{remarks_received}, T::decide_control, C::any, under_control},
      R{{remarks_received, under_control},
                            T::result_b1, C::any, discrepancies, {18, 25}},
      R{{under_control},    T::result, C::any, released, {18, 25}},

      R{{discrepancies},    T::p049, C::positive, released, {25}},
      R{{discrepancies},    T::p049, C::negative, recovered, {25}},
      R{{discrepancies},    T::discrepancies_late, C::any, Leads::same},
      R{{discrepancies},    T::national_decision, C::any, recovered, {25}},

      R{{discrepancies, released, recovered}, T::onward, C::any, Leads::same},
      R{{discrepancies, released, recovered}, T::onward_withdrawn, C::any, Leads::same},
    };
  }();

  static constexpr std::array verdicts{
      //                       - ARQ REF AAR ARR ULP URR CTL DIS REL ELS CAN RCV
      Verdicts{Trigger::t007, "rxrrxxxxxxxxx"},
      Verdicts{Trigger::t044, "xxxxxrxxxxxxx"},
      Verdicts{Trigger::p001, "rrrnnnnnnnnnn"},
      Verdicts{Trigger::p003, "nrrnnnnnnnnnn"},
      Verdicts{Trigger::p010, "ernrnnnnnnnnn"},
      Verdicts{Trigger::p024, "ernrnnnnnnnnn"},
      Verdicts{Trigger::p049, "xxxxxxxxrnnnn"},
      Verdicts{Trigger::p063, "ernrrrrrrnnnn"},
      Verdicts{Trigger::p181, "eenrrrrrnnnnn"},
  };
  // clang-format on
};

}  // namespace lintas::transit::destination
