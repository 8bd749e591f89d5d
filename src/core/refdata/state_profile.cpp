#include "core/refdata/state_profile.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/model/values/ahtn.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::refdata {

namespace {

bool fits_place(char c, char place) {
  switch (place) {
    case 'A': return is_capital(c);
    case '9': return is_digit(c);
    case 'X': return is_capital_or_digit(c);
    default: return c == place;
  }
}

}  // namespace

std::optional<std::string_view> prefix_in(std::span<const GoodsPrefix> prefixes, const Ahtn& code) {
  const auto found =
      std::ranges::find_if(prefixes, [&](const GoodsPrefix& prefix) { return prefix.covers(code); });
  if (found == prefixes.end()) return std::nullopt;
  return found->digits;
}

bool TinShape::fits(const Tin& tin) const {
  return std::ranges::equal(tin.str().substr(2), std::string_view{text}, fits_place);
}

std::optional<StateProfile::Exclusion> StateProfile::exclusion_of(const Ahtn& code) const {
  if (const auto prefix = prefix_in(goods_prohibited, code))
    return Exclusion{.rule = "R-ACTS-013", .prefix = *prefix};
  if (const auto prefix = prefix_in(goods_excluded, code))
    return Exclusion{.rule = "R-ACTS-013", .prefix = *prefix};
  if (const auto prefix = prefix_in(goods_dutiable, code))
    return Exclusion{.rule = "R-ACTS-014", .prefix = *prefix};
  return std::nullopt;
}

bool StateProfile::has_shape(const Tin& tin) const {
  return std::ranges::any_of(tin_shapes, [&](const TinShape& shape) { return shape.fits(tin); });
}

Calendar StateProfile::calendar(std::chrono::minutes utc_offset) const {
  return {.utc_offset = utc_offset, .working_hours = working_hours, .weekend = weekend, .holidays = holidays};
}

std::string StateLaw::canonical() const {
  std::string text;
  for (const ProfileText& row : rows) text += row.key + '=' + row.value + '\n';
  return text;
}

}  // namespace lintas::refdata
