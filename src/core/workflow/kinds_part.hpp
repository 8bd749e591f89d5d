#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Documents of kinds that are data on the loop: where they are issued, and where they are received
/// (docs/adr/0037). Acts come under command_in(block, place in the machine's Act), messages of partners under
/// command_of_message(number) with a kinds::Letter as content.
namespace lintas::workflow {

// Numbers as those of kinds.hpp, behind those of acdd_part.hpp.
inline constexpr StreamKind doc_issue_stream{15};
inline constexpr StreamKind doc_import_stream{16};
inline constexpr std::uint16_t doc_issue_block = acdd_import_block + block_size;
inline constexpr std::uint16_t doc_import_block = doc_issue_block + block_size;
/// Owner: the issuing state and the kind; identifier: the number. Of the state's own documents the issue
/// side, of others' the import side.
inline constexpr KeyKind doc_keys{36};
static_assert(doc_issue_stream > acdd_import_stream && doc_keys > acdd_keys);

/// The list of the documents of one kind. No office and no party begins so.
[[nodiscard]] inline std::string list_of_kind(std::string_view code) {
  return std::string{"kind "}.append(code);
}

/// The list of the documents that somebody here should look at, or may have to do something about.
inline constexpr std::string_view waiting_docs = "kinds waiting";

/// The kinds of the node.
[[nodiscard]] const kinds::Kinds& kinds_of(const Setting& setting);

/// What whoever acted is told beside "accepted".
struct DocReply {
  kinds::Reference reference;
  std::string state;  ///< id, "SENT"

  static constexpr std::string_view record = "kinds_part.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &DocReply::reference}, Field{2, "state", &DocReply::state}};
  }
};

[[nodiscard]] Key doc_key(const kinds::Reference& reference);
/// By its reference, whose state says on which side it lies. Precondition: the state is that of the side.
[[nodiscard]] Slot doc_issue_slot(const kinds::Reference& reference);
[[nodiscard]] Slot doc_import_slot(const kinds::Reference& reference);
/// As both nodes call it when they ask to send again.
[[nodiscard]] Bytes doc_name(const kinds::Reference& reference);

// ---- what is stored of a message, sent or received: its letter as a record

/// The same bytes for the same letter. Precondition: it names its document.
[[nodiscard]] Bytes write_doc(kinds::MessageNumber number, const kinds::Letter& letter);
/// Nothing unless `write_doc` could have written it.
[[nodiscard]] std::optional<kinds::Letter> read_doc(kinds::MessageNumber number, ByteView document);

[[nodiscard]] const Part& kinds_part();

}  // namespace lintas::workflow
