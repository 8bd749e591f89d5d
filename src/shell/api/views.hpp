#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/outlook.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// What is stored, as it is shown. No access codes, and no names of people but those that somebody wrote into
/// a text.
namespace lintas::api {

struct LinkPlace;

/// The use that a movement makes of a guarantee; nothing before the first check.
using UseOf = std::function<std::optional<guarantee::Use>(const Grn&, const Mrn&)>;

/// A movement looks alike in every state: mrn, role of this node in it, public status, state of that role's
/// machine. At departure: route, days, crossings, guarantees without codes, what they hold and have freed.
[[nodiscard]] nlohmann::json show_departure(const workflow::State& state, const refdata::View& reference,
                                            const UseOf& use_of);
/// Of a departing movement, where it is the trader's turn: what it may send and until when. Null where it is
/// somebody else's.
[[nodiscard]] nlohmann::json turn_of_trader(const workflow::State& state);
/// In a state that it passes or ends in: what the offices here did, and where the goods are by that and by
/// the last notice of departure.
[[nodiscard]] nlohmann::json show_journey(const workflow::State& state, Day today,
                                          const refdata::View& reference);
/// Where the goods were last.
[[nodiscard]] nlohmann::json show_place(const LinkPlace& place);
/// An instant as the clocks at a place show it: "2026-11-25T16:00:00.000+08:00".
[[nodiscard]] std::string local_text(Instant instant, std::chrono::minutes offset);
/// A limit that is over at `due` by the clocks of an office, and whether that is open then; null where the
/// office or the law of its state is not known.
[[nodiscard]] nlohmann::json show_limit(const OfficeId& office, Instant due, const refdata::View& reference);
/// What the row alone says of a movement: the role of this node in it, as it is shown.
[[nodiscard]] std::string_view role_in_movement(workflow::StreamKind kind, std::uint16_t status);
/// And whether that role has ended; nothing of a movement that is known by notices alone.
[[nodiscard]] std::optional<bool> role_has_ended(workflow::StreamKind kind, std::uint16_t status);
/// Public status of a movement at its office of departure.
[[nodiscard]] std::string_view status_of_departure(const workflow::State& state, Day today);
/// {"id", "name"} of the machine that a movement has come to here: of destination, before that of transit.
[[nodiscard]] nlohmann::json state_after(const workflow::JourneyReply& reply);
/// Where the texts of events lie.
struct TextSource {
  app::Reader& reader;
  app::Packer& packer;
};
/// Whether the caller may know what is left of a guarantee.
using SeesBalance = std::function<bool(const Grn&)>;
/// The events of a movement's machines: who by role and office, and when, and what happened to seals and
/// vehicles. With a source also what else they say (details.hpp), and what people wrote, by the names of the
/// fields, or that it was erased. Of what a guarantee is short of the balance is told where it may be known.
/// By the clocks of `reference` what offices told by its day is a day in the details, and no instant.
[[nodiscard]] nlohmann::json history_of_movement(const std::vector<app::EventRow>& events,
                                                 const std::optional<TextSource>& texts = std::nullopt,
                                                 const SeesBalance& sees_balance = {},
                                                 const refdata::View* reference = nullptr);

/// Amounts as they are on the account now.
[[nodiscard]] nlohmann::json show_guarantee(const workflow::State& state, const refdata::View& reference);

/// What a movement holds of a guarantee, or gave back; and of one that holds something, what it waits for.
[[nodiscard]] nlohmann::json show_use(std::string_view mrn, const workflow::State& state,
                                      const std::optional<workflow::Outlook>& outlook,
                                      const refdata::View& reference);

}  // namespace lintas::api
