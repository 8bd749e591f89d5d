#include "wire/as4/mime.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/rng.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"

namespace lintas::as4 {
namespace {

using Event = MultipartReader::Event;

constexpr std::string_view related = "multipart/related; type=\"application/soap+xml\"; boundary=b1";
constexpr std::string_view soap = "--b1\nContent-Type: application/soap+xml\n\n<e/>\n";
constexpr std::size_t whole = 100UL * 1024 * 1024;

/// Line ends are written as \n here, and are CRLF.
std::string crlf(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

/// The parts as "[type id|content]", or the code and our reason. `size` says how long the next piece is.
template <class Size>
std::string read_with(std::string_view content_type, std::string_view body, Size size) {
  auto reader = MultipartReader::of(content_type);
  if (!reader) return std::string{code_of(reader.error().error)} + ' ' + reader.error().why;
  std::string parts;
  while (true) {
    const auto event = reader->next();
    if (!event) return std::string{code_of(event.error().error)} + ' ' + event.error().why;
    switch (*event) {
      case Event::hungry:
        if (body.empty()) {
          reader->close();
        } else {
          const std::string_view piece = body.substr(0, size());
          reader->take(as_bytes(piece));
          body.remove_prefix(piece.size());
        }
        break;
      case Event::begin:
        parts.append("[")
            .append(reader->head().type.name())
            .append(" ")
            .append(reader->head().id)
            .append("|");
        break;
      case Event::content:
        EXPECT_FALSE(reader->content().empty());
        parts += as_text(reader->content());
        break;
      case Event::end: parts += ']'; break;
      case Event::done: return parts;
    }
  }
}

std::string read(std::string_view content_type, std::string_view body, std::size_t piece = whole) {
  return read_with(content_type, body, [&] { return piece; });
}

std::string part(std::string_view id, std::string_view content) {
  std::string text = "--b1\r\nContent-Type: application/octet-stream\r\nContent-ID: <";
  return text.append(id).append(">\r\n\r\n").append(content).append("\r\n");
}

struct Row {
  std::string_view what;
  std::string body;
  std::string parts;
};

void expect_each(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(read(related, row.body), row.parts) << row.what;
    EXPECT_EQ(read(related, row.body, 1), row.parts) << row.what << ", octet by octet";
  }
}

TEST(Mime, takes_a_body_apart) {
  const std::string soap_part = "[application/soap+xml |<e/>]";
  const std::string start = crlf(soap);
  expect_each({
      {"SOAP alone in a multipart", start + "--b1--\r\n", soap_part},
      {"a line end before the first boundary", "\r\n" + start + "--b1--\r\n", soap_part},
      {"no line end after the last", start + "--b1--", soap_part},
      {"a part of octets", start + part("p@x", "\n\r\r\n\xFF--b1") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|\n\r\r\n\xFF--b1]"},
      {"an empty part", start + part("p@x", "") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|]"},
      {"an empty part that shares the line end of its head",
       start + "--b1\r\nContent-ID: <p@x>\r\n\r\n--b1--\r\n", soap_part + "[text/plain p@x|]"},
      {"a line end as content", start + part("p@x", "\r\n") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|\r\n]"},
      {"content that begins like the end of a shared boundary", start + part("p@x", "--b") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|--b]"},
      {"what is nearly a boundary", start + part("p@x", "\r\n--b\r\n--b2\r\n-\r\r\n--") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|\r\n--b\r\n--b2\r\n-\r\r\n--]"},
      {"the boundary within a line", start + part("p@x", "a--b1--\r\n b--b1") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|a--b1--\r\n b--b1]"},
      {"a part without a type is text", start + crlf("--b1\nContent-ID: <p@x>\n\na\n--b1--\n"),
       soap_part + "[text/plain p@x|a]"},
      {"headers in other letters, continued, and others",
       start + crlf("--b1\nCONTENT-id:<p@x>\nContent-Description: \xC3\xA9t\xC3\xA9\ncontent-type: "
                    "text/xml;\n\tcharset=utf-8\n"
                    "Content-Transfer-Encoding: Binary\nContent-Disposition: attachment\n\na\n--b1--\n"),
       soap_part + "[text/xml p@x|a]"},
  });
}

TEST(Mime, attachments_catalogue_of_content_ids) {
  const std::string start = crlf(soap);
  const std::string soap_part = "[application/soap+xml |<e/>]";
  const auto with_id = [&](std::string_view id) {
    return start + "--b1\r\nContent-ID:" + std::string{id} + "\r\n\r\na\r\n--b1--\r\n";
  };
  expect_each({
      {"with brackets", with_id(" <p@x> "), soap_part + "[text/plain p@x|a]"},
      {"without brackets", with_id(" p@x"), soap_part + "[text/plain p@x|a]"},
      {"percent-encoded", with_id("<p%40x>"), soap_part + "[text/plain p%40x|a]"},
      {"ids that differ by case are two", start + part("p@x", "a") + part("P@x", "b") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|a][application/octet-stream P@x|b]"},
      {"ids that differ by percent-encoding are two",
       start + part("p@x", "a") + part("p%40x", "b") + "--b1--\r\n",
       soap_part + "[application/octet-stream p@x|a][application/octet-stream p%40x|b]"},
      {"duplicate Content-ID", start + part("p@x", "a") + part("p@x", "b") + "--b1--\r\n",
       "EBMS:0007 two parts have the same Content-ID"},
      {"duplicate with and without brackets",
       start + part("p@x", "a") + "--b1\r\nContent-ID: p@x\r\n\r\nb\r\n--b1--\r\n",
       "EBMS:0007 two parts have the same Content-ID"},
      {"duplicate of that of SOAP",
       crlf("--b1\nContent-Type: application/soap+xml\nContent-ID: <p@x>\n\n<e/>\n") + part("p@x", "b") +
           "--b1--",
       "EBMS:0007 two parts have the same Content-ID"},
      {"two in one part", start + crlf("--b1\nContent-ID: <p@x>\nContent-ID: <q@x>\n\na\n--b1--\n"),
       "EBMS:0007 a header stands twice in a part"},
      {"none", start + crlf("--b1\nContent-Type: text/plain\n\na\n--b1--\n"),
       "EBMS:0007 a part has no Content-ID"},
      {"an empty one", with_id(" "), "EBMS:0007 a part has a Content-ID that is none"},
      {"brackets around nothing", with_id("<>"), "EBMS:0007 a part has a Content-ID that is none"},
      {"a bracket on one side", with_id("<p@x"), "EBMS:0007 a part has a Content-ID that is none"},
      {"brackets twice", with_id("<<p@x>>"), "EBMS:0007 a part has a Content-ID that is none"},
      {"a blank within", with_id("<p x>"), "EBMS:0007 a part has a Content-ID that is none"},
      {"letters that are none", with_id("<p\xC3\xA9@x>"), "EBMS:0007 a part has a Content-ID that is none"},
      {"a long one", with_id("<" + std::string(bounds::id_chars_max + 1, 'p') + ">"),
       "EBMS:0007 a part has a Content-ID that is none"},
  });
}

TEST(Mime, attachments_catalogue_of_boundaries) {
  const std::string start = crlf(soap);
  expect_each({
      {"nothing", "", "EBMS:0007 the first boundary is missing"},
      {"truncated first boundary", "--b", "EBMS:0007 the first boundary is missing"},
      {"a preamble", "This is MIME\r\n" + start + "--b1--\r\n",
       "EBMS:0007 the body does not begin with its boundary"},
      {"two line ends before the first boundary", "\r\n\r\n" + start + "--b1--\r\n",
       "EBMS:0007 the body does not begin with its boundary"},
      {"an epilogue", start + "--b1--\r\nx", "EBMS:0007 the body goes on after its last boundary"},
      {"a second message", start + "--b1--\r\n" + start,
       "EBMS:0007 the body goes on after its last boundary"},
      {"a blank after the last boundary", start + "--b1-- \r\n",
       "EBMS:0007 the body goes on after its last boundary"},
      {"half a line end after the last boundary", start + "--b1--\r",
       "EBMS:0007 the body ends within a line end"},
      {"no part", "--b1--\r\n", "EBMS:0007 there is no part"},
      {"missing final boundary", start, "EBMS:0007 the last boundary is missing"},
      {"half a final boundary", start + "--b1-", "EBMS:0007 the last boundary is missing"},
      {"truncated last part", start + part("p@x", "abc").substr(0, 70),
       "EBMS:0007 the last boundary is missing"},
      {"truncated within the final boundary", start + part("p@x", "abc") + "--b",
       "EBMS:0007 the last boundary is missing"},
      {"truncated within a head", start + "--b1\r\nContent-ID: <p@x>\r\n",
       "EBMS:0007 a part ends within its head"},
      {"boundary inside binary data", start + part("p@x", "a\r\n--b1c\r\nd") + "--b1--\r\n",
       "EBMS:0007 a boundary is the beginning of a longer line"},
      {"a blank after a boundary", crlf("--b1 \nContent-Type: application/soap+xml\n\n<e/>\n--b1--\n"),
       "EBMS:0007 a boundary is the beginning of a longer line"},
      {"a line feed after a boundary", "--b1\nContent-Type: application/soap+xml\r\n\r\n<e/>\r\n--b1--\r\n",
       "EBMS:0007 a boundary is the beginning of a longer line"},
      {"line feeds for line ends", std::string{soap} + "--b1--\n",
       "EBMS:0007 a boundary is the beginning of a longer line"},
      {"no head at all", "--b1\r\n<e/>\r\n--b1--\r\n", "EBMS:0007 a part ends within its head"},
  });
}

TEST(Mime, attachments_catalogue_of_heads) {
  const std::string start = crlf(soap);
  const auto with_head = [&](std::string_view head) {
    return start + "--b1\r\n" + crlf(head) + "Content-ID: <p@x>\r\n\r\na\r\n--b1--\r\n";
  };
  std::string many;
  for (std::size_t i = 0; i < bounds::part_headers_max; ++i) many += "X-" + std::to_string(i) + ": 1\n";
  expect_each({
      {"base64 encoding", with_head("Content-Transfer-Encoding: base64\n"),
       "EBMS:0007 the transfer encoding of a part changes its octets"},
      {"quoted-printable encoding", with_head("Content-Transfer-Encoding: quoted-printable\n"),
       "EBMS:0007 the transfer encoding of a part changes its octets"},
      {"an encoding without a name", with_head("Content-Transfer-Encoding:\n"),
       "EBMS:0007 the transfer encoding of a part changes its octets"},
      {"two encodings", with_head("Content-Transfer-Encoding: binary\nContent-Transfer-Encoding: base64\n"),
       "EBMS:0007 a header stands twice in a part"},
      {"nested multipart", with_head("Content-Type: Multipart/mixed; boundary=b2\n"),
       "EBMS:0007 there are parts within a part"},
      {"two types", with_head("Content-Type: text/xml\nContent-Type: text/plain\n"),
       "EBMS:0007 a header stands twice in a part"},
      {"no type", with_head("Content-Type: xml\n"), "EBMS:0007 a content type is not type/subtype"},
      {"header of 1 MB", with_head("X: " + std::string(1024UL * 1024, 'x') + "\n"),
       "EBMS:0007 the head of a part is too long"},
      {"many headers", with_head(many), "EBMS:0007 a part has too many headers"},
      {"no colon", with_head("X\n"), "EBMS:0007 a header of a part is not name: value"},
      {"no name", with_head(": x\n"), "EBMS:0007 a header of a part is not name: value"},
      {"a blank before the colon", with_head("Content-Type : text/xml\n"),
       "EBMS:0007 a header of a part is not name: value"},
      {"a first line that continues none", with_head(" x: y\n"),
       "EBMS:0007 a header of a part is not name: value"},
      {"a zero", with_head(std::string_view{"X: a\0b\n", 7}),
       "EBMS:0007 a header of a part has a control character, or a line end other than CRLF"},
      {"a carriage return alone", with_head("X: a\rContent-Type: text/xml\n"),
       "EBMS:0007 a header of a part has a control character, or a line end other than CRLF"},
      {"a line feed alone", start + "--b1\r\nX: a\nContent-ID: <p@x>\r\n\r\na\r\n--b1--\r\n",
       "EBMS:0007 a header of a part has a control character, or a line end other than CRLF"},
      {"first part of another type", part("p@x", "a") + "--b1--\r\n",
       "EBMS:0007 the first part is not SOAP in UTF-8"},
      {"first part without a type", crlf("--b1\n\n<e/>\n--b1--\n"),
       "EBMS:0007 the first part is not SOAP in UTF-8"},
      {"SOAP in UTF-16", crlf("--b1\nContent-Type: application/soap+xml; charset=utf-16\n\n<e/>\n--b1--\n"),
       "EBMS:0007 the first part is not SOAP in UTF-8"},
  });
}

TEST(Mime, attachments_catalogue_10000_tiny_parts) {
  const auto parts = [](std::size_t count) {
    std::string body = crlf(soap);
    for (std::size_t i = 0; i < count; ++i) body += part(std::to_string(i), "");
    return body + "--b1--\r\n";
  };
  EXPECT_EQ(std::ranges::count(read(related, parts(bounds::parts_max)), ']'), bounds::parts_max + 1);
  EXPECT_EQ(read(related, parts(bounds::parts_max + 1)), "EBMS:0007 there are too many parts");
  EXPECT_EQ(read(related, parts(10'000)), "EBMS:0007 there are too many parts");
}

TEST(Mime, the_soap_part_is_bounded_and_no_other_one) {
  const auto of_size = [](std::size_t soap_bytes) {
    return crlf("--b1\nContent-Type: application/soap+xml\n\n") + std::string(soap_bytes, 'e') + "\r\n" +
           part("p@x", std::string(bounds::soap_bytes_max + 1, 'p')) + "--b1--\r\n";
  };
  EXPECT_FALSE(read(related, of_size(bounds::soap_bytes_max)).starts_with("EBMS"));
  for (const std::size_t piece : {whole, std::size_t{1'000}}) {
    EXPECT_EQ(read(related, of_size(bounds::soap_bytes_max + 1), piece),
              "EBMS:0007 the SOAP part is too long");
    EXPECT_EQ(read("application/soap+xml", std::string(bounds::soap_bytes_max + 1, 'e'), piece),
              "EBMS:0007 the SOAP part is too long");
  }
}

TEST(Mime, the_type_of_the_body_says_how_to_read_it) {
  const std::string body =
      crlf("--b1\nContent-Type: application/soap+xml\nContent-ID: <s@x>\n\n<e/>\n--b1--\n");
  const std::string parts = "[application/soap+xml s@x|<e/>]";
  const std::string longest(bounds::boundary_chars_max, 'b');
  const struct {
    std::string_view what;
    std::string type;
    std::string parts;
  } rows[] = {
      {"as it should be", std::string{related}, parts},
      {"start", std::string{related} + "; start=\"<s@x>\"", parts},
      {"start without brackets",
       std::string{related} + "; start=\"s@x\"; start-info=\"application/soap+xml\"", parts},
      {"another part to start with", std::string{related} + "; start=\"<t@x>\"",
       "EBMS:0007 the first part is not the one to start with"},
      {"start in another case", std::string{related} + "; start=\"<S@x>\"",
       "EBMS:0007 the first part is not the one to start with"},
      {"a start that is none", std::string{related} + "; start=\"\"",
       "EBMS:0007 the parameter start is no Content-ID"},
      {"type in other letters", "MULTIPART/RELATED; TYPE=\"Application/SOAP+XML\"; BOUNDARY=b1", parts},
      {"no type", "multipart/related; boundary=b1",
       "EBMS:0007 the body is neither SOAP in UTF-8 nor related to it"},
      {"another type", "multipart/related; type=\"text/xml\"; boundary=b1",
       "EBMS:0007 the body is neither SOAP in UTF-8 nor related to it"},
      {"multipart/mixed", "multipart/mixed; type=\"application/soap+xml\"; boundary=b1",
       "EBMS:0007 the body is neither SOAP in UTF-8 nor related to it"},
      {"SOAP 1.1", "text/xml", "EBMS:0007 the body is neither SOAP in UTF-8 nor related to it"},
      {"no boundary", "multipart/related; type=\"application/soap+xml\"",
       "EBMS:0007 there is no boundary as RFC 2046 has it"},
      {"an empty boundary", "multipart/related; type=\"application/soap+xml\"; boundary=\"\"",
       "EBMS:0007 there is no boundary as RFC 2046 has it"},
      {"a boundary that ends with a blank",
       "multipart/related; type=\"application/soap+xml\"; boundary=\"b1 \"",
       "EBMS:0007 there is no boundary as RFC 2046 has it"},
      {"a boundary of other characters", "multipart/related; type=\"application/soap+xml\"; boundary=\"b*1\"",
       "EBMS:0007 there is no boundary as RFC 2046 has it"},
      {"boundary of 70 characters, not in the body",
       "multipart/related; type=\"application/soap+xml\"; boundary=" + longest,
       "EBMS:0007 the body does not begin with its boundary"},
      {"boundary of 71 characters",
       "multipart/related; type=\"application/soap+xml\"; boundary=" + longest + "b",
       "EBMS:0007 there is no boundary as RFC 2046 has it"},
      {"two boundaries", std::string{related} + "; boundary=b2",
       "EBMS:0007 a parameter of a content type stands twice"},
  };
  for (const auto& row : rows) EXPECT_EQ(read(row.type, body), row.parts) << row.what;
}

TEST(Mime, soap_alone_is_one_part) {
  for (const std::size_t piece : {whole, std::size_t{1}}) {
    EXPECT_EQ(read("application/soap+xml;charset=utf-8", "<e/>\r\n--b1", piece),
              "[application/soap+xml |<e/>\r\n--b1]");
    EXPECT_EQ(read("application/soap+xml", "", piece), "[application/soap+xml |]");
  }
  EXPECT_EQ(read("application/soap+xml; charset=utf-16", "<e/>"),
            "EBMS:0007 the body is neither SOAP in UTF-8 nor related to it");
}

TEST(Mime, what_is_refused_stays_refused) {
  auto reader = MultipartReader::of(related);
  ASSERT_TRUE(reader);
  reader->take(as_bytes("no boundary"));
  for (int i = 0; i < 3; ++i) {
    const auto event = reader->next();
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().error, Error::mime_inconsistency);
  }
}

TEST(Mime, a_reference_names_an_id_as_it_is_written) {
  EXPECT_EQ(referred_id("cid:p@x"), "p@x");
  EXPECT_EQ(referred_id("cid:p%40x"), "p%40x");
  for (const std::string_view href :
       {"", "cid:", "p@x", "#p", "CID:p@x", "cid:<p@x>", "cid:p x", "http://x/p"})
    EXPECT_EQ(referred_id(href), std::nullopt) << href;
}

struct Written {
  std::string type;
  std::string body;
  std::string parts;
};

/// A message of ours with contents that are full of what looks like its boundary.
Written any_message(test::Rng& rng) {
  const auto boundary = Boundary::parse("-b-");
  Written written{.type = multipart_type(*boundary, "s@x"), .body = {}, .parts = {}};
  const std::size_t count = 1 + rng.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    const OutgoingPart part{.type = i == 0 ? "application/soap+xml" : "application/gzip",
                            .id = i == 0   ? "s@x"
                                  : i == 1 ? "one@x"
                                  : i == 2 ? "two@x"
                                  : i == 3 ? "three@x"
                                           : "four@x"};
    std::string content;
    do {
      content = rng.text("\r\n--b-x", rng.below(80));
    } while (("\r\n" + content + "\r\n").contains("\r\n---b-"));
    written.body.append(part_head(*boundary, part)).append(content);
    written.parts.append("[")
        .append(part.type)
        .append(" ")
        .append(part.id)
        .append("|")
        .append(content)
        .append("]");
  }
  written.body += multipart_end(*boundary);
  return written;
}

TEST(Mime, reads_what_it_wrote_in_whatever_pieces) {
  auto rng = test::announced_rng();
  for (int round = 0; round < 2'000; ++round) {
    const Written written = any_message(rng);
    EXPECT_EQ(read(written.type, written.body), written.parts);
    const std::size_t most = 1 + rng.below(40);
    EXPECT_EQ(read_with(written.type, written.body, [&] { return 1 + rng.below(most); }), written.parts);
  }
}

TEST(Mime, whatever_the_body_pieces_make_no_difference) {
  auto rng = test::announced_rng();
  for (int round = 0; round < 3'000; ++round) {
    Written written = any_message(rng);
    for (std::size_t changes = 1 + rng.below(3); changes > 0; --changes) {
      const std::size_t at = rng.below(written.body.size());
      if (rng.one_in(3)) {
        written.body.erase(at, 1 + rng.below(5));
      } else {
        written.body[at] = "\r\n-b:x< "[rng.below(8)];
      }
      if (written.body.empty()) break;
    }
    const std::string at_once = read(written.type, written.body);
    const std::size_t most = 1 + rng.below(40);
    EXPECT_EQ(read_with(written.type, written.body, [&] { return 1 + rng.below(most); }), at_once);
  }
}

TEST(Mime, a_whole_body_gives_views_into_itself) {
  const std::string body = crlf(soap) + part("p@x", "\r\n--b\r\nabc") + part("q@x", "") + "--b1--\r\n";
  const auto parts = split(related, as_bytes(body));
  ASSERT_TRUE(parts) << parts.error().why;
  ASSERT_EQ(parts->size(), 3U);
  EXPECT_EQ(parts->at(0).head.type.name(), "application/soap+xml");
  EXPECT_EQ(as_text(parts->at(0).content), "<e/>");
  EXPECT_EQ(parts->at(1).head.id, "p@x");
  EXPECT_EQ(as_text(parts->at(1).content), "\r\n--b\r\nabc");
  EXPECT_TRUE(parts->at(2).content.empty());
  const auto missing = split(related, as_bytes(body.substr(0, body.size() - 5)));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().error, Error::mime_inconsistency);
}

TEST(Mime, reads_what_another_access_point_wrote) {
  for (const std::string name : {"v1.token", "v1.issuer-serial", "v2.key-identifier"}) {
    const std::string type = test::recorded(name + ".request.content-type");
    const std::string body = test::recorded(name + ".request.body");
    const auto parts = split(type, as_bytes(body));
    ASSERT_TRUE(parts) << parts.error().why;
    ASSERT_EQ(parts->size(), 2U);
    EXPECT_EQ(parts->at(0).head.type.name(), "application/soap+xml");
    EXPECT_EQ(parts->at(1).head.type.name(), "application/octet-stream");
    const std::string_view envelope = as_text(parts->at(0).content);
    EXPECT_TRUE(envelope.ends_with("</S12:Envelope>"));
    EXPECT_TRUE(envelope.contains("href=\"cid:" + parts->at(1).head.id + "\""));

    std::string expected;
    for (const PartView& one : *parts)
      expected.append("[")
          .append(one.head.type.name())
          .append(" ")
          .append(one.head.id)
          .append("|")
          .append(as_text(one.content))
          .append("]");
    EXPECT_EQ(read(type, body, 1), expected);
    EXPECT_EQ(read(type, body, 97), expected);
  }
}

}  // namespace
}  // namespace lintas::as4
