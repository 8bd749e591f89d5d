#pragma once

#include <array>
#include <string_view>

#include "base/machine.hpp"
#include "core/kinds/messages.hpp"

/// The documents of self-certification, by numbers of ours (docs/adr/0039). They stand beside those of
/// certificates, customs declaration documents and kinds, and no two are alike.
namespace lintas::awsc {

using machine::MessageNumber;

// Under which documents are stored: a number is never used again for another one.
inline constexpr MessageNumber ce_record = 2061;       ///< the record of a certified exporter
inline constexpr MessageNumber od_declaration = 2062;  ///< an origin declaration, as it was presented
// Between nodes, about a record of the register (docs/adr/0044).
inline constexpr MessageNumber ce_notice = 2063;  ///< how it stands, from when on
inline constexpr MessageNumber ce_ack = 2064;     ///< that its copy does, or why it does not

struct MessageName {
  MessageNumber number;
  std::string_view name;  ///< and its root on the wire
};
inline constexpr std::array message_names{MessageName{ce_notice, "CE.NOTICE"}, MessageName{ce_ack, "CE.ACK"}};

/// Whether it goes between nodes.
[[nodiscard]] constexpr bool is_message(MessageNumber number) {
  return number == ce_notice || number == ce_ack;
}
[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  if (number == ce_record) return "CE.RECORD";
  if (number == od_declaration) return "OD.DECLARATION";
  for (const MessageName& one : message_names)
    if (one.number == number) return one.name;
  return {};
}
/// Whether another business has the number.
[[nodiscard]] constexpr bool is_of_others(MessageNumber number) {
  return !documents::name_of(number).empty() || !acdd::name_of(number).empty() ||
         kinds::find_message(number) != nullptr;
}
static_assert(!is_of_others(ce_record) && !is_of_others(od_declaration) && !is_of_others(ce_notice) &&
                  !is_of_others(ce_ack),
              "a number is of one message");

}  // namespace lintas::awsc
