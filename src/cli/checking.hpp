#pragma once

#include <expected>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/snapshot.hpp"

/// Messages checked without a node.
namespace lintas::cli {

/// XML or JSON, as the bytes say themselves.
[[nodiscard]] std::expected<message::Document, message::Report> read_message(
    std::string_view bytes, const kinds::Kinds& kinds = kinds::brought_along());

/// Of every finding there is one.
[[nodiscard]] const message::Rule& rule_of(const Finding& finding);

/// The reference data of the program and the day. A message is judged by the states it names, so it does not
/// matter whose node this would be.
class Rules {
 public:
  explicit Rules(Day day);

  [[nodiscard]] message::Report check(const message::Document& document,
                                      const kinds::Kinds& kinds = kinds::brought_along()) const;

 private:
  refdata::Snapshot reference_;
  Day day_;
};

/// By the clock of this machine, UTC.
[[nodiscard]] Day today();

}  // namespace lintas::cli
