#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/exchange/manifest.hpp"
#include "core/messages/forward.hpp"

/// The manifest as a message between nodes, and back: of movements X097, of certificates X098.
namespace lintas::workflow {

/// Our manifest of certificates, X098, numbered as those of kinds.hpp: a message of its own, for its lane is
/// another than that of X097, and a partner that does not know it refuses nothing else.
inline constexpr std::uint16_t ie_document_manifest = 1098;
inline constexpr std::string_view document_manifest_root = "CX098A";

/// Whether it is one of both.
[[nodiscard]] bool is_manifest(std::string_view root);

/// Whether a list of certificates of that day can come now (manifest_limits::day_window): it is refused where
/// it arrives, before there is a stream of its month. One that waits here for its turn may be older.
[[nodiscard]] bool is_of_these_days(Day day, Instant now);

/// What stands at the top of it.
struct ManifestHead {
  std::string sender;
  std::string recipient;
  Instant prepared;  ///< told in UTC: no office writes it
  std::string identification;
};

[[nodiscard]] message::Document write_manifest(const exchange::Manifest& manifest, const ManifestHead& head);

/// Precondition: the document is of a manifest's view.
[[nodiscard]] exchange::Manifest read_manifest(const message::Document& document);

}  // namespace lintas::workflow
