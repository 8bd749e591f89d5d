#include "core/sandbox/offices.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/require.hpp"
#include "base/shape.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/table.hpp"

namespace lintas::sandbox {

namespace {

using namespace std::chrono_literals;

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

// clang-format off
constexpr std::array all_scenarios{
    Scenario{"", "Released, passed at each border, arrived, released from transit.",
             "", "IE928 IE028 IE029 IE045", "discharged"},
    Scenario{"CONTROL", "Departure controls the goods and finds them in order.",
             "", "IE928 IE028 IE060 IE029 IE045", "discharged"},
    Scenario{"MINOR", "Departure controls the goods and finds minor discrepancies (A4): agree to a release with the "
             "corrected data, or decline.",
             "IE054", "IE928 IE028 IE060 IE029 IE045", "discharged"},
    Scenario{"NORELEASE", "Departure controls the goods, and they are not satisfactory (B1).",
             "", "IE928 IE028 IE060 IE051", "not_released"},
    Scenario{"REFUSE", "Departure refuses the release without a control.",
             "", "IE928 IE028 IE051", "not_released"},
    Scenario{"AMEND", "Departure asks for an amendment; amended, the goods are released.",
             "IE013", "IE928 IE028 IE022 IE004 IE029 IE045", "discharged"},
    Scenario{"HOLD", "Departure decides nothing, so that there is time to amend; a request for cancellation is granted.",
             "IE014", "IE928 IE028 IE009", "cancelled"},
    Scenario{"DENY", "Departure decides nothing before a request for cancellation; it refuses that, and releases.",
             "IE014", "IE928 IE028 IE009 IE029 IE045", "discharged"},
    Scenario{"INVALIDATE", "Customs invalidates the movement before the release.",
             "", "IE928 IE028 IE009", "cancelled"},
    Scenario{"STOP", "The first office of transit stops the goods, and lets them go on.",
             "", "IE928 IE028 IE029 IE182 IE182 IE045", "discharged"},
    Scenario{"NOPASS", "The first office of transit stops the goods and refuses the passage for good; customs invalidates "
             "the movement.",
             "", "IE928 IE028 IE029 IE182 IE009", "cancelled"},
    Scenario{"INCIDENT", "The first office of transit records an incident on the way.",
             "", "IE928 IE028 IE029 IE182 IE045", "discharged"},
    Scenario{"SEALS", "The first office of transit finds a broken seal and affixes new ones; destination controls the goods.",
             "", "IE928 IE028 IE029 IE045", "discharged"},
    Scenario{"DIVERT", "The goods arrive at another office of the state of destination.",
             "", "IE928 IE028 IE029 IE045", "discharged", true},
    Scenario{"NOTIFY", "No officer records the arrival: the consignee notifies it. Of a simplified arrival it is permitted to "
             "unload, and sends its remarks (IE044).",
             "IE007", "IE928 IE028 IE029 IE045", "discharged"},
    Scenario{"INSPECT", "Destination controls the goods and finds them in order.",
             "", "IE928 IE028 IE029 IE045", "discharged"},
    Scenario{"DISCREPANCY", "Destination finds goods missing (B1); departure has it explained and discharges the movement.",
             "", "IE928 IE028 IE029 IE019 IE045", "discharged"},
};

constexpr auto broken_seals = R"("inspection":{"seals":"broken","goods_checked":true,"reason":"A seal was broken",)"
                              R"("state_of_goods":"complete","result":"New seals were affixed",)"
                              R"("new_seals":["SANDBOX-1","SANDBOX-2"]})";
constexpr auto intact = R"("inspection":{"seals":"intact"})";
constexpr auto missing = R"("code":"B1","text":"Two cartons are missing","inspection":{"seals":"intact",)"
                         R"("goods_checked":true,"reason":"A control was decided","state_of_goods":"two cartons are missing",)"
                         R"("result":"counted"})";

// The first row that fits is taken.
constexpr std::array all_deeds = [] {
  using enum Desk;
  return std::array{
    Deed{"CONTROL", departure, "ACC", "departure.decide_control", R"("of_goods":true)", 5min},
    Deed{"MINOR", departure, "ACC", "departure.decide_control", R"("of_goods":true)", 5min},
    Deed{"MINOR", departure, "CTL", "departure.record_control_result", R"("code":"A4")", 40min},
    Deed{"NORELEASE", departure, "ACC", "departure.decide_control", R"("of_goods":true)", 5min},
    Deed{"NORELEASE", departure, "CTL", "departure.record_control_result", R"("code":"B1")", 40min},
    Deed{"REFUSE", departure, "ACC", "departure.refuse_release",
         R"("reason":"The goods on the truck are not those that were declared")", 15min},
    Deed{.scenario = "AMEND", .desk = departure, .state = "ACC", .act = "departure.ask_amendment",
         .content = R"("reason":"The gross mass does not agree with the transport document")", .takes = 10min,
         .until = "departure.amendment_requested"},
    Deed{"HOLD", departure, "", "departure.decide_cancellation", R"("grant":true)", 15min},
    Deed{"HOLD", departure, "ACC", ""},
    Deed{"DENY", departure, "", "departure.decide_cancellation",
         R"("grant":false,"reason":"The goods are loaded and about to leave")", 15min},
    Deed{.scenario = "DENY", .desk = departure, .state = "ACC", .act = "",
         .until = "departure.cancellation_decided"},
    Deed{"INVALIDATE", departure, "ACC", "departure.invalidate",
         R"("reason":"The declaration was lodged twice")", 15min},
    Deed{.scenario = "NOPASS", .desk = departure, .state = "REL", .act = "departure.invalidate",
         .content = R"("reason":"The passage was refused for good")", .takes = 60min,
         .behind = "departure.passage_refused", .four_eyes = true},

    Deed{.scenario = "STOP", .desk = transit, .state = "ATR", .act = "passage.stop_goods",
         .content = R"("text":"The papers do not match the load")", .takes = 15min, .where = Where::first_border,
         .until = "passage.stopped"},
    Deed{.scenario = "NOPASS", .desk = transit, .state = "ATR", .act = "passage.stop_goods",
         .content = R"("text":"The papers do not match the load")", .takes = 15min, .where = Where::first_border},
    Deed{"NOPASS", transit, "STP", "passage.refuse",
         R"("reason":"4","text":"The goods may not enter this state")", 60min},
    Deed{.scenario = "INCIDENT", .desk = transit, .state = "ATR", .act = "passage.record_incident",
         .content = R"("incident":{"code":"itinerary","text":"A bridge was closed and the truck took another road"})",
         .takes = 15min, .where = Where::first_border, .until = "passage.incident_recorded"},
    Deed{.scenario = "SEALS", .desk = transit, .state = "ATR", .act = "passage.record_passage",
         .content = broken_seals, .takes = 30min, .where = Where::first_border},

    Deed{"DIVERT", destination, "-", "destination.record_arrival", "", 20min},
    Deed{"NOTIFY", destination, "AAR", ""},
    Deed{"SEALS", destination, "ARR", "destination.decide_control", "", 10min},
    Deed{"INSPECT", destination, "ARR", "destination.decide_control", "", 10min},
    Deed{"DISCREPANCY", destination, "ARR", "destination.decide_control", "", 10min},
    Deed{"DISCREPANCY", destination, "CTL", "destination.record_result", missing, 45min},

    Deed{"", departure, "", "departure.decide_cancellation", R"("grant":true)", 15min},
    Deed{"", departure, "ACC", "departure.release", "", 10min},
    Deed{"", departure, "CTL", "departure.record_control_result", R"("code":"A1")", 40min},
    Deed{"", departure, "DIS", "departure.resolve_discrepancies",
         R"("reason":"The trader showed that the cartons were never loaded")", 120min},
    Deed{"", transit, "ATR", "passage.record_passage", intact, 15min},
    Deed{"", transit, "INS", "passage.record_passage", intact, 15min},
    Deed{.scenario = "", .desk = transit, .state = "STP", .act = "passage.lift_stop",
         .content = R"("inspection":{"seals":"intact"},"text":"The papers were found")", .takes = 60min},
    Deed{"", destination, "AAR", "destination.record_arrival", "", 20min},
    Deed{"", destination, "ARR", "destination.release_uncontrolled", intact, 30min},
    Deed{"", destination, "ARR", "destination.grant_permission", "", 30min},
    Deed{"", destination, "URR", "destination.accept_remarks",
         R"("text":"The differences that the consignee reports are minor")", 30min},
    Deed{.scenario = "", .desk = destination, .state = "CTL", .act = "destination.record_result",
         .content = R"("code":"A1","inspection":{"seals":"intact"})", .takes = 45min},
  };
}();

constexpr std::array all_undertakings{
    Undertaking{'1', 100'000, false, "Several journeys, as many as you like."},
    Undertaking{'1', 50, false, "Several journeys, too small for the example: it is refused (IE055)."},
    Undertaking{'2', 100, false, "One journey."},
    Undertaking{'2', 100, false, "One more journey."},
    Undertaking{'3', 100, false, "A cash deposit, named by its receipt in otherGuaranteeReference."},
    Undertaking{'1', 1'000, true, "Several journeys, suspended: it is refused (IE055)."},
};
// clang-format on

// ---- what the tables have to keep

template <class Variant, std::size_t... I>
consteval auto names_of(std::index_sequence<I...>) {
  return std::array{std::string_view{std::variant_alternative_t<I, Variant>::record}...};
}
template <class Variant>
constexpr auto names =
    names_of<VariantOf<Variant>>(std::make_index_sequence<std::variant_size_v<VariantOf<Variant>>>{});

// The names of acts are those of commands, which core/workflow has: a test beside the shell compares them.
template <class Machine, class Fact>
constexpr bool is_of(const Deed& deed) {
  const auto has = [](const auto& all, std::string_view one) {
    return one.empty() || std::ranges::find(all, one) != all.end();
  };
  const bool state = deed.state.empty() ||
                     std::ranges::any_of(Machine::states, [&](const auto& s) { return s.id == deed.state; });
  return state && has(names<Fact>, deed.behind) && has(names<Fact>, deed.until);
}
constexpr bool names_what_there_is(const Deed& deed) {
  switch (deed.desk) {
    case Desk::departure: return is_of<dep::Machine, dep::Fact>(deed);
    case Desk::transit: return is_of<pas::Machine, pas::Fact>(deed);
    case Desk::destination: return is_of<des::Machine, des::Fact>(deed);
  }
  std::unreachable();
}
static_assert(std::ranges::all_of(all_deeds, [](const Deed& deed) { return names_what_there_is(deed); }));

constexpr bool is_scenario(std::string_view beginning) {
  return std::ranges::count(all_scenarios, beginning, &Scenario::beginning) == 1;
}
static_assert(std::ranges::all_of(all_deeds, [](const Deed& deed) { return is_scenario(deed.scenario); }));

/// None hides another one.
constexpr bool begin_apart() {
  for (const Scenario& one : all_scenarios) {
    for (const Scenario& other : all_scenarios) {
      const bool same = &one == &other || one.beginning.empty();
      if (!same && other.beginning.starts_with(one.beginning)) return false;
    }
  }
  return true;
}
static_assert(begin_apart() && all_scenarios.front().beginning.empty());

// ---- officers

bool contains(std::span<const std::string> all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

bool fits(const Deed& deed, const Sight& sight) {
  if (deed.desk != sight.desk) return false;
  if (!deed.state.empty() && deed.state != sight.state) return false;
  if (deed.where == Where::first_border && sight.crossed) return false;
  if (!deed.behind.empty() && !contains(sight.happened, deed.behind)) return false;
  if (!deed.until.empty() && contains(sight.happened, deed.until)) return false;
  return deed.act.empty() || contains(sight.acts, deed.act);
}

// ---- the road

constexpr std::chrono::minutes over_a_frontier = 30min;
/// On the road in one of the days that a leg takes.
constexpr std::chrono::hours in_a_day = 8h;

OfficeId id_of(const std::string& office) {
  const auto id = OfficeId::parse(office);
  require(id.has_value(), "a road is made of offices");
  return *id;
}

std::chrono::minutes drive_between(const std::string& from, const std::string& to,
                                   const refdata::View& reference) {
  if (from == to) return {};
  const auto* leg = reference.leg(id_of(from), id_of(to));
  if (leg == nullptr) return in_a_day;
  if (leg->value.kind == refdata::LegKind::frontier) return over_a_frontier;
  return std::max<std::int64_t>(1, leg->value.transit.count()) * in_a_day;
}

/// The first office of destination of the same state that the road does not name; the same one if there is
/// none.
std::string another_end(const Road& road, const refdata::Snapshot& reference, Day today) {
  const std::string_view state = std::string_view{road.destination}.substr(0, 2);
  const auto free = [&](std::string_view office) {
    return office.starts_with(state) && office != road.destination && office != road.departure &&
           std::ranges::find(road.transit, office) == road.transit.end();
  };
  for (const auto& row : reference.tables().offices.rows()) {
    const std::string_view office = row.key.str();
    if (free(office) && row.holds_on(today) && row.value.has(refdata::OfficeRole::destination))
      return std::string{office};
  }
  return road.destination;
}

std::string quoted(std::string_view text) { return text.empty() ? std::string{} : format("`{}`", text); }

std::string in_minutes(std::chrono::minutes time) {
  return time.count() == 0 ? std::string{} : format("{} min", time.count());
}

std::string beginning_or(std::string_view beginning, std::string_view otherwise) {
  return beginning.empty() ? std::string{otherwise} : quoted(beginning);
}

}  // namespace

std::span<const Scenario> scenarios() { return all_scenarios; }
std::span<const Deed> deeds() { return all_deeds; }
std::span<const Undertaking> undertakings() { return all_undertakings; }

const Scenario& scenario_of(std::string_view lrn) {
  const auto rows = std::span{all_scenarios}.subspan(1);
  const auto found =
      std::ranges::find_if(rows, [&](const Scenario& row) { return lrn.starts_with(row.beginning); });
  return found == rows.end() ? all_scenarios.front() : *found;
}

std::string_view name(Desk desk) {
  switch (desk) {
    case Desk::departure: return "departure";
    case Desk::transit: return "transit";
    case Desk::destination: return "destination";
  }
  std::unreachable();
}

const Deed* next(const Sight& sight) {
  const std::string_view own = scenario_of(sight.lrn).beginning;
  for (const std::string_view whose : {own, std::string_view{}}) {
    for (const Deed& deed : all_deeds) {
      if (deed.scenario == whose && fits(deed, sight)) return deed.act.empty() ? nullptr : &deed;
    }
  }
  return nullptr;
}

std::string content_of(const Deed& deed, std::string_view mrn, std::string_view office) {
  std::string content = format(R"({{"mrn":"{}")", mrn);
  // Of a movement there is one office of departure.
  if (deed.desk != Desk::departure) content += format(R"(,"office":"{}")", office);
  if (!deed.content.empty()) content.append(",").append(deed.content);
  return content + "}";
}

Stop next_stop(const Road& road, const Scenario& scenario, const refdata::Snapshot& reference, Day today) {
  if (!road.arrived.empty()) return {.desk = Desk::destination, .office = road.arrived};
  const std::string& seen = road.crossed.empty() ? road.departure : road.crossed.back();
  const auto ahead = std::ranges::find_if(road.transit, [&](const std::string& office) {
    // What departs at its first office of transit is known there.
    return office != road.departure && std::ranges::find(road.crossed, office) == road.crossed.end();
  });
  if (ahead != road.transit.end()) {
    return {
        .desk = Desk::transit, .office = *ahead, .drive = drive_between(seen, *ahead, reference.at(today))};
  }
  std::string end = scenario.elsewhere ? another_end(road, reference, today) : road.destination;
  const auto drive = drive_between(seen, end, reference.at(today));
  return {.desk = Desk::destination, .office = std::move(end), .drive = drive};
}

std::string scenario_table() {
  std::string text =
      "| LRN begins with | what befalls | you send | you are sent | ends as |\n| --- | --- | --- | --- | --- "
      "|\n";
  for (const Scenario& row : all_scenarios) {
    text += format("| {} | {} | {} | {} | `{}` |\n", beginning_or(row.beginning, "any other"), row.befalls,
                   row.yours, row.told, row.ends);
  }
  return text;
}

std::string deed_table() {
  std::string text =
      "| LRN begins with | office | state | act | with | takes |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const Deed& row : all_deeds) {
    std::string when = row.state.empty() ? std::string{"any"} : quoted(row.state);
    if (row.where == Where::first_border) when += ", at the first border";
    if (!row.behind.empty()) when += format(", behind `{}`", row.behind);
    if (!row.until.empty()) when += format(", until `{}`", row.until);
    std::string act = row.act.empty() ? std::string{"waits"} : quoted(row.act);
    if (row.four_eyes) act += " by two";
    text += format("| {} | {} | {} | {} | {} | {} |\n", beginning_or(row.scenario, "every"), name(row.desk),
                   when, act, quoted(row.content), in_minutes(row.takes));
  }
  return text;
}

std::string undertaking_table() {
  std::string text = "| number | type | of the example's amount | good for |\n| --- | --- | --- | --- |\n";
  for (std::size_t i = 0; i < all_undertakings.size(); ++i) {
    const Undertaking& row = all_undertakings[i];
    text += format("| {} | {} | {} % | {} |\n", i + 1, row.type, row.percent, row.good_for);
  }
  return text;
}

}  // namespace lintas::sandbox
