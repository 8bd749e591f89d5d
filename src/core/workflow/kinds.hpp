#pragma once

#include <cstdint>
#include <utility>

#include "core/workflow/records.hpp"

/// The numbers under which streams, commands, events and documents of the business are stored. Never used
/// again for something else. Events and commands of a machine have a block each: the first number plus the
/// place in the machine's variant.
namespace lintas::workflow {

inline constexpr StreamKind account_stream{1};      ///< header of a GRN
inline constexpr StreamKind use_stream{2};          ///< GRN + MRN
inline constexpr StreamKind departure_stream{3};    ///< a movement at its office of departure
inline constexpr StreamKind passage_stream{4};      ///< a movement in a state of transit
inline constexpr StreamKind destination_stream{5};  ///< a movement in the state of destination
inline constexpr StreamKind register_stream{6};     ///< trader, mandate, permit, card, authorisation
inline constexpr StreamKind sighting_stream{7};     ///< what the status notices say of a movement

/// First numbers of the blocks of 64.
inline constexpr std::uint16_t account_block = 128;
inline constexpr std::uint16_t use_block = 192;
inline constexpr std::uint16_t departure_block = 256;
inline constexpr std::uint16_t passage_block = 320;
inline constexpr std::uint16_t destination_block = 384;
inline constexpr std::uint16_t register_block = 448;
inline constexpr std::uint16_t sighting_block = 512;
inline constexpr std::uint16_t block_size = 64;

[[nodiscard]] constexpr std::uint16_t block_of(std::uint16_t type) {
  return static_cast<std::uint16_t>(type - (type % block_size));
}
[[nodiscard]] constexpr EventType event_in(std::uint16_t block, std::size_t index) {
  return EventType{static_cast<std::uint16_t>(block + index)};
}
[[nodiscard]] constexpr CommandType command_in(std::uint16_t block, std::size_t index) {
  return CommandType{static_cast<std::uint16_t>(block + index)};
}

/// First byte of the natural keys of the machines.
inline constexpr KeyKind grn_keys{16};          ///< owner: GRN
inline constexpr KeyKind use_keys{17};          ///< owner: GRN, identifier: MRN
inline constexpr KeyKind departure_keys{18};    ///< identifier: MRN
inline constexpr KeyKind lrn_keys{19};          ///< owner: trader, identifier: LRN
inline constexpr KeyKind passage_keys{20};      ///< identifier: MRN
inline constexpr KeyKind destination_keys{21};  ///< identifier: MRN
inline constexpr KeyKind register_keys{22};     ///< owner: kind of entry, identifier: its number
inline constexpr KeyKind sighting_keys{23};     ///< identifier: MRN

}  // namespace lintas::workflow
