#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "bench/corridor.hpp"
#include "bench/declarations.hpp"

#include "core/access/access.hpp"
#include "shell/node/config.hpp"

namespace lintas::bench {

/// Who applies for certificates of origin.
inline constexpr std::string_view exporter = "MY199801023456";

/// Somebody who asks a node, with a key of its own.
struct Person {
  std::string_view name;  ///< an officer is called by the office, a program as it is
  std::size_t state = 0;  ///< place in Corridor::countries
  access::Role role = access::Role::trader;

  [[nodiscard]] access::Actor actor() const {
    if (role == access::Role::trader) return {.role = role, .party = std::string{trader}};
    if (role == access::Role::exporter) return {.role = role, .party = std::string{exporter}};
    if (role == access::Role::national_system) return {.role = role, .party = std::string{name}};
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
/// Of certificates of origin from Malaysia to Thailand.
inline constexpr std::array people_of_certificates{
    Person{"exporter", 1, access::Role::exporter},
    Person{"MYPKG001", 1, access::Role::other_agency},
    Person{"CLEARANCE", 2, access::Role::national_system},
};

/// Of the node of a state below the folder of all: its files as `lintas init` made them.
[[nodiscard]] std::filesystem::path home_of(const std::filesystem::path& folder, std::size_t state);
[[nodiscard]] node::Config config_of(const std::filesystem::path& folder, std::size_t state);
[[nodiscard]] std::filesystem::path key_file(const std::filesystem::path& folder, const Person& person);

/// Gives people their keys, before the nodes first start.
void issue_keys(const std::filesystem::path& folder, std::span<const Person> crowd);

/// Before the nodes first start: gives the people their keys, and each store its registers, guarantees and so
/// many ended movements.
void prepare(const std::filesystem::path& folder, std::size_t prefill);

}  // namespace lintas::bench
