#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"

/// Register entries from a file: how a state brings its registers in, and how samples are written.
namespace lintas::registers {

/// One row. Where it has a name or an address, who stores them puts the hash of the payload into
/// `content.details`.
struct Imported {
  std::size_t line = 0;  ///< in the file, counted from 1
  Content content;
  std::optional<Details> details;
};

/// The columns of the table, in order.
[[nodiscard]] std::span<const std::string_view> entry_columns();

/// Columns: kind, number, tin, agent, person, legal_person, roles, sees_balance, rights, offices, premises,
/// seals, goods_excluded, wait_minutes, issued_by, agreement, unit, plate, insurer, states, valid_from,
/// valid_until, name, address. `tin` is the trader, the holder of a mandate or an authorisation, the firm of
/// a declarant, the carrier of a permit, and of an insurance card, which may leave it out. Lists have blanks
/// between. A cell that a kind does not have is left empty. All faults at once, at most limits::findings_max,
/// each with line and column: R-REF-001 not such a table, R-REF-002 a cell, R-REG-301 too many rows,
/// R-REG-302 the same entry twice.
[[nodiscard]] std::expected<std::vector<Imported>, Findings> read_entries(std::string_view csv);

/// The row that is read as this entry: column and cell of all that are not empty, in the order of the
/// columns.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> cells_of(
    const Content& content, const std::optional<Details>& details);

}  // namespace lintas::registers
