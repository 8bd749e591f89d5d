#include "core/aeo/programme.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/dated_file.hpp"

namespace lintas::aeo {

namespace {

std::vector<std::string> levels_in(refdata::Cells& cells) {
  const std::string text = cells.text_or_empty();
  std::vector<std::string> levels;
  if (text.empty()) return levels;
  for (const std::string_view word : refdata::words_of(text)) levels.emplace_back(word);
  return levels;
}

std::vector<OperatorRole> roles_in(refdata::Cells& cells) {
  const std::string text = cells.text();
  std::vector<OperatorRole> roles;
  for (const std::string_view word : refdata::words_of(text)) {
    const auto role = read_word<OperatorRole>(word);
    if (!role) cells.note("not a list of roles of operators, with blanks between");
    roles.push_back(role.value_or(OperatorRole::other));
  }
  return roles;
}

/// Whole days or months: an authorisation begins and ends with a day.
std::optional<refdata::Limit> limit_or_none(refdata::Cells& cells) {
  const std::string text = cells.text_or_empty();
  if (text.empty()) return std::nullopt;
  const auto limit = refdata::parse_limit(text);
  const bool is_whole =
      limit && (limit->unit == refdata::LimitUnit::days || limit->unit == refdata::LimitUnit::working_days ||
                limit->unit == refdata::LimitUnit::months);
  if (!is_whole) cells.note("not a limit of days or months, as 120 d or 36 mo");
  return is_whole ? limit : std::nullopt;
}

/// Counted back from a day: months have no length then.
std::optional<refdata::Limit> days_or_none(refdata::Cells& cells) {
  const auto limit = limit_or_none(cells);
  if (limit && limit->unit != refdata::LimitUnit::days) cells.note("not a limit of days, as 90 d");
  return limit;
}

/// What has to be there.
refdata::Limit limit_in(refdata::Cells& cells) {
  if (cells.next_is_empty()) {
    (void)cells.text();  // notes that it is missing
    return {};
  }
  return limit_or_none(cells).value_or(refdata::Limit{});
}

}  // namespace

bool Programme::has_level(std::string_view level) const {
  return levels.empty() ? level.empty() : std::ranges::find(levels, level) != levels.end();
}

bool Programme::has_role(OperatorRole role) const { return std::ranges::find(roles, role) != roles.end(); }

std::expected<Programmes, Findings> read_programmes(std::string_view csv) {
  static constexpr std::array<std::string_view, 13> columns{
      "state",   "programme",    "levels", "roles", "idle",  "decision", "validity",
      "renewal", "revalidation", "bar",    "from",  "until", "source"};
  return refdata::read_dated<Programmes>(
      csv, columns,
      [](refdata::Cells& cells) {
        ProgrammeName name;
        name.state = cells.value<Country>();
        name.name = cells.text();
        return name;
      },
      [](refdata::Cells& cells) {
        Programme programme;
        programme.levels = levels_in(cells);
        programme.roles = roles_in(cells);
        programme.idle = limit_in(cells);
        programme.decision = limit_in(cells);
        programme.validity = limit_or_none(cells);
        programme.renewal = days_or_none(cells);
        if (programme.renewal && !programme.validity) cells.note("nothing is renewed that does not end");
        programme.revalidation = limit_or_none(cells);
        programme.bar = limit_in(cells);
        return programme;
      },
      [](const ProgrammeName& name) { return format("{} {}", name.state.str(), name.name); });
}

const Programme* programme_on(const Programmes& programmes, const ProgrammeName& name, Day day) {
  const auto* row = programmes.find(name, day);
  return row == nullptr ? nullptr : &row->value;
}

const Programme* last_law_of(const Programmes& programmes, const ProgrammeName& name, Day day) {
  const Programmes::Row* last = nullptr;
  for (const auto& row : programmes.rows_from(name)) {
    if (row.key != name) break;
    if (row.from <= day) last = &row;
  }
  return last == nullptr ? nullptr : &last->value;
}

}  // namespace lintas::aeo
