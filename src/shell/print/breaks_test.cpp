#include "shell/print/breaks.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/released.hpp"

namespace lintas::print {
namespace {

constexpr std::string_view mark = "\u200b";

std::size_t marks_in(std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) ++count;
  return count;
}

std::string without_marks(std::string text) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.erase(at, mark.size());
  return text;
}

TEST(Breaks, stand_between_words_of_scripts_without_blanks) {
  EXPECT_GE(marks_in(with_breaks("เครื่องรับโทรทัศน์สี")), 2U);
  EXPECT_GE(marks_in(with_breaks("ເຄື່ອງຮັບໂທລະພາບສີ")), 2U);
  EXPECT_GE(marks_in(with_breaks("ម៉ាស៊ីនទទួលទូរទស្សន៍ពណ៌")), 2U);
  EXPECT_GE(marks_in(with_breaks("ရုပ်မြင်သံကြားစက်များ")), 2U);
}

TEST(Breaks, are_not_made_where_blanks_or_rules_do_it) {
  for (const std::string_view text :
       {"", "spare parts", "Công ty TNHH Điện tử", "வண்ணத் தொலைக்காட்சி", "彩色电视机", "ภาษา"})
    EXPECT_EQ(with_breaks(text), text);
}

TEST(Breaks, a_reference_is_kept_whole_where_it_fits_a_line) {
  using Ranges = std::vector<Range>;
  EXPECT_EQ(unbroken("13/AP01; 14/AP02 in boxes", 20), (Ranges{{0, 9}, {9, 17}}));
  EXPECT_EQ(unbroken("13/AP01/SG-CBP-000124", 20), Ranges{});
  EXPECT_EQ(unbroken("7/30600/彩色 A-1", 20), (Ranges{{0, 8}, {15, 18}})) << "and ends at another script";
  EXPECT_EQ(unbroken("", 20), Ranges{});
}

TEST(Breaks, change_nothing_else) {
  for (const std::string_view text : test::scripts) EXPECT_EQ(without_marks(with_breaks(text)), text);
}

}  // namespace
}  // namespace lintas::print
