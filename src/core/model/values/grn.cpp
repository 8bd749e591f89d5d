#include "core/model/values/grn.hpp"

#include <algorithm>
#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/check_digit.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

std::string_view describe(GrnError error) {
  switch (error) {
    case GrnError::length: return "has neither 17 nor 24 characters";
    case GrnError::year: return "does not begin with a year";
    case GrnError::country: return "has no country in places 3 and 4";
    case GrnError::characters: return "contains something else than capital letters and digits";
    case GrnError::check_digit: return "has a wrong check digit";
    case GrnError::voucher: return "does not end with a letter and six digits, as a voucher's number does";
  }
  std::unreachable();
}

std::string explain(GrnError error, std::string_view text) {
  if (error != GrnError::check_digit) return std::string{describe(error)};
  return format("check digit {} expected", check_digit(text.substr(0, Grn::length - 1)));
}

std::expected<Grn, GrnError> Grn::parse(std::string_view text) {
  if (text.size() != length && text.size() != voucher_length) return std::unexpected(GrnError::length);
  const std::string_view number = text.substr(0, length);
  const std::string_view voucher = text.substr(length);
  if (!std::ranges::all_of(number.substr(0, 2), is_digit)) return std::unexpected(GrnError::year);
  if (!Country::parse(number.substr(2, 2))) return std::unexpected(GrnError::country);
  if (!std::ranges::all_of(number.substr(4), is_capital_or_digit))
    return std::unexpected(GrnError::characters);
  if (number.back() != lintas::check_digit(number.substr(0, length - 1)))
    return std::unexpected(GrnError::check_digit);
  const bool voucher_is_right =
      voucher.empty() || (is_capital(voucher[0]) && std::ranges::all_of(voucher.substr(1), is_digit));
  if (!voucher_is_right) return std::unexpected(GrnError::voucher);
  return Grn{text};
}

std::expected<Grn, GrnError> Grn::issue(std::chrono::year year, Country country, std::string_view twelve) {
  using namespace std::chrono_literals;
  if (year < 2000y || year > 2099y) return std::unexpected(GrnError::year);
  if (twelve.size() != free_characters) return std::unexpected(GrnError::length);
  if (!std::ranges::all_of(twelve, is_capital_or_digit)) return std::unexpected(GrnError::characters);
  const std::string body = format("{:02}{}{}", static_cast<int>(year) % 100, country.str(), twelve);
  return Grn{body + lintas::check_digit(body)};
}

Country Grn::country() const { return *Country::parse(str().substr(2, 2)); }

}  // namespace lintas
