#pragma once

#include <expected>
#include <string_view>

#include "core/messages/forward.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"

namespace lintas::json {

/// Whether the bytes are meant as a message in JSON: it begins with a brace or a bracket, one in XML never.
[[nodiscard]] bool is_json(std::string_view bytes);

/// Reads a message in the form that write gives, with members in any order. Form, occurrence and format are
/// checked as for XML, with the same rules and pointers. A member that stands twice is refused.
/// `further` as for XML.
[[nodiscard]] std::expected<message::Document, message::Report> read(std::string_view bytes,
                                                                     message::Further further = {});

}  // namespace lintas::json
