#pragma once

#include <string_view>

namespace lintas::workflow {

/// The list (concerned.hpp) of the customs declaration documents that somebody here should look at, or may
/// have to do something about: an alarm stands, or an act leads on. No office and no party has a blank. What
/// the reference data say beside the state, calls_for asks; what is kept because the states exchange none
/// (R-ASW-102) is nobody's work and in no such list.
inline constexpr std::string_view waiting_acdd = "acdd waiting";

}  // namespace lintas::workflow
