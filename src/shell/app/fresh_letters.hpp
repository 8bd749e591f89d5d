#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace lintas::app {

/// A letter as it leaves the core, before it is packed, and when the event happened that sends it.
struct FreshLetter {
  std::shared_ptr<const Bytes> content;  // shared by the messages of an event to several partners
  Instant at;
};

/// Letters of the messages that were written last, from the writer to whoever sends them: most leave at once,
/// and need not be read back. Never a letter that is not in the store, where all others are found. Any
/// thread.
class FreshLetters {
 public:
  /// Precondition: the message has been written. The oldest go when all are longer than
  /// limits::fresh_letters_bytes_max.
  void keep(std::int64_t outbox_id, FreshLetter letter);
  /// Gives it away: who sends it again reads the store.
  [[nodiscard]] std::optional<FreshLetter> take(std::int64_t outbox_id);

 private:
  std::mutex mutex_;
  std::map<std::int64_t, FreshLetter> letters_;  ///< oldest first
  std::size_t bytes_ = 0;
};

}  // namespace lintas::app
