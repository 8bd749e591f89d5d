#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// What a node exchanges with its partners.
namespace lintas::cli {
namespace {

using net::Method;

TEST_F(Node, a_partner_is_tested_and_why_it_does_not_answer_is_told) {
  says(
      Method::post, "/v1/exchange/partners/MY/test",
      {{.body = R"({"partner":"MY","answered":true,"ms":12})"},
       {.body =
            R"({"partner":"MY","answered":false,"ms":9,"why":"its certificate is not that of its document"})"}});
  const auto fine = lintas({"partner", "test", "MY"});
  EXPECT_EQ(fine.exit, Exit::ok) << fine.err;
  EXPECT_TRUE(fine.out.contains("answered      yes")) << fine.out;
  const auto bad = lintas({"partner", "test", "MY"});
  EXPECT_EQ(bad.exit, Exit::invalid);
  EXPECT_TRUE(bad.out.contains("its certificate is not that of its document")) << bad.out;
}

TEST_F(Node, messages_between_nodes_are_listed_shown_and_proved) {
  says(Method::get, "/v1/exchange/messages",
       {{.body =
             R"({"items":[{"id":"SG:S1@nta.sg","direction":"sent","partner":"MY","identification":"S1",)"
             R"("type":"IE050","n":1,"message_id":"S1@nta.sg","state":"confirmed","final":true,"why":null,)"
             R"("at":"2026-11-23T08:00:00Z","receipted_at":"2026-11-23T08:00:01Z","ref":"26SG"}]})"}});
  says(
      Method::get, "/v1/exchange/messages/{message}",
      {{.body =
            R"({"id":"SG:S1@nta.sg","state":"confirmed","meaning":"Here.","final":true,)"
            R"("event":{"event":"departure.released","at":"2026-11-23T08:00:00Z","cursor":"c"},"answers":"MY7",)"
            R"("envelope":{"signer":"ab","covers":[{"what":"#msg","sha256":"00"}]},)"
            R"("receipt":{"message_id":"R1@nta.my","signer":"cd"},"receipt_fits":true})"}});
  says(Method::get, "/v1/exchange/messages/{message}/evidence", {{.body = "Subject: E\r\n"}});
  const auto listed =
      lintas({"exchange", "messages", "--partner", "MY", "--state", "confirmed", "--mrn", "26SG"});
  EXPECT_EQ(listed.exit, Exit::ok) << listed.err;
  EXPECT_TRUE(listed.out.starts_with("number  type   state      direction  partner  n  at ")) << listed.out;
  EXPECT_TRUE(listed.out.contains("SG:S1@nta.sg")) << listed.out;
  EXPECT_EQ(asked(0).query_value("state"), "confirmed");
  EXPECT_EQ(asked(0).query_value("mrn"), "26SG");
  EXPECT_EQ(lintas({"exchange", "messages", "--state", "lost"}).exit, Exit::usage);
  const auto shown = lintas({"exchange", "message", "SG:S1@nta.sg"});
  EXPECT_EQ(shown.exit, Exit::ok) << shown.err;
  EXPECT_EQ(asked(1).parameter("message"), "SG:S1@nta.sg");
  EXPECT_TRUE(shown.out.contains("departure.released")) << shown.out;
  EXPECT_TRUE(shown.out.contains("R1@nta.my")) << shown.out;
  EXPECT_TRUE(shown.out.contains("MY7")) << "what it answers: " << shown.out;
  EXPECT_FALSE(shown.out.contains("#msg")) << shown.out;
  EXPECT_FALSE(shown.out.contains("answers ours")) << "of a message of ours: " << shown.out;
  const auto file = (folder_.path() / "evidence.eml").string();
  const auto proved = lintas({"exchange", "evidence", "SG:S1@nta.sg", "--out", file});
  EXPECT_EQ(proved.exit, Exit::ok) << proved.err;
  EXPECT_EQ(proved.out, file + "\n");
  std::ifstream written{file, std::ios::binary};
  EXPECT_EQ((std::ostringstream{} << written.rdbuf()).str(), "Subject: E\r\n");
}

TEST_F(Node, dead_letters_say_since_when_and_why) {
  says(Method::get, "/v1/exchange/dead-letters",
       {{.body =
             R"({"items":[{"message":"S1","partner":"MY","type":"IE050","n":1,)"
             R"("why":"EBMS:0004 EXC-014: Unknown.","dead_since":"2026-11-23T08:00:00Z","ref":"26SG"}]})"}});
  const auto run = lintas({"exchange", "dead-letters"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.starts_with("number  type   why  ")) << run.out;
  EXPECT_TRUE(run.out.contains("dead since")) << run.out;
  EXPECT_TRUE(run.out.contains("EBMS:0004 EXC-014: Unknown.")) << run.out;
}

TEST_F(Node, partners_are_a_table_with_what_expires_first) {
  says(Method::get, "/v1/exchange/partners",
       {{.body = R"({"items":[{"partner":"MY","configured":true,"waiting":2,"oldest":"2026-11-23T08:00:00Z",)"
                 R"("dead":0,"last_sent":null,"last_received":null,"silent_since":"2026-11-23T08:00:00Z",)"
                 R"("why_silent":"refused","log_events":1234,"log_signed":"2026-11-23T08:00:00Z",)"
                 R"("log_fault":"rewritten","certificates":[{"use":"its_signing","subject":"CN=b",)"
                 R"("fingerprint":"ab","expires_on":"2026-12-01","days_left":8}]}]})"}});
  const auto run = lintas({"exchange", "partners"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("its_signing 2026-12-01 (8 days)")) << run.out;
  EXPECT_TRUE(run.out.contains("1234") && run.out.contains("rewritten")) << run.out;
  EXPECT_TRUE(run.out.contains("silent since")) << run.out;
}

}  // namespace
}  // namespace lintas::cli
