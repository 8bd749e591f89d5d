#include "core/transit/fault_places.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "core/messages/place.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit {

namespace {

constexpr std::string_view lines_begin = "lines[";

/// What a question about a guarantee says by the element that says it.
struct Element {
  std::string_view field;
  std::string_view path;
};
/// Of all the guarantees.
constexpr std::array elements_of_all{Element{"grn", "Guarantee/GuaranteeReference/GRN"},
                                     Element{"lines", "Guarantee"},
                                     Element{"message", "messageIdentification"}};
constexpr std::string_view all_amounts = "Guarantee/GuaranteeReference/amountToBeCovered";

std::string reference_group(std::span<const GuaranteeLine> lines, std::size_t n) {
  return format("{}/GuaranteeReference[{}]", guarantee_group(lines, n), lines[n].reference.value_or(1));
}

PlaceInMessage place_of_line(std::string_view field, std::string_view root,
                             std::span<const GuaranteeLine> lines, std::size_t n) {
  const GuaranteeLine& line = lines[n];
  const auto in_reference = [&](std::string_view element, std::string value = {}) {
    return PlaceInMessage{.pointer = format("/{}/{}/{}", root, reference_group(lines, n), element),
                          .value = std::move(value)};
  };
  switch (part_of_guarantee(field)) {
    case OfGuarantee::type:
      return {.pointer = format("/{}/{}/guaranteeType", root, guarantee_group(lines, n)), .value = line.type};
    case OfGuarantee::access_code: return in_reference("accessCode");
    case OfGuarantee::amount: return in_reference("amountToBeCovered");
    case OfGuarantee::itself: break;
  }
  if (line.receipt) {
    return {.pointer = format("/{}/{}/otherGuaranteeReference", root, guarantee_group(lines, n)),
            .value = std::string{line.receipt->str()}};
  }
  return in_reference("GRN", std::string{line.grn.str()});
}

}  // namespace

std::optional<std::size_t> line_in(std::string_view pointer) {
  if (!pointer.starts_with(lines_begin)) return std::nullopt;
  const std::string_view number = pointer.substr(lines_begin.size());
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), place);
  if (error != std::errc{} || place == 0) return std::nullopt;
  return place - 1;
}

OfGuarantee part_of_guarantee(std::string_view field) {
  if (field == "type") return OfGuarantee::type;
  if (field == "access_code") return OfGuarantee::access_code;
  return field == "amount" ? OfGuarantee::amount : OfGuarantee::itself;
}

std::string guarantee_group(std::span<const GuaranteeLine> lines, std::size_t n) {
  return format("Guarantee[{}]", lines[n].guarantee.value_or(n + 1));
}

PlaceInMessage place_in_declaration(std::string_view pointer, std::string_view root,
                                    std::span<const GuaranteeLine> lines) {
  if (const auto line = line_in(pointer)) {
    const std::string_view field = pointer.substr(std::min(pointer.find('/'), pointer.size() - 1) + 1);
    if (*line < lines.size()) return place_of_line(field, root, lines, *line);
    return {.pointer = format("/{}/Guarantee", root), .value = {}};
  }
  if (pointer == all_amounts && lines.size() == 1) return place_of_line("amount", root, lines, 0);
  const auto* known = std::ranges::find(elements_of_all, pointer, &Element::field);
  if (known != elements_of_all.end()) return {.pointer = message::xpath(root, known->path), .value = {}};
  return {.pointer = message::xpath(root, pointer), .value = {}};
}

}  // namespace lintas::transit
