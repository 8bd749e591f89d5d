#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/finding.hpp"
#include "core/messages/forward.hpp"
#include "core/refdata/snapshot.hpp"

namespace lintas::rules {

/// Where the codes of a list come from.
enum class Source : std::uint8_t {
  codes,       ///< data/codelists/codes.csv, under the list's own number
  countries,   ///< the same, CL008: every country of ISO 3166-1
  states,      ///< data/codelists/countries.csv: the states of the region
  currencies,  ///< data/codelists/currencies.csv
  offices,     ///< data/codelists/offices.csv, any role
  departure,   ///< the same, with the role
  transit,
  destination,
  goods,  ///< data/codelists/tariff.csv; judged as R-ACTS-015, where state and all eight digits are known
  open,   ///< anybody may use codes of his own: stored, shown and forwarded (acts.md 17)
  none,   ///< no source for the codes: not checked
};

struct ListFacts {
  std::string_view list;
  Source source;
  std::string_view name;
};

/// The lists of the messages that have rules. A list that stands here with `none` is not checked, and
/// docs/domain/rules.md says so.
[[nodiscard]] std::span<const ListFacts> known_lists();

/// Compares every leaf that its view gives a list with what the list says on the reference's day.
void check_lists(const message::Document& document, const refdata::View& reference, Findings& findings);

}  // namespace lintas::rules
