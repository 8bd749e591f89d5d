#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

struct Tables {
  Currency home;  ///< of the node's state: rates of exchange are given in it
  Currencies currencies;
  ExchangeRates exchange_rates;
  Countries countries;
  Offices offices;
  Tariff tariff;
  CodeLists codes = {};            // NOLINT(readability-redundant-member-init)
  Legs legs{};                     // NOLINT(readability-redundant-member-init)
  StateLaws laws{};                // NOLINT(readability-redundant-member-init)
  Country home_state{};            // NOLINT(readability-redundant-member-init)
  DocumentPairs document_pairs{};  // NOLINT(readability-redundant-member-init)
};

/// How a route is joined by allowed legs.
struct RouteFacts {
  /// A stretch that no leg covers, between two offices that follow each other on the route.
  struct Gap {
    OfficeId from;
    OfficeId to;

    friend bool operator==(const Gap&, const Gap&) = default;
  };
  /// How long the goods may stay in a state of transit.
  struct Stay {
    Country state;
    std::chrono::days longest{};

    friend bool operator==(const Stay&, const Stay&) = default;
  };
  std::vector<Gap> gaps;        ///< R-ACTS-016 if there is one
  std::vector<OfficeId> way;    ///< every office, departure to destination, posts of exit that go unnamed too
  std::chrono::days transit{};  ///< what the time limit allows: the sum over the legs, at least one day
  std::vector<Stay> stays;      ///< in the order of the route; the least where several legs speak of a state
};

/// How legs lead from one office to another.
struct Way {
  std::vector<OfficeId> offices;  ///< those of transit between the two, in their order
  std::chrono::days transit{};    ///< the sum over the legs
};

/// The two rates that lead from one currency to another over the home currency:
/// an amount in `from` is worth amount * from.home * to.units / (from.units * to.home) in `to`.
struct Conversion {
  ExchangeRate from;
  ExchangeRate to;
};

class View;

/// The reference data as they were known at one time. Never changes; asked for a day through a view.
class Snapshot {
 public:
  explicit Snapshot(Tables tables) : tables_(std::move(tables)) {}

  [[nodiscard]] View at(Day day) const;
  [[nodiscard]] const Tables& tables() const noexcept { return tables_; }

 private:
  Tables tables_;
};

/// The reference data of one day. Looks into the snapshot, which must outlive it.
class View {
 public:
  View(const Tables& tables, Day day) : tables_(&tables), day_(day) {}

  [[nodiscard]] Day day() const noexcept { return day_; }
  [[nodiscard]] const Currencies::Row* currency(Currency currency) const;
  [[nodiscard]] const Countries::Row* country(Country country) const;
  [[nodiscard]] const Offices::Row* office(const OfficeId& office) const;

  /// Rows of all days, in the order of their keys.
  [[nodiscard]] std::span<const Currencies::Row> currencies() const { return tables_->currencies.rows(); }
  [[nodiscard]] std::span<const Countries::Row> countries() const { return tables_->countries.rows(); }
  [[nodiscard]] std::span<const Offices::Row> offices() const { return tables_->offices.rows(); }

  /// The list, of all days: CodeList is asked for a day itself.
  [[nodiscard]] CodeList code_list(std::string_view name) const { return tables_->codes.list(name); }
  [[nodiscard]] const Legs::Row* leg(const OfficeId& from, const OfficeId& to) const;

  /// R-ASW-102: whether messages of a process about documents of a kind that one state issues and the other
  /// uses go as data between them.
  /// The row that names both states decides; else those that name one, which must both be on; else the one
  /// that names none. Without a row they do not, nor a state with itself or with one that is not listed.
  [[nodiscard]] bool exchanges(std::string_view kind, DocumentProcess process, Country from,
                               Country to) const;

  /// Departure, offices of transit and destination in their order. Two that follow each other are joined by a
  /// leg, or by two over an office of the state that is left: its post of exit need not be named (R-ACTS-016:
  /// entries are covered). The same office twice is joined to itself: an authorised trader's departure may be
  /// its first office of transit (R-ACTS-017).
  [[nodiscard]] RouteFacts route(const OfficeId& departure, std::span<const OfficeId> transits,
                                 const OfficeId& destination) const;

  /// The way on which legs of the day lead from one office to another: the quickest, of several as quick the
  /// one over the fewest offices, and of as few those that come first in the order of their numbers; from one
  /// office of a state to another, in that state only. Without offices where a leg is the quickest way;
  /// nothing where no legs lead there.
  [[nodiscard]] std::optional<Way> between(const OfficeId& from, const OfficeId& to) const;

  /// The law of a state on the view's day; null where the node knows none.
  [[nodiscard]] const StateLaw* law(Country state) const;
  [[nodiscard]] const StateProfile* profile(Country state) const;
  /// Precondition: the node has its own state's law for the view's day.
  [[nodiscard]] const StateProfile& home() const;

  /// The calendar of an office: hours and holidays of its state, its own offset from UTC. Nothing if the
  /// office or its state's law is not known.
  [[nodiscard]] std::optional<Calendar> calendar(const OfficeId& office) const;

  /// Whom to call at an office: its own telephone, else the hotline of its state; empty where neither is
  /// known.
  [[nodiscard]] std::string_view hotline(const OfficeId& office) const;

  /// Nothing if a rate is missing.
  [[nodiscard]] std::optional<Conversion> conversion(Currency from, Currency to) const;

  /// The lines that may apply to goods of a code in a country, in the order of their codes: the code and its
  /// subdivisions, or, where the country does not subdivide so far, the nearest code above, which stands for
  /// all that could be below it. Empty if the tariff knows nothing of it on that day, or has other
  /// subdivisions only.
  [[nodiscard]] std::vector<const Tariff::Row*> tariff_lines(Country country, const Ahtn& code) const;

  /// Rows of all days of a country's tariff whose codes begin so, in the order of their codes. Precondition:
  /// digits, of which a code has no fewer.
  [[nodiscard]] std::span<const Tariff::Row> tariff(Country country, std::string_view start) const;

  /// The legal day at an office; nothing for an office that does not exist on the view's day.
  [[nodiscard]] std::optional<Day> day_at(const OfficeId& office, Instant instant) const;
  /// The same; by UTC where there is no such office.
  [[nodiscard]] Day day_in(const OfficeId& office, Instant instant) const;

  /// How far the clocks of a state are ahead of UTC: those of its first office of the view's day; as UTC
  /// where it has none.
  [[nodiscard]] std::chrono::minutes clocks_in(Country state) const;
  /// The legal day in a state by these clocks.
  [[nodiscard]] Day day_in(Country state, Instant instant) const;

 private:
  const Tables* tables_;
  Day day_;
};

}  // namespace lintas::refdata
