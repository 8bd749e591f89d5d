#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace lintas {

/// A time-ordered identifier that leaves the node (RFC 9562, version 7). In text 26 characters of Crockford's
/// base32, which sort as the bytes do and fit the an..35 of the messages; a UUID's 36 would not.
struct Uuid {
  std::array<std::byte, 16> bytes{};
  static constexpr std::size_t text_length = 26;

  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
  [[nodiscard]] std::string str() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// The identifier made at `at` from ten random bytes. Pure: clock and randomness are the caller's.
[[nodiscard]] Uuid make_uuid(Instant at, std::array<std::byte, 10> random);

}  // namespace lintas
