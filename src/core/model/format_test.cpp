#include "core/model/format.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/model/formats.hpp"
#include "core/model/scalars.hpp"

namespace lintas::message {
namespace {

Misfit check(const Format& format, std::string_view value) {
  Text text;
  Int integer;
  Number number;
  Date date;
  DateTime date_time;
  switch (format.kind) {
    case Kind::text: return store(format, value, &text);
    case Kind::integer: return store(format, value, &integer);
    case Kind::number: return store(format, value, &number);
    case Kind::date: return store(format, value, &date);
    case Kind::date_time: return store(format, value, &date_time);
    case Kind::group: break;
  }
  return Misfit::none;
}

struct Row {
  const Format& format;
  std::string_view value;
  Misfit misfit;
};

std::string repeated(std::string_view one, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += one;
  return text;
}

TEST(Format, says_what_is_wrong_with_a_value) {
  namespace f = formats;
  const Row rows[] = {
      {f::text35, "", Misfit::too_short},
      {f::text35, " ", Misfit::none},
      {f::trimmed35, " ", Misfit::wrong_pattern},
      {f::trimmed35, "a b", Misfit::none},
      {f::trimmed35, "\u00A0a", Misfit::wrong_pattern},
      {f::trimmed35, "a\u3000", Misfit::wrong_pattern},
      {f::trimmed35, "\u2028a", Misfit::wrong_pattern},
      {f::trimmed35, "a\u200Ba", Misfit::none},
      {f::country, "SG", Misfit::none},
      {f::country, "sg", Misfit::wrong_pattern},
      {f::country, "SGP", Misfit::too_long},
      {f::country, "é", Misfit::too_short},
      {f::flag, "1", Misfit::none},
      {f::flag, "2", Misfit::not_listed},
      {f::office, "SG000101", Misfit::none},
      {f::office, "S1000101", Misfit::wrong_pattern},
      {f::from1to99999, "0", Misfit::too_small},
      {f::from1to99999, "99999", Misfit::none},
      {f::from1to99999, "100000", Misfit::too_large},
      {f::from1to99999, "01", Misfit::wrong_type},
      {f::mass, "0", Misfit::none},
      {f::positive_mass, "0.000000", Misfit::too_small},
      {f::positive_mass, "0.000001", Misfit::none},
      {f::mass, "0.0000001", Misfit::too_long},
      {f::mass, "1234567890.123456", Misfit::none},
      {f::mass, "12345678901.123456", Misfit::too_long},
      {f::amount, "1.230", Misfit::none},
      {f::amount, "1.234", Misfit::too_long},
      {f::date, "2026-02-29", Misfit::wrong_type},
      {f::date_time, "2026-02-28T24:00:00", Misfit::none},
  };
  for (const Row& row : rows)
    EXPECT_EQ(check(row.format, row.value), row.misfit) << row.format.name << " '" << row.value << "'";
}

TEST(Format, white_space_is_treated_before_anything_is_checked) {
  std::string scratch;
  EXPECT_EQ(treated(Space::replace, " a\t b\r\n", scratch), " a  b  ");
  EXPECT_EQ(treated(Space::collapse, " a\t b\r\n", scratch), "a b");
  EXPECT_EQ(treated(Space::collapse, " \n ", scratch), "");
  const std::string_view clean = "a b";
  EXPECT_EQ(treated(Space::collapse, clean, scratch).data(), clean.data());
}

TEST(Format, counts_characters_and_not_bytes) {
  EXPECT_EQ(check(formats::text35, repeated("é", 35)), Misfit::none);
  EXPECT_EQ(check(formats::text35, repeated("é", 36)), Misfit::too_long);
  EXPECT_EQ(check(formats::text35, repeated("😀", 35)), Misfit::none);
  EXPECT_EQ(check(formats::text_exactly2, "é"), Misfit::too_short);
  EXPECT_EQ(check(formats::text_exactly2, "éé"), Misfit::none);
}

TEST(Format, a_movement_reference_number_of_a_later_year_names_its_procedure) {
  EXPECT_TRUE(is_mrn("23SG12345678901231"));
  EXPECT_TRUE(is_mrn("24SG12345678901231"));
  EXPECT_TRUE(is_mrn("26LA000101A1B2C3J0"));
  EXPECT_FALSE(is_mrn("26LA000101A1B2C3A0"));
  EXPECT_TRUE(is_export_mrn("26LA000101A1B2C3A0"));
  EXPECT_FALSE(is_mrn("26la000101A1B2C3J0"));
  EXPECT_FALSE(is_mrn("26LA000101A1B2C3JX"));
}

TEST(Format, guarantee_reference_numbers_have_17_or_24_characters) {
  EXPECT_TRUE(is_grn("26SG1234567890123"));
  EXPECT_TRUE(is_grn("26SG1234567890123A123456"));
  EXPECT_FALSE(is_grn("26SG1234567890123A12345"));
  EXPECT_FALSE(is_grn("26SG1234567890123a123456"));
}

TEST(Format, traders_and_carnets_and_risk_results) {
  EXPECT_TRUE(is_trader("SG1"));
  EXPECT_FALSE(is_trader("SG"));
  EXPECT_FALSE(is_trader("SG 1"));
  for (const std::string_view text : {"1", "9999999", "24999999", "25000000", "XA25123456", "AX123456789"}) {
    EXPECT_TRUE(is_tir_carnet(text)) << text;
  }
  for (const std::string_view text :
       {"0", "01", "25000001", "99999999", "XA24123456", "AA25123456", "XA012345678", "X"}) {
    EXPECT_FALSE(is_tir_carnet(text)) << text;
  }
  EXPECT_TRUE(is_risk_result("é éaE"));
  EXPECT_TRUE(is_risk_result("abcdefghE"));
  EXPECT_FALSE(is_risk_result("abc efghE"));
  EXPECT_FALSE(is_risk_result("abc"));
}

TEST(Format, mail_addresses) {
  EXPECT_TRUE(is_mail("a@b.c"));
  EXPECT_TRUE(is_mail(" a@b.c"));
  EXPECT_FALSE(is_mail("@b.c"));
  EXPECT_FALSE(is_mail("a@.c"));
  EXPECT_FALSE(is_mail("a@b."));
  EXPECT_TRUE(is_trimmed_mail("@@b.c"));  // as the published pattern has it
  EXPECT_FALSE(is_trimmed_mail(" a@b.c"));
  EXPECT_FALSE(is_trimmed_mail("a@b.c "));
  EXPECT_FALSE(is_trimmed_mail("@b.c"));
}

TEST(Format, coordinates) {
  for (const std::string_view text : {"1.35210", "-89.1234567", "+08.12345", "90.00000", "90x0000000"}) {
    EXPECT_TRUE(is_latitude(text)) << text;
  }
  for (const std::string_view text :
       {"90.12345", "91.00000", "1.2345", "1.12345678", "008.12345", ".12345", "90.0000"}) {
    EXPECT_FALSE(is_latitude(text)) << text;
  }
  for (const std::string_view text : {"103.81980", "-179.12345", "008.12345", "99.12345", "180.00000"}) {
    EXPECT_TRUE(is_longitude(text)) << text;
  }
  for (const std::string_view text : {"180.12345", "190.12345", "0103.81980", "280.00000"}) {
    EXPECT_FALSE(is_longitude(text)) << text;
  }
}

TEST(Format, every_format_can_say_what_it_wants) {
  for (const Format* format : formats::all) EXPECT_GT(in_words(*format).size(), 5U) << format->name;
  EXPECT_EQ(in_words(formats::trimmed35), "1 to 35 characters, no space at either end");
  EXPECT_EQ(in_words(formats::flag), "one of 0 1");
}

TEST(Format, a_time_with_its_offset_has_one_of_the_region) {
  for (const std::string_view text : {"2026-11-23T18:32:00Z", "2026-11-23T24:00:00+07:00",
                                      "2026-11-23T18:32:00+06:30", "2026-11-23T18:32:00-13:59"})
    EXPECT_EQ(check(formats::zoned_time, text), Misfit::none) << text;
  for (const std::string_view text :
       {"2026-11-23T18:32:00z", "2026-02-29T18:32:00Z", "2026-11-23T18:32:00+7:00",
        "2026-11-23T18:32:00+14:00", "2026-11-23T18:32:00+08:60"})
    EXPECT_EQ(check(formats::zoned_time, text), Misfit::wrong_pattern) << text;
}

}  // namespace
}  // namespace lintas::message
