#include "shell/api/keys.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
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

std::optional<std::pair<Hash256, KeyEntry>> read_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto text = [&](const char* name) -> std::string {
    const auto member = json.find(name);
    return member == json.end() || !member->is_string() ? std::string{} : member->get<std::string>();
  };
  const auto hash = from_hex(text("hash"));
  const auto created = parse_instant(text("created"));
  const auto expires = parse_instant(text("expires"));
  const std::string role_name = text("role");
  const auto roles = access::all_roles();
  const auto role =
      std::ranges::find_if(roles, [&](access::Role one) { return access::name(one) == role_name; });
  if (!hash || hash->size() != sizeof(Hash256::bytes) || !created || role == roles.end() ||
      *role == access::Role::node || (json.contains("expires") && !expires))
    return std::nullopt;
  std::pair<Hash256, KeyEntry> made{{},
                                    {.actor = {.role = *role,
                                               .party = text("party"),
                                               .person = text("person"),
                                               .office = text("office"),
                                               .authenticated = access::Authentication::api_key},
                                     .created = *created,
                                     .expires = expires}};
  std::ranges::copy(*hash, made.first.bytes.begin());
  return made;
}

}  // namespace

Hash256 Keys::hash_of(std::string_view key) const {
  const std::array parts{as_bytes(key)};
  return sha256_(parts);
}

std::expected<void, std::string> Keys::read(std::string_view lines) {
  std::map<Hash256, KeyEntry> read;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    auto entry = read_line(line);
    if (!entry)
      return std::unexpected(
          format("line {} is no key: needed are hash, role and created, as the node writes them", number));
    read.insert(*std::move(entry));
  }
  const std::unique_lock lock{mutex_};
  entries_ = std::move(read);
  return {};
}

Keys::Made Keys::make(const KeyEntry& entry, app::Entropy& entropy) {
  std::array<std::byte, random_bytes> random{};
  entropy.fill(random);
  std::string key{prefix};
  key += to_hex(random);
  const Hash256 hash = hash_of(key);
  const access::Actor& actor = entry.actor;
  Json line{
      {"hash", to_hex(hash.view())}, {"role", access::name(actor.role)}, {"created", to_text(entry.created)}};
  if (!actor.party.empty()) line["party"] = actor.party;
  if (!actor.person.empty()) line["person"] = actor.person;
  if (!actor.office.empty()) line["office"] = actor.office;
  if (entry.expires) line["expires"] = to_text(*entry.expires);
  KeyEntry kept = entry;
  kept.actor.authenticated = access::Authentication::api_key;
  {
    const std::unique_lock lock{mutex_};
    entries_.insert_or_assign(hash, std::move(kept));
  }
  return {.key = std::move(key), .line = line.dump() + '\n'};
}

std::optional<access::Actor> Keys::find(std::string_view key, Instant now) const {
  if (!key.starts_with(prefix)) return std::nullopt;
  const Hash256 hash = hash_of(key);
  const std::shared_lock lock{mutex_};
  const auto found = entries_.find(hash);
  if (found == entries_.end() || (found->second.expires && *found->second.expires <= now))
    return std::nullopt;
  return found->second.actor;
}

std::optional<access::Actor> Keys::find_bearer(std::string_view authorization, Instant now) const {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.size() <= scheme.size() ||
      !net::same_ignoring_case(authorization.substr(0, scheme.size()), scheme))
    return std::nullopt;
  return find(authorization.substr(scheme.size()), now);
}

std::size_t Keys::size() const {
  const std::shared_lock lock{mutex_};
  return entries_.size();
}

}  // namespace lintas::api
