#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// A request on its way, and the answers that every route gives alike.
namespace lintas::api {

/// Shared by the loop, the pool and the writer's answer, one after another.
struct Call {
  net::Request request;
  net::Responder respond;
  access::Actor actor;
  workflow::TraceId trace_id{};
  std::string trace;
};
using CallPtr = std::shared_ptr<Call>;

/// Not now: 429 to a party, 503 to our own people.
void answer_busy(const CallPtr& call);
/// There is no such thing, or it is not for the caller to know.
void answer_nothing(const CallPtr& call);
void answer_bad_query(const CallPtr& call, std::string_view name);

/// How many items a page may have; nothing if `limit` is no such number.
[[nodiscard]] std::optional<std::size_t> page_size(const CallPtr& call);
[[nodiscard]] std::string etag(std::uint32_t version);

}  // namespace lintas::api
