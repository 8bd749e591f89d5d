#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "wire/as4/errors.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

/// Reads a header by its closed grammar. The first thing that does not fit is kept; after it everything reads
/// as empty, so that code which reads a header looks like the header and is checked once, at its end.
///
///     Grammar read{tree};
///     xml::Children inside{tree, node};
///     const auto info = read.need(inside, {ns::eb, "MessageInfo"});
///     …
///     read.end(inside);
///     if (read.refused()) return std::unexpected{*read.refused()};
class Grammar {
 public:
  explicit Grammar(const xml::Tree& tree) : tree_(tree) {}

  [[nodiscard]] const xml::Tree& tree() const noexcept { return tree_; }
  [[nodiscard]] const std::optional<Refused>& refused() const noexcept { return refused_; }
  /// What failed first stays.
  void refuse(Error error, std::string why) {
    if (!refused_) refused_ = Refused{error, std::move(why)};
  }

  /// The children of an element; none if something failed before.
  [[nodiscard]] xml::Children inside(xml::Tree::Node element) const { return {tree_, element}; }
  /// The next child, which has to be this.
  xml::Tree::Node need(xml::Children& children, const xml::Tree::Name& name,
                       Error error = Error::invalid_header);
  /// The next child if it is this.
  std::optional<xml::Tree::Node> may(xml::Children& children, const xml::Tree::Name& name);
  /// Nothing comes any more.
  void end(const xml::Children& children, Error error = Error::invalid_header);
  /// As long as there are children of this name, `each` is called with them.
  template <std::invocable<xml::Tree::Node> Each>
  void all(xml::Children& children, const xml::Tree::Name& name, Each each) {
    while (const auto child = may(children, name)) each(*child);
  }

  /// The text of an element without children, blanks around it left out.
  [[nodiscard]] std::string_view text(xml::Tree::Node element, Error error = Error::invalid_header);
  /// The same, and it may not be empty nor longer than bounds::id_chars_max.
  [[nodiscard]] std::string_view id(xml::Tree::Node element, Error error = Error::invalid_header);
  /// Of an attribute without a namespace; empty if there is none.
  [[nodiscard]] std::string_view attribute(xml::Tree::Node element, std::string_view name);
  /// It has no children but blanks.
  void empty(xml::Tree::Node element, Error error);
  /// It has no attributes. What is repeated in canonical form may not have any that nobody asked for: each
  /// may bring a namespace that is written out again.
  void bare(xml::Tree::Node element, Error error);
  /// `Algorithm` is its only attribute, and is this one.
  void algorithm(xml::Tree::Node element, std::string_view wanted, Error error);

 private:
  const xml::Tree& tree_;
  std::optional<Refused> refused_;
};

}  // namespace lintas::as4
