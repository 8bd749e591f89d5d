#include "shell/as4/partner.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "tests/support/as4_partners.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"

/// Who is meant, and by which key.
namespace lintas::as4 {
namespace {

using namespace std::chrono_literals;

TEST(As4Partner, EachNameMeansItsCertificateAndNoOther) {
  const auto a = test::recorded_certificate("a-rsa");
  const auto b = test::recorded_certificate("b-rsa");
  for (const Naming naming : {Naming::token, Naming::issuer_serial, Naming::key_identifier}) {
    EXPECT_TRUE(means(name_of(*a, naming), *a));
    EXPECT_FALSE(means(name_of(*a, naming), *b));
  }
}

TEST(As4Partner, ATokenMayHaveLineBreaks) {
  const auto a = test::recorded_certificate("a-rsa");
  std::string text = a->base64();
  for (std::size_t at = 64; at < text.size(); at += 65) text.insert(at, "\n");
  EXPECT_TRUE(means(BinaryToken{text}, *a));
  text.front() = 'N';
  EXPECT_FALSE(means(BinaryToken{text}, *a));
  EXPECT_FALSE(means(BinaryToken{""}, *a));
}

TEST(As4Partner, NoKeyIdentifierMeansNobody) {
  EXPECT_FALSE(means(KeyIdentifier{}, *test::recorded_certificate("ca"))) << "whether it has one or not";
}

TEST(As4Partner, TheOneThatLastsLongestIsUsed) {
  const auto a = test::recorded_certificate("a-rsa");
  const auto b = test::recorded_certificate("b-rsa");
  const std::vector<PartnerSigning> entries{{.certificate = a, .key = nullptr},
                                            {.certificate = b, .key = nullptr}};
  const PartnerSigning* used = current(entries, test::time_of_recording());
  ASSERT_NE(used, nullptr);
  EXPECT_EQ(used->certificate, b->not_after() > a->not_after() ? b : a);
  EXPECT_EQ(current(entries, Instant{}), nullptr) << "none is valid yet";
}

TEST(As4Partner, OneThatNobodyVouchesForAnyMoreIsNotUsed) {
  const auto a = test::recorded_certificate("a-rsa");
  const Instant now = test::time_of_recording();
  const auto used = [&](std::vector<Life> vouched) {
    const std::vector<PartnerSigning> entries{
        {.certificate = a, .key = nullptr, .above = {}, .vouched = std::move(vouched)}};
    return current(entries, now) != nullptr && oldest(entries, now) != nullptr;
  };
  const Life ended{.from = now - 48h, .until = now - 1ms};
  const Life to_come{.from = now + 1ms, .until = now + 48h};
  EXPECT_FALSE(used({ended}));
  EXPECT_FALSE(used({to_come, ended}));
  EXPECT_TRUE(used({ended, {.from = now, .until = now}})) << "one of them will do";
  EXPECT_TRUE(used({})) << "it needs nobody";
}

}  // namespace
}  // namespace lintas::as4
