#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// A whole document with its namespaces in memory, for what has to be looked at more than once: a signed
/// envelope. Messages of the business are read in one pass (xml_reader.hpp).
namespace lintas::xml {

/// A namespace name as a small number: the place in `TreeLimits::known`, beginning with 1, or a higher number
/// for a name that is not known. Prefixes are never compared.
enum class Namespace : std::uint16_t { none = 0 };

/// Of a namespace that is not known. Canonical form writes it at each element that uses it, so a long one
/// would make much of a small document. Real ones have up to 90.
inline constexpr std::size_t namespace_bytes_max = 256;

struct TreeLimits {
  std::size_t bytes_max = 0;
  std::size_t depth_max = 0;
  std::size_t attributes_max = 0;  ///< of an element
  std::size_t scope_max = 0;       ///< namespaces that are declared at one place
  std::size_t nodes_max = 0;
  std::size_t namespaces_max = 0;  ///< different ones in the document, beside those that are known
  /// Taken over, for canonical form needs them; else the document is refused.
  bool instructions = false;
};

/// Why a document is not taken: for our log, never for whoever sent it.
struct Unreadable {
  std::string_view why;
  std::size_t offset = 0;
};

/// Nodes in document order; a node is its number. Views go into the bytes that were read or into the tree
/// itself: both have to outlive them. Refused beyond what XML and its namespaces refuse: DOCTYPE, other
/// encodings than UTF-8 and other versions than 1.0, references to other than the five entities and
/// characters, namespace names that are not absolute (canonicalisers disagree about them). Comments are left
/// out, and the texts around one are joined: nothing can hide behind one. A byte order mark is passed over.
/// Can be moved, not copied.
class Tree {
 public:
  enum class Node : std::uint32_t { document = 0 };
  enum class Kind : std::uint8_t { element, text, instruction };

  struct Name {
    Namespace space = Namespace::none;
    std::string_view local;
    friend bool operator==(const Name&, const Name&) = default;
  };
  struct Attribute {
    Name name;
    std::string_view qualified;  ///< as it was written
    std::string_view value;
  };
  struct Declaration {
    std::string_view prefix;  ///< empty for the default
    Namespace space = Namespace::none;
  };

  /// The bytes are not copied. `known` are the namespace names that get the numbers 1, 2, …; they outlive the
  /// tree.
  /// Precondition: the limits of what belongs to one place are below 65,536, those of the document with what
  /// is known as well, and that of the nodes below 2^32.
  [[nodiscard]] static std::expected<Tree, Unreadable> read(std::string_view bytes, const TreeLimits& limits,
                                                            std::span<const std::string_view> known);

  Tree(Tree&&) noexcept = default;
  Tree& operator=(Tree&&) noexcept = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() = default;

  [[nodiscard]] Node root() const noexcept { return root_; }
  [[nodiscard]] Kind kind(Node node) const { return item(node).kind; }
  [[nodiscard]] bool is(Node node, const Name& name) const {
    return item(node).kind == Kind::element && item(node).name == name;
  }
  /// Of an element; of an instruction its target, without a namespace.
  [[nodiscard]] const Name& name(Node node) const { return item(node).name; }
  /// Of an element or an instruction, as it was written, with its prefix.
  [[nodiscard]] std::string_view qualified(Node node) const { return item(node).qualified; }
  /// Of a text or an instruction, references replaced, line ends as XML has them.
  [[nodiscard]] std::string_view text(Node node) const { return item(node).text; }
  /// Nothing only of the document.
  [[nodiscard]] std::optional<Node> parent(Node node) const {
    return node == Node::document ? std::nullopt : std::optional{Node{item(node).parent}};
  }
  [[nodiscard]] std::optional<Node> first_child(Node node) const { return unless_none(item(node).child); }
  [[nodiscard]] std::optional<Node> next(Node node) const { return unless_none(item(node).next); }

  [[nodiscard]] std::span<const Attribute> attributes(Node node) const;
  /// Of all elements, in document order.
  [[nodiscard]] std::span<const Attribute> all_attributes() const noexcept { return attributes_; }
  /// Declared at this element itself.
  [[nodiscard]] std::span<const Declaration> declarations(Node node) const;
  /// What the prefix stands for at a node; nothing if it is bound to nothing. The empty prefix and "xml" are
  /// always bound.
  [[nodiscard]] std::optional<Namespace> bound(Node node, std::string_view prefix) const;
  [[nodiscard]] std::string_view name_of(Namespace space) const;

  /// The value, or nothing.
  [[nodiscard]] std::optional<std::string_view> attribute(Node node, const Name& name) const;
  /// The text of an element that has no child elements and no instructions; nothing if it has any.
  [[nodiscard]] std::optional<std::string_view> value(Node node) const;

 private:
  struct Item {
    Kind kind = Kind::text;
    Name name;
    std::string_view qualified;
    std::string_view text;
    std::uint32_t parent = 0;
    std::uint32_t next = 0;   ///< 0: none
    std::uint32_t child = 0;  ///< 0: none
    std::uint32_t first_attribute = 0;
    std::uint32_t first_declaration = 0;
    std::uint16_t attributes = 0;
    std::uint16_t declarations = 0;
  };
  class Reader;

  Tree() = default;
  [[nodiscard]] static std::optional<Node> unless_none(std::uint32_t number) {
    if (number == 0) return std::nullopt;
    return Node{number};  // NOLINT(clang-analyzer-optin.core.EnumCastOutOfRange): nodes have no names
  }
  [[nodiscard]] const Item& item(Node node) const { return items_[static_cast<std::size_t>(node)]; }

  std::vector<Item> items_;  ///< the first stands for the document
  std::vector<Attribute> attributes_;
  std::vector<Declaration> declarations_;
  std::vector<std::string_view> spaces_;  ///< by number; the first is that of no namespace
  /// Texts that do not stand in the bytes as they are. None is longer than what it was made from, so room for
  /// as many bytes as the document has is never outgrown, and views into it stay. No string: that would move
  /// short texts.
  std::vector<char> made_;
  Namespace xml_ = Namespace::none;  ///< what "xml" is bound to
  Node root_ = Node::document;
};

/// Walks the children of one element in their order, and refuses what is not expected by not moving: grammars
/// of closed headers are written with it. Texts of blanks between elements are passed over; any other text,
/// or an instruction, makes `is_done` false and `take` fail.
///
///     Children children{tree, header};
///     const auto security = children.take({ns::wsse, "Security"});
///     if (!security || !children.is_done()) return refused;
class Children {
 public:
  Children(const Tree& tree, Tree::Node parent);

  /// The next child if it is of this name.
  [[nodiscard]] std::optional<Tree::Node> take(const Tree::Name& name);
  /// The next child, an element of whatever name, without taking it.
  [[nodiscard]] std::optional<Tree::Node> peek() const;
  [[nodiscard]] bool is_done() const;

 private:
  void pass_blanks();

  const Tree& tree_;
  std::optional<Tree::Node> next_;
};

}  // namespace lintas::xml
