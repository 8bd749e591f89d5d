#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/partner.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

/// What two Lintas nodes have agreed on by running Lintas: every name that stands in the header of their AS4
/// messages. The same in every node; docs/protocols/as4.md says it to the engineers of other states.
namespace lintas::gateway::names {

/// Where a node takes messages of partners, on its listener for partners.
inline constexpr std::string_view path = "/as4";

/// The scheme of the party ids: app::node_name, "NTA.MY".
inline constexpr std::string_view party_type = "urn:lintas:node";
inline constexpr std::string_view agreement = "urn:lintas:agreement:transit:1";
inline constexpr std::string_view service = "urn:lintas:service:transit:1";
/// Of every kind of message that this program writes and takes; capability sheets name it, `service` ends
/// with it.
inline constexpr std::uint8_t message_version = 1;

/// Properties of a message. The identification that stands in the message itself, and its place in the order
/// of what goes to this partner about one thing, from 1; without it the sender numbers nothing.
inline constexpr std::string_view tracking_property = "trackingIdentifier";
inline constexpr std::string_view lane_property = "laneNumber";

/// The one payload of a message.
inline constexpr std::string_view content_id = "message@lintas";

/// The action of several messages that go as one, each a payload whose content id is the MessageId that it
/// would have alone. The properties of the payload say what a header says of a message alone: those above,
/// and its action. Only to partners that say they take it, in the version above.
inline constexpr std::string_view bundle_action = "bundle";
inline constexpr std::string_view action_property = "action";

}  // namespace lintas::gateway::names

namespace lintas::gateway {

/// What may differ from one partner to another.
struct PModeChoice {
  as4::Suite suite = as4::Suite::edwards;
  as4::Naming naming = as4::Naming::token;
};

/// The agreement of two Lintas nodes as `home` has it. Its name is the partner's country.
[[nodiscard]] as4::PMode pmode_for(exchange::Partner home, exchange::Partner partner,
                                   PModeChoice choice = {});

/// Who a message is from in the end, and for whom, as the profile has it in each message: also in one to the
/// test service, which software of others refuses without them (EBMS:0010).
[[nodiscard]] std::vector<as4::Property> corners(exchange::Partner home, exchange::Partner partner);

/// The MessageId of what a node sends under an identification: "SG00000000000001A0@nta.sg".
[[nodiscard]] std::string as4_id(exchange::Partner home, std::string_view identification);

}  // namespace lintas::gateway
