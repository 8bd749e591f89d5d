#include "core/awsc/declaration.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/judging.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/unit.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/sha256.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::awsc {
namespace {

message::Document example() {
  return xml::read(test::read_file(LINTAS_ROOT "/examples/documents/my-sg-origin-declaration.xml")).value();
}

TEST(OriginDeclaration, IsReadFromItsMessageUnderTheNumberOfTheDocumentThatCarriesIt) {
  const auto message = example();
  Hash256 document;
  document.bytes[0] = std::byte{7};
  const auto read = contents_of(*message.message.declaration, document, test::sha256);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(in_words(read->reference), "MY, 0217/MY07, KLPG/26/11/0417");
  EXPECT_EQ(read->day, *parse_day("2026-11-20"));
  EXPECT_EQ(read->signatory,
            print_of_name(read->reference.exporter(), "Nurul Aisyah binti Rahman", test::sha256));
  ASSERT_EQ(read->items.size(), 2U);
  EXPECT_EQ(read->items[1],
            (DeclaredItem{.number = 2,
                          .description = "Household gloves of vulcanised rubber, lined with cotton",
                          .code = "401519",
                          .quantity = Decimal::parse("800").value(),
                          .unit = Unit::parse("KGM").value()}));
  EXPECT_EQ(read->document, document);
}

TEST(OriginDeclaration, R_OD_012_what_nothing_is_found_by_is_told_by_its_place) {
  const auto told = [](const message::wco::Declaration& said) {
    const auto read = contents_of(said, {}, test::sha256);
    return read ? std::string{} : read.error().front().rule + " " + read.error().front().pointer;
  };
  auto message = example();
  message.message.declaration->certified_exporter_id = "0217,MY07";
  EXPECT_EQ(told(*message.message.declaration), "R-OD-012 /OD.DECLARATION/Declaration/CertifiedExporterID");
  message = example();
  message.message.declaration->carrying_document->id = " ";
  EXPECT_EQ(told(*message.message.declaration), "R-OD-012 /OD.DECLARATION/Declaration/CarryingDocument/ID");
}

TEST(OriginDeclaration, keeps_the_field_numbers_of_the_committed_list) {
  namespace imp = import_side;
  const auto differences = test::compare_with_committed<
      imp::PresentDeclaration, imp::AcceptItems, imp::RefuseItems, imp::UseDeclaration, imp::ReassessItems,
      imp::WithdrawPresentation, imp::Presented, imp::Accepted, imp::Refused, imp::Used, imp::Reopened,
      imp::Withdrawn, imp::PresentedAgain, imp::CheckDeclaration, imp::EndCheck, imp::NotifyVisit,
      imp::RecordReply, imp::CheckBegan, imp::Done, imp::ItemResult, DeclarationReference, DeclaredItem,
      DeclarationContents, Judgement>("origin.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "");
}

}  // namespace
}  // namespace lintas::awsc
