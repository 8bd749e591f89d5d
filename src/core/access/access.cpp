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

}  // namespace

std::string_view name(Role role) noexcept {
  const auto* const found = std::ranges::find(role_names, role, &RoleName::role);
  return found == role_names.end() ? "unknown" : found->name;
}

std::span<const Role> all_roles() noexcept { return roles; }

PersonId person_of(const Actor& actor) {
  return PersonId::parse(actor.person.empty() ? actor.party : actor.person).value_or(PersonId{});
}

std::optional<Finding> denied(std::span<const Grant> grants, const Actor& actor, std::uint16_t command,
                              Relations relations) {
  bool role_may = false;
  for (const Grant& grant : grants) {
    if (grant.role != actor.role || grant.command != command) continue;
    if (relations.has(grant.relation)) return std::nullopt;
    role_may = true;
  }
  return Finding{.rule = role_may ? "ACC-002" : "ACC-001",
                 .pointer = {},
                 .value = std::string{name(actor.role)},
                 .detail = {}};
}

}  // namespace lintas::access
