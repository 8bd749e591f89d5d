#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/kinds/kind.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/node/config.hpp"

/// The kinds of documents that an administration adds: tables in the folder of documents.kinds.
namespace lintas::node {

/// Those that the program brings along and these; nothing where no folder is named. Else all that is wrong,
/// "FILE, line 3, value: R-KIND-002 ...": with the tables, or with what they alter of those that the node ran
/// with before (R-KIND-043).
[[nodiscard]] std::expected<std::optional<kinds::Kinds>, std::vector<std::string>> kinds_of_administration(
    const Config& config);

/// The reference data with the pairs of states that the folder names in document-pairs.csv, in the columns of
/// data/codelists/document-pairs.csv: documents of its kinds go as data between these. Else what is wrong.
[[nodiscard]] std::expected<refdata::Snapshot, std::string> with_pairs_of_administration(
    refdata::Snapshot reference, const Config& config);

/// Keeps the tables beside the store as those that the node runs with. The error says what stands in the way.
[[nodiscard]] std::expected<void, std::string> keep_kinds(const Config& config);

/// The tables of the folder, each as a file that the configuration names: "documents.kinds.timber.csv".
[[nodiscard]] std::vector<NamedFile> kind_files_of(const Config& config);
inline constexpr std::string_view key_of_kind_files = "documents.kinds.";

}  // namespace lintas::node
