#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/results.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/attachment_upload.hpp"
#include "shell/api/limits.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/confirmed_messages.hpp"
#include "tests/support/document_fixture.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/sha256.hpp"

/// Files that come with documents, through the interface: an exporter of Singapore brings a packing list with
/// an application, the agency reads it and adds a report.
namespace lintas::api {
namespace {

constexpr std::string_view list_text = "box,net kg\n1,12.5\n2,11.8\n";
constexpr std::string_view report_text = "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n";

std::string hash_of(std::string_view text) { return to_hex(test::sha256(std::array{as_bytes(text)}).view()); }

class Attachments : public Documents {
 public:
  Answer bring(const std::string& by, std::string_view text) {
    return ask(net::Method::post, "/v1/attachments", by, text);
  }
  Answer add(const std::string& by, std::string_view text, const std::string& name) {
    return ask(net::Method::post, files(), by, Json{{"sha256", hash_of(text)}, {"name", name}}.dump(),
               {{"Idempotency-Key", format("add-{}", ++adds)}});
  }
  Answer take_away(const std::string& by, std::string_view text) {
    return ask(net::Method::remove, file(text), by, "", {{"Idempotency-Key", format("remove-{}", ++adds)}});
  }
  test::MemoryFiles& kept_files() { return ApiTest::files; }
  [[nodiscard]] std::string files() const { return at() + "/attachments"; }
  [[nodiscard]] std::string file(std::string_view text) const { return files() + "/" + hash_of(text); }
  Json items(const std::string& by) { return get(files(), by).json["items"]; }
  void draft() {
    const auto kept = apply(exporter);
    ASSERT_EQ(kept.response.status, 200) << kept.json.dump();
    document = kept.json["certificate"]["document"];
  }
  /// A draft with the packing list.
  void draft_with_list() {
    draft();
    ASSERT_EQ(bring(exporter, list_text).response.status, 201);
    ASSERT_EQ(add(exporter, list_text, "packing-list.csv").response.status, 200);
  }
  /// A file of so many octets, of which none come.
  bool keep_one_of(const access::Actor& owner, std::int64_t size, std::int64_t most) {
    const attachments::File file{.hash = {}, .size = size, .media = attachments::Media::pdf};
    const workflow::KeepAttachment content{.file = file, .most = most};
    return node.ask(owner, workflow::keep_attachment, content).kind == workflow::Reply::Kind::accepted;
  }
  int adds = 0;
};

TEST_F(Attachments, AFileIsBroughtNamedAndRead) {
  draft();
  const auto kept = bring(exporter, list_text);
  ASSERT_EQ(kept.response.status, 201) << kept.json.dump();
  EXPECT_EQ(kept.json["sha256"], hash_of(list_text));
  EXPECT_EQ(kept.json["type"], "text/csv");
  EXPECT_EQ(kept.json["until"], "2026-11-30T08:00:00.000Z");
  EXPECT_EQ(bring(exporter, list_text).response.status, 201) << "brought twice it is there once";
  EXPECT_EQ(kept_files().all.size(), 1U);
  EXPECT_TRUE(items(exporter).empty());
  const auto added = add(exporter, list_text, "packing-list.csv");
  ASSERT_EQ(added.response.status, 200) << added.json.dump();
  EXPECT_EQ(added.json["done"], "file added");

  const auto given = get(file(list_text), exporter);
  ASSERT_EQ(given.response.status, 200) << given.json.dump();
  EXPECT_EQ(as_text(given.response.body), list_text);
  EXPECT_EQ(given.response.headers.find("Content-Type"), "text/csv");
  EXPECT_EQ(given.response.headers.find("Content-Disposition"), "attachment; filename=\"packing-list.csv\"");
  EXPECT_EQ(given.response.headers.find("X-Content-Type-Options"), "nosniff");
  const Json listed = items(exporter);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["name"], "packing-list.csv");
  EXPECT_EQ(listed[0]["by"], "clerk");
  EXPECT_FALSE(listed[0].contains("read")) << "an exporter is not told which officer has looked";
}

TEST_F(Attachments, WhoHasReadOneIsToldToOfficesAndAuditors) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  EXPECT_TRUE(items(agency)[0]["read"].empty());
  (void)get(file(list_text), exporter);
  (void)get(file(list_text), agency);
  (void)get(file(list_text), agency);
  for (const std::string& by : {agency, auditor}) {
    const Json reads = items(by)[0]["read"];
    ASSERT_EQ(reads.size(), 2U) << "within the hour once";
    EXPECT_EQ(reads[0]["party"], "SG199801023456");
    EXPECT_EQ(reads[0]["role"], "exporter");
    EXPECT_EQ(reads[1]["by"], "may");
    EXPECT_EQ(reads[1]["office"], "SGTUS001");
    EXPECT_EQ(reads[1]["at"], "2026-11-23T08:00:00.000Z");
  }
}

TEST_F(Attachments, TheNewestHundredReadingsAreShown) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  for (std::size_t n = 0; n < attachments::bounds::reads_shown + 5; ++n) {
    ASSERT_EQ(get(file(list_text), agency).response.status, 200);
    node.set_time(node.now() + attachments::bounds::read_again);
  }
  const Json reads = items(agency)[0]["read"];
  ASSERT_EQ(reads.size(), attachments::bounds::reads_shown);
  EXPECT_EQ(reads[0]["at"], "2026-11-23T13:00:00.000Z") << "the first five stand in the log alone";
}

TEST_F(Attachments, WhoMayNotSeeTheDocumentSeesNoneOfItsFiles) {
  draft_with_list();
  for (const std::string& by : {rival, other_agency}) {
    EXPECT_EQ(get(files(), by).response.status, 404);
    EXPECT_EQ(get(file(list_text), by).response.status, 404);
    EXPECT_EQ(add(by, list_text, "mine.csv").response.status, 404);
  }
  EXPECT_EQ(get(files(), trader).response.status, 403);
  EXPECT_EQ(bring(trader, list_text).response.status, 403);
  EXPECT_EQ(bring(auditor, list_text).response.status, 403);
  EXPECT_EQ(get(file(report_text), exporter).json["code"], "R-ATT-015");
  EXPECT_EQ(get(files() + "/abc", exporter).response.status, 404);
}

TEST_F(Attachments, R_ATT_010_AHashThatIsKnownGivesNobodyTheFile) {
  draft();
  ASSERT_EQ(bring(rival, list_text).response.status, 201);
  EXPECT_EQ(add(exporter, list_text, "packing-list.csv").json["code"], "R-ATT-010")
      << "it is here, and another one's";
  ASSERT_EQ(bring(exporter, list_text).response.status, 201);
  EXPECT_EQ(add(exporter, list_text, "packing-list.csv").response.status, 200);
}

TEST_F(Attachments, R_ATT_001_and_R_ATT_002_and_R_ATT_003_WhatIsNoPaperIsRefusedAndNothingKept) {
  EXPECT_EQ(bring(exporter, "MZ is a program").json["code"], "R-ATT-001");
  EXPECT_EQ(bring(exporter, "%PDF-1.7 <</S/JavaScript>>").json["code"], "R-ATT-002");
  EXPECT_EQ(bring(exporter, "").json["code"], "R-ATT-003");
  EXPECT_TRUE(kept_files().all.empty());
}

TEST_F(Attachments, R_ATT_019_WhoHasAsMuchHereAsHeMayBringsMoreWhenSomethingGoes) {
  constexpr std::int64_t most = attachments::bounds::party_bytes_max;
  const std::int64_t size = static_cast<std::int64_t>(list_text.size());
  const access::Actor owner{.role = access::Role::exporter, .party = "SG199801023456", .person = "clerk"};
  ASSERT_TRUE(keep_one_of(owner, most - size, most));
  const auto kept = bring(exporter, list_text);
  ASSERT_EQ(kept.response.status, 201) << kept.json.dump();
  EXPECT_EQ(kept.json["used"], most);
  EXPECT_EQ(kept.json["most"], most);
  EXPECT_EQ(bring(exporter, list_text).response.status, 201) << "the same one again is there already";
  const auto more = bring(exporter, report_text);
  EXPECT_EQ(more.response.status, 422);
  EXPECT_EQ(more.json["code"], "R-ATT-019") << more.json.dump();
  EXPECT_EQ(bring(rival, report_text).response.status, 201) << "each has his own";
  draft();
  ASSERT_EQ(add(exporter, list_text, "packing-list.csv").response.status, 200);
  node.set_time(node.now() + attachments::bounds::unnamed_kept);
  node.ring();
  const auto then = bring(exporter, report_text);
  ASSERT_EQ(then.response.status, 201) << "what no document named has gone";
  EXPECT_EQ(then.json["used"], size + static_cast<std::int64_t>(report_text.size()))
      << "and what one names is counted";
}

TEST_F(Attachments, ThatTheOtherStateWasToldIsShownAndWhetherItIsToldAtAll) {
  draft_with_list();
  EXPECT_EQ(items(exporter)[0]["sent"], false);
  EXPECT_FALSE(get(files(), exporter).json.contains("exchanged"));
  (void)doc("issue.submit", exporter, Json::object());
  (void)doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  (void)doc("issue.transmit", agency, {{"authorised", true}});
  EXPECT_EQ(items(exporter)[0]["sent"], true);
  EXPECT_EQ(get(files(), exporter).json["exchanged"], true);
}

/// Neither who runs the machine nor an office that may not see the certificate is given a file by looking at
/// messages.
TEST_F(Attachments, TheEvidenceOfAPartHasNoOctets) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  (void)doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  (void)doc("issue.transmit", agency, {{"authorised", true}});
  const attachments::Letter asked{
      .document =
          attachments::DocumentName{
              .state = "SG", .kind = "e_form_d", .office = "SGTUS001", .number = "SG-TH 26/00417"},
      .hash = test::sha256(std::array{as_bytes(list_text)})};
  auto request = node.command({.role = access::Role::partner_node, .party = "TH"},
                              workflow::command_of_message(attachments::file_asked), asked);
  request.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "TH", "T1")};
  request.lane = workflow::LanePosition{*exchange::Partner::parse("TH"), 1, "T1"};
  ASSERT_TRUE(node.ask(request).findings.empty());
  const auto rows = node.executor().take_outbox();
  const auto part =
      std::ranges::find(rows, workflow::payload_of_message(attachments::file_part), &app::OutboxRow::kind);
  ASSERT_NE(part, rows.end());
  MemoryReader reader{node.store()};
  const test::Exchanged exchanged{.setting = node.setting().get(), .packer = packer, .entropy = entropy};
  node.executor().receipted(part->id, exchanged.confirmed(*part, reader));
  node.executor().flush();
  const std::string id = "SG:" + app::MessageNames{test::singapore}.of(part->id) + "@nta.sg";
  const std::string operator_ = key({.role = access::Role::node_administrator, .person = "root"});
  const auto evidence = get("/v1/exchange/messages/" + id + "/evidence", operator_);
  ASSERT_EQ(evidence.response.status, 200) << evidence.json.dump();
  const std::string_view mail = as_text(evidence.response.body);
  EXPECT_TRUE(mail.contains("header.xml")) << mail;
  EXPECT_FALSE(mail.contains("payload.xml")) << mail;
  EXPECT_TRUE(mail.contains("payload.gz")) << "this one went without octets, and says so: " << mail;
}

/// A certificate of Malaysia, and what Malaysia says of its files.
class OfAnotherState : public Attachments {
 public:
  workflow::Reply say(attachments::MessageNumber number, attachments::Letter letter) {
    letter.document = {.state = "MY", .kind = "e_form_d", .office = "MYPKG001", .number = "MY-SG 26/00999"};
    auto command = node.command({.role = access::Role::partner_node, .party = "MY"},
                                workflow::command_of_message(number), letter);
    const std::string id = format("F{}", ++messages);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse("MY"), 0, id};
    return node.ask(command);
  }
  void told() {
    receive();
    const attachments::File of_list{.hash = *hash_in_text(hash_of(list_text)),
                                    .size = static_cast<std::int64_t>(list_text.size()),
                                    .media = attachments::Media::csv};
    ASSERT_TRUE(say(attachments::files_listed, {.files = {{.file = of_list, .name = "packing-list.csv"}}})
                    .findings.empty());
  }
  /// All of it at once, as this node made of what came.
  void comes(attachments::Verdict verdict, bool is_gone = false) {
    attachments::Letter part{.hash = *hash_in_text(hash_of(list_text)),
                             .size = static_cast<std::int64_t>(list_text.size()),
                             .is_gone = is_gone,
                             .verdict = verdict};
    if (verdict == attachments::Verdict::right) {
      part.have = part.size;
      kept_files().all[part.hash] = copy_of(as_bytes(list_text));
    }
    ASSERT_TRUE(say(attachments::file_part, part).findings.empty());
  }
  static std::optional<Hash256> hash_in_text(std::string_view text) {
    const auto bytes = from_hex(text);
    Hash256 hash;
    if (bytes) std::ranges::copy(*bytes, hash.bytes.begin());
    return hash;
  }
  Json listed(const std::string& by) { return get(there, by).json["items"]; }
  std::string there = imported_at + "/attachments";
  std::string one = there + "/" + hash_of(list_text);
};

TEST_F(OfAnotherState, R_ATT_021_AFileIsListedFetchedAndReadAndEachReadingIsKnown) {
  receive();
  EXPECT_TRUE(listed(customs).empty());
  told();
  ASSERT_EQ(listed(customs).size(), 1U);
  EXPECT_EQ(listed(customs)[0]["name"], "packing-list.csv");
  EXPECT_EQ(listed(customs)[0]["fetched"], "told");
  EXPECT_FALSE(listed(customs)[0].contains("by"));
  const auto asked = get(one, customs);
  EXPECT_EQ(asked.response.status, 503);
  EXPECT_EQ(asked.json["code"], "R-ATT-021");
  EXPECT_EQ(asked.response.headers.find("Retry-After"), "10");
  EXPECT_EQ(listed(customs)[0]["fetched"], "asked");
  EXPECT_EQ(get(one, customs).response.status, 503) << "it is on its way";
  comes(attachments::Verdict::right);
  const auto given = get(one, customs);
  ASSERT_EQ(given.response.status, 200) << given.json.dump();
  EXPECT_EQ(as_text(given.response.body), list_text);
  EXPECT_EQ(given.response.headers.find("Content-Disposition"), "attachment; filename=\"packing-list.csv\"");
  const Json reads = listed(auditor)[0]["read"];
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_EQ(reads[0]["office"], "SGTUS001");
  kept_files().all.clear();
  EXPECT_EQ(get(one, customs).response.status, 503) << "the disk has it no more: it is fetched anew";
  EXPECT_EQ(listed(customs)[0]["fetched"], "asked");
}

TEST_F(OfAnotherState, R_ATT_022_and_R_ATT_023_WhatIsGoneOrAnotherFileIsToldAsThat) {
  told();
  (void)get(one, customs);
  comes(attachments::Verdict::wrong);
  EXPECT_EQ(listed(customs)[0]["fetched"], "wrong");
  const auto wrong = get(one, customs);
  EXPECT_EQ(wrong.response.status, 503);
  EXPECT_EQ(wrong.json["code"], "R-ATT-023");
  EXPECT_EQ(listed(customs)[0]["fetched"], "asked") << "and it is asked for anew";
  comes(attachments::Verdict::part, true);
  const auto gone = get(one, customs);
  EXPECT_EQ(gone.response.status, 404);
  EXPECT_EQ(gone.json["code"], "R-ATT-022");
}

TEST_F(OfAnotherState, WhoMayNotReadTheDocumentHasNoneOfItsFiles) {
  told();
  EXPECT_EQ(get(there, exporter).response.status, 404);
  EXPECT_EQ(get(one, exporter).response.status, 404);
  EXPECT_EQ(get(one, trader).response.status, 403);
  EXPECT_EQ(listed(customs)[0]["fetched"], "told") << "and nothing was asked for";
}

TEST_F(Attachments, R_ATT_011_and_R_ATT_012_WhatIsNamedWronglyIsToldWithItsPlace) {
  draft_with_list();
  const auto again = add(exporter, list_text, "other.csv");
  EXPECT_EQ(again.response.status, 422);
  EXPECT_EQ(again.json["code"], "R-ATT-011");
  EXPECT_EQ(again.json["errors"][0]["pointer"], "/sha256") << again.json.dump();
  ASSERT_EQ(bring(exporter, report_text).response.status, 201);
  EXPECT_EQ(add(exporter, report_text, "report.exe").json["code"], "R-ATT-012");
  EXPECT_EQ(ask(net::Method::post, files(), exporter, R"({"sha256":"x","size":1})",
                {{"Idempotency-Key", "wrong-1"}})
                .response.status,
            422);
}

TEST_F(Attachments, R_ATT_014_IsTakenAwayOnlyBeforeTheDocumentHasGone) {
  draft_with_list();
  EXPECT_EQ(take_away(exporter, report_text).json["code"], "R-ATT-015");
  EXPECT_EQ(take_away(exporter, list_text).response.status, 200);
  EXPECT_TRUE(items(exporter).empty());
  EXPECT_EQ(get(file(list_text), exporter).response.status, 404);
  ASSERT_EQ(add(exporter, list_text, "packing-list.csv").response.status, 200) << "it is held for a week";
  (void)doc("issue.submit", exporter, Json::object());
  EXPECT_EQ(take_away(exporter, list_text).json["code"], "R-ATT-014") << "the officer has read it";
  (void)doc("issue.return", agency, {{"reason", "The invoice is missing"}});
  EXPECT_EQ(take_away(exporter, list_text).response.status, 200) << "handed in again it is looked at again";
  ASSERT_EQ(add(exporter, list_text, "packing-list.csv").response.status, 200);
  (void)doc("issue.submit", exporter, Json::object());
  (void)doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  (void)doc("issue.transmit", agency, {{"authorised", true}});
  EXPECT_EQ(take_away(exporter, list_text).json["code"], "R-ATT-014");
  ASSERT_EQ(bring(agency, report_text).response.status, 201);
  EXPECT_EQ(add(agency, report_text, "report.pdf").response.status, 200) << "what is added later is";
  EXPECT_EQ(take_away(agency, list_text).json["code"], "R-ATT-015") << "nobody takes away what is another's";
}

TEST_F(Attachments, R_ATT_014_OnPaperADocumentHasGoneToo) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  ASSERT_EQ(bring(agency, report_text).response.status, 201);
  ASSERT_EQ(add(agency, report_text, "report.pdf").response.status, 200);
  EXPECT_EQ(take_away(agency, report_text).response.status, 200) << "its own, before the document is out";
  ASSERT_EQ(add(agency, report_text, "report.pdf").response.status, 200);
  (void)doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  const auto printed = doc("issue.print", agency, {{"reason", "The line is down"}});
  ASSERT_EQ(printed.response.status, 200) << printed.json.dump();
  EXPECT_EQ(get(at(), agency).json["state"]["id"], "PAPER");
  EXPECT_EQ(take_away(exporter, list_text).json["code"], "R-ATT-014");
  EXPECT_EQ(take_away(agency, report_text).json["code"], "R-ATT-014");
}

TEST_F(Attachments, AFileThatNoDocumentNamesIsPutAwayAfterAWeekAndANamedOneStays) {
  draft_with_list();
  ASSERT_EQ(bring(exporter, report_text).response.status, 201);
  node.set_time(node.now() + attachments::bounds::unnamed_kept + std::chrono::minutes{1});
  node.ring();
  EXPECT_EQ(add(exporter, report_text, "report.pdf").json["code"], "R-ATT-010");
  EXPECT_EQ(get(file(list_text), exporter).response.status, 200);
}

// OCP R31.1: three years from the issue, and the importing customs may ask in all of them.
TEST_F(Attachments, PapersOfACertificateThatIsUsedUpStayForAsLongAsItIsKept) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  (void)doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}});
  (void)doc("issue.transmit", agency, {{"authorised", true}});
  const auto named = reference("SG", "SGTUS001", "SG-TH 26/00417");
  const auto whole = [](std::uint16_t item, std::int64_t quantity) {
    return documents::ItemResult{
        .item = item, .result = documents::Result::u1, .quantity = Decimal::of(quantity), .decided = now};
  };
  ASSERT_TRUE(hear("TH", documents::l2_ok, {.certificate = named}).findings.empty());
  ASSERT_TRUE(
      hear("TH", documents::co_response, {.certificate = named, .results = {whole(1, 2400), whole(2, 1200)}})
          .findings.empty());
  ASSERT_EQ(get(at(), agency).json["state"]["id"], "UTILISED");
  const auto pass = [&](std::chrono::days days) {
    node.set_time(node.now() + days);
    node.ring();
  };
  using std::chrono::days;
  constexpr days look = attachments::bounds::look_interval;
  pass(look);
  pass(days{30});
  EXPECT_EQ(items(agency).size(), 1U) << "in the seventh month";
  EXPECT_EQ(get(file(list_text), agency).response.status, 200);
  EXPECT_EQ(add(exporter, list_text, "packing-list.csv").json["code"], "R-ATT-017") << "and none is added";
  pass(look - days{30});
  for (days passed = 2 * look; passed < days{1065}; passed += look) pass(look);
  EXPECT_EQ(items(agency).size(), 1U) << "in the thirty-sixth month";
  pass(look);
  EXPECT_TRUE(items(agency).empty());
}

TEST_F(Attachments, PapersOfARefusedApplicationStayAsLongAndGoThen) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  const auto refused = doc("issue.refuse", agency, {{"reason", "not of this state"}});
  ASSERT_EQ(refused.response.status, 200) << refused.json.dump();
  const auto look = [&] {
    node.set_time(node.now() + attachments::bounds::look_interval);
    node.ring();
  };
  for (int looks = 0; looks < 6; ++looks) look();
  EXPECT_EQ(items(exporter).size(), 1U);
  look();
  EXPECT_TRUE(items(exporter).empty());
  EXPECT_EQ(add(exporter, list_text, "packing-list.csv").json["code"], "R-ATT-017");
}

TEST_F(Attachments, R_ATT_018_OctetsThatAreLostOrChangedAreShownToNobodyAndCountAsUnread) {
  draft_with_list();
  (void)doc("issue.submit", exporter, Json::object());
  kept_files().all.begin()->second.push_back(std::byte{0});
  EXPECT_EQ(get(file(list_text), agency).json["code"], "R-ATT-018");
  EXPECT_TRUE(items(agency)[0]["read"].empty());
  ASSERT_EQ(bring(exporter, list_text).response.status, 201);
  EXPECT_EQ(get(file(list_text), agency).response.status, 200) << "brought again it is there again";
}

/// A body as it comes, and the pieces that are asked for.
TEST_F(Attachments, ALongFileComesAndGoesInPieces) {
  draft();
  std::string long_list{"box,net kg\n"};
  while (long_list.size() < 4 * limits::api_whole_body_bytes_max) long_list += "1,12.5\n";
  net::Request request{.method = net::Method::post, .target = "/v1/attachments"};
  request.path = {"v1", "attachments"};
  request.headers.add("Authorization", "Bearer " + exporter);
  const auto admitted = routes->admit(request);
  ASSERT_TRUE(admitted.has_value());
  EXPECT_EQ(admitted->bytes_max, attachments::bounds::file_bytes_max);
  EXPECT_EQ(admitted->whole_bytes_max, limits::api_whole_body_bytes_max);
  std::optional<net::Response> answer;
  const auto incoming =
      routes->stream(request, net::Responder{[&](net::Response response) { answer = std::move(response); }});
  ASSERT_TRUE(incoming);
  for (std::size_t at_byte = 0; at_byte < long_list.size(); at_byte += 10'000) {
    bool more = false;
    incoming->take(copy_of(as_bytes(std::string_view{long_list}.substr(at_byte, 10'000))),
                   [&more](std::size_t kept) { more = kept == 0; });
    ASSERT_TRUE(more);
  }
  incoming->end();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201) << as_text(answer->body);

  ASSERT_EQ(add(exporter, long_list, "long.csv").response.status, 200);
  auto given = get(file(long_list), exporter);
  ASSERT_EQ(given.response.status, 200);
  ASSERT_TRUE(given.response.ongoing);
  std::string heard;
  bool ended = false;
  while (!ended) {
    given.response.ongoing->next(net::NextPiece{[&](std::optional<Bytes> piece) {
      ended = !piece || piece->empty();
      if (piece) heard += as_text(*piece);
    }});
  }
  EXPECT_EQ(heard, long_list);
}

/// Nobody waits for a file while it comes; as soon as it is here its firm has a place less in the row.
TEST_F(Attachments, AFileThatHasComeInPiecesStandsInTheRowOfTraders) {
  draft();
  const auto request = [&](net::Method method, std::vector<std::string> path) {
    net::Request asked{.method = method, .target = "/" + path[0] + "/" + path[1], .path = path};
    asked.headers.add("Authorization", "Bearer " + exporter);
    return asked;
  };
  std::vector<net::Response> answers;
  const auto responder = [&] {
    return net::Responder{[&](net::Response answer) { answers.push_back(std::move(answer)); }};
  };
  const auto incoming = routes->stream(request(net::Method::post, {"v1", "attachments"}), responder());
  ASSERT_TRUE(incoming);
  incoming->take(copy_of(as_bytes("box,net kg\n1,12.5\n")), [](std::size_t) {});
  service.holds = true;
  for (std::size_t i = 0; i + 1 < limits::row_of_one_party_max; ++i) {
    auto one = request(net::Method::post, {"v1", "messages"});
    one.body = copy_of(as_bytes("<a>"));
    routes->handle(std::move(one), responder());
  }
  auto another = request(net::Method::post, {"v1", "messages"});
  EXPECT_TRUE(routes->admit(another)) << "its body still comes";
  incoming->end();
  EXPECT_FALSE(routes->admit(another));
  service.holds = false;
  service.go_on();
  EXPECT_EQ(answers.size(), limits::row_of_one_party_max);
  EXPECT_TRUE(routes->admit(another));
}

TEST_F(Attachments, AFileThatTheDiskDoesNotGiveWholeBreaksOffAndDoesNotEnd) {
  draft_with_list();
  std::string long_list{"box,net kg\n"};
  while (long_list.size() < 2 * limits::api_whole_body_bytes_max) long_list += "1,12.5\n";
  ASSERT_EQ(bring(exporter, long_list).response.status, 201);
  ASSERT_EQ(add(exporter, long_list, "long.csv").response.status, 200);
  const auto first_and_second = [&](auto fail) {
    auto given = get(file(long_list), exporter);
    EXPECT_TRUE(given.response.ongoing);
    std::vector<std::optional<Bytes>> pieces;
    const auto next = [&] {
      given.response.ongoing->next(
          net::NextPiece{[&](std::optional<Bytes> piece) { pieces.push_back(std::move(piece)); }});
    };
    next();
    fail();
    next();
    kept_files().breaks_behind.reset();
    kept_files().ends_behind.reset();
    return pieces;
  };
  for (const bool breaks : {true, false}) {
    const auto pieces = first_and_second(
        [&] { (breaks ? kept_files().breaks_behind : kept_files().ends_behind) = std::size_t{1}; });
    ASSERT_EQ(pieces.size(), 2U) << "nobody waits for nothing";
    ASSERT_TRUE(pieces[0]);
    EXPECT_FALSE(pieces[0]->empty());
    EXPECT_FALSE(pieces[1]) << "an empty one would be the end of the file";
  }
  (void)doc("issue.submit", exporter, Json::object());
  kept_files().breaks_behind = 0;
  EXPECT_EQ(get(file(list_text), exporter).response.status, 429);
  kept_files().breaks_behind.reset();
  EXPECT_TRUE(items(agency)[0]["read"].empty()) << "what the disk did not give was not read";
}

TEST_F(Attachments, AFullDiskOrABusyNodeIsNoWordAboutTheFile) {
  kept_files().full = true;
  EXPECT_EQ(bring(exporter, list_text).response.status, 429);
  kept_files().full = false;
  EXPECT_EQ(bring(exporter, list_text).response.status, 201);
}

TEST(UploadGate, OneOwnerBringsSoMuchInADayAlsoAtOnce) {
  constexpr auto largest = static_cast<std::int64_t>(attachments::bounds::file_bytes_max);
  UploadGate gate;
  std::vector<std::unique_ptr<UploadGate::Place>> at_once;
  for (std::int64_t n = 0; n < limits::uploads_of_owner_bytes_max / largest; ++n) {
    at_once.push_back(gate.begin("party A", now));
    ASSERT_TRUE(at_once.back());
  }
  EXPECT_FALSE(gate.begin("party A", now));
  EXPECT_TRUE(gate.begin("party B", now));
  at_once.clear();
  const auto after_small_ones = gate.begin("party A", now);
  ASSERT_TRUE(after_small_ones) << "they had nothing in them";
  for (std::int64_t had = 0; had < limits::uploads_of_owner_bytes_max - largest; had += largest) {
    const auto whole = gate.begin("party A", now);
    if (whole) whole->add(attachments::bounds::file_bytes_max);
  }
  EXPECT_FALSE(gate.begin("party A", now + std::chrono::hours{23}));
  EXPECT_TRUE(gate.begin("party A", now + std::chrono::hours{24}));
}

}  // namespace
}  // namespace lintas::api
