#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "core/kinds/kind.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/samples.hpp"

namespace lintas::kinds {
namespace {

std::string changed(std::string_view part, std::string_view other) {
  return test::with(std::string{test::permit_kind}, part, other);
}

/// One finding: of this rule, at this place.
void expect_fault(const std::string& text, std::string_view rule, std::string_view pointer,
                  std::string_view detail = {}) {
  const auto kind = Kind::parse(text);
  ASSERT_FALSE(kind.has_value()) << rule << ' ' << pointer;
  const Findings& findings = kind.error();
  ASSERT_EQ(findings.size(), 1U) << test::listed_kind_findings(findings);
  EXPECT_EQ(findings[0].rule, rule);
  EXPECT_EQ(findings[0].pointer, pointer);
  EXPECT_TRUE(findings[0].detail.contains(detail)) << findings[0].detail;
}

TEST(KindReader, a_table_is_a_kind) {
  const auto kind = test::kind_of(test::permit_kind);
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->code(), "timber");
  EXPECT_EQ(kind->title(), "export permit for timber");
  EXPECT_EQ(kind->root(), "DOC.TIMBER");
  EXPECT_EQ(kind->life(), Life::issued_consumed);
  EXPECT_TRUE(kind->may(Part::issue, access::Role::other_agency));
  EXPECT_FALSE(kind->may(Part::issue, access::Role::officer_of_destination));
  EXPECT_TRUE(kind->may(Part::use, access::Role::national_system));
  EXPECT_EQ(kind->answer_within().count(), 2);
  EXPECT_EQ(kind->valid_for()->count(), 6);
  EXPECT_EQ(kind->kept_for().count(), 12);
  EXPECT_EQ(kind->text(), test::permit_kind);
  EXPECT_EQ(kind->place(Meaning::exporter), nullptr);
  EXPECT_EQ(kind->offices(), "") << "its authority acts at every office";
  EXPECT_EQ(brought_along().find("phyto")->offices(), "CL916");
}

TEST(KindReader, R_KIND_001_what_is_no_table_is_told_by_its_line) {
  expect_fault("", "R-KIND-001", "line 1", "heading");
  expect_fault("row,name\n", "R-KIND-001", "line 1", "row,name,value,format,list,condition,meaning");
  expect_fault(changed("kind,title,export permit for timber,,,,", "kind,title,export permit"), "R-KIND-001",
               "line 3", "cells");
}

TEST(KindReader, R_KIND_002_a_cell_is_told_by_line_and_column) {
  expect_fault(changed("kind,code,timber", "sort,code,timber"), "R-KIND-002", "line 2, row", "kind, place");
  expect_fault(changed("kind,code,timber", "kind,code,Timber"), "R-KIND-002", "line 2, value");
  expect_fault(changed("kind,root,DOC.TIMBER", "kind,root,CO.ISSUE"), "R-KIND-002", "line 4, value", "DOC.");
  expect_fault(changed("issued-consumed", "issued-eaten"), "R-KIND-002", "line 6, value",
               "issued-used, issued-consumed, issued-replaced");
  expect_fault(changed("may,receive,other_agency", "may,receive,vet"), "R-KIND-002", "line 17, value",
               "no role 'vet'");
  expect_fault(changed("answer_days,2", "answer_days,0"), "R-KIND-002", "line 19, value", "from 1 to 366");
  expect_fault(changed("field,Line,1-99", "field,Line,2-99"), "R-KIND-002", "line 30, value");
  expect_fault(changed("field,Line/Unit,1,", "field,Line/Unit,1-2,"), "R-KIND-002", "line 34, value",
               "group");
  expect_fault(changed(",unique,", ",one of a kind,"), "R-KIND-002", "line 31, condition");
  expect_fault(changed("FirstDay,0-1,date,,", "FirstDay,0-1,date,CL009,"), "R-KIND-002", "line 28, list");
}

TEST(KindReader, R_KIND_003_what_a_kind_needs_is_there_once) {
  expect_fault(changed("kind,title,export permit for timber,,,,\n", ""), "R-KIND-003", "", "title");
  expect_fault(changed("limit,kept_months,12,,,,\n", ""), "R-KIND-003", "", "kept_months");
  expect_fault(changed("may,use,officer_of_destination national_system,,,,\n", ""), "R-KIND-003", "", "use");
  expect_fault(changed("place,number,Number,,,,\n", ""), "R-KIND-003", "", "number");
  expect_fault(changed("place,line_unit,Line/Unit,,,,\n", ""), "R-KIND-003", "", "line_unit");
  expect_fault(changed("field,Reason,", "field,To,"), "R-KIND-003", "line 27, name", "twice");
}

TEST(KindReader, R_KIND_004_a_path_leads_somewhere) {
  expect_fault(changed("field,Line/Species", "field,Log/Species"), "R-KIND-004", "line 32, name", "before");
  expect_fault(changed("field,FirstDay", "field,first day"), "R-KIND-004", "line 28, name");
  expect_fault(changed("place,number,Number", "place,number,Nummer"), "R-KIND-004", "line 7, value",
               "no such leaf");
  expect_fault(changed("place,number,Number", "place,number,Line/Species"), "R-KIND-004", "line 7, value",
               "repeats");
  expect_fault(changed("place,valid_until,LastDay", "place,valid_until,To"), "R-KIND-004", "line 12, value",
               "country");
  expect_fault(changed("place,replaces,Replaces,,,,", "place,replaces,Replaces,,,Sort=X,"), "R-KIND-004",
               "line 11, value", "no Sort");
}

TEST(KindReader, R_KIND_005_formats_lists_and_fields_are_those_there_are) {
  expect_fault(changed("field,Line/Species,1,text70", "field,Line/Species,1,textt70"), "R-KIND-005",
               "line 32, format", "perhaps text70");
  expect_fault(changed("country,CL009,,issuing", "country,CL999,,issuing"), "R-KIND-005", "line 24, list");
  expect_fault(changed("kind,life,", "kind,offices,CL999,,,,\nkind,life,"), "R-KIND-005", "line 6, value",
               "code list");
  expect_fault(changed("required with Replaces", "required with Replace"), "R-KIND-005", "line 27, condition",
               "Replace");
  expect_fault(changed("not before FirstDay", "not before Reason"), "R-KIND-005", "line 29, condition",
               "sort");
}

TEST(KindReader, all_faults_are_told_at_once) {
  const auto kind =
      Kind::parse(test::with(changed("kind,code,timber", "kind,code,T"), "answer_days,2", "answer_days,x"));
  ASSERT_FALSE(kind.has_value());
  EXPECT_EQ(kind.error().size(), 2U) << test::listed_kind_findings(kind.error());
}

TEST(KindReader, a_group_takes_as_many_texts_as_it_has_room_for) {
  std::string text{test::permit_kind};
  for (int i = 0; i < 20; ++i) text += "field,Line/More" + std::to_string(i) + ",0-1,text70,,,\n";
  const auto kind = Kind::parse(text);
  ASSERT_FALSE(kind.has_value());
  EXPECT_EQ(kind.error().front().rule, "R-KIND-004");
}

TEST(KindReader, every_file_of_the_tree_is_a_kind) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/data/kinds"}) {
    if (entry.path().extension() != ".csv") continue;
    ++files;
    EXPECT_NE(test::kind_of(test::read_file(entry.path().string())), nullptr) << entry.path();
  }
  EXPECT_EQ(brought_along().all().size(), files);
}

}  // namespace
}  // namespace lintas::kinds
