#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/container_number.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/rng.hpp"

/// Valid values, made through the parsers, and damaged texts, made by naming the damage.
namespace lintas::test {

inline constexpr std::string_view digits = "0123456789";
inline constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view capitals_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

inline std::string any_graphic(Rng& rng, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(rng.between('!', '~'));
  return text;
}

inline Country any_country(Rng& rng) { return *Country::parse(rng.text(capitals, 2)); }

/// One of the ten states.
inline Country any_asean_country(Rng& rng) {
  static constexpr std::array<std::string_view, 10> states{"BN", "ID", "KH", "LA", "MM",
                                                           "MY", "PH", "SG", "TH", "VN"};
  return *Country::parse(states[rng.below(states.size())]);
}

inline Mrn any_mrn(Rng& rng, Country country) {
  const std::chrono::year year{static_cast<int>(rng.between(2025, 2099))};
  return *Mrn::issue(year, country, rng.text(capitals_and_digits, Mrn::free_characters));
}
inline Mrn any_mrn(Rng& rng) { return any_mrn(rng, any_country(rng)); }

inline Grn any_grn(Rng& rng, Country country) {
  const std::chrono::year year{static_cast<int>(rng.between(2000, 2099))};
  return *Grn::issue(year, country, rng.text(capitals_and_digits, Grn::free_characters));
}
inline Grn any_grn(Rng& rng) { return any_grn(rng, any_country(rng)); }

inline Tin any_tin(Rng& rng, Country country) {
  return *Tin::parse(std::string{country.str()} + any_graphic(rng, 1 + rng.below(15)));
}
inline Tin any_tin(Rng& rng) { return any_tin(rng, any_country(rng)); }

inline OfficeId any_office(Rng& rng, Country country) {
  return *OfficeId::parse(std::string{country.str()} + rng.text(capitals_and_digits, 6));
}
inline OfficeId any_office(Rng& rng) { return any_office(rng, any_country(rng)); }

inline Ahtn any_ahtn(Rng& rng) {
  static constexpr std::array<std::size_t, 6> lengths{6, 8, 9, 10, 11, 12};
  return *Ahtn::parse(rng.text(digits, lengths[rng.below(lengths.size())]));
}

inline ContainerNumber any_container(Rng& rng) {
  return *ContainerNumber::parse(any_graphic(rng, 1 + rng.below(ContainerNumber::length_max)));
}

template <class Text>
Text any_text(Rng& rng) {
  static constexpr std::array<std::string_view, 6> characters{"A", "7", "/", "é", "ก", "𝄞"};
  std::string text;
  const std::size_t length = 1 + rng.below(Text::characters_max);
  for (std::size_t i = 0; i < length; ++i) text += characters[rng.below(characters.size())];
  return *Text::parse(text);
}

enum class Damage : std::uint8_t { check_digit, cut, extended, year, country, lower_case, procedure_letter };

/// A valid MRN or 17-character GRN of the year 25 or later, with one thing made wrong.
inline std::string damaged(std::string_view valid, Damage damage, Rng& rng) {
  std::string text{valid};
  switch (damage) {
    case Damage::check_digit: {
      const auto digit = static_cast<std::size_t>(text.back() - '0');
      text.back() = digits[(digit + 1 + rng.below(9)) % 10];
      break;
    }
    case Damage::cut: text.resize(rng.below(text.size())); break;
    case Damage::extended: text += rng.pick(capitals_and_digits); break;
    case Damage::year: text[rng.below(2)] = rng.pick(capitals); break;
    case Damage::country: text[2 + rng.below(2)] = rng.pick(digits); break;
    case Damage::lower_case: text[4 + rng.below(12)] = static_cast<char>(rng.between('a', 'z')); break;
    case Damage::procedure_letter:
      text[text.size() - 2] = rng.pick(std::string_view{"ABCDEFGHINOPQRSTUVWXYZ0123456789"});
      break;
  }
  return text;
}

}  // namespace lintas::test
