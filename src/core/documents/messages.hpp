#pragma once

#include <array>
#include <string_view>

#include "base/machine.hpp"

/// The messages about documents between national windows, by numbers of ours: those of the regional
/// guidelines could not be read (asw.md 3.0, 11.1), so names on the wire are a mapping per document and
/// partner.
namespace lintas::documents {

using machine::MessageNumber;

// Stored in events: a number is never used again for another message.
inline constexpr MessageNumber co_issue = 2001;
inline constexpr MessageNumber co_cancel = 2002;
inline constexpr MessageNumber co_retransmit_request = 2003;
inline constexpr MessageNumber co_retransmit = 2004;
inline constexpr MessageNumber co_response = 2005;
inline constexpr MessageNumber co_clarify = 2006;
inline constexpr MessageNumber co_verify_request = 2007;
inline constexpr MessageNumber co_verify_result = 2008;
inline constexpr MessageNumber co_verify_decision = 2009;
inline constexpr MessageNumber visit_notice = 2010;
inline constexpr MessageNumber l3_use_reversed = 2011;  ///< L3 after a conflict: customs takes the use back
/// Ours, no guideline has them: without them an issuer could not be told, before it cancels, who lives on a
/// certificate (R-ASW-049), nor count what all draw together (R-ASW-043).
inline constexpr MessageNumber co_drawn = 2012;
inline constexpr MessageNumber co_draw_undone = 2013;
inline constexpr MessageNumber l1_receipt = 2020;   ///< L1
inline constexpr MessageNumber l2_ok = 2021;        ///< L2 ok
inline constexpr MessageNumber l2_error = 2022;     ///< L2 with what is wrong
inline constexpr MessageNumber c1_conflict = 2023;  ///< C1: already used

struct MessageName {
  MessageNumber number;
  std::string_view name;
};
inline constexpr std::array message_names{
    MessageName{co_issue, "CO.ISSUE"},
    MessageName{co_cancel, "CO.CANCEL"},
    MessageName{co_retransmit_request, "CO.RETRANSMIT.REQ"},
    MessageName{co_retransmit, "CO.RETRANSMIT"},
    MessageName{co_response, "CO.RESPONSE"},
    MessageName{co_clarify, "CO.CLARIFY"},
    MessageName{co_verify_request, "CO.VERIFY.REQ"},
    MessageName{co_verify_result, "CO.VERIFY.RESULT"},
    MessageName{co_verify_decision, "CO.VERIFY.DECISION"},
    MessageName{visit_notice, "visit notice"},
    MessageName{l3_use_reversed, "use reversed"},
    MessageName{co_drawn, "CO.DRAWN"},
    MessageName{co_draw_undone, "CO.DRAW.UNDONE"},
    MessageName{l1_receipt, "L1"},
    MessageName{l2_ok, "L2 ok"},
    MessageName{l2_error, "L2 error"},
    MessageName{c1_conflict, "C1"},
};

/// Empty for a number that is none of these.
[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  for (const MessageName& one : message_names)
    if (one.number == number) return one.name;
  return {};
}

}  // namespace lintas::documents
