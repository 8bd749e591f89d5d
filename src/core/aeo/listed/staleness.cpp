#include "core/aeo/listed/staleness.hpp"

#include <array>
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/dated_file.hpp"

namespace lintas::aeo::listed {

namespace {

constexpr std::string_view any_state = "*";

std::string state_in(refdata::Cells& cells) {
  std::string text = cells.text();
  if (text != any_state && !Country::parse(text)) cells.note("not the two letters of a state, or *");
  return text;
}

/// So long nothing is heard.
refdata::Limit limit_in(refdata::Cells& cells) {
  const auto limit = refdata::parse_limit(cells.text());
  if (!limit || limit->unit != refdata::LimitUnit::hours) cells.note("not a limit of hours, as 24 h");
  return limit.value_or(refdata::Limit{});
}

StalePolicy policy_in(refdata::Cells& cells) {
  const auto policy = read_word<StalePolicy>(cells.text());
  if (!policy) cells.note("neither use_as_known nor no_benefit");
  return policy.value_or(StalePolicy::use_as_known);
}

}  // namespace

std::expected<StaleRules, Findings> read_stale_rules(std::string_view csv) {
  static constexpr std::array<std::string_view, 7> columns{"of",   "by",    "after", "policy",
                                                           "from", "until", "source"};
  return refdata::read_dated<StaleRules>(
      csv, columns,
      [](refdata::Cells& cells) {
        PairOfLists pair;
        pair.of = state_in(cells);
        pair.by = state_in(cells);
        return pair;
      },
      [](refdata::Cells& cells) {
        StaleRule rule;
        rule.after = limit_in(cells);
        rule.policy = policy_in(cells);
        return rule;
      },
      [](const PairOfLists& pair) { return format("{} {}", pair.of, pair.by); });
}

const StaleRule* stale_rule(const StaleRules& rules, Country of, Country by, Day day) {
  const std::string own{of.str()};
  const std::string user{by.str()};
  const std::string any{any_state};
  for (const PairOfLists& pair :
       {PairOfLists{own, user}, PairOfLists{own, any}, PairOfLists{any, user}, PairOfLists{any, any}}) {
    if (const auto* row = rules.find(pair, day)) return &row->value;
  }
  return nullptr;
}

Staleness staleness_of(const StaleRule* rule, const std::optional<Instant>& heard, Instant now) {
  Staleness found{.heard = heard};
  if (rule == nullptr) return found;
  const bool is_stale = !heard || *heard + std::chrono::hours{rule->after.count} < now;
  if (is_stale) found.stale = rule->policy;
  return found;
}

}  // namespace lintas::aeo::listed
