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
constexpr std::array elements_of_reference{Element{"access_code", "accessCode"},
                                           Element{"amount", "amountToBeCovered"}};
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
  if (field == "type") {
    return {.pointer = format("/{}/{}/guaranteeType", root, guarantee_group(lines, n)), .value = line.type};
  }
  const auto* known = std::ranges::find(elements_of_reference, field, &Element::field);
  if (known != elements_of_reference.end()) {
    return {.pointer = format("/{}/{}/{}", root, reference_group(lines, n), known->path), .value = {}};
  }
  if (line.receipt) {
    return {.pointer = format("/{}/{}/otherGuaranteeReference", root, guarantee_group(lines, n)),
            .value = std::string{line.receipt->str()}};
  }
  return {.pointer = format("/{}/{}/GRN", root, reference_group(lines, n)),
          .value = std::string{line.grn.str()}};
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
