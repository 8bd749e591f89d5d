#include "base/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

namespace lintas::utf8 {
namespace {

TEST(Utf8, every_allowed_character_is_read_back) {
  for (std::uint32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    std::string text;
    append(text, code_point);
    const auto bad = first_bad(text);
    ASSERT_EQ(!bad.has_value(), is_allowed(code_point)) << code_point;
    if (bad) {
      ASSERT_EQ(bad->fault, Fault::character) << code_point;
    } else {
      ASSERT_EQ(decode(text).code_point, code_point);
      ASSERT_EQ(decode(text).bytes, text.size());
    }
  }
}

TEST(Utf8, names_the_first_bad_byte_wherever_it_stands) {
  for (const std::string_view bad :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xC3("}) {
    for (std::size_t before = 0; before < 20; ++before) {
      const std::string text = std::string(before, 'a').append(bad);
      const auto found = first_bad(text);
      ASSERT_TRUE(found.has_value());
      EXPECT_EQ(found->offset, before);
      EXPECT_EQ(found->fault, Fault::encoding);
    }
  }
  const auto control = first_bad("tab\tline\n and bell \a");
  ASSERT_TRUE(control.has_value());
  EXPECT_EQ(control->fault, Fault::character);
  EXPECT_EQ(control->offset, 19U);
}

}  // namespace
}  // namespace lintas::utf8
