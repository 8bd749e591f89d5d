#include "tests/support/crash_vfs.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"

namespace lintas::test {

namespace {

constexpr std::size_t sector_bytes = 512;
using Sector = std::array<std::byte, sector_bytes>;
using Random = std::mt19937_64;

class Handle;

/// The shared memory of a database, and who has which of its locks.
struct SharedMemory {
  struct Slot {
    std::vector<const Handle*> sharing;
    const Handle* owner = nullptr;
  };
  std::vector<std::unique_ptr<std::byte[]>> regions;
  std::array<Slot, SQLITE_SHM_NLOCK> slots;
};

/// A file: what a program reads now, and what it takes to go back to the last sync.
class Image {
 public:
  [[nodiscard]] const Bytes& content() const noexcept { return content_; }

  void write(std::size_t offset, ByteView bytes) {
    remember(offset, offset + bytes.size());
    if (content_.size() < offset + bytes.size()) content_.resize(offset + bytes.size());
    std::ranges::copy(bytes, content_.begin() + static_cast<std::ptrdiff_t>(offset));
  }

  void truncate(std::size_t size) {
    remember(size, content_.size());
    content_.resize(size);
  }

  void sync() {
    before_.clear();
    synced_size_ = content_.size();
  }

  void lose_power(Random& random) {
    // Three mixes: as good as chance, nearly nothing reached the disk, nearly everything did.
    const std::uint64_t kept_of_8 = std::array<std::uint64_t, 3>{4, 1, 7}.at(random() % 3);
    const std::size_t size = random() % 2 == 0 ? synced_size_ : content_.size();
    const std::size_t longest = std::max(synced_size_, content_.size());
    content_.resize((longest + sector_bytes - 1) / sector_bytes * sector_bytes);
    for (const auto& [sector, old] : before_) {
      if (random() % 8 >= kept_of_8) std::ranges::copy(old, place_of(sector));
    }
    content_.resize(size);
    sync();
  }

  SharedMemory shared_memory;
  std::vector<const Handle*> mapped;        ///< handles that use the shared memory
  std::map<const Handle*, int> file_locks;  ///< SQLITE_LOCK_…, where not NONE
  const Handle* first = nullptr;            ///< the handle that opened it when nobody else had

 private:
  [[nodiscard]] Bytes::iterator place_of(std::size_t sector) {
    return content_.begin() + static_cast<std::ptrdiff_t>(sector * sector_bytes);
  }

  void remember(std::size_t begin, std::size_t end) {
    for (std::size_t sector = begin / sector_bytes; sector * sector_bytes < end; ++sector) {
      const auto [place, is_new] = before_.try_emplace(sector);
      if (!is_new || sector * sector_bytes >= content_.size()) continue;
      const std::size_t size = std::min(sector_bytes, content_.size() - (sector * sector_bytes));
      std::copy_n(place_of(sector), size, place->second.begin());
    }
  }

  Bytes content_;
  std::map<std::size_t, Sector> before_;  ///< content at the last sync of the sectors written since
  std::size_t synced_size_ = 0;
};

}  // namespace

class CrashWorld {
 public:
  explicit CrashWorld(std::uint64_t seed);
  ~CrashWorld() { sqlite3_vfs_unregister(&vfs_); }
  CrashWorld(const CrashWorld&) = delete;
  CrashWorld& operator=(const CrashWorld&) = delete;

  /// Counts an operation; false if the power is off or fails in it.
  [[nodiscard]] bool operate() {
    if (down) return false;
    ++operations;
    if (!power_fails_at || operations < *power_fails_at) return true;
    down = true;
    return false;
  }

  void restart() {
    require(open_handles == 0, "every file is closed before the power is back");
    for (auto& [path, image] : files) image->lose_power(random);
    down = false;
    power_fails_at.reset();
  }

  [[nodiscard]] bool lies_about(std::string_view path) const { return lie && path.ends_with(*lie); }

  std::string name;
  Random random;
  std::map<std::string, std::shared_ptr<Image>, std::less<>> files;
  bool down = false;
  std::optional<std::size_t> power_fails_at;
  std::optional<std::string> lie;
  std::size_t operations = 0;
  std::size_t syncs = 0;
  std::size_t open_handles = 0;
  std::size_t foreign_writer_locks = 0;

 private:
  sqlite3_vfs vfs_{};
};

namespace {

/// One opening of a file, with SQLite's calls on it. Methods answer SQLite's result codes.
class Handle {
 public:
  Handle(CrashWorld& world, std::string name, std::shared_ptr<Image> image, bool delete_on_close)
      : world_(world), name_(std::move(name)), image_(std::move(image)), delete_on_close_(delete_on_close) {
    ++world_.open_handles;
    if (image_->first == nullptr) image_->first = this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    unmap();
    image_->file_locks.erase(this);
    if (image_->first == this) image_->first = nullptr;
    if (delete_on_close_) world_.files.erase(name_);
    --world_.open_handles;
  }

  [[nodiscard]] int read(std::span<std::byte> target, std::size_t offset) const {
    if (!world_.operate()) return SQLITE_IOERR_READ;
    const Bytes& content = image_->content();
    const std::size_t available = offset < content.size() ? content.size() - offset : 0;
    const std::size_t size = std::min(target.size(), available);
    if (size != 0) std::memcpy(target.data(), content.data() + offset, size);
    if (size == target.size()) return SQLITE_OK;
    std::ranges::fill(target.subspan(size), std::byte{0});
    return SQLITE_IOERR_SHORT_READ;
  }

  [[nodiscard]] int write(ByteView bytes, std::size_t offset) {
    if (world_.down) return SQLITE_IOERR_WRITE;
    image_->write(offset, bytes);  // of the write in which the power fails, some sectors may have arrived
    return world_.operate() ? SQLITE_OK : SQLITE_IOERR_WRITE;
  }

  [[nodiscard]] int truncate(std::size_t size) {
    if (world_.down) return SQLITE_IOERR_TRUNCATE;
    image_->truncate(size);
    return world_.operate() ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
  }

  [[nodiscard]] int sync() {
    if (!world_.operate()) return SQLITE_IOERR_FSYNC;
    ++world_.syncs;
    if (!world_.lies_about(name_)) image_->sync();
    return SQLITE_OK;
  }

  [[nodiscard]] std::size_t size() const { return image_->content().size(); }

  /// Many may share; one alone may have the file for itself.
  [[nodiscard]] int lock(int level) {
    if (world_.down) return SQLITE_IOERR_LOCK;
    if (level == SQLITE_LOCK_EXCLUSIVE) {
      note_writer_lock();
      const bool alone =
          std::ranges::all_of(image_->file_locks, [this](const auto& other) { return other.first == this; });
      if (!alone) return SQLITE_BUSY;
    }
    image_->file_locks[this] = level;
    return SQLITE_OK;
  }

  void unlock(int level) {
    if (level == SQLITE_LOCK_NONE) {
      image_->file_locks.erase(this);
    } else {
      image_->file_locks[this] = level;
    }
  }

  [[nodiscard]] void* map(std::size_t region, std::size_t bytes, bool extend) {
    auto& regions = image_->shared_memory.regions;
    if (std::ranges::find(image_->mapped, this) == image_->mapped.end()) image_->mapped.push_back(this);
    while (extend && regions.size() <= region) regions.push_back(std::make_unique<std::byte[]>(bytes));
    return region < regions.size() ? regions[region].get() : nullptr;
  }

  /// The memory goes with its last user, as it is made anew by the first.
  void unmap() {
    if (std::erase(image_->mapped, this) == 0) return;
    release(image_->shared_memory.slots);
    if (image_->mapped.empty()) image_->shared_memory = {};
  }

  [[nodiscard]] int lock_shared_memory(std::size_t first, std::size_t count, int flags) {
    const auto slots = std::span{image_->shared_memory.slots}.subspan(first, count);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      release(slots);
      return SQLITE_OK;
    }
    if (world_.down) return SQLITE_IOERR_SHMLOCK;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    constexpr std::size_t writer_slots = 2;  // 0: write, 1: checkpoint
    if (exclusive && first < writer_slots) note_writer_lock();
    for (const auto& slot : slots) {
      const bool others_share =
          std::ranges::any_of(slot.sharing, [this](auto* other) { return other != this; });
      const bool other_owns = slot.owner != nullptr && slot.owner != this;
      if (other_owns || (exclusive && others_share)) return SQLITE_BUSY;
    }
    for (auto& slot : slots) {
      if (exclusive) {
        slot.owner = this;
      } else if (std::ranges::find(slot.sharing, this) == slot.sharing.end()) {
        slot.sharing.push_back(this);
      }
    }
    return SQLITE_OK;
  }

 private:
  void note_writer_lock() const {
    if (image_->first != this) ++world_.foreign_writer_locks;
  }

  void release(std::span<SharedMemory::Slot> slots) const {
    for (auto& slot : slots) {
      std::erase(slot.sharing, this);
      if (slot.owner == this) slot.owner = nullptr;
    }
  }

  CrashWorld& world_;
  std::string name_;
  std::shared_ptr<Image> image_;
  bool delete_on_close_;
};

/// What SQLite keeps of an open file: its own part first.
struct File {
  sqlite3_file base;
  Handle* handle;
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->handle; }
CrashWorld& world_of(sqlite3_vfs* vfs) { return *static_cast<CrashWorld*>(vfs->pAppData); }

const sqlite3_io_methods file_calls{
    .iVersion = 2,
    .xClose =
        [](sqlite3_file* file) {
          delete &handle_of(file);
          return SQLITE_OK;
        },
    .xRead =
        [](sqlite3_file* file, void* target, int size, sqlite3_int64 offset) {
          return handle_of(file).read({static_cast<std::byte*>(target), static_cast<std::size_t>(size)},
                                      static_cast<std::size_t>(offset));
        },
    .xWrite =
        [](sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
          return handle_of(file).write({static_cast<const std::byte*>(bytes), static_cast<std::size_t>(size)},
                                       static_cast<std::size_t>(offset));
        },
    .xTruncate = [](sqlite3_file* file,
                    sqlite3_int64 size) { return handle_of(file).truncate(static_cast<std::size_t>(size)); },
    .xSync = [](sqlite3_file* file, int) { return handle_of(file).sync(); },
    .xFileSize =
        [](sqlite3_file* file, sqlite3_int64* size) {
          *size = static_cast<sqlite3_int64>(handle_of(file).size());
          return SQLITE_OK;
        },
    .xLock = [](sqlite3_file* file, int level) { return handle_of(file).lock(level); },
    .xUnlock =
        [](sqlite3_file* file, int level) {
          handle_of(file).unlock(level);
          return SQLITE_OK;
        },
    .xCheckReservedLock =
        [](sqlite3_file*, int* reserved) {
          *reserved = 0;
          return SQLITE_OK;
        },
    .xFileControl =
        [](sqlite3_file*, int operation, void* value) {
          if (operation != SQLITE_FCNTL_MMAP_SIZE) return SQLITE_NOTFOUND;
          *static_cast<sqlite3_int64*>(value) = 0;
          return SQLITE_OK;
        },
    .xSectorSize = [](sqlite3_file*) { return static_cast<int>(sector_bytes); },
    .xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; },
    .xShmMap =
        [](sqlite3_file* file, int region, int bytes, int extend, void volatile** memory) {
          *memory = handle_of(file).map(static_cast<std::size_t>(region), static_cast<std::size_t>(bytes),
                                        extend != 0);
          return SQLITE_OK;
        },
    .xShmLock =
        [](sqlite3_file* file, int first, int count, int flags) {
          return handle_of(file).lock_shared_memory(static_cast<std::size_t>(first),
                                                    static_cast<std::size_t>(count), flags);
        },
    .xShmBarrier = [](sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); },
    .xShmUnmap =
        [](sqlite3_file* file, int) {
          handle_of(file).unmap();
          return SQLITE_OK;
        },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  CrashWorld& world = world_of(vfs);
  file->pMethods = nullptr;
  if (!world.operate()) return SQLITE_CANTOPEN;
  const std::string path = name == nullptr ? format("temporary {}", world.operations) : name;
  auto found = world.files.find(path);
  if (found == world.files.end()) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    found = world.files.emplace(path, std::make_shared<Image>()).first;
  }
  reinterpret_cast<File*>(file)->handle =
      new Handle{world, path, found->second, (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
  file->pMethods = &file_calls;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int) {
  CrashWorld& world = world_of(vfs);
  if (world.down) return SQLITE_IOERR_DELETE;
  const bool goes_on = world.operate();
  if (!goes_on && world.random() % 2 == 0) return SQLITE_IOERR_DELETE;
  const bool was_there = world.files.erase(name) == 1;
  if (!goes_on) return SQLITE_IOERR_DELETE;
  return was_there ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int file_exists(sqlite3_vfs* vfs, const char* name, int, int* exists) {
  *exists = world_of(vfs).files.contains(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* path) {
  sqlite3_snprintf(size, path, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int size, char* target) {
  std::generate_n(target, size, [&] { return static_cast<char>(world_of(vfs).random()); });
  return size;
}

int current_time(sqlite3_vfs*, double* julian_day) {
  *julian_day = 2'461'368.0;  // 23 November 2026: a run does not depend on when it runs
  return SQLITE_OK;
}

std::string fresh_name() {
  static std::atomic<unsigned> count = 0;
  return format("crash-{}", ++count);
}

}  // namespace

CrashWorld::CrashWorld(std::uint64_t seed) : name(fresh_name()), random(seed) {
  vfs_.iVersion = 1;
  vfs_.szOsFile = sizeof(File);
  vfs_.mxPathname = 512;
  vfs_.zName = name.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = open_file;
  vfs_.xDelete = delete_file;
  vfs_.xAccess = file_exists;
  vfs_.xFullPathname = full_path;
  vfs_.xRandomness = randomness;
  vfs_.xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; };
  vfs_.xCurrentTime = current_time;
  vfs_.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
  require(sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK, "a file layer can be registered");
}

CrashDisk::CrashDisk(std::uint64_t seed) : world_(std::make_unique<CrashWorld>(seed)) {}
CrashDisk::~CrashDisk() = default;

const std::string& CrashDisk::vfs() const noexcept { return world_->name; }
void CrashDisk::fail_power_in(std::size_t operations) {
  world_->power_fails_at = world_->operations + operations;
}
bool CrashDisk::is_down() const noexcept { return world_->down; }
void CrashDisk::restart() { world_->restart(); }
void CrashDisk::lie_about_syncs_of(std::string suffix) { world_->lie = std::move(suffix); }
std::size_t CrashDisk::operations() const noexcept { return world_->operations; }
std::size_t CrashDisk::syncs() const noexcept { return world_->syncs; }
std::size_t CrashDisk::foreign_writer_locks() const noexcept { return world_->foreign_writer_locks; }

}  // namespace lintas::test
