#include "core/documents/import/evolve.hpp"

#include <gtest/gtest.h>

#include "core/documents/events.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::documents::import_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Certificate, Event>(State::cancelled, evolve);
}

TEST(Evolve, PlaysWhatNamesItemsThatAreNotThere) {
  Event event;
  event.fact = DrawUndone{};
  EXPECT_EQ(evolve(Certificate{}, event), Certificate{});
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(7); }

}  // namespace
}  // namespace lintas::documents::import_side
