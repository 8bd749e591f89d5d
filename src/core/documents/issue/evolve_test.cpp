#include "core/documents/issue/evolve.hpp"

#include <gtest/gtest.h>

#include "core/documents/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::documents::issue_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Certificate, Event>(State::cancelled, evolve);
}

TEST(Evolve, PlaysWhatNamesItemsThatAreNotThere) {
  Event event;
  event.fact = DrawUndone{};
  EXPECT_EQ(evolve(Certificate{}, event), Certificate{});
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(9); }

}  // namespace
}  // namespace lintas::documents::issue_side
