#include "core/transit/passage/evolve.hpp"

#include <gtest/gtest.h>

#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"

namespace lintas::transit::passage {

namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  const Event event{
      .next = State::in_territory, .due = Instant{std::chrono::seconds{5}}, .sent = {118}, .fact = {}};
  const Passage after = evolve(Passage{}, event);
  EXPECT_EQ(after.state, State::in_territory);
  EXPECT_EQ(after.due, event.due);
}

}  // namespace

}  // namespace lintas::transit::passage
