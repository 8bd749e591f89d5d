#include "core/acdd/import/evolve.hpp"

#include <gtest/gtest.h>

#include "core/acdd/import/events.hpp"
#include "core/acdd/import/state.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::acdd::import_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Document, Event>(State::cancelled, evolve);
}

TEST(Evolve, PlaysTheWithdrawalOfWhatIsNotThere) {
  Event event{};
  event.fact = Withdrawn{.declaration = test::declaration_number("D-9"), .judged = {}, .by = {}};
  EXPECT_TRUE(evolve(Document{}, event).declarations.empty());
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(3); }

}  // namespace
}  // namespace lintas::acdd::import_side
