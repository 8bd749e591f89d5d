#include "core/transit/movement.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/time.hpp"
#include "core/transit/onward.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::transit {

namespace {

OfficeId office(std::string_view text) {
  const auto parsed = OfficeId::parse(text);
  if (!parsed) throw std::invalid_argument{std::string{text}};
  return *parsed;
}

std::string names(const std::vector<Country>& countries) {
  std::string text;
  for (const Country country : countries) text += std::string{country.str()} + " ";
  return text;
}

const Route corridor{
    .departure = office("SGWDL001"),
    .transit = {office("SGWDL001"), office("MYJHB001"), office("MYBKH001"), office("THSDO001")},
    .destination = office("THBKK001")};

TEST(Route, NamesEachCountryOnceInTheOrderOfTheJourney) {
  EXPECT_EQ(names(corridor.countries()), "SG MY TH ");
  EXPECT_EQ(names(corridor.transit_countries()), "SG MY TH ");
}

TEST(Route, KnowsTheOfficesOfTransitOfACountryInOrder) {
  ASSERT_EQ(corridor.transit_in(Country::parse("MY").value()).size(), 2U);
  EXPECT_EQ(corridor.transit_in(Country::parse("MY").value()).front(), office("MYJHB001"));
  EXPECT_TRUE(corridor.transit_in(Country::parse("LA").value()).empty());
}

TEST(Limit, IsProposedUntilItHasPassed) {
  Declaration declaration;
  EXPECT_EQ(limit_proposed(declaration, *parse_day("2026-11-30")), std::nullopt);
  declaration.limit_proposed = *parse_day("2026-11-30");
  EXPECT_EQ(limit_proposed(declaration, *parse_day("2026-11-30")), *parse_day("2026-11-30"));
  EXPECT_EQ(limit_proposed(declaration, *parse_day("2026-12-01")), std::nullopt);
}

TEST(Letter, SurvivesBeingStored) {
  Letter letter;
  letter.mrn = Mrn{};
  letter.crossings.push_back(
      {.office = office("MYJHB001"), .at = Instant{std::chrono::seconds{1'800'000'000}}});
  letter.declaration.emplace().route = corridor;
  letter.declaration->vehicles.push_back({.registration = "XE1234K", .nationality = "SG", .motor = true});
  EXPECT_EQ(from_cbor<Letter>(to_cbor(letter)).value(), letter);
}

TEST(Letter, KeepsTheFieldNumbersOfTheCommittedList) {
  std::string lines;
  const auto check = [&]<class T>(std::type_identity<T>) {
    const auto differences = test::compare_with_committed<T>(T::record, LINTAS_ROOT);
    for (const auto& row : differences.not_listed) lines += row + '\n';
    for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  };
  check(std::type_identity<GuaranteeLine>{});
  check(std::type_identity<Vehicle>{});
  check(std::type_identity<Route>{});
  check(std::type_identity<Declaration>{});
  check(std::type_identity<Crossing>{});
  check(std::type_identity<ControlResult>{});
  check(std::type_identity<IncidentOnTheWay>{});
  check(std::type_identity<Onward>{});
  check(std::type_identity<Fault>{});
  check(std::type_identity<Letter>{});
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
}

}  // namespace

}  // namespace lintas::transit
