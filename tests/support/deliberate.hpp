#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/text.hpp"

/// Where our reader refuses on purpose what XML and the published schemas allow: the whole list. Verdicts of
/// other validators are compared beside it, and docs/internals/messages.md shows it.
namespace lintas::test {

struct Deliberate {
  std::string_view rule;
  std::string_view what;
  std::string_view pointer_end = {};  ///< only there; elsewhere the schemas refuse it, too
};

inline constexpr std::array deliberate{
    Deliberate{"WEL-004", "an encoding other than UTF-8, or a version other than 1.0"},
    Deliberate{"WEL-005",
               "a document type declaration, with or without entities; that of a web page is WEL-017"},
    Deliberate{"WEL-006", "a processing instruction"},
    Deliberate{"WEL-008", "a reference inside the value of an attribute"},
    Deliberate{"LIM-001", "a message longer than `src/base/limits.hpp` allows"},
    Deliberate{"LIM-002", "elements nested deeper than it allows"},
    Deliberate{"LIM-003", "more attributes of an element than it allows"},
    Deliberate{"LIM-004", "more groups of data than it allows"},
    Deliberate{"LIM-005", "more findings than it allows: the rest is not looked at"},
    Deliberate{"SCH-003", "`xsi:type` on an element", ":type"},
    Deliberate{"SCH-019", "a `messageType` that is not the name of the root element"},
};

[[nodiscard]] inline bool is_deliberate(const Finding& finding) {
  return std::ranges::any_of(deliberate, [&](const Deliberate& one) {
    return one.rule == finding.rule && finding.pointer.ends_with(one.pointer_end);
  });
}
/// Before there is anything to point at: of the well-formed level.
[[nodiscard]] inline bool is_deliberate(std::string_view rule) {
  return is_deliberate(Finding{.rule = std::string{rule}});
}

/// As the page has it.
[[nodiscard]] inline std::string table_of_deliberate() {
  std::string table{"| rule | what |\n| --- | --- |\n"};
  for (const Deliberate& one : deliberate) table += format("| {} | {} |\n", one.rule, one.what);
  return table;
}

}  // namespace lintas::test
