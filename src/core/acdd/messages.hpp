#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "base/machine.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/names.hpp"

/// The messages about customs declaration documents, by numbers of ours: those of the guidelines could not be
/// read (asw.md 3.0, [MIG-ACDD]). They stand beside those of certificates, and no two are alike.
namespace lintas::acdd {

using machine::MessageNumber;

// Stored in events: a number is never used again for another message.
inline constexpr MessageNumber acdd_send = 2031;
inline constexpr MessageNumber acdd_cancel = 2032;
inline constexpr MessageNumber acdd_response = 2033;  ///< to a request to cancel
inline constexpr MessageNumber l2_ok = 2034;
inline constexpr MessageNumber l2_error = 2035;  ///< with what is wrong

/// `asks`: of export customs, and goes as data only where the two states exchange such documents (R-ASW-102);
/// else an answer, which goes wherever a message came from.
struct MessageName {
  MessageNumber number;
  std::string_view name;
  std::string_view root;           ///< on the wire; both L2 have one, whose function says which it is
  std::string_view function;       ///< CL911
  std::string_view refusing = {};  ///< likewise, where what was asked was not done
  bool asks = false;
};
inline constexpr std::array message_names{
    MessageName{acdd_send, "ACDD.SEND", "ACDD.SEND", documents::function_original, {}, true},
    MessageName{
        acdd_cancel, "ACDD.CANCEL.REQ", "ACDD.CANCEL.REQ", documents::function_cancellation, {}, true},
    MessageName{acdd_response, "ACDD.RESPONSE", "ACDD.RESPONSE", documents::function_response,
                documents::function_not_accepted},
    MessageName{l2_ok, "L2 ok", "ACDD.ACK", documents::function_accepted},
    MessageName{l2_error, "L2 error", "ACDD.ACK", documents::function_not_accepted},
};
static_assert(std::ranges::all_of(message_names,
                                  [](const MessageName& one) {
                                    return documents::name_of(one.number).empty() &&
                                           std::ranges::count(message_names, one.number,
                                                              &MessageName::number) == 1;
                                  }),
              "a number is of one message");

/// nullptr for a number that is none of these.
[[nodiscard]] constexpr const MessageName* find_message(MessageNumber number) {
  for (const MessageName& one : message_names)
    if (one.number == number) return &one;
  return nullptr;
}
/// Empty for a number that is none of these.
[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  const MessageName* const found = find_message(number);
  return found == nullptr ? std::string_view{} : found->name;
}

}  // namespace lintas::acdd
