#include "shell/api/problem.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "shell/api/json.hpp"
#include "shell/net/http.hpp"
#include "tests/support/json.hpp"

namespace lintas::api {
namespace {

TEST(Problem, NamesRuleFieldTextAndRemedyOfEachFinding) {
  const auto response = problem(422,
                                Findings{{.rule = "API-004", .pointer = "/mrn", .value = {}, .detail = {}},
                                         {.rule = "API-003", .pointer = "/x", .value = "\xff", .detail = {}}},
                                "0a");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
  const auto json = test::parse_json(as_text(response.body));
  EXPECT_EQ(json["code"], "API-004");
  EXPECT_EQ(json["trace_id"], "0a");
  ASSERT_EQ(json["errors"].size(), 2U);
  EXPECT_EQ(json["errors"][0]["pointer"], "/mrn");
  EXPECT_FALSE(json["errors"][0]["remedy"].empty());
}

TEST(Problem, SpeaksInSentencesAndNamesTheHeaderApart) {
  const Json shown =
      show_finding({.rule = "API-008", .pointer = {}, .value = {}, .detail = "somebody acted before you"});
  EXPECT_EQ(shown["detail"], "Somebody acted before you.");
  EXPECT_EQ(shown["header"], "If-Match");
  EXPECT_FALSE(shown["remedy"].get<std::string>().contains("If-Match"));
  const Json parameter = show_finding({.rule = "API-015", .pointer = "limit", .value = "0", .detail = {}});
  EXPECT_EQ(parameter["remedy"], "Give a whole number from 1 to 100.");
  EXPECT_FALSE(parameter.contains("header"));
}

TEST(Problem, BusySaysWhenToAskAgain) {
  const auto response = busy(503, "0a");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.headers.find("Retry-After"), "2");
  EXPECT_EQ(busy(429, "0a", {}, std::chrono::seconds{41}).headers.find("Retry-After"), "41");
  EXPECT_EQ(test::parse_json(as_text(response.body))["code"], "API-009");
}

}  // namespace
}  // namespace lintas::api
