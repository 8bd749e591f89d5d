#include "core/registers/questions.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/registers/state.hpp"

// Which rule answers what stands in tests/scenarios/registers; here is what people are told.

namespace lintas::registers {
namespace {

const std::vector<Country> route{*Country::parse("SG"), *Country::parse("MY"), *Country::parse("TH")};
const Journey journey{.start = *parse_day("2026-12-01"), .limit = *parse_day("2026-12-10"), .states = route};
const PaperOfUnit paper{.number = "SG-1", .plate = "XE1234K", .nationality = "SG"};

Entry permit() {
  Permit facts;
  facts.number = *EntryNumber::parse("SG-1");
  facts.issued_by = *Country::parse("SG");
  facts.plate = *Plate::parse("XE1234K");
  return {.status = Status::valid,
          .facts = facts,
          .valid_from = *parse_day("2026-01-01"),
          .valid_until = *parse_day("2026-12-10"),
          .details = {}};
}

std::string told(const std::optional<Finding>& fault) { return fault ? fault->detail : std::string{}; }

TEST(PapersOfAJourney, R_ACTS_018_what_is_short_is_named_with_its_mend) {
  Entry entry = permit();
  EXPECT_EQ(fault_in_permit(&entry, paper, journey), std::nullopt);
  entry.valid_until = *parse_day("2026-12-05");
  const auto fault = fault_in_permit(&entry, paper, journey);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->value, "SG-1");
  EXPECT_EQ(fault->detail,
            "ends on 2026-12-05, the time limit is 2026-12-10; have it extended, or arrive by 2026-12-05");
  entry.valid_until = *parse_day("2026-11-30");
  EXPECT_EQ(told(fault_in_permit(&entry, paper, journey)),
            "ended on 2026-11-30; have it extended to 2026-12-10, or name another one");
  entry = permit();
  entry.valid_from = *parse_day("2026-12-02");
  EXPECT_EQ(told(fault_in_permit(&entry, paper, journey)),
            "begins on 2026-12-02, needed from 2026-12-01; begin then, or name another one");
}

TEST(PapersOfAJourney, R_ACTS_019_the_vehicle_of_the_permit_is_named) {
  const Entry entry = permit();
  const PaperOfUnit other{.number = "SG-1", .plate = "XE9", .nationality = "SG"};
  const auto fault = fault_in_permit(&entry, other, journey);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->value, "XE9");
  EXPECT_EQ(fault->detail, "the permit is for XE1234K; name the permit of this unit");
}

TEST(PapersOfAJourney, R_ACTS_018_an_entry_of_another_kind_or_of_none_is_none) {
  Entry entry = permit();
  entry.status = Status::none;
  EXPECT_TRUE(fault_in_permit(&entry, paper, journey));
  entry = permit();
  entry.facts = Trader{};
  EXPECT_TRUE(fault_in_permit(&entry, paper, journey));
}

TEST(PapersOfAJourney, R_ACTS_022_a_card_insures_at_home_without_saying_so) {
  Insurance facts;
  facts.issued_by = *Country::parse("SG");
  facts.plate = *Plate::parse("XE1234K");
  facts.states = {*Country::parse("MY")};
  Entry entry = permit();
  entry.facts = facts;
  EXPECT_EQ(told(fault_in_card(&entry, paper, journey)),
            "does not insure in TH; have the state added, or go around it");
  facts.states.push_back(*Country::parse("TH"));
  entry.facts = facts;
  EXPECT_EQ(fault_in_card(&entry, paper, journey), std::nullopt);
}

TEST(Declarants, R_ACTS_003_a_person_is_not_shown) {
  const auto fault = fault_in_declarant(nullptr, *Tin::parse("SG1"), "U-17", *parse_day("2026-12-01"));
  ASSERT_TRUE(fault);
  EXPECT_TRUE(fault->value.empty());
}

}  // namespace
}  // namespace lintas::registers
