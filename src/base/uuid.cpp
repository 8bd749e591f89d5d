#include "base/uuid.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace lintas {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The `index`-th group of five bits, the first one counted from two leading zero bits: 26 * 5 = 130.
constexpr unsigned bit_at(const std::array<std::byte, 16>& bytes, std::size_t bit) {
  if (bit < 2) return 0;
  const std::size_t i = bit - 2;
  return std::to_integer<unsigned>(bytes[i / 8] >> (7 - (i % 8))) & 1U;
}

}  // namespace

std::string Uuid::str() const {
  std::string text;
  text.reserve(text_length);
  for (std::size_t group = 0; group < text_length; ++group) {
    unsigned value = 0;
    for (std::size_t bit = group * 5; bit < (group * 5) + 5; ++bit)
      value = (value << 1U) | bit_at(bytes, bit);
    text += alphabet[value];
  }
  return text;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != text_length) return std::nullopt;
  Uuid id;
  for (std::size_t group = 0; group < text_length; ++group) {
    const std::size_t value = alphabet.find(text[group]);
    if (value == std::string_view::npos) return std::nullopt;
    if (group == 0 && value > 7) return std::nullopt;  // the two leading bits are not there
    for (std::size_t k = 0; k < 5; ++k) {
      const std::size_t bit = (group * 5) + k;
      if (bit < 2 || ((value >> (4 - k)) & 1U) == 0) continue;
      id.bytes[(bit - 2) / 8] |= std::byte{1} << (7 - ((bit - 2) % 8));
    }
  }
  return id;
}

Uuid make_uuid(Instant at, std::array<std::byte, 10> random) {
  Uuid id;
  const auto milliseconds = static_cast<std::uint64_t>(at.time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::byte>(milliseconds >> (8 * (5 - i)));
  std::ranges::copy(random, id.bytes.begin() + 6);
  id.bytes[6] = (id.bytes[6] & std::byte{0x0F}) | std::byte{0x70};  // version 7
  id.bytes[8] = (id.bytes[8] & std::byte{0x3F}) | std::byte{0x80};  // variant of RFC 9562
  return id;
}

}  // namespace lintas
