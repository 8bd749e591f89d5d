#pragma once

#include <array>
#include <string_view>

/// The words for what an entry is, in files and messages: each enumerator's at its number less one.
namespace lintas::registers {

inline constexpr std::array<std::string_view, 6> kind_names{"trader",        "mandate", "declarant",
                                                            "authorisation", "permit",  "insurance"};
/// Types of authorisations on the wire (CL605).
inline constexpr std::array<std::string_view, 3> right_names{"C521", "C522", "C523"};

}  // namespace lintas::registers
