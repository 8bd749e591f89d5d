#include "core/refdata/csv.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/rng.hpp"

namespace lintas::refdata {
namespace {

CsvError fault(std::string_view text) { return Csv::parse(text).error(); }

TEST(Csv, reads_plain_and_quoted_cells) {
  const Csv csv = Csv::parse("a,b\r\n1,\"x, \"\"y\"\"\nz\"\n\n,last").value();
  EXPECT_EQ(csv.columns(), (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(csv.rows().size(), 2U);
  EXPECT_EQ(csv.rows()[0], (CsvRow{.line = 2, .cells = {"1", "x, \"y\"\nz"}}));
  EXPECT_EQ(csv.rows()[1], (CsvRow{.line = 5, .cells = {"", "last"}}));
}

TEST(Csv, says_where_it_is_malformed) {
  EXPECT_EQ(fault("").line, 1U);
  EXPECT_EQ(fault("a,b\n1").line, 2U);
  EXPECT_EQ(fault("a,b\n1,2\n1,2,3").line, 3U);
  EXPECT_EQ(fault("a,b\n\"1,2\n3,4").line, 2U);
  EXPECT_EQ(fault("a,b\n1,\"2\"x").line, 2U);
  EXPECT_EQ(fault("a,b\n1,2\"x").line, 2U);
  EXPECT_EQ(fault("a,b\n1\rx,2").line, 2U);
}

TEST(Csv, what_is_written_is_read_back) {
  test::Rng rng = test::announced_rng();
  for (int round = 0; round < 1000; ++round) {
    const std::size_t width = 1 + rng.below(4);
    std::string text;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < 1 + rng.below(5); ++i) {
      std::vector<std::string> cells;
      for (std::size_t c = 0; c < width; ++c) cells.push_back(rng.text("ab,\"\r\n ", rng.below(6)));
      text += to_csv_line(cells) + (rng.one_in(2) ? "\r\n" : "\n");
      rows.push_back(cells);
    }
    const auto csv = Csv::parse(text);
    ASSERT_TRUE(csv) << text << csv.error().what;
    EXPECT_EQ(csv->columns(), rows[0]);
    ASSERT_EQ(csv->rows().size(), rows.size() - 1);
    for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_EQ(csv->rows()[i - 1].cells, rows[i]);
  }
}

}  // namespace
}  // namespace lintas::refdata
