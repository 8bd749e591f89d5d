#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/fields.hpp"
#include "core/awsc/exporter.hpp"

/// What the authority that certifies exporters does with its register. Stored: places in the variant and
/// field numbers are never used again for something else. Who acts, and when, comes with the command.
namespace lintas::awsc::exporter_side {

/// Writes the record, or writes it anew. The document comes with it; whoever makes the command reads the
/// record from that.
struct RecordExporter {
  Record content;

  static constexpr std::string_view record = "exporter.record";
  static constexpr auto fields() { return Fields{Field{1, "content", &RecordExporter::content}}; }
  friend bool operator==(const RecordExporter&, const RecordExporter&) = default;
};

struct SuspendExporter {
  ExporterReference reference;
  std::string reason;

  static constexpr std::string_view record = "exporter.suspend";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &SuspendExporter::reference},
                  Field{2, "reason", &SuspendExporter::reason}};
  }
  friend bool operator==(const SuspendExporter&, const SuspendExporter&) = default;
};

struct ResumeExporter {
  ExporterReference reference;
  std::string reason;

  static constexpr std::string_view record = "exporter.resume";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &ResumeExporter::reference},
                  Field{2, "reason", &ResumeExporter::reason}};
  }
  friend bool operator==(const ResumeExporter&, const ResumeExporter&) = default;
};

/// For good: a firm that is certified again has another code.
struct WithdrawExporter {
  ExporterReference reference;
  std::string reason;

  static constexpr std::string_view record = "exporter.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &WithdrawExporter::reference},
                  Field{2, "reason", &WithdrawExporter::reason}};
  }
  friend bool operator==(const WithdrawExporter&, const WithdrawExporter&) = default;
};

using Act = std::variant<RecordExporter, SuspendExporter, ResumeExporter, WithdrawExporter>;

}  // namespace lintas::awsc::exporter_side
