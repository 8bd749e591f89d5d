#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Customs declaration documents on the loop: where the export was released, and where the goods are imported
/// (docs/adr/0033). Acts come under command_in(block, place in the machine's Act), messages of partners under
/// command_of_message(number) with an acdd::Letter as content.
namespace lintas::workflow {

// Numbers as those of kinds.hpp, behind the last ones there.
inline constexpr StreamKind acdd_export_stream{13};
inline constexpr StreamKind acdd_import_stream{14};
inline constexpr std::uint16_t acdd_export_block = import_block + block_size;
inline constexpr std::uint16_t acdd_import_block = acdd_export_block + block_size;
/// Owner: the exporting state; identifier: the permit. Of the state's own documents the export side, of
/// others' the import side.
inline constexpr KeyKind acdd_keys{33};
static_assert(acdd_export_stream > import_stream && acdd_keys > unknown_certificate_keys);

/// What whoever acted is told beside "accepted".
struct AcddReply {
  acdd::Permit permit;
  std::string state;              ///< id, "SENT"
  std::uint16_t version = 0;      ///< of the document
  std::uint32_t differences = 0;  ///< between what was exported and what is declared: a signal of risk

  static constexpr std::string_view record = "acdd_part.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &AcddReply::permit}, Field{2, "state", &AcddReply::state},
                  Field{3, "version", &AcddReply::version}, Field{4, "differences", &AcddReply::differences}};
  }
};

[[nodiscard]] Key acdd_key(const acdd::Permit& permit);
/// By its permit, whose state says on which side it lies. Precondition: the state is that of the side.
[[nodiscard]] Slot acdd_export_slot(const acdd::Permit& permit);
[[nodiscard]] Slot acdd_import_slot(const acdd::Permit& permit);
/// As both nodes call it when they ask to send again.
[[nodiscard]] Bytes acdd_name(const acdd::Permit& permit);

// ---- what is stored of a message, sent or received: its letter as a record

/// The same bytes for the same letter. Precondition: it names its permit.
[[nodiscard]] Bytes write_acdd(acdd::MessageNumber number, const acdd::Letter& letter);
/// Nothing unless `write_acdd` could have written it.
[[nodiscard]] std::optional<acdd::Letter> read_acdd(acdd::MessageNumber number, ByteView document);

[[nodiscard]] const Part& acdd_part();

}  // namespace lintas::workflow
