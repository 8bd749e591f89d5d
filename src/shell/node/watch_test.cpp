#include "shell/node/watch.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/links.hpp"
#include "shell/node/log.hpp"
#include "tests/support/log_on_pipe.hpp"

namespace lintas::node {
namespace {

class WatchTest : public LogOnPipe {
 protected:
  WatchTest() : LogOnPipe(Level::info) {}
  void come(std::string_view peer, std::string_view why) {
    watch_.message({.outcome = gateway::Outcome::unproven,
                    .partner = {},
                    .type = {},
                    .message = {},
                    .mrn = {},
                    .why = why,
                    .code = "EBMS:0101",
                    .peer = peer,
                    .claimed = "NTA.TH TH1@nta.th"},
                   crypto::sha256);
  }

  Watch watch_{&log_};
};

TEST_F(WatchTest, WhatNobodyHasProvedIsOneLineForEachAddressAndCode) {
  come("192.0.2.7", "signed by none of the partner's certificates");
  EXPECT_TRUE(written().ends_with(
      R"("event":"message_unproven","code":"EBMS:0101","peer":"192.0.2.7","claimed":"NTA.TH TH1@nta.th",)"
      R"("count":1,"of_many":false,"why":"signed by none of the partner's certificates"})"
      "\n"));
  come("192.0.2.7", "another text, which its sender may choose");
  EXPECT_EQ(written(), "");
  come("192.0.2.8", "signed by none of the partner's certificates");
  EXPECT_TRUE(written().contains(R"("peer":"192.0.2.8")")) << "one hides no other";
  EXPECT_TRUE(watch_.text().contains(R"(result="unproven"} 3)")) << "the figure counts all";
}

TEST_F(WatchTest, NobodyBlanksTheLineAboutHimself) {
  come("192.0.2.7", "an element 'a\x7f\u202e" + std::string(5000, 'b') + "' is not expected");
  const std::string line = written();
  EXPECT_TRUE(
      line.contains(R"("code":"EBMS:0101","peer":"192.0.2.7","claimed":"NTA.TH TH1@nta.th","count":1)"))
      << line;
  EXPECT_TRUE(line.contains(R"("why":"an element 'a????bbb)")) << line;
  EXPECT_TRUE(line.ends_with("bbb\u2026\"}\n")) << "what is shortened says so: " << line;
  EXPECT_LT(line.size(), 1000U);
}

TEST_F(WatchTest, WhatAPartnerSaysThatItsMessageAnswersIsToldWithoutAnythingThatIsNoText) {
  watch_.message({.outcome = gateway::Outcome::unrelated,
                  .partner = exchange::Partner::parse("TH").value(),
                  .type = "IE006",
                  .message = "TH1@nta.th",
                  .mrn = {},
                  .why = "a\x7f@b"},
                 crypto::sha256);
  EXPECT_TRUE(written().contains(R"("level":"warning","event":"message_unrelated","partner":"TH",)"
                                 R"("message":"TH1@nta.th","type":"IE006","mrn":"","answers":"a?@b"})"));
}

TEST_F(WatchTest, AnAnswerOfOursThatNamesNoQuestionIsWarnedOf) {
  watch_.message({.outcome = gateway::Outcome::unassigned,
                  .partner = exchange::Partner::parse("TH").value(),
                  .type = "IE115",
                  .message = "SG0000000000000010@nta.sg",
                  .mrn = {},
                  .why = "TH1"},
                 crypto::sha256);
  EXPECT_TRUE(written().contains(R"("level":"warning","event":"message_unassigned","partner":"TH",)"
                                 R"("message":"SG0000000000000010@nta.sg","type":"IE115","mrn":"",)"
                                 R"("answers":"TH1"})"));
}

TEST_F(WatchTest, AListOfRevokedCertificatesIsWarnedOfInItsLastThird) {
  const Instant end = parse_instant("2026-11-30T00:00:00Z").value();
  watch_.revocation_list("TH", 0.5, end);
  EXPECT_EQ(written(), "");
  EXPECT_TRUE(watch_.text().contains(R"(lintas_revocation_list_life_left{partner="TH"} 0.5)"))
      << watch_.text();
  watch_.revocation_list("TH", 0.3, end);
  EXPECT_TRUE(written().contains(R"("event":"revocation_list_ends_soon","partner":"TH","end":"2026-11-30T)"));
}

}  // namespace
}  // namespace lintas::node
