#include "core/refdata/code_lists.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/refdata/readers.hpp"

namespace lintas::refdata {
namespace {

Day day(std::string_view text) { return parse_day(text).value(); }

CodeLists lists() {
  return read_codes(
             "list,code,text,from,until,source\n"
             "CL251,2,one journey,2020-01-01,,s\n"
             "CL251,0,waiver,2020-01-01,2026-01-01,s\n"
             "CL251,0,waiver again,2027-01-01,,s\n"
             "CL750,30,vehicle,2020-01-01,,s\n"
             "CL750,3,rail,2020-01-01,2021-01-01,s\n")
      .value();
}

TEST(CodeLists, find_a_code_on_a_day) {
  const auto all = lists();
  const auto types = all.list("CL251");
  ASSERT_NE(types.find("2", day("2026-05-01")), nullptr);
  EXPECT_EQ(types.find("2", day("2026-05-01"))->text, "one journey");
  EXPECT_EQ(types.find("0", day("2026-05-01")), nullptr);
  EXPECT_EQ(types.find("0", day("2025-12-31"))->text, "waiver");
  EXPECT_EQ(types.find("0", day("2027-01-01"))->text, "waiver again");
  EXPECT_EQ(types.find("30", day("2026-05-01")), nullptr);
  EXPECT_EQ(types.find("123456789", day("2026-05-01")), nullptr);
  EXPECT_EQ(types.find("", day("2026-05-01")), nullptr);
  EXPECT_EQ(all.list("CL750").find("3", day("2026-05-01")), nullptr);
}

TEST(CodeLists, know_which_lists_they_have) {
  const auto all = lists();
  EXPECT_TRUE(all.list("CL252").empty());
  EXPECT_TRUE(all.list("CL25").empty());
  EXPECT_TRUE(all.list("XX251").empty());
  EXPECT_TRUE(CodeLists{}.list("CL251").empty());
  EXPECT_EQ(all.list("CL251").entries().size(), 3U);
}

TEST(CodeLists, know_the_codes_of_a_day) {
  const auto all = lists();
  const auto types = all.list("CL251").on(day("2025-12-31"));
  ASSERT_EQ(types.size(), 2U);
  EXPECT_EQ(types[0]->code, "0");
  EXPECT_EQ(types[1]->code, "2");
  EXPECT_TRUE(all.list("CL252").on(day("2025-12-31")).empty());
}

TEST(CodeLists, offer_what_may_have_been_meant) {
  const auto all = lists();
  EXPECT_EQ(all.list("CL750").near("3O", day("2026-05-01"))->code, "30");
  EXPECT_EQ(all.list("CL750").near("99", day("2026-05-01")), nullptr);
  EXPECT_EQ(all.list("CL251").near("1", day("2026-05-01")), nullptr) << "one character tells nothing";
  EXPECT_EQ(all.list("CL252").near("99", day("2026-05-01")), nullptr);
}

TEST(CodeLists, know_codes_of_other_days) {
  const auto all = lists();
  EXPECT_NE(all.list("CL750").on_any_day("3"), nullptr);
  EXPECT_EQ(all.list("CL750").on_any_day("4"), nullptr);
}

TEST(CodeLists, a_copy_stands_on_its_own) {
  CodeLists copy;
  {
    const auto all = lists();
    copy = all;
  }
  EXPECT_EQ(copy.list("CL251").find("2", day("2026-05-01"))->text, "one journey");
}

TEST(CodeLists, R_REF_003_two_rows_for_one_day_are_told) {
  for (const std::string_view rows :
       {"CL251,2,a,2020-01-01,,s\nCL251,2,b,2021-01-01,,s\n", "CL251,2,a,2020-01-01,2020-01-01,s\n",
        "CL2,2,a,2020-01-01,,s\n", "CL251,123456789,a,2020-01-01,,s\n"}) {
    const auto read = read_codes("list,code,text,from,until,source\n" + std::string{rows});
    ASSERT_FALSE(read) << rows;
    EXPECT_EQ(read.error()[0].rule, "R-REF-003");
  }
}

}  // namespace
}  // namespace lintas::refdata
