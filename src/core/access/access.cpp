#include "core/access/access.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "core/model/values/bounded_text.hpp"

namespace lintas::access {

namespace {

struct RoleName {
  Role role;
  std::string_view name;
};

constexpr std::array role_names{
    RoleName{Role::node, "node"},
    RoleName{Role::trader, "trader"},
    RoleName{Role::declarant, "declarant"},
    RoleName{Role::firm_administrator, "firm_administrator"},
    RoleName{Role::authorised_trader, "authorised_trader"},
    RoleName{Role::carrier, "carrier"},
    RoleName{Role::guarantor, "guarantor"},
    RoleName{Role::exporter, "exporter"},
    RoleName{Role::officer_of_departure, "officer_of_departure"},
    RoleName{Role::officer_of_transit, "officer_of_transit"},
    RoleName{Role::officer_of_destination, "officer_of_destination"},
    RoleName{Role::officer_of_guarantee, "officer_of_guarantee"},
    RoleName{Role::enquiry_officer, "enquiry_officer"},
    RoleName{Role::recovery_officer, "recovery_officer"},
    RoleName{Role::supervisor, "supervisor"},
    RoleName{Role::risk_analyst, "risk_analyst"},
    RoleName{Role::aeo_manager, "aeo_manager"},
    RoleName{Role::transport_authority, "transport_authority"},
    RoleName{Role::other_agency, "other_agency"},
    RoleName{Role::reference_data_keeper, "reference_data_keeper"},
    RoleName{Role::national_system, "national_system"},
    RoleName{Role::partner_node, "partner_node"},
    RoleName{Role::region, "region"},
    RoleName{Role::helpdesk, "helpdesk"},
    RoleName{Role::auditor, "auditor"},
    RoleName{Role::node_administrator, "node_administrator"},
};

constexpr auto roles = [] {
  std::array<Role, role_names.size()> list{};
  std::ranges::transform(role_names, list.begin(), &RoleName::role);
  return list;
}();

struct Tie {
  Relation relation;
  std::string_view holds;
};

/// How each comes about, said to whoever lacks it.
constexpr std::array ties{
    Tie{Relation::own, "your party is the one whose it is"},
    Tie{Relation::agent, "its holder names your party as its agent, under a mandate in force"},
    Tie{Relation::office, "your office has the part in it that your role names"},
    Tie{Relation::route_state, "your state is on its route"},
};

/// What the node does by itself nobody is told to ask for.
std::string roles_that_may(std::span<const Grant> grants, std::uint16_t command) {
  std::string names;
  for (const RoleName& role : role_names) {
    const bool may = std::ranges::any_of(grants, [&](const Grant& grant) {
      return grant.role == role.role && grant.command == command && role.role != Role::node;
    });
    if (may) names.append(names.empty() ? "" : ", ").append(role.name);
  }
  return names;
}

}  // namespace

std::string_view name(Role role) noexcept {
  const auto* const found = std::ranges::find(role_names, role, &RoleName::role);
  return found == role_names.end() ? "unknown" : found->name;
}

std::span<const Role> all_roles() noexcept { return roles; }

PersonId person_of(const Actor& actor) {
  return PersonId::parse(actor.person.empty() ? actor.party : actor.person).value_or(PersonId{});
}

std::string ties_asked(std::span<const Grant> grants, Role role, std::uint16_t command) {
  std::string text;
  for (const Tie& tie : ties) {
    const bool asked = std::ranges::any_of(grants, [&](const Grant& grant) {
      return grant.role == role && grant.command == command && grant.relation == tie.relation;
    });
    if (asked) text.append(text.empty() ? "" : ", or ").append(tie.holds);
  }
  return text;
}

std::optional<Finding> never_may(std::span<const Grant> grants, const Actor& actor, std::uint16_t command) {
  const bool may = std::ranges::any_of(
      grants, [&](const Grant& grant) { return grant.role == actor.role && grant.command == command; });
  if (may) return std::nullopt;
  const std::string others = roles_that_may(grants, command);
  return Finding{.rule = "ACC-001",
                 .pointer = {},
                 .value = std::string{name(actor.role)},
                 .detail = others.empty() ? "Nobody asks for it; the node does it by itself."
                                          : "Roles that may: " + others + "."};
}

std::optional<Finding> denied(std::span<const Grant> grants, const Actor& actor, std::uint16_t command,
                              Relations relations) {
  if (auto never = never_may(grants, actor, command)) return never;
  const bool may = std::ranges::any_of(grants, [&](const Grant& grant) {
    return grant.role == actor.role && grant.command == command && relations.has(grant.relation);
  });
  if (may) return std::nullopt;
  return Finding{.rule = "ACC-002",
                 .pointer = {},
                 .value = std::string{name(actor.role)},
                 .detail = "You may where " + ties_asked(grants, actor.role, command) + "."};
}

}  // namespace lintas::access
