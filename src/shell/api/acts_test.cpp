#include "shell/api/acts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/guarantee/commands.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/record_schema.hpp"
#include "shell/app/message_names.hpp"
#include "tests/support/json.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::api {
namespace {

const transit::AccessCodeHasher hash = [](const Grn&, const AccessCode& code) {
  AccessCodeHash made;
  made.bytes[0] = static_cast<std::byte>(code.reveal()[0]);
  return made;
};

std::expected<Bytes, Findings> ask(workflow::CommandType type, std::string_view text) {
  const auto snapshot = seed::reference(*Country::parse("SG"));
  const auto view = snapshot.at(*parse_day("2026-11-23"));
  const Given given{.reference = view, .hash = hash, .second = PersonId::parse("officer-2").value()};
  const Act* act = find_act(type);
  EXPECT_NE(act, nullptr);
  const auto json = parse_json(text);
  EXPECT_TRUE(json.has_value());
  return act->content(*json, given);
}

constexpr auto release = workflow::command_in(workflow::departure_block, 2);
constexpr auto invalidate = workflow::command_in(workflow::departure_block, 7);
constexpr auto record_incident = workflow::command_in(workflow::passage_block, 6);

TEST(Acts, ReadARecordByTheNamesOfItsFields) {
  const auto content = ask(release, R"({"mrn":"26LA000101A1B2C3J0","limit":"2026-12-01"})");
  ASSERT_TRUE(content.has_value()) << content.error().front().pointer;
  const auto record = from_cbor<transit::departure::Release>(*content);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->mrn.str(), "26LA000101A1B2C3J0");
  EXPECT_EQ(record->limit, parse_day("2026-12-01"));
}

TEST(Acts, NameAllThatIsWrong) {
  const auto content = ask(release, R"({"limit":"tomorrow","other":1})");
  ASSERT_FALSE(content.has_value());
  ASSERT_EQ(content.error().size(), 3U);
  EXPECT_EQ(content.error()[0].rule, "API-004");
  EXPECT_EQ(content.error()[0].pointer, "/mrn");
  EXPECT_EQ(content.error()[1].rule, "API-005");
  EXPECT_EQ(content.error()[2].rule, "API-003");
}

TEST(Acts, TheSecondOfficerIsNeverReadFromTheText) {
  const auto content = ask(invalidate, R"({"mrn":"26LA000101A1B2C3J0","reason":"fraud"})");
  ASSERT_TRUE(content.has_value());
  const auto record = from_cbor<transit::departure::Invalidate>(*content);
  ASSERT_TRUE(record.has_value() && record->second.has_value());
  EXPECT_EQ(record->second->str(), "officer-2");
  EXPECT_FALSE(ask(invalidate, R"({"mrn":"26LA000101A1B2C3J0","reason":"fraud","second":"me"})").has_value());
}

TEST(Acts, AccessCodesAreHashedAndNeverShownAgain) {
  const auto good =
      ask(workflow::replace_access_codes, R"({"grn":"26MY0000000001G13","access_codes":["AB12"]})");
  const auto bad = ask(workflow::replace_access_codes, R"({"grn":"?","access_codes":["SECRET"]})");
  ASSERT_FALSE(bad.has_value());
  for (const Finding& finding : bad.error()) EXPECT_NE(finding.value, "SECRET");
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(as_text(*good).find("AB12"), std::string_view::npos);
}

TEST(Acts, AWrongGrnIsNoFaultOfTheCodesBesideIt) {
  for (const std::string_view grn : {R"("grn":"26MY0000000001G14",)", ""}) {
    const auto wrong = ask(workflow::replace_access_codes, format(R"({{{}"access_codes":["AB12"]}})", grn));
    ASSERT_FALSE(wrong.has_value()) << grn;
    ASSERT_EQ(wrong.error().size(), 1U) << grn;
    EXPECT_EQ(wrong.error()[0].pointer, "/grn");
  }
}

TEST(Acts, TakeTheWordsThatViewsAndFilesShow) {
  const auto content =
      ask(workflow::suspend_entry, R"({"key":{"kind":"permit","text":"SG P-1"},"reason":"offence"})");
  ASSERT_TRUE(content.has_value()) << content.error().front().pointer;
  const auto record = from_cbor<registers::Suspend>(*content);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->key.kind, registers::Kind::permit);
  EXPECT_EQ(record->reason, registers::Reason::offence);
  const auto numbers = ask(workflow::suspend_entry, R"({"key":{"kind":5,"text":"SG P-1"},"reason":3})");
  ASSERT_FALSE(numbers.has_value()) << "numbers are the store's own";
  ASSERT_EQ(numbers.error().size(), 2U);
  EXPECT_EQ(numbers.error()[0].pointer, "/key/kind");
  EXPECT_EQ(numbers.error()[0].value, "5");
  EXPECT_EQ(numbers.error()[0].detail,
            "one of: trader, mandate, declarant, authorisation, permit, insurance");
  EXPECT_EQ(numbers.error()[1].pointer, "/reason");
}

TEST(Acts, TakeTheCodesOfAPublishedListBesideItsWords) {
  for (const std::string_view code : {R"("3")", "3", R"("other_vehicle")"}) {
    const auto content =
        ask(record_incident, R"({"mrn":"26LA000101A1B2C3J0","office":"SGWDL001","incident":{"code":)" +
                                 std::string{code} + R"(,"text":"engine"}})");
    ASSERT_TRUE(content.has_value()) << code << content.error().front().detail;
    const auto record = from_cbor<transit::passage::RecordIncident>(*content);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->incident.code, transit::IncidentCode::other_vehicle) << code;
  }
  const auto other =
      ask(record_incident, R"({"mrn":"26LA000101A1B2C3J0","office":"SGWDL001","incident":{"code":7}})");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error()[0].pointer, "/incident/code");
  EXPECT_TRUE(other.error()[0].detail.starts_with("one of: 1 itinerary, 2 seals,"))
      << other.error()[0].detail;
  Components records;
  (void)schema_of(*find_act(record_incident)->shape, records);
  const auto schema = test::parse_json(records.at("transit.incident"))["properties"]["code"];
  EXPECT_TRUE(schema["enum"].dump().contains("\"2\"")) << schema.dump();
  EXPECT_TRUE(schema["description"].get<std::string>().contains("2 or seals: seals broken")) << schema.dump();
}

TEST(Acts, TakeSealsInSequenceByTheFirstAndTheLast) {
  const auto incident = [](std::string_view seals) {
    return ask(record_incident, R"({"mrn":"26LA000101A1B2C3J0","office":"SGWDL001","incident":{"code":2,)"
                                R"("text":"broken","new_seals":)" +
                                    std::string{seals} + "}}");
  };
  const auto content = incident(R"(["X1","AB098..AB101"])");
  ASSERT_TRUE(content.has_value()) << content.error().front().detail;
  const auto record = from_cbor<transit::passage::RecordIncident>(*content);
  ASSERT_TRUE(record.has_value());
  std::string seals;
  for (const Seal& one : record->incident.new_seals) seals.append(one.str()).append(" ");
  EXPECT_EQ(seals, "X1 AB098 AB099 AB100 AB101 ");

  const auto other = incident(R"(["AB101..AB098"])");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error()[0].pointer, "/incident/new_seals/0");
  EXPECT_TRUE(other.error()[0].detail.ends_with(": AB100..AB119")) << other.error()[0].detail;
  const auto many = incident(R"(["AB0000001..AB9999999"])");
  ASSERT_FALSE(many.has_value());
  EXPECT_EQ(many.error()[0].detail, "at most 99 seals");
  EXPECT_FALSE(incident("[7]").has_value());
}

TEST(Acts, SayWhatIsExpectedOfAValueThatCannotBeRead) {
  const auto wrong = ask(release, R"({"mrn":"26LA000101A1B2C3J1"})");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error()[0].rule, "API-005");
  EXPECT_EQ(wrong.error()[0].pointer, "/mrn");
  EXPECT_EQ(wrong.error()[0].value, "26LA000101A1B2C3J1");
  EXPECT_EQ(wrong.error()[0].detail, "check digit 0 expected");
  const auto number = ask(release, R"({"mrn":26})");
  ASSERT_FALSE(number.has_value());
  EXPECT_EQ(number.error()[0].value, "26");
  EXPECT_EQ(number.error()[0].detail, "a text");
  const auto short_one = ask(release, R"({"mrn":"26LA"})");
  ASSERT_FALSE(short_one.has_value());
  EXPECT_EQ(short_one.error()[0].detail, "does not have 18 characters");
}

TEST(Acts, NameThePartOfAnAmountThatIsWrong) {
  const auto asked = [](std::string_view amount) {
    const auto content =
        ask(workflow::claim_from_guarantor,
            R"({"mrn":"26LA000101A1B2C3J0","grn":"26MY0000000001G13","amount":)" + std::string{amount} + "}");
    return content ? std::string{"taken"}
                   : content.error().front().rule + ' ' + content.error().front().pointer + ' ' +
                         content.error().front().value;
  };
  EXPECT_EQ(asked(R"({"amount":"12.50","currency":"SGD"})"), "taken");
  EXPECT_EQ(asked(R"({"amount":"12.505","currency":"SGD"})"), "API-005 /amount/amount 12.505");
  EXPECT_EQ(asked(R"({"amount":12.5,"currency":"SGD"})"), "API-005 /amount/amount 12.5");
  EXPECT_EQ(asked(R"({"amount":"12.50","currency":"SG"})"), "API-005 /amount/currency SG");
  EXPECT_EQ(asked(R"({"amount":"12.50"})"), "API-004 /amount/currency ");
  EXPECT_EQ(asked(R"({"amount":"1","currency":"SGD","rate":"2"})"), "API-003 /amount/rate ");
  EXPECT_EQ(asked(R"("12.50 SGD")"), "API-005 /amount 12.50 SGD");
}

TEST(Acts, JsonThatCanBeReadTwoWaysIsRefused) {
  for (const std::string_view text : {"{", R"({"a":1,"a":2})", R"({"a":{"b":1,"b":1}})"}) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json.has_value()) << text;
    EXPECT_EQ(json.error().rule, "API-002");
  }
  EXPECT_FALSE(parse_json(std::string(1000, '[') + std::string(1000, ']')).has_value());
  EXPECT_TRUE(parse_json(R"({"a":{"b":1},"c":{"b":1}})").has_value());
}

TEST(Acts, SayWhatAFieldMeansWhereItsFormDoesNot) {
  Components records;
  const auto schema = test::parse_json(schema_of(*find_act(workflow::replace_access_codes)->shape, records));
  EXPECT_EQ(schema["properties"]["master_code"]["description"],
            "Needed of the holder; an officer gives none.");
  EXPECT_TRUE(schema["properties"]["master_code"].contains("$ref")) << schema.dump();
}

TEST(Acts, HaveASchemaThatNamesTheirFields) {
  Components records;
  const auto schema = test::parse_json(schema_of(*find_act(workflow::register_guarantee)->shape, records));
  EXPECT_TRUE(schema["properties"].contains("reference_amount"));
  EXPECT_FALSE(schema["properties"].contains("approval"));
  EXPECT_TRUE(records.contains("guarantee.standing")) << "a record within it stands under its own name";
  EXPECT_EQ(find_act(workflow::command_of_message(15)), nullptr);
}

TEST(Acts, ANeededTextIsAskedForAndHasALength) {
  constexpr auto refuse_release = workflow::command_in(workflow::departure_block, 3);
  const auto rule_for = [&](const std::string& reason) {
    const auto content = ask(refuse_release, R"({"mrn":"26LA000101A1B2C3J0")" + reason + "}");
    return content.has_value() ? std::string{} : content.error()[0].rule + content.error()[0].pointer;
  };
  EXPECT_EQ(rule_for(""), "API-004/reason");
  EXPECT_EQ(rule_for(R"(,"reason":"")"), "API-004/reason") << "nothing is said";
  EXPECT_EQ(rule_for(R"(,"reason":")" + std::string(513, 'x') + '"'), "API-005/reason");
  EXPECT_EQ(rule_for(R"(,"reason":")" + std::string(512, 'x') + '"'), "");
}

TEST(Acts, ACodeIsOneOfItsList) {
  constexpr auto record_result = workflow::command_in(workflow::destination_block, 7);
  const auto result = ask(record_result, R"({"mrn":"26LA000101A1B2C3J0","office":"SGTUS001","code":"A3",)"
                                         R"("inspection":{"seals":"intact"}})");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error()[0].pointer, "/code");
  EXPECT_EQ(result.error()[0].detail, "one of: A1 A2 A5 B1");
}

TEST(Acts, ADeadLetterIsNamedAsItWasSent) {
  const workflow::National national{
      workflow::national_parts(),
      {.home = Country::parse("SG").value(), .sha256 = test::sha256, .mrn_key = {}}};
  const auto acts = acts_of(national);
  const auto revive = std::ranges::find(acts, "exchange.revive", &NamedAct::name);
  ASSERT_NE(revive, acts.end());
  const auto snapshot = seed::reference(*Country::parse("SG"));
  const auto view = snapshot.at(*parse_day("2026-11-23"));
  const std::array losses{app::Loss{.last = app::Seq{0x19}, .mark = 0xC2F99B1}};
  const auto letter = [&](const std::string& name) -> std::optional<std::int64_t> {
    const auto json = parse_json(R"({"reason":"asked by telephone","message":")" + name + "\"}");
    const auto content = revive->act->content(*json, {.reference = view,
                                                      .hash = hash,
                                                      .second = {},
                                                      .home = *exchange::Partner::parse("SG"),
                                                      .losses = losses});
    if (!content) return std::nullopt;
    return from_cbor<workflow::LetterDecision>(*content).value().id;
  };
  EXPECT_EQ(letter("SG0000000000000190"), 0x190) << "from before the loss";
  EXPECT_EQ(letter("SG00000000000001A0-0C2F99B1"), 0x1A0) << "behind it";
  EXPECT_EQ(letter("SG00000000000001A0"), std::nullopt) << "is lost";
  EXPECT_EQ(letter("SG:SG00000000000001A0-0C2F99B1@nta.sg"), 0x1A0) << "as the monitor names it";
  EXPECT_EQ(letter("MY:SG00000000000001A0-0C2F99B1@nta.my"), std::nullopt) << "of another node";
  EXPECT_EQ(letter("SG00000000000001A0-0C2F99B1@nta.sg"), std::nullopt);
  EXPECT_EQ(letter("SG0000000000000190-0C2F99B1"), std::nullopt);
}

TEST(Acts, WhatTheNodeKnowsIsAFieldOfTheRecordAndNeverRead) {
  std::size_t known = 0;
  for (std::uint16_t number = 0; number < 0x2000; ++number) {
    const Act* act = find_act(workflow::CommandType{number});
    if (act == nullptr) continue;
    for (const Part& part : act->shape->parts) {
      const FieldRule* rule = find_field_rule(act->record, part.name);
      if (rule == nullptr || !rule->of_node) continue;
      ++known;
      EXPECT_NE(act->complete, nullptr) << act->record << ' ' << part.name << " is filled by nobody";
    }
  }
  EXPECT_EQ(known, std::ranges::count_if(all_field_rules(), &FieldRule::of_node)) << "each is a field";
  constexpr auto submit = workflow::command_in(workflow::issue_block, 1);
  const auto refused = ask(submit, R"({"document":"CO-1","authenticated":true})");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error()[0].rule, "API-003");
}

/// A rule of a field that is not there would say nothing. What the node knows is not asked for, and another
/// test finds it in the record.
TEST(Acts, EachRuleOfAFieldIsOfOneThatThereIs) {
  Components records;
  for (std::uint16_t number = 0; number < 0x2000; ++number) {
    const Act* act = find_act(workflow::CommandType{number});
    if (act != nullptr) records.emplace(act->record, schema_of(*act->shape, records));
  }
  for (const FieldRule& rule : all_field_rules()) {
    if (rule.record.starts_with("exchange.")) continue;  // which find_act does not know
    ASSERT_TRUE(records.contains(rule.record)) << rule.record;
    const auto schema = test::parse_json(records.find(rule.record)->second);
    EXPECT_EQ(schema["properties"].contains(std::string{rule.field}), !rule.of_node)
        << rule.record << ' ' << rule.field;
  }
}

}  // namespace
}  // namespace lintas::api
