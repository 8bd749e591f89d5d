#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/paper/content.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "core/paper/texts.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"

/// The back of the accompanying document: whom to ask and what to do on the way, and room for what offices
/// write on it by hand. Sources: acts.md 8 (duties of the carrier), 11 (endorsement when the system is down).
namespace lintas::paper {

namespace {

using enum Look;

constexpr int left = printed.x;
constexpr int half = printed.width / 2;

constexpr std::array head{
    BoxRow{{.label = "TRANSIT ACCOMPANYING DOCUMENT",
            .frame = {.x = left, .y = 100, .width = 1300, .height = 65},
            .look = title}},
    BoxRow{{.label = "BACK", .frame = {.x = 1400, .y = 100, .width = 600, .height = 65}, .look = corner}},
    BoxRow{{"", "MRN", {.x = left, .y = 170, .width = half, .height = 85}, value, Border::thick},
           [](const Source& s) { return single(s.released.transit_operation->mrn); }},
    BoxRow{{"15 11",
            "Limit date",
            {.x = left + half, .y = 170, .width = half, .height = 85},
            value,
            Border::thick},
           &limit_of},
};

constexpr int incidents_from = 1480;
constexpr std::array incident_heading{
    BoxRow{{"",
            "INCIDENTS DURING TRANSPORT AND CERTIFICATES OF THE AUTHORITIES",
            {.x = left, .y = incidents_from, .width = printed.width, .height = 55},
            heading}}};

/// One incident; the place is that in its column below the heading.
constexpr std::array incident_boxes{
    Box{"", "Office of incident registration", {.x = 0, .y = 55, .width = 650, .height = 80}, blank},
    Box{"", "Incident code", {.x = 650, .y = 55, .width = 300, .height = 80}, blank},
    Box{"", "Place, date and time", {.x = 0, .y = 135, .width = half, .height = 80}, blank},
    Box{"",
        "New means of transport: identification, nationality, permit",
        {.x = 0, .y = 215, .width = half, .height = 80},
        blank},
    Box{"19 07", "New container", {.x = 0, .y = 295, .width = 400, .height = 80}, blank},
    Box{"19 10",
        "New seals: number, identification",
        {.x = 400, .y = 295, .width = 550, .height = 80},
        blank},
    Box{"", "What happened, and measures taken", {.x = 0, .y = 375, .width = half, .height = 140}, blank},
    Box{"", "Signature", {.x = 0, .y = 515, .width = 350, .height = 185}, blank},
    Box{"", "Entered in the system", {.x = 0, .y = 700, .width = 350, .height = 80}, tick},
    Box{"", "Stamp", {.x = 350, .y = 515, .width = 600, .height = 265}, blank},
};

constexpr int endorsements_from = 2260;
constexpr int endorsement_columns = 3;
constexpr int endorsement_rows = 2;
constexpr Frame endorsement{.x = 0, .y = 55, .width = 633, .height = 267};

constexpr std::array endorsement_heading{
    BoxRow{{"",
            "ENDORSEMENTS OF THE OFFICES ON THE ROUTE WHILE THE SYSTEM IS NOT AVAILABLE",
            {.x = left, .y = endorsements_from, .width = printed.width, .height = 55},
            heading}}};

Box moved(Box box, int x, int y) {
  box.frame.x += x;
  box.frame.y += y;
  return box;
}

template <class Rows>
void add(std::vector<Filled>& boxes, const Rows& rows, const Source& source) {
  for (const BoxRow& row : rows)
    boxes.push_back({.box = row.box, .text = row.text == nullptr ? Series{} : row.text(source)});
}

// ---- the offices

constexpr std::string_view not_known = "not known";

std::string hours_of(const refdata::OfficeFacts& office) {
  const auto clock = [](std::chrono::minutes time) {
    return format("{:02}:{:02}", time.count() / 60, time.count() % 60);
  };
  const auto whole_day = std::chrono::hours{24};
  std::string text{not_known};
  if (office.hours && office.hours->closes - office.hours->opens == whole_day) {
    text = "day and night";
  } else if (office.hours) {
    text = format("{} – {}", clock(office.hours->opens), clock(office.hours->closes));
  }
  const auto offset = office.utc_offset.count();
  const auto ahead = offset < 0 ? -offset : offset;
  text += format(" (UTC{}{}", offset < 0 ? '-' : '+', ahead / 60);
  if (ahead % 60 != 0) text += format(":{:02}", ahead % 60);
  return text + ')';
}

std::string place_of(std::string_view number, const refdata::OfficeFacts& office,
                     const refdata::View& reference) {
  std::string text = office.city;
  const auto country = Country::parse(number.substr(0, 2));
  const auto* row = country ? reference.country(*country) : nullptr;
  if (row == nullptr || row->value.name == office.city) return text;
  if (!text.empty()) text += ", ";
  return text + row->value.name;
}

void add_office(Table& table, std::string part, const std::string& number, const refdata::View& reference) {
  const auto id = OfficeId::parse(number);
  const std::string_view known = id ? reference.hotline(*id) : std::string_view{};
  std::string hotline{known.empty() ? not_known : known};
  const auto* row = office_row(number, reference);
  if (row == nullptr) {
    table.rows.push_back({std::move(part), number, std::string{not_known}, "", "", std::move(hotline)});
    return;
  }
  const refdata::OfficeFacts& facts = row->value;
  table.rows.push_back({std::move(part), number, facts.name, place_of(number, facts, reference),
                        hours_of(facts), std::move(hotline)});
}

template <class Offices>
void add_offices(Table& table, std::string_view part, const Offices& offices,
                 const refdata::View& reference) {
  std::size_t place = 0;
  for (const auto& one : offices) {
    ++place;
    add_office(table, offices.size() > 1 ? format("{} {}", part, place) : std::string{part},
               one.reference_number, reference);
  }
}

}  // namespace

std::vector<Filled> back_of(const Source& source) {
  std::vector<Filled> boxes;
  add(boxes, head, source);
  add(boxes, incident_heading, source);
  for (const int x : {left, left + half}) {
    for (const Box& box : incident_boxes) boxes.push_back({.box = moved(box, x, incidents_from), .text = {}});
  }
  add(boxes, endorsement_heading, source);
  for (int row = 0; row < endorsement_rows; ++row) {
    for (int column = 0; column < endorsement_columns; ++column) {
      const Box box{"", "Office, date and time, goods and seals in order, signature and stamp", endorsement,
                    blank};
      boxes.push_back({.box = moved(box, left + (column * endorsement.width),
                                    endorsements_from + (row * endorsement.height)),
                       .text = {}});
    }
  }
  return boxes;
}

Table route_of(const Source& source) {
  Table table{.labels = {{"", "On the route", 230, ""},
                         {"", "Office", 200, ""},
                         {"", "Name", 470, ""},
                         {"", "Place", 360, ""},
                         {"", "Open (local time)", 370, ""},
                         {"", "Hotline", 270, ""}},
              .rows = {}};
  if (const auto& office = source.released.customs_office_of_departure)
    add_office(table, "Departure", office->reference_number, source.reference);
  add_offices(table, "Transit", source.released.customs_office_of_transit_declared, source.reference);
  add_offices(table, "Exit for transit", source.released.customs_office_of_exit_for_transit_declared,
              source.reference);
  if (const auto& office = source.released.customs_office_of_destination_declared)
    add_office(table, "Destination", office->reference_number, source.reference);
  return table;
}

Advice advice(const Table& route) {
  const bool has_hotline =
      std::ranges::any_of(route.rows, [](const auto& row) { return row.back() != not_known; });
  return {
      .when =
          "If a seal breaks or is lost, if goods are lost or damaged, if goods must be unloaded or moved to "
          "another vehicle, if the vehicle must leave its route, or if the limit date cannot be kept:",
      .steps =
          {"Stop in a safe place and prevent further loss. Do not remove or replace a seal and do not "
           "unload without customs; only where there is danger may you act at once.",
           has_hotline
               ? "Call the hotline of the nearest office above at once. Where none is known, go on to the "
                 "nearest customs office if that is safe. Give the MRN, the place and what happened."
               : "No hotline is known of the offices above: call the customs of the state where you are, "
                 "or go on to the nearest customs office if that is safe. Give the MRN, the place and "
                 "what happened.",
           "Present goods, vehicle and this document to the nearest customs office. It writes below "
           "what it did, with new seals or a new vehicle, and enters it in the system.",
           "A new vehicle needs a valid cross-border permit (AGVCBP) too."},
      .always =
          "At every office show this document with its list of items. Present the goods at the office "
          "of destination by the limit date, with all seals whole."};
}

}  // namespace lintas::paper
