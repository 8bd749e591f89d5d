#pragma once

#include <expected>
#include <functional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/messages.hpp"
#include "core/messages/forward.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"

/// A document that somebody hands in whole, of whatever kind: held against its rules and kept as it came.
namespace lintas::app {

/// What differs between kinds.
struct WholeDocument {
  std::string_view root;                ///< of its message
  documents::MessageNumber number = 0;  ///< as which it is kept
  /// Reads what decisions need of it, and says the day whose lists and rules it is held against. `hash`:
  /// under which it is kept.
  std::function<std::expected<Day, Findings>(const message::wco::Declaration& document, const Hash256& hash)>
      read;
  Day otherwise;  ///< that day where it cannot be read
};

/// The document as it is kept. Refused by what `lintas check` says of it, each by its place, and only where
/// that is nothing by what `read` does. API-013 where it is another message.
[[nodiscard]] std::expected<workflow::Payload, Findings> check_whole(const message::Document& document,
                                                                     const WholeDocument& kind,
                                                                     Packer& packer,
                                                                     const refdata::Snapshot& reference);

}  // namespace lintas::app
