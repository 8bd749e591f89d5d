#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/node/config.hpp"

/// What a node signs documents with, out of its configuration, and where its last status list is kept.
namespace lintas::node {

/// Null where [documents] names none. The error names the file and what to do: the sheet has to be of this
/// state and name the key; a sheet that is out of date, or a key that may not sign now, stops no node.
[[nodiscard]] std::expected<std::shared_ptr<const api::DocumentKey>, std::string> read_document_key(
    const Config& config);

/// What stands in the way of a status list.
struct ListTroubles {
  std::function<void(const std::string& what)> not_kept;  ///< too long for one, too
  std::function<void(const std::string& file, Instant as_of)> dated_ahead;
};
/// The lists of this node, kept in the folder of its store, so that none goes back after a new start.
[[nodiscard]] std::unique_ptr<api::StatusLists> status_lists_in(const std::string& folder,
                                                                ListTroubles troubles);
[[nodiscard]] std::unique_ptr<api::CertificateLists> certificate_lists_in(const std::string& folder,
                                                                          ListTroubles troubles);

}  // namespace lintas::node
