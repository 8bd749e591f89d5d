#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/dated.hpp"

/// The list of a partner of which nothing was heard for long, and what a state makes of it:
/// data/codelists/aeo-stale.csv.
namespace lintas::aeo::listed {

enum class StalePolicy : std::uint8_t {
  use_as_known = 1,  ///< benefits as the list says, as far as it is known
  no_benefit,        ///< none, until something is heard again
};
inline constexpr std::array stale_policy_words{Word{StalePolicy::use_as_known, "use_as_known"},
                                               Word{StalePolicy::no_benefit, "no_benefit"}};
[[nodiscard]] constexpr const auto& words_for(StalePolicy) { return stale_policy_words; }

/// Whose list it is, and who uses it; "*": any state.
struct PairOfLists {
  std::string of;
  std::string by;

  friend auto operator<=>(const PairOfLists&, const PairOfLists&) = default;
};
struct StaleRule {
  refdata::Limit after;
  StalePolicy policy = StalePolicy::use_as_known;
};
using StaleRules = refdata::DatedTable<PairOfLists, StaleRule>;

[[nodiscard]] std::expected<StaleRules, Findings> read_stale_rules(std::string_view csv);
/// The row of the two states, else of the one whose list it is, else of the one that uses it, else of all;
/// null where no row is of that day.
[[nodiscard]] const StaleRule* stale_rule(const StaleRules& rules, Country of, Country by, Day day);

struct Staleness {
  std::optional<Instant> heard;           ///< last; nothing: never
  std::optional<StalePolicy> stale = {};  ///< nothing: it is not
};
/// `heard`: when anything of that state's list came last: its daily list, or a notice.
[[nodiscard]] Staleness staleness_of(const StaleRule* rule, const std::optional<Instant>& heard, Instant now);

}  // namespace lintas::aeo::listed
