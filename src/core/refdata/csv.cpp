#include "core/refdata/csv.hpp"

#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace lintas::refdata {

namespace {

constexpr std::string_view ends_of_plain_cell = ",\r\n\"";

std::unexpected<CsvError> fault_at(std::size_t line, std::string_view what) {
  return std::unexpected(CsvError{.line = line, .what = what});
}

}  // namespace

// Walks over the text once. Every function leaves it at the first character it did not take.

std::expected<CsvReader, CsvError> CsvReader::open(std::string_view text, char separator) {
  if (text.empty()) return fault_at(1, "the heading is missing");
  CsvReader reader{text, separator};
  LINTAS_TRY(heading, reader.take_row());
  reader.columns_ = std::move(heading.cells);
  return reader;
}

std::optional<std::size_t> CsvReader::next_line() {
  while (take_line_end()) {
  }
  return rest_.empty() ? std::nullopt : std::optional{line_};
}

std::expected<std::optional<CsvRow>, CsvError> CsvReader::next() {
  if (!next_line()) return std::nullopt;
  auto row = take_row();
  if (row && row->cells.size() != columns_.size())
    row = fault_at(row->line, "more or fewer cells than the heading has");
  if (!row) {
    rest_ = {};
    return std::unexpected(row.error());
  }
  return *std::move(row);
}

bool CsvReader::take_line_end() {
  if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
  if (!rest_.starts_with('\n')) return false;
  rest_.remove_prefix(1);
  ++line_;
  return true;
}

std::expected<CsvRow, CsvError> CsvReader::take_row() {
  CsvRow row{.line = line_, .cells = {}};
  for (;;) {
    LINTAS_TRY(cell, take_cell());
    row.cells.push_back(std::move(cell));
    if (rest_.empty() || take_line_end()) return row;
    if (!rest_.starts_with(separator_))
      return fault_at(line_, "a quote or a lone carriage return inside a cell");
    rest_.remove_prefix(1);
  }
}

std::expected<std::string, CsvError> CsvReader::take_cell() {
  if (rest_.starts_with('"')) return take_quoted();
  const std::array ends{separator_, '\r', '\n', '"'};
  const std::string_view cell =
      rest_.substr(0, rest_.find_first_of(std::string_view{ends.data(), ends.size()}));
  rest_.remove_prefix(cell.size());
  return std::string{cell};
}

std::expected<std::string, CsvError> CsvReader::take_quoted() {
  const std::size_t opened = line_;
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
  return fault_at(opened, "a quote that is never closed");
}

std::expected<Csv, CsvError> Csv::parse(std::string_view text, std::size_t rows_max) {
  LINTAS_TRY(reader, CsvReader::open(text));
  Csv csv;
  csv.columns_ = reader.columns();
  while (const auto line = reader.next_line()) {
    if (csv.rows_.size() == rows_max)
      return std::unexpected(CsvError{.line = *line, .what = "too many rows", .too_many_rows = true});
    LINTAS_TRY(row, reader.next());
    if (row) csv.rows_.push_back(*std::move(row));
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
