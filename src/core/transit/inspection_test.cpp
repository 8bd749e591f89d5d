#include "core/transit/inspection.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/words.hpp"
#include "core/refdata/csv.hpp"

namespace lintas::transit {

namespace {

bool names(const Findings& findings, std::string_view rule) {
  return std::ranges::find(findings, rule, &Finding::rule) != findings.end();
}

/// The rows of a published list.
std::vector<refdata::CsvRow> code_rows(std::string_view list) {
  std::ifstream in{LINTAS_ROOT "/data/codelists/codes.csv", std::ios::binary};
  const auto csv = refdata::Csv::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  EXPECT_TRUE(csv.has_value());
  std::vector<refdata::CsvRow> rows;
  if (!csv) return rows;
  for (const auto& row : csv->rows())
    if (row.cells[0] == list) rows.push_back(row);
  return rows;
}

TEST(Inspection, IsInOrderWhereSealsAreWhole) { EXPECT_TRUE(faults_in(Inspection{}).empty()); }

TEST(Inspection, R_ROA_008_NotesNoMoreSealsThanACargoCanHave) {
  Inspection inspection;
  inspection.new_seals.resize(limits::seals_noted_max + 1);
  EXPECT_TRUE(names(faults_in(inspection), "R-ROA-008"));
  Incident incident{.code = IncidentCode::itinerary,
                    .text = "road closed",
                    .new_seals = inspection.new_seals,
                    .vehicle = {}};
  EXPECT_TRUE(names(faults_in(incident), "R-ROA-008"));
}

TEST(Incident, R_ACTS_079_HasACodeOfTheList) {
  EXPECT_TRUE(names(faults_in(Incident{.code = IncidentCode{7}, .text = "x", .new_seals = {}, .vehicle = {}}),
                    "R-ACTS-079"));
  EXPECT_FALSE(
      names(faults_in(Incident{.code = IncidentCode::itinerary, .text = "x", .new_seals = {}, .vehicle = {}}),
            "R-ACTS-079"));
}

TEST(Incident, HasTheCodesAndTextsOfTheList) {
  std::size_t listed = 0;
  for (const auto& row : code_rows("CL019")) {
    ++listed;
    const auto code = read_word<IncidentCode>(row.cells[1]);
    ASSERT_TRUE(code.has_value()) << row.cells[1];
    EXPECT_EQ(wire_code(*code), row.cells[1]);
    EXPECT_EQ(find_word(*code)->meaning, row.cells[2]);
  }
  EXPECT_EQ(listed, incident_words.size());
}

TEST(Control, HasTheCodesAndTextsOfTheList) {
  std::size_t listed = 0;
  for (const auto& row : code_rows("CL197")) {
    ++listed;
    const auto code = read_word<ControlCode>(row.cells[1]);
    ASSERT_TRUE(code.has_value()) << row.cells[1];
    EXPECT_EQ(find_word(*code)->meaning, row.cells[2]);
  }
  EXPECT_EQ(listed, 4U) << "the other two are of departure alone";
}

}  // namespace

}  // namespace lintas::transit
