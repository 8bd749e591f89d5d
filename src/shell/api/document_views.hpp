#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// A certificate of origin as it is shown: where it is issued, and where its goods are imported. No names of
/// people but those that somebody wrote into a text.
namespace lintas::api {

/// State, reference, days, items with what is free, claimed, used, refused and drawn of each. Precondition:
/// the stream is of that kind of document.
[[nodiscard]] nlohmann::json show_certificate(workflow::StreamKind kind, const workflow::State& state);

/// Where the texts of a history are, and whether those of a doubt are shown, too: what a partner suspects,
/// and what the authority answers (OCP R18). Whoever is suspected is told by what comes of it.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): a source has no default
struct TextsFor {
  TextSource source;
  bool doubts = false;
};

/// The events of its machines, as history_of_movement of a movement.
[[nodiscard]] nlohmann::json history_of_certificate(const std::vector<app::EventRow>& events,
                                                    const TextsFor& texts);

/// What went and came about it, in that order, each with when the partner's gateway signed for it.
[[nodiscard]] nlohmann::json messages_about(const std::vector<app::EventRow>& events, app::Reader& reader);

/// Of one that is issued here, the four levels apart (asw.md 2.2), of the certificate and of its
/// cancellation: none is inferred from another but the bytes from the receipt that signs for them.
[[nodiscard]] nlohmann::json levels_of(const std::vector<app::EventRow>& events, app::Reader& reader);

}  // namespace lintas::api
