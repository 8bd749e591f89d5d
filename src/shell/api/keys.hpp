#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/app/ports.hpp"

/// API keys of parties and offices. A key is shown once, when it is made; kept is its SHA-256 with who it is
/// for. The keys file has one JSON object a line:
///
///   {"hash":"9f…","role":"trader","party":"SG201912345Z","created":"2026-11-23T…Z","expires":"2027-…Z"}
namespace lintas::api {

struct KeyEntry {
  access::Actor actor;  ///< authenticated by api_key
  Instant created;
  std::optional<Instant> expires;
};

class Keys {
 public:
  explicit Keys(Sha256 sha256) : sha256_(sha256) {}

  /// Takes the lines of a keys file in place of all keys before; what is wrong names the line, and then
  /// nothing is taken.
  [[nodiscard]] std::expected<void, std::string> read(std::string_view lines);

  struct Made {
    std::string key;   ///< lk_…, to be shown once
    std::string line;  ///< for the keys file
  };
  /// A key with 160 random bits. It is good at once.
  [[nodiscard]] Made make(const KeyEntry& entry, app::Entropy& entropy);

  /// Who it is; nothing if the key is not known or has expired.
  [[nodiscard]] std::optional<access::Actor> find(std::string_view key, Instant now) const;
  /// Of "Bearer lk_…".
  [[nodiscard]] std::optional<access::Actor> find_bearer(std::string_view authorization, Instant now) const;

  [[nodiscard]] std::size_t size() const;

 private:
  [[nodiscard]] Hash256 hash_of(std::string_view key) const;

  Sha256 sha256_;
  mutable std::shared_mutex mutex_;
  std::map<Hash256, KeyEntry> entries_;
};

}  // namespace lintas::api
