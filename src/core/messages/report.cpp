#include "core/messages/report.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/messages/program.hpp"
#include "core/messages/rules_csv.hpp"
#include "core/model/format.hpp"

namespace lintas::message {

namespace {

enum Column : std::size_t { id, ncts, level, permanent, text, remedy, source, asean, columns };

/// The cells of one line. A cell with commas stands in quotes; there are no quotes inside.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const bool quoted = line.starts_with('"');
    if (quoted) line.remove_prefix(1);
    const auto end = std::min(line.find(quoted ? '"' : ','), line.size());
    cells.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + (quoted ? 1 : 0), line.size()));
    if (line.empty()) return cells;
    line.remove_prefix(1);
  }
}

std::vector<Rule> parse_rules(std::string_view csv) {
  std::vector<Rule> rules;
  csv.remove_prefix(csv.find('\n') + 1);  // names of the columns
  while (!csv.empty()) {
    const auto end = csv.find('\n');
    require(end != std::string_view::npos, "the last line of rules.csv ends like every other");
    const auto cells = cells_of(csv.substr(0, end));
    require(cells.size() == columns, "a line of rules.csv has eight cells");
    rules.push_back({.id = cells[id],
                     .ncts = cells[ncts],
                     .level = cells[level],
                     .permanent = cells[permanent] == "yes",
                     .text = cells[text],
                     .remedy = cells[remedy]});
    csv.remove_prefix(end + 1);
  }
  std::ranges::sort(rules, {}, &Rule::id);
  return rules;
}

}  // namespace

std::string_view rule_of(Misfit misfit) {
  switch (misfit) {
    case Misfit::not_listed: return rule_ids::not_listed;
    case Misfit::too_long: return rule_ids::value_too_long;
    case Misfit::too_short: return rule_ids::value_too_short;
    case Misfit::wrong_pattern: return rule_ids::wrong_pattern;
    case Misfit::wrong_type: return rule_ids::wrong_type;
    case Misfit::too_small: return rule_ids::value_too_small;
    case Misfit::too_large: return rule_ids::value_too_large;
    case Misfit::none: break;
  }
  std::unreachable();
}

std::string_view shown(std::string_view value, std::size_t bytes_max) {
  std::size_t end = std::min(value.size(), bytes_max);
  if (end < value.size()) {
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  }
  return value.substr(0, end);
}

void Collector::add(std::string_view rule, std::string pointer, std::string_view value, std::string detail,
                    std::size_t offset) {
  if (full()) return;
  report_.positions.push_back(position_of(offset));
  if (report_.findings.size() == limits::findings_max) {
    report_.findings.push_back(
        {.rule = std::string{rule_ids::too_many_findings}, .pointer = {}, .value = {}, .detail = {}});
    return;
  }
  report_.findings.push_back({.rule = std::string{rule},
                              .pointer = std::move(pointer),
                              .value = std::string{shown(value)},
                              .detail = std::move(detail)});
}

void Collector::stop(std::string_view rule, std::string pointer, std::string detail, std::size_t offset) {
  report_ = {};
  add(rule, std::move(pointer), {}, std::move(detail), offset);
}

bool Collector::full() const noexcept { return report_.findings.size() > limits::findings_max; }

Report Collector::take(Level level, const Program* program) && {
  require(!empty(), "a report has findings");
  report_.level = level;
  report_.program = program;
  return std::move(report_);
}

Position Collector::position_of(std::size_t offset) {
  if (offset < counted_) {
    counted_ = 0;
    line_ = 1;
    line_start_ = 0;
  }
  for (auto end = bytes_.find('\n', counted_); end < offset; end = bytes_.find('\n', counted_)) {
    ++line_;
    line_start_ = counted_ = end + 1;
  }
  counted_ = line_start_;
  return {.line = line_, .column = offset - line_start_ + 1};
}

const Rule* find_rule(std::string_view id) {
  static const std::vector<Rule> rules = parse_rules(rules_csv);
  const auto found = std::ranges::lower_bound(rules, id, {}, &Rule::id);
  return found == rules.end() || found->id != id ? nullptr : &*found;
}

}  // namespace lintas::message
