#include "wire/as4/reference.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "tests/support/as4_recorded.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/xml/canonical.hpp"

/// One thing that a signature covers.
namespace lintas::as4 {
namespace {

Hash256 digest_of(unsigned char value) {
  Hash256 digest;
  digest.bytes.fill(std::byte{value});
  return digest;
}

TEST(As4Reference, WhatIsMadeIsCanonicalAndRead) {
  for (const bool is_part : {false, true}) {
    const Reference made = make_reference("a&b@sg", is_part, digest_of(9));
    const test::Document document{made.canonical};
    std::string canonical;
    xml::canonicalise(document.tree, document.tree.root(), {}, canonical);
    EXPECT_EQ(canonical, made.canonical);
    Grammar read{document.tree};
    const Reference found = read_reference(read, document.tree.root(), Error::failed_authentication);
    ASSERT_FALSE(read.refused()) << read.refused()->why;
    EXPECT_EQ(found, made);
    EXPECT_EQ(found.target(), "a&b@sg");
    EXPECT_EQ(found.canonical, made.canonical) << "what a receipt repeats";
  }
}

TEST(As4Reference, APrefixListBelongsToItsTransform) {
  const std::string list =
      R"(<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="S12  #default x"/>)";
  const std::string text = test::replaced(make_reference("msg", false, digest_of(1)).canonical,
                                          "</ds:Transform>", list + "</ds:Transform>");
  const test::Document document{text};
  Grammar read{document.tree};
  const Reference found = read_reference(read, document.tree.root(), Error::failed_authentication);
  ASSERT_FALSE(read.refused()) << read.refused()->why;
  EXPECT_EQ(found.inclusive, (std::vector<std::string>{"S12", "", "x"}));
}

struct Change {
  std::string_view what;
  std::string_view from;
  std::string_view to;
};

TEST(As4Reference, AnythingElseIsRefused) {
  const std::string text = make_reference("1@sg", true, digest_of(1)).canonical;
  const std::vector<Change> changes{
      {"to nothing", "cid:1@sg", ""},
      {"to no part", "cid:1@sg", "cid:"},
      {"to a file", "cid:1@sg", "file:///etc/passwd"},
      {"to the whole document", "cid:1@sg", "#"},
      {"to an expression", "cid:1@sg", "#xpointer(/)"},
      {"with a type", " URI=", R"( Type="urn:x" URI=)"},
      {"SHA-1", "2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1"},
      {"the MIME headers, too", "Attachment-Content-Signature-Transform",
       "Attachment-Complete-Signature-Transform"},
      {"XSLT",
       "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-Transform",
       "http://www.w3.org/TR/1999/REC-xslt-19991116"},
      {"a second transform", "</ds:Transforms>", R"(<ds:Transform Algorithm="urn:x"/></ds:Transforms>)"},
      {"no transform", "<ds:Transforms>", "<ds:Transforms/><ds:Other>"},
      {"a digest of another length", "AQEBAQ", ""},
      {"a digest that is no base64", "AQEBAQ", "AQ*BAQ"},
  };
  for (const Change& change : changes) {
    std::string changed = test::replaced(text, change.from, change.to);
    if (change.what == "no transform") changed = test::replaced(changed, "</ds:Transforms>", "</ds:Other>");
    const test::Document document{changed};
    Grammar read{document.tree};
    (void)read_reference(read, document.tree.root(), Error::failed_authentication);
    ASSERT_TRUE(read.refused()) << change.what;
    EXPECT_EQ(read.refused()->error, Error::failed_authentication) << change.what;
  }
}

TEST(As4Reference, AnElementGoesByTheCanonicalFormAlone) {
  const std::string text = make_reference("msg", false, digest_of(1)).canonical;
  for (const std::string_view other : {"http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                                       "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                                       "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                                       "http://www.w3.org/2000/09/xmldsig#base64"}) {
    const test::Document document{
        test::replaced(text, R"("http://www.w3.org/2001/10/xml-exc-c14n#")", '"' + std::string{other} + '"')};
    Grammar read{document.tree};
    (void)read_reference(read, document.tree.root(), Error::failed_authentication);
    EXPECT_TRUE(read.refused()) << other;
  }
}

}  // namespace
}  // namespace lintas::as4
