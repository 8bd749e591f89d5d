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
#include "core/exchange/circuit.hpp"
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

void Pump::Line::wait(const OutboxRow& row) {
  if (!waiting.emplace(row.id, row).second) return;
  if (row.n != 0) lanes[row.lane].waiting.emplace(row.n, row.id);
}

void Pump::Line::bury(const OutboxRow& row) {
  if (!dead.emplace(row.id, row).second) return;
  if (row.n != 0) ++lanes[row.lane].dead;
}

void Pump::Line::unbury(std::int64_t id) {
  const auto found = dead.find(id);
  if (found == dead.end()) return;
  const OutboxRow row = found->second;
  dead.erase(found);
  if (row.n == 0) return;
  --lanes.at(row.lane).dead;
  forget_if_empty(row.lane);
}

bool Pump::Line::is_free(const OutboxRow& row) const {
  if (row.n == 0) return true;
  const Lane& lane = lanes.at(row.lane);
  return !lane.busy && lane.dead == 0 && *lane.waiting.begin() == std::pair{row.n, row.id};
}

void Pump::Line::forget_if_empty(StreamId lane) {
  const auto found = lanes.find(lane);
  const Lane& there = found->second;
  if (there.waiting.empty() && !there.busy && there.dead == 0) lanes.erase(found);
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
  std::vector<OutboxRow> chosen;
  for (Line& line : lines_ | std::views::values) {
    std::size_t room = line.circuit.room(now, line.under_way.size());
    for (auto next = line.waiting.begin(); next != line.waiting.end() && room > 0;) {
      const OutboxRow& row = next->second;
      if (!line.is_free(row)) {
        ++next;
        continue;
      }
      if (row.n != 0) {
        Lane& lane = line.lanes.at(row.lane);
        lane.waiting.erase(lane.waiting.begin());
        lane.busy = true;
      }
      chosen.push_back(row);
      line.under_way.emplace(row.id, row);
      next = line.waiting.erase(next);
      --room;
    }
  }
  return chosen;
}

Pump::Line* Pump::line_of(std::int64_t id) {
  const auto found =
      std::ranges::find_if(lines_, [&](const auto& entry) { return entry.second.under_way.contains(id); });
  return found == lines_.end() ? nullptr : &found->second;
}

std::optional<OutboxRow> Pump::land(Line& line, std::int64_t id) {
  const auto found = line.under_way.find(id);
  if (found == line.under_way.end()) return std::nullopt;
  const OutboxRow row = found->second;
  line.under_way.erase(found);
  if (row.n != 0) {
    line.lanes.at(row.lane).busy = false;
    line.forget_if_empty(row.lane);
  }
  return row;
}

void Pump::receipted(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr || !land(*line, id)) return;
  line->circuit = exchange::after_answer();
}

void Pump::failed(std::int64_t id, Instant now, std::uint8_t jitter, exchange::RetrySchedule schedule) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  const auto row = land(*line, id);
  if (!row) return;
  line->wait(*row);
  // Many attempts that fail together are one failure of the partner, not many.
  if (now >= line->circuit.next_try)
    line->circuit = exchange::after_failure(line->circuit, now, jitter, schedule);
}

void Pump::put_back(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  if (const auto row = land(*line, id)) line->wait(*row);
}

void Pump::end_pauses() noexcept {
  for (Line& line : lines_ | std::views::values) line.circuit = exchange::after_answer();
}

void Pump::kept_back(std::int64_t id, Death death) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  auto row = land(*line, id);
  if (!row) return;
  row->death = std::move(death);
  line->bury(*row);
}

void Pump::refused(std::int64_t id) {
  Line* line = line_of(id);
  if (line == nullptr) return;
  const auto row = land(*line, id);
  if (!row) return;
  line->circuit = exchange::after_answer();  // it did answer
  line->bury(*row);
}

std::optional<Instant> Pump::next_try() const {
  std::optional<Instant> earliest;
  for (const Line& line : lines_ | std::views::values) {
    const bool something_to_send = std::ranges::any_of(
        line.waiting | std::views::values, [&](const OutboxRow& row) { return line.is_free(row); });
    if (!something_to_send) continue;
    if (!earliest || line.circuit.next_try < *earliest) earliest = line.circuit.next_try;
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
