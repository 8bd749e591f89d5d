#include "core/exchange/manifest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/limits.hpp"

namespace lintas::exchange {

namespace {

constexpr std::size_t digest_characters = 16;

Picture compare_pictures(const ManifestEntry& theirs, const ManifestEntry& ours) {
  const std::uint32_t their_version = theirs.version.value_or(0);
  const std::uint32_t our_version = ours.version.value_or(0);
  if (their_version > our_version) return Picture::theirs_is_newer;
  if (their_version < our_version) return Picture::ours_is_newer;
  return theirs.digest == ours.digest ? Picture::same : Picture::other;
}

}  // namespace

std::string digest_of(ByteView content, Sha256 sha256) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  const std::array<ByteView, 1> parts{content};
  const Hash256 hash = sha256(parts);
  std::string text;
  for (std::size_t i = 0; text.size() < digest_characters; ++i) {
    const auto byte = std::to_integer<unsigned>(hash.bytes.at(i));
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

Difference compare(const ManifestEntry& theirs, const ManifestEntry& ours) {
  constexpr auto room = static_cast<std::uint32_t>(limits::parked_per_lane_max);
  Difference difference{.missing = std::nullopt,
                        .has_all_of_ours = theirs.taken >= ours.sent,
                        .picture = compare_pictures(theirs, ours)};
  if (theirs.sent > ours.taken) {
    const std::uint32_t wanted = std::min(theirs.sent - ours.taken, room);
    difference.missing = Missing{.first = ours.taken + 1, .last = ours.taken + wanted};
  }
  return difference;
}

}  // namespace lintas::exchange
