#pragma once

#include <expected>
#include <memory>
#include <string>

#include "base/finding.hpp"
#include "cli/cli.hpp"
#include "core/kinds/kind.hpp"

/// Kinds of documents that an administrator wrote, for commands that need no node.
namespace lintas::cli {

inline constexpr Option kinds_option{
    .name = "--kinds",
    .value = "FOLDER",
    .meaning = "also kinds of documents whose tables, files ending in .csv, lie in this folder"};

/// Those that the program brings along, and those of the folder that --kinds names. R-KIND-020 a folder or a
/// file in it that cannot be read; else as kinds::with_files, with the paths of the files.
[[nodiscard]] std::expected<kinds::Kinds, Findings> kinds_for(const Given& given);

}  // namespace lintas::cli
