#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
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
  /// `day`: on which everything is judged; where none is given, the day on which it is checked.
  explicit Rules(std::optional<Day> day);

  [[nodiscard]] message::Report check(const message::Document& document,
                                      const kinds::Kinds& kinds = kinds::brought_along()) const;
  /// The day at the office of departure that it names, as a node there would date it; where it names none
  /// that is known, in the state whose reference data these are.
  [[nodiscard]] Day day_of(const message::Document& document, Instant now) const;

 private:
  refdata::Snapshot reference_;
  std::optional<Day> day_;
};

/// By the clock of this machine.
[[nodiscard]] Instant now();
/// The day at the first office of the state; of a state without offices, that of UTC.
[[nodiscard]] Day day_in(Country state, Instant at, const refdata::Snapshot& reference);
/// The same today, by the reference data of the program.
[[nodiscard]] Day today_in(Country state);

}  // namespace lintas::cli
