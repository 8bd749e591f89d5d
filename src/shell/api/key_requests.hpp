#pragma once

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/keys.hpp"

/// Keys as the interface asks for them and shows them.
namespace lintas::api {

/// {"role": …, "party": …, "person": …, "office": …, "expires": …}. An officer's key names person and
/// office of this state, that of a party the party; it ends after now. The office is one that the reference
/// data know, now or from a later day on. Rules: API-003, API-004, API-005, LST-003.
[[nodiscard]] std::expected<KeyEntry, Findings> read_key_request(const nlohmann::json& json,
                                                                 const workflow::Setting& setting,
                                                                 Instant now);

/// The party of a key whose role is that of a trader in the register; nothing of another key.
[[nodiscard]] std::optional<Tin> party_in_register(const access::Actor& actor);

/// Without the key itself, which nobody knows any more; `hash` is what withdraws it.
[[nodiscard]] nlohmann::json show_key(const Keys::Listed& key);

}  // namespace lintas::api
