#include "core/registers/import.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/names.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

namespace {

using refdata::Cells;

constexpr std::array<std::string_view, 24> columns{
    "kind",   "number",  "tin",      "agent",  "person",         "legal_person", "roles",     "sees_balance",
    "rights", "offices", "premises", "seals",  "goods_excluded", "wait_minutes", "issued_by", "agreement",
    "unit",   "plate",   "insurer",  "states", "valid_from",     "valid_until",  "name",      "address"};

/// What a cell may say, in the order of the words of the enumeration.
template <Worded E>
constexpr auto texts_of = [] {
  std::array<std::string_view, words_for(E{}).size()> texts{};
  std::ranges::transform(words_for(E{}), texts.begin(), &Word<E>::word);
  return texts;
}();

template <Worded E>
E one_of(Cells& cells) {
  return words_for(E{}).at(cells.one_of(texts_of<E>)).value;
}

template <Worded E>
std::vector<E> some_of(Cells& cells) {
  std::vector<E> all;
  for (const std::size_t place : cells.some_of(texts_of<E>)) all.push_back(words_for(E{}).at(place).value);
  return all;
}

/// Columns that this kind does not have.
void leave_empty(Cells& cells, std::size_t count) {
  for (; count > 0; --count) {
    if (!cells.text_or_empty().empty()) cells.note("an entry of this kind has no such cell");
  }
}

// Each reads the nineteen columns from number to states.

Facts trader(Cells& cells) {
  Trader facts;
  leave_empty(cells, 1);
  facts.tin = cells.value<Tin>();
  leave_empty(cells, 2);
  facts.legal_person = cells.yes_or_no();
  facts.roles = some_of<TraderRole>(cells);
  leave_empty(cells, 13);
  return facts;
}

Facts mandate(Cells& cells) {
  Mandate facts;
  leave_empty(cells, 1);
  facts.holder = cells.value<Tin>();
  facts.agent = cells.value<Tin>();
  leave_empty(cells, 3);
  facts.sees_balance = cells.yes_or_no();
  leave_empty(cells, 12);
  return facts;
}

Facts declarant(Cells& cells) {
  Declarant facts;
  leave_empty(cells, 1);
  facts.firm = cells.value<Tin>();
  leave_empty(cells, 1);
  facts.person = cells.value<PersonId>();
  leave_empty(cells, 15);
  return facts;
}

Facts authorisation(Cells& cells) {
  Authorisation facts;
  facts.number = cells.value<EntryNumber>();
  facts.holder = cells.value<Tin>();
  leave_empty(cells, 5);
  facts.rights = some_of<Right>(cells);
  facts.offices = cells.values<OfficeId>();
  facts.premises = cells.values<EntryNumber>();
  facts.seals = cells.values<SealSeries>();
  facts.goods_excluded = cells.values<Ahtn>();
  facts.unloading_wait_minutes =
      static_cast<std::uint32_t>(cells.integer(0, std::numeric_limits<int>::max()));
  leave_empty(cells, 6);
  return facts;
}

Facts permit(Cells& cells) {
  Permit facts;
  facts.number = cells.value<EntryNumber>();
  facts.carrier = cells.value<Tin>();
  leave_empty(cells, 11);
  facts.issued_by = cells.value<Country>();
  facts.agreement = one_of<Agreement>(cells);
  facts.unit = one_of<UnitKind>(cells);
  facts.plate = cells.value<Plate>();
  leave_empty(cells, 1);
  facts.states = cells.values<Country>();
  return facts;
}

Facts insurance(Cells& cells) {
  Insurance facts;
  facts.number = cells.value<EntryNumber>();
  if (cells.next_is_empty()) {
    cells.skip();
  } else {
    facts.carrier = cells.value<Tin>();
  }
  leave_empty(cells, 11);
  facts.issued_by = cells.value<Country>();
  leave_empty(cells, 2);
  facts.plate = cells.value<Plate>();
  facts.insurer = cells.value<EntryNumber>();
  facts.states = cells.values<Country>();
  return facts;
}

constexpr std::array<Facts (*)(Cells&), kind_words.size()> readers{trader,        mandate, declarant,
                                                                   authorisation, permit,  insurance};

Imported read_row(const refdata::Csv& csv, const refdata::CsvRow& row, Findings& findings) {
  Cells cells{csv, row, findings};
  Imported entry;
  entry.line = row.line;
  const std::size_t faults_before = findings.size();
  const std::size_t kind = cells.one_of(texts_of<Kind>);
  if (findings.size() > faults_before) return entry;  // of no kind: nobody knows what the rest should be
  entry.content.facts = readers.at(kind)(cells);
  entry.content.valid_from = cells.day();
  entry.content.valid_until = cells.day_or_open();
  Details details;
  details.name = cells.text_or_empty();
  details.address = cells.text_or_empty();
  if (!details.name.empty() || !details.address.empty()) entry.details = std::move(details);
  return entry;
}

Findings repetitions(std::span<const Imported> entries) {
  Findings findings;
  std::map<EntryKey, std::size_t> lines;
  for (const Imported& entry : entries) {
    const EntryKey key = key_of(entry.content.facts);
    const auto [place, is_new] = lines.emplace(key, entry.line);
    if (is_new) continue;
    findings.push_back({.rule = "R-REG-302",
                        .pointer = format("line {}", entry.line),
                        .value = format("{} {}", name(key.kind), key.text),
                        .detail = format("stands in line {} already", place->second)});
  }
  return findings;
}

// ---- and back

/// Of an entry the cells that its kind has, by column.
class Row {
 public:
  void put(std::string_view column, std::string_view cell) {
    if (!cell.empty()) cells_.emplace_back(column, cell);
  }
  template <class T>
  void put_all(std::string_view column, const std::vector<T>& list) {
    std::string text;
    for (const T& one : list) {
      if (!text.empty()) text += ' ';
      text += one.str();
    }
    put(column, text);
  }
  template <Worded E>
  void put_words(std::string_view column, const std::vector<E>& list) {
    std::string text;
    for (const E one : list) {
      if (!text.empty()) text += ' ';
      text += word_of(one);
    }
    put(column, text);
  }

  void facts(const Trader& f) {
    put("tin", f.tin.str());
    put("legal_person", f.legal_person ? "yes" : "no");
    put_words("roles", f.roles);
  }
  void facts(const Mandate& f) {
    put("tin", f.holder.str());
    put("agent", f.agent.str());
    put("sees_balance", f.sees_balance ? "yes" : "no");
  }
  void facts(const Declarant& f) {
    put("tin", f.firm.str());
    put("person", f.person.str());
  }
  void facts(const Authorisation& f) {
    put("number", f.number.str());
    put("tin", f.holder.str());
    put_words("rights", f.rights);
    put_all("offices", f.offices);
    put_all("premises", f.premises);
    put_all("seals", f.seals);
    put_all("goods_excluded", f.goods_excluded);
    put("wait_minutes", format("{}", f.unloading_wait_minutes));
  }
  void facts(const Permit& f) {
    put("number", f.number.str());
    put("tin", f.carrier.str());
    put("issued_by", f.issued_by.str());
    put("agreement", word_of(f.agreement));
    put("unit", word_of(f.unit));
    put("plate", f.plate.str());
    put_all("states", f.states);
  }
  void facts(const Insurance& f) {
    put("number", f.number.str());
    if (f.carrier) put("tin", f.carrier->str());
    put("issued_by", f.issued_by.str());
    put("plate", f.plate.str());
    put("insurer", f.insurer.str());
    put_all("states", f.states);
  }

  [[nodiscard]] std::vector<std::pair<std::string_view, std::string>> take() && { return std::move(cells_); }

 private:
  std::vector<std::pair<std::string_view, std::string>> cells_;
};

}  // namespace

std::vector<std::pair<std::string_view, std::string>> cells_of(const Content& content,
                                                               const std::optional<Details>& details) {
  Row row;
  row.put("kind", name(kind_of(content.facts)));
  std::visit([&](const auto& facts) { row.facts(facts); }, content.facts);
  row.put("valid_from", to_text(content.valid_from));
  if (content.valid_until) row.put("valid_until", to_text(*content.valid_until));
  if (details) {
    row.put("name", details->name);
    row.put("address", details->address);
  }
  return std::move(row).take();
}

std::span<const std::string_view> entry_columns() { return columns; }

std::expected<std::vector<Imported>, Findings> read_entries(std::string_view csv) {
  const auto table = refdata::read_table(csv, columns, limits::register_rows_max, "R-REG-301");
  if (!table) return std::unexpected(table.error());
  Findings findings;
  std::vector<Imported> entries;
  for (const refdata::CsvRow& row : table->rows()) {
    entries.push_back(read_row(*table, row, findings));
    if (findings.size() > limits::findings_max) break;
  }
  if (findings.empty()) findings = repetitions(entries);
  if (findings.size() > limits::findings_max) findings.resize(limits::findings_max);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return entries;
}

}  // namespace lintas::registers
