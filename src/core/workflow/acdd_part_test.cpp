#include "core/workflow/acdd_part.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/acdd_waiting.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/scenario.hpp"

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

const KindEntry& kind_of(StreamKind kind) {
  return *std::ranges::find(acdd_part().kinds, kind, &KindEntry::kind);
}

/// As Singapore released it for Malaysia.
acdd::export_side::Document exported(acdd::export_side::State state) {
  acdd::export_side::Document document;
  document.state = state;
  document.contents = test::acdd_contents(test::parse_step("release", 1).value());
  document.sent_as_data = true;
  return document;
}

TEST(AcddPart, AReleaseStandsInTheListOfItsExporterAndWaitsAtItsOffice) {
  using acdd::export_side::State;
  const KindEntry& kind = kind_of(acdd_export_stream);
  auto document = exported(State::released);
  Summary summary = kind.summary(workflow::State::of(document));
  EXPECT_EQ(summary.ref, "SG, P-1");
  EXPECT_EQ(summary.concerned, (std::vector<std::string>{"", "acdd waiting", "SGUEN1", "exporter SGUEN1"}))
      << "as keys name parties";
  EXPECT_EQ(summary.office, 0) << "the system of the whole state released it";
  document.office = OfficeId::parse("SGTUS001").value();
  summary = kind.summary(workflow::State::of(document));
  EXPECT_EQ(summary.office, office_number("SGTUS001"));
  document.kept = {{.rule = "R-ASW-102", .pointer = {}, .detail = {}}};
  EXPECT_EQ(kind.summary(workflow::State::of(document)).concerned,
            (std::vector<std::string>{"", "SGUEN1", "exporter SGUEN1"}))
      << "what cannot be sent waits for nobody";
  document.kept.clear();
  EXPECT_TRUE(kind.summary(workflow::State::of(acdd::export_side::Document{})).concerned.empty());
  // Another state may have registered somebody else under that identifier.
  acdd::import_side::Document imported;
  imported.state = acdd::import_side::State::available;
  imported.contents = document.contents;
  EXPECT_EQ(kind_of(acdd_import_stream).summary(workflow::State::of(imported)).concerned,
            (std::vector<std::string>{"", "exporter SGUEN1"}))
      << "beside the goods of a movement it is found by its exporter";
  imported.declarations.push_back(
      {.declaration = *acdd::DeclarationNumber::parse("D-1"), .exporter = {}, .lines = {}});
  EXPECT_EQ(kind_of(acdd_import_stream).summary(workflow::State::of(imported)).concerned,
            (std::vector<std::string>{"", "exporter SGUEN1", "declaration D-1"}));
  imported.state = acdd::import_side::State::cancelled;
  EXPECT_FALSE(kind_of(acdd_import_stream).summary(workflow::State::of(imported)).open);
  imported.due = Instant{};
  EXPECT_TRUE(kind_of(acdd_import_stream).summary(workflow::State::of(imported)).open)
      << "else its clock would not ring";
}

TEST(AcddPart, WhatWaitsStandsInAListAndAtItsOffice) {
  namespace exp = acdd::export_side;
  namespace imp = acdd::import_side;
  const auto waits = [](const Summary& summary) {
    return std::ranges::count(summary.concerned, waiting_acdd) == 1;
  };
  const auto of_export = [](const exp::Document& document) {
    return kind_of(acdd_export_stream).summary(workflow::State::of(document));
  };
  auto document = exported(exp::State::available);
  document.office = OfficeId::parse("SGTUS001").value();
  EXPECT_FALSE(waits(of_export(document)));
  EXPECT_EQ(of_export(document).office, 0) << "it lies at the partner, and no work list looks at it";
  document.alarm = exp::Alarm::cancel_refused;
  EXPECT_TRUE(waits(of_export(document)));
  EXPECT_EQ(of_export(document).office, office_number("SGTUS001"));
  document = exported(exp::State::sent);
  EXPECT_FALSE(waits(of_export(document))) << "it is the partner's turn";
  document.sent_as_data = false;
  EXPECT_TRUE(waits(of_export(document))) << "a letter is";
  EXPECT_TRUE(waits(of_export(exported(exp::State::tech_error))));
  EXPECT_FALSE(waits(of_export(exported(exp::State::cancelled))));

  imp::Document imported;
  imported.contents = document.contents;
  imported.state = imp::State::mismatch;
  EXPECT_FALSE(waits(kind_of(acdd_import_stream).summary(workflow::State::of(imported)))) << "looked at";
  imported.alarm = imp::Alarm::differs;
  EXPECT_TRUE(waits(kind_of(acdd_import_stream).summary(workflow::State::of(imported))));
}

TEST(AcddPart, WhatLeadsOnIsCalledFor) {
  using acdd::export_side::State;
  const KindEntry& kind = kind_of(acdd_export_stream);
  const auto reference = test::reference_of_tree(LINTAS_ROOT, "SG");
  const Setting setting{.home = in_singapore.home, .reference = &reference};
  const Instant now{Day{std::chrono::year{2026} / 11 / 23}};
  const auto exported_to = [](acdd::export_side::State state, std::string_view importer = "KH") {
    auto document = exported(state);
    document.contents.importer = Country::parse(importer).value();
    return document;
  };
  const auto calls = [&](const acdd::export_side::Document& document) {
    std::vector<std::string_view> names;
    for (const CommandType type : kind.calls_for(workflow::State::of(document), now, setting))
      names.push_back(std::ranges::find(acdd_part().commands, type, &CommandEntry::type)->name);
    return names;
  };
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(calls(exported_to(State::released)), (Names{"acdd.send"}));
  EXPECT_EQ(calls(exported_to(State::released, "MY")), Names{})
      << "R-ASW-102: what cannot be sent leads nowhere";
  EXPECT_EQ(calls(exported_to(State::tech_error)), (Names{"acdd.resend"}));
  auto document = exported_to(State::sent);
  EXPECT_EQ(calls(document), Names{}) << "it is the partner's turn";
  document.alarm = acdd::export_side::Alarm::no_answer;
  EXPECT_EQ(calls(document), (Names{"acdd.answered_by_letter"})) << "which does not answer";
  document = exported_to(State::sent);
  document.sent_as_data = false;
  EXPECT_EQ(calls(document), (Names{"acdd.answered_by_letter"})) << "a letter answers a letter";
  document = exported_to(State::cancel_requested);
  document.asked = 1;
  EXPECT_EQ(calls(document), (Names{"acdd.answered_by_letter"})) << "and so does one to a request by letter";
  document.cancelled_as_data = true;
  EXPECT_EQ(calls(document), Names{});
  document = exported_to(State::available);
  EXPECT_EQ(calls(document), Names{});
  document.alarm = acdd::export_side::Alarm::cancel_refused;
  EXPECT_EQ(calls(document), (Names{"acdd.look_at"})) << "no other act answers that";
  // The row alone says where that may be.
  for (const auto& facts : acdd::export_side::Machine::states) {
    auto any = exported_to(facts.state);
    any.sent_as_data = false;
    EXPECT_TRUE(kind.may_call(static_cast<std::uint16_t>(facts.state)) || calls(any).empty()) << facts.id;
  }
  EXPECT_FALSE(kind.may_call(static_cast<std::uint16_t>(State::closed)));
}

TEST(AcddPart, WhoIsTiedToADocument) {
  const auto ties = [&](StreamKind kind, const State& state, const access::Actor& actor) {
    return kind_of(kind).relations(state, actor, in_singapore);
  };
  const State here = State::of(exported(acdd::export_side::State::sent));
  acdd::import_side::Document imported;
  imported.contents = exported(acdd::export_side::State::sent).contents;
  const State there = State::of(imported);
  const access::Actor exporter{.role = access::Role::exporter, .party = "SGUEN1"};
  EXPECT_TRUE(ties(acdd_export_stream, here, exporter).has(access::Relation::own));
  EXPECT_FALSE(ties(acdd_import_stream, there, exporter).has(access::Relation::own));
  EXPECT_FALSE(ties(acdd_export_stream, here, {.role = access::Role::exporter, .party = "MYUEN1"})
                   .has(access::Relation::own))
      << "another state's party";
  EXPECT_FALSE(ties(acdd_export_stream, here, {.role = access::Role::exporter, .party = "SGUEN2"})
                   .has(access::Relation::own));
  EXPECT_FALSE(ties(acdd_export_stream, State::of(acdd::export_side::Document{}),
                    {.role = access::Role::exporter, .person = "x"})
                   .has(access::Relation::own))
      << "nobody is the exporter of nothing";
  EXPECT_TRUE(ties(acdd_export_stream, here, {.role = access::Role::partner_node, .party = "MY"})
                  .has(access::Relation::route_state));
  EXPECT_FALSE(ties(acdd_export_stream, here, {.role = access::Role::partner_node, .party = "KH"})
                   .has(access::Relation::route_state));
  EXPECT_TRUE(ties(acdd_import_stream, there, {.role = access::Role::partner_node, .party = "SG"})
                  .has(access::Relation::route_state));
  EXPECT_FALSE(ties(acdd_import_stream, there, {.role = access::Role::partner_node, .party = "KH"})
                   .has(access::Relation::route_state));
  EXPECT_FALSE(ties(acdd_export_stream, here, {.role = access::Role::other_agency, .party = "A"})
                   .has(access::Relation::office));
}

TEST(AcddPart, FilesAreAddedByTheOfficeThatReleasedTheExport) {
  const auto reference = test::reference_of_tree(LINTAS_ROOT, "SG");
  const Setting setting{.home = in_singapore.home, .reference = &reference};
  auto document = exported(acdd::export_side::State::released);
  const auto adds = [&](const access::Actor& actor) {
    return kind_of(acdd_export_stream)
        .relations_to_act(State::of(document), add_attachment, actor, Instant{}, setting)
        .has(access::Relation::office);
  };
  const access::Actor of_the_office{
      .role = access::Role::supervisor, .party = {}, .person = "p", .office = "SGTUS001"};
  access::Actor of_another = of_the_office;
  of_another.office = "SGWDL001";
  const access::Actor system{.role = access::Role::national_system, .party = "CLEARANCE"};
  document.office = OfficeId::parse("SGTUS001").value();
  EXPECT_TRUE(adds(of_the_office));
  EXPECT_FALSE(adds(of_another)) << "it reads them";
  EXPECT_TRUE(kind_of(acdd_export_stream)
                  .relations(State::of(document), of_another, setting)
                  .has(access::Relation::office));
  EXPECT_TRUE(adds(system)) << "it speaks for all offices";
  document.office.reset();
  EXPECT_TRUE(adds(system));
  EXPECT_FALSE(adds(of_the_office)) << "the system released it";
}

TEST(AcddPart, AnOfficerAtImportIsOfAnOfficeThatClears) {
  std::string offices = test::file_of_tree(LINTAS_ROOT, "data/codelists/offices.csv");
  constexpr std::string_view roles = "TRA DES";
  offices.replace(offices.find(roles, offices.find("SGWDL001")), roles.size(), "TRA");
  refdata::Tables tables = test::reference_of_tree(LINTAS_ROOT, "SG").tables();
  tables.offices = refdata::read_offices(offices).value();
  const refdata::Snapshot reference{std::move(tables)};
  const Setting setting{.home = in_singapore.home, .reference = &reference};
  acdd::import_side::Document imported;
  imported.state = acdd::import_side::State::available;
  const State state = State::of(imported);
  const auto report = std::ranges::find(acdd_part().commands, "acdd_import.report", &CommandEntry::name);
  const auto may = [&](access::Role role, const std::string& office) {
    Command command;
    command.at = Instant{Day{std::chrono::year{2026} / 11 / 23}};
    command.actor = {.role = role, .person = "p", .office = office};
    const bool reads =
        kind_of(acdd_import_stream).relations(state, command.actor, setting).has(access::Relation::office);
    EXPECT_EQ(report->relations(command, {}, setting).has(access::Relation::office), reads) << office;
    return reads;
  };
  EXPECT_TRUE(may(access::Role::officer_of_destination, "SGTUS001"));
  EXPECT_FALSE(may(access::Role::officer_of_destination, "SGWDL001")) << "it clears nothing";
  EXPECT_FALSE(may(access::Role::officer_of_destination, "MYPKG001")) << "of another state";
  EXPECT_TRUE(may(access::Role::supervisor, "SGWDL001")) << "who speaks for customs of the state";
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
