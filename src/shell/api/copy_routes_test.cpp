#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"

/// New declarations out of one from Singapore to Thailand.
namespace lintas::api {
namespace {

class CopyRoute : public Business {
 public:
  CopyRoute() {
    prepare();
    const auto taken = submit();
    EXPECT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json.value("mrn", "");
  }
  Answer copy(const std::string& query, const std::string& by) {
    return get("/v1/movements/" + mrn + "/copy?" + query, by);
  }
  static bool names(const Json& copy, std::string_view pointer) {
    return std::ranges::any_of(copy["notes"], [&](const Json& one) { return one["pointer"] == pointer; });
  }

  std::string mrn;
};

TEST_F(CopyRoute, IsANewDeclarationAndWhatItLacks) {
  const auto back = copy("way=return&lrn=BACK-1", trader);
  ASSERT_EQ(back.response.status, 200) << back.json.dump();
  EXPECT_EQ(back.json["form"], "xml");
  const std::string text = back.json["declaration"];
  EXPECT_TRUE(text.contains("<LRN>BACK-1</LRN>")) << text;
  EXPECT_TRUE(text.contains("<CustomsOfficeOfDeparture><referenceNumber>THSDO001<")) << text;
  EXPECT_FALSE(text.contains("A1B2")) << "no access code";
  EXPECT_FALSE(text.contains(mrn));
  EXPECT_TRUE(names(back.json, "/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode")) << back.json.dump();
  EXPECT_FALSE(names(back.json, "/CC015C/TransitOperation/LRN"));
  EXPECT_EQ(back.response.headers.find("Cache-Control"), "no-store");
  const std::string other = copy("way=return&lrn=BACK-1", trader).json["declaration"];
  EXPECT_NE(other, text) << "each has an identification of its own";
}

TEST_F(CopyRoute, InJsonHasPlacesOfJson) {
  const auto again = copy("way=again&form=json&goods=false", trader);
  ASSERT_EQ(again.response.status, 200) << again.json.dump();
  const Json message = test::parse_json(again.json["declaration"].get<std::string>());
  EXPECT_EQ(message["CC015C"]["CustomsOfficeOfDeparture"]["referenceNumber"], "SGTUS001");
  EXPECT_FALSE(message["CC015C"]["TransitOperation"].contains("LRN"));
  EXPECT_TRUE(names(again.json, "/CC015C/TransitOperation/LRN")) << again.json.dump();
  EXPECT_TRUE(names(again.json, "/CC015C/Guarantee/0/GuaranteeReference/0/accessCode")) << again.json.dump();
}

TEST_F(CopyRoute, FilledInItIsTaken) {
  const auto again = copy("way=again&lrn=AGAIN-1", trader);
  declaration = again.json["declaration"].get<std::string>();
  const std::string_view grn = "</GRN>";
  declaration.insert(declaration.find(grn) + grn.size(), "<accessCode>A1B2</accessCode>");
  const std::string_view mass = "</grossMass>";
  declaration.insert(declaration.find(mass) + mass.size(),
                     "<referenceNumberUCR>6SG201912345K-2026-0001</referenceNumberUCR>");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_NE(taken.json["mrn"], mrn);
}

TEST_F(CopyRoute, API_015_SaysWhatIsAsked) {
  for (const std::string query : {"lrn=A", "way=sideways", "way=again&goods=some", "way=again&form=pdf",
                                  "way=again&lrn=a-name-that-is-longer-than-any"}) {
    const auto answer = copy(query, trader);
    EXPECT_EQ(answer.response.status, 400) << query;
    EXPECT_EQ(answer.json["code"], "API-015") << query;
  }
}

TEST_F(CopyRoute, IsForWhoeverMayReadTheDeclaration) {
  EXPECT_EQ(copy("way=again", departure).response.status, 200);
  EXPECT_EQ(copy("way=again", stranger).response.status, 404);
  EXPECT_EQ(copy("way=again", key({.role = access::Role::guarantor, .party = "SGBANK"})).json["code"],
            "ACC-001");
  EXPECT_EQ(copy("way=again", "").response.status, 401);
}

}  // namespace
}  // namespace lintas::api
