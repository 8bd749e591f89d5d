// Well-formedness of damaged messages, judged by our tokenizer and by libxml2.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <string>
#include <string_view>

#include "tests/support/deliberate.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/random.hpp"
#include "wire/xml/tokenizer.hpp"

namespace lintas {
namespace {

/// Empty if well formed, else the rule that was broken.
std::string_view broken_rule(std::string_view text) {
  xml::Tokenizer tokenizer{text};
  xml::Token token = tokenizer.next();
  while (token != xml::Token::done && token != xml::Token::error) token = tokenizer.next();
  return tokenizer.problem().rule;
}

bool libxml2_accepts(const std::string& text) {
  xmlParserCtxt* context = xmlNewParserCtxt();
  constexpr int quiet = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET;
  xmlDoc* document =
      xmlCtxtReadMemory(context, text.data(), static_cast<int>(text.size()), nullptr, nullptr, quiet);
  const bool well_formed = context->wellFormed == 1;
  xmlFreeDoc(document);
  xmlFreeParserCtxt(context);
  return well_formed;
}

/// libxml2 does without the space that the grammar wants before "standalone" (XML 1.0, 2.9).
bool is_known_of_libxml2(std::string_view rule, std::string_view text) {
  return rule == "WEL-003" && (text.contains("'standalone") || text.contains("\"standalone"));
}

std::string damaged(std::string text, test::Random& random) {
  static constexpr std::string_view pieces[] = {"<",
                                                ">",
                                                "/",
                                                "&",
                                                ";",
                                                "'",
                                                "\"",
                                                "=",
                                                " ",
                                                "\n",
                                                "\r",
                                                "]]>",
                                                "<![CDATA[",
                                                "<!--",
                                                "-->",
                                                "--",
                                                "<?",
                                                "?>",
                                                "<!",
                                                "&#",
                                                "&#x41;",
                                                "&amp;",
                                                "&lt;",
                                                "xmlns=\"\"",
                                                " a='1'",
                                                "<a>",
                                                "</a>",
                                                "<a/>",
                                                "\xC3\xA9",
                                                "\xEF\xBF\xBE",
                                                "\xED\xA0\x80",
                                                "\x80",
                                                "\x01",
                                                ".",
                                                "-",
                                                "1",
                                                ":",
                                                "\xC2\xB7",
                                                "\xCC\x80",
                                                "<?xml version='1.0'?>",
                                                "standalone='yes'",
                                                "encoding='UTF-8'",
                                                "<!DOCTYPE a>",
                                                "\xEF\xBB\xBF"};
  for (std::size_t times = 1 + random.below(3); times > 0; --times) {
    // Half of the damage near the start: declarations and the root's attributes are there.
    const std::size_t at = random.one_in(2) ? random.below(std::min<std::size_t>(text.size(), 120) + 1)
                                            : random.below(text.size() + 1);
    const std::size_t length = std::min<std::size_t>(random.below(6), text.size() - at);
    switch (random.below(3)) {
      case 0: text.insert(at, random.pick(pieces)); break;
      case 1: text.erase(at, length); break;
      default: text.replace(at, length, random.pick(pieces)); break;
    }
  }
  return text;
}

TEST(Differential, what_is_well_formed_for_us_is_so_for_libxml2_and_the_other_way_round) {
  constexpr std::size_t documents = 60'000;
  const std::string instances = LINTAS_ROOT "/tests/data/messages/instances/";
  const std::string sources[] = {
      test::read_file(instances + "CD002C-minimal.xml"), test::read_file(instances + "CC007C-full.xml"),
      "<a b='1'><!-- c --><b>&amp;x</b><![CDATA[d]]> </a>",
      "<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\n<p:a xmlns:p=\"u\"/>\n"};
  constexpr std::uint64_t seed = 11;
  test::Random random{seed};
  std::size_t accepted = 0;
  std::size_t different = 0;
  for (std::size_t i = 0; i < documents; ++i) {
    const auto text = damaged(random.pick(sources), random);
    const auto rule = broken_rule(text);
    if (test::is_deliberate(rule) || is_known_of_libxml2(rule, text)) continue;
    const bool libxml2 = libxml2_accepts(text);
    accepted += libxml2 ? 1U : 0U;
    if (rule.empty() != libxml2 && ++different <= 20) {
      ADD_FAILURE() << "seed " << seed << ", document " << i << ": "
                    << (libxml2 ? "libxml2 accepts, we say " : "libxml2 refuses ") << rule << '\n'
                    << text;
    }
  }
  EXPECT_EQ(different, 0U);
  EXPECT_GT(accepted, documents / 20);
}

}  // namespace
}  // namespace lintas
