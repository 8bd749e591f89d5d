#include "wire/xml/tree.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/require.hpp"

namespace lintas::xml {
namespace {

using namespace std::string_view_literals;
using Node = Tree::Node;

constexpr std::array known{"urn:one"sv, "urn:two"sv};
constexpr Namespace one{1};
constexpr Namespace two{2};

constexpr TreeLimits limits{.bytes_max = 4096,
                            .depth_max = 8,
                            .attributes_max = 8,
                            .scope_max = 8,
                            .nodes_max = 64,
                            .namespaces_max = 8};

constexpr TreeLimits with_instructions = [] {
  TreeLimits all = limits;
  all.instructions = true;
  return all;
}();

Tree tree_of(std::string_view bytes, const TreeLimits& allowed = with_instructions) {
  auto tree = Tree::read(bytes, allowed, known);
  require(tree.has_value(), tree ? "" : tree.error().why.data());
  return std::move(*tree);
}

/// A name as {namespace}local, without braces in no namespace.
std::string shown(const Tree& tree, const Tree::Name& name) {
  if (name.space == Namespace::none) return std::string{name.local};
  return std::string{"{"}.append(tree.name_of(name.space)).append("}").append(name.local);
}

/// "<a b='1' 'text' ?target text? >" for what is under a node.
std::string shown(const Tree& tree, Node node) {
  std::string line;
  for (auto child = tree.first_child(node); child; child = tree.next(*child)) {
    EXPECT_EQ(tree.parent(*child), node);
    switch (tree.kind(*child)) {
      case Tree::Kind::text: line.append("'").append(tree.text(*child)).append("' "); break;
      case Tree::Kind::instruction:
        line.append("?").append(tree.name(*child).local).append(" ").append(tree.text(*child)).append("? ");
        break;
      case Tree::Kind::element:
        line.append("<").append(shown(tree, tree.name(*child)));
        for (const auto& attribute : tree.attributes(*child))
          line.append(" ").append(shown(tree, attribute.name)).append("=").append(attribute.value);
        line.append(" ").append(shown(tree, *child)).append("> ");
        break;
    }
  }
  return line;
}

struct Row {
  std::string_view bytes;
  std::string_view shown;
};

TEST(Tree, holds_what_a_document_says) {
  const Row rows[] = {
      {"<a/>", "<a > "},
      {"\xEF\xBB\xBF<a></a >", "<a > "},
      {"<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\n<a/>\n", "<a > "},
      {" <!-- c --> <a/> <!-- c -->\n", "<a > "},
      {"<a>x<b>y</b>z</a>", "<a 'x' <b 'y' > 'z' > "},
      {"<a b='1' c = \"2\"\n/>", "<a b=1 c=2 > "},
      // Comments go, sections and references are read, and all of it is one text.
      {"<a>x<!-- c -->y<![CDATA[<z>]]>&amp;&#65;</a>", "<a 'xy<z>&A' > "},
      {"<a><!-- c --><![CDATA[]]></a>", "<a > "},
      {"<a><b/><!-- c --><b/></a>", "<a <b > <b > > "},
      {"<a>]] ]></a>", "<a ']] ]>' > "},
      {"<a>]]<!-- c -->></a>", "<a ']]>' > "},
      // XML 1.0, 2.11: a line end is one line feed.
      {"<a>1\r\n2\r3\n4<![CDATA[\r\n\r]]>&#13;</a>", "<a '1\n2\n3\n4\n\n\r' > "},
      // XML 1.0, 3.3.3: in an attribute a line end or a tab is a space, unless it is a reference.
      {"<a b='1\r\n2\r3\n4\t5&#13;&#10;&#9;'/>", "<a b=1 2 3 4 5\r\n\t > "},
      {"<a b='\"&quot;&apos;&lt;&gt;&amp;' c=\"'\"/>", "<a b=\"\"'<>& c=' > "},
      {"<a>\xF0\x9F\x98\x80&#x1F600;</a>", "<a '😀😀' > "},
      {"<\xC3\xA9 \xC3\xA9='1'/>", "<é é=1 > "},
      // Instructions stay, with their texts as they are.
      {"<?p q ?><a>1<?p?>2<?p  q?>\n</a>\n<?p\nx\r\ny?>", "?p q ? <a '1' ?p ? '2' ?p q? '\n' > ?p x\ny? "},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(tree_of(row.bytes), Node::document), row.shown) << row.bytes;
}

TEST(Tree, names_are_a_namespace_and_a_local_name_whatever_the_prefix) {
  const Row rows[] = {
      {"<a xmlns='urn:one'><b/></a>", "<{urn:one}a <{urn:one}b > > "},
      {"<p:a xmlns:p='urn:one' p:b='1' b='2'/>", "<{urn:one}a {urn:one}b=1 b=2 > "},
      {"<p:a p:b='1' xmlns:p='urn:x'/>", "<{urn:x}a {urn:x}b=1 > "},
      // The default is not for attributes, and can be undone; a prefix can be bound anew.
      {"<a xmlns='urn:one' b='1'><c xmlns=''/><d/></a>", "<{urn:one}a b=1 <c > <{urn:one}d > > "},
      {"<p:a xmlns:p='urn:one'><p:b xmlns:p='urn:two'/><p:b/></p:a>",
       "<{urn:one}a <{urn:two}b > <{urn:one}b > > "},
      {"<a xmlns:p='urn:one' xmlns:q='urn:one'><p:b/><q:b/></a>", "<a <{urn:one}b > <{urn:one}b > > "},
      {"<a xmlns='urn&#58;one'/>", "<{urn:one}a > "},
      {"<a xml:lang='de'/>", "<a {http://www.w3.org/XML/1998/namespace}lang=de > "},
      {"<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='de'/>",
       "<a {http://www.w3.org/XML/1998/namespace}lang=de > "},
  };
  for (const Row& row : rows) EXPECT_EQ(shown(tree_of(row.bytes), Node::document), row.shown) << row.bytes;
}

TEST(Tree, gives_known_namespaces_their_numbers) {
  const auto tree = tree_of("<a xmlns='urn:two' xmlns:p='urn:new' xmlns:q='urn:one' p:b='1' xml:c='2'/>");
  EXPECT_TRUE(tree.is(tree.root(), {two, "a"}));
  EXPECT_FALSE(tree.is(tree.root(), {one, "a"}));
  EXPECT_FALSE(tree.is(tree.root(), {two, "b"}));
  EXPECT_EQ(tree.name_of(Namespace::none), "");
  EXPECT_EQ(tree.name_of(one), "urn:one");
  EXPECT_EQ(tree.name_of(tree.attributes(tree.root())[0].name.space), "urn:new");
  EXPECT_GT(tree.attributes(tree.root())[0].name.space, two);

  constexpr std::array with_xml{"http://www.w3.org/XML/1998/namespace"sv};
  const auto other = Tree::read("<a xml:c='2'/>", limits, with_xml);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->attribute(other->root(), {Namespace{1}, "c"}), "2");
}

TEST(Tree, knows_what_is_bound_where) {
  const auto tree = tree_of("<a xmlns='urn:one' xmlns:p='urn:one'><b xmlns='' xmlns:p='urn:two'>x</b></a>");
  const auto inner = *tree.first_child(tree.root());
  const auto text = *tree.first_child(inner);
  EXPECT_EQ(tree.bound(tree.root(), ""), one);
  EXPECT_EQ(tree.bound(tree.root(), "p"), one);
  EXPECT_EQ(tree.bound(inner, ""), Namespace::none);
  EXPECT_EQ(tree.bound(inner, "p"), two);
  EXPECT_EQ(tree.bound(text, "p"), two);
  EXPECT_FALSE(tree.bound(inner, "q"));
  EXPECT_EQ(tree.bound(Node::document, ""), Namespace::none);
  EXPECT_EQ(tree.name_of(tree.bound(inner, "xml").value_or(Namespace::none)),
            "http://www.w3.org/XML/1998/namespace");
  ASSERT_EQ(tree.declarations(inner).size(), 2U);
  EXPECT_EQ(tree.declarations(inner)[1].prefix, "p");
  EXPECT_EQ(tree.declarations(inner)[1].space, two);
}

TEST(Tree, is_walked_from_node_to_node) {
  const auto tree = tree_of("<?p?><a><b/>t<c><d/></c></a>");
  EXPECT_FALSE(tree.parent(Node::document));
  EXPECT_EQ(tree.parent(tree.root()), Node::document);
  EXPECT_EQ(tree.next(*tree.first_child(Node::document)), tree.root());
  EXPECT_FALSE(tree.next(tree.root()));
  const auto b = *tree.first_child(tree.root());
  EXPECT_FALSE(tree.first_child(b));
  const auto c = *tree.next(*tree.next(b));
  EXPECT_EQ(tree.qualified(c), "c");
  EXPECT_FALSE(tree.next(c));
  EXPECT_EQ(tree.parent(*tree.first_child(c)), c);
}

TEST(Tree, gives_values_and_attributes) {
  const auto tree =
      tree_of("<a xmlns:p='urn:one' b='' p:b='1'><v> x<!-- -->&amp;y </v><v/><v>1<w/></v><v>1<?p?></v></a>");
  EXPECT_EQ(tree.attribute(tree.root(), {Namespace::none, "b"}), "");
  EXPECT_EQ(tree.attribute(tree.root(), {one, "b"}), "1");
  EXPECT_FALSE(tree.attribute(tree.root(), {two, "b"}));
  EXPECT_FALSE(tree.attribute(tree.root(), {one, "p"}));
  const std::optional<std::string_view> values[] = {" x&y ", "", std::nullopt, std::nullopt};
  auto node = tree.first_child(tree.root());
  for (const auto& value : values) {
    EXPECT_EQ(tree.value(*node), value);
    node = tree.next(*node);
  }
  EXPECT_FALSE(tree.value(tree.root()));
  EXPECT_FALSE(tree.value(*tree.first_child(*tree.first_child(tree.root()))));
}

TEST(Tree, keeps_its_texts_when_it_is_moved) {
  const std::string bytes = "<a b='&lt;'>&amp;</a>";
  auto first = Tree::read(bytes, limits, known);
  ASSERT_TRUE(first);
  const Tree second = std::move(*first);
  EXPECT_EQ(second.value(second.root()), "&");
  EXPECT_EQ(second.attribute(second.root(), {Namespace::none, "b"}), "<");
}

TEST(Tree, says_why_a_document_is_not_taken) {
  const Row rows[] = {
      {"", "there is no element"},
      {" <!-- c -->", "there is no element"},
      {"<a>\xFF</a>", "it is not UTF-8"},
      {"<a>\xC0\xAF</a>", "it is not UTF-8"},
      {"<a>\x01</a>", "a character is not allowed"},
      {"<a>\0</a>"sv, "a character is not allowed"},
      {"<a>\xEF\xBF\xBF</a>", "a character is not allowed"},
      {"\xFF\xFE<\0a\0/\0>\0"sv, "it is not UTF-8"},
      {"<?xml version='1.0' x='y'?><a/>", "its XML declaration is wrong"},
      {"<?xml version='1.1'?><a/>", "it is of another version or encoding"},
      {"<?xml version='1.0' encoding='latin1'?><a/>", "it is of another version or encoding"},
      {" <?xml version='1.0'?><a/>", "it has a processing instruction"},
      {"<?go on?><a/>", "it has a processing instruction"},
      {"<a><?go on?></a>", "it has a processing instruction"},
      {"<a/><?go on?>", "it has a processing instruction"},
      {"<!DOCTYPE a><a/>", "a document type is declared"},
      {"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///c'>]><a>&b;</a>", "a document type is declared"},
      {"<a><!DOCTYPE a></a>", "a document type is declared"},
      {"<![CDATA[x]]><a/>", "it has unknown markup"},
      {"<a><!ELEMENT b></a>", "it has unknown markup"},
      {"<a><![cdata[x]]></a>", "it has unknown markup"},
      {"x<a/>", "text stands before the root element"},
      {"&#32;<a/>", "text stands before the root element"},
      {"<a/><b/>", "something stands after the root element"},
      {"<a/>x", "something stands after the root element"},
      {"<a/><![CDATA[]]>", "something stands after the root element"},
      {"<a", "it ends early"},
      {"<a b", "'=' is expected"},
      {"<a b=", "a quote is expected"},
      {"<a b='", "it ends early"},
      {"<a>", "it ends early"},
      {"<a>x", "it ends early"},
      {"<a></a", "it ends early"},
      {"<a>x&amp;", "it ends early"},
      {"<a><", "a name is expected"},
      {"<", "a name is expected"},
      {"<1/>", "a name is expected"},
      {"< a/>", "a name is expected"},
      {"<:a/>", "a name is expected"},
      {"<a .b='1'/>", "a name is expected"},
      {"<a: xmlns:a='urn:one'/>", "a name is expected after a prefix"},
      {"<a:1 xmlns:a='urn:one'/>", "a name is expected after a prefix"},
      {"<a:b:c xmlns:a='urn:one'/>", "a blank is expected before an attribute"},
      {"<a b='1'c='2'/>", "a blank is expected before an attribute"},
      {"<a / >", "a name is expected"},
      {"<a b c='1'/>", "'=' is expected"},
      {"<a b=1/>", "a quote is expected"},
      {"<a b='<'/>", "'<' stands in an attribute"},
      {"<a b='1' b='2'/>", "an attribute is repeated"},
      {"<a xmlns='urn:one' xmlns='urn:two'/>", "an attribute is repeated"},
      {"<a xmlns:p='urn:one' xmlns:p='urn:one'/>", "an attribute is repeated"},
      {"<a xmlns:p='urn:one' xmlns:q='urn:one' p:b='1' q:b='2'/>", "an attribute is repeated"},
      {"<a xml:b='1' xml:b='1'/>", "an attribute is repeated"},
      {"<p:a/>", "a prefix is bound to nothing"},
      {"<a p:b='1'/>", "a prefix is bound to nothing"},
      {"<a><b xmlns:p='urn:one'/><p:b/></a>", "a prefix is bound to nothing"},
      {"<a xmlns:p=''/>", "a prefix is bound to nothing"},
      {"<xmlns:a/>", "a prefix is bound to nothing"},
      {"<a xmlns:xmlns='urn:one'/>", "a reserved prefix or namespace is declared"},
      {"<a xmlns:xml='urn:one'/>", "a reserved prefix or namespace is declared"},
      {"<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "a reserved prefix or namespace is declared"},
      {"<a xmlns='http://www.w3.org/2000/xmlns/'/>", "a reserved prefix or namespace is declared"},
      {"<a></b>", "another end tag is expected"},
      {"<a></ab>", "another end tag is expected"},
      {"<ab></a>", "another end tag is expected"},
      {"<p:a xmlns:p='urn:one' xmlns:q='urn:one'></q:a>", "another end tag is expected"},
      {"<a>]]></a>", "']]>' stands in text"},
      {"<a><![CDATA[x</a>", "a CDATA section is not closed"},
      {"<a><!-- </a>", "a comment is not closed"},
      {"<a><!-- - -- --></a>", "'--' stands in a comment"},
      {"<!-- ---><a/>", "'--' stands in a comment"},
      {"<a>&b;</a>", "a reference is unknown"},
      {"<a>&amp</a>", "a reference is unknown"},
      {"<a>&#0;</a>", "a reference is unknown"},
      {"<a b='&c;'/>", "a reference is unknown"},
      {"<a b='&amp'/>", "a reference is unknown"},
  };
  for (const Row& row : rows) {
    const auto tree = Tree::read(row.bytes, limits, known);
    ASSERT_FALSE(tree) << row.bytes;
    EXPECT_EQ(tree.error().why, row.shown) << row.bytes;
    EXPECT_LE(tree.error().offset, row.bytes.size()) << row.bytes;
  }
  EXPECT_EQ(Tree::read("<a>\n&b;</a>", limits, known).error().offset, 4U);
}

TEST(Tree, takes_only_namespaces_about_which_nobody_disagrees) {
  for (const std::string_view name :
       {"urn:a", "http://a.example/b?c=d#e", "A+b-c.1:x", "urn:%41;~!$*(),@[]=", "a:"})
    EXPECT_TRUE(Tree::read(std::string{"<a xmlns=\""}.append(name).append("\"/>"), limits, known)) << name;
  for (const std::string_view name :
       {"a",           "a/b:c",  "//a.example", "#a",     "../a",       ":a",          "1a:b",
        "-a:b",        "a_b:c",  "urn:a b",     " urn:a", "urn:a&#10;", "urn:a&#127;", "urn:\xC3\xA9",
        "urn:a&quot;", "urn:a'", "urn:&lt;",    "urn:>",  "urn:&amp;",  "urn:\\",      "urn:^",
        "urn:`",       "urn:{",  "urn:|",       "urn:}"}) {
    for (const std::string_view prefix : {"xmlns", "xmlns:p"}) {
      const auto bytes = std::string{"<a "}.append(prefix).append("=\"").append(name).append("\"/>");
      const auto tree = Tree::read(bytes, limits, known);
      ASSERT_FALSE(tree) << name;
      EXPECT_EQ(tree.error().why, "a namespace is not absolute") << name;
    }
  }
}

TEST(Tree, takes_instructions_only_by_their_grammar) {
  const Row rows[] = {
      {" <?xml version='1.0'?><a/>", "an XML declaration stands elsewhere than at the beginning"},
      {"<a><?XmL?></a>", "an XML declaration stands elsewhere than at the beginning"},
      {"<? p?><a/>", "a name is expected"},
      {"<a/><?p q>", "a processing instruction is not closed"},
      {"<a/><?p", "a blank is expected after the name of an instruction"},
      {"<?p:q?><a/>", "a blank is expected after the name of an instruction"},
      {"<?p+q?><a/>", "a blank is expected after the name of an instruction"},
  };
  for (const Row& row : rows) {
    const auto tree = Tree::read(row.bytes, with_instructions, known);
    ASSERT_FALSE(tree) << row.bytes;
    EXPECT_EQ(tree.error().why, row.shown) << row.bytes;
  }
}

/// As many pieces as wanted, `#` being the number of each.
std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    for (const char c : piece) all += c == '#' ? std::to_string(i) : std::string{c};
  }
  return all;
}

TEST(Tree, holds_its_limits_to_the_last_one_allowed) {
  struct Limit {
    std::string_view why;
    std::string (*document)(std::size_t);
    std::size_t allowed;
  };
  const Limit rows[] = {
      {"it is too large", [](std::size_t n) { return "<a>" + std::string(n - 7, 'x') + "</a>"; }, 4096},
      {"elements are nested too deep", [](std::size_t n) { return repeated("<a>", n) + repeated("</a>", n); },
       8},
      {"elements are nested too deep",
       [](std::size_t n) { return repeated("<a>", n - 1) + "<b/>" + repeated("</a>", n - 1); }, 8},
      {"there are too many attributes", [](std::size_t n) { return "<a" + repeated(" b#='1'", n) + "/>"; },
       8},
      {"there are too many nodes", [](std::size_t n) { return "<a>" + repeated("<b/>", n - 1) + "</a>"; },
       64},
      {"there are too many nodes", [](std::size_t n) { return "<a>" + repeated("<b/>", n - 2) + "text</a>"; },
       64},
      {"there are too many namespaces at one place",
       [](std::size_t n) {
         return "<a" + repeated(" xmlns:p#='urn:one'", n - 1) + "><b xmlns='urn:one'/></a>";
       },
       8},
      {"there are too many namespaces",
       [](std::size_t n) {
         return "<a xmlns='urn:one'>" + repeated("<b xmlns='urn:new#'/>", n) + "<b xmlns='urn:new0'/></a>";
       },
       8},
      {"a namespace is too long",
       [](std::size_t n) { return "<a xmlns='urn:" + std::string(n - 4, 'x') + "'/>"; }, namespace_bytes_max},
  };
  for (const Limit& row : rows) {
    EXPECT_TRUE(Tree::read(row.document(row.allowed), limits, known)) << row.why;
    const auto beyond = row.document(row.allowed + 1);
    const auto tree = Tree::read(beyond, limits, known);
    ASSERT_FALSE(tree) << row.why;
    EXPECT_EQ(tree.error().why, row.why);
  }
}

TEST(Tree, says_that_limits_do_not_fit_into_its_numbers) {
  TreeLimits too_large = limits;
  too_large.attributes_max = 65'536;
  EXPECT_THROW(static_cast<void>(Tree::read("<a/>", too_large, known)), Bug);
}

TEST(Children, are_taken_in_their_order) {
  const auto tree = tree_of("<a xmlns='urn:one'>\n <b/>\n <!-- c --> <c xmlns='urn:two'/>&#13;<b/></a>");
  Children children{tree, tree.root()};
  EXPECT_FALSE(children.take({one, "c"}));
  EXPECT_FALSE(children.take({two, "b"}));
  const auto b = children.take({one, "b"});
  ASSERT_TRUE(b);
  EXPECT_EQ(tree.qualified(*b), "b");
  const auto c = children.peek();
  ASSERT_TRUE(c);
  EXPECT_EQ(children.take({two, "c"}), c);
  EXPECT_FALSE(children.is_done());
  EXPECT_TRUE(children.take({one, "b"}));
  EXPECT_TRUE(children.is_done());
  EXPECT_FALSE(children.peek());
  EXPECT_FALSE(children.take({one, "b"}));
}

TEST(Children, stand_still_before_what_nobody_expects) {
  for (const std::string_view bytes : {"<a>x<b/></a>", "<a><?p?><b/></a>", "<a>&#160;<b/></a>"}) {
    const auto tree = tree_of(bytes);
    Children children{tree, tree.root()};
    EXPECT_FALSE(children.take({Namespace::none, "b"})) << bytes;
    EXPECT_FALSE(children.peek()) << bytes;
    EXPECT_FALSE(children.is_done()) << bytes;
  }
  const auto behind = tree_of("<a><b/>x</a>");
  Children children{behind, behind.root()};
  EXPECT_TRUE(children.take({Namespace::none, "b"}));
  EXPECT_FALSE(children.is_done());
  const auto empty = tree_of("<a> <!-- c -->\n</a>");
  EXPECT_TRUE((Children{empty, empty.root()}.is_done()));
}

}  // namespace
}  // namespace lintas::xml
