#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/dated.hpp"
#include "core/refdata/tables.hpp"

/// A state's own law as dated data: data/states/<state>.csv, one row for each key and period. Code asks a
/// profile, never which state it is.
namespace lintas::refdata {

/// Limits and clocks of a node, named as in docs/domain: what starts and stops each, the machines say.
struct Timers {
  Limit presentation;                 ///< of pre-lodged goods
  Limit auto_release;                 ///< acceptance to release, where release is automatic
  Limit control_documents;            ///< R-ACTS-063
  Limit control_physical;             ///< R-ACTS-063
  Limit control_physical_large;       ///< R-ACTS-063; so much longer for large loads
  Limit guarantee_amendment;          ///< after IE055
  Limit amendment_requested;          ///< after IE022
  Limit release_request;              ///< after discrepancies were told
  Limit cancellation_decision;        ///< after IE014 on a declaration that is only accepted
  Limit record_request;               ///< IE002, IE114 until they are asked again
  Limit passage_expiry;               ///< after the limit date
  Limit transit_limit;                ///< of a movement where neither trader nor route says how long it takes
  Limit transit_longest;              ///< R-ACTS-037; the longest limit that a movement from here is given
  Limit arrival_overdue;              ///< after the limit date, at destination
  Limit refused_arrival;              ///< a refused arrival that nobody follows up
  Limit stopped;                      ///< a movement stopped at an office of transit
  Limit stay;                         ///< longest stay in this state of transit where no leg says less
  Limit arrival;                      ///< after the limit date
  Limit unloading_permission;         ///< where the authorisation says nothing else
  Limit unloading_remarks;            ///< after IE043
  Limit control_results;              ///< after IE006
  Limit control_results_exceptional;  ///< and for an authorised consignee
  Limit discrepancies;                ///< IE018 B1 to IE049
  Limit enquiry_start;
};

enum class GuarantorName : std::uint8_t {
  bank = 1,
  finance_company = 2,
  credit_institution = 3,
  insurer = 4
};

enum class AmountReading : std::uint8_t { highest_per_item = 1, highest_country = 2 };

struct ReductionLevel {
  std::uint8_t percent = 0;
  std::uint8_t clean_years = 0;

  friend bool operator==(const ReductionLevel&, const ReductionLevel&) = default;
};

/// Plain parameters of the guarantee account and of the amount at risk; core/workflow hands them to
/// core/guarantee under its names and numbers.
struct GuaranteeLaw {
  std::vector<GuarantorName> guarantors;
  bool waiver_allowed = false;
  std::vector<ReductionLevel> reductions;
  int waiver_arrears_days_max = 0;
  int waiver_years_without_enforcement = 0;
  bool credit_at_arrival = false;
  bool valid_through_limit_date = false;
  std::chrono::days revocation_delay{};
  std::chrono::days claim_review{};
  int code_failures_max = 0;
  AmountReading amount_reading = AmountReading::highest_per_item;
  bool departure_counts = false;
};

/// How TINs of the state look after the two letters of the country: A a capital, 9 a digit, X either.
struct TinShape {
  std::string text;

  [[nodiscard]] bool fits(const Tin& tin) const;
};

/// First digits of codes of the goods: a chapter, a heading, a line.
struct GoodsPrefix {
  std::string digits;

  [[nodiscard]] bool covers(const Ahtn& code) const { return code.str().starts_with(digits); }
};

/// The first of the prefixes that covers the code.
[[nodiscard]] std::optional<std::string_view> prefix_in(std::span<const GoodsPrefix> prefixes,
                                                        const Ahtn& code);

/// A telephone number as the state publishes it; empty where there is none.
struct Hotline {
  std::string number;
};

struct StateProfile {
  Country state;
  Timers timers;
  GuaranteeLaw guarantee;

  bool automatic_release = false;               ///< without an officer once auto_release is over
  bool amend_after_control_notice = false;      ///< R-ACTS-033
  bool cancellation_automatic = false;          ///< of a declaration that is only accepted
  bool first_transit_is_departure_att = false;  ///< R-ACTS-017; for an authorised transit trader
  bool export_permit_required = false;          ///< R-ACTS-026
  bool exit_post_named = false;                 ///< R-ACTS-016; where goods pass the state
  bool driver_asked = false;                    ///< AL003 is required on routes over this state
  bool itinerary_asked = false;                 ///< AL002 likewise
  int items_max = 0;                            ///< R-ACTS-029
  int permits_max = 0;                          ///< R-ACTS-020; live permits of the state

  std::vector<GoodsPrefix> goods_prohibited;  ///< R-ACTS-013
  std::vector<GoodsPrefix> goods_excluded;    ///< R-ACTS-013: allowed, but not under ACTS
  std::vector<GoodsPrefix> goods_dutiable;    ///< R-ACTS-014: excluded since the state taxes them

  std::vector<GoodsPrefix> goods_permit_needed;  ///< R-ACTS-023: pass with a permit of the state only
  std::vector<GoodsPrefix> goods_frontier_only;  ///< R-ACTS-024: end at the office where they come in

  std::vector<TinShape> tin_shapes;  ///< a TIN of the state has one of them
  Hotline hotline;                   ///< of its customs, for offices that have none of their own
  Hours working_hours;
  WeekdayBits weekend = 0;
  std::vector<Day> holidays;  ///< sorted

  /// Why goods of this code cannot move over the state: the rule and the prefix. Nothing if they can.
  struct Exclusion {
    std::string_view rule;
    std::string_view prefix;
  };
  [[nodiscard]] std::optional<Exclusion> exclusion_of(const Ahtn& code) const;

  [[nodiscard]] bool has_shape(const Tin& tin) const;
  /// For an office of the state whose clocks are `utc_offset` ahead of UTC.
  [[nodiscard]] Calendar calendar(std::chrono::minutes utc_offset) const;
};

/// A row as it stands in the file: what a page about the law shows.
struct ProfileText {
  std::string key;
  std::string value;
  std::string source;
};

/// A profile with the rows it was read from, in the order of their keys.
struct StateLaw {
  StateProfile profile;
  std::vector<ProfileText> rows;

  /// "key=value" lines, the same for the same law only: its hash is the fingerprint that events keep.
  [[nodiscard]] std::string canonical() const;
};

using StateLaws = DatedTable<Country, StateLaw>;

/// One key that a profile has, for documentation: "2 wh", "yes or no".
struct ProfileKey {
  std::string_view key;
  std::string_view form;
};
[[nodiscard]] std::vector<ProfileKey> profile_keys();

/// Key under which a profile's file lists public holidays: from and until are the days, the value their name.
inline constexpr std::string_view holiday_key = "holiday";

}  // namespace lintas::refdata
