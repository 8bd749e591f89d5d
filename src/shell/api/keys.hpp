#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/app/ports.hpp"

/// API keys of parties and offices. A key is shown once, when it is made; kept is its SHA-256 with who it is
/// for. The keys file has one JSON object a line:
///
///   {"hash":"9f…","role":"trader","party":"SG201912345Z","created":"2026-11-23T…Z","expires":"2027-…Z"}
///
/// One that the operator made beside the node says so: "by":"operator". A key is withdrawn by a line behind
/// it: {"withdrawn":"9f…","at":"2026-11-24T…Z"}.
namespace lintas::api {

struct KeyEntry {
  access::Actor actor;  ///< authenticated by api_key
  Instant created;
  std::optional<Instant> expires;
  std::optional<Instant> withdrawn = {};
  /// Made by who has the files of the node (`lintas init`, `lintas keys administrator`), not through the API.
  bool by_operator = false;
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
    Hash256 hash;
  };
  /// A key with 160 random bits. It is good once its line is taken.
  [[nodiscard]] Made draw(const KeyEntry& entry, app::Entropy& entropy) const;
  /// The same, good at once.
  [[nodiscard]] Made make(const KeyEntry& entry, app::Entropy& entropy);
  /// The line that withdraws a key.
  [[nodiscard]] static std::string withdrawal(const Hash256& hash, Instant at);
  /// Takes one more line; false if it is none of ours.
  [[nodiscard]] bool take(std::string_view line);
  /// The lines of a keys file with the same keys, and nothing of those that were withdrawn or have expired.
  [[nodiscard]] std::string lines(Instant now) const;

  struct Listed {
    Hash256 hash;
    KeyEntry entry;
  };
  /// By hash, those too that have expired or were withdrawn, until a file without them is read.
  [[nodiscard]] std::vector<Listed> list() const;

  /// Who it is; nothing if the key is not known, has expired or was withdrawn.
  [[nodiscard]] std::optional<access::Actor> find(std::string_view key, Instant now) const;
  /// By the hash that the key is known by: for who asks again and again whether it is still good.
  [[nodiscard]] std::optional<access::Actor> find(const Hash256& hash, Instant now) const;

  struct Bearer {
    Hash256 hash;
    access::Actor actor;
  };
  /// Of "Bearer lk_…".
  [[nodiscard]] std::optional<Bearer> find_bearer(std::string_view authorization, Instant now) const;

  /// How many there are that were not withdrawn.
  [[nodiscard]] std::size_t size() const;

 private:
  using Entries = std::map<Hash256, KeyEntry>;

  static bool take_line(std::string_view line, Entries& entries);
  [[nodiscard]] Hash256 hash_of(std::string_view key) const;

  Sha256 sha256_;
  mutable std::shared_mutex mutex_;
  Entries entries_;
};

}  // namespace lintas::api
