#pragma once

#include <string>

#include "core/messages/forward.hpp"

namespace lintas::xml {

/// Appends the message in its one canonical form: declaration, prefixed root, elements in the order of the
/// schema, no white space between them, values in their canonical form. What the view does not show is left
/// out. Reading what was written and writing it again gives the same bytes.
void write(const message::Document& document, std::string& out);

}  // namespace lintas::xml
