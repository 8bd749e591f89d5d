#pragma once

#include <gtest/gtest.h>
#include <string>

#include "tests/support/golden.hpp"

namespace lintas::test {

/// The names of the states of documents, as docs/domain/states.md shows them of each machine.
template <class Machine>
std::string states_as_markdown() {
  std::string text = "| `state` | for officers | whose turn | clock |\n|---|---|---|---|\n";
  for (const auto& facts : Machine::states) {
    text += "| `" + std::string{facts.id} + "` | " + std::string{facts.name} + " | " +
            std::string{facts.owner} + " | " + std::string{facts.clock} + " |\n";
  }
  return text;
}

/// `root` is LINTAS_ROOT.
template <class... Machines>
void expect_states_on_their_page(const std::string& root) {
  const std::string page = read_file(root + "/docs/domain/states.md");
  for (const std::string& table : {states_as_markdown<Machines>()...})
    EXPECT_TRUE(page.contains(table)) << "put this into docs/domain/states.md:\n" << table;
}

}  // namespace lintas::test
