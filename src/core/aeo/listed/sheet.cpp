#include "core/aeo/listed/sheet.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"

namespace lintas::aeo::listed {

namespace {

using refdata::Cells;

constexpr std::array<std::string_view, 13> columns{
    "holder",     "number",      "programme",     "level",  "roles",     "codes",  "authorised",
    "valid_from", "valid_until", "revalidate_on", "status", "effective", "consent"};
constexpr std::size_t status_column = 10;
static_assert(columns[status_column] == "status");

std::vector<OperatorRole> roles_in(Cells& cells, bool may_be_empty) {
  std::vector<OperatorRole> roles;
  const std::string text = may_be_empty ? cells.text_or_empty() : cells.text();
  if (text.empty()) return roles;
  for (const std::string_view word : refdata::words_of(text)) {
    const auto role = read_word<OperatorRole>(word);
    if (!role) cells.note("not a list of roles of operators, with blanks between");
    roles.push_back(role.value_or(OperatorRole::other));
  }
  return roles;
}

/// None of an operator whose codes have all ended, or are to.
std::vector<Code> codes_in(Cells& cells) {
  std::vector<Code> codes;
  const std::string text = cells.text_or_empty();
  if (text.empty()) return codes;
  for (const std::string_view word : refdata::words_of(text)) {
    const auto code = Code::parse(word);
    if (!code || !read_writing(word)) {
      cells.note("not a list of codes of operators, with blanks between");
      continue;
    }
    codes.push_back(*code);
  }
  return codes;
}

Status status_in(Cells& cells) {
  const auto status = read_word<Status>(cells.text());
  if (!status) cells.note("no status of an operator in a list, as active or suspended");
  return status.value_or(Status::active);
}

/// A day begins by this clock: by that of Greenwich today would be still to come until the office opens.
std::optional<Instant> effective_in(Cells& cells, std::chrono::minutes clock) {
  const std::string text = cells.text_or_empty();
  if (text.empty()) return std::nullopt;
  if (const auto day = parse_day(text)) return Instant{*day} - clock;
  const auto at = parse_instant(text);
  if (!at) cells.note("neither a day nor an instant, as 2026-05-01 or 2026-05-01T04:00:00Z");
  return at;
}

SheetRow read_row(const refdata::Csv& csv, const refdata::CsvRow& row, Country of, std::chrono::minutes clock,
                  Findings& findings) {
  Cells cells{csv, row, findings};
  SheetRow read{.line = row.line, .said = {}};
  BringIn& said = read.said;
  said.reference.holder = cells.value<Tin>();
  const std::string holder{said.reference.holder.str()};
  said.reference.number = cells.value<authorisation::ApplicationNumber>();
  // Of what is listed no more nothing is said but that.
  const bool is_unlisted = row.cells.at(status_column) == word_of(Status::unlisted);
  const auto day = [&] { return is_unlisted ? cells.day_or_open().value_or(Day{}) : cells.day(); };
  said.grant.programme = is_unlisted ? cells.text_or_empty() : cells.text();
  said.grant.level = cells.text_or_empty();
  said.grant.roles = roles_in(cells, is_unlisted);
  const auto codes = codes_in(cells);
  said.grant.authorised = day();
  said.grant.valid_from = day();
  said.grant.valid_until = cells.day_or_open();
  said.grant.revalidate_on = cells.day_or_open();
  said.status = status_in(cells);
  said.effective = effective_in(cells, clock);
  said.consent = day();
  // A table says no instants: a code is the operator's from the day of its authorisation on.
  for (const Code& code : codes) {
    said.grant.codes.push_back({.code = code,
                                .key = read_writing(code.str()).value_or(Writing{}).key,
                                .given = said.grant.authorised,
                                .from = Instant{said.grant.authorised} - clock});
  }
  if (findings.empty() && said.reference.holder.country() != of) {
    findings.push_back({.rule = "R-AEO-015",
                        .pointer = format("line {}, holder", row.line),
                        .value = holder,
                        .detail = format("the list is that of {}", of.str())});
  }
  return read;
}

Findings repetitions(const std::vector<SheetRow>& rows) {
  Findings findings;
  std::map<std::string, std::size_t> lines;
  for (const SheetRow& row : rows) {
    const std::string name = authorisation::in_words(row.said.reference);
    const auto [place, is_new] = lines.emplace(name, row.line);
    if (is_new) continue;
    findings.push_back({.rule = "R-AEO-034",
                        .pointer = format("line {}", row.line),
                        .value = name,
                        .detail = format("stands in line {} already", place->second)});
  }
  return findings;
}

std::string text_of(const std::optional<Day>& day) { return day ? to_text(*day) : std::string{}; }

template <class List, class Text>
std::string joined(const List& list, const Text& text) {
  std::string all;
  for (const auto& one : list) all.append(all.empty() ? "" : " ").append(text(one));
  return all;
}

}  // namespace

std::span<const std::string_view> sheet_columns() { return columns; }

std::expected<std::vector<SheetRow>, Findings> read_sheet(std::string_view csv, Country of,
                                                          std::chrono::minutes clock) {
  const auto table = refdata::read_table(csv, columns, aeo::bounds::sheet_rows_max, "R-AEO-034");
  if (!table) return std::unexpected(table.error());
  Findings findings;
  std::vector<SheetRow> rows;
  for (const refdata::CsvRow& row : table->rows()) {
    rows.push_back(read_row(*table, row, of, clock, findings));
    if (findings.size() > limits::findings_max) break;
  }
  if (findings.empty()) findings = repetitions(rows);
  if (findings.size() > limits::findings_max) findings.resize(limits::findings_max);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return rows;
}

std::string sheet_line(const BringIn& one) {
  const Grant& grant = one.grant;
  const bool is_unlisted = one.status == Status::unlisted;
  const auto of_listed = [&](std::string text) { return is_unlisted ? std::string{} : std::move(text); };
  const std::array<std::string, columns.size()> cells{
      std::string{one.reference.holder.str()},
      std::string{one.reference.number.str()},
      of_listed(grant.programme),
      of_listed(grant.level),
      of_listed(joined(grant.roles, [](OperatorRole role) { return word_of(role); })),
      of_listed(joined(grant.codes, [](const ListedCode& code) { return code.code.str(); })),
      of_listed(to_text(grant.authorised)),
      of_listed(to_text(grant.valid_from)),
      of_listed(text_of(grant.valid_until)),
      of_listed(text_of(grant.revalidate_on)),
      std::string{word_of(one.status)},
      one.effective ? to_text(*one.effective) : std::string{},
      of_listed(to_text(one.consent))};
  return refdata::to_csv_line(cells);
}

}  // namespace lintas::aeo::listed
