#include "core/transit/destination/evolve.hpp"

#include <gtest/gtest.h>

#include "core/transit/destination/events.hpp"
#include "core/transit/destination/state.hpp"

namespace lintas::transit::destination {

namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  const Event event{
      .next = State::released, .due = Instant{std::chrono::seconds{5}}, .sent = {18}, .fact = {}};
  const Arrival after = evolve(Arrival{}, event);
  EXPECT_EQ(after.state, State::released);
  EXPECT_EQ(after.due, event.due);
}

}  // namespace

}  // namespace lintas::transit::destination
