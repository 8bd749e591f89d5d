#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace lintas {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) noexcept {
  return std::as_bytes(std::span{text.data(), text.size()});
}

[[nodiscard]] inline std::string_view as_text(ByteView bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Bytes copy_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

[[nodiscard]] inline bool same_bytes(ByteView a, ByteView b) noexcept { return std::ranges::equal(a, b); }

/// A SHA-256 value. What it is the hash of, its owner says.
struct Hash256 {
  std::array<std::byte, 32> bytes{};
  friend auto operator<=>(const Hash256&, const Hash256&) = default;
  [[nodiscard]] ByteView view() const noexcept { return bytes; }
};

/// SHA-256 over the parts, one after another. The core takes it as a value; shell/crypto has it.
using Sha256 = Hash256 (*)(std::span<const ByteView> parts);

}  // namespace lintas
