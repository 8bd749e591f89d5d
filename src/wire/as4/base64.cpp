#include "wire/as4/base64.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace lintas::as4 {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::uint32_t no_digit = 64;  // its bit is in no digit
constexpr std::size_t group = 4;        // characters of three octets

constexpr auto digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table.at(static_cast<unsigned char>(alphabet[i])) = static_cast<std::uint8_t>(i);
  return table;
}();

std::uint32_t digit(char c) { return digits[static_cast<unsigned char>(c)]; }

void pass_blanks(std::string_view& rest) {
  if (rest.empty() || !blanks.contains(rest.front())) return;
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
}

/// Appends the octets of a group, one less for each character that fills it.
bool append_group(std::string_view characters, std::size_t filling, Bytes& out) {
  std::uint32_t value = 0;
  std::uint32_t all = 0;
  for (const char c : characters.substr(0, group - filling)) {
    all |= digit(c);
    value = (value << 6U) | (digit(c) % no_digit);
  }
  value <<= 6U * filling;
  const bool ends_exactly = (value & ((1U << (8U * filling)) - 1U)) == 0;
  if (all >= no_digit || !ends_exactly) return false;
  for (std::size_t i = 0; i < 3 - filling; ++i)
    out.push_back(static_cast<std::byte>((value >> (16U - (8U * i))) & 0xFFU));
  return true;
}

std::size_t filling_of(std::string_view characters) {
  if (characters.ends_with("==")) return 2;
  return characters.ends_with('=') ? 1 : 0;
}

}  // namespace

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * group);
  for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(bytes.size(), 3))) {
    const std::size_t octets = std::min<std::size_t>(bytes.size(), 3);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 3; ++i)
      value = (value << 8U) | (i < octets ? std::to_integer<std::uint32_t>(bytes[i]) : 0U);
    for (std::size_t i = 0; i < group; ++i)
      text += i <= octets ? alphabet[(value >> (18U - (6U * i))) & 0x3FU] : '=';
  }
  return text;
}

std::optional<Bytes> from_base64(std::string_view text, std::size_t bytes_max) {
  Bytes bytes;
  bytes.reserve(std::min(text.size() / group * 3, bytes_max));
  std::size_t filling = 0;
  for (pass_blanks(text); !text.empty(); pass_blanks(text)) {
    const std::string_view characters = text.substr(0, group);
    if (characters.size() != group || filling != 0) return std::nullopt;
    filling = filling_of(characters);
    if (bytes.size() + 3 - filling > bytes_max || !append_group(characters, filling, bytes))
      return std::nullopt;
    text.remove_prefix(group);
  }
  return bytes;
}

}  // namespace lintas::as4
