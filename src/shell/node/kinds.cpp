#include "shell/node/kinds.hpp"

#include <algorithm>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/versions.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "shell/node/config.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

/// "FILE, line 3, value: R-KIND-002 A cell is not in its form. 'VALUE' (what it should be) What to do."
std::string in_words(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  std::string text = format("{}: {}", finding.pointer, finding.rule);
  if (rule != nullptr) text.append(" ").append(rule->text);
  if (!finding.value.empty()) text.append(" '").append(finding.value).append("'");
  if (!finding.detail.empty()) text.append(" (").append(finding.detail).append(")");
  if (rule != nullptr) text.append(" ").append(rule->remedy);
  return text;
}

std::expected<std::vector<fs::path>, std::string> tables_in(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator entry{folder, error}; !error && entry != fs::directory_iterator{};
       entry.increment(error)) {
    if (entry->path().extension() == ".csv") paths.push_back(entry->path());
  }
  if (error) return std::unexpected(format("{}: R-KIND-020 {}", folder.string(), error.message()));
  std::ranges::sort(paths);
  return paths;
}

std::expected<std::vector<kinds::KindFile>, std::vector<std::string>> files_in(const fs::path& folder) {
  const auto paths = tables_in(folder);
  if (!paths) return std::unexpected(std::vector{paths.error()});
  std::vector<kinds::KindFile> files;
  std::vector<std::string> faults;
  for (const fs::path& path : *paths) {
    if (path.filename() == kinds::pairs_file) continue;
    auto text = read_file(path.string(), Secrecy::open);
    if (text) {
      files.push_back({.name = path.string(), .text = *std::move(text)});
    } else {
      faults.push_back(std::move(text.error()));
    }
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return files;
}

/// Of the tables that the node ran with.
fs::path kept_by(const Config& config) { return fs::path{config.store_folder} / kept_kinds_name; }

std::vector<NamedFile> named_tables(const fs::path& folder, std::string_view key) {
  std::vector<NamedFile> files;
  const auto paths = tables_in(folder);
  if (!paths) return files;
  for (const fs::path& path : *paths) {
    files.push_back(
        {.key = format("{}{}", key, path.filename().string()), .path = path.string(), .secret = false});
  }
  return files;
}

/// R-KIND-043: documents under a table that was there before lie in the store, and have to be read.
std::vector<std::string> altered(const Config& config, const kinds::Kinds& now) {
  std::vector<std::string> faults;
  std::error_code ignored;
  if (!fs::exists(kept_by(config), ignored)) return faults;
  const auto kept = files_in(kept_by(config));
  if (!kept) return kept.error();
  for (const kinds::KindFile& file : *kept) {
    const auto before = kinds::Kind::parse(file.text);
    if (!before) {
      for (Finding one : before.error()) {
        one.pointer = format("{}, {}", file.name, one.pointer);
        faults.push_back(in_words(one));
      }
      continue;
    }
    const std::string code{(*before)->code()};
    const kinds::Kind* kind = now.find(code);
    Findings findings;
    if (kind == nullptr) {
      findings.push_back({.rule = "R-KIND-043", .pointer = {}, .value = {}, .detail = "its table is gone"});
    } else {
      findings = kinds::faults_in_version(**before, *kind);
    }
    for (Finding& one : findings) {
      one.pointer =
          format("{} ({}){}{}", config.kinds_folder, code, one.pointer.empty() ? "" : ", ", one.pointer);
      faults.push_back(in_words(one));
    }
  }
  return faults;
}

/// A row of pairs that is neither of a kind that is data nor of the register of certified exporters, which an
/// administration tells whom it wants to, as it is asked about their declarations by whom it wants. Of
/// certificates and customs declaration documents the program says between whom they go, and no folder. Kinds
/// that cannot be read are told of where they are taken.
std::optional<Finding> fault_in_kinds_of(std::string_view pairs, const Config& config) {
  const auto files = files_in(config.kinds_folder);
  if (!files) return std::nullopt;
  const auto kinds = kinds::with_files(*files);
  if (!kinds) return std::nullopt;
  auto reader = refdata::CsvReader::open(pairs);
  require(reader.has_value(), "the table was read before");
  for (auto row = reader->next(); row && *row; row = reader->next()) {
    const std::string& kind = (*row)->cells.front();
    const bool is_of_no_table = kind == workflow::register_of_exporters ||
                                kind == workflow::lists_of_operators ||
                                kind == word_of(documents::Kind::origin_declaration);
    if (kinds->find(kind) != nullptr || is_of_no_table) continue;
    return Finding{
        .rule = "R-REF-002",
        .pointer = format("line {}, kind", (*row)->line),
        .value = kind,
        .detail = "not the code of a table in this folder, or of one that the program brings along"};
  }
  return std::nullopt;
}

}  // namespace

std::expected<KindsOfFolder, std::vector<std::string>> kinds_of_administration(const Config& config) {
  std::vector<kinds::KindFile> files;
  if (!config.kinds_folder.empty()) {
    auto read = files_in(config.kinds_folder);
    if (!read) return std::unexpected(std::move(read.error()));
    files = *std::move(read);
  }
  auto kinds = kinds::with_files(files);
  if (!kinds) {
    std::vector<std::string> faults;
    for (const Finding& one : kinds.error()) faults.push_back(in_words(one));
    return std::unexpected(std::move(faults));
  }
  if (auto faults = altered(config, *kinds); !faults.empty()) return std::unexpected(std::move(faults));
  if (files.empty()) return KindsOfFolder{};
  return KindsOfFolder{.kinds = *std::move(kinds), .files = std::move(files)};
}

std::expected<refdata::Snapshot, std::string> with_pairs_of_administration(refdata::Snapshot reference,
                                                                           const Config& config) {
  const fs::path path = fs::path{config.kinds_folder} / kinds::pairs_file;
  std::error_code ignored;
  if (config.kinds_folder.empty() || !fs::exists(path, ignored)) return reference;
  const auto text = read_file(path.string(), Secrecy::open);
  if (!text) return std::unexpected(text.error());
  const auto wrong = [&](Finding finding) {
    finding.pointer = format("{}, {}", path.string(), finding.pointer);
    return std::unexpected(in_words(finding));
  };
  const auto more = refdata::read_document_pairs(*text);
  if (!more) return wrong(more.error().front());
  if (auto fault = fault_in_kinds_of(*text, config)) return wrong(*std::move(fault));
  refdata::Tables tables = reference.tables();
  const auto known = tables.document_pairs.rows();
  std::vector<refdata::DocumentPairs::Row> rows{known.begin(), known.end()};
  rows.insert(rows.end(), more->rows().begin(), more->rows().end());
  auto all = refdata::DocumentPairs::of(std::move(rows));
  if (!all) {
    return wrong({.rule = "R-REF-003",
                  .pointer = std::string{all.error().row.key.kind},
                  .value = std::string{all.error().row.source},
                  .detail = {}});
  }
  tables.document_pairs = *std::move(all);
  return refdata::Snapshot{std::move(tables)};
}

std::expected<void, std::string> keep_kinds(const Config& config, const std::vector<kinds::KindFile>& files) {
  if (files.empty()) return {};
  std::error_code error;
  fs::create_directories(kept_by(config), error);
  if (error) return std::unexpected(format("{}: {}", kept_by(config).string(), error.message()));
  for (const kinds::KindFile& file : files) {
    const auto kind = kinds::Kind::parse(file.text);
    require(kind.has_value(), "only tables that the node runs with are kept");
    const std::string path = (kept_by(config) / format("{}.csv", (*kind)->code())).string();
    const auto before = read_file(path, Secrecy::open);
    if (before && *before == file.text) continue;
    if (auto written = replace_durably(path, file.text); !written) return written;
  }
  return {};
}

std::vector<NamedFile> kind_files_of(const Config& config) {
  return config.kinds_folder.empty() ? std::vector<NamedFile>{}
                                     : named_tables(config.kinds_folder, key_of_kind_files);
}

std::vector<NamedFile> kept_kind_files_of(const Config& config) {
  return named_tables(kept_by(config), key_of_kept_kinds);
}

}  // namespace lintas::node
