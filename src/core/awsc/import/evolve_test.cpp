#include "core/awsc/import/evolve.hpp"

#include <gtest/gtest.h>

#include "core/awsc/import/events.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::awsc::import_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Declaration, Event>(State::used, evolve);
}

}  // namespace
}  // namespace lintas::awsc::import_side
