#include "wire/xml/tree.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/utf8.hpp"
#include "wire/xml/lexical.hpp"

namespace lintas::xml {

namespace {

// Namespaces in XML 1.0 (third edition), 3: bound to their prefixes, to no other, and these to nothing else.
constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view xmlns_space = "http://www.w3.org/2000/xmlns/";

/// Where a byte is more than itself.
enum Special : std::uint8_t { in_text = 1, in_value = 2 };

constexpr auto special = [] {
  std::array<std::uint8_t, 256> table{};
  for (const char c : {'<', '&', '\r'}) table.at(static_cast<unsigned char>(c)) = in_text | in_value;
  for (const char c : {'"', '\'', '\n', '\t'}) table.at(static_cast<unsigned char>(c)) = in_value;
  table.at(']') = in_text;
  return table;
}();

/// How many bytes are only themselves. Pointers, for most of every document passes through here.
std::size_t plain_length(std::string_view text, Special where) {
  const char* const end = text.data() + text.size();
  const char* here = text.data();
  while (here != end && (special[static_cast<unsigned char>(*here)] & where) == 0) ++here;
  return static_cast<std::size_t>(here - text.data());
}

/// Most names that differ do so in length or last character, which costs less than a call that compares all.
bool is_same(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         (a.empty() || (a.back() == b.back() && std::memcmp(a.data(), b.data(), a.size()) == 0));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_in_scheme(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

bool is_in_namespace(char c) {
  constexpr std::string_view refused = "\"'<>&\\^`{|}";
  return c > ' ' && c <= '~' && !refused.contains(c);
}

/// Scheme, colon, and characters about whose canonical form nobody disagrees.
bool is_absolute(std::string_view name) {
  const auto colon = name.find(':');
  return colon != std::string_view::npos && colon > 0 && is_letter(name.front()) &&
         std::ranges::all_of(name.substr(0, colon), is_in_scheme) &&
         std::ranges::all_of(name, is_in_namespace);
}

}  // namespace

class Tree::Reader {
 public:
  Reader(std::string_view bytes, const TreeLimits& limits, std::span<const std::string_view> known);

  /// Once.
  std::expected<Tree, Unreadable> read();

 private:
  struct Open {
    std::uint32_t item;
    std::uint32_t last_child = 0;  ///< 0: none
    std::size_t scope = 0;         ///< how many namespaces were declared outside
  };
  struct Written {
    std::string_view qualified, prefix, local;
  };
  /// An element while its start tag is read.
  struct Opening {
    Item item;
    Written name;
    std::size_t scope = 0;  ///< as in Open
  };

  bool begin();
  bool document();
  bool outside();
  bool content();
  bool start_tag();
  bool attributes(Opening& element);
  bool attribute(const Opening& element);
  bool declare(const Opening& element, std::string_view prefix, std::string_view name);
  bool resolve(std::string_view prefix, Namespace& space);
  bool resolve_names(Opening& element);
  bool end_tag();
  bool qualified_name(Written& name);
  std::optional<std::string_view> value();
  bool special_in_value();
  bool text();
  bool special_in_text();
  bool unknown_markup();  ///< always false
  bool section();
  bool comment();
  bool instruction();
  bool reference();
  bool add(Item item);
  bool fail(std::string_view why);  ///< always false

  Namespace number_of(std::string_view name);
  void append_lines(std::string_view raw);
  std::string_view keep();

  lexical::Cursor cursor_;
  const std::size_t size_;
  const TreeLimits& limits_;
  std::size_t known_ = 0;   ///< how many namespaces have a number from the beginning
  std::vector<Open> open_;  ///< the first stands for the document
  std::vector<Declaration> scope_;
  std::string scratch_;  ///< of a text that is not as it stands in the bytes
  Tree tree_;
  Unreadable problem_;
};

Tree::Reader::Reader(std::string_view bytes, const TreeLimits& limits,
                     std::span<const std::string_view> known)
    : cursor_(bytes), size_(bytes.size()), limits_(limits) {
  constexpr std::size_t of_one_place = std::numeric_limits<std::uint16_t>::max();
  require(limits.attributes_max <= of_one_place && limits.scope_max <= of_one_place &&
              limits.namespaces_max + known.size() + 2 <= of_one_place &&
              limits.nodes_max < std::numeric_limits<std::uint32_t>::max(),
          "the limits of a tree fit into its numbers");
  // Of real envelopes: 100 bytes a node, 150 an attribute, a depth of 11.
  tree_.items_.reserve(1 + std::min(limits.nodes_max, size_ / 64));
  tree_.attributes_.reserve(std::min(limits.nodes_max, size_ / 128));
  open_.reserve(1 + std::min<std::size_t>(limits.depth_max, 16));
  tree_.spaces_.reserve(known.size() + 2);
  tree_.spaces_.emplace_back();
  tree_.spaces_.insert(tree_.spaces_.end(), known.begin(), known.end());
  tree_.xml_ = number_of(xml_space);
  known_ = tree_.spaces_.size();
  tree_.items_.push_back({.kind = Kind::element});
  open_.push_back({.item = 0});
}

std::expected<Tree, Unreadable> Tree::Reader::read() {
  if (!begin() || !document()) return std::unexpected(problem_);
  return std::move(tree_);
}

/// Size, characters, byte order mark, XML declaration.
bool Tree::Reader::begin() {
  if (size_ > limits_.bytes_max) return fail("it is too large");
  if (const auto bad = utf8::first_bad(cursor_.rest())) {
    cursor_.take_bytes(bad->offset);
    return fail(bad->fault == utf8::Fault::encoding ? "it is not UTF-8" : "a character is not allowed");
  }
  cursor_.take(lexical::byte_order_mark);
  const auto declaration = lexical::declaration_length(cursor_.rest());
  if (!declaration) {
    cursor_.take_bytes(declaration.error().offset);
    return fail(declaration.error().kind == lexical::DeclarationFault::Kind::grammar
                    ? "its XML declaration is wrong"
                    : "it is of another version or encoding");
  }
  cursor_.take_bytes(*declaration);
  return true;
}

bool Tree::Reader::document() {
  if (!outside()) return false;
  if (cursor_.at_end()) return fail("there is no element");
  if (cursor_.peek() != '<') return fail("text stands before the root element");
  if (cursor_.peek(1) == '!') return unknown_markup();
  tree_.root_ = Node{static_cast<std::uint32_t>(tree_.items_.size())};
  if (!start_tag() || !content() || !outside()) return false;
  return cursor_.at_end() || fail("something stands after the root element");
}

/// Blanks, comments and instructions before the root element or after it.
bool Tree::Reader::outside() {
  while (true) {
    cursor_.skip_blanks();
    if (cursor_.sees("<!--")) {
      if (!comment()) return false;
    } else if (cursor_.sees("<?")) {
      if (!instruction()) return false;
    } else {
      return true;
    }
  }
}

/// All that is in the root element, with its end.
bool Tree::Reader::content() {
  while (open_.size() > 1) {
    const char next = cursor_.peek() == '<' ? cursor_.peek(1) : '!';
    bool taken = false;
    switch (next) {
      case '!': taken = text(); break;  // a comment or a section is a part of a text
      case '/': taken = end_tag(); break;
      case '?': taken = instruction(); break;
      default: taken = start_tag(); break;
    }
    if (!taken) return false;
  }
  return true;
}

// ---- tags

bool Tree::Reader::start_tag() {
  cursor_.take('<');
  if (open_.size() > limits_.depth_max) return fail("elements are nested too deep");
  Opening element{.item = {.kind = Kind::element}, .scope = scope_.size()};
  element.item.first_attribute = static_cast<std::uint32_t>(tree_.attributes_.size());
  element.item.first_declaration = static_cast<std::uint32_t>(tree_.declarations_.size());
  if (!qualified_name(element.name) || !attributes(element) || !resolve_names(element)) return false;
  const auto number = static_cast<std::uint32_t>(tree_.items_.size());
  if (!add(element.item)) return false;
  if (cursor_.take('>')) {
    open_.push_back({.item = number, .scope = element.scope});
  } else {
    cursor_.take("/>");
    scope_.resize(element.scope);
  }
  return true;
}

/// Up to the end of the start tag.
bool Tree::Reader::attributes(Opening& element) {
  while (true) {
    const bool separated = cursor_.skip_blanks();
    if (cursor_.peek() == '>' || cursor_.sees("/>")) break;
    if (cursor_.at_end()) return fail("it ends early");
    if (!separated) return fail("a blank is expected before an attribute");
    if (!attribute(element)) return false;
  }
  Item& item = element.item;
  item.attributes = static_cast<std::uint16_t>(tree_.attributes_.size() - item.first_attribute);
  item.declarations = static_cast<std::uint16_t>(tree_.declarations_.size() - item.first_declaration);
  return true;
}

/// An attribute or a declaration.
bool Tree::Reader::attribute(const Opening& element) {
  Written name;
  if (!qualified_name(name)) return false;
  cursor_.skip_blanks();
  if (!cursor_.take('=')) return fail("'=' is expected");
  cursor_.skip_blanks();
  const auto written = value();
  if (!written) return false;
  if (name.prefix == "xmlns") return declare(element, name.local, *written);
  if (name.qualified == "xmlns") return declare(element, {}, *written);
  if (tree_.attributes_.size() - element.item.first_attribute >= limits_.attributes_max)
    return fail("there are too many attributes");
  tree_.attributes_.push_back(
      {.name = {.local = name.local}, .qualified = name.qualified, .value = *written});
  return true;
}

bool Tree::Reader::end_tag() {
  cursor_.take("</");
  if (!cursor_.take(tree_.items_[open_.back().item].qualified)) return fail("another end tag is expected");
  cursor_.skip_blanks();
  if (!cursor_.take('>')) return fail(cursor_.at_end() ? "it ends early" : "another end tag is expected");
  scope_.resize(open_.back().scope);
  open_.pop_back();
  return true;
}

bool Tree::Reader::qualified_name(Written& name) {
  const auto text = cursor_.rest();
  name.local = cursor_.take_bytes(lexical::ncname_length(text));
  if (name.local.empty()) return fail("a name is expected");
  if (cursor_.take(':')) {
    name.prefix = name.local;
    name.local = cursor_.take_bytes(lexical::ncname_length(cursor_.rest()));
    if (name.local.empty()) return fail("a name is expected after a prefix");
  }
  name.qualified = text.substr(0, text.size() - cursor_.rest().size());
  return true;
}

// ---- namespaces

bool Tree::Reader::declare(const Opening& element, std::string_view prefix, std::string_view name) {
  if (prefix == "xmlns" || name == xmlns_space || (prefix == "xml") != (name == xml_space))
    return fail("a reserved prefix or namespace is declared");
  if (name.empty() && !prefix.empty()) return fail("a prefix is bound to nothing");
  const auto here = std::span{scope_}.subspan(element.scope);
  if (std::ranges::any_of(here, [&](const Declaration& one) { return is_same(one.prefix, prefix); }))
    return fail("an attribute is repeated");
  if (scope_.size() >= limits_.scope_max) return fail("there are too many namespaces at one place");
  const std::size_t before = tree_.spaces_.size();
  const Declaration declared{.prefix = prefix, .space = number_of(name)};
  if (tree_.spaces_.size() > before) {
    if (name.size() > namespace_bytes_max) return fail("a namespace is too long");
    if (!is_absolute(name)) return fail("a namespace is not absolute");
    if (tree_.spaces_.size() - known_ > limits_.namespaces_max) return fail("there are too many namespaces");
  }
  tree_.declarations_.push_back(declared);
  scope_.push_back(declared);
  return true;
}

/// A new name gets the next number.
Namespace Tree::Reader::number_of(std::string_view name) {
  const auto same =
      std::ranges::find_if(tree_.spaces_, [&](std::string_view one) { return is_same(one, name); });
  const auto number = static_cast<std::uint16_t>(same - tree_.spaces_.begin());
  if (same == tree_.spaces_.end()) tree_.spaces_.push_back(name);
  return Namespace{number};
}

bool Tree::Reader::resolve(std::string_view prefix, Namespace& space) {
  for (const Declaration& declared : std::views::reverse(scope_)) {
    if (!is_same(declared.prefix, prefix)) continue;
    space = declared.space;
    return true;
  }
  if (prefix == "xml") space = tree_.xml_;
  return prefix.empty() || prefix == "xml" || fail("a prefix is bound to nothing");
}

/// What can be said only when all namespaces of the element are declared.
bool Tree::Reader::resolve_names(Opening& element) {
  Item& item = element.item;
  item.qualified = element.name.qualified;
  item.name.local = element.name.local;
  if (!resolve(element.name.prefix, item.name.space)) return false;
  const auto here = std::span{tree_.attributes_}.subspan(item.first_attribute);
  for (std::size_t i = 0; i < here.size(); ++i) {
    Attribute& one = here[i];
    const auto prefix = lexical::prefix_of(one.qualified, one.name.local);
    if (!prefix.empty() && !resolve(prefix, one.name.space)) return false;
    const auto is_one = [&](const Attribute& other) {
      return other.name.space == one.name.space && is_same(other.name.local, one.name.local);
    };
    if (std::ranges::any_of(here.first(i), is_one)) return fail("an attribute is repeated");
  }
  return true;
}

// ---- values and texts

/// Of an attribute, with its quotes.
std::optional<std::string_view> Tree::Reader::value() {
  const char quote = cursor_.peek();
  if (quote != '"' && quote != '\'') {
    fail("a quote is expected");
    return std::nullopt;
  }
  cursor_.take(quote);
  const auto plain = cursor_.take_bytes(plain_length(cursor_.rest(), in_value));
  if (cursor_.take(quote)) return plain;
  scratch_ = plain;
  while (!cursor_.take(quote)) {
    if (!special_in_value()) return std::nullopt;
    scratch_ += cursor_.take_bytes(plain_length(cursor_.rest(), in_value));
  }
  return keep();
}

bool Tree::Reader::special_in_value() {
  switch (cursor_.peek()) {
    case '\0': return fail("it ends early");
    case '<': return fail("'<' stands in an attribute");
    case '&': return reference();
    case '\r':
      cursor_.take('\r');
      cursor_.take('\n');
      scratch_ += ' ';
      return true;
    case '\n':
    case '\t':
      cursor_.take_bytes(1);
      scratch_ += ' ';
      return true;
    default: scratch_ += cursor_.take_bytes(1); return true;  // the other quote
  }
}

/// Up to the next tag or instruction, with all sections and comments.
bool Tree::Reader::text() {
  const auto is_over = [this] { return cursor_.peek() == '<' && cursor_.peek(1) != '!'; };
  const auto plain = cursor_.take_bytes(plain_length(cursor_.rest(), in_text));
  if (is_over()) return add({.kind = Kind::text, .text = plain});
  scratch_ = plain;
  while (!is_over()) {
    if (!special_in_text()) return false;
    scratch_ += cursor_.take_bytes(plain_length(cursor_.rest(), in_text));
  }
  return scratch_.empty() || add({.kind = Kind::text, .text = keep()});
}

bool Tree::Reader::special_in_text() {
  switch (cursor_.peek()) {
    case '\0': return fail("it ends early");
    case '&': return reference();
    case '\r':  // a line end is one character, however it is written
      cursor_.take('\r');
      cursor_.take('\n');
      scratch_ += '\n';
      return true;
    case ']':
      if (cursor_.sees("]]>")) return fail("']]>' stands in text");
      scratch_ += cursor_.take_bytes(1);
      return true;
    default: break;
  }
  if (cursor_.sees("<!--")) return comment();
  if (cursor_.sees("<![CDATA[")) return section();
  return unknown_markup();
}

bool Tree::Reader::unknown_markup() {
  return fail(cursor_.sees("<!DOCTYPE") ? "a document type is declared" : "it has unknown markup");
}

bool Tree::Reader::section() {
  cursor_.take("<![CDATA[");
  const auto length = cursor_.rest().find("]]>");
  if (length == std::string_view::npos) return fail("a CDATA section is not closed");
  append_lines(cursor_.take_bytes(length));
  return cursor_.take("]]>");
}

bool Tree::Reader::comment() {
  cursor_.take("<!--");
  const auto length = cursor_.rest().find("--");
  if (length == std::string_view::npos) return fail("a comment is not closed");
  cursor_.take_bytes(length);
  return cursor_.take("-->") || fail("'--' stands in a comment");
}

bool Tree::Reader::instruction() {
  if (!limits_.instructions) return fail("it has a processing instruction");
  cursor_.take("<?");
  const auto target = cursor_.take_bytes(lexical::ncname_length(cursor_.rest()));
  if (target.empty()) return fail("a name is expected");
  if (lexical::equal_ignoring_case(target, "xml"))
    return fail("an XML declaration stands elsewhere than at the beginning");
  const bool separated = cursor_.skip_blanks();
  if (!separated && !cursor_.sees("?>")) return fail("a blank is expected after the name of an instruction");
  const auto length = cursor_.rest().find("?>");
  if (length == std::string_view::npos) return fail("a processing instruction is not closed");
  auto text = cursor_.take_bytes(length);
  cursor_.take("?>");
  if (text.contains('\r')) {
    scratch_.clear();
    append_lines(text);
    text = keep();
  }
  return add({.kind = Kind::instruction, .name = {.local = target}, .qualified = target, .text = text});
}

bool Tree::Reader::reference() {
  const auto found = lexical::reference(cursor_.rest());
  if (!found) return fail("a reference is unknown");
  utf8::append(scratch_, found->code_point);
  cursor_.take_bytes(found->bytes);
  return true;
}

/// A line end is one character, however it is written.
void Tree::Reader::append_lines(std::string_view raw) {
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\r') {
      scratch_ += raw[i];
    } else if (!raw.substr(i + 1).starts_with('\n')) {
      scratch_ += '\n';
    }
  }
}

/// Moves what was made to where it stays.
std::string_view Tree::Reader::keep() {
  auto& made = tree_.made_;
  if (made.capacity() == 0) made.reserve(size_);
  require(made.capacity() - made.size() >= scratch_.size(),
          "a text is never longer than what it is made from");
  made.insert(made.end(), scratch_.begin(), scratch_.end());
  return {made.data() + made.size() - scratch_.size(), scratch_.size()};
}

// ---- the tree

bool Tree::Reader::add(Item item) {
  const auto number = static_cast<std::uint32_t>(tree_.items_.size());
  if (number > limits_.nodes_max) return fail("there are too many nodes");
  Open& outer = open_.back();
  item.parent = outer.item;
  (outer.last_child == 0 ? tree_.items_[outer.item].child : tree_.items_[outer.last_child].next) = number;
  outer.last_child = number;
  tree_.items_.push_back(item);
  return true;
}

bool Tree::Reader::fail(std::string_view why) {
  problem_ = {.why = why, .offset = cursor_.offset()};
  return false;
}

std::expected<Tree, Unreadable> Tree::read(std::string_view bytes, const TreeLimits& limits,
                                           std::span<const std::string_view> known) {
  return Reader{bytes, limits, known}.read();
}

std::span<const Tree::Attribute> Tree::attributes(Node node) const {
  const Item& one = item(node);
  return std::span{attributes_}.subspan(one.first_attribute, one.attributes);
}

std::span<const Tree::Declaration> Tree::declarations(Node node) const {
  const Item& one = item(node);
  return std::span{declarations_}.subspan(one.first_declaration, one.declarations);
}

std::optional<Namespace> Tree::bound(Node node, std::string_view prefix) const {
  for (std::optional<Node> here = node; here; here = parent(*here)) {
    for (const Declaration& declared : declarations(*here)) {
      if (is_same(declared.prefix, prefix)) return declared.space;
    }
  }
  if (prefix.empty()) return Namespace::none;
  if (prefix == "xml") return xml_;
  return std::nullopt;
}

std::string_view Tree::name_of(Namespace space) const { return spaces_[static_cast<std::size_t>(space)]; }

std::optional<std::string_view> Tree::attribute(Node node, const Name& name) const {
  for (const Attribute& one : attributes(node)) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Tree::value(Node node) const {
  if (kind(node) != Kind::element) return std::nullopt;
  const auto child = first_child(node);
  if (!child) return std::string_view{};
  if (kind(*child) != Kind::text || next(*child)) return std::nullopt;
  return text(*child);
}

// ---- children

Children::Children(const Tree& tree, Tree::Node parent) : tree_(tree), next_(tree.first_child(parent)) {
  pass_blanks();
}

std::optional<Tree::Node> Children::take(const Tree::Name& name) {
  const auto taken = next_;
  if (!taken || !tree_.is(*taken, name)) return std::nullopt;
  next_ = tree_.next(*taken);
  pass_blanks();
  return taken;
}

std::optional<Tree::Node> Children::peek() const {
  if (!next_ || tree_.kind(*next_) != Tree::Kind::element) return std::nullopt;
  return next_;
}

bool Children::is_done() const { return !next_; }

void Children::pass_blanks() {
  while (next_ && tree_.kind(*next_) == Tree::Kind::text &&
         std::ranges::all_of(tree_.text(*next_), lexical::is_blank))
    next_ = tree_.next(*next_);
}

}  // namespace lintas::xml
