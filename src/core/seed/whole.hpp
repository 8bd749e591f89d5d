#pragma once

#include <expected>
#include <source_location>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/require.hpp"

/// Files that the program brings along are read where they are first asked for. One with faults is a bug of
/// whoever built it, and says which file it is and what is wrong there.
namespace lintas::seed {

/// "offices.csv: line 12, from: R-REF-003 …, and 2 more". Precondition: there is a finding.
[[nodiscard]] Bug fault_in(std::string_view name, const Findings& findings,
                           std::source_location where = std::source_location::current());

/// The table of the file of this name, as its reader gave it. Throws Bug where it gave findings.
template <class Table>
[[nodiscard]] Table whole(std::string_view name, std::expected<Table, Findings> read) {
  if (!read) throw fault_in(name, read.error());
  return std::move(*read);
}

}  // namespace lintas::seed
