#include "shell/node/partners.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <expected>
#include <filesystem>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/code/trust.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "shell/api/api.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/octets.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/audit_heads.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_files.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

constexpr int done = 0;
constexpr int invalid = 1;
constexpr int unusable = 2;

using Refused = std::unexpected<PartnerFailure>;
Refused refused(std::string what) { return Refused{PartnerFailure{.what = std::move(what)}}; }
Refused no_file(std::string what) {
  return Refused{PartnerFailure{.what = std::move(what), .is_file = true}};
}

std::string lines_of(const std::vector<ConfigError>& errors) {
  std::string out;
  for (const ConfigError& error : errors) out += (out.empty() ? "" : "\n") + error.str();
  return out;
}

std::string fingerprint_of(const exchange::Identity& identity) {
  return code::fingerprint_of(identity.delegation.root, crypto::sha256);
}

struct Read {
  Bytes bytes;
  exchange::Identity identity;
};
std::expected<Read, PartnerFailure> read_document(const std::string& path) {
  const auto text = read_file(path, Secrecy::open, exchange::identity_bytes_max);
  if (!text) return no_file(text.error());
  auto identity = exchange::read_identity(as_bytes(*text), crypto::sha256, crypto::verify);
  if (!identity) return refused(format("{}: {}", path, told(identity.error())));
  return Read{.bytes = copy_of(as_bytes(*text)), .identity = *std::move(identity)};
}

// ---- taking one

/// "partners/my.lintas" beside the configuration.
fs::path place_for(const fs::path& config_file, std::string_view country) {
  std::string name;
  for (const char c : country) name.push_back(static_cast<char>(c - 'A' + 'a'));
  return config_file.parent_path() / "partners" / (name + ".lintas");
}

std::string entry_of(const PartnerConfig& partner) {
  std::string out = format("\n[[partner]]\ncountry = \"{}\"\nroot = \"{}\"\nidentity_file = {}\n",
                           partner.country, partner.root, toml_quoted(partner.identity_file));
  if (!partner.url.empty()) out += format("url = {}\n", toml_quoted(partner.url));
  return out;
}

/// What a start or a reload would refuse, told before anything of it is kept. Precondition: OwnFiles is held.
std::optional<PartnerFailure> fault_of_agreement(const Config& config, const PartnerConfig& partner,
                                                 Instant now) {
  const auto own = read_own_keys(config);
  if (!own) return PartnerFailure{.what = own.error(), .is_file = true};
  const auto agreement = agreement_with(config, partner, *own, now);
  if (!agreement) return PartnerFailure{.what = agreement.error()};
  if (auto why = why_not_connected_to(agreement->reach)) return PartnerFailure{.what = *std::move(why)};
  if (const auto fault = fault_of(*agreement, now)) return PartnerFailure{.what = told(*fault)};
  return std::nullopt;
}

/// The document gets its place only where the agreement can be made with it. Precondition: OwnFiles is held
/// since what was there before was read, so that of two who take documents at once the newer one stays.
std::expected<void, PartnerFailure> put(const Config& config, const PartnerConfig& partner, const Read& read,
                                        Instant now) {
  PartnerConfig tried = partner;
  tried.identity_file += ".tried";
  std::error_code ignored;
  fs::create_directories(fs::path{partner.identity_file}.parent_path(), ignored);
  if (auto written = replace_durably(tried.identity_file, as_text(read.bytes)); !written)
    return no_file(std::move(written.error()));
  auto fault = fault_of_agreement(config, tried, now);
  fs::remove(tried.identity_file, ignored);
  if (fault) return std::unexpected(*std::move(fault));
  // Heads of its audit log that are held are signed with the key of then.
  const auto before = read_identity_of(partner);
  if (before && before->document.head_key != read.identity.document.head_key) {
    const auto text = read_file(partner.identity_file, Secrecy::open, exchange::identity_bytes_max);
    if (!text) return no_file(text.error());
    const auto former = with_former(partner.identity_file, as_bytes(*text), now);
    if (!former) return no_file(former.error());
    if (auto written = replace_durably(former_documents_of(partner.identity_file), *former); !written)
      return no_file(std::move(written.error()));
  }
  if (auto written = replace_durably(partner.identity_file, as_text(read.bytes)); !written)
    return no_file(std::move(written.error()));
  return {};
}

/// Of a partner that is there.
std::expected<void, PartnerFailure> renew(const Config& config, const PartnerConfig& partner,
                                          const Read& read, const PartnerOptions& options) {
  if (!partner.has_document()) {
    return refused(
        format("partner {} is configured without an identity document; take its [[partner]] out of {} "
               "first",
               partner.country, options.config_file));
  }
  const std::string root = fingerprint_of(read.identity);
  if (partner.root != root) {
    return refused(
        format("partner {} is pinned to the root {}; where its root has changed take its [[partner]] "
               "out of {} first",
               partner.country, partner.root, options.config_file));
  }
  if (!options.url.empty() && options.url != partner.url)
    return refused(format("partner {} is there: change `url` in {}", partner.country, options.config_file));
  if (const auto held = read_identity_of(partner)) {
    if (const auto fault = fault_of_change(*held, read.identity)) return refused(told(*fault));
  }
  return put(config, partner, read, options.now);
}

/// A new one. `text`: the configuration as it is.
std::expected<void, PartnerFailure> introduce(const std::string& text, const Config& config,
                                              const PartnerConfig& partner, const Read& read,
                                              const PartnerOptions& options) {
  const std::string whole = text + (text.ends_with('\n') ? "" : "\n") + entry_of(partner);
  if (const auto parsed = parse_config(whole, options.config_file, options.environment); !parsed)
    return refused(lines_of(parsed.error()));
  if (auto kept = put(config, partner, read, options.now); !kept) return kept;
  if (auto written = replace_durably(fs::canonical(options.config_file), whole); !written)
    return no_file(std::move(written.error()));
  return {};
}

// ---- showing one

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : ", ") + one;
  return out;
}

void print_row(std::ostream& out, std::string_view label, std::string_view value) {
  out << format("{:<10}  {}\n", label, value);
}

/// As a configuration names what is revoked.
std::string digest_of(ByteView bytes) { return to_hex(crypto::sha256(std::array{bytes}).bytes); }

std::string_view state_of(const crypto::MessageCertificate& one, std::span<const RevokedConfig> revoked,
                          Instant now) {
  if (find_revoked(revoked, one.fingerprint()) != nullptr) return "revoked, ";
  if (now < one.not_before()) return "not yet valid, ";
  return one.valid_at(now) ? "" : "ended, ";
}

void print_certificates(std::ostream& out, std::string_view label, const std::vector<Bytes>& all,
                        std::span<const RevokedConfig> revoked, Instant now) {
  for (const Bytes& der : all) {
    const auto one = crypto::MessageCertificate::from_der(der);
    if (!one) {
      print_row(out, label, one.error());
      continue;
    }
    const auto suite = suite_of(*one);
    const std::string_view profile = !suite ? "?" : *suite == as4::Suite::rsa ? "1.x" : "2.0";
    print_row(out, label,
              format("{}  {}from {} until {}  {}", profile, state_of(*one, revoked, now),
                     lintas::to_text(one->not_before()), lintas::to_text(one->not_after()),
                     to_hex(one->fingerprint().bytes)));
  }
}

void print_identity(std::ostream& out, const exchange::Identity& identity, std::string_view url,
                    std::span<const RevokedConfig> revoked, Instant now) {
  const exchange::IdentityDocument& document = identity.document;
  std::vector<std::string> profiles;
  profiles.reserve(document.capabilities.profiles.size());
  for (const exchange::Profile one : document.capabilities.profiles) profiles.emplace_back(word_of(one));
  std::vector<std::string> kinds;
  kinds.reserve(document.capabilities.messages.size());
  for (const exchange::MessageKind& kind : document.capabilities.messages) kinds.push_back(kind.type);
  print_row(out, "state", identity.state().str());
  print_row(out, "root", fingerprint_of(identity));
  print_row(out, "address", url);
  print_row(out, "document",
            format("{}.{}, of {}, until {}", identity.delegation.number, document.number,
                   lintas::to_text(document.issued), lintas::to_text(document.until)));
  print_row(out, "delegation", digest_of(document.delegation));
  for (const Hash256& one : document.tls_certificates) print_row(out, "line", to_hex(one.bytes));
  for (const auto* authorities : {&document.tls_authorities, &document.authorities})
    for (const Bytes& der : *authorities) print_row(out, "authority", digest_of(der));
  print_row(out, "profiles", joined(profiles));
  print_certificates(out, "signing", document.signing, revoked, now);
  print_certificates(out, "sealing", document.sealing, revoked, now);
  print_row(out, "takes", joined(kinds));
  print_row(out, "largest", format("{} bytes", document.capabilities.payload_bytes_max));
  if (const auto fault = fault_at(identity, now)) print_row(out, "fault", told(*fault));
}

std::string seconds(std::chrono::milliseconds pause) {
  return format("{} s", std::chrono::floor<std::chrono::seconds>(pause).count());
}

std::string named(const as4::Typed& name) {
  return name.type.empty() ? name.value : format("{} ({})", name.value, name.type);
}

/// What the configuration adds to what the partner says: how messages go to and fro.
void print_agreed(std::ostream& out, const Config& config, const PartnerConfig& partner, Instant now) {
  const auto files = OwnFiles::take(config);
  if (!files) return print_row(out, "fault", files.error());
  const auto own = read_own_keys(config);
  if (!own) return print_row(out, "fault", own.error());
  const auto agreement = agreement_with(config, partner, *own, now);
  if (!agreement) return print_row(out, "fault", agreement.error());
  const as4::PMode& mode = agreement->as4->mode;
  print_row(out, "agreed",
            format("profile {}, {}", mode.suite == as4::Suite::rsa ? "1.x" : "2.0",
                   mode.agreement.value.empty() ? "no agreement is named" : mode.agreement.value));
  print_row(out, "parties", format("it {}, we {}", named(mode.partner.id), named(mode.home.id)));
  print_row(out, "service", named(mode.service));
  print_row(out, "messages", partner.actions.empty() ? "all" : joined(partner.actions));
  print_row(out, "answers",
            mode.mep == as4::Mep::two_way ? "two-way: the header names the message that is answered"
                                          : "one-way: the message alone says what it answers");
  std::vector<std::string> held_back = mode.taken;
  std::erase_if(held_back, [&](const std::string& type) {
    return type == gateway::names::bundle_action ||
           std::ranges::find(mode.actions, type) != mode.actions.end();
  });
  if (!held_back.empty())
    print_row(out, "held back", format("{}: its document does not list them", joined(held_back)));
  if (partner.has_document() && mode.sent_bytes_max < limits::message_bytes_max) {
    print_row(out, "held back",
              format("what has more than {} bytes: its document takes no more", mode.sent_bytes_max));
  }
  print_row(out, "as one",
            gateway::takes_bundles(mode) ? format("up to {} messages to it", limits::bundle_messages_max)
                                         : "none: each message goes by itself");
  print_row(out, "taken", format("{} bytes at most", mode.payload_bytes_max));
  print_row(out, "pauses",
            format("from {} to {}", seconds(partner.retry.first), seconds(partner.retry.longest)));
  print_row(
      out, "connects",
      agreement->reach.public_only ? "to addresses of the internet only" : "wherever its address leads");
  for (const as4::RevokedCertificate& one : agreement->as4->revoked) print_row(out, "revoked", one.why);
  for (const ToBring& one : to_bring(*agreement, now)) {
    print_row(
        out, "bring it",
        format("our certificate for {} {}, from {}: it has to be in force there before {}, when the one "
               "ends that is used until then",
               word_for(one.purpose), to_hex(one.certificate->fingerprint().bytes),
               one.purpose == crypto::KeyPurpose::signing ? config.exchange.signing_certificates_file
                                                          : config.exchange.sealing_certificates_file,
               lintas::to_text(one.before)));
  }
}

std::string words_of_log_fault(std::string_view fault) {
  const auto& [rewritten, not_continued, went_back] = api::log_faults;
  if (fault == rewritten) return "it has signed two histories";
  if (fault == not_continued) return "it could not show that its log continues the head held";
  return "its log is shorter than the head held, or it shows none, as after a restore";
}

/// Of its audit log, as far as its signed heads are kept here: what the running node tells, too.
void print_log(std::ostream& out, const Config& config, const exchange::Identity& identity,
               exchange::Partner partner, Instant now) {
  std::optional<app::HeadRow> held;
  bool has_store = true;
  try {
    held = store::SqliteArchive{config.store_folder}.last_head(partner);
  } catch (const app::StoreFailure&) {
    has_store = false;
  }
  const auto log = log_of(config.store_folder, partner, held);
  if (log.head) {
    print_row(out, "log",
              format("{} events, signed {}", log.head->events, lintas::to_text(log.head->signed_at)));
  } else {
    print_row(out, "log",
              has_store ? "no head of its audit log was taken yet"
                        : "there is no store yet to keep heads of its audit log in");
  }
  const auto configured = std::ranges::find(config.partners, partner.str(), &PartnerConfig::country);
  const Instant taken = configured == config.partners.end() ? now : taken_at(*configured, identity, now);
  const Instant since = std::max<Instant>(log.head ? log.head->signed_at : taken, limits::head_at_min);
  if (has_store && since < now - limits::head_age_max) {
    print_row(
        out, "log old",
        format("nothing of it was shown for {} days: nobody would see it rewritten; telephone its operator",
               std::chrono::floor<std::chrono::days>(now - since).count()));
  }
  if (log.fault.empty()) return;
  for (const fs::path& file : evidence_of(config.store_folder, partner, log.fault)) {
    print_row(out, "log fault",
              format("{}: {}; telephone its operator", words_of_log_fault(log.fault), file.string()));
  }
}

/// A partner without an identity document.
void print_by_hand(std::ostream& out, const Config& config, const PartnerConfig& partner, Instant now) {
  print_row(out, "state", partner.country);
  print_row(out, "address", partner.url);
  print_row(out, "document", "none: it is configured by hand");
  const std::array uses{std::pair{"signing", &partner.signing_certificates_file},
                        std::pair{"sealing", &partner.sealing_certificates_file}};
  for (const auto& [use, path] : uses)
    if (const auto ders = ders_of(*path)) print_certificates(out, use, *ders, config.revoked, now);
  if (const auto ders = ders_of(partner.tls_clients_file)) {
    for (const Bytes& der : *ders) print_row(out, "line", digest_of(der));
  }
  print_agreed(out, config, partner, now);
}

/// A line of each.
std::string line_of(const PartnerConfig& partner) {
  if (!partner.has_document()) return format("{}  by hand  {}\n", partner.country, partner.url);
  const auto identity = read_identity_of(partner);
  if (!identity) return identity.error() + '\n';
  return format("{}  {}.{}  {}  {}\n", partner.country, identity->delegation.number,
                identity->document.number, partner.root,
                partner.url.empty() ? identity->document.url : partner.url);
}

int told_to(std::ostream& err, std::string_view command, std::string_view what, int code) {
  err << "lintas partner " << command << ": " << what << '\n';
  return code;
}

int show_own(const Config& config, Instant now, std::ostream& out, std::ostream& err) {
  if (config.exchange.identity_file.empty())
    return told_to(err, "show", "[exchange] names no identity document of this node", invalid);
  const auto files = OwnFiles::take(config);
  if (!files) return told_to(err, "show", files.error(), unusable);
  const auto identity = read_own_identity(config);
  if (!identity) return told_to(err, "show", identity.error(), unusable);
  print_identity(out, *identity, identity->document.url, {}, now);
  return done;
}

}  // namespace

std::expected<std::string, PartnerFailure> take_partner(const PartnerOptions& options) {
  std::error_code error;
  const fs::path file = fs::canonical(options.config_file, error);
  if (error) return no_file(format("{}: {}", options.config_file, error.message()));
  auto text = read_file(file.string(), Secrecy::open);
  if (!text) return no_file(text.error());
  auto config = parse_config(*text, file.string(), options.environment);
  if (!config) return no_file(lines_of(config.error()));
  const auto files = OwnFiles::take(*config);
  if (!files) return no_file(files.error());
  // Whoever had them may have taken another partner: its entry has to stay.
  text = read_file(file.string(), Secrecy::open);
  if (!text) return no_file(text.error());
  config = parse_config(*text, file.string(), options.environment);
  if (!config) return no_file(lines_of(config.error()));
  if (config->exchange.identity_file.empty()) {
    return no_file(format("{}: [exchange] names no identity document of this node; `lintas init` makes one",
                          options.config_file));
  }
  auto read = read_document(options.document_file);
  if (!read) return std::unexpected(std::move(read.error()));
  const auto root = code::parse_fingerprint(options.root);
  if (!root) return refused("--root is the fingerprint that its people read to you: 32 hexadecimal digits");
  const exchange::Identity& identity = read->identity;
  if (const auto fault =
          fault_of(identity, {.state = identity.state(), .fingerprint = *root}, crypto::sha256))
    return refused(told(*fault));
  std::string country{identity.state().str()};
  const auto known = std::ranges::find(config->partners, country, &PartnerConfig::country);
  PartnerConfig fresh;
  fresh.country = country;
  fresh.root = *root;
  fresh.identity_file = place_for(file, country).string();
  fresh.url = options.url;
  auto taken = known != config->partners.end() ? renew(*config, *known, *read, options)
                                               : introduce(*text, *config, fresh, *read, options);
  if (!taken) return std::unexpected(std::move(taken.error()));
  return country;
}

std::expected<bool, std::string> take_newer(const Config& config, const PartnerConfig& partner,
                                            ByteView document, Instant now) {
  auto identity = exchange::read_identity(document, crypto::sha256, crypto::verify);
  if (!identity) return std::unexpected(told(identity.error()));
  const auto files = OwnFiles::take(config);
  if (!files) return std::unexpected(files.error());
  const auto held = read_identity_of(partner);
  if (held && *held == *identity) return false;
  const Read read{.bytes = copy_of(document), .identity = *std::move(identity)};
  auto taken = renew(config, partner, read, {.now = now});
  if (!taken) return std::unexpected(std::move(taken.error().what));
  return true;
}

int add_partner(const PartnerOptions& options, std::ostream& out, std::ostream& err) {
  const auto fail = [&](const PartnerFailure& failure) {
    return told_to(err, "add", failure.what, failure.is_file ? unusable : invalid);
  };
  if (options.root.empty()) {
    const auto read = read_document(options.document_file);
    if (!read) return fail(read.error());
    print_identity(out, read->identity, read->identity.document.url, {}, options.now);
    err << "Nothing was taken. Let somebody of that administration whom you know read the fingerprint of its "
           "root to you, over\na line that you trust, and give what you hear: --root FINGERPRINT\n";
    return invalid;
  }
  const auto taken = take_partner(options);
  if (!taken) return fail(taken.error());
  out << format("partner {} is taken. Reload the node (SIGHUP), then ask: lintas partner test {}\n", *taken,
                *taken);
  return done;
}

int show_partners(const ShowOptions& options, std::ostream& out, std::ostream& err) {
  const auto config = load_config(options.config_file);
  if (!config) return told_to(err, "show", lines_of(config.error()), unusable);
  if (options.country == config->country) return show_own(*config, options.now, out, err);
  if (options.country.empty()) {
    for (const PartnerConfig& partner : config->partners) out << line_of(partner);
    if (config->partners.empty())
      err << format("{} has no partner; `lintas partner add` takes one\n", options.config_file);
    return done;
  }
  const auto known = std::ranges::find(config->partners, options.country, &PartnerConfig::country);
  if (known == config->partners.end())
    return told_to(err, "show", format("there is no partner {}", options.country), invalid);
  if (!known->has_document()) {
    print_by_hand(out, *config, *known, options.now);
    return done;
  }
  const auto identity = read_identity_of(*known);
  if (!identity) return told_to(err, "show", identity.error(), invalid);
  print_identity(out, *identity, known->url.empty() ? identity->document.url : known->url, config->revoked,
                 options.now);
  print_agreed(out, *config, *known, options.now);
  if (const auto partner = exchange::Partner::parse(known->country))
    print_log(out, *config, *identity, *partner, options.now);
  return done;
}

}  // namespace lintas::node
