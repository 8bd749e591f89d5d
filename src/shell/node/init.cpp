#include "shell/node/init.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/seed/seed.hpp"
#include "shell/api/keys.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/files.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::node {

namespace {

using namespace std::chrono_literals;

/// Two years: long enough for a trial, short enough that nobody forgets how it is renewed.
constexpr std::chrono::days certificate_life{730};

std::string configuration(const InitOptions& options, const std::filesystem::path& folder) {
  const bool is_local = options.host == "127.0.0.1";
  std::string out = format(
      "# docs/operations/configuration.md lists every key.\n"
      "[node]\ncountry = \"{}\"\n{}secret_file = {}\nsigning_key_file = {}\n\n"
      "[store]\nfolder = {}\n\n"
      "[api]\nport = {}\nkeys_file = {}\n\n",
      options.country, options.is_sandbox ? "purpose = \"sandbox\"\n" : "",
      toml_quoted((folder / "secret.key").string()), toml_quoted((folder / "signing.key").string()),
      toml_quoted((folder / "store").string()), options.api_port,
      toml_quoted((folder / "api.keys").string()));
  out += format(
      "[partners]\naddress = \"{}\"\nport = {}\ncertificate_file = {}\nkey_file = {}\n\n"
      "[operations]\nport = {}\n",
      is_local ? "127.0.0.1" : "0.0.0.0", options.partners_port, toml_quoted((folder / "tls.pem").string()),
      toml_quoted((folder / "tls.key").string()), options.operations_port);
  return out;
}

}  // namespace

std::expected<void, InitFailure> init(const InitOptions& options) {
  const auto fail = [](std::string what) { return std::unexpected(InitFailure{.what = std::move(what)}); };
  if (std::ranges::find(seed::states(), options.country) == seed::states().end()) {
    std::string known;
    for (const std::string_view state : seed::states())
      known += format("{}{}", known.empty() ? "" : ", ", state);
    return std::unexpected(InitFailure{
        .what = format("country '{}' has no national profile; there is one of {}", options.country, known),
        .is_options = true});
  }
  std::error_code error;
  const auto folder = std::filesystem::absolute(options.folder, error);
  if (std::filesystem::exists(folder, error) && !std::filesystem::is_empty(folder, error))
    return fail(format("{} is not empty; give a new folder", folder.string()));
  std::filesystem::create_directories(folder / "store", error);
  if (error) return fail(format("{}: {}", folder.string(), error.message()));
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return fail(format("{}: {}", folder.string(), error.message()));

  crypto::SystemEntropy entropy;
  const std::string signing = new_secret(entropy);
  std::array<std::byte, 32> seed{};
  const auto seed_bytes = from_hex(std::string_view{signing}.substr(0, 64));
  std::ranges::copy(*seed_bytes, seed.begin());

  const auto tls_key = crypto::TlsKey::generate();
  crypto::CertificateRequest request;
  request.common_name = "NTA." + options.country;
  request.country = options.country;
  request.hosts = {options.host};
  request.not_before = options.now - 1h;  // a partner's clock may be a little behind
  request.not_after = options.now + certificate_life;
  const auto certificate = crypto::self_signed(tls_key, request);

  api::Keys keys{crypto::sha256};
  const auto administrator = keys.make({.actor = {.role = access::Role::node_administrator,
                                                  .party = {},
                                                  .person = "first",
                                                  .office = {},
                                                  .authenticated = access::Authentication::api_key},
                                        .created = options.now,
                                        .expires = std::nullopt,
                                        .by_operator = true},
                                       entropy);
  const std::string partner = format(
      "[[partner]]\ncountry = \"{}\"\nurl = \"https://{}:{}\"\ncertificate_fingerprint = \"{}\"\n"
      "signing_key = \"{}\"\n",
      options.country, options.host, options.partners_port, to_hex(certificate.fingerprint().view()),
      to_hex(crypto::SigningKey::from_seed(seed).public_key()));

  constexpr mode_t secret = S_IRUSR | S_IWUSR;
  constexpr mode_t open = secret | S_IRGRP | S_IROTH;
  struct File {
    const char* name;
    std::string text;
    mode_t mode;
  };
  const std::array files{
      File{"secret.key", new_secret(entropy), secret},
      File{"signing.key", signing, secret},
      File{"tls.key", tls_key.secret_pem(), secret},
      File{"tls.pem", certificate.pem(), open},
      File{"api.keys", administrator.line, secret},
      File{"administrator.key", administrator.key + "\n", secret},
      File{"partner.toml", partner, open},
      File{".gitignore", "# Keys lie here, and what traders declare.\n*\n", open},
      File{"lintas.toml", configuration(options, folder), open},  // last: with it all is there
  };
  for (const File& file : files) {
    if (auto written = write_new(folder / file.name, file.text, file.mode); !written)
      return fail(std::move(written.error()));
  }
  return {};
}

}  // namespace lintas::node
