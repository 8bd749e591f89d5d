#include "shell/app/pump.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ranges>
#include <set>
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

void Pump::Line::wait(const OutboxRow& row, const exchange::Attempts& attempts) {
  if (!waiting.emplace(row.id, Waiting{.row = row, .attempts = attempts}).second) return;
  if (row.n == 0) {
    ready.emplace(attempts.rests_until, row.id);
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

const OutboxRow& Pump::Line::begin(Ready::iterator next) {
  const std::int64_t id = next->second;
  ready.erase(next);
  const OutboxRow& row = under_way.insert(waiting.extract(id)).position->second.row;
  if (row.n == 0) return row;
  Lane& lane = lanes.at(row.lane);
  lane.waiting.erase({row.n, id});
  lane.next.reset();
  lane.busy = true;
  return row;
}

std::optional<Pump::Waiting> Pump::Line::land(std::int64_t id) {
  auto node = under_way.extract(id);
  if (node.empty()) return std::nullopt;
  if (const OutboxRow& row = node.mapped().row; row.n != 0) {
    lanes.at(row.lane).busy = false;
    look_at(row.lane);
  }
  return std::move(node.mapped());
}

std::optional<Pump::Waiting> Pump::Line::take_out(std::int64_t id) {
  const auto found = waiting.find(id);
  if (found == waiting.end()) return std::nullopt;
  Waiting one = found->second;
  ready.erase({one.attempts.rests_until, id});
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
  ++lanes[row.lane].dead;
  look_at(row.lane);
}

void Pump::Line::unbury(std::int64_t id) {
  const auto node = dead.extract(id);
  if (node.empty() || node.mapped().n == 0) return;
  --lanes.at(node.mapped().lane).dead;
  look_at(node.mapped().lane);
}

void Pump::Line::end_pauses() {
  circuit = exchange::after_answer();
  Ready rested;
  for (const auto& [_, id] : ready) rested.emplace(Instant{}, id);
  ready = std::move(rested);
  for (Waiting& one : waiting | std::views::values) one.attempts = {};
}

void Pump::Line::look_at(StreamId id) {
  const auto found = lanes.find(id);
  Lane& lane = found->second;
  std::optional<std::int64_t> next;
  if (!lane.busy && lane.dead == 0 && !lane.waiting.empty()) next = lane.waiting.begin()->second;
  if (next != lane.next) {
    if (lane.next) ready.erase({waiting.at(*lane.next).attempts.rests_until, *lane.next});
    if (next) ready.emplace(waiting.at(*next).attempts.rests_until, *next);
    lane.next = next;
  }
  if (lane.waiting.empty() && !lane.busy && lane.dead == 0) lanes.erase(found);
}

void Pump::add(const OutboxRow& row) {
  Line& line = lines_[row.partner];
  line.unbury(row.id);
  if (row.dead) {
    line.bury(row);
  } else {
    line.wait(row);
  }
}

void Pump::discard(const OutboxRow& row) { lines_[row.partner].unbury(row.id); }

std::vector<OutboxRow> Pump::take(Instant now) {
  if (now + limits::clock_step_back_max < seen_) {
    end_pauses();
    seen_ = now;
  }
  seen_ = std::max(seen_, now);
  std::vector<OutboxRow> chosen;
  for (Line& line : lines_ | std::views::values) {
    std::size_t room = line.circuit.room(now, line.under_way.size());
    for (; room > 0; --room) {
      const auto next = line.next_at(now);
      if (next == line.ready.end()) break;
      chosen.push_back(line.begin(next));
    }
  }
  return chosen;
}

Pump::Line* Pump::line_of(std::int64_t id, Rows Line::* place) {
  const auto found =
      std::ranges::find_if(lines_, [&](const auto& entry) { return (entry.second.*place).contains(id); });
  return found == lines_.end() ? nullptr : &found->second;
}

void Pump::receipted(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr || !line->land(id)) return;
  line->circuit = exchange::after_answer();
  ++line->decided;
}

std::optional<exchange::Attempts> Pump::failed(std::int64_t id, Instant now, std::uint8_t jitter,
                                               exchange::RetrySchedule schedule, exchange::Failure failure) {
  Line* line = line_of(id);
  if (line == nullptr) return std::nullopt;
  const auto one = line->land(id);
  if (!one) return std::nullopt;
  const auto attempts = exchange::after_failure(one->attempts, now, line->decided, schedule);
  line->wait(one->row, attempts);
  seen_ = std::max(seen_, now);
  // Many attempts that find nobody at once are one failure of the partner, not many.
  if (failure == exchange::Failure::undecided || now >= line->circuit.next_try)
    line->circuit = exchange::after_failure(line->circuit, now, jitter, schedule, failure);
  return attempts;
}

void Pump::put_back(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  if (const auto one = line->land(id)) line->wait(one->row, one->attempts);
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
  line->circuit = exchange::after_answer();  // it did answer
  ++line->decided;
  line->bury(one->row);
}

std::optional<Instant> Pump::next_try() const {
  std::optional<Instant> earliest;
  for (const Line& line : lines_ | std::views::values) {
    if (line.ready.empty() || line.circuit.room(line.circuit.next_try, line.under_way.size()) == 0) continue;
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
