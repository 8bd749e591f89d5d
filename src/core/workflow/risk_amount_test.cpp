#include "core/workflow/risk_amount.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/amount.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::workflow {
namespace {

const Day acceptance = *parse_day("2026-11-23");

const refdata::Snapshot& snapshot() {
  static const refdata::Snapshot data{
      {.home = *Currency::parse("SGD"),
       .currencies = *refdata::read_currencies("currency,minor_digits,from,until,source\n"
                                               "SGD,2,2000-01-01,,s\n"),
       .exchange_rates = {},
       .countries = {},
       .offices = {},
       .tariff = *refdata::read_tariff(
           "country,code,duty_percent,duty_per_unit,excise_percent,excise_per_unit,vat_percent,from,until,"
           "source\n"
           "SG,85287292,0,,0,,9,2026-01-01,,s\nMY,8528729200,5,,0,,10,2026-01-01,,s\n"
           "MY,8528729210,50,,0,,10,2026-01-01,,s\nTH,85287292,10,,0,,7,2026-01-01,,s\n")}};
  return data;
}

struct Filled {
  transit::Declaration declared;
  RiskAmount risk;
};

Filled filled(std::string_view part = {}, std::string_view other = {},
              const refdata::Snapshot& reference = snapshot()) {
  const auto document =
      xml::read(part.empty() ? std::string{test::declaration} : test::with(test::declaration, part, other));
  EXPECT_TRUE(document.has_value());
  if (!document) return {};
  const auto rates = reference.at(acceptance);
  const transit::ReadContext context{.document = {},
                                     .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                     .reference = rates};
  Filled result;
  const auto letter = transit::read_letter(*document, context);
  EXPECT_TRUE(letter.has_value());
  if (letter) result.declared = *letter->declaration;
  result.risk = fill_risk_amount(result.declared, document->message, rates, test::sha256);
  return result;
}

TEST(RiskAmount, IsTheHighestOfEachItemOverTheCountriesOfTheRoute) {
  const Filled result = filled();
  ASSERT_TRUE(result.risk.findings.empty()) << result.risk.findings[0].detail;
  // Item 1: Thailand 2000 + 1540, Malaysia under its own code 1000 + 2100; item 2 without one: the dearest
  // subdivision, Malaysia 2500 + 750.
  EXPECT_EQ(result.declared.at_risk, (Money{6'790'00, *Currency::parse("SGD")}));
  EXPECT_EQ(result.risk.amount->amount, *result.declared.at_risk);
  EXPECT_FALSE(result.risk.explanation.empty());
}

/// The snapshot with a law of Singapore: that of the program, with one value changed.
refdata::Snapshot under_law(std::string_view part, std::string_view other) {
  auto tables = snapshot().tables();
  const auto country = Country::parse("SG").value();
  const std::array laws{
      refdata::read_profile(country, test::with(seed::file("sg.csv"), part, other)).value()};
  tables.laws = refdata::joined(laws);
  return refdata::Snapshot{std::move(tables)};
}

TEST(RiskAmount, IsReadAsTheLawOfTheStateOfDepartureSays) {
  const auto amount = [](const Filled& result) { return result.declared.at_risk.value().minor_units(); };
  const auto as_it_is = under_law("", "");
  EXPECT_EQ(amount(filled({}, {}, as_it_is)), 6'790'00);
  // Thailand: 2000 + 1540 and 500 + 385; Malaysia: 1000 + 2100 and 2500 + 750.
  const auto highest_country = under_law("highest_per_item", "highest_country");
  EXPECT_EQ(amount(filled({}, {}, highest_country)), 6'350'00);
  const auto without_departure = under_law("guarantee.departure_counts,yes", "guarantee.departure_counts,no");
  const Filled abroad = filled({}, {}, without_departure);
  EXPECT_FALSE(abroad.risk.amount->departure_counts);
  for (const auto& debt : abroad.risk.amount->debts) EXPECT_NE(debt.country.str(), "SG");
}

TEST(RiskAmount, IsKeptWithItsRatesUnderItsHash) {
  const Filled result = filled();
  EXPECT_EQ(from_cbor<guarantee::AmountAtRisk>(result.risk.record).value(), *result.risk.amount);
  EXPECT_NE(result.declared.calculation, Hash256{});
  EXPECT_EQ(result.declared.calculation, filled().declared.calculation);
}

TEST(RiskAmount, IsNotThereWhereSomethingIsMissing) {
  struct Wrong {
    std::string_view part, other, rule, pointer;
  };
  constexpr std::string_view first = "/Consignment/HouseConsignment[1]/ConsignmentItem[1]";
  for (const Wrong& wrong : {
           Wrong{"20000.00 SGD", "20000.00SGD", "R-TRA-207", "/AdditionalInformation[1]/text"},
           Wrong{"20000.00 SGD", "20,000 SGD", "R-TRA-207", "/AdditionalInformation[1]/text"},
           Wrong{"PH VN", "PH;VN", "R-TRA-207", "/AdditionalInformation[2]/text"},
           Wrong{"MY:00", "MY:0x", "R-TRA-207", "/AdditionalInformation[3]/text"},
           Wrong{"1100 KGM", "1100", "R-TRA-207", "/AdditionalInformation[4]/text"},
           Wrong{"20000.00 SGD", "0.00 SGD", "R-TRA-207", "/AdditionalInformation[1]/text"},
           Wrong{"<code>AV002</code><text>PH VN", "<code>AV001</code><text>1 SGD", "R-TRA-207",
                 "/AdditionalInformation[2]/text"},
           Wrong{"<code>AV002</code><text>PH VN", "<code>AV003</code><text>MY:10", "R-TRA-207",
                 "/AdditionalInformation[3]/text"},
           Wrong{"<code>AV002</code><text>PH VN", "<code>AV004</code><text>1 KGM", "R-TRA-207",
                 "/AdditionalInformation[4]/text"},
           Wrong{"<code>AV001</code><text>20000", "<code>AV009</code><text>20000", "R-TRA-212", ""},
       }) {
    const Filled result = filled(wrong.part, wrong.other);
    ASSERT_FALSE(result.risk.findings.empty()) << wrong.other;
    EXPECT_EQ(result.risk.findings[0].rule, wrong.rule);
    EXPECT_EQ(result.risk.findings[0].pointer, std::string{first} + std::string{wrong.pointer});
    EXPECT_FALSE(result.declared.at_risk.has_value());
    EXPECT_FALSE(result.risk.amount.has_value());
  }
}

TEST(RiskAmount, NamesAMissingRate) {
  const Filled result = filled("THBKK001", "LAVTE001");
  ASSERT_FALSE(result.risk.findings.empty());
  EXPECT_EQ(result.risk.findings[0].rule, "R-ACTS-043");
}

}  // namespace
}  // namespace lintas::workflow
