#include "core/guarantee/standing.hpp"

#include <gtest/gtest.h>
#include <string>

#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"

namespace lintas::guarantee {
namespace {

TEST(GuaranteeStanding, says_the_state_in_words) {
  EXPECT_EQ(standing(Status::suspended), "The guarantee is in state \"Suspended\".");
  EXPECT_EQ(standing(Status::liberated),
            "The guarantee is in state \"Liberated\". Nothing more is done to it.");
  EXPECT_EQ(standing(UseState::claimed_after_credit),
            "The use of the guarantee is in state \"Claimed after credit\".");
  EXPECT_EQ(words_of(AccountTrigger::lift), "lift the suspension");
  EXPECT_EQ(words_of(AccountTrigger::expire), "") << "the clock does it";
}

TEST(GuaranteeStanding, is_in_words_for_every_state) {
  for (const auto& state : account_states) EXPECT_FALSE(standing(state.state).contains('_')) << state.name;
  for (const auto& state : use_states) EXPECT_FALSE(standing(state.state).contains('_')) << state.name;
}

}  // namespace
}  // namespace lintas::guarantee
