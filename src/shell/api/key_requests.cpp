#include "shell/api/key_requests.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/reference.hpp"
#include "shell/api/routes.hpp"

namespace lintas::api {

namespace {

using access::Role;

constexpr std::array of_a_party{
    Role::trader,    Role::declarant, Role::firm_administrator, Role::authorised_trader, Role::carrier,
    Role::guarantor, Role::exporter};
/// Those of them who are traders in the register. A guarantor is in none; an exporter need not be.
constexpr std::array of_the_register{Role::trader, Role::declarant, Role::firm_administrator,
                                     Role::authorised_trader, Role::carrier};
constexpr std::array of_an_office{
    Role::officer_of_departure, Role::officer_of_transit, Role::officer_of_destination,
    Role::officer_of_guarantee, Role::enquiry_officer,    Role::recovery_officer,
    Role::supervisor,           Role::aeo_manager};

std::optional<Role> find_role(std::string_view name) {
  for (const Role role : access::all_roles())
    if (access::name(role) == name) return role;
  return std::nullopt;
}

/// Of a key; a node is recognised by its certificate.
std::vector<std::string_view> names_of_roles() {
  std::vector<std::string_view> names;
  for (const Role role : access::all_roles())
    if (role != Role::node) names.push_back(access::name(role));
  return names;
}

/// What is expected; of a role, which there are.
std::string expected(const Member& member) {
  std::string all;
  if (member.type == "KeyRole")
    for (const std::string_view name : names_of_roles()) all += format("{}{}", all.empty() ? "" : ", ", name);
  return all.empty() ? std::string{member.meaning} : format("one of {}", all);
}

bool is_one_of(std::span<const Role> roles, std::optional<Role> role) {
  return std::ranges::any_of(roles, [&](Role one) { return role == one; });
}

/// A member, and how its text is read; what it means says what is expected too.
struct Asked {
  Member member;
  bool (*is_well_formed)(const std::string&) = nullptr;
};
constexpr std::array asked{
    Asked{{"role", "KeyRole", "a role, as trader or officer_of_departure"},
          [](const std::string& text) {
            return text != access::name(Role::node) && find_role(text).has_value();
          }},
    Asked{{"party?", "Tin", "a TIN"}, [](const std::string& text) { return Tin::parse(text).has_value(); }},
    Asked{{"person?", "PersonId", "an account within the party or office"},
          [](const std::string& text) { return PersonId::parse(text).has_value(); }},
    Asked{{"office?", "OfficeId", "an office, as SGTUS001"},
          [](const std::string& text) { return OfficeId::parse(text).has_value(); }},
    Asked{{"expires?", "instant", "an instant, as 2027-11-23T23:59:59Z"},
          [](const std::string& text) { return parse_instant(text).has_value(); }}};

std::string_view name_of(const Asked& one) {
  std::string_view name = one.member.name;
  if (name.ends_with('?')) name.remove_suffix(1);
  return name;
}

void add(Findings& findings, std::string_view rule, std::string_view name, std::string_view value = {},
         std::string detail = {}) {
  findings.push_back({.rule = std::string{rule},
                      .pointer = std::string{"/"}.append(name),
                      .value = std::string{message::shown(value)},
                      .detail = std::move(detail)});
}

/// Holds on the day, or will.
bool is_known(const OfficeId& office, const refdata::Tables& tables, Day day) {
  return std::ranges::any_of(tables.offices.rows(), [&](const refdata::Offices::Row& row) {
    return row.key == office && (!row.until || *row.until > day);
  });
}

/// The office that may have been meant.
std::string nearest_office(std::string_view office, const refdata::Tables& tables, Day day) {
  const auto page =
      reference_page(tables, {.list = "offices", .day = day, .code = office, .after = 0, .count = 1});
  return page && page->nearest ? format("the nearest is {}", *page->nearest) : std::string{};
}

}  // namespace

std::expected<KeyEntry, Findings> read_key_request(const Json& json, const workflow::Setting& setting,
                                                   Instant now) {
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
    const auto* known = std::ranges::find(asked, name, name_of);
    if (known == asked.end()) {
      add(findings, "API-003", message::shown(name));
    } else if (!value.is_string() || !known->is_well_formed(value.get_ref<const std::string&>())) {
      add(findings, "API-005", name, text(name), expected(known->member));
    }
  }
  const auto need = [&](std::string_view name) {
    if (json.contains(name)) return;
    const auto* member = std::ranges::find(asked, name, name_of);
    require(member != asked.end(), "what is needed is asked for");
    add(findings, "API-004", name, {}, std::string{member->member.meaning});
  };
  need("role");
  const auto role = find_role(text("role"));
  if (is_one_of(of_a_party, role)) need("party");
  if (is_one_of(of_an_office, role)) {
    need("person");
    need("office");
  }
  const auto expires = parse_instant(text("expires"));
  if (expires && *expires <= now) add(findings, "API-005", "expires", text("expires"), "an instant to come");
  const auto office = OfficeId::parse(text("office"));
  const Day day = std::chrono::floor<std::chrono::days>(now);
  if (office && office->country() != setting.home) {
    add(findings, "API-005", "office", text("office"), format("an office of {}", setting.home.str()));
  } else if (office && !is_known(*office, setting.reference->tables(), day)) {
    add(findings, "LST-003", "office", text("office"),
        nearest_office(office->str(), setting.reference->tables(), day));
  }
  if (!findings.empty() || !role) return std::unexpected(std::move(findings));
  return KeyEntry{.actor = {.role = *role,
                            .party = text("party"),
                            .person = text("person"),
                            .office = text("office"),
                            .authenticated = access::Authentication::api_key},
                  .created = now,
                  .expires = expires};
}

std::optional<Tin> party_in_register(const access::Actor& actor) {
  if (!is_one_of(of_the_register, actor.role)) return std::nullopt;
  const auto tin = Tin::parse(actor.party);
  return tin ? std::optional{*tin} : std::nullopt;
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
          {"withdrawn", key.entry.withdrawn ? Json(to_text(*key.entry.withdrawn)) : Json{}},
          {"by_operator", key.entry.by_operator}};
}

namespace {

constexpr auto request = [] {
  std::array<Member, asked.size()> members;
  std::ranges::transform(asked, members.begin(), &Asked::member);
  return members;
}();
constexpr std::array key{
    Member{"hash", "KeyHash"},
    Member{"role", "Role"},
    Member{"party", "text", "TIN; empty for an officer."},
    Member{"person", "text"},
    Member{"office", "text", "Empty for a party."},
    Member{"created", "instant"},
    Member{"expires", "instant|null"},
    Member{"withdrawn", "instant|null"},
    Member{"by_operator", "boolean", "Made by who has the files of the node, not through the API."}};
constexpr std::array objects{
    Object{.name = "KeyRequest",
           .meaning = "Whom a key is for: a party by its TIN, an officer by person and office.",
           .members = request,
           .closed = true},
    Object{.name = "Key", .meaning = "A key by its hash; nobody knows the key itself.", .members = key}};
constexpr std::array words{Words{"KeyRole", "A role that a key may have.", &names_of_roles}};

}  // namespace

Resource keys_as_shown() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
