#include "shell/crypto/seed_file.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

#include "shell/crypto/entropy.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::crypto {
namespace {

using std::filesystem::perms;

TEST(SeedFile, a_new_key_is_read_again_and_is_for_its_owner_only) {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "root.key").string();
  SystemEntropy entropy;
  const auto made = make_signing_key(path, entropy);
  ASSERT_TRUE(made.has_value()) << made.error();
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
  const auto read = read_signing_key(path);
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->public_key(), made->public_key());
}

TEST(SeedFile, a_key_that_is_there_stays) {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "root.key").string();
  SystemEntropy entropy;
  const auto first = make_signing_key(path, entropy);
  ASSERT_TRUE(first.has_value());
  const auto second = make_signing_key(path, entropy);
  ASSERT_FALSE(second.has_value());
  EXPECT_TRUE(second.error().starts_with(path)) << second.error();
  EXPECT_EQ(read_signing_key(path)->public_key(), first->public_key());
}

TEST(SeedFile, what_others_may_read_or_what_is_no_key_is_refused) {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "root.key").string();
  EXPECT_FALSE(read_signing_key(path).has_value());
  EXPECT_TRUE(read_signing_key(folder.path().string()).error().contains("is no file"));
  for (const std::string& text :
       {std::string{}, std::string(63, 'a'), std::string(66, 'a'), std::string(64, 'x')}) {
    std::ofstream{path} << text << '\n';
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    const auto read = read_signing_key(path);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_TRUE(read.error().contains("64 hexadecimal digits")) << read.error();
  }
  std::ofstream{path} << std::string(64, 'a') << '\n';
  EXPECT_TRUE(read_signing_key(path).has_value());
  std::filesystem::permissions(path, perms::group_read, std::filesystem::perm_options::add);
  EXPECT_TRUE(read_signing_key(path).error().contains("chmod 600"));
}

}  // namespace
}  // namespace lintas::crypto
