#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/output.hpp"

/// Acts asked of a node: what `decide` and the commands that are an act by another name have in common.
namespace lintas::cli {

/// One field of an act, typed by the node's own description.
inline constexpr Option set_option{
    .name = "--set",
    .value = "FIELD=VALUE",
    .meaning =
        "one field of the act; a field within another as a.b, money as '12.50 SGD', a list by "
        "several --set of one field, seals in sequence as AB100..AB119",
    .repeats = true};
inline constexpr Option if_match_option{
    .name = "--if-match",
    .value = "VERSION",
    .meaning = "only if what the act is about still has the version that was shown"};

/// The content as JSON: `filled`, and the fields of --set over it. Else what is wrong has been printed.
[[nodiscard]] std::expected<std::string, Exit> content_of_act(Session& session, std::string_view act,
                                                              Json filled);

/// Asks for the act and prints what became of it, under the key of --idempotency-key or a new one; with
/// --if-match and --second-key-file where the command takes them.
[[nodiscard]] Exit ask_act(Session& session, std::string_view act, std::string content);

}  // namespace lintas::cli
