#include "core/guarantee/amount.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "tests/support/rng.hpp"

namespace lintas::guarantee {
namespace {

constexpr AmountRules default_rules;

Country country(std::string_view text) { return *Country::parse(text); }
Currency currency(std::string_view text) { return *Currency::parse(text); }
Decimal decimal(std::string_view text) { return *Decimal::parse(text); }

const Day acceptance = *parse_day("2026-11-23");

refdata::Snapshot snapshot(const std::string& tariff) {
  return refdata::Snapshot{{
      .home = currency("MYR"),
      .currencies =
          *refdata::read_currencies("currency,minor_digits,from,until,source\n"
                                    "MYR,2,2000-01-01,,s\nUSD,2,2000-01-01,,s\nVND,0,2000-01-01,,s\n"),
      .exchange_rates = *refdata::read_exchange_rates("currency,units,home_amount,from,until,source\n"
                                                      "USD,1,4.2215,2026-01-01,,s\n"
                                                      "VND,25430.5,4.2215,2026-01-01,,s\n"),
      .countries = {},
      .offices = {},
      .tariff = refdata::read_tariff("country,code,duty_percent,duty_per_unit,excise_percent,excise_per_unit,"
                                     "vat_percent,from,until,source\n" +
                                     tariff)
                    .value(),
  }};
}

GoodsItem item(std::uint32_t number, std::string_view code, std::string_view value, std::string_view in) {
  return {.number = number,
          .code = *Ahtn::parse(code),
          .national_codes = {},
          .value = decimal(value),
          .currency = currency(in),
          .quantities = {}};
}

Route route(std::string_view departure, const std::vector<std::string>& others) {
  Route result{.departure = country(departure), .others = {}};
  for (const auto& other : others) result.others.push_back(country(other));
  return result;
}

std::string rules_of(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings)
    text += finding.rule + ' ' + finding.pointer + ' ' + finding.value + ';';
  return text;
}

// ---- worked example 1 of the domain file: MY -> TH -> KH, one currency

const refdata::Snapshot first_example = snapshot(
    "MY,85287292,5,,0,,10,2026-01-01,,s\nTH,85287292,10,,0,,7,2026-01-01,,s\nKH,85287292,15,,0,,10,2026-01-"
    "01,,s\n"
    "MY,94036090,25,,0,,10,2026-01-01,,s\nTH,94036090,20,,0,,7,2026-01-01,,s\nKH,94036090,7,,0,,10,2026-01-"
    "01,,s\n");
const std::vector<GoodsItem> first_goods{item(1, "85287292", "20000", "USD"),
                                         item(2, "94036090", "5000", "USD")};

std::int64_t first_amount(AmountRules rules) {
  return amount_at_risk(first_goods, route("MY", {"TH", "KH"}), currency("USD"), rules,
                        first_example.at(acceptance))
      .value()
      .amount.minor_units();
}

TEST(AmountAtRisk, R_ACTS_043_worked_example_1_in_both_readings) {
  EXPECT_EQ(first_amount({.reading = Reading::highest_per_item}), 7'175'00);
  EXPECT_EQ(first_amount({.reading = Reading::highest_country}), 6'185'00);
  EXPECT_EQ(first_amount({.reading = Reading::highest_per_item, .departure_counts = false}), 6'720'00);
  EXPECT_EQ(first_amount({.reading = Reading::highest_country, .departure_counts = false}), 6'185'00);
}

TEST(AmountAtRisk, R_ACTS_051_can_be_followed_line_by_line) {
  const auto amount = amount_at_risk(first_goods, route("MY", {"TH", "KH"}), currency("USD"), default_rules,
                                     first_example.at(acceptance));
  const std::vector<std::string> expected{
      "amount at risk 7175.00 USD, rates of 2026-11-23, highest country of each item, departure included",
      "item 1, KH, code 85287292, value 20000 USD: 5300.00 USD, counts (s)",
      "  duty 15 % of the value: 3000.00 USD",
      "  value added tax 10 % of value, duty and excise: 2300.00 USD",
      "item 1, MY, code 85287292, value 20000 USD: 3100.00 USD (s)",
      "  duty 5 % of the value: 1000.00 USD",
      "  value added tax 10 % of value, duty and excise: 2100.00 USD",
      "item 1, TH, code 85287292, value 20000 USD: 3540.00 USD (s)",
      "  duty 10 % of the value: 2000.00 USD",
      "  value added tax 7 % of value, duty and excise: 1540.00 USD",
      "item 2, KH, code 94036090, value 5000 USD: 885.00 USD (s)",
      "  duty 7 % of the value: 350.00 USD",
      "  value added tax 10 % of value, duty and excise: 535.00 USD",
      "item 2, MY, code 94036090, value 5000 USD: 1875.00 USD, counts (s)",
      "  duty 25 % of the value: 1250.00 USD",
      "  value added tax 10 % of value, duty and excise: 625.00 USD",
      "item 2, TH, code 94036090, value 5000 USD: 1420.00 USD (s)",
      "  duty 20 % of the value: 1000.00 USD",
      "  value added tax 7 % of value, duty and excise: 420.00 USD",
  };
  EXPECT_EQ(explain(amount.value()), expected);
  EXPECT_EQ(from_cbor<AmountAtRisk>(to_cbor(*amount)).value(), *amount);

  AmountAtRisk older = *amount;  // of a program that did not keep the values
  for (ItemDebt& debt : older.debts) {
    debt.value.reset();
    debt.currency.reset();
  }
  EXPECT_EQ(explain(older).at(1), "item 1, KH, code 85287292: 5300.00 USD, counts (s)");
}

// ---- worked example 2: rounding

const refdata::Snapshot second_example =
    snapshot("VN,85287292,12.5,,0,,10,2026-01-01,,s\nTH,85287292,5,,0,,7,2026-01-01,,s\n");

TEST(AmountAtRisk, worked_example_2_rounds_each_charge_once_in_the_currency_of_the_guarantee) {
  const auto amount =
      amount_at_risk(std::vector{item(1, "85287292", "1234.56", "USD")}, route("MY", {"TH", "VN"}),
                     currency("MYR"), {.departure_counts = false}, second_example.at(acceptance));
  EXPECT_EQ(amount.value().amount, (Money{1'237'78, currency("MYR")}));
  const std::vector<std::string> expected{
      "amount at risk 1237.78 MYR, rates of 2026-11-23, highest country of each item, departure left out",
      "rate of exchange: 1 USD = 4.2215 MYR",
      "item 1, TH, code 85287292, value 1234.56 USD (1 USD = 4.2215 MYR on 2026-11-23): 643.64 MYR (s)",
      "  duty 5 % of the value: 260.58 MYR",
      "  value added tax 7 % of value, duty and excise: 383.06 MYR",
      "item 1, VN, code 85287292, value 1234.56 USD (1 USD = 4.2215 MYR on 2026-11-23): 1237.78 MYR, counts "
      "(s)",
      "  duty 12.5 % of the value: 651.46 MYR",
      "  value added tax 10 % of value, duty and excise: 586.32 MYR",
  };
  EXPECT_EQ(explain(*amount), expected);
}

/// The other rule, of the domain file: each line rounded in the country's own currency, the next tax on the
/// rounded line, exact conversion, and the final sum rounded up. Kept here to show what ADR 0008 decided
/// against.
Decimal by_the_other_rule(Decimal value, Decimal local_rate, Decimal guarantee_rate, int local_digits,
                          Decimal duty, Decimal tax) {
  const auto share = [&](Decimal base, Decimal percent) {
    const Decimal rate = *percent.over(Decimal::of(100), 6, Rounding::half_up);
    return *base.times(rate, local_digits, Rounding::half_up);
  };
  const Decimal local = *value.times(local_rate, 6, Rounding::half_up);
  const Decimal duty_line = share(local, duty);
  const Decimal tax_line = share(*local.plus(duty_line), tax);
  const Decimal sum = *duty_line.plus(tax_line);
  const Decimal in_value_currency = *sum.over(local_rate, 6, Rounding::half_up);
  return *in_value_currency.times(guarantee_rate, 2, Rounding::up);
}

TEST(AmountAtRisk, the_other_rule_gives_the_same_in_example_2_and_another_amount_elsewhere) {
  const auto vietnam = [](std::string_view value) {
    return by_the_other_rule(decimal(value), decimal("25430.5"), decimal("4.2215"), 0, decimal("12.5"),
                             decimal("10"));
  };
  const auto here = [](std::string_view value) {
    return amount_at_risk(std::vector{item(1, "85287292", value, "USD")}, route("VN", {}), currency("MYR"),
                          default_rules, second_example.at(acceptance))
        .value()
        .amount.minor_units();
  };
  EXPECT_EQ(vietnam("1234.56"), decimal("1237.78"));
  EXPECT_EQ(here("1234.56"), 1'237'78);
  // 100.0 USD: 100.26 exactly is 100.260625, of which the other rule makes 100.27.
  EXPECT_EQ(vietnam("100"), decimal("100.27"));
  EXPECT_EQ(here("100"), 100'26);
}

// ---- the parts of a debt

TEST(AmountAtRisk, excise_stands_on_duty_and_tax_on_both) {
  const auto data = snapshot("TH,87032363,80,,25,,7,2026-01-01,,s\n");
  const auto amount = amount_at_risk(std::vector{item(1, "87032363", "1000", "MYR")}, route("TH", {}),
                                     currency("MYR"), default_rules, data.at(acceptance));
  // duty 800; excise 25 % of 1800 = 450; tax 7 % of 2250 = 157.50
  EXPECT_EQ(amount.value().amount.minor_units(), 800'00 + 450'00 + 157'50);
}

TEST(AmountAtRisk, a_duty_by_unit_needs_the_quantity_and_is_converted) {
  const auto data = snapshot("VN,22083000,0,1000 VND LTR,0,2 USD LPA,10,2026-01-01,,s\n");
  GoodsItem spirits = item(1, "22083000", "100", "MYR");
  const auto compute = [&] {
    return amount_at_risk(std::vector{spirits}, route("VN", {}), currency("MYR"), default_rules,
                          data.at(acceptance));
  };
  EXPECT_EQ(rules_of(compute().error()), "R-ACTS-043 goods item 1 LTR;R-ACTS-043 goods item 1 LPA;");
  spirits.quantities = {{decimal("500"), *Unit::parse("LTR")}, {decimal("200"), *Unit::parse("LPA")}};
  // 500,000 VND = 83.0008… MYR; 400 USD = 1688.60 MYR; tax 10 % of 1871.6008… = 187.16
  EXPECT_EQ(compute().value().amount.minor_units(), 83'00 + 1688'60 + 187'16);
}

TEST(AmountAtRisk, an_unnamed_subdivision_counts_at_its_dearest) {
  const auto data =
      snapshot("MY,8703236300,30,,75,,10,2026-01-01,,s\nMY,8703236390,30,,90,,10,2026-01-01,,s\n");
  GoodsItem car = item(1, "87032363", "1000", "MYR");
  const auto compute = [&] {
    return amount_at_risk(std::vector{car}, route("MY", {}), currency("MYR"), default_rules,
                          data.at(acceptance))
        .value();
  };
  EXPECT_EQ(compute().debts[0].code.str(), "8703236390");
  car.national_codes = {{country("MY"), *Ahtn::parse("8703236300")}};
  EXPECT_EQ(compute().debts[0].code.str(), "8703236300");
  car.national_codes = {{country("MY"), *Ahtn::parse("8703236377")}};
  EXPECT_EQ(compute().debts[0].code.str(), "8703236390") << "digits that the tariff does not have";
}

TEST(AmountAtRisk, a_guarantee_in_dong_has_no_decimals) {
  const auto data = snapshot("VN,85287292,12.5,,0,,10,2026-01-01,,s\n");
  const auto amount = amount_at_risk(std::vector{item(1, "85287292", "1.23", "USD")}, route("VN", {}),
                                     currency("VND"), default_rules, data.at(acceptance));
  // 31279.515 VND: duty 3909.94 -> 3910; tax 3518.95 -> 3519
  EXPECT_EQ(amount.value().amount, (Money{7429, currency("VND")}));
}

// ---- refusals

TEST(AmountAtRisk, R_ACTS_043_names_every_missing_rate_and_never_guesses) {
  const auto data = snapshot("TH,85287292,10,,0,,7,2026-01-01,,s\n");
  const auto amount =
      amount_at_risk(std::vector{item(7, "85287292", "1", "EUR"), item(8, "94036090", "1", "MYR")},
                     route("MY", {"TH"}), currency("MYR"), default_rules, data.at(acceptance));
  EXPECT_EQ(rules_of(amount.error()),
            "R-ACTS-043 goods item 7 85287292;R-ACTS-043 goods item 7 EUR;R-ACTS-043 goods item 8 94036090;"
            "R-ACTS-043 goods item 8 94036090;");
  EXPECT_EQ(amount.error()[0].detail, "the tariff of MY has no line for the code on 2026-11-23");
  const auto unknown = amount_at_risk(std::vector{item(1, "85287292", "1", "MYR")}, route("TH", {}),
                                      currency("XAU"), default_rules, data.at(acceptance));
  EXPECT_EQ(rules_of(unknown.error()), "R-ACTS-043 currency XAU;");
}

TEST(AmountAtRisk, refuses_shapes_that_have_no_amount) {
  const auto view = first_example.at(acceptance);
  EXPECT_EQ(rules_of(amount_at_risk({}, route("MY", {}), currency("USD"), default_rules, view).error()),
            "R-GUA-003 goods ;");
  EXPECT_EQ(rules_of(amount_at_risk(first_goods, route("MY", {}), currency("USD"),
                                    {.departure_counts = false}, view)
                         .error()),
            "R-GUA-003 route ;");
  GoodsItem bad = item(1, "85287292", "-1", "USD");
  bad.quantities = {{decimal("-2"), Unit{}}};
  EXPECT_EQ(
      rules_of(
          amount_at_risk(std::vector{bad}, route("MY", {}), currency("USD"), default_rules, view).error()),
      "R-GUA-002 goods item 1 -1;R-GUA-002 goods item 1 -2;");
  EXPECT_EQ(rules_of(amount_at_risk(std::vector{item(1, "85287292", "0", "USD")}, route("MY", {}),
                                    currency("USD"), default_rules, view)
                         .error()),
            "R-GUA-002 goods item 1 0;");
}

TEST(AmountAtRisk, R_GUA_004_refuses_what_cannot_be_counted) {
  GoodsItem huge = item(1, "85287292", "1", "USD");
  huge.value = Decimal::of(std::numeric_limits<std::int64_t>::max());
  const auto one = amount_at_risk(std::vector{huge}, route("KH", {}), currency("USD"), default_rules,
                                  first_example.at(acceptance));
  EXPECT_EQ(one.error()[0].rule, "R-GUA-004");
  huge.value = Decimal::of(std::numeric_limits<std::int64_t>::max() / 100 * 3);
  const std::vector<GoodsItem> both{huge, huge};
  EXPECT_TRUE(amount_at_risk(std::vector{huge}, route("KH", {}), currency("USD"), default_rules,
                             first_example.at(acceptance)));
  EXPECT_EQ(
      amount_at_risk(both, route("KH", {}), currency("USD"), default_rules, first_example.at(acceptance))
          .error()[0]
          .rule,
      "R-GUA-004");
}

TEST(AmountAtRisk, R_GUA_005_the_declared_amounts_must_reach_it) {
  const Money required{100, currency("MYR")};
  EXPECT_EQ(
      rules_of(check_cover(required, std::vector{Money{60, currency("MYR")}, Money{40, currency("MYR")}}, 2)),
      "");
  EXPECT_EQ(rules_of(check_cover(required, std::vector{Money{99, currency("MYR")}}, 2)),
            "R-GUA-005 Guarantee/GuaranteeReference/amountToBeCovered ;");
  EXPECT_EQ(check_cover(required, std::vector{Money{99, currency("MYR")}}, 2).front().detail,
            "short by 0.01 MYR, at risk are 1.00 MYR");
  EXPECT_EQ(rules_of(check_cover(required, std::vector{Money{100, currency("USD")}}, 2)),
            "R-GUA-006 Guarantee/GuaranteeReference/amountToBeCovered USD;");
}

// ---- laws

constexpr std::array<std::string_view, 4> states{"MY", "TH", "KH", "VN"};
constexpr std::array<std::string_view, 3> codes{"85287292", "94036090", "22083000"};

refdata::Snapshot any_tariff(test::Rng& rng) {
  std::string rows;
  for (const auto state : states) {
    for (const auto code : codes) {
      rows += format("{},{},{},{},{},,{},2026-01-01,,s\n", state, code, rng.below(60),
                     rng.one_in(3) ? "0.35 USD KGM" : "", rng.below(30), rng.below(12));
    }
  }
  return snapshot(rows);
}

std::vector<GoodsItem> any_goods(test::Rng& rng) {
  std::vector<GoodsItem> goods;
  for (std::uint32_t n = 1; n <= 1 + rng.below(5); ++n) {
    goods.push_back(item(n, codes[rng.below(codes.size())], "0", rng.one_in(2) ? "USD" : "VND"));
    goods.back().value = Decimal::of(rng.between(0, 100'000'000), 2);
    goods.back().quantities = {{Decimal::of(rng.between(0, 100'000), 1), *Unit::parse("KGM")}};
  }
  return goods;
}

TEST(AmountAtRisk, laws_hold_for_any_goods_and_route) {
  test::Rng rng = test::announced_rng();
  for (int round = 0; round < 300; ++round) {
    const auto data = any_tariff(rng);
    auto goods = any_goods(rng);
    const Currency in = currency(rng.one_in(2) ? "MYR" : "VND");
    const auto amount = [&](const Route& on, Reading reading, bool departure = true) {
      return amount_at_risk(goods, on, in, {.reading = reading, .departure_counts = departure},
                            data.at(acceptance))
          .value()
          .amount.minor_units();
    };
    const Route longer = route("MY", {"TH", "KH", "VN"});
    const Route shorter = route("MY", {"TH", "KH"});
    for (const Reading reading : {Reading::highest_per_item, Reading::highest_country}) {
      EXPECT_GE(amount(longer, reading), amount(shorter, reading))
          << "a country more never lowers the amount";
      EXPECT_GE(amount(shorter, reading, true), amount(shorter, reading, false));
    }
    const std::int64_t a = amount(longer, Reading::highest_per_item);
    const std::int64_t b = amount(longer, Reading::highest_country);
    EXPECT_GE(a, b) << "the first reading never under-covers";

    for (std::size_t i = goods.size(); i > 1; --i) std::swap(goods[i - 1], goods[rng.below(i)]);
    EXPECT_EQ(amount(longer, Reading::highest_per_item), a) << "the order of the items changes nothing";
    EXPECT_EQ(amount(longer, Reading::highest_country), b);
    EXPECT_EQ(amount(route("MY", {"VN", "KH", "TH", "VN"}), Reading::highest_per_item), a);
  }
}

TEST(AmountAtRisk, the_lines_add_up_to_the_amount) {
  test::Rng rng = test::announced_rng();
  for (int round = 0; round < 300; ++round) {
    const auto data = any_tariff(rng);
    const auto goods = any_goods(rng);
    const Reading reading = rng.one_in(2) ? Reading::highest_per_item : Reading::highest_country;
    const auto amount = amount_at_risk(goods, route("MY", {"TH", "KH", "VN"}), currency("MYR"),
                                       {.reading = reading}, data.at(acceptance));
    std::int64_t counted = 0;
    std::size_t items = 0;
    for (const ItemDebt& debt : amount.value().debts) {
      std::int64_t charges = 0;
      for (const ChargeLine& line : debt.charges) charges += line.minor_units;
      EXPECT_EQ(charges, debt.minor_units);
      if (debt.counts) counted += debt.minor_units;
      if (debt.counts) ++items;
    }
    EXPECT_EQ(counted, amount->amount.minor_units());
    EXPECT_EQ(items, goods.size());
  }
}

}  // namespace
}  // namespace lintas::guarantee
