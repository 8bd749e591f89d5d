#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/printing.hpp"
#include "shell/net/http.hpp"
#include "shell/print/failure.hpp"
#include "shell/print/limits.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/json.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/signed_codes.hpp"

/// The accompanying document of a movement from Singapore to Bangkok, before and after its release.
namespace lintas::api {
namespace {

class TadRoute : public Business {
 public:
  TadRoute() {
    prepare();
    const auto taken = submit();
    EXPECT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json.value("mrn", "");
  }

  Answer tad(const std::string& by) { return get("/v1/movements/" + mrn + "/tad", by); }
  void release() {
    const auto released = act("departure.release", departure, {{"mrn", mrn}}, "release-1");
    ASSERT_EQ(released.response.status, 200) << released.json.dump();
  }

  std::string mrn;
};

TEST_F(TadRoute, TAD_001_nothing_is_printed_before_the_release) {
  const auto early = tad(trader);
  EXPECT_EQ(early.response.status, 422);
  EXPECT_EQ(early.json["code"], "TAD-001") << early.json.dump();
  EXPECT_NE(early.json["errors"][0]["remedy"].get<std::string>().find("released"), std::string::npos);
}

TEST_F(TadRoute, the_holder_and_the_office_of_departure_print_a_released_movement) {
  release();
  for (const std::string& by : {trader, departure}) {
    const auto printed = tad(by);
    ASSERT_EQ(printed.response.status, 200) << as_text(printed.response.body);
    EXPECT_EQ(printed.response.headers.find("Content-Type"), "application/pdf");
    EXPECT_EQ(printed.response.headers.find("Content-Disposition"),
              "inline; filename=\"TAD-" + mrn + ".pdf\"");
    EXPECT_EQ(printed.response.headers.find("Cache-Control"), "no-store");
    EXPECT_TRUE(as_text(printed.response.body).starts_with("%PDF-"));
  }
  EXPECT_EQ(as_text(tad(trader).response.body), as_text(tad(departure).response.body))
      << "the same release is the same document";
}

TEST_F(TadRoute, where_too_many_documents_wait_one_comes_again) {
  release();
  press_full = true;
  const auto later = tad(trader);
  EXPECT_EQ(later.response.status, 429);
  EXPECT_TRUE(later.response.headers.find("Retry-After"));
  EXPECT_EQ(tad(departure).response.status, 503);
  EXPECT_EQ(tad(trader).response.status, 429);
  EXPECT_EQ(get("/v1/movements/" + mrn, trader).response.status, 200) << "nothing else waits for that";
  press_full = false;
  EXPECT_EQ(tad(trader).response.status, 200) << "what was not taken holds no place";
}

TEST_F(TadRoute, one_key_keeps_nobody_else_from_printing) {
  release();
  static_assert(limits::printing_per_key_max == 2);
  bool asked = false;
  while_it_waits_for_the_press = [&] {
    while_it_waits_for_the_press = [&] {
      const auto third = tad(trader);
      EXPECT_EQ(third.response.status, 429);
      EXPECT_EQ(third.json["code"], "API-009") << third.json.dump();
      EXPECT_TRUE(third.response.headers.find("Retry-After"));
      EXPECT_EQ(tad(departure).response.status, 200) << "others go on";
      asked = true;
    };
    EXPECT_EQ(tad(trader).response.status, 200) << "the second one";
  };
  EXPECT_EQ(tad(trader).response.status, 200);
  EXPECT_TRUE(asked);
  EXPECT_EQ(tad(trader).response.status, 200) << "its places are free again";
}

TEST_F(TadRoute, a_key_that_asks_for_more_than_it_may_costs_no_signature) {
  release();
  const test::IssuingState state;
  int is_signed = 0;
  DocumentKey counting{.issuer = state.issuer(),
                       .trusted = state.trusted_key(),
                       .trust_sheet = state.signed_sheet(state.sheet())};
  counting.issuer.sign = [&, sign = state.issuer().sign](ByteView content) {
    ++is_signed;
    return sign(content);
  };
  document_key = std::make_shared<const DocumentKey>(std::move(counting));
  while_it_waits_for_the_press = [&] {
    while_it_waits_for_the_press = [&] { EXPECT_EQ(tad(trader).response.status, 429); };
    EXPECT_EQ(tad(trader).response.status, 200);
  };
  EXPECT_EQ(tad(trader).response.status, 200);
  EXPECT_EQ(is_signed, 2);
}

TEST_F(TadRoute, the_qr_code_is_the_signed_one_where_the_node_signs_documents) {
  release();
  const Bytes unsigned_one = tad(trader).response.body;
  const test::IssuingState state;
  document_key =
      std::make_shared<const DocumentKey>(DocumentKey{.issuer = state.issuer(),
                                                      .trusted = state.trusted_key(),
                                                      .trust_sheet = state.signed_sheet(state.sheet())});
  const auto signed_one = tad(trader);
  ASSERT_EQ(signed_one.response.status, 200) << as_text(signed_one.response.body);
  EXPECT_NE(signed_one.response.body, unsigned_one);
  EXPECT_EQ(tad(departure).response.body, signed_one.response.body) << "whoever prints it at that time";
  auto late = *document_key;
  late.trusted.until = node.now();
  document_key = std::make_shared<const DocumentKey>(std::move(late));
  EXPECT_EQ(tad(trader).response.body, unsigned_one) << "a code that nobody would believe is not printed";
}

TEST_F(TadRoute, what_is_printed_after_the_limit_was_extended_is_another_paper) {
  release();
  const Bytes before = tad(trader).response.body;
  const std::string supervisor =
      key({.role = access::Role::supervisor, .person = "eve", .office = "SGTUS001"});
  const auto extended =
      act("departure.extend_limit", supervisor,
          {{"mrn", mrn}, {"limit", "2026-12-22"}, {"reason", "the bridge is closed"}}, "extend-1");
  ASSERT_EQ(extended.response.status, 200) << extended.json.dump();
  const auto after = tad(trader);
  ASSERT_EQ(after.response.status, 200) << as_text(after.response.body);
  EXPECT_NE(after.response.body, before);
}

TEST_F(TadRoute, nobody_else_prints_it) {
  release();
  EXPECT_EQ(tad(stranger).response.status, 404);
  EXPECT_EQ(tad(key({.role = access::Role::officer_of_departure, .person = "dan", .office = "SGWDL001"}))
                .response.status,
            404);
  EXPECT_EQ(tad(key({.role = access::Role::guarantor, .party = "SGBANK"})).json["code"], "ACC-001");
  EXPECT_EQ(get("/v1/movements/nothing/tad", trader).response.status, 404);
  EXPECT_EQ(tad("").response.status, 401);
}

TEST_F(TadRoute, TAD_002_a_machine_that_cannot_print_says_so) {
  const auto answer =
      printed("TAD.pdf", []() -> std::string { throw print::PrintFailure("no face"); }, "00ff");
  EXPECT_EQ(answer.status, 503);
  const Json json = test::parse_json(as_text(answer.body));
  EXPECT_EQ(json["code"], "TAD-002");
  EXPECT_EQ(json["errors"][0]["detail"], "No face.");
}

}  // namespace
}  // namespace lintas::api
