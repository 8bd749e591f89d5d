#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

/// What messages of a node are called outside. The event that sends a message gives it its number; a store
/// that came back from a backup gives the numbers of the events that it lost a second time, and a partner
/// that knows a name takes nothing under it. So what is sent behind a loss has a name of its own.
namespace lintas::app {

/// A store went on behind its first `last` events; those that had followed are lost.
struct Loss {
  Seq last{};
  std::uint32_t mark = 0;  ///< drawn at random, never 0: no two losses have the same names

  friend bool operator==(const Loss&, const Loss&) = default;
};

class MessageNames {
 public:
  /// `losses` in the order in which they happened.
  explicit MessageNames(exchange::Partner home, std::vector<Loss> losses = {})
      : home_(home), losses_(std::move(losses)) {}

  /// "SG00000000000001A0", behind a loss "SG00000000000001A0-0C2F99B1". The same whenever it is sent again.
  [[nodiscard]] std::string of(std::int64_t outbox_id) const;
  /// The number in the outbox; nothing for what `of` never gave.
  [[nodiscard]] std::optional<std::int64_t> outbox_id(std::string_view name) const;

 private:
  exchange::Partner home_;
  std::vector<Loss> losses_;
};

}  // namespace lintas::app
