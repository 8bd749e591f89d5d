#include "core/kinds/import/evolve.hpp"

#include <gtest/gtest.h>

#include "core/kinds/import/events.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::kinds::import_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Document, Event>(State::cancelled, evolve);
}

}  // namespace
}  // namespace lintas::kinds::import_side
