#include "cli/kinds.hpp"

#include <algorithm>
#include <expected>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "cli/cli.hpp"
#include "cli/files.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/versions.hpp"

namespace lintas::cli {

namespace {

Finding unreadable(std::string_view path, std::string detail) {
  return {.rule = "R-KIND-020", .pointer = std::string{path}, .value = {}, .detail = std::move(detail)};
}

/// The tables of the folder, by their names.
std::expected<std::vector<std::string>, Finding> tables_in(std::string_view folder) {
  std::error_code error;
  std::vector<std::string> paths;
  std::filesystem::directory_iterator entry{std::filesystem::path{folder}, error};
  for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
    const auto& path = entry->path();
    if (path.extension() == ".csv" && path.filename() != kinds::pairs_file) paths.push_back(path.string());
  }
  if (error) return std::unexpected(unreadable(folder, error.message()));
  std::ranges::sort(paths);
  return paths;
}

}  // namespace

std::expected<kinds::Kinds, Findings> kinds_for(const Given& given) {
  std::vector<kinds::KindFile> files;
  if (const auto folder = given.value("--kinds")) {
    auto paths = tables_in(*folder);
    if (!paths) return std::unexpected(Findings{std::move(paths.error())});
    std::istringstream nothing;
    for (std::string& path : *paths) {
      auto text = read_file(path, nothing);
      if (!text) return std::unexpected(Findings{unreadable(path, text.error())});
      files.push_back({.name = std::move(path), .text = *std::move(text)});
    }
  }
  return kinds::with_files(files);
}

}  // namespace lintas::cli
