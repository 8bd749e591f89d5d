#include "core/acdd/document.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/finding.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/matching.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::acdd {
namespace {

std::string faults_of(const std::string& options) {
  std::string text;
  for (const Finding& one : faults_in(test::acdd_contents(test::parse_step("release " + options, 1).value())))
    text += one.rule + " " + one.pointer + " ";
  return text;
}

TEST(Contents, AreWithoutFaultAsExportCustomsReleasesThem) { EXPECT_EQ(faults_of(""), ""); }

TEST(Contents, R_ACDD_001_GoToAnotherState) { EXPECT_EQ(faults_of("importer=SG"), "R-ACDD-001 importer "); }

TEST(Contents, R_ACDD_002_HaveItemsEachWithANumberOfItsOwn) {
  Contents contents = test::acdd_contents(test::parse_step("release", 1).value());
  contents.items[1].number = 1;
  EXPECT_EQ(faults_in(contents).at(0).pointer, "items/2/number");
  contents.items[1].number = 0;
  EXPECT_EQ(faults_in(contents).at(0).rule, "R-ACDD-002");
  contents.items.clear();
  EXPECT_EQ(faults_in(contents).at(0).pointer, "items");
}

TEST(Contents, R_DOC_004_HaveQuantities) {
  EXPECT_EQ(faults_of("items=08109010:0"), "R-DOC-004 items/1/quantity ");
}

TEST(Contents, R_ACDD_011_HaveTheIdentifierOfAnExporterAndNoName) {
  Contents contents = test::acdd_contents(test::parse_step("release", 1).value());
  contents.exporter = *ExporterId::parse("Tan Ah Kow");
  EXPECT_EQ(faults_in(contents).at(0).rule, "R-ACDD-011");
  EXPECT_EQ(faults_in(contents).at(0).pointer, "exporter");
  contents.exporter = *ExporterId::parse("T-1234.567/B");
  EXPECT_TRUE(faults_in(contents).empty());
}

TEST(Contents, R_DOC_025_HaveAPermitThatMessagesCarry) {
  Contents contents = test::acdd_contents(test::parse_step("release", 1).value());
  contents.permit.number = *PermitNumber::parse("ใบ-1");
  EXPECT_EQ(faults_in(contents).at(0).rule, "R-DOC-025");
}

TEST(Contents, keep_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<
      Permit, Item, Contents, DeclaredLine, Declared, Difference, Judged, Letter, export_side::ReleaseExport,
      export_side::SendDocument, export_side::AmendExport, export_side::CancelExport,
      export_side::ResendDocument, export_side::Released, export_side::WasSent, export_side::Amended,
      export_side::CancellationAsked, export_side::Resent, export_side::Acknowledged, export_side::Responded,
      export_side::AnsweredByLetter, export_side::LetterCame, export_side::LookAtExport,
      export_side::LookedAt, export_side::Noted>("acdd.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
  const auto of_import =
      test::compare_with_committed<import_side::ReportDeclaration, import_side::WithdrawDeclaration,
                                   import_side::Received, import_side::Faulty, import_side::CancellationCame,
                                   import_side::Reported, import_side::Withdrawn, import_side::LookAtImport,
                                   import_side::LookedAt, import_side::Noted>("acdd_import.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(of_import.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(of_import.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

}  // namespace
}  // namespace lintas::acdd
