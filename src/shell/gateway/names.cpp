#include "shell/gateway/names.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/mail.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"

namespace lintas::gateway {

namespace {

static_assert(names::message_version == 1 && limits::bundle_messages_max == 32 &&
                  limits::bundle_bytes_max == 256UL * 1024,
              "this is what version 1 of `bundle` says to partners: other bounds are another version");

as4::Party party_of(exchange::Partner node, std::string_view role) {
  return {.id = {.value = app::node_name(node), .type = std::string{names::party_type}},
          .role = std::string{role}};
}

}  // namespace

as4::PMode pmode_for(exchange::Partner home, exchange::Partner partner, PModeChoice choice) {
  return {.name = partner.str(),
          .suite = choice.suite,
          .home = party_of(home, as4::initiator_role),
          .partner = party_of(partner, as4::responder_role),
          .agreement = {.value = std::string{names::agreement}},
          .service = {.value = std::string{names::service}},
          .actions = app::message_types(),
          .taken = app::message_types(),
          .naming = choice.naming,
          .payload_bytes_max = limits::message_bytes_max};
}

std::vector<as4::Property> corners(exchange::Partner home, exchange::Partner partner) {
  return {{.name = std::string{as4::original_sender_property}, .value = app::node_name(home)},
          {.name = std::string{as4::final_recipient_property}, .value = app::node_name(partner)}};
}

std::string as4_id(exchange::Partner home, std::string_view identification) {
  std::string id = format("{}@{}", identification, app::node_name(home));
  for (std::size_t i = identification.size(); i < id.size(); ++i) {
    if (id[i] >= 'A' && id[i] <= 'Z') id[i] = static_cast<char>(id[i] - 'A' + 'a');
  }
  return id;
}

}  // namespace lintas::gateway
