#include "core/recognition/terms.hpp"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>

#include "base/decimal.hpp"

namespace lintas::recognition {
namespace {

constexpr std::array states{State::comparing, State::validating, State::pilot,
                            State::live,      State::suspended,  State::ended};

Effect scored(std::int64_t tenths) {
  return {.score_factor = Decimal::of(tenths, 1), .lane = {}, .random_factor = {}, .priority = false};
}

TEST(StatesOfRecognition, LeadToLiveThroughThePilotAlone) {
  for (const State before : states) {
    const bool leads = before == State::live || before == State::pilot || before == State::suspended;
    EXPECT_EQ(may_follow(before, State::live), leads);
  }
}

TEST(StatesOfRecognition, AreSuspendedOnlyWhereBenefitsAreGiven) {
  for (const State before : states) {
    EXPECT_EQ(may_follow(before, State::suspended), before == State::live || before == State::suspended);
  }
}

TEST(StatesOfRecognition, EndFromAnywhereAndBeginAnewFromTheBeginning) {
  for (const State before : states) EXPECT_TRUE(may_follow(before, State::ended));
  for (const State next : states)
    EXPECT_EQ(may_follow(State::ended, next), next == State::comparing || next == State::ended);
}

TEST(StatesOfRecognition, BeginWithNothingThatStops) {
  for (const State first : states) EXPECT_EQ(may_begin(first), !needs_notice(first));
}

TEST(EffectOfRecognition, LowersTheScoreByIndonesiasRule) {
  const std::array rule{scored(8)};
  EXPECT_EQ(score_after(50, rule), 40U);
  EXPECT_EQ(score_after(51, rule), 40U) << "40.8: rounded down to a whole number";
  EXPECT_EQ(score_after(1, rule), 0U);
  EXPECT_EQ(score_after(0, rule), 0U);
  EXPECT_EQ(score_after(4'294'967'295U, rule), 3'435'973'836U);
}

TEST(EffectOfRecognition, CountsOnceHoweverManyAreRecognised) {
  const std::array both{scored(8), scored(8)};
  EXPECT_EQ(score_after(50, both), 40U);
  const std::array different{scored(9), scored(8)};
  EXPECT_EQ(score_after(50, different), 40U) << "the better one";
}

TEST(EffectOfRecognition, IsOfSeveralTheBestOfEach) {
  const Effect one{
      .score_factor = Decimal::of(8, 1), .lane = Lane::yellow, .random_factor = {}, .priority = false};
  const Effect other{
      .score_factor = {}, .lane = Lane::blue, .random_factor = Decimal::of(5, 1), .priority = true};
  const std::array both{one, other};
  const Effect all = together(both);
  EXPECT_EQ(in_words(all), "score x 0.8, no lane above blue, drawn by lot x 0.5, priority");
  EXPECT_EQ(together({}), Effect{});
}

TEST(EffectOfRecognition, IsNothingWhereNothingIsSaid) {
  EXPECT_EQ(in_words(Effect{}), "nothing");
  const std::array none{Effect{}};
  EXPECT_EQ(score_after(50, none), 50U);
}

}  // namespace
}  // namespace lintas::recognition
