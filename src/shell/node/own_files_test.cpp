#include "shell/node/own_files.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "shell/node/config.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class OwnFilesTest : public testing::Test {
 protected:
  OwnFilesTest() {
    config_.exchange.key_file = put("exchange.key", "old key");
    config_.exchange.identity_file = put("identity", "old document");
    config_.exchange.signing_keys_file = put("signing.key", "old signing");
  }
  [[nodiscard]] std::string path_of(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  std::string put(const std::string& name, const std::string& text) const {
    std::ofstream{path_of(name), std::ios::binary} << text;
    return path_of(name);
  }
  [[nodiscard]] static std::string text_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  /// Of all three, as whoever has the files reads them.
  [[nodiscard]] std::string read() const {
    const auto held = OwnFiles::take(config_, 0ms);
    EXPECT_TRUE(held) << held.error();
    return text_of(path_of("exchange.key")) + ", " + text_of(path_of("identity")) + ", " +
           text_of(path_of("signing.key"));
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator{folder_.path()})
      out.push_back(entry.path().filename().string());
    std::ranges::sort(out);
    return out;
  }
  void add_all(FileSet& set) const {
    EXPECT_TRUE(set.add(path_of("exchange.key"), "new key"));
    EXPECT_TRUE(set.add(path_of("identity"), "new document"));
    EXPECT_TRUE(set.add(path_of("signing.key"), "new signing"));
  }
  /// In a process that is killed as soon as `until` is there; whatever it has then is all that it leaves.
  template <class Until>
  void killed(Until until) const {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto held = OwnFiles::take(config_);
      FileSet set{config_.exchange};
      add_all(set);
      (void)set.put_in_place();
      ::_exit(0);
    }
    while (!until()) {
      if (::waitpid(child, nullptr, WNOHANG) != 0) return;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }

  const test::TemporaryFolder folder_;
  Config config_;
  const std::string old_ = "old key, old document, old signing";
  const std::string new_ = "new key, new document, new signing";
  const std::vector<std::string> clean_{"exchange.key", "identity", "signing.key"};
};

TEST_F(OwnFilesTest, AreHeldByOneAtATimeAndWhoeverWaitsTooLongIsToldWhoHasThem) {
  auto held = OwnFiles::take(config_);
  ASSERT_TRUE(held) << held.error();
  const auto refused = OwnFiles::take(config_, 50ms);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().starts_with(folder_.path().string())) << refused.error();
  EXPECT_TRUE(refused.error().contains("lintas identity renew")) << refused.error();
  std::atomic<bool> taken = false;
  std::thread waiting{[&] { taken = OwnFiles::take(config_).has_value(); }};
  std::this_thread::sleep_for(50ms);
  EXPECT_FALSE(taken);
  {
    const OwnFiles last = *std::move(held);
  }
  waiting.join();
  EXPECT_TRUE(taken);
}

TEST_F(OwnFilesTest, AreFreeAgainWhenWhoeverHadThemIsKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = OwnFiles::take(config_);
    std::ofstream{path_of("held")} << "yes";
    for (;;) ::pause();
  }
  while (!fs::exists(path_of("held"))) std::this_thread::sleep_for(1ms);
  EXPECT_FALSE(OwnFiles::take(config_, 0ms));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(OwnFiles::take(config_, 0ms));
}

TEST_F(OwnFilesTest, WithoutAnIdentityThereIsNothingToHold) { EXPECT_TRUE(OwnFiles::take(Config{}, 0ms)); }

TEST_F(OwnFilesTest, ChangeTogetherAndNotBefore) {
  {
    FileSet set{config_.exchange};
    add_all(set);
    EXPECT_EQ(text_of(set.place_of(path_of("identity"))), "new document") << "it can be tried";
    EXPECT_EQ(set.place_of(path_of("other")), path_of("other"));
    EXPECT_EQ(text_of(path_of("identity")), "old document");
  }
  EXPECT_EQ(names(), clean_) << "what was not decided on leaves nothing, no key above all";
  {
    FileSet set{config_.exchange};
    add_all(set);
    ASSERT_TRUE(set.put_in_place());
  }
  EXPECT_EQ(names(), clean_);
  EXPECT_EQ(read(), new_);
}

TEST_F(OwnFilesTest, AreAllOldOrAllNewWhereverTheProcessIsKilled) {
  killed([&] { return fs::exists(path_of("signing.key.lintas-new")); });
  EXPECT_TRUE(read() == old_ || read() == new_) << read();
  killed([&] { return fs::exists(path_of("exchange.key.decided")); });
  EXPECT_TRUE(read() == old_ || read() == new_) << read();
  EXPECT_EQ(names(), clean_);
}

/// Each state that a process can leave which is cut off, made by hand.
TEST_F(OwnFilesTest, AreMadeWholeByWhoeverTakesThemNext) {
  const std::string decision = path_of("exchange.key") + ".decided";
  const std::vector<std::string> each{"exchange.key", "identity", "signing.key"};
  for (std::size_t written = 0; written <= each.size(); ++written) {
    for (std::size_t i = 0; i < written; ++i) put(each[i] + ".lintas-new", "new");
    EXPECT_EQ(read(), old_) << "nothing was decided: " << written;
    EXPECT_EQ(names(), clean_) << written;
  }
  for (std::size_t renamed = 0; renamed <= each.size(); ++renamed) {
    put("exchange.key", renamed > 0 ? "new key" : "old key");
    put("identity", renamed > 1 ? "new document" : "old document");
    put("signing.key", renamed > 2 ? "new signing" : "old signing");
    if (renamed < 1) put("exchange.key.lintas-new", "new key");
    if (renamed < 2) put("identity.lintas-new", "new document");
    if (renamed < 3) put("signing.key.lintas-new", "new signing");
    std::string lines;
    for (const std::string& name : each) lines += path_of(name) + '\n';
    put("exchange.key.decided", lines);
    fs::permissions(decision, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(read(), new_) << renamed;
    EXPECT_EQ(names(), clean_) << renamed;
  }
}

}  // namespace
}  // namespace lintas::node
