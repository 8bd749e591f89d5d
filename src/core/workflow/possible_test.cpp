#include "core/workflow/possible.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {
namespace {

namespace dep = transit::departure;

const KindEntry& kind_of(const Part& part, StreamKind kind) {
  return *std::ranges::find(part.kinds, kind, &KindEntry::kind);
}
/// "departure.release (release); …"
std::string possible_at(dep::State state, bool cancellation_asked = false) {
  dep::Movement movement;
  movement.state = state;
  movement.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  movement.cancellation_asked = cancellation_asked;
  std::string text;
  for (const Possible& one : kind_of(departure_part(), departure_stream).possible(State::of(movement))) {
    const auto entry = std::ranges::find(departure_part().commands, one.type, &CommandEntry::type);
    EXPECT_NE(entry, departure_part().commands.end());
    text += std::string{entry->name} + " (" + one.words + "); ";
  }
  return text;
}

TEST(Possible, names_the_acts_that_a_state_takes) {
  const std::string accepted = possible_at(dep::State::accepted);
  EXPECT_TRUE(accepted.contains("departure.release (release); ")) << accepted;
  EXPECT_TRUE(accepted.contains("departure.decide_control (decide control); ")) << accepted;
  EXPECT_FALSE(accepted.contains("departure.decide_cancellation")) << "nobody has asked for it: " << accepted;
  EXPECT_EQ(possible_at(dep::State::written_off), "");
}

TEST(Possible, names_an_act_of_two_triggers_once) {
  const std::string asked = possible_at(dep::State::accepted, true);
  EXPECT_TRUE(asked.contains("departure.decide_cancellation (grant cancellation or refuse cancellation); "))
      << asked;
}

TEST(Possible, names_no_act_that_is_refused_until_somebody_else_acts) {
  const std::string asked = possible_at(dep::State::accepted, true);
  EXPECT_FALSE(asked.contains("departure.release ")) << "R-TRA-102: " << asked;
  EXPECT_TRUE(asked.contains("departure.refuse_release")) << asked;
}

TEST(Possible, names_none_of_a_movement_without_an_mrn) {
  const auto& kind = kind_of(departure_part(), departure_stream);
  for (const auto& facts : dep::Machine::states)
    EXPECT_TRUE(kind.possible(State::of(dep::Movement{.state = facts.state})).empty()) << facts.id;
}

TEST(Possible, is_told_of_whatever_has_acts) {
  for (const Part* part : {&departure_part(), &journey_part(), &guarantee_part(), &registers_part()}) {
    for (const KindEntry& kind : part->kinds) {
      if (kind.possible == nullptr) continue;
      std::set<CommandType> types;
      for (const Possible& one : kind.possible(kind.initial())) {
        EXPECT_FALSE(one.words.empty()) << kind.name;
        EXPECT_TRUE(types.insert(one.type).second) << kind.name << ": one act twice";
      }
    }
    EXPECT_TRUE(
        std::ranges::any_of(part->kinds, [](const KindEntry& kind) { return kind.possible != nullptr; }));
  }
}

}  // namespace
}  // namespace lintas::workflow
