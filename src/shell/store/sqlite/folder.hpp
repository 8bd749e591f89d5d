#pragma once

#include <cstdint>
#include <filesystem>

namespace lintas::store {

/// The file `node.lock` in a node's folder, locked as long as the object lives: one process at a time has the
/// store. Offline commands take it too. The lock goes with the process, whatever ends it.
class NodeLock {
 public:
  /// Throws StoreFailure if another process has it.
  explicit NodeLock(const std::filesystem::path& folder);
  NodeLock(const NodeLock&) = delete;
  NodeLock& operator=(const NodeLock&) = delete;
  ~NodeLock();

 private:
  int file_;
};

/// Whether a process has the lock of a folder at present. Changes nothing.
[[nodiscard]] bool is_locked(const std::filesystem::path& folder);

/// Makes what was created in the folder durable; fsync of a new file does not.
void sync_folder(const std::filesystem::path& folder);

/// What is left for us on the disk that holds the folder.
[[nodiscard]] std::uint64_t free_bytes(const std::filesystem::path& folder);

}  // namespace lintas::store
