#include "shell/node/secrets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/transit/letters.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"

namespace lintas::node {

namespace {

using Seed = std::array<std::byte, 32>;

std::expected<Seed, std::string> read_seed(const std::string& path) {
  auto text = read_file(path, Secrecy::secret);
  if (!text) return std::unexpected(std::move(text.error()));
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  const auto bytes = from_hex(*text);
  Seed seed{};
  if (!bytes || bytes->size() != seed.size())
    return std::unexpected(format("{}: give 64 hexadecimal digits; `lintas init` makes such files", path));
  std::ranges::copy(*bytes, seed.begin());
  return seed;
}

template <std::size_t size>
std::array<std::byte, size> derived(const Seed& secret, std::string_view use) {
  const std::array parts{as_bytes(use)};
  const Hash256 hash = crypto::hmac_sha256(secret, parts);
  std::array<std::byte, size> key{};
  std::ranges::copy_n(hash.bytes.begin(), key.size(), key.begin());
  return key;
}

}  // namespace

std::expected<Secrets, std::string> read_secrets(const Config& config) {
  const auto seed = read_seed(config.signing_key_file);
  if (!seed) return std::unexpected(seed.error());
  const auto secret = read_seed(config.secret_file);
  if (!secret) return std::unexpected(secret.error());
  return Secrets{.signing_key = crypto::SigningKey::from_seed(*seed),
                 .mrn_key = derived<16>(*secret, "lintas MRN permutation"),
                 .page_key = derived<32>(*secret, "lintas page marks"),
                 .access_code_key = derived<32>(*secret, "lintas access codes")};
}

transit::AccessCodeHasher Secrets::access_code_hasher() const {
  return [key = access_code_key](const Grn& grn, const AccessCode& code) {
    // A GRN has one length for each kind of it and a code has four characters: no two pairs are alike.
    const std::array parts{as_bytes(grn.str()), as_bytes(code.reveal())};
    return AccessCodeHash{crypto::hmac_sha256(key, parts).bytes};
  };
}

std::string new_secret(app::Entropy& entropy) {
  Seed seed{};
  entropy.fill(seed);
  return to_hex(seed) + "\n";
}

}  // namespace lintas::node
