#include "core/registers/questions.hpp"

#include <array>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"

// Which rule answers what stands in tests/scenarios/registers; here is what people are told.

namespace lintas::registers {
namespace {

const std::vector<Country> route{*Country::parse("SG"), *Country::parse("MY"), *Country::parse("TH")};
const Journey journey{.start = *parse_day("2026-12-01"), .limit = *parse_day("2026-12-10"), .states = route};
const PaperOfUnit paper{.number = "SG-1", .plate = "XE1234K", .nationality = "SG"};

constexpr std::string_view carrier = "SG201912345K";
constexpr std::string_view another_firm = "MY198701006543";

/// The paper, as this party names it.
PaperOfUnit asked_by(std::string_view party, std::string_view plate = "XE1234K") {
  return {.number = "SG-1", .plate = plate, .nationality = "SG", .asked_by = party};
}

Entry permit() {
  Permit facts;
  facts.carrier = *Tin::parse(carrier);
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

TEST(PapersOfAJourney, R_ACTS_019_the_vehicle_of_the_permit_is_named_to_its_carrier_alone) {
  Entry entry = permit();
  const auto fault = fault_in_permit(&entry, asked_by(carrier, "XE9"), journey);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->value, "XE9");
  EXPECT_EQ(fault->detail, "the permit is for XE1234K; name the permit of this unit");
  for (const std::string_view party : {another_firm, std::string_view{}}) {
    const auto same = fault_in_permit(&entry, asked_by(party, "XE9"), journey);
    ASSERT_TRUE(same) << party;
    EXPECT_EQ(same->rule, "R-ACTS-019");
    EXPECT_EQ(same->detail, "the permit is for another vehicle; name the permit of this unit");
  }
  entry.status = Status::suspended;
  entry.valid_until = *parse_day("2026-12-05");
  std::get<Permit>(entry.facts).agreement = Agreement::afafist;
  EXPECT_EQ(told(fault_in_permit(&entry, asked_by(another_firm, "XE9"), journey)),
            "the permit is for another vehicle; name the permit of this unit")
      << "and nothing else of a permit whose vehicle was not named";
}

TEST(PapersOfAJourney, R_ACTS_018_who_stopped_a_paper_is_told_to_its_carrier_alone) {
  Insurance card;
  card.issued_by = *Country::parse("SG");
  card.plate = *Plate::parse("XE1234K");
  card.states = {*Country::parse("MY"), *Country::parse("TH")};
  card.carrier = *Tin::parse(carrier);
  Entry insured = permit();
  insured.facts = card;
  Entry permitted = permit();
  const auto answers = [&](std::string_view party) {
    return std::array{told(fault_in_permit(&permitted, asked_by(party), journey)),
                      told(fault_in_card(&insured, asked_by(party), journey))};
  };
  for (const Status status : {Status::suspended, Status::withdrawn}) {
    permitted.status = status;
    insured.status = status;
    for (const std::string& own : answers(carrier))
      EXPECT_TRUE(own.starts_with(status == Status::suspended ? "suspended; " : "withdrawn; ")) << own;
    for (const std::string& others : answers(another_firm))
      EXPECT_EQ(others, "does not hold now; name another one, or ask its carrier, who can see why");
  }
  permitted.status = Status::valid;
  permitted.valid_until = *parse_day("2026-12-05");
  EXPECT_EQ(answers(carrier)[0], answers(another_firm)[0]) << "its days are found by asking for others";
}

TEST(PapersOfAJourney, R_ACTS_022_the_vehicle_of_a_card_is_named_to_its_carrier_alone) {
  Insurance facts;
  facts.issued_by = *Country::parse("SG");
  facts.plate = *Plate::parse("XE1234K");
  Entry entry = permit();
  entry.facts = facts;
  const std::string of_another = "the card is for another vehicle; name the card of this vehicle";
  for (const std::string_view party : {carrier, another_firm, std::string_view{}})
    EXPECT_EQ(told(fault_in_card(&entry, asked_by(party, "XE9"), journey)), of_another) << "it names no firm";
  facts.carrier = *Tin::parse(carrier);
  entry.facts = facts;
  EXPECT_EQ(told(fault_in_card(&entry, asked_by(another_firm, "XE9"), journey)), of_another);
  EXPECT_EQ(told(fault_in_card(&entry, asked_by(carrier, "XE9"), journey)),
            "the card is for XE1234K; name the card of this vehicle");
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

/// The accompanying document prints what was declared: a day behind the register's would stand there.
TEST(PapersOfAJourney, R_ACTS_036_the_last_day_that_is_declared_is_not_behind_that_of_the_register) {
  const Entry entry = permit();
  PaperOfUnit declared = paper;
  for (const std::string_view day : {"2026-12-10", "2026-12-09"}) {
    declared.until = *parse_day(day);
    EXPECT_EQ(fault_in_permit(&entry, declared, journey), std::nullopt) << "as before it was extended";
  }
  for (const std::string_view day : {"2026-12-11", "2029-01-31"}) {
    declared.until = *parse_day(day);
    const auto fault = fault_in_permit(&entry, declared, journey);
    ASSERT_TRUE(fault) << day;
    EXPECT_EQ(fault->rule, "R-ACTS-036");
    EXPECT_EQ(fault->pointer, "until");
    EXPECT_EQ(fault->value, day);
    EXPECT_EQ(
        fault->detail,
        "SG-1 is valid until 2026-12-10 in the register; declare that day, or have the register corrected if "
        "the paper itself says " +
            std::string{day});
  }
  Entry without_end = entry;
  without_end.valid_until.reset();
  EXPECT_EQ(fault_in_permit(&without_end, declared, journey), std::nullopt) << "the register names none";
}

TEST(PapersOfAJourney, R_ACTS_036_a_card_is_declared_for_no_state_that_its_register_does_not_name) {
  Insurance facts;
  facts.issued_by = *Country::parse("SG");
  facts.plate = *Plate::parse("XE1234K");
  facts.states = {*Country::parse("MY"), *Country::parse("TH")};
  Entry entry = permit();
  entry.facts = facts;
  PaperOfUnit declared = paper;
  std::vector<Country> states{*Country::parse("MY"), *Country::parse("TH")};
  declared.states = states;
  declared.until = *parse_day("2026-12-10");
  EXPECT_EQ(fault_in_card(&entry, declared, journey), std::nullopt);
  declared.until = *parse_day("2027-12-10");
  const auto day = fault_in_card(&entry, declared, journey);
  ASSERT_TRUE(day);
  EXPECT_EQ(day->rule + ' ' + day->pointer, "R-ACTS-036 until");
  declared.until = *parse_day("2026-12-10");
  states.push_back(*Country::parse("VN"));
  declared.states = states;
  const auto state = fault_in_card(&entry, declared, journey);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->rule + ' ' + state->pointer, "R-ACTS-036 card");
  EXPECT_EQ(state->detail, "does not insure in VN by the register; declare the states that stand there");
}

TEST(Declarants, R_ACTS_003_a_person_is_not_shown) {
  const auto fault = fault_in_declarant(nullptr, *Tin::parse("SG1"), "U-17", *parse_day("2026-12-01"));
  ASSERT_TRUE(fault);
  EXPECT_TRUE(fault->value.empty());
}

}  // namespace
}  // namespace lintas::registers
