#include "core/messages/place.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace lintas::message {

namespace {

/// What a machine says of a command stands in a message elsewhere.
struct Element {
  std::string_view field;
  std::string_view path;
};
constexpr std::array elements{Element{"mrn", "TransitOperation/MRN"}};

}  // namespace

std::string xpath(std::string_view root, std::string_view place) {
  if (place.starts_with('/')) return std::string{place};
  if (place.empty()) return format("/{}", root);
  const auto* known = std::ranges::find(elements, place, &Element::field);
  return format("/{}/{}", root, known == elements.end() ? place : known->path);
}

std::string json_pointer(std::string_view place) {
  std::string pointer;
  if (!place.empty() && !place.starts_with('/')) pointer.push_back('/');
  while (!place.empty()) {
    const auto open = place.find('[');
    std::size_t n = 0;
    const char* begin = place.data() + std::min(open + 1, place.size());
    const auto [end, error] = std::from_chars(begin, place.data() + place.size(), n);
    const bool is_number =
        open != std::string_view::npos && n > 0 && end != place.data() + place.size() && *end == ']';
    if (!is_number) return pointer.append(place);
    pointer.append(place.substr(0, open)).append(format("/{}", n - 1));
    place.remove_prefix(static_cast<std::size_t>(end - place.data()) + 1);
  }
  return pointer;
}

}  // namespace lintas::message
