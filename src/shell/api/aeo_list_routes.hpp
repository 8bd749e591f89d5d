#pragma once

#include "shell/api/document_list.hpp"
#include "shell/api/routes.hpp"

namespace lintas::api {

/// Operators in lists, of this state and in copies of others, listed and shown as documents are.
extern const DocumentKind listed_kind;

[[nodiscard]] Resource aeo_list_routes();

}  // namespace lintas::api
