#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

/// An operator in a list as it is shown. docs/adr/0050-lists-of-operators-between-nodes.md.
namespace lintas::api {

/// "/v1/listed-operators/SG201912345K%2C%20A%2D2026%2D1"
[[nodiscard]] std::string address_of_listed(const aeo::listed::Reference& reference);

[[nodiscard]] nlohmann::json show_listed_operator(const aeo::listed::Operator& one, Sha256 sha256);
/// How it stood at an instant, by what was known at another one.
[[nodiscard]] nlohmann::json show_listed_extract(const aeo::listed::Operator& one,
                                                 const aeo::listed::Said& said, Instant of, Instant known,
                                                 Day day);
/// The events of its machine; with a source also what people wrote. `with_accounts`: and by whose account.
[[nodiscard]] nlohmann::json history_of_listed(const std::vector<app::EventRow>& events,
                                               const std::optional<TextSource>& texts, bool with_accounts);

[[nodiscard]] Resource aeo_list_views();

}  // namespace lintas::api
