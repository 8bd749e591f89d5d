#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "core/transit/letters.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"

/// What a node must keep to itself: the key it signs with, which may change, and the secret behind what it
/// has stored and given out, which may not.
namespace lintas::node {

struct Secrets {
  crypto::SigningKey signing_key;
  /// A key of its own for each use, derived from the secret: who learns MRNs learns nothing about the rest.
  std::array<std::byte, 16> mrn_key{};
  std::array<std::byte, 32> page_key{};
  std::array<std::byte, 32> access_code_key{};

  [[nodiscard]] transit::AccessCodeHasher access_code_hasher() const;
};

/// From the files that the configuration names; the error names the file and what to do.
[[nodiscard]] std::expected<Secrets, std::string> read_secrets(const Config& config);

/// 32 random bytes as such a file holds them.
[[nodiscard]] std::string new_secret(app::Entropy& entropy);

/// Puts a line behind those of a secret file. A crash leaves the file with the line or as it was, never with
/// half of it: it is written anew beside and takes the name. The error says what stands in the way.
[[nodiscard]] std::expected<void, std::string> append_durably(const std::string& path, std::string_view line);

}  // namespace lintas::node
