#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

/// What was answered with a refusal under a trace, which the asker may tell the operator. Views live for the
/// call.
struct Refused {
  std::string_view method;
  std::uint16_t status = 0;
  std::string_view rule;
  std::string_view trace;
};

/// Stands before the interface and tells of each refusal that has a trace; of none for want of room
/// (API-009), for which the figures speak: a node that is flooded does not fill its log. On whatever thread
/// the answer is given.
class Refusals final : public net::Handler {
 public:
  using Tell = std::function<void(const Refused& refused)>;

  /// `routes` outlives this.
  Refusals(net::Handler& routes, Tell tell) : routes_(routes), tell_(std::move(tell)) {}

  [[nodiscard]] net::Admission admit(net::Request& head) override { return routes_.admit(head); }
  void handle(net::Request request, net::Responder responder) override;
  [[nodiscard]] std::shared_ptr<net::Incoming> stream(net::Request head, net::Responder responder) override {
    return routes_.stream(std::move(head), std::move(responder));
  }

 private:
  net::Handler& routes_;
  Tell tell_;
};

}  // namespace lintas::api
