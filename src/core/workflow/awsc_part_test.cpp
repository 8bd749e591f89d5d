#include "core/workflow/awsc_part.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/letter.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"

/// The register of certified exporters on the loop. What its machine says stands in core/awsc.
namespace lintas::workflow {
namespace {

namespace exs = awsc::exporter_side;
using access::Relation;
using access::Role;

awsc::ExporterReference reference(std::string_view state, std::string_view code) {
  return {.state = Country::parse(state).value(), .code = awsc::AuthorisationCode::parse(code).value()};
}
const awsc::ExporterReference klang = reference("MY", "0217/MY07");

Setting in_malaysia() {
  static const refdata::Snapshot reference = seed::reference(Country::parse("MY").value());
  return {.home = Country::parse("MY").value(), .reference = &reference};
}

const CommandEntry& entry(std::string_view name) {
  for (const CommandEntry& one : awsc_part().commands)
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return awsc_part().commands.front();
}

class RegisterOfCertifiedExporters : public testing::Test {
 protected:
  static awsc::Record content() {
    awsc::Record made{.reference = klang,
                      .holder = "201101012345",
                      .valid_from = *parse_day("2026-01-05"),
                      .valid_until = *parse_day("2028-01-04"),
                      .products = {{.number = 1, .description = "gloves", .code = "401512", .criteria = {}}},
                      .signatories = {Hash256{}},
                      .document = {}};
    made.document.bytes[0] = std::byte{3};
    return made;
  }
  template <class Act>
  static Command command(std::string_view name, const Act& act) {
    Command made;
    made.type = entry(name).type;
    made.at = *parse_instant("2026-01-05T04:00:00Z");
    made.actor = {.role = Role::other_agency, .party = {}, .person = "OFFICER1", .office = "MYPKG001"};
    made.content = to_cbor(act);
    return made;
  }
  static Command record(const awsc::Record& said) {
    Command made = command("exporter.record", exs::RecordExporter{.content = said});
    made.payloads.push_back({});
    made.payloads.back().hash = content().document;
    return made;
  }
  Outcome decide(std::string_view name, const Command& asked) {
    const StreamView slot{.kind = exporter_stream, .state = &state};
    return entry(name).decide(asked, {.slots = {&slot, 1}}, in_malaysia());
  }
  static std::string_view first(const Outcome& outcome) {
    return outcome.answer.accepted() ? std::string_view{"accepted"}
                                     : std::string_view{outcome.answer.refused_for.front().rule};
  }

  State state = State::of(exs::Exporter{});
};

TEST(AwscPart, HasACommandForEachAct) {
  std::set<CommandType> types;
  for (const CommandEntry& one : awsc_part().commands) types.insert(one.type);
  for (std::size_t i = 0; i < std::variant_size_v<exs::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(exporter_block, i))) << i;
  EXPECT_NE(exporter_key(klang), exporter_key(reference("MY", "0217/MY071")));
  EXPECT_NE(exporter_key(klang), exporter_key(reference("SG", "0217/MY07")));
}

TEST_F(RegisterOfCertifiedExporters, KeepsTheRecordWithTheDocumentThatItCameWith) {
  const Outcome written = decide("exporter.record", record(content()));
  EXPECT_EQ(first(written), "accepted");
  ASSERT_FALSE(written.events.empty());
  EXPECT_EQ(written.events[0].payload, 0U);
  for (std::size_t i = 1; i < written.events.size(); ++i) {
    EXPECT_EQ(written.events[i].sends.size(), 1U) << "each partner is told";
    EXPECT_FALSE(written.events[i].payload.has_value());
  }
  const auto reply = from_cbor<ExporterReply>(written.reply).value();
  EXPECT_EQ(reply.state, "VALID");
  EXPECT_EQ(reply.reference, klang);
}

TEST_F(RegisterOfCertifiedExporters, R_OD_013_TakesNoneWithoutItsDocument) {
  Command bare = record(content());
  bare.payloads.clear();
  EXPECT_EQ(first(decide("exporter.record", bare)), "R-OD-013");
  Command other = record(content());
  other.payloads[0].hash.bytes[1] = std::byte{9};
  EXPECT_EQ(first(decide("exporter.record", other)), "R-OD-013");
}

TEST_F(RegisterOfCertifiedExporters, R_OD_010_IsThatOfItsOwnStateAlone) {
  auto singapore = content();
  singapore.reference = reference("SG", "0044/SGHMS");
  EXPECT_EQ(first(decide("exporter.record", record(singapore))), "R-OD-010");
  EXPECT_EQ(first(decide("exporter.withdraw",
                         command("exporter.withdraw", exs::WithdrawExporter{.reference = singapore.reference,
                                                                            .reason = "false"}))),
            "R-OD-010");
}

TEST_F(RegisterOfCertifiedExporters, HasWhatOtherStatesPublishByTheKeeperOfTheReferenceData) {
  auto singapore = content();
  singapore.reference = reference("SG", "0044/SGHMS");
  Command by_keeper = record(singapore);
  by_keeper.actor = {.role = Role::reference_data_keeper, .person = "KEEPER"};
  const auto may = [](const Command& asked) {
    return entry("exporter.record").relations(asked, {}, in_malaysia()).has(Relation::office);
  };
  EXPECT_TRUE(may(by_keeper));
  EXPECT_EQ(first(decide("exporter.record", by_keeper)), "accepted");
  Command own = record(content());
  own.actor = by_keeper.actor;
  EXPECT_FALSE(may(own)) << "its own state has an authority";
}

TEST_F(RegisterOfCertifiedExporters, R_OD_014_IsWrittenAndStoppedByAnOfficeThatCertifiesAlone) {
  const access::Actor other{.role = Role::other_agency, .person = "VET1", .office = "MYJHB001"};
  Command by_other = record(content());
  by_other.actor = other;
  const Outcome refused = decide("exporter.record", by_other);
  EXPECT_EQ(first(refused), "R-OD-014");
  EXPECT_EQ(refused.answer.refused_for.front().detail, "CL923");
  exs::Exporter exporter;
  exporter.state = exs::State::valid;
  exporter.content = content();
  state = State::of(exporter);
  const auto stops = [&](const access::Actor& actor) {
    Command asked = command("exporter.withdraw", exs::WithdrawExporter{.reference = klang, .reason = "x"});
    asked.actor = actor;
    const bool shown = awsc_part()
                           .kinds.front()
                           .relations_to_act(state, asked.type, actor, asked.at, in_malaysia())
                           .has(Relation::office);
    EXPECT_EQ(shown, decide("exporter.withdraw", asked).answer.accepted());
    return std::string{first(decide("exporter.withdraw", asked))};
  };
  EXPECT_EQ(stops(other), "R-OD-014");
  EXPECT_EQ(stops({.role = Role::other_agency, .person = "OFFICER1", .office = "MYPKG001"}), "accepted");
  EXPECT_EQ(stops({.role = Role::national_system, .person = "SYSTEM"}), "accepted");
}

TEST_F(RegisterOfCertifiedExporters, R_OD_011_HasCodesOfTheFormThatTheReferenceDataSay) {
  auto wrong = content();
  wrong.reference = reference("MY", "217/MY07");
  const Outcome refused = decide("exporter.record", record(wrong));
  EXPECT_EQ(first(refused), "R-OD-011");
  EXPECT_EQ(refused.answer.refused_for.front().detail, "expected: 9999/XXXX");
}

TEST_F(RegisterOfCertifiedExporters, IsWrittenByAnAgencyHereAndReadByOfficersHereAndTheFirm) {
  const Setting setting = in_malaysia();
  const auto ties = [&](const access::Actor& actor) {
    Command asked = command("exporter.suspend", exs::SuspendExporter{.reference = klang, .reason = "x"});
    asked.actor = actor;
    return entry("exporter.suspend").relations(asked, {}, setting).has(Relation::office);
  };
  EXPECT_TRUE(ties({.role = Role::other_agency, .office = "MYPKG001"}));
  EXPECT_FALSE(ties({.role = Role::other_agency, .office = "SGTUS001"}));
  EXPECT_FALSE(ties({.role = Role::other_agency}));
  EXPECT_TRUE(ties({.role = Role::national_system}));

  exs::Exporter exporter;
  exporter.state = exs::State::valid;
  exporter.content = content();
  const auto& kind = awsc_part().kinds.front();
  const auto seen = [&](const access::Actor& actor) {
    const auto relations = kind.relations(State::of(exporter), actor, setting);
    return std::string{relations.has(Relation::office) ? "office " : ""} +
           (relations.has(Relation::own) ? "own" : "");
  };
  EXPECT_EQ(seen({.role = Role::officer_of_destination, .office = "MYPKG001"}), "office ");
  EXPECT_EQ(seen({.role = Role::exporter, .party = "MY201101012345"}), "own");
  EXPECT_EQ(seen({.role = Role::exporter, .party = "MY201101012346"}), "");
  const access::Actor keeper{.role = Role::reference_data_keeper, .person = "KEEPER"};
  EXPECT_EQ(seen(keeper), "") << "its own state has an authority";
  exporter.content.reference = reference("SG", "0044/SGHMS");
  EXPECT_EQ(seen(keeper), "office ") << "what it brings in it reads";
}

/// A node tells of its own register, and answers about what it was told.
TEST_F(RegisterOfCertifiedExporters, R_OD_010_IsToldByTheNodeOfItsStateAlone) {
  const auto heard = [&](std::string_view name, std::string_view from, const awsc::ExporterReference& about) {
    Command message = command(name, awsc::Letter{.reference = about, .version = 1, .content = content()});
    message.actor = {.role = Role::partner_node, .party = std::string{from}};
    const StreamView slot{.kind = exporter_stream, .state = &state};
    return entry(name).relations(message, {.slots = {&slot, 1}}, in_malaysia()).has(Relation::route_state);
  };
  EXPECT_TRUE(heard("exporter.notice", "SG", reference("SG", "0044/SGHMS")));
  EXPECT_FALSE(heard("exporter.notice", "SG", klang)) << "this state's own";
  EXPECT_FALSE(heard("exporter.notice", "SG", reference("TH", "0044/THHMS")));
  EXPECT_FALSE(heard("exporter.acknowledged", "SG", klang)) << "it was told nothing";
  exs::Exporter exporter;
  exporter.state = exs::State::valid;
  exporter.content = content();
  exporter.shared.tell(exchange::Partner::parse("SG").value(), 1);
  state = State::of(exporter);
  EXPECT_TRUE(heard("exporter.acknowledged", "SG", klang));
  EXPECT_FALSE(heard("exporter.acknowledged", "TH", klang));
}

TEST_F(RegisterOfCertifiedExporters, IsCalledTheSameAtBothEnds) {
  const auto malaysia = exchange::Partner::parse("MY").value();
  const auto thailand = exchange::Partner::parse("TH").value();
  const auto slot = awsc_part().slot_of_name(exporter_name(klang), thailand, in_malaysia());
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(std::get<Key>(slot->by), exporter_key(klang));
  const auto of_thailand = reference("TH", "0217/TH07");
  EXPECT_TRUE(awsc_part().slot_of_name(exporter_name(of_thailand), thailand, in_malaysia()).has_value());
  EXPECT_FALSE(awsc_part().slot_of_name(exporter_name(of_thailand), malaysia, in_malaysia()).has_value());
  EXPECT_FALSE(awsc_part().slot_of_name(as_bytes("EMY"), thailand, in_malaysia()).has_value());
}

TEST(AwscPart, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<ExporterReply, OriginReply, TellExporter>("awsc_part.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "");
  const auto more =
      test::compare_with_committed<exs::RecordExporter, exs::SuspendExporter, exs::ResumeExporter,
                                   exs::WithdrawExporter, exs::Recorded, exs::Suspended, exs::Resumed,
                                   exs::Withdrawn, exs::TellExporterAgain, exs::ToldAgain, exs::Told,
                                   exs::Acknowledged, exs::Notified, exs::NotTaken, awsc::Letter,
                                   awsc::ExporterReference, awsc::Product, awsc::Record>("exporter.",
                                                                                         LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(more.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(more.not_in_the_code), "");
}

}  // namespace
}  // namespace lintas::workflow
