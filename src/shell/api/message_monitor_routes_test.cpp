#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/letters.hpp"
#include "core/workflow/command.hpp"
#include "shell/api/api.hpp"
#include "shell/api/exchange_identity.hpp"
#include "shell/api/exchange_messages.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/gateway/octets.hpp"
#include "shell/net/http.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/confirmed_messages.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/kept_identity.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/xml_writer.hpp"

/// The operator's view of messages between nodes, over a movement that was released to Malaysia.
namespace lintas::api {
namespace {

class MessageMonitorRoutes : public Business {
 public:
  MessageMonitorRoutes() {
    supervisor = key({.role = access::Role::supervisor, .person = "sue", .office = "SGTUS001"});
    elsewhere = key({.role = access::Role::supervisor, .person = "tom", .office = "SGWDL001"});
    operator_ = key({.role = access::Role::node_administrator, .person = "root"});
  }
  void SetUp() override {
    prepare();
    const auto submitted = submit();
    ASSERT_EQ(submitted.response.status, 200) << submitted.json.dump();
    mrn = submitted.json["mrn"];
    ASSERT_EQ(act("departure.release", departure, {{"mrn", mrn}}, "release-1").response.status, 200);
    for (const app::OutboxRow& row : node.executor().take_outbox()) {
      if (row.partner == test::malaysia) {
        to_malaysia.push_back(row);
      } else {
        to_thailand = row;
      }
    }
    ASSERT_FALSE(to_malaysia.empty());
    ASSERT_NE(to_thailand.id, 0);
  }

  test::Exchanged exchanged() {
    return {.setting = node.setting().get(), .packer = packer, .entropy = entropy};
  }
  void confirm(const app::OutboxRow& row) {
    MemoryReader reader{node.store()};
    node.executor().receipted(row.id, exchanged().confirmed(row, reader));
    node.executor().flush();
  }
  void refuse(const app::OutboxRow& row) {
    node.executor().refused(row.id, app::Death{.at = node.now(), .why = "EBMS:0004 EXC-014: Unknown."});
    node.executor().flush();
  }
  /// Malaysia says that the goods have passed, or asks for the record.
  std::string passage(const std::string& id, transit::Ie ie = 118) {
    transit::Letter letter = test::passage_letter(node.now());
    letter.mrn = Mrn::parse(mrn).value();
    const workflow::Setting setting = node.setting().get();
    std::string xml;
    xml::write(transit::write_letter(
                   ie, letter,
                   {.sender = "NTA.MY",
                    .recipient = "NTA.SG",
                    .prepared = node.now(),
                    .identification = id,
                    .correlation = {},
                    .reference = setting.reference->at(std::chrono::floor<std::chrono::days>(node.now()))},
                   nullptr),
               xml);
    return xml;
  }
  workflow::Reply hear(const std::string& id, std::uint32_t n, transit::Ie ie = 118) {
    workflow::Command command =
        exchanged().told({.id = id, .n = n, .body = passage(id, ie), .at = node.now()});
    command.at = node.now();
    return node.ask(command);
  }
  Json list(const std::string& query = "", const std::string& by = {}) {
    const auto answer = get("/v1/exchange/messages" + query, by.empty() ? supervisor : by);
    EXPECT_EQ(answer.response.status, 200) << answer.json.dump();
    return answer.json.value("items", Json::array());
  }
  std::string id_of(const app::OutboxRow& row) {
    const std::string name = app::MessageNames{test::singapore}.of(row.id);
    return "SG:" + name + "@nta.sg";
  }
  Answer shown(const std::string& id) { return get("/v1/exchange/messages/" + id, supervisor); }
  Answer evidence(const std::string& id) {
    return get("/v1/exchange/messages/" + id + "/evidence", supervisor);
  }

  std::string supervisor, elsewhere, operator_, mrn;
  std::vector<app::OutboxRow> to_malaysia;
  app::OutboxRow to_thailand;
};

TEST_F(MessageMonitorRoutes, AMessageWaitsUntilItIsConfirmed) {
  const app::OutboxRow& row = to_malaysia.front();
  const Json before = shown(id_of(row)).json;
  EXPECT_EQ(before["state"], "waiting") << before.dump();
  EXPECT_EQ(before["final"], false);
  EXPECT_EQ(before["ref"], mrn);
  EXPECT_EQ(before["envelope"], nullptr);
  EXPECT_EQ(before["event"]["ref"], mrn);
  confirm(row);
  const Json after = shown(id_of(row)).json;
  EXPECT_EQ(after["state"], "confirmed") << after.dump();
  EXPECT_EQ(after["final"], true);
  EXPECT_EQ(after["message_id"], after["envelope"]["message_id"]);
  EXPECT_EQ(after["receipt"]["ref_to_message"], after["message_id"]);
  EXPECT_EQ(after["receipt_fits"], true);
  EXPECT_EQ(after["n"], row.n);
  const Json confirmed = list("?state=confirmed");
  ASSERT_EQ(confirmed.size(), 1U);
  EXPECT_EQ(confirmed[0]["id"], id_of(row));
  for (const Json& one : list("?state=waiting")) EXPECT_NE(one["id"], id_of(row));
  const Json lost = get("/v1/exchange/messages?state=lost", supervisor).json["errors"][0];
  EXPECT_TRUE(lost["detail"].get<std::string>().contains("confirmed")) << lost.dump();
}

TEST_F(MessageMonitorRoutes, AnAnswerNamesThePartnersMessageThatItAnswers) {
  constexpr transit::Ie record_asked = 114;
  constexpr transit::Ie record_given = 115;
  EXPECT_EQ(shown(id_of(to_malaysia.front())).json["answers"], nullptr) << "an officer's act sent it";
  ASSERT_EQ(hear("MY1", 1, record_asked).kind, workflow::Reply::Kind::accepted);
  const auto sent = node.executor().take_outbox();
  const auto answer =
      std::ranges::find(sent, workflow::payload_of_message(record_given), &app::OutboxRow::kind);
  ASSERT_NE(answer, sent.end());
  const Json path = shown(id_of(*answer)).json;
  EXPECT_EQ(path["answers"], "MY1") << path.dump();
  EXPECT_EQ(shown("MY:MY1@nta.my").json["answers"], nullptr);
}

/// What a partner's software writes into RefToMessageId is taken, whatever it is: here people see whether it
/// means anything.
TEST_F(MessageMonitorRoutes, OfWhatAPartnersMessageSaysItAnswersItIsToldWhetherItIsOurs) {
  std::uint32_t n = 0;
  const auto told = [&](const std::string& named) {
    const std::string id = "MY" + std::to_string(++n);
    workflow::Command command =
        exchanged().told({.id = id,
                          .n = n,
                          .body = passage(id),
                          .first_leg = gateway::FirstLeg{.message = named, .conversation = {}},
                          .at = node.now()});
    command.at = node.now();
    (void)node.ask(command);
    const Json path = shown("MY:" + id + "@nta.my").json;
    EXPECT_EQ(path["envelope"]["ref_to_message"], named) << path.dump();
    return std::pair{path["answers"], path["answers_ours"]};
  };
  const std::string name = app::MessageNames{test::singapore}.of(to_malaysia.front().id);
  EXPECT_EQ(told(name + "@nta.sg"), (std::pair{Json(name), Json(true)}));
  for (const std::string& other : {name + "@nta.my", std::string{"a-uuid@as4.my"},
                                   app::MessageNames{test::singapore}.of(to_thailand.id) + "@nta.sg"})
    EXPECT_EQ(told(other), (std::pair{Json{}, Json(false)})) << other;
  const Json of_ours = shown(id_of(to_malaysia.front())).json;
  EXPECT_EQ(of_ours["answers_ours"], nullptr) << of_ours.dump();
  (void)hear("MY9", ++n);
  const Json unnamed = shown("MY:MY9@nta.my").json;
  EXPECT_EQ(unnamed["identification"], "MY9") << unnamed.dump();
  EXPECT_EQ(unnamed["answers_ours"], nullptr) << "it names nothing";
}

/// Whichever way a message goes, it is told of as one.
TEST_F(MessageMonitorRoutes, MessagesThatGoAsOneAreEachToldWithTheirOwnProof) {
  ASSERT_GE(to_malaysia.size(), 2U);
  MemoryReader reader{node.store()};
  const std::vector<app::OutboxRow> both{to_malaysia[0], to_malaysia[1]};
  for (const app::SentRow& proof : exchanged().confirmed_as_one(both, reader))
    node.executor().receipted(proof.id, proof);
  node.executor().flush();
  const test::Passage first{.id = "MY1", .n = 1, .body = passage("MY1"), .at = node.now()};
  const test::Passage next{.id = "MY2", .n = 2, .body = passage("MY2"), .at = node.now()};
  workflow::Command bundle = exchanged().told_as_one({first, next});
  bundle.date(node.now());
  ASSERT_EQ(node.ask(bundle).kind, workflow::Reply::Kind::accepted);

  std::vector<std::string> ids{"MY:MY1@nta.my", "MY:MY2@nta.my"};
  EXPECT_EQ(list("?direction=received").size(), ids.size()) << "the bundle itself is none";
  for (const app::OutboxRow& row : both) ids.push_back(id_of(row));
  for (const std::string& id : ids) {
    const Json one = shown(id).json;
    EXPECT_EQ(one["ref"], mrn) << one.dump();
    EXPECT_EQ(one["receipt_fits"], true) << id;
    EXPECT_TRUE(one["envelope"]["message_id"].get<std::string>().starts_with("bundle-")) << one.dump();
    std::vector<std::string> shown_parts;
    for (const Json& covered : one["envelope"]["covers"]) {
      if (covered["what"].get<std::string>().starts_with("cid:"))
        shown_parts.push_back(covered["what"].get<std::string>());
    }
    EXPECT_EQ(shown_parts, std::vector{"cid:" + id.substr(3)}) << "those that went with it are of others";
    EXPECT_EQ("cid:" + one["message_id"].get<std::string>(), "cid:" + id.substr(3));
    const std::string mail{as_text(evidence(id).response.body)};
    EXPECT_TRUE(mail.contains("payload.gz")) << id << mail;
    EXPECT_FALSE(mail.contains("payload.xml")) << "it is what was signed, octet by octet";
  }
  EXPECT_EQ(list("?state=confirmed").size(), both.size());

  workflow::Command alone = exchanged().told(first);
  alone.date(node.now());
  ASSERT_TRUE(node.ask(alone).repeated) << "its sender sends it alone as well";
  ASSERT_TRUE(node.store().received(test::malaysia, "MY1@nta.my alone").has_value());
  workflow::Command others = exchanged().told_as_one({next, first});
  others.date(node.now());
  const workflow::Reply again = node.ask(others);
  ASSERT_EQ(again.parts.size(), 2U);
  ASSERT_TRUE(again.parts[0].repeated && again.parts[1].repeated) << "and both in another order";
  EXPECT_EQ(list("?direction=received").size(), 2U) << "in whichever ways it came, it is one";
  const std::string both_ways{as_text(evidence("MY:MY1@nta.my").response.body)};
  for (const std::string_view file :
       {"again-1.xml", "again-1-signed-info.xml", "again-1-signature.bin", "again-1-signer.cer",
        "again-1-receipt.xml", "again-1-receipt-header.xml", "again-2.xml", "again-2-receipt.xml"})
    EXPECT_TRUE(both_ways.contains("filename=\"" + std::string{file} + "\"")) << file;
  EXPECT_FALSE(both_ways.contains("again-1-payload")) << "what it says is the same octets";
  EXPECT_FALSE(both_ways.contains("again-3"));
  EXPECT_TRUE(as_text(evidence("MY:MY2@nta.my").response.body).contains("filename=\"again-1-receipt.xml\""));
  // Whatever else is kept, the way of a receipt that is shown to an officer is had by its name.
  const auto one_way = [&](std::string_view way) {
    return std::string{as_text(evidence("MY:MY1@nta.my%20" + std::string{way}).response.body)};
  };
  for (const std::string& way : {one_way("alone"), one_way("in%20" + others.lane->message_id)}) {
    EXPECT_TRUE(way.contains("Evidence of message MY:MY1@nta.my")) << way;
    EXPECT_TRUE(way.contains("filename=\"again-1-receipt.xml\""));
    EXPECT_FALSE(way.contains("again-2"));
  }
  EXPECT_NE(one_way("alone"), one_way("in%20" + others.lane->message_id));
  EXPECT_EQ(evidence("MY:MY1@nta.my%20in%20bundle-0@nta.my").response.status, 404);
  EXPECT_EQ(evidence("MY:" + others.lane->message_id).response.status, 404) << "a bundle is no message";
  EXPECT_EQ(shown("MY:MY1@nta.my%20alone").response.status, 404);
  EXPECT_EQ(shown("MY:" + bundle.lane->message_id).response.status, 404);
}

/// Reception refuses such a name now; a store of before may have one. By it a partner hid what it had done.
TEST_F(MessageMonitorRoutes, AMessageWithAnEffectIsToldWhateverItsSenderCallsIt) {
  workflow::Command bundle =
      exchanged().told_as_one({{.id = "MY1", .n = 1, .body = passage("MY1"), .at = node.now()},
                               {.id = "MY2", .n = 2, .body = passage("MY2"), .at = node.now()}});
  bundle.date(node.now());
  ASSERT_EQ(node.ask(bundle).kind, workflow::Reply::Kind::accepted);
  workflow::Command hidden =
      exchanged().told({.id = "MY9", .n = 3, .body = passage("MY9"), .at = node.now()});
  workflow::WireProof wire = *hidden.wire;
  wire.message = app::name_alone("MY1@nta.my");
  hidden.wire = std::make_shared<const workflow::WireProof>(std::move(wire));
  hidden.date(node.now());
  (void)node.ask(hidden);
  const auto claimed = node.store().received(test::malaysia, "MY1@nta.my alone");
  ASSERT_TRUE(claimed && claimed->seq != app::Seq::none) << "it did something";

  const std::string id = "MY:MY1@nta.my alone";
  const auto is_there = [&](const Json& all) {
    return std::ranges::any_of(all, [&](const Json& one) { return one["id"] == id; });
  };
  EXPECT_TRUE(is_there(list("?direction=received")));
  EXPECT_TRUE(is_there(list("?direction=received&mrn=" + mrn)));
  EXPECT_EQ(list("?direction=received").size(), 3U);
  EXPECT_EQ(shown("MY:MY1@nta.my%20alone").json["identification"], "MY9");
  EXPECT_EQ(evidence("MY:MY1@nta.my%20alone").response.status, 200);
}

TEST_F(MessageMonitorRoutes, AMessageThatItsPartnerSaysItTookBeforeIsDelivered) {
  const app::OutboxRow& row = to_malaysia.front();
  MemoryReader reader{node.store()};
  app::SentRow proof = exchanged().confirmed(row, reader);
  const auto answer =
      as4::make_error(test::agreement(test::malaysia), proof.message, as4::Error::other, "e@nta.my",
                      test::time_of_recording(), "was already handled (this is a duplicate)");
  proof.receipt = app::pack_evidence(packer, as_bytes(answer.value()));
  proof.proof = app::ProofKind::taken_before;
  node.executor().receipted(row.id, proof);
  node.executor().flush();
  const Json path = shown(id_of(row)).json;
  EXPECT_EQ(path["state"], "delivered") << path.dump();
  EXPECT_EQ(path["final"], true);
  EXPECT_EQ(path["receipt"]["ref_to_message"], path["message_id"]) << "what it has signed";
  EXPECT_EQ(path["receipt_fits"], false);
  ASSERT_EQ(list("?state=delivered").size(), 1U);
  EXPECT_EQ(list("?state=delivered")[0]["id"], id_of(row));
  EXPECT_TRUE(list("?state=confirmed").empty());
  const auto whole = evidence(id_of(row));
  EXPECT_EQ(whole.response.status, 200);
  const std::string_view mail = as_text(whole.response.body);
  EXPECT_TRUE(mail.contains("answer-header.xml") && !mail.contains("receipt-header.xml"));
}

TEST_F(MessageMonitorRoutes, AReceiptThatIsDamagedOrOfAnotherProgramLeavesTheListsAlone) {
  ASSERT_GE(to_malaysia.size(), 1U);
  const app::OutboxRow& row = to_malaysia.front();
  MemoryReader reader{node.store()};
  app::SentRow damaged = exchanged().confirmed(row, reader);
  damaged.receipt.resize(damaged.receipt.size() / 2);
  node.executor().receipted(row.id, damaged);
  node.executor().flush();
  ASSERT_EQ(list("?state=confirmed").size(), 1U) << "what it was the row says";
  EXPECT_EQ(list("?state=confirmed")[0]["id"], id_of(row));
  EXPECT_TRUE(list("?state=delivered").empty());
  EXPECT_FALSE(list("?mrn=" + mrn).empty());
  EXPECT_FALSE(list().empty());
}

TEST_F(MessageMonitorRoutes, WhatAReleaseBeforeWroteIsToldByWhatThePartnerSigned) {
  const app::OutboxRow& row = to_malaysia.front();
  MemoryReader reader{node.store()};
  app::SentRow proof = exchanged().confirmed(row, reader);
  proof.proof = app::ProofKind::of_before;
  node.executor().receipted(row.id, proof);
  node.executor().flush();
  ASSERT_EQ(list("?state=confirmed").size(), 1U);
  EXPECT_EQ(shown(id_of(row)).json["state"], "confirmed");
}

TEST_F(MessageMonitorRoutes, WhatAReleaseBeforeWroteAndNobodyCanReadProvesNothing) {
  const app::OutboxRow& row = to_malaysia.front();
  MemoryReader reader{node.store()};
  app::SentRow proof = exchanged().confirmed(row, reader);
  proof.proof = app::ProofKind::of_before;
  proof.receipt.resize(proof.receipt.size() / 2);
  node.executor().receipted(row.id, proof);
  node.executor().flush();
  const Json all = list("?mrn=" + mrn);
  const auto found = std::ranges::find_if(all, [&](const Json& one) { return one["id"] == id_of(row); });
  ASSERT_NE(found, all.end());
  EXPECT_EQ((*found)["state"], "unproven");
  EXPECT_TRUE(list("?state=confirmed").empty());
  EXPECT_TRUE(list("?state=delivered").empty());
}

TEST_F(MessageMonitorRoutes, ADeadOneSaysWhyAndAGivenUpOneIsFound) {
  const app::OutboxRow& row = to_malaysia.front();
  const std::string name = app::MessageNames{test::singapore}.of(row.id);
  refuse(row);
  const Json dead = list("?state=dead");
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0]["why"], "EBMS:0004 EXC-014: Unknown.");
  EXPECT_EQ(dead[0]["dead_since"], to_text(node.now()));
  const Json letter = get("/v1/exchange/dead-letters", supervisor).json["items"][0];
  EXPECT_EQ(letter["why"], dead[0]["why"]) << letter.dump();
  EXPECT_EQ(letter["dead_since"], dead[0]["dead_since"]);
  EXPECT_EQ(dead[0]["identification"], name);
  EXPECT_EQ(dead[0]["final"], false);
  EXPECT_TRUE(list("?state=given_up").empty());
  const std::string uma = key({.role = access::Role::supervisor, .person = "uma", .office = "SGTUS001"});
  const auto given_up = act("exchange.discard", supervisor, {{"message", name}, {"reason", "by telephone"}},
                            "discard-1", {{"Lintas-Second", uma}});
  ASSERT_EQ(given_up.response.status, 200) << given_up.json.dump();
  const Json found = list("?state=given_up");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["id"], id_of(row));
  EXPECT_EQ(found[0]["final"], true);
  const Json of_movement = list("?mrn=" + mrn);
  EXPECT_TRUE(std::ranges::any_of(of_movement, [&](const Json& one) {
    return one["id"] == id_of(row) && one["state"] == "given_up";
  })) << of_movement.dump();
  EXPECT_TRUE(std::ranges::any_of(list("?partner=MY"), [](const Json& one) {
    return one["type"] == "given-up";
  })) << "what goes in its place waits";
}

TEST_F(MessageMonitorRoutes, WhatPartnersSendIsReceivedOrParked) {
  ASSERT_EQ(hear("MY0000000000000001", 1).kind, workflow::Reply::Kind::accepted);
  ASSERT_EQ(hear("MY0000000000000003", 3).kind, workflow::Reply::Kind::accepted);
  const Json all = list("?direction=received");
  ASSERT_EQ(all.size(), 2U) << all.dump();
  EXPECT_EQ(all[0]["id"], "MY:MY0000000000000003@nta.my");
  EXPECT_EQ(all[0]["state"], "parked");
  EXPECT_EQ(all[0]["why"], "gap");
  EXPECT_EQ(all[0]["final"], false);
  EXPECT_EQ(all[1]["state"], "received");
  EXPECT_EQ(all[1]["final"], true);
  EXPECT_EQ(all[1]["type"], "IE118");
  EXPECT_EQ(all[1]["identification"], "MY0000000000000001");
  EXPECT_EQ(list("?mrn=" + mrn + "&direction=received"), all) << "found by the events of the movement";
  EXPECT_EQ(list("?state=parked").size(), 1U);
  const Json path = shown("MY:MY0000000000000001@nta.my").json;
  EXPECT_EQ(path["receipt_fits"], true) << path.dump();
  EXPECT_EQ(path["envelope"]["message_id"], "MY0000000000000001@nta.my");
}

TEST_F(MessageMonitorRoutes, GoesOnPageByPageInTheSameOrder) {
  confirm(to_malaysia.front());
  ASSERT_EQ(hear("MY0000000000000001", 1).kind, workflow::Reply::Kind::accepted);
  for (const std::string& filter : {std::string{}, "&mrn=" + mrn}) {
    std::vector<std::string> whole;
    for (const Json& one : list("?limit=100" + filter)) whole.push_back(one["id"]);
    ASSERT_GE(whole.size(), 2U);
    std::vector<std::string> seen;
    std::string after;
    do {
      const auto page = get(
          "/v1/exchange/messages?limit=1" + filter + (after.empty() ? "" : "&after=" + after), supervisor);
      ASSERT_EQ(page.response.status, 200) << page.json.dump();
      for (const Json& one : page.json["items"]) seen.push_back(one["id"]);
      after = page.json.value("next", "");
    } while (!after.empty() && seen.size() <= whole.size());
    EXPECT_EQ(seen, whole) << filter;
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
  }
}

TEST_F(MessageMonitorRoutes, APageGoesOnWhereTheLastOneEndedWhateverCameMeanwhile) {
  const auto ids = [](const Json& items) {
    std::vector<std::string> all;
    for (const Json& one : items) all.push_back(one["id"]);
    return all;
  };
  ASSERT_EQ(hear("MY0000000000000001", 1).kind, workflow::Reply::Kind::accepted);
  std::vector<std::string> whole = ids(list("?limit=100"));
  ASSERT_GE(whole.size(), 2U);
  const auto first = get("/v1/exchange/messages?limit=1", supervisor);
  EXPECT_EQ(ids(first.json["items"]), std::vector<std::string>{whole.front()});
  whole.erase(whole.begin());
  ASSERT_TRUE(first.json.contains("next")) << first.json.dump();
  confirm(to_malaysia.front());
  ASSERT_EQ(hear("MY0000000000000003", 3).kind, workflow::Reply::Kind::accepted);
  const std::string after = first.json["next"];
  EXPECT_EQ(ids(list("?limit=100&after=" + after)), whole) << "what was confirmed keeps its place";
}

TEST_F(MessageMonitorRoutes, DeadLettersAreListedInTheOrderOfTheLogPageByPage) {
  for (const app::OutboxRow& row : to_malaysia) refuse(row);
  std::vector<std::string> seen;
  std::string after;
  do {
    const auto page =
        get("/v1/exchange/dead-letters?limit=1" + (after.empty() ? "" : "&after=" + after), supervisor);
    ASSERT_EQ(page.response.status, 200) << page.json.dump();
    for (const Json& one : page.json["items"]) seen.push_back(one["message"]);
    after = page.json.value("next", "");
  } while (!after.empty() && seen.size() <= to_malaysia.size());
  std::vector<std::string> expected;
  for (const app::OutboxRow& row : to_malaysia)
    expected.push_back(app::MessageNames{test::singapore}.of(row.id));
  EXPECT_EQ(seen, expected);
  EXPECT_TRUE(get("/v1/exchange/dead-letters", elsewhere).json["items"].empty());
}

TEST_F(MessageMonitorRoutes, AnotherOfficeSeesNothingOfIt) {
  EXPECT_TRUE(list("", elsewhere).empty());
  EXPECT_TRUE(list("?mrn=" + mrn, elsewhere).empty());
  const auto answer = get("/v1/exchange/messages/" + id_of(to_malaysia.front()), elsewhere);
  EXPECT_EQ(answer.response.status, 404);
  EXPECT_FALSE(list("", operator_).empty());
  EXPECT_EQ(get("/v1/exchange/messages/" + id_of(to_malaysia.front()), trader).response.status, 403);
  for (const std::string_view nothing : {"SG:SG1@nta.sg", "MY:x", "x", "SG:", "MY:SG00000000000001A0@nta.sg"})
    EXPECT_EQ(get("/v1/exchange/messages/" + std::string{nothing}, supervisor).response.status, 404)
        << nothing;
}

TEST_F(MessageMonitorRoutes, EXC_018_TheEvidenceIsThatOfAConfirmedMessage) {
  const app::OutboxRow& row = to_malaysia.front();
  const auto none = evidence(id_of(row));
  EXPECT_EQ(none.response.status, 422);
  EXPECT_EQ(none.json["code"], "EXC-018") << none.json.dump();
  confirm(row);
  const auto whole = evidence(id_of(row));
  ASSERT_EQ(whole.response.status, 200);
  EXPECT_EQ(whole.response.headers.find("Content-Type"), "message/rfc822");
  const std::string mail{as_text(whole.response.body)};
  for (const std::string_view file :
       {"read-me.txt", "message.xml", "message-header.xml", "message-signed-info.xml",
        "message-signature.bin", "message-signer.cer", "payload.gz", "receipt.xml", "receipt-signed-info.xml",
        "receipt-signer.cer"})
    EXPECT_TRUE(mail.contains("filename=\"" + std::string{file} + "\"")) << file;
  ASSERT_EQ(hear("MY0000000000000001", 1).kind, workflow::Reply::Kind::accepted);
  const auto theirs = evidence("MY:MY0000000000000001@nta.my");
  ASSERT_EQ(theirs.response.status, 200);
  EXPECT_TRUE(as_text(theirs.response.body).contains("payload.gz"));
}

TEST_F(MessageMonitorRoutes, TheEvidenceHoldsWhatAnotherProgramHasPackedInBothProfiles) {
  std::uint32_t n = 0;
  for (const as4::Suite suite : {as4::Suite::edwards, as4::Suite::rsa}) {
    ++n;
    const std::string id = "MY000000000000000" + std::to_string(n);
    const std::string xml = passage(id);
    workflow::Command command =
        exchanged().told_by_another_program({.id = id, .n = n, .body = xml, .at = node.now()}, suite);
    command.at = node.now();
    (void)node.ask(command);
    const auto answer = evidence("MY:" + id + "@nta.my");
    ASSERT_EQ(answer.response.status, 200) << answer.json.dump();
    std::string mail{as_text(answer.response.body)};
    EXPECT_TRUE(mail.contains("filename=\"payload.gz\"")) << mail;
    std::erase_if(mail, [](char c) { return c == '\r' || c == '\n'; });
    EXPECT_TRUE(mail.contains(as4::to_base64(test::packed_otherwise(as_bytes(xml))))) << id;
  }
}

/// Of the signer's authority anybody can make one; its state has vouched for it in a document of that time.
TEST_F(MessageMonitorRoutes, TheEvidenceHasTheDocumentsThatVouchForWhoeverSigned) {
  const auto signer_of = [](exchange::Partner state) {
    return test::agreement(state).own_signing.front().certificate->der();
  };
  const test::ThrowAwayKey root{1};
  const auto keep = [&](exchange::Partner state, std::vector<Bytes> names, std::uint32_t number) {
    Bytes document =
        test::identity_document(state, root, std::move(names), test::time_of_recording(), number);
    EXPECT_EQ(node.ask(test::keeping_identity(state, document, packer, node.now())).kind,
              workflow::Reply::Kind::accepted);
    return document;
  };
  const Bytes then = keep(test::malaysia, {Bytes(3), signer_of(test::malaysia)}, 1);
  (void)keep(test::malaysia, {Bytes(4)}, 2);
  ASSERT_EQ(hear("MY0000000000000001", 1).kind, workflow::Reply::Kind::accepted);
  const auto exported = [&] {
    const auto answer = evidence("MY:MY0000000000000001@nta.my");
    EXPECT_EQ(answer.response.status, 200) << answer.json.dump();
    return std::string{as_text(answer.response.body)};
  };
  const std::string mail = exported();
  for (const std::string_view file :
       {"message-identity.lintas", "message-identity.bin", "message-identity.sig", "message-exchange.der",
        "message-delegation.bin", "message-delegation.sig", "message-root.der"})
    EXPECT_TRUE(mail.contains("filename=\"" + std::string{file} + "\"")) << file;
  EXPECT_FALSE(mail.contains("receipt-identity.lintas")) << "ours was not kept";
  (void)keep(test::singapore, {signer_of(test::singapore)}, 1);
  EXPECT_TRUE(exported().contains("filename=\"receipt-identity.lintas\"")) << "later is better than never";

  MemoryReader reader{node.store()};
  const auto found = [&](exchange::Partner state, Instant at) {
    const KeptIdentities all{state, reader, packer, node.setting().get().sha256};
    const KeptIdentity* const one = all.naming(signer_of(state), at);
    return one == nullptr ? Bytes{} : one->document;
  };
  EXPECT_EQ(found(test::malaysia, node.now()), then) << "not the newest, which does not name it";
  EXPECT_EQ(found(exchange::Partner::parse("TH").value(), node.now()), Bytes{});
}

TEST_F(MessageMonitorRoutes, PartnersAreToldWithWhatWaitsAndWhatExpires) {
  partner_lines = {{.partner = exchange::Partner::parse("TH").value(),
                    .is_configured = false,
                    .backlog = {.waiting = 1, .oldest = app::Seq{1'000'000}}},
                   {.partner = test::malaysia,
                    .backlog = {.waiting = 7, .dead = 2, .oldest = app::Seq{1}},
                    .silence = PartnerLine::Silence{.since = node.now(), .why = "connection refused"},
                    .certificates = {{.use = "its_signing",
                                      .subject = "CN=b",
                                      .fingerprint = {},
                                      .until = node.now() + std::chrono::days{9}},
                                     {.use = "our_signing",
                                      .subject = "CN=a",
                                      .fingerprint = {},
                                      .until = node.now() + std::chrono::days{3}}},
                    .log = {.head = api::PartnerLine::Log::Head{.events = 1234, .signed_at = node.now()},
                            .fault = "went_back"}},
                   {.partner = exchange::Partner::parse("LA").value()}};
  confirm(to_malaysia.front());
  const auto answer = get("/v1/exchange/partners", supervisor);
  ASSERT_EQ(answer.response.status, 200) << answer.json.dump();
  const auto of = [&](std::string_view partner) {
    for (const Json& one : answer.json["items"])
      if (one["partner"] == partner) return one;
    return Json{};
  };
  const Json my = of("MY");
  EXPECT_EQ(my["configured"], true) << answer.json.dump();
  EXPECT_EQ(my["waiting"], 7);
  EXPECT_EQ(my["dead"], 2);
  EXPECT_EQ(my["oldest"], to_text(node.store().feed(app::Seq::none, 1).front().at));
  EXPECT_EQ(my["last_sent"], to_text(test::time_of_recording()));
  EXPECT_EQ(my["why_silent"], "connection refused");
  ASSERT_EQ(my["certificates"].size(), 2U);
  EXPECT_EQ(my["certificates"][0]["use"], "our_signing") << "what expires first";
  EXPECT_EQ(my["certificates"][0]["days_left"], 3);
  EXPECT_EQ(my["log_events"], 1234);
  EXPECT_EQ(my["log_signed"], to_text(node.now()));
  EXPECT_EQ(my["log_fault"], "went_back");
  EXPECT_EQ(of("LA")["log_events"], nullptr);
  EXPECT_EQ(of("LA")["log_fault"], nullptr);
  EXPECT_EQ(of("LA")["waiting"], 0);
  EXPECT_EQ(of("LA")["oldest"], nullptr);
  EXPECT_EQ(answer.json["items"][0]["partner"], "LA") << "by country";
  EXPECT_EQ(of("TH")["configured"], false);
  EXPECT_EQ(of("TH")["waiting"], 1);
  EXPECT_EQ(of("TH")["oldest"], nullptr) << "its event is younger than what is read here";
  EXPECT_EQ(get("/v1/exchange/partners", trader).response.status, 403);
}

TEST_F(MessageMonitorRoutes, API_015_SaysWhatIsAsked) {
  for (const std::string query :
       {"?partner=my", "?direction=out", "?state=lost", "?mrn=1", "?after=x", "?after=1.2", "?limit=0"})
    EXPECT_EQ(get("/v1/exchange/messages" + query, supervisor).json["code"], "API-015") << query;
  EXPECT_EQ(get("/v1/exchange/messages?status=dead", supervisor).json["code"], "API-003");
}

TEST(Standings, EachHasItsRow) {
  for (const StandingRow& row : standings) {
    EXPECT_EQ(&row_of(row.standing), &row);
    EXPECT_EQ(find_standing(row.word), &row);
  }
  EXPECT_EQ(find_standing("lost"), nullptr);
}

}  // namespace
}  // namespace lintas::api
