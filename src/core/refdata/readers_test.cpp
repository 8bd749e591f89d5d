#include "core/refdata/readers.hpp"

#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {
namespace {

constexpr std::string_view tariff_heading =
    "country,code,duty_percent,duty_per_unit,excise_percent,excise_per_unit,vat_percent,from,until,source\n";

std::string file(const std::string& name) {
  std::ifstream in{LINTAS_ROOT "/data/codelists/" + name, std::ios::binary};
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(Readers, accept_the_files_of_the_tree) {
  const auto currencies = read_currencies(file("currencies.csv"));
  const auto countries = read_countries(file("countries.csv"));
  const auto rates = read_exchange_rates(file("exchange-rates.csv"));
  const auto tariff = read_tariff(file("tariff.csv"));
  EXPECT_EQ(currencies.value().rows().size(), 13U);
  EXPECT_EQ(countries.value().rows().size(), 11U);
  EXPECT_EQ(rates.value().rows().size(), 12U);
  EXPECT_EQ(tariff.value().rows().size(), 3434U);
  const auto offices = read_offices(file("offices.csv"));
  const auto legs = read_legs(file("legs.csv"));
  for (const auto& row : legs.value().rows()) {
    const Day day = row.from;
    EXPECT_TRUE(offices->find(row.key.from, day)) << row.key.from.str();
    EXPECT_TRUE(offices->find(row.key.to, day)) << row.key.to.str();
    EXPECT_TRUE(legs->find({.from = row.key.to, .to = row.key.from}, day)) << "a road has two directions";
  }
  for (const auto& row : offices.value().rows()) {
    EXPECT_TRUE(row.value.has(OfficeRole::guarantee)) << row.key.str();
    EXPECT_TRUE(countries->find(row.key.country(), row.from)) << row.key.str();
    const auto minutes = row.value.utc_offset.count();
    EXPECT_TRUE(minutes == 420 || minutes == 480) << row.key.str();
  }
}

TEST(Readers, R_REF_002_a_pair_of_states_is_two_states_or_every_one) {
  const auto pairs = read_document_pairs(file("document-pairs.csv"));
  ASSERT_TRUE(pairs);
  EXPECT_EQ(pairs->rows().size(), 24U);
  const std::string head = "kind,process,from_state,to_state,on,from,until,source\n";
  const auto faults = read_document_pairs(head + "e_form_d,sale,Laos,,maybe,2024-01-01,,s\n");
  ASSERT_FALSE(faults);
  std::string places;
  for (const Finding& finding : faults.error()) places += finding.pointer + ';';
  EXPECT_EQ(places, "line 2, process;line 2, from_state;line 2, to_state;line 2, on;");
  const auto twice = read_document_pairs(head + "e_form_d,issue,MY,*,yes,2024-01-01,,s\n" +
                                         "e_form_d,issue,MY,*,no,2025-01-01,,t\n");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error()[0].rule, "R-REF-003");
  EXPECT_EQ(twice.error()[0].pointer, "e_form_d issue MY * from 2025-01-01");
}

TEST(Readers, read_rates_per_unit) {
  const auto tariff =
      read_tariff(std::string{tariff_heading} + "MY,22083000,0,58 MYR LPA,0,,10,2026-01-01,,schedule\n");
  ASSERT_TRUE(tariff);
  const auto& row = tariff->rows()[0];
  EXPECT_EQ(row.value.duty_specific->amount, Decimal::of(58));
  EXPECT_EQ(row.value.duty_specific->unit.str(), "LPA");
  EXPECT_FALSE(row.value.excise_specific);
  EXPECT_EQ(row.source, "schedule");
}

TEST(Readers, R_REF_002_report_every_fault_with_line_and_column) {
  const auto tariff =
      read_tariff(std::string{tariff_heading} + "MY,2208300,-1,58 MYR,0,x,1O,2026-02-30,soon,\n");
  ASSERT_FALSE(tariff);
  std::string places;
  for (const Finding& finding : tariff.error()) {
    EXPECT_EQ(finding.rule, "R-REF-002");
    places += finding.pointer + ';';
  }
  EXPECT_EQ(
      places,
      "line 2, code;line 2, duty_percent;line 2, duty_per_unit;line 2, excise_per_unit;line 2, vat_percent;"
      "line 2, from;line 2, until;line 2, source;");
  EXPECT_EQ(tariff.error()[0].value, "2208300");
}

TEST(Readers, R_REF_002_know_the_range_of_each_column) {
  const std::string head = "currency,minor_digits,from,until,source\n";
  EXPECT_TRUE(read_currencies(head + "VND,0,2000-01-01,,s\n"));
  for (const char* bad :
       {"VND,5,2000-01-01,,s", "VND,-1,2000-01-01,,s", "VND,2x,2000-01-01,,s", "VN,2,2000-01-01,,s"}) {
    EXPECT_EQ(read_currencies(head + bad).error()[0].rule, "R-REF-002") << bad;
  }
  const std::string rates = "currency,units,home_amount,from,until,source\n";
  EXPECT_TRUE(read_exchange_rates(rates + "USD,1,4.2,2026-01-01,,s\n"));
  EXPECT_FALSE(read_exchange_rates(rates + "USD,0,4.2,2026-01-01,,s\n"));
  EXPECT_FALSE(read_exchange_rates(rates + "USD,1,-4.2,2026-01-01,,s\n"));
}

TEST(Readers, R_REF_002_know_what_an_office_is) {
  const std::string offices =
      "office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n";
  const auto right =
      read_offices(offices + "MYBKH001,n,c,MYBKH,+60 4 1,06:00-24:00,480,DEP GUA,2020-01-01,,s\n");
  ASSERT_TRUE(right);
  const OfficeFacts& office = right->rows()[0].value;
  EXPECT_EQ(office.city, "c");
  EXPECT_EQ(office.locode, "MYBKH");
  EXPECT_EQ(office.phone, "+60 4 1");
  const Hours hours{.opens = std::chrono::hours{6}, .closes = std::chrono::hours{24}};
  EXPECT_EQ(office.hours, hours);
  for (const char* bad : {
           "MYBKH001,n,c,,,,841,DEP,2020-01-01,,s",
           "MYBKH001,n,c,,,,480,DEP  GUA,2020-01-01,,s",
           "MYBKH001,n,c,,,,480,,2020-01-01,,s",
           "MYBKH001,n,,,,,480,DEP,2020-01-01,,s",
           "MYBKH001,n,c,MYBK,,,480,DEP,2020-01-01,,s",
           "MYBKH001,n,c,1YBKH,,,480,DEP,2020-01-01,,s",
           "MYBKH001,n,c,,,8:00-17:00,480,DEP,2020-01-01,,s",
           "MYBKH001,n,c,,,08:00-24:01,480,DEP,2020-01-01,,s",
           "MYBKH001,n,c,,,08:00-07:60,480,DEP,2020-01-01,,s",
           "MYBKH001,n,c,,,17:00-08:00,480,DEP,2020-01-01,,s",
       }) {
    const auto wrong = read_offices(offices + bad);
    ASSERT_FALSE(wrong) << bad;
    EXPECT_EQ(wrong.error().size(), 1U) << bad;
    EXPECT_EQ(wrong.error()[0].rule, "R-REF-002") << bad;
  }
}

TEST(Readers, R_REF_002_know_what_a_leg_is) {
  const std::string legs = "from_office,to_office,kind,transit_days,stay_days,from,until,source\n";
  EXPECT_TRUE(read_legs(legs + "SGWDL001,MYJHB001,frontier,0,,2020-01-01,,s\n"));
  EXPECT_TRUE(read_legs(legs + "MYJHB001,MYBKH001,inland,2,7,2020-01-01,,s\n"));
  const auto place_of_fault = [&](const std::string& row) {
    const auto read = read_legs(legs + row);
    return read || read.error().size() != 1 ? std::string{} : read.error()[0].pointer;
  };
  EXPECT_EQ(place_of_fault("MYJHB001,MYJHB001,inland,0,,2020-01-01,,s"), "line 2, to_office");
  EXPECT_EQ(place_of_fault("SGWDL001,MYJHB001,inland,0,,2020-01-01,,s"), "line 2, kind");
  EXPECT_EQ(place_of_fault("MYJHB001,MYBKH001,frontier,0,,2020-01-01,,s"), "line 2, kind");
  EXPECT_EQ(place_of_fault("MYJHB001,MYBKH001,inland,-1,,2020-01-01,,s"), "line 2, transit_days");
  EXPECT_EQ(place_of_fault("MYJHB001,MYBKH001,inland,1,0,2020-01-01,,s"), "line 2, stay_days");
  EXPECT_EQ(place_of_fault("SGWDL001,MYJHB001,frontier,0,3,2020-01-01,,s"), "line 2, stay_days");
}

TEST(Readers, R_REF_001_refuse_what_is_not_their_table) {
  EXPECT_EQ(read_countries("").error()[0].rule, "R-REF-001");
  EXPECT_EQ(read_countries("country,name\nVN,Viet Nam\n").error()[0].rule, "R-REF-001");
  EXPECT_EQ(read_countries("country,name,from,until,source\nVN\n").error()[0].pointer, "line 2");
}

TEST(Readers, R_REF_003_refuse_two_rows_for_one_day) {
  const auto countries = read_countries(
      "country,name,from,until,source\n"
      "VN,Viet Nam,2000-01-01,,s\n"
      "VN,Vietnam,2010-01-01,,s\n");
  ASSERT_FALSE(countries);
  EXPECT_EQ(countries.error()[0].rule, "R-REF-003");
  EXPECT_EQ(countries.error()[0].pointer, "VN from 2010-01-01");
}

}  // namespace
}  // namespace lintas::refdata
