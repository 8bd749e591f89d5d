#include "core/messages/statements.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"

namespace lintas::message {
namespace {

SupportingDocument document(std::string_view number, std::string_view complement) {
  SupportingDocument made;
  made.reference_number = number;
  made.complement_of_information = complement;
  return made;
}

/// What is wrong with a document; nothing if it has its form.
template <class Read>
std::optional<StatementPart> wrong(Read read, std::string_view number, std::string_view complement) {
  const SupportingDocument one = document(number, complement);
  const auto result = read(one);
  return result ? std::nullopt : std::optional{result.error()};
}

constexpr auto content = StatementPart::content;
constexpr auto complement = StatementPart::complement;

TEST(Statements, a_permit_is_of_one_vehicle_until_a_day) {
  const auto one = document("SG-1", "XE1234K;2027-03-31");
  const auto permit = read_permit(one).value();
  EXPECT_EQ(permit.number, "SG-1");
  EXPECT_EQ(permit.registration, "XE1234K");
  EXPECT_EQ(permit.until, parse_day("2027-03-31"));
  EXPECT_EQ(wrong(read_permit, "SG-1", "XE1234K"), std::nullopt);
  EXPECT_EQ(wrong(read_permit, "SG-1;MY", "XE1234K;2027-03-31"), content);
  EXPECT_EQ(wrong(read_permit, "SG-1", ""), complement);
  EXPECT_EQ(wrong(read_permit, "SG-1", ";2027-03-31"), complement);
  EXPECT_EQ(wrong(read_permit, "SG-1", "XE1234K;31.3.2027"), complement);
  EXPECT_EQ(wrong(read_permit, "SG-1", "XE1234K;2027-03-31;2028-03-31"), complement);
}

TEST(Statements, a_card_covers_states) {
  const auto one = document("BC-1;MY TH", "XE1234K;2027-03-31");
  EXPECT_EQ(read_card(one).value().number, "BC-1");
  EXPECT_EQ(read_card(one).value().states,
            (std::vector{Country::parse("MY").value(), Country::parse("TH").value()}));
  EXPECT_EQ(wrong(read_card, "BC-1", "XE1234K"), std::nullopt);
  for (const auto* text : {";MY", "BC-1;M", "BC-1;MY  TH", "BC-1;MY TH ", "BC-1;MY;TH"})
    EXPECT_EQ(wrong(read_card, text, "XE1234K"), content) << text;
  EXPECT_EQ(wrong(read_card, "BC-1;MY", ""), complement);
}

TEST(Statements, a_national_permit_names_who_issued_it) {
  const auto one = document("ID6L", "SG;ACTS Movement");
  EXPECT_EQ(read_national_permit(one).value().issuer, Country::parse("SG").value());
  EXPECT_EQ(read_national_permit(one).value().remark, "ACTS Movement");
  EXPECT_EQ(wrong(read_national_permit, "ID6L", ""), std::nullopt);
  EXPECT_EQ(wrong(read_national_permit, "ID6L", "ACTS Movement"), complement);
}

TEST(Statements, texts_have_their_form) {
  EXPECT_EQ(read_aeo_code("EX;PH;2025-02-28;1234-AEO").value().code, "1234-AEO");
  EXPECT_EQ(read_driver("1;TAN A B;SG;P;E12").value().document, "E12");
  EXPECT_EQ(read_customs_value("12.50 USD").value().amount, Decimal::of(125, 1));
  EXPECT_EQ(read_customs_value("12.50 USD").value().currency, Currency::parse("USD").value());
  EXPECT_EQ(read_origin("PH VN").value().size(), 2U);
  EXPECT_EQ(read_tariff_digits("MY:00").value().digits, "00");
  EXPECT_EQ(read_quantity("0 KGM").value().amount, Decimal{});
}

TEST(Statements, texts_of_another_form_are_refused) {
  for (const auto* text : {"EX;PH;2025-02-28", "XX;PH;2025-02-28;1", "EX;PH;2025-02-28;1;2"})
    EXPECT_FALSE(read_aeo_code(text)) << text;
  for (const auto* text : {"TAN;SG;P;E1", "1;;SG;P;E1", "1;TAN;SG;X;E1", "1;TAN;SG;P"})
    EXPECT_FALSE(read_driver(text)) << text;
  for (const auto* text : {"USD 1", "1USD", "-1 USD", "1 us", "", "1 USD "})
    EXPECT_FALSE(read_customs_value(text)) << text;
  for (const auto* text : {"", "P", "PH VN ", "PH  VN", "PH;VN"}) EXPECT_FALSE(read_origin(text)) << text;
  for (const auto* text : {"MY:0", "MY:00000", "MY00", "MY:0x", ":00"})
    EXPECT_FALSE(read_tariff_digits(text)) << text;
  for (const auto* text : {"1", "-1 KGM", "KGM 1"}) EXPECT_FALSE(read_quantity(text)) << text;
}

TEST(Statements, a_customs_value_is_above_zero) {
  EXPECT_FALSE(read_customs_value("0 USD"));
  EXPECT_FALSE(read_customs_value("-0 USD"));
  EXPECT_TRUE(read_customs_value("0.01 USD"));
}

}  // namespace
}  // namespace lintas::message
