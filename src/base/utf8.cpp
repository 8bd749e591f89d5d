#include "base/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace lintas::utf8 {

namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// Whether eight bytes are all from space to DEL: most of every message.
bool all_plain(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  constexpr std::uint64_t spaces = 0x2020202020202020U;
  return ((word | (word - spaces)) & high_bits) == 0;
}

constexpr std::size_t length_of(std::uint32_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;  // C0 and C1 would only be longer forms of ASCII
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// The character at `at`, or nothing if the bytes are not one in its shortest form.
std::optional<Decoded> decode_checked(std::string_view bytes, std::size_t at) {
  const std::uint32_t lead = byte_at(bytes, at);
  const std::size_t length = length_of(lead);
  if (length == 0 || bytes.size() - at < length) return std::nullopt;
  if (length == 1) return Decoded{lead, 1};
  std::uint32_t code_point = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = byte_at(bytes, at + i);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    code_point = (code_point << 6U) | (next & 0x3FU);
  }
  const bool longer_than_needed =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (longer_than_needed || surrogate || code_point > 0x10FFFF) return std::nullopt;
  return Decoded{code_point, length};
}

}  // namespace

std::optional<Bad> first_bad(std::string_view bytes) {
  constexpr std::size_t block = sizeof(std::uint64_t);
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes.size() - at >= block && all_plain(bytes.data() + at)) {
      at += block;
      continue;
    }
    for (const std::size_t end = std::min(at + block, bytes.size()); at < end;) {
      const auto byte = static_cast<unsigned char>(*(bytes.data() + at));
      if (byte >= 0x20 && byte < 0x80) {
        ++at;
        continue;
      }
      const auto character = decode_checked(bytes, at);
      if (!character) return Bad{at, Fault::encoding};
      if (!is_allowed(character->code_point)) return Bad{at, Fault::character};
      at += character->bytes;
    }
  }
  return std::nullopt;
}

Decoded decode(std::string_view text) {
  const auto character = decode_checked(text, 0);
  return character ? *character : Decoded{0xFFFD, 1};
}

void append(std::string& out, std::uint32_t code_point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto tail = [&](unsigned shift) { put(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | (code_point >> 6U));
    tail(0);
  } else if (code_point < 0x10000) {
    put(0xE0U | (code_point >> 12U));
    tail(6);
    tail(0);
  } else {
    put(0xF0U | (code_point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace lintas::utf8
