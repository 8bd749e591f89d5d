#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "base/bytes.hpp"
#include "shell/app/store.hpp"

namespace lintas::bench {

/// The batches of a departure node under load, as rows: a movement is eight commands (lodge, accept, reserve,
/// release, passage, arrival, control result, discharge) with ten events, four documents, six messages to
/// partners and three from them. Many movements are open and each command picks one at random, which is the
/// worst case for locality. Content is random bytes of the sizes of real rows.
class Movements {
 public:
  static constexpr int commands_each = 8;

  explicit Movements(std::size_t open);

  /// The accounts that guarantee them. Comes first.
  [[nodiscard]] app::Batch accounts();
  [[nodiscard]] app::Batch next(std::size_t commands);

 private:
  struct Movement {
    std::int64_t stream = 0;
    std::int64_t use = 0;
    std::int64_t head = 0;
    std::uint32_t version = 0;
    std::size_t trader = 0;
    int step = 0;  ///< commands done
  };
  struct Account {
    std::int64_t stream = 0;
    std::int64_t head = 0;
    std::uint32_t version = 0;
  };

  [[nodiscard]] Bytes bytes(std::size_t size);
  void command(app::Batch& batch, Movement& movement);
  void lodge(app::Batch& batch, Movement& movement);
  void reserve(app::Batch& batch, Movement& movement);
  void discharge(app::Batch& batch, Movement& movement);
  void take_inbound(app::Batch& batch, const Movement& movement);
  app::EventRow& add_event(app::Batch& batch, std::int64_t stream, std::uint32_t version, std::int64_t prev);
  app::EventRow& step(app::Batch& batch, Movement& movement);
  void document(app::Batch& batch, std::size_t size);
  void send(app::Batch& batch, const Movement& movement, int messages);
  void remember_command(app::Batch& batch);
  void touch_account(std::size_t trader);

  std::mt19937_64 random_{1};
  Bytes pool_;
  std::vector<Movement> open_;
  std::vector<Account> accounts_;
  std::int64_t seq_ = 0;
  std::int64_t stream_ = 0;
  std::int64_t payload_ = 0;
  std::int64_t number_ = 0;
  std::int64_t identifier_ = 0;
  std::set<std::size_t> touched_movements_;
  std::map<std::size_t, std::uint32_t> touched_accounts_;  ///< trader, version before the batch
  std::vector<std::int64_t> sent_;                         ///< in the batch before: receipted in this one
};

/// Rows that the batch writes, and the bytes in them without any overhead.
struct Size {
  std::size_t rows = 0;
  std::size_t bytes = 0;
};
[[nodiscard]] Size size_of(const app::Batch& batch);

}  // namespace lintas::bench
