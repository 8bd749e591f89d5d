#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/reference.hpp"
#include "wire/xml/tree.hpp"

/// The header eb:Messaging of ebMS 3.0: what a message is, from whom to whom, and what answers it. One of a
/// user message, a receipt or errors; bundles are refused (EBMS:0008), as the eDelivery profile has it.
/// Sources: OASIS ebMS 3.0 Core 5.2, 6; AS4 Profile 1.0, 5.1.8 for receipts; eDelivery AS4 1.15, 3.2.
namespace lintas::as4 {

/// A value in a scheme that its type names; without one the value is a URI itself.
struct Typed {
  std::string value;
  std::string type = {};
  friend bool operator==(const Typed&, const Typed&) = default;
};

struct Party {
  Typed id;
  std::string role;
  friend bool operator==(const Party&, const Party&) = default;
};

struct Property {
  std::string name;
  std::string value;
  std::string type = {};
  friend bool operator==(const Property&, const Property&) = default;
};

/// The value of the property of this name, empty if there is none.
[[nodiscard]] std::string_view value_of(const std::vector<Property>& properties, std::string_view name);

/// A payload as the header announces it; its bytes are a MIME part of this id.
struct PartInfo {
  std::string content_id;  ///< without `cid:`
  std::vector<Property> properties = {};
  friend bool operator==(const PartInfo&, const PartInfo&) = default;
};

/// Of a part: what it was before it was packed.
inline constexpr std::string_view mime_type_property = "MimeType";
inline constexpr std::string_view compression_type_property = "CompressionType";
inline constexpr std::string_view character_set_property = "CharacterSet";
inline constexpr std::string_view gzip_type = "application/gzip";

/// Of a message: who wrote it and for whom it is meant, behind the two gateways (four corners).
inline constexpr std::string_view original_sender_property = "originalSender";
inline constexpr std::string_view final_recipient_property = "finalRecipient";

struct MessageInfo {
  std::string id;
  Instant at;                    ///< when its sender wrote it, by the sender's clock
  std::string ref_to_message{};  ///< empty for none
  friend bool operator==(const MessageInfo&, const MessageInfo&) = default;
};

struct UserMessage {
  MessageInfo info;
  Party from;
  Party to;
  Typed agreement = {};  ///< empty for none
  std::string pmode = {};
  Typed service;
  std::string action;
  std::string conversation;
  std::vector<Property> properties = {};
  std::vector<PartInfo> parts = {};
  friend bool operator==(const UserMessage&, const UserMessage&) = default;
};

/// Non-repudiation of receipt: the receiver names everything that the sender's signature covers.
struct Receipt {
  MessageInfo info;
  std::vector<Reference> parts;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

struct ErrorLine {
  std::string code;  ///< "EBMS:0101", of the list or not
  bool is_failure = true;
  std::string short_description = {};
  std::string ref_to_message = {};
  std::string detail = {};
  friend bool operator==(const ErrorLine&, const ErrorLine&) = default;
};

struct ErrorSignal {
  MessageInfo info;
  std::vector<ErrorLine> errors;
  friend bool operator==(const ErrorSignal&, const ErrorSignal&) = default;
};

using Messaging = std::variant<UserMessage, Receipt, ErrorSignal>;

/// Whether a message may be called so: the form of RFC 2822, 3.6.4, a name and a place with one `@` or more
/// between, of printable characters without blanks and angle brackets. What a node adds to such a name behind
/// a blank is no name of any message.
[[nodiscard]] bool is_message_id(std::string_view text);

/// Reads the element eb:Messaging. Refused, besides a wrong form (EBMS:0009): two parties on a side or none
/// (EBMS:0010), a payload elsewhere than in a MIME part (EBMS:0011), a compressed part without its type,
/// another compression, a CharacterSet that is no name of an encoding (EBMS:0003), two signals or messages, a
/// pull (EBMS:0008), a receipt without what it is a receipt for (EBMS:0302). Elements that others put into
/// eb:Receipt beside the non-repudiation information are passed over, for phase4 does. A MessageId may be any
/// text here, as it was in what is kept of earlier releases: reception asks is_message_id, of what is new.
[[nodiscard]] std::expected<Messaging, Refused> read_messaging(const xml::Tree& tree,
                                                               xml::Tree::Node messaging);

/// The header in exclusive canonical form, as a child of S12:Header: its digest may be taken over these
/// bytes. Ids and references are escaped as canonical form asks.
[[nodiscard]] std::string write_messaging(const Messaging& messaging);

/// The `wsu:Id` of what is written here, and of the body.
inline constexpr std::string_view messaging_id = "msg";
inline constexpr std::string_view body_id = "body";

}  // namespace lintas::as4
