#include "core/workflow/departure_checks.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"

/// Which entries are asked for; what they say against a declaration stands in
/// tests/corridor/registers_test.cpp.
namespace lintas::workflow {
namespace {

transit::Declaration declaration() {
  transit::Declaration declared;
  declared.holder = Tin::parse("SG1").value();
  return declared;
}

std::string text_of(const std::vector<registers::EntryKey>& keys) {
  std::string text;
  for (const registers::EntryKey& key : keys) text += std::string{name(key.kind)} + ' ' + key.text + "; ";
  return text;
}

TEST(DepartureChecks, AsksForTheHolderAloneWhereItDeclaresItself) {
  EXPECT_EQ(text_of(firms_of(declaration(), {.role = access::Role::trader, .party = "SG1"})), "trader SG1; ");
}

TEST(DepartureChecks, AsksForAgentPersonAndAuthorisation) {
  transit::Declaration declared = declaration();
  declared.representative = Tin::parse("SG2").value();
  declared.simplified = true;
  declared.authorisation = "A-1";
  const access::Actor person{.role = access::Role::declarant, .party = "SG2", .person = "U-1"};
  EXPECT_EQ(text_of(firms_of(declared, person)),
            "trader SG1; trader SG2; mandate SG1 SG2; declarant SG2 U-1; authorisation SG A-1; ");
}

TEST(DepartureChecks, AsksForEachPaperOnceAndNotForMoreUnitsThanAreTaken) {
  transit::Declaration declared = declaration();
  declared.vehicles = {
      {.registration = "A", .nationality = "SG", .motor = true, .permit = "P", .insurance_card = "C"},
      {.registration = "B", .nationality = "SG", .motor = false, .permit = "P", .insurance_card = "C"}};
  EXPECT_EQ(text_of(papers_of(declared)), "permit SG P; insurance SG C; ");
  declared.vehicles.clear();
  for (std::size_t i = 0; i < limits::vehicle_units_max + 5; ++i)
    declared.vehicles.push_back({.registration = {},
                                 .nationality = "SG",
                                 .motor = false,
                                 .permit = std::to_string(i),
                                 .insurance_card = {}});
  EXPECT_EQ(papers_of(declared).size(), limits::vehicle_units_max);
}

/// A pre-lodged declaration may leave the vehicle to the presentation, but nothing leaves without one.
TEST(DepartureChecks, CND_826_NothingIsReleasedWithoutAVehicle) {
  const Day day = parse_day("2026-11-23").value();
  const Entries none{Situation{}, 0, {}};
  transit::Declaration declared = declaration();
  declared.route.departure = OfficeId::parse("SGTUS001").value();
  declared.route.destination = OfficeId::parse("MYPKG001").value();
  declared.pre_lodged = true;
  EXPECT_TRUE(faults_of_papers(declared, {}, none, day, day).empty());
  const Findings faults = faults_at_release(declared, none, day, day);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].rule, "CND-826");
}

TEST(DepartureChecks, R_ACTS_060_NothingIsReleasedThatIsNeitherSealedNorSaidNotToBeSealable) {
  const Day day = parse_day("2026-11-23").value();
  const Entries none{Situation{}, 0, {}};
  transit::Declaration declared = declaration();
  EXPECT_TRUE(faults_at_release(declared, none, day, day).empty());
  declared.unsealed = true;
  const Findings faults = faults_at_release(declared, none, day, day);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].rule, "R-ACTS-060");
}

TEST(DepartureChecks, AsksForTheAuthorisationOfSpecialSeals) {
  transit::Declaration declared = declaration();
  declared.special_seals = "A-2";
  const access::Actor holder{.role = access::Role::trader, .party = "SG1"};
  EXPECT_EQ(text_of(firms_of(declared, holder)), "trader SG1; authorisation SG A-2; ");
  declared.simplified = true;
  declared.authorisation = "A-2";
  EXPECT_EQ(text_of(firms_of(declared, holder)), "trader SG1; authorisation SG A-2; ") << "once";
}

}  // namespace
}  // namespace lintas::workflow
