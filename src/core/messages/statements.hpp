#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

/// What only ACTS asks stands under codes in open places of the messages, in parts. Here it is read, for all
/// who ask. Results look into the group or text they were read from. Trailing parts may be left out: whether
/// they must be there, rules say. Source: docs/domain/rules.md; acts.md 17. Pure; safe from any thread.
namespace lintas::message {

/// Which element does not have its form.
enum class StatementPart : std::uint8_t {
  content = 1,     ///< referenceNumber or text
  complement = 2,  ///< complementOfInformation
};

template <class T>
using Statement = std::expected<T, StatementPart>;

/// Permit (AP01) or insurance card (AB01) of one vehicle.
struct VehiclePaper {
  std::string_view number;
  std::vector<Country> states;  ///< that a card covers
  std::string_view registration;
  std::optional<Day> until;  ///< the last day
};
[[nodiscard]] Statement<VehiclePaper> read_permit(const SupportingDocument& document);
[[nodiscard]] Statement<VehiclePaper> read_card(const SupportingDocument& document);

/// AN01.
struct NationalPermit {
  std::string_view number;
  std::optional<Country> issuer;
  std::string_view remark;
};
[[nodiscard]] Statement<NationalPermit> read_national_permit(const SupportingDocument& document);

/// AE01.
struct AeoCode {
  std::string_view role;
  Country state;
  Day authorised;
  std::string_view code;
};
[[nodiscard]] Statement<AeoCode> read_aeo_code(std::string_view text);

/// AL003.
struct Driver {
  std::string_view number;
  std::string_view name;
  Country nationality;
  char kind = 'P';  ///< P, I or L
  std::string_view document;
};
[[nodiscard]] Statement<Driver> read_driver(std::string_view text);

/// AV001. The amount is above zero.
struct CustomsValue {
  Decimal amount;
  Currency currency;
};
[[nodiscard]] Statement<CustomsValue> read_customs_value(std::string_view text);

/// AV002: at least one.
[[nodiscard]] Statement<std::vector<Country>> read_origin(std::string_view text);

/// AV003: two to four digits.
struct TariffDigits {
  Country country;
  std::string_view digits;
};
[[nodiscard]] Statement<TariffDigits> read_tariff_digits(std::string_view text);

/// AV004. The amount is not below zero.
struct StatedQuantity {
  Decimal amount;
  Unit unit;
};
[[nodiscard]] Statement<StatedQuantity> read_quantity(std::string_view text);

/// The form of a part, in words for a declarant. Precondition: the code is one of those above or AL002.
[[nodiscard]] std::string_view form_of(std::string_view code, StatementPart part);

}  // namespace lintas::message
