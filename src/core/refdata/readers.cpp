#include "core/refdata/readers.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <expected>
#include <optional>
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
#include "base/words.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/dated_file.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

bool not_negative(Decimal d) { return !d.is_negative(); }
bool positive(Decimal d) { return !d.is_negative() && !d.is_zero(); }

Decimal percent(Cells& cells) { return cells.decimal(not_negative, "not a percentage from 0 on"); }

/// A country and three letters or digits 2 to 9, written together.
std::string locode(Cells& cells) {
  std::string text = cells.text_or_empty();
  const bool right = text.size() == 5 && std::ranges::all_of(text, is_capital_or_digit) &&
                     Country::parse(std::string_view{text}.substr(0, 2));
  if (!text.empty() && !right) cells.note("not a UN/LOCODE");
  return text;
}

LegFacts leg_facts(Cells& cells, const LegKey& key) {
  static constexpr std::array<std::string_view, 2> kinds{"inland", "frontier"};
  constexpr int days_of_a_leg_max = 99;
  LegFacts leg;
  leg.kind = cells.one_of(kinds) == 0 ? LegKind::inland : LegKind::frontier;
  const bool one_state = key.from.country() == key.to.country();
  if (one_state != (leg.kind == LegKind::inland)) cells.note("inland within one state, frontier between two");
  leg.transit = std::chrono::days{cells.integer(0, days_of_a_leg_max)};
  if (cells.next_is_empty()) {
    cells.skip();
    return leg;
  }
  leg.stay = std::chrono::days{cells.integer(1, days_of_a_leg_max)};
  if (leg.kind == LegKind::frontier) cells.note("a frontier leg lies in no state");
  return leg;
}

/// A state, or * for every one.
std::optional<Country> state_or_every(Cells& cells) {
  const std::string text = cells.text_or_empty();
  if (text == every_state) return std::nullopt;
  const auto state = Country::parse(text);
  if (!state) cells.note("neither a state nor *");
  return state.value_or(Country{});
}

DocumentProcess process_in(Cells& cells) {
  const auto process = read_word<DocumentProcess>(cells.text_or_empty());
  if (!process) cells.note("not a process of documents");
  return process.value_or(DocumentProcess::issue);
}

template <class Key>
std::string name_of(const Key& key) {
  if constexpr (std::same_as<Key, TariffKey>) {
    return format("{} {}", key.country.str(), key.code.str());
  } else if constexpr (std::same_as<Key, LegKey>) {
    return format("{} {}", key.from.str(), key.to.str());
  } else if constexpr (std::same_as<Key, DocumentPairKey>) {
    return format("{} {} {} {}", key.kind, word_of(key.process), in_words(key.from), in_words(key.to));
  } else {
    return std::string{key.str()};
  }
}

/// Under the name of each key.
template <class Table, class Key, class Value>
std::expected<Table, Findings> read(std::string_view text, std::span<const std::string_view> columns,
                                    const Key& key, const Value& value) {
  return read_dated<Table>(text, columns, key, value, [](const auto& one) { return name_of(one); });
}

}  // namespace

std::expected<Currencies, Findings> read_currencies(std::string_view csv) {
  static constexpr std::array<std::string_view, 5> columns{"currency", "minor_digits", "from", "until",
                                                           "source"};
  return read<Currencies>(
      csv, columns, [](Cells& cells) { return cells.value<Currency>(); },
      [](Cells& cells) { return CurrencyFacts{.minor_digits = cells.integer(0, 4)}; });
}

std::expected<ExchangeRates, Findings> read_exchange_rates(std::string_view csv) {
  static constexpr std::array<std::string_view, 6> columns{"currency", "units", "home_amount",
                                                           "from",     "until", "source"};
  return read<ExchangeRates>(
      csv, columns, [](Cells& cells) { return cells.value<Currency>(); },
      [](Cells& cells) {
        const Decimal units = cells.decimal(positive, "not above 0");
        return ExchangeRate{.units = units, .home = cells.decimal(positive, "not above 0")};
      });
}

std::expected<Countries, Findings> read_countries(std::string_view csv) {
  static constexpr std::array<std::string_view, 5> columns{"country", "name", "from", "until", "source"};
  return read<Countries>(
      csv, columns, [](Cells& cells) { return cells.value<Country>(); },
      [](Cells& cells) { return CountryFacts{.name = cells.text()}; });
}

std::expected<Offices, Findings> read_offices(std::string_view csv) {
  static constexpr std::array<std::string_view, 11> columns{
      "office", "name", "city",  "locode", "phone", "hours", "utc_offset_minutes",
      "roles",  "from", "until", "source"};
  constexpr int half_a_day_ahead = 14 * 60;
  constexpr int half_a_day_behind = -12 * 60;
  return read<Offices>(
      csv, columns, [](Cells& cells) { return cells.value<OfficeId>(); },
      [](Cells& cells) {
        OfficeFacts office;
        office.name = cells.text();
        office.city = cells.text();
        office.locode = locode(cells);
        office.phone = cells.text_or_empty();
        office.hours = cells.hours_or_none();
        office.utc_offset = std::chrono::minutes{cells.integer(half_a_day_behind, half_a_day_ahead)};
        office.roles = cells.roles();
        return office;
      });
}

std::expected<Legs, Findings> read_legs(std::string_view csv) {
  static constexpr std::array<std::string_view, 8> columns{
      "from_office", "to_office", "kind", "transit_days", "stay_days", "from", "until", "source"};
  LegKey key;  // of the row that is read: what it is must agree with what it joins
  return read<Legs>(
      csv, columns,
      [&](Cells& cells) {
        key.from = cells.value<OfficeId>();
        key.to = cells.value<OfficeId>();
        if (key.from == key.to) cells.note("the office that the leg begins at");
        return key;
      },
      [&](Cells& cells) { return leg_facts(cells, key); });
}

std::expected<Tariff, Findings> read_tariff(std::string_view csv) {
  static constexpr std::array<std::string_view, 10> columns{
      "country",         "code",        "duty_percent", "duty_per_unit", "excise_percent",
      "excise_per_unit", "vat_percent", "from",         "until",         "source"};
  return read<Tariff>(
      csv, columns,
      [](Cells& cells) {
        const auto country = cells.value<Country>();
        return TariffKey{.country = country, .code = cells.value<Ahtn>()};
      },
      [](Cells& cells) {
        TariffLine line;
        line.duty_percent = percent(cells);
        line.duty_specific = cells.specific();
        line.excise_percent = percent(cells);
        line.excise_specific = cells.specific();
        line.vat_percent = percent(cells);
        return line;
      });
}

std::expected<DocumentPairs, Findings> read_document_pairs(std::string_view csv) {
  static constexpr std::array<std::string_view, 8> columns{"kind", "process", "from_state", "to_state",
                                                           "on",   "from",    "until",      "source"};
  return read<DocumentPairs>(
      csv, columns,
      [](Cells& cells) {
        DocumentPairKey key;  // member by member: the columns are taken in their order
        key.kind = cells.text();
        key.process = process_in(cells);
        key.from = state_or_every(cells);
        key.to = state_or_every(cells);
        return key;
      },
      [](Cells& cells) { return DocumentPairFacts{.on = cells.yes_or_no()}; });
}

std::expected<CodeLists, Findings> read_codes(std::string_view text) {
  static constexpr std::array<std::string_view, 6> columns{"list", "code", "text", "from", "until", "source"};
  const auto csv = read_table(text, columns);
  if (!csv) return std::unexpected(csv.error());
  Findings findings;
  std::vector<Code> rows;
  for (const CsvRow& row : csv->rows()) {
    Cells cells{*csv, row, findings};
    Code code;  // member by member: the columns are taken in their order
    code.list = cells.text();
    code.code = cells.text();
    code.text = cells.text();
    code.from = cells.day();
    code.until = cells.day_or_open();
    code.source = cells.text();
    rows.push_back(std::move(code));
  }
  if (!findings.empty()) return std::unexpected(std::move(findings));
  auto lists = CodeLists::of(std::move(rows));
  if (lists) return std::move(*lists);
  const Code& row = lists.error().row;
  return std::unexpected(row_conflict(format("{} {}", row.list, row.code), row.from, row.source));
}

}  // namespace lintas::refdata
