#include "shell/api/refusals.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {
namespace {

/// Answers all alike.
class Routes final : public net::Handler {
 public:
  net::Admission admit(net::Request& /*head*/) override { return net::Admitted{1}; }
  void handle(net::Request /*request*/, net::Responder responder) override {
    if (answer) responder(*answer);
  }
  std::optional<net::Response> answer;
};

class RefusalsToLog : public testing::Test {
 protected:
  /// What is told of an answer.
  std::vector<std::string> told_of(std::uint16_t status, std::string_view body) {
    routes_.answer = net::text_response(status, "application/problem+json", body);
    told_.clear();
    net::Request request;
    request.method = net::Method::post;
    std::optional<std::uint16_t> answered;
    refusals_.handle(std::move(request),
                     net::Responder{[&](const net::Response& response) { answered = response.status; }});
    EXPECT_EQ(answered, status) << "whoever asked is answered";
    return told_;
  }

  std::vector<std::string> told_;
  Routes routes_;
  Refusals refusals_{routes_, [this](const Refused& one) {
                       told_.push_back(format("{} {} {} {}", one.method, one.status, one.rule, one.trace));
                     }};
};

TEST_F(RefusalsToLog, a_refusal_is_found_by_the_trace_that_the_asker_was_told) {
  EXPECT_EQ(told_of(422, R"({"code":"API-004","trace_id":"0a"})"),
            std::vector<std::string>{"POST 422 API-004 0a"});
  EXPECT_EQ(told_of(500, R"({"code":"API-014","trace_id":"0b"})"),
            std::vector<std::string>{"POST 500 API-014 0b"});
}

TEST_F(RefusalsToLog, nothing_is_told_of_what_was_done_or_has_no_trace_or_came_in_a_flood) {
  EXPECT_TRUE(told_of(200, R"({"code":"x","trace_id":"0a"})").empty());
  EXPECT_TRUE(told_of(401, R"({"code":"API-001"})").empty());
  EXPECT_TRUE(told_of(503, R"({"code":"API-009","trace_id":"0a"})").empty());
  EXPECT_TRUE(told_of(404, "no JSON").empty());
}

TEST_F(RefusalsToLog, who_is_not_answered_gets_what_the_server_says_then) {
  std::optional<std::uint16_t> answered;
  refusals_.handle({}, net::Responder{[&](const net::Response& response) { answered = response.status; }});
  EXPECT_EQ(answered, 500);
}

}  // namespace
}  // namespace lintas::api
