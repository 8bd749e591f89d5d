#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "shell/net/http.hpp"

/// What the pages of the node have in common: each is one document, in which nothing runs and to which
/// nothing is loaded.
namespace lintas::api {

/// Text that is no markup, whatever stands in it.
[[nodiscard]] std::string escaped(std::string_view text);

/// Headers by which a browser keeps to that. `style`: what stands in the only element <style>, byte for byte.
void keep_to_itself(net::Response& page, std::string_view style, Sha256 sha256);

}  // namespace lintas::api
