#include "core/aeo/collision.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/reading.hpp"
#include "core/aeo/shape.hpp"
#include "core/aeo/transformation.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {

namespace {

/// What several codes have in common: which likeness, where, and how it is seen there.
using Common = std::tuple<Likeness, std::optional<Country>, std::string>;
using Groups = std::map<Common, std::vector<std::size_t>>;

std::vector<Country> importing_states(const Transformations& all) {
  std::vector<Country> states;
  for (const auto& row : all.rows()) states.push_back(row.key.to);
  states.erase(std::ranges::unique(states).begin(), states.end());
  return states;
}

bool are_of_two(const std::vector<std::size_t>& group, std::span<const Held> codes) {
  return std::ranges::any_of(group,
                             [&](std::size_t at) { return codes[at].holder != codes[group.front()].holder; });
}

/// Whether `what` of the codes differs somewhere in the group.
template <class What>
bool differ(const std::vector<std::size_t>& group, const What& what) {
  return std::ranges::any_of(group, [&](std::size_t at) { return what(at) != what(group.front()); });
}

}  // namespace

std::string_view describe(Likeness likeness) {
  switch (likeness) {
    case Likeness::same_key: return "differ by separators alone";
    case Likeness::other_state: return "are the same, of two states";
    case Likeness::looks_alike: return "look alike";
    case Likeness::transformed: return "become one where they are typed";
  }
  std::unreachable();
}

Report collisions(std::span<const Held> codes, const Shapes& shapes, const Transformations& transformations,
                  Day day) {
  Report report;
  Groups groups;
  std::vector<std::optional<CodeKey>> keys;
  const auto states = importing_states(transformations);
  for (std::size_t at = 0; at < codes.size(); ++at) {
    const Held& held = codes[at];
    const Reading reading = read_code(held.state, held.code, shapes, held.given);
    keys.push_back(reading.key);
    if (!reading.key) {
      report.unread.push_back(at);
      continue;
    }
    const std::string key{reading.key->str()};
    groups[{Likeness::same_key, std::nullopt, format("{} {}", held.state.str(), key)}].push_back(at);
    groups[{Likeness::other_state, std::nullopt, key}].push_back(at);
    groups[{Likeness::looks_alike, std::nullopt,
            format("{} {}", held.state.str(), likeness_of(*reading.key).str())}]
        .push_back(at);
    const Typed typed{.state = held.state,
                      .key = *reading.key,
                      .code = reading.code,
                      .shape = reading.shape,
                      .authorised = {},
                      .name = {}};
    for (const Country to : states) {
      if (to == held.state) continue;
      if (auto told = told_apart_by(to, typed, transformations, day))
        groups[{Likeness::transformed, to, *std::move(told)}].push_back(at);
    }
  }
  for (auto& [common, group] : groups) {
    const auto& [likeness, in, seen] = common;
    if (!are_of_two(group, codes)) continue;
    const bool by_key = differ(group, [&](std::size_t at) { return keys[at]; });
    const bool by_state = differ(group, [&](std::size_t at) { return codes[at].state; });
    // What is the same already is told once.
    const bool is_new = likeness == Likeness::same_key || (likeness == Likeness::other_state && by_state) ||
                        (likeness == Likeness::looks_alike && by_key) ||
                        (likeness == Likeness::transformed && (by_key || by_state));
    if (is_new)
      report.collisions.push_back({.likeness = likeness, .in = in, .seen = seen, .codes = std::move(group)});
  }
  return report;
}

}  // namespace lintas::aeo
