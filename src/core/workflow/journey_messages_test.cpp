#include "core/workflow/journey_messages.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

/// Whom messages may come from. What becomes of them stands in tests/corridor.
namespace lintas::workflow {

namespace {

const Mrn mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();

Command message(std::uint16_t ie, const std::string& party, const transit::Letter& letter) {
  Command command{.type = command_of_message(ie), .content = to_cbor(letter)};
  command.actor.party = party;
  return command;
}

transit::Letter letter_of(const std::string& trader = {}) {
  transit::Letter letter;
  letter.mrn = mrn;
  if (!trader.empty()) letter.trader = Tin::parse(trader).value();
  return letter;
}

access::Relations relations_of(const Command& command, const Journey& journey,
                               decltype(&relations_of_trader_message) relations) {
  const State state = State::of(journey);
  const std::vector<StreamView> slots{{.id = StreamId::none, .kind = journey_stream, .state = &state}};
  return relations(command, {.slots = slots, .asks = {}, .number = {}, .page = {}, .waiting = {}}, Setting{});
}

TEST(JourneyMessages, FindTheJourneyByTheirMrn) {
  const Located located = locate_message(message(50, "SG", letter_of()), Setting{});
  ASSERT_EQ(located.slots.size(), 1U);
  EXPECT_EQ(std::get<Key>(located.slots.front().by), std::get<Key>(journey_slot(mrn).by));
}

TEST(JourneyMessages, OnlyTheStateOfDepartureSpeaksForDeparture) {
  const auto from = [](const std::string& state) {
    return relations_of(message(50, state, letter_of()), {}, relations_of_office_message);
  };
  EXPECT_TRUE(from("SG").has(access::Relation::route_state));
  EXPECT_FALSE(from("TH").has(access::Relation::route_state));
}

TEST(JourneyMessages, RemarksComeFromWhoPresentedTheGoods) {
  const std::string trader = "TH0105536000001";
  Journey arrived;
  arrived.arrival.state = transit::destination::State::arrived;
  arrived.arrival.trader = Tin::parse(trader).value();
  const auto owns = [](std::uint16_t ie, const std::string& who, const Journey& journey,
                       const transit::Letter& letter) {
    return relations_of(message(ie, who, letter), journey, relations_of_trader_message)
        .has(access::Relation::own);
  };
  EXPECT_TRUE(owns(44, trader, arrived, letter_of()));
  EXPECT_FALSE(owns(44, "TH0105536000002", arrived, letter_of(trader)));
  EXPECT_TRUE(owns(44, "TH0105536000002", Journey{}, letter_of()))
      << "whoever asks is told that nothing arrived";
  EXPECT_TRUE(owns(7, trader, Journey{}, letter_of(trader)));
  EXPECT_FALSE(owns(7, "TH0105536000002", Journey{}, letter_of(trader)));
}

}  // namespace

}  // namespace lintas::workflow
