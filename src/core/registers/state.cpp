#include "core/registers/state.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/names.hpp"  // IWYU pragma: keep, the words of its enumerations

namespace lintas::registers {

namespace {

struct SeriesParts {
  std::string_view mark;
  std::string_view first;
  std::string_view last;
};

std::optional<SeriesParts> parts_of(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view numbers = text.substr(colon + 1);
  const std::size_t dash = numbers.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  return SeriesParts{
      .mark = text.substr(0, colon), .first = numbers.substr(0, dash), .last = numbers.substr(dash + 1)};
}

EntryKey issued(Kind kind, Country state, std::string_view number) {
  return {.kind = kind, .text = format("{} {}", state.str(), number)};
}

}  // namespace

std::string_view wire_type(Right right) { return word_of(right); }

std::optional<Right> right_of_wire_type(std::string_view type) { return read_word<Right>(type); }

std::expected<SealSeries, SealSeriesError> SealSeries::parse(std::string_view text) {
  const auto parts = parts_of(text);
  const bool right = parts && !parts->mark.empty() && std::ranges::all_of(parts->mark, is_graphic) &&
                     !parts->first.empty() && parts->first.size() == parts->last.size() &&
                     parts->mark.size() + parts->first.size() <= SealKind::characters_max &&
                     std::ranges::all_of(parts->first, is_digit) &&
                     std::ranges::all_of(parts->last, is_digit) && parts->first <= parts->last;
  if (!right) return std::unexpected(SealSeriesError::not_a_series);
  return SealSeries{text};
}

bool SealSeries::has(std::string_view seal) const {
  const auto parts = parts_of(text_);
  if (!parts || !seal.starts_with(parts->mark)) return false;
  const std::string_view number = seal.substr(parts->mark.size());
  return number.size() == parts->first.size() && std::ranges::all_of(number, is_digit) &&
         parts->first <= number && number <= parts->last;
}

std::string_view name(Kind kind) { return is_known(kind) ? word_of(kind) : std::string_view{"unknown"}; }

EntryKey key_of(const Facts& facts) {
  return std::visit(
      Overloaded{[](const Trader& f) { return trader_key(f.tin); },
                 [](const Mandate& f) { return mandate_key(f.holder, f.agent); },
                 [](const Declarant& f) { return declarant_key(f.firm, f.person.str()); },
                 [](const Authorisation& f) { return authorisation_key(f.holder.country(), f.number.str()); },
                 [](const Permit& f) { return permit_key(f.issued_by, f.number.str()); },
                 [](const Insurance& f) { return insurance_key(f.issued_by, f.number.str()); }},
      facts);
}

EntryKey trader_key(const Tin& tin) { return {.kind = Kind::trader, .text = std::string{tin.str()}}; }

EntryKey mandate_key(const Tin& holder, const Tin& agent) {
  return {.kind = Kind::mandate, .text = format("{} {}", holder.str(), agent.str())};
}

EntryKey declarant_key(const Tin& firm, std::string_view person) {
  return {.kind = Kind::declarant, .text = format("{} {}", firm.str(), person)};
}

EntryKey authorisation_key(Country state, std::string_view number) {
  return issued(Kind::authorisation, state, number);
}

EntryKey permit_key(Country state, std::string_view number) { return issued(Kind::permit, state, number); }

EntryKey insurance_key(Country state, std::string_view number) {
  return issued(Kind::insurance, state, number);
}

}  // namespace lintas::registers
