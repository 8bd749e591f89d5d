#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Self-certification on the loop: the register of certified exporters (docs/adr/0039), and the numbers of
/// the origin declarations that are presented to customs here (origin_part.hpp). Acts come under
/// command_in(block, place in the machine's Act).
namespace lintas::workflow {

// Numbers as those of kinds.hpp, behind those of attachments_part.hpp.
inline constexpr StreamKind exporter_stream{22};
inline constexpr std::uint16_t exporter_block = attachment_file_block + block_size;
/// Owner: the state; identifier: the authorisation code.
inline constexpr KeyKind exporter_keys{42};
inline constexpr StreamKind origin_stream{23};
inline constexpr std::uint16_t origin_block = exporter_block + block_size;
/// Owner: state and authorisation code; identifier: the number of the carrying document.
inline constexpr KeyKind origin_keys{43};
static_assert(exporter_stream > attachment_file_stream && exporter_keys > attachment_file_keys);

/// What whoever acted is told beside "accepted".
struct ExporterReply {
  awsc::ExporterReference reference;
  std::string state;  ///< id, "VALID"

  static constexpr std::string_view record = "awsc_part.exporter_reply";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &ExporterReply::reference}, Field{2, "state", &ExporterReply::state}};
  }
};

struct OriginReply {
  awsc::DeclarationReference reference;
  std::string state;  ///< id, "PRESENTED"

  static constexpr std::string_view record = "awsc_part.origin_reply";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &OriginReply::reference}, Field{2, "state", &OriginReply::state}};
  }
};

[[nodiscard]] Key origin_key(const awsc::DeclarationReference& reference);
[[nodiscard]] Slot origin_slot(const awsc::DeclarationReference& reference);
[[nodiscard]] Key exporter_key(const awsc::ExporterReference& reference);
[[nodiscard]] Slot exporter_slot(const awsc::ExporterReference& reference);

/// Whether the actor speaks for the authority that certifies exporters: several agencies have the same role,
/// and which offices certify, the reference data of the day say (list CL923). Also the system of the state.
[[nodiscard]] bool certifies_exporters(const access::Actor& actor, Day today, const Setting& setting);

// ---- the register between the nodes (docs/adr/0044)

/// The register among what two states exchange as data (document-pairs).
inline constexpr std::string_view register_of_exporters = "exporters";
/// To a record of this state: tell the partners that have not been told how it stands. Content: TellExporter.
inline constexpr CommandType tell_exporter = command_in(exporter_block, 48);

struct TellExporter {
  awsc::ExporterReference reference;

  static constexpr std::string_view record = "awsc_part.tell_exporter";
  static constexpr auto fields() { return Fields{Field{1, "reference", &TellExporter::reference}}; }
};

/// As both nodes call it when they ask to send again.
[[nodiscard]] Bytes exporter_name(const awsc::ExporterReference& reference);
/// Those to whom this state's register goes as data today.
[[nodiscard]] std::vector<exchange::Partner> partners_of_register(Instant now, const Setting& setting);
[[nodiscard]] Derived telling_of_exporter(const awsc::ExporterReference& reference);

/// What is stored of a message, sent or received: the same bytes for the same letter. Precondition: it names
/// its record.
[[nodiscard]] Bytes write_exporter_letter(const awsc::Letter& letter);
/// Nothing unless `write_exporter_letter` could have written it.
[[nodiscard]] std::optional<awsc::Letter> read_exporter_letter(awsc::MessageNumber number, ByteView document);

[[nodiscard]] const Part& awsc_part();

}  // namespace lintas::workflow
