#include "core/kinds/issue/evolve.hpp"

#include <gtest/gtest.h>

#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "tests/support/documents_evolve.hpp"

namespace lintas::kinds::issue_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Document, Event>(State::cancelled, evolve);
}

}  // namespace
}  // namespace lintas::kinds::issue_side
