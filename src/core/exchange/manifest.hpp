#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"

/// What a node tells a partner once a day about each thing that both have: how far the messages between them
/// went, and which picture of it the node has. What one of them lost is found by comparing, whatever it was
/// lost by. The same for movements and documents. Source: ncts.md 2.7, docs/adr/0011-manifests.md.
namespace lintas::exchange {

struct ManifestEntry {
  std::string thing;        ///< as both call it: an MRN, a certificate of origin
  std::uint32_t sent = 0;   ///< number of the last message about it that the teller has sent
  std::uint32_t taken = 0;  ///< number of the last message of the other that the teller has applied
  std::optional<std::uint32_t> version;  ///< of the newest picture that the teller has: of a status notice
  std::optional<std::string> digest;     ///< of that picture

  static constexpr std::string_view record = "exchange.manifest_entry";
  static constexpr auto fields() {
    return Fields{Field{1, "thing", &ManifestEntry::thing}, Field{2, "sent", &ManifestEntry::sent},
                  Field{3, "taken", &ManifestEntry::taken}, Field{4, "version", &ManifestEntry::version},
                  Field{5, "digest", &ManifestEntry::digest}};
  }
  friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

/// One part of it, a message. Parts stand alone: each entry is compared by itself, and what is in no part
/// says nothing, since what only the other has open stands in the other's own manifest.
struct Manifest {
  Day day;  ///< on which it was begun
  std::uint32_t part = 0;
  std::vector<ManifestEntry> entries;
  std::optional<std::string>
      month;  ///< "2026-11": of certificates, which have a lane a month; nothing: of movements

  static constexpr std::string_view record = "exchange.manifest";
  static constexpr auto fields() {
    return Fields{Field{1, "day", &Manifest::day}, Field{2, "part", &Manifest::part},
                  Field{3, "entries", &Manifest::entries}, Field{4, "month", &Manifest::month}};
  }
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// Sixteen capitals and digits of the hash over what is to be equal.
[[nodiscard]] std::string digest_of(ByteView content, Sha256 sha256);

/// The teller's messages first … last.
struct Missing {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  static constexpr std::string_view record = "exchange.missing";
  static constexpr auto fields() {
    return Fields{Field{1, "first", &Missing::first}, Field{2, "last", &Missing::last}};
  }
  friend bool operator==(const Missing&, const Missing&) = default;
};

enum class Picture : std::uint8_t {
  same,
  theirs_is_newer,
  ours_is_newer,
  other,  ///< under the same number
};

struct Difference {
  /// What they sent and is missing here, as far as it may wait in the lane; the rest is found the next day.
  std::optional<Missing> missing;
  bool has_all_of_ours = false;  ///< they have taken what we have sent
  Picture picture = Picture::same;
};

[[nodiscard]] Difference compare(const ManifestEntry& theirs, const ManifestEntry& ours);

}  // namespace lintas::exchange
