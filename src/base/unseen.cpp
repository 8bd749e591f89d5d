#include "base/unseen.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/utf8.hpp"

namespace lintas {

namespace {

struct Block {
  std::uint32_t first;
  std::uint32_t last;
};

// NOLINTBEGIN(readability-magic-numbers): code points, as Unicode lists them
constexpr std::array unseen{
    Block{0x7F, 0x9F},        // DEL and the controls of C1
    Block{0xAD, 0xAD},        // soft hyphen
    Block{0x34F, 0x34F},      // combining grapheme joiner
    Block{0x61C, 0x61C},      // Arabic letter mark
    Block{0x115F, 0x1160},    // Hangul fillers
    Block{0x17B4, 0x17B5},    // inherent vowels of Khmer
    Block{0x180B, 0x180F},    // Mongolian variation selectors and vowel separator
    Block{0x200B, 0x200F},    // zero width space, joiners, left-to-right and right-to-left mark
    Block{0x2028, 0x202E},    // separators; embeddings, overrides and their end
    Block{0x2060, 0x206F},    // word joiner, invisible operators, isolates, deprecated formatting
    Block{0x3164, 0x3164},    // Hangul filler
    Block{0xFE00, 0xFE0F},    // variation selectors
    Block{0xFEFF, 0xFEFF},    // byte order mark
    Block{0xFFA0, 0xFFA0},    // half-width Hangul filler
    Block{0xFFF0, 0xFFFB},    // reserved, interlinear annotation
    Block{0x1BCA0, 0x1BCA3},  // shorthand formatting
    Block{0x1D173, 0x1D17A},  // musical formatting
    Block{0xE0000, 0xE0FFF},  // tags, variation selectors
};
constexpr std::array of_words{
    Block{0x17B4, 0x17B5},
    Block{0x200B, 0x200D},
    Block{0xFE00, 0xFE0F},
    Block{0xE0100, 0xE01EF},
};
constexpr std::array right_to_left{
    Block{0x590, 0x8FF},     Block{0xFB1D, 0xFDFF},   Block{0xFE70, 0xFEFF},
    Block{0x10800, 0x10FFF}, Block{0x1E800, 0x1EFFF},
};
// NOLINTEND(readability-magic-numbers)

constexpr unsigned char first_unseen = 0x7F;

bool is_in(std::span<const Block> blocks, std::uint32_t code_point) {
  return std::ranges::any_of(
      blocks, [&](const Block& one) { return code_point >= one.first && code_point <= one.last; });
}

bool is_unfit_for_identifier(std::uint32_t code_point) {
  return is_unseen(code_point) || is_right_to_left(code_point);
}

/// Most of every message is ASCII, which is not decoded.
bool is_plain(char c) { return static_cast<unsigned char>(c) < first_unseen; }

std::optional<FoundCharacter> first_that(std::string_view text, bool (*is_wanted)(std::uint32_t)) {
  const auto* begin = std::ranges::find_if_not(text, is_plain);
  std::size_t place = static_cast<std::size_t>(begin - text.begin());
  for (text.remove_prefix(place); !text.empty();) {
    const utf8::Decoded character = utf8::decode(text);
    ++place;
    if (is_wanted(character.code_point))
      return FoundCharacter{.code_point = character.code_point, .place = place};
    text.remove_prefix(character.bytes);
  }
  return std::nullopt;
}

}  // namespace

bool is_unseen(std::uint32_t code_point) { return is_in(unseen, code_point); }

bool belongs_to_words(std::uint32_t code_point) { return is_in(of_words, code_point); }

bool is_mark(std::uint32_t code_point) { return is_unseen(code_point) && !belongs_to_words(code_point); }

bool is_right_to_left(std::uint32_t code_point) { return is_in(right_to_left, code_point); }

std::optional<FoundCharacter> first_mark(std::string_view text) { return first_that(text, is_mark); }

std::optional<FoundCharacter> first_unfit_for_identifier(std::string_view text) {
  return first_that(text, is_unfit_for_identifier);
}

std::string with_marks_shown(std::string_view text, std::string_view sign) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const utf8::Decoded character = utf8::decode(text);
    shown.append(is_mark(character.code_point) ? sign : text.substr(0, character.bytes));
    text.remove_prefix(character.bytes);
  }
  return shown;
}

}  // namespace lintas
