#include "core/workflow/kinds_part.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"

/// The tables of the part. What it makes of acts, messages and clocks stands in tests/documents.
namespace lintas::workflow {
namespace {

kinds::Reference reference(std::string_view number) {
  return {.state = Country::parse("TH").value(),
          .kind = kinds::KindCode::parse("phyto").value(),
          .number = kinds::Number::parse(number).value()};
}
const kinds::Reference of_thailand = reference("TH-1");
const Setting in_thailand{.home = Country::parse("TH").value()};
const Setting in_malaysia{.home = Country::parse("MY").value()};

TEST(KindsPart, HasACommandForEachActAndEachMessage) {
  std::set<CommandType> types;
  for (const CommandEntry& entry : kinds_part().commands) types.insert(entry.type);
  for (std::size_t i = 0; i < std::variant_size_v<kinds::issue_side::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(doc_issue_block, i))) << i;
  for (std::size_t i = 0; i < std::variant_size_v<kinds::import_side::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(doc_import_block, i))) << i;
  for (const auto& message : kinds::message_names)
    EXPECT_TRUE(types.contains(command_of_message(message.number))) << message.name;
}

TEST(KindsPart, BothNodesCallADocumentByItsReference) {
  Command message;
  message.content = to_cbor(kinds::Letter{.reference = of_thailand});
  const Bytes name = kinds_part().name_for_partner(message);
  const auto thailand = exchange::Partner::parse("TH").value();
  const auto malaysia = exchange::Partner::parse("MY").value();
  const auto at_issue = kinds_part().slot_of_name(name, malaysia, in_thailand);
  ASSERT_TRUE(at_issue.has_value());
  EXPECT_EQ(at_issue->kind, doc_issue_stream);
  EXPECT_EQ(std::get<Key>(at_issue->by), doc_key(of_thailand));
  const auto at_receipt = kinds_part().slot_of_name(name, thailand, in_malaysia);
  ASSERT_TRUE(at_receipt.has_value());
  EXPECT_EQ(at_receipt->kind, doc_import_stream);
  EXPECT_EQ(std::get<Key>(at_receipt->by), doc_key(of_thailand));
  EXPECT_FALSE(kinds_part().slot_of_name(name, exchange::Partner::parse("VN").value(), in_malaysia))
      << "Viet Nam does not speak of a document of Thailand";
  EXPECT_FALSE(kinds_part().slot_of_name(as_bytes("ATH1"), thailand, in_malaysia));
  EXPECT_NE(doc_key(of_thailand), doc_key(reference("TH-11")));
}

TEST(KindsPart, LettersAreReadAsTheyWereWritten) {
  const kinds::Letter letter{.reference = of_thailand, .text = "not shipped"};
  for (const auto& message : kinds::message_names) {
    const Bytes written = write_doc(message.number, letter);
    EXPECT_EQ(read_doc(message.number, written), letter) << message.name;
  }
  EXPECT_THROW((void)write_doc(kinds::doc_send, kinds::Letter{}), Bug);
  EXPECT_FALSE(read_doc(kinds::doc_send, as_bytes("x")).has_value());
  EXPECT_FALSE(read_doc(kinds::doc_send, to_cbor(kinds::Letter{})).has_value());
  EXPECT_FALSE(read_doc(1, write_doc(kinds::doc_send, letter)).has_value());
}

TEST(KindsPart, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<DocReply>("kinds_part.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "");
}

}  // namespace
}  // namespace lintas::workflow
