#pragma once

#include <cstddef>
#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace lintas::cli {

/// The bytes of a file, or of `in` if its name is "-"; else a sentence that says why not. Of a file that is
/// larger than `most`, only as much is read as it takes to see that.
[[nodiscard]] std::expected<std::string, std::string> read_file(std::string_view name, std::istream& in,
                                                                std::size_t most = limits::message_bytes_max);

/// Writes the file anew; a sentence if that failed.
[[nodiscard]] std::expected<void, std::string> write_file(const std::string& name, std::string_view bytes);

}  // namespace lintas::cli
