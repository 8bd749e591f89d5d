#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "tests/support/amendment.hpp"
#include "tests/support/business_fixture.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"

/// What a trader sends through the interface, and what it and its office read of it.
namespace lintas::api {
namespace {

TEST_F(Business, EXC_016_AnotherMessageUnderAnIdentificationIsNotTakenForTheFirst) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  put("<descriptionOfGoods>", 1, "X");
  const auto other = submit();
  EXPECT_EQ(other.response.status, 422) << other.json.dump();
  EXPECT_EQ(other.json["code"], "EXC-016") << other.json.dump();
  EXPECT_EQ(other.json["errors"][0]["detail"], "It was taken.");
  put("<messageIdentification>", 2, "XX");
  EXPECT_EQ(submit().json["code"], "R-ACTS-010") << "the LRN is in use";
  put("<descriptionOfGoods>", 1, "Y");
  const auto third = submit();
  EXPECT_EQ(third.json["code"], "EXC-016") << "a refused message has its answer too";
  EXPECT_EQ(third.json["errors"][0]["detail"], "It was rejected (R-ACTS-010).") << "nobody looks for its MRN";
}

TEST_F(Business, WhatWasDeclaredIsReadByItsHolderAndTheOffice) {
  prepare();
  const std::string place = "/v1/movements/" + submit().json["mrn"].get<std::string>() + "/declaration";
  for (const std::string& reader : {trader, departure}) {
    const auto declared = get(place, reader);
    ASSERT_EQ(declared.response.status, 200);
    const std::string text{as_text(declared.response.body)};
    EXPECT_NE(text.find("<LRN>SGTH-2026-0417</LRN>"), std::string::npos) << text;
    EXPECT_EQ(text.find("accessCode"), std::string::npos) << "what opens the guarantee is not kept";
  }
  const auto json = ask(net::Method::get, place, departure, "", {{"Accept", "application/json"}});
  EXPECT_TRUE(json.json.is_object());
  EXPECT_EQ(get(place, stranger).response.status, 404);
}

TEST_F(Business, R_ACTS_045_AfterAWrongAccessCodeTheTraderIsToldWhatToSendAndUntilWhen) {
  prepare();
  put("<accessCode>", 4, "0000");
  const auto wrong = submit();
  ASSERT_EQ(wrong.json["status"], "guarantee_problem") << wrong.json.dump();
  EXPECT_EQ(wrong.json["done"], "declaration received");
  EXPECT_EQ(wrong.json["faults"][0]["rule"], "R-ACTS-045");
  EXPECT_EQ(wrong.json["faults"][0]["pointer"], "/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode");
  EXPECT_FALSE(wrong.json["faults"][0].contains("value")) << "the code itself is never shown";
  EXPECT_TRUE(wrong.json["faults"][0]["remedy"].get<std::string>().contains("amendment"));
  const Json amendment{{"message", "IE013"}, {"words", "amendment"}};
  const Json& now_sent = wrong.json["trader_may_send"];
  EXPECT_TRUE(std::ranges::find(now_sent, amendment) != now_sent.end()) << wrong.json.dump();
  EXPECT_TRUE(wrong.json["due"].is_string()) << wrong.json.dump();
  const Json shown = get("/v1/movements/" + wrong.json["mrn"].get<std::string>(), trader).json;
  EXPECT_EQ(shown["trader_may_send"], now_sent);
  EXPECT_EQ(shown["due"], wrong.json["due"]);
  EXPECT_EQ(shown["guarantees"][0]["refused"][0]["pointer"], "/guarantees/0");
}

/// Which of two guarantees it is, and in which element, the answer says in the terms of what was sent.
TEST_F(Business, AFaultOfAGuaranteeIsAtItsPlaceInTheMessageThatWasSent) {
  prepare();
  const std::string unknown{
      Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000999").value().str()};
  const std::string_view end = "</Guarantee>";
  declaration.insert(
      declaration.find(end) + end.size(),
      "<Guarantee><sequenceNumber>2</sequenceNumber><guaranteeType>1</guaranteeType><GuaranteeReference>"
      "<sequenceNumber>1</sequenceNumber><GRN>" +
          unknown +
          "</GRN><accessCode>A1B2</accessCode><amountToBeCovered>1.00</amountToBeCovered>"
          "<currency>SGD</currency></GuaranteeReference></Guarantee>");
  std::string in_json;
  json::write(*xml::read(declaration), in_json);
  const auto fault_in = [&](const Answer& answer) {
    EXPECT_EQ(answer.json["faults"].size(), 1U) << answer.json.dump();
    const Json& fault = answer.json["faults"][0];
    EXPECT_EQ(fault["rule"], "R-GUA-101");
    EXPECT_EQ(fault["value"], unknown) << fault.dump();
    return fault["pointer"].get<std::string>();
  };
  EXPECT_EQ(fault_in(submit("?dry_run=true")), "/CC015C/Guarantee[2]/GuaranteeReference[1]/GRN");
  EXPECT_EQ(fault_in(ask(net::Method::post, "/v1/messages?dry_run=true", trader, in_json)),
            "/CC015C/Guarantee/1/GuaranteeReference/0/GRN");
  const auto taken = ask(net::Method::post, "/v1/messages", trader, in_json);
  EXPECT_EQ(fault_in(taken), "/CC015C/Guarantee/1/GuaranteeReference/0/GRN");
  const Json shown = get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json;
  EXPECT_EQ(shown["history"].back()["faults"][0]["pointer"],
            "/CC015C/Guarantee[2]/GuaranteeReference[1]/GRN");
  EXPECT_EQ(shown["guarantees"][1]["refused"][0]["pointer"], "/guarantees/1/grn") << shown.dump();
}

/// The declaration names no GRN of a deposit, and may be erased when its trader reads what was wrong.
TEST_F(Business, TheRefusalOfADepositIsReadByItsTrader) {
  prepare();
  const Grn deposit = cover_by_deposit();
  const std::string beside =
      "<Guarantee><sequenceNumber>2</sequenceNumber><guaranteeType>1</guaranteeType><GuaranteeReference>"
      "<sequenceNumber>1</sequenceNumber><GRN>26SG0000000000771</GRN><accessCode>A1B2</accessCode>"
      "<amountToBeCovered>1.00</amountToBeCovered><currency>SGD</currency></GuaranteeReference></Guarantee>";
  const auto end = std::string_view{"</Guarantee>"};
  declaration.insert(declaration.find(end) + end.size(), beside);
  put("<amountToBeCovered>", 0, "9");
  const auto taken = submit();
  ASSERT_EQ(taken.json["status"], "guarantee_problem") << taken.json.dump();
  const std::string messages = "/v1/movements/" + taken.json["mrn"].get<std::string>() + "/messages";
  const auto refusal = [&] {
    const Json list = get(messages, trader).json;
    EXPECT_EQ(list["items"].back()["message"], "IE055") << list.dump();
    const auto read = get(messages + "/" + std::to_string(list["items"].size()), trader);
    EXPECT_EQ(read.response.status, 200) << as_text(read.response.body);
    return std::string{as_text(read.response.body)};
  };
  const auto names_it = [&](const std::string& told) {
    return told.contains("<GRN>" + std::string{deposit.str()} + "</GRN>") &&
           told.contains("<code>G09</code>") && !told.contains("26SG0000000000771");
  };
  EXPECT_TRUE(names_it(refusal())) << refusal();
  app::Batch batch;
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000)) {
    const auto kept = node.store().payload(event.payload);
    if (kept && kept->kind == workflow::payload_of_message(15)) batch.erased.push_back(event.payload);
  }
  ASSERT_EQ(batch.erased.size(), 1U);
  ASSERT_EQ(node.store().commit(batch), app::CommitOutcome::applied);
  EXPECT_TRUE(names_it(refusal())) << refusal();
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Business, R_TRA_117_AnotherPartyNamedAsTheSenderIsTakenAndTold) {
  prepare();
  put("<messageSender>", 12, "MY199301234567");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  ASSERT_EQ(taken.json["warnings"].size(), 1U) << taken.json.dump();
  EXPECT_EQ(taken.json["warnings"][0]["rule"], "R-TRA-117");
  EXPECT_EQ(taken.json["warnings"][0]["pointer"], "/CC015C/messageSender");
  EXPECT_EQ(taken.json["warnings"][0]["value"], "MY199301234567");
  EXPECT_EQ(get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json["holder"],
            "SG201912345K")
      << "who sends, the key says";
}

TEST_F(Business, ANameOfSoftwareIsNoOtherParty) {
  prepare();
  put("<messageSender>", 12, "forwarding.sg");
  const auto taken = submit();
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_FALSE(taken.json.contains("warnings")) << taken.json.dump();
}

TEST_F(Business, TheTraderReadsWhatItIsSentInXmlAndJson) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  (void)act("departure.release", departure, {{"mrn", mrn}}, "release-1");
  const auto list = get("/v1/movements/" + mrn + "/messages", trader);
  std::string all;
  for (const Json& one : list.json["items"]) all += one["message"].get<std::string>() + ' ';
  EXPECT_EQ(all, "IE928 IE028 IE029 ");
  const auto xml = get("/v1/movements/" + mrn + "/messages/2", trader);
  EXPECT_EQ(xml.response.status, 200);
  EXPECT_NE(as_text(xml.response.body).find("<MRN>" + mrn + "</MRN>"), std::string_view::npos);
  const auto json = ask(net::Method::get, "/v1/movements/" + mrn + "/messages/2", trader, "",
                        {{"Accept", "application/json"}});
  EXPECT_TRUE(json.json.contains("CC028C")) << json.json.dump();
  EXPECT_EQ(get("/v1/movements/" + mrn + "/messages/2", stranger).response.status, 404);
  EXPECT_EQ(get("/v1/movements/" + mrn + "/messages/9", trader).response.status, 404);
}

TEST_F(Business, WEL_010_WhatIsNoMessageIsToldWithLineAndColumn) {
  for (const auto* target : {"/v1/messages", "/v1/messages?dry_run=true"}) {
    const auto refused = ask(net::Method::post, target, trader,
                             "<n:CC015C xmlns:n=\"http://ncts.dgtaxud.ec\">\n  <LRN>1</MRN>\n</n:CC015C>");
    EXPECT_EQ(refused.json["errors"][0]["rule"], "WEL-010") << refused.json.dump();
    EXPECT_EQ(refused.json["errors"][0]["detail"], "Line 2, column 11: </LRN> is expected.")
        << refused.json.dump();
  }
}

TEST_F(Business, AnOfficeReadsAllThatWasSentAboutItsMovements) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const std::string place = "/v1/movements/" + mrn + "/messages";
  const Json list = get(place, departure).json;
  ASSERT_TRUE(list.contains("items")) << list.dump();
  ASSERT_FALSE(list["items"].empty());
  const Json& declared = list["items"][0];
  EXPECT_EQ(declared["message"], "IE015");
  EXPECT_EQ(declared["root"], "CC015C");
  EXPECT_EQ(declared["direction"], "received");
  EXPECT_EQ(declared["from"], "SG201912345K");
  EXPECT_EQ(declared["to"], "NTA.SG");
  EXPECT_NE(declaration.find("<messageIdentification>" + declared["id"].get<std::string>() + "<"),
            std::string::npos);
  std::set<std::string> sent;
  for (const Json& one : list["items"]) {
    if (one["direction"] == "sent")
      sent.insert(one["message"].get<std::string>() + " " + one["to"].get<std::string>());
    const auto opened = get(place + "/" + std::to_string(one["n"].get<int>()), departure);
    EXPECT_EQ(opened.response.status, 200) << one.dump();
    const std::string text{as_text(opened.response.body)};
    EXPECT_NE(text.find(one["root"].get<std::string>()), std::string::npos) << one.dump();
    EXPECT_NE(text.find("<messageIdentification>" + one["id"].get<std::string>() + "<"), std::string::npos)
        << one.dump();
    EXPECT_EQ(text.find("accessCode"), std::string::npos);
  }
  for (const char* one : {"IE928 SG201912345K", "IE028 SG201912345K", "IE029 SG201912345K", "IE001 NTA.TH",
                          "IE050 NTA.MY", "IE1095 NTA.TH"})
    EXPECT_TRUE(sent.contains(one)) << one;
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();

  const auto officer_of = [&](access::Role role, const char* office) {
    return key({.role = role, .person = "fay", .office = office});
  };
  const std::string auditor = key({.role = access::Role::auditor, .person = "ada"});
  EXPECT_EQ(get(place, auditor).json["items"].size(), list["items"].size());
  EXPECT_EQ(get(place, officer_of(access::Role::supervisor, "SGTUS001")).response.status, 200);
  EXPECT_EQ(get(place, officer_of(access::Role::officer_of_departure, "SGWDL001")).response.status, 404);
  const auto of_another_part = get(place, officer_of(access::Role::officer_of_transit, "SGTUS001"));
  EXPECT_EQ(of_another_part.response.status, 403) << "its office knows of the movement";
  EXPECT_EQ(of_another_part.json["code"], "ACC-002");
  EXPECT_EQ(get(place, keeper).json["code"], "ACC-001");
  EXPECT_EQ(get(place + "/99", departure).response.status, 404);
}

/// How goods are described nobody decides by: it stands in the message alone.
TEST_F(Business, R_ACTS_031_AnAmendmentOfGuaranteesAloneChangesNothingElse) {
  prepare();
  const std::string declared = declaration;
  const std::string mrn = submit().json["mrn"];
  for (const char* tag : {"<descriptionOfGoods>", "<shippingMarks>"}) {
    declaration = test::amendment_of(declared, mrn, "1");
    put("<messageIdentification>", 1, "X");
    put(tag, 1, "7");
    for (const std::string_view query : {"", "?dry_run=true"}) {
      const auto refused = submit(query);
      EXPECT_EQ(refused.response.status, 422) << tag << refused.json.dump();
      EXPECT_EQ(refused.json["code"], "R-ACTS-031") << tag;
      EXPECT_EQ(refused.json["errors"][0]["pointer"], "/CC013C/TransitOperation/amendmentTypeFlag");
      EXPECT_EQ(refused.json["errors"][0]["value"], "1");
    }
  }
  declaration = test::amendment_of(declared, mrn, "1");
  put("<messageIdentification>", 1, "X");
  EXPECT_EQ(submit().response.status, 200) << "nothing was taken under its identification";
  declaration = test::amendment_of(declared, mrn, "0");
  put("<messageIdentification>", 1, "Y");
  put("<descriptionOfGoods>", 1, "7");
  EXPECT_EQ(submit().response.status, 200) << "with 0 it may";
}

TEST_F(Business, R_ACTS_034_AnAmendmentIsJudgedByTheDayOfAcceptance) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  node.set_time(*parse_instant("2026-11-26T02:00:00Z"));
  put("<limitDate>", 10, "2026-11-24");
  EXPECT_EQ(submit("?dry_run=true").json["code"], "R-ACTS-062") << "as a new declaration it is too late";
  declaration = test::amendment_of(declaration, mrn, "0");
  put("<messageIdentification>", 1, "X");
  const auto amended = submit("?dry_run=true");
  EXPECT_EQ(amended.response.status, 200) << amended.json.dump();
  EXPECT_EQ(amended.json["valid"], true) << amended.json.dump();
  ASSERT_EQ(submit().response.status, 200);
  const auto stands = node.state<transit::departure::Movement>(
      workflow::departure_slot(Mrn::parse(mrn).value(), node.setting().get()));
  EXPECT_EQ(stands.declaration.limit_proposed, *parse_day("2026-11-24"));
  EXPECT_EQ(stands.declaration.lrn.str(), "SGTH-2026-0417") << "which an amendment by MRN does not name";
}

/// IE118 has a day: its first instant would stand before the release.
TEST_F(Business, APassageIsShownByItsDay) {
  prepare();
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  transit::Letter passage;
  passage.mrn = Mrn::parse(mrn).value();
  passage.office = OfficeId::parse("MYJHB001").value();
  passage.at = parse_instant("2026-11-22T16:00:00Z");
  (void)node.ask(node.command({.role = access::Role::partner_node, .party = "MY"},
                              workflow::command_of_message(118), passage));
  const Json shown = get("/v1/movements/" + mrn, departure).json;
  const Json told = shown["history"].back();
  EXPECT_EQ(told["event"], "departure.passage_reported") << told.dump();
  EXPECT_EQ(told["details"]["crossing"], (Json{{"office", "MYJHB001"}, {"day", "2026-11-23"}}))
      << told.dump();
  EXPECT_EQ(told["details"]["crossing"], shown["crossings"][0]);
}

TEST_F(Business, R_TRA_114_AMessageToAnotherAdministrationIsNotTaken) {
  prepare();
  for (const std::string_view other : {"NTA.MY", "NTA_SG", "SG.NTA"}) {
    put("<messageRecipient>", 6, other);
    for (const std::string_view query : {"", "?dry_run=true"}) {
      const auto refused = submit(query);
      EXPECT_EQ(refused.response.status, 422) << refused.json.dump();
      EXPECT_EQ(refused.json["code"], "R-TRA-114");
      EXPECT_EQ(refused.json["errors"][0]["pointer"], "/CC015C/messageRecipient");
      EXPECT_EQ(refused.json["errors"][0]["value"], other);
      EXPECT_EQ(refused.json["errors"][0]["detail"], "Expected: NTA.SG.");
    }
  }
  put("<messageRecipient>", 6, "NTA.SG");
  EXPECT_EQ(submit().response.status, 200) << "its number is free";
}

TEST_F(Business, R_TRA_115_ATraderIsNoAdministration) {
  prepare();
  put("<messageSender>", 12, "NTA.SG");
  for (const std::string_view query : {"", "?dry_run=true"}) {
    const auto refused = submit(query);
    EXPECT_EQ(refused.response.status, 422) << refused.json.dump();
    EXPECT_EQ(refused.json["code"], "R-TRA-115");
    EXPECT_EQ(refused.json["errors"][0]["pointer"], "/CC015C/messageSender");
    EXPECT_EQ(refused.json["errors"][0]["value"], "NTA.SG");
  }
  put("<messageSender>", 6, "SG201912345K");
  EXPECT_EQ(submit().response.status, 200) << "its number is free";
}

TEST_F(Business, WhatCustomsWritesIsAddressedToTheNameThatTheTraderGave) {
  prepare();
  put("<messageSender>", 12, "forwarding.sg");
  const std::string mrn = submit().json["mrn"];
  ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
  const std::string place = "/v1/movements/" + mrn + "/messages";
  const Json list = get(place, trader).json;
  ASSERT_FALSE(list["items"].empty()) << list.dump();
  for (const Json& one : list["items"]) {
    EXPECT_EQ(one["to"], "SG201912345K") << "a list says whose it is";
    const auto opened = get(place + "/" + std::to_string(one["n"].get<int>()), trader);
    EXPECT_NE(as_text(opened.response.body).find("<messageRecipient>forwarding.sg<"), std::string_view::npos)
        << as_text(opened.response.body);
  }
  app::Batch batch;
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000)) {
    const auto kept = node.store().payload(event.payload);
    if (kept && kept->kind == workflow::payload_of_message(15)) batch.erased.push_back(event.payload);
  }
  ASSERT_EQ(batch.erased.size(), 1U);
  ASSERT_EQ(node.store().commit(batch), app::CommitOutcome::applied);
  EXPECT_NE(as_text(get(place + "/1", trader).response.body).find("<messageRecipient>SG201912345K<"),
            std::string_view::npos)
      << "erased, it is known no more";
}

}  // namespace
}  // namespace lintas::api
