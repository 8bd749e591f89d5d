#pragma once

#include "shell/api/routes.hpp"

/// Customs declaration documents: released and amended by a whole ACDD.SEND, listed, shown.
namespace lintas::api {

[[nodiscard]] Resource acdd_routes();

}  // namespace lintas::api
