#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "base/bytes.hpp"
#include "core/model/values/chars.hpp"

namespace lintas {

enum class AccessCodeError : std::uint8_t {
  length,      ///< not 4 characters
  characters,  ///< a blank, a control character or something beyond ASCII
};

[[nodiscard]] std::string_view describe(AccessCodeError error);

/// Compares without telling by its duration where two values differ.
[[nodiscard]] bool equal_in_constant_time(ByteView a, ByteView b) noexcept;

/// What is kept of an access code: a keyed hash over GRN and code. Four characters can be tried one by one,
/// so the key is the node's secret; the shell makes the hash, the core only compares.
struct AccessCodeHash {
  std::array<std::byte, 32> bytes{};

  friend bool operator==(const AccessCodeHash& a, const AccessCodeHash& b) noexcept {
    return equal_in_constant_time(a.bytes, b.bytes);
  }
};

/// The four characters that let somebody use a guarantee. A secret: it has no text form, no order and no CBOR
/// form, and lives from the parser to the hash.
class AccessCode {
 public:
  static constexpr std::size_t length = 4;

  [[nodiscard]] static std::expected<AccessCode, AccessCodeError> parse(std::string_view text);

  /// For the maker of the hash and the writer of IE203, nobody else.
  [[nodiscard]] std::string_view reveal() const noexcept { return text_.view(); }

  friend bool operator==(const AccessCode& a, const AccessCode& b) noexcept {
    return equal_in_constant_time(as_bytes(a.reveal()), as_bytes(b.reveal()));
  }

 private:
  explicit AccessCode(std::string_view valid) : text_(valid) {}

  Chars<length> text_;
};

}  // namespace lintas
