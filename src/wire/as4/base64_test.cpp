#include "wire/as4/base64.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "tests/support/rng.hpp"

namespace lintas::as4 {
namespace {

constexpr std::size_t enough = 1'000;

std::string decoded(std::string_view text, std::size_t bytes_max = enough) {
  const auto bytes = from_base64(text, bytes_max);
  return bytes ? std::string{as_text(*bytes)} : "refused";
}

TEST(Base64, is_that_of_rfc_4648) {
  const struct {
    std::string_view bytes;
    std::string_view text;
  } rows[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\xFB\xFF\xBF", "+/+/"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(to_base64(as_bytes(row.bytes)), row.text);
    EXPECT_EQ(decoded(row.text), row.bytes);
  }
}

TEST(Base64, takes_the_blanks_of_xml_around_groups) {
  for (const std::string_view text :
       {" Zm9vYmE=", "Zm9vYmE=\n", "Zm9v\r\nYmE=", "\t\n \rZm9v \t YmE=\r\n\r\n"})
    EXPECT_EQ(decoded(text), "fooba") << text;
  EXPECT_EQ(decoded(" \n"), "");
}

TEST(Base64, refuses_what_a_second_text_for_one_value_would_be) {
  const struct {
    std::string_view what;
    std::string_view text;
  } rows[] = {
      {"bits beyond the last octet", "Zh=="},
      {"bits beyond the last two", "Zm9="},
      {"data after the filling", "Zg==Zm9v"},
      {"data after the filling and a blank", "Zg==\nZm9v"},
      {"filling within a group", "Zg=v"},
      {"filling alone", "===="},
      {"three of filling", "Z==="},
      {"filling missing", "Zg"},
      {"a group cut short", "Zm9vY"},
      {"a blank within a group", "Zm 9v"},
      {"the other alphabet", "-_-_"},
      {"a letter that is none", "Zm9\xC3"},
      {"a zero", std::string_view{"Zm9\0", 4}},
      {"a comment of another form", "Zm9v#"},
      {"a vertical tabulator", "Zm9v\v"},
  };
  for (const auto& row : rows) EXPECT_EQ(decoded(row.text), "refused") << row.what;
}

TEST(Base64, makes_no_more_octets_than_asked_for) {
  EXPECT_EQ(decoded("Zm9vYmE=", 5), "fooba");
  EXPECT_EQ(decoded("Zm9vYmE=", 4), "refused");
  EXPECT_EQ(decoded("", 0), "");
}

TEST(Base64, reads_what_it_wrote) {
  auto rng = test::announced_rng();
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(rng.below(256));
    EXPECT_EQ(decoded(to_base64(as_bytes(bytes))), bytes);
  }
}

}  // namespace
}  // namespace lintas::as4
