#include "core/transit/inspection.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string_view>

#include "base/finding.hpp"
#include "base/limits.hpp"

namespace lintas::transit {

namespace {

bool names(const Findings& findings, std::string_view rule) {
  return std::ranges::find(findings, rule, &Finding::rule) != findings.end();
}

TEST(Inspection, IsInOrderWhereSealsAreWhole) { EXPECT_TRUE(faults_in(Inspection{}).empty()); }

TEST(Inspection, R_ROA_008_NotesNoMoreSealsThanACargoCanHave) {
  Inspection inspection;
  inspection.new_seals.resize(limits::seals_noted_max + 1);
  EXPECT_TRUE(names(faults_in(inspection), "R-ROA-008"));
  Incident incident{.code = 1, .text = "road closed", .new_seals = inspection.new_seals, .vehicle = {}};
  EXPECT_TRUE(names(faults_in(incident), "R-ROA-008"));
}

TEST(Incident, R_ACTS_079_HasACodeOfTheList) {
  EXPECT_TRUE(
      names(faults_in(Incident{.code = 7, .text = "x", .new_seals = {}, .vehicle = {}}), "R-ACTS-079"));
  EXPECT_FALSE(
      names(faults_in(Incident{.code = 1, .text = "x", .new_seals = {}, .vehicle = {}}), "R-ACTS-079"));
}

}  // namespace

}  // namespace lintas::transit
