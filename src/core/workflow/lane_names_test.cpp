#include "core/workflow/lane_names.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "tests/support/golden.hpp"

namespace lintas::workflow {
namespace {

TEST(LaneNames, are_those_of_the_page_that_others_read) {
  std::string table = "| name | what |\n| --- | --- |\n";
  for (const LaneName& one : lane_names)
    table += format("| `{}`{} | {} |\n", one.letters, one.behind, one.what);
  EXPECT_TRUE(test::read_file(LINTAS_ROOT "/docs/protocols/sequence.md").contains("\n\n" + table + "\n"))
      << table;
}

TEST(LaneNames, of_a_movement_are_others_at_the_other_end) {
  EXPECT_EQ(name_at_other_end("D26SGC1XLUB9L8FPVJ9"), "J26SGC1XLUB9L8FPVJ9");
  EXPECT_EQ(name_at_other_end("J26SGC1XLUB9L8FPVJ9"), "D26SGC1XLUB9L8FPVJ9");
  for (const std::string_view name : {"M", "MC2026-11", "KTHphyto TH-PC-2026-0041873", "E1", "?"})
    EXPECT_EQ(name_at_other_end(name), name);
}

}  // namespace
}  // namespace lintas::workflow
