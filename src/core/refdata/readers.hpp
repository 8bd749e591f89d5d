#pragma once

#include <expected>
#include <span>
#include <string_view>

#include "base/finding.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"

/// From the text of a file of data/codelists or data/states to its table. All faults are reported at once,
/// each with line and column: R-REF-001 not a table, R-REF-002 a cell, R-REF-003 two rows for one day.
namespace lintas::refdata {

/// currency, minor_digits, from, until, source
[[nodiscard]] std::expected<Currencies, Findings> read_currencies(std::string_view csv);

/// currency, units, home_amount, from, until, source
[[nodiscard]] std::expected<ExchangeRates, Findings> read_exchange_rates(std::string_view csv);

/// country, name, from, until, source
[[nodiscard]] std::expected<Countries, Findings> read_countries(std::string_view csv);

/// office, name, city, locode, phone, hours, utc_offset_minutes, roles, from, until, source. Roles: DEP TRA
/// DES GUA ENQ REC, blanks between. Hours: 08:00-17:00. LOCODE, phone and hours may be empty.
[[nodiscard]] std::expected<Offices, Findings> read_offices(std::string_view csv);

/// from_office, to_office, kind, transit_days, stay_days, from, until, source. Kind: inland within one state,
/// frontier between two. Stay: longest stay in the state of an inland leg, or empty.
[[nodiscard]] std::expected<Legs, Findings> read_legs(std::string_view csv);

/// country, code, duty_percent, duty_per_unit, excise_percent, excise_per_unit, vat_percent, from, until,
/// source. Per unit: amount, currency and unit with blanks between, "1.50 USD KGM", or empty.
[[nodiscard]] std::expected<Tariff, Findings> read_tariff(std::string_view csv);

/// kind, process, from_state, to_state, on, from, until, source. Process: issue, response, verification.
/// State: * stands for every state. On: yes or no.
[[nodiscard]] std::expected<DocumentPairs, Findings> read_document_pairs(std::string_view csv);

/// list, code, text, from, until, source
[[nodiscard]] std::expected<CodeLists, Findings> read_codes(std::string_view csv);
/// A file of data/states: key, value, from, until, source. The law begins on the first day that a row names;
/// from then on every key holds on every day. Also R-REF-004 a key that no profile has, R-REF-005 a key
/// without a value on some day.
[[nodiscard]] std::expected<StateLaws, Findings> read_profile(Country state, std::string_view csv);

/// Several states' laws as one table. Precondition: each state comes once.
[[nodiscard]] StateLaws joined(std::span<const StateLaws> laws);

}  // namespace lintas::refdata
