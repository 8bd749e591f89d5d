#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/records.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Files of documents between two states, on the loop (docs/adr/0041): the list of a document's files tells
/// the other state of them, in a lane of its own beside that of the document; there a stream under the
/// document's name knows them, whether the document has come or not, and fetches what somebody asks for.
/// Messages of partners come under command_of_message(number) with an attachments::Letter as content. A part
/// of attachments_part.
namespace lintas::workflow {

// Numbers as those of attachments_part.hpp.
inline constexpr StreamKind attachment_abroad_stream{25};
inline constexpr std::uint16_t attachment_abroad_block = attachment_share_block + block_size;
/// Identifier: what both states call the document. Of the state's own documents the list of files, of others'
/// what is known of theirs.
inline constexpr KeyKind attachment_name_keys{45};
/// The same, of a document of this state that others speak of before anybody was told of its files.
inline constexpr KeyKind attachment_unknown_keys{46};

/// Follows where a document goes to another state, and where its files change.
inline constexpr CommandType tell_attachments = command_in(attachment_list_block, 4);
inline constexpr CommandType ask_attachment = command_in(attachment_abroad_block, 0);
inline constexpr CommandType read_fetched_attachment = command_in(attachment_abroad_block, 1);
/// Follows where a file is with the document no more, and from a look at whether that is still kept.
inline constexpr CommandType let_fetched_attachment_go = command_in(attachment_abroad_block, 2);

/// The document kind in data/codelists/document-pairs.csv that says between which states files are exchanged.
inline constexpr std::string_view kind_of_files = "attachments";

/// Content of tell_attachments.
struct TellAttachments {
  StreamId document{};
  StreamKind kind{};
  bool again = false;  ///< the document is sent, maybe once more: then what it says may have been lost
  /// Where nobody was told of any file of it yet, once it is known.
  std::optional<attachments::DocumentName> name = {};

  static constexpr std::string_view record = "attachments_part.tell";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &TellAttachments::document}, Field{2, "kind", &TellAttachments::kind},
                  Field{3, "again", &TellAttachments::again}, Field{4, "name", &TellAttachments::name}};
  }
};

/// Content of ask_attachment, read_fetched_attachment and let_fetched_attachment_go. Whoever asks has found
/// the document of another state, and what both call it.
struct FetchedAttachment {
  AttachmentOf which;
  attachments::DocumentName name;
  bool is_missing = false;  ///< of one that is asked for: it was here, and its octets are not on the disk
  bool is_dropped = false;  ///< of one to let go of: it is with the document no more

  static constexpr std::string_view record = "attachments_part.fetched";
  static constexpr auto fields() {
    return Fields{Field{1, "which", &FetchedAttachment::which}, Field{2, "name", &FetchedAttachment::name},
                  Field{3, "is_missing", &FetchedAttachment::is_missing},
                  Field{4, "is_dropped", &FetchedAttachment::is_dropped}};
  }
};

/// Whether a stream of this kind is a document of another state.
[[nodiscard]] bool is_of_another_state(StreamKind kind);
/// What both states call a document, where it has a name that others know.
[[nodiscard]] std::optional<attachments::DocumentName> name_of_document(StreamKind kind, const State& state);
/// The state to which a document of this one went as data; nothing where it did not.
[[nodiscard]] std::optional<Country> receiver_of_document(StreamKind kind, const State& state);
/// What is known of the files of another state's document.
[[nodiscard]] Slot attachments_abroad_slot(const attachments::DocumentName& name);
/// Whether files go with documents from one of the states to the other, today.
[[nodiscard]] bool exchanges_files(Country from, Country to, Day today, const Setting& setting);

/// The octets of what this message brings are no document of its event: they lie with the other files.
[[nodiscard]] constexpr bool keeps_octets_apart(CommandType type) {
  return type == command_of_message(attachments::file_part);
}
/// The content of a partner's message without what this node has added to it: the same whenever it comes.
[[nodiscard]] Bytes said_by_sender(const Command& command);
/// The same as releases before kept it of the last part of a file: with its kind, whichever was found then.
[[nodiscard]] std::vector<Bytes> said_as_kept_before(const Command& command);

/// A document of this state went to another one, and its files are told behind it.
[[nodiscard]] std::optional<Derived> files_follow(StreamKind kind, const Happened& event);

// ---- what attachments_part has of it

/// What ties the actor to the document, to read it.
[[nodiscard]] access::Relations ties_to_document(const StreamView& document, const access::Actor& actor,
                                                 const Setting& setting);
/// Nobody is tied to the files of a document as such; so each office of the state decides about messages of
/// their lane that wait or are dead.
[[nodiscard]] access::Relations ties_to_lane(const State& state, const access::Actor& actor,
                                             const Setting& setting);
[[nodiscard]] bool has_work(const StreamView& document);

[[nodiscard]] std::span<const CommandEntry> abroad_commands();
[[nodiscard]] const KindEntry& abroad_kind();
void grant_abroad(std::vector<access::Grant>& grants);
[[nodiscard]] std::optional<Slot> slot_of_files(ByteView thing, exchange::Partner from,
                                                const Setting& setting);
[[nodiscard]] Bytes name_of_files(const Command& waiting);

}  // namespace lintas::workflow
