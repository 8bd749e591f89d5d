#pragma once

#include <set>
#include <string>
#include <utility>

#include "core/access/access.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/rights.hpp"

/// Which roles may ask for something, wherever that is: from the tables that judge them, for the description.
/// Whether it is theirs in the case is judged when they ask.
namespace lintas::api {

using Roles = std::set<access::Role>;

/// "trader, declarant", in the order of their numbers.
[[nodiscard]] std::string names_of(const Roles& roles);

/// Who may give one of the commands.
[[nodiscard]] Roles who_gives(const workflow::National& national, workflow::CommandType command);
template <workflow::CommandType command>
[[nodiscard]] Roles who_gives(const workflow::National& national) {
  return who_gives(national, command);
}

/// Who has one of the rights to read.
template <Read... rights>
[[nodiscard]] Roles who_reads(const workflow::National&) {
  Roles roles;
  for (const access::Grant& grant : read_grants)
    if (((grant.command == std::to_underlying(rights)) || ...)) roles.insert(grant.role);
  return roles;
}

}  // namespace lintas::api
