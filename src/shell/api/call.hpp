#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "shell/api/traders_row.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// A request on its way, and the answers that every route gives alike.
namespace lintas::api {

/// Shared by the loop, the pool and the writer's answer, one after another.
struct Call {
  net::Request request;
  net::Responder respond;
  access::Actor actor;
  Hash256 key;  ///< of the API key that the actor came with
  workflow::TraceId trace_id{};
  std::string trace;
  TradersRow::Place place;  ///< of what traders want done
};
using CallPtr = std::shared_ptr<Call>;

/// Findings about the message that the call brought: their places as they are written in it.
[[nodiscard]] Findings placed_in_message(const CallPtr& call, Findings findings);
/// The same of findings that are shown already.
[[nodiscard]] nlohmann::json shown_in_message(const CallPtr& call, nlohmann::json shown);

/// Not now: 429 to a party, 503 to our own people.
void answer_busy(const CallPtr& call);
/// There is no such thing, or it is not for the caller to know; `detail` says nothing of which it is.
void answer_nothing(const CallPtr& call, std::string detail = {});
/// API-015: core/messages/remedy.cpp says what each parameter takes, and `detail` what it takes here.
void answer_bad_query(const CallPtr& call, std::string_view name, std::string detail = {});
/// The same of a parameter that takes one of these words.
void answer_bad_choice(const CallPtr& call, std::string_view name, std::span<const std::string_view> known);

/// Runs `work`; if it fails the call is answered with the trace, and the failure goes on to the log.
void answering(const CallPtr& call, const std::function<void()>& work);

/// What a list is narrowed to by `phase`; all where it is left out.
inline constexpr std::array<std::string_view, 3> phases{"all", "open", "ended"};

/// How many items a page may have; nothing if `limit` is no such number.
[[nodiscard]] std::optional<std::size_t> page_size(const CallPtr& call);
/// The thing as it is shown now, under an ETag of its version and of all that is shown, which may be more
/// than the version counts; 304 to whoever has seen just that.
void answer_tagged(const CallPtr& call, std::uint32_t version, const nlohmann::json& shown, Sha256 sha256);
/// The version that an ETag of ours begins with: If-Match asks for no more than that.
[[nodiscard]] std::optional<std::uint32_t> version_in_etag(std::string_view etag);

}  // namespace lintas::api
