#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"

/// Messages and documents as bodies of what is asked and answered.
namespace lintas::cli {

inline constexpr Option raw_option{.name = "--raw",
                                   .meaning =
                                       "byte for byte as the node has it on a screen too, where XML is "
                                       "indented; into a file or a pipe it always is",
                                   .kind = Kind::flag};

/// The request that carries the message in the file of the first operand, XML or JSON; else what is wrong has
/// been printed.
[[nodiscard]] std::expected<Ask, Exit> ask_with_message(const Given& given, const Streams& streams,
                                                        std::string_view path);

/// Prints the document at the path, or writes it into the file of --to. XML, with --json JSON.
[[nodiscard]] Exit fetch_document(Session& session, std::string path);

}  // namespace lintas::cli
