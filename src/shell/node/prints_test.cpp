#include "shell/node/prints.hpp"

#include <array>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>
#include <string>

#include "base/time.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/config.hpp"
#include "shell/node/process.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;

/// The store of a node, as its first start leaves it.
class PrintsTest : public testing::Test {
 protected:
  PrintsTest() {
    EXPECT_TRUE(
        test::new_node({.folder = home(), .country = "SG", .now = *parse_instant("2026-11-23T04:00:00Z")})
            .has_value());
    EXPECT_EQ(started(), "");
  }
  [[nodiscard]] fs::path home() const { return place_.path() / "sg"; }
  [[nodiscard]] std::string config_file() const { return (home() / "lintas.toml").string(); }
  /// What a start says before it does anything else with the store.
  [[nodiscard]] std::string started() const {
    const Config config = load_config(config_file()).value();
    store::SqliteStore store{{.folder = config.store_folder}};
    const auto kept = keep_prints(store, config, read_secrets(config).value());
    return kept ? "" : kept.error();
  }
  [[nodiscard]] std::string checked() const {
    std::ostringstream out;
    std::ostringstream err;
    const int code = check(config_file(), out, err);
    EXPECT_EQ(code == 0, err.str().empty()) << err.str();
    return err.str();
  }
  int say_renewed() {
    std::ostringstream out;
    std::ostringstream err;
    const int code = take_signing_key(config_file(), out, err);
    told_ = out.str() + err.str();
    return code;
  }
  void renew(const char* file) const {
    crypto::SystemEntropy entropy;
    ASSERT_TRUE(replace_durably((home() / file).string(), new_secret(entropy)));
  }

  test::TemporaryFolder place_;
  std::string told_;
};

TEST_F(PrintsTest, AreTheSameAtEachStart) {
  EXPECT_EQ(started(), "");
  EXPECT_EQ(checked(), "");
}

TEST_F(PrintsTest, AnotherSecretIsRefusedAtAStartAndTold) {
  renew("secret.key");
  for (const std::string& told : {started(), checked()}) {
    EXPECT_TRUE(told.contains("node.secret_file (" + (home() / "secret.key").string())) << told;
    EXPECT_TRUE(told.contains("put the file back")) << told;
  }
  EXPECT_EQ(say_renewed(), 1) << "that is no way around it";
  EXPECT_TRUE(told_.contains("node.secret_file")) << told_;
}

TEST_F(PrintsTest, TheSigningKeyIsAnotherOneOnlyWhereTheOperatorSaysSo) {
  fs::copy_file(home() / "exchange.key", home() / "signing.key", fs::copy_options::overwrite_existing);
  for (const std::string& told : {started(), checked()}) {
    EXPECT_TRUE(told.contains("node.signing_key_file (" + (home() / "signing.key").string())) << told;
    EXPECT_TRUE(told.contains("`lintas keys signing`")) << told;
  }
  renew("signing.key");
  EXPECT_NE(started(), "");
  EXPECT_EQ(say_renewed(), 0) << told_;
  EXPECT_EQ(started(), "");
  EXPECT_EQ(checked(), "");
}

TEST_F(PrintsTest, AStoreOfAnEarlierReleaseTakesThemAtItsNextStart) {
  fs::remove_all(home() / "store");
  fs::create_directory(home() / "store");
  renew("secret.key");
  EXPECT_EQ(checked(), "") << "there is no store yet";
  EXPECT_EQ(say_renewed(), 2);
  EXPECT_TRUE(told_.contains("holds no store yet")) << told_;
  {
    const store::SqliteStore without{{.folder = home() / "store"}};
  }
  EXPECT_EQ(checked(), "");
  EXPECT_EQ(started(), "");
  renew("secret.key");
  EXPECT_NE(started(), "");
}

TEST_F(PrintsTest, ARunningNodeIsLeftAlone) {
  const Config config = load_config(config_file()).value();
  const store::SqliteStore running{{.folder = config.store_folder}};
  EXPECT_EQ(say_renewed(), 2) << told_;
}

}  // namespace
}  // namespace lintas::node
