#include "wire/as4/grammar.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/as4_recorded.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/tree.hpp"

/// Reading a header by its grammar.
namespace lintas::as4 {
namespace {

using xml::Tree;

Tree::Name none(std::string_view local) { return {.space = xml::Namespace::none, .local = local}; }

TEST(As4Grammar, ReadsWhatIsExpectedInItsOrder) {
  const test::Document document{"<a>\n <b x='1'> two words </b> <c/><c/></a>"};
  Grammar read{document.tree};
  auto inside = read.inside(document.tree.root());
  const auto b = read.need(inside, none("b"));
  EXPECT_EQ(read.text(b), "two words");
  EXPECT_EQ(read.attribute(b, "x"), "1");
  EXPECT_EQ(read.attribute(b, "y"), "");
  int count = 0;
  read.all(inside, none("c"), [&](Tree::Node c) {
    read.empty(c, Error::other);
    ++count;
  });
  read.end(inside);
  EXPECT_EQ(count, 2);
  EXPECT_FALSE(read.refused());
}

TEST(As4Grammar, KeepsWhatFailedFirst) {
  const test::Document document{"<a><b>text</b></a>"};
  Grammar read{document.tree};
  auto inside = read.inside(document.tree.root());
  const auto c = read.need(inside, none("c"), Error::failed_decryption);
  EXPECT_EQ(read.text(c), "");
  EXPECT_FALSE(read.may(inside, none("b"))) << "nothing is read any more";
  read.refuse(Error::other, "later");
  ASSERT_TRUE(read.refused());
  EXPECT_EQ(read.refused()->error, Error::failed_decryption);
  EXPECT_EQ(read.refused()->why, "c is expected");
}

struct Wrong {
  std::string_view what;
  std::string_view text;
  std::string_view why;
};

TEST(As4Grammar, RefusesWhatIsNotExpected) {
  const std::vector<Wrong> wrongs{
      {"another element", "<a><b/><d/></a>", "d is not expected"},
      {"a text between elements", "<a><b/>text</a>", "text between elements"},
      {"an element in a text", "<a><b>te<x/>xt</b></a>", "b has more than a text"},
      {"a missing one", "<a/>", "b is expected"},
  };
  for (const Wrong& wrong : wrongs) {
    const test::Document document{std::string{wrong.text}};
    Grammar read{document.tree};
    auto inside = read.inside(document.tree.root());
    (void)read.text(read.need(inside, none("b")));
    read.end(inside);
    ASSERT_TRUE(read.refused()) << wrong.what;
    EXPECT_EQ(read.refused()->error, Error::invalid_header) << wrong.what;
    EXPECT_EQ(read.refused()->why, wrong.why) << wrong.what;
  }
}

TEST(As4Grammar, AnIdIsNeitherEmptyNorLong) {
  for (const std::string& text : {std::string{" "}, std::string(256, 'x')}) {
    const test::Document document{"<a>" + text + "</a>"};
    Grammar read{document.tree};
    (void)read.id(document.tree.root());
    EXPECT_TRUE(read.refused()) << text;
  }
}

TEST(As4Grammar, ABareElementHasNoAttributes) {
  const test::Document plain{"<a xmlns='urn:x'>text</a>"};
  Grammar good{plain.tree};
  good.bare(plain.tree.root(), Error::failed_authentication);
  EXPECT_FALSE(good.refused()) << "a declaration is none";
  const test::Document decked{"<a b='1'>text</a>"};
  Grammar bad{decked.tree};
  bad.bare(decked.tree.root(), Error::failed_authentication);
  ASSERT_TRUE(bad.refused());
  EXPECT_EQ(bad.refused()->error, Error::failed_authentication);
}

TEST(As4Grammar, AnAlgorithmIsTheAgreedOneAndStandsAlone) {
  const std::vector<std::pair<std::string_view, bool>> cases{
      {"<a Algorithm='urn:x'/>", true},
      {"<a Algorithm='urn:y'/>", false},
      {"<a Algorithm='urn:x' Other='1'/>", false},
      {"<a/>", false},
  };
  for (const auto& [text, fits] : cases) {
    const test::Document document{std::string{text}};
    Grammar read{document.tree};
    read.algorithm(document.tree.root(), "urn:x", Error::failed_authentication);
    EXPECT_EQ(!read.refused(), fits) << text;
  }
}

}  // namespace
}  // namespace lintas::as4
