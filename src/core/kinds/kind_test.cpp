#include "core/kinds/kind.hpp"

#include <gtest/gtest.h>
#include <memory>
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

}  // namespace
}  // namespace lintas::kinds
