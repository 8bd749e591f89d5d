#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/acdd/document.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

/// A customs declaration document as it is shown: where the export was released, and where the goods are
/// imported.
namespace lintas::api {

/// The permit that a text names, "SG, OX6K123456A"; nothing for a text of another form.
[[nodiscard]] std::optional<acdd::Permit> permit_in(std::string_view text);
/// "/v1/acdd/SG%2C%20OX6K123456A"
[[nodiscard]] std::string address_of_acdd(const acdd::Permit& permit);

/// Where an ACDD.SEND has what the machine speaks of: "items/2/quantity" as the path of the element. What is
/// said beside the message, as consent and reason, keeps its name.
[[nodiscard]] std::string place_in_acdd(std::string_view pointer);

/// State, permit, items, and at import what is declared, item by item, and what differs. Precondition:
/// the stream is of that kind of document.
[[nodiscard]] nlohmann::json show_acdd(workflow::StreamKind kind, const workflow::State& state);
/// As one of a list: without what is declared item by item and without the differences, for which both have
/// to be compared anew; how many there are is known. Precondition: likewise.
[[nodiscard]] nlohmann::json show_acdd_in_list(workflow::StreamKind kind, const workflow::State& state);
/// The events of its machines; with a source also what people wrote.
[[nodiscard]] nlohmann::json history_of_acdd(const std::vector<app::EventRow>& events,
                                             const std::optional<TextSource>& texts);

[[nodiscard]] Resource acdd_views();

}  // namespace lintas::api
