#pragma once

#include <string_view>

#include "base/finding.hpp"
#include "core/kinds/kind.hpp"

/// Versions of a table. Documents keep to the table that they were issued under, and are read by that of the
/// day: so a table may be widened, and nothing else.
namespace lintas::kinds {

/// In a folder of tables the one that is none of a kind: between which states their documents go as data.
inline constexpr std::string_view pairs_file = "document-pairs.csv";

/// R-KIND-043, each with the row that it is about ("field, Line/Unit"): what would keep a document of
/// `before` from being one of `now`, or from saying the same. Code, root, element, life and places stay; so
/// does each field with its format and list, its occurrence may be wider and its conditions fewer; a new
/// field may be left out. Titles, roles, offices, limits and meanings may change: they are of the day.
[[nodiscard]] Findings faults_in_version(const Kind& before, const Kind& now);

/// These are the kinds of this process from now on, in place of those that the program brings along. Once,
/// and before anything was read or decided.
void take(Kinds kinds);

}  // namespace lintas::kinds
