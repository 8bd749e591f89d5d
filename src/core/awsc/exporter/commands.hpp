#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"

/// What the authority that certifies exporters does with its register. Stored: places in the variant and
/// field numbers are never used again for something else. Who acts, and when, comes with the command.
/// `effective`: of what another state published, from when on that counts; left out, from now on.
namespace lintas::awsc::exporter_side {

/// Writes the record, or writes it anew. The document comes with it; whoever makes the command reads the
/// record from that.
struct RecordExporter {
  Record content;
  std::optional<Instant> effective = {};

  static constexpr std::string_view record = "exporter.record";
  static constexpr auto fields() {
    return Fields{Field{1, "content", &RecordExporter::content},
                  Field{2, "effective", &RecordExporter::effective}};
  }
  friend bool operator==(const RecordExporter&, const RecordExporter&) = default;
};

struct SuspendExporter {
  ExporterReference reference;
  std::string reason;
  std::optional<Instant> effective = {};

  static constexpr std::string_view record = "exporter.suspend";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &SuspendExporter::reference},
                  Field{2, "reason", &SuspendExporter::reason},
                  Field{3, "effective", &SuspendExporter::effective}};
  }
  friend bool operator==(const SuspendExporter&, const SuspendExporter&) = default;
};

struct ResumeExporter {
  ExporterReference reference;
  std::string reason;
  std::optional<Instant> effective = {};

  static constexpr std::string_view record = "exporter.resume";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &ResumeExporter::reference},
                  Field{2, "reason", &ResumeExporter::reason},
                  Field{3, "effective", &ResumeExporter::effective}};
  }
  friend bool operator==(const ResumeExporter&, const ResumeExporter&) = default;
};

/// For good: a firm that is certified again has another code.
struct WithdrawExporter {
  ExporterReference reference;
  std::string reason;
  std::optional<Instant> effective = {};

  static constexpr std::string_view record = "exporter.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &WithdrawExporter::reference},
                  Field{2, "reason", &WithdrawExporter::reason},
                  Field{3, "effective", &WithdrawExporter::effective}};
  }
  friend bool operator==(const WithdrawExporter&, const WithdrawExporter&) = default;
};

/// Of this state's register, as where a copy was found to say something else: each partner is told anew how
/// the record stands, under a version of its own.
struct TellExporterAgain {
  ExporterReference reference;
  std::string reason;

  static constexpr std::string_view record = "exporter.tell_again";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &TellExporterAgain::reference},
                  Field{2, "reason", &TellExporterAgain::reason}};
  }
  friend bool operator==(const TellExporterAgain&, const TellExporterAgain&) = default;
};

using Act =
    std::variant<RecordExporter, SuspendExporter, ResumeExporter, WithdrawExporter, TellExporterAgain>;

}  // namespace lintas::awsc::exporter_side
