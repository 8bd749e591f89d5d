#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/business_fixture.hpp"

/// Keys as an administrator issues them.
namespace lintas::api {
namespace {

TEST_F(Business, AKeyIsToldWithItsHashAndWhetherItsPartyIsRegistered) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const auto issue = [&](const Json& body) {
    const auto issued = ask(net::Method::post, "/v1/keys", administrator, body.dump());
    EXPECT_EQ(issued.response.status, 201) << issued.json.dump();
    return issued.json;
  };
  ASSERT_EQ(bring_in(table, keeper).response.status, 200);
  const Json known = issue({{"role", "trader"}, {"party", "SG201912345K"}});
  EXPECT_EQ(known["registered"], true);
  EXPECT_EQ(known["party"], "SG201912345K");
  EXPECT_TRUE(get("/v1/keys", administrator).json.dump().contains(known["hash"].get<std::string>()));
  EXPECT_EQ(issue({{"role", "trader"}, {"party", "SG299999999X"}})["registered"], false);
  EXPECT_FALSE(issue({{"role", "guarantor"}, {"party", "SGBANK"}}).contains("registered"))
      << "guarantors are in no register";
  const auto suspended =
      act("registers.suspend", keeper,
          {{"key", {{"kind", "trader"}, {"text", "SG201912345K"}}}, {"reason", "offence"}}, "suspend-1");
  ASSERT_EQ(suspended.response.status, 200) << suspended.json.dump();
  EXPECT_EQ(issue({{"role", "trader"}, {"party", "SG201912345K"}})["registered"], false)
      << "its entry does not hold today";
}

TEST_F(Business, NoKeyIsKeptWhereTheRegisterCannotBeRead) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  service.readable = false;
  const Json asked{{"role", "trader"}, {"party", "SG201912345K"}};
  const auto answer = ask(net::Method::post, "/v1/keys", administrator, asked.dump());
  EXPECT_EQ(answer.response.status, 429) << answer.json.dump();
  EXPECT_EQ(kept_keys, "") << "the answer says that nothing was stored";
}

}  // namespace
}  // namespace lintas::api
