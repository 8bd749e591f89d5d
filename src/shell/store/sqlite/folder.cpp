#include "shell/store/sqlite/folder.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

#include "base/text.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::store {

using app::StoreFailure;

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw StoreFailure(what, StoreFailure::Outcome::not_applied);
}

[[noreturn]] void fail_with_errno(const char* doing, const std::filesystem::path& path) {
  fail(format("{} {}: {}", doing, path.string(), std::generic_category().message(errno)));
}

}  // namespace

NodeLock::NodeLock(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "node.lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) fail_with_errno("opening", path);
  if (flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  close(file_);
  if (error == EWOULDBLOCK) {
    fail(format("another process works on {}: stop the node first, or ask it by its API", folder.string()));
  }
  errno = error;
  fail_with_errno("locking", path);
}

NodeLock::~NodeLock() { close(file_); }

bool is_locked(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "node.lock";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return false;
    fail_with_errno("opening", path);
  }
  const int result = flock(file, LOCK_SH | LOCK_NB);
  const int error = errno;
  close(file);
  if (result == 0) return false;
  if (error == EWOULDBLOCK) return true;
  errno = error;
  fail_with_errno("locking", path);
}

void sync_folder(const std::filesystem::path& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) fail_with_errno("opening", folder);
  const int result = fsync(file);
  const int error = errno;
  close(file);
  errno = error;
  if (result != 0) fail_with_errno("syncing", folder);
}

std::uint64_t free_bytes(const std::filesystem::path& folder) {
  struct statvfs disk{};
  if (statvfs(folder.c_str(), &disk) != 0) fail_with_errno("measuring the disk of", folder);
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

}  // namespace lintas::store
