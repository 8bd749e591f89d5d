#include "shell/node/init.hpp"

#include <algorithm>
#include <chrono>
#include <expected>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "core/seed/seed.hpp"
#include "shell/api/keys.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/net/addresses.hpp"
#include "shell/node/config.hpp"
#include "shell/node/delegations.hpp"
#include "shell/node/files.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/secrets.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

std::string url_of(const InitOptions& options) {
  const bool is_ipv6 = options.host.contains(':');
  return format("https://{}{}{}:{}", is_ipv6 ? "[" : "", options.host, is_ipv6 ? "]" : "",
                options.partners_port);
}

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
  const auto file = [&](const char* name) { return toml_quoted((folder / name).string()); };
  out += format(
      "[partners]\naddress = \"{}\"\nport = {}\ncertificate_file = {}\nkey_file = {}\n\n"
      "[operations]\nport = {}\n\n",
      is_local ? "127.0.0.1" : "0.0.0.0", options.partners_port, file("tls.pem"), file("tls.key"),
      options.operations_port);
  out += format(
      "[exchange]\nurl = \"{}\"\nidentity_file = {}\nkey_file = {}\nauthorities_file = {}\n"
      "signing_certificates_file = {}\nsigning_keys_file = {}\n"
      "sealing_certificates_file = {}\nsealing_keys_file = {}\n",
      url_of(options), file("identity.lintas"), file("exchange.key"), file("authority.pem"),
      file("messages-signing.pem"), file("messages-signing.key"), file("messages-sealing.pem"),
      file("messages-sealing.key"));
  // Whom partners reach in a private network has its partners there.
  if (net::is_private_address(options.host)) out += "addresses = \"any\"\n";
  return out;
}

struct File {
  const char* name;
  std::string text;
  mode_t mode;
};

/// What the root lets speak for the node, and the certificates of its messages.
struct Exchange {
  Bytes delegation;
  std::string fingerprint;
  std::vector<File> files;
};

Exchange make_exchange(const InitOptions& options, crypto::SystemEntropy& entropy) {
  const std::string root_text = new_secret(entropy);
  const crypto::SigningKey root = key_of_secret(root_text);
  const Instant from = options.now - std::chrono::hours{1};  // a partner's clock may be a little behind
  const Delegated delegated = delegate(root, Country::parse(options.country).value(), 1,
                                       {.from = from, .until = options.now + delegation_life}, entropy);
  const crypto::SigningKey& key = delegated.key;
  const auto authority =
      make_authority(key, options.country, {.from = from, .until = delegated.content.until});
  const auto made = [&](crypto::KeyPurpose purpose) {
    NewCertificate both;
    for (const as4::Suite suite : {as4::Suite::edwards, as4::Suite::rsa}) {
      const NewCertificate one =
          make_message_certificate(suite, purpose, authority, key, options.country,
                                   {.from = from, .until = options.now + message_certificate_life});
      both.certificate += one.certificate;
      both.key += one.key;
    }
    return both;
  };
  NewCertificate signing = made(crypto::KeyPurpose::signing);
  NewCertificate sealing = made(crypto::KeyPurpose::sealing);
  return {.delegation = delegated.signed_by_root,
          .fingerprint = code::fingerprint_of(delegated.content.root, crypto::sha256),
          .files = {{"root.key", root_text, secret_mode},
                    {"exchange.key", delegated.key_text, secret_mode},
                    {"authority.pem", authority.pem(), open_mode},
                    {"messages-signing.pem", std::move(signing.certificate), open_mode},
                    {"messages-signing.key", std::move(signing.key), secret_mode},
                    {"messages-sealing.pem", std::move(sealing.certificate), open_mode},
                    {"messages-sealing.key", std::move(sealing.key), secret_mode}}};
}

std::expected<void, std::string> write_all(const std::filesystem::path& folder,
                                           const std::vector<File>& files) {
  for (const File& file : files)
    if (auto written = write_new(folder / file.name, file.text, file.mode); !written) return written;
  return {};
}

}  // namespace

std::expected<std::string, InitFailure> init(const InitOptions& options) {
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
  const std::string text = configuration(options, folder);
  const auto config = parse_config(text, "lintas.toml", {});
  if (!config) return std::unexpected(InitFailure{.what = config.error().front().what, .is_options = true});
  std::filesystem::create_directories(folder / "store", error);
  if (!error) std::filesystem::create_directories(folder / "partners", error);
  if (error) return fail(format("{}: {}", folder.string(), error.message()));
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return fail(format("{}: {}", folder.string(), error.message()));

  crypto::SystemEntropy entropy;
  const auto tls_key = crypto::TlsKey::generate();
  crypto::CertificateRequest request;
  request.common_name = "NTA." + options.country;
  request.country = options.country;
  request.hosts = {options.host};
  request.not_before = options.now - std::chrono::hours{1};  // as above
  request.not_after = options.now + message_certificate_life;
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
  Exchange exchange = make_exchange(options, entropy);
  std::vector<File> files{{"secret.key", new_secret(entropy), secret_mode},
                          {"signing.key", new_secret(entropy), secret_mode},
                          {"tls.key", tls_key.secret_pem(), secret_mode},
                          {"tls.pem", certificate.pem(), open_mode},
                          {"api.keys", administrator.line, secret_mode},
                          {"administrator.key", administrator.key + "\n", secret_mode},
                          {".gitignore", "# Keys lie here, and what traders declare.\n*\n", open_mode}};
  std::ranges::move(exchange.files, std::back_inserter(files));
  if (auto written = write_all(folder, files); !written) return fail(std::move(written.error()));
  const auto identity = first_identity(*config, exchange.delegation, options.now);
  if (!identity) return fail(identity.error());
  // The configuration comes last: with it all is there.
  auto written = write_all(folder, {{"identity.lintas", std::string{as_text(*identity)}, open_mode},
                                    {"lintas.toml", text, open_mode}});
  if (!written) return fail(std::move(written.error()));
  return exchange.fingerprint;
}

}  // namespace lintas::node
