#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "wire/xml/tree.hpp"

/// Exclusive XML canonicalisation 1.0 without comments (http://www.w3.org/2001/10/xml-exc-c14n#): what
/// signatures are taken over. Byte for byte what libxml2 writes, which a test compares.
namespace lintas::xml {

/// Appends the element with all that is in it. `inclusive` are the prefixes of an InclusiveNamespaces list,
/// the empty one for `#default`: they are written where they are in scope, used or not.
void canonicalise(const Tree& tree, Tree::Node element, std::span<const std::string_view> inclusive,
                  std::string& out);

/// The whole document, with the instructions before and after its root.
void canonicalise(const Tree& tree, std::string& out);

/// Takes canonical form piece by piece; false: no more of it is wanted. For what is only digested, or
/// bounded: each element writes anew the namespaces that no element around it shows, so that little may
/// become much.
using TakePiece = std::function<bool(std::string_view piece)>;

/// The same in pieces of some KB, and no more than one of them in memory. False when not all of it was
/// wanted.
[[nodiscard]] bool canonicalise(const Tree& tree, Tree::Node element,
                                std::span<const std::string_view> inclusive, const TakePiece& take);
[[nodiscard]] bool canonicalise(const Tree& tree, const TakePiece& take);

/// Appends a text or an attribute value as canonical form escapes it: whoever writes canonical XML directly.
void escape_text(std::string_view text, std::string& out);
void escape_attribute(std::string_view value, std::string& out);

}  // namespace lintas::xml
