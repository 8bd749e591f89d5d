#include "core/model/scalars.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/time.hpp"

namespace lintas::message {
namespace {

template <class Value>
std::string written(Value value) {
  std::string out;
  append(out, value);
  return out;
}

TEST(Scalars, start_without_a_value) {
  EXPECT_FALSE(Int{}.has());
  EXPECT_FALSE(Number{}.has());
  EXPECT_FALSE(Date{}.has());
  EXPECT_FALSE(DateTime{}.has());
  EXPECT_FALSE(One<int>{});
}

TEST(Scalars, whole_numbers_have_one_form) {
  for (const std::string_view text : {"0", "7", "10", "1999", "999999999999999999"}) {
    EXPECT_EQ(written(parse_int(text)), text);
  }
  for (const std::string_view text : {"", " 1", "+1", "-1", "01", "1.0", "1e3", "1000000000000000000"}) {
    EXPECT_FALSE(parse_int(text).has()) << text;
  }
}

TEST(Scalars, numbers_drop_what_does_not_count) {
  const struct {
    std::string_view text, canonical;
  } rows[] = {{"0", "0"},
              {"0.0", "0"},
              {"12", "12"},
              {"12.500", "12.5"},
              {"0.05", "0.05"},
              {"1.10", "1.1"},
              {"0.000001", "0.000001"},
              {"100", "100"},
              {"1000.00", "1000"},
              {"10.01", "10.01"}};
  for (const auto& row : rows) EXPECT_EQ(written(parse_number(row.text)), row.canonical) << row.text;
  for (const std::string_view text :
       {"", ".5", "5.", "00", "01.5", "-1", "+1", "1,5", "1.5.1", "1e2", " 1"}) {
    EXPECT_FALSE(parse_number(text).has()) << text;
  }
  EXPECT_EQ(parse_number("12.50").decimal(), *Decimal::parse("12.5"));
}

TEST(Scalars, days_exist) {
  for (const std::string_view text : {"2024-02-29", "0001-01-01", "9999-12-31", "2000-02-29"}) {
    EXPECT_EQ(written(parse_date(text)), text);
  }
  for (const std::string_view text :
       {"2023-02-29", "1900-02-29", "0000-01-01", "2024-13-01", "2024-00-01", "2024-04-31", "2024-4-30",
        "2024-04-30Z", "24-04-30", "2024/04/30", "-024-04-30"}) {
    EXPECT_FALSE(parse_date(text).has()) << text;
  }
  EXPECT_EQ(parse_day("2026-11-23"), parse_date("2026-11-23").calendar_day());
}

TEST(Scalars, a_day_may_end_with_24_00_00_but_has_no_leap_second) {
  for (const std::string_view text : {"2024-01-01T00:00:00", "2024-01-01T23:59:59", "2024-01-01T24:00:00"}) {
    EXPECT_EQ(written(parse_date_time(text)), text);
  }
  for (const std::string_view text :
       {"2024-01-01T24:00:01", "2024-01-01T24:01:00", "2024-01-01T23:59:60", "2024-01-01T23:60:00",
        "2024-01-01 23:59:59", "2024-01-01T12:00:00Z", "2024-01-01T1:00:00", "2023-02-29T00:00:00"}) {
    EXPECT_FALSE(parse_date_time(text).has()) << text;
  }
}

TEST(Scalars, one_copies_what_it_owns) {
  One<std::string> first;
  first.emplace() = "seal";
  One<std::string> second = first;
  *second += "ed";
  EXPECT_EQ(*first, "seal");
  EXPECT_EQ(*second, "sealed");
  first = second;
  EXPECT_EQ(first->size(), 6U);
}

}  // namespace
}  // namespace lintas::message
