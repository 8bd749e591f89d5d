#include "core/refdata/cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
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
#include "core/model/values/chars.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

std::optional<SpecificRate> parse_specific(std::string_view text) {
  const auto parts = words_of(text);
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
  for (const std::string_view part : words_of(text)) {
    const auto* found = std::ranges::find(names, part, &std::pair<std::string_view, OfficeRole>::first);
    if (found == names.end()) return std::nullopt;
    roles |= static_cast<std::uint8_t>(found->second);
  }
  return roles;
}

/// "08:30", up to "24:00".
std::optional<std::chrono::minutes> parse_clock(std::string_view text) {
  const bool formed = text.size() == 5 && text[2] == ':' && is_digit(text[0]) && is_digit(text[1]) &&
                      is_digit(text[3]) && is_digit(text[4]);
  if (!formed) return std::nullopt;
  const int hour = ((text[0] - '0') * 10) + (text[1] - '0');
  const int minute = ((text[3] - '0') * 10) + (text[4] - '0');
  if (minute > 59 || (hour * 60) + minute > 24 * 60) return std::nullopt;
  return std::chrono::minutes{(hour * 60) + minute};
}

std::string joined(std::span<const std::string_view> columns) {
  std::string all;
  for (const std::string_view column : columns) all += format("{}{}", all.empty() ? "" : ",", column);
  return all;
}

}  // namespace

std::expected<Csv, Findings> read_table(std::string_view text, std::span<const std::string_view> columns) {
  return read_table(text, columns, std::numeric_limits<std::size_t>::max(), {});
}

std::expected<Csv, Findings> read_table(std::string_view text, std::span<const std::string_view> columns,
                                        std::size_t rows_max, std::string_view too_many) {
  auto csv = Csv::parse(text, rows_max);
  if (!csv && csv.error().too_many_rows) {
    return std::unexpected(Findings{{.rule = std::string{too_many},
                                     .pointer = format("line {}", csv.error().line),
                                     .value = {},
                                     .detail = format("at most {}", rows_max)}});
  }
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
                                     .detail = format("its heading is {}", joined(columns))}});
  }
  return std::move(*csv);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t blank = text.find(' ');
    parts.push_back(text.substr(0, blank));
    if (blank == std::string_view::npos) return parts;
    text.remove_prefix(blank + 1);
  }
}

std::optional<Hours> parse_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto opens = parse_clock(text.substr(0, 5));
  const auto closes = parse_clock(text.substr(6));
  if (!opens || !closes || *closes <= *opens) return std::nullopt;
  return Hours{.opens = *opens, .closes = *closes};
}

std::size_t Cells::one_of(std::span<const std::string_view> names) {
  const auto found = std::ranges::find(names, next());
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  note("not one of the words of this column");
  return 0;
}

std::vector<std::size_t> Cells::some_of(std::span<const std::string_view> names) {
  const std::string_view cell = next();
  std::vector<std::size_t> places;
  if (cell.empty()) return places;
  for (const std::string_view word : words_of(cell)) {
    const auto found = std::ranges::find(names, word);
    if (found == names.end()) {
      note("not some of the words of this column, with blanks between");
      return {};
    }
    places.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return places;
}

bool Cells::yes_or_no() {
  const std::string_view cell = next();
  if (cell != "yes" && cell != "no") note("not yes or no");
  return cell == "yes";
}

std::string Cells::text() {
  const std::string_view cell = next();
  if (cell.empty()) note("empty");
  return std::string{cell};
}

Decimal Cells::decimal(bool (*accepts)(Decimal), std::string_view expected) {
  const auto parsed = Decimal::parse(next());
  if (!parsed || !accepts(*parsed)) note(expected);
  return parsed.value_or(Decimal{});
}

int Cells::integer(int first, int last) {
  const std::string_view cell = next();
  int number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  const bool whole = error == std::errc{} && end == cell.data() + cell.size();
  if (!whole || number < first || number > last)
    note(format("not a whole number from {} to {}", first, last));
  return number;
}

std::optional<SpecificRate> Cells::specific() {
  const std::string_view cell = next();
  if (cell.empty()) return std::nullopt;
  const auto parsed = parse_specific(cell);
  if (!parsed) note("not amount, currency and unit");
  return parsed;
}

std::uint8_t Cells::roles() {
  const auto parsed = parse_roles(next());
  if (!parsed) note("not of DEP, TRA, DES, GUA, ENQ, REC");
  return parsed.value_or(std::uint8_t{});
}

std::optional<Hours> Cells::hours_or_none() {
  const std::string_view cell = next();
  if (cell.empty()) return std::nullopt;
  const auto parsed = parse_hours(cell);
  if (!parsed) note("not hours like 08:00-17:00");
  return parsed;
}

Day Cells::day() {
  const auto parsed = parse_day(next());
  if (!parsed) note("not a day");
  return parsed.value_or(Day{});
}

std::optional<Day> Cells::day_or_open() {
  if (next_is_empty()) {
    skip();
    return std::nullopt;
  }
  return day();
}

void Cells::note(std::string_view what) {
  const std::size_t column = column_ - 1;
  findings_.push_back({.rule = "R-REF-002",
                       .pointer = format("line {}, {}", row_.line, csv_.columns()[column]),
                       .value = row_.cells[column].substr(0, limits::finding_value_chars_max),
                       .detail = std::string{what}});
}

}  // namespace lintas::refdata
