#include "shell/node/delegations.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/trust.hpp"
#include "core/exchange/identity.hpp"
#include "core/model/values/country.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_files.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/prints.hpp"
#include "shell/node/secrets.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

using namespace std::chrono_literals;

constexpr int done = 0;
constexpr int invalid = 1;
constexpr int unusable = 2;

/// Two lines: 64 digits, and a delegation of less than 400 bytes in hexadecimal digits.
constexpr std::size_t handover_bytes_max = 4096;

Hash256 digest_of(ByteView bytes) { return crypto::sha256(std::array{bytes}); }

// ---- from the root to the node

std::string handover_of(const Delegated& delegated) {
  return delegated.key_text + to_hex(delegated.signed_by_root) + '\n';
}

struct Handover {
  std::string key_text;
  crypto::SigningKey key;
  Bytes delegation;
  exchange::Delegation content;
};
std::expected<Handover, std::string> read_handover(const std::string& path) {
  const auto other = [&] {
    return std::unexpected(format("{}: it is no file that `lintas identity delegate` has made", path));
  };
  LINTAS_TRY(text, read_file(path, Secrecy::secret, handover_bytes_max));
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string::npos ? first : text.find('\n', first + 1);
  if (second == std::string::npos) return other();
  const std::string key_text = text.substr(0, first + 1);
  const auto seed = from_hex(std::string_view{key_text}.substr(0, first));
  auto delegation = from_hex(std::string_view{text}.substr(first + 1, second - first - 1));
  if (!seed || seed->size() != crypto::PublicKeyBytes{}.size() || !delegation) return other();
  auto content = exchange::read_delegation(*delegation, crypto::sha256, crypto::verify);
  if (!content) return std::unexpected(format("{}: {}", path, told(content.error())));
  crypto::SigningKey key = key_of_secret(key_text);
  if (content->key.bytes != key.public_key()) return other();
  return Handover{.key_text = key_text,
                  .key = std::move(key),
                  .delegation = *std::move(delegation),
                  .content = *std::move(content)};
}

// ---- what was made with the keys before

/// The authorities of the node's certificates of messages.
struct Authorities {
  std::string own;      ///< PEM: made by this node, with the key before or one before that
  std::string foreign;  ///< PEM: of others
};
std::expected<Authorities, std::string> authorities_in(const std::string& path,
                                                       const crypto::Certificate& next) {
  LINTAS_TRY(all, certificates_of(path));
  Authorities out;
  for (const crypto::Certificate& one : all) {
    auto read = crypto::MessageCertificate::from_der(one.der());
    if (!read) return std::unexpected(format("{}: {}", path, read.error()));
    // Nobody keeps the keys before the last one; a node gives the same name to all authorities that it makes.
    const bool is_own = read->key_kind() == crypto::KeyKind::ed25519 && read->subject() == next.subject() &&
                        read->issuer() == next.subject();
    (is_own ? out.own : out.foreign) += one.pem();
  }
  return out;
}

struct Issuing {
  const crypto::Certificate& authority;
  const crypto::SigningKey& key;
  const std::string& country;
  Validity validity;

  [[nodiscard]] bool has_made(const crypto::MessageCertificate& one, as4::Suite suite) const {
    return one.issuer() == (suite == as4::Suite::rsa ? one.subject() : authority.subject());
  }
};

/// Certificates and keys of one use: new ones for those that the node has made itself.
struct Replaced {
  NewCertificate files;
  bool has_foreign = false;  ///< of others, which stay
};
std::expected<Replaced, std::string> replaced(const Issuing& issuing, crypto::KeyPurpose purpose,
                                              const std::string& certificates_file,
                                              const std::string& keys_file) {
  LINTAS_TRY(all, certificates_of(certificates_file));
  LINTAS_TRY(text, read_secret_file(keys_file));
  const auto keys = crypto::MessageKey::all_from_pem(text.reveal());
  if (!keys) return std::unexpected(format("{}: {}", keys_file, keys.error()));
  Replaced out;
  std::set<as4::Suite> suites;
  for (const crypto::Certificate& certificate : all) {
    const auto one = crypto::MessageCertificate::from_der(certificate.der());
    if (!one) return std::unexpected(format("{}: {}", certificates_file, one.error()));
    if (const auto suite = suite_of(*one); suite && issuing.has_made(*one, *suite)) {
      suites.insert(*suite);
      continue;
    }
    out.has_foreign = true;
    out.files.certificate += certificate.pem();
    for (const crypto::MessageKey& key : *keys)
      if (key.belongs_to(*one)) out.files.key += key.secret_pem();
  }
  for (const as4::Suite suite : suites) {
    const NewCertificate one = make_message_certificate(suite, purpose, issuing.authority, issuing.key,
                                                        issuing.country, issuing.validity);
    out.files.certificate += one.certificate;
    out.files.key += one.key;
  }
  return out;
}

// ---- taking it

using Failed = std::unexpected<NewKeyFailure>;
Failed refused(std::string what) { return Failed{NewKeyFailure{.what = std::move(what)}}; }
Failed no_file(std::string what) { return Failed{NewKeyFailure{.what = std::move(what), .is_file = true}}; }

struct Held {
  std::string text;  ///< as it was signed
  exchange::Identity identity;
};
/// Whose key it is that it replaces: as the last document has it, whether the node still has that key or not.
std::expected<Held, std::string> read_held(const Config& config) {
  const std::string& path = config.exchange.identity_file;
  if (path.empty()) return std::unexpected("[exchange] names no identity document of this node");
  auto text = read_file(path, Secrecy::open, exchange::identity_bytes_max);
  if (!text) {
    return std::unexpected(
        format("{}; take the node's last identity document from a backup, or from a partner, which has it",
               text.error()));
  }
  auto identity = exchange::read_identity(as_bytes(*text), crypto::sha256, crypto::verify);
  if (!identity) return std::unexpected(format("{}: {}", path, told(identity.error())));
  return Held{.text = *std::move(text), .identity = *std::move(identity)};
}

std::string fingerprint_of(const code::PublicKey& root) { return code::fingerprint_of(root, crypto::sha256); }

/// What partners would refuse it for.
std::optional<std::string> fault_of(const Handover& handed, const exchange::Identity& held, Instant now) {
  const exchange::Delegation& next = handed.content;
  if (next.state != held.state()) {
    return format("the root has signed it for {}, this is the node of {}", next.state.str(),
                  held.state().str());
  }
  if (next.root != held.delegation.root) {
    return format(
        "it is signed by the root {}, and partners have pinned {}: sign another one with that; a new root "
        "begins with `lintas init` and a call to every partner",
        fingerprint_of(next.root), fingerprint_of(held.delegation.root));
  }
  if (next.number <= held.delegation.number) {
    return format(
        "its number is {}, that of the delegation before {}: have the root sign another one, --number {}",
        next.number, held.delegation.number, held.delegation.number + 1);
  }
  if (now < next.from || next.until <= now) {
    return format(
        "it holds from {} until {}, and here it is {}: one of the two clocks is wrong, or another "
        "one has to be signed",
        lintas::to_text(next.from), lintas::to_text(next.until), lintas::to_text(now));
  }
  return std::nullopt;
}

/// The files of certificates and keys of messages, as they are under the new key.
std::expected<void, std::string> stage_messages(FileSet& set, const Config& config, const Handover& handed,
                                                const NewKeyOptions& options,
                                                std::vector<std::string>& foreign) {
  const ExchangeConfig& files = config.exchange;
  const auto authority = make_authority(handed.key, config.country,
                                        {.from = handed.content.from, .until = handed.content.until});
  LINTAS_TRY(authorities, authorities_in(files.authorities_file, authority));
  const bool is_stolen = options.old_key == OldKey::may_be_stolen;
  if (authorities.own.empty()) {
    // Its certificates are those of an authority of the state.
    if (is_stolen) foreign = {files.signing_certificates_file, files.sealing_certificates_file};
    return {};
  }
  if (is_stolen) {
    const Issuing issuing{
        .authority = authority,
        .key = handed.key,
        .country = config.country,
        .validity = {.from = handed.content.from,
                     .until = std::min(options.now + message_certificate_life, handed.content.until)}};
    struct Use {
      crypto::KeyPurpose purpose;
      const std::string& certificates;
      const std::string& keys;
    };
    for (const Use& use :
         {Use{crypto::KeyPurpose::signing, files.signing_certificates_file, files.signing_keys_file},
          Use{crypto::KeyPurpose::sealing, files.sealing_certificates_file, files.sealing_keys_file}}) {
      LINTAS_TRY(made, replaced(issuing, use.purpose, use.certificates, use.keys));
      if (made.has_foreign) foreign.push_back(use.certificates);
      if (auto kept = set.add(use.keys, made.files.key); !kept) return kept;
      if (auto kept = set.add(use.certificates, made.files.certificate); !kept) return kept;
    }
  }
  // Whoever has the key may have had those before it, too: none of them vouches for anything any more.
  return set.add(files.authorities_file,
                 authorities.foreign + (is_stolen ? "" : authorities.own) + authority.pem());
}

/// The same with the files as they will be, to be tried.
Config with(const FileSet& set, const Config& config) {
  Config tried = config;
  ExchangeConfig& files = tried.exchange;
  for (std::string* const path :
       {&files.key_file, &files.identity_file, &files.authorities_file, &files.signing_certificates_file,
        &files.signing_keys_file, &files.sealing_certificates_file, &files.sealing_keys_file})
    *path = set.place_of(*path);
  return tried;
}

int told_to(std::ostream& err, std::string_view command, std::string_view what, int code) {
  err << "lintas identity " << command << ": " << what << '\n';
  return code;
}

}  // namespace

Delegated delegate(const crypto::SigningKey& root, Country state, std::uint32_t number, Validity validity,
                   app::Entropy& entropy) {
  std::string key_text = new_secret(entropy);
  crypto::SigningKey key = key_of_secret(key_text);
  const exchange::Delegation content{.state = state,
                                     .number = number,
                                     .from = validity.from,
                                     .until = validity.until,
                                     .root = {root.public_key()},
                                     .key = {key.public_key()}};
  Bytes signed_by_root =
      exchange::sign_delegation(content, crypto::sha256, [&](ByteView bytes) { return root.sign(bytes); });
  return {.key = std::move(key),
          .key_text = std::move(key_text),
          .content = content,
          .signed_by_root = std::move(signed_by_root)};
}

int delegate_key(const DelegateOptions& options, std::ostream& out, std::ostream& err) {
  const auto fail = [&](std::string_view what, int code) { return told_to(err, "delegate", what, code); };
  const auto state = Country::parse(options.country);
  if (!state) return fail("--country is two capital letters, as SG", invalid);
  const Instant until = options.until.value_or(options.now + delegation_life);
  if (until <= options.now) return fail("--until: the delegation would have ended already", invalid);
  const auto root = crypto::read_signing_key(options.root_file);
  if (!root) return fail(root.error(), unusable);
  crypto::SystemEntropy entropy;
  const Delegated made =
      delegate(*root, *state, options.number, {.from = options.now - 1h, .until = until}, entropy);
  if (const auto written = write_new(options.to, handover_of(made), secret_mode); !written)
    return fail(written.error(), unusable);
  out << format(
      "{}: delegation {} of {}, until {}, by the root {}\n"
      "Carry it to the node and let nobody copy it, for it has the key: lintas identity renew {}\n",
      options.to, options.number, state->str(), lintas::to_text(until), fingerprint_of(made.content.root),
      options.to);
  return done;
}

std::expected<NewKey, NewKeyFailure> take_new_key(const NewKeyOptions& options) {
  const auto config = load_config(options.config_file);
  if (!config) {
    std::string lines;
    for (const ConfigError& error : config.error()) lines += (lines.empty() ? "" : "\n") + error.str();
    return no_file(std::move(lines));
  }
  const auto own = OwnFiles::take(*config);
  if (!own) return no_file(own.error());
  // A document that named another signing key than the store's would be refused at the reload that follows.
  const auto secrets = read_secrets(*config);
  if (!secrets) return no_file(secrets.error());
  if (const auto faults = faults_of_prints(*config, *secrets); !faults.empty())
    return no_file(faults.front());
  const auto before = read_held(*config);
  if (!before) return no_file(before.error());
  const exchange::Identity* const held = &before->identity;
  const auto handed = read_handover(options.file);
  if (!handed) return no_file(handed.error());
  if (handed->delegation == held->document.delegation) {
    auto identity = read_own_identity(*config);
    if (!identity) return no_file(std::move(identity.error()));
    return NewKey{.identity = *std::move(identity), .delegation_before = {}, .foreign = {}};
  }
  if (auto fault = fault_of(*handed, *held, options.now))
    return refused(format("{}: {}", options.file, *fault));

  FileSet set{config->exchange};
  NewKey out{.identity = {}, .delegation_before = digest_of(held->document.delegation), .foreign = {}};
  if (auto made = stage_messages(set, *config, *handed, options, out.foreign); !made)
    return no_file(std::move(made.error()));
  const ExchangeConfig& files = config->exchange;
  if (auto kept = set.add(files.key_file, handed->key_text); !kept) return no_file(std::move(kept.error()));
  if (const auto keys = read_own_keys(with(set, *config)); !keys) return no_file(keys.error());
  const auto document = first_identity(with(set, *config), handed->delegation, options.now);
  if (!document) return no_file(document.error());
  if (auto kept = set.add(files.identity_file, as_text(*document)); !kept)
    return no_file(std::move(kept.error()));
  auto identity = read_own_identity(with(set, *config));
  if (!identity) return no_file(std::move(identity.error()));
  out.identity = *std::move(identity);
  if (out.identity.document.head_key != held->document.head_key) {
    const auto former = with_former(files.identity_file, as_bytes(before->text), options.now);
    if (!former) return no_file(former.error());
    if (auto kept = set.add(former_documents_of(files.identity_file), *former); !kept)
      return no_file(std::move(kept.error()));
  }
  if (auto taken = set.put_in_place(); !taken) return no_file(std::move(taken.error()));
  return out;
}

int renew_identity(const NewKeyOptions& options, std::ostream& out, std::ostream& err) {
  const auto taken = take_new_key(options);
  if (!taken) return told_to(err, "renew", taken.error().what, taken.error().is_file ? unusable : invalid);
  const auto [delegation, document] = taken->identity.number();
  out << format(
      "document {}.{} is signed with the new key. Reload the node (SIGHUP), or start it. Partners take the "
      "document by themselves: each asks for it once a day, at a start and at a reload.\n"
      "Remove {}: it has the key.\n",
      delegation, document, options.file);
  if (!taken->delegation_before) {
    out << "It had been taken before, by a call that was cut off at its end.\n";
  } else if (options.old_key == OldKey::may_be_stolen) {
    out << format(
        "Keys and certificates of messages are new. A partner that has not asked yet answers ours as a "
        "stranger's: have its people reload their node now.\n"
        "The delegation before, for the [[revoked]] of whoever cannot: {}\n",
        to_hex(taken->delegation_before->bytes));
  }
  for (const std::string& file : taken->foreign) {
    out << format(
        "{} has certificates that this node has not made: bring others, with new keys, and reload.\n", file);
  }
  return done;
}

}  // namespace lintas::node
