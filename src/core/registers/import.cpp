#include "core/registers/import.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
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
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

namespace {

using refdata::Cells;

constexpr std::array<std::string_view, 24> columns{
    "kind",   "number",  "tin",      "agent",  "person",         "legal_person", "roles",     "sees_balance",
    "rights", "offices", "premises", "seals",  "goods_excluded", "wait_minutes", "issued_by", "agreement",
    "unit",   "plate",   "insurer",  "states", "valid_from",     "valid_until",  "name",      "address"};

// In the order of the enumerators, which begin at 1.
constexpr std::array<std::string_view, 6> kinds{"trader",        "mandate", "declarant",
                                                "authorisation", "permit",  "insurance"};
constexpr std::array<std::string_view, 4> roles{"principal", "carrier", "consignee", "broker"};
constexpr std::array<std::string_view, 3> rights{"C521", "C522", "C523"};
constexpr std::array<std::string_view, 2> agreements{"ACTS", "AFAFIST"};
constexpr std::array<std::string_view, 3> units{"rigid_truck", "prime_mover", "semi_trailer"};

template <class E>
E at_place(std::size_t place) {
  return static_cast<E>(place + 1);
}

template <class E>
std::vector<E> some_of(Cells& cells, std::span<const std::string_view> names) {
  std::vector<E> all;
  for (const std::size_t place : cells.some_of(names)) all.push_back(at_place<E>(place));
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
  facts.roles = some_of<TraderRole>(cells, roles);
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
  constexpr int minutes_of_a_week = 7 * 24 * 60;
  Authorisation facts;
  facts.number = cells.value<EntryNumber>();
  facts.holder = cells.value<Tin>();
  leave_empty(cells, 5);
  facts.rights = some_of<Right>(cells, rights);
  facts.offices = cells.values<OfficeId>();
  facts.premises = cells.values<EntryNumber>();
  facts.seals = cells.values<SealSeries>();
  facts.goods_excluded = cells.values<Ahtn>();
  facts.unloading_wait_minutes = static_cast<std::uint32_t>(cells.integer(0, minutes_of_a_week));
  leave_empty(cells, 6);
  return facts;
}

Facts permit(Cells& cells) {
  Permit facts;
  facts.number = cells.value<EntryNumber>();
  facts.carrier = cells.value<Tin>();
  leave_empty(cells, 11);
  facts.issued_by = cells.value<Country>();
  facts.agreement = at_place<Agreement>(cells.one_of(agreements));
  facts.unit = at_place<UnitKind>(cells.one_of(units));
  facts.plate = cells.value<Plate>();
  leave_empty(cells, 1);
  facts.states = cells.values<Country>();
  return facts;
}

Facts insurance(Cells& cells) {
  Insurance facts;
  facts.number = cells.value<EntryNumber>();
  leave_empty(cells, 12);
  facts.issued_by = cells.value<Country>();
  leave_empty(cells, 2);
  facts.plate = cells.value<Plate>();
  facts.insurer = cells.value<EntryNumber>();
  facts.states = cells.values<Country>();
  return facts;
}

constexpr std::array<Facts (*)(Cells&), kinds.size()> readers{trader,        mandate, declarant,
                                                              authorisation, permit,  insurance};

Imported read_row(const refdata::Csv& csv, const refdata::CsvRow& row, Findings& findings) {
  Cells cells{csv, row, findings};
  Imported entry;
  entry.line = row.line;
  const std::size_t faults_before = findings.size();
  const std::size_t kind = cells.one_of(kinds);
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

}  // namespace

std::expected<std::vector<Imported>, Findings> read_entries(std::string_view csv) {
  const auto table = refdata::read_table(csv, columns);
  if (!table) return std::unexpected(table.error());
  const auto rows = table->rows();
  if (rows.size() > limits::register_rows_max) {
    return std::unexpected(Findings{{.rule = "R-REG-301",
                                     .pointer = format("line {}", rows[limits::register_rows_max].line),
                                     .value = {},
                                     .detail = format("at most {}", limits::register_rows_max)}});
  }
  Findings findings;
  std::vector<Imported> entries;
  for (const refdata::CsvRow& row : rows) entries.push_back(read_row(*table, row, findings));
  if (findings.empty()) findings = repetitions(entries);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return entries;
}

}  // namespace lintas::registers
