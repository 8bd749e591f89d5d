#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>

#include "base/bytes.hpp"
#include "base/finding.hpp"

/// COSE_Sign1 (RFC 9052, section 4.2) with Ed25519, as little of it as is needed, so that one content has one
/// encoding: the tag 18; protected header {1: -8, 3: what it is}; unprotected header {4: key id}; the
/// content; the signature. No other algorithm, header or order is read.
namespace lintas::code {

/// An Ed25519 key (RFC 8032).
struct PublicKey {
  std::array<std::byte, 32> bytes{};
  friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

/// The first bytes of the SHA-256 of a public key: by it the key is found in a trust sheet.
struct KeyId {
  std::array<std::byte, 8> bytes{};
  friend auto operator<=>(const KeyId&, const KeyId&) = default;
};
[[nodiscard]] KeyId key_id_of(const PublicKey& key, Sha256 sha256);

using SignatureBytes = std::array<std::byte, 64>;
/// The core takes both as values; shell/crypto has them.
using Sign = std::function<SignatureBytes(ByteView content)>;
using VerifySignature = bool (*)(const std::array<std::byte, 32>& key, ByteView content, ByteView signature);

/// What is signed. The number stands in the protected header, so that no signature fits anything else; it is
/// from the range that RFC 7252, section 12.3, leaves to uses like ours.
enum class Subject : std::uint16_t {
  code = 65'001,
  trust_sheet = 65'002,
  status_list = 65'003,
  delegation = 65'004,
  identity = 65'005,
};

struct Signed {
  std::uint16_t subject = 0;
  Bytes key_id;
  Bytes content;
  SignatureBytes signature{};
};

/// RFC 9052, section 4.4.
[[nodiscard]] Bytes to_be_signed(std::uint16_t subject, ByteView content);

[[nodiscard]] Bytes sign(Subject subject, const KeyId& key, ByteView content, const Sign& sign);

/// SIG-004 is another algorithm or header, SIG-005 anything else that is not of this form. Says nothing about
/// the signature.
[[nodiscard]] std::expected<Signed, Finding> read_signed(ByteView bytes);

[[nodiscard]] bool fits(const Signed& read, const PublicKey& key, VerifySignature verify);

}  // namespace lintas::code
