#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/snapshot.hpp"

/// The amount that a movement's guarantee must cover: what duties, excises and taxes would be due on its
/// goods at the highest rates of the countries it crosses. Source: docs/domain/guarantee.md; R-ACTS-043.
namespace lintas::guarantee {

struct Quantity {
  Decimal amount;
  Unit unit;
};

/// A code with a state's own digits, as the trader gave it (AV003).
struct NationalCode {
  Country country;
  Ahtn code;
};

struct GoodsItem {
  std::uint32_t number = 0;  ///< of the declaration
  Ahtn code;
  std::vector<NationalCode> national_codes;
  Decimal value;
  Currency currency;
  std::vector<Quantity> quantities;  ///< for duties by unit (AV004)
};

/// "The highest rates payable on those goods in the countries of the transit" can be read in two ways.
enum class Reading : std::uint8_t {
  highest_per_item = 1,  ///< sum over items of the highest country: never below the other
  highest_country = 2,   ///< highest country of the sums over items
};

/// What a state decides about the amount; from its national profile.
struct AmountRules {
  Reading reading = Reading::highest_per_item;
  bool departure_counts = true;
};

struct Route {
  Country departure;
  std::vector<Country> others;  ///< of transit and destination; an order or a repetition changes nothing
};

enum class Charge : std::uint8_t {
  duty = 1,
  duty_by_unit = 2,
  excise = 3,
  excise_by_unit = 4,
  value_added_tax = 5,
};

[[nodiscard]] std::string_view name(Charge charge);

/// One charge of one country on one item: `rate` percent, or `rate` for each of `quantity` units.
struct ChargeLine {
  Charge charge{};
  Decimal rate;
  std::optional<Currency> rate_currency;
  std::optional<Decimal> quantity;
  std::optional<Unit> unit;
  std::int64_t minor_units = 0;  ///< in the currency of the guarantee, rounded half up

  static constexpr std::string_view record = "guarantee.charge_line";
  static constexpr auto fields() {
    return Fields{Field{1, "charge", &ChargeLine::charge},
                  Field{2, "rate", &ChargeLine::rate},
                  Field{3, "rate_currency", &ChargeLine::rate_currency},
                  Field{4, "quantity", &ChargeLine::quantity},
                  Field{5, "unit", &ChargeLine::unit},
                  Field{6, "minor_units", &ChargeLine::minor_units}};
  }
  friend bool operator==(const ChargeLine&, const ChargeLine&) = default;
};

/// What one country would charge on one item.
struct ItemDebt {
  std::uint32_t item = 0;
  Country country;
  Ahtn code;            ///< of the tariff line that was applied
  std::string source;   ///< of that line
  bool counts = false;  ///< this country's debt is the one that went into the amount
  std::vector<ChargeLine> charges;
  std::int64_t minor_units = 0;
  std::optional<Decimal> value;      ///< customs value of the item; not set by an earlier program
  std::optional<Currency> currency;  ///< of the value

  static constexpr std::string_view record = "guarantee.item_debt";
  static constexpr auto fields() {
    return Fields{Field{1, "item", &ItemDebt::item},
                  Field{2, "country", &ItemDebt::country},
                  Field{3, "code", &ItemDebt::code},
                  Field{4, "source", &ItemDebt::source},
                  Field{5, "counts", &ItemDebt::counts},
                  Field{6, "charges", &ItemDebt::charges},
                  Field{7, "minor_units", &ItemDebt::minor_units},
                  Field{8, "value", &ItemDebt::value},
                  Field{9, "currency", &ItemDebt::currency}};
  }
  friend bool operator==(const ItemDebt&, const ItemDebt&) = default;
};

/// How an amount of one currency came into the currency of the guarantee: times from_home and to_units,
/// divided by from_units and to_home.
struct ConversionUsed {
  Currency from;
  Decimal from_units;
  Decimal from_home;
  Decimal to_units;
  Decimal to_home;

  static constexpr std::string_view record = "guarantee.conversion_used";
  static constexpr auto fields() {
    return Fields{
        Field{1, "from", &ConversionUsed::from}, Field{2, "from_units", &ConversionUsed::from_units},
        Field{3, "from_home", &ConversionUsed::from_home}, Field{4, "to_units", &ConversionUsed::to_units},
        Field{5, "to_home", &ConversionUsed::to_home}};
  }
  friend bool operator==(const ConversionUsed&, const ConversionUsed&) = default;
};

/// The amount and everything it was made from, in the order of items and countries: kept with the
/// declaration, shown to the trader (R-ACTS-051).
struct AmountAtRisk {
  Money amount;
  Day rate_day;
  Reading reading = Reading::highest_per_item;
  bool departure_counts = true;
  std::vector<ItemDebt> debts;
  std::vector<ConversionUsed> conversions;
  std::uint8_t minor_digits = 0;  ///< of the amount's currency

  static constexpr std::string_view record = "guarantee.amount_at_risk";
  static constexpr auto fields() {
    return Fields{Field{1, "amount", &AmountAtRisk::amount},
                  Field{2, "rate_day", &AmountAtRisk::rate_day},
                  Field{3, "reading", &AmountAtRisk::reading},
                  Field{4, "departure_counts", &AmountAtRisk::departure_counts},
                  Field{5, "debts", &AmountAtRisk::debts},
                  Field{6, "conversions", &AmountAtRisk::conversions},
                  Field{7, "minor_digits", &AmountAtRisk::minor_digits}};
  }
  friend bool operator==(const AmountAtRisk&, const AmountAtRisk&) = default;
};

/// Each charge is computed exactly, converted once and rounded half up to the minor unit of
/// `guarantee_currency`; then charges are added and the highest taken (ADR 0008). Where a code is subdivided
/// and the trader did not say which subdivision, or named one that is not in the tariff, the dearest counts.
/// `rates` is the view of the day of acceptance, for amendments too. Refuses, all faults at once: R-ACTS-043
/// a rate, a rate of exchange or a quantity is missing; R-GUA-002 a value not above zero or a quantity below;
/// R-GUA-003 no goods or no country; R-GUA-004 beyond what an amount can be. Pure; safe from any thread.
[[nodiscard]] std::expected<AmountAtRisk, Findings> amount_at_risk(std::span<const GoodsItem> goods,
                                                                   const Route& route,
                                                                   Currency guarantee_currency,
                                                                   const AmountRules& rules,
                                                                   const refdata::View& rates);

/// Whether the amounts that a declaration puts on its guarantees reach the amount at risk; all in one
/// currency. Refuses: R-GUA-005 less, R-GUA-006 in another currency.
[[nodiscard]] Findings check_cover(Money required, std::span<const Money> declared,
                                   std::uint8_t minor_digits);

/// The calculation as lines that a person can follow, and work out again: of each debt the value that it was
/// taken from with its rate of exchange, of each charge its rate and what it stands on.
[[nodiscard]] std::vector<std::string> explain(const AmountAtRisk& amount);

}  // namespace lintas::guarantee
