#pragma once

#include <string>
#include <string_view>

#include "core/paper/sheet.hpp"
#include "shell/net/http.hpp"

/// The answer to whoever asks for a document on paper.
namespace lintas::api {

/// The paper as PDF, made by `print`; TAD-002 with what is missing where this machine cannot print.
[[nodiscard]] net::Response printed(const paper::Paper& paper, std::string (*print)(const paper::Paper&),
                                    std::string_view trace);

}  // namespace lintas::api
