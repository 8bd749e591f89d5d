#include "core/model/values/bounded_text.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace lintas {

namespace {

/// Takes one character off the front; nothing if the bytes are not the shortest UTF-8 of a Unicode scalar.
std::optional<char32_t> take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (size == 0 || first > 0xF4 || text.size() < size) return std::nullopt;
  constexpr unsigned first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t character = first & first_bits[size];
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return std::nullopt;
    character = (character << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && character < 0x800) || (size == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) return std::nullopt;
  text.remove_prefix(size);
  return character;
}

/// Unicode's separators, general categories Zs, Zl and Zp.
bool is_blank(char32_t c) {
  return c == U' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

}  // namespace

std::string_view describe(TextError error) {
  switch (error) {
    case TextError::empty: return "is empty";
    case TextError::too_long: return "is too long";
    case TextError::blank_at_end: return "begins or ends with a blank";
    case TextError::control: return "contains a control character";
    case TextError::not_utf8: return "is not UTF-8";
  }
  std::unreachable();
}

std::optional<TextError> fault_in_text(std::string_view text, std::size_t characters_max) {
  if (text.empty()) return TextError::empty;
  std::size_t count = 0;
  bool first_is_blank = false;
  bool last_is_blank = false;
  while (!text.empty()) {
    const auto character = take_character(text);
    if (!character) return TextError::not_utf8;
    if (is_control(*character)) return TextError::control;
    if (++count > characters_max) return TextError::too_long;
    last_is_blank = is_blank(*character);
    if (count == 1) first_is_blank = last_is_blank;
  }
  if (first_is_blank || last_is_blank) return TextError::blank_at_end;
  return std::nullopt;
}

}  // namespace lintas
