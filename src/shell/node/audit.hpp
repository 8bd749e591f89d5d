#pragma once

#include <filesystem>
#include <iosfwd>

#include "shell/node/config.hpp"

namespace lintas::node {

/// Goes through the store in a folder with the keys of a configuration, as `verify` (process.hpp) does with
/// the configured one, and answers alike.
[[nodiscard]] int verify_store(const Config& config, const std::filesystem::path& folder, bool json,
                               std::ostream& out, std::ostream& err);

}  // namespace lintas::node
