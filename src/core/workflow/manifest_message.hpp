#pragma once

#include <string>

#include "base/time.hpp"
#include "core/exchange/manifest.hpp"
#include "core/messages/forward.hpp"

/// The manifest as a message between nodes (X097), and back.
namespace lintas::workflow {

/// What stands at the top of it.
struct ManifestHead {
  std::string sender;
  std::string recipient;
  Instant prepared;  ///< told in UTC: no office writes it
  std::string identification;
};

[[nodiscard]] message::Document write_manifest(const exchange::Manifest& manifest, const ManifestHead& head);

/// Precondition: the document is of the manifest's view.
[[nodiscard]] exchange::Manifest read_manifest(const message::Document& document);

}  // namespace lintas::workflow
