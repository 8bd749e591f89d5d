#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/dated.hpp"

/// What the reference data say, one struct for each file of data/codelists.
namespace lintas::refdata {

/// ISO 4217: how many decimals the currency has.
struct CurrencyFacts {
  int minor_digits = 0;
};

/// `units` of a currency cost `home` of the node's home currency: the form in which rates are published, so
/// that "100 yen" keeps all its digits.
struct ExchangeRate {
  Decimal units;
  Decimal home;

  friend bool operator==(const ExchangeRate&, const ExchangeRate&) = default;
};

struct CountryFacts {
  std::string name;
};

enum class OfficeRole : std::uint8_t {
  departure = 1,
  transit = 2,
  destination = 4,
  guarantee = 8,
  enquiry = 16,
  recovery = 32
};

struct OfficeFacts {
  std::string name;
  std::chrono::minutes utc_offset{};
  std::uint8_t roles = 0;

  [[nodiscard]] bool has(OfficeRole role) const { return (roles & static_cast<std::uint8_t>(role)) != 0; }
};

/// An amount for each unit of the goods.
struct SpecificRate {
  Decimal amount;
  Currency currency;
  Unit unit;

  friend bool operator==(const SpecificRate&, const SpecificRate&) = default;
};

struct TariffKey {
  Country country;
  Ahtn code;

  friend auto operator<=>(const TariffKey&, const TariffKey&) = default;
};

/// What a country charges on goods of a code. Percentages: duty of the value; excise of value and duty; value
/// added tax of value, duty and excise.
struct TariffLine {
  Decimal duty_percent;
  std::optional<SpecificRate> duty_specific;
  Decimal excise_percent;
  std::optional<SpecificRate> excise_specific;
  Decimal vat_percent;
};

/// Two states that share a land frontier, the first one in the order of the alphabet.
struct Frontier {
  Country country;
  Country neighbour;

  friend auto operator<=>(const Frontier&, const Frontier&) = default;
};

/// Nothing but that the frontier exists.
struct FrontierFacts {};

using Currencies = DatedTable<Currency, CurrencyFacts>;
using ExchangeRates = DatedTable<Currency, ExchangeRate>;
using Countries = DatedTable<Country, CountryFacts>;
using Offices = DatedTable<OfficeId, OfficeFacts>;
using Tariff = DatedTable<TariffKey, TariffLine>;
using Frontiers = DatedTable<Frontier, FrontierFacts>;

}  // namespace lintas::refdata
