#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/limits.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::net {

/// Which handler a request goes to: by method and path. Filled once before the server starts, read by the
/// loop.
///
///   Router router;
///   router.add({.method = Method::get, .pattern = "/v1/movements/{id}", .handle = show_movement});
///
/// A fixed segment goes before a parameter at the same place. HEAD is answered by the handler of GET, without
/// its body. No path: 404 (NET-008); a path without the method: 405 with Allow (NET-009), and OPTIONS: 204
/// with Allow.
class Router final : public Handler {
 public:
  using Handle = std::function<void(Request, Responder)>;
  using Stream = std::function<std::shared_ptr<Incoming>(Request, Responder)>;

  struct Route {
    Method method = Method::get;
    std::string pattern;
    /// Longest body taken; 0 for a route that takes none.
    std::size_t body_bytes_max = 0;
    Handle handle;
    /// Asked when the head is read and the body is not: an answer given here ends the request before any
    /// work. May note in the request whether it gives way.
    std::function<std::optional<Response>(Request&)> admit;
    /// A body longer than `whole_bytes_max` comes here in pieces. A route without it takes no more than
    /// limits::http_body_bytes_max.
    Stream stream = {};
    std::size_t whole_bytes_max = limits::http_body_bytes_max;
  };

  /// A pattern that is none, or a second route for the same requests, is a bug.
  void add(Route route);

  [[nodiscard]] Admission admit(Request& head) override;
  void handle(Request request, Responder responder) override;
  [[nodiscard]] std::shared_ptr<Incoming> stream(Request head, Responder responder) override;

  /// Method and pattern of each route, in the order of adding: for lists of what there is.
  [[nodiscard]] const std::vector<Route>& routes() const noexcept { return routes_; }

 private:
  struct Found {
    const Route* route = nullptr;
    std::vector<Parameter> parameters;
    /// Methods of the path, when none fits.
    std::vector<Method> others;
  };
  [[nodiscard]] Found find(const Request& request) const;
  /// Of a request that was admitted, which gets its parameters again.
  [[nodiscard]] const Route& route_of(Request& request) const;

  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> patterns_;
};

}  // namespace lintas::net
