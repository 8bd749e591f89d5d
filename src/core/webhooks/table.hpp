#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/webhooks/refusal.hpp"
#include "core/webhooks/state.hpp"

/// What each command does in each state of a subscription, as data. Conditions on its content stand in
/// `decide`.
namespace lintas::webhooks {

enum class Verdict : std::uint8_t {
  row,          ///< leads to the next state, which may be the same
  record_only,  ///< nothing changes, and that is well: done before, or it comes too late
  refuse,
};

/// In the order of the commands' variant.
enum class Trigger : std::uint8_t {
  subscribe,
  pause,
  resume,
  rotate,
  redeliver,
  remove,
  note_delivered,
  note_failing,
  stop
};
inline constexpr std::array triggers{Trigger::subscribe,      Trigger::pause,        Trigger::resume,
                                     Trigger::rotate,         Trigger::redeliver,    Trigger::remove,
                                     Trigger::note_delivered, Trigger::note_failing, Trigger::stop};
inline constexpr std::array statuses{Status::none, Status::live, Status::paused, Status::stopped,
                                     Status::removed};

struct Cell {
  Status status;
  Trigger trigger;
  Verdict verdict;
  Status next;      ///< the state itself unless the verdict is `row`
  Refusal refusal;  ///< only if the verdict is `refuse`
};

namespace detail {

constexpr Cell row(Status status, Trigger trigger, Status next) {
  return {status, trigger, Verdict::row, next, {}};
}
constexpr Cell note(Status status, Trigger trigger) {
  return {status, trigger, Verdict::record_only, status, {}};
}
constexpr Cell refuse(Status status, Trigger trigger, Refusal why) {
  return {status, trigger, Verdict::refuse, status, why};
}

}  // namespace detail

// clang-format off
inline constexpr std::array table = [] {
  using detail::row, detail::note, detail::refuse;
  using S = Status;
  using T = Trigger;
  return std::array{
    row   (S::none,    T::subscribe,      S::live),
    refuse(S::none,    T::pause,          Refusal::not_there),
    refuse(S::none,    T::resume,         Refusal::not_there),
    refuse(S::none,    T::rotate,         Refusal::not_there),
    refuse(S::none,    T::redeliver,      Refusal::not_there),
    refuse(S::none,    T::remove,         Refusal::not_there),
    refuse(S::none,    T::note_delivered, Refusal::not_there),
    refuse(S::none,    T::note_failing,   Refusal::not_there),
    refuse(S::none,    T::stop,           Refusal::not_there),

    refuse(S::live,    T::subscribe,      Refusal::there_already),
    row   (S::live,    T::pause,          S::paused),
    row   (S::live,    T::resume,         S::live),     // with another key
    row   (S::live,    T::rotate,         S::live),
    row   (S::live,    T::redeliver,      S::live),
    row   (S::live,    T::remove,         S::removed),
    row   (S::live,    T::note_delivered, S::live),
    row   (S::live,    T::note_failing,   S::live),
    row   (S::live,    T::stop,           S::stopped),

    refuse(S::paused,  T::subscribe,      Refusal::there_already),
    note  (S::paused,  T::pause),
    row   (S::paused,  T::resume,         S::live),
    row   (S::paused,  T::rotate,         S::paused),
    row   (S::paused,  T::redeliver,      S::paused),
    row   (S::paused,  T::remove,         S::removed),
    row   (S::paused,  T::note_delivered, S::paused),   // it was on its way
    note  (S::paused,  T::note_failing),
    note  (S::paused,  T::stop),

    refuse(S::stopped, T::subscribe,      Refusal::there_already),
    row   (S::stopped, T::pause,          S::paused),
    row   (S::stopped, T::resume,         S::live),
    row   (S::stopped, T::rotate,         S::stopped),
    row   (S::stopped, T::redeliver,      S::stopped),
    row   (S::stopped, T::remove,         S::removed),
    row   (S::stopped, T::note_delivered, S::stopped),  // likewise
    note  (S::stopped, T::note_failing),
    note  (S::stopped, T::stop),

    refuse(S::removed, T::subscribe,      Refusal::there_already),
    refuse(S::removed, T::pause,          Refusal::removed),
    refuse(S::removed, T::resume,         Refusal::removed),
    refuse(S::removed, T::rotate,         Refusal::removed),
    refuse(S::removed, T::redeliver,      Refusal::removed),
    note  (S::removed, T::remove),
    note  (S::removed, T::note_delivered),
    note  (S::removed, T::note_failing),
    note  (S::removed, T::stop),
  };
}();
// clang-format on

namespace detail {

constexpr std::size_t find_cell(Status status, Trigger trigger) {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table.at(i).status == status && table.at(i).trigger == trigger) return i;
  return table.size();
}

}  // namespace detail

static_assert(table.size() == statuses.size() * triggers.size());
static_assert(std::ranges::all_of(statuses, [](Status status) {
  return std::ranges::all_of(
      triggers, [&](Trigger trigger) { return detail::find_cell(status, trigger) < table.size(); });
}));
// Each state can be come to, and but for the end be left.
static_assert(std::ranges::all_of(statuses, [](Status status) {
  const auto leaves = [&](const Cell& cell) { return cell.status == status && cell.next != status; };
  const auto enters = [&](const Cell& cell) { return cell.next == status && cell.status != status; };
  return (status == Status::removed || std::ranges::any_of(table, leaves)) &&
         (status == Status::none || std::ranges::any_of(table, enters));
}));

/// Total: the table is complete.
[[nodiscard]] constexpr const Cell& cell_of(Status status, Trigger trigger) {
  return table[detail::find_cell(status, trigger)];
}

}  // namespace lintas::webhooks
