#include "shell/api/aeo_codes.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

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

TEST_F(CodesOfOperators, OfAnotherStateAreReadAlone) {
  prepare();
  put(";2025-03-01;", 17, "MY12345H100001");
  put("<referenceNumber>EX;", 2, "MY");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_FALSE(taken.json.contains("warnings")) << taken.json.dump();
}

}  // namespace
}  // namespace lintas::api
