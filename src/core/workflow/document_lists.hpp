#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/transit/onward.hpp"
#include "core/workflow/concerned.hpp"

/// Lists (concerned.hpp) in which the documents of a movement are found that its declaration does not name:
/// by the exporter, and by the national declaration that took its goods. No office and no party has a blank,
/// so nobody reads one of these as his own.
namespace lintas::workflow {

/// A trader as keys and transit declarations name it, a TIN: documents give its identifier with or without
/// the state in front. Empty: none.
[[nodiscard]] inline std::string party_of(std::string_view state, std::string_view identifier) {
  if (identifier.empty() || identifier.starts_with(state)) return std::string{identifier};
  return std::string{state}.append(identifier);
}
/// Of documents of an exporter, as long as they live. `party`: as party_of.
[[nodiscard]] inline std::string list_of_exporter(std::string_view party) {
  return std::string{"exporter "}.append(party);
}
/// Of certificates that the declaration claims or has used, and of customs declaration documents that it was
/// compared with.
[[nodiscard]] inline std::string list_of_declaration(std::string_view number) {
  return std::string{"declaration "}.append(number);
}

/// Declarations by which one document is found, the newest: a key is written for each.
inline constexpr std::size_t listed_declarations_max = 64;

/// Puts a document into the list of a declaration: in none under what no movement can name as one.
inline void add_declaration(std::vector<std::string>& concerned, std::string_view number) {
  if (transit::NationalDeclaration::parse(number)) add_concerned(concerned, list_of_declaration(number));
}

}  // namespace lintas::workflow
