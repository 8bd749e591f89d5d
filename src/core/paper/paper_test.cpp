#include "core/paper/paper.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/released.hpp"

namespace lintas::paper {
namespace {

TEST(PaperOf, a_list_of_items_always_goes_with_the_document) {
  const auto document = test::released(1);
  const Paper paper = paper_of(document.message, transit::reference(), "9F86D081");
  EXPECT_EQ(paper.mrn, "26SG0000010000A1J0");
  EXPECT_EQ(paper.check, "ACTS-TAD/1 26SG0000010000A1J0 9F86D081");
  EXPECT_EQ(paper.released, "2026-11-23");
  EXPECT_FALSE(paper.front.empty());
  EXPECT_FALSE(paper.back.empty());
  EXPECT_FALSE(paper.list_head.empty());
  EXPECT_EQ(paper.list.size(), 2U);
  EXPECT_EQ(paper.route.rows.size(), 4U);
}

/// A declaration has neither MRN nor day of release.
TEST(PaperOf, nothing_is_printed_from_a_declaration) {
  const auto document = test::released_from(std::string{test::declaration});
  EXPECT_THROW((void)paper_of(document.message, transit::reference(), ""), Bug);
}

}  // namespace
}  // namespace lintas::paper
