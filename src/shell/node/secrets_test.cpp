#include "shell/node/secrets.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <sys/stat.h>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/api/keys.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/world.hpp"

namespace lintas::node {
namespace {

class ApiKeysFile : public testing::Test {
 protected:
  static constexpr std::size_t bytes_max = 1000;

  ApiKeysFile() { write(""); }
  void write(const std::string& text) const {
    std::ofstream{path_, std::ios::binary} << text;
    ::chmod(path_.c_str(), 0600);
  }
  [[nodiscard]] std::string text() const {
    std::ifstream in{path_, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  api::Keys::Made draw() {
    return keys_.draw(
        {.actor = {.role = access::Role::trader, .party = "SG201912345Z"}, .created = now_, .expires = {}},
        entropy_);
  }

  test::TemporaryFolder folder_;
  const std::string path_ = (folder_.path() / "api.keys").string();
  const Instant now_ = *parse_instant("2026-11-23T08:00:00Z");
  test::SeededEntropy entropy_{5};
  api::Keys keys_{crypto::sha256};
  KeysFile file_{path_, keys_, bytes_max};
};

TEST_F(ApiKeysFile, keys_and_lines_change_together) {
  const auto made = draw();
  ASSERT_TRUE(file_.keep(made.line, now_).has_value());
  EXPECT_EQ(text(), made.line);
  EXPECT_TRUE(keys_.find(made.key, now_).has_value());
  EXPECT_FALSE(file_.read(path_ + ".none").has_value());
  EXPECT_TRUE(keys_.find(made.key, now_).has_value()) << "all stays as it was";
  write("no key\n");
  EXPECT_FALSE(file_.read().has_value());
  EXPECT_TRUE(keys_.find(made.key, now_).has_value());
}

TEST_F(ApiKeysFile, issuing_and_withdrawing_goes_on_for_ever) {
  for (int i = 0; i < 20; ++i) {
    const auto made = draw();
    ASSERT_TRUE(file_.keep(made.line, now_).has_value()) << i;
    const auto listed = keys_.list();
    const auto good = std::ranges::find_if(
        listed, [](const api::Keys::Listed& key) { return !key.entry.withdrawn.has_value(); });
    ASSERT_NE(good, listed.end());
    ASSERT_TRUE(file_.keep(api::Keys::withdrawal(good->hash, now_), now_).has_value()) << i;
    EXPECT_FALSE(keys_.find(made.key, now_).has_value());
    ASSERT_TRUE(file_.read().has_value()) << "the next start can read it";
  }
}

TEST_F(ApiKeysFile, a_full_file_takes_no_more_and_can_still_be_read) {
  std::size_t kept = 0;
  while (file_.keep(draw().line, now_).has_value()) ++kept;
  EXPECT_GT(kept, 3U);
  EXPECT_EQ(keys_.size(), kept);
  EXPECT_LE(text().size(), bytes_max);
  EXPECT_TRUE(file_.read().has_value());
}

Secrets with_webhook_keys(std::byte secret) {
  return {.signing_key = crypto::SigningKey::from_seed({}),
          .webhook_key = crypto::SecretBytes<32>{{secret}},
          .webhook_signing_key = crypto::SecretBytes<32>{{secret}}};
}

TEST(WebhookSecrets, follow_from_the_nodes_secret_the_subscription_and_the_name) {
  const Secrets secrets = with_webhook_keys(std::byte{1});
  const Bytes one = secrets.webhook_secret("wh_1", {.generation = 1, .mark = {}});
  EXPECT_EQ(one.size(), 32U);
  EXPECT_EQ(with_webhook_keys(std::byte{1}).webhook_secret("wh_1", {.generation = 1, .mark = {}}), one)
      << "after each start";
  EXPECT_NE(secrets.webhook_secret("wh_1", {.generation = 2, .mark = {}}), one);
  EXPECT_NE(secrets.webhook_secret("wh_1", {.generation = 1, .mark = 7}), one) << "behind a loss";
  EXPECT_NE(secrets.webhook_secret("wh_2", {.generation = 1, .mark = {}}), one);
  EXPECT_NE(with_webhook_keys(std::byte{2}).webhook_secret("wh_1", {.generation = 1, .mark = {}}), one);
}

TEST(WebhookSecrets, each_subscription_is_signed_for_by_a_key_of_its_own) {
  const Secrets secrets = with_webhook_keys(std::byte{1});
  const auto signer = secrets.webhook_signer("wh_1");
  const auto content = as_bytes("evt_1.5.{}");
  EXPECT_TRUE(crypto::verify(signer.public_key(), content, signer.sign(content)));
  EXPECT_EQ(secrets.webhook_signer("wh_1").public_key(), signer.public_key());
  EXPECT_NE(secrets.webhook_signer("wh_2").public_key(), signer.public_key())
      << "what one receiver is sent proves nothing to another one";
}

}  // namespace
}  // namespace lintas::node
