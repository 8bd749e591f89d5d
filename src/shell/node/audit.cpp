#include "shell/node/audit.hpp"

#include <array>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/national.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/verify.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/log.hpp"
#include "shell/node/process.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"

namespace lintas::node {

namespace {

constexpr int sound = 0;
constexpr int wrong = 1;
constexpr int unreadable = 2;

/// The node's own key and those of the partners in its configuration.
class ConfiguredKeys final : public app::Verifier {
 public:
  ConfiguredKeys(std::string home, const crypto::PublicKeyBytes& own) : keys_{{std::move(home), own}} {}
  void add(const std::string& country, const crypto::PublicKeyBytes& key) { keys_.emplace(country, key); }

  [[nodiscard]] bool verify(exchange::Partner partner, ByteView content, ByteView signature) const override {
    const auto known = keys_.find(partner.str());
    return known != keys_.end() && crypto::verify(known->second, content, signature);
  }

 private:
  std::map<std::string, crypto::PublicKeyBytes> keys_;
};

void print_text(const app::Verdict& verdict, std::ostream& out) {
  for (std::size_t i = 0; i < app::checks; ++i) {
    const auto& [looked_at, faults] = verdict.counts.at(i);
    const app::CheckRow& row = app::check_table.at(i);
    out << format("{:<9}  {:>9} {:<16}  ", row.name, looked_at, row.counted)
        << (faults == 0 ? std::string{row.holds} : format("{} WRONG", faults)) << '\n';
  }
  for (const app::Violation& one : verdict.named)
    out << format("{}: {}: {}\n", app::row_of(one.check).name, one.place, one.what);
}

void print_json(const app::Verdict& verdict, std::ostream& out) {
  std::string counts;
  for (std::size_t i = 0; i < app::checks; ++i) {
    counts += format("{}{{\"check\":\"{}\",\"looked_at\":{},\"wrong\":{}}}", i == 0 ? "" : ",",
                     app::check_table.at(i).name, verdict.counts.at(i).looked_at, verdict.counts.at(i).wrong);
  }
  std::string named;
  for (const app::Violation& one : verdict.named) {
    named += format("{}{{\"check\":\"{}\",\"place\":{},\"what\":{}}}", named.empty() ? "" : ",",
                    app::row_of(one.check).name, json_string(one.place), json_string(one.what));
  }
  out << format("{{\"sound\":{},\"checks\":[{}],\"violations\":[{}]}}\n", verdict.sound(), counts, named);
}

}  // namespace

int verify(const std::string& config_file, bool json, std::ostream& out, std::ostream& err) {
  const auto config = load_config(config_file);
  if (!config) {
    for (const ConfigError& error : config.error()) err << error.str() << '\n';
    return unreadable;
  }
  return verify_store(*config, config->store_folder, json, out, err);
}

int verify_store(const Config& config, const std::filesystem::path& folder, bool json, std::ostream& out,
                 std::ostream& err) {
  const auto secrets = read_secrets(config);
  if (!secrets) {
    err << secrets.error() << '\n';
    return unreadable;
  }
  const auto home = Country::parse(config.country);
  const auto self = exchange::Partner::parse(config.country);
  if (!home || !self) {
    err << "node.country: two capital letters\n";
    return unreadable;
  }
  ConfiguredKeys keys{config.country, secrets->signing_key.public_key()};
  for (const PartnerConfig& partner : config.partners) {
    if (!partner.has_document()) continue;  // another product has no audit log that we would know of
    const auto identity = read_identity_of(partner);
    if (!identity) {
      err << identity.error() << '\n';
      return unreadable;
    }
    keys.add(partner.country, identity->document.head_key.bytes);
  }
  try {
    // Folding asks neither reference data nor law: what an event's effect depends on stands in the event.
    const workflow::National domain{workflow::national_parts(),
                                    {.home = *home, .sha256 = crypto::sha256, .mrn_key = secrets->mrn_key}};
    store::SqliteArchive archive{folder};
    store::PayloadCodec codec{crypto::sha256};
    const app::Verdict verdict = app::verify({.domain = domain,
                                              .archive = archive,
                                              .packer = codec,
                                              .sha256 = crypto::sha256,
                                              .self = *self,
                                              .verifier = keys});
    if (json) {
      print_json(verdict, out);
    } else {
      print_text(verdict, out);
    }
    return verdict.sound() ? sound : wrong;
  } catch (const app::StoreFailure& failure) {
    err << folder.string() << ": " << failure.what() << '\n';
    return unreadable;
  }
}

}  // namespace lintas::node
