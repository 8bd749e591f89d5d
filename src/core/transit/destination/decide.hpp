#pragma once

#include "base/finding.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/ruling.hpp"

/// What an office of destination says to a message, an act or a clock. Pure. Whether somebody may ask, and
/// the verdict of the table on a message, come before: `receive` is asked for verdicts `row` and `note`.
namespace lintas::transit::destination {

using Ruling = transit::Ruling<Event>;

/// IE007 and IE044 of the trader, the others of departure.
[[nodiscard]] Ruling receive(const Arrival& arrival, Trigger trigger, const Letter& letter,
                             const Context& context);

[[nodiscard]] Ruling act(const Arrival& arrival, const RecordArrival& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const AcceptOnTheTad& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const GrantPermission& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const DecideControl& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const ReleaseUncontrolled& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const TakeOver& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const AcceptRemarks& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const RecordResult& command, const Context& context);
[[nodiscard]] Ruling act(const Arrival& arrival, const DecideNationally& command, const Context& context);
/// Nothing comes of what is known. R-ROA-015 of items, R-ROA-016 of too many declarations.
[[nodiscard]] Ruling act(const Arrival& arrival, const ReportOnward& command, const Context& context);
/// R-ROA-017 where no such declaration was reported.
[[nodiscard]] Ruling act(const Arrival& arrival, const WithdrawOnward& command, const Context& context);

/// An arrival notification (IE007). Of a simplified one the caller has found the authorisation to reach its
/// office and premises; it may name its own waiting period before unloading, else the law of the state does.
[[nodiscard]] Ruling notified(const Arrival& arrival, const Letter& letter,
                              std::optional<std::uint32_t> unloading_wait_minutes, const Context& context);

/// The newest status notice of departure names this limit date. Nothing comes of it where that is known, or
/// where nobody waits for the goods.
[[nodiscard]] Ruling limit_told(const Arrival& arrival, Day limit, const Context& context);

/// The clock has run out. Precondition: the arrival has one.
[[nodiscard]] Ruling time_passed(const Arrival& arrival, const Context& context);

/// Why a message with verdict `refuse` is refused: R-ACTS-078 for a second arrival, else R-TRA-092.
[[nodiscard]] Finding out_of_turn(const Arrival& arrival, Trigger trigger);

/// What the messages sent with an event say. `after`: the arrival after the event.
[[nodiscard]] Letter letter_of(const Arrival& after, const Event& event);

}  // namespace lintas::transit::destination
