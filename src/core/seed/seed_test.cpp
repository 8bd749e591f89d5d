#include "core/seed/seed.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/whole.hpp"

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

TEST(Seed, a_file_with_faults_says_which_it_is_and_what_is_wrong_first) {
  const Finding first{
      .rule = "R-REF-003", .pointer = "line 12, from", .value = "2026-01-01", .detail = "out of order"};
  const auto told = [&](const Findings& findings) {
    try {
      return format("{}",
                    whole("document-pairs.csv", std::expected<int, Findings>{std::unexpected(findings)}));
    } catch (const Bug& bug) {
      return std::string{bug.what()};
    }
  };
  EXPECT_EQ(told({first}), "document-pairs.csv: line 12, from: R-REF-003 2026-01-01 out of order");
  EXPECT_EQ(told({first, first, first}),
            "document-pairs.csv: line 12, from: R-REF-003 2026-01-01 out of order, and 2 more");
  EXPECT_EQ(told({{.rule = "R-REF-001", .pointer = {}, .value = {}, .detail = {}}}),
            "document-pairs.csv: R-REF-001");
  EXPECT_EQ(whole("document-pairs.csv", std::expected<int, Findings>{7}), 7);
}

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
