#include "shell/node/audit.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
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
#include "shell/node/former_documents.hpp"
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

/// Heads that were signed with a key which its owner's document named before the present one.
struct EarlierKey {
  std::string owner;
  FormerKey key;
  std::uint64_t heads = 0;
};

/// The node's own key and those of the partners in its configuration, with the ones before them.
class ConfiguredKeys final : public app::Verifier {
 public:
  ConfiguredKeys(std::string home, const crypto::PublicKeyBytes& own) : keys_{{std::move(home), own}} {}
  void add(const std::string& country, const crypto::PublicKeyBytes& key) { keys_.emplace(country, key); }
  [[nodiscard]] std::expected<void, std::string> add_former(const std::string& country,
                                                            const std::string& identity_file,
                                                            const exchange::Identity& present) {
    LINTAS_TRY(keys, former_keys_of(identity_file, present));
    for (const FormerKey& key : keys) former_.push_back({.owner = country, .key = key});
    return {};
  }

  [[nodiscard]] app::HeadSignature verify(exchange::Partner partner, Instant at, ByteView content,
                                          ByteView signature) const override {
    using enum app::HeadSignature;
    const std::string owner = partner.str();
    const auto known = keys_.find(owner);
    if (known == keys_.end()) return foreign;
    if (crypto::verify(known->second, content, signature)) return good;
    auto signed_with = foreign;
    for (EarlierKey& one : former_) {
      if (one.owner != owner || !crypto::verify(one.key.key.bytes, content, signature)) continue;
      signed_with = replaced;
      // Where a key was in use twice the later end counts.
      if (at >= one.key.until) continue;
      ++one.heads;
      return good;
    }
    return signed_with;
  }
  /// Those that were of use so far.
  [[nodiscard]] std::vector<EarlierKey> earlier() const {
    std::vector<EarlierKey> used;
    std::ranges::copy_if(former_, std::back_inserter(used),
                         [](const EarlierKey& one) { return one.heads > 0; });
    return used;
  }

 private:
  std::map<std::string, crypto::PublicKeyBytes> keys_;
  mutable std::vector<EarlierKey> former_;  ///< counted while they verify
};

/// Of the node itself, where it has a document.
std::expected<void, std::string> add_own_former(ConfiguredKeys& keys, const Config& config) {
  const std::string& path = config.exchange.identity_file;
  std::error_code error;
  if (path.empty() || !std::filesystem::exists(former_documents_of(path), error)) return {};
  LINTAS_TRY(text, read_file(path, Secrecy::open, exchange::identity_bytes_max));
  const auto present = exchange::read_identity(as_bytes(text), crypto::sha256, crypto::verify);
  if (!present) return std::unexpected(format("{}: {}", path, told(present.error())));
  return keys.add_former(config.country, path, *present);
}

void print_text(const app::Verdict& verdict, const std::vector<EarlierKey>& earlier, std::ostream& out) {
  for (std::size_t i = 0; i < app::checks; ++i) {
    const auto& [looked_at, faults] = verdict.counts.at(i);
    const app::CheckRow& row = app::check_table.at(i);
    out << format("{:<9}  {:>9} {:<16}  ", row.name, looked_at, row.counted)
        << (faults == 0 ? std::string{row.holds} : format("{} WRONG", faults)) << '\n';
  }
  for (const EarlierKey& one : earlier) {
    out << format(
        "{}: {} of {} signed with an earlier key of its own, {}, which its document named until {}\n",
        app::row_of(app::Check::heads).name, one.heads, one.owner, to_hex(one.key.key.bytes),
        lintas::to_text(one.key.until));
  }
  for (const app::Violation& one : verdict.named)
    out << format("{}: {}: {}\n", app::row_of(one.check).name, one.place, one.what);
  if (!verdict.sound() && verdict.is_whole()) {
    out << "Events and documents are whole. What differs follows from them, and an earlier program may have "
           "written it so: docs/operations/upgrades.md.\n";
  }
}

void print_json(const app::Verdict& verdict, const std::vector<EarlierKey>& earlier, std::ostream& out) {
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
  std::string keys;
  for (const EarlierKey& one : earlier) {
    keys +=
        format("{}{{\"owner\":\"{}\",\"key\":\"{}\",\"until\":\"{}\",\"heads\":{}}}", keys.empty() ? "" : ",",
               one.owner, to_hex(one.key.key.bytes), lintas::to_text(one.key.until), one.heads);
  }
  out << format("{{\"sound\":{},\"checks\":[{}],\"violations\":[{}],\"earlier_keys\":[{}]}}\n",
                verdict.sound(), counts, named, keys);
}

}  // namespace

int verify(const std::string& config_file, bool json, std::ostream& out, std::ostream& err) {
  const auto config = load_config(config_file);
  if (!config) {
    for (const ConfigError& error : config.error()) err << error.str() << '\n';
    return unreadable;
  }
  switch (verify_store(*config, config->store_folder, json, out, err)) {
    case Soundness::sound: return sound;
    case Soundness::other_projections:
    case Soundness::wrong: return wrong;
    case Soundness::unreadable: break;
  }
  return unreadable;
}

Soundness verify_store(const Config& config, const std::filesystem::path& folder, bool json,
                       std::ostream& out, std::ostream& err) {
  const auto secrets = read_secrets(config);
  if (!secrets) {
    err << secrets.error() << '\n';
    return Soundness::unreadable;
  }
  const auto home = Country::parse(config.country);
  const auto self = exchange::Partner::parse(config.country);
  if (!home || !self) {
    err << "node.country: two capital letters\n";
    return Soundness::unreadable;
  }
  ConfiguredKeys keys{config.country, secrets->signing_key.public_key()};
  if (const auto added = add_own_former(keys, config); !added) {
    err << added.error() << '\n';
    return Soundness::unreadable;
  }
  for (const PartnerConfig& partner : config.partners) {
    if (!partner.has_document()) continue;  // another product has no audit log that we would know of
    const auto identity = read_identity_of(partner);
    if (!identity) {
      err << identity.error() << '\n';
      return Soundness::unreadable;
    }
    keys.add(partner.country, identity->document.head_key.bytes);
    if (const auto added = keys.add_former(partner.country, partner.identity_file, *identity); !added) {
      err << added.error() << '\n';
      return Soundness::unreadable;
    }
  }
  try {
    // Folding asks neither reference data nor law: what an event's effect depends on stands in the event.
    const workflow::National domain{
        workflow::national_parts(),
        {.home = *home, .sha256 = crypto::sha256, .mrn_key = secrets->mrn_key.reveal()}};
    store::SqliteArchive archive{folder};
    store::PayloadCodec codec{crypto::sha256};
    const app::Verdict verdict = app::verify({.domain = domain,
                                              .archive = archive,
                                              .packer = codec,
                                              .sha256 = crypto::sha256,
                                              .self = *self,
                                              .verifier = keys});
    if (json) {
      print_json(verdict, keys.earlier(), out);
    } else {
      print_text(verdict, keys.earlier(), out);
    }
    if (verdict.sound()) return Soundness::sound;
    return verdict.is_whole() ? Soundness::other_projections : Soundness::wrong;
  } catch (const app::StoreFailure& failure) {
    err << folder.string() << ": " << failure.what() << '\n';
    return Soundness::unreadable;
  }
}

}  // namespace lintas::node
