#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/recognition/terms.hpp"
#include "core/refdata/dated.hpp"

/// The periods of every ordered pair of states, as data/codelists/recognitions.csv has them.
namespace lintas::recognition {

using Table = refdata::DatedTable<Pair, Period>;

/// by, of, state, programme, levels, roles, loading, procedures, required, score_factor, lane, random_factor,
/// priority, stale, notice, evidence, from, until, source. Lists have blanks between. Loading: "partner", or
/// states and UN/LOCODEs.
/// All faults at once, each with line and column: R-REF-001 to R-REF-003; also R-REF-002 for a programme,
/// level, role or field that the other tables do not know. Then R-AEO-055 more rows than a table has,
/// R-AEO-056 periods that the table of states does not lead through, R-AEO-057 a suspension or an end of
/// which nobody was told before, R-AEO-058 a factor outside of reason, R-AEO-059 terms without a programme or
/// role that they are for.
[[nodiscard]] std::expected<Table, Findings> read_table_of(std::string_view csv, const aeo::Law& law);
/// The same table as a file: what is written is read as what it was.
[[nodiscard]] std::string written(const Table& table);

/// As the program brings it along, read once.
[[nodiscard]] const Table& built_in();
/// What tells one table from another: the beginning of the hash of its file.
[[nodiscard]] std::string version_of(const Table& table, Sha256 sha256);

/// The first day, after this one, from which the pair is live; nothing where the table knows of none.
[[nodiscard]] std::optional<Day> live_after(const Table& table, const Pair& pair, Day day);

}  // namespace lintas::recognition
