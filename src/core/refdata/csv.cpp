#include "core/refdata/csv.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace lintas::refdata {

namespace {

constexpr std::string_view ends_of_plain_cell = ",\r\n\"";

/// Walks over the text once. Every function leaves it at the first character it did not take.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  bool take_line_end() {
    if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
    if (!rest_.starts_with('\n')) return false;
    rest_.remove_prefix(1);
    ++line_;
    return true;
  }

  std::expected<CsvRow, CsvError> take_row() {
    CsvRow row{.line = line_, .cells = {}};
    for (;;) {
      LINTAS_TRY(cell, take_cell());
      row.cells.push_back(std::move(cell));
      if (at_end() || take_line_end()) return row;
      if (!rest_.starts_with(',')) return fault("a quote or a lone carriage return inside a cell");
      rest_.remove_prefix(1);
    }
  }

 private:
  [[nodiscard]] std::unexpected<CsvError> fault(std::string_view what) const {
    return std::unexpected(CsvError{.line = line_, .what = what});
  }

  std::expected<std::string, CsvError> take_cell() {
    if (rest_.starts_with('"')) return take_quoted();
    const std::string_view cell = rest_.substr(0, rest_.find_first_of(ends_of_plain_cell));
    rest_.remove_prefix(cell.size());
    return std::string{cell};
  }

  std::expected<std::string, CsvError> take_quoted() {
    const auto opening = fault("a quote that is never closed");
    std::string cell;
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"' && !rest_.starts_with('"')) return cell;
      if (c == '"') rest_.remove_prefix(1);
      if (c == '\n') ++line_;
      cell += c;
    }
    return opening;
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

}  // namespace

std::expected<Csv, CsvError> Csv::parse(std::string_view text, std::size_t rows_max) {
  Scanner scanner{text};
  if (scanner.at_end()) return std::unexpected(CsvError{.line = 1, .what = "the heading is missing"});
  Csv csv;
  LINTAS_TRY(heading, scanner.take_row());
  csv.columns_ = std::move(heading.cells);
  while (!scanner.at_end()) {
    if (scanner.take_line_end()) continue;
    if (csv.rows_.size() == rows_max) {
      return std::unexpected(
          CsvError{.line = scanner.line(), .what = "too many rows", .too_many_rows = true});
    }
    LINTAS_TRY(row, scanner.take_row());
    if (row.cells.size() != csv.columns_.size()) {
      return std::unexpected(CsvError{.line = row.line, .what = "more or fewer cells than the heading has"});
    }
    csv.rows_.push_back(std::move(row));
  }
  return csv;
}

std::string to_csv_line(std::span<const std::string> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    const bool plain = cells[i].find_first_of(ends_of_plain_cell) == std::string::npos;
    // A row of one empty cell would read as an empty line.
    if (plain && !(cells.size() == 1 && cells[i].empty())) {
      line += cells[i];
      continue;
    }
    line += '"';
    for (const char c : cells[i]) line.append(c == '"' ? 2 : 1, c);
    line += '"';
  }
  return line;
}

}  // namespace lintas::refdata
