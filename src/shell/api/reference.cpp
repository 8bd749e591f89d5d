#include "shell/api/reference.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/near.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/routes.hpp"

namespace lintas::api {

namespace {

// ---- the code of a row, and its facts

std::string code_of(const refdata::Offices::Row& row) { return std::string{row.key.str()}; }
std::string code_of(const refdata::Countries::Row& row) { return std::string{row.key.str()}; }
std::string code_of(const refdata::Currencies::Row& row) { return std::string{row.key.str()}; }
std::string code_of(const refdata::Legs::Row& row) {
  return format("{}-{}", row.key.from.str(), row.key.to.str());
}
std::string code_of(const refdata::DocumentPairs::Row& row) {
  return format("{}-{}-{}-{}", row.key.kind, word_of(row.key.process), refdata::in_words(row.key.from),
                refdata::in_words(row.key.to));
}
std::string code_of(const refdata::Tariff::Row& row) {
  return format("{}-{}", row.key.country.str(), row.key.code.str());
}
const std::string& code_of(const refdata::Code& row) { return row.code; }

std::string clock_time(std::chrono::minutes of_day) {
  return format("{:02}:{:02}", of_day.count() / 60, of_day.count() % 60);
}

void add_facts(Json& shown, const refdata::OfficeFacts& office) {
  using refdata::OfficeRole;
  constexpr std::array roles{
      std::pair{OfficeRole::departure, "departure"},     std::pair{OfficeRole::transit, "transit"},
      std::pair{OfficeRole::destination, "destination"}, std::pair{OfficeRole::guarantee, "guarantee"},
      std::pair{OfficeRole::enquiry, "enquiry"},         std::pair{OfficeRole::recovery, "recovery"}};
  shown["name"] = office.name;
  shown["city"] = office.city;
  shown["locode"] = office.locode;
  shown["phone"] = office.phone;
  shown["utc_offset_minutes"] = office.utc_offset.count();
  shown["hours"] = Json{};
  if (office.hours) {
    shown["hours"] = {{"opens", clock_time(office.hours->opens)},
                      {"closes", clock_time(office.hours->closes)}};
  }
  shown["roles"] = Json::array();
  for (const auto& [role, name] : roles)
    if (office.has(role)) shown["roles"].push_back(name);
}
void add_facts(Json& shown, const refdata::CountryFacts& country) { shown["name"] = country.name; }
void add_facts(Json& shown, const refdata::CurrencyFacts& currency) {
  shown["minor_digits"] = currency.minor_digits;
}
void add_facts(Json& shown, const refdata::LegFacts& leg) {
  shown["kind"] = leg.kind == refdata::LegKind::inland ? "inland" : "frontier";
  shown["transit_days"] = leg.transit.count();
  shown["stay_days"] = leg.stay ? Json(leg.stay->count()) : Json{};
}
void add_facts(Json& shown, const refdata::DocumentPairFacts& pair) { shown["on"] = pair.on; }
/// What a program would have to take out of the code.
void add_key(Json& shown, const refdata::DocumentPairKey& key) {
  shown["kind"] = key.kind;
  shown["process"] = word_of(key.process);
  shown["from_state"] = refdata::in_words(key.from);
  shown["to_state"] = refdata::in_words(key.to);
}
Json show(const std::optional<refdata::SpecificRate>& rate) {
  if (!rate) return nullptr;
  return {{"amount", rate->amount.str()}, {"currency", rate->currency.str()}, {"unit", rate->unit.str()}};
}
void add_facts(Json& shown, const refdata::TariffLine& line) {
  shown["duty_percent"] = line.duty_percent.str();
  shown["duty_specific"] = show(line.duty_specific);
  shown["excise_percent"] = line.excise_percent.str();
  shown["excise_specific"] = show(line.excise_specific);
  shown["vat_percent"] = line.vat_percent.str();
}

template <class Row>
Json show_row(const Row& row) {
  Json shown{{"code", code_of(row)},
             {"from", to_text(row.from)},
             {"until", row.until ? Json(to_text(*row.until)) : Json{}},
             {"source", row.source}};
  if constexpr (requires { add_key(shown, row.key); }) add_key(shown, row.key);
  if constexpr (requires { row.value; }) {
    add_facts(shown, row.value);
  } else {
    shown["name"] = row.text;
  }
  return shown;
}

/// What a row is asked for by: its code, and in the tariff that of the goods alone, in every country.
template <class Row>
std::vector<std::string> names_of(const Row& row) {
  std::vector<std::string> names{std::string{code_of(row)}};
  if constexpr (std::is_same_v<Row, refdata::Tariff::Row>) names.emplace_back(row.key.code.str());
  return names;
}

template <class Row>
bool is_asked_for(const Row& row, const ReferenceQuestion& question) {
  const auto names = names_of(row);
  return row.holds_on(question.day) &&
         std::ranges::any_of(names, [&](const std::string& name) { return name.starts_with(question.code); });
}

/// Fewer characters than these in common are no likeness.
constexpr std::size_t likeness_min = 2;

/// One that is written nearly so, or else the first of those that have the longest beginning in common.
template <class Row>
std::optional<std::string> nearest_of(std::span<const Row> rows, const ReferenceQuestion& question) {
  std::set<std::string> known;
  for (const Row& row : rows) {
    if (row.holds_on(question.day))
      for (std::string& name : names_of(row)) known.insert(std::move(name));
  }
  const std::vector<std::string_view> names{known.begin(), known.end()};
  if (const auto near = near_name(names, question.code)) return std::string{*near};
  std::optional<std::string> nearest;
  std::size_t most = likeness_min - 1;
  for (const std::string_view name : names) {
    const auto parts = std::ranges::mismatch(name, question.code);
    const auto common = static_cast<std::size_t>(parts.in1 - name.begin());
    if (common <= most) continue;
    most = common;
    nearest = name;
  }
  return nearest;
}

template <class Row, class Also>
ReferencePage page_of(std::span<const Row> rows, const ReferenceQuestion& question, Also also) {
  ReferencePage page{.items = Json::array(), .next = std::nullopt, .nearest = std::nullopt};
  for (std::size_t i = question.after; i < rows.size(); ++i) {
    if (!is_asked_for(rows[i], question)) continue;
    if (page.items.size() == question.count) {
      page.next = i;
      break;
    }
    page.items.push_back(show_row(rows[i]));
    also(page.items.back(), rows[i]);
  }
  if (page.items.empty() && question.after == 0) page.nearest = nearest_of(rows, question);
  return page;
}
constexpr auto nothing_more = [](Json&, const auto&) {};

}  // namespace

std::string names_of_lists(const refdata::Tables& tables) {
  std::string names = "offices countries currencies legs tariff document-pairs";
  std::string_view last;
  for (const refdata::Code& row : tables.codes.rows()) {
    if (row.list != last) names.append(" ").append(row.list);
    last = row.list;
  }
  return names;
}

std::optional<ReferencePage> reference_page(const refdata::Tables& tables,
                                            const ReferenceQuestion& question) {
  if (question.list == "offices") return page_of(tables.offices.rows(), question, nothing_more);
  if (question.list == "countries") return page_of(tables.countries.rows(), question, nothing_more);
  if (question.list == "legs") return page_of(tables.legs.rows(), question, nothing_more);
  if (question.list == "document-pairs") return page_of(tables.document_pairs.rows(), question, nothing_more);
  if (question.list == "tariff") return page_of(tables.tariff.rows(), question, nothing_more);
  if (question.list == "currencies") {
    return page_of(tables.currencies.rows(), question, [&](Json& shown, const auto& row) {
      const auto* rate = tables.exchange_rates.find(row.key, question.day);
      shown["rate"] = Json{};
      if (rate != nullptr) {
        shown["rate"] = {{"units", rate->value.units.str()},
                         {"cost", rate->value.home.str()},
                         {"in", tables.home.str()},
                         {"from", to_text(rate->from)},
                         {"source", rate->source}};
      }
    });
  }
  const auto codes = tables.codes.rows();
  const auto [first, last] = std::ranges::equal_range(
      codes, question.list, {}, [](const refdata::Code& row) { return std::string_view{row.list}; });
  if (first == last) return std::nullopt;
  return page_of(std::span{first, last}, question, nothing_more);
}

namespace {

constexpr std::array row{Member{"code", "text"}, Member{"from", "day"},
                         Member{"until", "day|null", "The last day."}, Member{"source", "text"}};
constexpr std::array named{Member{"name", "text"}};
constexpr std::array hours{Member{"opens", "text", "08:00"}, Member{"closes", "text"}};
constexpr std::array office{
    Member{"city", "text"},
    Member{"locode", "text"},
    Member{"phone", "text"},
    Member{"utc_offset_minutes", "integer"},
    Member{"hours", "Hours|null"},
    Member{"roles", "['departure'|'transit'|'destination'|'guarantee'|'enquiry'|'recovery']"}};
constexpr std::array rate{Member{"units", "text", "So many of this currency ..."},
                          Member{"cost", "text", "... cost so much"}, Member{"in", "Currency"},
                          Member{"from", "day"}, Member{"source", "text"}};
constexpr std::array currency{Member{"minor_digits", "integer"}, Member{"rate", "ExchangeRate|null"}};
constexpr std::array leg{Member{"kind", "'inland'|'frontier'"}, Member{"transit_days", "integer"},
                         Member{"stay_days", "integer|null"}};
constexpr std::array pair{Member{"kind", "text", "e_form_d"},
                          Member{"process", "'issue'|'response'|'verification'"},
                          Member{"from_state", "text", "That issues; * for every state."},
                          Member{"to_state", "text", "That imports; * for every state."},
                          Member{"on", "boolean", "As data; by paper and letter where not."}};
constexpr std::array specific{Member{"amount", "text"}, Member{"currency", "Currency"},
                              Member{"unit", "text"}};
constexpr std::array tariff{Member{"duty_percent", "text"}, Member{"duty_specific", "SpecificRate|null"},
                            Member{"excise_percent", "text"}, Member{"excise_specific", "SpecificRate|null"},
                            Member{"vat_percent", "text"}};
constexpr std::array objects{
    Object{.name = "Row",
           .meaning = "A row of a list with the days on which it holds.",
           .members = row,
           .part = true},
    Object{.name = "NamedRow", .meaning = "A country, or a code of a list.", .members = named, .like = "Row"},
    Object{"Hours", "Of the day at the office.", hours},
    Object{.name = "OfficeRow", .meaning = "A customs office.", .members = office, .like = "NamedRow"},
    Object{"ExchangeRate", "Of the day.", rate},
    Object{.name = "CurrencyRow", .meaning = "A currency.", .members = currency, .like = "Row"},
    Object{.name = "LegRow",
           .meaning = "A way from one office or state to the next.",
           .members = leg,
           .like = "Row"},
    Object{.name = "DocumentPairRow",
           .meaning = "Whether messages about documents go as data between two states.",
           .members = pair,
           .like = "Row"},
    Object{"SpecificRate", "By quantity.", specific},
    Object{.name = "TariffRow", .meaning = "Duties of goods in a state.", .members = tariff, .like = "Row"},
    Object{.name = "ReferenceRow",
           .meaning = "By the list.",
           .is = "NamedRow|OfficeRow|CurrencyRow|LegRow|TariffRow|DocumentPairRow"}};

}  // namespace

Resource reference_rows() { return {.objects = objects}; }

}  // namespace lintas::api
