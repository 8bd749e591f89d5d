#include "shell/node/prints.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::node {

namespace {

constexpr int done = 0;
constexpr int wrong = 1;
constexpr int unusable = 2;

std::int64_t beginning_of(std::span<const std::byte> bytes) {
  std::array<std::byte, sizeof(std::int64_t)> first{};
  std::copy_n(bytes.begin(), first.size(), first.begin());
  return std::bit_cast<std::int64_t>(first);
}

std::string shown(std::int64_t print) { return format("{:016x}", static_cast<std::uint64_t>(print)); }

std::optional<std::string> fault_of_secret(const Config& config, const Secrets& secrets,
                                           const store::Prints& held) {
  const std::int64_t own = certain(prints_of(secrets).secret, "a secret has a print");
  if (!held.secret || held.secret == own) return std::nullopt;
  return format(
      "{}: is not the secret that this store was written with (print {}, and the store has {}): no access "
      "code, "
      "no MRN and no cursor of a list would fit; put the file back that was there, or that of a backup "
      "(files/node.secret_file)",
      named(config, "node.secret_file", config.secret_file), shown(own), shown(*held.secret));
}

std::optional<std::string> fault_of_signing_key(const Config& config, const Secrets& secrets,
                                                const store::Prints& held) {
  const std::int64_t own = certain(prints_of(secrets).signing_key, "a key has a print");
  if (!held.signing_key || held.signing_key == own) return std::nullopt;
  return format(
      "{}: is not the key that signs the heads of this store (print {}, and the store has {}); put the file "
      "back "
      "that was there, or that of a backup (files/node.signing_key_file); if it was renewed on purpose say "
      "so: "
      "`lintas keys signing`",
      named(config, "node.signing_key_file", config.signing_key_file), shown(own), shown(*held.signing_key));
}

int told_to(std::ostream& err, std::string_view what, int code) {
  err << "lintas keys signing: " << what << '\n';
  return code;
}

}  // namespace

store::Prints prints_of(const Secrets& secrets) {
  const std::array key{ByteView{secrets.signing_key.public_key()}};
  return {.secret = beginning_of(secrets.print), .signing_key = beginning_of(crypto::sha256(key).bytes)};
}

std::vector<std::string> faults_of_prints(const Config& config, const Secrets& secrets,
                                          const store::Prints& held) {
  std::vector<std::string> faults;
  for (const auto& fault :
       {fault_of_secret(config, secrets, held), fault_of_signing_key(config, secrets, held)})
    if (fault) faults.push_back(*fault);
  return faults;
}

std::vector<std::string> faults_of_prints(const Config& config, const Secrets& secrets) {
  try {
    return faults_of_prints(config, secrets, store::SqliteArchive{config.store_folder}.prints());
  } catch (const app::StoreFailure&) {
    return {};
  }
}

std::expected<void, std::string> keep_prints(store::SqliteStore& store, const Config& config,
                                             const Secrets& secrets) {
  const store::Prints held = store.prints();
  std::string all;
  for (const std::string& fault : faults_of_prints(config, secrets, held))
    all += format("{}{}", all.empty() ? "" : "\n", fault);
  if (!all.empty()) return std::unexpected(all);
  if (const auto own = prints_of(secrets); held != own) store.keep_prints(own);
  return {};
}

int take_signing_key(const std::string& config_file, std::ostream& out, std::ostream& err) {
  const auto config = load_config(config_file);
  if (!config) {
    for (const ConfigError& error : config.error()) err << error.str() << '\n';
    return unusable;
  }
  const auto secrets = read_secrets(*config);
  if (!secrets) return told_to(err, secrets.error(), unusable);
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::path{config->store_folder} / "lintas.db", ignored)) {
    return told_to(
        err, format("store.folder: {} holds no store yet; a first start takes the key", config->store_folder),
        unusable);
  }
  try {
    store::SqliteStore store{{.folder = config->store_folder, .vfs = {}, .room = {}}};  // refused to two
    const store::Prints held = store.prints();
    if (const auto fault = fault_of_secret(*config, *secrets, held)) return told_to(err, *fault, wrong);
    store.keep_prints({.secret = std::nullopt, .signing_key = prints_of(*secrets).signing_key});
  } catch (const app::StoreFailure& failure) {
    return told_to(err, format("{}: {}", config->store_folder, failure.what()), unusable);
  }
  out << format(
      "{}: the store takes this signing key, print {}. Start the node: it signs an identity document "
      "that names the key.\n",
      config->signing_key_file, shown(certain(prints_of(*secrets).signing_key, "a key has a print")));
  return done;
}

}  // namespace lintas::node
