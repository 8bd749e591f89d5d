#include "tests/support/states_page.hpp"

#include <gtest/gtest.h>

#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/table.hpp"

/// docs/domain/states.md shows the names of the states as the tables have them.
namespace lintas::kinds {
namespace {

TEST(KindsStatesPage, ShowsEveryStateOfADocument) {
  test::expect_states_on_their_page<issue_side::Machine, import_side::Machine>(LINTAS_ROOT);
}

}  // namespace
}  // namespace lintas::kinds
