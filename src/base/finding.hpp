#pragma once

#include <string>
#include <vector>

namespace lintas {

/// One thing wrong with what somebody sent or asked. The rule's text and remedy stand in data/rules.csv under
/// its id; a finding holds what is particular to this case. Shown to people: never put a secret into it.
struct Finding {
  std::string rule;     ///< id in data/rules.csv, "R-ACTS-040"
  std::string pointer;  ///< the field: XPath of a message, name of a request's field; empty for the whole
  std::string value;    ///< what stood there, cut to limits::finding_value_chars_max
  std::string detail;   ///< what the rule's text leaves open: the expected form, the amount missing

  friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

}  // namespace lintas
