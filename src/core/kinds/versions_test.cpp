#include "core/kinds/versions.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/samples.hpp"

namespace lintas::kinds {
namespace {

/// The rows that are told, of the permit's table with one text in the place of another.
std::string told(std::string_view from, std::string_view to) {
  const auto before = test::kind_of(test::permit_kind);
  const auto now = test::kind_of(test::with(std::string{test::permit_kind}, from, to));
  std::string rows;
  for (const Finding& one : faults_in_version(*before, *now)) {
    EXPECT_EQ(one.rule, "R-KIND-043");
    rows += one.pointer + ": " + one.detail + "\n";
  }
  return rows;
}

TEST(Versions, a_table_may_be_widened) {
  EXPECT_EQ(told("field,Line,1-99", "field,Line,0-999"), "");
  EXPECT_EQ(told("field,Reason,", "field,Remark,0-1,text70,,,said beside it\nfield,Reason,"), "");
  EXPECT_EQ(told("field,Reason,",
                 "field,Seal,0-9,,,,a seal\nfield,Seal/Number,1,tight17,,unique,its number\nfield,Reason,"),
            "")
      << "in a group that is new a field may be required";
  EXPECT_EQ(told(",unique,", ",,"), "") << "a condition less";
  EXPECT_EQ(told("is teak|meranti", "is teak|meranti|balau"), "");
  EXPECT_EQ(told("kind,title,export permit for timber", "kind,title,permit"), "");
  EXPECT_EQ(told("limit,answer_days,2", "limit,answer_days,5"), "");
  EXPECT_EQ(told("may,receive,other_agency", "may,receive,supervisor"), "");
}

TEST(Versions, R_KIND_043_what_was_a_document_stays_one) {
  EXPECT_EQ(told("is teak|meranti", "is teak"), "field, Line/Species: the condition 'is teak' is new\n");
  EXPECT_EQ(told("kind,root,DOC.TIMBER", "kind,root,DOC.WOOD"), "kind, root: it was DOC.TIMBER\n");
  EXPECT_EQ(told("field,Line,1-99", "field,Line,1-50"), "field, Line: it occurred 1-99\n");
  EXPECT_EQ(told("field,Line/Species,1,text70", "field,Line/Species,1,text35"),
            "field, Line/Species: its format was text70\n");
  EXPECT_EQ(told("field,Reason,", "field,Remark,1,text70,,,said beside it\nfield,Reason,"),
            "field, Remark: it is new, and may not be left out\n");
  EXPECT_EQ(told("place,replaces,Replaces,,,,\n", ""), "place, replaces: it is gone\n");
  EXPECT_EQ(told("FirstDay,0-1,date,,,", "FirstDay,0-1,date,,required without LastDay,"),
            "field, FirstDay: the condition 'required without LastDay' is new\n");
}

}  // namespace
}  // namespace lintas::kinds
