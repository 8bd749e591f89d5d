#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kinds/contents.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

/// A document whose kind is data as it is shown: where it was issued, and where it is received.
namespace lintas::api {

/// The document that a text names, "TH, phyto, TH-PC-2026-0041873"; nothing for a text of another form.
[[nodiscard]] std::optional<kinds::Reference> doc_in(std::string_view text);
/// "/v1/kinds/documents/TH%2C%20phyto%2C%20…"
[[nodiscard]] std::string address_of_doc(const kinds::Reference& reference);

/// Precondition: the stream is of that kind of document.
[[nodiscard]] nlohmann::json show_doc(workflow::StreamKind kind, const workflow::State& state);
/// The events of its machines; with a source also what people wrote.
[[nodiscard]] nlohmann::json history_of_doc(const std::vector<app::EventRow>& events,
                                            const std::optional<TextSource>& texts);
/// Of a document, or of an origin declaration.
[[nodiscard]] nlohmann::json show_use(const kinds::Use& use);

[[nodiscard]] Resource kind_views();

}  // namespace lintas::api
