#include "core/aeo/listed/sheet.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo::listed {
namespace {

using namespace std::chrono_literals;

const Country malaysia = *Country::parse("MY");

std::string heading() {
  std::string text;
  for (const std::string_view column : sheet_columns()) text.append(text.empty() ? "" : ",").append(column);
  return text + "\n";
}
constexpr std::string_view klang =
    "MY201101012345,7,AEO,,exporter carrier,MY12345H100001 MY12345H100002,2026-01-05,2026-01-10,2029-01-09,,"
    "suspended,2026-05-01,2026-01-06";

std::string fault_in(const std::string& rows) {
  const auto read = read_sheet(heading() + rows, malaysia, 8h);
  if (read) return {};
  const Finding& first = read.error().front();
  return first.rule + " " + first.pointer + ": " + first.detail;
}

TEST(ATableOfOperators, IsReadAsItIsWritten) {
  const auto read = read_sheet(heading() + std::string{klang} + "\n", malaysia, 8h);
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->size(), 1U);
  const BringIn& said = read->front().said;
  EXPECT_EQ(read->front().line, 2U);
  EXPECT_EQ(said.status, Status::suspended);
  EXPECT_EQ(said.effective, Instant{*parse_day("2026-05-01")} - 8h) << "by the clocks of the office";
  ASSERT_EQ(said.grant.codes.size(), 2U);
  EXPECT_EQ(said.grant.codes[1].key, *CodeKey::parse("MY12345H100002"));
  EXPECT_EQ(said.grant.codes[1].from, Instant{*parse_day("2026-01-05")} - 8h);
  EXPECT_FALSE(said.grant.revalidate_on);
  std::string written{klang};
  written.replace(written.find("2026-05-01"), 10, "2026-04-30T16:00:00.000Z");
  EXPECT_EQ(sheet_line(said), written) << "an instant is the same everywhere";
  const auto again = read_sheet(heading() + written + "\n", malaysia, 7h);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->front().said.effective, said.effective);
}

TEST(ATableOfOperators, SaysOfWhatIsListedNoMoreNothingElse) {
  const std::string row = "MY201101012345,7,,,,,,,,,unlisted,2026-05-01T04:00:00.000Z,";
  const auto read = read_sheet(heading() + row + "\n", malaysia, 8h);
  ASSERT_TRUE(read.has_value()) << fault_in(row + "\n");
  EXPECT_EQ(read->front().said.status, Status::unlisted);
  EXPECT_EQ(sheet_line(read->front().said), row);
}

TEST(ATableOfOperators, R_REF_002_SaysOfEachCellWhatIsWrong) {
  const auto with = [](std::string_view was, std::string_view is) {
    std::string row{klang};
    return row.replace(row.find(was), was.size(), is) + "\n";
  };
  EXPECT_TRUE(fault_in(with("exporter", "exporters")).contains("not a list of roles"));
  EXPECT_TRUE(fault_in(with("suspended", "stopped")).contains("no status of an operator"));
  EXPECT_TRUE(fault_in(with("MY12345H100001", "MY12345#100001")).contains("not a list of codes"));
  EXPECT_TRUE(fault_in(with("2026-01-10", "10 January")).starts_with("R-REF-002 line 2"));
  EXPECT_TRUE(fault_in(with("MY2011", "SG2011")).starts_with("R-AEO-015 line 2, holder"))
      << "of another state";
  const auto all = read_sheet(heading() + with("exporter", "x") + with("suspended", "x"), malaysia, 8h);
  ASSERT_FALSE(all.has_value());
  EXPECT_EQ(all.error().size(), 2U) << "all at once";
}

/// Its only code was given by mistake, and ended.
TEST(ATableOfOperators, MayHaveAnOperatorWithoutACode) {
  std::string row{klang};
  row.replace(row.find("MY12345H100001 MY12345H100002"), 29, "");
  row.replace(row.find("2026-05-01"), 10, "2026-04-30T16:00:00.000Z");
  const auto read = read_sheet(heading() + row + "\n", malaysia, 8h);
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->front().said.grant.codes.empty());
  EXPECT_EQ(sheet_line(read->front().said), row);
}

TEST(ATableOfOperators, R_AEO_034_HasAnOperatorOnce) {
  EXPECT_TRUE(fault_in(std::string{klang} + "\n" + std::string{klang} + "\n")
                  .contains("R-AEO-034 line 3: stands in line 2 already"));
}

TEST(ATableOfOperators, R_REF_001_HasItsColumns) {
  EXPECT_FALSE(read_sheet("holder,number\n", malaysia, 8h));
}

}  // namespace
}  // namespace lintas::aeo::listed
