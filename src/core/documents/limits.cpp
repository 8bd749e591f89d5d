#include "core/documents/limits.hpp"

#include <array>
#include <chrono>
#include <ranges>

#include "base/time.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr Day day_of(int y, unsigned m, unsigned d) { return Day{year{y} / month{m} / day{d}}; }

struct Since {
  Day from;
  Limits limits;
};

/// With the old form the mark was due from the fourth day on.
constexpr Limits before_the_new_form = [] {
  Limits limits;
  limits.retroactive_mark = {3, refdata::LimitUnit::days};
  return limits;
}();

/// Newest last. The first row speaks of all days before it, too: those certificates have expired.
constexpr std::array rows{
    Since{day_of(2018, 1, 1), before_the_new_form},
    Since{day_of(2022, 5, 1), Limits{}},
};

}  // namespace

const Limits& limits_on(Day issued) {
  for (const Since& row : rows | std::views::reverse)
    if (row.from <= issued) return row.limits;
  return rows.front().limits;
}

}  // namespace lintas::documents
