#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/matching.hpp"

/// What import declarations do with an ACDD of another state. Stored: places in the variant and field numbers
/// are never used again for something else. A document is named as declarations quote it, by its permit.
namespace lintas::acdd::import_side {

/// An import declaration refers to the export permit. Reported again it takes the place of what it said
/// before.
struct ReportDeclaration {
  Permit permit;
  DeclarationNumber declaration;
  std::string exporter;  ///< as declared; empty where the declaration says none
  std::vector<DeclaredLine> lines;

  static constexpr std::string_view record = "acdd_import.report";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &ReportDeclaration::permit},
                  Field{2, "declaration", &ReportDeclaration::declaration},
                  Field{3, "exporter", &ReportDeclaration::exporter},
                  Field{4, "lines", &ReportDeclaration::lines}};
  }
  friend bool operator==(const ReportDeclaration&, const ReportDeclaration&) = default;
};

/// The declaration was cancelled, or does not refer to it any more.
struct WithdrawDeclaration {
  Permit permit;
  DeclarationNumber declaration;

  static constexpr std::string_view record = "acdd_import.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &WithdrawDeclaration::permit},
                  Field{2, "declaration", &WithdrawDeclaration::declaration}};
  }
  friend bool operator==(const WithdrawDeclaration&, const WithdrawDeclaration&) = default;
};

/// Customs looked at what the alarm says, and did about it what there was to do.
struct LookAtImport {
  Permit permit;
  std::string reason;  ///< what came of it

  static constexpr std::string_view record = "acdd_import.look_at";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &LookAtImport::permit}, Field{2, "reason", &LookAtImport::reason}};
  }
  friend bool operator==(const LookAtImport&, const LookAtImport&) = default;
};

using Act = std::variant<ReportDeclaration, WithdrawDeclaration, LookAtImport>;

}  // namespace lintas::acdd::import_side
