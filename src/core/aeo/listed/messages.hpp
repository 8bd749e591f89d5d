#pragma once

#include <array>
#include <string_view>

#include "base/machine.hpp"

/// The documents by which lists of authorised operators travel, by numbers of ours (docs/adr/0050). They
/// stand beside those of documents of other sorts, and no two are alike (core/workflow/operators_part.cpp).
namespace lintas::aeo::listed {

using machine::MessageNumber;

// Under which documents are stored: a number is never used again for another one.
inline constexpr MessageNumber aeo_record = 2081;  ///< name and address, as the operator agrees to be told of
// Between nodes, about an operator in the list of a state.
inline constexpr MessageNumber aeo_notice = 2082;  ///< how it stands, from when on
inline constexpr MessageNumber aeo_ack = 2083;     ///< that the copy has it, or why it has not

struct MessageName {
  MessageNumber number;
  std::string_view name;  ///< and its root on the wire
};
inline constexpr std::array message_names{MessageName{aeo_notice, "AEO.NOTICE"},
                                          MessageName{aeo_ack, "AEO.ACK"}};

/// Whether it goes between nodes.
[[nodiscard]] constexpr bool is_message(MessageNumber number) {
  return number == aeo_notice || number == aeo_ack;
}
[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  if (number == aeo_record) return "AEO.RECORD";
  for (const MessageName& one : message_names)
    if (one.number == number) return one.name;
  return {};
}

}  // namespace lintas::aeo::listed
