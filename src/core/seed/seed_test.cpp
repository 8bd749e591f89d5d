#include "core/seed/seed.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "base/money.hpp"
#include "base/require.hpp"
#include "core/refdata/snapshot.hpp"

namespace lintas::seed {
namespace {

TEST(Seed, holds_every_file_of_the_tree_byte_for_byte) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/data/codelists"}) {
    if (entry.path().extension() != ".csv") continue;
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_EQ(file(entry.path().filename().string()), text) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 5);
}

TEST(Seed, knows_no_other_file) { EXPECT_THROW((void)file("nowhere.csv"), Bug); }

TEST(Seed, makes_all_tables) {
  const auto home = Currency::parse("MYR").value();
  const auto tables = seed::tables(home);
  EXPECT_EQ(tables.home, home);
  EXPECT_FALSE(tables.currencies.rows().empty());
  EXPECT_FALSE(tables.exchange_rates.rows().empty());
  EXPECT_FALSE(tables.countries.rows().empty());
  EXPECT_FALSE(tables.offices.rows().empty());
  EXPECT_FALSE(tables.tariff.rows().empty());
  EXPECT_FALSE(tables.codes.rows().empty());
}

TEST(Seed, HasAStateForEachLawOfTheTree) {
  std::size_t laws = 0;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/data/states"}) {
    if (entry.path().extension() != ".csv") continue;
    std::string code = entry.path().stem().string();
    std::ranges::transform(code, code.begin(), [](unsigned char c) { return std::toupper(c); });
    EXPECT_NE(std::ranges::find(states(), code), states().end()) << code;
    ++laws;
  }
  EXPECT_EQ(laws, states().size());
}

TEST(Seed, KnowsTheLawOfEachStateThatMayHaveANode) {
  for (const auto code : states()) {
    const auto reference = seed::reference(Country::parse(code).value());
    const auto view = reference.at(parse_day("2026-11-23").value());
    EXPECT_EQ(view.home().state.str(), code);
    EXPECT_NE(view.profile(Country::parse("MY").value()), nullptr);
  }
}

}  // namespace
}  // namespace lintas::seed
