#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::as4 {

/// Of ebMS 3.0; the profile uses these two for every one-way push, whoever sends.
inline constexpr std::string_view initiator_role =
    "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/initiator";
inline constexpr std::string_view responder_role =
    "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/responder";

/// Anybody who has an agreement may ask whether it works: answered with a receipt, given to nobody.
/// eDelivery AS4 1.15, 3.2.9.
inline constexpr std::string_view test_service =
    "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/service";
inline constexpr std::string_view test_action =
    "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/test";

/// How a message names our certificates.
enum class Naming : std::uint8_t { token = 1, issuer_serial = 2, key_identifier = 3 };

/// The exchange patterns of ebMS 3.0 Core, 2.2, that are pushed in both directions. A message of the first is
/// related to no other; in the second an answer names the message that it answers and keeps its conversation.
enum class Mep : std::uint8_t { one_way = 1, two_way = 2 };

/// What two nodes have agreed on for their messages (P-Mode), the same for both directions but for the
/// actions: pushes, signed and sealed, receipted on the same connection. What the profile fixes for everybody
/// is not in it.
struct PMode {
  std::string name;  ///< in the configuration and in logs
  Suite suite = Suite::edwards;
  Party home;            ///< we, with the role we send in
  Party partner;         ///< with the role we send to
  Typed agreement = {};  ///< empty: messages name none
  Typed service = {};
  std::vector<std::string> actions = {};  ///< that we may send
  std::vector<std::string> taken = {};    ///< actions that the partner may send
  Naming naming = Naming::token;
  Mep mep = Mep::one_way;
  bool compresses = true;
  bool four_corners = true;           ///< originalSender and finalRecipient have to be there
  std::size_t payload_bytes_max = 0;  ///< of one payload that comes, unpacked
  /// The same of one that we send: the partner takes no more.
  std::size_t sent_bytes_max = std::numeric_limits<std::size_t>::max();

  friend bool operator==(const PMode&, const PMode&) = default;
};

/// Whether a message that came belongs to it. A message goes by the agreement of its parties, roles, service,
/// action and, where it names one, its AgreementRef; or it is a test of that agreement.
[[nodiscard]] bool is_of(const PMode& mode, const UserMessage& message);
[[nodiscard]] bool is_test(const UserMessage& message);

/// What else the agreement asks of a message: EBMS:0010 for a corner that is not named.
[[nodiscard]] std::expected<void, Refused> check(const PMode& mode, const UserMessage& message);

}  // namespace lintas::as4
