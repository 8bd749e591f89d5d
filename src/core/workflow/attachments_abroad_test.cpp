#include "core/workflow/attachments_abroad.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string_view>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {
namespace {

namespace att = attachments;

const att::DocumentName certificate{
    .state = "MY", .kind = "e_form_d", .office = "MYPKG001", .number = "MY-TH 26/1"};
Setting at(std::string_view state) {
  Setting setting;
  setting.home = *Country::parse(state);
  return setting;
}

TEST(AttachmentsAbroad, BothStatesFindTheirStreamByTheNameOfTheDocument) {
  Command message;
  message.content = to_cbor(att::Letter{.document = certificate});
  const Bytes name = name_of_files(message);
  const auto at_issuer = slot_of_files(name, *exchange::Partner::parse("TH"), at("MY"));
  ASSERT_TRUE(at_issuer);
  EXPECT_EQ(at_issuer->kind, attachment_list_stream);
  const auto* named = std::get_if<Slot::Named>(&at_issuer->by);
  ASSERT_NE(named, nullptr) << "what others say of it does not take its name";
  EXPECT_NE(named->key, named->otherwise);
  const auto at_importer = slot_of_files(name, *exchange::Partner::parse("MY"), at("TH"));
  ASSERT_TRUE(at_importer);
  EXPECT_EQ(at_importer->kind, attachment_abroad_stream);
  EXPECT_EQ(std::get<Key>(at_importer->by), std::get<Key>(attachments_abroad_slot(certificate).by));
  EXPECT_FALSE(slot_of_files(name, *exchange::Partner::parse("VN"), at("TH"))) << "not its own";
}

TEST(AttachmentsAbroad, AnOfficeIsNoPartOfANumber) {
  att::DocumentName other = certificate;
  other.office = "MYPKG001 ";
  EXPECT_NE(std::get<Key>(attachments_abroad_slot(certificate).by),
            std::get<Key>(attachments_abroad_slot(other).by));
}

TEST(AttachmentsAbroad, WhoReadsAtTheOtherEndIsAnAuthorityOrLooksForItAndNoTrader) {
  const auto may = [](access::Role role, CommandType command) {
    return !access::never_may(attachments_part().grants, {.role = role}, std::to_underlying(command));
  };
  for (const CommandType command : {ask_attachment, read_fetched_attachment}) {
    EXPECT_TRUE(may(access::Role::officer_of_destination, command));
    EXPECT_TRUE(may(access::Role::auditor, command));
    EXPECT_FALSE(may(access::Role::exporter, command));
    EXPECT_FALSE(may(access::Role::trader, command));
  }
  EXPECT_TRUE(may(access::Role::partner_node, command_of_message(att::file_asked)));
  EXPECT_FALSE(may(access::Role::officer_of_destination, command_of_message(att::files_listed)));
}

TEST(AttachmentsAbroad, TheOctetsOfAPartLieWithTheFiles) {
  EXPECT_TRUE(keeps_octets_apart(command_of_message(att::file_part)));
  EXPECT_FALSE(keeps_octets_apart(command_of_message(att::files_listed)));
}

/// What was in flight at an upgrade: its last part was kept with what the file was found to be.
TEST(AttachmentsAbroad, APartThatAReleaseBeforeHasTakenIsKnownByEachKindThatItsFileMayHave) {
  const auto command = [](const att::Letter& letter) {
    return Command{.id = MessageCommandId{},
                   .type = command_of_message(att::file_part),
                   .at = {},
                   .actor = {},
                   .content = to_cbor(letter)};
  };
  const auto again = said_as_kept_before(command({.from = 5, .size = 9, .have = 9}));
  const auto is_known = [&](const att::Letter& kept) {
    return std::ranges::find(again, to_cbor(kept)) != again.end();
  };
  EXPECT_TRUE(is_known({.from = 5, .size = 9, .media = att::Media::pdf}));
  EXPECT_TRUE(is_known({.from = 5, .size = 9, .media = att::Media::csv}));
  EXPECT_FALSE(is_known({.from = 6, .size = 9, .media = att::Media::pdf}));
  Command other = command({.from = 5, .size = 9});
  other.type = command_of_message(att::files_listed);
  EXPECT_TRUE(said_as_kept_before(other).empty());
}

TEST(AttachmentsAbroad, APartThatComesAgainSaysTheSameHoweverMuchLiesHere) {
  const auto said = [](const att::Letter& letter) {
    return said_by_sender({.id = MessageCommandId{},
                           .type = command_of_message(att::file_part),
                           .at = {},
                           .actor = {},
                           .content = to_cbor(letter)});
  };
  const Bytes first = said({.from = 5, .size = 9, .have = 5});
  EXPECT_EQ(said({.from = 5, .size = 9, .have = 9, .verdict = att::Verdict::right}), first);
  EXPECT_EQ(said({.from = 5, .size = 9, .have = 9, .verdict = att::Verdict::right, .media = att::Media::pdf}),
            first)
      << "which is what lies here, too: once the file is let go nobody knows it";
  EXPECT_NE(said({.from = 6, .size = 9, .have = 5}), first);
}

}  // namespace
}  // namespace lintas::workflow
