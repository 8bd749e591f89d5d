#include "shell/api/webhook_signing.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"

namespace lintas::api {
namespace {

TEST(WebhookSigning, Base64AsInItsDefinition) {
  const std::array<std::array<std::string_view, 2>, 7> samples{{{"", ""},
                                                                {"f", "Zg=="},
                                                                {"fo", "Zm8="},
                                                                {"foo", "Zm9v"},
                                                                {"foob", "Zm9vYg=="},
                                                                {"fooba", "Zm9vYmE="},
                                                                {"foobar", "Zm9vYmFy"}}};
  for (const auto& [plain, coded] : samples) EXPECT_EQ(base64(as_bytes(plain)), coded) << plain;
}

/// No key: the place of its signature.
Bytes no_signature(ByteView /*content*/) { return {}; }

// The example that the libraries of Standard Webhooks are tested with.
TEST(WebhookSigning, EqualsThePublishedExample) {
  const Bytes secret = from_hex("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0").value();
  EXPECT_EQ(secret_text(secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const Signed message{.id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                       .timestamp = 1614265330,
                       .body = as_bytes(R"({"test": 2432232314})")};
  EXPECT_EQ(signatures_of(message, std::array{secret}, crypto::hmac_sha256, no_signature),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,");
}

TEST(WebhookSigning, BothSecretsSignAndTheKeyDoes) {
  const std::array secrets{Bytes(32, std::byte{1}), Bytes(32, std::byte{2})};
  const auto key = crypto::SigningKey::from_seed({std::byte{3}});
  const Signed message{.id = "evt_1", .timestamp = 5, .body = as_bytes("{}")};
  const std::string header = signatures_of(message, secrets, crypto::hmac_sha256, [&](ByteView content) {
    EXPECT_EQ(as_text(content), "evt_1.5.{}");
    const auto signature = key.sign(content);
    return Bytes{signature.begin(), signature.end()};
  });
  EXPECT_EQ(std::ranges::count(header, ' '), 2);
  EXPECT_TRUE(header.starts_with("v1,")) << header;
  const auto place = header.find(" v1a,");
  ASSERT_NE(place, std::string::npos) << header;
  EXPECT_EQ(header.size() - place - 5, 88U) << "64 bytes";
  EXPECT_NE(header.substr(0, 47), header.substr(48, 47)) << "of two secrets";
}

}  // namespace
}  // namespace lintas::api
