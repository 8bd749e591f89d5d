#pragma once

#include <string>
#include <string_view>

#include "base/finding.hpp"

/// What to do about a finding, in sentences for people.
namespace lintas::message {

/// What mends this case, where the table of remedy.cpp has a row for it; else what the rule says to all.
/// Precondition: the rule stands in data/rules.csv.
[[nodiscard]] std::string remedy_of(const Finding& finding);

/// The text with a capital and a full stop. A name as departure.release stays as it is written.
[[nodiscard]] std::string sentence(std::string_view text);

}  // namespace lintas::message
