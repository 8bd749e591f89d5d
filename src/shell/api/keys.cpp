#include "shell/api/keys.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/app/ports.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

using Json = nlohmann::json;

constexpr std::string_view prefix = "lk_";
constexpr std::size_t random_bytes = 20;
/// What `by` says of a key that was made beside the node.
constexpr std::string_view the_operator = "operator";

std::optional<Hash256> hash_in(std::string_view hex) {
  const auto bytes = from_hex(hex);
  Hash256 hash;
  if (!bytes || bytes->size() != sizeof(Hash256::bytes)) return std::nullopt;
  std::ranges::copy(*bytes, hash.bytes.begin());
  return hash;
}

std::string text_in(const Json& json, const char* name) {
  const auto member = json.find(name);
  return member == json.end() || !member->is_string() ? std::string{} : member->get<std::string>();
}

struct Withdrawal {
  Hash256 hash;
  std::optional<Instant> at;
};
std::optional<Withdrawal> read_withdrawal(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto hash = hash_in(text_in(json, "withdrawn"));
  if (!hash) return std::nullopt;
  return Withdrawal{.hash = *hash, .at = parse_instant(text_in(json, "at"))};
}

std::optional<std::pair<Hash256, KeyEntry>> read_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto text = [&](const char* name) { return text_in(json, name); };
  const auto hash = hash_in(text("hash"));
  const auto created = parse_instant(text("created"));
  const auto expires = parse_instant(text("expires"));
  const std::string role_name = text("role");
  const auto roles = access::all_roles();
  const auto role =
      std::ranges::find_if(roles, [&](access::Role one) { return access::name(one) == role_name; });
  if (!hash || !created || role == roles.end() || *role == access::Role::node ||
      (json.contains("expires") && !expires))
    return std::nullopt;
  return std::pair<Hash256, KeyEntry>{*hash,
                                      {.actor = {.role = *role,
                                                 .party = text("party"),
                                                 .person = text("person"),
                                                 .office = text("office"),
                                                 .authenticated = access::Authentication::api_key},
                                       .created = *created,
                                       .expires = expires,
                                       .by_operator = text("by") == the_operator}};
}

std::string line_of(const Hash256& hash, const KeyEntry& entry) {
  const access::Actor& actor = entry.actor;
  Json line{
      {"hash", to_hex(hash.view())}, {"role", access::name(actor.role)}, {"created", to_text(entry.created)}};
  if (!actor.party.empty()) line["party"] = actor.party;
  if (!actor.person.empty()) line["person"] = actor.person;
  if (!actor.office.empty()) line["office"] = actor.office;
  if (entry.expires) line["expires"] = to_text(*entry.expires);
  if (entry.by_operator) line["by"] = the_operator;
  return line.dump() + '\n';
}

}  // namespace

Hash256 Keys::hash_of(std::string_view key) const {
  const std::array parts{as_bytes(key)};
  return sha256_(parts);
}

bool Keys::take_line(std::string_view line, Entries& entries) {
  if (const auto withdrawn = read_withdrawal(line)) {
    const auto known = entries.find(withdrawn->hash);
    if (known != entries.end()) known->second.withdrawn = withdrawn->at.value_or(known->second.created);
    return true;
  }
  auto entry = read_line(line);
  if (!entry) return false;
  entries.insert_or_assign(entry->first, std::move(entry->second));
  return true;
}

std::expected<void, std::string> Keys::read(std::string_view lines) {
  Entries read;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    if (!take_line(line, read)) {
      return std::unexpected(
          format("line {} is no key: needed are hash, role and created, as the node writes them", number));
    }
  }
  const std::unique_lock lock{mutex_};
  entries_ = std::move(read);
  return {};
}

bool Keys::take(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  const std::unique_lock lock{mutex_};
  return take_line(line, entries_);
}

std::string Keys::withdrawal(const Hash256& hash, Instant at) {
  return Json{{"withdrawn", to_hex(hash.view())}, {"at", to_text(at)}}.dump() + '\n';
}

std::vector<Keys::Listed> Keys::list() const {
  const std::shared_lock lock{mutex_};
  std::vector<Listed> all;
  for (const auto& [hash, entry] : entries_) all.push_back({.hash = hash, .entry = entry});
  return all;
}

Keys::Made Keys::make(const KeyEntry& entry, app::Entropy& entropy) {
  Made made = draw(entry, entropy);
  require(take(made.line), "what draw writes is read");
  return made;
}

Keys::Made Keys::draw(const KeyEntry& entry, app::Entropy& entropy) const {
  std::array<std::byte, random_bytes> random{};
  entropy.fill(random);
  std::string key{prefix};
  key += to_hex(random);
  const Hash256 hash = hash_of(key);
  return {.key = std::move(key), .line = line_of(hash, entry), .hash = hash};
}

std::string Keys::lines(Instant now) const {
  const std::shared_lock lock{mutex_};
  std::string all;
  for (const auto& [hash, entry] : entries_)
    if (!entry.withdrawn && (!entry.expires || *entry.expires > now)) all += line_of(hash, entry);
  return all;
}

std::optional<access::Actor> Keys::find(const Hash256& hash, Instant now) const {
  const std::shared_lock lock{mutex_};
  const auto found = entries_.find(hash);
  if (found == entries_.end()) return std::nullopt;
  const auto& entry = found->second;
  if (entry.withdrawn || (entry.expires && *entry.expires <= now)) return std::nullopt;
  return entry.actor;
}

std::optional<access::Actor> Keys::find(std::string_view key, Instant now) const {
  return key.starts_with(prefix) ? find(hash_of(key), now) : std::nullopt;
}

std::optional<Keys::Bearer> Keys::find_bearer(std::string_view authorization, Instant now) const {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.size() <= scheme.size() ||
      !net::same_ignoring_case(authorization.substr(0, scheme.size()), scheme))
    return std::nullopt;
  const std::string_view key = authorization.substr(scheme.size());
  auto actor = find(key, now);
  if (!actor) return std::nullopt;
  return Bearer{.hash = hash_of(key), .actor = *std::move(actor)};
}

std::size_t Keys::size() const {
  const std::shared_lock lock{mutex_};
  return static_cast<std::size_t>(
      std::ranges::count_if(entries_, [](const auto& one) { return !one.second.withdrawn; }));
}

}  // namespace lintas::api
