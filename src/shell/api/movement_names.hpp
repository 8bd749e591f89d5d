#pragma once

#include <string>

#include "core/access/access.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"

/// What a movement is called in its address, /v1/movements/{mrn}: by its MRN; before it has one, by a
/// reference of this node, which its lists show; by its LRN.
namespace lintas::api {

/// "/v1/movements/26SG000101A1B2C3J7"; of a movement without an MRN its reference is the last part.
[[nodiscard]] std::string address_of(const Core& core, const Core::Seen& movement);

/// In whose list the caller looks: that of everybody, of its office, of its party.
[[nodiscard]] std::string list_of(const access::Actor& actor);

/// Where the request names a movement by its LRN: puts the MRN or the reference in its place. An LRN means
/// the movement that bears it now, of the holder that `holder` says or else of the caller; then, of what
/// stands without an MRN among the newest limits::api_feed_scan_max of the caller's list, the newest that is
/// open, or else the newest. Whatever is older, and whatever has an MRN, is found with `holder`, which finds
/// who bears the LRN now at once. What the caller may not read is not there for it.
/// False where the call is answered: the LRN is one of several holders (API-017).
[[nodiscard]] bool settle_name(const Core& core, const CallPtr& call, app::Reader& reader);

}  // namespace lintas::api
