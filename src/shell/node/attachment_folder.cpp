#include "shell/node/attachment_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/node/files.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view coming_prefix = "coming-";
constexpr std::size_t piece_bytes = 64UL * 1024;

[[noreturn]] void fail(const fs::path& path, std::string_view what) {
  throw app::StoreFailure(format("{}: {}: {}", path.string(), what, std::generic_category().message(errno)),
                          app::StoreFailure::Outcome::not_applied);
}
void must(const std::expected<void, std::string>& done) {
  if (!done) throw app::StoreFailure(done.error(), app::StoreFailure::Outcome::not_applied);
}

class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  ~Descriptor() {
    if (file_ >= 0) ::close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const noexcept { return file_; }
  void close() noexcept {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

 private:
  int file_;
};

Bytes read_piece(int file, std::size_t most, const fs::path& path) {
  Bytes piece(most);
  std::size_t read = 0;
  while (read < most) {
    const ssize_t got = ::read(file, piece.data() + read, most - read);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, "cannot be read");
    if (got == 0) break;
    read += static_cast<std::size_t>(got);
  }
  piece.resize(read);
  return piece;
}

class Opened final : public app::AttachmentFiles::Octets {
 public:
  Opened(int file, fs::path path) : file_(file), path_(std::move(path)) {}

  [[nodiscard]] Bytes next(std::size_t most) override { return read_piece(file_.get(), most, path_); }

  [[nodiscard]] Hash256 hash() {
    crypto::Sha256Stream digest;
    for (Bytes piece = next(piece_bytes); !piece.empty(); piece = next(piece_bytes)) digest.add(piece);
    if (::lseek(file_.get(), 0, SEEK_SET) != 0) fail(path_, "cannot be read from its beginning");
    return digest.finish();
  }

 private:
  Descriptor file_;
  fs::path path_;
};

/// Nothing where the names are not those of one of ours.
std::optional<Hash256> hash_of(const fs::path& file) {
  const auto bytes = from_hex(file.parent_path().filename().string() + file.filename().string());
  Hash256 hash;
  if (!bytes || bytes->size() != hash.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, hash.bytes.begin());
  return hash;
}

}  // namespace

class AttachmentFolder::OnDisk final : public Coming {
 public:
  explicit OnDisk(AttachmentFolder& folder) : folder_(folder), path_(name_in(folder.folder_)) {}
  ~OnDisk() override {
    if (is_kept_) return;
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  OnDisk(const OnDisk&) = delete;
  OnDisk& operator=(const OnDisk&) = delete;

  void append(ByteView piece) override {
    digest_.add(piece);
    while (!piece.empty()) {
      const ssize_t written = ::write(file_.get(), piece.data(), piece.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_, "cannot be written");
      piece = piece.subspan(static_cast<std::size_t>(written));
    }
  }

  Hash256 keep() override {
    if (::fdatasync(file_.get()) != 0) fail(path_, "cannot be made durable");
    file_.close();
    const Hash256 hash = digest_.finish();
    folder_.take_name(path_, hash);
    is_kept_ = true;
    return hash;
  }

 private:
  static std::string name_in(const fs::path& folder) {
    return (folder / format("{}XXXXXX", coming_prefix)).string();
  }
  int make() {
    const int file = ::mkostemp(path_.data(), O_CLOEXEC);
    if (file < 0) fail(path_, "cannot be made");
    return file;
  }

  AttachmentFolder& folder_;
  std::string path_;
  Descriptor file_{make()};
  crypto::Sha256Stream digest_;
  bool is_kept_ = false;
};

AttachmentFolder::AttachmentFolder(fs::path folder, std::function<std::uint64_t()> room)
    : folder_(std::move(folder)),
      room_(room ? std::move(room) : [this] { return std::uint64_t{fs::space(folder_).available}; }) {
  try {
    if (fs::create_directories(folder_)) fs::permissions(folder_, fs::perms::owner_all);
    must(make_durable(fs::absolute(folder_).parent_path()));
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator{folder_})
      if (entry.path().filename().string().starts_with(coming_prefix)) left.push_back(entry.path());
    for (const fs::path& one : left) fs::remove(one);
  } catch (const fs::filesystem_error& failure) {
    throw app::StoreFailure(failure.what(), app::StoreFailure::Outcome::not_applied);
  }
}

fs::path AttachmentFolder::path_of(const Hash256& hash) const {
  const std::string name = to_hex(hash.view());
  return folder_ / name.substr(0, 2) / name.substr(2);
}

std::unique_ptr<AttachmentFolder::Coming> AttachmentFolder::begin() {
  // The store stops writing at its reserve, and what it needs for that is not to be filled with files.
  if (const std::uint64_t room = room_(); room < 2 * limits::disk_reserve_bytes) {
    throw app::StoreFailure(format("the disk has {} bytes left: make room for attachments", room),
                            app::StoreFailure::Outcome::not_applied);
  }
  return std::make_unique<OnDisk>(*this);
}

void AttachmentFolder::take_name(const fs::path& coming, const Hash256& hash) {
  const fs::path path = path_of(hash);
  const std::scoped_lock lock{names_};
  std::error_code error;
  fs::create_directory(path.parent_path(), error);
  if (error) throw app::StoreFailure(error.message(), app::StoreFailure::Outcome::not_applied);
  // Also where it is there already: whoever made it may not have come as far as this.
  must(make_durable(folder_));
  // Over one that is there: the same octets, and its age begins anew.
  fs::rename(coming, path, error);
  if (error) throw app::StoreFailure(error.message(), app::StoreFailure::Outcome::not_applied);
  must(make_durable(path.parent_path()));
}

std::unique_ptr<AttachmentFolder::Octets> AttachmentFolder::open(const Hash256& hash) {
  const fs::path path = path_of(hash);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return nullptr;
    fail(path, "cannot be opened");
  }
  auto opened = std::make_unique<Opened>(file, path);
  if (opened->hash() != hash) return nullptr;
  return opened;
}

std::size_t AttachmentFolder::sweep(Instant before,
                                    const std::function<bool(const Hash256&)>& is_wanted) try {
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator{folder_}) {
    if (!folder.is_directory()) continue;
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator{folder}) files.push_back(file.path());
    for (const fs::path& file : files) {
      const auto hash = hash_of(file);
      if (!hash) continue;
      const std::scoped_lock lock{names_};
      const auto kept = std::chrono::file_clock::to_sys(fs::last_write_time(file));
      if (std::chrono::floor<Instant::duration>(kept) >= before || is_wanted(*hash)) continue;
      fs::remove(file);
      ++count;
    }
  }
  return count;
} catch (const fs::filesystem_error& failure) {
  throw app::StoreFailure(failure.what(), app::StoreFailure::Outcome::not_applied);
}

}  // namespace lintas::node
