#include "shell/node/files.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/crypto/digest.hpp"

namespace lintas::node {

namespace {

std::unexpected<std::string> failed(const std::filesystem::path& path, int error) {
  return std::unexpected(format("{}: {}", path.string(), std::generic_category().message(error)));
}

}  // namespace

std::expected<void, std::string> write_new(const std::filesystem::path& path, std::string_view text,
                                           mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  bool fine = file >= 0;
  while (fine && !text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    fine = count > 0;
    if (fine) text.remove_prefix(static_cast<std::size_t>(count));
  }
  fine = fine && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (fine) return {};
  return failed(path, error);
}

std::expected<void, std::string> make_durable(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(path, errno);
  const bool fine = ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!fine) return failed(path, error);
  return {};
}

std::expected<FilePrint, std::string> print_of(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(path, errno);
  struct stat about{};
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
    ::close(file);
    return std::unexpected(format("{} is no file", path.string()));
  }
  const auto bytes = static_cast<std::size_t>(about.st_size);
  void* const content = bytes == 0 ? nullptr : ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file, 0);
  const int error = errno;
  ::close(file);  // the mapping stays
  if (content == MAP_FAILED) return failed(path, error);
  const std::array parts{ByteView{static_cast<const std::byte*>(content), bytes}};
  const FilePrint print{.bytes = bytes, .sha256 = crypto::sha256(parts)};
  if (content != nullptr) ::munmap(content, bytes);
  return print;
}

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + '"';
}

}  // namespace lintas::node
