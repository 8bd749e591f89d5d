#include "shell/api/trader_mail.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/unit.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/rule_samples.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// What a trader at destination reads of a movement from Thailand that ends in Singapore.
namespace lintas::api {
namespace {

class ArrivalHere : public ApiTest {
 public:
  ArrivalHere() {
    consignee = key({.role = access::Role::trader, .party = "SG198803456D"});
    destination = key({.role = access::Role::officer_of_destination, .person = "dan", .office = "SGWDL001"});
    std::string table = test::file_of_tree(LINTAS_ROOT, "examples/registers.csv");
    table = test::with(table, "C521 C523", "C521 C522 C523");
    table = test::with(table, "TUA1", "YRD1");
    table = test::with(table, "SG198803456D,,,yes,principal,", "SG198803456D,,,yes,principal consignee,");
    table = test::with(table, "trader,,SG200512345G,",
                       "trader,,SG201900000A,,,yes,consignee,,,,,,,,,,,,,,2026-01-01,,A Firm,Singapore\n"
                       "trader,,SG200512345G,");
    const auto keeper = key({.role = access::Role::reference_data_keeper, .person = "keeper"});
    EXPECT_EQ(ask(net::Method::post, "/v1/registers", keeper, table, {{"Idempotency-Key", "file-1"}})
                  .response.status,
              200);
  }

  /// Departure tells of the goods, as it would over the wire.
  void hear_of_the_goods() {
    const auto view = node.setting().get().reference->at(*parse_day("2026-11-23"));
    const auto hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; };
    const auto declared = xml::read(test::file_of_tree(LINTAS_ROOT, "examples/th-sg-durian.xml"));
    ASSERT_TRUE(declared.has_value());
    auto letter = transit::read_letter(*declared, {.document = {}, .hash = hash, .reference = view});
    ASSERT_TRUE(letter.has_value());
    letter->mrn = mrn;
    letter->accepted = letter->released = *parse_day("2026-11-23");
    letter->limit = *parse_day("2026-11-30");
    std::string record;
    xml::write(transit::write_letter(1, *letter,
                                     {.sender = "NTA.TH",
                                      .recipient = "NTA.SG",
                                      .prepared = now,
                                      .identification = "TH1",
                                      .correlation = {},
                                      .reference = view},
                                     &declared->message),
               record);
    const auto told = xml::read(record);
    ASSERT_TRUE(told.has_value());
    auto payload = packer.pack(workflow::payload_of_message(1), as_bytes(record));
    const auto content =
        transit::read_letter(*told, {.document = payload.hash, .hash = hash, .reference = view});
    ASSERT_TRUE(content.has_value());
    workflow::Command command = node.command({.role = access::Role::partner_node, .party = "TH"},
                                             workflow::command_of_message(1), *content);
    command.payloads.push_back(std::move(payload));
    ASSERT_EQ(node.ask(command).kind, workflow::Reply::Kind::accepted);
  }
  /// One of Malaysia, of ten kilograms.
  void hear_of_a_certificate() {
    documents::Contents contents;
    contents.reference = {.state = *Country::parse("MY"),
                          .office = *documents::IssuingOffice::parse("MYPKG001"),
                          .number = *documents::ReferenceNumber::parse("MY-SG 26/9")};
    contents.importer = *Country::parse("SG");
    contents.items = {{.number = 1,
                       .hs = *Ahtn::parse("40151210"),
                       .criterion = "WO",
                       .quantity = Decimal::of(10),
                       .unit = *Unit::parse("KGM")}};
    const auto reply = node.ask(
        {.role = access::Role::partner_node, .party = "MY"},
        workflow::command_of_message(documents::co_issue),
        documents::Letter{
            .certificate = contents.reference, .contents = contents, .issued = *parse_day("2026-11-02")});
    ASSERT_EQ(reply.kind, workflow::Reply::Kind::accepted);
  }
  /// At the office.
  std::string notification_of(std::string_view trader) {
    std::string text = test::with_all(std::string{test::arrival}, "26LA000101A1B2C3J0", mrn.str());
    text = test::with_all(text, "SG000401", "SGWDL001");
    return test::with_all(text, "SG201912345Z", trader);
  }
  /// At its own premises.
  Answer notify_arrival(const std::string& premises = "YRD1") {
    std::string text = notification_of("SG198803456D");
    text = test::with(text, "<simplifiedProcedure>0", "<simplifiedProcedure>1");
    text = test::with(text, "<qualifierOfIdentification>V", "<qualifierOfIdentification>Y");
    text = test::with(text, "<CustomsOffice><referenceNumber>SGWDL001</referenceNumber></CustomsOffice>",
                      "<authorisationNumber>ATT-SG-0007</authorisationNumber><additionalIdentifier>" +
                          premises + "</additionalIdentifier>");
    text = test::with(text, "</TransitOperation>",
                      "</TransitOperation><Authorisation><sequenceNumber>1</sequenceNumber><type>C522</type>"
                      "<referenceNumber>ATT-SG-0007</referenceNumber></Authorisation>");
    return ask(net::Method::post, "/v1/messages", consignee, text);
  }
  Answer report_unloading() {
    std::string text = test::with_all(std::string{test::unloading_remarks}, "26SGTUS000000123J0", mrn.str());
    text = test::with_all(text, "THSDO001", "SGWDL001");
    text = test::with_all(text, "NTA.TH", "NTA.SG");
    text = test::with_all(text, "TH0105551234567", "SG198803456D");
    return ask(net::Method::post, "/v1/messages", consignee, text);
  }
  std::string list(const std::string& by) {
    const auto answer = get(movement + "/messages", by);
    if (answer.response.status != 200) return std::to_string(answer.response.status);
    std::string all;
    for (const Json& one : answer.json["items"]) all += one["message"].get<std::string>() + ' ';
    return all;
  }
  std::string text_of(std::string_view number) {
    const auto answer = get(movement + "/messages/" + std::string{number}, consignee);
    EXPECT_EQ(answer.response.status, 200) << as_text(answer.response.body);
    return std::string{as_text(answer.response.body)};
  }

  const Mrn mrn = Mrn::issue(std::chrono::year{2026}, Country::parse("TH").value(), "000000000001").value();
  const std::string movement = "/v1/movements/" + std::string{mrn.str()};
  std::string consignee, destination;
};

TEST_F(ArrivalHere, TheTraderAtDestinationReadsWhatItIsSent) {
  hear_of_the_goods();
  EXPECT_EQ(list(consignee), "404") << "the goods are not its own before it presents them";
  EXPECT_EQ(get(movement + "/declaration", destination).response.status, 200) << "the record of departure";
  EXPECT_EQ(get(movement + "/declaration", consignee).json["code"], "ACC-001") << "it is for offices";
  const auto arrived = notify_arrival();
  ASSERT_EQ(arrived.response.status, 200) << arrived.json.dump();
  EXPECT_EQ(arrived.json["done"], "arrival recorded");
  EXPECT_EQ(arrived.json["state"]["name"], "Arrived") << "here, whatever departure has told so far";
  EXPECT_FALSE(arrived.json.contains("status")) << arrived.json.dump();
  EXPECT_EQ(get(movement, consignee).json["role"], "destination");
  const auto permitted = act("destination.grant_permission", destination,
                             {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "permission-1");
  ASSERT_EQ(permitted.response.status, 200) << permitted.json.dump();
  EXPECT_EQ(permitted.json["state"]["id"], "ULP") << permitted.json.dump();
  EXPECT_EQ(permitted.json["state"]["name"], "Unloading permission granted");
  EXPECT_EQ(permitted.json["mrn"], mrn.str());
  EXPECT_EQ(list(consignee), "IE043 ");
  const std::string permission = text_of("1");
  EXPECT_TRUE(xml::read(permission).has_value()) << permission;
  EXPECT_NE(permission.find("<MRN>" + std::string{mrn.str()} + "</MRN>"), std::string::npos) << permission;
  EXPECT_NE(permission.find("<ConsignmentItem>"), std::string::npos) << "it shows the goods";
  EXPECT_NE(permission.find("<messageRecipient>trader.sg<"), std::string::npos)
      << "it goes to the name that its notification gave";

  const auto reported = report_unloading();
  ASSERT_EQ(reported.response.status, 200) << reported.json.dump();
  EXPECT_EQ(list(consignee), "IE043 IE025 ");
  const std::string release = text_of("2");
  EXPECT_TRUE(xml::read(release).has_value()) << release;
  EXPECT_NE(release.find("<identificationNumber>SG198803456D</identificationNumber>"), std::string::npos);
  EXPECT_NE(release.find("<messageRecipient>SG198803456D<"), std::string::npos) << "and to the newest one";
  EXPECT_NE(text_of("1").find("<messageRecipient>trader.sg<"), std::string::npos) << "read again, as it was";

  EXPECT_EQ(list(stranger), "404");
  EXPECT_EQ(get(movement, stranger).response.status, 404);
  EXPECT_EQ(get(movement + "/messages/3", consignee).response.status, 404);
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(ArrivalHere, AnIncidentOnTheWayIsShownByCodeWordAndMeaning) {
  hear_of_the_goods();
  transit::Letter incident;
  incident.mrn = mrn;
  incident.office = OfficeId::parse("MYJHB001").value();
  incident.at = now;
  incident.reason = "3";
  incident.text = "engine";
  ASSERT_EQ(node.ask(node.command({.role = access::Role::partner_node, .party = "TH"},
                                  workflow::command_of_message(181), incident))
                .kind,
            workflow::Reply::Kind::accepted);
  const Json told = get(movement, destination).json["history"].back();
  EXPECT_EQ(told["incident"]["code"], "3") << told.dump();
  EXPECT_EQ(told["incident"]["word"], "other_vehicle");
  EXPECT_EQ(told["incident"]["meaning"], "transfer to another means of transport under supervision");
}

TEST_F(ArrivalHere, AnActOnTheRoadIsAnsweredWithWhatBecameOfTheOffices) {
  const std::string transit =
      key({.role = access::Role::officer_of_transit, .person = "cho", .office = "SGWDL001"});
  const Json here{{"mrn", mrn.str()}, {"office", "SGWDL001"}};
  const auto present = act("passage.present_goods", transit, here, "present-1");
  ASSERT_EQ(present.response.status, 200) << present.json.dump();
  EXPECT_EQ(present.json["state"]["id"], "REQ") << present.json.dump();
  Json passes = here;
  passes["inspection"] = {{"seals", "intact"}};
  passes["reason"] = "departure is silent";
  passes["departure"] = "MYDEP001";
  EXPECT_EQ(act("passage.pass_on_the_tad", transit, passes, "pass-0").json["code"], "R-ROA-018");
  passes["departure"] = std::string{mrn.country().str()} + "DEP001";
  const auto passed = act("passage.pass_on_the_tad", transit, passes, "pass-1");
  ASSERT_EQ(passed.response.status, 200) << passed.json.dump();
  EXPECT_EQ(passed.json["state"]["name"], "Passed") << passed.json.dump();
  ASSERT_EQ(passed.json["offices"].size(), 1U) << passed.json.dump();
  EXPECT_EQ(passed.json["offices"][0]["office"], "SGWDL001");
  const auto late = act(
      "passage.lift_stop", transit,
      [&] {
        Json lifts = passes;
        lifts.erase("reason");
        lifts.erase("departure");
        lifts["text"] = "in order";
        return lifts;
      }(),
      "lift-1");
  ASSERT_EQ(late.json["code"], "R-TRA-092") << late.json.dump();
  EXPECT_EQ(late.json["errors"][0]["value"], "lift");
  EXPECT_TRUE(late.json["errors"][0]["detail"].get<std::string>().contains("is in state \"Passed\""))
      << late.json.dump();
}

TEST_F(ArrivalHere, R_ROA_014_AnArrivalOfWhichNoOfficeOfTransitReportedIsShownToTheOffice) {
  hear_of_the_goods();
  EXPECT_FALSE(get(movement, destination).json.contains("warnings")) << "they are on the way";
  const auto arrived = act("destination.record_arrival", destination,
                           {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "arrival-1");
  ASSERT_EQ(arrived.response.status, 200) << arrived.json.dump();
  const Json shown = get(movement, destination).json;
  for (const Json* told : {&arrived.json, &shown}) {
    ASSERT_TRUE(told->contains("warnings")) << told->dump();
    ASSERT_EQ((*told)["warnings"].size(), 1U) << told->dump();
    EXPECT_EQ((*told)["warnings"][0]["rule"], "R-ROA-014");
    EXPECT_EQ((*told)["warnings"][0]["pointer"], "/offices");
    EXPECT_TRUE((*told)["warnings"][0]["detail"].get<std::string>().starts_with("Not reported: "));
  }
  const auto route = test::file_of_tree(LINTAS_ROOT, "examples/th-sg-durian.xml");
  const std::string detail = shown["warnings"][0]["detail"];
  const std::string office = detail.substr(std::string_view{"Not reported: "}.size(), 8);
  EXPECT_TRUE(route.contains("<referenceNumber>" + office + "</referenceNumber>")) << detail;
}

TEST_F(ArrivalHere, R_ROA_013_APassageOutOfOrderIsAnsweredWithWhyItIsHeldAndWhatLeadsOn) {
  transit::Letter record;
  record.mrn = mrn;
  record.limit = *parse_day("2026-11-30");
  record.declaration.emplace();
  record.declaration->route = {
      .departure = OfficeId::parse("THSDO001").value(),
      .transit = {OfficeId::parse("SGWDL001").value(), OfficeId::parse("SGTUS001").value()},
      .destination = OfficeId::parse("MYJHB001").value()};
  ASSERT_EQ(node.ask(node.command({.role = access::Role::partner_node, .party = "TH"},
                                  workflow::command_of_message(50), record))
                .kind,
            workflow::Reply::Kind::accepted);
  const std::string at_tuas =
      key({.role = access::Role::officer_of_transit, .person = "cho", .office = "SGTUS001"});
  const auto held =
      act("passage.record_passage", at_tuas,
          {{"mrn", mrn.str()}, {"office", "SGTUS001"}, {"inspection", {{"seals", "intact"}}}}, "pass-1");
  ASSERT_EQ(held.response.status, 200) << held.json.dump();
  EXPECT_EQ(held.json["done"], "passage recorded");
  const Json shown = get(movement, at_tuas).json;
  for (const Json* told : {&held.json, &shown}) {
    ASSERT_TRUE(told->contains("warnings")) << told->dump();
    const Json& warning = (*told)["warnings"][0];
    EXPECT_EQ(warning["rule"], "R-ROA-013");
    EXPECT_EQ(warning["value"], "SGTUS001");
    const std::string detail = warning["detail"];
    EXPECT_TRUE(detail.starts_with("Not accounted for: SGWDL001. You may now: passage.confirm_held"))
        << detail;
  }
  const auto confirmed =
      act("passage.confirm_held", at_tuas,
          {{"mrn", mrn.str()}, {"office", "SGTUS001"}, {"not_used", {"SGWDL001"}}}, "held-1");
  ASSERT_EQ(confirmed.response.status, 200) << confirmed.json.dump();
  EXPECT_FALSE(confirmed.json.contains("warnings")) << confirmed.json.dump();
}

TEST_F(ArrivalHere, R_ACTS_078_ASecondArrivalIsToldHowItStandsToTheOfficeAlone) {
  hear_of_the_goods();
  ASSERT_EQ(notify_arrival().response.status, 200);
  const auto again = act("destination.record_arrival", destination,
                         {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "arrival-1");
  ASSERT_EQ(again.json["code"], "R-ACTS-078") << again.json.dump();
  EXPECT_TRUE(again.json["errors"][0]["detail"].get<std::string>().contains("is in state \"Arrived\""))
      << again.json.dump();
  const auto other = ask(net::Method::post, "/v1/messages", stranger, notification_of("SG201900000A"));
  ASSERT_EQ(other.json["code"], "R-ACTS-078") << other.json.dump();
  EXPECT_FALSE(other.json["errors"][0].contains("detail"));
}

TEST_F(ArrivalHere, TheOfficeReadsWhatCameAndWentAndFindsTheMovementInItsLists) {
  hear_of_the_goods();
  ASSERT_EQ(notify_arrival().response.status, 200);
  const Json list_here = get(movement + "/messages", destination).json;
  ASSERT_TRUE(list_here.contains("items")) << list_here.dump();
  std::string all;
  for (const Json& one : list_here["items"]) {
    all += one["message"].get<std::string>() + ' ' + one["direction"].get<std::string>() + ' ' +
           one["from"].get<std::string>() + ' ' + one["to"].get<std::string>() + "; ";
    const auto opened = get(movement + "/messages/" + std::to_string(one["n"].get<int>()), destination);
    EXPECT_EQ(opened.response.status, 200) << one.dump();
    EXPECT_NE(as_text(opened.response.body).find(one["root"].get<std::string>()), std::string_view::npos);
  }
  EXPECT_NE(all.find("IE001 received NTA.TH NTA.SG; "), std::string::npos) << all;
  EXPECT_NE(all.find("IE007 received SG198803456D NTA.SG; "), std::string::npos) << all;
  EXPECT_NE(all.find("IE006 sent NTA.SG NTA.TH; "), std::string::npos) << all;
  EXPECT_EQ(list_here["items"][0]["id"], "TH1");

  const Json mine = get("/v1/movements?phase=open&role=destination", destination).json;
  ASSERT_EQ(mine["items"].size(), 1U) << mine.dump();
  EXPECT_EQ(mine["items"][0]["mrn"], mrn.str());
  EXPECT_EQ(get("/v1/movements", consignee).json["items"].size(), 1U) << "who presented the goods";
  EXPECT_EQ(get("/v1/movements", stranger).json["items"].size(), 0U);
  EXPECT_EQ(get("/v1/movements?role=departure", destination).json["items"].size(), 0U);
  const Json work = get("/v1/work", destination).json;
  ASSERT_EQ(work["items"].size(), 1U) << work.dump();
  EXPECT_EQ(work["items"][0]["acts"],
            Json::array({"destination.grant_permission", "destination.decide_control"}));
  EXPECT_EQ(work["items"][0]["part"], "destination");
}

TEST_F(ArrivalHere, AfterADiversionOnlyTheOfficeWhereTheGoodsAreIsShownActs) {
  hear_of_the_goods();
  const auto shown = [&](const std::string& by) {
    const Json told = get(movement, by).json;
    std::string names;
    for (const Json& one : told["acts"]) names += one["name"].get<std::string>() + ' ';
    return names;
  };
  EXPECT_EQ(shown(destination), "destination.record_arrival ");
  const std::string actual =
      key({.role = access::Role::officer_of_destination, .person = "eve", .office = "SGTUS001"});
  const Json there{{"mrn", mrn.str()}, {"office", "SGTUS001"}};
  ASSERT_EQ(act("destination.record_arrival", actual, there, "1").response.status, 200);
  EXPECT_EQ(shown(actual), "destination.decide_control destination.release_uncontrolled ");
  EXPECT_EQ(shown(destination), "") << "the declared office still reads it";
  EXPECT_EQ(act("destination.decide_control", destination, {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "2")
                .json["code"],
            "ACC-002");
  const auto again =
      act("destination.record_arrival", destination, {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "3");
  EXPECT_EQ(again.response.status, 422) << again.json.dump();
  EXPECT_FALSE(again.json.dump().contains("You may now")) << again.json.dump();
  EXPECT_EQ(act("destination.decide_control", actual, there, "4").response.status, 200);
}

TEST_F(ArrivalHere, WhoKnowsOfAMovementIsToldWhatItMayNotAndOthersThatThereIsNone) {
  hear_of_the_goods();
  ASSERT_EQ(notify_arrival().response.status, 200);
  const Json in_the_name_of_another{{"mrn", mrn.str()}, {"office", "SGTUS001"}};
  const auto known = act("destination.decide_control", destination, in_the_name_of_another, "1");
  EXPECT_EQ(known.response.status, 403) << known.json.dump();
  EXPECT_EQ(known.json["code"], "ACC-002");
  EXPECT_NE(known.json["errors"][0]["detail"].get<std::string>().find("your office"), std::string::npos);
  const std::string elsewhere =
      key({.role = access::Role::officer_of_destination, .person = "eve", .office = "SGTUS001"});
  const auto there = act("destination.decide_control", elsewhere, in_the_name_of_another, "2");
  const Mrn none = Mrn::issue(std::chrono::year{2026}, Country::parse("TH").value(), "000000000002").value();
  const auto not_there =
      act("destination.decide_control", elsewhere, {{"mrn", none.str()}, {"office", "SGTUS001"}}, "3");
  for (const Answer& answer : {there, not_there}) {
    EXPECT_EQ(answer.response.status, 404) << answer.json.dump();
    EXPECT_EQ(answer.json["code"], "API-010");
  }
  EXPECT_EQ(there.json["errors"], not_there.json["errors"]);
}

TEST_F(ArrivalHere, RemarksOnGoodsThatOnlyPassHereAreAnsweredAsOnNoneAtAll) {
  const auto of_none = report_unloading();
  EXPECT_EQ(of_none.response.status, 404) << of_none.json.dump();
  const std::string transit =
      key({.role = access::Role::officer_of_transit, .person = "cho", .office = "SGWDL001"});
  ASSERT_EQ(act("passage.present_goods", transit, {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "1")
                .response.status,
            200);
  EXPECT_EQ(get(movement, transit).response.status, 200) << "the office that asks departure for the record";
  EXPECT_EQ(get("/v1/movements", transit).json["items"].size(), 1U);
  const auto of_passing = report_unloading();
  EXPECT_EQ(of_passing.response.status, 404) << of_passing.json.dump();
  EXPECT_EQ(of_passing.json["errors"], of_none.json["errors"]);
}

TEST_F(ArrivalHere, WhoKnowsAnMrnDoesNotReadWhatItIsNotMeantFor) {
  hear_of_the_goods();
  const auto arrived = ask(net::Method::post, "/v1/messages", stranger, notification_of("SG201900000A"));
  ASSERT_EQ(arrived.response.status, 200) << arrived.json.dump();
  EXPECT_FALSE(arrived.json.contains("state")) << arrived.json.dump();
  EXPECT_EQ(get(movement, stranger).response.status, 404)
      << "the MRN stands on the TAD for everybody to read";
  EXPECT_EQ(list(stranger), "404");
  ASSERT_EQ(
      act("destination.release_uncontrolled", destination,
          {{"mrn", mrn.str()}, {"office", "SGWDL001"}, {"inspection", {{"seals", "intact"}}}}, "release-1")
          .response.status,
      200);
  EXPECT_EQ(list(stranger), "IE025 ") << "the officer has dealt with it";
  const Json result = get(movement, destination).json["history"].back()["result"];
  EXPECT_EQ(result["code"], "A2") << result.dump();
  EXPECT_EQ(result["meaning"], "considered satisfactory");
}

TEST_F(ArrivalHere, TheOfficeSeesWhereTheGoodsAreAndWhatCallsForIt) {
  hear_of_the_goods();
  const auto hear = [&](std::uint16_t ie, const transit::Letter& letter) {
    return node
        .ask(node.command({.role = access::Role::partner_node, .party = "TH"},
                          workflow::command_of_message(ie), letter))
        .kind;
  };
  transit::Letter notice;
  notice.mrn = mrn;
  notice.notice = 1;
  notice.status = "REL";
  notice.at = now;
  notice.crossings = {{.office = OfficeId::parse("MYBKH001").value(), .at = now}};
  ASSERT_EQ(hear(transit::ie_status_notice, notice), workflow::Reply::Kind::accepted);
  const Json on_the_way = get(movement, destination).json;
  EXPECT_EQ(on_the_way["crossings"], (Json{{{"office", "MYBKH001"}, {"day", "2026-11-23"}}}))
      << on_the_way.dump();
  EXPECT_EQ(on_the_way["place"]["country"], "MY");
  EXPECT_EQ(on_the_way["route"]["destination"], "SGWDL001");
  EXPECT_EQ(on_the_way["result"], Json{});
  EXPECT_EQ(on_the_way["alarms"], Json::array());
  const Json told = on_the_way["history"].back();
  EXPECT_EQ(told["event"], "notice.taken");
  EXPECT_EQ(told["details"]["notice"]["status"], "REL") << told.dump();
  EXPECT_EQ(told["details"]["notice"]["crossings"], on_the_way["crossings"]) << told.dump();
  EXPECT_EQ(told["details"]["notice"]["at"], to_text(now)) << told.dump();
  notice.notice = 2;
  notice.status = "PAS";
  notice.at = notice.crossings[0].at = *parse_instant("2026-11-22T16:00:00Z");
  ASSERT_EQ(hear(transit::ie_status_notice, notice), workflow::Reply::Kind::accepted);
  const Json passed = get(movement, destination).json["history"].back()["details"]["notice"];
  EXPECT_EQ(passed["day"], "2026-11-23") << "the day of the passage is all that its office told";
  EXPECT_FALSE(passed.contains("at")) << passed.dump();
  notice.notice = 3;
  notice.at = *parse_instant("2026-11-23T16:00:00Z");
  ASSERT_EQ(hear(transit::ie_status_notice, notice), workflow::Reply::Kind::accepted);
  const Json again = get(movement, destination).json["history"].back()["details"]["notice"];
  EXPECT_EQ(again["day"], "2026-11-24") << "they go on after an incident; the crossing is of the day before";
  EXPECT_EQ(again["crossings"][0]["day"], "2026-11-23") << again.dump();
  EXPECT_FALSE(again.contains("at")) << again.dump();

  const Json here{{"mrn", mrn.str()}, {"office", "SGWDL001"}};
  ASSERT_EQ(act("destination.record_arrival", destination, here, "arrival-1").response.status, 200);
  transit::Letter ended;
  ended.mrn = mrn;
  ASSERT_EQ(hear(10, ended), workflow::Reply::Kind::accepted) << "departure says that they never left";
  EXPECT_EQ(get(movement, destination).json["alarms"], Json{"destination: contradiction"});
  const Json work = get("/v1/work", destination).json["items"];
  ASSERT_EQ(work.size(), 1U) << work.dump();
  EXPECT_NE(std::ranges::find(work[0]["notes"], Json("destination: contradiction")), work[0]["notes"].end())
      << work.dump();
  const Json noted = get(movement, destination).json["history"].back();
  EXPECT_EQ(noted["details"]["ie"], "IE010") << noted.dump();
  EXPECT_EQ(noted["details"]["contradiction"], true) << noted.dump();

  ASSERT_EQ(act("destination.decide_control", destination, here, "control-1").response.status, 200);
  Json result = here;
  result["code"] = "A5";
  result["text"] = "A seal is broken";
  result["inspection"] = {{"seals", "broken"},
                          {"goods_checked", true},
                          {"reason", "seal broken"},
                          {"state_of_goods", "as declared"},
                          {"result", "nothing is missing"},
                          {"new_seals", {"NEW-7"}}};
  ASSERT_EQ(act("destination.record_result", destination, result, "result-1").response.status, 200);
  const Json found = get(movement, destination).json["history"].back();
  EXPECT_EQ(found["new_seals"], Json{"NEW-7"}) << "who looks at the seals compares with it: " << found.dump();
  EXPECT_EQ(found["details"]["inspection"], (Json{{"seals", "broken"}, {"goods_checked", true}}))
      << found.dump();
}

TEST_F(ArrivalHere, R_STS_001_WhatIsWrongWithANoticeIsShownAtItsPlaceInTheNotice) {
  hear_of_the_goods();
  transit::Letter notice;
  notice.mrn = mrn;
  notice.notice = 1;
  notice.at = now;
  const auto hear = [&](std::string_view status) {
    notice.status = status;
    return node
        .ask(node.command({.role = access::Role::partner_node, .party = "TH"},
                          workflow::command_of_message(transit::ie_status_notice), notice))
        .kind;
  };
  ASSERT_EQ(hear("REL"), workflow::Reply::Kind::accepted);
  ASSERT_EQ(hear("INC"), workflow::Reply::Kind::refused);
  const Json refused = get(movement, destination).json["history"].back();
  EXPECT_EQ(refused["event"], "notice.refused") << refused.dump();
  EXPECT_EQ(refused["faults"][0]["rule"], "R-STS-001") << refused.dump();
  EXPECT_EQ(refused["faults"][0]["pointer"], "/CX095A/StatusNotice/noticeNumber")
      << "it is in what departure sent, not in what was declared: " << refused.dump();
}

TEST_F(ArrivalHere, R_ACTS_001_AFirmThatIsNotRegisteredNotifiesNoArrival) {
  hear_of_the_goods();
  const std::string unknown = key({.role = access::Role::trader, .party = "SG201900000B"});
  const auto refused = ask(net::Method::post, "/v1/messages", unknown, notification_of("SG201900000B"));
  ASSERT_EQ(refused.response.status, 422) << refused.json.dump();
  EXPECT_EQ(refused.json["code"], "R-ACTS-001") << refused.json.dump();
  EXPECT_EQ(refused.json["errors"][0]["pointer"], "/CC007C/TraderAtDestination/identificationNumber");
  EXPECT_EQ(get(movement, destination).json["state"]["id"], "AAR") << "the goods are on the way as before";
}

TEST_F(ArrivalHere, TheConsigneeOfTheRecordReadsItAtAnyOfficeOfDestination) {
  hear_of_the_goods();
  const std::string fruits = key({.role = access::Role::trader, .party = "SG200512345G"});
  EXPECT_EQ(list(fruits), "404") << "it has presented nothing";
  const auto arrived = ask(net::Method::post, "/v1/messages", fruits, notification_of("SG200512345G"));
  ASSERT_EQ(arrived.response.status, 200) << arrived.json.dump();
  EXPECT_EQ(get(movement, fruits).json["role"], "destination");
  EXPECT_EQ(list(fruits), "");
}

TEST_F(ArrivalHere, R_REG_402_OnlyAtPremisesOfTheAuthorisationGoodsAreUnloadedByPermission) {
  hear_of_the_goods();
  const auto refused = notify_arrival("YRD2");
  ASSERT_EQ(refused.response.status, 422) << refused.json.dump();
  EXPECT_EQ(refused.json["code"], "R-REG-402");
}

TEST_F(ArrivalHere, OfGoodsThatDepartureDoesNotTellThereIsNoPermissionToRead) {
  ASSERT_EQ(notify_arrival().response.status, 200);
  EXPECT_EQ(list(consignee), "") << "departure is asked first";
  ASSERT_EQ(act("destination.accept_on_the_tad", destination,
                {{"mrn", mrn.str()},
                 {"office", "SGWDL001"},
                 {"reason", "departure is silent"},
                 {"departure", std::string{mrn.country().str()} + "DEP001"}},
                "tad-1")
                .response.status,
            200);
  ASSERT_EQ(act("destination.grant_permission", destination, {{"mrn", mrn.str()}, {"office", "SGWDL001"}},
                "permission-1")
                .response.status,
            200);
  EXPECT_EQ(list(consignee), "");
  EXPECT_EQ(get(movement, consignee).json["state"]["id"], "ULP");
}

TEST_F(ArrivalHere, TheCustomsSystemTellsUnderWhichRegimeTheGoodsWentOn) {
  hear_of_the_goods();
  const std::string clearance = key({.role = access::Role::national_system, .party = "CLEARANCE"});
  int asked = 0;
  const auto tell = [&](std::string_view name, Json content) {
    content["mrn"] = mrn.str();
    return act(name, clearance, content, "onward-" + std::to_string(++asked));
  };
  const Json onward{{"declaration", "D26-9"}, {"regime", "warehouse"}, {"items", {1}}};
  const auto early = tell("destination.report_onward", onward);
  EXPECT_EQ(early.response.status, 422) << early.json.dump();
  EXPECT_EQ(early.json["code"], "R-TRA-092") << "transit is not over";
  ASSERT_EQ(
      act("destination.record_arrival", destination, {{"mrn", mrn.str()}, {"office", "SGWDL001"}}, "a-1")
          .response.status,
      200);
  ASSERT_EQ(act("destination.release_uncontrolled", destination,
                {{"mrn", mrn.str()}, {"office", "SGWDL001"}, {"inspection", {{"seals", "intact"}}}}, "r-1")
                .response.status,
            200);
  const auto told = tell("destination.report_onward", onward);
  ASSERT_EQ(told.response.status, 200) << told.json.dump();
  EXPECT_EQ(told.json["done"], "onward regime recorded");
  EXPECT_EQ(tell("destination.report_onward", onward).response.status, 200) << "told again";
  const Json history = get(movement, destination).json["history"];
  int times = 0;
  for (const Json& step : history) times += step["event"] == "destination.onward_reported" ? 1 : 0;
  EXPECT_EQ(times, 1) << history.dump();

  const auto shown = get(movement + "/documents", destination);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  ASSERT_EQ(shown.json["onward"].size(), 1U) << shown.json.dump();
  EXPECT_EQ(shown.json["onward"][0]["declaration"], "D26-9");
  EXPECT_EQ(shown.json["onward"][0]["regime"], "warehouse");
  EXPECT_EQ(shown.json["onward"][0]["items"], Json::array({1}));
  EXPECT_TRUE(shown.json["onward"][0]["certificates"].empty());
  hear_of_a_certificate();
  const auto used =
      act("import.utilise", clearance,
          {{"certificate",
            {{"state", "MY"}, {"office", "MYPKG001"}, {"number", "MY-SG 26/9"}, {"kind", "e_form_d"}}},
           {"declaration", "D26-9"},
           {"invoices", {"INV-1"}},
           {"lines", {{{"item", 1}, {"quantity", "5"}}}},
           {"office", "SGWDL001"}},
          "use-1");
  ASSERT_EQ(used.response.status, 200) << used.json.dump();
  EXPECT_EQ(used.json["certificate"]["state"]["id"], "PART_USED") << used.json.dump();
  EXPECT_EQ(used.json["certificate"]["uses"],
            Json::array({{{"declaration", "D26-9"}, {"lines", {{{"item", 1}, {"quantity", "5"}}}}}}));
  const Json linked = get(movement + "/documents", destination).json;
  EXPECT_EQ(linked["onward"][0]["certificates"], Json::array({"MY, MYPKG001, MY-SG 26/9"})) << linked.dump();
  ASSERT_EQ(linked["found"].size(), 1U) << linked.dump();
  EXPECT_EQ(linked["found"][0]["why"], "declaration");
  EXPECT_EQ(linked["found"][0]["certificate"]["certificate"]["number"], "MY-SG 26/9");
  EXPECT_EQ(get(movement + "/documents", clearance).response.status, 403) << "it hears answers to its calls";
  EXPECT_EQ(tell("destination.withdraw_onward", {{"declaration", "D26-8"}}).json["code"], "R-ROA-017");
  EXPECT_EQ(tell("destination.withdraw_onward", {{"declaration", "D26-9"}}).response.status, 200);
  EXPECT_TRUE(get(movement + "/documents", destination).json["onward"].empty());
}

}  // namespace
}  // namespace lintas::api
