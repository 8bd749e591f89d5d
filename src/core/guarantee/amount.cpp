#include "core/guarantee/amount.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/exact.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::guarantee {

namespace {

/// One calculation: what it reads and the faults it has met.
class Calculation {
 public:
  Calculation(Currency currency, const refdata::View& rates) : currency_(currency), rates_(rates) {
    if (const auto* facts = rates.currency(currency)) minor_digits_ = facts->value.minor_digits;
    if (rates.currency(currency) == nullptr)
      note("R-ACTS-043", "currency", currency.str(), "not a currency of the reference data on that day");
  }

  /// What `country` would charge on the item; nothing after a fault, which is noted.
  std::optional<ItemDebt> debt(const GoodsItem& item, Country country) {
    const auto given = std::ranges::find(item.national_codes, country, &NationalCode::country);
    const Ahtn code = given == item.national_codes.end() ? item.code : given->code;
    auto lines = rates_.tariff_lines(country, code);
    // Digits that the state does not have: the dearest line under the eight digits counts, as without them.
    if (lines.empty()) lines = rates_.tariff_lines(country, item.code);
    if (lines.empty()) {
      note("R-ACTS-043", place(item), code.str(),
           format("the tariff of {} has no line for the code on {}", country.str(), to_text(rates_.day())));
    }
    std::optional<ItemDebt> highest;
    for (const auto* line : lines) {
      auto one = debt_by_line(item, *line);
      if (one && (!highest || one->minor_units > highest->minor_units)) highest = std::move(one);
    }
    return highest;
  }

  void note(std::string_view rule, std::string pointer, std::string_view value, std::string detail) {
    Finding finding{std::string{rule}, std::move(pointer), std::string{value}, std::move(detail)};
    if (std::ranges::find(findings_, finding) == findings_.end()) findings_.push_back(std::move(finding));
  }
  static std::string place(const GoodsItem& item) { return format("goods item {}", item.number); }

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] int minor_digits() const { return minor_digits_; }
  [[nodiscard]] std::vector<ConversionUsed> conversions_used() const {
    std::vector<ConversionUsed> used;
    for (const auto& [from, conversion] : conversions_) {
      if (from == currency_ || !conversion) continue;
      used.push_back(
          {from, conversion->from.units, conversion->from.home, conversion->to.units, conversion->to.home});
    }
    return used;
  }

 private:
  std::optional<ItemDebt> debt_by_line(const GoodsItem& item, const refdata::Tariff::Row& row) {
    const refdata::TariffLine& line = row.value;
    const auto value = converted(Exact{item.value}, item.currency, item);
    const auto duty_by_unit = by_unit(item, line.duty_specific);
    const auto excise_by_unit = by_unit(item, line.excise_specific);
    if (!value || !duty_by_unit || !excise_by_unit) return std::nullopt;

    const Exact duty = percent(*value, line.duty_percent);
    const Exact dutied = *value + duty + *duty_by_unit;
    const Exact excise = percent(dutied, line.excise_percent);
    const Exact tax = percent(dutied + excise + *excise_by_unit, line.vat_percent);

    ItemDebt debt{.item = item.number,
                  .country = row.key.country,
                  .code = row.key.code,
                  .source = row.source,
                  .value = item.value,
                  .currency = item.currency};
    const bool fits =
        add_line(debt, {.charge = Charge::duty, .rate = line.duty_percent}, duty) &&
        add_line(debt, unit_line(Charge::duty_by_unit, item, line.duty_specific), *duty_by_unit) &&
        add_line(debt, {.charge = Charge::excise, .rate = line.excise_percent}, excise) &&
        add_line(debt, unit_line(Charge::excise_by_unit, item, line.excise_specific), *excise_by_unit) &&
        add_line(debt, {.charge = Charge::value_added_tax, .rate = line.vat_percent}, tax);
    if (fits) return debt;
    note("R-GUA-004", place(item), item.value.str(), "the amount is beyond what can be counted");
    return std::nullopt;
  }

  static Exact percent(const Exact& base, Decimal rate) {
    return base * Exact{rate} / Exact{Decimal::of(100)};
  }

  std::optional<Exact> converted(const Exact& amount, Currency from, const GoodsItem& item) {
    auto known = conversions_.find(from);
    if (known == conversions_.end()) {
      known = conversions_.emplace(from, rates_.conversion(from, currency_)).first;
    }
    if (!known->second) {
      note("R-ACTS-043", place(item), from.str(),
           format("no rate of exchange from {} to {} on {}", from.str(), currency_.str(),
                  to_text(rates_.day())));
      return std::nullopt;
    }
    const auto& [source, target] = *known->second;
    return amount * Exact{source.home} * Exact{target.units} / Exact{source.units} / Exact{target.home};
  }

  static const Quantity* quantity_for(const GoodsItem& item, const refdata::SpecificRate& rate) {
    const auto found = std::ranges::find(item.quantities, rate.unit, &Quantity::unit);
    return found == item.quantities.end() ? nullptr : &*found;
  }

  /// Zero where there is no rate by unit.
  std::optional<Exact> by_unit(const GoodsItem& item, const std::optional<refdata::SpecificRate>& rate) {
    if (!rate) return Exact{};
    const Quantity* quantity = quantity_for(item, *rate);
    if (quantity == nullptr) {
      note("R-ACTS-043", place(item), rate->unit.str(), "the quantity in this unit is missing");
      return std::nullopt;
    }
    return converted(Exact{rate->amount} * Exact{quantity->amount}, rate->currency, item);
  }

  static ChargeLine unit_line(Charge charge, const GoodsItem& item,
                              const std::optional<refdata::SpecificRate>& rate) {
    if (!rate) return {.charge = charge};
    return {.charge = charge,
            .rate = rate->amount,
            .rate_currency = rate->currency,
            .quantity = quantity_for(item, *rate)->amount,
            .unit = rate->unit};
  }

  /// Adds the rounded charge to the debt; a rate of zero is shown for duty and tax only.
  [[nodiscard]] bool add_line(ItemDebt& debt, ChargeLine line, const Exact& amount) const {
    const auto rounded = amount.rounded(minor_digits_);
    if (!rounded) return false;
    line.minor_units = *rounded;
    if (__builtin_add_overflow(debt.minor_units, *rounded, &debt.minor_units)) return false;
    const bool always = line.charge == Charge::duty || line.charge == Charge::value_added_tax;
    if (always || !line.rate.is_zero()) debt.charges.push_back(line);
    return true;
  }

  Currency currency_;
  const refdata::View& rates_;
  int minor_digits_ = 0;
  std::map<Currency, std::optional<refdata::Conversion>> conversions_;
  Findings findings_;
};

std::set<Country> countries_of(const Route& route, const AmountRules& rules) {
  std::set<Country> countries{route.others.begin(), route.others.end()};
  if (rules.departure_counts) countries.insert(route.departure);
  return countries;
}

void check_shape(Calculation& calculation, std::span<const GoodsItem> goods,
                 const std::set<Country>& countries) {
  if (goods.empty()) calculation.note("R-GUA-003", "goods", "", "there is no item");
  if (countries.empty()) calculation.note("R-GUA-003", "route", "", "there is no country whose rates count");
  for (const GoodsItem& item : goods) {
    if (item.value.is_negative() || item.value.is_zero()) {
      calculation.note("R-GUA-002", Calculation::place(item), item.value.str(),
                       "the value is not above zero");
    }
    for (const Quantity& quantity : item.quantities) {
      if (!quantity.amount.is_negative()) continue;
      calculation.note("R-GUA-002", Calculation::place(item), quantity.amount.str(),
                       "the quantity is below zero");
    }
  }
}

/// Marks the debts that count and adds them; nothing if the sum does not fit. Each item has `countries`
/// debts, one after another.
std::optional<std::int64_t> total(std::vector<ItemDebt>& debts, std::size_t countries, Reading reading,
                                  Country highest_country) {
  std::int64_t sum = 0;
  for (std::size_t first = 0; first < debts.size(); first += countries) {
    const auto of_item = std::span{debts}.subspan(first, countries);
    ItemDebt& counted = reading == Reading::highest_per_item
                            ? *std::ranges::max_element(of_item, {}, &ItemDebt::minor_units)
                            : *std::ranges::find(of_item, highest_country, &ItemDebt::country);
    counted.counts = true;
    if (__builtin_add_overflow(sum, counted.minor_units, &sum)) return std::nullopt;
  }
  return sum;
}

/// The country whose debts add up to most; nothing if a sum does not fit.
std::optional<Country> highest_country(const std::vector<ItemDebt>& debts) {
  std::map<Country, std::int64_t> sums;
  for (const ItemDebt& debt : debts) {
    std::int64_t& sum = sums[debt.country];
    if (__builtin_add_overflow(sum, debt.minor_units, &sum)) return std::nullopt;
  }
  return std::ranges::max_element(sums, {}, [](const auto& pair) { return pair.second; })->first;
}

/// Rates are those of one state. A guarantee in its currency, which is the rule, is one for one.
bool is_to_the_currency_of_the_rates(const ConversionUsed& used) { return used.to_units == used.to_home; }

/// "1 USD = 4.2215 MYR"; where both have a rate, each one's.
std::string in_words(const ConversionUsed& used, Currency currency) {
  if (is_to_the_currency_of_the_rates(used)) {
    return format("{} {} = {} {}", used.from_units.str(), used.from.str(), used.from_home.str(),
                  currency.str());
  }
  return format("{} {} = {}, {} {} = {}", used.from_units.str(), used.from.str(), used.from_home.str(),
                used.to_units.str(), currency.str(), used.to_home.str());
}

/// ", value 1234.56 USD (1 USD = 4.2215 MYR on 2026-11-23)"; nothing where an earlier program kept no value.
std::string value_of(const ItemDebt& debt, const AmountAtRisk& amount) {
  if (!debt.value || !debt.currency) return {};
  std::string text = format(", value {} {}", debt.value->str(), debt.currency->str());
  const auto used = std::ranges::find(amount.conversions, *debt.currency, &ConversionUsed::from);
  if (used == amount.conversions.end()) return text;
  return text + format(" ({} on {})", in_words(*used, amount.amount.currency()), to_text(amount.rate_day));
}

/// What a percentage is taken of.
std::string_view base_of(Charge charge) {
  switch (charge) {
    case Charge::duty: return "the value";
    case Charge::excise: return "value and duty";
    case Charge::value_added_tax: return "value, duty and excise";
    case Charge::duty_by_unit:
    case Charge::excise_by_unit: return "the quantity";
  }
  std::unreachable();
}

std::string line_of(const ChargeLine& line, Currency currency, int minor_digits) {
  const std::string amount = format("{} {}", with_all_places(line.minor_units, minor_digits), currency.str());
  if (!line.unit || !line.rate_currency || !line.quantity)
    return format("{} {} % of {}: {}", name(line.charge), line.rate.str(), base_of(line.charge), amount);
  return format("{} {} {} for each of {} {}: {}", name(line.charge), line.rate.str(),
                line.rate_currency->str(), line.quantity->str(), line.unit->str(), amount);
}

}  // namespace

std::string_view name(Charge charge) {
  switch (charge) {
    case Charge::duty: return "duty";
    case Charge::duty_by_unit: return "duty by unit";
    case Charge::excise: return "excise";
    case Charge::excise_by_unit: return "excise by unit";
    case Charge::value_added_tax: return "value added tax";
  }
  std::unreachable();
}

std::expected<AmountAtRisk, Findings> amount_at_risk(std::span<const GoodsItem> goods, const Route& route,
                                                     Currency guarantee_currency, const AmountRules& rules,
                                                     const refdata::View& rates) {
  Calculation calculation{guarantee_currency, rates};
  const std::set<Country> countries = countries_of(route, rules);
  check_shape(calculation, goods, countries);
  if (!calculation.findings().empty()) return std::unexpected(calculation.findings());

  AmountAtRisk result{
      .rate_day = rates.day(), .reading = rules.reading, .departure_counts = rules.departure_counts};
  for (const GoodsItem& item : goods) {
    for (const Country country : countries) {
      if (auto debt = calculation.debt(item, country)) result.debts.push_back(std::move(*debt));
    }
  }
  if (!calculation.findings().empty()) return std::unexpected(calculation.findings());

  const auto highest = highest_country(result.debts);
  const auto sum = highest ? total(result.debts, countries.size(), rules.reading, *highest) : std::nullopt;
  if (!sum) {
    calculation.note("R-GUA-004", "goods", "", "the sum is beyond what can be counted");
    return std::unexpected(calculation.findings());
  }
  result.amount = Money{*sum, guarantee_currency};
  result.conversions = calculation.conversions_used();
  result.minor_digits = static_cast<std::uint8_t>(calculation.minor_digits());
  return result;
}

Findings check_cover(Money required, std::span<const Money> declared, std::uint8_t minor_digits) {
  Money sum{0, required.currency()};
  for (const Money& one : declared) {
    const auto next = add(sum, one);
    if (!next) {
      return {{.rule = "R-GUA-006",
               .pointer = "Guarantee/GuaranteeReference/amountToBeCovered",
               .value = std::string{one.currency().str()},
               .detail = format("the amount at risk is in {}", required.currency().str())}};
    }
    sum = *next;
  }
  if (sum.minor_units() >= required.minor_units()) return {};
  return {
      {.rule = "R-GUA-005",
       .pointer = "Guarantee/GuaranteeReference/amountToBeCovered",
       .value = {},
       .detail = format("short by {0} {2}, at risk are {1} {2}",
                        with_all_places(required.minor_units() - sum.minor_units(), minor_digits),
                        with_all_places(required.minor_units(), minor_digits), required.currency().str())}};
}

std::vector<std::string> explain(const AmountAtRisk& amount) {
  const Currency currency = amount.amount.currency();
  const auto money = [&](std::int64_t minor_units) {
    return format("{} {}", with_all_places(minor_units, amount.minor_digits), currency.str());
  };
  std::vector<std::string> lines;
  lines.push_back(format("amount at risk {}, rates of {}, {}, departure {}",
                         money(amount.amount.minor_units()), to_text(amount.rate_day),
                         amount.reading == Reading::highest_per_item ? "highest country of each item"
                                                                     : "country with the highest sum",
                         amount.departure_counts ? "included" : "left out"));
  for (const ConversionUsed& used : amount.conversions) {
    lines.push_back(format("{}: {}",
                           is_to_the_currency_of_the_rates(used)
                               ? "rate of exchange"
                               : "rates of exchange, both in the currency of the state whose rates they are",
                           in_words(used, currency)));
  }
  for (const ItemDebt& debt : amount.debts) {
    lines.push_back(format("item {}, {}, code {}{}: {}{} ({})", debt.item, debt.country.str(),
                           debt.code.str(), value_of(debt, amount), money(debt.minor_units),
                           debt.counts ? ", counts" : "", debt.source));
    for (const ChargeLine& line : debt.charges) {
      lines.push_back("  " + line_of(line, currency, amount.minor_digits));
    }
  }
  return lines;
}

}  // namespace lintas::guarantee
