#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/output.hpp"

/// What the node says of a code and of benefits, for people; programs read its own words.
namespace lintas::cli {

struct InWords {
  std::string_view member;
  std::string_view word;  ///< of the node
  std::string_view words;
};
inline constexpr std::array operator_words{
    InWords{"listed", "list_not_here", "nobody here knows: the list of that state is not here"},
    InWords{"holds", "not_granted", "no: it is not granted"},
    InWords{"holds", "not_yet", "no: its first day is to come"},
    InWords{"holds", "suspended", "no: it is suspended"},
    InWords{"holds", "revoked", "no: it was revoked"},
    InWords{"holds", "withdrawn", "no: its holder gave it up"},
    InWords{"holds", "expired", "no: its last day is over"},
    InWords{"holds", "code_replaced", "no: the operator has another code"}};

/// Members that have no words of ours stay.
inline void put_in_words(Json& answer) {
  for (const InWords& one : operator_words) {
    const auto member = answer.find(one.member);
    if (member != answer.end() && *member == one.word) *member = one.words;
  }
}

}  // namespace lintas::cli
