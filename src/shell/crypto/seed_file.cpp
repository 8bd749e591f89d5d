#include "shell/crypto/seed_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <expected>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/secret.hpp"
#include "shell/crypto/signing.hpp"

namespace lintas::crypto {

namespace {

using Seed = SecretBytes<32>;
constexpr std::size_t seed_bytes = 32;
/// 64 digits and the end of the line, which an editor may write as two.
constexpr std::size_t file_bytes_max = (2 * seed_bytes) + 2;

auto failed(const std::string& path) {
  return std::unexpected(format("{}: {}", path, std::generic_category().message(errno)));
}

}  // namespace

std::expected<SigningKey, std::string> read_signing_key(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(path);
  // Asked of the open file, so that nobody can change it in between.
  struct stat about{};
  const bool is_file = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  const bool is_open = (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
  std::string text(file_bytes_max + 1, '\0');
  const auto count = is_file && !is_open ? ::pread(file, text.data(), text.size(), 0) : 0;
  ::close(file);
  if (!is_file) return std::unexpected(format("{} is no file", path));
  if (is_open)
    return std::unexpected(format("{} is secret, but others than its owner may use it; chmod 600", path));
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  auto bytes = from_hex(text);
  wipe(text);
  if (!bytes || bytes->size() != seed_bytes) {
    if (bytes) wipe(*bytes);  // a key with digits too few is most of a key
    return std::unexpected(
        format("{}: give 64 hexadecimal digits; `lintas trust root` and `trust key` make such files", path));
  }
  Seed seed;
  std::ranges::copy(*bytes, seed.place().begin());
  wipe(*bytes);
  return SigningKey::from_seed(seed.reveal());
}

std::expected<SigningKey, std::string> make_signing_key(const std::string& path, app::Entropy& entropy) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return failed(path);
  Seed seed;
  entropy.fill(seed.place());
  std::string text = to_hex(seed.reveal()) + "\n";
  const bool is_whole = ::write(file, text.data(), text.size()) == std::ssize(text) && ::fsync(file) == 0;
  wipe(text);
  const int error = errno;
  ::close(file);
  errno = error;
  if (!is_whole) return failed(path);
  return SigningKey::from_seed(seed.reveal());
}

}  // namespace lintas::crypto
