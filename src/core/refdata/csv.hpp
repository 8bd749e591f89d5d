#pragma once

#include <cstddef>
#include <expected>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lintas::refdata {

struct CsvError {
  std::size_t line;  ///< counted from 1
  std::string_view what;
  bool too_many_rows = false;

  friend bool operator==(const CsvError&, const CsvError&) = default;
};

struct CsvRow {
  std::size_t line;  ///< where it begins, counted from 1
  std::vector<std::string> cells;

  friend bool operator==(const CsvRow&, const CsvRow&) = default;
};

/// A comma-separated file with a heading (RFC 4180), row by row: cells in quotes may hold separators, line
/// ends and doubled quotes; lines end in LF or CR LF; each row has as many cells as the heading. Empty lines
/// are skipped.
class CsvReader {
 public:
  /// Reads the heading. The text lives longer than the reader. `separator` is a comma, or what spreadsheets
  /// of countries with a decimal comma write in its place.
  [[nodiscard]] static std::expected<CsvReader, CsvError> open(std::string_view text, char separator = ',');

  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  /// Nothing behind the last row. Behind a fault nothing more is read.
  [[nodiscard]] std::expected<std::optional<CsvRow>, CsvError> next();
  /// Whether there is another row, and where it begins.
  [[nodiscard]] std::optional<std::size_t> next_line();

 private:
  CsvReader(std::string_view text, char separator) : rest_(text), separator_(separator) {}
  bool take_line_end();
  std::expected<CsvRow, CsvError> take_row();
  std::expected<std::string, CsvError> take_cell();
  std::expected<std::string, CsvError> take_quoted();

  std::string_view rest_;
  std::size_t line_ = 1;
  char separator_;
  std::vector<std::string> columns_;
};

/// Such a file, whole.
class Csv {
 public:
  /// At most `rows_max` rows: the next one is a fault, and what stands behind it is not read.
  [[nodiscard]] static std::expected<Csv, CsvError> parse(
      std::string_view text, std::size_t rows_max = std::numeric_limits<std::size_t>::max());

  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  [[nodiscard]] std::span<const CsvRow> rows() const& noexcept { return rows_; }
  void rows() const&& = delete;

 private:
  std::vector<std::string> columns_;
  std::vector<CsvRow> rows_;
};

/// The row as one line of such a file, quoted where it must be, without the line end.
[[nodiscard]] std::string to_csv_line(std::span<const std::string> cells);

}  // namespace lintas::refdata
