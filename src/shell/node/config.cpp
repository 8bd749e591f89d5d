#include "shell/node/config.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <fcntl.h>
#include <iterator>
#include <map>
#include <netinet/in.h>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <toml++/toml.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/code/trust.hpp"
#include "core/seed/seed.hpp"
#include "shell/app/mail.hpp"
#include "shell/net/target.hpp"
#include "shell/node/log.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

// The environment of the process (POSIX); no header has it without GNU extensions.
extern char** environ;  // NOLINT(readability-identifier-naming)

namespace lintas::node {

namespace {

constexpr std::string_view environment_prefix = "LINTAS__";

enum class Type : std::uint8_t {
  address,
  file,
  folder,
  country,
  state,
  level,
  purpose,
  reach,
  port,
  number,
  seconds,
  url,
  fingerprint,
  digest,
  text,
  types,
  profile,
  naming
};

std::string_view name_of(Type type) {
  switch (type) {
    case Type::address: return "IP address";
    case Type::file:
    case Type::folder: return "path";
    case Type::country: return "two capital letters";
    case Type::state: return "two capital letters of a state with a file in data/states";
    case Type::level: return "debug, info, warning or error";
    case Type::purpose: return "production or sandbox";
    case Type::reach: return "public or any";
    case Type::port: return "0 to 65535";
    case Type::number: return "number";
    case Type::seconds: return "seconds";
    case Type::url: return "https address";
    case Type::fingerprint: return "32 hexadecimal digits, in groups or not";
    case Type::digest: return "64 hexadecimal digits, with colons or not";
    case Type::text: return "text";
    case Type::types: return "list of types of messages, as [\"IE001\", \"IE003\"]";
    case Type::profile: return "2.0 or 1.x";
    case Type::naming: return "token, issuer_serial or key_identifier";
  }
  std::unreachable();
}

/// Whether a value of the type says nothing of where files lie, and is no key: it may be shown to others.
bool is_plain_setting(Type type) {
  switch (type) {
    case Type::file:
    case Type::folder:
    case Type::fingerprint:
    case Type::text: return false;
    case Type::address:
    case Type::country:
    case Type::state:
    case Type::level:
    case Type::purpose:
    case Type::reach:
    case Type::port:
    case Type::number:
    case Type::seconds:
    case Type::url:
    case Type::digest:
    case Type::types:
    case Type::profile:
    case Type::naming: return true;
  }
  std::unreachable();
}

bool is_integer(Type type) { return type == Type::port || type == Type::number || type == Type::seconds; }

/// A value that its type accepts, in the form that its row stores.
struct Value {
  std::string text;
  std::uint64_t number = 0;
};

/// When a running node takes a changed value.
enum class Taken : std::uint8_t { on_reload, at_start };
std::string_view name_of(Taken taken) { return taken == Taken::on_reload ? "yes" : "new start"; }

template <class Target>
struct Row {
  std::string_view section;
  std::string_view key;
  Type type;
  /// Empty and required: there is none.
  std::string_view by_default;
  bool required;
  bool secret;
  Taken taken;
  std::uint64_t min;
  std::uint64_t max;
  void (*set)(Target&, const Value&);
  std::string_view meaning;

  [[nodiscard]] std::string name() const {
    return section.empty() ? std::string{key} : format("{}.{}", section, key);
  }
  [[nodiscard]] std::string allowed() const {
    return type == Type::number || type == Type::seconds ? format("{}, {} to {}", name_of(type), min, max)
                                                         : std::string{name_of(type)};
  }
};

std::chrono::milliseconds seconds_of(const Value& value) { return std::chrono::seconds{value.number}; }

using R = Row<Config>;
constexpr bool required = true;
constexpr bool optional = false;
constexpr bool is_secret = true;
constexpr bool is_open = false;
using Taken::at_start;
using Taken::on_reload;

// section, key, type, default, required?, secret file?, when taken, smallest, largest, where it goes, meaning
constexpr std::array rows{
    R{"node", "country", Type::state, "", required, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.country = v.text; }, "The state whose national node this is."},
    R{"node", "purpose", Type::purpose, "production", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.is_sandbox = v.text == "sandbox"; },
      "`sandbox`: its officers are played and nothing is valid. Written by `lintas sandbox`, which alone "
      "runs "
      "such a node; `lintas node` refuses it."},
    R{"node", "log_level", Type::level, "info", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.log_level = *parse_level(v.text); }, "Lowest level that is logged."},
    R{"node", "signing_key_file", Type::file, "", required, is_secret, at_start, 0, 0,
      [](Config& c, const Value& v) { c.signing_key_file = v.text; },
      "Ed25519 seed that signs audit heads: 32 bytes in hexadecimal digits."},
    R{"node", "secret_file", Type::file, "", required, is_secret, at_start, 0, 0,
      [](Config& c, const Value& v) { c.secret_file = v.text; },
      "32 bytes in hexadecimal digits behind hashed access codes, MRNs and cursors of lists. Never changes: "
      "with "
      "another one no access code fits any more."},
    R{"store", "folder", Type::folder, "/var/lib/lintas", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.store_folder = v.text; },
      "Where the SQLite store lies, for this node alone. Must exist, on a disk of this machine."},
    R{"api", "address", Type::address, "127.0.0.1", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.api.address = v.text; },
      "Where traders, officers and their software ask. Beyond loopback it needs a certificate."},
    R{"api", "port", Type::port, "8080", optional, is_open, at_start, 0, 65'535,
      [](Config& c, const Value& v) { c.api.port = static_cast<std::uint16_t>(v.number); },
      "0 takes any free port."},
    R{"api", "certificate_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.api.certificate_file = v.text; },
      "PEM: the certificate, then its intermediates. Empty: plain HTTP; with the "
      "first one, or without the last, a new start is needed."},
    R{"api", "key_file", Type::file, "", optional, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.api.key_file = v.text; }, "PEM: the private key of the certificate."},
    R{"api", "keys_file", Type::file, "", required, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.keys_file = v.text; },
      "Hashes of the API keys, one a line. The node appends to it when a key is issued."},
    R{"partners", "address", Type::address, "127.0.0.1", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.partners_listen.address = v.text; },
      "Where the nodes of other states ask. Each shows its certificate."},
    R{"partners", "port", Type::port, "8443", optional, is_open, at_start, 0, 65'535,
      [](Config& c, const Value& v) { c.partners_listen.port = static_cast<std::uint16_t>(v.number); },
      "0 takes any free port."},
    R{"partners", "certificate_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.partners_listen.certificate_file = v.text; },
      "PEM: shown to partners, by the server and by the client. Required when there are partners."},
    R{"partners", "key_file", Type::file, "", optional, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.partners_listen.key_file = v.text; },
      "PEM: the private key of that certificate."},
    R{"operations", "address", Type::address, "127.0.0.1", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.operations.address = v.text; },
      "Health and metrics, for the operator's own network. Plain HTTP, so keep it on loopback."},
    R{"operations", "port", Type::port, "9090", optional, is_open, at_start, 0, 65'535,
      [](Config& c, const Value& v) { c.operations.port = static_cast<std::uint16_t>(v.number); },
      "0 takes any free port."},
    R{"exchange", "url", Type::url, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.url = v.text; },
      "Where partners reach this node's listener for them. All keys of this section belong together, but for "
      "`authorities_file`, `tls_authorities_file` and `addresses`; with partners they are required."},
    R{"exchange", "identity_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.identity_file = v.text; },
      "The identity document of this node, for its partners (`lintas partner add`). Where something in it "
      "has "
      "changed the node signs it anew, at a start and at a reload."},
    R{"exchange", "key_file", Type::file, "", optional, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.key_file = v.text; },
      "Ed25519 seed that signs that document: 32 bytes in hexadecimal digits. The root of the state has "
      "signed "
      "that it speaks for the node."},
    R{"exchange", "authorities_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.authorities_file = v.text; },
      "PEM: who issued the certificates below, where they are not signed by themselves."},
    R{"exchange", "signing_certificates_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.signing_certificates_file = v.text; },
      "PEM: what messages are signed with, Ed25519 for profile 2.0 and RSA for 1.x. Several of a kind where "
      "one "
      "takes the place of another: of those that are valid the one that lasts longest is used."},
    R{"exchange", "signing_keys_file", Type::file, "", optional, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.signing_keys_file = v.text; },
      "PEM: the private keys of those certificates, in any order."},
    R{"exchange", "sealing_certificates_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.sealing_certificates_file = v.text; },
      "PEM: what partners encrypt messages for, X25519 for profile 2.0 and RSA for 1.x. Several as above."},
    R{"exchange", "sealing_keys_file", Type::file, "", optional, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.sealing_keys_file = v.text; },
      "PEM: the private keys of those certificates."},
    R{"exchange", "tls_authorities_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.tls_authorities_file = v.text; },
      "PEM: by which authority partners believe `partners.certificate_file`. Empty: by that certificate "
      "itself."},
    R{"exchange", "addresses", Type::reach, "public", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.exchange.private_addresses = v.text == "any"; },
      "Where the addresses that partners name in their identity documents may lead. `any`: also to this "
      "machine and into private networks, for nodes that are connected by one; then a partner can have the "
      "node ask there. An address that you give yourself (`url` of a partner) leads anywhere."},
    R{"documents", "key_file", Type::file, "", optional, is_secret, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.document_key_file = v.text; },
      "Ed25519 seed that signs codes on documents and status lists, as `lintas trust key` makes it. Empty: "
      "no codes are issued."},
    R{"documents", "trust_sheet_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](Config& c, const Value& v) { c.trust_sheet_file = v.text; },
      "The newest trust sheet of the state (`lintas trust sheet`), which names that key. The node hands it "
      "out."},
    R{"webhooks", "addresses", Type::reach, "public", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.webhooks.private_addresses = v.text == "any"; },
      "Where subscribers may be. `any`: also on this machine and in private networks, and over plain HTTP; "
      "then "
      "whoever may subscribe can have the node ask there."},
    R{"webhooks", "ca_file", Type::file, "", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.webhooks.ca_file = v.text; },
      "PEM: authorities that subscribers are believed by. Empty: those of the system."},
    R{"limits", "connections", Type::number, "4096", optional, is_open, at_start, 16, 100'000,
      [](Config& c, const Value& v) { c.limits.connections = v.number; },
      "Open connections of one listener's server. Each needs a file descriptor."},
    R{"limits", "connections_per_address", Type::number, "256", optional, is_open, at_start, 1, 100'000,
      [](Config& c, const Value& v) { c.limits.connections_per_address = v.number; },
      "The same from one address. Behind a proxy set it as high as `connections`."},
    R{"limits", "receiving_mib", Type::number, "256", optional, is_open, at_start, 16, 65'536,
      [](Config& c, const Value& v) { c.limits.receiving_mib = v.number; },
      "Memory for contents that are just being received, in MiB."},
    R{"limits", "request_time", Type::seconds, "120", optional, is_open, at_start, 1, 3'600,
      [](Config& c, const Value& v) { c.limits.request_time = seconds_of(v); },
      "How long one request may take to arrive. Longer for bad lines."},
    R{"limits", "answer_time", Type::seconds, "60", optional, is_open, at_start, 1, 3'600,
      [](Config& c, const Value& v) { c.limits.answer_time = seconds_of(v); },
      "How long the node may take to answer."},
    R{"limits", "idle_time", Type::seconds, "60", optional, is_open, at_start, 20, 3'600,
      [](Config& c, const Value& v) { c.limits.idle_time = seconds_of(v); },
      "How long an idle connection is kept. Longer than clients keep theirs."},
    R{"limits", "stop_grace", Type::seconds, "20", optional, is_open, at_start, 0, 600,
      [](Config& c, const Value& v) { c.limits.stop_grace = seconds_of(v); },
      "How long a stopping node waits for what has begun."},
};

struct NamingWord {
  std::string_view word;
  as4::Naming naming;
};
constexpr std::array namings{NamingWord{"token", as4::Naming::token},
                             NamingWord{"issuer_serial", as4::Naming::issuer_serial},
                             NamingWord{"key_identifier", as4::Naming::key_identifier}};

/// As programs print it: "AB:12:…".
std::optional<Hash256> parse_digest(std::string_view text) {
  std::string digits{text};
  std::erase_if(digits, [](char c) { return c == ':' || c == ' '; });
  const auto bytes = from_hex(digits);
  Hash256 out;
  if (!bytes || bytes->size() != out.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, out.bytes.begin());
  return out;
}

/// How a list is kept as one text: no word has a space.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (const auto word : std::views::split(text, ' ')) {
    const std::string_view one{word.begin(), word.end()};
    if (!one.empty()) out.emplace_back(one);
  }
  return out;
}

using P = Row<PartnerConfig>;
constexpr std::array partner_rows{
    P{"", "country", Type::country, "", required, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.country = v.text; }, "The partner's state; one entry each."},
    P{"", "root", Type::fingerprint, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) {
        if (!v.text.empty()) p.root = *code::parse_fingerprint(v.text);
      },
      "Fingerprint of the root of its state, as its people read it to you."},
    P{"", "identity_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.identity_file = v.text; },
      "The identity document of its node, as `lintas partner add` keeps it."},
    P{"", "url", Type::url, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.url = v.text; },
      "Where its node is reached, if not where its document says: behind a gateway of your own."},
    P{"", "profile", Type::profile, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) {
        if (!v.text.empty()) p.profile = v.text == "2.0" ? as4::Suite::edwards : as4::Suite::rsa;
      },
      "Of eDelivery AS4: 2.0 is Ed25519 and X25519, 1.x is RSA. Left out: 2.0 where its document has it."},
    P{"", "naming", Type::naming, "token", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) {
        p.naming = std::ranges::find(namings, v.text, &NamingWord::word)->naming;
      },
      "How messages to it name our certificates: by themselves, by issuer and number, or by the identifier "
      "of "
      "the key. It is understood in each of these ways."},
    P{"", "payload_mib", Type::number, "8", optional, is_open, on_reload, 1, 8,
      [](PartnerConfig& p, const Value& v) { p.payload_mib = v.number; },
      "Largest message that is taken from it, unpacked, in MiB."},
    P{"", "revocation_list_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.revocation_list_file = v.text; },
      "PEM: lists of revoked certificates (CRL) of the authorities that issued its certificates of messages, "
      "one of each. Read at a start, at a reload and each day; a list that has ended, or is another's, "
      "leaves "
      "the partner out. Empty: what stands in its document counts."},
    P{"", "actions", Type::types, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.actions = words_of(v.text); },
      "Types of messages that are agreed on, where its software does not know all of them "
      "([as4.md](../protocols/as4.md) lists them). Others from it are a stranger's; others for it hold "
      "their lanes as dead letters until they stand here, or officers give them up. Left out: all."},
    P{"", "retry_first", Type::seconds, "5", optional, is_open, on_reload, 1, 3'600,
      [](PartnerConfig& p, const Value& v) { p.retry.first = seconds_of(v); },
      "Pause after an attempt that came to nothing; doubled each time."},
    P{"", "retry_longest", Type::seconds, "600", optional, is_open, on_reload, 1, 86'400,
      [](PartnerConfig& p, const Value& v) { p.retry.longest = seconds_of(v); },
      "Longest pause between two attempts. There is no last one."},
    P{"", "signing_certificates_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.signing_certificates_file = v.text; },
      "Without an identity document, as everything below. PEM: what its messages are signed with. Several "
      "where one takes the place of another: each counts while it is valid."},
    P{"", "sealing_certificates_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.sealing_certificates_file = v.text; },
      "PEM: what messages to it are encrypted for. Of several that are valid the one that lasts longest."},
    P{"", "authorities_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.authorities_file = v.text; },
      "PEM: who issued those certificates. Empty: each counts by itself, whoever issued it."},
    P{"", "tls_authorities_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.tls_authorities_file = v.text; },
      "PEM: who signs the certificates of its line. With it ours is shown where its server asks for one. "
      "Empty: those of the system, and none is shown. What comes is known by the signatures of messages."},
    P{"", "party_id", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.party_id = v.text; },
      "Its PartyId of AS4. Left out: `NTA.` and the country."},
    P{"", "own_party_id", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.own_party_id = v.text; },
      "Ours, as its P-Mode has it. Left out: `NTA.` and our country."},
    P{"", "party_type", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.party_type = v.text; },
      "Type of both. Left out: `urn:lintas:node`; \"\" is none."},
    P{"", "agreement", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.agreement = v.text; },
      "AgreementRef. Left out: `urn:lintas:agreement:transit:1`; \"\" is none."},
    P{"", "service", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.service = v.text; },
      "Service of all messages. Left out: `urn:lintas:service:transit:1`."},
    P{"", "service_type", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.service_type = v.text; }, "Its type. Left out: none."},
};
static_assert(limits::retry_delay_first == std::chrono::seconds{5} &&
                  limits::retry_delay_max == std::chrono::seconds{600},
              "what the table shows as defaults are the limits");
static_assert(limits::message_bytes_max == 8UL * 1024 * 1024,
              "the largest payload_mib is all that a node takes");

using V = Row<RevokedConfig>;
constexpr std::array revoked_rows{
    V{"", "fingerprint", Type::digest, "", required, is_open, on_reload, 0, 0,
      [](RevokedConfig& r, const Value& v) { r.fingerprint = *parse_digest(v.text); },
      "SHA-256 of it, as `lintas partner show` and `openssl x509 -fingerprint -sha256` print it."},
    V{"", "reason", Type::text, "", required, is_open, on_reload, 0, 0,
      [](RevokedConfig& r, const Value& v) { r.reason = v.text; },
      "Why, for the log: who told it, and when."},
};

bool is_country(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20U; });
}

bool is_address(std::string_view text) {
  in6_addr bytes{};
  const std::string whole{text};
  return ::inet_pton(AF_INET, whole.c_str(), &bytes) == 1 ||
         ::inet_pton(AF_INET6, whole.c_str(), &bytes) == 1;
}

bool fits(Type type, std::string_view text) {
  switch (type) {
    case Type::address: return is_address(text);
    case Type::file:
    case Type::folder: return is_plain(text);
    case Type::country: return is_country(text);
    case Type::state: return std::ranges::find(seed::states(), text) != seed::states().end();
    case Type::level: return parse_level(text).has_value();
    case Type::purpose: return text == "production" || text == "sandbox";
    case Type::reach: return text == "public" || text == "any";
    case Type::url: {
      const auto url = net::parse_url(text);
      return url && url->tls;
    }
    case Type::fingerprint: return code::parse_fingerprint(text).has_value();
    case Type::digest: return parse_digest(text).has_value();
    case Type::text: return !text.empty() && is_plain(text);
    case Type::types: {
      const auto known = app::message_types();
      return std::ranges::all_of(words_of(text), [&](const std::string& one) {
        return std::ranges::find(known, one) != known.end();
      });
    }
    case Type::profile: return text == "2.0" || text == "1.x";
    case Type::naming: return std::ranges::find(namings, text, &NamingWord::word) != namings.end();
    case Type::port:
    case Type::number:
    case Type::seconds: return true;
  }
  std::unreachable();
}

template <class Target>
std::optional<Value> value_of(const Row<Target>& row, std::string_view text) {
  Value value{.text = std::string{text}, .number = 0};
  if (is_integer(row.type)) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value.number);
    if (error != std::errc{} || stop != end || value.number < row.min || value.number > row.max)
      return std::nullopt;
  }
  // What may be left out may be empty.
  const bool is_left_out = text.empty() && !row.required && row.by_default.empty();
  if (!is_left_out && !fits(row.type, text)) return std::nullopt;
  return value;
}

/// Where it stands and what it says.
struct Given {
  std::string text;
  std::string origin;
  ConfigError place;
};

std::size_t line_of(const toml::node& node) { return node.source().begin.line; }

/// The text of a string, integer or list that the row's type allows.
template <class Target>
std::optional<std::string> text_of(const Row<Target>& row, const toml::node& node) {
  if (is_integer(row.type)) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number) return std::nullopt;
    return std::to_string(*number);
  }
  if (row.type == Type::types) {
    const toml::array* const list = node.as_array();
    if (list == nullptr || !list->is_homogeneous<std::string>()) return std::nullopt;
    std::string text;
    for (const toml::node& one : *list) text += format("{}{}", text.empty() ? "" : " ", **one.as_string());
    return text;
  }
  return node.value_exact<std::string>();
}

std::string_view what_it_is_not(Type type) {
  if (type == Type::types) return "what is no list of texts";
  return is_integer(type) ? "what is no integer" : "what is no text in quotes";
}

template <class Target>
std::string wrong(const Row<Target>& row, std::string_view got) {
  return format("{}: {} is not allowed; give {}", row.name(), got, row.allowed());
}

class Reader {
 public:
  Reader(std::string_view file, const std::map<std::string, std::string>& environment)
      : file_(file), environment_(environment) {}

  std::expected<Config, std::vector<ConfigError>> read(std::string_view text);

 private:
  void fail(std::size_t line, std::string what) {
    errors_.push_back({.file = file_, .line = line, .what = std::move(what)});
  }
  void fail(ConfigError place, std::string what) {
    place.what = std::move(what);
    errors_.push_back(std::move(place));
  }
  template <class Target, std::size_t count>
  void take_table(const std::array<Row<Target>, count>& table, std::string_view section,
                  const toml::table& content, std::map<std::string, Given>& given);
  void take_file(const toml::table& root);
  void take_environment();
  void set_all();
  void take_list(std::string_view name, const toml::node& node,
                 void (Reader::*take)(const toml::table& content));
  template <class Target, std::size_t count>
  std::pair<Target, std::vector<Setting>> entry_of(const std::array<Row<Target>, count>& table,
                                                   std::string_view name, const toml::table& content);
  void take_partner(const toml::table& content);
  void take_revoked(const toml::table& content);
  void check_partner(std::size_t line, const PartnerConfig& partner, const toml::table& content);
  void check_introduction(const toml::table& content);
  void check_whole();
  void check_pair(const std::string& one, const std::string& other);
  void check_exchange();
  /// Whether the key has a value, be it a wrong one.
  [[nodiscard]] bool gives(const std::string& key) const {
    const auto found = given_.find(key);
    return found == given_.end() ? unread_.contains(key) : !found->second.text.empty();
  }

  std::string file_;
  const std::map<std::string, std::string>& environment_;
  std::map<std::string, Given> given_;
  std::set<std::string> unread_;             ///< keys whose values are no text or integer
  std::optional<std::size_t> partner_line_;  ///< of the first partner, be it a wrong one
  std::vector<Setting> partner_settings_;
  std::vector<Setting> revoked_settings_;
  std::vector<std::size_t> partner_lines_;  ///< of each partner of the configuration
  Config config_;
  std::vector<ConfigError> errors_;
};

template <class Target, std::size_t count>
void Reader::take_table(const std::array<Row<Target>, count>& table, std::string_view section,
                        const toml::table& content, std::map<std::string, Given>& given) {
  for (const auto& [name, node] : content) {
    const std::string_view key = name.str();
    const auto row = std::ranges::find_if(
        table, [&](const Row<Target>& one) { return one.section == section && one.key == key; });
    const std::size_t line = line_of(node);
    if (row == table.end()) {
      fail(line, format("there is no key '{}'{}; docs/operations/configuration.md lists them", key,
                        section.empty() ? "" : format(" in [{}]", section)));
      continue;
    }
    const auto text = text_of(*row, node);
    if (!text) {
      fail(line, wrong(*row, what_it_is_not(row->type)));
      unread_.insert(row->name());
      continue;
    }
    given[row->name()] = {.text = *text,
                          .origin = format("{}:{}", file_, line),
                          .place = {.file = file_, .line = line, .what = {}}};
  }
}

void Reader::take_file(const toml::table& root) {
  for (const auto& [name, node] : root) {
    const std::string_view section = name.str();
    if (section == "partner") {
      take_list(section, node, &Reader::take_partner);
      continue;
    }
    if (section == "revoked") {
      take_list(section, node, &Reader::take_revoked);
      continue;
    }
    const bool known = std::ranges::find(rows, section, &R::section) != rows.end();
    const toml::table* const content = node.as_table();
    if (!known || content == nullptr) {
      fail(line_of(node),
           format("there is no section [{}]; docs/operations/configuration.md lists them", section));
      continue;
    }
    take_table(rows, section, *content, given_);
  }
}

/// "api.port" as LINTAS__API__PORT.
std::string variable_of(const R& row) {
  std::string out{environment_prefix};
  for (const char c : format("{}__{}", row.section, row.key)) {
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

void Reader::take_environment() {
  for (const auto& [name, value] : environment_) {
    if (!name.starts_with(environment_prefix)) continue;
    const auto* const row =
        std::ranges::find_if(rows, [&](const R& one) { return variable_of(one) == name; });
    if (row == rows.end()) {
      errors_.push_back({.file = name, .line = 0, .what = "there is no such key; unset the variable"});
      continue;
    }
    given_[row->name()] = {.text = value, .origin = name, .place = {.file = name, .line = 0, .what = {}}};
  }
}

void Reader::set_all() {
  for (const R& row : rows) {
    const auto found = given_.find(row.name());
    const bool is_given = found != given_.end();
    if (!is_given && row.required) {
      fail(0, format("{} is missing: {}", row.name(), row.meaning));
      continue;
    }
    const std::string text = is_given ? found->second.text : std::string{row.by_default};
    const auto value = value_of(row, text);
    if (!value) {
      ConfigError error = is_given ? found->second.place : ConfigError{.file = file_, .line = 0, .what = {}};
      error.what = wrong(row, format("'{}'", text));
      errors_.push_back(std::move(error));
      continue;
    }
    row.set(config_, *value);
    config_.settings.push_back({.key = row.name(),
                                .value = text,
                                .origin = is_given ? found->second.origin : "default",
                                .secret = row.secret});
  }
}

/// Each of them by `take`.
void Reader::take_list(std::string_view name, const toml::node& node,
                       void (Reader::*take)(const toml::table& content)) {
  const toml::array* const list = node.as_array();
  if (list == nullptr || !list->is_homogeneous<toml::table>())
    return fail(line_of(node), format("this is written as [[{}]], one section each", name));
  for (const toml::node& one : *list) {
    if (const toml::table* const content = one.as_table()) (this->*take)(*content);
  }
}

/// One section of a list. The settings have the bare keys.
template <class Target, std::size_t count>
std::pair<Target, std::vector<Setting>> Reader::entry_of(const std::array<Row<Target>, count>& table,
                                                         std::string_view name, const toml::table& content) {
  std::map<std::string, Given> given;
  take_table(table, "", content, given);
  std::pair<Target, std::vector<Setting>> out;
  for (const Row<Target>& row : table) {
    const auto found = given.find(row.name());
    if (found == given.end()) {
      if (row.required && !content.contains(row.key)) {
        fail(line_of(content), format("{}: {} is missing: {}", name, row.key, row.meaning));
      }
      continue;
    }
    const auto value = value_of(row, found->second.text);
    if (!value) {
      fail(found->second.place.line, format("{}: {}", name, wrong(row, format("'{}'", found->second.text))));
      continue;
    }
    row.set(out.first, *value);
    out.second.push_back({.key = std::string{row.key},
                          .value = found->second.text,
                          .origin = found->second.origin,
                          .secret = row.secret});
  }
  return out;
}

void Reader::take_partner(const toml::table& content) {
  const std::size_t line = line_of(content);
  const std::size_t errors_before = errors_.size();
  if (!partner_line_) partner_line_ = line;
  auto [partner, settings] = entry_of(partner_rows, "partner", content);
  check_partner(line, partner, content);
  if (errors_.size() != errors_before) return;
  for (Setting& setting : settings) {
    setting.key = format("partner.{}.{}", partner.country, setting.key);
    partner_settings_.push_back(std::move(setting));
  }
  config_.partners.push_back(std::move(partner));
  partner_lines_.push_back(line);
}

void Reader::take_revoked(const toml::table& content) {
  auto [revoked, settings] = entry_of(revoked_rows, "revoked", content);
  for (Setting& setting : settings) {
    setting.key = format("revoked.{}.{}", config_.revoked.size() + 1, setting.key);
    revoked_settings_.push_back(std::move(setting));
  }
  config_.revoked.push_back(std::move(revoked));
}

std::string_view meaning_of(std::string_view partner_key) {
  const auto* const row = std::ranges::find(partner_rows, partner_key, &P::key);
  require(row != partner_rows.end(), "the keys of a partner are rows of the table");
  return row->meaning;
}

/// The keys of [[partner]] that a partner without an identity document needs, and all that only such a one
/// has.
constexpr std::array needed_by_hand{"url", "profile", "signing_certificates_file",
                                    "sealing_certificates_file"};
constexpr std::array only_by_hand{"signing_certificates_file",
                                  "sealing_certificates_file",
                                  "authorities_file",
                                  "tls_authorities_file",
                                  "party_id",
                                  "own_party_id",
                                  "party_type",
                                  "agreement",
                                  "service",
                                  "service_type"};

/// By its identity document, or by what would stand in it.
void Reader::check_introduction(const toml::table& content) {
  const auto is_there = [&](const char* key) { return content.contains(key); };
  const std::array of_document{"root", "identity_file"};
  const bool by_document = std::ranges::any_of(of_document, is_there);
  if (by_document || std::ranges::none_of(only_by_hand, is_there)) {
    for (const char* const key : of_document) {
      if (!is_there(key)) fail(line_of(content), format("partner: {} is missing: {}", key, meaning_of(key)));
    }
    for (const char* const key : only_by_hand) {
      if (is_there(key))
        fail(line_of(*content.get(key)),
             format("partner: {}: its identity document says that; leave it out, or root and identity_file",
                    key));
    }
    return;
  }
  for (const char* const key : needed_by_hand) {
    if (!is_there(key))
      fail(line_of(content),
           format("partner: {} is missing, without an identity document: {}", key, meaning_of(key)));
  }
  if (is_there("revocation_list_file") && !is_there("authorities_file"))
    fail(line_of(*content.get("revocation_list_file")),
         "partner: revocation_list_file: give authorities_file, too: lists are of authorities");
}

void Reader::check_partner(std::size_t line, const PartnerConfig& partner, const toml::table& content) {
  check_introduction(content);
  if (partner.retry.first > partner.retry.longest) {
    const bool is_given = content.contains("retry_first");
    fail(line_of(*content.get(is_given ? "retry_first" : "retry_longest")),
         "partner: retry_first is longer than retry_longest");
  }
  if (!partner.country.empty() && std::ranges::find(config_.partners, partner.country,
                                                    &PartnerConfig::country) != config_.partners.end()) {
    fail(line, format("partner {}: stands twice; a country has one node", partner.country));
  }
}

void Reader::check_pair(const std::string& one, const std::string& other) {
  if (gives(one) == gives(other)) return;
  const auto given = given_.find(gives(one) ? one : other);
  fail(given == given_.end() ? ConfigError{.file = file_, .line = 0, .what = {}} : given->second.place,
       format("{} and {} belong together: give both or none", one, other));
}

/// The keys of [exchange] that make sense together only.
constexpr std::array exchange_keys{"exchange.url",
                                   "exchange.identity_file",
                                   "exchange.key_file",
                                   "exchange.signing_certificates_file",
                                   "exchange.signing_keys_file",
                                   "exchange.sealing_certificates_file",
                                   "exchange.sealing_keys_file"};

void Reader::check_exchange() {
  const auto* const first = std::ranges::find_if(exchange_keys, [&](const char* key) { return gives(key); });
  const bool none = first == exchange_keys.end();
  if (none && !partner_line_) return;
  const auto given = none ? given_.end() : given_.find(*first);
  const ConfigError place = given == given_.end()
                                ? ConfigError{.file = file_, .line = partner_line_.value_or(0), .what = {}}
                                : given->second.place;
  for (const char* const key : exchange_keys) {
    if (!gives(key))
      fail(place, format("{} is missing: partners have to recognise this node; `lintas init` makes all that "
                         "[exchange] names",
                         key));
  }
}

/// What no single key can say. Told beside what is wrong with single keys, so only of what was given.
void Reader::check_whole() {
  check_pair("api.certificate_file", "api.key_file");
  check_pair("partners.certificate_file", "partners.key_file");
  check_pair("documents.key_file", "documents.trust_sheet_file");
  check_exchange();
  if (partner_line_ && !gives("partners.certificate_file"))
    fail(*partner_line_, "partners.certificate_file is missing: partners have to recognise this node");
  for (std::size_t i = 0; i < config_.partners.size(); ++i) {
    const PartnerConfig& partner = config_.partners[i];
    if (partner.country == config_.country) {
      fail(partner_lines_[i], format("partner {}: this is our own country; leave it out", partner.country));
    }
  }
}

std::expected<Config, std::vector<ConfigError>> Reader::read(std::string_view text) {
  if (text.size() > limits::configuration_bytes_max) {
    fail(0, format("the file is larger than {} bytes", limits::configuration_bytes_max));
    return std::unexpected(errors_);
  }
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    fail(error.source().begin.line, std::string{error.description()});
    return std::unexpected(errors_);
  }
  take_file(root);
  take_environment();
  set_all();
  check_whole();
  if (!errors_.empty()) return std::unexpected(errors_);
  for (const auto* more : {&partner_settings_, &revoked_settings_})
    config_.settings.insert(config_.settings.end(), more->begin(), more->end());
  return std::move(config_);
}

template <class Target, std::size_t count>
std::optional<Type> type_in(const std::array<Row<Target>, count>& table, std::string_view name) {
  const auto row = std::ranges::find_if(table, [&](const Row<Target>& one) { return one.name() == name; });
  return row == table.end() ? std::nullopt : std::optional{row->type};
}

Type type_of(const Setting& setting) {
  const std::string last = setting.key.substr(setting.key.rfind('.') + 1);
  const auto type = setting.key.starts_with("partner.")   ? type_in(partner_rows, last)
                    : setting.key.starts_with("revoked.") ? type_in(revoked_rows, last)
                                                          : type_in(rows, setting.key);
  require(type.has_value(), "a setting is a row of the table");
  return *type;
}

template <class Target, std::size_t count>
void add_rows(std::string& out, const std::array<Row<Target>, count>& table, std::string_view section) {
  out += "| key | value | default | on reload | meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const Row<Target>& row : table) {
    if (row.section != section) continue;
    const std::string by_default = row.required             ? "required"
                                   : row.by_default.empty() ? ""
                                                            : format("`{}`", row.by_default);
    out += format("| `{}` | {}{} | {} | {} | {} |\n", row.key, row.allowed(),
                  row.secret ? " of a secret file" : "", by_default, name_of(row.taken), row.meaning);
  }
}

}  // namespace

const RevokedConfig* find_revoked(std::span<const RevokedConfig> revoked, const Hash256& fingerprint) {
  const auto found = std::ranges::find(revoked, fingerprint, &RevokedConfig::fingerprint);
  return found == revoked.end() ? nullptr : &*found;
}

std::string ConfigError::str() const {
  if (file.empty()) return what;
  return line == 0 ? format("{}: {}", file, what) : format("{}:{}: {}", file, line, what);
}

std::expected<Config, std::vector<ConfigError>> parse_config(
    std::string_view text, std::string_view file, const std::map<std::string, std::string>& environment) {
  return Reader{file, environment}.read(text);
}

std::expected<Config, std::vector<ConfigError>> load_config(const std::string& path) {
  const auto text = read_file(path, Secrecy::open);
  if (!text) {
    return std::unexpected(
        std::vector{ConfigError{.file = {}, .line = 0, .what = text.error(), .is_unread = true}});
  }
  return parse_config(*text, path, environment_of_process());
}

std::map<std::string, std::string> environment_of_process() {
  std::map<std::string, std::string> out;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string_view text{*one};
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && text.starts_with(environment_prefix)) {
      out.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return out;
}

std::vector<NamedFile> files_of(const Config& config) {
  std::vector<NamedFile> files;
  for (const Setting& setting : config.settings) {
    if (type_of(setting) == Type::file && !setting.value.empty())
      files.push_back({.key = setting.key, .path = setting.value, .secret = setting.secret});
  }
  return files;
}

std::vector<Setting> plain_settings(const Config& config) {
  std::vector<Setting> plain;
  std::ranges::copy_if(config.settings, std::back_inserter(plain),
                       [](const Setting& setting) { return is_plain_setting(type_of(setting)); });
  return plain;
}

std::vector<std::string> waiting_for_start(const Config& running, const Config& read) {
  const auto value_in = [](const Config& config, const std::string& key) -> std::optional<std::string> {
    const auto found = std::ranges::find(config.settings, key, &Setting::key);
    return found == config.settings.end() ? std::nullopt : std::optional{found->value};
  };
  std::vector<std::string> keys;
  for (const R& row : rows) {
    if (row.taken == Taken::on_reload) continue;
    const std::string key = row.name();
    if (value_in(running, key) != value_in(read, key)) keys.push_back(key);
  }
  return keys;
}

std::expected<std::string, std::string> read_file(const std::string& path, Secrecy secrecy,
                                                  std::size_t bytes_max) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::unexpected(format("{}: {}", path, std::generic_category().message(errno)));
  struct stat about{};
  std::string out;
  std::string problem;
  // Asked of the open file, so that nobody can change it in between.
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
    problem = "is no file";
  } else if (secrecy == Secrecy::secret && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    problem = "is secret, but others than its owner may use it; chmod 600";
  } else if (static_cast<std::uint64_t>(about.st_size) > bytes_max) {
    problem = format("is larger than {} bytes", bytes_max);
  } else {
    out.resize(static_cast<std::size_t>(about.st_size));
    const ssize_t count = ::pread(file, out.data(), out.size(), 0);
    if (count != about.st_size) problem = "cannot be read to its end";
  }
  ::close(file);
  if (!problem.empty()) return std::unexpected(format("{} {}", path, problem));
  return out;
}

std::string configuration_page() {
  std::string out =
      "# Configuration\n\n"
      "One TOML file. A variable of the environment goes over it: `LINTAS__API__PORT=8080` is `port` in "
      "`[api]`. A key\n"
      "that is not listed here, or a value that is not allowed, is an error that names file and line; all "
      "errors are\n"
      "shown at once. Secrets are files that only their owner may read; the configuration says where they "
      "are.\n\n"
      "A running node reads it again on SIGHUP. Keys with `yes` under *on reload* are taken then, with the "
      "contents of the\n"
      "files they name; the others wait for a new start, and the log names those that have changed "
      "(`configuration_waits`).\n"
      "This page is written from the table in `src/shell/node/config.cpp`; a test compares them.\n";
  std::set<std::string_view> done;
  for (const R& row : rows) {
    if (!done.insert(row.section).second) continue;
    out += format("\n## [{}]\n\n", row.section);
    add_rows(out, rows, row.section);
  }
  out +=
      "\n## [[partner]]\n\nOne section for each state, written by `lintas partner add`. Not in the "
      "environment. "
      "Address, certificates and keys\nof a partner stand in its [identity "
      "document](../protocols/identity.md), "
      "not here. A partner whose access point is another product has\nnone: then `root` and `identity_file` "
      "are "
      "left out, and `url`, `profile` and its certificates are required\n"
      "([as4.md](../protocols/as4.md#a-partner-with-another-product)).\n\n";
  add_rows(out, partner_rows, "");
  out +=
      "\n## [[revoked]]\n\nOne section for each certificate of a partner, or delegation of its root, that "
      "counts no more, whoever vouches\nfor it: of messages, of TLS, or an authority of either with "
      "whatever its key signed. Not in the environment.\n\n";
  add_rows(out, revoked_rows, "");
  return out;
}

}  // namespace lintas::node
