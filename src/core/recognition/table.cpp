#include "core/recognition/table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/transformation.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/limits.hpp"
#include "core/recognition/terms.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"
#include "core/seed/seed.hpp"
#include "core/seed/whole.hpp"

namespace lintas::recognition {

namespace {

using refdata::Cells;

constexpr std::array<std::string_view, 19> columns{
    "by",         "of",       "state",        "programme", "levels",        "roles",    "loading",
    "procedures", "required", "score_factor", "lane",      "random_factor", "priority", "stale",
    "notice",     "evidence", "from",         "until",     "source"};

constexpr std::string_view any_partner = "partner";

bool is_locode(std::string_view text) {
  return text.size() == 5 && std::ranges::all_of(text, is_capital_or_digit) &&
         Country::parse(text.substr(0, 2)).has_value();
}

std::vector<std::string> words_in(Cells& cells) {
  const std::string text = cells.text_or_empty();
  std::vector<std::string> words;
  if (text.empty()) return words;
  for (const std::string_view word : refdata::words_of(text)) {
    if (word.empty()) cells.note("not words with single blanks between");
    words.emplace_back(word);
  }
  return words;
}

/// The enumerator of a word; `what` where it is none.
template <Worded E>
std::optional<E> word_in(Cells& cells, std::string_view what) {
  const auto value = read_word<E>(cells.text_or_empty());
  if (!value) cells.note(what);
  return value;
}
/// Likewise, or nothing.
template <Worded E>
std::optional<E> word_or_none(Cells& cells, std::string_view what) {
  if (!cells.next_is_empty()) return word_in<E>(cells, what);
  cells.skip();
  return std::nullopt;
}

/// One row: what it says must agree with what it said before.
class Row {
 public:
  Row(const aeo::Law& law) : law_(law) {}

  Pair pair(Cells& cells) {
    pair_.by = cells.value<Country>();
    pair_.of = cells.value<Country>();
    if (pair_.by == pair_.of) cells.note("a state does not recognise itself");
    return pair_;
  }

  Period period(Cells& cells) {
    Period period;  // member by member: the columns are taken in their order
    period.state = state(cells);
    period.terms.programme = programme(cells);
    period.terms.levels = levels(cells);
    period.terms.roles = roles(cells);
    period.terms.loading = loading(cells);
    period.terms.procedures = of_terms(words_in(cells), cells);
    period.terms.required = required(cells);
    period.terms.effect.score_factor = factor(cells);
    period.terms.effect.lane = of_terms(word_or_none<Lane>(cells, "not green, blue, yellow or red"), cells);
    period.terms.effect.random_factor = factor(cells);
    period.terms.effect.priority = yes(cells);
    period.terms.stale = stale(cells);
    period.notice = notice(cells);
    period.evidence = evidence(cells);
    return period;
  }

 private:
  State state(Cells& cells) {
    state_ = word_in<State>(cells, "not a state of recognition").value_or(State::comparing);
    return state_;
  }

  /// Only what is honoured has terms.
  template <class T>
  [[nodiscard]] T of_terms(T value, Cells& cells) const {
    if (value != T{} && !has_terms(state_)) cells.note("only a pilot and what is live have terms");
    return value;
  }

  /// Those of the authorising state, whatever their days.
  template <class Has>
  [[nodiscard]] bool some_programme(const Has& has) const {
    return std::ranges::any_of(law_.programmes.rows(), [&](const aeo::Programmes::Row& row) {
      return row.key.state == pair_.of && (programme_.empty() || row.key.name == programme_) &&
             has(row.value);
    });
  }

  std::string programme(Cells& cells) {
    programme_ = of_terms(cells.text_or_empty(), cells);
    if (!programme_.empty() && !some_programme([](const auto&) { return true; })) {
      cells.note("no programme of the state that authorises");
      programme_.clear();  // levels and roles are held against those that it has
    }
    return programme_;
  }

  [[nodiscard]] std::vector<std::string> levels(Cells& cells) const {
    auto levels = of_terms(words_in(cells), cells);
    for (const std::string& level : levels) {
      const auto has = [&](const aeo::Programme& one) { return one.has_level(level); };
      if (!some_programme(has)) cells.note(format("{} is no level of that programme", level));
    }
    return levels;
  }

  [[nodiscard]] std::vector<aeo::OperatorRole> roles(Cells& cells) const {
    std::vector<aeo::OperatorRole> roles;
    for (const std::string& word : of_terms(words_in(cells), cells)) {
      const auto role = read_word<aeo::OperatorRole>(word);
      const auto has = [&](const aeo::Programme& one) { return role && one.has_role(*role); };
      if (!some_programme(has)) cells.note(format("{} is no role of that programme", word));
      roles.push_back(role.value_or(aeo::OperatorRole::other));
    }
    return roles;
  }

  [[nodiscard]] Loading loading(Cells& cells) const {
    Loading loading;
    for (std::string& word : of_terms(words_in(cells), cells)) {
      if (word == any_partner) {
        loading.any_partner = true;
        continue;
      }
      if (!is_locode(word) && !Country::parse(word)) cells.note("neither partner, nor a state or UN/LOCODE");
      loading.places.push_back(std::move(word));
    }
    return loading;
  }

  /// What is typed in the importing state beside the code: other fields nobody would know how to fill.
  [[nodiscard]] std::vector<std::string> required(Cells& cells) const {
    auto fields = of_terms(words_in(cells), cells);
    for (const std::string& field : fields) {
      const bool is_typed =
          std::ranges::any_of(law_.transformations.rows(), [&](const aeo::Transformations::Row& row) {
            return row.key.to == pair_.by && row.key.of == pair_.of && row.value.field == field;
          });
      if (!is_typed) cells.note(format("{} is nothing that is typed there for that state", field));
    }
    return fields;
  }

  [[nodiscard]] std::optional<Decimal> factor(Cells& cells) const {
    if (cells.next_is_empty()) {
      cells.skip();
      return std::nullopt;
    }
    // Whether it is within reason is asked of the whole row: R-AEO-058.
    return of_terms(std::optional{cells.decimal([](Decimal) { return true; }, "not a number")}, cells);
  }

  [[nodiscard]] bool yes(Cells& cells) const {
    if (!cells.next_is_empty()) return of_terms(cells.yes_or_no(), cells);
    cells.skip();
    return false;
  }

  [[nodiscard]] Stale stale(Cells& cells) const {
    const auto policy = word_or_none<Stale>(cells, "not keep, degrade or stop");
    if (has_terms(state_) && !policy) cells.note("a pilot, and what is live, say what an old list is worth");
    if (!has_terms(state_) && policy) cells.note("only a pilot and what is live have terms");
    return policy.value_or(Stale::stop);
  }

  static std::optional<Day> notice(Cells& cells) { return cells.day_or_open(); }

  static Evidence evidence(Cells& cells) {
    return word_in<Evidence>(cells, "not sourced, inferred or sample").value_or(Evidence::sample);
  }

  const aeo::Law& law_;
  Pair pair_;
  State state_ = State::comparing;
  std::string programme_;
};

std::string name_of(const Pair& pair) { return format("{} of {}", pair.by.str(), pair.of.str()); }

/// Where each row stands in the file.
using Places = std::map<std::pair<Pair, Day>, std::size_t>;

Finding fault(std::string_view rule, const Table::Row& row, std::string_view column, const Places& places,
              std::string detail) {
  const auto found = places.find({row.key, row.from});
  return {.rule = std::string{rule},
          .pointer = format("line {}, {}", found == places.end() ? 0 : found->second, column),
          .value = format("{} {} from {}", name_of(row.key), word_of(row.value.state), to_text(row.from)),
          .detail = std::move(detail)};
}

/// R-AEO-057.
void check_notice(const Table::Row& row, const Places& places, Findings& findings) {
  const auto& notice = row.value.notice;
  if (!needs_notice(row.value.state)) {
    if (notice) {
      findings.push_back(
          fault("R-AEO-057", row, "notice", places, "Notice is given of a suspension or an end alone."));
    }
    return;
  }
  if (!notice || *notice > row.from) {
    findings.push_back(fault(
        "R-AEO-057", row, "notice", places,
        format("The day on which {} was told is missing, or lies behind the first day.", row.key.of.str())));
  }
}

/// R-AEO-056: a pair is always in some state, from the first day that is written down.
void check_order(const Table::Row* before, const Table::Row& row, const Places& places, Findings& findings) {
  const State state = row.value.state;
  if (before == nullptr) {
    if (!may_begin(state)) {
      findings.push_back(
          fault("R-AEO-056", row, "state", places, format("Nothing begins with {}.", word_of(state))));
    }
    return;
  }
  if (!before->until || *before->until != row.from) {
    findings.push_back(
        fault("R-AEO-056", row, "from", places,
              format("The period before ends {}; this one begins with that day, or not at all.",
                     before->until ? format("with {}", to_text(*before->until)) : "never")));
  }
  if (!may_follow(before->value.state, state)) {
    findings.push_back(fault("R-AEO-056", row, "state", places,
                             format("{} does not follow {}.", word_of(state), word_of(before->value.state))));
  }
}

/// R-AEO-058.
void check_factors(const Table::Row& row, const Places& places, Findings& findings) {
  const Decimal least = Decimal::of(bounds::factor_min_hundredths, 2);
  const auto check = [&](std::string_view column, const std::optional<Decimal>& factor) {
    if (!factor || (*factor >= least && *factor <= Decimal::of(1))) return;
    findings.push_back(fault("R-AEO-058", row, column, places,
                             format("{} is no factor from {} to 1.", factor->str(), least.str())));
  };
  check("score_factor", row.value.terms.effect.score_factor);
  check("random_factor", row.value.terms.effect.random_factor);
}

/// R-AEO-059: what is left out would honour whomever the other state authorises, now or later.
void check_whom(const Table::Row& row, const Places& places, Findings& findings) {
  if (!has_terms(row.value.state)) return;
  const auto check = [&](std::string_view column, bool is_empty, std::string_view detail) {
    if (is_empty) findings.push_back(fault("R-AEO-059", row, column, places, std::string{detail}));
  };
  check("programme", row.value.terms.programme.empty(), "No programme is named.");
  check("roles", row.value.terms.roles.empty(), "No role is named.");
}

Findings faults_of_rows(const Table& table, const Places& places) {
  Findings findings;
  const Table::Row* before = nullptr;
  for (const Table::Row& row : table.rows()) {
    check_order(before != nullptr && before->key == row.key ? before : nullptr, row, places, findings);
    check_notice(row, places, findings);
    check_factors(row, places, findings);
    check_whom(row, places, findings);
    before = &row;
  }
  return findings;
}

template <class List, class Name>
std::string joined(const List& list, const Name& name) {
  std::string text;
  for (const auto& one : list) text.append(text.empty() ? "" : " ").append(name(one));
  return text;
}
std::string joined(const std::vector<std::string>& list) {
  return joined(list, [](const std::string& one) { return one; });
}

std::string written(const Loading& loading) {
  std::vector<std::string> words = loading.places;
  if (loading.any_partner) words.emplace(words.begin(), any_partner);
  return joined(words);
}

template <class T>
std::string text_or_empty(const std::optional<T>& value) {
  if (!value) return {};
  if constexpr (std::is_enum_v<T>) {
    return std::string{word_of(*value)};
  } else if constexpr (std::is_same_v<T, Day>) {
    return to_text(*value);
  } else {
    return value->str();
  }
}

std::string line_of(const Table::Row& row) {
  const Period& period = row.value;
  const Terms& terms = period.terms;
  const Effect& effect = terms.effect;
  const std::array<std::string, columns.size()> cells{
      std::string{row.key.by.str()},
      std::string{row.key.of.str()},
      std::string{word_of(period.state)},
      terms.programme,
      joined(terms.levels),
      joined(terms.roles, [](aeo::OperatorRole role) { return std::string{word_of(role)}; }),
      written(terms.loading),
      joined(terms.procedures),
      joined(terms.required),
      text_or_empty(effect.score_factor),
      text_or_empty(effect.lane),
      text_or_empty(effect.random_factor),
      effect.priority ? "yes" : "",
      has_terms(period.state) ? std::string{word_of(terms.stale)} : "",
      text_or_empty(period.notice),
      std::string{word_of(period.evidence)},
      to_text(row.from),
      text_or_empty(row.until),
      row.source};
  return refdata::to_csv_line(cells);
}

}  // namespace

std::expected<Table, Findings> read_table_of(std::string_view csv, const aeo::Law& law) {
  const auto file = refdata::read_table(csv, columns, bounds::rows_max, "R-AEO-055");
  if (!file) return std::unexpected(file.error());
  Findings findings;
  Places places;
  std::vector<Table::Row> rows;
  for (const refdata::CsvRow& line : file->rows()) {
    Cells cells{*file, line, findings};
    Row reader{law};
    Table::Row row;  // member by member: the columns are taken in their order
    row.key = reader.pair(cells);
    row.value = reader.period(cells);
    row.from = cells.day();
    row.until = cells.day_or_open();
    row.source = cells.text();
    places.insert_or_assign(std::pair{row.key, row.from}, line.line);
    rows.push_back(std::move(row));
  }
  if (!findings.empty()) return std::unexpected(std::move(findings));
  auto table = Table::of(std::move(rows));
  if (!table) {
    return std::unexpected(Findings{
        fault("R-REF-003", table.error().row, "from", places,
              "Another row of the same pair holds on that day, or this one ends before it begins.")});
  }
  findings = faults_of_rows(*table, places);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return std::move(*table);
}

std::string written(const Table& table) {
  std::string text = joined(columns, [](std::string_view column) { return std::string{column}; });
  std::ranges::replace(text, ' ', ',');
  text += '\n';
  for (const Table::Row& row : table.rows()) text.append(line_of(row)).append("\n");
  return text;
}

const Table& built_in() {
  static const Table table = [] {
    constexpr std::string_view name = "recognitions.csv";
    return seed::whole(name, read_table_of(seed::file(name), aeo::law()));
  }();
  return table;
}

std::string version_of(const Table& table, Sha256 sha256) {
  constexpr std::size_t digits = 12;
  const std::string text = written(table);
  const std::array parts{as_bytes(text)};
  return to_hex(sha256(parts).bytes).substr(0, digits);
}

std::optional<Day> live_after(const Table& table, const Pair& pair, Day day) {
  for (const Table::Row& row : table.rows_from(pair)) {
    if (row.key != pair) break;
    if (row.from > day && row.value.state == State::live) return row.from;
  }
  return std::nullopt;
}

}  // namespace lintas::recognition
