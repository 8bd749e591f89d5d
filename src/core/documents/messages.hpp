#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/machine.hpp"
#include "core/refdata/tables.hpp"

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

/// `process`: what has to be switched on between the issuing and the importing state for it to go as data
/// (R-ASW-102); nothing: an acknowledgement, which goes wherever a message came from.
struct MessageName {
  MessageNumber number;
  std::string_view name;
  std::optional<refdata::DocumentProcess> process = {};
};
inline constexpr std::array message_names{
    MessageName{co_issue, "CO.ISSUE", refdata::DocumentProcess::issue},
    MessageName{co_cancel, "CO.CANCEL", refdata::DocumentProcess::issue},
    MessageName{co_retransmit_request, "CO.RETRANSMIT.REQ", refdata::DocumentProcess::issue},
    MessageName{co_retransmit, "CO.RETRANSMIT", refdata::DocumentProcess::issue},
    MessageName{co_response, "CO.RESPONSE", refdata::DocumentProcess::response},
    MessageName{co_clarify, "CO.CLARIFY", refdata::DocumentProcess::response},
    MessageName{co_verify_request, "CO.VERIFY.REQ", refdata::DocumentProcess::verification},
    MessageName{co_verify_result, "CO.VERIFY.RESULT", refdata::DocumentProcess::verification},
    MessageName{co_verify_decision, "CO.VERIFY.DECISION", refdata::DocumentProcess::verification},
    MessageName{visit_notice, "visit notice", refdata::DocumentProcess::verification},
    MessageName{l3_use_reversed, "use reversed", refdata::DocumentProcess::response},
    MessageName{co_drawn, "CO.DRAWN", refdata::DocumentProcess::issue},
    MessageName{co_draw_undone, "CO.DRAW.UNDONE", refdata::DocumentProcess::issue},
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

[[nodiscard]] constexpr std::optional<refdata::DocumentProcess> process_of(MessageNumber number) {
  for (const MessageName& one : message_names)
    if (one.number == number) return one.process;
  return std::nullopt;
}

/// Whether it is about a check, or may answer what is: these go about origin declarations, too.
[[nodiscard]] constexpr bool is_about_checks(MessageNumber number) {
  return process_of(number) == refdata::DocumentProcess::verification || number == l1_receipt ||
         number == l2_ok || number == l2_error;
}

}  // namespace lintas::documents
