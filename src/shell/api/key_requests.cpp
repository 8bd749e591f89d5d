#include "shell/api/key_requests.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "shell/api/keys.hpp"

namespace lintas::api {

namespace {

using access::Role;
using Json = nlohmann::json;

constexpr std::array of_a_party{
    Role::trader,    Role::declarant, Role::firm_administrator, Role::authorised_trader, Role::carrier,
    Role::guarantor, Role::exporter};
constexpr std::array of_an_office{Role::officer_of_departure,
                                  Role::officer_of_transit,
                                  Role::officer_of_destination,
                                  Role::officer_of_guarantee,
                                  Role::enquiry_officer,
                                  Role::recovery_officer,
                                  Role::supervisor};

std::optional<Role> find_role(std::string_view name) {
  for (const Role role : access::all_roles())
    if (access::name(role) == name) return role;
  return std::nullopt;
}

bool is_one_of(std::span<const Role> roles, std::optional<Role> role) {
  return std::ranges::any_of(roles, [&](Role one) { return role == one; });
}

struct Member {
  const char* name;
  bool (*is_well_formed)(const std::string&);
  const char* expected;
};
constexpr std::array members{
    Member{"role",
           [](const std::string& text) {
             return text != access::name(Role::node) && find_role(text).has_value();
           },
           "a role, as trader or officer_of_departure"},
    Member{"party", [](const std::string& text) { return Tin::parse(text).has_value(); }, "a TIN"},
    Member{"person", [](const std::string& text) { return PersonId::parse(text).has_value(); },
           "an account within the party or office"},
    Member{"office", [](const std::string& text) { return OfficeId::parse(text).has_value(); },
           "an office, as SGTUS001"},
    Member{"expires", [](const std::string& text) { return parse_instant(text).has_value(); },
           "an instant, as 2027-11-23T23:59:59Z"}};

void add(Findings& findings, std::string_view rule, std::string_view name, std::string value = {},
         std::string detail = {}) {
  findings.push_back({.rule = std::string{rule},
                      .pointer = std::string{"/"}.append(name),
                      .value = std::string{message::shown(value)},
                      .detail = std::move(detail)});
}

}  // namespace

std::expected<KeyEntry, Findings> read_key_request(const Json& json, Country home, Instant now) {
  Findings findings;
  if (!json.is_object()) {
    add(findings, "API-005", "", {}, "an object");
    return std::unexpected(std::move(findings));
  }
  const auto text = [&](std::string_view name) {
    const auto member = json.find(name);
    return member == json.end() || !member->is_string() ? std::string{} : member->get<std::string>();
  };
  for (const auto& [name, value] : json.items()) {
    const auto known =
        std::ranges::find(members, name, [](const Member& one) { return std::string_view{one.name}; });
    if (known == members.end()) {
      add(findings, "API-003", message::shown(name));
    } else if (!value.is_string() || !known->is_well_formed(value.get_ref<const std::string&>())) {
      add(findings, "API-005", name, text(name), known->expected);
    }
  }
  if (!json.contains("role")) add(findings, "API-004", "role");
  const auto role = find_role(text("role"));
  if (is_one_of(of_a_party, role) && !json.contains("party")) add(findings, "API-004", "party");
  if (is_one_of(of_an_office, role)) {
    for (const char* needed : {"person", "office"})
      if (!json.contains(needed)) add(findings, "API-004", needed);
  }
  const auto expires = parse_instant(text("expires"));
  if (expires && *expires <= now) add(findings, "API-005", "expires", text("expires"), "an instant to come");
  const auto office = OfficeId::parse(text("office"));
  if (office && office->country() != home)
    add(findings, "API-005", "office", text("office"), format("an office of {}", home.str()));
  if (!findings.empty() || !role) return std::unexpected(std::move(findings));
  return KeyEntry{.actor = {.role = *role,
                            .party = text("party"),
                            .person = text("person"),
                            .office = text("office"),
                            .authenticated = access::Authentication::api_key},
                  .created = now,
                  .expires = expires};
}

Json show_key(const Keys::Listed& key) {
  const access::Actor& actor = key.entry.actor;
  return {{"hash", to_hex(key.hash.view())},
          {"role", access::name(actor.role)},
          {"party", actor.party},
          {"person", actor.person},
          {"office", actor.office},
          {"created", to_text(key.entry.created)},
          {"expires", key.entry.expires ? Json(to_text(*key.entry.expires)) : Json{}},
          {"withdrawn", key.entry.withdrawn ? Json(to_text(*key.entry.withdrawn)) : Json{}}};
}

Json key_request_schema() {
  Json properties = Json::object();
  for (const Member& member : members)
    properties[member.name] = {{"type", "string"}, {"description", member.expected}};
  return {{"type", "object"},
          {"properties", properties},
          {"required", Json::array({"role"})},
          {"additionalProperties", false}};
}

}  // namespace lintas::api
