#pragma once

#include <nlohmann/json.hpp>

/// For sources that build or read JSON; headers say nlohmann/json_fwd.hpp.
namespace lintas::api {

using Json = nlohmann::json;

}  // namespace lintas::api
