#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/net/http.hpp"

/// A request as it is typed: for the description, whose readers run it, as a test does with each.
namespace lintas::api {

struct Curl {
  net::Method method = net::Method::get;
  std::string target;  ///< from /v1 on
  bool with_key = true;
  /// Values as a shell takes them between double quotes.
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string media;  ///< of the body; none without one
  std::string body;
  std::string file;    ///< where an answer goes that is no text
  bool flows = false;  ///< the answer goes on
};

/// For a shell that has LINTAS_NODE and LINTAS_KEY_FILE, which the command line reads too. A body of JSON is
/// laid out. Precondition: there is no single quote in the body.
[[nodiscard]] std::string text_of(const Curl& curl);

}  // namespace lintas::api
