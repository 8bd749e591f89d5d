#pragma once

#include <cstddef>
#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "shell/api/keys.hpp"

/// Keys as the interface asks for them and shows them.
namespace lintas::api {

/// Of a hash, at least so many digits say which key is meant.
inline constexpr std::size_t key_hash_chars_min = 8;

/// {"role": …, "party": …, "person": …, "office": …, "expires": …}. An officer's key names person and
/// office of this state, that of a party the party; it ends after now. Rules: API-003, API-004, API-005.
[[nodiscard]] std::expected<KeyEntry, Findings> read_key_request(const nlohmann::json& json, Country home,
                                                                 Instant now);

/// Without the key itself, which nobody knows any more; `hash` is what withdraws it.
[[nodiscard]] nlohmann::json show_key(const Keys::Listed& key);

}  // namespace lintas::api
