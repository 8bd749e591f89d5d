#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "base/bytes.hpp"
#include "shell/app/store.hpp"

namespace lintas::test {

/// Batches of a random but sensible history: streams begin, step, move and close, documents come and are
/// erased, messages are sent and receipted. One seed, one history.
class StoreWorkload {
 public:
  explicit StoreWorkload(std::uint64_t seed) : random_(seed) {}

  /// The batch that could come next, given what the store holds. Has at least one event.
  [[nodiscard]] app::Batch next(app::Store& store);

 private:
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  [[nodiscard]] Bytes any_bytes(std::size_t size);
  void begin_streams(app::Batch& batch, app::Counters& counters);
  void step_streams(app::Batch& batch, app::Counters& counters, app::Store& store);
  void answer_messages(app::Batch& batch, app::Store& store);
  void write_notes(app::Batch& batch, const app::Counters& counters, app::Store& store);

  std::mt19937_64 random_;
};

/// What first differs between two stores, in words; empty if every read of theirs agrees.
[[nodiscard]] std::string difference(app::Store& one, app::Store& other);

}  // namespace lintas::test
