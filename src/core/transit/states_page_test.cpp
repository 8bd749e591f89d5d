#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/transit/departure/table.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/passage/table.hpp"
#include "tests/support/golden.hpp"

/// docs/domain/states.md shows the names of the states as the tables have them.
namespace lintas::transit {
namespace {

std::string code_or_none(std::string_view word) {
  return word.empty() ? std::string{} : '`' + std::string{word} + '`';
}

template <class Machine>
std::string as_markdown() {
  std::string text = "| `state` | for officers | `status` | whose turn | clock |\n|---|---|---|---|---|\n";
  for (const auto& facts : Machine::states) {
    text += "| " + code_or_none(facts.id) + " | " + std::string{facts.name} + " | " +
            code_or_none(facts.status) + " | " + std::string{facts.owner} + " | " + std::string{facts.clock} +
            " |\n";
  }
  return text;
}

TEST(StatesPage, ShowsEveryMovementState) {
  const std::string page = test::read_file(LINTAS_ROOT "/docs/domain/states.md");
  for (const std::string& table : {as_markdown<departure::Machine>(), as_markdown<passage::Machine>(),
                                   as_markdown<destination::Machine>()})
    EXPECT_TRUE(page.contains(table)) << "put this into docs/domain/states.md:\n" << table;
}

TEST(StatesPage, EveryStateOfDepartureHasAStatusAndNoOtherMachineHasOne) {
  for (const auto& facts : departure::Machine::states) EXPECT_FALSE(facts.status.empty()) << facts.id;
  for (const auto& facts : passage::Machine::states) EXPECT_TRUE(facts.status.empty()) << facts.id;
  for (const auto& facts : destination::Machine::states) EXPECT_TRUE(facts.status.empty()) << facts.id;
}

}  // namespace
}  // namespace lintas::transit
