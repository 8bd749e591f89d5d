#include "shell/node/config_table.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/code/trust.hpp"
#include "core/seed/seed.hpp"
#include "shell/app/mail.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/target.hpp"
#include "shell/node/config.hpp"
#include "shell/node/log.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

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
    case Type::mep: return "one-way or two-way";
  }
  std::unreachable();
}

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
    case Type::naming:
    case Type::mep: return true;
  }
  std::unreachable();
}

bool is_integer(Type type) { return type == Type::port || type == Type::number || type == Type::seconds; }

std::string_view name_of(Taken taken) { return taken == Taken::on_reload ? "yes" : "new start"; }

namespace {

std::chrono::milliseconds seconds_of(const Value& value) { return std::chrono::seconds{value.number}; }

using R = Row<Config>;
constexpr bool required = true;
constexpr bool optional = false;
constexpr bool is_secret = true;
constexpr bool is_open = false;
using Taken::at_start;
using Taken::on_reload;

// section, key, type, default, required?, secret file?, when taken, smallest, largest, where it goes, meaning
constexpr std::array all{
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
    R{"store", "dated_ahead", Type::text, "", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.dated_ahead = v.text; },
      "Where the clock was ahead once: date of the newest event, as the refusal to start or the line "
      "clock_behind names it. With it the node begins by its clock, and what it writes from then on is "
      "dated before that event. Any other date changes nothing, so that it may stay."},
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
      "Where the nodes of other states ask. Each shows its certificate, and who has none gets no connection; "
      "with a partner without an identity document anybody gets one, and messages are known by their "
      "signatures."},
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
    R{"documents", "kinds", Type::folder, "", optional, is_open, at_start, 0, 0,
      [](Config& c, const Value& v) { c.kinds_folder = v.text; },
      "Tables of kinds of documents, files ending in .csv, beside those that the program brings along "
      "(docs/domain/kinds.md). A fault stops the start. A table that the node ran with may be widened only."},
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
      "The same from one address, of IPv6 from one network of 64 bits, which may also hold twice that part "
      "of "
      "`receiving_mib` and no more. Behind a proxy set it as high as `connections`; one that sends requests "
      "of "
      "several people over one connection makes officers wait behind traders, whose requests give way (ADR "
      "0047): give it a connection for each."},
    R{"limits", "receiving_mib", Type::number, "256", optional, is_open, at_start, 16, 65'536,
      [](Config& c, const Value& v) { c.limits.receiving_mib = v.number; },
      "Memory for contents that are just being received, in MiB."},
    R{"limits", "attachments_of_party_mib", Type::number, "20480", optional, is_open, at_start, 1, 1'048'576,
      [](Config& c, const Value& v) { c.limits.attachments_of_party_mib = v.number; },
      "Files that one party may have here at a time, to come with its documents, in MiB. What it has already "
      "stays."},
    R{"limits", "attachments_of_office_mib", Type::number, "102400", optional, is_open, at_start, 1,
      1'048'576, [](Config& c, const Value& v) { c.limits.attachments_of_office_mib = v.number; },
      "The same of one office."},
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

constexpr std::string_view two_way = "two-way";

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
constexpr std::array all_of_partner{
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
      "one of each. That of a root says whether an authority below it counts, where both are known here. "
      "Read "
      "at a start, at a reload and each hour; a list that has ended, is another's, or does not say when the "
      "next "
      "one comes, leaves the partner "
      "out. "
      "Empty: what stands in its document counts."},
    P{"", "actions", Type::types, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.actions = words_of(v.text); },
      "Types of messages that are agreed on, where its software does not know all of them "
      "([as4.md](../protocols/as4.md) lists them). Others from it are a stranger's; others for it hold "
      "their lanes as dead letters until they stand here, or officers give them up. `bundle`, "
      "several as one, is taken from it anyway. Left out: all, and to it `bundle` where it has a document "
      "that lists it."},
    P{"", "retry_first", Type::seconds, "5", optional, is_open, on_reload, 1, 3'600,
      [](PartnerConfig& p, const Value& v) { p.retry.first = seconds_of(v); },
      "Pause after an attempt that came to nothing; doubled each time."},
    P{"", "retry_longest", Type::seconds, "600", optional, is_open, on_reload, 1, 86'400,
      [](PartnerConfig& p, const Value& v) { p.retry.longest = seconds_of(v); },
      "Longest pause between two attempts. What fails while others are taken is set aside in the end "
      "(EXC-023)."},
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
      "PEM: who signs the certificates of its server. Empty: whom the system believes. Ours is shown where "
      "its server asks for one."},
    P{"", "tls_clients_file", Type::file, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.tls_clients_file = v.text; },
      "PEM: what its own connections have to show: one of these, or what one of these has signed, whatever "
      "its name; so an authority only that issues for it alone. Several where one takes the place of "
      "another. A message on any other connection is a stranger's. Empty: its messages are known by their "
      "signatures, whatever its connections show."},
    P{"", "party_id", Type::text, "", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) { p.party_id = v.text; },
      "Its PartyId of AS4, of no other partner's messages. Left out: `NTA.` and the country."},
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
    P{"", "mep", Type::mep, "one-way", optional, is_open, on_reload, 0, 0,
      [](PartnerConfig& p, const Value& v) {
        p.mep = v.text == two_way ? as4::Mep::two_way : as4::Mep::one_way;
      },
      "The exchange pattern of ebMS, pushed both ways. `two-way`: a message of ours that answers one of its "
      "names that in its header (RefToMessageId) and keeps its conversation, and what it names so of ours is "
      "looked up."},
};
static_assert(limits::retry_delay_first == std::chrono::seconds{5} &&
                  limits::retry_delay_max == std::chrono::seconds{600},
              "what the table shows as defaults are the limits");
static_assert(limits::message_bytes_max == 8UL * 1024 * 1024,
              "the largest payload_mib is all that a node takes");

using V = Row<RevokedConfig>;
constexpr std::array all_of_revoked{
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

/// Of a list as one text, those that are no types of messages.
std::vector<std::string> unknown_types(std::string_view text) {
  std::vector<std::string> unknown = words_of(text);
  auto known = app::message_types();
  known.emplace_back(gateway::names::bundle_action);
  std::erase_if(unknown,
                [&](const std::string& one) { return std::ranges::find(known, one) != known.end(); });
  return unknown;
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
    case Type::types: return unknown_types(text).empty();
    case Type::profile: return text == "2.0" || text == "1.x";
    case Type::naming: return std::ranges::find(namings, text, &NamingWord::word) != namings.end();
    case Type::mep: return text == "one-way" || text == two_way;
    case Type::port:
    case Type::number:
    case Type::seconds: return true;
  }
  std::unreachable();
}

}  // namespace

std::optional<Value> value_in(Type type, std::string_view text, std::uint64_t min, std::uint64_t max) {
  Value value{.text = std::string{text}, .number = 0};
  if (is_integer(type)) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value.number);
    if (error != std::errc{} || end != text.data() + text.size() || value.number < min || value.number > max)
      return std::nullopt;
  }
  if (!fits(type, text)) return std::nullopt;
  return value;
}

std::string wrong_in(Type type, std::string_view text) {
  if (type != Type::types) return format("'{}'", text);
  std::string wrong;
  for (const std::string& one : unknown_types(text))
    wrong += format("{}'{}'", wrong.empty() ? "" : ", ", one);
  return wrong;
}

std::span<const Row<Config>> rows() { return all; }
std::span<const Row<PartnerConfig>> partner_rows() { return all_of_partner; }
std::span<const Row<RevokedConfig>> revoked_rows() { return all_of_revoked; }

}  // namespace lintas::node
