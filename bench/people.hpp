#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "bench/corridor.hpp"
#include "bench/declarations.hpp"

#include "core/access/access.hpp"

namespace lintas::bench {

/// Somebody who asks a node, with a key of its own.
struct Person {
  std::string_view name;  ///< an officer is called by the office
  std::size_t state = 0;  ///< place in Corridor::countries
  access::Role role = access::Role::trader;

  [[nodiscard]] access::Actor actor() const {
    if (role == access::Role::trader) return {.role = role, .party = std::string{trader}};
    if (role == access::Role::auditor) return {.role = role, .person = "auditor-1"};
    return {.role = role, .person = "officer-1", .office = std::string{name}};
  }
};

inline constexpr std::array people{
    Person{"trader", 0, access::Role::trader},
    Person{"SGTUS001", 0, access::Role::officer_of_departure},
    Person{"MYTJK001", 1, access::Role::officer_of_transit},
    Person{"MYBKH001", 1, access::Role::officer_of_transit},
    Person{"THSDO001", 2, access::Role::officer_of_transit},
    Person{"THBKK001", 2, access::Role::officer_of_destination},
    Person{"auditor", 0, access::Role::auditor},
    Person{"auditor", 1, access::Role::auditor},
    Person{"auditor", 2, access::Role::auditor},
};

/// Of the node of a state below the folder of all: its files as `lintas init` made them.
[[nodiscard]] std::filesystem::path home_of(const std::filesystem::path& folder, std::size_t state);
[[nodiscard]] std::filesystem::path key_file(const std::filesystem::path& folder, const Person& person);

/// Before the nodes first start: gives the people their keys, and each store its registers, guarantees and so
/// many ended movements.
void prepare(const std::filesystem::path& folder, std::size_t prefill);

}  // namespace lintas::bench
