#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/registers/state.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"

/// The registers on the loop: every entry a stream, found by its key. Commands are the records of
/// core/registers/commands.hpp.
namespace lintas::workflow {

inline constexpr CommandType register_entry = command_in(register_block, 0);
inline constexpr CommandType change_entry = command_in(register_block, 1);
inline constexpr CommandType suspend_entry = command_in(register_block, 2);
inline constexpr CommandType resume_entry = command_in(register_block, 3);
inline constexpr CommandType withdraw_entry = command_in(register_block, 4);
/// A row of a file: registers the entry, or changes the one that is there. Content: registers::Register.
/// Accepted it answers a RowReply.
inline constexpr CommandType record_entry = command_in(register_block, 16);

/// What a row did to the register. Numbers are stored.
enum class RowEffect : std::uint8_t {
  added = 1,      ///< there was no such entry
  changed = 2,    ///< the entry says something else now, or holds again
  unchanged = 3,  ///< it said so already
};

struct RowReply {
  RowEffect effect{};

  static constexpr std::string_view record = "register_row.reply";
  static constexpr auto fields() { return Fields{Field{1, "effect", &RowReply::effect}}; }
  friend bool operator==(const RowReply&, const RowReply&) = default;
};

/// How many live permits the state has given: a stream of its own beside the permits, so that registering one
/// knows it without counting all (R-ACTS-020).
inline constexpr EventType permits_counted = event_in(register_block, 32);

/// Live permits whose last day this is.
struct PermitsEnding {
  Day day;
  std::uint32_t live = 0;

  static constexpr std::string_view record = "permit.ending";
  static constexpr auto fields() {
    return Fields{Field{1, "day", &PermitsEnding::day}, Field{2, "live", &PermitsEnding::live}};
  }
  friend bool operator==(const PermitsEnding&, const PermitsEnding&) = default;
};

/// Nobody tells the stream that a permit has ended, so it knows the last days.
struct PermitCount {
  std::uint32_t live = 0;             ///< without a last day
  std::vector<PermitsEnding> ending;  ///< ascending; those that had ended at the last change are left out

  [[nodiscard]] std::size_t live_on(Day day) const;

  static constexpr std::string_view record = "permit.count";
  static constexpr auto fields() {
    return Fields{Field{1, "live", &PermitCount::live}, Field{2, "ending", &PermitCount::ending}};
  }
  friend bool operator==(const PermitCount&, const PermitCount&) = default;
};

[[nodiscard]] Key entry_key(const registers::EntryKey& key);
[[nodiscard]] Slot entry_slot(const registers::EntryKey& key);
/// Begins the keys of all entries of a kind; `after` in a listing is such a key.
[[nodiscard]] Bytes entries_of(registers::Kind kind);
/// The list of Summary::concerned in which the permits under ACTS of a vehicle stand, whatever their state.
/// No TIN and no office has a blank. A permit has one such key, of some 30 bytes and its plate. A store of an
/// earlier program has none for what was registered before, until its plate changes or it is registered anew.
[[nodiscard]] std::string permits_of_vehicle(std::string_view plate);

}  // namespace lintas::workflow
