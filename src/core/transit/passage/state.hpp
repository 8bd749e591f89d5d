#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/passage/table.hpp"

/// A movement in a state that it passes: what `decide` needs, and what officers see of it.
namespace lintas::transit::passage {

/// Stored: a number is never used again for something else.
enum class CrossingState : std::uint8_t {
  expected = 1,
  held,  ///< reported, but an earlier office is not accounted for
  passed,
  stopped,
  not_used,
  added,  ///< passed, although not declared
};

[[nodiscard]] std::string_view name(CrossingState crossing) noexcept;

struct Office {
  OfficeId office;
  CrossingState crossing = CrossingState::expected;
  bool declared = true;
  std::optional<Instant> at;  ///< of the last report

  /// Somebody still has to say what became of it.
  [[nodiscard]] bool open() const {
    return crossing == CrossingState::expected || crossing == CrossingState::held ||
           crossing == CrossingState::stopped;
  }
  [[nodiscard]] bool crossed() const {
    return crossing == CrossingState::passed || crossing == CrossingState::added;
  }
  friend bool operator==(const Office&, const Office&) = default;
};

/// What an officer should look at. Stored: a number is never used again for something else.
enum class Alarm : std::uint8_t {
  out_of_order = 1,
  unresolved,
  stopped_too_long,
  stay_limit,
  ended_while_here,  ///< invalidated or recovered while the goods are in the territory
  contradiction,     ///< arrived elsewhere while stopped here
  reopened,          ///< the record had expired, but the limit date was moved: the goods are on the way
};

[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

struct Passage {
  State state = State::none;
  Mrn mrn;
  std::vector<Office> offices;        ///< of this state, in the order of the journey
  std::optional<OfficeId> asked_by;   ///< the office where the goods stood without a record
  std::uint32_t asked = 0;            ///< how often departure was asked for the record
  std::optional<Day> limit;           ///< of the movement
  std::optional<OfficeId> departure;  ///< named in what is sent there; nothing without a record
  std::optional<Instant> first_passage;
  bool stay_alarmed = false;
  bool ended_by_departure = false;  ///< IE010 or IE063 came while the goods were in the territory
  bool expired = false;             ///< closed because nothing was heard, and for no other reason
  std::optional<Alarm> alarm;       ///< the last one, until the state is left
  std::optional<Instant> due;

  [[nodiscard]] std::optional<std::size_t> find(const OfficeId& office) const;
  /// Any office whose crossing is open.
  [[nodiscard]] bool has_open() const;
  /// The first office whose crossing is open: where the goods are expected next.
  [[nodiscard]] std::optional<OfficeId> next_office() const;
  friend bool operator==(const Passage&, const Passage&) = default;
};

}  // namespace lintas::transit::passage
