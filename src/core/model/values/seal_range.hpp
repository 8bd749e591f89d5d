#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/values/bounded_text.hpp"

/// Seals in sequence: the same mark, and numbers of as many digits that follow one another. Pure; safe from
/// any thread.
namespace lintas {

/// "AB100–AB119 (20)" for three and more that stand in sequence, the seal itself for any other; in the order
/// of the list.
[[nodiscard]] std::vector<std::string> in_ranges(std::span<const std::string> seals);

enum class SealRangeError : std::uint8_t {
  not_a_seal,
  not_in_sequence,  ///< two marks, other numbers of digits, or the last before the first
  other_count,      ///< the number in brackets is not that of the seals
  too_many,
};
[[nodiscard]] std::string_view describe(SealRangeError error);

/// The seals of "AB100..AB119", of what `in_ranges` wrote or of what stands on the accompanying document; of
/// any other text the one seal. A text with two numbers and ".." or "–" between them is a range, however it
/// is marked; with a hyphen, which may belong to a seal, it is one where both have the same mark:
/// "AB100-AB119", "100 - 119", not "12-34". At most `count_max`.
[[nodiscard]] std::expected<std::vector<Seal>, SealRangeError> seals_in(std::string_view text,
                                                                        std::size_t count_max);

}  // namespace lintas
