#include "core/acdd/matching.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/limits.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::acdd {
namespace {

/// 100 KGM of fruit, 50 KGM of frozen fish.
Contents exported(const std::string& options = "") {
  return test::acdd_contents(test::parse_step("release " + options, 1).value());
}
Declared declared(const std::string& lines, const std::string& number = "D-1",
                  const std::string& exporter = "UEN1") {
  return {.declaration = test::declaration_number(number),
          .exporter = exporter,
          .lines = test::declared_lines(lines)};
}
/// "hs_differs 1 digit 5; …"
std::string in_words(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& one : differences) {
    if (!text.empty()) text += "; ";
    text += std::string{find_word(one.kind)->word} + " " + std::to_string(one.item);
    if (one.digit != 0) text += " digit " + std::to_string(one.digit);
    if (!one.exported.empty()) text += " " + one.exported;
    if (!one.declared.empty()) text += " / " + one.declared;
  }
  return text;
}
std::string between(const Contents& contents, const std::vector<Declared>& declarations) {
  return in_words(compare(contents, declarations).differences);
}

TEST(Matching, FindsNothingWhereAllIsDeclaredAsItWasExported) {
  EXPECT_EQ(between(exported(), {declared("08109010:100;03038900:50")}), "");
  EXPECT_EQ(between(exported(), {declared("08109010:100", "D-1"), declared("03038900:50", "D-2")}), "");
  EXPECT_EQ(between(exported(), {declared("08109010:60;08109010:40;03038900:50")}), "") << "in parts";
}

TEST(Matching, NamesTheItemThatNobodyDeclared) {
  EXPECT_EQ(between(exported(), {declared("08109010:100")}), "item_missing 2 50 KGM / 0 KGM");
}

TEST(Matching, NamesWhatWasNeverExported) {
  EXPECT_EQ(between(exported(), {declared("08109010:100;03038900:50;22030010:5")}),
            "not_exported 0 / 22030010");
  EXPECT_EQ(between(exported(), {declared("08109010:100;03038900:50;08109010:5@7")}),
            "not_exported 7 / 08109010");
}

TEST(Matching, SaysFromWhichDigitOnACodeDiffers) {
  EXPECT_EQ(between(exported(), {declared("08109050:100;03038900:50")}),
            "hs_differs 1 digit 7 08109010 / 08109050");
  EXPECT_EQ(between(exported(), {declared("22030010:100@1;03038900:50")}),
            "hs_differs 1 digit 1 08109010 / 22030010");
}

TEST(Matching, LeavesWhatStandsBehindEightDigitsToEachState) {
  EXPECT_EQ(between(exported(), {declared("0810901099:100;03038900:50")}), "");
  EXPECT_EQ(between(exported("items=0810901012:100,03038900:50"), {declared("0810901099:100;03038900:50")}),
            "");
  EXPECT_EQ(between(exported(), {declared("081090:100;03038900:50")}), "") << "six digits and no more";
}

TEST(Matching, ComparesTheSumOfAllDeclarations) {
  const std::vector parts{declared("08109010:60;03038900:50", "D-1"), declared("08109010:50", "D-2")};
  EXPECT_EQ(between(exported(), parts), "quantity_more 1 100 KGM / 110 KGM");
  EXPECT_EQ(between(exported(), {declared("08109010:99.5;03038900:50")}),
            "quantity_less 1 100 KGM / 99.5 KGM");
}

TEST(Matching, ConvertsNoUnit) {
  EXPECT_EQ(between(exported(), {declared("08109010:0.1:TNE;03038900:50")}), "unit_differs 1 KGM / TNE");
}

TEST(Matching, ComparesAnExporterThatIsDeclared) {
  EXPECT_EQ(between(exported(), {declared("08109010:100;03038900:50", "D-1", "UEN9")}), "exporter_differs 0");
  EXPECT_EQ(between(exported(), {declared("08109010:100;03038900:50", "D-1", "")}), "");
}

TEST(Matching, TakesTheItemThatIsNotCoveredYetOfSeveralUnderOneCode) {
  const Contents contents = exported("items=08109010:100,08109010:40");
  const Comparison found = compare(contents, {declared("08109010:100;08109010:40")});
  EXPECT_TRUE(found.differences.empty());
  EXPECT_EQ(found.covers.at(0).item, 1);
  EXPECT_EQ(found.covers.at(1).item, 2);
  EXPECT_EQ(found.covers.at(1).line, 2);
}

TEST(Matching, SaysTheSameInWhateverOrderLinesAreDeclared) {
  const Contents two = exported("items=08109010:100,08109010:40");
  EXPECT_EQ(between(two, {declared("08109010:40;08109010:100")}), "");
  EXPECT_EQ(between(two, {declared("08109010:40;08109010:60;08109010:40")}), "") << "the greater in parts";
  EXPECT_EQ(between(two, {declared("08109010:40"), declared("08109010:100", "D-2")}), "");
  const Contents close = exported("items=08109010:70,08109010:100");
  EXPECT_EQ(between(close, {declared("08109010:60;08109010:40;08109010:70")}), "");
  EXPECT_EQ(between(close, {declared("08109010:70;08109010:60;08109010:40")}), "");
  EXPECT_EQ(between(close, {declared("08109010:100@2;08109010:70")}), "");
}

TEST(Matching, PlacesAsManyLinesOnAsManyItemsAsThereMayBe) {
  Contents contents = exported();
  contents.items.clear();
  Declared all{.declaration = test::declaration_number("D-1"), .exporter = {}, .lines = {}};
  for (std::size_t i = 0; i < items_max; ++i) {
    contents.items.push_back({.number = static_cast<std::uint16_t>(i + 1),
                              .hs = *Ahtn::parse(std::to_string(10'000'000 + i)),
                              .quantity = Decimal::of(10),
                              .unit = *Unit::parse("KGM"),
                              .origin = *Country::parse("SG")});
  }
  for (std::size_t i = 0; i < lines_max; ++i) {
    all.lines.push_back({.item = 0,
                         .hs = contents.items[i % items_max].hs,
                         .quantity = Decimal::of(5),
                         .unit = *Unit::parse("KGM")});
  }
  // Two lines each for 999 items, and two more.
  EXPECT_EQ(compare(contents, {all}).differences.size(), 2U);
}

TEST(Matching, SumsThatFitNowhereAreMore) {
  const Declared all{.declaration = test::declaration_number("D-1"),
                     .exporter = {},
                     .lines = {{.item = 1,
                                .hs = *Ahtn::parse("08109010"),
                                .quantity = Decimal::of(std::numeric_limits<std::int64_t>::max()),
                                .unit = *Unit::parse("KGM")},
                               {.item = 1,
                                .hs = *Ahtn::parse("08109010"),
                                .quantity = Decimal::of(5),
                                .unit = *Unit::parse("KGM")}}};
  EXPECT_EQ(compare(exported(), {all}).differences.at(0).kind, DifferenceKind::more);
}

TEST(Matching, KeepsTheFirstDifferencesAndCountsAll) {
  Declared all = declared("22030010:5");
  all.lines.resize(differences_max + 5, all.lines.front());
  const Judged judged = judge(exported(), {all});
  EXPECT_EQ(judged.differences.size(), differences_max);
  EXPECT_EQ(judged.count, differences_max + 7) << "and both items are missing";
}

TEST(Declared, R_ACDD_004_HasLinesEachWithAQuantity) {
  EXPECT_TRUE(faults_in(declared("08109010:100")).empty());
  EXPECT_EQ(faults_in(declared("08109010:0")).at(0).pointer, "lines/1/quantity");
  EXPECT_EQ(faults_in(declared("08109010:100", "D-1", std::string(36, 'X'))).at(0).pointer, "exporter");
  EXPECT_EQ(faults_in(declared("08109010:100", "D-1", "Tan Ah Kow")).at(0).pointer, "exporter");
  EXPECT_EQ(faults_in(Declared{}).at(0).rule, "R-ACDD-004");
}

}  // namespace
}  // namespace lintas::acdd
