#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

/// Where the faults of a movement are in the message that declared it. The machines name a guarantee by its
/// place among those that were asked, and what is wrong of it by the field of the question.
namespace lintas::transit {

/// The messages that declare a movement; an amendment declares all of it anew.
inline constexpr Ie ie_declaration = 15;
inline constexpr Ie ie_amendment = 13;

/// A place in a message, as an XPath, and what stands there; empty where it is not told.
struct PlaceInMessage {
  std::string pointer;
  std::string value;

  friend bool operator==(const PlaceInMessage&, const PlaceInMessage&) = default;
};

/// The guarantee that a fault is of, from zero: of "lines[2]/amount" 1.
[[nodiscard]] std::optional<std::size_t> line_in(std::string_view pointer);

/// What of a guarantee a fault of it is about.
enum class OfGuarantee : std::uint8_t {
  type,
  access_code,  ///< never shown
  amount,
  itself,  ///< as such it does not do: named by its GRN
};
/// By the field of the question about it.
[[nodiscard]] OfGuarantee part_of_guarantee(std::string_view field);

/// The group that the n-th of the guarantees stands in, from zero: "Guarantee[2]".
[[nodiscard]] std::string guarantee_group(std::span<const GuaranteeLine> lines, std::size_t n);

/// Of "lines[2]/amount" "/CC015C/Guarantee[2]/GuaranteeReference[1]/amountToBeCovered", of a place in the
/// message the same from its root. A guarantee that as such does not do, as one of another holder, is named:
/// the place is that of its GRN, of a deposit that of its receipt. The place of all amounts is that of the
/// only one. `lines` are the guarantees as the message of this root declared them.
[[nodiscard]] PlaceInMessage place_in_declaration(std::string_view pointer, std::string_view root,
                                                  std::span<const GuaranteeLine> lines);

}  // namespace lintas::transit
