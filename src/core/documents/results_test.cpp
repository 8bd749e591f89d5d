#include "core/documents/results.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "core/documents/quantities.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::documents {
namespace {

TEST(Results, HaveACodeEach) {
  for (const ResultFacts& facts : result_facts) {
    EXPECT_EQ(read_result(facts.code), facts.result);
    EXPECT_EQ(facts_of(facts.result), &facts);
    EXPECT_EQ(refuses(facts.result), facts.code.front() == 'N');
    EXPECT_FALSE(facts.ground.empty());
  }
  EXPECT_FALSE(read_result("C1"));
  EXPECT_EQ(facts_of(Result{}), nullptr);
}

/// Two items of 10 as "U1:10 -": result and quantity used, or nothing said.
Balances items(const std::string& text) {
  Balances all;
  for (const auto& word : test::split(text, ' ')) {
    Balance item{.item = static_cast<std::uint16_t>(all.size() + 1), .quantity = Decimal::of(10)};
    if (word != "-") {
      const auto parts = test::split(word, ':');
      item.result = read_result(parts[0]);
      item.used = Decimal::parse(parts.at(1)).value();
    }
    all.push_back(item);
  }
  return all;
}

TEST(Sum, R_ASW_075_OfItemsIsTheStateOfTheDocument) {
  const struct {
    const char* said;
    Sum sum;
  } table[] = {
      {"- -", Sum::untouched},   {"U1:10 -", Sum::part},        {"U2:4 U2:4", Sum::part},
      {"U1:10 U2:4", Sum::part}, {"U1:10 U3:10", Sum::whole},   {"U1:10 U2:10", Sum::whole},
      {"P1:0 -", Sum::pending},  {"P1:10 U1:10", Sum::pending}, {"P1:0 U1:10", Sum::part},
      {"N2:0 -", Sum::refused},  {"N2:0 U1:10", Sum::refused},  {"N2:0 P2:0", Sum::refused},
  };
  for (const auto& row : table) EXPECT_EQ(sum_of(items(row.said)), row.sum) << row.said;
  EXPECT_EQ(sum_of({}), Sum::untouched);
}

}  // namespace
}  // namespace lintas::documents
