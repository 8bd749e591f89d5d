#pragma once

#include <expected>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "cli/cli.hpp"

namespace lintas::cli {

/// Reads the arguments behind the command's name; else a sentence that says what is wrong. A value stands
/// behind its option or after "="; what comes behind "--" is no option, and "-" never is.
[[nodiscard]] std::expected<Given, std::string> parse(const Command& command, Arguments arguments);

/// "; is 'submit' meant?" for what is written nearly so, or begins one name alone; else nothing.
[[nodiscard]] std::string perhaps_meant(std::span<const std::string_view> names, std::string_view text);

/// A value of Kind::time.
[[nodiscard]] std::optional<Instant> parse_time(std::string_view text);

/// "lintas show MRN [OPTION…]".
[[nodiscard]] std::string usage_of(const Command& command);

/// The whole help of a command, from its row.
void print_help(std::ostream& out, const Command& command);

}  // namespace lintas::cli
