#include "shell/node/own_files.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

/// No name that people give a file.
std::string beside(const std::string& path) { return path + ".lintas-new"; }

/// Names the files whose new contents count, a line each. While it is there they do, and the ones before do
/// not.
std::string decision_of(const ExchangeConfig& files) {
  return fs::absolute(files.key_file).string() + ".decided";
}

std::unexpected<std::string> failed(const std::string& path, int error) {
  return std::unexpected(format("{}: {}", path, std::generic_category().message(error)));
}

std::expected<void, std::string> make_folders_durable(const std::vector<std::string>& paths) {
  std::set<fs::path> folders;
  for (const std::string& path : paths) folders.insert(fs::absolute(path).parent_path());
  for (const fs::path& folder : folders)
    if (auto kept = make_durable(folder); !kept) return kept;
  return {};
}

/// Again and again, until it has come to its end once.
std::expected<void, std::string> follow(const std::string& decision, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code error;
    fs::rename(beside(path), path, error);
    if (error && error != std::errc::no_such_file_or_directory)  // this one had its name already
      return std::unexpected(format("{}: {}; call this again when that is mended", path, error.message()));
  }
  if (auto kept = make_folders_durable(paths); !kept) return kept;
  std::error_code error;
  fs::remove(decision, error);
  if (error) return std::unexpected(format("{}: {}", decision, error.message()));
  return make_durable(fs::path{decision}.parent_path());
}

std::expected<void, std::string> make_whole(const ExchangeConfig& files) {
  const std::string decision = decision_of(files);
  std::error_code error;
  if (fs::exists(decision, error)) {
    LINTAS_TRY(text, read_file(decision, Secrecy::secret));
    std::vector<std::string> paths;
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (!line.empty()) paths.emplace_back(line);
    }
    return follow(decision, paths);
  }
  // Keys among them, that were never decided on. Where nothing can be removed nothing was written either.
  for (const std::string& path :
       {files.key_file, files.identity_file, former_documents_of(files.identity_file), files.authorities_file,
        files.signing_certificates_file, files.signing_keys_file, files.sealing_certificates_file,
        files.sealing_keys_file}) {
    std::error_code ignored;
    if (!path.empty()) fs::remove(beside(path), ignored);
  }
  return {};
}

}  // namespace

std::expected<OwnFiles, std::string> OwnFiles::take(const Config& config,
                                                    std::chrono::milliseconds patience) {
  const ExchangeConfig& files = config.exchange;
  if (files.key_file.empty()) return OwnFiles{-1};
  const std::string folder = fs::absolute(files.key_file).parent_path().string();
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return failed(folder, errno);
  OwnFiles held{opened};
  const auto end = std::chrono::steady_clock::now() + patience;
  while (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return failed(folder, errno);
    if (std::chrono::steady_clock::now() >= end) {
      return std::unexpected(
          format("{}: another process has the files of this node's identity, and kept them for {} ms: a node "
                 "that starts or reloads, or `lintas identity renew`; let it end, then call this again",
                 folder, patience.count()));
    }
    std::this_thread::sleep_for(limits::own_files_look_again);
  }
  if (auto whole = make_whole(files); !whole) return std::unexpected(std::move(whole.error()));
  return held;
}

OwnFiles::OwnFiles(OwnFiles&& other) noexcept : folder_(std::exchange(other.folder_, -1)) {}

OwnFiles::~OwnFiles() {
  if (folder_ >= 0) ::close(folder_);
}

FileSet::FileSet(const ExchangeConfig& files) : decision_(decision_of(files)) {}

FileSet::~FileSet() {
  if (is_decided_) return;
  std::error_code ignored;
  for (const std::string& path : paths_) fs::remove(beside(path), ignored);
}

std::expected<void, std::string> FileSet::add(const std::string& path, std::string_view text) {
  const std::string whole = fs::absolute(path).string();
  std::error_code ignored;
  fs::remove(beside(whole), ignored);
  if (std::ranges::find(paths_, whole) == paths_.end()) paths_.push_back(whole);
  return write_new(beside(whole), text, secret_mode);
}

std::string FileSet::place_of(const std::string& path) const {
  if (path.empty()) return path;
  const std::string whole = fs::absolute(path).string();
  return std::ranges::find(paths_, whole) == paths_.end() ? path : beside(whole);
}

std::expected<void, std::string> FileSet::put_in_place() {
  if (auto kept = make_folders_durable(paths_); !kept) return kept;
  std::string lines;
  for (const std::string& path : paths_) lines += path + '\n';
  if (auto decided = replace_durably(decision_, lines); !decided) return decided;
  is_decided_ = true;
  return follow(decision_, paths_);
}

}  // namespace lintas::node
