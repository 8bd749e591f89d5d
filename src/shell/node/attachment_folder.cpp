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
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
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
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/node/files.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view coming_prefix = "coming-";
/// Of one that comes in parts, from the partner behind it: a start finds it again.
constexpr std::string_view part_prefix = "part-";
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

  [[nodiscard]] int descriptor() const noexcept { return file_.get(); }
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

namespace {

// The store stops writing at its reserve, and what it needs for that is not to be filled with files.
void must_have_room(std::uint64_t room) {
  if (room >= 2 * limits::disk_reserve_bytes) return;
  throw app::StoreFailure(format("the disk has {} bytes left: make room for attachments", room),
                          app::StoreFailure::Outcome::not_applied);
}

std::int64_t size_of(int file, const fs::path& path) {
  const off_t end = ::lseek(file, 0, SEEK_END);
  if (end < 0) fail(path, "cannot be read");
  return end;
}

void write_at(int file, std::int64_t from, ByteView octets, const fs::path& path) {
  while (!octets.empty()) {
    const ssize_t written = ::pwrite(file, octets.data(), octets.size(), static_cast<off_t>(from));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "cannot be written");
    octets = octets.subspan(static_cast<std::size_t>(written));
    from += written;
  }
}

}  // namespace

bool AttachmentFolder::is_there(const Hash256& hash) {
  if (open(hash) == nullptr) return false;
  const std::scoped_lock lock{names_};
  std::error_code error;
  fs::last_write_time(path_of(hash), fs::file_time_type::clock::now(), error);
  return !error;
}

std::optional<Bytes> AttachmentFolder::part(const Hash256& hash, std::int64_t from, std::size_t most) {
  const fs::path path = path_of(hash);
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.get() < 0) {
    if (errno == ENOENT) return std::nullopt;
    fail(path, "cannot be opened");
  }
  if (::lseek(file.get(), static_cast<off_t>(from), SEEK_SET) < 0) fail(path, "cannot be read");
  Bytes octets = read_piece(file.get(), most, path);
  return octets.empty() ? std::nullopt : std::optional{std::move(octets)};
}

fs::path AttachmentFolder::part_of(std::string_view sender, const Hash256& hash) const {
  return folder_ / format("{}{}-{}", part_prefix, sender, to_hex(hash.view()));
}

void AttachmentFolder::expect(std::string_view sender, const Hash256& hash) {
  must_have_room(room_());
  const std::scoped_lock lock{parts_};
  const fs::path path = part_of(sender, hash);
  const Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)};
  if (file.get() < 0) fail(path, "cannot be made");
  must(make_durable(folder_));
}

/// Its last part comes once more, as where this node stopped before it could say that it has it. That a file
/// lies here for others gives it to nobody: whoever only knows its hash would have it shown.
AttachmentFolder::Taken AttachmentFolder::taken_before(const Hash256& hash, std::int64_t size,
                                                       std::int64_t from, ByteView octets) {
  const auto there = part(hash, from, octets.size());
  const bool is_last = from + std::ssize(octets) == size;
  if (!is_last || !there || !std::ranges::equal(*there, octets) || !is_there(hash)) return {};
  std::error_code error;
  const auto have = fs::file_size(path_of(hash), error);
  if (error) throw app::StoreFailure(error.message(), app::StoreFailure::Outcome::not_applied);
  return {.have = static_cast<std::int64_t>(have), .verdict = attachments::Verdict::right};
}

AttachmentFolder::Taken AttachmentFolder::take_part(std::string_view sender, const Hash256& hash,
                                                    std::int64_t size, std::int64_t from, ByteView octets) {
  using attachments::Verdict;
  must_have_room(room_());
  const std::scoped_lock lock{parts_};
  const fs::path path = part_of(sender, hash);
  std::error_code error;
  Hash256 come;
  std::int64_t whole = 0;
  {
    Opened file{::open(path.c_str(), O_RDWR | O_CLOEXEC), path};
    if (file.descriptor() < 0 && errno == ENOENT) return taken_before(hash, size, from, octets);
    if (file.descriptor() < 0) fail(path, "cannot be opened");
    const std::int64_t before = size_of(file.descriptor(), path);
    if (from > before) return {.have = before};
    write_at(file.descriptor(), from, octets, path);
    if (::fdatasync(file.descriptor()) != 0) fail(path, "cannot be made durable");
    whole = size_of(file.descriptor(), path);
    if (whole < size) return {.have = whole};
    if (::lseek(file.descriptor(), 0, SEEK_SET) != 0) fail(path, "cannot be read from its beginning");
    come = file.hash();
  }
  if (come != hash) {
    fs::remove(path, error);
    if (error) throw app::StoreFailure(error.message(), app::StoreFailure::Outcome::not_applied);
    return {.verdict = Verdict::wrong};
  }
  take_name(path, hash);
  return {.have = whole, .verdict = Verdict::right};
}

std::unique_ptr<AttachmentFolder::Coming> AttachmentFolder::begin() {
  must_have_room(room_());
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
  const auto is_older = [](const fs::path& file, Instant than) {
    const auto kept = std::chrono::file_clock::to_sys(fs::last_write_time(file));
    return std::chrono::floor<Instant::duration>(kept) < than;
  };
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator{folder_}) entries.push_back(entry.path());
  for (const fs::path& folder : entries) {
    if (folder.filename().string().starts_with(part_prefix)) {
      const std::scoped_lock lock{parts_};
      if (fs::exists(folder) && is_older(folder, before - attachments::bounds::parts_kept))
        fs::remove(folder);
      continue;
    }
    if (!fs::is_directory(folder)) continue;
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator{folder}) files.push_back(file.path());
    for (const fs::path& file : files) {
      const auto hash = hash_of(file);
      if (!hash) continue;
      const std::scoped_lock lock{names_};
      if (!is_older(file, before) || is_wanted(*hash)) continue;
      fs::remove(file);
      ++count;
    }
  }
  return count;
} catch (const fs::filesystem_error& failure) {
  throw app::StoreFailure(failure.what(), app::StoreFailure::Outcome::not_applied);
}

}  // namespace lintas::node
