#include "core/workflow/documents_part.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"

/// The tables of the part. What it makes of acts, messages and clocks stands in tests/documents.
namespace lintas::workflow {
namespace {

namespace imp = documents::import_side;
namespace iss = documents::issue_side;

const documents::Reference of_malaysia = test::reference("MY", "N-1");
const Setting in_malaysia{.home = Country::parse("MY").value()};
const Setting in_thailand{.home = Country::parse("TH").value()};

TEST(DocumentsPart, HasACommandForEachActAndEachMessage) {
  std::set<CommandType> types;
  for (const CommandEntry& entry : documents_part().commands) types.insert(entry.type);
  const auto expect_acts = [&](std::uint16_t block, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      EXPECT_TRUE(types.contains(command_in(block, i))) << block << " " << i;
  };
  expect_acts(issue_block, std::variant_size_v<iss::Act>);
  expect_acts(verification_block, std::variant_size_v<documents::verification::Act>);
  expect_acts(import_block, std::variant_size_v<imp::Act>);
  for (const auto& message : documents::message_names)
    EXPECT_TRUE(types.contains(command_of_message(message.number))) << message.name;
}

TEST(DocumentsPart, BothNodesCallACertificateByItsReference) {
  Command message;
  message.content = to_cbor(documents::Letter{.certificate = of_malaysia});
  const Bytes name = documents_part().name_for_partner(message);
  const auto thailand = exchange::Partner::parse("TH").value();
  const auto malaysia = exchange::Partner::parse("MY").value();
  const auto at_issuer = documents_part().slot_of_name(name, thailand, in_malaysia);
  ASSERT_TRUE(at_issuer.has_value());
  EXPECT_EQ(at_issuer->kind, issue_stream);
  EXPECT_EQ(std::get<Slot::Named>(at_issuer->by).key, certificate_key(of_malaysia));
  const auto at_importer = documents_part().slot_of_name(name, malaysia, in_thailand);
  ASSERT_TRUE(at_importer.has_value());
  EXPECT_EQ(at_importer->kind, import_stream);
  EXPECT_EQ(std::get<Key>(at_importer->by), certificate_key(of_malaysia));
  EXPECT_FALSE(documents_part().slot_of_name(name, exchange::Partner::parse("VN").value(), in_thailand))
      << "Viet Nam does not speak of a certificate of Malaysia";
  EXPECT_FALSE(documents_part().slot_of_name(as_bytes("D26"), malaysia, in_thailand));
}

TEST(DocumentsPart, KindOfficeAndNumberTellCertificatesApart) {
  documents::Reference other = of_malaysia;
  other.kind = documents::Kind::preferential;
  EXPECT_NE(certificate_key(other), certificate_key(of_malaysia));
  EXPECT_NE(certificate_key(test::reference("MY", "N-2")), certificate_key(of_malaysia));
  documents::Reference longer = of_malaysia;
  longer.office = *documents::IssuingOffice::parse("MY-01N");
  longer.number = *documents::ReferenceNumber::parse("-1");
  EXPECT_NE(certificate_key(longer), certificate_key(of_malaysia));
}

/// How the step is shown to the laws.
struct Look {
  std::size_t streams = 2;
  bool is_whole = true;
};

/// A certificate that is issued on an original in Malaysia, which has drawn so much or nothing.
std::optional<std::string> law_of_issue(bool drawn, int used = 0, Look look = {}) {
  const documents::Reference original = test::reference("VN", "V-1");
  Issued before;
  before.certificate.state = iss::State::applied;
  before.certificate.contents.originals = {
      {.certificate = original, .issued = {}, .valid_until = {}, .lines = {}}};
  Issued after = before;
  after.certificate.state = iss::State::issued;
  after.certificate.contents.reference = of_malaysia;
  imp::Certificate imported;
  imported.contents.reference = original;
  imported.items = {{.item = 1, .quantity = Decimal::of(10), .used = Decimal::of(used)}};
  if (drawn) imported.drawn = {{.by = of_malaysia, .lines = {}}};
  const State states[] = {State::of(before), State::of(after), State::of(imp::Certificate{}),
                          State::of(imported)};
  const std::array step{Change{issue_stream, &states[0], &states[1]},
                        Change{import_stream, &states[2], &states[3]}};
  return documents_part().violated(
      {.changes = std::span{step}.first(look.streams), .is_whole = look.is_whole});
}

TEST(DocumentsPart, ItsLawsAreACertificateWithItsDrawsAndNothingUsedTwice) {
  EXPECT_FALSE(law_of_issue(true).has_value());
  EXPECT_TRUE(law_of_issue(false).value_or("").contains("with its draws"));
  EXPECT_TRUE(law_of_issue(true, 11).has_value());
}

TEST(DocumentsPart, ADecisionWithoutItsDrawsBreaksTheLawWhereAnEventOfItAloneDoesNot) {
  EXPECT_TRUE(law_of_issue(false, 0, {.streams = 1}).value_or("").contains("with its draws"));
  EXPECT_FALSE(law_of_issue(false, 0, {.streams = 1, .is_whole = false}).has_value());
}

TEST(DocumentsPart, ARequestThatWasNeverAskedIsInItsFirstState) {
  const Issued nobody_asked;
  EXPECT_EQ(nobody_asked.request(std::nullopt, *documents::DocumentId::parse("1")),
            documents::verification::Request{});
}

TEST(DocumentsPart, KeepsTheFieldNumbersOfTheCommittedList) {
  const auto differences =
      test::compare_with_committed<RequestEvent, DocumentReply, OriginalLost, DrawEnded, TakenPlace>(
          "certificate.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "");
}

}  // namespace
}  // namespace lintas::workflow
