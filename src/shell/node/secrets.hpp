#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "core/transit/letters.hpp"
#include "core/webhooks/state.hpp"
#include "shell/api/keys.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/secret.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"

/// What a node must keep to itself: the key it signs with, which may change, and the secret behind what it
/// has stored and given out, which may not.
namespace lintas::node {

struct Secrets {
  crypto::SigningKey signing_key;
  /// A key of its own for each use, derived from the secret: who learns MRNs learns nothing about the rest.
  crypto::SecretBytes<16> mrn_key;
  crypto::SecretBytes<32> page_key;
  crypto::SecretBytes<32> access_code_key;
  crypto::SecretBytes<32> code_handle_key;
  crypto::SecretBytes<32> webhook_key;
  crypto::SecretBytes<32> link_key;
  crypto::SecretBytes<32> webhook_signing_key;
  /// Says which secret it is, and nothing of it (prints.hpp).
  std::array<std::byte, 8> print{};

  [[nodiscard]] transit::AccessCodeHasher access_code_hasher() const;
  /// What the code of a document is found by in a status list.
  [[nodiscard]] code::Handle code_handle(std::string_view reference) const;
  /// Of a subscription.
  [[nodiscard]] Bytes webhook_secret(std::string_view id, const webhooks::SecretName& name) const;
  /// Signs what one subscriber is told, and nothing else.
  [[nodiscard]] crypto::SigningKey webhook_signer(std::string_view id) const;
};

/// From the files that the configuration names; the error names the file and what to do.
[[nodiscard]] std::expected<Secrets, std::string> read_secrets(const Config& config);

/// The text of a file with keys. The error names the file and what to do.
[[nodiscard]] std::expected<crypto::SecretText, std::string> read_secret_file(const std::string& path);

/// 32 random bytes as such a file holds them.
[[nodiscard]] std::string new_secret(app::Entropy& entropy);
/// The key whose seed such a text is. Precondition: `new_secret` has made it, or one that looks so.
[[nodiscard]] crypto::SigningKey key_of_secret(std::string_view secret);

/// Gives a secret file another content. A crash leaves it with the one or the other, never with half of it:
/// it is written anew beside and takes the name. The error says what stands in the way.
[[nodiscard]] std::expected<void, std::string> replace_durably(const std::string& path,
                                                               std::string_view text);

/// The file of the API keys, which grows by a line for each key that is issued or withdrawn. Its keys and its
/// lines change together, whoever comes: safe from any thread.
class KeysFile {
 public:
  KeysFile(std::string path, api::Keys& keys, std::size_t bytes_max = limits::keys_file_bytes_max)
      : path_(std::move(path)), keys_(keys), bytes_max_(bytes_max) {}

  /// Takes the keys of the file at `path`, which is the file from now on, in place of all before. On error
  /// all stays as it was.
  [[nodiscard]] std::expected<void, std::string> read(const std::string& path);
  [[nodiscard]] std::expected<void, std::string> read() { return read(path_); }
  /// What `read` would refuse of that file now, and takes nothing.
  [[nodiscard]] std::expected<void, std::string> try_out(const std::string& path) const;
  /// Puts a line behind the others and takes it. A file that would become too large is first written without
  /// what is no longer good at `now`; one that stays too large takes no more.
  [[nodiscard]] std::expected<void, std::string> keep(std::string_view line, Instant now);

 private:
  std::expected<void, std::string> read_into(api::Keys& keys, const std::string& path) const;

  std::mutex mutex_;
  std::string path_;
  api::Keys& keys_;
  const std::size_t bytes_max_;
};

}  // namespace lintas::node
