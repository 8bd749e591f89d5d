#include "core/transit/letters.hpp"

#include <cctype>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/require.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/transit/machine.hpp"

namespace lintas::transit {

namespace {

constexpr std::size_t reason_characters_max = 7;
constexpr std::string_view no_reason = "N/A";

}  // namespace

std::optional<Ie> ie_of_root(std::string_view root) {
  for (const MessageOfMovement& message : messages_of_movement) {
    if (message.root == root) return message.ie;
  }
  return std::nullopt;
}

const MessageOfMovement* find_message(Ie ie) {
  for (const MessageOfMovement& message : messages_of_movement) {
    if (message.ie == ie) return &message;
  }
  return nullptr;
}

std::string_view root_of(Ie ie) {
  const MessageOfMovement* message = find_message(ie);
  require(message != nullptr, "a message of a movement stands in the table");
  return message->root;
}

bool is_read(Ie ie) {
  const MessageOfMovement* message = find_message(ie);
  return message != nullptr && !message->to.has(Party::trader);
}

std::string reason_of_rule(std::string_view rule) {
  if (rule.starts_with("R-")) rule.remove_prefix(2);
  std::string reason{rule};
  std::erase(reason, '-');
  return reason.empty() || reason.size() > reason_characters_max ? std::string{no_reason} : reason;
}

std::string rule_of_reason(std::string_view reason) {
  if (reason == no_reason) return {};
  const std::size_t digits = reason.find_first_of("0123456789");
  if (digits != std::string_view::npos) {
    const std::string id = std::string{reason.substr(0, digits)} + '-' + std::string{reason.substr(digits)};
    for (const std::string& rule : {"R-" + id, id}) {
      if (message::find_rule(rule) != nullptr) return rule;
    }
  }
  return std::string{reason};
}

void mask_access_codes(message::Message& message) {
  for (message::Guarantee& guarantee : message.guarantee) {
    for (message::GuaranteeReference& reference : guarantee.guarantee_reference)
      reference.access_code.clear();
  }
  for (message::GuaranteeReference& reference : message.guarantee_reference) reference.access_code.clear();
}

}  // namespace lintas::transit
