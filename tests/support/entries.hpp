#pragma once

#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"

namespace lintas::test {

inline const access::Actor keeper{.role = access::Role::reference_data_keeper, .person = "keeper-1"};

/// A firm that may be principal and declare for others, registered long ago.
inline registers::Register firm(std::string_view tin) {
  return {.content = {.facts = registers::Trader{.tin = Tin::parse(tin).value(),
                                                 .legal_person = true,
                                                 .roles = {registers::TraderRole::principal,
                                                           registers::TraderRole::broker}},
                      .valid_from = *parse_day("2026-01-01"),
                      .valid_until = {},
                      .details = {}}};
}

}  // namespace lintas::test
