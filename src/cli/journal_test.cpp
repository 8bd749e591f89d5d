#include "cli/journal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "tests/support/temporary_folder.hpp"

namespace lintas::cli {
namespace {

class Journals : public testing::Test {
 protected:
  Journal open(std::string_view now) { return Journal::open(file, now).value(); }

  test::TemporaryFolder folder;
  std::string file = (folder.path() / "a.journal").string();
};

TEST_F(Journals, KeepsWhatWasTakenAndWhenTheBulkBegan) {
  {
    Journal journal = open("2026-11-23T01:00:00");
    EXPECT_TRUE(journal.add({.name = "a.csv 1", .digest = "d1", .taken = true, .told = "/v1/documents/1"}));
    EXPECT_TRUE(journal.add({.name = "a.csv 2", .digest = "d2", .taken = false, .told = "R-ASW-004"}));
  }
  const Journal again = open("2026-11-24T09:00:00");
  EXPECT_EQ(again.begun(), "2026-11-23T01:00:00") << "a table gives the same documents as before";
  ASSERT_NE(again.find_taken("d1"), nullptr);
  EXPECT_EQ(*again.find_taken("d1"), "/v1/documents/1");
  EXPECT_EQ(again.find_taken("d2"), nullptr) << "what was refused is sent again";
}

TEST_F(Journals, ALineThatWasCutOffWithTheMachineIsPassedOver) {
  {
    Journal journal = open("2026-11-23T01:00:00");
    EXPECT_TRUE(journal.add({.name = "a.csv 1", .digest = "d1", .taken = true, .told = {}}));
  }
  std::ofstream{file, std::ios::app} << R"({"document":"a.csv 2","dig)";
  {
    Journal journal = open("2026-11-24T09:00:00");
    EXPECT_NE(journal.find_taken("d1"), nullptr);
    EXPECT_TRUE(journal.add({.name = "a.csv 2", .digest = "d2", .taken = true, .told = {}}));
  }
  EXPECT_FALSE(Journal::open(file, "now").has_value()) << "in the middle it is a fault of the file";
}

TEST_F(Journals, AnotherFileIsNotWrittenOver) {
  std::ofstream{file} << "number,name\n1,2\n";
  const auto journal = Journal::open(file, "now");
  ASSERT_FALSE(journal.has_value());
  EXPECT_TRUE(journal.error().contains("none of a journal")) << journal.error();
}

}  // namespace
}  // namespace lintas::cli
