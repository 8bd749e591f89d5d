#include "base/base45.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace lintas {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr unsigned base = alphabet.size();
constexpr std::size_t group = 3;  // characters of two bytes

void append(std::string& text, unsigned value, std::size_t characters) {
  for (; characters > 0; --characters, value /= base) text += alphabet[value % base];
}

}  // namespace

std::string to_base45(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() * group / 2) + 1);
  for (; bytes.size() >= 2; bytes = bytes.subspan(2))
    append(text, (std::to_integer<unsigned>(bytes[0]) << 8U) | std::to_integer<unsigned>(bytes[1]), group);
  if (!bytes.empty()) append(text, std::to_integer<unsigned>(bytes[0]), 2);
  return text;
}

std::optional<Bytes> from_base45(std::string_view text) {
  if (text.size() % group == 1) return std::nullopt;
  Bytes bytes;
  bytes.reserve((text.size() * 2 / group) + 1);
  for (; !text.empty(); text.remove_prefix(std::min(group, text.size()))) {
    const std::string_view characters = text.substr(0, group);
    unsigned value = 0;
    for (std::size_t i = characters.size(); i-- > 0;) {
      const auto digit = alphabet.find(characters[i]);
      if (digit == std::string_view::npos) return std::nullopt;
      value = (value * base) + static_cast<unsigned>(digit);
    }
    const bool is_pair = characters.size() == group;
    if (value > (is_pair ? 0xFFFFU : 0xFFU)) return std::nullopt;
    if (is_pair) bytes.push_back(static_cast<std::byte>(value >> 8U));
    bytes.push_back(static_cast<std::byte>(value & 0xFFU));
  }
  return bytes;
}

}  // namespace lintas
