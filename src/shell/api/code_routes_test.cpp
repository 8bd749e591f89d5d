#include <array>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/check.hpp"
#include "core/code/compact.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "shell/api/api.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/net/router.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/store_reader.hpp"

/// The code of a movement from Singapore to Bangkok, and what an officer far from any line says of it.
namespace lintas::api {
namespace {

class CodeRoutes : public Business {
 public:
  CodeRoutes() {
    supervisor = key({.role = access::Role::supervisor, .person = "eve", .office = "SGTUS001"});
    other_supervisor = key({.role = access::Role::supervisor, .person = "fay", .office = "SGTUS001"});
    document_key =
        std::make_shared<const DocumentKey>(DocumentKey{.issuer = state.issuer(),
                                                        .trusted = state.trusted_key(),
                                                        .trust_sheet = state.signed_sheet(state.sheet())});
    prepare();
    const auto taken = submit();
    EXPECT_EQ(taken.response.status, 200) << taken.json.dump();
    mrn = taken.json.value("mrn", "");
  }

  Answer code(const std::string& by) { return get("/v1/movements/" + mrn + "/code", by); }
  void release() {
    const auto released = act("departure.release", departure, {{"mrn", mrn}}, "release-1");
    ASSERT_EQ(released.response.status, 200) << released.json.dump();
  }
  Bytes list() {
    const auto answer = get("/v1/status-list", "");
    EXPECT_EQ(answer.response.status, 200) << as_text(answer.response.body);
    EXPECT_EQ(answer.response.headers.find("Content-Type"), "application/cose");
    return answer.response.body;
  }

  const test::IssuingState state;
  std::string supervisor, other_supervisor, mrn;
};

TEST_F(CodeRoutes, what_the_holder_prints_an_officer_without_a_line_believes) {
  release();
  const auto shown = code(trader);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  EXPECT_EQ(shown.json["mrn"], mrn);

  code::Trust reader{test::sha256, test::verify_ed25519};
  ASSERT_TRUE(reader.take_sheet(get("/v1/trust-sheet", "").response.body).has_value());
  node.set_time(node.now() + std::chrono::minutes{1});
  ASSERT_TRUE(reader.take_list(list()).has_value());
  const auto checked = code::check(reader, shown.json["text"].get<std::string>(), node.now());
  EXPECT_TRUE(checked.all_hold());
  ASSERT_TRUE(checked.content.has_value());
  const auto& document = std::get<code::AccompanyingDocument>(checked.content->document);
  EXPECT_EQ(document.mrn.str(), mrn);
  EXPECT_EQ(document.departure.str(), "SGTUS001");
  EXPECT_EQ(document.holder.str(), "SG201912345K");
  EXPECT_TRUE(document.limit.has_value());
  EXPECT_GT(document.packages, 0U);
  EXPECT_GT(document.gross_mass_grams, 0);
  EXPECT_EQ(to_text(checked.content->issued), shown.json["issued"].get<std::string>());
  EXPECT_EQ(to_text(checked.content->valid_from), shown.json["released"].get<std::string>());
}

TEST_F(CodeRoutes, a_code_that_is_signed_after_the_limit_was_extended_names_the_later_one) {
  release();
  const auto limit_in = [](const Answer& shown) {
    const auto text = shown.json["text"].get<std::string>();
    const auto read = code::read_code(*code::from_qr_text(text));
    return std::get<code::AccompanyingDocument>(read->content.document).limit;
  };
  const Day released = limit_in(code(trader)).value();
  const Day later = released + std::chrono::days{14};
  const auto extended =
      act("departure.extend_limit", supervisor,
          {{"mrn", mrn}, {"limit", to_text(later)}, {"reason", "the bridge is closed"}}, "extend-1");
  ASSERT_EQ(extended.response.status, 200) << extended.json.dump();
  EXPECT_EQ(limit_in(code(trader)), later) << "an officer without a line would stop the truck";
}

TEST_F(CodeRoutes, SIG_015_what_is_printed_again_under_the_next_key_is_believed) {
  release();
  const std::string released = to_text(node.now());
  node.set_time(node.now() + std::chrono::hours{1});
  auto next = *document_key;
  next.trusted.from = node.now();
  code::TrustSheet sheet = state.sheet();
  sheet.number = 4;
  sheet.keys = {next.trusted};
  next.trust_sheet = state.signed_sheet(sheet);
  document_key = std::make_shared<const DocumentKey>(std::move(next));
  const auto shown = code(trader);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  EXPECT_EQ(shown.json["issued"], to_text(node.now()));
  EXPECT_EQ(shown.json["released"], released);
  code::Trust reader{test::sha256, test::verify_ed25519};
  ASSERT_TRUE(reader.take_sheet(document_key->trust_sheet).has_value());
  node.set_time(node.now() + std::chrono::minutes{1});
  ASSERT_TRUE(reader.take_list(list()).has_value());
  EXPECT_TRUE(code::check(reader, shown.json["text"].get<std::string>(), node.now()).all_hold());
}

TEST_F(CodeRoutes, SIG_023_what_is_cancelled_leaves_the_list) {
  release();
  const auto text = code(trader).json["text"].get<std::string>();
  const auto cancelled =
      act("departure.invalidate", supervisor, {{"mrn", mrn}, {"reason", "released in error"}}, "cancel-1",
          {{"Lintas-Second", other_supervisor}});
  ASSERT_EQ(cancelled.response.status, 200) << cancelled.json.dump();
  code::Trust reader{test::sha256, test::verify_ed25519};
  ASSERT_TRUE(reader.take_sheet(document_key->trust_sheet).has_value());
  node.set_time(node.now() + std::chrono::minutes{1});
  ASSERT_TRUE(reader.take_list(list()).has_value());
  const auto checked = code::check(reader, std::string_view{text}, node.now());
  EXPECT_EQ(checked.integrity.verdict, code::Verdict::yes);
  EXPECT_EQ(checked.not_cancelled.verdict, code::Verdict::no);
  EXPECT_EQ(checked.not_cancelled.why->rule, "SIG-023");
  EXPECT_EQ(code(trader).json["code"], "SIG-002") << "and no new code is issued of it";
}

TEST_F(CodeRoutes, SIG_002_nothing_is_issued_before_the_release) {
  const auto early = code(trader);
  EXPECT_EQ(early.response.status, 422);
  EXPECT_EQ(early.json["code"], "SIG-002") << early.json.dump();
  EXPECT_TRUE(code::read_list(list())->list.live.empty());
}

TEST_F(CodeRoutes, SIG_021_what_is_released_is_in_the_list_some_seconds_later) {
  const Bytes first = list();
  release();
  EXPECT_EQ(list(), first) << "nobody looks more often";
  node.set_time(node.now() + std::chrono::seconds{5});
  const Bytes later = list();
  EXPECT_EQ(code::read_list(later)->list.live.size(), 8U);
  EXPECT_GT(code::read_list(later)->list.as_of, code::read_list(first)->list.as_of);
}

TEST_F(CodeRoutes, SIG_025_no_list_is_handed_out_that_is_dated_ahead_of_the_clock) {
  const Instant right = node.now();
  node.set_time(right + std::chrono::hours{24});
  const Bytes ahead = list();
  node.set_time(right);
  for (int i = 0; i < 2; ++i) {
    const auto answer = get("/v1/status-list", "");
    EXPECT_EQ(answer.response.status, 404);
    EXPECT_EQ(answer.json["code"], "SIG-025") << answer.json.dump();
  }
  node.set_time(right + std::chrono::hours{25});
  EXPECT_GT(code::read_list(list())->list.as_of, code::read_list(ahead)->list.as_of) << "by itself";
}

TEST_F(CodeRoutes, SIG_026_behind_a_loss_no_list_is_signed_until_two_officers_have_gone_through_it) {
  release();
  Works later;
  std::vector<WebhookPost> posted;
  Ports restored = ports(later, posted);
  restored.losses = {{.last = node.store().counters().seq, .mark = 7}};
  Api behind{std::move(restored)};
  net::Router of_behind;
  behind.add_to(of_behind);
  routes = &of_behind;
  const auto none = get("/v1/status-list", "");
  EXPECT_EQ(none.response.status, 404);
  EXPECT_EQ(none.json["code"], "SIG-026") << none.json.dump();
  EXPECT_EQ(code(trader).response.status, 200) << "trucks leave; readers say that they do not know";
  const Json why{{"reason", "compared with MY and TH"}};
  EXPECT_EQ(act("codes.resume", departure, why, "resume-1").json["code"], "ACC-001");
  EXPECT_EQ(act("codes.resume", supervisor, why, "resume-2").json["code"], "SIG-027");
  EXPECT_EQ(get("/v1/status-list", "").json["code"], "SIG-026") << "a refusal is noted in the same stream";
  const auto resumed =
      act("codes.resume", supervisor, why, "resume-3", {{"Lintas-Second", other_supervisor}});
  ASSERT_EQ(resumed.response.status, 200) << resumed.json.dump();
  EXPECT_EQ(code::read_list(list())->list.live.size(), 8U);
  EXPECT_EQ(list(), list()) << "and a young one is handed out again";
}

TEST_F(CodeRoutes, SIG_026_what_was_said_before_the_next_loss_does_not_count_for_it) {
  const auto resumed = act("codes.resume", supervisor, {{"reason", "compared"}}, "resume-1",
                           {{"Lintas-Second", other_supervisor}});
  ASSERT_EQ(resumed.response.status, 200) << resumed.json.dump();
  test::StoreReader reader{node.store()};
  const app::Seq last = node.store().counters().seq;
  EXPECT_TRUE(knows_what_holds({}, reader));
  const std::array before{app::Loss{.last = app::Seq{std::to_underlying(last) - 1}, .mark = 7}};
  EXPECT_TRUE(knows_what_holds(before, reader));
  const std::array twice{before.front(), app::Loss{.last = last, .mark = 8}};
  EXPECT_FALSE(knows_what_holds(twice, reader));
}

TEST_F(CodeRoutes, SIG_032_a_list_that_has_outgrown_its_size_is_refused_by_rule_and_nobody_looks) {
  release();
  std::vector<code::Handle> too_many(limits::status_list_bytes_max / sizeof(code::Handle::bytes));
  for (std::size_t i = 0; i < too_many.size(); ++i)
    for (std::size_t at = 0; at < sizeof(i); ++at)
      too_many[i].bytes[at] = static_cast<std::byte>(i >> (8 * at));
  EXPECT_FALSE(status_lists.publish(*document_key, too_many, node.now()));
  const auto refused = get("/v1/status-list", "");
  EXPECT_EQ(refused.response.status, 404);
  EXPECT_EQ(refused.json["code"], "SIG-032") << refused.json.dump();
  EXPECT_FALSE(certificate_lists.lists.publish(*document_key, std::move(too_many), node.now()));
  EXPECT_EQ(get("/v1/status-list/certificates", "").json["code"], "SIG-032");
  node.set_time(node.now() + std::chrono::seconds{5});
  EXPECT_EQ(code::read_list(list())->list.live.size(), 8U) << "looked again, and there is room";
}

TEST_F(CodeRoutes, a_list_that_cannot_be_kept_is_nobodys) {
  disk_full = true;
  EXPECT_EQ(get("/v1/status-list", "").response.status, 429);
}

TEST_F(CodeRoutes, nobody_else_is_given_the_code) {
  release();
  EXPECT_EQ(code(stranger).response.status, 404);
  EXPECT_EQ(code(key({.role = access::Role::officer_of_departure, .person = "dan", .office = "SGWDL001"}))
                .response.status,
            404);
  EXPECT_EQ(code(key({.role = access::Role::guarantor, .party = "SGBANK"})).json["code"], "ACC-001");
  EXPECT_EQ(get("/v1/movements/nothing/code", trader).response.status, 404);
  EXPECT_EQ(code("").response.status, 401);
}

TEST_F(CodeRoutes, SIG_001_a_node_without_a_document_key_signs_nothing) {
  release();
  document_key = nullptr;
  EXPECT_EQ(code(trader).json["code"], "SIG-001");
  for (const auto* target : {"/v1/trust-sheet", "/v1/status-list"}) {
    const auto answer = get(target, "");
    EXPECT_EQ(answer.response.status, 404) << target;
    EXPECT_EQ(answer.json["code"], "SIG-001") << target;
  }
}

TEST_F(CodeRoutes, SIG_001_a_key_that_readers_would_not_believe_signs_nothing) {
  release();
  auto late = *document_key;
  late.trusted.until = node.now();
  document_key = std::make_shared<const DocumentKey>(std::move(late));
  EXPECT_EQ(code(trader).json["code"], "SIG-001");
  EXPECT_EQ(get("/v1/status-list", "").json["code"], "SIG-001");
  EXPECT_EQ(get("/v1/trust-sheet", "").response.status, 200) << "what it signed is still to be checked";
}

}  // namespace
}  // namespace lintas::api
