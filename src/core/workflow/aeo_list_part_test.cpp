#include "core/workflow/aeo_list_part.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/state_setting.hpp"

/// Lists of authorised operators on the loop. What the machine says stands in core/aeo, and what nodes tell
/// each other in tests/documents.
namespace lintas::workflow {
namespace {

namespace aut = aeo::authorisation;
namespace lst = aeo::listed;
using access::Relation;
using access::Role;

const lst::Reference sunshine{.holder = *Tin::parse("SG201912345K"),
                              .number = *aut::ApplicationNumber::parse("A-2026-1")};
const exchange::Partner thailand = exchange::Partner::parse("TH").value();

const CommandEntry& entry(std::string_view name) {
  for (const CommandEntry& one : aeo_list_part().commands)
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return aeo_list_part().commands.front();
}
const KindEntry& kind() { return aeo_list_part().kinds.front(); }

TEST(AeoListPart, HasACommandForEachAct) {
  std::set<CommandType> types;
  for (const CommandEntry& one : aeo_list_part().commands) types.insert(one.type);
  for (std::size_t i = 0; i < std::variant_size_v<lst::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(aeo_listed_block, i))) << i;
}

TEST(AeoListPart, ARecordIsFoundByItsNameAtBothEnds) {
  const test::StateSetting setting{"TH"};
  const Bytes name = aeo_listed_name(sunshine);
  EXPECT_EQ(as_text(name), "OSG201912345K A-2026-1");
  const auto slot = aeo_list_part().slot_of_name(name, exchange::Partner::parse("SG").value(), setting.get());
  ASSERT_TRUE(slot);
  EXPECT_EQ(std::get<Key>(slot->by), aeo_listed_key(sunshine));
  EXPECT_FALSE(aeo_list_part().slot_of_name(name, exchange::Partner::parse("MY").value(), setting.get()))
      << "it is neither Malaysia's nor Thailand's";
}

TEST(AeoListPart, ConsentComesWithItsDocument) {
  lst::GiveConsent consent{.reference = sunshine, .document = {}, .print = {}};
  consent.document.bytes[0] = std::byte{3};
  Command command;
  command.type = entry("aeo.consent").type;
  command.at = *parse_instant("2026-01-05T04:00:00Z");
  command.actor = {.role = Role::trader, .party = "SG201912345K", .person = "TAN", .office = {}};
  command.content = to_cbor(consent);
  aut::Authorisation applied;
  applied.state = aut::State::draft;
  const State listed = State::of(lst::Operator{});
  const State authorisation = State::of(applied);
  const std::array slots{StreamView{.id = {}, .kind = aeo_listed_stream, .state = &listed},
                         StreamView{.id = StreamId{7}, .kind = aeo_stream, .state = &authorisation}};
  const test::StateSetting setting{"SG"};
  const auto outcome = entry("aeo.consent").decide(command, {.slots = slots, .asks = {}}, setting.get());
  ASSERT_FALSE(outcome.answer.accepted());
  EXPECT_EQ(outcome.answer.refused_for.front().rule, "R-AEO-030");
}

class AnOperatorInItsList : public testing::Test {
 protected:
  AnOperatorInItsList() {
    one.reference = sunshine;
    one.state = lst::State::active;
    one.consent = lst::Consent{};
    one.said = {{.version = 1, .from = now, .known = now, .status = lst::Status::active, .content = {}}};
    one.said.back().content.grant.codes = {{.code = *aeo::Code::parse("AEOSG123456789012"),
                                            .key = *aeo::CodeKey::parse("AEOSG123456789012"),
                                            .given = *parse_day("2026-01-05"),
                                            .from = now}};
    one.shared.change(now);
  }
  Summary summary() { return kind().summary(State::of(one)); }

  const Instant now = *parse_instant("2026-01-05T04:00:00Z");
  const test::StateSetting setting{"SG"};
  lst::Operator one;
};

TEST_F(AnOperatorInItsList, StandsInTheListsOfItsOperatorAndOfEachCode) {
  const auto& concerned = summary().concerned;
  const std::set<std::string> all{concerned.begin(), concerned.end()};
  EXPECT_TRUE(all.contains("list SG"));
  EXPECT_TRUE(all.contains("SG201912345K"));
  EXPECT_TRUE(all.contains("listed AEOSG123456789012"));
}

TEST_F(AnOperatorInItsList, IsFoundByACodeThatItHadAndBySuchAsItHas) {
  one.said.push_back(one.said.back());
  one.said.back().content.grant.codes.front().key = *aeo::CodeKey::parse("AEOSG200000000001");
  const auto& concerned = summary().concerned;
  const std::set<std::string> all{concerned.begin(), concerned.end()};
  EXPECT_TRUE(all.contains("listed AEOSG123456789012"));
  EXPECT_TRUE(all.contains("listed AEOSG200000000001"));
}

TEST_F(AnOperatorInItsList, WaitsAtTheProgrammeOfficeWhileAPartnerDoesNotAnswer) {
  EXPECT_EQ(summary().office, 0);
  one.awaited = {{.partner = thailand, .version = 1, .since = now, .alarmed = true}};
  EXPECT_EQ(summary().office, programme_office_number);
  EXPECT_EQ(kind().calls_for(State::of(one), now, setting.get()),
            std::vector{command_in(aeo_listed_block, 2)});
  test::StateSetting without{"SG"};
  without.set_partners({"MY"});
  EXPECT_TRUE(kind().calls_for(State::of(one), now, without.get()).empty())
      << "nobody waits for whom the list does not go to any more";
}

TEST_F(AnOperatorInItsList, IsOpenUntilEverybodyKnowsThatItHasEnded) {
  EXPECT_TRUE(summary().open);
  one.shared.tell(thailand, 1);
  one.shared.answer(thailand, 1, {}, now);
  one.said.push_back(
      {.version = 2, .from = now, .known = now, .status = lst::Status::revoked, .content = {}});
  one.shared.change(now);
  EXPECT_TRUE(summary().open);
  one.shared.tell(thailand, 2);
  EXPECT_TRUE(summary().open);
  one.shared.answer(thailand, 2, {}, now);
  EXPECT_FALSE(summary().open);
}

TEST_F(AnOperatorInItsList, IsReadByItsOfficeItselfAndTheAuditorAndACopyByCustoms) {
  const State state = State::of(one);
  const auto reads = [&](Role role, const std::string& office, const std::string& party,
                         std::string_view home) {
    const test::StateSetting there{home};
    return kind()
        .relations(state, {.role = role, .party = party, .person = "P", .office = office}, there.get())
        .has(party.empty() ? Relation::office : Relation::own);
  };
  EXPECT_TRUE(reads(Role::aeo_manager, "SGTUS001", "", "SG"));
  EXPECT_TRUE(reads(Role::auditor, "", "", "SG"));
  EXPECT_TRUE(reads(Role::trader, "", "SG201912345K", "SG"));
  EXPECT_FALSE(reads(Role::trader, "", "SG201912345X", "SG"));
  EXPECT_FALSE(reads(Role::officer_of_destination, "SGTUS001", "", "SG"));
  EXPECT_TRUE(reads(Role::officer_of_destination, "THBKK001", "", "TH"));
}

TEST_F(AnOperatorInItsList, LettersAreReadAsTheyWereWritten) {
  lst::Letter letter{.reference = sunshine, .version = 1, .effective = now, .status = lst::Status::active};
  EXPECT_FALSE(read_operator_letter(lst::aeo_notice, write_operator_letter(letter))) << "it says nothing";
  letter.content = one.said.back().content;
  EXPECT_EQ(read_operator_letter(lst::aeo_notice, write_operator_letter(letter)), letter);
  letter.content.reset();
  letter.status = lst::Status::unlisted;
  EXPECT_EQ(read_operator_letter(lst::aeo_notice, write_operator_letter(letter)), letter);
  EXPECT_FALSE(read_operator_letter(2063, write_operator_letter(letter)));
}

TEST(AeoListPartRecords, KeepTheFieldNumbersOfTheCommittedList) {
  const auto differences =
      test::compare_with_committed<AeoListedReply, AboutOperator>("aeo_list_part.", LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace
}  // namespace lintas::workflow
