#include "shell/api/who.hpp"

#include <string>
#include <utility>

#include "core/access/access.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"

namespace lintas::api {

std::string names_of(const Roles& roles) {
  std::string names;
  for (const access::Role role : roles) names.append(names.empty() ? "" : ", ").append(access::name(role));
  return names;
}

Roles who_gives(const workflow::National& national, workflow::CommandType command) {
  Roles roles;
  for (const access::Grant& grant : national.grants())
    if (grant.command == std::to_underlying(command)) roles.insert(grant.role);
  return roles;
}

}  // namespace lintas::api
