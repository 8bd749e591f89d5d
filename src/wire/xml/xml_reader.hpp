#pragma once

#include <expected>
#include <string_view>

#include "core/messages/forward.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"

namespace lintas::xml {

/// Reads a message in one pass: form, order, occurrence and format of everything its view shows. A document
/// that comes back is what the message's schema accepts; otherwise all findings of the first level that
/// failed. Pointers are XPaths without prefix; positions stand behind repeating groups only:
/// /CC015C/Guarantee[2]/guaranteeType. `further`: documents of kinds that are data are read, too.
[[nodiscard]] std::expected<message::Document, message::Report> read(std::string_view bytes,
                                                                     message::Further further = {});

}  // namespace lintas::xml
