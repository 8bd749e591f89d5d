#include "shell/node/watch.hpp"

#include <array>
#include <cstddef>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <unistd.h>

#include "base/require.hpp"
#include "base/time.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/links.hpp"
#include "shell/node/log.hpp"

namespace lintas::node {
namespace {

/// With a log that is read back.
class WatchTest : public testing::Test {
 protected:
  static std::array<int, 2> opened() {
    std::array<int, 2> ends{};
    require(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0, "there is a pipe");
    return ends;
  }
  ~WatchTest() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  [[nodiscard]] std::string written() const {
    std::string out(10'000, '\0');
    const auto count = ::read(ends_[0], out.data(), out.size());
    out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return out;
  }
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

  std::array<int, 2> ends_ = opened();
  Log log_{ends_[1], Level::info, [] { return Instant{}; }};
  Watch watch_{&log_};
};

TEST_F(WatchTest, WhatNobodyHasProvedIsOneLineForEachAddressAndCode) {
  come("192.0.2.7", "signed by none of the partner's certificates");
  EXPECT_TRUE(written().ends_with(
      R"("event":"message_unproven","why":"signed by none of the partner's certificates","code":"EBMS:0101",)"
      R"("peer":"192.0.2.7","claimed":"NTA.TH TH1@nta.th","count":1,"of_many":false})"
      "\n"));
  come("192.0.2.7", "another text, which its sender may choose");
  EXPECT_EQ(written(), "");
  come("192.0.2.8", "signed by none of the partner's certificates");
  EXPECT_TRUE(written().contains(R"("peer":"192.0.2.8")")) << "one hides no other";
  EXPECT_TRUE(watch_.text().contains(R"(result="unproven"} 3)")) << "the figure counts all";
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
