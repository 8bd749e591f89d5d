#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "shell/net/http.hpp"

/// The description of the interface as a page for people: one document in which nothing runs and to which
/// nothing is loaded, readable on a telephone and on paper.
namespace lintas::api {

/// All that it says comes from the description (OpenAPI 3.1, as `openapi` writes it). Precondition: it is
/// one.
[[nodiscard]] net::Response openapi_page(std::string_view description, Sha256 sha256);

}  // namespace lintas::api
