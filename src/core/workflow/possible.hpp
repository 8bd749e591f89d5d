#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/transit/machine.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Which acts of officers a state of a movement takes: each act by the triggers that it may be.
namespace lintas::workflow {

enum class Weight : std::uint8_t {
  leads_on,  ///< what stands in the work list waits for it
  any_time,  ///< an officer may, and nothing waits for it
};

/// An act, and a trigger whose row it takes.
template <class Trigger>
struct Task {
  std::size_t act = 0;  ///< place in the machine's acts
  Trigger trigger{};
  Weight weight = Weight::leads_on;
};

/// For tables of all acts: each trigger that is an act stands there once, and each of the `acts` has one.
template <class Machine, std::size_t N>
[[nodiscard]] consteval bool has_every_act(const std::array<Task<typename Machine::Trigger>, N>& tasks,
                                           std::size_t acts) {
  const auto times = [&](typename Machine::Trigger trigger) {
    return std::ranges::count(tasks, trigger, &Task<typename Machine::Trigger>::trigger);
  };
  for (const auto& facts : Machine::triggers)
    if (times(facts.trigger) != (facts.is_act() ? 1 : 0)) return false;
  for (std::size_t act = 0; act < acts; ++act)
    if (std::ranges::find(tasks, act, &Task<typename Machine::Trigger>::act) == tasks.end()) return false;
  return true;
}

/// Adds the acts that lead on and stand open, in the order of the table. `stands_open(trigger)`: what beside
/// the state the record says of it.
template <class Machine, class StandsOpen>
void add_calls(std::vector<CommandType>& all, std::uint16_t block,
               std::span<const Task<typename Machine::Trigger>> tasks, typename Machine::State state,
               const StandsOpen& stands_open) {
  for (const auto& task : tasks) {
    const bool has_row = transit::verdict<Machine>(state, task.trigger) == transit::Verdict::row;
    if (has_row && task.weight == Weight::leads_on && stands_open(task.trigger))
      all.push_back(command_in(block, task.act));
  }
}

/// Adds the acts of which a trigger has a row here and stands open, in the order of the table, with the words
/// of those triggers. `stands_open`: as above.
template <class Machine, class StandsOpen>
void add_possible(std::vector<Possible>& all, std::uint16_t block,
                  std::span<const Task<typename Machine::Trigger>> tasks, typename Machine::State state,
                  const StandsOpen& stands_open) {
  for (const auto& task : tasks) {
    if (transit::verdict<Machine>(state, task.trigger) != transit::Verdict::row) continue;
    if (!stands_open(task.trigger)) continue;
    const CommandType type = command_in(block, task.act);
    const std::string_view words = Machine::triggers[static_cast<std::size_t>(task.trigger)].words();
    if (all.empty() || all.back().type != type) {
      all.push_back({.type = type, .words = std::string{words}});
    } else {
      all.back().words.append(" or ").append(words);
    }
  }
}

}  // namespace lintas::workflow
