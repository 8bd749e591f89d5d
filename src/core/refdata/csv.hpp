#pragma once

#include <cstddef>
#include <expected>
#include <limits>
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

/// A comma-separated file with a heading (RFC 4180): cells in quotes may hold commas, line ends and doubled
/// quotes; lines end in LF or CR LF; each row has as many cells as the heading. Empty lines are skipped.
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
