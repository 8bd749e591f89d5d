#include "shell/api/aeo_codes.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "core/aeo/limits.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "shell/api/message_body.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"

/// Codes of operators in a transit declaration (AE01).
namespace lintas::api {
namespace {

std::string with_codes(std::string declaration, std::string_view references) {
  constexpr std::string_view before = "    <AdditionalInformation>\n";
  return declaration.insert(declaration.find(before), references);
}
std::string reference(std::size_t n, std::string_view content) {
  return "    <AdditionalReference><sequenceNumber>" + std::to_string(n) +
         "</sequenceNumber><type>AE01</type><referenceNumber>" + std::string{content} +
         "</referenceNumber></AdditionalReference>\n";
}

class CodesOfOperators : public Business {
 public:
  CodesOfOperators() { declaration = with_codes(declaration, reference(1, exporter)); }

  const std::string exporter = "EX;SG;2025-03-01;AEOSG123456789012";
};

TEST_F(CodesOfOperators, AreFoundWhereTheyStand) {
  auto document =
      read_document(with_codes(declaration, reference(2, "CZ;PH;2025-02-28;1234-AEO-L2-567/890123456789")));
  ASSERT_TRUE(document.has_value());
  const auto codes = operator_codes_in(*document);
  ASSERT_EQ(codes.size(), 2U);
  EXPECT_EQ(codes[0].code, "AEOSG123456789012");
  EXPECT_EQ(codes[0].state.str(), "SG");
  EXPECT_EQ(codes[0].pointer, "/CC015C/Consignment/AdditionalReference[1]/referenceNumber");
  EXPECT_EQ(codes[1].code, "1234-AEO-L2-567/890123456789") << "the longest code of any state fits";
  EXPECT_EQ(codes[1].pointer, "/CC015C/Consignment/AdditionalReference[2]/referenceNumber");
}

TEST_F(CodesOfOperators, AreLookedAtUpToALimit) {
  auto document = read_document(declaration);
  ASSERT_TRUE(document.has_value());
  auto& references = document->message.consignment->additional_reference;
  for (std::size_t i = 0; i < 2 * aeo::bounds::codes_looked_at_max; ++i) {
    message::AdditionalReference one;
    one.type = "AE01";
    one.reference_number = exporter;
    references.push_back(one);
  }
  EXPECT_EQ(operator_codes_in(*document).size(), aeo::bounds::codes_looked_at_max);
}

TEST_F(CodesOfOperators, R_AEO_003_OneThatIsInNoListIsToldAndRefusesNothing) {
  prepare();
  const auto trial = submit("?dry_run=true").json;
  EXPECT_EQ(trial["passes"], true) << trial.dump();
  EXPECT_EQ(trial["warnings"][0]["rule"], "R-AEO-003");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_EQ(taken.json["warnings"][0]["rule"], "R-AEO-003");
  EXPECT_EQ(taken.json["warnings"][0]["pointer"],
            "/CC015C/Consignment/AdditionalReference[1]/referenceNumber");
  EXPECT_TRUE(taken.json["warnings"][0]["detail"].get<std::string>().contains(
      "It is well formed, but not in SG's list as of "));
}

TEST_F(CodesOfOperators, R_AEO_002_OneOfNoShapeOfItsStateIsToldWithWhatItLooksLike) {
  prepare();
  put("SG;2025-03-01;", 17, "AE0SG123456789012");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_EQ(taken.json["warnings"][0]["rule"], "R-AEO-002");
  EXPECT_TRUE(taken.json["warnings"][0]["detail"].get<std::string>().contains("AEOSG123456789012"));
}

/// The importing state compares code and day.
TEST_F(CodesOfOperators, R_AEO_006_ComeWithTheDayOfTheAuthorisation) {
  prepare();
  const std::string firm = key({.role = access::Role::trader, .party = "SG201912345K", .person = "tan"});
  const std::string office = key({.role = access::Role::aeo_manager, .person = "amy", .office = "SGTUS001"});
  const Json named{{"holder", "SG201912345K"}, {"number", "A-2026-1"}};
  const Json application{
      {"reference", named}, {"programme", "STP"}, {"level", "STP"}, {"roles", Json::array({"exporter"})}};
  ASSERT_EQ(act("aeo.begin", firm, {{"application", application}}, "aeo-1").response.status, 200);
  ASSERT_EQ(act("aeo.submit", firm, {{"reference", named}}, "aeo-2").response.status, 200);
  ASSERT_EQ(act("aeo.accept", office, {{"reference", named}, {"basis", "s. 89"}}, "aeo-3").response.status,
            200);
  ASSERT_EQ(act("aeo.validate", office, {{"reference", named}, {"basis", "s. 89"}}, "aeo-4").response.status,
            200);
  const auto granted =
      act("aeo.authorise", office, {{"reference", named}, {"code", "AEOSG123456789012"}, {"basis", "s. 90"}},
          "aeo-5");
  ASSERT_EQ(granted.response.status, 200) << granted.json.dump();
  const auto trial = submit("?dry_run=true").json;
  EXPECT_EQ(trial["warnings"][0]["rule"], "R-AEO-006") << trial.dump();
  put("<referenceNumber>EX;SG;", 10, granted.json["authorisation"]["authorised"].get<std::string>());
  const auto right = submit("?dry_run=true").json;
  EXPECT_FALSE(right.contains("warnings")) << right.dump();
}

TEST_F(CodesOfOperators, OfAnotherStateAreReadAlone) {
  prepare();
  put(";2025-03-01;", 17, "MY12345H100001");
  put("<referenceNumber>EX;", 2, "MY");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_FALSE(taken.json.contains("warnings")) << taken.json.dump();
}

TEST_F(CodesOfOperators, R_AEO_002_OfAnotherStateAreLookedAtAllTheSame) {
  prepare();
  put(";2025-03-01;", 17, "MY12345K100001");
  put("<referenceNumber>EX;", 2, "MY");
  const auto trial = submit("?dry_run=true").json;
  EXPECT_EQ(trial["warnings"][0]["rule"], "R-AEO-002") << trial.dump();
}

}  // namespace
}  // namespace lintas::api
