#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/finding.hpp"

namespace lintas::registers {

/// Why a command was refused. Numbers are stored and never used again. 1xx: the state of the entry; 2xx: what
/// is to be written.
enum class Refusal : std::uint16_t {
  registered_already = 101,
  not_registered = 102,
  withdrawn = 103,
  stopped_by_authority = 104,

  other_key = 201,
  no_days_of_validity = 202,
  four_eyes = 203,
  unknown_value = 204,
  list_too_long = 205,
  number_shape = 206,
  agent_of_itself = 207,
  no_rights = 208,
  no_offices = 209,
  seals_and_right = 210,
  too_many_permits = 211,
  longer_than_a_year = 212,
  no_states = 213,
  wait_too_long = 214,
};

struct RefusalFacts {
  Refusal refusal;
  std::string_view name;   ///< for programs; people read the text of the rule
  std::string_view rule;   ///< id in data/rules.csv, which has text and remedy
  std::string_view field;  ///< of the command
  bool may_succeed_later;  ///< the same command may be accepted another time
};

inline constexpr std::array refusals{
    RefusalFacts{Refusal::registered_already, "registered_already", "R-REG-101", "key", true},
    RefusalFacts{Refusal::not_registered, "not_registered", "R-REG-102", "key", true},
    RefusalFacts{Refusal::withdrawn, "withdrawn", "R-REG-103", "key", true},
    RefusalFacts{Refusal::stopped_by_authority, "stopped_by_authority", "R-REG-104", "key", true},

    RefusalFacts{Refusal::other_key, "other_key", "R-REG-201", "key", false},
    RefusalFacts{Refusal::no_days_of_validity, "no_days_of_validity", "R-REG-202", "valid_until", false},
    RefusalFacts{Refusal::four_eyes, "four_eyes", "R-REG-203", "", false},
    RefusalFacts{Refusal::unknown_value, "unknown_value", "R-REG-204", "facts", false},
    RefusalFacts{Refusal::list_too_long, "list_too_long", "R-REG-205", "facts", false},
    RefusalFacts{Refusal::number_shape, "number_shape", "R-REG-206", "tin", false},
    RefusalFacts{Refusal::agent_of_itself, "agent_of_itself", "R-REG-207", "agent", false},
    RefusalFacts{Refusal::no_rights, "no_rights", "R-REG-208", "rights", false},
    RefusalFacts{Refusal::no_offices, "no_offices", "R-REG-209", "offices", false},
    RefusalFacts{Refusal::seals_and_right, "seals_and_right", "R-REG-210", "seals", false},
    RefusalFacts{Refusal::too_many_permits, "too_many_permits", "R-ACTS-020", "number", true},
    RefusalFacts{Refusal::longer_than_a_year, "longer_than_a_year", "R-REG-212", "valid_until", false},
    RefusalFacts{Refusal::no_states, "no_states", "R-REG-213", "states", false},
    RefusalFacts{Refusal::wait_too_long, "wait_too_long", "R-REG-214", "unloading_wait_minutes", false},
};

/// Precondition: the refusal is one of the list.
[[nodiscard]] const RefusalFacts& facts(Refusal refusal);

/// The finding shown for it; what was refused says the text of the rule. `help` says what is particular to
/// this case.
[[nodiscard]] Finding finding(Refusal refusal, const std::string& help = {});

}  // namespace lintas::registers
