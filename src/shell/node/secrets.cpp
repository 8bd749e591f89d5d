#include "shell/node/secrets.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/transit/letters.hpp"
#include "core/webhooks/state.hpp"
#include "shell/api/keys.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/secret.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"

namespace lintas::node {

namespace {

using Seed = crypto::SecretBytes<32>;
constexpr std::size_t seed_bytes = 32;

/// Of 64 hexadecimal digits; nothing of anything else.
std::optional<Seed> seed_of(std::string_view digits) {
  auto bytes = from_hex(digits);
  if (!bytes) return std::nullopt;
  std::optional<Seed> seed;
  if (bytes->size() == seed_bytes) std::ranges::copy(*bytes, seed.emplace().place().begin());
  crypto::wipe(*bytes);
  return seed;
}

std::expected<Seed, std::string> read_seed(const std::string& path) {
  const auto text = read_secret_file(path);
  if (!text) return std::unexpected(text.error());
  std::string_view digits = text->reveal();
  while (digits.ends_with('\n') || digits.ends_with('\r')) digits.remove_suffix(1);
  if (auto seed = seed_of(digits)) return *std::move(seed);
  return std::unexpected(format("{}: give 64 hexadecimal digits; `lintas init` makes such files", path));
}

Hash256 derived(const Seed& secret, std::string_view use) {
  const std::array parts{as_bytes(use)};
  return crypto::hmac_sha256(secret.reveal(), parts);
}

template <std::size_t size>
crypto::SecretBytes<size> derived_key(const Seed& secret, std::string_view use) {
  Hash256 hash = derived(secret, use);
  crypto::SecretBytes<size> key;
  std::ranges::copy_n(hash.bytes.begin(), size, key.place().begin());
  crypto::wipe(hash.bytes);
  return key;
}

}  // namespace

std::expected<Secrets, std::string> read_secrets(const Config& config) {
  const auto seed = read_seed(config.signing_key_file);
  if (!seed) return std::unexpected(seed.error());
  const auto secret = read_seed(config.secret_file);
  if (!secret) return std::unexpected(secret.error());
  Secrets out{.signing_key = crypto::SigningKey::from_seed(seed->reveal()),
              .mrn_key = derived_key<16>(*secret, "lintas MRN permutation"),
              .page_key = derived_key<32>(*secret, "lintas page marks"),
              .access_code_key = derived_key<32>(*secret, "lintas access codes"),
              .code_handle_key = derived_key<32>(*secret, "lintas code handles"),
              .webhook_key = derived_key<32>(*secret, "lintas webhooks"),
              .link_key = derived_key<32>(*secret, "lintas links"),
              .webhook_signing_key = derived_key<32>(*secret, "lintas webhook signatures"),
              .print = {}};
  const Hash256 print = derived(*secret, "lintas print of the secret");
  std::ranges::copy_n(print.bytes.begin(), out.print.size(), out.print.begin());
  return out;
}

Bytes Secrets::webhook_secret(std::string_view id, const webhooks::SecretName& name) const {
  std::string use = format("{} {}", id, name.generation);
  if (name.mark) use += format(" {:08x}", *name.mark);
  const Hash256 key =
      crypto::hkdf_sha256(webhook_key.reveal(), as_bytes("lintas webhook secret"), as_bytes(use));
  return copy_of(key.view());
}

crypto::SigningKey Secrets::webhook_signer(std::string_view id) const {
  Hash256 seed =
      crypto::hkdf_sha256(webhook_signing_key.reveal(), as_bytes("lintas webhook signature"), as_bytes(id));
  auto key = crypto::SigningKey::from_seed(seed.bytes);
  crypto::wipe(seed.bytes);
  return key;
}

transit::AccessCodeHasher Secrets::access_code_hasher() const {
  return [key = std::make_shared<const crypto::SecretBytes<32>>(access_code_key.reveal())](
             const Grn& grn, const AccessCode& code) {
    // A GRN has one length for each kind of it and a code has four characters: no two pairs are alike.
    const std::array parts{as_bytes(grn.str()), as_bytes(code.reveal())};
    return AccessCodeHash{crypto::hmac_sha256(key->reveal(), parts).bytes};
  };
}

code::Handle Secrets::code_handle(std::string_view reference) const {
  const std::array whole{as_bytes(reference)};
  const Hash256 hash = crypto::hmac_sha256(code_handle_key.reveal(), whole);
  code::Handle handle;
  std::ranges::copy_n(hash.bytes.begin(), std::ssize(handle.bytes), handle.bytes.begin());
  return handle;
}

std::expected<crypto::SecretText, std::string> read_secret_file(const std::string& path) {
  auto text = read_file(path, Secrecy::secret);
  if (!text) return std::unexpected(std::move(text.error()));
  return crypto::SecretText{*std::move(text)};
}

std::string new_secret(app::Entropy& entropy) {
  Seed seed;
  entropy.fill(seed.place());
  return to_hex(seed.reveal()) + "\n";
}

crypto::SigningKey key_of_secret(std::string_view secret) {
  const auto seed = certain(seed_of(secret.substr(0, 2 * seed_bytes)), "a secret is 64 hexadecimal digits");
  return crypto::SigningKey::from_seed(seed.reveal());
}

std::expected<void, std::string> replace_durably(const std::string& path, std::string_view text) {
  const std::string beside = path + ".new";
  const auto fail = [&](const std::string& name) {
    return std::unexpected(
        format("{}: cannot be written ({})", name, std::generic_category().message(errno)));
  };
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return fail(beside);
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto written = ::write(file, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool is_whole = rest.empty() && ::fsync(file) == 0;
  if (::close(file) != 0 || !is_whole) return fail(beside);
  if (::rename(beside.c_str(), path.c_str()) != 0) return fail(path);
  const auto folder = std::filesystem::absolute(path).parent_path();
  const int names = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (names < 0) return fail(folder.string());
  const bool is_named = ::fsync(names) == 0;
  ::close(names);
  if (!is_named) return fail(folder.string());
  return {};
}

std::expected<void, std::string> KeysFile::read(const std::string& path) {
  const std::scoped_lock lock{mutex_};
  if (auto taken = read_into(keys_, path); !taken) return taken;
  path_ = path;
  return {};
}

std::expected<void, std::string> KeysFile::try_out(const std::string& path) const {
  api::Keys tried{crypto::sha256};
  return read_into(tried, path);
}

std::expected<void, std::string> KeysFile::read_into(api::Keys& keys, const std::string& path) const {
  const auto lines = read_file(path, Secrecy::secret, bytes_max_);
  if (!lines) return std::unexpected(lines.error());
  if (const auto taken = keys.read(*lines); !taken)
    return std::unexpected(format("{}: {}", path, taken.error()));
  return {};
}

std::expected<void, std::string> KeysFile::keep(std::string_view line, Instant now) {
  const std::scoped_lock lock{mutex_};
  auto text = read_file(path_, Secrecy::secret, bytes_max_);
  if (!text) return std::unexpected(std::move(text).error());
  if (text->size() + line.size() > bytes_max_) {
    api::Keys of_file{crypto::sha256};  // somebody may have changed the file meanwhile
    if (const auto taken = of_file.read(*text); !taken)
      return std::unexpected(format("{}: {}", path_, taken.error()));
    text = of_file.lines(now);
  }
  if (text->size() + line.size() > bytes_max_)
    return std::unexpected(format("{}: is full; withdraw keys that nobody needs", path_));
  text->append(line);
  if (auto written = replace_durably(path_, *text); !written) return written;
  if (!keys_.take(line)) return std::unexpected("a line of the keys file is a key or a withdrawal");
  return {};
}

}  // namespace lintas::node
