#include "shell/node/config.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <fcntl.h>
#include <iterator>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <toml++/toml.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/exchange/partner.hpp"
#include "shell/gateway/names.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config_table.hpp"
#include "wire/as4/pmode.hpp"

// The environment of the process (POSIX); no header has it without GNU extensions.
extern char** environ;  // NOLINT(readability-identifier-naming)

namespace lintas::node {

namespace {

constexpr std::string_view environment_prefix = "LINTAS__";

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
  if (type == Type::types) return "list of texts";
  return is_integer(type) ? "integer" : "text in quotes";
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
  template <class Target>
  void take_table(std::span<const Row<Target>> table, std::string_view section, const toml::table& content,
                  std::map<std::string, Given>& given);
  void take_file(const toml::table& root);
  void take_environment();
  void set_all();
  void take_list(std::string_view name, const toml::node& node,
                 void (Reader::*take)(const toml::table& content));
  template <class Target>
  std::pair<Target, std::vector<Setting>> entry_of(std::span<const Row<Target>> table, std::string_view name,
                                                   const toml::table& content);
  void take_partner(const toml::table& content);
  void take_revoked(const toml::table& content);
  void check_mep(const PartnerConfig& partner, const toml::table& content);
  void check_partner(std::size_t line, const PartnerConfig& partner, const toml::table& content);
  void check_introduction(const toml::table& content);
  void check_whole();
  void check_parties();
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

template <class Target>
void Reader::take_table(std::span<const Row<Target>> table, std::string_view section,
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
      fail(line,
           format("{}: the value is no {}; give {}", row->name(), what_it_is_not(row->type), row->allowed()));
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
    const bool known = std::ranges::find(rows(), section, &Row<Config>::section) != rows().end();
    const toml::table* const content = node.as_table();
    if (!known || content == nullptr) {
      fail(line_of(node),
           format("there is no section [{}]; docs/operations/configuration.md lists them", section));
      continue;
    }
    take_table(rows(), section, *content, given_);
  }
}

/// "api.port" as LINTAS__API__PORT.
std::string variable_of(const Row<Config>& row) {
  std::string out{environment_prefix};
  for (const char c : format("{}__{}", row.section, row.key)) {
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

void Reader::take_environment() {
  for (const auto& [name, value] : environment_) {
    if (!name.starts_with(environment_prefix)) continue;
    const auto row =
        std::ranges::find_if(rows(), [&](const Row<Config>& one) { return variable_of(one) == name; });
    if (row == rows().end()) {
      errors_.push_back({.file = name, .line = 0, .what = "there is no such key; unset the variable"});
      continue;
    }
    given_[row->name()] = {.text = value, .origin = name, .place = {.file = name, .line = 0, .what = {}}};
  }
}

void Reader::set_all() {
  for (const Row<Config>& row : rows()) {
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
      error.what = wrong(row, wrong_in(row.type, text));
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
template <class Target>
std::pair<Target, std::vector<Setting>> Reader::entry_of(std::span<const Row<Target>> table,
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
      fail(found->second.place.line,
           format("{}: {}", name, wrong(row, wrong_in(row.type, found->second.text))));
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
  auto [partner, settings] = entry_of(partner_rows(), "partner", content);
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
  auto [revoked, settings] = entry_of(revoked_rows(), "revoked", content);
  for (Setting& setting : settings) {
    setting.key = format("revoked.{}.{}", config_.revoked.size() + 1, setting.key);
    revoked_settings_.push_back(std::move(setting));
  }
  config_.revoked.push_back(std::move(revoked));
}

std::string_view meaning_of(std::string_view partner_key) {
  const auto row = std::ranges::find(partner_rows(), partner_key, &Row<PartnerConfig>::key);
  require(row != partner_rows().end(), "the keys of a partner are rows of the table");
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
                                  "tls_clients_file",
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
      if (is_there(key)) {
        fail(line_of(*content.get(key)),
             format("partner: {}: its identity document says that; leave it out, or root and identity_file",
                    key));
      }
    }
    return;
  }
  for (const char* const key : needed_by_hand) {
    if (!is_there(key)) {
      fail(line_of(content),
           format("partner: {} is missing, without an identity document: {}", key, meaning_of(key)));
    }
  }
  if (is_there("revocation_list_file") && !is_there("authorities_file")) {
    fail(line_of(*content.get("revocation_list_file")),
         "partner: revocation_list_file: give authorities_file, too: lists are of authorities");
  }
}

/// A bundle has one MessageId for several messages: none of them could be named as the one that is answered.
void Reader::check_mep(const PartnerConfig& partner, const toml::table& content) {
  if (partner.mep == as4::Mep::one_way) return;
  const auto refuse = [&](std::string_view why) {
    fail(line_of(*content.get("mep")), format("partner: mep: two-way is for another product: {}", why));
  };
  if (content.contains("identity_file") || content.contains("root")) {
    refuse("between nodes of Lintas messages go in bundles, which have one MessageId for all; leave it out");
  } else if (std::ranges::find(partner.actions, gateway::names::bundle_action) != partner.actions.end()) {
    refuse("a bundle has one MessageId for several messages; take `bundle` out of actions, or leave it out");
  }
}

void Reader::check_partner(std::size_t line, const PartnerConfig& partner, const toml::table& content) {
  check_introduction(content);
  check_mep(partner, content);
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
    if (!gives(key)) {
      fail(place, format("{} is missing: partners have to recognise this node; `lintas init` makes all that "
                         "[exchange] names",
                         key));
    }
  }
}

/// Whether a message of one may be taken for one of the other: it goes by parties, AgreementRef where it
/// names one, and service. Not by its action, since bundles of both are taken.
bool are_one(const as4::PMode& a, const as4::PMode& b) {
  const bool same_names = a.partner.id == b.partner.id && a.home.id == b.home.id && a.service == b.service;
  const bool same_agreement =
      a.agreement == b.agreement || a.agreement.value.empty() || b.agreement.value.empty();
  return same_names && same_agreement;
}

void Reader::check_parties() {
  const auto can_be_read = [](const std::string& country) {
    return exchange::Partner::parse(country).has_value();
  };
  if (!can_be_read(config_.country)) return;
  for (std::size_t i = 0; i < config_.partners.size(); ++i) {
    const PartnerConfig& later = config_.partners[i];
    if (!can_be_read(later.country)) continue;
    const as4::PMode mode = configured_mode(config_, later);
    for (std::size_t before = 0; before < i; ++before) {
      const PartnerConfig& earlier = config_.partners[before];
      if (earlier.country == later.country || !can_be_read(earlier.country)) continue;
      if (!are_one(configured_mode(config_, earlier), mode)) continue;
      fail(partner_lines_[i],
           format("partner {}: party_id: '{}' is that of partner {} as well, with the same own_party_id, "
                  "agreement and service, so nobody could tell whose message it is; give the one of its own "
                  "P-Mode",
                  later.country, mode.partner.id.value, earlier.country));
    }
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
  check_parties();
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

template <class Target>
std::optional<Type> type_in(std::span<const Row<Target>> table, std::string_view name) {
  const auto row = std::ranges::find_if(table, [&](const Row<Target>& one) { return one.name() == name; });
  return row == table.end() ? std::nullopt : std::optional{row->type};
}

Type type_of(const Setting& setting) {
  const std::string last = setting.key.substr(setting.key.rfind('.') + 1);
  return certain(setting.key.starts_with("partner.")   ? type_in(partner_rows(), last)
                 : setting.key.starts_with("revoked.") ? type_in(revoked_rows(), last)
                                                       : type_in(rows(), setting.key),
                 "a setting is a row of the table");
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
  for (const Row<Config>& row : rows()) {
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

}  // namespace lintas::node
