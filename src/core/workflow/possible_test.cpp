#include "core/workflow/possible.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/registers/state.hpp"
#include "core/registers/table.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {
namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

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

/// Of every state the acts are commands of the part, each once and with words; gives all of them together.
std::set<CommandType> possible_in(const Part& part, StreamKind kind, const std::vector<State>& states) {
  const KindEntry& entry = kind_of(part, kind);
  std::set<CommandType> all;
  for (const State& state : states) {
    std::set<CommandType> here;
    for (const Possible& one : entry.possible(state)) {
      EXPECT_FALSE(one.words.empty()) << entry.name;
      EXPECT_TRUE(here.insert(one.type).second) << entry.name << ": one act twice";
      const auto command = std::ranges::find(part.commands, one.type, &CommandEntry::type);
      EXPECT_NE(command, part.commands.end()) << entry.name;
    }
    all.merge(here);
  }
  return all;
}

std::set<CommandType> every_act(std::uint16_t block, std::size_t count) {
  std::set<CommandType> all;
  for (std::size_t i = 0; i < count; ++i) all.insert(command_in(block, i));
  return all;
}

TEST(Possible, is_told_of_every_state_and_in_some_state_of_every_act) {
  const Mrn mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  std::vector<State> states;
  for (const auto& facts : dep::Machine::states) {
    for (const bool asked : {false, true})
      states.push_back(State::of(
          dep::Movement{.state = facts.state, .mrn = mrn, .cancellation_asked = asked, .evidence = asked}));
  }
  EXPECT_EQ(possible_in(departure_part(), departure_stream, states),
            every_act(departure_block, std::variant_size_v<dep::Act>));

  states.clear();
  const pas::Office held{.office = OfficeId::parse("MYBKH001").value(), .crossing = pas::CrossingState::held};
  for (const auto& passing : pas::Machine::states) {
    for (const auto& arriving : des::Machine::states) {
      for (const bool is_so : {false, true}) {
        Journey journey;
        journey.passage.state = passing.state;
        journey.passage.offices = {held};
        journey.passage.ended_by_departure = is_so;
        journey.arrival.state = arriving.state;
        journey.arrival.simplified = is_so;
        if (is_so) journey.arrival.onward.emplace_back();
        states.push_back(State::of(std::move(journey)));
      }
    }
  }
  auto of_journeys = every_act(passage_block, std::variant_size_v<pas::Act>);
  of_journeys.merge(every_act(destination_block, std::variant_size_v<des::Act>));
  EXPECT_EQ(possible_in(journey_part(), journey_stream, states), of_journeys);
}

TEST(Possible, is_told_of_guarantees_and_of_the_registers_likewise) {
  std::vector<State> states;
  for (const auto& facts : guarantee::account_states)
    states.push_back(State::of(guarantee::Header{.status = facts.state}));
  std::set<CommandType> of_accounts{register_guarantee, change_guarantee,    suspend_guarantee,
                                    lift_suspension,    give_notice,         liberate_guarantee,
                                    unlock_sender,      replace_access_codes};
  EXPECT_EQ(possible_in(guarantee_part(), account_stream, states), of_accounts);

  states.clear();
  for (const auto& facts : registers::states) {
    registers::Entry entry;
    entry.status = facts.status;
    states.push_back(State::of(std::move(entry)));
  }
  EXPECT_EQ(possible_in(registers_part(), register_stream, states),
            (std::set<CommandType>{suspend_entry, resume_entry, withdraw_entry}));
}

}  // namespace
}  // namespace lintas::workflow
