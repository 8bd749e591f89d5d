#include "core/transit/movement.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"

namespace lintas::transit {

namespace {

void add_once(std::vector<Country>& countries, Country country) {
  if (std::ranges::find(countries, country) == countries.end()) countries.push_back(country);
}

}  // namespace

bool differs_in_guarantees_only(const Declaration& present, Declaration amended) {
  amended.guarantees = present.guarantees;
  amended.document = present.document;
  amended.at_risk = present.at_risk;
  amended.calculation = present.calculation;
  amended.unsealed = present.unsealed;  // of the seals, which are compared
  return amended == present;
}

std::optional<Day> limit_proposed(const Declaration& declaration, Day today) {
  const auto& proposed = declaration.limit_proposed;
  return proposed && *proposed >= today ? proposed : std::nullopt;
}

std::vector<Country> Route::transit_countries() const {
  std::vector<Country> countries;
  for (const OfficeId& office : transit) add_once(countries, office.country());
  return countries;
}

std::vector<Country> Route::countries() const {
  std::vector<Country> countries{departure.country()};
  for (const OfficeId& office : transit) add_once(countries, office.country());
  add_once(countries, destination.country());
  return countries;
}

std::vector<OfficeId> Route::transit_in(Country country) const {
  std::vector<OfficeId> offices;
  for (const OfficeId& office : transit) {
    if (office.country() == country) offices.push_back(office);
  }
  return offices;
}

}  // namespace lintas::transit
