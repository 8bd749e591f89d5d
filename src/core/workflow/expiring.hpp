#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"

/// What has a last day stands in lists by that day: one for each party and office that it is of, one with
/// all. They are lists of Summary::concerned whose names end in the day, so that they follow from the state,
/// are written in the same batch, and are verified as every such list (docs/adr/0014-lists-are-keys.md). An
/// entry of a register and a certified exporter have two or three such keys, a guarantee up to four, the
/// authorisation of an operator three for each of two days, of some 40 bytes; they move when its last day or
/// a party changes, and at nothing else. A reader asks for the days that it wants: what that
/// costs depends on what ends in them, not on how much is registered. A store of an earlier program has no
/// such keys for what was there before, until its last day changes; `audit verify` names each that is
/// missing.
namespace lintas::workflow {

/// The list with everything: of whoever keeps the registers, or reads all.
inline constexpr std::string_view all_expiring = "all";

/// The list of whoever reads one kind of them whole: of authorisations of operators the programme office,
/// which is one for the state; of certified exporters offices and agencies.
inline constexpr std::string_view operators_expiring = "operators";
inline constexpr std::string_view exporters_expiring = "exporters";

/// What the names of one reader's lists begin with, whatever the day. No TIN and no office has a blank.
[[nodiscard]] inline std::string expiring_of(std::string_view who) {
  return std::string{who}.append(" until ");
}

/// Adds the lists in which something with this last day stands.
inline void add_expiring(std::vector<std::string>& all, const std::vector<std::string_view>& whose,
                         const std::optional<Day>& last_day) {
  if (!last_day) return;
  const std::string day = to_text(*last_day);
  add_concerned(all, expiring_of(all_expiring) + day);
  for (const std::string_view who : whose) add_concerned(all, expiring_of(who) + day);
}

/// What all keys of one reader's lists begin with: their order is that of the days.
[[nodiscard]] inline Bytes expiring_lists(std::string_view who) {
  Bytes prefix = concern_list(expiring_of(who));
  prefix.pop_back();  // what ends the name: the day comes first
  return prefix;
}
/// Behind everything that ends before the day.
[[nodiscard]] inline Bytes expiring_from(std::string_view who, Day day) {
  Bytes key = expiring_lists(who);
  const std::string text = to_text(day);
  const ByteView bytes = as_bytes(text);
  key.insert(key.end(), bytes.begin(), bytes.end());
  return key;  // a key goes on behind the day, so none is equal to this
}
/// Behind one item.
[[nodiscard]] inline Bytes expiring_behind(std::string_view who, Day day, StreamId stream) {
  return concern_key(expiring_of(who) + to_text(day), stream).value;
}
/// The day of a key of these lists. Nothing for another key.
[[nodiscard]] inline std::optional<Day> day_of_expiring(const Key& key, std::string_view who) {
  constexpr std::size_t day_chars = 10;
  const std::size_t place = expiring_lists(who).size();
  const std::string_view text = as_text(key.value);
  return text.size() < place ? std::nullopt : parse_day(text.substr(place, day_chars));
}

}  // namespace lintas::workflow
