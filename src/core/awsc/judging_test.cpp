#include "core/awsc/judging.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/limits.hpp"
#include "tests/support/awsc_stage.hpp"

namespace lintas::awsc {
namespace {

namespace exs = exporter_side;

/// "exporter listed, signatory listed, 1 listed, 2 listed"
std::string judged(const DeclarationContents& declared, const exs::Exporter& exporter) {
  std::string text;
  for (const Judgement& one : judge(declared, exporter, std::chrono::hours{8})) {
    if (!text.empty()) text += ", ";
    text += one.check == Check::product ? std::to_string(one.item) : std::string{word_of(one.check)};
    text += " " + std::string{word_of(one.listed)};
  }
  return text;
}

std::string rules_against(const DeclarationContents& declared, const exs::Exporter& exporter,
                          std::uint32_t item) {
  std::string text;
  const auto judgements = judge(declared, exporter, std::chrono::hours{8});
  for (const Finding& one : findings_against(declared, judgements, item))
    text += one.rule + " (" + one.detail + ") ";
  return text;
}

constexpr std::string_view all_listed = "exporter listed, signatory listed, 1 listed, 2 listed";

TEST(Judging, ADeclarationIsHeldAgainstTheRegisterOfItsDay) {
  const auto exporter = test::gloves_in_the_register();
  EXPECT_EQ(judged(test::gloves_declaration(), exporter), all_listed);
  EXPECT_EQ(rules_against(test::gloves_declaration(), exporter, 1), "");
}

TEST(Judging, R_ASW_090_WithoutARecordOfThatDayNothingElseIsAsked) {
  EXPECT_EQ(judged(test::gloves_declaration(), exs::Exporter{}), "exporter no_record");
  auto early = test::gloves_declaration();
  early.day = *parse_day("2026-01-04");
  EXPECT_EQ(judged(early, test::gloves_in_the_register()), "exporter no_record");
  EXPECT_EQ(rules_against(early, test::gloves_in_the_register(), 1), "R-ASW-090 (no record on 2026-01-04) ");
}

TEST(Judging, R_ASW_090_AnAuthorisationHoldsOnItsDays) {
  auto late = test::gloves_declaration();
  late.day = *parse_day("2028-01-05");
  EXPECT_EQ(judged(late, test::gloves_in_the_register()),
            "exporter not_on_that_day, signatory listed, 1 listed, 2 listed");
  EXPECT_EQ(rules_against(late, test::gloves_in_the_register(), 2),
            "R-ASW-090 (its authorisation does not cover 2028-01-05) ");
}

TEST(Judging, WhatHappensAfterwardsChangesNothingOfADeclaration) {
  auto exporter = test::gloves_in_the_register();
  test::play_register(exporter,
                      exs::WithdrawExporter{.reference = test::gloves_exporter(), .reason = "false"},
                      test::noon("2026-11-21"));
  EXPECT_EQ(judged(test::gloves_declaration(), exporter), all_listed);
  auto next = test::gloves_declaration();
  next.day = *parse_day("2026-11-22");
  EXPECT_EQ(rules_against(next, exporter, 1), "R-ASW-090 (withdrawn on 2026-11-22) ");
}

/// What the keeper learns of Malaysia's register later, from when on it counts.
class LearntLater : public testing::Test {
 protected:
  template <class Act>
  void learn(const Act& act, std::string_view on) {
    test::play_register(exporter, act, test::noon(on), true);
  }
  [[nodiscard]] std::string exporter_on(std::string_view day) const {
    auto declared = test::gloves_declaration();
    declared.day = *parse_day(day);
    return judged(declared, exporter).substr(0, judged(declared, exporter).find(','));
  }
  exs::Exporter exporter = test::gloves_in_the_register();
};

TEST_F(LearntLater, R_ASW_090_ASuspensionCountsFromWhenItsStateSuspended) {
  learn(exs::SuspendExporter{.reference = test::gloves_exporter(),
                             .reason = "not met",
                             .effective = parse_instant("2026-03-01T00:00:00Z")},
        "2026-03-10");
  EXPECT_EQ(exporter_on("2026-02-28"), "exporter listed");
  EXPECT_EQ(exporter_on("2026-03-05"), "exporter suspended");
  learn(exs::ResumeExporter{.reference = test::gloves_exporter(),
                            .reason = "mended",
                            .effective = parse_instant("2026-03-08T00:00:00Z")},
        "2026-03-20");
  EXPECT_EQ(exporter_on("2026-03-05"), "exporter suspended");
  EXPECT_EQ(exporter_on("2026-03-09"), "exporter listed");
}

TEST_F(LearntLater, R_ASW_090_ARenewalCountsFromItsFirstDay) {
  auto renewed = test::gloves_record();
  renewed.valid_from = *parse_day("2028-01-05");
  renewed.valid_until = *parse_day("2030-01-04");
  EXPECT_EQ(exporter_on("2028-01-15"), "exporter not_on_that_day");
  learn(exs::RecordExporter{.content = renewed, .effective = parse_instant("2028-01-05T00:00:00Z")},
        "2028-02-01");
  EXPECT_EQ(exporter_on("2028-01-15"), "exporter listed");
  EXPECT_EQ(exporter_on("2028-01-04"), "exporter listed") << "as it was authorised before";
}

TEST_F(LearntLater, R_ASW_090_WhatWasKnownOfItsDaysStaysWhereItsStateChanges) {
  auto longer = test::gloves_record();
  longer.valid_until = *parse_day("2029-01-04");
  learn(exs::RecordExporter{.content = longer}, "2026-03-05");
  learn(exs::WithdrawExporter{.reference = test::gloves_exporter(),
                              .reason = "false",
                              .effective = parse_instant("2026-03-01T00:00:00Z")},
        "2026-03-10");
  EXPECT_EQ(exporter_on("2026-02-27"), "exporter listed");
  EXPECT_EQ(exporter_on("2026-03-03"), "exporter withdrawn");
  EXPECT_EQ(exporter_on("2026-03-06"), "exporter withdrawn");
  EXPECT_EQ(exporter.standings.back().valid_until, longer.valid_until);
}

TEST_F(LearntLater, R_OD_023_AProductCountsFromWhenItsStateListedIt) {
  auto fewer = test::gloves_record();
  fewer.products.pop_back();
  learn(exs::RecordExporter{.content = fewer}, "2026-10-01");
  EXPECT_EQ(judged(test::gloves_declaration(), exporter),
            "exporter listed, signatory listed, 1 listed, 2 not_listed");
  learn(exs::RecordExporter{.content = test::gloves_record(),
                            .effective = parse_instant("2026-11-01T00:00:00Z")},
        "2026-12-01");
  EXPECT_EQ(judged(test::gloves_declaration(), exporter), all_listed);
  learn(exs::RecordExporter{.content = fewer, .effective = parse_instant("2026-10-15T00:00:00Z")},
        "2026-12-02");
  EXPECT_EQ(judged(test::gloves_declaration(), exporter),
            "exporter listed, signatory listed, 1 listed, 2 not_listed")
      << "what is said last of a time holds";
}

TEST(Judging, WhatTheRegisterHadAtTheBeginningOrAtTheEndOfADayItHadOnThatDay) {
  auto exporter = test::gloves_in_the_register();
  test::play_register(exporter,
                      exs::SuspendExporter{.reference = test::gloves_exporter(), .reason = "not met"},
                      test::noon("2026-11-20"));
  EXPECT_EQ(judged(test::gloves_declaration(), exporter), all_listed) << "it was written in the morning";
  auto next = test::gloves_declaration();
  next.day = *parse_day("2026-11-21");
  EXPECT_EQ(rules_against(next, exporter, 1), "R-ASW-090 (suspended on 2026-11-21) ");
  test::play_register(exporter, exs::ResumeExporter{.reference = test::gloves_exporter(), .reason = "mended"},
                      test::noon("2026-11-21"));
  EXPECT_EQ(judged(next, exporter), all_listed);
}

TEST(Judging, R_OD_022_WhoIsNoSignatoryOfThatDayDoesNotSign) {
  auto other = test::gloves_declaration();
  other.signatory = test::name_print(3);
  EXPECT_EQ(rules_against(other, test::gloves_in_the_register(), 1),
            "R-OD-022 (not in the record of 2026-11-20) ");
}

TEST(Judging, R_OD_023_AProductIsThatOfItsCodeAndKeyWords) {
  const auto exporter = test::gloves_in_the_register();
  const auto with = [&](std::string_view description, std::string_view code) {
    auto declared = test::gloves_declaration();
    declared.items.resize(1);
    declared.items[0].description = description;
    declared.items[0].code = code;
    return judged(declared, exporter).substr(std::string_view{"exporter listed, signatory listed, "}.size());
  };
  EXPECT_EQ(with("NITRILE RUBBER EXAMINATION GLOVES, vulcanised", "401512"), "1 listed");
  EXPECT_EQ(with("Examination glove of nitrile, size M", "401512"), "1 differs") << "R-ASW-055";
  EXPECT_EQ(with("Examination gloves of vulcanised nitrile rubber", "401590"), "1 not_listed");
  EXPECT_EQ(with("Surgical masks", "401512"), "1 not_listed");
  EXPECT_EQ(with("Examination gloves of vulcanised nitrile rubber", "40151290"), "1 listed")
      << "six digits are what the states have in common";
  auto declared = test::gloves_declaration();
  declared.items[1].code = "420321";
  EXPECT_EQ(rules_against(declared, exporter, 1), "") << "the other item has nothing to do with it";
  EXPECT_EQ(rules_against(declared, exporter, 2), "R-OD-023 (not in the record of 2026-11-20) ");
}

TEST(Judging, R_OD_023_AProductWithoutKeyWordsIsWhatHasAllOfItsWords) {
  auto content = test::gloves_record();
  content.products = {{.number = 1, .description = "TV", .code = "852872", .criteria = {}}};
  exs::Exporter exporter;
  test::play_register(exporter, exs::RecordExporter{.content = content}, test::noon("2026-01-05"));
  const auto with = [&](std::string_view description) {
    auto declared = test::gloves_declaration();
    declared.items.resize(1);
    declared.items[0].description = description;
    declared.items[0].code = "852872";
    return judged(declared, exporter).substr(std::string_view{"exporter listed, signatory listed, "}.size());
  };
  EXPECT_EQ(with("Projectors"), "1 not_listed") << "no word of it is there";
  EXPECT_EQ(with("tv."), "1 listed");
}

TEST(Judging, R_OD_023_TheFirstKeyWordsOfALongDescriptionCount) {
  auto content = test::gloves_record();
  std::string long_one;
  for (std::size_t i = 0; i < bounds::key_words_max; ++i) long_one += "part" + std::to_string(i) + " ";
  content.products = {{.number = 1, .description = long_one + "painted", .code = "401512", .criteria = {}}};
  exs::Exporter exporter;
  test::play_register(exporter, exs::RecordExporter{.content = content}, test::noon("2026-01-05"));
  auto declared = test::gloves_declaration();
  declared.items.resize(1);
  declared.items[0].description = long_one;
  EXPECT_EQ(judged(declared, exporter), "exporter listed, signatory listed, 1 listed");
}

TEST(Judging, AWholeRecordOfOneSubheadingIsHeldAgainstAWholeDeclarationOnADayThatItChanged) {
  constexpr std::uint32_t all = 999;
  const auto described = [](std::uint32_t number) {
    std::string text = "Gloves of kind number" + std::to_string(number);
    while (text.size() < 500) text += " w" + std::to_string(number) + "x" + std::to_string(text.size());
    return text;
  };
  auto content = test::gloves_record();
  content.products.clear();
  for (std::uint32_t number = 1; number <= all; ++number)
    content.products.push_back(
        {.number = number, .description = described(number), .code = "401512", .criteria = {}});
  exs::Exporter exporter;
  test::play_register(exporter, exs::RecordExporter{.content = content}, test::noon("2026-01-05"));
  content.products.pop_back();
  test::play_register(exporter, exs::RecordExporter{.content = content}, test::noon("2026-11-20"));
  auto declared = test::gloves_declaration();
  declared.items.clear();
  for (std::uint32_t number = 1; number <= all; ++number) {
    awsc::DeclaredItem item = test::gloves_declaration().items.front();
    item.number = number;
    item.description = described(number);
    item.code = "401512";
    declared.items.push_back(item);
  }
  const auto judgements = judge(declared, exporter, std::chrono::hours{8});
  ASSERT_EQ(judgements.size(), 2U + all);
  for (std::uint32_t number = 1; number <= all; ++number) {
    EXPECT_EQ(judgements[1 + number].listed, Listed::yes) << number;
    EXPECT_EQ(judgements[1 + number].product, number);
  }
}

TEST(Judging, AProductThatWasTakenOutStaysForDeclarationsOfBefore) {
  auto exporter = test::gloves_in_the_register();
  auto fewer = test::gloves_record();
  fewer.products.pop_back();
  test::play_register(exporter, exs::RecordExporter{.content = fewer}, test::noon("2026-11-25"));
  EXPECT_EQ(judged(test::gloves_declaration(), exporter), all_listed);
  auto next = test::gloves_declaration();
  next.day = *parse_day("2026-11-26");
  EXPECT_EQ(judged(next, exporter), "exporter listed, signatory listed, 1 listed, 2 not_listed");
}

}  // namespace
}  // namespace lintas::awsc
