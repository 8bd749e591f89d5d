// Trees and canonical forms, ours and libxml2's: of random documents, of recorded envelopes, of damaged ones;
// and the digests in those envelopes, which their sender took over canonical forms of its own.
//
// LINTAS_SEEDS is how many documents there are, LINTAS_SEED the only one.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <iterator>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlstring.h>
#include <map>
#include <memory>
#include <openssl/evp.h>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/random.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas {
namespace {

using namespace std::string_view_literals;
using xml::Tree;

constexpr xml::TreeLimits limits{.bytes_max = 1UL << 20U,
                                 .depth_max = 64,
                                 .attributes_max = 64,
                                 .scope_max = 64,
                                 .nodes_max = 20'000,
                                 .namespaces_max = 200,
                                 .instructions = true};

using Prefixes = std::vector<std::string_view>;

// ---- ours

std::string ours(const Tree& tree, Tree::Node element, const Prefixes& inclusive) {
  std::string out;
  xml::canonicalise(tree, element, inclusive, out);
  return out;
}

std::string ours(const Tree& tree) {
  std::string out;
  xml::canonicalise(tree, out);
  return out;
}

void add_elements(const Tree& tree, Tree::Node node, std::vector<Tree::Node>& elements) {
  elements.push_back(node);
  for (auto child = tree.first_child(node); child; child = tree.next(*child)) {
    if (tree.kind(*child) == Tree::Kind::element) add_elements(tree, *child, elements);
  }
}

std::vector<Tree::Node> elements_of(const Tree& tree) {
  std::vector<Tree::Node> elements;
  add_elements(tree, tree.root(), elements);
  return elements;
}

// ---- libxml2's

struct Free {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
  void operator()(xmlURI* uri) const { xmlFreeURI(uri); }
};
using Document = std::unique_ptr<xmlDoc, Free>;

std::string_view text_of(const xmlChar* text) {
  return text == nullptr ? ""sv : std::string_view{reinterpret_cast<const char*>(text)};
}

/// Nothing if it is not well formed, with its namespaces.
Document libxml2_read(const std::string& text) {
  const std::unique_ptr<xmlParserCtxt, Free> context{xmlNewParserCtxt()};
  constexpr int quiet = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA;
  Document document{
      xmlCtxtReadMemory(context.get(), text.data(), static_cast<int>(text.size()), nullptr, nullptr, quiet)};
  if (context->wellFormed == 0 || context->nsWellFormed == 0) document.reset();
  return document;
}

int is_under(void* top, xmlNode* node, xmlNode* parent) {
  const xmlNode* here = node->type == XML_NAMESPACE_DECL ? parent : node;
  while (here != nullptr && here->type != XML_DOCUMENT_NODE && here != top) here = here->parent;
  return here == top ? 1 : 0;
}

/// Of the whole document if there is no element. Nothing if libxml2 gives up.
std::optional<std::string> libxml2s(xmlDoc* document, xmlNode* element, const Prefixes& inclusive) {
  std::vector<std::string> names;
  for (const auto prefix : inclusive) names.emplace_back(prefix.empty() ? "#default"sv : prefix);
  std::vector<xmlChar*> list;
  list.reserve(names.size() + 1);
  for (std::string& name : names) list.push_back(reinterpret_cast<xmlChar*>(name.data()));
  list.push_back(nullptr);
  xmlOutputBuffer* buffer = xmlAllocOutputBuffer(nullptr);
  const int written = xmlC14NExecute(document, element == nullptr ? nullptr : is_under, element,
                                     XML_C14N_EXCLUSIVE_1_0, list.data(), 0, buffer);
  std::optional<std::string> canonical;
  if (written >= 0) {
    canonical.emplace(reinterpret_cast<const char*>(xmlOutputBufferGetContent(buffer)),
                      xmlOutputBufferGetSize(buffer));
  }
  xmlOutputBufferClose(buffer);
  return canonical;
}

void add_elements(xmlNode* node, std::vector<xmlNode*>& elements) {
  elements.push_back(node);
  for (xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) add_elements(child, elements);
  }
}

std::vector<xmlNode*> elements_of(xmlDoc* document) {
  std::vector<xmlNode*> elements;
  add_elements(xmlDocGetRootElement(document), elements);
  return elements;
}

// ---- where the two may differ

/// Where we refuse what XML and its namespaces allow (tree.hpp), or what libxml2 is lenient about.
bool is_deliberate(std::string_view why, std::string_view text) {
  static constexpr std::string_view deliberate[] = {
      "a namespace is not absolute", "a document type is declared", "it is of another version or encoding",
      // The names of instructions have no colon (Namespaces in XML 1.0, 7).
      "a blank is expected after the name of an instruction"};
  // libxml2 does without the blank that the grammar wants before "standalone" (XML 1.0, 2.9).
  const bool is_lenient = why == "its XML declaration is wrong" && text.contains("standalone");
  return is_lenient || std::ranges::find(deliberate, why) != std::end(deliberate);
}

/// libxml2 takes a namespace for a URI, and refuses the document or gives up if it is no good one: a port
/// that is no number, a percent sign without digits. For us it is a name.
bool has_bad_uri(const Tree& tree) {
  const auto is_bad = [&](const Tree::Declaration& declared) {
    const std::string name{tree.name_of(declared.space)};
    const std::unique_ptr<xmlURI, Free> uri{xmlParseURI(name.c_str())};
    return !name.empty() && uri == nullptr;
  };
  return std::ranges::any_of(elements_of(tree), [&](Tree::Node element) {
    return std::ranges::any_of(tree.declarations(element), is_bad);
  });
}

// ---- the comparison

struct Tally {
  std::size_t taken = 0;
  std::size_t compared = 0;
  std::size_t refused_by_both = 0;
  std::size_t refused_by_us = 0;
  std::size_t given_up = 0;  ///< by libxml2
};

std::string difference(std::string_view what, const std::string& ours, const std::string& theirs) {
  return format("{}\n  ours    {}\n  libxml2 {}", what, ours, theirs);
}

Prefixes any_prefixes(test::Random& random) {
  static constexpr std::array prefixes{""sv, "a"sv, "b"sv, "ds"sv, "S12"sv, "a1"sv, "Z"sv, "wsu"sv, "xml"sv};
  Prefixes chosen;
  if (random.one_in(2)) return chosen;
  for (std::size_t times = 1 + random.below(3); times > 0; --times) chosen.push_back(random.pick(prefixes));
  return chosen;
}

/// A document that both have taken.
class Pair {
 public:
  Pair(const Tree& tree, xmlDoc* document, Tally& tally)
      : tree_(tree),
        document_(document),
        tally_(tally),
        elements_(elements_of(tree)),
        theirs_(elements_of(document)) {}

  [[nodiscard]] std::size_t size() const { return elements_.size(); }

  /// What is different; nothing if nothing is.
  [[nodiscard]] std::string trees() const {
    if (elements_.size() != theirs_.size()) return "there are other elements";
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      const auto& name = tree_.name(elements_[i]);
      const xmlNs* space = theirs_[i]->ns;
      if (name.local != text_of(theirs_[i]->name) ||
          tree_.name_of(name.space) != (space == nullptr ? ""sv : text_of(space->href)))
        return format("element {} has another name", i);
    }
    return {};
  }
  [[nodiscard]] std::string document() const {
    return compared(ours(tree_), libxml2s(document_, nullptr, {}));
  }
  [[nodiscard]] std::string subtree(std::size_t element, const Prefixes& inclusive) const {
    std::string told = compared(ours(tree_, elements_[element], inclusive),
                                libxml2s(document_, theirs_[element], inclusive));
    if (told.empty()) return told;
    told += format("\n  of element {}, inclusive", element);
    for (const auto prefix : inclusive) told += format(" '{}'", prefix);
    return told;
  }

 private:
  [[nodiscard]] std::string compared(const std::string& own, const std::optional<std::string>& theirs) const {
    if (theirs) {
      ++tally_.compared;
      return own == *theirs ? std::string{} : difference("canonical forms differ", own, *theirs);
    }
    ++tally_.given_up;
    return has_bad_uri(tree_) ? std::string{} : difference("libxml2 gives up", own, "");
  }

  const Tree& tree_;
  xmlDoc* document_;
  Tally& tally_;
  std::vector<Tree::Node> elements_;
  std::vector<xmlNode*> theirs_;
};

/// What is different between ours and libxml2's: the document, and a few subtrees with random prefixes.
std::string differs(const std::string& text, test::Random& random, Tally& tally) {
  const auto tree = Tree::read(text, limits, {});
  const Document document = libxml2_read(text);
  if (!tree) {
    ++(document == nullptr ? tally.refused_by_both : tally.refused_by_us);
    const bool agreed = document == nullptr || is_deliberate(tree.error().why, text);
    return agreed ? std::string{}
                  : format("only we refuse, at {}: {}", tree.error().offset, tree.error().why);
  }
  if (document == nullptr) {
    ++tally.given_up;
    return has_bad_uri(*tree) ? "" : "only libxml2 refuses";
  }
  ++tally.taken;
  const Pair pair{*tree, document.get(), tally};
  std::string different = pair.trees();
  if (different.empty()) different = pair.document();
  for (int times = 0; times < 4 && different.empty(); ++times)
    different = pair.subtree(times == 0 ? 0 : random.below(pair.size()), any_prefixes(random));
  return different;
}

std::uint64_t seeds() {
  const char* wanted = std::getenv("LINTAS_SEEDS");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? 4'000 : std::strtoull(wanted, nullptr, 10);
}

std::optional<std::uint64_t> one_seed() {
  const char* wanted = std::getenv("LINTAS_SEED");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? std::nullopt : std::optional<std::uint64_t>{std::strtoull(wanted, nullptr, 10)};
}

/// `make` is asked for a document with each seed.
template <class Make>
Tally expect_no_difference(const Make& make) {
  Tally tally;
  std::size_t different = 0;
  const std::uint64_t first = one_seed().value_or(1);
  const std::uint64_t last = one_seed().value_or(seeds());
  for (std::uint64_t seed = first; seed <= last && different < 5; ++seed) {
    test::Random random{seed};
    const std::string text = make(random);
    const auto told = differs(text, random, tally);
    if (told.empty()) continue;
    ++different;
    ADD_FAILURE() << "LINTAS_SEED=" << seed << '\n' << told << '\n' << text;
  }
  ::testing::Test::RecordProperty("taken", std::to_string(tally.taken));
  ::testing::Test::RecordProperty("compared", std::to_string(tally.compared));
  ::testing::Test::RecordProperty("refused_by_both", std::to_string(tally.refused_by_both));
  ::testing::Test::RecordProperty("refused_by_us", std::to_string(tally.refused_by_us));
  ::testing::Test::RecordProperty("given_up", std::to_string(tally.given_up));
  return tally;
}

// ---- random documents

class Writer {
 public:
  explicit Writer(test::Random& random) : random_(random) {}

  std::string document() {
    if (random_.one_in(16)) out_ += "\xEF\xBB\xBF";
    if (random_.one_in(4)) out_ += "<?xml version='1.0' encoding=\"UTF-8\" ?>";
    outside();
    element(0, {});
    outside();
    return out_;
  }

 private:
  using Scope = std::map<std::string_view, std::string_view>;

  void outside() {
    static constexpr std::array bits{"\n"sv, " "sv, "\r\n"sv, "<!-- c -->"sv, "<?p?>"sv, "<?q  r\r\ns?>"sv};
    for (std::size_t times = random_.below(4); times > 0; --times) out_ += random_.pick(bits);
  }

  void element(std::size_t depth, Scope scope) {
    const std::string declarations = declared(scope);
    const std::string name = any_name(scope);
    out_ += "<" + name;
    const std::string attributes = attributes_in(scope);
    out_ += random_.one_in(2) ? declarations + attributes : attributes + declarations;
    if (random_.one_in(5)) out_ += "\n";
    if (depth > 5 || random_.one_in(5)) {
      out_ += random_.one_in(2) ? "/>" : "></" + name + ">";
      return;
    }
    out_ += ">";
    for (std::size_t children = random_.below(4); children > 0; --children) {
      text();
      element(depth + 1, scope);
    }
    text();
    out_ += "</" + name + (random_.one_in(4) ? "\t>" : ">");
  }

  /// Declarations, which go into the scope as well.
  std::string declared(Scope& scope) {
    static constexpr std::array prefixes{""sv, "a"sv, "b"sv, "ds"sv, "S12"sv, "a1"sv, "Z"sv};
    static constexpr std::array spaces{
        "urn:a"sv,     "urn:b"sv,   "http://www.w3.org/2003/05/soap-envelope"sv,
        "urn:c?x=1"sv, "urn:a#x"sv, "http://www.w3.org/2000/09/xmldsig#"sv};
    Scope here;
    for (std::size_t times = random_.chance(40) ? 1 + random_.below(3) : 0; times > 0; --times) {
      const auto prefix = random_.pick(prefixes);
      here[prefix] = prefix.empty() && random_.one_in(3) ? ""sv : random_.pick(spaces);
    }
    std::string written;
    for (const auto& [prefix, space] : here) {
      written += prefix.empty() ? " xmlns" : format(" xmlns:{}", prefix);
      written += format("='{}'", space);
      scope[prefix] = space;
    }
    if (random_.one_in(50)) written += " xmlns:xml='http://www.w3.org/XML/1998/namespace'";
    return written;
  }

  /// With a prefix of the scope, or with none.
  std::string any_name(const Scope& scope) {
    std::string name;
    if (!scope.empty() && !random_.one_in(3)) {
      const auto one = std::next(scope.begin(), static_cast<std::ptrdiff_t>(random_.below(scope.size())));
      if (!one->first.empty()) name.append(one->first).append(":");
    }
    return name.append(random_.pick(locals));
  }

  std::string attributes_in(const Scope& scope) {
    std::map<std::string, std::string> values;
    for (std::size_t times = random_.below(5); times > 0; --times)
      values[random_.one_in(8) ? "xml:lang" : any_name(scope)] = value();
    std::vector<std::string> written;
    written.reserve(values.size());
    for (const auto& [name, text] : values)
      written.push_back(format(" {}{}{}", name, random_.one_in(8) ? " = " : "=", text));
    std::string all;
    for (; !written.empty(); written.pop_back()) {
      std::swap(written.back(), written[random_.below(written.size())]);
      all += written.back();
    }
    return all;
  }

  std::string value() {
    static constexpr std::array bits{"v"sv,    "&amp;"sv,  "&lt;"sv,     ">"sv,     "\n"sv,
                                     "\t"sv,   "\r\n"sv,   "\r"sv,       "&#10;"sv, "&#13;"sv,
                                     "&#9;"sv, "&quot;"sv, "\xC3\xBC"sv, " "sv,     "&apos;"sv};
    const std::string quote = random_.one_in(2) ? "\"" : "'";
    std::string written = quote;
    for (std::size_t times = random_.below(4); times > 0; --times) written += random_.pick(bits);
    if (random_.one_in(6)) written += quote == "'" ? "\"" : "'";
    return written + quote;
  }

  void text() {
    static constexpr std::array bits{"x"sv,
                                     "hello"sv,
                                     "&amp;"sv,
                                     "&lt;"sv,
                                     "&gt;"sv,
                                     ">"sv,
                                     "\""sv,
                                     "'"sv,
                                     "\n"sv,
                                     "\r\n"sv,
                                     "\t"sv,
                                     "\r"sv,
                                     "&#13;"sv,
                                     "&#9;"sv,
                                     "&#x20AC;"sv,
                                     "\xC3\xA9"sv,
                                     "\xF0\x9F\x98\x80"sv,
                                     "<![CDATA[<&>]]>"sv,
                                     "<![CDATA[a\r\nb\r]]>"sv,
                                     "<![CDATA[]]>"sv,
                                     "<!-- c -->"sv,
                                     "&quot;"sv,
                                     "&apos;"sv,
                                     "]]"sv,
                                     "]"sv,
                                     "<?p?>"sv,
                                     "<?q  r\r\ns?>"sv,
                                     "  "sv};
    for (std::size_t times = random_.below(5); times > 0; --times) out_ += random_.pick(bits);
  }

  static constexpr std::array locals{"e"sv, "f"sv, "Id"sv, "Zz"sv, "a"sv, "\xC3\xA9"sv, "\xF0\x90\x80\x80"sv,
                                     "_1"sv};

  test::Random& random_;
  std::string out_;
};

TEST(CanonicalDifferential, of_random_documents) {
  const auto tally = expect_no_difference([](test::Random& random) { return Writer{random}.document(); });
  EXPECT_TRUE(one_seed() || tally.taken > seeds() / 2) << tally.taken;
}

// ---- recorded envelopes

/// The SOAP parts of all recorded requests and answers, by the names of their files.
std::map<std::string, std::string> envelopes() {
  constexpr std::string_view request = ".request.body";
  std::map<std::string, std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/tests/as4/recorded"}) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(request))
      all[name] = test::recorded_soap(name.substr(0, name.size() - request.size()));
    if (name.ends_with(".answer.xml")) all[name] = test::recorded(name);
  }
  return all;
}

TEST(CanonicalDifferential, of_every_subtree_of_recorded_envelopes) {
  Tally tally;
  for (const auto& [name, text] : envelopes()) {
    const auto tree = Tree::read(text, limits, {});
    const Document document = libxml2_read(text);
    ASSERT_TRUE(tree && document != nullptr) << name;
    const Pair pair{*tree, document.get(), tally};
    ASSERT_EQ(pair.trees(), "") << name;
    EXPECT_EQ(pair.document(), "") << name;
    for (std::size_t i = 0; i < pair.size(); ++i) {
      for (const Prefixes& inclusive : {Prefixes{}, Prefixes{"S12"}, Prefixes{"", "wsu", "ns3"}})
        EXPECT_EQ(pair.subtree(i, inclusive), "") << name;
    }
  }
  EXPECT_EQ(tally.given_up, 0U);
  EXPECT_GT(tally.compared, 2'000U);
}

std::string damaged(std::string text, test::Random& random) {
  static constexpr std::array pieces{
      " "sv,    "<"sv,      ">"sv,           "&"sv,         "\""sv,      "'"sv,
      "/"sv,    "\n"sv,     "\t"sv,          "\r"sv,        "x"sv,       ":"sv,
      "="sv,    "]]>"sv,    "<!-- c -->"sv,  "--"sv,        "&#13;"sv,   "<![CDATA[&]]>"sv,
      "<a/>"sv, "xmlns="sv, " xmlns=\"\""sv, " a='&lt;'"sv, "<?p q?>"sv, "\xC3\xA9"sv};
  const std::size_t at = random.below(text.size());
  switch (random.below(4)) {
    case 0: text[at] = static_cast<char>(text[at] ^ (1 << random.below(7))); break;
    case 1: text.erase(at, 1 + random.below(3)); break;
    case 2: text.replace(at, 1, random.pick(pieces)); break;
    default: text.insert(at, random.pick(pieces)); break;
  }
  return text;
}

TEST(CanonicalDifferential, of_damaged_envelopes) {
  std::vector<std::string> sources;
  for (const auto& [name, text] : envelopes()) sources.push_back(text);
  const auto tally = expect_no_difference([&](test::Random& random) {
    const std::string text = damaged(random.pick(sources), random);
    return random.one_in(3) ? damaged(text, random) : text;
  });
  EXPECT_TRUE(one_seed() || tally.taken > seeds() / 4) << tally.taken;
}

// ---- digests of another implementation

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::array<unsigned char, 45> text{};
  EVP_EncodeBlock(text.data(), digest.data(), digest.size());
  return reinterpret_cast<const char*>(text.data());
}

/// The first in document order.
std::optional<Tree::Node> element_of(const Tree& tree, Tree::Node under, const Tree::Name& name) {
  std::vector<Tree::Node> elements;
  add_elements(tree, under, elements);
  const auto found = std::ranges::find_if(elements, [&](Tree::Node one) { return tree.is(one, name); });
  return found == elements.end() ? std::nullopt : std::optional{*found};
}

/// By its attribute Id, whatever the namespace of that is.
std::optional<Tree::Node> element_with_id(const Tree& tree, std::string_view id) {
  const auto is_id = [&](const Tree::Attribute& one) { return one.name.local == "Id" && one.value == id; };
  const auto elements = elements_of(tree);
  const auto found = std::ranges::find_if(
      elements, [&](Tree::Node one) { return std::ranges::any_of(tree.attributes(one), is_id); });
  return found == elements.end() ? std::nullopt : std::optional{*found};
}

Prefixes prefix_list(const Tree& tree, Tree::Node reference) {
  Prefixes prefixes;
  const auto list = element_of(tree, reference, {as4::ns::exc_c14n, "InclusiveNamespaces"});
  if (!list) return prefixes;
  const auto written = tree.attribute(*list, {xml::Namespace::none, "PrefixList"}).value_or("");
  for (const auto prefix : std::views::split(written, ' '))
    prefixes.emplace_back(prefix.begin(), prefix.end());
  return prefixes;
}

struct Digest {
  std::string_view uri;
  std::string_view stated;
  std::string taken;  ///< by us
};

/// Of each reference to an element that there is.
std::vector<Digest> digests_of(const Tree& tree) {
  std::vector<Digest> digests;
  const auto info = element_of(tree, tree.root(), {as4::ns::ds, "SignedInfo"});
  for (auto one = tree.first_child(info.value_or(tree.root())); one; one = tree.next(*one)) {
    const auto uri = tree.attribute(*one, {xml::Namespace::none, "URI"}).value_or("");
    if (!tree.is(*one, {as4::ns::ds, "Reference"}) || !uri.starts_with('#')) continue;
    const auto element = element_with_id(tree, uri.substr(1));
    const auto stated = element_of(tree, *one, {as4::ns::ds, "DigestValue"});
    if (!element || !stated) continue;
    digests.push_back({.uri = uri,
                       .stated = tree.value(*stated).value_or(""),
                       .taken = sha256(ours(tree, *element, prefix_list(tree, *one)))});
  }
  return digests;
}

TEST(CanonicalDifferential, of_what_the_sender_of_recorded_envelopes_has_signed) {
  for (const auto& [name, text] : envelopes()) {
    const auto tree = Tree::read(text, limits, as4::ns::known);
    ASSERT_TRUE(tree) << name;
    const auto digests = digests_of(*tree);
    EXPECT_EQ(digests.size(), 2U) << name << ": of the header and of the body";
    for (const auto& [uri, stated, taken] : digests) EXPECT_EQ(taken, stated) << name << ' ' << uri;
  }
}

}  // namespace
}  // namespace lintas
