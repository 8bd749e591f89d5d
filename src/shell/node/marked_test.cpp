#include "shell/node/marked.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <utility>

#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::node {
namespace {

/// Refuses, answers or drops what it is asked.
class Inner final : public net::Handler {
 public:
  net::Admission admit(net::Request& head) override {
    if (head.target == "/refused") return std::unexpected(net::text_response(401, "text/plain", "no key"));
    return std::size_t{7};
  }
  void handle(net::Request request, net::Responder responder) override {
    if (request.target != "/dropped") responder(net::text_response(200, "text/plain", "here"));
  }
};

/// The answer to a request.
net::Response answer_to(net::Handler& handler, const char* target) {
  std::optional<net::Response> answer;
  net::Request request;
  request.target = target;
  if (auto admission = handler.admit(request); !admission) return std::move(admission.error());
  handler.handle(std::move(request),
                 net::Responder{[&](net::Response response) { answer = std::move(response); }});
  return std::move(answer).value();
}

TEST(Marked, WhateverIsAnsweredSaysThatItIsASandbox) {
  Inner inner;
  Marked handler{inner};
  for (const auto& [target, status] :
       {std::pair{"/", 200}, std::pair{"/refused", 401}, std::pair{"/dropped", 500}}) {
    const auto answer = answer_to(handler, target);
    EXPECT_EQ(answer.status, status) << target;
    EXPECT_EQ(answer.headers.find(sandbox_header), sandbox_value) << target;
    EXPECT_FALSE(answer_to(inner, target).headers.find(sandbox_header)) << target;
  }
  net::Request request;
  const auto taken = handler.admit(request);
  ASSERT_TRUE(taken) << "what is taken stays as it is";
  EXPECT_EQ(*taken, 7U);
}

}  // namespace
}  // namespace lintas::node
