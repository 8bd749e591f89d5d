#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"

/// Subscriptions to the feed on the loop: each a stream, found by its id. Commands are the records of
/// core/webhooks/commands.hpp, by their places in its variant.
namespace lintas::workflow {

inline constexpr CommandType subscribe_webhook = command_in(webhook_block, 0);
inline constexpr CommandType pause_webhook = command_in(webhook_block, 1);
inline constexpr CommandType resume_webhook = command_in(webhook_block, 2);
inline constexpr CommandType rotate_webhook = command_in(webhook_block, 3);
inline constexpr CommandType redeliver_webhook = command_in(webhook_block, 4);
inline constexpr CommandType remove_webhook = command_in(webhook_block, 5);
inline constexpr CommandType note_delivered = command_in(webhook_block, 6);
inline constexpr CommandType note_failing = command_in(webhook_block, 7);
inline constexpr CommandType stop_webhook = command_in(webhook_block, 8);

/// What every accepted command answers: of which subscription it was, and how that stood then.
struct WebhookReply {
  std::string id;
  webhooks::Status status{};
  std::uint32_t generation = 0;       ///< of the secret
  std::optional<std::uint32_t> mark;  ///< likewise

  static constexpr std::string_view record = "webhook.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &WebhookReply::id}, Field{2, "status", &WebhookReply::status},
                  Field{3, "generation", &WebhookReply::generation}, Field{4, "mark", &WebhookReply::mark}};
  }
  friend bool operator==(const WebhookReply&, const WebhookReply&) = default;
};

[[nodiscard]] Slot webhook_slot(std::string_view id);
/// Begins the keys of all subscriptions.
[[nodiscard]] Bytes all_webhooks();

}  // namespace lintas::workflow
