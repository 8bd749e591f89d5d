#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/dated.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

// ---- how the value of each type is written

constexpr std::string_view empty_list = "none";

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

/// Takes the text in; false if it is not in the form.
bool take(std::string_view text, bool& value) {
  value = text == "yes";
  return value || text == "no";
}
bool take(std::string_view text, int& value) {
  const auto number = whole_number(text);
  value = number.value_or(0);
  return number.has_value();
}
bool take(std::string_view text, Limit& value) {
  const auto limit = parse_limit(text);
  value = limit.value_or(Limit{});
  return limit.has_value();
}
bool take(std::string_view text, std::chrono::days& value) {
  const auto limit = parse_limit(text);
  value = std::chrono::days{limit.value_or(Limit{}).count};
  return limit && limit->unit == LimitUnit::days;
}
bool take(std::string_view text, Hours& value) {
  const auto hours = parse_hours(text);
  value = hours.value_or(Hours{});
  return hours.has_value();
}
bool take(std::string_view text, AmountReading& value) {
  value = text == "highest_country" ? AmountReading::highest_country : AmountReading::highest_per_item;
  return text == "highest_country" || text == "highest_per_item";
}
bool take(std::string_view word, GuarantorName& value) {
  constexpr std::array names{
      std::pair{std::string_view{"bank"}, GuarantorName::bank},
      std::pair{std::string_view{"finance_company"}, GuarantorName::finance_company},
      std::pair{std::string_view{"credit_institution"}, GuarantorName::credit_institution},
      std::pair{std::string_view{"insurer"}, GuarantorName::insurer}};
  const auto* found = std::ranges::find(names, word, &std::pair<std::string_view, GuarantorName>::first);
  if (found == names.end()) return false;
  value = found->second;
  return true;
}
bool take(std::string_view word, ReductionLevel& value) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return false;
  const auto percent = whole_number(word.substr(0, colon));
  const auto years = whole_number(word.substr(colon + 1));
  if (!percent || !years || *percent == 0 || *percent >= 100 || *years > 99) return false;
  value = {.percent = static_cast<std::uint8_t>(*percent), .clean_years = static_cast<std::uint8_t>(*years)};
  return true;
}
bool take(std::string_view word, GoodsPrefix& value) {
  value.digits = word;
  return word.size() >= 2 && word.size() <= Ahtn::length_max && std::ranges::all_of(word, is_digit);
}
bool take(std::string_view word, TinShape& value) {
  value.text = word;
  return !word.empty() && word.size() + 2 <= Tin::length_max && std::ranges::all_of(word, is_graphic);
}
bool take(std::string_view text, Hotline& value) {
  constexpr std::size_t longest = 20;  // for which the accompanying document has room on a line
  constexpr std::string_view signs = "+ -()";
  value.number = text == empty_list ? std::string_view{} : text;
  const bool of_digits =
      std::ranges::all_of(value.number, [&](char c) { return is_digit(c) || signs.contains(c); });
  return text == empty_list || (of_digits && std::ranges::any_of(text, is_digit) && text.size() <= longest);
}
bool take(std::string_view text, WeekdayBits& value) {
  constexpr std::array<std::string_view, 7> names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
  value = 0;
  if (text == empty_list) return true;
  for (const std::string_view word : words_of(text)) {
    const auto* found = std::ranges::find(names, word);
    if (found == names.end()) return false;
    value = static_cast<WeekdayBits>(value | (1U << static_cast<unsigned>(found - names.begin())));
  }
  return value != 0x7F;
}
template <class T>
bool take(std::string_view text, std::vector<T>& values) {
  values.clear();
  if (text == empty_list) return true;
  for (const std::string_view word : words_of(text)) {
    T one{};
    if (!take(word, one)) return false;
    values.push_back(std::move(one));
  }
  return true;
}

/// The form in words.
template <class T>
constexpr std::string_view form_of() {
  if constexpr (std::is_same_v<T, bool>) return "yes or no";
  if constexpr (std::is_same_v<T, int>) return "a whole number from 0 on";
  if constexpr (std::is_same_v<T, Limit>) return "a limit: 45 min, 24 h, 2 wh, 30 d, 1 wd or 7 mo";
  if constexpr (std::is_same_v<T, std::chrono::days>) return "days: 16 d";
  if constexpr (std::is_same_v<T, Hours>) return "hours: 08:00-17:00";
  if constexpr (std::is_same_v<T, AmountReading>) return "highest_per_item or highest_country";
  if constexpr (std::is_same_v<T, std::vector<GuarantorName>>)
    return "of bank, finance_company, credit_institution, insurer, or none";
  if constexpr (std::is_same_v<T, std::vector<ReductionLevel>>)
    return "percent:clean years, with blanks between, or none";
  if constexpr (std::is_same_v<T, std::vector<GoodsPrefix>>)
    return "first digits of goods codes, with blanks between, or none";
  if constexpr (std::is_same_v<T, std::vector<TinShape>>)
    return "shapes of A, 9 and X, with blanks between, or none";
  if constexpr (std::is_same_v<T, Hotline>) return "a telephone number of at most 20 characters, or none";
  if constexpr (std::is_same_v<T, WeekdayBits>) return "of SUN … SAT, not all seven, or none";
}

// ---- which key is which member

template <auto Member>
auto& at(StateProfile& profile) {
  return profile.*Member;
}
template <auto Outer, auto Inner>
auto& at(StateProfile& profile) {
  return profile.*Outer.*Inner;
}

struct Key {
  std::string_view name;
  std::string_view form;
  bool (*take)(std::string_view, StateProfile&);
};

template <auto... Path>
constexpr Key key(std::string_view name) {
  using Type = std::remove_reference_t<decltype(at<Path...>(std::declval<StateProfile&>()))>;
  return {.name = name, .form = form_of<Type>(), .take = [](std::string_view text, StateProfile& profile) {
            return take(text, at<Path...>(profile));
          }};
}

/// A number that its owner keeps in a byte and that is never 0.
template <auto... Path>
constexpr Key count(std::string_view name) {
  return {.name = name,
          .form = "a whole number from 1 to 255",
          .take = [](std::string_view text, StateProfile& profile) {
            auto& number = at<Path...>(profile);
            return take(text, number) && number >= 1 && number <= 255;
          }};
}

template <auto Member>
constexpr Key timer(std::string_view name) {
  return key<&StateProfile::timers, Member>(name);
}
template <auto Member>
constexpr Key guarantee(std::string_view name) {
  return key<&StateProfile::guarantee, Member>(name);
}

constexpr std::array keys{
    timer<&Timers::presentation>("timer.presentation"),
    timer<&Timers::auto_release>("timer.auto_release"),
    timer<&Timers::control_documents>("timer.control_documents"),
    timer<&Timers::control_physical>("timer.control_physical"),
    timer<&Timers::control_physical_large>("timer.control_physical_large"),
    timer<&Timers::guarantee_amendment>("timer.guarantee_amendment"),
    timer<&Timers::amendment_requested>("timer.amendment_requested"),
    timer<&Timers::release_request>("timer.release_request"),
    timer<&Timers::cancellation_decision>("timer.cancellation_decision"),
    timer<&Timers::record_request>("timer.record_request"),
    timer<&Timers::passage_expiry>("timer.passage_expiry"),
    timer<&Timers::transit_limit>("timer.transit_limit"),
    timer<&Timers::transit_longest>("timer.transit_longest"),
    timer<&Timers::arrival_overdue>("timer.arrival_overdue"),
    timer<&Timers::refused_arrival>("timer.refused_arrival"),
    timer<&Timers::stopped>("timer.stopped"),
    timer<&Timers::stay>("timer.stay"),
    timer<&Timers::arrival>("timer.arrival"),
    timer<&Timers::unloading_permission>("timer.unloading_permission"),
    timer<&Timers::unloading_remarks>("timer.unloading_remarks"),
    timer<&Timers::control_results>("timer.control_results"),
    timer<&Timers::control_results_exceptional>("timer.control_results_exceptional"),
    timer<&Timers::discrepancies>("timer.discrepancies"),
    timer<&Timers::enquiry_start>("timer.enquiry_start"),
    guarantee<&GuaranteeLaw::guarantors>("guarantee.guarantors"),
    guarantee<&GuaranteeLaw::waiver_allowed>("guarantee.waiver_allowed"),
    guarantee<&GuaranteeLaw::reductions>("guarantee.reductions"),
    guarantee<&GuaranteeLaw::waiver_arrears_days_max>("guarantee.waiver_arrears_days_max"),
    guarantee<&GuaranteeLaw::waiver_years_without_enforcement>("guarantee.waiver_years_without_enforcement"),
    guarantee<&GuaranteeLaw::credit_at_arrival>("guarantee.credit_at_arrival"),
    guarantee<&GuaranteeLaw::valid_through_limit_date>("guarantee.valid_through_limit_date"),
    guarantee<&GuaranteeLaw::revocation_delay>("guarantee.revocation_delay"),
    guarantee<&GuaranteeLaw::claim_review>("guarantee.claim_review"),
    count<&StateProfile::guarantee, &GuaranteeLaw::code_failures_max>("guarantee.code_failures_max"),
    guarantee<&GuaranteeLaw::amount_reading>("guarantee.amount_reading"),
    guarantee<&GuaranteeLaw::departure_counts>("guarantee.departure_counts"),
    key<&StateProfile::automatic_release>("automatic_release"),
    key<&StateProfile::amend_after_control_notice>("amend_after_control_notice"),
    key<&StateProfile::cancellation_automatic>("cancellation_automatic"),
    key<&StateProfile::first_transit_is_departure_att>("first_transit_is_departure_att"),
    key<&StateProfile::export_permit_required>("export_permit_required"),
    key<&StateProfile::exit_post_named>("exit_post_named"),
    key<&StateProfile::driver_asked>("driver_asked"),
    key<&StateProfile::itinerary_asked>("itinerary_asked"),
    key<&StateProfile::items_max>("items_max"),
    key<&StateProfile::permits_max>("permits_max"),
    key<&StateProfile::goods_prohibited>("goods_prohibited"),
    key<&StateProfile::goods_excluded>("goods_excluded"),
    key<&StateProfile::goods_dutiable>("goods_dutiable"),
    key<&StateProfile::goods_permit_needed>("goods_permit_needed"),
    key<&StateProfile::goods_frontier_only>("goods_frontier_only"),
    key<&StateProfile::tin_shapes>("tin_shapes"),
    key<&StateProfile::hotline>("hotline"),
    key<&StateProfile::working_hours>("working_hours"),
    key<&StateProfile::weekend>("weekend"),
};

const Key* find_key(std::string_view name) {
  const auto* found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? nullptr : found;
}

// ---- the file

using Rows = DatedTable<std::string, std::string>;

struct File {
  std::vector<Rows::Row> rows;
  std::vector<Day> holidays;
};

void add_holidays(const Rows::Row& row, Cells& cells, std::vector<Day>& holidays) {
  constexpr std::chrono::days longest{31};  // a month of feasts; above it the row has a slip of the pen
  if (!row.until || *row.until <= row.from || *row.until - row.from > longest) {
    cells.note("a holiday ends, after at most 31 days");
    return;
  }
  for (Day day = row.from; day < *row.until; day += std::chrono::days{1}) holidays.push_back(day);
}

void add_row(const Csv& csv, const CsvRow& cells_of_row, File& file, Findings& findings) {
  Cells cells{csv, cells_of_row, findings};
  Rows::Row row;
  row.key = cells.text();
  const Key* known = find_key(row.key);
  if (known == nullptr && row.key != holiday_key) {
    findings.push_back({.rule = "R-REF-004",
                        .pointer = format("line {}, key", cells.line()),
                        .value = row.key.substr(0, limits::finding_value_chars_max),
                        .detail = "no profile has this key"});
  }
  row.value = cells.text();
  StateProfile scratch;
  if (known != nullptr && !known->take(row.value, scratch)) cells.note(known->form);
  row.from = cells.day();
  row.until = cells.day_or_open();
  const bool is_holiday = row.key == holiday_key;
  if (is_holiday) add_holidays(row, cells, file.holidays);
  row.source = cells.text();
  if (!is_holiday) file.rows.push_back(std::move(row));
}

/// The first day from `start` on, on which the key has no value.
std::optional<Day> gap_of(const Rows& table, std::string_view key, Day start) {
  Day covered = start;
  for (const Rows::Row& row : table.rows_from(std::string{key})) {
    if (row.key != key || row.from > covered) break;
    if (!row.until) return std::nullopt;
    covered = *row.until;
  }
  return covered;
}

Findings gaps_in(const Rows& table, Day start) {
  Findings findings;
  for (const Key& key : keys) {
    if (const auto day = gap_of(table, key.name, start)) {
      findings.push_back({.rule = "R-REF-005",
                          .pointer = std::string{key.name},
                          .value = {},
                          .detail = format("no value on {}; {}", to_text(*day), key.form)});
    }
  }
  return findings;
}

StateLaw law_on(Day day, Country state, const Rows& table, const std::vector<Day>& holidays) {
  StateLaw law;
  law.profile.state = state;
  law.profile.holidays = holidays;
  for (const Key& key : keys) {
    const auto* row = table.find(std::string{key.name}, day);
    require(row != nullptr && key.take(row->value, law.profile), "a profile was checked when it was read");
    law.rows.push_back({.key = row->key, .value = row->value, .source = row->source});
  }
  for (const Day holiday : holidays)
    law.rows.push_back({.key = std::string{holiday_key}, .value = to_text(holiday), .source = {}});
  std::ranges::stable_sort(law.rows, {}, &ProfileText::key);
  return law;
}

std::vector<StateLaws::Row> periods_of(Country state, const Rows& table, const std::vector<Day>& holidays) {
  std::set<Day> changes;
  for (const Rows::Row& row : table.rows()) changes.insert(row.from);
  std::vector<StateLaws::Row> periods;
  for (const Day day : changes) {
    if (!periods.empty()) periods.back().until = day;
    periods.push_back({.key = state,
                       .from = day,
                       .until = std::nullopt,
                       .value = law_on(day, state, table, holidays),
                       .source = format("data/states, {}", state.str())});
  }
  return periods;
}

}  // namespace

std::vector<ProfileKey> profile_keys() {
  std::vector<ProfileKey> all;
  all.reserve(keys.size());
  for (const Key& key : keys) all.push_back({.key = key.name, .form = key.form});
  return all;
}

std::expected<StateLaws, Findings> read_profile(Country state, std::string_view csv) {
  static constexpr std::array<std::string_view, 5> columns{"key", "value", "from", "until", "source"};
  const auto table_text = read_table(csv, columns);
  if (!table_text) return std::unexpected(table_text.error());
  Findings findings;
  File file;
  for (const CsvRow& row : table_text->rows()) add_row(*table_text, row, file, findings);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  std::ranges::sort(file.holidays);
  auto table = Rows::of(std::move(file.rows));
  if (!table) {
    const auto& row = table.error().row;
    return std::unexpected(Findings{
        {.rule = "R-REF-003",
         .pointer = format("{} from {}", row.key, to_text(row.from)),
         .value = row.value,
         .detail = "another row of the same key holds on that day, or this one ends before it begins"}});
  }
  const auto days = table->rows();
  const Day start = days.empty() ? Day{} : std::ranges::min_element(days, {}, &Rows::Row::from)->from;
  findings = gaps_in(*table, start);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  auto laws = StateLaws::of(periods_of(state, *table, file.holidays));
  require(laws.has_value(), "the periods between changes do not overlap");
  return std::move(*laws);
}

StateLaws joined(std::span<const StateLaws> laws) {
  std::vector<StateLaws::Row> rows;
  for (const StateLaws& one : laws) rows.insert(rows.end(), one.rows().begin(), one.rows().end());
  auto all = StateLaws::of(std::move(rows));
  require(all.has_value(), "each state's law is there once");
  return std::move(*all);
}

}  // namespace lintas::refdata
