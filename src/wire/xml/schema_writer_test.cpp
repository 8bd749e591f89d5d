#include "wire/xml/schema_writer.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "wire/xml/tokenizer.hpp"

namespace lintas::xml {
namespace {

std::string schema(std::string_view root) { return schema_of(*message::find_program(root)); }

TEST(SchemaWriter, writes_one_well_formed_file_for_each_message) {
  for (const auto& program : message::programs()) {
    const std::string text = schema_of(program);
    Tokenizer tokenizer{text};
    Token token = Token::start;
    while (token != Token::done && token != Token::error) token = tokenizer.next();
    // Patterns hold references in attributes, which our messages may not.
    EXPECT_TRUE(token == Token::done || tokenizer.problem().rule == "WEL-008") << program.root();
    EXPECT_FALSE(text.contains("xs:include")) << program.root();
  }
}

TEST(SchemaWriter, says_order_occurrence_and_facets) {
  const std::string text = schema("CD002C");
  EXPECT_TRUE(text.contains("targetNamespace=\"http://ncts.dgtaxud.ec\""));
  EXPECT_TRUE(text.contains("<xs:element name=\"correlationIdentifier\" minOccurs=\"0\" type=\"token35\"/>"));
  EXPECT_TRUE(text.contains("<xs:attribute name=\"PhaseID\" type=\"phase\"/>"));
  EXPECT_TRUE(text.contains("<xs:pattern value=\".{1,35}\"/>"));
  EXPECT_LT(text.find("\"MRN\""), text.find("\"CustomsOfficeOfDestinationActual\""));
  EXPECT_TRUE(schema("CD018C").contains("name=\"TransportEquipment\" minOccurs=\"0\" maxOccurs=\"9999\""));
}

TEST(SchemaWriter, two_patterns_that_both_hold_are_two_steps) {
  const std::string text = schema("CD209C");
  EXPECT_TRUE(text.contains("<xs:simpleType name=\"grn_step\">"));
  EXPECT_TRUE(text.contains("<xs:restriction base=\"grn_step\">"));
}

}  // namespace
}  // namespace lintas::xml
