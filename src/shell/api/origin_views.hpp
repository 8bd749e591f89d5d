#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/awsc/declaration.hpp"
#include "core/awsc/import/state.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

/// An origin declaration that was presented, as it is shown.
namespace lintas::api {

/// The declaration that a text names, "MY, 0217/MY07, KLPG/26/11/0417"; nothing for a text of another form.
[[nodiscard]] std::optional<awsc::DeclarationReference> origin_in(std::string_view text);
/// "/v1/origin-declarations/MY%2C%200217%2FMY07%2C%20…"
[[nodiscard]] std::string address_of_origin(const awsc::DeclarationReference& reference);

[[nodiscard]] nlohmann::json show_origin(const awsc::import_side::Declaration& declaration);
/// The events of its machine; with a source also what people wrote.
[[nodiscard]] nlohmann::json history_of_origin(const std::vector<app::EventRow>& events,
                                               const std::optional<TextSource>& texts);

[[nodiscard]] Resource origin_views();

}  // namespace lintas::api
