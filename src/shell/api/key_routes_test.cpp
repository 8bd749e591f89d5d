#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
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

TEST_F(Business, WhetherAPartyIsRegisteredIsAskedOfTheDayInTheState) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const auto registered = [&] {
    const Json asked{{"role", "trader"}, {"party", "SG201912345K"}};
    return ask(net::Method::post, "/v1/keys", administrator, asked.dump()).json["registered"];
  };
  const std::string row = "trader,,SG201912345K,,,yes,principal,,,,,,,,,,,,,,2026-01-01,2026-11-23,A,B\n";
  const auto in = bring_in(table.substr(0, table.find('\n') + 1) + row, keeper);
  ASSERT_EQ(in.response.status, 200) << in.json.dump();
  node.set_time(*parse_instant("2026-11-23T15:00:00Z"));
  EXPECT_EQ(registered(), true) << "its last day";
  node.set_time(*parse_instant("2026-11-23T22:00:00Z"));
  EXPECT_EQ(registered(), false) << "six in the morning of the next day in Singapore";
}

TEST_F(Business, AKeyOfTheProgrammeOfficeNamesAnOffice) {
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "first"});
  const auto issue = [&](const Json& body) {
    return ask(net::Method::post, "/v1/keys", administrator, body.dump());
  };
  const auto without = issue({{"role", "aeo_manager"}, {"person", "amy"}});
  EXPECT_EQ(without.response.status, 422) << "it would see nothing";
  ASSERT_EQ(without.json["errors"].size(), 1U) << without.json.dump();
  EXPECT_EQ(without.json["errors"][0]["rule"], "API-004");
  EXPECT_EQ(without.json["errors"][0]["pointer"], "/office");
  EXPECT_EQ(without.json["errors"][0]["detail"], "An office, as SGTUS001.");
  EXPECT_EQ(issue({{"role", "aeo_manager"}, {"office", "SGTUS001"}}).json["errors"][0]["pointer"], "/person")
      << "of two officers one must be another";
  const auto issued = issue({{"role", "aeo_manager"}, {"person", "amy"}, {"office", "SGTUS001"}});
  ASSERT_EQ(issued.response.status, 201) << issued.json.dump();
  EXPECT_EQ(get("/v1/operators", issued.json["key"].get<std::string>()).response.status, 200);
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
