#include "core/aeo/law.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace lintas::aeo {
namespace {

TEST(LawOfOperators, KnowsTheShapesOfFiveStates) {
  std::set<std::string> states;
  for (const auto& row : law().shapes.rows()) states.insert(std::string{row.key.state.str()});
  EXPECT_EQ(states, (std::set<std::string>{"BN", "ID", "MY", "PH", "SG"}));
  EXPECT_EQ(law().shapes.rows().size(), 8U) << "six, and the other two levels of the Philippines";
  EXPECT_FALSE(law().transformations.rows().empty());
}

TEST(LawOfOperators, SaysOfNoStateWhatIsTypedInItself) {
  for (const auto& row : law().transformations.rows()) EXPECT_NE(row.key.to, row.key.of);
}

TEST(LawOfOperators, HasAShapeForEachLevelThatAProgrammeOfThePhilippinesGives) {
  std::set<std::string> levels;
  for (const auto& row : law().shapes.rows())
    if (!row.value.level.empty()) levels.insert(row.value.level);
  EXPECT_EQ(levels, (std::set<std::string>{"L1", "L2", "L3"}));
}

}  // namespace
}  // namespace lintas::aeo
