#include "core/workflow/origin_part.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/access/access.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/evolve.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/awsc_stage.hpp"

/// Origin declarations that are presented, on the loop. What their machine says stands in core/awsc.
namespace lintas::workflow {
namespace {

namespace exs = awsc::exporter_side;
namespace imp = awsc::import_side;
using access::Relation;
using access::Role;

const CommandEntry& entry(std::string_view name) {
  for (const CommandEntry& one : origin_part().commands)
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return origin_part().commands.front();
}

Setting at_home(std::string_view state) {
  static const refdata::Snapshot tables = seed::reference(Country::parse("SG").value());
  return {.home = Country::parse(state).value(), .reference = &tables};
}

TEST(OriginPart, HasACommandForEachAct) {
  std::set<CommandType> types;
  for (const CommandEntry& one : origin_part().commands) types.insert(one.type);
  for (std::size_t i = 0; i < std::variant_size_v<imp::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(origin_block, i))) << i;
}

TEST(OriginPart, ADeclarationIsDecidedOnWhereItWasPresentedOrByASupervisor) {
  imp::Declaration declaration;
  declaration.state = imp::State::refused;
  declaration.contents = test::gloves_declaration();
  declaration.office = OfficeId::parse("SGTUS001").value();
  const State state = State::of(declaration);
  const StreamView slot{.kind = origin_stream, .state = &state};
  static const refdata::Snapshot tables = seed::reference(Country::parse("SG").value());
  const Setting setting{.home = Country::parse("SG").value(), .reference = &tables};
  const auto may = [&](std::string_view name, const access::Actor& actor) {
    Command asked;
    asked.type = entry(name).type;
    asked.actor = actor;
    const bool asks = entry(name).relations(asked, {.slots = {&slot, 1}}, setting).has(Relation::office);
    EXPECT_EQ(asks, origin_part()
                        .kinds.front()
                        .relations_to_act(state, asked.type, actor, asked.at, setting)
                        .has(Relation::office))
        << "what is shown is what may be done";
    return asks;
  };
  const access::Actor its{.role = Role::officer_of_destination, .office = "SGTUS001"};
  const access::Actor other{.role = Role::officer_of_destination, .office = "SGWDL001"};
  for (const std::string_view name :
       {"origin.accept", "origin.refuse", "origin.reassess", "origin.withdraw", "origin.check",
        "origin.end_check", "origin.announce_visit", "origin.record_reply"}) {
    EXPECT_TRUE(may(name, its)) << name;
    EXPECT_FALSE(may(name, other)) << name;
    EXPECT_TRUE(may(name, {.role = Role::supervisor, .office = "SGWDL001"})) << name;
    EXPECT_TRUE(may(name, {.role = Role::national_system})) << name;
    EXPECT_FALSE(may(name, {.role = Role::supervisor, .office = "MYPKG001"})) << name;
  }
  EXPECT_TRUE(may("origin.present", other)) << "with an import of its own";
  EXPECT_TRUE(may("origin.use", other));
}

TEST(OriginPart, TheOfficeThatPresentsIsKept) {
  const State state = State::of(imp::Declaration{});
  const State unknown = State::of(exs::Exporter{});
  const std::array slots{StreamView{.kind = origin_stream, .state = &state},
                         StreamView{.kind = exporter_stream, .state = &unknown}};
  static const refdata::Snapshot tables = seed::reference(Country::parse("SG").value());
  const Setting setting{.home = Country::parse("SG").value(), .reference = &tables};
  Command asked;
  asked.type = entry("origin.present").type;
  asked.at = test::noon("2026-11-24");
  asked.actor = {.role = Role::officer_of_destination, .person = "JOY", .office = "SGTUS001"};
  asked.content = to_cbor(imp::PresentDeclaration{.contents = test::gloves_declaration()});
  asked.payloads.push_back({});
  const Outcome outcome = entry("origin.present").decide(asked, {.slots = slots}, setting);
  ASSERT_TRUE(outcome.answer.accepted()) << outcome.answer.refused_for.front().rule;
  const auto event = from_cbor<imp::Event>(outcome.events.front().body).value();
  EXPECT_EQ(imp::evolve({}, event).office, OfficeId::parse("SGTUS001"));
}

TEST(OriginPart, ADeclarationIsCalledTheSameWhereItIsPresentedAndWhereItsExporterIsCertified) {
  const auto reference = test::gloves_declaration().reference;
  const Bytes name = name_of(awsc::proof_of(reference));
  EXPECT_EQ(certificate_called(name), awsc::proof_of(reference));
  const auto malaysia = exchange::Partner::parse("MY").value();
  const auto singapore = exchange::Partner::parse("SG").value();
  const auto presented = origin_part().slot_of_name(name, malaysia, at_home("SG"));
  ASSERT_TRUE(presented.has_value());
  EXPECT_EQ(std::get<Key>(presented->by), origin_key(reference));
  EXPECT_FALSE(documents_part().slot_of_name(name, malaysia, at_home("SG")).has_value());
  EXPECT_FALSE(origin_part().slot_of_name(name, singapore, at_home("TH")).has_value())
      << "not its exporter's";
  EXPECT_FALSE(origin_part().slot_of_name(name, singapore, at_home("MY")).has_value());
  const auto asked = documents_part().slot_of_name(name, singapore, at_home("MY"));
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(asked->kind, issue_stream);
}

TEST(OriginPart, OfACheckTheStateOfTheExporterSpeaksAloneAndOfWhatWasPresented) {
  const documents::Letter letter{.certificate = awsc::proof_of(test::gloves_declaration().reference)};
  Command message;
  message.type = command_of_message(documents::co_verify_result);
  message.content = to_cbor(letter);
  const auto speaks = [&](std::string_view from, const imp::Declaration& declaration) {
    message.actor = {.role = Role::partner_node, .party = std::string{from}};
    const State state = State::of(declaration);
    const StreamView slot{.kind = origin_stream, .state = &state};
    return relations_of_message_about_origin(message, {.slots = {&slot, 1}}, at_home("SG"))
        .has(Relation::route_state);
  };
  imp::Declaration declaration;
  EXPECT_FALSE(speaks("MY", declaration));
  declaration.state = imp::State::under_check;
  declaration.contents = test::gloves_declaration();
  EXPECT_TRUE(speaks("MY", declaration));
  EXPECT_FALSE(speaks("TH", declaration));
}

}  // namespace
}  // namespace lintas::workflow
