#pragma once

#include <string>
#include <string_view>

#include "core/messages/forward.hpp"

namespace lintas::json {

/// Appends the message as JSON: {"CC015C":{"@PhaseID":"NCTS6",…}}. Keys are the element names in the order of
/// the schema; groups that may repeat are arrays even with one member; whole numbers are numbers; every other
/// leaf is a string in its XML form. Nothing is lost: XML to JSON to XML gives the same bytes once the XML is
/// canonical.
void write(const message::Document& document, std::string& out);

/// Appends a text as a JSON string. Precondition: it is UTF-8.
void append_string(std::string& out, std::string_view text);

}  // namespace lintas::json
