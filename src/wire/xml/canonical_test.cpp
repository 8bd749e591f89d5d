#include "wire/xml/canonical.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::xml {
namespace {

constexpr TreeLimits limits{.bytes_max = 4096,
                            .depth_max = 300,
                            .attributes_max = 16,
                            .scope_max = 16,
                            .nodes_max = 1024,
                            .namespaces_max = 16,
                            .instructions = true};

Tree tree_of(std::string_view bytes) {
  auto tree = Tree::read(bytes, limits, {});
  require(tree.has_value(), tree ? "" : tree.error().why.data());
  return std::move(*tree);
}

std::string canonical_document(std::string_view bytes) {
  std::string out;
  canonicalise(tree_of(bytes), out);
  return out;
}

/// The first element in document order that is written so.
Tree::Node find(const Tree& tree, std::string_view qualified) {
  Tree::Node node = tree.root();
  while (tree.qualified(node) != qualified) {
    auto next = tree.first_child(node);
    for (auto here = node; !next; here = *tree.parent(here)) next = tree.next(here);
    node = *next;
  }
  return node;
}

std::string canonical_element(std::string_view bytes, std::string_view qualified,
                              const std::vector<std::string_view>& inclusive = {}) {
  const auto tree = tree_of(bytes);
  std::string out;
  canonicalise(tree, find(tree, qualified), inclusive, out);
  return out;
}

struct Row {
  std::string_view rule;
  std::string_view bytes;
  std::string_view canonical;
};

// Canonical XML 1.0, 1.1 and 2.3, with the changes of Exclusive XML Canonicalization 1.0, 3.
TEST(Canonical, writes_a_document_by_the_rules) {
  const Row rows[] = {
      {"no XML declaration, no blanks outside the root", "<?xml version='1.0'?>\n<a/>\n", "<a></a>"},
      {"no byte order mark", "\xEF\xBB\xBF<a/>", "<a></a>"},
      {"no empty-element tags, no blanks in tags", "<a  b = '1' ><c\n/></a >", "<a b=\"1\"><c></c></a>"},
      {"no comments, and none outside either", "<!-- c --><a>x<!-- c -->y</a><!-- c -->", "<a>xy</a>"},
      {"blanks in content stay", "<a> \n\t<b/> </a>", "<a> \n\t<b></b> </a>"},
      {"sections are text", "<a><![CDATA[<&>]]></a>", "<a>&lt;&amp;&gt;</a>"},
      {"in text & < > and CR are references, quotes are not", "<a>&amp;&lt;&gt;&quot;&apos;&#13;&#9;</a>",
       "<a>&amp;&lt;&gt;\"'&#xD;\t</a>"},
      {"in attributes & < \" TAB LF and CR are references, > and ' are not",
       "<a b='&amp;&lt;&gt;&quot;&apos;&#9;&#10;&#13;'/>", "<a b=\"&amp;&lt;>&quot;'&#x9;&#xA;&#xD;\"></a>"},
      {"line ends are line feeds", "<a>1\r\n2\r3</a>", "<a>1\n2\n3</a>"},
      {"values are normalised", "<a b='1\r\n2\t3'/>", "<a b=\"1 2 3\"></a>"},
      {"references to characters are characters", "<a b='&#xE9;'>&#x1F600;</a>", "<a b=\"é\">😀</a>"},
      {"attributes are sorted, those of no namespace first", "<a xmlns:p='urn:p' p:a='1' c='2' b='3'/>",
       "<a xmlns:p=\"urn:p\" b=\"3\" c=\"2\" p:a=\"1\"></a>"},
      {"attributes are sorted by the namespace's name, not by its prefix",
       "<a xmlns:a='urn:z' xmlns:z='urn:a' a:b='1' z:b='2'/>",
       "<a xmlns:a=\"urn:z\" xmlns:z=\"urn:a\" z:b=\"2\" a:b=\"1\"></a>"},
      {"attributes are sorted by characters, not by signed bytes", "<a \xC3\xA9='1' z='2' Z='3'/>",
       "<a Z=\"3\" z=\"2\" \xC3\xA9=\"1\"></a>"},
      {"namespaces are sorted by prefix, the default first, before all attributes",
       "<x b='1' xmlns:b='urn:1' b:d='2' xmlns:a='urn:2' a:c='1' xmlns='urn:3'/>",
       "<x xmlns=\"urn:3\" xmlns:a=\"urn:2\" xmlns:b=\"urn:1\" b=\"1\" b:d=\"2\" a:c=\"1\"></x>"},
      {"a namespace is declared where it is used, not where it was declared",
       "<a xmlns:p='urn:p'><b><p:c/></b><p:c/></a>",
       "<a><b><p:c xmlns:p=\"urn:p\"></p:c></b><p:c xmlns:p=\"urn:p\"></p:c></a>"},
      {"a namespace that an attribute uses is used", "<a xmlns:p='urn:p'><b p:c='1'/></a>",
       "<a><b xmlns:p=\"urn:p\" p:c=\"1\"></b></a>"},
      {"a prefix in a value is not used", "<a xmlns:p='urn:p' b='p:c'>p:d</a>", "<a b=\"p:c\">p:d</a>"},
      {"what an ancestor shows is not repeated", "<p:a xmlns:p='urn:p'><b><p:c xmlns:p='urn:p'/></b></p:a>",
       "<p:a xmlns:p=\"urn:p\"><b><p:c></p:c></b></p:a>"},
      {"a prefix that is bound anew is declared anew, and stands for what it did behind that",
       "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/></p:b><p:d/></p:a>",
       "<p:a xmlns:p=\"urn:1\"><p:b xmlns:p=\"urn:2\"><p:c xmlns:p=\"urn:1\"></p:c></p:b><p:d></p:d></p:a>"},
      {"an undone default is undone", "<a xmlns='urn:1'><b xmlns=''><c xmlns='urn:1'/></b></a>",
       "<a xmlns=\"urn:1\"><b xmlns=\"\"><c xmlns=\"urn:1\"></c></b></a>"},
      {"a default that the output does not have is not undone", "<a xmlns=''><b xmlns=''/></a>",
       "<a><b></b></a>"},
      {"a default that only a prefixed element declared need not be undone",
       "<p:a xmlns:p='urn:p' xmlns='urn:1'><b xmlns=''/></p:a>", "<p:a xmlns:p=\"urn:p\"><b></b></p:a>"},
      {"xml: is never declared",
       "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='de' b='1'><xml:c/></a>",
       "<a b=\"1\" xml:lang=\"de\"><xml:c></xml:c></a>"},
      {"instructions stay, one blank before their text", "<a><?p?><?p   q ?></a>", "<a><?p?><?p q ?></a>"},
      {"instructions outside are lines of their own", "<?p?>\n\n<?q 1?><a/><?p?>\n<?q?>\n",
       "<?p?>\n<?q 1?>\n<a></a>\n<?p?>\n<?q?>"},
  };
  for (const Row& row : rows) {
    const auto once = canonical_document(row.bytes);
    EXPECT_EQ(once, row.canonical) << row.rule;
    EXPECT_EQ(canonical_document(once), once) << "canonical form is its own: " << row.rule;
  }
}

TEST(Canonical, takes_an_element_out_of_its_document) {
  constexpr std::string_view document =
      "<?p?><e:a xmlns:e='urn:e' xmlns='urn:d' xmlns:u='urn:u' xml:lang='de'><b c='1'><e:d "
      "xmlns=''><f/></e:d></b>"
      "<g xmlns:u='urn:v'/></e:a>";
  struct Element {
    std::string_view rule;
    std::string_view qualified;
    std::vector<std::string_view> inclusive;
    std::string_view canonical;
  };
  const Element rows[] = {
      {"it brings along what it uses, and no xml: attributes of its ancestors",
       "b",
       {},
       "<b xmlns=\"urn:d\" c=\"1\"><e:d xmlns:e=\"urn:e\"><f xmlns=\"\"></f></e:d></b>"},
      {"a default that was undone outside need not be undone", "f", {}, "<f></f>"},
      {"a prefix of the list is declared at the top, used or not",
       "b",
       {"u"},
       "<b xmlns=\"urn:d\" xmlns:u=\"urn:u\" c=\"1\"><e:d xmlns:e=\"urn:e\"><f xmlns=\"\"></f></e:d></b>"},
      {"so is each of several, in the order of prefixes; what is not bound is passed over",
       "f",
       {"u", "z", "e", "xml", "u"},
       "<f xmlns:e=\"urn:e\" xmlns:u=\"urn:u\"></f>"},
      {"a prefix of the list that is bound anew is declared anew",
       "e:a",
       {"u"},
       "<e:a xmlns:e=\"urn:e\" xmlns:u=\"urn:u\" xml:lang=\"de\"><b xmlns=\"urn:d\" c=\"1\"><e:d><f "
       "xmlns=\"\"></f></e:d></b>"
       "<g xmlns=\"urn:d\" xmlns:u=\"urn:v\"></g></e:a>"},
      {"#default of the list: the default is declared where it is in scope, used or not, and undone likewise",
       "e:a",
       {""},
       "<e:a xmlns=\"urn:d\" xmlns:e=\"urn:e\" xml:lang=\"de\"><b c=\"1\"><e:d "
       "xmlns=\"\"><f></f></e:d></b><g></g></e:a>"},
      {"#default where the default is undone", "e:d", {""}, "<e:d xmlns:e=\"urn:e\"><f></f></e:d>"},
  };
  for (const Element& row : rows)
    EXPECT_EQ(canonical_element(document, row.qualified, row.inclusive), row.canonical) << row.rule;
}

TEST(Canonical, appends) {
  const auto tree = tree_of("<a><b/></a>");
  std::string out = "x";
  canonicalise(tree, find(tree, "b"), {}, out);
  canonicalise(tree, out);
  EXPECT_EQ(out, "x<b></b><a><b></b></a>");
}

TEST(Canonical, comes_in_pieces_too) {
  std::string elements;
  for (int i = 0; i < 200; ++i) elements += "<n:b/>";
  const std::string bytes = "<?go?><r xmlns:n='urn:" + std::string(200, 'x') + "'>" + elements + "<c d='" +
                            std::string(1'000, '"') + "'>" + std::string(500, '>') + "</c></r><?on?>";
  const auto tree = tree_of(bytes);
  for (const bool is_whole : {true, false}) {
    std::string whole;
    std::string joined;
    std::size_t pieces = 0;
    const TakePiece take = [&](std::string_view piece) {
      EXPECT_LT(piece.size(), 32UL * 1024);
      joined += piece;
      return ++pieces > 0;
    };
    if (is_whole)
      canonicalise(tree, whole);
    else
      canonicalise(tree, tree.root(), {}, whole);
    EXPECT_TRUE(is_whole ? canonicalise(tree, take) : canonicalise(tree, tree.root(), {}, take));
    EXPECT_EQ(joined, whole);
    EXPECT_GT(pieces, 2U) << "of a document of " << bytes.size();
  }
}

TEST(Canonical, nothing_is_written_that_nobody_wants) {
  std::string elements;
  for (int i = 0; i < 200; ++i) elements += "<n:b/>";
  const std::string bytes = "<r xmlns:n='urn:" + std::string(200, 'x') + "'>" + elements + "</r>";
  const auto tree = tree_of(bytes);
  std::size_t pieces = 0;
  EXPECT_FALSE(canonicalise(tree, [&](std::string_view) { return ++pieces == 0; }));
  EXPECT_EQ(pieces, 1U);
}

TEST(Canonical, escapes_for_those_who_write_directly) {
  std::string out = "x";
  escape_text("\t\n\r\"'&<>é", out);
  EXPECT_EQ(out, "x\t\n&#xD;\"'&amp;&lt;&gt;é");
  out.clear();
  escape_attribute("\t\n\r\"'&<>é", out);
  EXPECT_EQ(out, "&#x9;&#xA;&#xD;&quot;'&amp;&lt;>é");
}

}  // namespace
}  // namespace lintas::xml
