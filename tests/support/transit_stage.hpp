#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/ruling.hpp"
#include "tests/support/scenario.hpp"

/// What the scenarios of a movement's machines have in common.
namespace lintas::test {

inline OfficeId office(const std::string& text) {
  const auto parsed = OfficeId::parse(text);
  if (!parsed) throw std::invalid_argument("no such office: " + text);
  return *parsed;
}
inline std::vector<OfficeId> offices(const std::string& list) {
  std::vector<OfficeId> all;
  for (const auto& one : split(list, ',')) all.push_back(office(one));
  return all;
}
inline std::vector<Seal> seals(const std::string& list) {
  std::vector<Seal> all;
  for (const auto& one : split(list, ',')) all.push_back(Seal::parse(one).value());
  return all;
}
/// Blanks of a text are written as underscores.
inline std::string words(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}
inline Mrn movement_of(const std::string& country) {
  return Mrn::issue(std::chrono::year{2026}, *Country::parse(country), "000000000001").value();
}

inline transit::Inspection inspection(const Step& step) {
  transit::Inspection made;
  const std::string state = step.option("seals", "intact");
  if (state == "broken") made.seals = transit::SealState::broken;
  if (state == "none") made.seals = transit::SealState::none_affixed;
  made.goods_checked = step.option("checked", "no") == "yes";
  made.reason = words(step.option("why", ""));
  made.state_of_goods = words(step.option("goods", ""));
  made.result = words(step.option("found", ""));
  made.new_seals = seals(step.option("new_seals", ""));
  return made;
}

inline transit::Incident incident(const Step& step) {
  transit::Incident made{.code = static_cast<transit::IncidentCode>(std::stoi(step.option("code", "5"))),
                         .text = words(step.option("text", "")),
                         .new_seals = seals(step.option("new_seals", "")),
                         .vehicle = {},
                         .permit_excepted = step.option("excepted", "no") == "yes"};
  if (const auto vehicle = step.option("vehicle"))
    made.vehicle = transit::Vehicle{.registration = *vehicle, .permit = step.option("permit", "")};
  return made;
}

/// What a message says, by the options route, limit, office, reason, text, positive, declared.
inline transit::Letter letter(const Step& step, const Mrn& mrn, Instant now) {
  transit::Letter made;
  made.mrn = mrn;
  if (const auto route = step.option("route")) {
    auto all = offices(*route);
    made.declaration.emplace();
    made.declaration->route.departure = all.front();
    made.declaration->route.destination = all.back();
    made.declaration->route.transit.assign(all.begin() + 1, all.end() - 1);
  }
  if (const auto limit = step.option("limit")) made.limit = parse_day(*limit).value();
  if (const auto place = step.option("office")) made.office = office(*place);
  if (const auto reason = step.option("reason")) made.reason = *reason;
  if (const auto text = step.option("text")) made.text = words(*text);
  made.positive = step.option("positive", "yes") == "yes";
  made.at = now;
  return made;
}

/// Rows of a table that were played, by their places in it.
template <class Machine>
struct Played {
  std::set<std::size_t> rows;

  void add(typename Machine::State before, typename Machine::Trigger trigger, typename Machine::State next) {
    bool found = false;
    for (std::size_t i = 0; i < std::size(Machine::rows); ++i) {
      const auto& row = Machine::rows[i];
      if (row.trigger != trigger || !row.states.has(before)) continue;
      if (transit::resolve(row.next, before, before) != next) continue;
      rows.insert(i);
      found = true;
    }
    if (!found) throw std::logic_error("an event without a row");
  }
  /// One line for each row that no scenario plays.
  [[nodiscard]] std::string missing() const {
    std::string text;
    for (std::size_t i = 0; i < std::size(Machine::rows); ++i) {
      if (rows.contains(i)) continue;
      const auto trigger = Machine::rows[i].trigger;
      text += "row " + std::to_string(i) + ": " +
              std::string{Machine::triggers[std::to_underlying(trigger)].key} + '\n';
    }
    return text;
  }
};

/// "INS sends 118, 180", the rules of a refusal, or "early".
template <class Machine, class Event>
std::string outcome(const transit::Ruling<Event>& ruling) {
  if (ruling.early) return "early";
  std::string text;
  for (const Finding& finding : ruling.answer.refused_for) text += (text.empty() ? "" : " ") + finding.rule;
  if (!ruling.answer.accepted()) return text;
  text = Machine::states[std::to_underlying(ruling.events.back().next)].id;
  std::string sent;
  for (const Event& event : ruling.events) {
    for (const transit::Ie ie : event.sent) sent += (sent.empty() ? " sends " : " ") + std::to_string(ie);
  }
  return text + sent;
}

/// Plays every scenario of a folder below tests/scenarios; each begins with a stage of its own.
template <class Stage, class Coverage>
void play_folder(const std::string& folder, Coverage& coverage) {
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::string{LINTAS_ROOT} + "/tests/scenarios/" + folder}) {
    if (entry.path().extension() != ".scn") continue;
    ++files;
    std::ifstream file{entry.path(), std::ios::binary};
    Stage stage{coverage};
    for (const auto& difference : play(std::string{std::istreambuf_iterator<char>{file}, {}}, stage.verbs()))
      ADD_FAILURE() << entry.path().filename().string() << ": " << difference;
  }
  EXPECT_GT(files, 0U);
}

}  // namespace lintas::test
