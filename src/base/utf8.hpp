#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// UTF-8 and the characters that XML 1.0 allows: tab, line feed, carriage return, and U+0020 on, without
/// surrogates, U+FFFE and U+FFFF. JSON is held to the same set, so that every message has both forms.
namespace lintas::utf8 {

enum class Fault : std::uint8_t { encoding, character };

struct Bad {
  std::size_t offset;  ///< of the first byte of what is wrong
  Fault fault;
};

/// The first place that is not UTF-8 or not an allowed character; nothing if all is well.
[[nodiscard]] std::optional<Bad> first_bad(std::string_view bytes);

[[nodiscard]] constexpr bool is_allowed(std::uint32_t code_point) {
  if (code_point < 0x20) return code_point == '\t' || code_point == '\n' || code_point == '\r';
  if (code_point >= 0xD800 && code_point <= 0xDFFF) return false;
  return code_point != 0xFFFE && code_point != 0xFFFF && code_point <= 0x10FFFF;
}

struct Decoded {
  std::uint32_t code_point;
  std::size_t bytes;
};

/// The first character; U+FFFD of one byte where the bytes are none. Precondition: the text is not empty.
[[nodiscard]] Decoded decode(std::string_view text);

/// Precondition: code_point <= U+10FFFF.
void append(std::string& out, std::uint32_t code_point);

}  // namespace lintas::utf8
