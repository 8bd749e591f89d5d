#include <chrono>
#include <cstdint>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>
#include <string>

#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/heads.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/prints.hpp"
#include "shell/node/process.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/busy_node.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

class AuditTest : public testing::Test {
 protected:
  AuditTest() {
    const auto made =
        test::new_node({.folder = home(), .country = "SG", .now = *parse_instant("2026-11-23T04:00:00Z")});
    EXPECT_TRUE(made.has_value());
    config_ = load_config(config_file()).value();
    config_.api.port = config_.partners_listen.port = config_.operations.port = 0;
  }
  [[nodiscard]] std::filesystem::path home() const { return folder_.path() / "sg"; }
  [[nodiscard]] std::string config_file() const { return (home() / "lintas.toml").string(); }

  void work(std::uint32_t firms, const std::function<void()>& beside = [] {}) {
    test::register_firms(config_, 0, firms, beside);
  }
  int verify_store(bool json = false) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = verify(config_file(), json, out, err);
    told_ = out.str() + err.str();
    return code;
  }
  /// Somebody with a hand in the file.
  void change(const std::string& sql) {
    store::Database database{{.path = (home() / "store/lintas.db").string(), .vfs = {}},
                             store::Database::Missing::refuse};
    database.execute(sql);
  }

  static Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }
  void sign_newest_head(const crypto::SigningKey& key, Instant at) {
    store::SqliteStore store{{.folder = home() / "store", .vfs = {}, .room = {}}};
    auto head = store.last_head(*exchange::Partner::parse("SG")).value();
    head.at = at;
    const auto signature = key.sign(app::signed_content(head.owner, head.head, head.at));
    head.signature = {signature.begin(), signature.end()};
    store.save_head(head);
  }

  test::TemporaryFolder folder_;
  Config config_;
  std::string told_;
};

TEST_F(AuditTest, finds_a_stopped_node_sound_and_one_that_runs) {
  work(5, [this] { EXPECT_EQ(verify_store(), 0) << told_; });
  EXPECT_EQ(verify_store(), 0) << told_;
  EXPECT_TRUE(told_.contains("log                5 events")) << told_;
  EXPECT_EQ(verify_store(true), 0);
  EXPECT_TRUE(told_.starts_with(R"({"sound":true,"checks":[{"check":"log","looked_at":5,"wrong":0})"))
      << told_;
}

TEST_F(AuditTest, ends_with_one_and_names_what_was_changed) {
  work(3);
  change("UPDATE event SET at = at + 1 WHERE seq = 2");
  EXPECT_EQ(verify_store(), 1);
  EXPECT_TRUE(told_.contains("heads: own head of 3 leaves: the log had another root at that size")) << told_;
  EXPECT_EQ(verify_store(true), 1);
  EXPECT_TRUE(told_.contains(R"({"check":"heads","place":"own head of 3 leaves","what":"the log had)"))
      << told_;
  change("UPDATE event SET at = at - 1 WHERE seq = 2");
  EXPECT_EQ(verify_store(), 0) << told_;
  change("UPDATE head SET signature = zeroblob(64)");
  EXPECT_EQ(verify_store(), 1);
  EXPECT_TRUE(told_.contains("is not signed with the node's key")) << told_;
}

TEST_F(AuditTest, a_head_of_an_earlier_key_of_its_own_is_right_and_told) {
  work(3);
  const auto thiefs = crypto::read_signing_key(config_.signing_key_file).value();
  const auto before = thiefs.public_key();
  crypto::SystemEntropy entropy;
  ASSERT_TRUE(replace_durably(config_.signing_key_file, new_secret(entropy)));
  EXPECT_EQ(verify_store(), 1);
  EXPECT_TRUE(told_.contains("is not signed with the node's key")) << "nobody has said what it was";
  const Instant replaced_at = now();
  const auto kept = keep_identity(config_, replaced_at);
  ASSERT_TRUE(kept) << kept.error();
  EXPECT_EQ(verify_store(), 0) << told_;
  const std::string line =
      format("signed with an earlier key of its own, {}, which its document named until {}", to_hex(before),
             lintas::to_text(replaced_at));
  EXPECT_TRUE(told_.contains("heads: 1 of SG " + line)) << told_;
  EXPECT_EQ(verify_store(true), 0);
  EXPECT_TRUE(told_.contains(format(R"("earlier_keys":[{{"owner":"SG","key":"{}","until":)", to_hex(before))))
      << told_;
  std::ostringstream said;
  ASSERT_EQ(take_signing_key(config_file(), said, said), 0) << said.str();
  test::register_firms(config_, 3, 2);  // with the new key
  EXPECT_EQ(verify_store(), 0) << told_;
  // Whoever has the key of before and may write the store signs what he has rewritten today.
  sign_newest_head(thiefs, now());
  EXPECT_EQ(verify_store(), 1) << told_;
  EXPECT_TRUE(told_.contains("own head of 5 leaves: is signed with a key that was replaced before")) << told_;
  EXPECT_FALSE(told_.contains("signed with an earlier key of its own")) << told_;
  sign_newest_head(thiefs, replaced_at - std::chrono::milliseconds{1});
  EXPECT_EQ(verify_store(), 1) << told_;
  EXPECT_TRUE(told_.contains("own head of 5 leaves: is older than the one before it"))
      << "dated back it stands behind one of the new key: " << told_;
  // A key that a thief puts there was never one of the node's.
  const std::string former = former_documents_of(config_.exchange.identity_file);
  change("UPDATE head SET signature = zeroblob(64)");
  EXPECT_EQ(verify_store(), 1) << "an earlier key makes no other signature good";
  std::string text = read_file(former, Secrecy::open, 1'000'000).value();
  text[text.size() - 3] = text[text.size() - 3] == '0' ? '1' : '0';
  ASSERT_TRUE(replace_durably(former, text));
  EXPECT_EQ(verify_store(), 2);
  EXPECT_TRUE(told_.contains(former + ":1: IDN-001")) << told_;
}

TEST_F(AuditTest, ends_with_two_where_there_is_nothing_to_read) {
  EXPECT_EQ(verify_store(), 2) << "a node that never ran";
  EXPECT_TRUE(told_.contains("store")) << told_;
  work(2);
  change("UPDATE event SET salt = x'00' WHERE seq = 1");
  EXPECT_EQ(verify_store(), 2) << "a column that no program wrote";
  EXPECT_TRUE(told_.contains("never written")) << told_;
  std::filesystem::remove(home() / "signing.key");
  EXPECT_EQ(verify_store(), 2);
  EXPECT_TRUE(told_.contains("signing.key")) << told_;
}

}  // namespace
}  // namespace lintas::node
