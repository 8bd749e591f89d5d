#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/state.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

/// The record of a certified exporter as it is shown.
namespace lintas::api {

/// The record that a text names, "MY, 0217/MY07"; nothing for a text of another form.
[[nodiscard]] std::optional<awsc::ExporterReference> exporter_in(std::string_view text);
/// "/v1/exporters/MY%2C%200217%2FMY07"
[[nodiscard]] std::string address_of_exporter(const awsc::ExporterReference& reference);

[[nodiscard]] nlohmann::json show_exporter(const awsc::exporter_side::Exporter& exporter);
/// What the register said of it at the instant.
[[nodiscard]] nlohmann::json show_extract(const awsc::ExporterReference& reference,
                                          const awsc::exporter_side::Extract& extract, Instant at);
/// The events of its machine; with a source also what people wrote.
[[nodiscard]] nlohmann::json history_of_exporter(const std::vector<app::EventRow>& events,
                                                 const std::optional<TextSource>& texts);

[[nodiscard]] Resource exporter_views();

}  // namespace lintas::api
