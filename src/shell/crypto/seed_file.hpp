#pragma once

#include <expected>
#include <string>

#include "shell/app/ports.hpp"
#include "shell/crypto/signing.hpp"

/// Files of signing keys: the seed as 64 hexadecimal digits, for the eyes of their owner only.
namespace lintas::crypto {

/// The error names the file and the remedy.
[[nodiscard]] std::expected<SigningKey, std::string> read_signing_key(const std::string& path);

/// Makes the file of a new key, durable when it returns. One that is there is never overwritten.
[[nodiscard]] std::expected<SigningKey, std::string> make_signing_key(const std::string& path,
                                                                      app::Entropy& entropy);

}  // namespace lintas::crypto
