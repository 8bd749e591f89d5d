#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Self-certification on the loop: the register of certified exporters, and the origin declarations that are
/// presented to customs here (docs/adr/0039). Acts come under command_in(block, place in the machine's Act).
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

[[nodiscard]] const Part& awsc_part();

}  // namespace lintas::workflow
