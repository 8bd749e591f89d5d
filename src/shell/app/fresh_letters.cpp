#include "shell/app/fresh_letters.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "base/limits.hpp"

namespace lintas::app {

void FreshLetters::keep(std::int64_t outbox_id, FreshLetter letter) {
  const std::size_t size = letter.content->size();
  const std::scoped_lock lock{mutex_};
  if (!letters_.emplace(outbox_id, std::move(letter)).second) return;
  bytes_ += size;
  while (bytes_ > limits::fresh_letters_bytes_max) {
    bytes_ -= letters_.begin()->second.content->size();
    letters_.erase(letters_.begin());
  }
}

std::optional<FreshLetter> FreshLetters::take(std::int64_t outbox_id) {
  const std::scoped_lock lock{mutex_};
  auto found = letters_.extract(outbox_id);
  if (found.empty()) return std::nullopt;
  bytes_ -= found.mapped().content->size();
  return std::move(found.mapped());
}

}  // namespace lintas::app
