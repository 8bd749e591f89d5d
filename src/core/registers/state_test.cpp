#include "core/registers/state.hpp"

#include <gtest/gtest.h>
#include <string>

#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::registers {
namespace {

TEST(EntryKeys, are_what_the_entry_says_of_itself) {
  const Tin firm = *Tin::parse("SG201912345K");
  const Tin agent = *Tin::parse("MY123");
  const Country sg = *Country::parse("SG");
  Permit permit;
  permit.number = *EntryNumber::parse("P 1");
  permit.issued_by = sg;
  Insurance insurance;
  insurance.number = *EntryNumber::parse("B1");
  insurance.issued_by = sg;
  Authorisation authorisation;
  authorisation.number = *EntryNumber::parse("A1");
  authorisation.holder = agent;
  EXPECT_EQ(key_of(Trader{.tin = firm, .legal_person = true, .roles = {}}), trader_key(firm));
  EXPECT_EQ(key_of(Mandate{.holder = firm, .agent = agent}), mandate_key(firm, agent));
  EXPECT_EQ(key_of(Declarant{.firm = firm, .person = *PersonId::parse("U-17")}), declarant_key(firm, "U-17"));
  EXPECT_EQ(key_of(permit), permit_key(sg, "P 1"));
  EXPECT_EQ(key_of(insurance), insurance_key(sg, "B1"));
  EXPECT_EQ(key_of(authorisation), authorisation_key(*Country::parse("MY"), "A1"));
  EXPECT_NE(mandate_key(firm, agent), mandate_key(agent, firm));
  EXPECT_NE(permit_key(sg, "B1"), insurance_key(sg, "B1"));
  EXPECT_EQ(permit_key(sg, "P 1").text, "SG P 1");
}

TEST(EntryKinds, have_names_of_their_own) {
  std::string names;
  for (const Facts& facts : {Facts{Trader{}}, Facts{Mandate{}}, Facts{Declarant{}}, Facts{Authorisation{}},
                             Facts{Permit{}}, Facts{Insurance{}}}) {
    names += std::string{name(kind_of(facts))} + ' ';
  }
  EXPECT_EQ(names, "trader mandate declarant authorisation permit insurance ");
}

TEST(SealSeries, R_ACTS_061_hold_the_seals_between_two_numbers) {
  const SealSeries series = *SealSeries::parse("SG:A:0010-0999");
  EXPECT_TRUE(series.has("SG:A0010"));
  EXPECT_TRUE(series.has("SG:A0999"));
  for (const char* other :
       {"SG:A0009", "SG:A1000", "SG:A010", "SG:A00010", "SG:B0010", "SG:A00x0", "SG:A", ""})
    EXPECT_FALSE(series.has(other)) << other;
  EXPECT_TRUE(SealSeries{}.has("-0"));
  for (const char* bad : {"", "SGA", "SGA:1", "SGA:-", ":1-2", "SGA:2-1", "SGA:1-22", "SGA:a-b", "S A:1-2",
                          "SGA:1-2-3", "SGAAAAAAAAAAAAAAAAAA:01-02"})
    EXPECT_FALSE(SealSeries::parse(bad)) << bad;
}

TEST(Rights, R_REG_402_have_their_types_on_the_wire) {
  EXPECT_EQ(wire_type(Right::simplified_departure), "C521");
  EXPECT_EQ(wire_type(Right::simplified_arrival), "C522");
  EXPECT_EQ(wire_type(Right::special_seals), "C523");
  EXPECT_EQ(right_of_wire_type("C522"), Right::simplified_arrival);
  EXPECT_FALSE(right_of_wire_type("C520"));
  EXPECT_FALSE(right_of_wire_type(""));
}

}  // namespace
}  // namespace lintas::registers
