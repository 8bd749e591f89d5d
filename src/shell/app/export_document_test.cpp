#include "shell/app/export_document.hpp"

#include <algorithm>
#include <expected>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/app/mail.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/world.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::app {
namespace {

const Day today = *parse_day("2026-11-23");

std::string example(const std::string& name = "sg-kh-customs-declaration-document") {
  return test::file_of_tree(LINTAS_ROOT, "examples/documents/" + name + ".xml");
}

std::expected<ExportDocument, Findings> made_of(const std::string& text, Day day = today) {
  static const refdata::Snapshot reference = seed::reference(Country::parse("SG").value());
  test::PlainPacker packer;
  return export_document(*xml::read(text), packer, reference, day);
}

std::string without(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  return text.erase(at, text.find(to) + to.size() - at);
}

TEST(ExportDocument, SaysWhatItsDocumentSays) {
  const auto made = made_of(example());
  ASSERT_TRUE(made.has_value()) << made.error().front().rule;
  EXPECT_EQ(acdd::in_words(made->contents.permit), "SG, OX6K123456A");
  EXPECT_EQ(made->contents.exporter.str(), "200501234W");
  ASSERT_EQ(made->contents.items.size(), 2U);
  EXPECT_EQ(made->contents.items[1].quantity.str(), "50.5");
  EXPECT_EQ(made->contents.document, made->payload.hash) << "and the machine keeps which";
  EXPECT_EQ(made->payload.kind, workflow::payload_of_message(acdd::acdd_send));
}

TEST(ExportDocument, R_ASW_111_EachParameterThatIsNotThereIsNamedByItsPlace) {
  const auto made = made_of(without(example(), "<Agent>", "</Agent>"));
  ASSERT_FALSE(made.has_value());
  ASSERT_EQ(made.error().size(), 2U);
  EXPECT_EQ(made.error()[0].rule, "R-ASW-111");
  EXPECT_EQ(made.error()[0].pointer, "/ACDD.SEND/Declaration/Agent/ID");
  EXPECT_EQ(made.error()[1].pointer, "/ACDD.SEND/Declaration/Agent/Name");
}

TEST(ExportDocument, API_013_AnotherMessageReleasesNothing) {
  const auto made = made_of(example("vn-sg-coffee"));
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().front().rule, "API-013");
}

TEST(ExportDocument, CodesAreThoseOfTheDayOnWhichTheGoodsLeave) {
  EXPECT_TRUE(made_of(example(), *parse_day("1999-01-01")).has_value())
      << "as import customs asks it, whenever it is released";
}

TEST(MessageTypes, NameWhatIsSaidAboutCustomsDeclarationDocuments) {
  const auto types = message_types();
  for (const acdd::MessageName& message : acdd::message_names)
    EXPECT_EQ(std::ranges::count(types, message.root), 1) << message.root;
}

}  // namespace
}  // namespace lintas::app
