#pragma once

#include "cli/cli.hpp"

/// Operators in lists, of this state and of others: what `lintas aeo list` and `show` do with --of.
namespace lintas::cli {

inline constexpr Option list_of_option{
    .name = "--of",
    .value = "STATE",
    .meaning = "in the list of this state, as it is known here: this one's own, or what a partner told"};

[[nodiscard]] Exit list_listed(const Given& given, const Streams& streams);
[[nodiscard]] Exit show_listed(const Given& given, const Streams& streams);

}  // namespace lintas::cli
