#pragma once

#include "shell/api/document_list.hpp"
#include "shell/api/routes.hpp"

namespace lintas::api {

/// Authorisations of operators, listed and shown as documents are.
extern const DocumentKind aeo_kind;

[[nodiscard]] Resource aeo_routes();

}  // namespace lintas::api
