#include "tests/support/states_page.hpp"

#include <gtest/gtest.h>

#include "core/awsc/exporter/table.hpp"
#include "core/awsc/import/table.hpp"

/// docs/domain/states.md shows the names of the states as the table has them.
namespace lintas::awsc {
namespace {

TEST(AwscStatesPage, ShowsEveryState) {
  test::expect_states_on_their_page<exporter_side::Machine, import_side::Machine>(LINTAS_ROOT);
}

}  // namespace
}  // namespace lintas::awsc
