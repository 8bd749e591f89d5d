#pragma once

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

/// Appends a text or an attribute value as canonical form escapes it: whoever writes canonical XML directly.
void escape_text(std::string_view text, std::string& out);
void escape_attribute(std::string_view value, std::string& out);

}  // namespace lintas::xml
