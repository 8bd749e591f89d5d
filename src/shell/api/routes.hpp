#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/workflow/national.hpp"
#include "shell/api/call.hpp"
#include "shell/api/description.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// Every route of the interface, by the files of their resources: rows from which the server is filled and
/// the description written.
namespace lintas::api {

class Core;

/// An answer of a route. The body is a type as in Member, in JSON, or "text/csv:text" in another form;
/// several have blanks between them, as have headers. Of a refusal the body is a Problem with more to it.
struct Outcome {
  std::uint16_t status = 0;
  std::string_view body = {};
  std::string_view headers = {};
};

/// Exactly one of `work` and `look`; both run on the pool and answer the call once. Every route may be
/// refused as openapi.cpp's table of statuses says; `refusals` are those that depend on the route.
struct Route {
  net::Method method;
  std::string_view pattern;
  std::string_view id;
  std::string_view tag;
  std::string_view summary;
  std::size_t body_bytes_max = 0;
  std::string_view body = {};
  std::string (*example)() = nullptr;  ///< of the body, in its first form
  /// Parameters beside those of the pattern, with blanks between them. Of "exchange.state" the name in the
  /// address is what stands behind the point: other lists have another `state`.
  std::string_view takes = {};
  Outcome outcomes[5] = {};
  std::uint16_t refusals[6] = {};
  bool keyless = false;
  Roles (*who)(const workflow::National&) = nullptr;  ///< may ask at all; none: every key
  bool by_act = false;  ///< described once for each act, by its name in the pattern and its own body
  void (*work)(const Core&, const CallPtr&) = nullptr;
  void (*look)(const Core&, const CallPtr&, app::Reader&) = nullptr;  ///< with a window into the store
  /// Beside `work`, for a body that is too long to be held: on the loop's thread, must not wait. Null where
  /// it has answered the call.
  std::shared_ptr<net::Incoming> (*stream)(const Core&, const CallPtr&) = nullptr;
};

/// What a parameter is called in an address.
[[nodiscard]] constexpr std::string_view name_in_address(std::string_view parameter) {
  return parameter.substr(parameter.rfind('.') + 1);
}

/// What one source adds to the interface and to its description.
struct Resource {
  std::span<const Route> routes = {};
  std::span<const Object> objects = {};
  std::span<const Words> words = {};
};
[[nodiscard]] std::span<const Resource> resources();

// Each at the end of its source.
[[nodiscard]] Resource act_routes();
[[nodiscard]] Resource attachment_routes();
[[nodiscard]] Resource certificate_copy_routes();
[[nodiscard]] Resource code_routes();
[[nodiscard]] Resource copy_routes();
[[nodiscard]] Resource coverage_routes();
[[nodiscard]] Resource document_figure_routes();
[[nodiscard]] Resource document_routes();
[[nodiscard]] Resource exchange_routes();
[[nodiscard]] Resource expiring_routes();
[[nodiscard]] Resource feed_routes();
[[nodiscard]] Resource guarantee_routes();
[[nodiscard]] Resource key_routes();
[[nodiscard]] Resource link_routes();
[[nodiscard]] Resource message_monitor_routes();
[[nodiscard]] Resource message_routes();
[[nodiscard]] Resource movement_routes();
[[nodiscard]] Resource partner_routes();
[[nodiscard]] Resource recognition_routes();
[[nodiscard]] Resource reference_routes();
[[nodiscard]] Resource register_routes();
[[nodiscard]] Resource tad_routes();
[[nodiscard]] Resource answers_to_commands();
[[nodiscard]] Resource document_views();
[[nodiscard]] Resource keys_as_shown();
[[nodiscard]] Resource problems();
[[nodiscard]] Resource reference_rows();
[[nodiscard]] Resource views();
[[nodiscard]] Resource webhook_routes();

}  // namespace lintas::api
