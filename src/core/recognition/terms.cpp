#include "core/recognition/terms.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/words.hpp"

namespace lintas::recognition {

namespace {

/// The lesser one, where either speaks.
template <class T>
void lessen(std::optional<T>& kept, const std::optional<T>& other) {
  if (other && (!kept || *other < *kept)) kept = other;
}

void add(std::string& text, std::string_view part) { text.append(text.empty() ? "" : ", ").append(part); }

}  // namespace

Effect together(std::span<const Effect> effects) {
  Effect all;
  for (const Effect& one : effects) {
    lessen(all.score_factor, one.score_factor);
    lessen(all.lane, one.lane);
    lessen(all.random_factor, one.random_factor);
    all.priority = all.priority || one.priority;
  }
  return all;
}

std::uint32_t score_after(std::uint32_t score, std::span<const Effect> effects) {
  const auto factor = together(effects).score_factor;
  if (!factor) return score;
  require(!factor->is_negative() && *factor <= Decimal::of(1), "a factor of recognition is 0 to 1");
  std::uint64_t part = std::uint64_t{score} * static_cast<std::uint64_t>(factor->mantissa());
  for (int places = factor->places(); places > 0; --places) part /= 10;
  return static_cast<std::uint32_t>(part);
}

std::string in_words(const Effect& effect) {
  std::string text;
  if (effect.score_factor) add(text, format("score x {}", effect.score_factor->str()));
  if (effect.lane) add(text, format("no lane above {}", word_of(*effect.lane)));
  if (effect.random_factor) add(text, format("drawn by lot x {}", effect.random_factor->str()));
  if (effect.priority) add(text, "priority");
  return text.empty() ? "nothing" : text;
}

}  // namespace lintas::recognition
