#include "core/refdata/cells.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/csv.hpp"

namespace lintas::refdata {
namespace {

constexpr std::array<std::string_view, 4> columns{"a", "b", "c", "d"};
constexpr std::array<std::string_view, 3> words{"one", "two", "three"};

Csv table(const std::string& row) { return read_table("a,b,c,d\n" + row, columns).value(); }

TEST(Cells, R_REF_001_are_those_of_the_columns_in_their_order) {
  EXPECT_TRUE(read_table("a,b,c,d\n", columns));
  EXPECT_EQ(read_table("a,c,b,d\n", columns).error()[0].value, "a,c,b,d");
  EXPECT_EQ(read_table("a,b,c,d\n1\n", columns).error()[0].pointer, "line 2");
}

TEST(Cells, are_taken_one_after_the_other) {
  Findings findings;
  const Csv csv = table("two,one three,yes,SG MY\n");
  Cells cells{csv, csv.rows()[0], findings};
  EXPECT_EQ(cells.one_of(words), 1U);
  EXPECT_EQ(cells.some_of(words), (std::vector<std::size_t>{0, 2}));
  EXPECT_TRUE(cells.yes_or_no());
  const auto states = cells.values<Country>();
  ASSERT_EQ(states.size(), 2U);
  EXPECT_EQ(states[1].str(), "MY");
  EXPECT_TRUE(findings.empty());
}

TEST(Cells, of_lists_may_be_empty) {
  Findings findings;
  const Csv csv = table(",,no,x\n");
  Cells cells{csv, csv.rows()[0], findings};
  EXPECT_TRUE(cells.some_of(words).empty());
  EXPECT_TRUE(cells.values<Country>().empty());
  EXPECT_FALSE(cells.yes_or_no());
  EXPECT_TRUE(findings.empty());
}

TEST(Cells, R_REF_002_note_each_fault_with_line_and_column) {
  Findings findings;
  const Csv csv = table("\nfour,one  two,maybe,SG M\n");
  Cells cells{csv, csv.rows()[0], findings};
  (void)cells.one_of(words);
  (void)cells.some_of(words);
  (void)cells.yes_or_no();
  (void)cells.values<Country>();
  std::string places;
  for (const Finding& finding : findings) places += finding.rule + ' ' + finding.pointer + ';';
  EXPECT_EQ(places, "R-REF-002 line 3, a;R-REF-002 line 3, b;R-REF-002 line 3, c;R-REF-002 line 3, d;");
  EXPECT_EQ(findings[3].value, "SG M");
}

TEST(Hours, lie_within_a_day) {
  const Hours all_day{.opens = {}, .closes = std::chrono::hours{24}};
  const Hours evening{.opens = std::chrono::minutes{1110}, .closes = std::chrono::minutes{1439}};
  EXPECT_EQ(parse_hours("00:00-24:00"), all_day);
  EXPECT_EQ(parse_hours("18:30-23:59"), evening);
  for (const char* bad : {"", "08:00", "08:00-08:00", "8:00-17:00", "08:00 17:00", "08.00-17:00",
                          "08:00-24:01", "08:60-17:00", "0a:00-17:00", "08:00-17:000"})
    EXPECT_FALSE(parse_hours(bad)) << bad;
}

TEST(Words, are_split_at_single_blanks) {
  EXPECT_EQ(words_of("a b"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(words_of("a  b"), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(words_of(""), (std::vector<std::string_view>{""}));
}

}  // namespace
}  // namespace lintas::refdata
