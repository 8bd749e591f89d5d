#pragma once

#include "shell/api/routes.hpp"

namespace lintas::api {

[[nodiscard]] Resource kind_routes();

}  // namespace lintas::api
