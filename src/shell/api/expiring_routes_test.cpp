#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/law.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/keys.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/signed_codes.hpp"

/// What ends soon, with permits of two firms that end one after the other.
namespace lintas::api {
namespace {

class ExpiringList : public Business {
 public:
  std::string in_days(int days) {
    return to_text(workflow::day_here(node.now(), node.setting().get()) + std::chrono::days{days});
  }
  void permit(std::string_view number, std::string_view plate, std::string_view firm, int days) {
    const std::string heading = table.substr(0, table.find('\n') + 1);
    const std::string row = format("permit,{},{},,,,,,,,,,,,SG,ACTS,prime_mover,{},,,2026-11-01,{},,\n",
                                   number, firm, plate, in_days(days));
    const auto in = bring_in(heading + row, keeper, format("row-{}-{}", number, days));
    ASSERT_EQ(in.response.status, 200) << in.json.dump();
  }
  /// References with the days left.
  std::vector<std::string> seen(const std::string& by, const std::string& query = "") {
    const auto page = get("/v1/expiring" + query, by);
    EXPECT_EQ(page.response.status, 200) << page.json.dump();
    std::vector<std::string> all;
    for (const Json& one : page.json.value("items", Json::array()))
      all.push_back(one["reference"].get<std::string>() + " " + std::to_string(one["days_left"].get<int>()));
    return all;
  }
  using Rows = std::vector<std::string>;
};

TEST_F(ExpiringList, IsByTheDayAndOfTheCallerAlone) {
  permit("P-1", "AA1", "SG201912345K", 20);
  permit("P-2", "AA2", "SG201912345K", 3);
  permit("P-3", "AA3", "SG201900000A", 10);
  permit("P-4", "AA4", "SG201912345K", 31);
  EXPECT_EQ(seen(trader), (Rows{"SG P-2 3", "SG P-1 20"}));
  EXPECT_EQ(seen(trader, "?days=31"), (Rows{"SG P-2 3", "SG P-1 20", "SG P-4 31"}));
  EXPECT_EQ(seen(trader, "?days=2"), Rows{});
  EXPECT_EQ(seen(stranger), (Rows{"SG P-3 10"}));
  EXPECT_EQ(seen(keeper), (Rows{"SG P-2 3", "SG P-3 10", "SG P-1 20"}));
  const Json row = get("/v1/expiring", trader).json["items"][0];
  EXPECT_EQ(row["kind"], "permit");
  EXPECT_EQ(row["holder"], "SG201912345K");
  EXPECT_EQ(row["vehicle"], "AA2");
  EXPECT_EQ(row["expires_on"], in_days(3));
  EXPECT_TRUE(row["what_to_do"].get<std::string>().starts_with("Renew the permit"));
}

TEST_F(ExpiringList, TellsTheCarrierOfItsInsuranceCards) {
  const std::string heading = table.substr(0, table.find('\n') + 1);
  const auto card = [&](std::string_view number, std::string_view firm) {
    return format("insurance,{},{},,,,,,,,,,,,SG,,,AA1,SG-INS-01,MY TH,2026-11-01,{},,\n", number, firm,
                  in_days(20));
  };
  const auto in =
      bring_in(heading + card("B-1", "SG201912345K") + card("B-2", "SG201900000A") + card("B-3", ""), keeper);
  ASSERT_EQ(in.response.status, 200) << in.json.dump();
  EXPECT_EQ(seen(trader), (Rows{"SG B-1 20"}));
  EXPECT_EQ(seen(stranger), (Rows{"SG B-2 20"}));
  EXPECT_EQ(seen(keeper).size(), 3U) << "the third names no firm";
  const Json row = get("/v1/expiring", trader).json["items"][0];
  EXPECT_EQ(row["kind"], "insurance");
  EXPECT_EQ(row["holder"], "SG201912345K");
  EXPECT_EQ(row["vehicle"], "AA1");
  EXPECT_TRUE(row["what_to_do"].get<std::string>().starts_with("Renew the card"));
  EXPECT_EQ(get("/v1/registers/insurance/SG B-1", trader).response.status, 200) << "and it reads its own";
  EXPECT_EQ(get("/v1/registers/insurance/SG B-1", stranger).response.status, 404);
}

TEST_F(ExpiringList, FollowsWhatChanges) {
  permit("P-1", "AA1", "SG201912345K", 20);
  permit("P-1", "AA1", "SG201912345K", 90);
  EXPECT_EQ(seen(trader), Rows{}) << "it was prolonged";
  permit("P-2", "AA2", "SG201912345K", 5);
  node.set_time(node.now() + std::chrono::days{5});
  EXPECT_EQ(seen(trader), (Rows{"SG P-2 0"})) << "its last day";
  node.set_time(node.now() + std::chrono::days{1});
  EXPECT_EQ(seen(trader), Rows{}) << "it has ended";
}

TEST_F(ExpiringList, DaysAreThoseOfTheState) {
  permit("P-1", "AA1", "SG201912345K", 0);
  permit("P-2", "AA2", "SG201912345K", 1);
  node.set_time(*parse_instant("2026-11-23T15:59:00Z"));
  EXPECT_EQ(seen(trader), (Rows{"SG P-1 0", "SG P-2 1"})) << "a minute before midnight in Singapore";
  node.set_time(*parse_instant("2026-11-23T22:00:00Z"));
  EXPECT_EQ(seen(trader), (Rows{"SG P-2 0"})) << "six in the morning of the next day";
  permit("P-3", "AA3", "SG201912345K", 30);
  EXPECT_EQ(seen(trader), (Rows{"SG P-2 0", "SG P-3 30"})) << "the thirtieth day from there on";
}

TEST_F(ExpiringList, AKeyEndsOnADayOfTheState) {
  const std::string mine = keys.make({.actor = {.role = access::Role::trader, .party = "SG201912345K"},
                                      .created = node.now(),
                                      .expires = *parse_instant("2026-11-23T23:00:00Z")},
                                     entropy)
                               .key;
  node.set_time(*parse_instant("2026-11-23T22:00:00Z"));
  const Json row = get("/v1/expiring", mine).json["items"][0];
  EXPECT_EQ(row["expires_on"], "2026-11-24");
  EXPECT_EQ(row["days_left"], 0) << "it is good for another hour";
}

TEST_F(ExpiringList, HasGuaranteesForHolderGuarantorAndOffice) {
  ASSERT_EQ(bring_in(table, keeper).response.status, 200);
  const auto made = register_guarantee({{"valid_until", in_days(7)}});
  ASSERT_EQ(made.response.status, 200) << made.json.dump();
  const std::string bank = key({.role = access::Role::guarantor, .party = "SGBANK"});
  for (const std::string& by :
       {trader, bank, guarantees, key({.role = access::Role::auditor, .person = "ida"})}) {
    const Rows rows = seen(by);
    EXPECT_EQ(std::ranges::count(rows, "26SG0000000000771 7"), 1) << by;
  }
  EXPECT_EQ(seen(stranger), Rows{});
  const Rows of_keeper = seen(keeper);
  EXPECT_EQ(std::ranges::count(of_keeper, "26SG0000000000771 7"), 0) << "guarantees are not its";
}

TEST_F(ExpiringList, GoesOnPageByPage) {
  for (int i = 1; i <= 7; ++i)
    permit(format("P-{}", i), format("AA{}", i), i % 2 == 0 ? "SG201912345K" : "SG201900000A", 5 + i / 3);
  std::set<std::string> all;
  std::string after;
  std::size_t pages = 0;
  do {
    const auto page = get("/v1/expiring?limit=2" + (after.empty() ? "" : "&after=" + after), keeper);
    ASSERT_EQ(page.response.status, 200);
    EXPECT_LE(page.json["items"].size(), 2U);
    for (const Json& one : page.json["items"]) EXPECT_TRUE(all.insert(one["reference"]).second);
    after = page.json.value("next", "");
  } while (!after.empty() && ++pages < 10);
  EXPECT_EQ(all.size(), 7U);
}

TEST_F(ExpiringList, ACertificateThatPartnersBelieveByItselfIsNotJustPutInItsFile) {
  certificates = {{"api", node.now() + std::chrono::days{3}},
                  {"partners", node.now() + std::chrono::days{4}}};
  const std::string by = key({.role = access::Role::node_administrator, .person = "ops"});
  const Json items = get("/v1/expiring", by).json["items"];
  ASSERT_EQ(items.size(), 2U) << items.dump();
  EXPECT_TRUE(items[0]["what_to_do"].get<std::string>().starts_with("Put a new certificate in its file"));
  const auto of_line = items[1]["what_to_do"].get<std::string>();
  EXPECT_TRUE(of_line.contains("exchange.tls_authorities_file")) << of_line;
  EXPECT_TRUE(of_line.contains("take by hand")) << of_line;
}

TEST_F(ExpiringList, BeginsWithTheKeyOfTheCaller) {
  const std::string mine = keys.make({.actor = {.role = access::Role::trader, .party = "SG201912345K"},
                                      .created = node.now(),
                                      .expires = node.now() + std::chrono::days{4}},
                                     entropy)
                               .key;
  const auto page = get("/v1/expiring", mine);
  ASSERT_EQ(page.json["items"].size(), 1U) << page.json.dump();
  EXPECT_EQ(page.json["items"][0]["kind"], "api_key");
  EXPECT_EQ(page.json["items"][0]["days_left"], 4);
  EXPECT_EQ(seen(trader), Rows{}) << "another key of the same firm";
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "root"});
  EXPECT_EQ(seen(administrator).size(), 1U);
}

TEST_F(ExpiringList, GoesOnFromKeysToEntries) {
  permit("P-1", "AA1", "SG201912345K", 20);
  for (int days = 1; days <= 3; ++days) {
    (void)keys.make({.actor = {.role = access::Role::trader, .party = "SG201912345K"},
                     .created = node.now(),
                     .expires = node.now() + std::chrono::days{days}},
                    entropy);
  }
  const std::string auditor = key({.role = access::Role::auditor, .person = "ida"});
  std::vector<std::string> kinds;
  std::string after;
  do {
    const auto page = get("/v1/expiring?limit=2" + (after.empty() ? "" : "&after=" + after), auditor);
    ASSERT_LE(page.json["items"].size(), 2U);
    for (const Json& one : page.json["items"]) kinds.push_back(one["kind"]);
    after = page.json.value("next", "");
  } while (!after.empty() && kinds.size() < 10);
  EXPECT_EQ(kinds, (Rows{"api_key", "api_key", "api_key", "permit"}));
}

TEST_F(ExpiringList, TellsTheOperatorOfTheNodesOwnKeys) {
  const test::IssuingState state;
  document_key =
      std::make_shared<const DocumentKey>(DocumentKey{.issuer = state.issuer(),
                                                      .trusted = state.trusted_key(),
                                                      .trust_sheet = state.signed_sheet(state.sheet())});
  const auto left = std::chrono::floor<std::chrono::days>(document_key->trusted.until) -
                    std::chrono::floor<std::chrono::days>(node.now());
  ASSERT_GT(left.count(), 3);
  node.set_time(node.now() + left - std::chrono::days{3});
  const std::string administrator = key({.role = access::Role::node_administrator, .person = "root"});
  const auto page = get("/v1/expiring", administrator);
  ASSERT_EQ(page.json["items"].size(), 1U) << page.json.dump();
  EXPECT_EQ(page.json["items"][0]["kind"], "document_key");
  EXPECT_EQ(page.json["items"][0]["days_left"], 3);
  EXPECT_EQ(seen(trader), Rows{});
}

TEST_F(ExpiringList, API_015_SaysWhatIsAsked) {
  for (const std::string query : {"?days=-1", "?days=367", "?days=soon", "?after=2026-12-31", "?after=x.y",
                                  "?after=node.x", "?limit=0"})
    EXPECT_EQ(get("/v1/expiring" + query, trader).json["code"], "API-015") << query;
  EXPECT_EQ(get("/v1/expiring", "").response.status, 401);
}

}  // namespace
}  // namespace lintas::api
