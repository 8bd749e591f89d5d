#include <gtest/gtest.h>
#include <string>

#include "core/acdd/export/table.hpp"
#include "core/acdd/import/table.hpp"
#include "tests/support/golden.hpp"

/// docs/domain/states.md shows the names of the states as the tables have them.
namespace lintas::acdd {
namespace {

template <class Machine>
std::string as_markdown() {
  std::string text = "| `state` | for officers | whose turn | clock |\n|---|---|---|---|\n";
  for (const auto& facts : Machine::states) {
    text += "| `" + std::string{facts.id} + "` | " + std::string{facts.name} + " | " +
            std::string{facts.owner} + " | " + std::string{facts.clock} + " |\n";
  }
  return text;
}

TEST(AcddStatesPage, ShowsEveryStateOfADocument) {
  const std::string page = test::read_file(LINTAS_ROOT "/docs/domain/states.md");
  for (const std::string& table : {as_markdown<export_side::Machine>(), as_markdown<import_side::Machine>()})
    EXPECT_TRUE(page.contains(table)) << "put this into docs/domain/states.md:\n" << table;
}

}  // namespace
}  // namespace lintas::acdd
