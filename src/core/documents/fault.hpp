#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"

namespace lintas::documents {

/// A finding as it is kept and as an L2 tells it: never what stood in the field, which may name a person.
struct Fault {
  std::string rule;
  std::string pointer;  ///< path of the element in the message
  std::string detail;

  static constexpr std::string_view record = "documents.fault";
  static constexpr auto fields() {
    return Fields{Field{1, "rule", &Fault::rule}, Field{2, "pointer", &Fault::pointer},
                  Field{3, "detail", &Fault::detail}};
  }
  friend bool operator==(const Fault&, const Fault&) = default;
};

[[nodiscard]] std::vector<Fault> faults_of(const Findings& findings);

}  // namespace lintas::documents
