#include "core/documents/results.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "core/documents/quantities.hpp"

namespace lintas::documents {

const ResultFacts* facts_of(Result result) {
  const auto* const found = std::ranges::find(result_facts, result, &ResultFacts::result);
  return found == result_facts.end() ? nullptr : found;
}

std::optional<Result> read_result(std::string_view code) {
  const auto* const found = std::ranges::find(result_facts, code, &ResultFacts::code);
  if (found == result_facts.end()) return std::nullopt;
  return found->result;
}

bool refuses(Result result) {
  const ResultFacts* facts = facts_of(result);
  return facts != nullptr && facts->outcome == Outcome::refused;
}

Sum sum_of(std::span<const Balance> items) {
  const auto has = [&](Outcome outcome) {
    return std::ranges::any_of(items, [&](const Balance& item) {
      const ResultFacts* facts = item.result ? facts_of(*item.result) : nullptr;
      return facts != nullptr && facts->outcome == outcome;
    });
  };
  if (has(Outcome::refused)) return Sum::refused;
  const bool whole = !items.empty() && std::ranges::all_of(items, [](const Balance& item) {
    return item.result && item.used == item.quantity;
  });
  if (whole) return has(Outcome::pending) ? Sum::pending : Sum::whole;
  if (std::ranges::any_of(items, [](const Balance& item) { return !item.used.is_zero(); })) return Sum::part;
  return has(Outcome::pending) ? Sum::pending : Sum::untouched;
}

}  // namespace lintas::documents
