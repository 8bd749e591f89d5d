#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/node/files.hpp"

/// What a backup says of itself: its file `backup.toml`, by which `lintas restore` knows that nothing of it
/// is missing or changed. docs/operations/backup.md.
namespace lintas::node {

inline constexpr std::string_view manifest_name = "backup.toml";
inline constexpr std::string_view saved_store = "lintas.db";
inline constexpr std::string_view saved_configuration = "lintas.toml";
/// Before the key of the configuration that names the file: "files/node.secret_file".
inline constexpr std::string_view saved_files = "files/";

struct SavedFile {
  std::string name;  ///< below the backup's folder
  FilePrint print;
  friend bool operator==(const SavedFile&, const SavedFile&) = default;
};

struct BackupManifest {
  std::string version;  ///< of the program
  std::string country;
  Instant at;
  bool node_ran = false;     ///< while the copy was made: it may have gone on since
  std::uint64_t events = 0;  ///< of the audit log, in the copy
  Hash256 root;              ///< of its tree
  /// Variables of the environment that set keys of the configuration at that time, as NAME=VALUE: what they
  /// say does not stand in the saved file.
  std::vector<std::string> environment;
  std::vector<SavedFile> files;
  friend bool operator==(const BackupManifest&, const BackupManifest&) = default;
};

[[nodiscard]] std::string to_text(const BackupManifest& manifest);
/// The error says what is wrong with the text; a form of a later program is one, and a name that leads out of
/// the folder.
[[nodiscard]] std::expected<BackupManifest, std::string> parse_manifest(std::string_view text);

}  // namespace lintas::node
