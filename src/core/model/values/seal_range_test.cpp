#include "core/model/values/seal_range.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/model/values/bounded_text.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

constexpr std::size_t many = 99;

std::string ranges(const std::vector<std::string>& seals) {
  std::string text;
  for (const std::string& one : in_ranges(seals)) text.append(text.empty() ? "" : ", ").append(one);
  return text;
}
std::string seals(std::string_view text, std::size_t most = many) {
  const auto all = seals_in(text, most);
  if (!all) return std::string{describe(all.error())};
  std::string list;
  for (const Seal& one : *all) list.append(list.empty() ? "" : " ").append(one.str());
  return list;
}

TEST(SealRange, names_the_first_and_the_last_of_those_in_sequence) {
  EXPECT_EQ(ranges({"AB098", "AB099", "AB100"}), "AB098–AB100 (3)");
  EXPECT_EQ(ranges({"X", "AB1", "AB2", "AB3", "AB7"}), "X, AB1–AB3 (3), AB7");
  EXPECT_EQ(ranges({"AB1", "AB2"}), "AB1, AB2") << "two are as quickly read";
  EXPECT_EQ(ranges({"AB8", "AB9", "AB10"}), "AB8, AB9, AB10") << "another number of digits";
  EXPECT_EQ(ranges({"AB3", "AB2", "AB1"}), "AB3, AB2, AB1") << "as they were put on";
  EXPECT_EQ(ranges({}), "");
}

TEST(SealRange, is_written_out_again) {
  EXPECT_EQ(seals("AB098..AB101"), "AB098 AB099 AB100 AB101");
  EXPECT_EQ(seals("AB098–AB100 (3)"), "AB098 AB099 AB100");
  EXPECT_EQ(seals("7..7"), "7");
}

/// The accompanying document writes runs so.
TEST(SealRange, is_read_as_it_stands_on_paper) {
  EXPECT_EQ(seals("SGC0048000-SGC0048002"), "SGC0048000 SGC0048001 SGC0048002");
  EXPECT_EQ(seals("AB098-AB100 (3)"), "AB098 AB099 AB100");
  EXPECT_EQ(seals("AB-098 - AB-100"), "AB-098 AB-099 AB-100") << "marks with a hyphen have blanks between";
  EXPECT_EQ(seals("098 - 100"), "098 099 100");
  EXPECT_EQ(seals("SGC98-SGC101"), describe(SealRangeError::not_in_sequence)) << "other numbers of digits";
  EXPECT_EQ(seals("SGC0048002-SGC0048000"), describe(SealRangeError::not_in_sequence));
}

TEST(SealRange, what_reads_in_another_order_than_it_is_written_is_none) {
  for (const char* one :
       {"SGC0048\u202e112", "SGC0048112\u202c", "SGC\u200b0048", "\u202eAB098..\u202eAB101", "SGC\u05d0211"})
    EXPECT_EQ(seals(one), describe(SealRangeError::not_a_seal)) << one;
}

TEST(SealRange, any_other_text_is_a_seal) {
  for (const char* one :
       {"AB-100", "A..B", "SG-004711", "AB (3)", "…", "AB12-CD34", "12-34", "A1 - B2", "-", "AB100-"})
    EXPECT_EQ(seals(one), one);
}

TEST(SealRange, says_what_a_range_is) {
  const std::string right{describe(SealRangeError::not_in_sequence)};
  EXPECT_EQ(seals("AB100..AC119"), right);
  EXPECT_EQ(seals("AB100..AB99"), right);
  EXPECT_EQ(seals("AB119..AB100"), right);
  EXPECT_EQ(seals("AB100..119"), right);
  EXPECT_EQ(seals("AB098–AB100 (4)"), describe(SealRangeError::other_count));
  EXPECT_EQ(seals("AB100..AB119", 19), describe(SealRangeError::too_many));
  EXPECT_EQ(seals("AB100", 0), describe(SealRangeError::too_many));
  EXPECT_EQ(seals(""), describe(SealRangeError::not_a_seal));
  EXPECT_EQ(seals(std::string(21, 'A')), describe(SealRangeError::not_a_seal));
}

TEST(SealRange, of_any_list_gives_the_list_back) {
  auto rng = test::announced_rng();
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> list;
    while (list.size() < many && !rng.one_in(5)) {
      const std::string mark = rng.text("ABZ-", rng.below(4) + 1);
      const std::size_t from = rng.below(990);
      const std::size_t count = rng.below(12) + 1;
      for (std::size_t i = 0; i < count; ++i) list.push_back(format("{}{:03}", mark, from + i));
    }
    std::vector<std::string> again;
    for (const std::string& range : in_ranges(list)) {
      const auto written_out = seals_in(range, list.size());
      ASSERT_TRUE(written_out.has_value()) << range;
      for (const Seal& one : *written_out) again.emplace_back(one.str());
    }
    EXPECT_EQ(again, list);
  }
}

}  // namespace
}  // namespace lintas
