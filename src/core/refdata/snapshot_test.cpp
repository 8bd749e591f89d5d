#include "core/refdata/snapshot.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/refdata/readers.hpp"

namespace lintas::refdata {
namespace {

Country country(std::string_view text) { return *Country::parse(text); }
Currency currency(std::string_view text) { return *Currency::parse(text); }
Day day(std::string_view text) { return *parse_day(text); }

const Snapshot snapshot{Tables{
    .home = currency("MYR"),
    .currencies = *read_currencies("currency,minor_digits,from,until,source\nVND,0,2000-01-01,,ISO\n"),
    .exchange_rates = *read_exchange_rates("currency,units,home_amount,from,until,source\n"
                                           "USD,1,4.2,2026-01-01,2026-02-01,s\n"
                                           "USD,1,4.3,2026-02-01,,s\n"
                                           "JPY,100,2.72,2026-01-01,,s\n"),
    .countries = *read_countries("country,name,from,until,source\nVN,Viet Nam,2000-01-01,,ISO\n"),
    .offices =
        *read_offices("office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n"
                      "MYBKH001,Bukit Kayu Hitam,c,,,,480,DEP GUA,2020-01-01,2027-01-01,s\n"
                      "MYBKH001,Bukit Kayu Hitam,c,,,,420,DEP,2027-01-01,,s\n"),
    .tariff =
        *read_tariff("country,code,duty_percent,duty_per_unit,excise_percent,excise_per_unit,vat_percent,"
                     "from,until,source\n"
                     "MY,8703236300,30,,75,,10,2026-01-01,,s\n"
                     "MY,8703236390,30,,90,,10,2026-01-01,,s\n"
                     "MY,8703236391,30,,95,,10,2025-01-01,2026-01-01,s\n"
                     "TH,87032363,80,1.5 USD KGM,25,,7,2026-01-01,,s\n"
                     "TH,87032364,80,,25,,7,2026-01-01,,s\n"
                     "TH,847130,0,,0,,7,2026-01-01,,s\nTH,84713020,0,,0,,7,2026-01-01,,s\n"
                     "TH,847170,0,,0,,7,2026-01-01,,s\nTH,84717020,0,,0,,7,2025-01-01,2026-01-01,s\n"),
}};

std::vector<std::string> codes(std::string_view in, std::string_view code,
                               std::string_view on = "2026-03-01") {
  std::vector<std::string> result;
  for (const auto* row : snapshot.at(day(on)).tariff_lines(country(in), *Ahtn::parse(code))) {
    result.emplace_back(row->key.code.str());
  }
  return result;
}

using Codes = std::vector<std::string>;

TEST(Snapshot, finds_the_subdivisions_of_a_code) {
  EXPECT_EQ(codes("MY", "87032363"), (Codes{"8703236300", "8703236390"}));
  EXPECT_EQ(codes("MY", "8703236390"), Codes{"8703236390"});
  EXPECT_EQ(codes("TH", "870323"), (Codes{"87032363", "87032364"}));
}

TEST(Snapshot, falls_back_to_the_code_above_where_the_country_does_not_subdivide) {
  EXPECT_EQ(codes("TH", "87032363001"), Codes{"87032363"});
  EXPECT_EQ(codes("MY", "8703236391"), Codes{});
}

TEST(Snapshot, R_ACTS_015_there_is_no_code_beside_the_subdivisions_of_a_subheading) {
  EXPECT_EQ(codes("TH", "84713020"), Codes{"84713020"});
  EXPECT_EQ(codes("TH", "84713099"), Codes{});
  EXPECT_EQ(codes("TH", "847130"), (Codes{"847130", "84713020"}));
  EXPECT_EQ(codes("TH", "84717099"), Codes{"847170"}) << "it is subdivided on that day no more";
  EXPECT_EQ(codes("TH", "84717099", "2025-03-01"), Codes{});
  EXPECT_EQ(codes("MY", "8703236377"), Codes{});
}

TEST(Snapshot, R_ACTS_015_a_code_exists_on_days_only) {
  EXPECT_EQ(codes("MY", "8703236391", "2025-12-31"), Codes{"8703236391"});
  EXPECT_EQ(codes("MY", "87032363", "2024-12-31"), Codes{});
  EXPECT_EQ(codes("SG", "87032363"), Codes{});
}

TEST(Snapshot, converts_over_the_home_currency_at_the_rates_of_the_day) {
  const View march = snapshot.at(day("2026-03-01"));
  const ExchangeRate home{.units = Decimal::of(1), .home = Decimal::of(1)};
  EXPECT_EQ(march.conversion(currency("USD"), currency("MYR"))->from.home, Decimal::of(43, 1));
  EXPECT_EQ(march.conversion(currency("USD"), currency("MYR"))->to, home);
  EXPECT_EQ(march.conversion(currency("MYR"), currency("JPY"))->to.units, Decimal::of(100));
  EXPECT_EQ(snapshot.at(day("2026-01-31")).conversion(currency("USD"), currency("MYR"))->from.home,
            Decimal::of(42, 1));
  EXPECT_FALSE(march.conversion(currency("EUR"), currency("MYR")));
  EXPECT_FALSE(snapshot.at(day("2025-12-31")).conversion(currency("MYR"), currency("USD")));
}

TEST(Snapshot, a_legal_day_is_the_office_s_own) {
  const Instant late = *parse_instant("2026-03-01T16:30:00Z");
  const OfficeId office = *OfficeId::parse("MYBKH001");
  EXPECT_EQ(snapshot.at(day("2026-03-01")).day_at(office, late), day("2026-03-02"));
  EXPECT_EQ(snapshot.at(day("2027-03-01")).day_at(office, late), day("2026-03-01"));
  EXPECT_FALSE(snapshot.at(day("2019-03-01")).day_at(office, late));
  EXPECT_TRUE(snapshot.at(day("2026-03-01")).office(office)->value.has(OfficeRole::guarantee));
  EXPECT_FALSE(snapshot.at(day("2027-03-01")).office(office)->value.has(OfficeRole::guarantee));
}

TEST(Snapshot, a_legal_day_without_an_office_is_that_of_utc) {
  const Instant late = *parse_instant("2026-03-01T16:30:00Z");
  const auto view = snapshot.at(day("2026-03-01"));
  EXPECT_EQ(view.day_in(OfficeId::parse("MYBKH001").value(), late), day("2026-03-02"));
  EXPECT_EQ(view.day_in(OfficeId::parse("MYXXX001").value(), late), day("2026-03-01"));
  EXPECT_EQ(view.day_in(OfficeId{}, late), day("2026-03-01"));
}

TEST(Snapshot, a_legal_day_of_a_state_is_that_of_its_first_office) {
  const Instant late = *parse_instant("2026-03-01T16:30:00Z");
  EXPECT_EQ(snapshot.at(day("2026-03-01")).day_in(country("MY"), late), day("2026-03-02"));
  EXPECT_EQ(snapshot.at(day("2019-03-01")).day_in(country("MY"), late), day("2026-03-01"))
      << "it had no office";
}

TEST(Snapshot, R_ASW_102_the_row_that_names_most_states_decides_what_is_exchanged) {
  const Snapshot pairs{
      {.home = {},
       .currencies = {},
       .exchange_rates = {},
       .countries = read_countries("country,name,from,until,source\n"
                                   "LA,Lao,2000-01-01,,s\n"
                                   "MY,Malaysia,2000-01-01,,s\n"
                                   "TH,Thailand,2000-01-01,,s\n"
                                   "TL,Timor-Leste,2000-01-01,,s\n")
                        .value(),
       .offices = {},
       .tariff = {},
       .document_pairs = read_document_pairs("kind,process,from_state,to_state,on,from,until,source\n"
                                             "e_form_d,issue,*,*,yes,2024-01-01,,s\n"
                                             "e_form_d,issue,LA,*,no,2024-01-01,2026-01-01,s\n"
                                             "e_form_d,issue,*,LA,yes,2024-01-01,,s\n"
                                             "e_form_d,issue,*,TL,no,2024-01-01,,s\n"
                                             "e_form_d,issue,MY,TL,yes,2026-01-01,,s\n")
                             .value()}};
  const auto on = [&](const char* from, const char* to, const char* at,
                      DocumentProcess process = DocumentProcess::issue, const char* kind = "e_form_d") {
    return pairs.at(day(at)).exchanges(kind, process, country(from), country(to));
  };
  EXPECT_TRUE(on("MY", "TH", "2024-01-01"));
  EXPECT_FALSE(on("MY", "TH", "2023-12-31")) << "without a row nothing is";
  EXPECT_FALSE(on("MY", "TH", "2024-01-01", DocumentProcess::response));
  EXPECT_FALSE(on("MY", "TH", "2024-01-01", DocumentProcess::issue, "preferential"));
  EXPECT_FALSE(on("LA", "TH", "2025-12-31"));
  EXPECT_TRUE(on("LA", "TH", "2026-01-01")) << "the exception has ended";
  EXPECT_TRUE(on("TH", "LA", "2025-12-31"));
  EXPECT_FALSE(on("LA", "LA", "2025-12-31")) << "both ends have to be on";
  EXPECT_FALSE(on("TH", "TL", "2026-01-01"));
  EXPECT_FALSE(on("MY", "TL", "2025-12-31"));
  EXPECT_TRUE(on("MY", "TL", "2026-01-01")) << "a pair of its own goes before";
  EXPECT_FALSE(on("MY", "US", "2024-01-01")) << "every state is every state of the list";
  EXPECT_FALSE(on("US", "MY", "2024-01-01"));
  EXPECT_FALSE(on("MY", "MY", "2024-01-01")) << "nobody writes to itself";
}

TEST(Snapshot, knows_currencies_and_countries) {
  const View view = snapshot.at(day("2026-03-01"));
  EXPECT_EQ(view.currency(currency("VND"))->value.minor_digits, 0);
  EXPECT_EQ(view.currency(currency("THB")), nullptr);
  EXPECT_EQ(view.country(country("VN"))->value.name, "Viet Nam");
  EXPECT_EQ(view.country(country("VX")), nullptr);
}

}  // namespace
}  // namespace lintas::refdata
