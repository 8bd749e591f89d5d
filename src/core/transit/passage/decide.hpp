#pragma once

#include "core/model/values/country.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/ruling.hpp"

/// What the offices of transit of a state say to a message, an act or a clock. Pure. Whether somebody may
/// ask, and the verdict of the table on a message, come before: `receive` is asked for verdicts `row` and
/// `note`.
namespace lintas::transit::passage {

using Ruling = transit::Ruling<Event>;

/// Messages of departure. `home`: the state whose offices these are.
[[nodiscard]] Ruling receive(const Passage& passage, Trigger trigger, const Letter& letter, Country home,
                             const Context& context);

[[nodiscard]] Ruling act(const Passage& passage, const PresentGoods& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const RecordPassage& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const PassOnTheTad& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const AskAgain& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const TurnBack& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const ConfirmHeld& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const RecordIncident& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const StopGoods& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const CompletePassage& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const LiftStop& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const RefusePassage& command, const Context& context);
[[nodiscard]] Ruling act(const Passage& passage, const EndInTerritory& command, const Context& context);

/// The newest status notice of departure names this limit date. Nothing comes of it where that is known, or
/// where nobody waits for the goods; a record that expired is opened again, if the goods are still
/// `on_the_way`.
[[nodiscard]] Ruling limit_told(const Passage& passage, Day limit, bool on_the_way, const Context& context);

/// The clock has run out. Precondition: the passage has one.
[[nodiscard]] Ruling time_passed(const Passage& passage, const Context& context);

/// What the messages sent with an event say. `after`: the passage after the event.
[[nodiscard]] Letter letter_of(const Passage& after, const Event& event);

}  // namespace lintas::transit::passage
