#include "shell/api/print_places.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "shell/print/limits.hpp"

namespace lintas::api {

void PrintPlaces::Place::give_back() noexcept {
  const auto taken = std::exchange(taken_, nullptr);
  if (taken == nullptr) return;
  const std::scoped_lock lock{taken->mutex};
  const auto of_key = taken->by_key.find(key_);
  if (--of_key->second == 0) taken->by_key.erase(of_key);
}

std::optional<PrintPlaces::Place> PrintPlaces::take(const Hash256& key) {
  const std::scoped_lock lock{taken_->mutex};
  std::size_t& count = taken_->by_key[key];
  if (count >= limits::printing_per_key_max) return std::nullopt;
  ++count;
  return std::optional<Place>{std::in_place, taken_, key};
}

}  // namespace lintas::api
