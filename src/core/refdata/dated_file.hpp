#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"

/// How a file of dated rows is read, whatever its rows say.
namespace lintas::refdata {

/// R-REF-003. `name`: of the row's key, for people.
[[nodiscard]] inline Findings row_conflict(std::string_view name, Day from, std::string_view source) {
  return {{.rule = "R-REF-003",
           .pointer = format("{} from {}", name, to_text(from)),
           .value = std::string{source},
           .detail = "another row of the same key holds on that day, or this one ends before it begins"}};
}

/// Reads key, value and the three columns that every file ends with: R-REF-001 to R-REF-003. `name_of`: a key
/// for people.
template <class Table, class Key, class Value, class Name>
[[nodiscard]] std::expected<Table, Findings> read_dated(std::string_view text,
                                                        std::span<const std::string_view> columns,
                                                        const Key& key, const Value& value,
                                                        const Name& name_of) {
  const auto csv = read_table(text, columns);
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
  return std::unexpected(row_conflict(name_of(row.key), row.from, row.source));
}

}  // namespace lintas::refdata
