#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"

/// Registers as a keeper brings them in, and as they are read.
namespace lintas::api {
namespace {

TEST_F(Business, RegistersComeInAsATableAndAreReadEntryByEntry) {
  const auto taken = bring_in(table, keeper);
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_GE(taken.json["new"], 24);
  for (const char* other : {"changed", "unchanged", "refused"}) EXPECT_EQ(taken.json[other], 0) << other;
  EXPECT_EQ(bring_in(table, keeper).json["new"], taken.json["new"]) << "again under the same key";
  EXPECT_EQ(bring_in("kind\n", keeper).response.status, 422);
  EXPECT_EQ(ask(net::Method::post, "/v1/registers", keeper, table).json["code"], "API-006");

  const auto permit = get("/v1/registers/permit/SG SG-CBP-000123", keeper);
  ASSERT_EQ(permit.response.status, 200) << permit.json.dump();
  EXPECT_EQ(permit.json["plate"], "XE1234K");
  EXPECT_EQ(permit.json["state"], "valid");
  const auto firm = get("/v1/registers/trader/SG201912345K", trader);
  EXPECT_EQ(firm.json["name"], "Example Forwarding Pte Ltd") << "from the payload that can be erased";
  EXPECT_EQ(get("/v1/registers/trader/SG201912345K", stranger).response.status, 404);
  EXPECT_EQ(get("/v1/registers/boat", keeper).response.status, 404);

  const auto first = get("/v1/registers/permit?limit=2", keeper);
  ASSERT_EQ(first.json["items"].size(), 2U);
  EXPECT_EQ(get("/v1/registers/permit", trader).json["items"].size(), 5U) << "a carrier sees its own";
}

TEST_F(Business, AFileThatComesAgainSaysWhatItChanged) {
  const std::size_t rows = bring_in(table, keeper).json["new"];
  const auto again = bring_in(table, keeper, "file-2");
  ASSERT_EQ(again.response.status, 200) << again.json.dump();
  EXPECT_EQ(again.json["unchanged"], rows);
  EXPECT_EQ(again.json["new"], 0);
  EXPECT_EQ(again.json["changed"], 0);

  std::string moved = table;
  const auto place = moved.find("\"12 Tuas Avenue 5, 639340 Singapore\"");
  ASSERT_NE(place, std::string::npos);
  moved.replace(place, 36, "\"14 Tuas Avenue 5, 639340 Singapore\"");
  const auto changed = bring_in(moved, keeper, "file-3");
  ASSERT_EQ(changed.response.status, 200) << changed.json.dump();
  EXPECT_EQ(changed.json["changed"], 1);
  EXPECT_EQ(changed.json["unchanged"], rows - 1);
  EXPECT_EQ(get("/v1/registers/trader/SG201912345K", keeper).json["address"],
            "14 Tuas Avenue 5, 639340 Singapore");
}

TEST_F(Business, AFileWithRowsThatAreRefusedNamesTheirLines) {
  std::string other = table;
  const auto place = other.find(",2026-01-16,2027-01-15,");
  ASSERT_NE(place, std::string::npos);
  other.replace(place, 23, ",2026-01-16,2028-01-15,");
  const auto answer = bring_in(other, keeper);
  EXPECT_EQ(answer.response.status, 422);
  ASSERT_EQ(answer.json["errors"].size(), 1U) << answer.json.dump();
  EXPECT_GE(answer.json["new"], 23) << "the other rows are in";
  EXPECT_EQ(answer.json["refused"], 1);
  EXPECT_EQ(answer.json["errors"][0]["rule"], "R-REG-212");
  EXPECT_TRUE(answer.json["errors"][0]["pointer"].get<std::string>().starts_with("line "));
  EXPECT_EQ(get("/v1/registers/permit/SG SG-CBP-000123", keeper).response.status, 200) << "the rest is in";
  EXPECT_EQ(bring_in(table, keeper).response.status, 409) << "another file under the same key";
  EXPECT_EQ(bring_in(table, departure, "file-2").response.status, 403);
}

}  // namespace
}  // namespace lintas::api
