#include "core/aeo/transformation.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/reading.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {
namespace {

Typed operator_of(std::string_view state, std::string_view code) {
  const auto reading = read_code(*Country::parse(state), code, law().shapes, *parse_day("2026-11-30"));
  return {.state = *Country::parse(state),
          .key = reading.key.value(),
          .code = reading.code,
          .shape = reading.shape,
          .authorised = parse_day("2025-03-01"),
          .name = "Syarikat Klang"};
}

std::string typed(std::string_view to, std::string_view state, std::string_view code,
                  std::string_view day = "2026-11-30") {
  std::string text;
  for (const TypedField& field :
       typed_in(*Country::parse(to), operator_of(state, code), law().transformations, *parse_day(day)))
    text += (text.empty() ? "" : ", ") + field.field + '=' + field.value;
  return text;
}

TEST(CodeInAnotherState, IsTypedAsThatStateAsks) {
  EXPECT_EQ(typed("ID", "MY", "my12345h100001"),
            "facility_code=451, aeo_tin=MY12345H100001, authorisation_date=2025-03-01");
  EXPECT_EQ(typed("TH", "MY", "MY12345H100001"),
            "exporter_name=Syarikat Klang, country_code=MY, reference_number=MY12345H100001");
  EXPECT_EQ(typed("PH", "SG", "AEOSG123456789012"), "aeo_code=AEOSG123456789012");
  EXPECT_EQ(typed("SG", "MY", "MY12345H100001"),
            "procedure_code=AEO, processing_code_1=MY, processing_code_2=12345H100001");
  EXPECT_EQ(typed("SG", "BN", "SLMSBN-123456-789"),
            "procedure_code=AEO, processing_code_1=BN, processing_code_2=123456789");
  EXPECT_EQ(typed("CN", "SG", "AEOSG123456789012"), "foreign_party_code=SG123456789012");
  EXPECT_EQ(typed("JP", "MY", "MY12345H100001"), "foreign_party_code=A1234510MY00") << "aamra.md 4.2";
}

TEST(CodeInAnotherState, IsDeclaredAsIssuedWhereNothingElseIsKnown) {
  EXPECT_EQ(typed("MY", "SG", "AEOSG123456789012"), "");
  EXPECT_EQ(typed("ID", "MY", "MY12345H100001", "2024-09-30"), "") << "not yet";
  EXPECT_EQ(typed("SG", "PH", "1234-AEO-L2-567/890123456789"), "");
  EXPECT_EQ(typed("TH", "PH", "1234-AEO-L2-567/890123456789"), "") << "not in the Thai notices";
  EXPECT_EQ(typed("ID", "PH", "1234-AEO-L2-567/890123456789"),
            "facility_code=451, aeo_tin=1234-AEO-L2-567/890123456789, authorisation_date=2025-03-01");
  EXPECT_EQ(typed("ID", "PH", "1234-AEO-L1-567/890123456789"), "") << "only the second level counts";
}

TEST(CodeInAnotherState, IsTypedFromTheDayOfItsPairOfStatesOn) {
  EXPECT_EQ(typed("TH", "ID", "AEOID123456789", "2024-10-16"), "");
  EXPECT_TRUE(typed("TH", "ID", "AEOID123456789", "2024-10-17").contains("country_code=ID"));
  EXPECT_TRUE(typed("TH", "MY", "MY12345H100001", "2024-08-19").contains("country_code=MY"));
}

TEST(CodeInAnotherState, IsToldApartByWhatIsOfTheCode) {
  const auto told = [](std::string_view to, std::string_view state, std::string_view code) {
    return told_apart_by(*Country::parse(to), operator_of(state, code), law().transformations,
                         *parse_day("2026-11-30"));
  };
  EXPECT_EQ(told("SG", "MY", "MY12345H100001"), "MY 12345H100001");
  EXPECT_EQ(told("JP", "MY", "MY12345H100001"), told("JP", "MY", "MY12345H100002"))
      << "the serial number vanishes";
  EXPECT_EQ(told("MY", "SG", "AEOSG123456789012"), std::nullopt);
}

TEST(CodeInAnotherState, IsATemplateOfTextFactsAndCuts) {
  EXPECT_TRUE(Template::parse("451"));
  EXPECT_TRUE(Template::parse("{key}"));
  EXPECT_FALSE(Template::parse(""));
  EXPECT_FALSE(Template::parse("{secret}"));
  EXPECT_FALSE(Template::parse("{key:7-3}"));
  EXPECT_FALSE(Template::parse("{key:0-3}"));
  EXPECT_FALSE(Template::parse("{key:1-99}"));
  EXPECT_FALSE(Template::parse("{code"));
  EXPECT_FALSE(Template::parse("code}"));
}

TEST(CodeInAnotherState, IsCutWhereItsShapeHasCharacters) {
  const auto fault = [](std::string_view row) {
    const auto read = read_transformations(
        "to,of,shape,place,field,template,from,until,source\n" + std::string{row} + "\n", law().shapes);
    return read ? std::string{} : read.error().front().rule + ' ' + read.error().front().pointer;
  };
  EXPECT_EQ(fault("JP,MY,MY1,1,code,{key:3-14},2020-01-01,,ours"), "");
  EXPECT_EQ(fault("JP,MY,MY1,1,code,{key:3-15},2020-01-01,,ours"), "R-REF-002 line 2, template");
  EXPECT_EQ(fault("JP,MY,*,1,code,{key:3-14},2020-01-01,,ours"), "R-REF-002 line 2, template");
  EXPECT_EQ(fault("JP,MY,MY1,1,code,{key:30-35},2020-01-01,,ours"), "R-REF-002 line 2, template");
  EXPECT_EQ(fault("JP,SG,MY1,1,code,{key},2020-01-01,,ours"), "R-REF-002 line 2, shape")
      << "of another state";
  EXPECT_EQ(fault("JP,MY,*,1,code,{key},2020-01-01,,ours"), "") << "the whole key there always is";
  EXPECT_EQ(fault("JP,MY,MY7,1,code,{key},2020-01-01,,ours"), "R-REF-002 line 2, shape");
}

}  // namespace
}  // namespace lintas::aeo
