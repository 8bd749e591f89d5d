#pragma once

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

[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  if (number == ce_record) return "CE.RECORD";
  return number == od_declaration ? std::string_view{"OD.DECLARATION"} : std::string_view{};
}
/// Whether another business has the number.
[[nodiscard]] constexpr bool is_of_others(MessageNumber number) {
  return !documents::name_of(number).empty() || !acdd::name_of(number).empty() ||
         kinds::find_message(number) != nullptr;
}
static_assert(!is_of_others(ce_record) && !is_of_others(od_declaration), "a number is of one message");

}  // namespace lintas::awsc
