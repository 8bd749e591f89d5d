#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "tests/support/amendment.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"

/// Goods that were declared before they are there, and are presented through the interface.
namespace lintas::api {
namespace {

/// A declaration that was lodged before the goods are there.
class Prelodged : public Business {
 public:
  void lodge() {
    prepare();
    put("<additionalDeclarationType>", 1, "D");
    const auto lodged = submit();
    ASSERT_EQ(lodged.response.status, 200) << lodged.json.dump();
    ASSERT_FALSE(lodged.json.contains("mrn")) << lodged.json.dump();
    location = lodged.json["location"];
  }
  Answer present(std::string_view number) {
    return ask(
        net::Method::post, "/v1/messages", trader,
        test::with_all(test::with_all(std::string{test::presentation}, "SGTH-2026-0418", "SGTH-2026-0417"),
                       "SG26112300010", number));
  }
  transit::Declaration stored() {
    const auto lrn = workflow::lrn_key(Tin::parse("SG201912345K").value(), "SGTH-2026-0417");
    return node.state<transit::departure::Movement>({.kind = workflow::departure_stream, .by = lrn})
        .declaration;
  }

  std::string location;
};

/// Lodged without a vehicle and presented with one, on a guarantee that does not do.
class Amended : public Prelodged {
 public:
  static constexpr std::string_view tractor = "<identificationNumber>XE1234K</identificationNumber>";
  /// The declaration as the trader's software has it: without the vehicle.
  std::string own;
  std::string means;  ///< a tractor and a trailer, which the example has
  std::string mrn;

  void present_with_a_wrong_access_code() {
    prepare();
    put("<additionalDeclarationType>", 1, "D");
    const auto first = declaration.find("<DepartureTransportMeans>");
    means = declaration.substr(first, declaration.find("<CountryOfRoutingOfConsignment>") - first);
    declaration.erase(first, means.size());
    own = declaration;
    put("<accessCode>", 4, "ZZZZ");
    const auto lodged = submit();
    ASSERT_EQ(lodged.response.status, 200) << lodged.json.dump();
    const auto taken = present("P-1");
    ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json["mrn"];
    ASSERT_EQ(shown()["state"]["id"], "GUA");
    ASSERT_EQ(stored().vehicles.size(), 1U);
  }
  Json shown() { return get("/v1/movements/" + mrn, trader).json; }
  /// The same declaration as an IE013.
  Answer amend(std::string_view flag, std::string_view id, std::string declared) {
    declaration = test::amendment_of(std::move(declared), mrn, flag);
    put("<messageIdentification>", 1, id);
    return submit();
  }
  std::string document() {
    return std::string{as_text(get("/v1/movements/" + mrn + "/declaration", trader).response.body)};
  }
};

TEST_F(Amended, OfAnAmendmentThatRepeatsWhatWasLodgedWhatWasPresentedStays) {
  ASSERT_NO_FATAL_FAILURE(present_with_a_wrong_access_code());
  const auto mended = amend("1", "A", own);
  ASSERT_EQ(mended.response.status, 200) << mended.json.dump();
  EXPECT_EQ(shown()["state"]["id"], "ACC");
  EXPECT_EQ(stored().vehicles.size(), 1U);
  EXPECT_TRUE(document().contains(tractor));
  const auto amended = amend("0", "B", test::with(own, "<shippingMarks>", "<shippingMarks>7"));
  ASSERT_EQ(amended.response.status, 200) << amended.json.dump();
  EXPECT_EQ(stored().vehicles.size(), 1U) << "who amends the goods says nothing of the vehicle";
  EXPECT_TRUE(document().contains(tractor));
  EXPECT_TRUE(document().contains("<shippingMarks>7"));
  EXPECT_EQ(amend("1", "C", test::with(own, "<shippingMarks>", "<shippingMarks>7")).response.status, 200)
      << "and so does who amends once more";
  EXPECT_TRUE(document().contains(tractor));
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Amended, R_ACTS_031_ATrailerThatWasNotPresentedIsMoreThanGuarantees) {
  ASSERT_NO_FATAL_FAILURE(present_with_a_wrong_access_code());
  constexpr std::string_view behind = "<CountryOfRoutingOfConsignment>";
  const std::string another = test::with(own, behind, means + std::string{behind});
  const auto refused = amend("1", "A", another);
  EXPECT_EQ(refused.json["code"], "R-ACTS-031") << refused.json.dump();
  EXPECT_EQ(stored().vehicles.size(), 1U);
  const auto coupled = amend("0", "B", another);
  ASSERT_EQ(coupled.response.status, 200) << coupled.json.dump();
  EXPECT_EQ(stored().vehicles.size(), 2U) << "with 0 the amendment says what is there";
}

TEST_F(Prelodged, WhatHasNoMrnYetIsOpenedWhereItsAnswerSays) {
  lodge();
  EXPECT_EQ(get(location, trader).json["state"]["id"], "PRE");
  EXPECT_EQ(get(location, trader).json["location"], location);
  const auto taken = present("P-1");
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  const auto shown = get(location, trader);
  EXPECT_EQ(shown.json["mrn"], taken.json["mrn"]) << shown.json.dump();
  EXPECT_EQ(shown.json["location"], taken.json["location"]);
}

TEST_F(Prelodged, R_ACTS_034_APresentationIsMeasuredByTheDayOfAcceptanceAtTheOffice) {
  lodge();
  const transit::Declaration lodged = stored();
  node.set_time(*parse_instant("2026-11-24T16:30:00Z"));
  const auto taken = present("P-1");
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_EQ(get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json["accepted"],
            "2026-11-25");
  EXPECT_EQ(rated.back(), *parse_day("2026-11-25"));
  EXPECT_EQ(stored().at_risk, lodged.at_risk) << "the samples know one rate";
  EXPECT_NE(stored().calculation, lodged.calculation) << "but the record says of which day";
  EXPECT_EQ(stored().vehicles.front().permit, "SG-CBP-000123");
  EXPECT_EQ(present("P-1").json["mrn"], taken.json["mrn"]) << "the same message again is the same answer";
  EXPECT_EQ(present("P-2").json["code"], "R-TRA-092");
}

TEST_F(Prelodged, ADepositIsPresentedByTheReceiptThatItWasLodgedWith) {
  const Grn grn = cover_by_deposit();
  lodge();
  const auto taken = present("P-1");
  ASSERT_EQ(taken.response.status, 200) << taken.json.dump();
  EXPECT_EQ(stored().guarantees.front().grn, grn);
  EXPECT_EQ(get("/v1/movements/" + taken.json["mrn"].get<std::string>(), trader).json["status"], "accepted");
}

TEST_F(Prelodged, R_ACTS_018_APresentationAsksTheRegistersOfItsDay) {
  lodge();
  std::string other = table;
  const auto at = other.find(",2027-03-31", other.find("permit,SG-CBP-000123"));
  ASSERT_NE(at, std::string::npos);
  other.replace(at, 11, ",2026-11-24");
  ASSERT_EQ(bring_in(other, keeper, "file-2").response.status, 200);
  node.set_time(*parse_instant("2026-11-25T02:00:00Z"));
  const auto refused = present("P-1");
  EXPECT_EQ(refused.response.status, 422);
  EXPECT_EQ(refused.json["code"], "R-ACTS-018") << refused.json.dump();
  ASSERT_EQ(bring_in(table, keeper, "file-3").response.status, 200);
  EXPECT_EQ(present("P-2").response.status, 200);
}

/// Sent again it would be refused again: that is said, and not that something changed meanwhile.
TEST_F(Prelodged, R_TRA_119_WhatWasErasedNothingIsPresentedOf) {
  lodge();
  app::Batch batch;
  for (const app::EventRow& event : node.store().feed(app::Seq::none, 1000))
    if (event.type == workflow::submission_event) batch.erased.push_back(event.payload);
  ASSERT_EQ(batch.erased.size(), 1U);
  ASSERT_EQ(node.store().commit(batch), app::CommitOutcome::applied);
  const auto refused = present("P-1");
  EXPECT_EQ(refused.response.status, 422);
  EXPECT_EQ(refused.json["code"], "R-TRA-119") << refused.json.dump();
  EXPECT_EQ(refused.json["errors"][0]["permanent"], true);
  EXPECT_EQ(get(location, trader).json["state"]["id"], "PRE");
}

TEST_F(Prelodged, WhatCannotBeReadForAPresentationIsToldWithItsTrace) {
  lodge();
  service.readable = false;
  const auto busy = present("P-1");
  EXPECT_EQ(busy.response.status, 429);
  EXPECT_TRUE(busy.json.contains("trace_id")) << busy.json.dump();
  EXPECT_EQ(service.failed.size(), 1U) << "and the log learns of it";
}

TEST_F(Business, OfAMovementThatWasOnlyAskedForThereIsNothingToPresent) {
  const Mrn never = Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
  transit::Letter request;
  request.mrn = never;
  request.office = OfficeId::parse("THSDO001").value();
  workflow::Command command = node.command({.role = access::Role::partner_node, .party = "TH"},
                                           workflow::command_of_message(114), request);
  command.id = workflow::MessageCommandId{
      workflow::make_key(workflow::KeyKind::partner_message, "TH", std::string{"TH1"})};
  command.lane = workflow::LanePosition{exchange::Partner::parse("TH").value(), 1, "TH1"};
  ASSERT_EQ(node.ask(command).kind, workflow::Reply::Kind::accepted);

  const std::string auditor = key({.role = access::Role::auditor, .person = "ada"});
  EXPECT_EQ(get("/v1/movements/" + std::string{never.str()}, auditor).response.status, 404);
  const auto answer =
      ask(net::Method::post, "/v1/messages", auditor,
          test::with(test::presentation, "</LRN>", "</LRN><MRN>" + std::string{never.str()} + "</MRN>"));
  EXPECT_EQ(answer.response.status, 403) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "ACC-001");
  EXPECT_TRUE(service.failed.empty()) << service.failed.front();
}

TEST_F(Prelodged, AStrangerPresentsNothingAndLearnsNothing) {
  lodge();
  trader = stranger;
  const auto answer = present("P-1");
  EXPECT_EQ(answer.response.status, 404) << answer.json.dump();
  EXPECT_EQ(answer.json["code"], "API-010");
}

}  // namespace
}  // namespace lintas::api
