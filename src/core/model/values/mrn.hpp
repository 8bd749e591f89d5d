#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

enum class MrnError : std::uint8_t {
  length,            ///< not 18 characters
  year,              ///< the first two are not digits; or, to issue, a year outside 2025 to 2099
  country,           ///< characters 3 and 4 are not capital letters
  characters,        ///< something but capital letters and digits in the middle
  procedure_letter,  ///< a year after 24 without J, K, L or M in place 17
  check_digit,
};

[[nodiscard]] std::string_view describe(MrnError error);
/// The same of the text that was not taken, with the check digit that its other characters ask for.
[[nodiscard]] std::string explain(MrnError error, std::string_view text);

/// Movement reference number. Two digits of the year, country of departure, twelve characters, a letter for
/// the procedure, check digit. Years up to 24 may have a thirteenth free character in the letter's place;
/// from 25 on the letter is compulsory. Source: schema MRNType; R-ACTS-027.
class Mrn {
 public:
  static constexpr std::size_t length = 18;
  static constexpr std::size_t free_characters = 12;
  /// ACTS has no safety data, so every number issued here has this letter.
  static constexpr char acts_procedure = 'J';

  /// A default one is the number of no country, ZZ, and as well formed as any other.
  Mrn() = default;

  [[nodiscard]] static std::expected<Mrn, MrnError> parse(std::string_view text);

  /// The number with letter J and its check digit. `twelve` must never have been used for that year and
  /// country.
  [[nodiscard]] static std::expected<Mrn, MrnError> issue(std::chrono::year year, Country country,
                                                          std::string_view twelve);

  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }
  [[nodiscard]] Country country() const;
  /// J, K, L or M; nothing where a number of the year 24 or before may have any character.
  [[nodiscard]] std::optional<char> procedure() const;

  friend auto operator<=>(const Mrn&, const Mrn&) = default;

 private:
  explicit Mrn(std::string_view valid) : text_(valid) {}

  Chars<length> text_{"00ZZ00000000000005"};
};

}  // namespace lintas
