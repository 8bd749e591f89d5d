#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>

#include "shell/node/config.hpp"

namespace lintas::node {

enum class Soundness : std::uint8_t {
  sound,
  /// Events, documents and kept states are whole; rows and lists say otherwise than this program makes of
  /// them, as an earlier one may have written them (docs/operations/upgrades.md).
  other_projections,
  wrong,
  unreadable,
};

/// Goes through the store in a folder with the keys of a configuration, as `verify` (process.hpp) does with
/// the configured one, and tells alike.
[[nodiscard]] Soundness verify_store(const Config& config, const std::filesystem::path& folder, bool json,
                                     std::ostream& out, std::ostream& err);

}  // namespace lintas::node
