#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/model/values/country.hpp"

/// A list of operators as a table, for partners without a node: what a state publishes is brought in by one,
/// and given out by the other.
namespace lintas::aeo::listed {

struct SheetRow {
  std::size_t line = 0;  ///< in the file, counted from 1
  BringIn said;

  friend bool operator==(const SheetRow&, const SheetRow&) = default;
};

/// The columns of the table, in order: holder, number, programme, level, roles, codes, authorised,
/// valid_from, valid_until, revalidate_on, status, effective, consent. Lists have blanks between; a day may
/// be left out where there is none, `effective`, a day or an instant, where it stands so from now on. Of what
/// is listed no more the other cells are empty. Codes have no end: one that is to end stands in no table, and
/// an operator may have none.
[[nodiscard]] std::span<const std::string_view> sheet_columns();

/// Operators of the state. `clock`: ahead of Greenwich, by which the days of `effective` and of codes begin.
/// All faults at once, at most limits::findings_max, each with line and column: R-REF-001 not such a table,
/// R-REF-002 a cell, R-AEO-015 an operator of another state, R-AEO-034 too many rows, or an operator twice.
[[nodiscard]] std::expected<std::vector<SheetRow>, Findings> read_sheet(std::string_view csv, Country of,
                                                                        std::chrono::minutes clock);

/// The row that is read as this, without the end of the line.
[[nodiscard]] std::string sheet_line(const BringIn& one);

}  // namespace lintas::aeo::listed
