#include "tests/support/states_page.hpp"

#include <gtest/gtest.h>

#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/listed/table.hpp"

/// docs/domain/states.md shows the names of the states as the table has them.
namespace lintas::aeo {
namespace {

TEST(AeoStatesPage, ShowsEveryState) {
  test::expect_states_on_their_page<authorisation::Machine, listed::Machine>(LINTAS_ROOT);
}

}  // namespace
}  // namespace lintas::aeo
