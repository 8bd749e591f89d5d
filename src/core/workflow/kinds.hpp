#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "core/workflow/records.hpp"

/// The numbers under which streams, commands, events and documents of the business are stored. Never used
/// again for something else. Events and commands of a machine have a block each: the first number plus the
/// place in the machine's variant.
namespace lintas::workflow {

inline constexpr StreamKind account_stream{1};    ///< header of a GRN
inline constexpr StreamKind use_stream{2};        ///< GRN + MRN
inline constexpr StreamKind departure_stream{3};  ///< a movement at its office of departure
/// A movement in a state that it passes or ends in: passage, destination and status notices together, since
/// they share the lane to the office of departure.
inline constexpr StreamKind journey_stream{4};
inline constexpr StreamKind register_stream{5};        ///< trader, mandate, permit, card, authorisation
inline constexpr StreamKind register_count_stream{6};  ///< how many live permits there are
inline constexpr StreamKind manifest_stream{7};        ///< the node's one, with a lane to each partner
inline constexpr StreamKind webhook_stream{8};         ///< a subscription to the feed
inline constexpr StreamKind link_stream{9};            ///< the links of one movement that one owner gave out
inline constexpr StreamKind code_stream{10};           ///< the node's one: what officers say of its lists
/// A certificate where it is issued, with the requests to verify it: they share the lane to the importing
/// state.
inline constexpr StreamKind issue_stream{11};
inline constexpr StreamKind import_stream{
    12};  ///< a certificate of another state, where its goods are imported

/// First numbers of the blocks of 64.
inline constexpr std::uint16_t account_block = 128;
inline constexpr std::uint16_t use_block = 192;
inline constexpr std::uint16_t departure_block = 256;
inline constexpr std::uint16_t passage_block = 320;
inline constexpr std::uint16_t destination_block = 384;
inline constexpr std::uint16_t register_block = 448;
inline constexpr std::uint16_t notice_block = 512;
inline constexpr std::uint16_t manifest_block = 576;
inline constexpr std::uint16_t webhook_block = 640;
inline constexpr std::uint16_t link_block = 704;
inline constexpr std::uint16_t code_block = 768;
inline constexpr std::uint16_t issue_block = 832;
inline constexpr std::uint16_t verification_block = 896;
inline constexpr std::uint16_t import_block = 4096;  ///< messages have the numbers in between
inline constexpr std::uint16_t block_size = 64;

[[nodiscard]] constexpr std::uint16_t block_of(std::uint16_t type) {
  return static_cast<std::uint16_t>(type - (type % block_size));
}
[[nodiscard]] constexpr EventType event_in(std::uint16_t block, std::size_t index) {
  return EventType{static_cast<std::uint16_t>(block + index)};
}
/// What a partner's daily list showed of a document: it stands in its history alone.
[[nodiscard]] constexpr bool is_of_manifest(EventType type) {
  return block_of(std::to_underlying(type)) == manifest_block;
}
[[nodiscard]] constexpr CommandType command_in(std::uint16_t block, std::size_t index) {
  return CommandType{static_cast<std::uint16_t>(block + index)};
}

/// Name and address of a firm (registers::Details).
inline constexpr PayloadKind payload_of_details{64};

/// Messages, received or sent: commands and documents alike have the number of the message behind this one.
/// 1015 is IE015; 2095 our status notice; 3001 CO.ISSUE (core/documents/messages.hpp).
inline constexpr std::uint16_t message_block = 1000;
/// Our manifest, X097: not about one movement.
inline constexpr std::uint16_t ie_manifest = 1097;
inline constexpr std::string_view manifest_root = "CX097A";

[[nodiscard]] constexpr CommandType command_of_message(std::uint16_t ie) {
  return CommandType{static_cast<std::uint16_t>(message_block + ie)};
}
/// The number of the message that a command takes; nothing for a command that takes none.
[[nodiscard]] constexpr std::optional<std::uint16_t> message_of_command(CommandType type) {
  const auto number = std::to_underlying(type);
  if (number <= message_block) return std::nullopt;
  return static_cast<std::uint16_t>(number - message_block);
}
[[nodiscard]] constexpr PayloadKind payload_of_message(std::uint16_t ie) {
  return PayloadKind{static_cast<std::uint16_t>(message_block + ie)};
}

/// First byte of the natural keys of the machines.
inline constexpr KeyKind grn_keys{16};       ///< owner: GRN
inline constexpr KeyKind use_keys{17};       ///< owner: GRN, identifier: MRN
inline constexpr KeyKind lrn_keys{19};       ///< owner: trader, identifier: LRN
inline constexpr KeyKind journey_keys{20};   ///< identifier: MRN
inline constexpr KeyKind register_keys{21};  ///< owner: kind of entry, identifier: its number
inline constexpr KeyKind unknown_keys{22};  ///< identifier: an MRN that others ask for and nobody issued here
inline constexpr KeyKind manifest_keys{23};  ///< of the one manifest stream
inline constexpr KeyKind deposit_keys{24};   ///< owner: office, identifier: receipt; they lead to an account
inline constexpr KeyKind concern_keys{
    25};  ///< owner: an office or party, identifier: the stream, newest first

inline constexpr KeyKind webhook_keys{26};   ///< identifier: the id of a subscription
inline constexpr KeyKind link_keys{27};      ///< owner: a party or office, identifier: MRN
inline constexpr KeyKind code_keys{28};      ///< of the one code stream
inline constexpr KeyKind document_keys{29};  ///< identifier: this node's own name of a certificate it issues
/// Owner: issuing state, kind and office; identifier: the number. Of the state's own certificates the issue
/// side, of others' the import side.
inline constexpr KeyKind certificate_keys{30};
inline constexpr KeyKind application_keys{
    31};  ///< owner: exporter, identifier: its own number of an application
inline constexpr KeyKind unknown_certificate_keys{
    32};  ///< as certificate_keys: asked for, and not issued here

}  // namespace lintas::workflow
