#include "core/refdata/dated.hpp"

#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "tests/support/rng.hpp"

namespace lintas::refdata {
namespace {

using Table = DatedTable<std::string, int>;

Day day(int n) { return Day{std::chrono::days{n}}; }

TEST(DatedTable, knows_what_holds_on_a_day) {
  const Table table =
      Table::of({{"VN", day(10), std::nullopt, 2, ""}, {"VN", day(0), day(10), 1, ""}}).value();
  EXPECT_EQ(table.find("VN", day(-1)), nullptr);
  EXPECT_EQ(table.find("VN", day(0))->value, 1);
  EXPECT_EQ(table.find("VN", day(9))->value, 1);
  EXPECT_EQ(table.find("VN", day(10))->value, 2);
  EXPECT_EQ(table.find("VN", day(100'000))->value, 2);
  EXPECT_EQ(table.find("TH", day(5)), nullptr);
}

TEST(DatedTable, refuses_two_truths_for_one_day) {
  EXPECT_FALSE(Table::of({{"VN", day(0), std::nullopt, 1, ""}, {"VN", day(10), std::nullopt, 2, ""}}));
  EXPECT_FALSE(Table::of({{"VN", day(0), day(11), 1, ""}, {"VN", day(10), std::nullopt, 2, ""}}));
  EXPECT_FALSE(Table::of({{"VN", day(0), day(0), 1, ""}}));
  EXPECT_TRUE(Table::of({{"VN", day(0), std::nullopt, 1, ""}, {"TH", day(0), std::nullopt, 2, ""}}));
}

TEST(DatedTable, agrees_with_a_calendar_written_out) {
  test::Rng rng = test::announced_rng();
  for (int round = 0; round < 300; ++round) {
    std::vector<Table::Row> rows;
    std::map<std::pair<std::string, int>, int> calendar;
    bool twice = false;
    for (int i = 0; i < 6; ++i) {
      const std::string key(1, rng.pick(std::string_view{"ab"}));
      const int from = static_cast<int>(rng.below(20));
      const int until = from + 1 + static_cast<int>(rng.below(6));
      rows.push_back({key, day(from), day(until), i, ""});
      for (int d = from; d < until; ++d) twice |= !calendar.emplace(std::pair{key, d}, i).second;
    }
    const auto table = Table::of(rows);
    ASSERT_EQ(table.has_value(), !twice);
    if (twice) continue;
    for (const char* key : {"a", "b"}) {
      for (int d = -1; d < 30; ++d) {
        const auto* found = table->find(key, day(d));
        const auto expected = calendar.find({key, d});
        ASSERT_EQ(found != nullptr, expected != calendar.end());
        if (found == nullptr) continue;
        EXPECT_EQ(found->value, expected->second);
      }
    }
  }
}

}  // namespace
}  // namespace lintas::refdata
