#include "core/model/values/mrn.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/check_digit.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

namespace {

constexpr std::size_t procedure_place = 16;
constexpr std::string_view last_year_without_letter = "24";

constexpr bool is_procedure(char c) { return c >= 'J' && c <= 'M'; }

}  // namespace

std::string_view describe(MrnError error) {
  switch (error) {
    case MrnError::length: return "does not have 18 characters";
    case MrnError::year: return "does not begin with a year";
    case MrnError::country: return "has no country in places 3 and 4";
    case MrnError::characters: return "contains something else than capital letters and digits";
    case MrnError::procedure_letter: return "has no letter J to M in place 17, which years after 24 need";
    case MrnError::check_digit: return "has a wrong check digit";
  }
  std::unreachable();
}

std::string explain(MrnError error, std::string_view text) {
  if (error != MrnError::check_digit) return std::string{describe(error)};
  return format("check digit {} expected", check_digit(text.substr(0, Mrn::length - 1)));
}

std::expected<Mrn, MrnError> Mrn::parse(std::string_view text) {
  if (text.size() != length) return std::unexpected(MrnError::length);
  if (!std::ranges::all_of(text.substr(0, 2), is_digit)) return std::unexpected(MrnError::year);
  if (!Country::parse(text.substr(2, 2))) return std::unexpected(MrnError::country);
  if (!std::ranges::all_of(text.substr(4), is_capital_or_digit)) return std::unexpected(MrnError::characters);
  if (text.substr(0, 2) > last_year_without_letter && !is_procedure(text[procedure_place]))
    return std::unexpected(MrnError::procedure_letter);
  if (text.back() != lintas::check_digit(text.substr(0, length - 1)))
    return std::unexpected(MrnError::check_digit);
  return Mrn{text};
}

std::expected<Mrn, MrnError> Mrn::issue(std::chrono::year year, Country country, std::string_view twelve) {
  using namespace std::chrono_literals;
  if (year < 2025y || year > 2099y) return std::unexpected(MrnError::year);
  if (twelve.size() != free_characters) return std::unexpected(MrnError::length);
  if (!std::ranges::all_of(twelve, is_capital_or_digit)) return std::unexpected(MrnError::characters);
  const std::string body =
      format("{:02}{}{}{}", static_cast<int>(year) % 100, country.str(), twelve, acts_procedure);
  return Mrn{body + lintas::check_digit(body)};
}

Country Mrn::country() const { return *Country::parse(str().substr(2, 2)); }

std::optional<char> Mrn::procedure() const {
  const char letter = str()[procedure_place];
  if (str().substr(0, 2) <= last_year_without_letter) return std::nullopt;
  return letter;
}

}  // namespace lintas
