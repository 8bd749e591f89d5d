#pragma once

#include <array>
#include <string_view>
#include <vector>

/// The words by which a movement is spoken of: what people are told of it, and the states of the machines.
namespace lintas::transit {

/// What is told of a movement by the code LX1 of a notice (ncts.md 3.0 "Public status").
struct StatusName {
  std::string_view code;
  std::string_view status;
  bool on_the_way = false;
};
inline constexpr std::array status_names{
    StatusName{"REL", "released", true},   StatusName{"LIM", "released", true},
    StatusName{"PAS", "in_transit", true}, StatusName{"INC", "incident", true},
    StatusName{"ARR", "arrived"},          StatusName{"DIS", "discrepancy"},
    StatusName{"ENQ", "enquiry"},          StatusName{"RTR", "recovery_transferred"},
    StatusName{"REC", "recovery"},         StatusName{"WOF", "discharged"},
    StatusName{"RCL", "discharged"},       StatusName{"CAN", "cancelled"},
};
/// Of a movement on the way, past its limit date.
inline constexpr std::string_view status_overdue = "overdue";

/// Of a code that this program does not know.
inline constexpr std::string_view status_unknown = "unknown";

/// Every public status that a movement may have, in any state of its route; each once, about in the order of
/// its life.
[[nodiscard]] std::vector<std::string_view> public_statuses();
/// The ids of the states of departure, passage and destination, each once. Without that of a movement that is
/// not there.
[[nodiscard]] std::vector<std::string_view> state_ids();

}  // namespace lintas::transit
