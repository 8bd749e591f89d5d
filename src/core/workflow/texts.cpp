#include "core/workflow/texts.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/require.hpp"
#include "base/shape.hpp"
#include "core/workflow/command.hpp"

namespace lintas::workflow {

namespace {

std::vector<std::uint16_t> numbers_of(std::span<const lintas::Part* const> way) {
  std::vector<std::uint16_t> numbers;
  numbers.reserve(way.size());
  for (const lintas::Part* part : way) numbers.push_back(part->number);
  return numbers;
}

}  // namespace

std::vector<TextOfEvent> take_texts(const Shape& shape, void* record) {
  std::vector<TextOfEvent> texts;
  for_each_text(shape, record, [&](std::span<const lintas::Part* const> way, FreeText& text) {
    if (text.empty()) return;
    texts.push_back({.field = numbers_of(way), .text = text.str()});
    text = FreeText{};
  });
  return texts;
}

void put_texts(const Shape& shape, void* record, ByteView document) {
  if (document.empty()) return;
  const auto kept = from_cbor<Texts>(document);
  require(kept.has_value(), "the texts of an event can be read");
  for_each_text(shape, record, [&](std::span<const lintas::Part* const> way, FreeText& text) {
    const auto found = std::ranges::find(kept->texts, numbers_of(way), &TextOfEvent::field);
    if (found != kept->texts.end()) text = found->text;
  });
}

}  // namespace lintas::workflow
