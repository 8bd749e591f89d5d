#include "core/workflow/state.hpp"

#include <gtest/gtest.h>
#include <string>

namespace lintas::workflow {
namespace {

TEST(State, gives_back_what_was_put_in) {
  const State state = State::of(std::string{"released"});
  const State same = state;
  EXPECT_EQ(same.as<std::string>(), "released");
  EXPECT_EQ(&same.as<std::string>(), &state.as<std::string>()) << "a copy costs nothing";
}

TEST(State, is_not_another_machines) {
  EXPECT_THROW((void)State::of(std::string{}).as<int>(), Bug);
  EXPECT_THROW((void)State{}.as<int>(), Bug);
}

}  // namespace
}  // namespace lintas::workflow
