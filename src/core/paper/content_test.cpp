#include "core/paper/content.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace lintas::paper {
namespace {

using Texts = std::vector<std::string>;

TEST(Content, instances_are_parted_and_the_text_ends_with_a_full_stop) {
  struct Case {
    Texts instances;
    std::string_view text;
  };
  const std::vector<Case> cases{
      {{}, ""},
      {{"1/CH123456"}, "1/CH123456."},
      {{"1/CH123456", "2/IT987654"}, "1/CH123456; 2/IT987654."},
      {{"Siam Goods Co., Ltd."}, "Siam Goods Co., Ltd."},
  };
  for (const Case& one : cases) EXPECT_EQ(text_of(Series{.instances = one.instances}), one.text);
}

TEST(Content, a_single_code_or_number_has_no_full_stop) {
  EXPECT_EQ(text_of(single("1100.5")), "1100.5");
  EXPECT_EQ(text_of(single("")), "");
  EXPECT_TRUE(single("").instances.empty());
}

TEST(Content, where_not_all_fit_the_first_and_the_last_stand) {
  const Series series{.instances = {"1/A", "2/B", "3/C", "4/D", "5/E"}};
  struct Case {
    std::size_t shown;
    std::string_view text;
  };
  const std::vector<Case> cases{
      {0, "1/A; (…); 5/E."},           {1, "1/A; (…); 5/E."},           {2, "1/A; 2/B; (…); 5/E."},
      {3, "1/A; 2/B; 3/C; (…); 5/E."}, {4, "1/A; 2/B; 3/C; 4/D; 5/E."},  // nothing is left out
      {5, "1/A; 2/B; 3/C; 4/D; 5/E."},
  };
  for (const Case& one : cases) EXPECT_EQ(text_of(series, one.shown), one.text) << one.shown;
}

TEST(Content, a_text_is_cut_where_a_line_may_end) {
  EXPECT_EQ(cut("spare parts of pumps", 20), "spare parts of pumps");
  EXPECT_EQ(cut("spare parts of pumps", 17), "spare parts of (…)");
  EXPECT_EQ(cut("spare parts of pumps", 3), "spa (…)");
  EXPECT_EQ(cut("first\nsecond line", 8), "first (…)");
  EXPECT_EQ(cut("电视机零件", 7), "电视 (…)");  // three bytes each
  EXPECT_EQ(cut("ជួរ\u200bទី\u200bមួយ", 16), "ជួរ (…)");
  EXPECT_EQ(cut("abc", 0), "(…)");
}

TEST(Content, of_a_text_in_lines_the_last_one_stands) {
  EXPECT_EQ(cut("a long name\n1 Road\n1000 Bangkok, TH", 24), "a long (…)\n1000 Bangkok, TH");
  EXPECT_EQ(cut("a long name\n1000 Bangkok, TH", 18), "a (…)\n1000 Bangkok, TH");
  EXPECT_EQ(cut("a long name\n1000 Bangkok, TH", 17), "a long name\n1000 (…)") << "no room for it";
}

TEST(Content, parts_of_an_instance_stand_between_slashes) {
  EXPECT_EQ(joined(Texts{"BICU1234565", "1", "1-3"}), "BICU1234565/1/1-3");
  EXPECT_EQ(joined(Texts{"", "2", "1-3"}), "-/2/1-3");
  EXPECT_EQ(joined(Texts{"BICU1234565", "0", ""}), "BICU1234565/0");
  EXPECT_EQ(joined(Texts{}), "");
}

TEST(Content, the_sequence_number_is_printed_only_where_there_are_several) {
  EXPECT_EQ(numbered(1, 1, "MYJHB001"), "MYJHB001");
  EXPECT_EQ(numbered(2, 3, "MYJHB001"), "2/MYJHB001");
}

TEST(Content, serial_runs_are_written_as_first_and_last) {
  struct Case {
    Texts identifiers;
    std::string_view text;
  };
  const std::vector<Case> cases{
      {{}, ""},
      {{"AB123456"}, "AB123456"},
      {{"AB123456", "AB123457"}, "AB123456, AB123457"},
      {{"AB123456", "AB123457", "AB123458"}, "AB123456-AB123458"},
      {{"AB1", "AB2", "AB3", "AB9", "AB10"}, "AB1-AB3, AB9, AB10"},
      {{"8", "9", "10", "11"}, "8-11"},
      {{"AB098", "AB099", "AB100"}, "AB098-AB100"},
      {{"AB3", "AB2", "AB1"}, "AB3, AB2, AB1"},
      {{"X", "X", "X"}, "X, X, X"},
      {{"A-1", "A-2", "A-3"}, "A-1 - A-3"},
      {{"A1", "B2", "B3", "B4"}, "A1, B2-B4"},
  };
  for (const Case& one : cases) EXPECT_EQ(in_runs(one.identifiers), one.text);
}

}  // namespace
}  // namespace lintas::paper
