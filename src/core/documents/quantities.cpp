#include "core/documents/quantities.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::documents {

namespace {

/// Within a certificate sums never leave its quantities, so they fit (limits.hpp). What does not fit was
/// never decided, and changes nothing.
Decimal sum(Decimal a, Decimal b) { return a.plus(b).value_or(a); }
Decimal less(Decimal a, Decimal b) { return a.minus(b).value_or(a); }

Balance* at(Balances& items, std::uint16_t item) {
  const auto found = std::ranges::find(items, item, &Balance::item);
  return found == items.end() ? nullptr : &*found;
}

std::string place(std::size_t index, std::string_view field) {
  return format("lines/{}/{}", index + 1, field);
}

/// The item of each line is there, is named once, and has a quantity above zero that `room` allows.
template <class Room>
Findings faults_in(std::span<const Balance> items, std::span<const Line> lines, std::string_view rule,
                   Room room) {
  Findings findings;
  if (lines.empty()) findings.push_back({"R-DOC-003", "lines", "", "No item is named."});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const Balance* balance = find(items, line.item);
    const bool again = std::ranges::find(lines.first(i), line.item, &Line::item) != lines.first(i).end();
    if (balance == nullptr || again) {
      findings.push_back({"R-DOC-003", place(i, "item"), std::to_string(line.item), ""});
    } else if (line.quantity.is_negative() || line.quantity.is_zero()) {
      findings.push_back({"R-DOC-004", place(i, "quantity"), line.quantity.str(), ""});
    } else if (const Decimal left = room(*balance); line.quantity > left) {
      findings.push_back({std::string{rule}, place(i, "quantity"), line.quantity.str(),
                          format("Item {} has {} {} left.", line.item, left.str(), balance->unit.str())});
    }
  }
  return findings;
}

}  // namespace

const Balance* find(std::span<const Balance> items, std::uint16_t item) {
  const auto found = std::ranges::find(items, item, &Balance::item);
  return found == items.end() ? nullptr : &*found;
}

Decimal free_of(const Balance& item) {
  return less(less(less(item.quantity, item.claimed), item.used), item.refused);
}

bool used_and_drawn(std::span<const Balance> items) {
  return std::ranges::any_of(items,
                             [](const Balance& item) { return sum(item.used, item.drawn) > item.quantity; });
}

bool uses(std::span<const Line> lines) {
  return std::ranges::any_of(lines, [](const Line& line) { return !line.quantity.is_zero(); });
}

Instant after(const Balance& item, Instant at) {
  const Instant whole = std::chrono::floor<std::chrono::seconds>(at);
  return item.decided ? std::max(whole, *item.decided + std::chrono::seconds{1}) : whole;
}

std::optional<std::string_view> broken_law(std::span<const Balance> items) {
  for (const Balance& item : items) {
    for (const Decimal part : {item.quantity, item.claimed, item.used, item.refused, item.drawn})
      if (part.is_negative()) return "a quantity is negative";
    if (free_of(item).is_negative()) return "more is claimed, used and refused than the item has";
    if (item.drawn > item.quantity) return "more is drawn by back-to-back certificates than the item has";
  }
  return std::nullopt;
}

Findings faults_in_claim(std::span<const Balance> items, std::span<const Line> lines) {
  return faults_in(items, lines, "R-ASW-060", free_of);
}

Findings faults_in_draw(std::span<const Balance> items, std::span<const Line> lines) {
  return faults_in(items, lines, "R-ASW-043",
                   [](const Balance& item) { return less(item.quantity, item.drawn); });
}

Findings faults_in_use(std::span<const Balance> items, std::span<const Line> lines) {
  return faults_in(items, lines, "R-DOC-005", [](const Balance& item) { return item.quantity; });
}

Findings faults_in_rebooking(std::span<const Balance> items, std::span<const Balance> before) {
  Findings findings;
  for (const Balance& booked : before) {
    const Decimal taken = std::max(sum(booked.claimed, booked.used), booked.drawn);
    if (taken.is_zero() && !booked.result) continue;
    const Balance* item = find(items, booked.item);
    const bool fits = item != nullptr && item->unit == booked.unit && taken <= item->quantity;
    if (fits) continue;
    const std::string there =
        item == nullptr ? "have no such item" : format("have {} {}", item->quantity.str(), item->unit.str());
    findings.push_back({"R-DOC-061", "items", std::to_string(booked.item),
                        format("Of item {} {} {} are taken, and the data {}.", booked.item, taken.str(),
                               booked.unit.str(), there)});
  }
  return findings;
}

void claim(Balances& items, std::span<const Line> lines) {
  for (const Line& line : lines)
    if (Balance* balance = at(items, line.item)) balance->claimed = sum(balance->claimed, line.quantity);
}

void release(Balances& items) {
  for (Balance& balance : items) balance.claimed = {};
}

void give(Balances& items, std::uint16_t item) {
  Balance* balance = at(items, item);
  if (balance == nullptr) return;
  balance->used = sum(balance->used, balance->claimed);
  balance->claimed = {};
}

void refuse(Balances& items, std::uint16_t item) {
  Balance* balance = at(items, item);
  if (balance == nullptr) return;
  balance->refused = sum(balance->refused, balance->claimed);
  balance->claimed = {};
}

void reinstate(Balances& items, std::uint16_t item) {
  Balance* balance = at(items, item);
  if (balance == nullptr) return;
  balance->used = sum(balance->used, balance->refused);
  balance->refused = {};
}

void take_back(Balances& items, std::uint16_t item) {
  Balance* balance = at(items, item);
  if (balance == nullptr) return;
  balance->refused = sum(balance->refused, sum(balance->claimed, balance->used));
  balance->claimed = {};
  balance->used = {};
}

void tell_used(Balances& items, std::uint16_t item, Decimal used) {
  Balance* balance = at(items, item);
  if (balance == nullptr) return;
  balance->used = used;
  balance->refused = {};
}

void say(Balances& items, std::uint16_t item, Result result, Instant decided) {
  Balance* balance = at(items, item);
  if (balance == nullptr) return;
  balance->result = result;
  balance->decided = decided;
  balance->final = false;
}

void reverse(Balances& items) {
  for (Balance& balance : items) {
    balance.claimed = {};
    balance.used = {};
    balance.refused = {};
  }
}

void draw(Balances& items, std::span<const Line> lines) {
  for (const Line& line : lines)
    if (Balance* balance = at(items, line.item)) balance->drawn = sum(balance->drawn, line.quantity);
}

void undo_draw(Balances& items, std::span<const Line> lines) {
  for (const Line& line : lines)
    if (Balance* balance = at(items, line.item)) balance->drawn = less(balance->drawn, line.quantity);
}

void rebook(Balances& items, std::span<const Balance> before) {
  for (const Balance& booked : before) {
    Balance* item = at(items, booked.item);
    if (item == nullptr) continue;
    const Decimal quantity = item->quantity;
    const Unit unit = item->unit;
    *item = booked;
    item->quantity = quantity;
    item->unit = unit;
    item->refused = std::min(booked.refused, less(less(quantity, booked.claimed), booked.used));
  }
}

}  // namespace lintas::documents
