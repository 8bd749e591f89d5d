#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

/// The file as a table with these columns in this order, or R-REF-001.
[[nodiscard]] std::expected<Csv, Findings> read_table(std::string_view text,
                                                      std::span<const std::string_view> columns);
/// The same of at most `rows_max` rows; more is a fault under the rule `too_many`.
[[nodiscard]] std::expected<Csv, Findings> read_table(std::string_view text,
                                                      std::span<const std::string_view> columns,
                                                      std::size_t rows_max, std::string_view too_many);

/// Splits at single blanks; two blanks make an empty part, an empty text one empty part.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);

/// "08:00-17:00", "00:00-24:00"; nothing for a time that does not exist or an end not after the beginning.
[[nodiscard]] std::optional<Hours> parse_hours(std::string_view text);

/// One row: takes cells in the order of the columns and notes what is wrong with them as R-REF-002, each with
/// line and column. After a fault it gives back a default, which nobody sees: a file with findings makes no
/// table.
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
  /// Values with single blanks between; none if the cell is empty.
  template <class T>
  std::vector<T> values() {
    const std::string_view cell = next();
    std::vector<T> all;
    if (cell.empty()) return all;
    for (const std::string_view word : words_of(cell)) {
      const auto parsed = T::parse(word);
      if (!parsed) {
        note("not a list in the form of this column, with blanks between");
        return {};
      }
      all.push_back(*parsed);
    }
    return all;
  }
  /// One of `names`, as its place in the list.
  std::size_t one_of(std::span<const std::string_view> names);
  /// Some of `names`, with blanks between, as their places; none if the cell is empty.
  std::vector<std::size_t> some_of(std::span<const std::string_view> names);
  /// "yes" or "no".
  bool yes_or_no();
  /// Any text but an empty one.
  std::string text();
  std::string text_or_empty() { return std::string{next()}; }
  Decimal decimal(bool (*accepts)(Decimal), std::string_view expected);
  int integer(int first, int last);
  std::optional<SpecificRate> specific();
  std::uint8_t roles();
  std::optional<Hours> hours_or_none();
  Day day();
  std::optional<Day> day_or_open();

  /// Of the cell that was taken last.
  void note(std::string_view what);

  [[nodiscard]] bool next_is_empty() const { return row_.cells[column_].empty(); }
  void skip() { ++column_; }
  [[nodiscard]] std::size_t line() const noexcept { return row_.line; }

 private:
  std::string_view next() { return row_.cells[column_++]; }

  const Csv& csv_;
  const CsvRow& row_;
  Findings& findings_;
  std::size_t column_ = 0;
};

}  // namespace lintas::refdata
