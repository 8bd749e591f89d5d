#include "shell/node/administrator_key.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <sys/stat.h>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/api/keys.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/store/sqlite/folder.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;

class AdministratorKey : public testing::Test {
 protected:
  AdministratorKey() {
    EXPECT_TRUE(test::new_node({.folder = home(), .country = "SG", .now = now_}).has_value());
    fs::remove(home() / "administrator.key");
  }
  [[nodiscard]] fs::path home() const { return place_.path() / "sg"; }
  [[nodiscard]] std::string to() const { return (place_.path() / "new.key").string(); }
  [[nodiscard]] static std::string text_of(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  int make(const std::string& person = "ops-2") {
    std::ostringstream out;
    std::ostringstream err;
    const int code = make_administrator_key({.config_file = (home() / "lintas.toml").string(),
                                             .person = person,
                                             .to = to(),
                                             .now = now_ + std::chrono::hours{1}},
                                            out, err);
    told_ = out.str() + err.str();
    return code;
  }
  /// The keys as a node reads them when it starts.
  [[nodiscard]] api::Keys& keys() {
    EXPECT_TRUE(keys_.read(text_of(home() / "api.keys")).has_value());
    return keys_;
  }

  const Instant now_ = *parse_instant("2026-11-23T04:00:00Z");
  test::TemporaryFolder place_;
  api::Keys keys_{crypto::sha256};
  std::string told_;
};

TEST_F(AdministratorKey, that_was_lost_is_made_anew_and_everybody_sees_by_whom) {
  ASSERT_EQ(make(), 0) << told_;
  std::string key = text_of(to());
  ASSERT_TRUE(key.ends_with('\n'));
  key.pop_back();
  EXPECT_FALSE(told_.contains(key)) << "it stands in its file alone";
  struct stat about{};
  ASSERT_EQ(::stat(to().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const auto actor = keys().find(key, now_ + std::chrono::hours{2});
  ASSERT_TRUE(actor.has_value());
  EXPECT_EQ(actor->role, access::Role::node_administrator);
  EXPECT_EQ(actor->person, "ops-2");
  EXPECT_EQ(keys().size(), 2U) << "the one that was lost is still good until it is withdrawn";
  for (const auto& listed : keys().list()) EXPECT_TRUE(listed.entry.by_operator) << listed.entry.actor.person;
}

TEST_F(AdministratorKey, is_made_of_a_stopped_node_only) {
  const std::string before = text_of(home() / "api.keys");
  {
    const store::NodeLock runs{home() / "store"};
    EXPECT_EQ(make(), 2);
    EXPECT_TRUE(told_.contains("stop the node first")) << told_;
  }
  EXPECT_EQ(text_of(home() / "api.keys"), before);
  EXPECT_FALSE(fs::exists(to()));
  EXPECT_EQ(make(), 0) << told_;
}

TEST_F(AdministratorKey, writes_no_file_over_and_leaves_none_behind) {
  const std::string before = text_of(home() / "api.keys");
  std::ofstream{to()} << "something else\n";
  EXPECT_EQ(make(), 2);
  EXPECT_EQ(text_of(to()), "something else\n");
  EXPECT_EQ(text_of(home() / "api.keys"), before) << "no key that nobody has";
  fs::remove(to());
  EXPECT_EQ(make(""), 64);
  EXPECT_EQ(make(std::string(36, 'x')), 64);
  ::chmod((home() / "api.keys").c_str(), 0644);
  EXPECT_EQ(make(), 2);
  EXPECT_TRUE(told_.contains("chmod 600")) << told_;
  EXPECT_FALSE(fs::exists(to()));
}

}  // namespace
}  // namespace lintas::node
