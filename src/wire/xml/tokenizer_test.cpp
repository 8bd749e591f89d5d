#include "wire/xml/tokenizer.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace lintas::xml {
namespace {

/// The tokens in one line: "<a x=1", "'text'", ">", and at the end "done" or the rule that was broken.
std::string tokens(std::string_view bytes) {
  Tokenizer tokenizer{bytes};
  std::string line;
  while (true) {
    switch (tokenizer.next()) {
      case Token::start:
        line.append("<").append(tokenizer.name());
        for (const auto& [name, value] : tokenizer.attributes())
          line.append(" ").append(name).append("=").append(value);
        line += ' ';
        break;
      case Token::end: line += "> "; break;
      case Token::text: line.append("'").append(tokenizer.text()).append("' "); break;
      case Token::done: return line + "done";
      case Token::error: return line.append(tokenizer.problem().rule);
    }
  }
}

struct Row {
  std::string_view bytes;
  std::string_view tokens;
};

TEST(Tokenizer, takes_a_document_apart) {
  const Row rows[] = {
      {"<a/>", "<a > done"},
      {"<a></a >", "<a > done"},
      {"<a>x</a>", "<a 'x' > done"},
      {"\xEF\xBB\xBF<a/>", "<a > done"},
      {"<?xml version=\"1.0\"?><a/>", "<a > done"},
      {"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<a/>\n", "<a > done"},
      {" <!-- c --> <a/> <!-- c -->", "<a > done"},
      {"<a b='1' c = \"2\"\n/>", "<a b=1 c=2 > done"},
      {"<p:a xmlns:p='u'><b>1</b></p:a>", "<p:a xmlns:p=u <b '1' > > done"},
      {"<a>x<!-- c -->y</a>", "<a 'xy' > done"},
      {"<a><!-- c --></a>", "<a '' > done"},
      {"<a><!--->--></a>", "<a '' > done"},
      {"<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a>", "<a '<>&\"'AB' > done"},
      {"<a>&#x1F600;</a>", "<a '😀' > done"},
      {"<a><![CDATA[<b>]]]]></a>", "<a '<b>]]' > done"},
      {"<a>\r\n\r</a>", "<a '\n\n' > done"},
      {"<a><![CDATA[\r\n\r]]></a>", "<a '\n\n' > done"},
      {"<a>]] ></a>", "<a ']] >' > done"},
      {"<é_·.-/>", "<é_·.- > done"},
  };
  for (const Row& row : rows) EXPECT_EQ(tokens(row.bytes), row.tokens) << row.bytes;
}

TEST(Tokenizer, names_the_rule_that_was_broken) {
  const Row rows[] = {
      {"<a>\xFF</a>", "WEL-001"},
      {"<a>\x01</a>", "WEL-002"},
      {"<?xml?><a/>", "WEL-006"},
      {"<?xml ?><a/>", "WEL-003"},
      {"<?xml encoding='UTF-8'?><a/>", "WEL-003"},
      {"<?xml version=1.0?><a/>", "WEL-003"},
      {"<?xml version='1.0' standalone='maybe'?><a/>", "WEL-003"},
      {"<?xml version='1.0' standalone='no' encoding='UTF-8'?><a/>", "WEL-003"},
      {"<?xml version='1.1'?><a/>", "WEL-004"},
      {"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "WEL-004"},
      {"<!DOCTYPE a><a/>", "WEL-005"},
      {"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "WEL-005"},
      {"<a><!DOCTYPE a></a>", "<a WEL-005"},
      {"<?go on?><a/>", "WEL-006"},
      {" <?xml version='1.0'?><a/>", "WEL-006"},
      {"<a><?go on?></a>", "<a WEL-006"},
      {"<a>&b;</a>", "<a WEL-007"},
      {"<a>&amp</a>", "<a WEL-007"},
      {"<a>&#0;</a>", "<a WEL-007"},
      {"<a>&#x110000;</a>", "<a WEL-007"},
      {"<a>&#xD800;</a>", "<a WEL-007"},
      {"<a>&#;</a>", "<a WEL-007"},
      {"<a>&#xg;</a>", "<a WEL-007"},
      {"<a b='&lt;'/>", "WEL-008"},
      {"<1/>", "WEL-009"},
      {"<a b/>", "WEL-009"},
      {"<a b=1/>", "WEL-009"},
      {"<a b='1'c='2'/>", "WEL-009"},
      {"<a b='<'/>", "WEL-009"},
      {"<a .b='1'/>", "WEL-009"},
      {"<a / >", "WEL-009"},
      {"<a></b>", "<a WEL-010"},
      {"<a></ab>", "<a WEL-010"},
      {"<ab></a>", "<ab WEL-010"},
      {"<a b='1' b='2'/>", "WEL-011"},
      {"<!-- a -- b --><a/>", "WEL-012"},
      {"<a><!-- </a>", "<a WEL-012"},
      {"<a><!---></a>", "<a WEL-012"},
      {"<a>]]></a>", "<a WEL-013"},
      {"<a><![CDATA[</a>", "<a WEL-013"},
      {"x<a/>", "WEL-017"},
      {"<!-- c -->x<a/>", "WEL-017"},
      {"", "WEL-017"},
      {" ", "WEL-017"},
      {"<!-- c -->", "WEL-014"},
      {"<", "WEL-009"},
      {"<a", "WEL-014"},
      {"<a b='", "WEL-014"},
      {"<a>", "<a WEL-014"},
      {"<a>x", "<a WEL-014"},
      {"<a>x<", "<a 'x' WEL-009"},
      {"<a></a", "<a WEL-014"},
      {"<a/><b/>", "<a > WEL-015"},
      {"<a/>x", "<a > WEL-015"},
  };
  for (const Row& row : rows) EXPECT_EQ(tokens(row.bytes), row.tokens) << row.bytes;
}

TEST(Tokenizer, WEL_010_names_the_element_that_is_open) {
  for (const std::string_view bytes : {"<LRN></MRN>", "<LRN></LRNs>", "<a><LRN>1</a>"}) {
    Tokenizer tokenizer{bytes};
    while (tokenizer.next() != Token::error) continue;
    EXPECT_EQ(tokenizer.problem().rule, "WEL-010") << bytes;
    EXPECT_EQ(tokenizer.problem().detail, "</LRN> is expected") << bytes;
  }
}

TEST(Tokenizer, WEL_017_says_what_is_no_message_at_all) {
  struct Told {
    std::string_view bytes;
    std::string_view rule;
    std::string_view detail;
  };
  using namespace std::string_view_literals;
  const Told rows[] = {
      {"", "WEL-017", "it is empty"},
      {"\xEF\xBB\xBF\r\n", "WEL-017", "it is empty"},
      {"%PDF-1.7\n%\xE2\xE3\xCF\xD3", "WEL-017", "it seems to be a PDF"},
      {"PK\x03\x04\x14\0"sv, "WEL-017", "it seems to be a ZIP archive or an office document"},
      {"\xD0\xCF\x11\xE0\xA1\xB1", "WEL-017", "it seems to be an office document"},
      {"{\\rtf1", "WEL-017", "it seems to be an office document"},
      {"\x1F\x8B\x08", "WEL-017", "it seems to be a gzip archive"},
      {"\x89PNG\r\n", "WEL-017", "it seems to be a picture"},
      {"\xFF\xD8\xFF\xE0", "WEL-017", "it seems to be a picture"},
      {"UNB+UNOC:3+SG", "WEL-017", "it seems to be EDIFACT"},
      {R"( {"CC015C":{}})", "WEL-017", "it seems to be JSON"},
      {"\xEF\xBB\xBF[1]", "WEL-017", "it seems to be JSON"},
      {"<!doctype HTML><html></html>", "WEL-017", "it seems to be a web page"},
      {"kind;key\n", "WEL-017", "it begins with text"},
      {"\x7F"
       "ELF\xFF",
       "WEL-017", "it seems to be a file of another program"},
      {"\xFF\xFE<\0a\0/\0>\0"sv, "WEL-001", "it seems to be UTF-16"},
      {"\xFE\xFF\0<\0a\0/\0>"sv, "WEL-001", "it seems to be UTF-16"},
      {"<\0a\0/\0>\0"sv, "WEL-001", "it seems to be UTF-16"},
      {"\0<\0a\0/\0>"sv, "WEL-001", "it seems to be UTF-16"},
  };
  for (const auto& [bytes, rule, detail] : rows) {
    Tokenizer tokenizer{bytes};
    EXPECT_EQ(tokenizer.next(), Token::error) << bytes;
    EXPECT_EQ(tokenizer.problem().rule, rule) << bytes;
    EXPECT_EQ(tokenizer.problem().detail, detail) << bytes;
    EXPECT_EQ(tokenizer.problem().offset, 0U) << bytes;
  }
}

TEST(Tokenizer, LIM_001_LIM_002_LIM_003_hold) {
  EXPECT_EQ(tokens(std::string(limits::message_bytes_max + 1, ' ')), "LIM-001");
  std::string deep;
  for (std::size_t i = 0; i <= limits::message_depth_max; ++i) deep += "<a>";
  EXPECT_TRUE(tokens(deep).ends_with("LIM-002"));
  std::string wide = "<a";
  for (std::size_t i = 0; i <= limits::message_attributes_max; ++i) wide += " b" + std::to_string(i) + "='1'";
  EXPECT_EQ(tokens(wide + "/>"), "LIM-003");
}

TEST(Tokenizer, stays_at_its_end) {
  Tokenizer tokenizer{"<a/>"};
  while (tokenizer.next() != Token::done) {
  }
  EXPECT_EQ(tokenizer.next(), Token::done);
  Tokenizer broken{"<a"};
  EXPECT_EQ(broken.next(), Token::error);
  EXPECT_EQ(broken.next(), Token::error);
  EXPECT_EQ(broken.problem().offset, 2U);
}

}  // namespace
}  // namespace lintas::xml
