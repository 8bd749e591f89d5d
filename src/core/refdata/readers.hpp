#pragma once

#include <expected>
#include <string_view>

#include "base/finding.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/tables.hpp"

/// From the text of a file of data/codelists to its table. All faults are reported at once, each with line
/// and column: R-REF-001 not a table, R-REF-002 a cell, R-REF-003 two rows for one day.
namespace lintas::refdata {

/// currency, minor_digits, from, until, source
[[nodiscard]] std::expected<Currencies, Findings> read_currencies(std::string_view csv);

/// currency, units, home_amount, from, until, source
[[nodiscard]] std::expected<ExchangeRates, Findings> read_exchange_rates(std::string_view csv);

/// country, name, from, until, source
[[nodiscard]] std::expected<Countries, Findings> read_countries(std::string_view csv);

/// office, name, utc_offset_minutes, roles, from, until, source. Roles: DEP TRA DES GUA ENQ REC, blanks
/// between.
[[nodiscard]] std::expected<Offices, Findings> read_offices(std::string_view csv);

/// country, code, duty_percent, duty_per_unit, excise_percent, excise_per_unit, vat_percent, from, until,
/// source. Per unit: amount, currency and unit with blanks between, "1.50 USD KGM", or empty.
[[nodiscard]] std::expected<Tariff, Findings> read_tariff(std::string_view csv);

/// country, neighbour, from, until, source. The two in the order of the alphabet.
[[nodiscard]] std::expected<Frontiers, Findings> read_frontiers(std::string_view csv);

/// list, code, text, from, until, source
[[nodiscard]] std::expected<CodeLists, Findings> read_codes(std::string_view csv);

}  // namespace lintas::refdata
