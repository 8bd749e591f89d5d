#include "core/acdd/export/evolve.hpp"

#include <gtest/gtest.h>

#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::acdd::export_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Document, Event>(State::cancelled, evolve);
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(4); }

}  // namespace
}  // namespace lintas::acdd::export_side
