#include "cli/journal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace lintas::cli {
namespace {

class Journals : public testing::Test {
 protected:
  Journal open() { return Journal::open(file).value(); }
  [[nodiscard]] std::string text() const {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  test::TemporaryFolder folder;
  std::string file = (folder.path() / "a.journal").string();
};

TEST_F(Journals, KeepsWhatWasTakenAndWhenEachWasPrepared) {
  {
    Journal journal = open();
    EXPECT_TRUE(journal.prepare("1", "2026-11-23T01:00:00"));
    EXPECT_TRUE(journal.add({.name = "a.csv 1", .digest = "d1", .taken = true, .told = "/v1/documents/1"}));
    EXPECT_TRUE(journal.prepare("2", "2026-11-23T01:00:05"));
    EXPECT_TRUE(journal.add({.name = "a.csv 2", .digest = "d2", .taken = false, .told = "R-ASW-004"}));
  }
  Journal again = open();
  ASSERT_NE(again.find_taken("d1"), nullptr);
  EXPECT_EQ(*again.find_taken("d1"), "/v1/documents/1");
  EXPECT_EQ(again.find_taken("d2"), nullptr) << "what was refused is sent again";
  EXPECT_TRUE(again.prepare("2", "2026-11-24T09:00:00"));
  EXPECT_EQ(*again.find_prepared("2"), "2026-11-23T01:00:05") << "as the same message";
  EXPECT_EQ(again.find_prepared("3"), nullptr);
}

TEST_F(Journals, ALineThatWasCutOffWithTheMachineIsTakenAway) {
  {
    Journal journal = open();
    EXPECT_TRUE(journal.add({.name = "a.csv 1", .digest = "d1", .taken = true, .told = {}}));
  }
  const std::string before = text();
  std::ofstream{file, std::ios::app} << R"({"document":"a.csv 2","dig)";
  {
    Journal journal = open();
    EXPECT_EQ(text(), before);
    EXPECT_NE(journal.find_taken("d1"), nullptr);
    EXPECT_TRUE(journal.add({.name = "a.csv 2", .digest = "d2", .taken = true, .told = {}}));
  }
  const Journal again = open();
  EXPECT_NE(again.find_taken("d1"), nullptr);
  EXPECT_NE(again.find_taken("d2"), nullptr);
}

TEST_F(Journals, AnotherFileIsNeitherWrittenNorCut) {
  for (const std::string other : {"number,name\n1,2\n", "one line without an end"}) {
    std::ofstream{file} << other;
    const auto journal = Journal::open(file);
    ASSERT_FALSE(journal.has_value()) << other;
    EXPECT_TRUE(journal.error().contains("journal of documents")) << journal.error();
    EXPECT_EQ(text(), other);
  }
}

}  // namespace
}  // namespace lintas::cli
