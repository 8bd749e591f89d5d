#include "core/refdata/snapshot.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <queue>
#include <ranges>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

std::optional<ExchangeRate> rate_of(const Tables& tables, Currency currency, Day day) {
  if (currency == tables.home) return ExchangeRate{.units = Decimal::of(1), .home = Decimal::of(1)};
  const auto* row = tables.exchange_rates.find(currency, day);
  if (row == nullptr) return std::nullopt;
  return row->value;
}

void note_stay(std::vector<RouteFacts::Stay>& stays, const Legs::Row& leg) {
  if (!leg.value.stay) return;
  const Country state = leg.key.from.country();
  const auto known = std::ranges::find(stays, state, &RouteFacts::Stay::state);
  if (known == stays.end()) {
    stays.push_back({.state = state, .longest = *leg.value.stay});
  } else {
    known->longest = std::min(known->longest, *leg.value.stay);
  }
}

/// Those of the day, by the numbers of the offices that they lead to.
std::vector<const Legs::Row*> legs_from(const View& view, const Legs& legs, const OfficeId& from) {
  const OfficeId first_office = *OfficeId::parse("AA000000");  // before every other
  std::vector<const Legs::Row*> found;
  for (const Legs::Row& leg : legs.rows_from({.from = from, .to = first_office})) {
    if (leg.key.from != from) break;
    if (leg.holds_on(view.day())) found.push_back(&leg);
  }
  return found;
}

/// The quickest two legs over a post of exit of the state that is left.
std::vector<const Legs::Row*> over_an_exit(const View& view, const Legs& legs, const OfficeId& from,
                                           const OfficeId& to) {
  std::vector<const Legs::Row*> best;
  std::chrono::days least = std::chrono::days::max();
  for (const Legs::Row* first : legs_from(view, legs, from)) {
    if (first->value.kind != LegKind::inland) continue;
    const auto* second = view.leg(first->key.to, to);
    if (second == nullptr || second->value.kind != LegKind::frontier) continue;
    if (first->value.transit + second->value.transit >= least) continue;
    least = first->value.transit + second->value.transit;
    best = {first, second};
  }
  return best;
}

}  // namespace

View Snapshot::at(Day day) const { return View{tables_, day}; }

const Currencies::Row* View::currency(Currency currency) const {
  return tables_->currencies.find(currency, day_);
}

const Countries::Row* View::country(Country country) const { return tables_->countries.find(country, day_); }

const Offices::Row* View::office(const OfficeId& office) const { return tables_->offices.find(office, day_); }

bool View::exchanges(std::string_view kind, DocumentProcess process, Country from, Country to) const {
  if (from == to || country(from) == nullptr || country(to) == nullptr) return false;
  const auto row = [&](std::optional<Country> sender, std::optional<Country> recipient) {
    return tables_->document_pairs.find(
        {.kind = std::string{kind}, .process = process, .from = sender, .to = recipient}, day_);
  };
  if (const auto* both = row(from, to)) return both->value.on;
  const auto* of_sender = row(from, std::nullopt);
  const auto* of_recipient = row(std::nullopt, to);
  if (of_sender != nullptr || of_recipient != nullptr) {
    return (of_sender == nullptr || of_sender->value.on) &&
           (of_recipient == nullptr || of_recipient->value.on);
  }
  const auto* every = row(std::nullopt, std::nullopt);
  return every != nullptr && every->value.on;
}

const Legs::Row* View::leg(const OfficeId& from, const OfficeId& to) const {
  return tables_->legs.find({.from = from, .to = to}, day_);
}

RouteFacts View::route(const OfficeId& departure, std::span<const OfficeId> transits,
                       const OfficeId& destination) const {
  RouteFacts facts;
  OfficeId from = departure;
  facts.way.push_back(departure);
  const auto go_to = [&](const OfficeId& to) {
    std::vector<const Legs::Row*> legs;
    if (const auto* direct = leg(from, to)) {
      legs = {direct};
    } else {
      legs = over_an_exit(*this, tables_->legs, from, to);
    }
    if (legs.empty() && from != to) facts.gaps.push_back({.from = from, .to = to});
    for (const auto* one : legs) {
      facts.transit += one->value.transit;
      note_stay(facts.stays, *one);
    }
    if (legs.size() > 1) facts.way.push_back(legs.front()->key.to);
    if (from != to) facts.way.push_back(to);
    from = to;
  };
  for (const OfficeId& office : transits) go_to(office);
  go_to(destination);
  // The state of departure and the state of destination are no states of transit.
  std::erase_if(facts.stays, [&](const RouteFacts::Stay& stay) {
    return stay.state == departure.country() || stay.state == destination.country();
  });
  facts.transit = std::max(facts.transit, std::chrono::days{1});
  return facts;
}

namespace {

/// The search for the quickest way: each office is left once, the nearest first, and knows the one before it.
/// A way is written out when it is found, and two that are as good are compared from their ends, so that no
/// office carries the way to it along.
class Ways {
 public:
  explicit Ways(const OfficeId& from) : stops_{Stop{.office = from}} {
    places_.emplace(from, 0);
    open_.push({.place = 0});
  }

  /// The nearest office that was not left yet; nothing behind the last.
  std::optional<std::size_t> leave_next() {
    while (!open_.empty()) {
      const Open next = open_.top();
      open_.pop();
      Stop& stop = stops_[next.place];
      if (stop.is_left) continue;  // it was put there again when a better way to it was found
      stop.is_left = true;
      return next.place;
    }
    return std::nullopt;
  }
  [[nodiscard]] OfficeId office(std::size_t place) const { return stops_[place].office; }

  /// The office may be reached by a leg from the one at the place.
  void reach(std::size_t before, const OfficeId& office, std::chrono::days transit) {
    const Stop found{.office = office,
                     .before = before,
                     .transit = stops_[before].transit + transit,
                     .offices = stops_[before].offices + 1};
    const auto [known, is_new] = places_.emplace(office, stops_.size());
    const std::size_t place = known->second;
    if (is_new) {
      stops_.push_back(found);
    } else if (!stops_[place].is_left && is_better(found, stops_[place])) {
      stops_[place] = found;
    } else {
      return;
    }
    open_.push({.transit = found.transit, .offices = found.offices, .place = place});
  }

  /// The end may be reached so. It is no office of the way.
  void end_behind(std::size_t before, std::chrono::days transit) {
    const Stop found{
        .before = before, .transit = stops_[before].transit + transit, .offices = stops_[before].offices};
    if (!end_ || is_better(found, *end_)) end_ = found;
  }
  /// No way by the office at the place, or by one that is left later, is better.
  [[nodiscard]] bool is_found(std::size_t place) const {
    const Stop& next = stops_[place];
    return end_ && std::pair{next.transit, next.offices} > std::pair{end_->transit, end_->offices};
  }

  [[nodiscard]] std::optional<Way> found() const {
    if (!end_) return std::nullopt;
    Way way{.offices = std::vector<OfficeId>(end_->offices), .transit = end_->transit};
    std::size_t place = end_->before;
    for (OfficeId& office : std::views::reverse(way.offices)) {
      office = stops_[place].office;
      place = stops_[place].before;
    }
    return way;
  }

 private:
  struct Stop {
    OfficeId office{};
    std::size_t before = 0;
    std::chrono::days transit{};
    std::size_t offices = 0;  ///< of the way, itself among them but where it begins
    bool is_left = false;
  };
  struct Open {
    std::chrono::days transit{};
    std::size_t offices = 0;
    std::size_t place = 0;

    /// The queue gives the greatest first.
    friend bool operator<(const Open& one, const Open& other) {
      return std::pair{one.transit, one.offices} > std::pair{other.transit, other.offices};
    }
  };

  /// Precondition: ways of the same number of offices.
  [[nodiscard]] bool comes_first(const Stop& one, const Stop& other) const {
    bool is_less = false;
    std::size_t left = one.before;
    std::size_t right = other.before;
    while (left != right) {
      const OfficeId& first = stops_[left].office;
      const OfficeId& second = stops_[right].office;
      if (first != second) is_less = first < second;
      left = stops_[left].before;
      right = stops_[right].before;
    }
    return is_less;
  }
  [[nodiscard]] bool is_better(const Stop& one, const Stop& other) const {
    if (one.transit != other.transit) return one.transit < other.transit;
    if (one.offices != other.offices) return one.offices < other.offices;
    return comes_first(one, other);
  }

  std::vector<Stop> stops_;
  std::map<OfficeId, std::size_t> places_;
  std::priority_queue<Open> open_;
  std::optional<Stop> end_;
};

}  // namespace

std::optional<Way> View::between(const OfficeId& from, const OfficeId& to) const {
  Ways ways{from};
  while (const auto place = ways.leave_next()) {
    if (ways.is_found(*place)) break;
    for (const auto* leg : legs_from(*this, tables_->legs, ways.office(*place))) {
      const OfficeId& office = leg->key.to;
      if (office == to) {
        ways.end_behind(*place, leg->value.transit);
        continue;
      }
      if (from.country() == to.country() && office.country() != from.country()) continue;
      const auto* facts = this->office(office);
      if (facts == nullptr || !facts->value.has(OfficeRole::transit)) continue;
      ways.reach(*place, office, leg->value.transit);
    }
  }
  return ways.found();
}

const StateLaw* View::law(Country state) const {
  const auto* row = tables_->laws.find(state, day_);
  return row == nullptr ? nullptr : &row->value;
}

const StateProfile* View::profile(Country state) const {
  const auto* known = law(state);
  return known == nullptr ? nullptr : &known->profile;
}

const StateProfile& View::home() const {
  const auto* known = profile(tables_->home_state);
  require(known != nullptr, "a node knows its own state's law");
  return *known;
}

std::optional<Calendar> View::calendar(const OfficeId& office) const {
  const auto* row = this->office(office);
  const auto* law = profile(office.country());
  if (row == nullptr || law == nullptr) return std::nullopt;
  return law->calendar(row->value.utc_offset);
}

std::string_view View::hotline(const OfficeId& office) const {
  const auto* row = this->office(office);
  if (row != nullptr && !row->value.phone.empty()) return row->value.phone;
  const auto* law = profile(office.country());
  return law == nullptr ? std::string_view{} : std::string_view{law->hotline.number};
}

std::optional<Conversion> View::conversion(Currency from, Currency to) const {
  const auto first = rate_of(*tables_, from, day_);
  const auto second = rate_of(*tables_, to, day_);
  if (!first || !second) return std::nullopt;
  return Conversion{.from = *first, .to = *second};
}

std::vector<const Tariff::Row*> View::tariff_lines(Country country, const Ahtn& code) const {
  const auto covered_by = [&](const Ahtn& above) {
    std::vector<const Tariff::Row*> lines;
    for (const Tariff::Row& row : tables_->tariff.rows_from({.country = country, .code = above})) {
      if (row.key.country != country || !above.covers(row.key.code)) break;
      if (row.holds_on(day_)) lines.push_back(&row);
    }
    return lines;
  };
  auto lines = covered_by(code);
  for (std::size_t length = code.str().size() - 1; lines.empty() && length >= 6; --length) {
    const auto above = Ahtn::parse(code.str().substr(0, length));
    if (!above) continue;
    lines = covered_by(*above);
    // A code that is subdivided is what its subdivisions are: there is nothing beside them.
    if (!lines.empty() && (lines.size() > 1 || lines.front()->key.code != *above)) return {};
  }
  return lines;
}

std::span<const Tariff::Row> View::tariff(Country country, std::string_view start) const {
  const auto begins_before = [&](const Tariff::Row& row) {
    if (row.key.country != country) return row.key.country < country;
    return row.key.code.str().substr(0, start.size()) < start;
  };
  const auto begins_so = [&](const Tariff::Row& row) {
    return row.key.country == country && row.key.code.str().starts_with(start);
  };
  const auto rows = tables_->tariff.rows();
  const auto first = std::ranges::partition_point(rows, begins_before);
  const auto last = std::ranges::partition_point(first, rows.end(), begins_so);
  return rows.subspan(static_cast<std::size_t>(first - rows.begin()), static_cast<std::size_t>(last - first));
}

std::optional<Day> View::day_at(const OfficeId& office, Instant instant) const {
  const auto* row = this->office(office);
  if (row == nullptr) return std::nullopt;
  return day_of(instant, row->value.utc_offset);
}

Day View::day_in(const OfficeId& office, Instant instant) const {
  return day_at(office, instant).value_or(std::chrono::floor<std::chrono::days>(instant));
}

std::chrono::minutes View::clocks_in(Country state) const {
  for (const Offices::Row& row : offices())
    if (row.key.country() == state && row.holds_on(day_)) return row.value.utc_offset;
  return {};
}

Day View::day_in(Country state, Instant instant) const { return day_of(instant, clocks_in(state)); }

}  // namespace lintas::refdata
