#pragma once

#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>

namespace lintas::cli {

/// The bytes of a file, or of `in` if its name is "-"; else a sentence that says why not. Of a file that is
/// larger than a message may be, only as much is read as it takes to see that.
[[nodiscard]] std::expected<std::string, std::string> read_file(std::string_view name, std::istream& in);

/// Writes the file anew; a sentence if that failed.
[[nodiscard]] std::expected<void, std::string> write_file(const std::string& name, std::string_view bytes);

}  // namespace lintas::cli
