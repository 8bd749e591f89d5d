#include "wire/as4/content_form.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
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
  const std::string too_large = "<a>" + std::string(bounds::payload_tree.bytes_max, ' ') + "</a>";
  for (const std::string_view content :
       {std::string_view{}, std::string_view{"no XML"}, std::string_view{"<a>"},
        std::string_view{"<!DOCTYPE a><a/>"}, std::string_view{too_large}})
    EXPECT_EQ(formed(ContentForm::canonical_xml, content), "EBMS:0101") << content.substr(0, 20);
}

/// Each of its elements writes out the sixty namespaces of its attributes anew.
std::string swelling_xml(std::size_t elements) {
  std::string text = "<r";
  std::string attributes;
  for (int i = 0; i < 60; ++i) {
    text += format(" xmlns:n{}='urn:{}{}'", i, i, std::string(240, 'x'));
    attributes += format(" n{}:x=''", i);
  }
  text += '>';
  for (std::size_t i = 0; i < elements; ++i) text += "<a" + attributes + "/>";
  return text + "</r>";
}

TEST(ContentForm, xml_may_grow_in_canonical_form_and_not_without_end) {
  class Counting final : public Sink {
   public:
    std::expected<void, Refused> take(ByteView piece) override {
      all += piece.size();
      largest = std::max(largest, piece.size());
      return {};
    }
    std::expected<void, Refused> close() override { return {}; }
    std::size_t all = 0;
    std::size_t largest = 0;
  };
  constexpr std::size_t most = bounds::canonical_growth_max * bounds::payload_tree.bytes_max;
  for (const auto& [elements, fits] : {std::pair{1'000UL, true}, std::pair{2'500UL, false}}) {
    const std::string content = swelling_xml(elements);
    ASSERT_LT(content.size(), 2'000'000U);
    Counting end;
    FormSink sink{ContentForm::canonical_xml, end};
    ASSERT_TRUE(sink.take(as_bytes(content)));
    const auto closed = sink.close();
    EXPECT_EQ(closed.has_value(), fits);
    if (!closed) {
      EXPECT_EQ(code_of(closed.error().error), "EBMS:0101");
      EXPECT_EQ(closed.error().why, "signed XML: its canonical form is too long");
    }
    EXPECT_GT(end.all, 10 * content.size());
    EXPECT_LE(end.all, most);
    EXPECT_LT(end.largest, 128UL * 1024) << "never all of it at once";
  }
}

}  // namespace
}  // namespace lintas::as4
