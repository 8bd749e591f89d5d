#include "shell/node/backup_manifest.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/node/files.hpp"

namespace lintas::node {

namespace {

constexpr std::int64_t form = 1;
constexpr std::string_view ran = "running";
constexpr std::string_view stopped = "stopped";

bool is_name(std::string_view name) {
  if (name == saved_store || name == saved_configuration) return true;
  if (!name.starts_with(saved_files)) return false;
  name.remove_prefix(saved_files.size());
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !name.empty() && !name.starts_with('.') && std::ranges::all_of(name, is_letter);
}

std::optional<Hash256> hash_in(const toml::table& table, std::string_view key) {
  const auto bytes = from_hex(table[key].value_or(std::string{}));
  Hash256 hash;
  if (!bytes || bytes->size() != hash.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, hash.bytes.begin());
  return hash;
}

std::optional<std::uint64_t> count_in(const toml::table& table, std::string_view key) {
  const auto number = table[key].value_exact<std::int64_t>();
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::expected<SavedFile, std::string> file_in(const toml::node& node) {
  const toml::table* const table = node.as_table();
  if (table == nullptr) return std::unexpected("a file is a [[file]] section");
  SavedFile file{.name = (*table)["name"].value_or(std::string{}), .print = {}};
  if (!is_name(file.name)) return std::unexpected(format("'{}' is no name of a saved file", file.name));
  const auto bytes = count_in(*table, "bytes");
  const auto hash = hash_in(*table, "sha256");
  if (!bytes || !hash) return std::unexpected(format("{}: bytes and sha256 are needed", file.name));
  file.print = {.bytes = *bytes, .sha256 = *hash};
  return file;
}

}  // namespace

std::string to_text(const BackupManifest& manifest) {
  std::string variables;
  for (const std::string& variable : manifest.environment)
    variables += format("{}{}", variables.empty() ? "" : ", ", toml_quoted(variable));
  std::string out = format(
      "# A backup of a national node. `lintas restore` reads it; docs/operations/backup.md.\n"
      "form = {}\nversion = {}\ncountry = {}\nat = {}\nnode = {}\n"
      "events = {}\nroot = \"{}\"\nenvironment = [{}]\n",
      form, toml_quoted(manifest.version), toml_quoted(manifest.country),
      toml_quoted(lintas::to_text(manifest.at)), toml_quoted(manifest.node_ran ? ran : stopped),
      manifest.events, to_hex(manifest.root.view()), variables);
  for (const SavedFile& file : manifest.files) {
    out += format("\n[[file]]\nname = {}\nbytes = {}\nsha256 = \"{}\"\n", toml_quoted(file.name),
                  file.print.bytes, to_hex(file.print.sha256.view()));
  }
  return out;
}

std::expected<BackupManifest, std::string> parse_manifest(std::string_view text) try {
  const toml::table root = toml::parse(text);
  if (root["form"].value_or(std::int64_t{0}) != form) {
    return std::unexpected(
        format("form is not {}: use the program that made the backup, or a newer one", form));
  }
  BackupManifest manifest{.version = root["version"].value_or(std::string{}),
                          .country = root["country"].value_or(std::string{}),
                          .at = {},
                          .root = {},
                          .environment = {},
                          .files = {}};
  const auto at = parse_instant(root["at"].value_or(std::string{}));
  const std::string node = root["node"].value_or(std::string{});
  const auto events = count_in(root, "events");
  const auto tree = hash_in(root, "root");
  if (!at || !events || !tree || (node != ran && node != stopped))
    return std::unexpected("at, node, events and root are needed");
  manifest.at = *at;
  manifest.node_ran = node == ran;
  manifest.events = *events;
  manifest.root = *tree;
  if (const toml::array* const variables = root["environment"].as_array()) {
    for (const toml::node& one : *variables) manifest.environment.push_back(one.value_or(std::string{}));
  }
  const toml::array* const files = root["file"].as_array();
  if (files == nullptr) return std::unexpected("it lists no file");
  for (const toml::node& one : *files) {
    auto file = file_in(one);
    if (!file) return std::unexpected(std::move(file.error()));
    if (std::ranges::find(manifest.files, file->name, &SavedFile::name) != manifest.files.end())
      return std::unexpected(format("{} stands twice", file->name));
    manifest.files.push_back(*std::move(file));
  }
  for (const std::string_view needed : {saved_store, saved_configuration}) {
    if (std::ranges::find(manifest.files, needed, &SavedFile::name) == manifest.files.end())
      return std::unexpected(format("it lists no {}", needed));
  }
  return manifest;
} catch (const toml::parse_error& error) {
  return std::unexpected(format("line {}: {}", error.source().begin.line, error.description()));
}

}  // namespace lintas::node
