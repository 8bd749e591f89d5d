#include "core/kinds/versions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/limits.hpp"
#include "core/refdata/csv.hpp"

namespace lintas::kinds {

namespace {

/// The cells of a row behind its name, and those of a field apart.
struct Row {
  std::string value, format, list;
  std::set<std::string> conditions;
};
/// By "field, PATH", "kind, life".
using Rows = std::map<std::string, Row>;

std::set<std::string> conditions_in(std::string_view cell) {
  std::set<std::string> all;
  while (!cell.empty()) {
    const auto end = std::min(cell.find(';'), cell.size());
    std::string_view one = cell.substr(0, end);
    cell.remove_prefix(std::min(end + 1, cell.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) all.emplace(one);
  }
  return all;
}

Rows rows_of(const Kind& kind) {
  const auto csv = refdata::Csv::parse(kind.text(), bounds::rows_max);
  require(csv.has_value(), "the table of a kind was read");
  Rows rows;
  for (const auto& row : csv->rows()) {
    const auto& cells = row.cells;
    rows.emplace(format("{}, {}", cells[0], cells[1]), Row{.value = std::string{cells[2]},
                                                           .format = std::string{cells[3]},
                                                           .list = std::string{cells[4]},
                                                           .conditions = conditions_in(cells[5])});
  }
  return rows;
}

/// Least and most of "1", "0-1", "1-99".
std::pair<int, int> occurrence(std::string_view text) {
  const auto number = [](std::string_view digits) {
    int n = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), n);
    return n;
  };
  const auto dash = text.find('-');
  const int least = number(text.substr(0, dash));
  return {least, dash == std::string_view::npos ? least : number(text.substr(dash + 1))};
}

bool is_field(std::string_view name) { return name.starts_with("field, "); }
/// Rows that every version has alike.
bool is_kept(std::string_view name) {
  constexpr std::array kept{std::string_view{"kind, code"}, std::string_view{"kind, root"},
                            std::string_view{"kind, element"}, std::string_view{"kind, life"}};
  return name.starts_with("place, ") || std::ranges::find(kept, name) != kept.end();
}
bool is_required(const Row& row) {
  return occurrence(row.value).first > 0 || std::ranges::any_of(row.conditions, [](const std::string& one) {
           return one.starts_with("required");
         });
}

/// "teak|meranti", behind "is ".
std::set<std::string_view> values_of(std::string_view condition) {
  constexpr std::string_view begin = "is ";
  std::set<std::string_view> values;
  if (!condition.starts_with(begin)) return values;
  condition.remove_prefix(begin.size());
  while (!condition.empty()) {
    const auto end = std::min(condition.find('|'), condition.size());
    values.insert(condition.substr(0, end));
    condition.remove_prefix(std::min(end + 1, condition.size()));
  }
  return values;
}
/// A condition that there was, or that allows more values.
bool is_wider(const std::string& condition, const std::set<std::string>& before) {
  if (before.contains(condition)) return true;
  const auto allowed = values_of(condition);
  return std::ranges::any_of(before, [&](const std::string& one) {
    const auto values = values_of(one);
    return !values.empty() && std::ranges::includes(allowed, values);
  });
}

class Comparison {
 public:
  Comparison(const Kind& before, const Kind& now) : before_(rows_of(before)), now_(rows_of(now)) {}

  Findings run() && {
    for (const auto& [name, row] : before_) {
      const auto found = now_.find(name);
      if (found != now_.end()) {
        compare(name, row, found->second);
      } else if (is_field(name) || is_kept(name)) {
        note(name, "it is gone");
      }
    }
    for (const auto& [name, row] : now_)
      if (!before_.contains(name)) look_at_new(name, row);
    return std::move(findings_);
  }

 private:
  void note(const std::string& name, std::string detail) {
    findings_.push_back({.rule = "R-KIND-043", .pointer = name, .value = {}, .detail = std::move(detail)});
  }

  void compare(const std::string& name, const Row& was, const Row& is) {
    if (is_kept(name) && (was.value != is.value || was.conditions != is.conditions))
      return note(name, format("it was {}", was.value));
    if (!is_field(name)) return;
    if (was.format != is.format) note(name, format("its format was {}", was.format));
    if (was.list != is.list)
      note(name, was.list.empty() ? "it had no code list" : "its list was " + was.list);
    const auto [least, most] = occurrence(was.value);
    const auto [least_now, most_now] = occurrence(is.value);
    if (least_now > least || most_now < most) note(name, format("it occurred {}", was.value));
    for (const std::string& condition : is.conditions)
      if (!is_wider(condition, was.conditions)) note(name, format("the condition '{}' is new", condition));
  }

  /// Within a group that is new, too, a field may be required.
  void look_at_new(const std::string& name, const Row& row) {
    if (is_kept(name)) return note(name, "it is new");
    if (!is_field(name)) return;
    const auto slash = name.rfind('/');
    const bool in_new_group = slash != std::string::npos && !before_.contains(name.substr(0, slash));
    if (!in_new_group && is_required(row)) note(name, "it is new, and may not be left out");
  }

  Rows before_, now_;
  Findings findings_;
};

}  // namespace

Findings faults_in_version(const Kind& before, const Kind& now) { return Comparison{before, now}.run(); }

}  // namespace lintas::kinds
