#include "wire/xml/canonical.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "wire/xml/lexical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::xml {

namespace {

/// Which characters are written as references where (Canonical XML 1.0, 2.3).
enum Place : std::uint8_t { in_text = 1, in_attribute = 2 };

constexpr auto escaped = [] {
  std::array<std::uint8_t, 256> table{};
  table.at('&') = table.at('<') = table.at('\r') = in_text | in_attribute;
  table.at('>') = in_text;
  table.at('"') = table.at('\t') = table.at('\n') = in_attribute;
  return table;
}();

std::string_view reference_to(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#x9;";
    case '\n': return "&#xA;";
    default: return "&#xD;";
  }
}

void escape(std::string_view text, Place place, std::string& out) {
  const char* const end = text.data() + text.size();
  const char* from = text.data();
  for (const char* here = from; here != end; ++here) {
    if ((escaped[static_cast<unsigned char>(*here)] & place) == 0) continue;
    out.append(from, here);
    out += reference_to(*here);
    from = here + 1;
  }
  out.append(from, end);
}

/// What is written before it is given on.
constexpr std::size_t piece_bytes = 16UL * 1024;

/// Writes elements one after the other, each as if it stood alone. Into the text, which `take` empties where
/// there is one.
class Canonical {
 public:
  Canonical(const Tree& tree, std::span<const std::string_view> inclusive, std::string& out,
            const TakePiece* take = nullptr)
      : tree_(tree), out_(out), take_(take), inclusive_(inclusive.begin(), inclusive.end()) {
    std::ranges::sort(inclusive_);
  }

  void subtree(Tree::Node top);
  void document();
  /// Gives on what is left. False when not all was wanted.
  [[nodiscard]] bool finish();

 private:
  void instruction(Tree::Node node);
  void escaped_in(Place place, std::string_view text);
  void give();
  void give_if_much() {
    if (take_ != nullptr && out_.size() >= piece_bytes) give();
  }
  void start(Tree::Node node, bool is_top);
  void end(Tree::Node node);
  void leaf(Tree::Node node);
  void find_needed(Tree::Node node, bool is_top);
  void find_inclusive(Tree::Node node, bool is_top);
  void need(const Tree::Declaration& declared);
  void attributes(Tree::Node node);
  void attribute(std::string_view qualified, std::string_view value);

  [[nodiscard]] bool is_inclusive(std::string_view prefix) const {
    return std::ranges::binary_search(inclusive_, prefix);
  }

  const Tree& tree_;
  std::string& out_;
  const TakePiece* take_;
  bool is_wanted_ = true;
  std::vector<std::string_view> inclusive_;    ///< sorted, for a list of a stranger may be long
  std::vector<Tree::Declaration> shown_;       ///< in the start tags that are open in the output
  std::vector<std::size_t> shown_before_;      ///< for each of them how many were shown outside
  std::vector<Tree::Declaration> needed_;      ///< in the next start tag
  std::vector<const Tree::Attribute*> order_;  ///< of attributes
};

/// Without recursion: the depth of a tree is whatever limit it was read with.
void Canonical::subtree(Tree::Node top) {
  Tree::Node here = top;
  while (is_wanted_) {
    if (tree_.kind(here) == Tree::Kind::element) {
      start(here, here == top);
      if (const auto child = tree_.first_child(here)) {
        here = *child;
        continue;
      }
      end(here);
    } else {
      leaf(here);
    }
    while (here != top && !tree_.next(here)) {
      here = tree_.parent(here).value_or(top);
      end(here);
    }
    if (here == top) return;
    here = tree_.next(here).value_or(top);
  }
}

void Canonical::start(Tree::Node node, bool is_top) {
  find_needed(node, is_top);
  out_ += '<';
  out_ += tree_.qualified(node);
  for (const auto& [prefix, space] : needed_) {
    out_ += prefix.empty() ? " xmlns" : " xmlns:";
    out_ += prefix;
    out_ += "=\"";
    escaped_in(in_attribute, tree_.name_of(space));
    out_ += '"';
  }
  shown_before_.push_back(shown_.size());
  shown_.insert(shown_.end(), needed_.begin(), needed_.end());
  attributes(node);
  out_ += '>';
}

void Canonical::end(Tree::Node node) {
  out_ += "</";
  out_ += tree_.qualified(node);
  out_ += '>';
  shown_.resize(shown_before_.back());
  shown_before_.pop_back();
}

void Canonical::leaf(Tree::Node node) {
  if (tree_.kind(node) == Tree::Kind::text) {
    escaped_in(in_text, tree_.text(node));
  } else {
    instruction(node);
  }
}

void Canonical::instruction(Tree::Node node) {
  out_ += "<?";
  out_ += tree_.qualified(node);
  if (const auto text = tree_.text(node); !text.empty()) {
    out_ += ' ';
    out_ += text;
  }
  out_ += "?>";
  give_if_much();
}

/// A long text in slices: what is escaped may be six times as long.
void Canonical::escaped_in(Place place, std::string_view text) {
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), piece_bytes))) {
    escape(text.substr(0, piece_bytes), place, out_);
    give_if_much();
  }
}

void Canonical::give() {
  is_wanted_ = is_wanted_ && (*take_)(out_);
  out_.clear();
}

bool Canonical::finish() {
  if (take_ != nullptr && !out_.empty()) give();
  return is_wanted_;
}

void Canonical::document() {
  bool is_after_root = false;
  for (auto node = tree_.first_child(Tree::Node::document); node; node = tree_.next(*node)) {
    if (*node == tree_.root()) {
      subtree(*node);
      is_after_root = true;
      continue;
    }
    if (is_after_root) out_ += '\n';
    instruction(*node);
    if (!is_after_root) out_ += '\n';
  }
}

// ---- namespaces

/// The namespaces to be declared at a node: those that its own names use and those of the list, unless the
/// output has them in scope already. Sorted by prefix.
void Canonical::find_needed(Tree::Node node, bool is_top) {
  needed_.clear();
  const Tree::Name& name = tree_.name(node);
  need({.prefix = lexical::prefix_of(tree_.qualified(node), name.local), .space = name.space});
  for (const Tree::Attribute& one : tree_.attributes(node)) {
    const auto prefix = lexical::prefix_of(one.qualified, one.name.local);
    if (!prefix.empty()) need({.prefix = prefix, .space = one.name.space});
  }
  if (!inclusive_.empty()) find_inclusive(node, is_top);
  if (needed_.size() > 1) std::ranges::sort(needed_, {}, &Tree::Declaration::prefix);
}

/// At the top all that are in scope, below only what is declared anew: anything else is in the output
/// already.
void Canonical::find_inclusive(Tree::Node node, bool is_top) {
  for (std::optional<Tree::Node> here = node; here; here = is_top ? tree_.parent(*here) : std::nullopt) {
    for (const auto& [prefix, outer] : tree_.declarations(*here)) {
      if (is_inclusive(prefix)) need({.prefix = prefix, .space = tree_.bound(node, prefix).value_or(outer)});
    }
  }
}

void Canonical::need(const Tree::Declaration& declared) {
  const auto is_of_prefix = [&](const Tree::Declaration& other) { return other.prefix == declared.prefix; };
  if (declared.prefix == "xml" || std::ranges::any_of(needed_, is_of_prefix)) return;
  const auto backwards = std::views::reverse(shown_);
  const auto shown = std::ranges::find_if(backwards, is_of_prefix);
  const auto in_scope = shown == backwards.end() ? Namespace::none : shown->space;
  if (in_scope != declared.space) needed_.push_back(declared);
}

// ---- attributes

/// Sorted by the name of the namespace, not by its prefix, then by the local name.
void Canonical::attributes(Tree::Node node) {
  const auto unordered = tree_.attributes(node);
  order_.clear();
  for (const Tree::Attribute& one : unordered) order_.push_back(&one);
  const auto key = [this](const Tree::Attribute* one) {
    return std::tuple{tree_.name_of(one->name.space), one->name.local};
  };
  if (order_.size() > 1) std::ranges::sort(order_, {}, key);
  for (const Tree::Attribute* one : order_) attribute(one->qualified, one->value);
}

void Canonical::attribute(std::string_view qualified, std::string_view value) {
  out_ += ' ';
  out_ += qualified;
  out_ += "=\"";
  escaped_in(in_attribute, value);
  out_ += '"';
}

}  // namespace

void canonicalise(const Tree& tree, Tree::Node element, std::span<const std::string_view> inclusive,
                  std::string& out) {
  Canonical{tree, inclusive, out}.subtree(element);
}

void canonicalise(const Tree& tree, std::string& out) { Canonical{tree, {}, out}.document(); }

bool canonicalise(const Tree& tree, Tree::Node element, std::span<const std::string_view> inclusive,
                  const TakePiece& take) {
  std::string piece;
  Canonical canonical{tree, inclusive, piece, &take};
  canonical.subtree(element);
  return canonical.finish();
}

bool canonicalise(const Tree& tree, const TakePiece& take) {
  std::string piece;
  Canonical canonical{tree, {}, piece, &take};
  canonical.document();
  return canonical.finish();
}

void escape_text(std::string_view text, std::string& out) { escape(text, in_text, out); }

void escape_attribute(std::string_view value, std::string& out) { escape(value, in_attribute, out); }

}  // namespace lintas::xml
