#include "shell/api/document_places.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "shell/api/description.hpp"

namespace lintas::api {

namespace {

const Place* find_place(std::span<const Place> table, std::string_view field) {
  const auto found = std::ranges::find(table, field, &Place::field);
  return found == table.end() ? nullptr : &*found;
}

std::string below(std::string path, std::string_view element) {
  if (!element.empty()) path.append("/").append(element);
  return path;
}

}  // namespace

std::string place_in(std::string_view root, std::span<const Place> fields,
                     std::span<const Place> fields_of_item, std::string_view pointer) {
  const auto parts = split(pointer, '/');
  if (parts.empty()) return {};
  const std::string document = format("/{}/Declaration", root);
  if (parts.front() == "items") {
    std::string item = below(document, "GoodsShipment/GovernmentAgencyGoodsItem");
    if (parts.size() > 1) item += format("[{}]", parts[1]);
    const Place* field = parts.size() > 2 ? find_place(fields_of_item, parts[2]) : nullptr;
    return field == nullptr ? item : below(std::move(item), field->element);
  }
  const Place* field = find_place(fields, pointer);
  if (field == nullptr) field = find_place(fields, parts.front());
  return field == nullptr ? std::string{pointer} : below(document, field->element);
}

}  // namespace lintas::api
