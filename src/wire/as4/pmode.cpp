#include "wire/as4/pmode.hpp"

#include <algorithm>
#include <expected>
#include <string_view>

#include "base/text.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"

namespace lintas::as4 {

bool is_test(const UserMessage& message) {
  return message.service.value == test_service && message.action == test_action;
}

namespace {

/// What comes is sent by the partner in the role that we send in ourselves. An answer in a two-way exchange
/// may have the roles of its first message (ebMS 3.0 Core, D.3.1), whose initiator it goes to.
bool are_in_their_roles(const PMode& mode, const UserMessage& message) {
  if (message.from.role == mode.home.role && message.to.role == mode.partner.role) return true;
  return mode.mep == Mep::two_way && !message.info.ref_to_message.empty() &&
         message.from.role == mode.partner.role && message.to.role == mode.home.role;
}

}  // namespace

bool is_of(const PMode& mode, const UserMessage& message) {
  if (message.from.id != mode.partner.id || message.to.id != mode.home.id) return false;
  if (!are_in_their_roles(mode, message)) return false;
  if (!message.agreement.value.empty() && message.agreement != mode.agreement) return false;
  if (is_test(message)) return true;
  return message.service == mode.service && std::ranges::find(mode.taken, message.action) != mode.taken.end();
}

std::expected<void, Refused> check(const PMode& mode, const UserMessage& message) {
  if (!mode.four_corners || is_test(message)) return {};
  for (const std::string_view corner : {original_sender_property, final_recipient_property}) {
    if (value_of(message.properties, corner).empty())
      return refused(Error::processing_mode_mismatch, format("the property {} is missing", corner));
  }
  return {};
}

}  // namespace lintas::as4
