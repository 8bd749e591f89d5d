#include "core/recognition/table.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/limits.hpp"
#include "core/recognition/terms.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::recognition {
namespace {

constexpr std::string_view heading =
    "by,of,state,programme,levels,roles,loading,procedures,required,score_factor,lane,random_factor,priority,"
    "stale,notice,evidence,from,until,source\n";

Pair pair(std::string_view by, std::string_view of) { return {*Country::parse(by), *Country::parse(of)}; }
Day day(std::string_view text) { return *parse_day(text); }

/// "R-REF-002 line 2, column; …" of all faults.
std::string faults(std::string_view rows) {
  const auto table = read_table_of(std::string{heading} + std::string{rows}, aeo::law());
  std::string text;
  if (table) return text;
  for (const Finding& one : table.error())
    text.append(text.empty() ? "" : "; ").append(one.rule).append(" ").append(one.pointer);
  return text;
}

std::optional<State> state_on(const Pair& pair, std::string_view on) {
  const auto* row = built_in().find(pair, day(on));
  return row == nullptr ? std::nullopt : std::optional{row->value.state};
}

TEST(TableOfRecognitions, SwitchesOnTheSixStatesOnTheirDays) {
  struct Switched {
    std::string_view by, of, before, from;
  };
  constexpr std::array all{
      Switched{"SG", "MY", "2024-07-31", "2024-08-01"}, Switched{"BN", "SG", "2024-07-31", "2024-08-01"},
      Switched{"TH", "MY", "2024-08-18", "2024-08-19"}, Switched{"ID", "TH", "2024-09-30", "2024-10-01"},
      Switched{"TH", "ID", "2024-10-16", "2024-10-17"}, Switched{"PH", "SG", "2025-02-27", "2025-02-28"}};
  for (const Switched& one : all) {
    EXPECT_EQ(state_on(pair(one.by, one.of), one.before), State::pilot) << one.by << " of " << one.of;
    EXPECT_EQ(state_on(pair(one.by, one.of), one.from), State::live) << one.by << " of " << one.of;
    EXPECT_EQ(built_in().find(pair(one.by, one.of), day(one.from))->value.evidence, Evidence::sourced);
  }
}

TEST(TableOfRecognitions, KnowsThirtyLivePairsOfSixStatesAndComparesTheRest) {
  std::size_t live = 0;
  std::size_t pairs = 0;
  std::optional<Pair> last;
  for (const auto& row : built_in().rows()) {
    if (last != row.key) ++pairs;
    last = row.key;
    if (row.value.state == State::live) ++live;
  }
  EXPECT_EQ(live, 30U);
  EXPECT_EQ(pairs, 90U) << "each of ten states and every other one";
  EXPECT_EQ(state_on(pair("SG", "KH"), "2026-12-01"), State::comparing);
  EXPECT_EQ(state_on(pair("SG", "VN"), "2025-10-06"), State::comparing);
  EXPECT_EQ(state_on(pair("SG", "VN"), "2025-10-07"), State::validating);
  EXPECT_EQ(state_on(pair("SG", "TL"), "2026-12-01"), std::nullopt);
}

TEST(TableOfRecognitions, HasIndonesiasRuleAndInventsNoOther) {
  for (const auto& row : built_in().rows()) {
    const Terms& terms = row.value.terms;
    const bool is_indonesias = row.key.by == *Country::parse("ID") && has_terms(row.value.state);
    EXPECT_EQ(terms.effect.score_factor.has_value(), is_indonesias) << row.source;
    EXPECT_FALSE(terms.effect.lane || terms.effect.random_factor) << row.source;
    if (!is_indonesias) continue;
    EXPECT_EQ(terms.effect.score_factor, Decimal::of(8, 1));
    EXPECT_TRUE(terms.loading.any_partner);
    EXPECT_EQ(terms.procedures, std::vector<std::string>{"BC2.0"});
    EXPECT_EQ(terms.required, (std::vector<std::string>{"facility_code", "authorisation_date"}));
  }
}

TEST(TableOfRecognitions, IsWrittenAsItWasRead) {
  const std::string text = written(built_in());
  const auto again = read_table_of(text, aeo::law());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(written(*again), text);
  ASSERT_EQ(again->rows().size(), built_in().rows().size());
  for (std::size_t i = 0; i < again->rows().size(); ++i) {
    EXPECT_EQ(again->rows()[i].value, built_in().rows()[i].value);
    EXPECT_EQ(again->rows()[i].source, built_in().rows()[i].source);
  }
}

TEST(TableOfRecognitions, WritesEveryColumn) {
  const std::string row =
      "SG,MY,live,AEO,,exporter manufacturer,partner TH IDTPP,AEO "
      "X1,procedure_code,0.75,yellow,0.5,yes,stop,,"
      "sample,2026-01-01,2027-01-01,\"ours, to try\"\n"
      "SG,MY,suspended,,,,,,,,,,,,2026-12-01,sample,2027-01-01,,sample\n";
  const auto table = read_table_of(std::string{heading} + row, aeo::law());
  ASSERT_TRUE(table.has_value()) << faults(row);
  EXPECT_EQ(written(*table), std::string{heading} + row);
}

TEST(TableOfRecognitions, HasAVersionByItsContent) {
  const auto one = read_table_of(std::string{heading}, aeo::law());
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(version_of(built_in(), test::sha256).size(), 12U);
  EXPECT_NE(version_of(built_in(), test::sha256), version_of(*one, test::sha256));
}

TEST(TableOfRecognitions, SaysWhichCellIsWrong) {
  const std::string end = ",sample,2026-01-01,,ours\n";
  const auto of = [&](std::string_view cells) { return faults(std::string{cells} + end); };
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,,,,,yes,stop,"), "");
  EXPECT_EQ(of("SG,SG,live,STP,,exporter,,,,,,,yes,stop,"), "R-REF-002 line 2, of");
  EXPECT_EQ(of("SG,MY,lively,,,,,,,,,,,,"), "R-REF-002 line 2, state");
  EXPECT_EQ(of("SG,MY,live,STP,,exporter,,,,,,,yes,stop,"), "R-REF-002 line 2, programme")
      << "that of Singapore";
  EXPECT_EQ(of("SG,PH,live,AEO,L4,exporter,,,,,,,yes,stop,"), "R-REF-002 line 2, levels");
  EXPECT_EQ(of("SG,MY,live,AEO,,warehouse_keeper,,,,,,,yes,stop,"), "R-REF-002 line 2, roles");
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,Port_Klang,,,,,,yes,stop,"), "R-REF-002 line 2, loading");
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,facility_code,,,,yes,stop,"), "R-REF-002 line 2, required")
      << "that is typed in Indonesia";
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,,half,,,yes,stop,"), "R-REF-002 line 2, score_factor");
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,,,purple,,yes,stop,"), "R-REF-002 line 2, lane");
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,,,,never,yes,stop,"), "R-REF-002 line 2, random_factor");
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,,,,,often,stop,"), "R-REF-002 line 2, priority");
  EXPECT_EQ(of("SG,MY,live,AEO,,exporter,,,,,,,yes,,"), "R-REF-002 line 2, stale");
  EXPECT_EQ(of("SG,MY,comparing,AEO,,,,,,,,,,,"), "R-REF-002 line 2, programme") << "nothing is honoured yet";
  EXPECT_EQ(of("SG,MY,comparing,,,,,,,0.8,,,,,"), "R-REF-002 line 2, score_factor");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,hearsay,2026-01-01,,ours\n"), "R-REF-002 line 2, evidence");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,sample,tomorrow,,\n"),
            "R-REF-002 line 2, from; R-REF-002 line 2, source");
}

TEST(TableOfRecognitions, R_REF_001_IsATable) {
  const auto table = read_table_of("by,of\nSG,MY\n", aeo::law());
  ASSERT_FALSE(table.has_value());
  EXPECT_EQ(table.error().front().rule, "R-REF-001");
}

TEST(TableOfRecognitions, R_REF_003_HasOnePeriodOfAPairOnADay) {
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,sample,2026-01-01,2026-06-01,ours\n"
                   "SG,MY,validating,,,,,,,,,,,,,sample,2026-05-31,,ours\n"),
            "R-REF-003 line 3, from");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,sample,2026-01-01,2026-01-01,ours\n"),
            "R-REF-003 line 2, from");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,sample,2026-01-01,,ours\n"
                   "MY,SG,validating,,,,,,,,,,,,,sample,2026-01-01,,ours\n"),
            "")
      << "each direction is a pair of its own";
}

TEST(TableOfRecognitions, R_AEO_055_HasRowsWithinReason) {
  std::string rows;
  for (std::size_t i = 0; i <= bounds::rows_max; ++i) rows += ",,,,,,,,,,,,,,,,,,\n";
  EXPECT_EQ(faults(rows), "R-AEO-055 line 10002");
}

TEST(TableOfRecognitions, R_AEO_056_FollowsTheTableOfStates) {
  EXPECT_EQ(faults("SG,MY,validating,,,,,,,,,,,,,sample,2026-01-01,2026-06-01,ours\n"
                   "SG,MY,live,AEO,,exporter,,,,,,,yes,stop,,sample,2026-06-01,,ours\n"),
            "R-AEO-056 line 3, state")
      << "without a pilot";
  EXPECT_EQ(faults("SG,MY,suspended,,,,,,,,,,,,2025-12-01,sample,2026-01-01,,ours\n"),
            "R-AEO-056 line 2, state");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,sample,2026-01-01,2026-06-01,ours\n"
                   "SG,MY,validating,,,,,,,,,,,,,sample,2026-06-02,,ours\n"),
            "R-AEO-056 line 3, from")
      << "what was on the first of June?";
  EXPECT_EQ(faults("SG,MY,live,AEO,,exporter,,,,,,,yes,stop,,sample,2026-01-01,2026-06-01,ours\n"
                   "SG,MY,live,AEO,,exporter,,,,,,,yes,stop,,sample,2026-06-01,,ours\n"),
            "")
      << "on other terms";
}

TEST(TableOfRecognitions, R_AEO_057_SuspendsAndEndsWithNotice) {
  const std::string live = "SG,MY,live,AEO,,exporter,,,,,,,yes,stop,,sample,2026-01-01,2026-06-01,ours\n";
  EXPECT_EQ(faults(live + "SG,MY,suspended,,,,,,,,,,,,,sample,2026-06-01,,ours\n"),
            "R-AEO-057 line 3, notice");
  EXPECT_EQ(faults(live + "SG,MY,ended,,,,,,,,,,,,2026-06-02,sample,2026-06-01,,ours\n"),
            "R-AEO-057 line 3, notice");
  EXPECT_EQ(faults(live + "SG,MY,ended,,,,,,,,,,,,2026-05-01,sample,2026-06-01,,ours\n"), "");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,2026-01-01,sample,2026-01-01,,ours\n"),
            "R-AEO-057 line 2, notice");
}

TEST(TableOfRecognitions, R_AEO_058_WeighsByAFactorWithinReason) {
  const auto score = [](std::string_view factor) {
    return faults(format("SG,MY,live,AEO,,exporter,,,,{},,,yes,stop,,sample,2026-01-01,,ours\n", factor));
  };
  const auto random = [](std::string_view factor) {
    return faults(format("SG,MY,pilot,AEO,,exporter,,,,,,{},yes,stop,,sample,2026-01-01,,ours\n", factor));
  };
  for (const char* fine : {"", "0.01", "0.8", "1"}) {
    EXPECT_EQ(score(fine), "") << fine;
    EXPECT_EQ(random(fine), "") << fine;
  }
  for (const char* wrong : {"0", "0.009999", "-0.8", "1.000001", "80"}) {
    EXPECT_EQ(score(wrong), "R-AEO-058 line 2, score_factor") << wrong;
    EXPECT_EQ(random(wrong), "R-AEO-058 line 2, random_factor") << wrong;
  }
  EXPECT_EQ(
      faults("SG,MY,live,AEO,,exporter,,,,0,,0,yes,stop,,sample,2026-01-01,2026-06-01,ours\n"
             "SG,MY,live,AEO,,exporter,,,,0.5,,,yes,stop,,sample,2026-06-01,2027-01-01,ours\n"
             "SG,MY,live,AEO,,exporter,,,,2,,,yes,stop,,sample,2027-01-01,,ours\n"),
      "R-AEO-058 line 2, score_factor; R-AEO-058 line 2, random_factor; R-AEO-058 line 4, score_factor");
}

TEST(TableOfRecognitions, R_AEO_059_SaysWhomItIsFor) {
  const std::string end = ",,,,,,yes,stop,,sample,2026-01-01,,ours\n";
  EXPECT_EQ(faults("SG,MY,live,,,exporter," + end), "R-AEO-059 line 2, programme");
  EXPECT_EQ(faults("SG,MY,pilot,AEO,,," + end), "R-AEO-059 line 2, roles");
  EXPECT_EQ(faults("SG,MY,live,,,," + end), "R-AEO-059 line 2, programme; R-AEO-059 line 2, roles");
  EXPECT_EQ(faults("SG,MY,comparing,,,,,,,,,,,,,sample,2026-01-01,,ours\n"), "") << "it honours nobody";
}

TEST(TableOfRecognitions, KnowsWhenAPairGoesLive) {
  EXPECT_EQ(live_after(built_in(), pair("TH", "ID"), day("2024-10-16")), day("2024-10-17"));
  EXPECT_EQ(live_after(built_in(), pair("TH", "ID"), day("2024-10-17")), std::nullopt);
  EXPECT_EQ(live_after(built_in(), pair("TH", "KH"), day("2024-10-17")), std::nullopt);
}

}  // namespace
}  // namespace lintas::recognition
