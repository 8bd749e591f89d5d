#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/messages/program.hpp"
#include "core/refdata/csv.hpp"
#include "wire/csv/columns.hpp"

/// Messages as a table that a spreadsheet writes: a document in one row, or in one row for each of its items.
namespace lintas::csv {

/// Rows of one document: more is a fault. The law of the states takes 999 items, the longest list of any
/// message.
inline constexpr std::size_t table_rows_of_document_max = 2'000;

/// A value of each document that no column has.
struct Filled {
  std::string_view path;                                      ///< below the root, in full
  std::function<std::string(std::string_view number)> value;  ///< of the document with this number
};

/// Where a value stands in the table, counted from 1.
struct Cell {
  std::size_t line = 0;
  std::size_t column = 0;  ///< 0: no column has it

  friend bool operator==(const Cell&, const Cell&) = default;
};

/// What some rows make. Its XML is well-formed and in the order of the schema; whether it is a message, its
/// reader says.
struct TableDocument {
  std::string number;  ///< its messageIdentification
  std::size_t first_line = 0;
  std::size_t last_line = 0;
  std::string xml;
  std::map<std::string, Cell, std::less<>> cells;  ///< of its values, by path
  std::vector<std::size_t> lines_of_items;         ///< of each occurrence of what the rows repeat
  std::vector<Fault> faults;                       ///< of its rows; then `xml` is empty
};

/// A message that grows value by value; its own source knows it.
struct Grown;

/// A table, CSV (RFC 4180; separated by commas, or by semicolons if its heading is). The heading: first the
/// name of the message ("CO.ISSUE"), under which each row has the number of its document, then where values
/// stand
/// (`find_way`). Rows of one document follow each other; its number may be left out behind the first. A row
/// is one occurrence of the element that repeats and of which columns say no place, as goods items; every
/// other value stands in one of the rows, or is the same in all. Blanks around a value are dropped, empty
/// cells are no values.
class Table {
 public:
  /// The text lives longer. Every fault of the heading; then of the rows, so that no document is handed out
  /// with a part of its rows: rows that are none, and documents whose rows are apart.
  [[nodiscard]] static std::expected<Table, std::vector<Fault>> open(std::string_view text);

  [[nodiscard]] const message::Program& program() const noexcept { return *program_; }
  [[nodiscard]] const std::vector<std::string>& heading() const noexcept { return reader_.columns(); }

  /// Nothing behind the last one. After a fault nothing more can be read.
  [[nodiscard]] std::expected<std::optional<TableDocument>, Fault> next(std::span<const Filled> filled = {});

  /// Where the place of a finding (XPath of the message) stands, or would stand if it were there.
  [[nodiscard]] Cell cell_of(const TableDocument& document, std::string_view pointer) const;

 private:
  struct Column {
    Way way;
    bool is_of_items = false;
  };

  explicit Table(refdata::CsvReader reader) : reader_(std::move(reader)) {}
  std::vector<Fault> read_heading();
  [[nodiscard]] std::vector<Fault> read_numbers() const;
  /// The element that the rows repeat, and faults where it is not one.
  std::vector<Fault> find_items();
  std::expected<std::optional<refdata::CsvRow>, Fault> next_row();
  void put_row(const refdata::CsvRow& row, Grown& top, TableDocument& document) const;
  [[nodiscard]] TableDocument make(std::string number, std::span<const refdata::CsvRow> rows,
                                   std::span<const Filled> filled) const;

  refdata::CsvReader reader_;
  const message::Program* program_ = nullptr;
  std::vector<Way> ways_;
  std::vector<Column> columns_;  ///< all but the first
  const message::Node* items_ = nullptr;
  std::optional<refdata::CsvRow> ahead_;
};

/// The name of the message that a table's heading begins with; nothing if the text is no such table.
[[nodiscard]] const message::Program* program_of_table(std::string_view text);

/// The heading of a table of such messages, as one line: the values without which none is one, or all.
[[nodiscard]] std::string heading_of(const message::Program& program, bool all);

}  // namespace lintas::csv
