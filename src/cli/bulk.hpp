#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "cli/cli.hpp"
#include "cli/journal.hpp"

/// Many documents at once, out of tables, messages and folders: what `doc bulk` and `doc watch` have in
/// common.
namespace lintas::cli {

inline constexpr Option draft_option{
    .name = "--draft", .meaning = "keep applications, and submit them later", .kind = Kind::flag};
inline constexpr Option consent_option{.name = "--consent",
                                       .meaning = "the traders consent to the customs declaration documents",
                                       .kind = Kind::flag};
inline constexpr Option lines_option{.name = "--lines",
                                     .value = "N",
                                     .meaning = "connections to the node, 1 to 16; 4 if left out",
                                     .kind = Kind::number};

/// What is wrong with the number of lines that was given.
[[nodiscard]] std::optional<std::string> fault_in_lines(const Given& given);

/// Else why not has been printed.
[[nodiscard]] std::expected<Journal, Exit> open_journal(const std::string& file, const Given& given,
                                                        const Streams& streams);

/// Files that are sent together, and how.
struct Batch {
  std::vector<std::string> names;
  Journal* journal = nullptr;  ///< none: they are only checked
  bool leaves_out_faulty = false;
};

/// How the files fared; else what is none of their fault, and has been printed: they are sent once it is
/// mended.
[[nodiscard]] std::expected<Exit, Exit> send(const Batch& batch, const Given& given, const Streams& streams);

}  // namespace lintas::cli
