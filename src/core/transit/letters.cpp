#include "core/transit/letters.hpp"

#include <algorithm>
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

namespace {

template <class Value>
void take(const Value& given, Value& declared) {
  if (!given.empty()) declared = given;
}

bool names_means(const message::Consignment& consignment) {
  return !consignment.departure_transport_means.empty() ||
         std::ranges::any_of(consignment.house_consignment, [](const message::HouseConsignment& house) {
           return !house.departure_transport_means.empty();
         });
}

/// The means stand at the level where the presentation has them, and at no other.
void take_means(const message::Consignment& given, message::Consignment& declared) {
  declared.departure_transport_means = given.departure_transport_means;
  for (message::HouseConsignment& house : declared.house_consignment) {
    house.departure_transport_means.clear();
    for (const message::HouseConsignment& presented : given.house_consignment) {
      if (presented.sequence_number.value == house.sequence_number.value)
        house.departure_transport_means = presented.departure_transport_means;
    }
  }
}

void take_groups(const message::Consignment& given, message::Consignment& declared) {
  take(given.container_indicator, declared.container_indicator);
  take(given.inland_mode_of_transport, declared.inland_mode_of_transport);
  take(given.mode_of_transport_at_the_border, declared.mode_of_transport_at_the_border);
  take(given.transport_equipment, declared.transport_equipment);
  take(given.active_border_transport_means, declared.active_border_transport_means);
  if (given.location_of_goods) declared.location_of_goods = given.location_of_goods;
  if (given.place_of_loading) declared.place_of_loading = given.place_of_loading;
  if (names_means(given)) take_means(given, declared);
}

}  // namespace

message::Message completed_by(const message::Message& presentation, const message::Message& lodged) {
  message::Message whole = lodged.clone();
  if (presentation.transit_operation && presentation.transit_operation->limit_date.has()) {
    if (!whole.transit_operation) whole.transit_operation.emplace();
    whole.transit_operation->limit_date = presentation.transit_operation->limit_date;
  }
  if (!presentation.consignment) return whole;
  if (!whole.consignment) whole.consignment.emplace();
  take_groups(*presentation.consignment, *whole.consignment);
  return whole;
}

}  // namespace lintas::transit
