#include "shell/app/pump.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/attempts.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/limits.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

std::string message_id(exchange::Partner home, std::int64_t outbox_id) {
  return format("{}{:016X}", home.str(), static_cast<std::uint64_t>(outbox_id));
}

std::optional<std::int64_t> outbox_id_of(exchange::Partner home, std::string_view name) {
  std::uint64_t number = 0;
  if (name.size() != 18) return std::nullopt;
  const std::string_view digits = name.substr(2);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  if (error != std::errc{} || number > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  const auto id = static_cast<std::int64_t>(number);
  return message_id(home, id) == name ? std::optional{id} : std::nullopt;
}

void Pump::Line::wait(const Waiting& one) {
  const OutboxRow& row = one.row;
  if (!waiting.emplace(row.id, one).second) return;
  if (row.n == 0) {
    ready.emplace(one.attempts.next_try(), row.id);
    return;
  }
  lanes[row.lane].waiting.emplace(row.n, row.id);
  look_at(row.lane);
}

Pump::Ready::iterator Pump::Line::next_at(Instant now) {
  const auto tried = ready.upper_bound({Instant{}, std::numeric_limits<std::int64_t>::max()});
  const bool has_new = ready.begin() != tried;
  if (tried == ready.end() || tried->first > now) return has_new ? ready.begin() : ready.end();
  if (!has_new) return tried;
  if (circuit.open()) return ready.begin();
  is_turn_of_tried = !is_turn_of_tried;
  return is_turn_of_tried ? tried : ready.begin();
}

Load Pump::Line::begin(Ready::iterator next, std::size_t most) {
  const std::int64_t lead = next->second;
  Load load;
  if (auto rests = resting.extract(lead); !rests.empty()) {
    ready.erase(next);
    for (const Waiting& one : rests.mapped()) {
      load.push_back(one.row);
      under_way.emplace(one.row.id, one);
    }
    return load;
  }
  std::set<std::int64_t> behind;
  const auto add = [&](std::int64_t id) {
    load.push_back(begin_one(id));
    if (load.back().n == 0) return;
    if (const auto follower = foremost(lanes.at(load.back().lane))) behind.insert(*follower);
  };
  const Waiting& first = waiting.at(lead);
  const bool is_alone = first.goes_alone() || circuit.open();
  add(lead);
  if (is_alone) return load;
  while (load.size() < most) {
    const auto id = next_with(behind);
    if (!id) break;
    behind.erase(*id);
    add(*id);
  }
  return load;
}

std::optional<std::int64_t> Pump::Line::next_with(std::set<std::int64_t>& behind) const {
  const auto may_go = [&](std::int64_t id) {
    const auto found = waiting.find(id);  // a load that rests stands among the ready, too
    return found != waiting.end() && !found->second.goes_alone();
  };
  std::erase_if(behind, [&](std::int64_t id) { return !may_go(id); });
  std::optional<std::int64_t> found;
  if (!behind.empty()) found = *behind.begin();
  for (const auto& [rests_until, id] : ready) {
    if (rests_until > Instant{} || (found && *found < id)) break;
    if (!may_go(id)) continue;
    found = id;
    break;
  }
  return found;
}

bool Pump::Line::wants_more_than(std::size_t room, Ready::iterator next) const {
  const auto lead = waiting.find(next->second);
  if (lead == waiting.end() || lead->second.goes_alone()) return false;  // a load that rests goes as it is
  std::size_t count = 0;
  // With it go those that stand behind it in its lane, as far as they may.
  const auto count_from = [&](const Waiting& one) {
    if (one.row.n == 0) {
      ++count;
      return;
    }
    const Lane& lane = lanes.at(one.row.lane);
    for (const auto& [n, id] : lane.waiting) {
      const bool is_held = !lane.dead.empty() && n >= *lane.dead.begin();
      if (count > room || is_held || waiting.at(id).goes_alone()) return;
      ++count;
    }
  };
  count_from(lead->second);
  for (const auto& [rests_until, id] : ready) {
    if (count > room || rests_until > Instant{}) break;
    const auto one = waiting.find(id);
    if (id != lead->first && one != waiting.end() && !one->second.goes_alone()) count_from(one->second);
  }
  return count > room;
}

const OutboxRow& Pump::Line::begin_one(std::int64_t id) {
  auto node = waiting.extract(id);
  ready.erase({node.mapped().attempts.next_try(), id});
  Waiting& one = under_way.insert(std::move(node)).position->second;
  one.is_probe = circuit.open();
  const OutboxRow& row = one.row;
  if (row.n == 0) return row;
  Lane& lane = lanes.at(row.lane);
  lane.waiting.erase({row.n, id});
  lane.next.reset();
  ++lane.busy;
  return row;
}

void Pump::Line::rest(std::span<const std::int64_t> ids, const exchange::Attempts& attempts) {
  std::vector<Waiting> rows;
  for (const std::int64_t id : ids) {
    auto node = under_way.extract(id);
    if (node.empty()) continue;
    node.mapped().attempts = attempts;
    rows.push_back(std::move(node.mapped()));
  }
  if (rows.empty()) return;
  const std::int64_t lead = rows.front().row.id;
  ready.emplace(attempts.next_try(), lead);
  resting.emplace(lead, std::move(rows));
}

bool Pump::Line::split_rest(std::int64_t lead, bool is_told) {
  const auto rests = resting.extract(lead);
  if (rests.empty()) return false;
  const std::vector<Waiting>& rows = rests.mapped();
  ready.erase({rows.front().attempts.next_try(), lead});
  for (const Waiting& one : rows) under_way.emplace(one.row.id, one);
  std::vector<Waiting> landed;
  for (const Waiting& one : rows) {
    if (auto row = land(one.row.id)) landed.push_back(*std::move(row));
  }
  for (const Waiting& one : landed)
    wait({.row = one.row, .attempts = {}, .is_alone = is_told || one.goes_alone()});
  return true;
}

std::optional<Pump::Waiting> Pump::Line::land(std::int64_t id) {
  auto node = under_way.extract(id);
  if (node.empty()) return std::nullopt;
  if (const OutboxRow& row = node.mapped().row; row.n != 0) {
    --lanes.at(row.lane).busy;
    look_at(row.lane);
  }
  return std::move(node.mapped());
}

std::optional<Pump::Waiting> Pump::Line::take_out(std::int64_t id) {
  const auto found = waiting.find(id);
  if (found == waiting.end()) return std::nullopt;
  Waiting one = found->second;
  ready.erase({one.attempts.next_try(), id});
  waiting.erase(found);
  if (one.row.n == 0) return one;
  Lane& lane = lanes.at(one.row.lane);
  lane.waiting.erase({one.row.n, id});
  if (lane.next == id) lane.next.reset();
  look_at(one.row.lane);
  return one;
}

void Pump::Line::bury(const OutboxRow& row) {
  if (!dead.emplace(row.id, row).second || row.n == 0) return;
  lanes[row.lane].dead.insert(row.n);
  look_at(row.lane);
}

bool Pump::Line::unbury(std::int64_t id) {
  const auto node = dead.extract(id);
  if (node.empty()) return false;
  const OutboxRow& row = node.mapped();
  if (row.n == 0) return true;
  auto& numbers = lanes.at(row.lane).dead;
  numbers.erase(numbers.find(row.n));
  look_at(row.lane);
  return true;
}

/// These alone are looked at, for there may be very many that were not tried.
void Pump::Line::end_waits() {
  for (const std::int64_t id : std::exchange(in_vain, {})) {
    const auto load = resting.find(id);
    const auto alone = waiting.find(id);
    std::span<Waiting> rows;  // none of what is under way, or dead, or not the first of its load
    if (load != resting.end()) {
      rows = load->second;
    } else if (alone != waiting.end()) {
      rows = {&alone->second, 1};
    }
    if (rows.empty()) continue;
    auto place = ready.extract({rows.front().attempts.next_try(), id});
    for (Waiting& one : rows) one.attempts = exchange::after_return(one.attempts);
    if (place.empty()) continue;
    place.value().first = rows.front().attempts.next_try();
    ready.insert(std::move(place));
  }
}

void Pump::Line::end_pauses() {
  circuit = exchange::after_answer();
  in_vain.clear();
  for (Waiting& one : waiting | std::views::values) one.attempts = {};
  for (auto& load : resting | std::views::values) {
    for (Waiting& one : load) one.attempts = {};
  }
  Ready changed;
  for (const auto& [_, id] : ready) changed.emplace(exchange::Attempts{}.next_try(), id);
  ready = std::move(changed);
}

void Pump::Line::note_decision() {
  // One answer that decides nothing closes the circuit, and what has waited in vain rests all the same.
  end_waits();
  circuit = exchange::after_answer();
  ++decided;
}

void Pump::Line::look_at(StreamId id) {
  const auto found = lanes.find(id);
  Lane& lane = found->second;
  std::optional<std::int64_t> next;
  if (lane.busy == 0) next = foremost(lane);
  if (next != lane.next) {
    if (lane.next) ready.erase({waiting.at(*lane.next).attempts.next_try(), *lane.next});
    if (next) ready.emplace(waiting.at(*next).attempts.next_try(), *next);
    lane.next = next;
  }
  if (lane.waiting.empty() && lane.busy == 0 && lane.dead.empty()) lanes.erase(found);
}

std::optional<std::int64_t> Pump::Line::foremost(const Lane& lane) {
  if (lane.waiting.empty()) return std::nullopt;
  const auto& [n, id] = *lane.waiting.begin();
  return lane.dead.empty() || n < *lane.dead.begin() ? std::optional{id} : std::nullopt;
}

void Pump::add(const OutboxRow& row) {
  Line& line = lines_[row.partner];
  const bool was_dead = line.unbury(row.id);
  if (row.dead) {
    line.bury(row);
  } else {
    line.wait({.row = row, .attempts = {}, .is_alone = was_dead});
  }
}

void Pump::discard(const OutboxRow& row) { lines_[row.partner].unbury(row.id); }

std::vector<OutboxRow> Pump::take(Instant now) {
  std::vector<OutboxRow> all;
  for (const Load& load : take(now, [](exchange::Partner) { return std::size_t{1}; }))
    all.insert(all.end(), load.begin(), load.end());
  return all;
}

std::vector<Load> Pump::take(Instant now, const BundledMax& bundled_max) {
  if (now + limits::clock_step_back_max < seen_) {
    end_pauses();
    seen_ = now;
  }
  seen_ = std::max(seen_, now);
  std::vector<Load> chosen;
  for (auto& [partner, line] : lines_) {
    std::size_t room = line.circuit.room(now, line.under_way.size());
    const std::size_t most = room == 0 ? 0 : bundled_max(partner);
    line.waits_for_room = false;
    while (room > 0) {
      const auto next = line.next_at(now);
      if (next == line.ready.end()) break;
      line.waits_for_room = !line.under_way.empty() && room < most / 2 && line.wants_more_than(room, next);
      if (line.waits_for_room) break;
      if (line.circuit.open() && line.split_rest(next->second, false)) continue;  // a probe is one message
      chosen.push_back(line.begin(next, std::min(room, most)));
      room -= std::min(room, chosen.back().size());
    }
  }
  return chosen;
}

Pump::Line* Pump::line_of(std::int64_t id, Rows Line::* place) {
  const auto found =
      std::ranges::find_if(lines_, [&](const auto& entry) { return (entry.second.*place).contains(id); });
  return found == lines_.end() ? nullptr : &found->second;
}

std::pair<Pump::Line*, exchange::Attempts> Pump::line_of(std::span<const std::int64_t> ids) {
  for (const std::int64_t id : ids) {
    if (Line* line = line_of(id); line != nullptr) return {line, line->under_way.at(id).attempts};
  }
  return {nullptr, {}};
}

void Pump::receipted(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr || !line->land(id)) return;
  line->note_decision();
}

std::optional<exchange::Attempts> Pump::failed(std::int64_t id, Instant now, std::uint8_t jitter,
                                               exchange::RetrySchedule schedule, exchange::Failure failure) {
  Line* line = line_of(id);
  if (line == nullptr) return std::nullopt;
  const auto one = line->land(id);
  if (!one) return std::nullopt;
  const auto attempts =
      exchange::after_failure(one->attempts, now, line->decided, schedule, failure, one->is_probe);
  if (attempts.in_vain > 0) line->in_vain.insert(id);
  line->wait({.row = one->row, .attempts = attempts, .is_alone = one->is_alone});
  line->note_failure(now, jitter, schedule, failure);
  seen_ = std::max(seen_, now);
  return attempts;
}

std::optional<exchange::Attempts> Pump::failed(std::span<const std::int64_t> ids, Instant now,
                                               std::uint8_t jitter, exchange::RetrySchedule schedule,
                                               exchange::Failure failure) {
  if (ids.size() == 1) return failed(ids.front(), now, jitter, schedule, failure);
  const auto [line, before] = line_of(ids);
  if (line == nullptr) return std::nullopt;
  const auto attempts = exchange::after_failure(before, now, line->decided, schedule, failure);
  if (attempts.in_vain > 0) line->in_vain.insert(ids.begin(), ids.end());
  line->rest(ids, attempts);
  line->note_failure(now, jitter, schedule, failure);
  seen_ = std::max(seen_, now);
  return attempts;
}

/// Many attempts that find nobody at once are one failure of the partner, not many.
void Pump::Line::note_failure(Instant now, std::uint8_t jitter, exchange::RetrySchedule schedule,
                              exchange::Failure failure) {
  if (failure == exchange::Failure::own) return;
  if (failure == exchange::Failure::undecided || now >= circuit.next_try)
    circuit = exchange::after_failure(circuit, now, jitter, schedule, failure);
}

void Pump::put_back(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  if (const auto one = line->land(id)) line->wait(*one);
}

void Pump::put_back(std::span<const std::int64_t> ids) {
  if (ids.size() == 1) return put_back(ids.front());
  if (const auto [line, attempts] = line_of(ids); line != nullptr) line->rest(ids, attempts);
}

void Pump::split(std::span<const std::int64_t> ids) {
  for (Line& line : lines_ | std::views::values) {
    std::vector<Waiting> all;
    for (const std::int64_t id : ids) {
      line.split_rest(id, true);
      if (auto one = line.land(id)) all.push_back(*std::move(one));
    }
    for (const Waiting& one : all) line.wait({.row = one.row, .attempts = {}, .is_alone = true});
  }
}

void Pump::end_pauses() {
  for (Line& line : lines_ | std::views::values) line.end_pauses();
}

void Pump::kept_back(std::int64_t id, Death death) {
  std::optional<Waiting> one;
  Line* line = line_of(id);
  if (line != nullptr) {
    one = line->land(id);
  } else if (line = line_of(id, &Line::waiting); line != nullptr) {
    one = line->take_out(id);
  }
  if (!one) return;
  one->row.death = std::move(death);
  line->bury(one->row);
}

void Pump::refused(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  const auto one = line->land(id);
  if (!one) return;
  line->note_decision();
  line->bury(one->row);
}

std::optional<Instant> Pump::next_try() const {
  std::optional<Instant> earliest;
  for (const Line& line : lines_ | std::views::values) {
    if (line.ready.empty() || line.waits_for_room ||
        line.circuit.room(line.circuit.next_try, line.under_way.size()) == 0)
      continue;
    const Instant then = std::max(line.circuit.next_try, line.ready.begin()->first);
    if (!earliest || then < *earliest) earliest = then;
  }
  return earliest;
}

Pump::Backlog Pump::backlog(exchange::Partner partner) const {
  const auto found = lines_.find(partner);
  if (found == lines_.end()) return {};
  const Line& line = found->second;
  Backlog now{.waiting = line.waiting.size() + line.under_way.size(), .dead = line.dead.size(), .oldest = {}};
  for (const auto* rows : {&line.waiting, &line.under_way}) {
    if (!rows->empty())
      now.oldest = std::min(now.oldest.value_or(rows->begin()->first), rows->begin()->first);
  }
  for (const auto& load : line.resting | std::views::values) {
    now.waiting += load.size();
    for (const Waiting& one : load) now.oldest = std::min(now.oldest.value_or(one.row.id), one.row.id);
  }
  return now;
}

std::vector<OutboxRow> Pump::dead_letters(exchange::Partner partner) const {
  const auto found = lines_.find(partner);
  if (found == lines_.end()) return {};
  const auto rows = std::views::values(found->second.dead);
  return {rows.begin(), rows.end()};
}

std::set<exchange::Partner> Pump::partners() const {
  const auto keys = std::views::keys(lines_);
  return {keys.begin(), keys.end()};
}

exchange::Circuit Pump::circuit(exchange::Partner partner) const {
  const auto found = lines_.find(partner);
  return found == lines_.end() ? exchange::Circuit{} : found->second.circuit;
}

}  // namespace lintas::app
