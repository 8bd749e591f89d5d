#pragma once

#include <string_view>

#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::node {

/// The field that every answer of a sandbox has, and no other node's.
inline constexpr std::string_view sandbox_header = "Lintas-Sandbox";
inline constexpr std::string_view sandbox_value = "not valid";

/// A handler before another one, which outlives it: what the other answers is marked as a sandbox's.
class Marked final : public net::Handler {
 public:
  explicit Marked(net::Handler& inner) : inner_(inner) {}

  [[nodiscard]] net::Admission admit(net::Request& head) override;
  void handle(net::Request request, net::Responder responder) override;

 private:
  net::Handler& inner_;
};

}  // namespace lintas::node
