#include "wire/as4/content_form.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "tests/support/rng.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::as4 {
namespace {

/// What is signed, given in pieces of at most so many octets; or the code of the refusal.
std::string formed(ContentForm form, std::string_view content, std::size_t piece_max = 1'000'000) {
  Bytes out;
  BytesSink end{out};
  FormSink sink{form, end};
  for (; !content.empty(); content.remove_prefix(std::min(piece_max, content.size()))) {
    const auto taken = sink.take(as_bytes(content.substr(0, piece_max)));
    if (!taken) return std::string{code_of(taken.error().error)};
  }
  const auto closed = sink.close();
  if (!closed) return std::string{code_of(closed.error().error)};
  return std::string{as_text(out)};
}

TEST(ContentForm, follows_from_the_type) {
  const struct {
    std::string_view type;
    ContentForm form;
  } rows[] = {
      {"text/xml", ContentForm::canonical_xml},
      {"application/xml", ContentForm::canonical_xml},
      {"Application/XML; charset=utf-8", ContentForm::canonical_xml},
      {"image/svg+xml", ContentForm::canonical_xml},
      {"application/vnd.some+xml ;v=1", ContentForm::canonical_xml},
      {"text/plain", ContentForm::text},
      {"TEXT/csv; header=present", ContentForm::text},
      {"text/xmlish", ContentForm::text},
      {"application/gzip", ContentForm::octets},
      {"application/octet-stream", ContentForm::octets},
      {"application/xml-dtd", ContentForm::octets},
      {"application/json; of=\"a+xml\"", ContentForm::octets},
      {"application/pdf", ContentForm::octets},
      {"text", ContentForm::octets},
      {"", ContentForm::octets},
  };
  for (const auto& row : rows) EXPECT_EQ(form_of(row.type), row.form) << row.type;
}

TEST(ContentForm, text_has_line_ends_of_crlf) {
  const struct {
    std::string_view content;
    std::string_view form;
  } rows[] = {
      {"", ""},
      {"one", "one"},
      {"one\n", "one\r\n"},
      {"one\r\n", "one\r\n"},
      {"one\r", "one\r\n"},
      {"a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd"},
      {"\n\r", "\r\n\r\n"},
      {"\n\n", "\r\n\r\n"},
      {"\r\r", "\r\n\r\n"},
      {"\r\r\n\n", "\r\n\r\n\r\n"},
      {"\r\n\r\n", "\r\n\r\n"},
  };
  for (const auto& row : rows)
    for (const std::size_t piece_max : {1U, 2U, 3U, 1'000U})
      EXPECT_EQ(formed(ContentForm::text, row.content, piece_max), row.form) << piece_max;
}

TEST(ContentForm, pieces_of_text_make_no_difference_and_its_form_is_its_own_form) {
  auto rng = test::announced_rng();
  for (int round = 0; round < 500; ++round) {
    const std::string content = rng.text("ab\r\n", rng.below(60));
    const std::string form = formed(ContentForm::text, content);
    EXPECT_EQ(formed(ContentForm::text, content, 1 + rng.below(7)), form);
    EXPECT_EQ(formed(ContentForm::text, form), form);
  }
}

TEST(ContentForm, octets_are_as_they_are) {
  constexpr std::string_view content{"\x00\r\n\n<a/>\xFF", 9};
  EXPECT_EQ(formed(ContentForm::octets, content), content);
  EXPECT_EQ(formed(ContentForm::octets, content, 1), content);
}

TEST(ContentForm, xml_is_canonical_without_comments) {
  constexpr std::string_view content =
      "\xEF\xBB\xBF<?xml version='1.0'?>\r\n<?go on?>\r\n<a  b='1' xmlns:unused='u:u'><!-- c "
      "-->\r\n<c/></a><!-- d -->\n";
  constexpr std::string_view form = "<?go on?>\n<a b=\"1\">\n<c></c></a>";
  EXPECT_EQ(formed(ContentForm::canonical_xml, content), form);
  EXPECT_EQ(formed(ContentForm::canonical_xml, content, 1), form);
}

TEST(ContentForm, xml_that_cannot_be_read_is_signed_by_nobody) {
  const std::string too_large = "<a>" + std::string(limits::payload_tree.bytes_max, ' ') + "</a>";
  for (const std::string_view content :
       {std::string_view{}, std::string_view{"no XML"}, std::string_view{"<a>"},
        std::string_view{"<!DOCTYPE a><a/>"}, std::string_view{too_large}})
    EXPECT_EQ(formed(ContentForm::canonical_xml, content), "EBMS:0101") << content.substr(0, 20);
}

}  // namespace
}  // namespace lintas::as4
