#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/refdata/calendar.hpp"

/// Limits and clocks of customs declaration documents. The guidelines' own could not be read (asw.md 11, 7),
/// so each is a parameter of ours.
namespace lintas::acdd {

/// Versions of one document, as far as messages count them.
inline constexpr std::uint16_t versions_max = 999;
/// Items of one document: as many as a message carries.
inline constexpr std::size_t items_max = 999;
/// Import declarations that refer to one document, and their lines in all: the writer compares all of them
/// with each item whenever one is reported. Goods of one export declaration are imported in a few parts.
inline constexpr std::size_t declarations_max = 50;
inline constexpr std::size_t lines_max = 2'000;
/// Differences that an event and a reply name; of more it says how many there are.
inline constexpr std::size_t differences_max = 100;

struct Limits {
  using L = refdata::Limit;
  using enum refdata::LimitUnit;

  L no_answer{1, days};
  L faulty{1, days};
  L cancel_ask{3, days};
  L stale{30, days};
  L no_document{14, days};
  L retention{36, months};
  L departure_ahead{12, months};
};

struct LimitFacts {
  std::string_view key;
  refdata::Limit Limits::* limit;
  std::string_view meaning;
  std::string_view source;
};

inline constexpr std::array limit_facts{
    LimitFacts{"no_answer", &Limits::no_answer, "sent, no L2: the same again", "local setting (inferred)"},
    LimitFacts{"faulty", &Limits::faulty, "refused by the partner's check", "local setting (inferred)"},
    LimitFacts{"cancel_ask", &Limits::cancel_ask, "request to cancel unanswered: asked again",
               "local setting (inferred)"},
    LimitFacts{"stale", &Limits::stale, "from departure or receipt until goods are awaited no more",
               "asw.md 3.4; local setting (inferred)"},
    LimitFacts{
        "no_document", &Limits::no_document,
        "from the first declaration under a permit until its document is awaited no more: goods may be "
        "declared before they leave, and few are so much earlier",
        "asw.md 3.4; local setting (inferred)"},
    LimitFacts{"retention", &Limits::retention, "from the last change until it is put away",
               "local setting (inferred)"},
    LimitFacts{"departure_ahead", &Limits::departure_ahead,
               "goods that leave later than this are a slip of the pen, and would be awaited for ever",
               "local setting (inferred)"},
};

}  // namespace lintas::acdd
