#include "shell/api/link_page.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/opening.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/state.hpp"
#include "core/workflow/journey_part.hpp"
#include "shell/api/html.hpp"

namespace lintas::api {

namespace {

// ---- the place

LinkPlace place_of(const OfficeId& office, Day day, const refdata::View& reference) {
  const Country country = office.country();
  const auto* row = reference.office(office);
  const auto* state = reference.country(country);
  return {.name = row == nullptr ? std::string{office.str()} : row->value.name,
          .country = std::string{country.str()},
          .country_name = state == nullptr ? std::string{country.str()} : state->value.name,
          .day = day};
}
LinkPlace place_of(const transit::Crossing& crossing, const refdata::View& reference) {
  return place_of(crossing.office, reference.day_in(crossing.office, crossing.at), reference);
}

// ---- the words

struct StatusWords {
  std::string_view status;
  std::string_view words;
};
constexpr std::array status_words{
    StatusWords{"pre_lodged", "Declared, the goods are not there yet"},
    StatusWords{"accepted", "Accepted at departure"},
    StatusWords{"guarantee_problem", "Accepted, the guarantee is to be put right"},
    StatusWords{"under_control", "Under control at departure"},
    StatusWords{"release_requested", "At departure, the release was asked for"},
    StatusWords{"released", "Released for the journey"},
    StatusWords{"in_transit", "On the way"},
    StatusWords{"incident", "On the way, an incident was reported"},
    StatusWords{"overdue", "On the way, later than allowed"},
    StatusWords{"arrived", "Arrived"},
    StatusWords{"discrepancy", "Arrived, something is to be cleared up"},
    StatusWords{"discharged", "Ended"},
    StatusWords{"enquiry", "Customs look for the goods"},
    StatusWords{"recovery", "Customs claim the duties"},
    StatusWords{"recovery_transferred", "Customs of another state claim the duties"},
    StatusWords{"not_released", "Not released"},
    StatusWords{"rejected", "The declaration was rejected"},
    StatusWords{"cancelled", "Cancelled"},
    StatusWords{"unknown", "Not known here yet"},
};

// ---- the page

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

/// "23 November 2026".
std::string day_in_words(Day day) {
  const std::chrono::year_month_day date{day};
  return format("{} {} {}", static_cast<unsigned>(date.day()),
                months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()));
}
/// "23 November 2026, 16:00 (UTC+08:00)": the place stands beside it with the day there, so that in UTC it
/// would be of tomorrow for a third of each day.
std::string instant_in_words(Instant instant, std::chrono::minutes clocks) {
  const Day day = day_of(instant, clocks);
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(instant + clocks - day)};
  return format("{}, {:02}:{:02} (UTC{})", day_in_words(day), time.hours().count(), time.minutes().count(),
                refdata::offset_text(clocks));
}

// Colours have a contrast of at least 7 to 1 with what they stand on, by day and by night.
constexpr std::string_view style =
    ":root{color-scheme:light "
    "dark;--ink:#14213d;--quiet:#44506b;--ground:#eef1f6;--sheet:#fff;--mark:#0b5d5e}"
    "@media(prefers-color-scheme:dark){:root{--ink:#eef1f6;--quiet:#b9c2d4;--ground:#10151f;--sheet:#1a2130;"
    "--mark:#5fd0c5}}"
    "*{box-sizing:border-box}"
    "body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;"
    "background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}"
    "main{width:min(34rem,100% - 2rem);margin:auto 1rem;padding:1.5rem 1.25rem;background:var(--sheet);"
    "border-top:.375rem solid var(--mark);border-radius:.25rem}"
    "h1{margin:0 0 1.25rem;font-size:1.625rem;line-height:1.2;overflow-wrap:anywhere}"
    "dl{margin:0}dt{color:var(--quiet);font-size:.9375rem}dd{margin:0 0 1rem;overflow-wrap:anywhere}"
    "strong{font-size:1.1875rem}p{margin:0 0 .75rem}"
    "footer{width:min(34rem,100% - 2rem);margin:1rem;color:var(--quiet);font-size:.9375rem}";

std::string page_of(std::string_view title, std::string_view content, std::string_view foot) {
  return format(
      R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>{}</title>
<style>{}</style>
</head>
<body>
<main>
<h1>{}</h1>
{}</main>
<footer>{}</footer>
</body>
</html>
)",
      escaped(title), style, escaped(title), content, foot);
}

}  // namespace

std::string_view link_style() { return style; }

std::string_view words_of_status(std::string_view status) {
  const auto* found = std::ranges::find(status_words, status, &StatusWords::status);
  return found == status_words.end() ? status : found->words;
}

std::optional<LinkPlace> last_place(const transit::departure::Movement& movement,
                                    const refdata::View& reference) {
  if (movement.arrival) return place_of(*movement.arrival, reference);
  if (!movement.crossings.empty()) return place_of(movement.crossings.back(), reference);
  const auto day = movement.released ? movement.released : movement.accepted;
  if (!day) return std::nullopt;
  return place_of(movement.declaration.route.departure, *day, reference);
}

std::optional<LinkPlace> last_place(const workflow::Journey& journey, const refdata::View& reference) {
  const auto& arrival = journey.arrival;
  if (arrival.office && arrival.at)
    return place_of(transit::Crossing{.office = *arrival.office, .at = *arrival.at}, reference);
  const auto* notice = journey.sighting.newest();
  if (notice != nullptr && notice->arrived_at && notice->at)
    return place_of(transit::Crossing{.office = *notice->arrived_at, .at = *notice->at}, reference);
  // What happened at the offices here is known before departure has told of it.
  std::optional<transit::Crossing> last;
  for (const transit::passage::Office& office : journey.passage.offices)
    if (office.crossed() && office.at) last = transit::Crossing{.office = office.office, .at = *office.at};
  const bool told = notice != nullptr && !notice->crossings.empty();
  if (told && (!last || last->at <= notice->crossings.back().at)) last = notice->crossings.back();
  return last ? std::optional{place_of(*last, reference)} : std::nullopt;
}

std::string link_page(const LinkView& view, std::string_view state) {
  std::string content{"<dl>\n<dt>Last place</dt>\n"};
  if (view.place) {
    content += format("<dd><strong>{}, {}</strong><br>\n<time datetime=\"{}\">{}</time></dd>\n",
                      escaped(view.place->name), escaped(view.place->country_name), to_text(view.place->day),
                      day_in_words(view.place->day));
  } else {
    content += "<dd>No office has reported the goods yet</dd>\n";
  }
  content += format("<dt>As of</dt>\n<dd><time datetime=\"{}\">{}</time></dd>\n</dl>\n", to_text(view.as_of),
                    instant_in_words(view.as_of, view.clocks));
  return page_of(words_of_status(view.status), content,
                 format("Goods under customs transit, as the customs of {} know it. Load the page again for "
                        "news. It is no customs document; whoever sent you the link knows more.",
                        escaped(state)));
}

std::string link_page_without(std::string_view text, std::string_view remedy, std::string_view state) {
  return page_of(text, format("<p>{}</p>\n", escaped(remedy)), format("Customs of {}.", escaped(state)));
}

}  // namespace lintas::api
