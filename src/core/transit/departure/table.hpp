#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/transit/machine.hpp"

/// The movement at its office of departure, as data. Source: ncts.md 3.1; docs/domain/transit-differences.md
/// says what differs: a movement whose time ran out waits in ERC for an arrival, a proof or an officer.
/// In the first state is also an MRN that others ask for and that was never issued here: the question has a
/// negative answer, whatever else is said about it is refused with error 90 (ncts.md 3.0 "Unknown MRN").
/// Destination waits for an answer to its discrepancies whatever ended the movement: a proof that is accepted
/// answers them, and those that are told behind the end are answered by the officer who looks at them.
namespace lintas::transit::departure {

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  pre_lodged,
  accepted,
  guarantee_problem,
  under_amendment,
  under_control,
  release_requested,
  released,
  arrived,
  discrepancies,
  enquiry_recommended,
  rejected,
  cancelled,
  not_released,
  written_off,
};

enum class Trigger : std::uint8_t {
  t015,
  t013,
  t014,
  t170,
  t054,
  p002,
  p114,
  p118,
  p119,
  p180,
  p006,
  p018,
  p1096,
  check_negative,
  use_refused,
  release_conditions_met,
  decide_control,
  ask_amendment,
  withdraw_request,
  record_result,
  no_release,
  grant_cancellation,
  refuse_cancellation,
  invalidate,
  invalidate_after_release,
  extend_limit,
  resolve,
  accept_proof,
  close_recommendation,
  look,
  clock,
};

/// What the guard of a trigger found.
enum class Case : std::uint8_t {
  any,
  invalid,
  pre_lodged,
  standard,
  control,  ///< of what is amended a control had been decided, and is to be made
  agreed,   ///< IE054: release with the corrected data
  declined,
  satisfactory,    ///< A1, A2, A3; of a result from destination A1, A2, A5
  minor,           ///< A4: the declaration has to be corrected
  unsatisfactory,  ///< B1
  first,           ///< the first report of this passage
  again,           ///< the office had reported it
  moving_again,    ///< the same, of goods that everybody was told are held up
  open,            ///< no arrival is known
  over,            ///< an arrival is known, or the movement has ended
  unknown,         ///< nobody has issued this MRN here
};

struct Machine {
  using State = departure::State;
  using Trigger = departure::Trigger;
  using Case = departure::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "Not lodged", "draft", "trader"},
      StateFacts{State::pre_lodged, "PRE", "Pre-lodged", "pre_lodged", "trader", "presentation"},
      StateFacts{State::accepted, "ACC", "Accepted", "accepted", "departure",
                 "automatic release, decision about cancellation"},
      StateFacts{State::guarantee_problem, "GUA", "Guarantee under amendment", "guarantee_problem", "trader",
                 "guarantee amendment"},
      StateFacts{State::under_amendment, "AMD", "Under amendment", "accepted", "trader",
                 "amendment requested"},
      StateFacts{State::under_control, "CTL", "Under control", "under_control", "departure",
                 "control overdue"},
      StateFacts{State::release_requested, "RRQ", "Release requested", "release_requested", "trader",
                 "request of release"},
      StateFacts{State::released, "REL", "Movement released", "released", "carrier, destination", "arrival"},
      StateFacts{State::arrived, "ARR", "Arrived", "arrived", "destination", "control results"},
      StateFacts{State::discrepancies, "DIS", "Waiting for discrepancies resolution", "discrepancy",
                 "departure", "discrepancies"},
      StateFacts{State::enquiry_recommended, "ERC", "Under enquiry recommended", "released",
                 "enquiry officer", "enquiry start"},
      StateFacts{State::rejected, "REJ", "Rejected", "rejected", {}, {}, true},
      StateFacts{State::cancelled, "CAN", "Cancelled", "cancelled", {}, {}, true},
      StateFacts{State::not_released, "NRL", "Not released", "not_released", {}, {}, true},
      StateFacts{State::written_off, "WOF", "Written-off", "discharged", {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::t015, "T015", "declaration"},
      TriggerFacts{Trigger::t013, "T013", "amendment"},
      TriggerFacts{Trigger::t014, "T014", "request for cancellation"},
      TriggerFacts{Trigger::t170, "T170", "presentation of pre-lodged goods"},
      TriggerFacts{Trigger::t054, "T054", "request of release"},
      TriggerFacts{Trigger::p002, "P002", "arrival record asked for"},
      TriggerFacts{Trigger::p114, "P114", "transit record asked for"},
      TriggerFacts{Trigger::p118, "P118", "passage at an office of transit"},
      TriggerFacts{Trigger::p119, "P119", "passage refused for good"},
      TriggerFacts{Trigger::p180, "P180", "incident or stop"},
      TriggerFacts{Trigger::p006, "P006", "arrival advice"},
      TriggerFacts{Trigger::p018, "P018", "control results of destination"},
      TriggerFacts{Trigger::p1096, "P1096", "status asked for"},
      TriggerFacts{Trigger::check_negative, "G check negative", "a guarantee does not do at acceptance"},
      TriggerFacts{Trigger::use_refused, "G use refused", "a guarantee does not do at release"},
      TriggerFacts{Trigger::release_conditions_met, "S release conditions met",
                   "permits and cards valid through the limit date, guarantees reserved", "release"},
      TriggerFacts{Trigger::decide_control, "O decide control", "documents or goods are to be controlled"},
      TriggerFacts{Trigger::ask_amendment, "O ask amendment", "the trader is asked to amend"},
      TriggerFacts{Trigger::withdraw_request, "O withdraw request", "the amendment is not needed after all"},
      TriggerFacts{Trigger::record_result, "O result", "result of the control at departure"},
      TriggerFacts{Trigger::no_release, "O no release", "the goods may not leave"},
      TriggerFacts{Trigger::grant_cancellation, "O grant cancellation", "the trader's request is granted"},
      TriggerFacts{Trigger::refuse_cancellation, "O refuse cancellation", "the trader's request is refused"},
      TriggerFacts{Trigger::invalidate, "O invalidate", "on customs' own initiative, before release"},
      TriggerFacts{Trigger::invalidate_after_release, "O invalidate after release", "four eyes"},
      TriggerFacts{Trigger::extend_limit, "O extend limit", "by a supervisor"},
      TriggerFacts{Trigger::resolve, "O resolved", "the discrepancies are explained"},
      TriggerFacts{Trigger::accept_proof, "O proof accepted",
                   "alternative proof that the movement ended well"},
      TriggerFacts{Trigger::close_recommendation, "O close", "no ground for an enquiry"},
      TriggerFacts{Trigger::look, "O look", "customs looked at what was reported", "look at the report"},
      TriggerFacts{Trigger::clock, "C", "the clock of the state"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    constexpr Ie X = ie_status_notice;  // NOLINT(readability-identifier-naming): a short column
    return std::array{
      R{{none},                T::t015, C::invalid,    rejected,   {56}},
      R{{none},                T::t015, C::pre_lodged, pre_lodged, {928}},
      R{{none},                T::t015, C::standard,   accepted,   {928, 28}},

      R{{pre_lodged},          T::t013, C::any, Leads::same, {4}},
      R{{pre_lodged},          T::t014, C::any, cancelled,   {9}},
      R{{pre_lodged},          T::t170, C::any, accepted,    {28}},
      R{{pre_lodged},          T::clock, C::any, cancelled,  {56}},

      R{{pre_lodged, accepted, guarantee_problem, under_amendment, under_control, release_requested},
                               T::invalidate, C::any, cancelled, {9}},
      R{{accepted, guarantee_problem, under_amendment, under_control, release_requested},
                               T::t014, C::any, Leads::same},
      R{{accepted, guarantee_problem, under_amendment, under_control, release_requested},
                               T::grant_cancellation, C::any, cancelled, {9}},
      R{{accepted, guarantee_problem, under_amendment, under_control, release_requested},
                               T::refuse_cancellation, C::any, Leads::same, {9}},

      R{{accepted},            T::check_negative, C::any, guarantee_problem, {55}},
      R{{accepted},            T::t013, C::any, Leads::same, {4}},
      R{{accepted},            T::ask_amendment, C::any, under_amendment, {22}},
      R{{accepted},            T::decide_control, C::any, under_control, {60}},
      R{{accepted},            T::release_conditions_met, C::any, released, {29, 1, 50, X}},
      R{{accepted},            T::clock, C::any, Leads::same},
      R{{accepted},            T::use_refused, C::any, guarantee_problem, {55}},
      R{{accepted},            T::no_release, C::any, not_released, {51}},

      R{{guarantee_problem},   T::t013, C::any, accepted, {4}},
      R{{guarantee_problem},   T::clock, C::any, not_released, {51}},

      R{{under_amendment},     T::t013, C::any, accepted, {4}},
      R{{under_amendment},     T::t013, C::control, under_control, {4, 60}},
      R{{under_amendment},     T::withdraw_request, C::any, Leads::previous},
      R{{under_amendment},     T::clock, C::any, not_released, {51}},

      R{{under_control},       T::t013, C::any, Leads::same, {4}},
      R{{under_control},       T::record_result, C::satisfactory, accepted},
      R{{under_control},       T::record_result, C::minor, release_requested},
      R{{under_control},       T::record_result, C::unsatisfactory, not_released, {51}},
      R{{under_control},       T::ask_amendment, C::any, under_amendment, {22}},
      R{{under_control},       T::clock, C::any, Leads::same},

      R{{release_requested},   T::t054, C::agreed, accepted},
      R{{release_requested},   T::t054, C::declined, not_released, {51}},
      R{{release_requested},   T::clock, C::any, not_released, {51}},

      R{{none},                T::p002, C::unknown, Leads::same, {3}},
      R{{none},                T::p114, C::unknown, Leads::same, {115}},
      R{{released, enquiry_recommended}, T::p002, C::open, Leads::same, {3}},
      R{{released, enquiry_recommended}, T::p114, C::open, Leads::same, {115}},
      R{{arrived, discrepancies, enquiry_recommended, written_off, cancelled, not_released},
                               T::p002, C::over, Leads::same, {3}},
      R{{arrived, discrepancies, enquiry_recommended, written_off, cancelled, not_released},
                               T::p114, C::over, Leads::same, {115}},
      R{{released, enquiry_recommended}, T::p118, C::first, Leads::same, {X}},
      R{{released, enquiry_recommended}, T::p118, C::again, Leads::same},
      R{{released, enquiry_recommended}, T::p118, C::moving_again, Leads::same, {X}},
      R{{released, enquiry_recommended}, T::p119, C::open, Leads::same, {X}},
      R{{released, enquiry_recommended}, T::p180, C::open, Leads::same, {181, 182, X}},
      R{{released, enquiry_recommended}, T::p006, C::open, arrived, {24, X}},
      // Enquired after is what became of goods whose arrival is known: the road has nothing new to tell.
      R{{enquiry_recommended}, T::p118, C::over, Leads::same},
      R{{enquiry_recommended}, T::p119, C::over, Leads::same},
      R{{enquiry_recommended}, T::p180, C::over, Leads::same},
      R{{enquiry_recommended}, T::p006, C::over, Leads::same},
      R{{released, arrived, discrepancies, enquiry_recommended, cancelled, written_off},
                               T::p1096, C::any, Leads::same, {X}},
      R{{released},            T::invalidate_after_release, C::any, cancelled, {9, 10, X}},
      R{{released},            T::extend_limit, C::any, Leads::same, {X}},
      R{{released},            T::clock, C::any, enquiry_recommended},

      R{{arrived, enquiry_recommended}, T::p018, C::satisfactory, written_off, {45, X}},
      R{{arrived, enquiry_recommended}, T::p018, C::unsatisfactory, discrepancies, {19, X}},
      R{{arrived},             T::clock, C::any, enquiry_recommended},

      R{{discrepancies},       T::resolve, C::any, written_off, {49, 45, X}},
      R{{written_off},         T::resolve, C::any, Leads::same, {49}},
      R{{discrepancies},       T::clock, C::any, Leads::same},
      R{{enquiry_recommended}, T::close_recommendation, C::any, Leads::previous},
      R{{enquiry_recommended}, T::clock, C::any, Leads::same},
      R{{released, arrived, enquiry_recommended},
                               T::accept_proof, C::any, written_off, {45, X}},
      R{{discrepancies},       T::accept_proof, C::any, written_off, {49, 45, X}},

      R{{released, arrived, discrepancies, enquiry_recommended, cancelled, not_released, written_off},
                               T::look, C::any, Leads::same},
    };
  }();

  static constexpr std::array verdicts{
      //                       - PRE ACC GUA AMD CTL RRQ REL ARR DIS ERC REJ CAN NRL WOF
      Verdicts{Trigger::t015, "rxxxxxxxxxxxxxx"},
      Verdicts{Trigger::t013, "xrrrrrxxxxxxxxx"},
      Verdicts{Trigger::t014, "xrrrrrrxxxxxxxx"},
      Verdicts{Trigger::t170, "xrxxxxxxxxxxxxx"},
      Verdicts{Trigger::t054, "xxxxxxrxxxxxxxx"},
      Verdicts{Trigger::p002, "rxxxxxxrrrrxrrr"},
      Verdicts{Trigger::p114, "rxxxxxxrrrrxrrr"},
      Verdicts{Trigger::p118, "xxxxxxxrnnrxnnn"},
      Verdicts{Trigger::p119, "xxxxxxxrnnrxnnn"},
      Verdicts{Trigger::p180, "xxxxxxxrnnrxnnn"},
      Verdicts{Trigger::p006, "xxxxxxxrnnrxnnn"},
      Verdicts{Trigger::p018, "xxxxxxxernrxnnn"},
      Verdicts{Trigger::p1096, "xxxxxxxrrrrxrxr"},
  };
  // clang-format on
};

/// What is known of goods between their release and the control at destination.
struct OnTheWay {
  bool arrived = false;   ///< an arrival is known: an enquiry after the result takes nothing of it back
  bool overdue = false;   ///< the limit date has passed
  bool incident = false;  ///< the last report was an incident, a stop or a refusal
  bool crossed = false;   ///< an office of transit was passed
};

/// What everybody is told of the state (ncts.md 3.0 "Public status"): the status of the table, which between
/// release and arrival says where the goods are. Whether an enquiry is recommended is known inside departure
/// only: everybody sees the status before.
[[nodiscard]] constexpr std::string_view public_status(State state, OnTheWay goods) {
  const std::string_view status = Machine::states[std::to_underlying(state)].status;
  if (status != Machine::states[std::to_underlying(State::released)].status) return status;
  if (goods.arrived) return Machine::states[std::to_underlying(State::arrived)].status;
  if (goods.overdue) return "overdue";
  if (goods.incident) return "incident";
  return goods.crossed ? "in_transit" : status;
}

}  // namespace lintas::transit::departure
