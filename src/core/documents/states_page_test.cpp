#include "tests/support/states_page.hpp"

#include <gtest/gtest.h>

#include "core/documents/import/table.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/verification/table.hpp"

/// docs/domain/states.md shows the names of the states as the tables have them.
namespace lintas::documents {
namespace {

TEST(StatesPage, ShowsEveryStateOfADocument) {
  test::expect_states_on_their_page<issue_side::Machine, verification::Machine, import_side::Machine>(
      LINTAS_ROOT);
}

}  // namespace
}  // namespace lintas::documents
