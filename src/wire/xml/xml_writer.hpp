#pragma once

#include <string>
#include <string_view>

#include "core/messages/forward.hpp"

namespace lintas::xml {

/// Appends the message in its one canonical form: declaration, prefixed root, elements in the order of the
/// schema, no white space between them, values in their canonical form. What the view does not show is left
/// out. Reading what was written and writing it again gives the same bytes.
void write(const message::Document& document, std::string& out);

/// Appends a text as the content of an element, as references where characters would mean something else.
void append_text(std::string& out, std::string_view text);
/// Appends what stands before and behind the elements of a message.
void append_head(std::string& out, const message::Program& program, std::string_view phase);
void append_foot(std::string& out, const message::Program& program);

}  // namespace lintas::xml
