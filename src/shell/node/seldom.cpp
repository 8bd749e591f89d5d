#include "shell/node/seldom.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace lintas::node {

std::optional<Seldom::Line> Seldom::told(std::string_view whose, std::string_view what,
                                         std::chrono::steady_clock::time_point now) {
  const auto is_early = [&](const Kept& one) { return now - one.told < limits_.interval; };
  const auto again = [&](Kept& kept, bool is_of_many) -> std::optional<Line> {
    ++kept.untold;
    if (is_early(kept)) return std::nullopt;
    kept.told = now;
    return Line{.is_of_many = is_of_many, .count = std::exchange(kept.untold, 0)};
  };
  Key key{whose, what};
  if (const auto found = kept_.find(key); found != kept_.end()) return again(found->second, false);
  if (kept_.size() >= limits_.kinds_max) {
    // The one of <map>. NOLINTNEXTLINE(misc-include-cleaner)
    std::erase_if(kept_, [&](const auto& one) { return !is_early(one.second) && one.second.untold == 0; });
  }
  if (kept_.size() < limits_.kinds_max) {
    kept_.emplace(std::move(key), Kept{.told = now, .untold = 0});
    return Line{.is_of_many = false, .count = 1};
  }
  if (many_) return again(*many_, true);
  many_.emplace(Kept{.told = now, .untold = 0});
  return Line{.is_of_many = true, .count = 1};
}

}  // namespace lintas::node
