#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "base/words.hpp"
#include "core/acdd/messages.hpp"

/// The messages about documents of kinds that are data, by numbers of ours. They stand beside those of
/// certificates and customs declaration documents, and no two are alike.
namespace lintas::kinds {

using machine::MessageNumber;

// Stored in events: a number is never used again for another message.
inline constexpr MessageNumber doc_send = 2041;    ///< the document; its root is that of its kind
inline constexpr MessageNumber doc_cancel = 2042;  ///< it holds no more; names the one in its place, if any
inline constexpr MessageNumber doc_answer = 2043;
inline constexpr MessageNumber doc_use = 2044;

struct MessageName {
  MessageNumber number;
  std::string_view name;
  std::string_view root;  ///< on the wire; of a document that of its kind
};
inline constexpr std::array message_names{
    MessageName{doc_send, "DOC.SEND", ""},
    MessageName{doc_cancel, "DOC.CANCEL", "DOC.CANCEL"},
    MessageName{doc_answer, "DOC.ANSWER", "DOC.ANSWER"},
    MessageName{doc_use, "DOC.USE", "DOC.USE"},
};
static_assert(std::ranges::all_of(message_names,
                                  [](const MessageName& one) {
                                    return documents::name_of(one.number).empty() &&
                                           acdd::name_of(one.number).empty();
                                  }),
              "a number is of one message");

/// nullptr for a number that is none of these.
[[nodiscard]] constexpr const MessageName* find_message(MessageNumber number) {
  for (const MessageName& one : message_names)
    if (one.number == number) return &one;
  return nullptr;
}
[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  const MessageName* const found = find_message(number);
  return found == nullptr ? std::string_view{} : found->name;
}

/// What a DOC.ANSWER says. Stored: a number is never used again for another one. Codes: list CL915.
enum class Answer : std::uint8_t {
  taken = 1,      ///< L2: it could be read and is stored
  faulty,         ///< L2: it could not be taken
  accepted,       ///< L3: the authority there takes it for good
  refused,        ///< L3: it does not
  cancelled,      ///< what was to be cancelled is
  not_cancelled,  ///< it is used up
};
inline constexpr std::array answer_words{
    Word{Answer::taken, "taken", "TKN"},         Word{Answer::faulty, "faulty", "FLT"},
    Word{Answer::accepted, "accepted", "ACC"},   Word{Answer::refused, "refused", "REF"},
    Word{Answer::cancelled, "cancelled", "CNL"}, Word{Answer::not_cancelled, "not_cancelled", "NCN"}};
[[nodiscard]] constexpr const auto& words_for(Answer) { return answer_words; }

}  // namespace lintas::kinds
