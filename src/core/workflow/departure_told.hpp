#pragma once

#include <chrono>
#include <optional>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"

/// From what the machine of departure says to what the loop writes: shared by the commands about a movement
/// at its office of departure.
namespace lintas::workflow {

/// Of an office that no day knows: none.
[[nodiscard]] std::chrono::minutes offset_of(const OfficeId& office, Instant at, const Setting& setting);

/// The movement in the command's own slot.
[[nodiscard]] const transit::departure::Movement& departing(const Situation& situation);

[[nodiscard]] Outcome refused_for(Finding finding);

/// Adds the events of the ruling, with the messages that other states are sent, to the outcome; the movement
/// goes on from there. What goes to our own state follows by `follow`.
class Told {
 public:
  /// The command, situation and setting live longer than this.
  Told(const Command& command, const Situation& situation, const Setting& setting, const OfficeId& office);

  void add(const transit::departure::Ruling& ruling);

  [[nodiscard]] const transit::departure::Movement& movement() const { return movement_; }
  [[nodiscard]] const transit::Context& context() const { return context_; }
  [[nodiscard]] Outcome& outcome() { return outcome_; }

  [[nodiscard]] Outcome finish() &&;

 private:
  void add(const transit::departure::Event& event);
  void free_lrn();

  const Command& command_;
  const Setting& setting_;
  transit::Context context_;
  transit::departure::Movement movement_;
  Outcome outcome_;
};

}  // namespace lintas::workflow
