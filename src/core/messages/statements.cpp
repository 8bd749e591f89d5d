#include "core/messages/statements.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::message {

namespace {

constexpr std::unexpected wrong_content{StatementPart::content};
constexpr std::unexpected wrong_complement{StatementPart::complement};

/// Takes the part up to the separator off the front; nothing is left after the last part.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool is_number(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::optional<std::vector<Country>> countries_in(std::string_view text) {
  std::vector<Country> countries;
  while (true) {
    const auto end = std::min(text.find(' '), text.size());
    const auto country = Country::parse(text.substr(0, end));
    if (!country) return std::nullopt;
    countries.push_back(*country);
    if (end == text.size()) return countries;
    text.remove_prefix(end + 1);
  }
}

/// Registration and last day of a paper, which may lack the day.
bool take_complement(VehiclePaper& paper, std::string_view complement) {
  paper.registration = take(complement, ';');
  if (!complement.empty()) paper.until = parse_day(complement);
  return !paper.registration.empty() && (complement.empty() || paper.until);
}

struct Form {
  std::string_view code;
  std::string_view content;
  std::string_view complement;
};

constexpr std::array forms{
    Form{"AP01", "permit number, without semicolon", "registration;YYYY-MM-DD"},
    Form{"AB01", "card number;states with blanks between", "registration;YYYY-MM-DD"},
    Form{"AN01", "permit number", "state that issued it;remark"},
    Form{"AE01", "role (EX, CZ, CN, CA or HL);state;YYYY-MM-DD;code", ""},
    Form{"AL002", "offices and roads in order", ""},
    Form{"AL003", "number;name;nationality;P, I or L;document number", ""},
    Form{"AL004", "why the goods cannot be sealed", ""},
    Form{"AV001", "amount above zero, blank, currency", ""},
    Form{"AV002", "countries with blanks between", ""},
    Form{"AV003", "state:digits 9 to 12, at least two", ""},
    Form{"AV004", "quantity, blank, unit", ""},
};

}  // namespace

Statement<VehiclePaper> read_permit(const SupportingDocument& document) {
  VehiclePaper paper{.number = document.reference_number, .states = {}, .registration = {}, .until = {}};
  if (paper.number.empty() || paper.number.contains(';')) return wrong_content;
  if (!take_complement(paper, document.complement_of_information)) return wrong_complement;
  return paper;
}

Statement<VehiclePaper> read_card(const SupportingDocument& document) {
  std::string_view states = document.reference_number;
  VehiclePaper paper{.number = take(states, ';'), .states = {}, .registration = {}, .until = {}};
  auto covered = states.empty() ? std::vector<Country>{} : countries_in(states);
  if (paper.number.empty() || !covered) return wrong_content;
  paper.states = *std::move(covered);
  if (!take_complement(paper, document.complement_of_information)) return wrong_complement;
  return paper;
}

Statement<NationalPermit> read_national_permit(const SupportingDocument& document) {
  NationalPermit permit{.number = document.reference_number, .issuer = {}, .remark = {}};
  if (permit.number.empty()) return wrong_content;
  std::string_view complement = document.complement_of_information;
  if (complement.empty()) return permit;
  const auto issuer = Country::parse(take(complement, ';'));
  if (!issuer) return wrong_complement;
  permit.issuer = *issuer;
  permit.remark = complement;
  return permit;
}

Statement<AeoCode> read_aeo_code(std::string_view text) {
  constexpr std::array<std::string_view, 5> roles{"EX", "CZ", "CN", "CA", "HL"};
  const auto role = take(text, ';');
  const auto state = Country::parse(take(text, ';'));
  const auto day = parse_day(take(text, ';'));
  const bool known = std::ranges::find(roles, role) != roles.end();
  if (!known || !state || !day || text.empty() || text.contains(';')) return wrong_content;
  return AeoCode{.role = role, .state = *state, .authorised = *day, .code = text};
}

Statement<Driver> read_driver(std::string_view text) {
  const auto number = take(text, ';');
  const auto name = take(text, ';');
  const auto nationality = Country::parse(take(text, ';'));
  const auto kind = take(text, ';');
  const bool known = kind == "P" || kind == "I" || kind == "L";
  if (!is_number(number) || name.empty() || !nationality || !known || text.empty()) return wrong_content;
  return Driver{
      .number = number, .name = name, .nationality = *nationality, .kind = kind.front(), .document = text};
}

Statement<CustomsValue> read_customs_value(std::string_view text) {
  const auto amount = Decimal::parse(take(text, ' '));
  const auto currency = Currency::parse(text);
  if (!amount || amount->is_negative() || amount->is_zero() || !currency) return wrong_content;
  return CustomsValue{.amount = *amount, .currency = *currency};
}

Statement<std::vector<Country>> read_origin(std::string_view text) {
  auto countries = countries_in(text);
  if (!countries) return wrong_content;
  return *std::move(countries);
}

Statement<TariffDigits> read_tariff_digits(std::string_view text) {
  const auto country = Country::parse(take(text, ':'));
  if (!country || !is_number(text) || text.size() < 2 || text.size() > 4) return wrong_content;
  return TariffDigits{.country = *country, .digits = text};
}

Statement<StatedQuantity> read_quantity(std::string_view text) {
  const auto amount = Decimal::parse(take(text, ' '));
  const auto unit = Unit::parse(text);
  if (!amount || amount->is_negative() || !unit) return wrong_content;
  return StatedQuantity{.amount = *amount, .unit = *unit};
}

std::string_view form_of(std::string_view code, StatementPart part) {
  const auto* const form = std::ranges::find(forms, code, &Form::code);
  require(form != forms.end(), "only codes of ACTS have a form here");
  return part == StatementPart::content ? form->content : form->complement;
}

}  // namespace lintas::message
