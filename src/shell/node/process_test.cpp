#include "shell/node/process.hpp"

#include <chrono>
#include <exception>
#include <expected>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <ios>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/node.hpp"
#include "shell/node/partners.hpp"
#include "shell/store/sqlite/folder.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;

/// A configuration that starts, and what happens to it.
class ConfigCheck : public testing::Test {
 protected:
  ConfigCheck() {
    EXPECT_TRUE(
        test::new_node({.folder = home(), .country = "SG", .now = *parse_instant("2026-11-23T04:00:00Z")})
            .has_value());
  }
  [[nodiscard]] fs::path home() const { return place_.path() / "sg"; }
  [[nodiscard]] std::string config_file() const { return (home() / "lintas.toml").string(); }
  void add(const std::string& text) const { std::ofstream{config_file(), std::ios::app} << text; }
  void change(const std::string& from, const std::string& to) const {
    std::string text = text_of(config_file());
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ofstream{config_file(), std::ios::binary} << text.replace(at, from.size(), to);
  }
  /// Signs a sheet of that state for a new document key and names both; the sheet need not have the key.
  void sign_documents(std::string_view state, bool names_the_key) const {
    crypto::SystemEntropy entropy;
    const auto key = crypto::make_signing_key((home() / "document.key").string(), entropy);
    ASSERT_TRUE(key.has_value()) << key.error();
    const test::IssuingState issuing{state};
    code::TrustSheet sheet = issuing.sheet();
    if (names_the_key) sheet.keys.front().key = {key->public_key()};
    const Bytes bytes = code::sign_sheet(sheet, crypto::sha256, issuing.signed_by(issuing.root));
    std::ofstream{home() / "sheet.cose", std::ios::binary} << as_text(bytes);
    add(format("[documents]\nkey_file = \"{0}/document.key\"\ntrust_sheet_file = \"{0}/sheet.cose\"\n",
               home().string()));
  }
  [[nodiscard]] static std::string text_of(const std::string& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  int check_it() {
    std::ostringstream out;
    std::ostringstream err;
    const int code = check(config_file(), out, err);
    told_ = err.str();
    return code;
  }

  test::TemporaryFolder place_;
  std::string told_;
};

/// In a process of its own, for nothing gives back what is taken here.
TEST(LeaveNoCore, LimitsCoresAndLetsNobodyLookIntoTheProcess) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const bool was_open = ::prctl(PR_SET_DUMPABLE, 1UL, 0UL, 0UL, 0UL) == 0;
    leave_no_core();
    rlimit cores{.rlim_cur = 1, .rlim_max = 1};
    const bool is_limited =
        ::getrlimit(RLIMIT_CORE, &cores) == 0 && cores.rlim_cur == 0 && cores.rlim_max == 0;
    const bool is_closed = ::prctl(PR_GET_DUMPABLE, 0UL, 0UL, 0UL, 0UL) == 0;
    ::_exit(was_open && is_limited && is_closed ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << "a collector of cores behind a pipe is bound by PR_SET_DUMPABLE alone";
}

TEST_F(ConfigCheck, says_yes_to_what_starts) {
  EXPECT_EQ(check_it(), 0) << told_;
  EXPECT_EQ(told_, "");
  sign_documents("SG", true);
  EXPECT_EQ(check_it(), 0) << told_;
}

TEST_F(ConfigCheck, knows_the_sheet_of_another_state) {
  sign_documents("MY", true);
  EXPECT_EQ(check_it(), 1);
  EXPECT_TRUE(told_.contains("is the sheet of MY, not of SG")) << told_;
}

TEST_F(ConfigCheck, knows_a_document_key_that_the_sheet_does_not_name) {
  sign_documents("SG", false);
  EXPECT_EQ(check_it(), 1);
  EXPECT_TRUE(told_.contains("does not name the key of")) << told_;
}

TEST_F(ConfigCheck, tells_all_files_at_once_each_once) {
  fs::remove(home() / "secret.key");
  fs::permissions(home() / "api.keys", fs::perms::others_read, fs::perm_options::add);
  fs::remove_all(home() / "store");
  add("[documents]\nkey_file = \"/nowhere/document.key\"\ntrust_sheet_file = \"/nowhere/sheet.cose\"\n");
  EXPECT_EQ(check_it(), 1);
  for (const char* fault :
       {"/secret.key: No such file", "/api.keys is secret", "store.folder: ", "/nowhere/document.key"}) {
    const auto at = told_.find(fault);
    ASSERT_NE(at, std::string::npos) << fault << '\n' << told_;
    EXPECT_EQ(told_.find(fault, at + 1), std::string::npos) << fault << '\n' << told_;
  }
}

TEST_F(ConfigCheck, knows_a_partner_whose_document_is_not_there) {
  add("[[partner]]\ncountry = \"MY\"\nroot = \"3475-0f98-bd59-fcfc-946d-a45a-aabe-933b\"\n"
      "identity_file = \"/nowhere/my.lintas\"\n");
  EXPECT_EQ(check_it(), 1);
  EXPECT_TRUE(told_.contains("lintas.toml:")) << told_;
  EXPECT_TRUE(told_.contains(": partner MY: /nowhere/my.lintas: No such file")) << told_;
}

TEST_F(ConfigCheck, knows_a_partner_whose_document_leads_into_a_private_network) {
  const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const fs::path malaysia = place_.path() / "my";
  const auto root = test::new_node({.folder = malaysia, .country = "MY", .now = now});
  ASSERT_TRUE(root) << root.error().what;
  const auto taken = take_partner({.config_file = config_file(),
                                   .document_file = (malaysia / "identity.lintas").string(),
                                   .root = *root,
                                   .url = {},
                                   .now = now,
                                   .environment = {}});
  ASSERT_TRUE(taken) << taken.error().what;
  EXPECT_EQ(check_it(), 0) << "as it was made for this machine: " << told_;
  std::string text = text_of(config_file());
  constexpr std::string_view anywhere = "addresses = \"any\"\n";
  const auto at = text.find(anywhere);
  ASSERT_NE(at, std::string::npos);
  std::ofstream{config_file(), std::ios::binary} << text.erase(at, anywhere.size());
  EXPECT_EQ(check_it(), 1);
  EXPECT_TRUE(told_.contains("partner MY: https://127.0.0.1")) << told_;
  EXPECT_TRUE(told_.contains("exchange.addresses")) << told_;
}

TEST_F(ConfigCheck, knows_where_a_node_would_not_listen_and_a_start_leaves_the_store_alone) {
  change("[api]\n", "[api]\naddress = \"0.0.0.0\"\n");
  change("[operations]\n", "[operations]\naddress = \"10.1.2.3\"\n");
  EXPECT_EQ(check_it(), 1);
  EXPECT_TRUE(told_.contains("api.address (0.0.0.0, ")) << told_;
  EXPECT_TRUE(told_.contains("give api.certificate_file")) << told_;
  EXPECT_TRUE(told_.contains("operations.address (10.1.2.3, ")) << told_;
  const auto config = load_config(config_file());
  ASSERT_TRUE(config.has_value());
  std::string why;
  try {
    const Node node{{.config = *config, .log = nullptr, .failed = [](const std::string&) {}}};
  } catch (const StartFailure& failure) {
    why = failure.what();
  }
  for (const std::string& fault : faults_of_listeners(*config))
    EXPECT_TRUE(why.contains(fault)) << "the same words: " << why;
  EXPECT_TRUE(fs::is_empty(home() / "store"));
}

/// What is written beside the store is written by the node that holds it, and by none that does not start.
TEST_F(ConfigCheck, a_start_writes_beside_the_store_once_it_has_it_and_all_else_is_there) {
  auto config = load_config(config_file());
  ASSERT_TRUE(config.has_value());
  config->api.port = config->partners_listen.port = config->operations.port = 0;
  int calls = 0;
  const auto start = [&](std::expected<void, std::string> answer) -> std::string {
    try {
      const Node node{{.config = *config,
                       .log = nullptr,
                       .failed = [](const std::string&) {},
                       .opened =
                           [&, answer] {
                             ++calls;
                             EXPECT_TRUE(store::is_locked(home() / "store"));
                             return answer;
                           }}};
    } catch (const std::exception& failure) {
      return failure.what();
    }
    return {};
  };
  EXPECT_EQ(start({}), "");
  EXPECT_EQ(start(std::unexpected("no room")), "no room");
  EXPECT_EQ(calls, 2);
  const store::NodeLock of_another{home() / "store"};
  EXPECT_NE(start({}), "");
  EXPECT_EQ(calls, 2) << "another node has the store";
}

TEST_F(ConfigCheck, a_key_of_another_certificate_is_told_by_its_own_name_not_by_a_partners) {
  const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const fs::path malaysia = place_.path() / "my";
  const auto root = test::new_node({.folder = malaysia, .country = "MY", .now = now});
  ASSERT_TRUE(root) << root.error().what;
  ASSERT_TRUE(take_partner({.config_file = config_file(),
                            .document_file = (malaysia / "identity.lintas").string(),
                            .root = *root,
                            .url = {},
                            .now = now,
                            .environment = {}}));
  change((home() / "tls.key").string(), (malaysia / "tls.key").string());
  EXPECT_EQ(check_it(), 1);
  EXPECT_TRUE(told_.contains("partners.key_file (" + (malaysia / "tls.key").string())) << told_;
  EXPECT_TRUE(told_.contains("lintas.toml:")) << told_;
  EXPECT_TRUE(told_.contains("the private key does not belong to the certificate")) << told_;
  EXPECT_FALSE(told_.contains("partner MY")) << told_;
  EXPECT_EQ(told_.find("partners.key_file"), told_.rfind("partners.key_file")) << "once: " << told_;
}

TEST_F(ConfigCheck, a_configuration_that_is_not_there_is_no_wrong_one) {
  fs::remove(config_file());
  EXPECT_EQ(check_it(), 2);
  EXPECT_EQ(told_, config_file() + ": No such file or directory\n") << "the path once";
}

}  // namespace
}  // namespace lintas::node
