#include "wire/as4/grammar.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

using xml::Children;
using xml::Tree;

namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

Tree::Node Grammar::need(Children& children, const Tree::Name& name, Error error) {
  if (refused_) return Tree::Node::document;
  if (const auto child = children.take(name)) return *child;
  refuse(error, format("{} is expected", name.local));
  return Tree::Node::document;
}

std::optional<Tree::Node> Grammar::may(Children& children, const Tree::Name& name) {
  if (refused_) return std::nullopt;
  return children.take(name);
}

void Grammar::end(const Children& children, Error error) {
  if (refused_ || children.is_done()) return;
  const auto child = children.peek();
  refuse(error, child ? format("{} is not expected", tree_.name(*child).local)
                      : std::string{"text between elements"});
}

std::string_view Grammar::text(Tree::Node element, Error error) {
  if (refused_) return {};
  if (const auto value = tree_.value(element)) return without_blanks(*value);
  refuse(error, format("{} has more than a text", tree_.name(element).local));
  return {};
}

std::string_view Grammar::id(Tree::Node element, Error error) {
  const std::string_view value = text(element, error);
  if (refused_) return {};
  if (value.empty() || value.size() > bounds::id_chars_max)
    refuse(error, format("{} is empty or too long", tree_.name(element).local));
  return value;
}

std::string_view Grammar::attribute(Tree::Node element, std::string_view name) {
  if (refused_) return {};
  return tree_.attribute(element, {xml::Namespace::none, name}).value_or("");
}

void Grammar::empty(Tree::Node element, Error error) {
  if (refused_) return;
  if (!Children{tree_, element}.is_done())
    refuse(error, format("{} is not empty", tree_.name(element).local));
}

void Grammar::bare(Tree::Node element, Error error) {
  if (refused_ || tree_.attributes(element).empty()) return;
  refuse(error, format("{} has attributes", tree_.name(element).local));
}

void Grammar::algorithm(Tree::Node element, std::string_view wanted, Error error) {
  if (refused_) return;
  const std::string_view given = attribute(element, "Algorithm");
  if (tree_.attributes(element).size() != 1 || given != wanted)
    refuse(error, format("{} is not of the agreed algorithm: {}", tree_.name(element).local, given));
}

}  // namespace lintas::as4
