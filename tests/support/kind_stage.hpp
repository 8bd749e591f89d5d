#pragma once

#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/kinds/ruling.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/documents_stage.hpp"

/// What the tests of the machines of documents whose kind is data have in common.
namespace lintas::test {

inline kinds::Number doc_number(std::string_view text) { return kinds::Number::parse(text).value(); }
inline kinds::Line doc_line(std::uint32_t number, std::string_view quantity) {
  return {.number = number, .quantity = Decimal::parse(quantity).value(), .unit = Unit::parse("MTQ").value()};
}

/// A permit of Malaysia for Singapore, of 100 and 20 MTQ, until the end of June; of another life without
/// lines.
inline kinds::Contents doc_contents(kinds::Life life = kinds::Life::issued_consumed,
                                    std::string_view number = "T-1") {
  kinds::Contents made{.reference = {.state = *Country::parse("MY"),
                                     .kind = *kinds::KindCode::parse("timber"),
                                     .number = doc_number(number)},
                       .life = life,
                       .receiver = *Country::parse("SG")};
  made.issued = *parse_day("2026-03-02");
  made.valid_until = parse_day("2026-06-30");
  if (life == kinds::Life::issued_consumed) made.lines = {doc_line(1, "100"), doc_line(2, "20")};
  made.document.bytes[0] = std::byte{1};
  return made;
}

inline kinds::Use doc_use(std::string_view declaration, std::vector<kinds::Line> lines = {}) {
  return {.declaration = kinds::DeclarationNumber::parse(declaration).value(),
          .at = *parse_instant("2026-03-03T02:00:00Z"),
          .lines = std::move(lines)};
}

struct DocClock {
  kinds::Limits limits{.answer = {3, refdata::LimitUnit::days},
                       .retention = {36, refdata::LimitUnit::months}};
  refdata::Calendar calendar{.utc_offset = std::chrono::hours{8}};
  Instant at = *parse_instant("2026-03-02T04:00:00Z");

  [[nodiscard]] kinds::Context context(bool as_data = true) const {
    return {.at = at,
            .by = PersonId::parse("OFFICER1").value(),
            .limits = limits,
            .calendar = calendar,
            .as_data = as_data};
  }
};

/// Every state that acts, messages and clocks lead to, each tried in each: so that every row of the table is
/// played in each of its states. `move`: what one asks of a document.
template <class Machine, class Document, class Event>
PlayedRows<Machine> played_everywhere(
    const std::vector<std::function<Decision<Event>(const Document&)>>& moves,
    const std::function<std::string(const Document&)>& alike,
    const std::function<bool(const Event&)>& is_note) {
  PlayedRows<Machine> played;
  std::map<std::string, Document> known{{alike(Document{}), Document{}}};
  std::vector<Document> open{Document{}};
  while (!open.empty()) {
    const Document before = open.back();
    open.pop_back();
    for (const auto& move : moves) {
      Document after = before;
      for (const Event& event : move(before).events) {
        // What is stored is what happened.
        EXPECT_EQ(from_cbor<Event>(to_cbor(event)).value(), event);
        if (!is_note(event)) played.add(after.state, event);
        after = evolve(after, event);
      }
      if (known.emplace(alike(after), after).second) open.push_back(after);
    }
  }
  return played;
}

}  // namespace lintas::test
