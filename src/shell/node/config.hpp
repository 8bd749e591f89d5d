#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "core/attachments/limits.hpp"
#include "core/exchange/circuit.hpp"
#include "shell/node/log.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

/// What an operator sets: one TOML file, and the environment over it. The table of keys in config_table.cpp
/// is the only list; docs/operations/configuration.md is written from it. Secrets are files: the
/// configuration only says where.
namespace lintas::node {

struct ListenConfig {
  std::string address;
  std::uint16_t port = 0;
  /// Both empty: plain HTTP, on loopback only.
  std::string certificate_file;
  std::string key_file;
};

/// What partners know this node by. Without an identity file there are no partners.
struct ExchangeConfig {
  std::string url;  ///< where partners reach it
  std::string identity_file;
  std::string key_file;
  std::string authorities_file;
  std::string signing_certificates_file;
  std::string signing_keys_file;
  std::string sealing_certificates_file;
  std::string sealing_keys_file;
  std::string tls_authorities_file;
  /// Partners may name addresses of private networks in their identity documents.
  bool private_addresses = false;
};

/// One country whose access point we talk to. What is not said stands in its identity document, or is as
/// between two nodes of Lintas (gateway::pmode_for). A partner with another product has no such document:
/// then what would stand in it is here.
struct PartnerConfig {
  std::string country;
  std::string root;           ///< the fingerprint of its root, as code::fingerprint_of
  std::string identity_file;  ///< empty: it has none
  std::string url;            ///< empty: that of its identity document
  std::optional<as4::Suite> profile;
  as4::Naming naming = as4::Naming::token;
  std::size_t payload_mib = limits::message_bytes_max >> 20U;
  std::string revocation_list_file;  ///< empty: its authorities are not asked
  std::vector<std::string> actions;  ///< types of messages; empty: all
  exchange::RetrySchedule retry;
  // Only without an identity document. Empty files: none; empty names: as gateway::pmode_for has them.
  std::string signing_certificates_file;
  std::string sealing_certificates_file;
  std::string authorities_file;
  std::string tls_authorities_file;
  std::string tls_clients_file;
  std::string party_id;
  std::string own_party_id;
  std::optional<std::string> party_type;  ///< of both; "": none
  std::optional<std::string> agreement;   ///< "": messages name none
  std::string service;
  std::string service_type;
  as4::Mep mep = as4::Mep::one_way;

  [[nodiscard]] bool has_document() const noexcept { return !identity_file.empty(); }
};

/// What is not accepted any more, whoever vouches for it.
struct RevokedConfig {
  Hash256 fingerprint;  ///< SHA-256 of a certificate in DER, or of a delegation as it was signed
  std::string reason;
};
/// Null where it is not revoked.
[[nodiscard]] const RevokedConfig* find_revoked(std::span<const RevokedConfig> revoked,
                                                const Hash256& fingerprint);

struct LimitConfig {
  std::size_t connections = 0;
  std::size_t connections_per_address = 0;
  std::size_t receiving_mib = 0;
  std::size_t attachments_of_party_mib = attachments::bounds::party_bytes_max >> 20U;
  std::size_t attachments_of_office_mib = attachments::bounds::office_bytes_max >> 20U;
  std::chrono::milliseconds request_time{};
  std::chrono::milliseconds answer_time{};
  std::chrono::milliseconds idle_time{};
  std::chrono::milliseconds stop_grace{};
};

struct WebhookConfig {
  bool private_addresses = false;
  std::string ca_file;
};

/// Where a value comes from, for `lintas config check`.
struct Setting {
  std::string key;     ///< "api.port"
  std::string value;   ///< as text; of a secret file its path
  std::string origin;  ///< "default", "lintas.toml:12" or "LINTAS__API__PORT"
  bool secret = false;
  friend bool operator==(const Setting&, const Setting&) = default;
};

struct Config {
  std::string country;
  bool is_sandbox = false;  ///< nothing that this node says is valid
  Level log_level = Level::info;
  std::string store_folder;
  std::string dated_ahead;  ///< of the newest event: begins_by_clock
  std::string secret_file;
  std::string signing_key_file;
  std::string keys_file;
  /// Both empty: this node signs no documents.
  std::string document_key_file;
  std::string trust_sheet_file;
  std::string kinds_folder;  ///< tables of kinds of documents beside those of the program; empty: none
  ListenConfig api;
  ListenConfig partners_listen;
  ListenConfig operations;
  ExchangeConfig exchange;
  WebhookConfig webhooks;
  LimitConfig limits;
  std::vector<PartnerConfig> partners;
  std::vector<RevokedConfig> revoked;
  /// Every key of the table, in its order; partners after them, then what is revoked.
  std::vector<Setting> settings;
};

struct ConfigError {
  /// Or the name of the environment variable; empty where `what` begins with it.
  std::string file;
  std::size_t line = 0;
  /// Names the key, what is wrong, and what would be right.
  std::string what;
  /// There is no text to speak of: the file itself could not be read.
  bool is_unread = false;

  /// "lintas.toml:12: …".
  [[nodiscard]] std::string str() const;
  friend bool operator==(const ConfigError&, const ConfigError&) = default;
};

/// Reads the text of a configuration file. Variables whose names start with LINTAS__ set single keys:
/// LINTAS__API__PORT=8080 is `port` in `[api]`; partners stand in the file only. All mistakes are reported at
/// once. Pure: `environment` is what the process was started with.
[[nodiscard]] std::expected<Config, std::vector<ConfigError>> parse_config(
    std::string_view text, std::string_view file, const std::map<std::string, std::string>& environment);

/// The same from a file and this process's environment.
[[nodiscard]] std::expected<Config, std::vector<ConfigError>> load_config(const std::string& path);

/// The variables of this process's environment that set keys.
[[nodiscard]] std::map<std::string, std::string> environment_of_process();

/// A file that the configuration names, with the key that names it: "partners.key_file",
/// "partner.MY.identity_file".
struct NamedFile {
  std::string key;
  std::string path;
  bool secret = false;  ///< for its owner only
  friend bool operator==(const NamedFile&, const NamedFile&) = default;
};
/// In the order of the settings.
[[nodiscard]] std::vector<NamedFile> files_of(const Config& config);

/// Those whose values may be shown to others: no keys, and nothing that says where files lie.
[[nodiscard]] std::vector<Setting> plain_settings(const Config& config);

/// The keys that a running node takes at a new start only, and that say something else now, in the order of
/// the table. `running`: as it was started with.
[[nodiscard]] std::vector<std::string> waiting_for_start(const Config& running, const Config& read);

/// Content of a file that a key names. A secret one may be read by its owner only; the error names the path
/// and the remedy.
enum class Secrecy : std::uint8_t { open, secret };
[[nodiscard]] std::expected<std::string, std::string> read_file(
    const std::string& path, Secrecy secrecy, std::size_t bytes_max = limits::configuration_bytes_max);

/// The table as docs/operations/configuration.md.
[[nodiscard]] std::string configuration_page();

}  // namespace lintas::node
