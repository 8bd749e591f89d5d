#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "base/bytes.hpp"

/// Files that must be whole and durable, or not be there. Errors name the path and what stands in the way.
namespace lintas::node {

/// Modes of files that are for their owner only, and of others.
inline constexpr mode_t secret_mode = 0600;
inline constexpr mode_t open_mode = 0644;

/// Writes a file that must not be there; durable but for its name.
[[nodiscard]] std::expected<void, std::string> write_new(const std::filesystem::path& path,
                                                         std::string_view text, mode_t mode);

/// Makes the content of a file, or the names in a folder, durable.
[[nodiscard]] std::expected<void, std::string> make_durable(const std::filesystem::path& path);

struct FilePrint {
  std::uint64_t bytes = 0;
  Hash256 sha256;
  friend bool operator==(const FilePrint&, const FilePrint&) = default;
};
/// Of a file of any size.
[[nodiscard]] std::expected<FilePrint, std::string> print_of(const std::filesystem::path& path);

/// A text as TOML takes it.
[[nodiscard]] std::string toml_quoted(std::string_view text);

}  // namespace lintas::node
