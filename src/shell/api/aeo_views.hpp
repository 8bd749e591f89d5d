#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/check.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

/// The authorisation of an operator as it is shown.
namespace lintas::api {

/// The authorisation that a text names, "SG201912345K, A-2026-1"; nothing for a text of another form.
[[nodiscard]] std::optional<aeo::authorisation::Reference> authorisation_in(std::string_view text);
/// "/v1/operators/SG201912345K%2C%20A%2D2026%2D1"
[[nodiscard]] std::string address_of_authorisation(const aeo::authorisation::Reference& reference);

[[nodiscard]] nlohmann::json show_authorisation(const aeo::authorisation::Authorisation& authorisation);
/// How it stood at the instant, on its local day.
[[nodiscard]] nlohmann::json show_extract(const aeo::authorisation::Authorisation& authorisation,
                                          const aeo::authorisation::Extract& extract, Instant at, Day day);
/// What the list of its state says of a code, and what is typed for it elsewhere.
[[nodiscard]] nlohmann::json show_check(const aeo::Asked& asked, const aeo::CodeCheck& check);
/// The events of its machine; with a source also what people wrote. `with_accounts`: and by whose account, of
/// a second officer, too.
[[nodiscard]] nlohmann::json history_of_authorisation(const std::vector<app::EventRow>& events,
                                                      const std::optional<TextSource>& texts,
                                                      bool with_accounts);

[[nodiscard]] Resource aeo_views();

}  // namespace lintas::api
