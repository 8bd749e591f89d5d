#include "core/refdata/snapshot.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

std::optional<ExchangeRate> rate_of(const Tables& tables, Currency currency, Day day) {
  if (currency == tables.home) return ExchangeRate{.units = Decimal::of(1), .home = Decimal::of(1)};
  const auto* row = tables.exchange_rates.find(currency, day);
  if (row == nullptr) return std::nullopt;
  return row->value;
}

}  // namespace

View Snapshot::at(Day day) const { return View{tables_, day}; }

const Currencies::Row* View::currency(Currency currency) const {
  return tables_->currencies.find(currency, day_);
}

const Countries::Row* View::country(Country country) const { return tables_->countries.find(country, day_); }

const Offices::Row* View::office(const OfficeId& office) const { return tables_->offices.find(office, day_); }

bool View::neighbours(Country a, Country b) const {
  const Frontier frontier =
      b < a ? Frontier{.country = b, .neighbour = a} : Frontier{.country = a, .neighbour = b};
  return tables_->frontiers.find(frontier, day_) != nullptr;
}

std::optional<Conversion> View::conversion(Currency from, Currency to) const {
  const auto first = rate_of(*tables_, from, day_);
  const auto second = rate_of(*tables_, to, day_);
  if (!first || !second) return std::nullopt;
  return Conversion{.from = *first, .to = *second};
}

std::vector<const Tariff::Row*> View::tariff_lines(Country country, const Ahtn& code) const {
  std::vector<const Tariff::Row*> lines;
  for (const Tariff::Row& row : tables_->tariff.rows_from({.country = country, .code = code})) {
    if (row.key.country != country || !code.covers(row.key.code)) break;
    if (row.holds_on(day_)) lines.push_back(&row);
  }
  if (!lines.empty()) return lines;
  for (std::size_t length = code.str().size() - 1; length >= 6; --length) {
    const auto above = Ahtn::parse(code.str().substr(0, length));
    if (!above) continue;
    const auto* row = tables_->tariff.find({.country = country, .code = *above}, day_);
    if (row != nullptr) return {row};
  }
  return {};
}

std::optional<Day> View::day_at(const OfficeId& office, Instant instant) const {
  const auto* row = this->office(office);
  if (row == nullptr) return std::nullopt;
  return day_of(instant, row->value.utc_offset);
}

}  // namespace lintas::refdata
