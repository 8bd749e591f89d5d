#include "tests/support/states_page.hpp"

#include <gtest/gtest.h>

#include "core/acdd/export/table.hpp"
#include "core/acdd/import/table.hpp"

/// docs/domain/states.md shows the names of the states as the tables have them.
namespace lintas::acdd {
namespace {

TEST(AcddStatesPage, ShowsEveryStateOfADocument) {
  test::expect_states_on_their_page<export_side::Machine, import_side::Machine>(LINTAS_ROOT);
}

}  // namespace
}  // namespace lintas::acdd
