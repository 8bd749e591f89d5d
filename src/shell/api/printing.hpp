#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/print_places.hpp"
#include "shell/net/http.hpp"

/// The answer to whoever asks for a document on paper.
namespace lintas::api {

/// What `print` makes, as PDF under this name; TAD-002 with what is missing where this machine cannot print.
[[nodiscard]] net::Response printed(std::string_view file, const std::function<std::string()>& print,
                                    std::string_view trace);

/// A place at the press for whoever calls; without one the call is answered. Taken before a code is signed
/// for what is to be printed: a key that asks for more than its documents costs no signature.
[[nodiscard]] std::optional<PrintPlaces::Place> place_at_press(const Core& core, const CallPtr& call);

/// Answers with what `print` makes, which is set in type by the press: neither the window into the store nor
/// a thread of the pool is held so long.
void answer_printed(const Core& core, const CallPtr& call, PrintPlaces::Place place, std::string file,
                    std::function<std::string()> print);

}  // namespace lintas::api
