#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/workflow/manifest_facts.hpp"
#include "shell/app/store.hpp"

/// What daily lists of documents show, wherever it is shown.
namespace lintas::api {

/// In the history of a document: what a partner's daily list showed; nothing of other events of that machine.
void show_difference(const app::EventRow& row, nlohmann::json& shown);

/// A document of another sort than certificates, as `ListedReference` describes it. Precondition: a list
/// named it.
[[nodiscard]] nlohmann::json show_listed(const workflow::DocumentName& name);

}  // namespace lintas::api
