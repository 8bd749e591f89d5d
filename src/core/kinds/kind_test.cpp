#include "core/kinds/kind.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/kind_samples.hpp"
#include "tests/support/samples.hpp"

namespace lintas::kinds {
namespace {

TEST(Kinds, are_found_by_code_and_by_root) {
  const Kinds& kinds = brought_along();
  for (const auto& kind : kinds.all()) {
    EXPECT_EQ(kinds.find(kind->code()), kind.get());
    EXPECT_EQ(kinds.of_root(kind->root()), kind.get());
    EXPECT_EQ(message::find_program(kind->root(), kinds.programs()), &kind->program());
  }
  EXPECT_EQ(kinds.find("timber"), nullptr);
  EXPECT_EQ(kinds.of_root("CO.ISSUE"), nullptr);
}

TEST(Kinds, R_KIND_006_code_and_root_are_of_one_kind_alone) {
  for (const auto& [part, other] : {std::pair{"kind,code,timber", "kind,code,logs"},
                                    std::pair{"kind,root,DOC.TIMBER", "kind,root,DOC.LOGS"}}) {
    std::vector<std::unique_ptr<const Kind>> both;
    both.push_back(test::kind_of(test::permit_kind));
    both.push_back(test::kind_of(test::with(std::string{test::permit_kind}, part, other)));
    const auto made = Kinds::of(std::move(both));
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().front().rule, "R-KIND-006");
  }
}

TEST(Kinds, R_KIND_006_a_code_is_no_name_of_what_else_goes_between_states) {
  for (const std::string taken : {"acdd", "e_form_d", "exporters", "operators", "phyto"}) {
    const std::vector<KindFile> files{
        {.name = "a.csv",
         .text = test::with(std::string{test::permit_kind}, "kind,code,timber", "kind,code," + taken)}};
    const auto kinds = with_files(files);
    ASSERT_FALSE(kinds.has_value()) << taken;
    EXPECT_EQ(kinds.error().front().rule, "R-KIND-006") << taken;
  }
}

TEST(Kinds, those_of_an_administrator_stand_beside_those_that_come_along) {
  const std::vector<KindFile> files{{.name = "timber.csv", .text = std::string{test::permit_kind}}};
  const auto kinds = with_files(files);
  ASSERT_TRUE(kinds.has_value()) << test::listed_kind_findings(kinds.error());
  EXPECT_NE(kinds->find("timber"), nullptr);
  EXPECT_EQ(kinds->all().size(), brought_along().all().size() + 1);
}

TEST(Kinds, faults_of_files_are_told_by_file_and_line) {
  const std::string again =
      test::with(std::string{test::permit_kind}, "kind,root,DOC.TIMBER", "kind,root,DOC.PHYTO");
  const std::vector<KindFile> files{
      {.name = "a.csv", .text = test::with(std::string{test::permit_kind}, "answer_days,2", "answer_days,x")},
      {.name = "b.csv", .text = again},
      {.name = "c.csv", .text = ""}};
  const auto kinds = with_files(files);
  ASSERT_FALSE(kinds.has_value());
  ASSERT_EQ(kinds.error().size(), 3U) << test::listed_kind_findings(kinds.error());
  EXPECT_EQ(kinds.error()[0].pointer, "a.csv, line 19, value");
  EXPECT_EQ(kinds.error()[1].rule, "R-KIND-006");
  EXPECT_EQ(kinds.error()[1].pointer, "b.csv");
  EXPECT_EQ(kinds.error()[2].pointer, "c.csv, line 1");
}

}  // namespace
}  // namespace lintas::kinds
