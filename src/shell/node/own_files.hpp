#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "shell/node/config.hpp"
#include "shell/node/limits.hpp"

/// The files of this node's identity that [exchange] names: its key and its document, the authority,
/// certificates and keys of messages. The node writes them when it renews, `lintas identity renew` when the
/// key is another one; they belong together, and so they are read and written by one at a time, and change
/// together. All errors name a file and what to do.
namespace lintas::node {

/// Nobody else has the files as long as this lives: whoever reads more than one of them, or writes any, has
/// it. The kernel takes the lock back when the process ends, whatever ends it. It lies on the folder of
/// exchange.key_file: so no file of it is left behind, and a folder that may only be read will do.
class OwnFiles {
 public:
  /// Waits for whoever has them; refused when that takes longer than `patience`. What a process that was cut
  /// off had decided is put in place, what it had not is removed: the files are whole when this returns.
  /// Precondition: no other one of this process and these files is held by whoever calls.
  [[nodiscard]] static std::expected<OwnFiles, std::string> take(
      const Config& config, std::chrono::milliseconds patience = limits::own_files_wait_max);

  OwnFiles(OwnFiles&& other) noexcept;
  OwnFiles(const OwnFiles&) = delete;
  OwnFiles& operator=(const OwnFiles&) = delete;
  OwnFiles& operator=(OwnFiles&&) = delete;
  ~OwnFiles();

 private:
  explicit OwnFiles(int folder) : folder_(folder) {}

  int folder_;  ///< -1 where [exchange] names no files
};

/// New contents of some of the files, which take their names together or not at all. Precondition of all:
/// OwnFiles is held.
class FileSet {
 public:
  explicit FileSet(const ExchangeConfig& files);
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;
  ~FileSet();

  /// Written beside the file, whose new content can be read there and be tried.
  [[nodiscard]] std::expected<void, std::string> add(const std::string& path, std::string_view text);
  /// Where the content of a file is that there will be; of no file, none.
  [[nodiscard]] std::string place_of(const std::string& path) const;
  /// Decides by one name that appears; from then on each reader sees all of it, also where this is cut off.
  [[nodiscard]] std::expected<void, std::string> put_in_place();

 private:
  std::string decision_;
  std::vector<std::string> paths_;
  bool is_decided_ = false;
};

}  // namespace lintas::node
