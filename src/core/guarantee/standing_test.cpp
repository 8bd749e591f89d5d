#include "core/guarantee/standing.hpp"

#include <gtest/gtest.h>
#include <string>

#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"

namespace lintas::guarantee {
namespace {

TEST(GuaranteeStanding, says_the_state_and_what_may_be_done_now) {
  EXPECT_EQ(
      standing(Status::suspended),
      "the guarantee is in state \"Suspended\"; possible now: change the terms, lift the suspension, give "
      "notice, liberate, replace the access codes, unlock a sender");
  EXPECT_EQ(standing(Status::expired), "the guarantee is in state \"Expired\"; possible now: liberate");
  EXPECT_EQ(standing(Status::liberated),
            "the guarantee is in state \"Liberated\"; nothing more is done to it");
  EXPECT_EQ(
      standing(UseState::claimed_after_credit),
      "the use of the guarantee is in state \"Claimed after credit\"; possible now: withdraw the claim, "
      "record the payment");
}

TEST(GuaranteeStanding, is_in_words_for_every_state) {
  for (const auto& state : account_states) EXPECT_FALSE(standing(state.state).contains('_')) << state.name;
  for (const auto& state : use_states) EXPECT_FALSE(standing(state.state).contains('_')) << state.name;
}

}  // namespace
}  // namespace lintas::guarantee
