#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Files that come with documents, on the loop (docs/adr/0041). Which document a file comes with is said by
/// the stream of the document here, whatever kind it is of: its own right says who reads, its own state
/// whether it has gone.
namespace lintas::workflow {

// Numbers as those of kinds.hpp, with room before them for the parts of documents.
inline constexpr StreamKind attachment_list_stream{20};   ///< of one document
inline constexpr StreamKind attachment_file_stream{21};   ///< of one owner and hash
inline constexpr StreamKind attachment_share_stream{24};  ///< what one owner has; 22 and 23: awsc_part.hpp
inline constexpr std::uint16_t attachment_list_block = 4608;
inline constexpr std::uint16_t attachment_file_block = attachment_list_block + block_size;
/// Behind those of awsc_part.hpp.
inline constexpr std::uint16_t attachment_share_block = attachment_list_block + (4 * block_size);
inline constexpr KeyKind attachment_list_keys{40};   ///< identifier: the stream of the document
inline constexpr KeyKind attachment_file_keys{41};   ///< owner: hash in hex; identifier: whose it is
inline constexpr KeyKind attachment_share_keys{44};  ///< identifier: the owner

inline constexpr CommandType keep_attachment = command_in(attachment_file_block, 0);
inline constexpr CommandType add_attachment = command_in(attachment_list_block, 0);
inline constexpr CommandType remove_attachment = command_in(attachment_list_block, 1);
inline constexpr CommandType read_attachment = command_in(attachment_list_block, 2);
/// Follows from a look at whether the document is still kept.
inline constexpr CommandType let_attachment_go = command_in(attachment_list_block, 3);

/// Follows where a document goes on in another stream than the one in which it began. 4:
/// attachments_abroad.hpp.
inline constexpr CommandType move_attachments = command_in(attachment_list_block, 5);

/// Follows where a file was put away: its owner has room for another one.
inline constexpr CommandType shrink_attachment_share = command_in(attachment_share_block, 0);

/// Content of keep_attachment: the octets are durable. Whose it is, the actor says.
struct KeepAttachment {
  attachments::File file;
  std::int64_t most = 0;  ///< octets that the owner may have, with these

  static constexpr std::string_view record = "attachments_part.keep";
  static constexpr auto fields() {
    return Fields{Field{1, "file", &KeepAttachment::file}, Field{2, "most", &KeepAttachment::most}};
  }
};

/// What whoever brought a file is told beside "accepted".
struct KeepAttachmentReply {
  std::int64_t used = 0;  ///< octets that the owner has now

  static constexpr std::string_view record = "attachments_part.keep_reply";
  static constexpr auto fields() { return Fields{Field{1, "used", &KeepAttachmentReply::used}}; }
};

/// Content of shrink_attachment_share.
struct ShrinkAttachmentShare {
  std::string owner;
  std::int64_t bytes = 0;

  static constexpr std::string_view record = "attachments_part.shrink";
  static constexpr auto fields() {
    return Fields{Field{1, "owner", &ShrinkAttachmentShare::owner},
                  Field{2, "bytes", &ShrinkAttachmentShare::bytes}};
  }
};

/// A file of a document. Whoever asks has found the stream of the document.
struct AttachmentOf {
  StreamId document{};
  StreamKind kind{};
  Hash256 hash;

  static constexpr std::string_view record = "attachments_part.of";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &AttachmentOf::document}, Field{2, "kind", &AttachmentOf::kind},
                  Field{3, "hash", &AttachmentOf::hash}};
  }
};

/// Content of add_attachment; remove_attachment and read_attachment have an AttachmentOf.
struct AddAttachment {
  AttachmentOf which;
  std::string name;

  static constexpr std::string_view record = "attachments_part.add";
  static constexpr auto fields() {
    return Fields{Field{1, "which", &AddAttachment::which}, Field{2, "name", &AddAttachment::name}};
  }
};

/// Content of let_attachment_go.
struct LetAttachmentGo {
  AttachmentOf which;
  std::string owner;

  static constexpr std::string_view record = "attachments_part.let_go";
  static constexpr auto fields() {
    return Fields{Field{1, "which", &LetAttachmentGo::which}, Field{2, "owner", &LetAttachmentGo::owner}};
  }
};

/// Content of move_attachments.
struct MoveAttachments {
  StreamId from{};
  documents::DocumentId document;

  static constexpr std::string_view record = "attachments_part.move";
  static constexpr auto fields() {
    return Fields{Field{1, "from", &MoveAttachments::from}, Field{2, "document", &MoveAttachments::document}};
  }
};

/// A certificate went on in another stream, and its files with it.
[[nodiscard]] std::optional<Derived> files_move(StreamKind kind, const Happened& event);

/// The files of a document.
[[nodiscard]] Slot attachments_slot(StreamId document);
[[nodiscard]] Slot attachment_file_slot(const Hash256& hash, std::string_view owner);
[[nodiscard]] Slot attachment_share_slot(std::string_view owner);
/// What the keys of a hash begin with, whoever brought it.
[[nodiscard]] Bytes attachment_file_prefix(const Hash256& hash);

[[nodiscard]] const Part& attachments_part();

}  // namespace lintas::workflow
