#pragma once

#include <string>
#include <string_view>

/// How the places of findings are written to others. Inside, a place is a path from the message's root or
/// from the record of a command, with places in lists counted from one: "/CC015C/Guarantee[2]/guaranteeType",
/// "TransitOperation/LRN", "inspection/new_seals".
namespace lintas::message {

/// In XML: from the root on, "*" where it may be of several messages.
[[nodiscard]] std::string xpath(std::string_view root, std::string_view place);

/// In JSON, RFC 6901: "/CC015C/Guarantee/1/guaranteeType". Empty for the whole.
[[nodiscard]] std::string json_pointer(std::string_view place);

}  // namespace lintas::message
