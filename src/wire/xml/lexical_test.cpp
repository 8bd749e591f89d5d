#include "wire/xml/lexical.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string_view>

namespace lintas::xml::lexical {
namespace {

TEST(Lexical, knows_where_names_end) {
  struct Row {
    std::string_view text;
    std::size_t name;
    std::size_t ncname;
  };
  const Row rows[] = {
      {"", 0, 0},
      {"a", 1, 1},
      {"a b", 1, 1},
      {"a:b=", 3, 1},
      {":a", 2, 0},
      {"_-.1", 4, 4},
      {"1a", 0, 0},
      {"-a", 0, 0},
      {"\xC3\xA9t", 3, 3},
      {"a\xC2\xB7", 3, 3},
      {"\xC2\xB7", 0, 0},
      {"a\xC3\x97", 1, 1},  // U+00B7 only inside, U+00D7 nowhere
      {"\xF0\x90\x80\x80>", 4, 4},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(name_length(row.text), row.name) << row.text;
    EXPECT_EQ(ncname_length(row.text), row.ncname) << row.text;
  }
}

TEST(Lexical, takes_the_prefix_of_a_name) {
  EXPECT_EQ(prefix_of("a:bc", "bc"), "a");
  EXPECT_EQ(prefix_of("bc", "bc"), "");
}

TEST(Lexical, replaces_references) {
  struct Row {
    std::string_view text;
    std::size_t code_point;
    std::size_t bytes;
  };
  const Row rows[] = {
      {"&amp;x", '&', 5},        {"&lt;", '<', 4},
      {"&gt;", '>', 4},          {"&quot;", '"', 6},
      {"&apos;", '\'', 6},       {"&#65;", 'A', 5},
      {"&#x1F600;", 0x1F600, 9}, {"&#x000000000000000000000041;", 'A', 28},
      {"&#xd;", '\r', 5},
  };
  for (const Row& row : rows) {
    const auto found = reference(row.text);
    ASSERT_TRUE(found) << row.text;
    EXPECT_EQ(found->code_point, row.code_point) << row.text;
    EXPECT_EQ(found->bytes, row.bytes) << row.text;
  }
  for (const std::string_view text : {"",
                                      "&",
                                      "&;",
                                      "&amp",
                                      "& amp;",
                                      "&nbsp;",
                                      "&AMP;",
                                      "&#;",
                                      "&#x;",
                                      "&#xg;",
                                      "&#X41;",
                                      "&#a;",
                                      "&#-1;",
                                      "&#0;",
                                      "&#1;",
                                      "&#xD800;",
                                      "&#xFFFE;",
                                      "&#x110000;",
                                      "&#99999999999999999999;",
                                      "&#x00000000000000000000000000041;"})
    EXPECT_FALSE(reference(text)) << text;
}

TEST(Lexical, reads_the_declaration_by_its_grammar) {
  for (const std::string_view text :
       {"<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>",
        "<?xml\tversion = '1.0'\nstandalone\r= \"no\"?>"}) {
    const auto length = declaration_length(text);
    ASSERT_TRUE(length) << text;
    EXPECT_EQ(*length, text.size());
  }
  for (const std::string_view text : {"", "<a/>", " <?xml version='1.0'?>", "<?xmlx?>"})
    EXPECT_EQ(declaration_length(text), 0U) << text;

  using enum DeclarationFault::Kind;
  struct Row {
    std::string_view text;
    DeclarationFault::Kind kind;
  };
  const Row rows[] = {
      {"<?xml ?>", grammar},
      {"<?xml encoding='UTF-8'?>", grammar},
      {"<?xml version=''?>", grammar},
      {"<?xml version=1.0?>", grammar},
      {"<?xml version='1.0?>", grammar},
      {"<?xml version='1.0'>", grammar},
      {"<?xml version='1.0' x='y'?>", grammar},
      {"<?xml version='1.0'encoding='UTF-8'?>", grammar},
      {"<?xml version='1.0' standalone='no' encoding='UTF-8'?>", grammar},
      {"<?xml version='1.0' standalone='maybe'?>", grammar},
      {"<?xml version='1.1'?>", version_or_encoding},
      {"<?xml version='1.0' encoding='ISO-8859-1'?>", version_or_encoding},
  };
  for (const Row& row : rows) {
    const auto length = declaration_length(row.text);
    ASSERT_FALSE(length) << row.text;
    EXPECT_EQ(length.error().kind, row.kind) << row.text;
  }
}

TEST(Lexical, moves_on_in_a_text) {
  Cursor cursor{"ab  c"};
  EXPECT_FALSE(cursor.take('b'));
  EXPECT_TRUE(cursor.take("ab"));
  EXPECT_FALSE(cursor.take("  c "));
  EXPECT_TRUE(cursor.skip_blanks());
  EXPECT_FALSE(cursor.skip_blanks());
  EXPECT_EQ(cursor.offset(), 4U);
  EXPECT_EQ(cursor.peek(), 'c');
  EXPECT_EQ(cursor.peek(1), '\0');
  EXPECT_EQ(cursor.take_bytes(1), "c");
  EXPECT_TRUE(cursor.at_end());
  EXPECT_FALSE(cursor.take('c'));
  EXPECT_EQ(cursor.peek(), '\0');
}

}  // namespace
}  // namespace lintas::xml::lexical
