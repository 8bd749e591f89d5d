#include "shell/net/router.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::net {

namespace {

bool is_parameter(std::string_view part) { return part.starts_with('{'); }

/// "/a/{b}" as {"a", "{b}"}.
std::vector<std::string> parts_of(std::string_view pattern) {
  require(pattern.starts_with('/'), "a pattern starts with a slash");
  std::vector<std::string> parts;
  if (pattern == "/") return parts;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    const std::size_t end = std::min(pattern.find('/'), pattern.size());
    const std::string_view part = pattern.substr(0, end);
    const bool fine = is_parameter(part)
                          ? part.size() > 2 && part.find('}') == part.size() - 1
                          : !part.empty() && part.find_first_of("{}%") == std::string_view::npos;
    require(fine, "a part of a pattern is a word or a name in braces");
    parts.emplace_back(part);
    pattern.remove_prefix(end);
  }
  return parts;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::ranges::equal(pattern, path, [](const std::string& part, const std::string& segment) {
    return is_parameter(part) ? !segment.empty() : part == segment;
  });
}

/// True when `a` names a fixed word at the first place where only one of both does.
bool more_precise(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (is_parameter(a[i]) != is_parameter(b[i])) return is_parameter(b[i]);
  }
  return false;
}

/// The same but for names of parameters: no request could tell them apart.
bool same_requests(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::equal(a, b, [](const std::string& x, const std::string& y) {
    return is_parameter(x) ? is_parameter(y) : x == y;
  });
}

Response with_allow(Response response, const std::vector<Method>& methods) {
  std::string allow;
  const auto add = [&allow](std::string_view name) {
    if (!allow.empty()) allow += ", ";
    allow += name;
  };
  for (const Method method : methods) add(to_text(method));
  if (std::ranges::find(methods, Method::get) != methods.end() &&
      std::ranges::find(methods, Method::head) == methods.end())
    add("HEAD");
  add("OPTIONS");
  response.headers.set("Allow", allow);
  return response;
}

}  // namespace

void Router::add(Route route) {
  require(static_cast<bool>(route.handle), "a route has a handler");
  require(route.stream || route.body_bytes_max <= limits::http_body_bytes_max,
          "no route takes more than the limit of all, unless it takes it in pieces");
  auto parts = parts_of(route.pattern);
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    require(routes_[i].method != route.method || !same_requests(patterns_[i], parts),
            "two routes for the same requests");
  }
  routes_.push_back(std::move(route));
  patterns_.push_back(std::move(parts));
}

Router::Found Router::find(const Request& request) const {
  Found found;
  const std::vector<std::string>* best = nullptr;
  const auto take = [&](Method method) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
      if (routes_[i].method != method || !fits(patterns_[i], request.path)) continue;
      if (best != nullptr && !more_precise(patterns_[i], *best)) continue;
      best = &patterns_[i];
      found.route = &routes_[i];
    }
  };
  take(request.method);
  if (best == nullptr && request.method == Method::head) take(Method::get);
  if (best == nullptr) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
      const Method method = routes_[i].method;
      if (fits(patterns_[i], request.path) && std::ranges::find(found.others, method) == found.others.end()) {
        found.others.push_back(method);
      }
    }
    return found;
  }
  for (std::size_t i = 0; i < best->size(); ++i) {
    const std::string& part = (*best)[i];
    if (!is_parameter(part)) continue;
    found.parameters.push_back({.name = part.substr(1, part.size() - 2), .value = request.path[i]});
  }
  return found;
}

Admission Router::admit(Request& head) {
  Found found = find(head);
  if (found.route == nullptr) {
    if (found.others.empty()) return std::unexpected(refusal(RefusalReason::no_such_path));
    if (head.method == Method::options) {
      return std::unexpected(with_allow({.status = 204, .headers = {}, .body = {}}, found.others));
    }
    return std::unexpected(with_allow(refusal(RefusalReason::method_not_allowed), found.others));
  }
  head.parameters = std::move(found.parameters);
  if (found.route->admit) {
    if (auto answer = found.route->admit(head)) return std::unexpected(*std::move(answer));
  }
  Admitted admitted{found.route->body_bytes_max};
  if (found.route->stream) admitted.whole_bytes_max = found.route->whole_bytes_max;
  return admitted;
}

const Router::Route& Router::route_of(Request& request) const {
  Found found = find(request);
  require(found.route != nullptr, "a request that was admitted has a route");
  request.parameters = std::move(found.parameters);
  return *found.route;
}

void Router::handle(Request request, Responder responder) {
  const Route& route = route_of(request);
  route.handle(std::move(request), std::move(responder));
}

std::shared_ptr<Incoming> Router::stream(Request head, Responder responder) {
  const Route& route = route_of(head);
  return route.stream(std::move(head), std::move(responder));
}

}  // namespace lintas::net
