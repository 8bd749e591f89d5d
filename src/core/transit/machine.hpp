#pragma once

#include "base/machine.hpp"

/// The state tables of a movement: how tables are written and checked stands in base/machine.hpp, here are
/// the numbers of their messages.
namespace lintas::transit {

using machine::all_reachable;
using machine::find_row;
using machine::has_row;
using machine::Leads;
using machine::lists_are_complete;
using machine::Next;
using machine::open_states_have_exits;
using machine::resolve;
using machine::Row;
using machine::rows_are_unique;
using machine::Sent;
using machine::Set;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::verdict;
using machine::Verdict;
using machine::Verdicts;
using machine::verdicts_agree_with_rows;
using machine::well_formed;

/// A message by its number: 15 is IE015, 1095 our status notice (X095).
using Ie = machine::MessageNumber;
inline constexpr Ie ie_status_notice = 1095;
inline constexpr Ie ie_status_request = 1096;

}  // namespace lintas::transit
