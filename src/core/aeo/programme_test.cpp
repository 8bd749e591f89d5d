#include "core/aeo/programme.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {
namespace {

TEST(ProgrammeOfAState, SaysWhichLevelsAndRolesThereAre) {
  const auto programme = [](std::string_view state, const std::string& name) -> const Programme& {
    return law()
        .programmes.find({.state = *Country::parse(state), .name = name}, *parse_day("2026-11-30"))
        ->value;
  };
  EXPECT_TRUE(programme("PH", "AEO").has_level("L2"));
  EXPECT_FALSE(programme("PH", "AEO").has_level(""));
  EXPECT_TRUE(programme("MY", "AEO").has_level("")) << "without levels there is none to name";
  EXPECT_FALSE(programme("MY", "AEO").has_level("L2"));
  EXPECT_TRUE(programme("TH", "AEO").has_role(OperatorRole::customs_broker));
  EXPECT_FALSE(programme("TH", "AEO").has_role(OperatorRole::carrier));
  EXPECT_EQ(programme("ID", "AEO").validity->count, 60);
  EXPECT_FALSE(programme("SG", "STP").validity);
}

TEST(ProgrammeOfAState, ThatEndedTakesNothingNewAndGoesOnForWhatItHas) {
  const auto read = read_programmes(
      "state,programme,levels,roles,idle,decision,validity,renewal,revalidation,bar,from,until,source\n"
      "SG,STP,,exporter,12 mo,120 d,,,,36 mo,2007-05-25,2027-01-01,ours\n");
  ASSERT_TRUE(read.has_value());
  const ProgrammeName name{.state = *Country::parse("SG"), .name = "STP"};
  EXPECT_NE(programme_on(*read, name, *parse_day("2026-12-31")), nullptr);
  EXPECT_EQ(programme_on(*read, name, *parse_day("2027-02-01")), nullptr);
  EXPECT_NE(last_law_of(*read, name, *parse_day("2027-02-01")), nullptr);
  EXPECT_EQ(last_law_of(*read, name, *parse_day("2007-05-24")), nullptr);
  EXPECT_EQ(last_law_of(*read, {.state = name.state, .name = "STQ"}, *parse_day("2027-02-01")), nullptr);
}

TEST(ProgrammeOfAState, HasLimitsOfWholeDaysOrMonths) {
  const auto fault = [](std::string_view row) {
    const auto read = read_programmes(
        "state,programme,levels,roles,idle,decision,validity,renewal,revalidation,bar,from,until,source\n" +
        std::string{row} + "\n");
    return read ? std::string{} : read.error().front().rule + ' ' + read.error().front().pointer;
  };
  EXPECT_EQ(fault("MY,AEO,,exporter,12 mo,120 d,,,,36 mo,2020-01-01,,ours"), "");
  EXPECT_EQ(fault("MY,AEO,,exporter,12 mo,120 h,,,,36 mo,2020-01-01,,ours"), "R-REF-002 line 2, decision");
  EXPECT_EQ(fault("MY,AEO,,exporter,,120 d,,,,36 mo,2020-01-01,,ours"), "R-REF-002 line 2, idle");
  EXPECT_EQ(fault("MY,AEO,,exporter,12 mo,120 d,60 mo,90 d,,36 mo,2020-01-01,,ours"), "");
  EXPECT_EQ(fault("MY,AEO,,exporter,12 mo,120 d,60 mo,3 mo,,36 mo,2020-01-01,,ours"),
            "R-REF-002 line 2, renewal");
  EXPECT_EQ(fault("MY,AEO,,exporter,12 mo,120 d,,90 d,,36 mo,2020-01-01,,ours"), "R-REF-002 line 2, renewal");
  EXPECT_EQ(fault("MY,AEO,,smuggler,12 mo,120 d,,,,36 mo,2020-01-01,,ours"), "R-REF-002 line 2, roles");
  EXPECT_EQ(fault("MY,AEO,,,12 mo,120 d,,,,36 mo,2020-01-01,,ours"), "R-REF-002 line 2, roles");
}

}  // namespace
}  // namespace lintas::aeo
