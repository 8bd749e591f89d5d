#pragma once

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// The commands about guarantees that come from outside: each record of core/guarantee/commands.hpp that has
/// fields. Checks, reservations, credits and releases are no commands of their own: the movement's commands
/// make them, see uses.hpp.
namespace lintas::workflow {

inline constexpr CommandType register_guarantee = command_in(account_block, 0);
inline constexpr CommandType change_guarantee = command_in(account_block, 1);
inline constexpr CommandType suspend_guarantee = command_in(account_block, 2);
inline constexpr CommandType lift_suspension = command_in(account_block, 3);
inline constexpr CommandType give_notice = command_in(account_block, 4);
inline constexpr CommandType liberate_guarantee = command_in(account_block, 5);
inline constexpr CommandType replace_access_codes = command_in(account_block, 6);
inline constexpr CommandType unlock_sender = command_in(account_block, 7);

inline constexpr CommandType claim_from_guarantor = command_in(use_block, 0);
inline constexpr CommandType withdraw_claim = command_in(use_block, 1);
inline constexpr CommandType record_payment = command_in(use_block, 2);

/// Whether the actor's office is one of recovery of this state at that time: claims are its cases.
[[nodiscard]] bool recovers(const access::Actor& actor, Instant at, const Setting& setting);

}  // namespace lintas::workflow
