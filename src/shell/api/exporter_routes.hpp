#pragma once

#include "shell/api/document_list.hpp"
#include "shell/api/routes.hpp"

namespace lintas::api {

/// The register of certified exporters as documents are listed and shown.
extern const DocumentKind exporter_kind;

[[nodiscard]] Resource exporter_routes();

}  // namespace lintas::api
