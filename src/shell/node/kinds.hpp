#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kinds/kind.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/node/config.hpp"

/// The kinds of documents that an administration adds: tables in the folder of documents.kinds.
namespace lintas::node {

struct KindsOfFolder {
  std::optional<kinds::Kinds> kinds;  ///< those of the program and these; nothing where there are no tables
  std::vector<kinds::KindFile> files{};  ///< what they were read from
};
/// Else all that is wrong, "FILE, line 3, value: R-KIND-002 ...": with the tables, or with what they alter of
/// those that the node ran with before (R-KIND-043).
[[nodiscard]] std::expected<KindsOfFolder, std::vector<std::string>> kinds_of_administration(
    const Config& config);

/// The reference data with the pairs of states that the folder names in document-pairs.csv, in the columns of
/// data/codelists/document-pairs.csv: documents of kinds that are data go as data between these, and a row of
/// any other is refused. Else what is wrong.
[[nodiscard]] std::expected<refdata::Snapshot, std::string> with_pairs_of_administration(
    refdata::Snapshot reference, const Config& config);

/// Keeps the tables beside the store as those that the node runs with: of a node that holds its store, so
/// that a start that fails takes nothing with it. The error says what stands in the way.
[[nodiscard]] std::expected<void, std::string> keep_kinds(const Config& config,
                                                          const std::vector<kinds::KindFile>& files);

/// The tables of the folder, each as a file that the configuration names: "documents.kinds.timber.csv".
[[nodiscard]] std::vector<NamedFile> kind_files_of(const Config& config);
inline constexpr std::string_view key_of_kind_files = "documents.kinds.";
/// Those that are kept beside the store, each as a file: "store.kinds.timber.csv".
[[nodiscard]] std::vector<NamedFile> kept_kind_files_of(const Config& config);
inline constexpr std::string_view key_of_kept_kinds = "store.kinds.";
/// The folder of these, in that of the store.
inline constexpr std::string_view kept_kinds_name = "kinds";

}  // namespace lintas::node
