#pragma once

#include "shell/api/document_list.hpp"
#include "shell/api/routes.hpp"

namespace lintas::api {

/// Origin declarations as documents are listed and shown.
extern const DocumentKind origin_kind;

[[nodiscard]] Resource origin_routes();

}  // namespace lintas::api
