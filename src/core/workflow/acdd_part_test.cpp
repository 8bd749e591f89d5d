#include "core/workflow/acdd_part.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/field_numbers.hpp"

/// The tables of the part. What it makes of acts, messages and clocks stands in tests/documents.
namespace lintas::workflow {
namespace {

const acdd::Permit of_singapore = test::permit("SG", "P-1");
const Setting in_singapore{.home = Country::parse("SG").value()};
const Setting in_cambodia{.home = Country::parse("KH").value()};

TEST(AcddPart, HasACommandForEachActAndEachMessage) {
  std::set<CommandType> types;
  for (const CommandEntry& entry : acdd_part().commands) types.insert(entry.type);
  for (std::size_t i = 0; i < std::variant_size_v<acdd::export_side::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(acdd_export_block, i))) << i;
  for (std::size_t i = 0; i < std::variant_size_v<acdd::import_side::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(acdd_import_block, i))) << i;
  for (const auto& message : acdd::message_names)
    EXPECT_TRUE(types.contains(command_of_message(message.number))) << message.name;
}

TEST(AcddPart, BothNodesCallADocumentByItsPermit) {
  Command message;
  message.content = to_cbor(acdd::Letter{.permit = of_singapore});
  const Bytes name = acdd_part().name_for_partner(message);
  const auto cambodia = exchange::Partner::parse("KH").value();
  const auto singapore = exchange::Partner::parse("SG").value();
  const auto at_export = acdd_part().slot_of_name(name, cambodia, in_singapore);
  ASSERT_TRUE(at_export.has_value());
  EXPECT_EQ(at_export->kind, acdd_export_stream);
  EXPECT_EQ(std::get<Key>(at_export->by), acdd_key(of_singapore));
  const auto at_import = acdd_part().slot_of_name(name, singapore, in_cambodia);
  ASSERT_TRUE(at_import.has_value());
  EXPECT_EQ(at_import->kind, acdd_import_stream);
  EXPECT_EQ(std::get<Key>(at_import->by), acdd_key(of_singapore));
  EXPECT_FALSE(acdd_part().slot_of_name(name, exchange::Partner::parse("VN").value(), in_cambodia))
      << "Viet Nam does not speak of a document of Singapore";
  EXPECT_FALSE(acdd_part().slot_of_name(as_bytes("CSG1"), singapore, in_cambodia));
  EXPECT_NE(acdd_key(of_singapore), acdd_key(test::permit("SG", "P-11")));
}

TEST(AcddPart, LettersAreReadAsTheyWereWritten) {
  acdd::Letter letter{.permit = of_singapore};
  letter.version = 3;
  letter.text = "not shipped";
  for (const auto& message : acdd::message_names) {
    const Bytes written = write_acdd(message.number, letter);
    EXPECT_EQ(read_acdd(message.number, written), letter) << message.name;
  }
  EXPECT_THROW((void)write_acdd(acdd::acdd_send, acdd::Letter{}), Bug);
  EXPECT_FALSE(read_acdd(acdd::acdd_send, as_bytes("x")).has_value());
  EXPECT_FALSE(read_acdd(acdd::acdd_send, to_cbor(acdd::Letter{})).has_value());
  EXPECT_FALSE(read_acdd(1, write_acdd(acdd::acdd_send, letter)).has_value());
}

TEST(AcddPart, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<AcddReply>("acdd_part.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

}  // namespace
}  // namespace lintas::workflow
