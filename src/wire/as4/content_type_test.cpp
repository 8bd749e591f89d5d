#include "wire/as4/content_type.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"

namespace lintas::as4 {
namespace {

TEST(ContentType, is_type_subtype_and_parameters) {
  const auto type = ContentType::parse(
      "Multipart/Related;\ttype=\"application/soap+xml\" ; Boundary=\"----=_1 (a)\"; "
      "start=\"<s\\\"\\\\@x>\"");
  ASSERT_TRUE(type) << type.error().why;
  EXPECT_EQ(type->name(), "multipart/related");
  EXPECT_EQ(type->parameter("type"), "application/soap+xml");
  EXPECT_EQ(type->parameter("boundary"), "----=_1 (a)");
  EXPECT_EQ(type->parameter("start"), "<s\"\\@x>");
  EXPECT_EQ(type->parameter("charset"), std::nullopt);
}

TEST(ContentType, forms_that_peers_write) {
  const struct {
    std::string_view text;
    std::string_view name;
    std::string_view charset;
  } rows[] = {
      {"application/soap+xml", "application/soap+xml", ""},
      {"application/soap+xml;charset=UTF-8", "application/soap+xml", "UTF-8"},
      {"application/soap+xml; charset=\"utf-8\"; action=\"\"", "application/soap+xml", "utf-8"},
      {" text/xml \t; charset=utf-8 ", "text/xml", "utf-8"},
      {"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", ""},
  };
  for (const auto& row : rows) {
    const auto type = ContentType::parse(row.text);
    ASSERT_TRUE(type) << row.text;
    EXPECT_EQ(type->name(), row.name);
    EXPECT_EQ(type->parameter("charset").value_or(""), row.charset);
  }
}

TEST(ContentType, a_continued_parameter_is_another_one) {
  const auto type = ContentType::parse("multipart/related; boundary*0=\"a\"; boundary*1=\"b\"");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->parameter("boundary"), std::nullopt);
}

TEST(ContentType, refuses_everything_else_as_mime_inconsistency) {
  std::string many = "a/b";
  for (std::size_t i = 0; i <= bounds::content_type_parameters_max; ++i)
    many += "; p" + std::to_string(i) + "=1";
  const std::string long_one = "a/b; p=\"" + std::string(bounds::content_type_chars_max, 'x') + '"';
  const std::string_view rows[] = {
      "",
      " ",
      "text",
      "text/",
      "/xml",
      "text/xml/x",
      "text /xml",
      "text/ xml",
      "text/xml;",
      "text/xml; charset",
      "text/xml; =utf-8",
      "text/xml; charset =utf-8",
      "text/xml; charset= utf-8",
      "text/xml; charset=",
      "text/xml; charset=utf-8 x",
      "text/xml charset=utf-8",
      "text/xml, text/plain",
      "text/xml; charset=\"utf-8",
      "text/xml; charset=\"utf-8\\",
      "text/xml; charset=\"utf-8\"x",
      "text/xml; charset='a b'",
      "text/xml; charset=utf-8; Charset=utf-16",
      "text/xml; boundary=a=b",
      "text/xml (a comment)",
      "text/xml; charset=\"\xC3\xBC\"",
      "t\xC3\xA9xt/xml",
      "text/xml; charset=\"a\r\n b\"",
      std::string_view{"text/xml\0", 9},
      many,
      long_one,
  };
  for (const std::string_view text : rows) {
    const auto type = ContentType::parse(text);
    ASSERT_FALSE(type) << text;
    EXPECT_EQ(type.error().error, Error::mime_inconsistency) << text;
    EXPECT_FALSE(type.error().why.empty()) << text;
  }
}

}  // namespace
}  // namespace lintas::as4
