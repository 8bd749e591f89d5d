#include "core/refdata/readers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

/// Splits at single blanks; two blanks make an empty part.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t blank = text.find(' ');
    parts.push_back(text.substr(0, blank));
    if (blank == std::string_view::npos) return parts;
    text.remove_prefix(blank + 1);
  }
}

std::optional<SpecificRate> parse_specific(std::string_view text) {
  const auto parts = parts_of(text);
  if (parts.size() != 3) return std::nullopt;
  const auto amount = Decimal::parse(parts[0]);
  const auto currency = Currency::parse(parts[1]);
  const auto unit = Unit::parse(parts[2]);
  if (!amount || amount->is_negative() || !currency || !unit) return std::nullopt;
  return SpecificRate{.amount = *amount, .currency = *currency, .unit = *unit};
}

std::optional<std::uint8_t> parse_roles(std::string_view text) {
  constexpr std::array names{
      std::pair{std::string_view{"DEP"}, OfficeRole::departure},
      std::pair{std::string_view{"TRA"}, OfficeRole::transit},
      std::pair{std::string_view{"DES"}, OfficeRole::destination},
      std::pair{std::string_view{"GUA"}, OfficeRole::guarantee},
      std::pair{std::string_view{"ENQ"}, OfficeRole::enquiry},
      std::pair{std::string_view{"REC"}, OfficeRole::recovery},
  };
  std::uint8_t roles = 0;
  for (const std::string_view part : parts_of(text)) {
    const auto* found = std::ranges::find(names, part, &std::pair<std::string_view, OfficeRole>::first);
    if (found == names.end()) return std::nullopt;
    roles |= static_cast<std::uint8_t>(found->second);
  }
  return roles;
}

/// One row: takes cells by the place of their column and notes what is wrong with them. After a fault it
/// gives back a default, which nobody sees: a file with findings makes no table.
class Cells {
 public:
  Cells(const Csv& csv, const CsvRow& row, Findings& findings) : csv_(csv), row_(row), findings_(findings) {}

  template <class T>
    requires requires(std::string_view text) { T::parse(text).has_value(); }
  T value() {
    const auto parsed = T::parse(next());
    if (!parsed) note("not in the form of this column");
    return parsed ? *parsed : T{};
  }
  std::string text() {
    const std::string_view cell = next();
    if (cell.empty()) note("empty");
    return std::string{cell};
  }
  Decimal decimal(bool (*accepts)(Decimal), std::string_view expected) {
    const auto parsed = Decimal::parse(next());
    if (!parsed || !accepts(*parsed)) note(expected);
    return parsed.value_or(Decimal{});
  }
  int integer(int first, int last) {
    const std::string_view cell = next();
    int number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    const bool whole = error == std::errc{} && end == cell.data() + cell.size();
    if (!whole || number < first || number > last)
      note(format("not a whole number from {} to {}", first, last));
    return number;
  }
  std::optional<SpecificRate> specific() {
    const std::string_view cell = next();
    if (cell.empty()) return std::nullopt;
    const auto parsed = parse_specific(cell);
    if (!parsed) note("not amount, currency and unit");
    return parsed;
  }
  std::uint8_t roles() {
    const auto parsed = parse_roles(next());
    if (!parsed) note("not of DEP, TRA, DES, GUA, ENQ, REC");
    return parsed.value_or(std::uint8_t{});
  }
  Day day() {
    const auto parsed = parse_day(next());
    if (!parsed) note("not a day");
    return parsed.value_or(Day{});
  }
  std::optional<Day> day_or_open() {
    if (row_.cells[column_].empty()) {
      ++column_;
      return std::nullopt;
    }
    return day();
  }

  /// Something that the cell just read is not.
  void fault(std::string_view what) { note(what); }

 private:
  std::string_view next() { return row_.cells[column_++]; }

  void note(std::string_view what) {
    const std::size_t column = column_ - 1;
    findings_.push_back({.rule = "R-REF-002",
                         .pointer = format("line {}, {}", row_.line, csv_.columns()[column]),
                         .value = row_.cells[column].substr(0, limits::finding_value_chars_max),
                         .detail = std::string{what}});
  }

  const Csv& csv_;
  const CsvRow& row_;
  Findings& findings_;
  std::size_t column_ = 0;
};

bool not_negative(Decimal d) { return !d.is_negative(); }
bool positive(Decimal d) { return !d.is_negative() && !d.is_zero(); }

Decimal percent(Cells& cells) { return cells.decimal(not_negative, "not a percentage from 0 on"); }

template <class Key>
std::string name_of(const Key& key) {
  if constexpr (std::same_as<Key, TariffKey>) {
    return format("{} {}", key.country.str(), key.code.str());
  } else if constexpr (std::same_as<Key, Frontier>) {
    return format("{} {}", key.country.str(), key.neighbour.str());
  } else {
    return std::string{key.str()};
  }
}

/// The file as rows; a finding if it is not a table with these columns.
std::expected<Csv, Findings> table_of(std::string_view text, std::span<const std::string_view> columns) {
  auto csv = Csv::parse(text);
  if (!csv) {
    return std::unexpected(Findings{{.rule = "R-REF-001",
                                     .pointer = format("line {}", csv.error().line),
                                     .value = {},
                                     .detail = std::string{csv.error().what}}});
  }
  if (!std::ranges::equal(csv->columns(), columns)) {
    return std::unexpected(Findings{{.rule = "R-REF-001",
                                     .pointer = "line 1",
                                     .value = to_csv_line(csv->columns()),
                                     .detail = "other columns than this file has"}});
  }
  return std::move(*csv);
}

Findings conflict(std::string_view name, Day from, std::string_view source) {
  return {{.rule = "R-REF-003",
           .pointer = format("{} from {}", name, to_text(from)),
           .value = std::string{source},
           .detail = "another row of the same key holds on that day, or this one ends before it begins"}};
}

/// Reads key, value and the three columns that every file ends with.
template <class Table, class Key, class Value>
std::expected<Table, Findings> read(std::string_view text, std::span<const std::string_view> columns, Key key,
                                    Value value) {
  const auto csv = table_of(text, columns);
  if (!csv) return std::unexpected(csv.error());
  Findings findings;
  std::vector<typename Table::Row> rows;
  for (const CsvRow& row : csv->rows()) {
    Cells cells{*csv, row, findings};
    typename Table::Row dated;  // member by member: the columns are taken in their order
    dated.key = key(cells);
    dated.value = value(cells);
    dated.from = cells.day();
    dated.until = cells.day_or_open();
    dated.source = cells.text();
    rows.push_back(std::move(dated));
  }
  if (!findings.empty()) return std::unexpected(std::move(findings));
  auto table = Table::of(std::move(rows));
  if (table) return std::move(*table);
  const auto& row = table.error().row;
  return std::unexpected(conflict(name_of(row.key), row.from, row.source));
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
  static constexpr std::array<std::string_view, 7> columns{
      "office", "name", "utc_offset_minutes", "roles", "from", "until", "source"};
  constexpr int half_a_day_ahead = 14 * 60;
  constexpr int half_a_day_behind = -12 * 60;
  return read<Offices>(
      csv, columns, [](Cells& cells) { return cells.value<OfficeId>(); },
      [](Cells& cells) {
        OfficeFacts office{.name = cells.text()};
        office.utc_offset = std::chrono::minutes{cells.integer(half_a_day_behind, half_a_day_ahead)};
        office.roles = cells.roles();
        return office;
      });
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

std::expected<Frontiers, Findings> read_frontiers(std::string_view csv) {
  static constexpr std::array<std::string_view, 5> columns{"country", "neighbour", "from", "until", "source"};
  return read<Frontiers>(
      csv, columns,
      [](Cells& cells) {
        const auto country = cells.value<Country>();
        const auto neighbour = cells.value<Country>();
        if (neighbour <= country) cells.fault("not after the country in the alphabet");
        return Frontier{.country = country, .neighbour = neighbour};
      },
      [](Cells&) { return FrontierFacts{}; });
}

std::expected<CodeLists, Findings> read_codes(std::string_view text) {
  static constexpr std::array<std::string_view, 6> columns{"list", "code", "text", "from", "until", "source"};
  const auto csv = table_of(text, columns);
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
  return std::unexpected(conflict(format("{} {}", row.list, row.code), row.from, row.source));
}

}  // namespace lintas::refdata
