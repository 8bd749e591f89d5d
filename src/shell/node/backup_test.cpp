#include "shell/node/backup.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/time.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "shell/app/store.hpp"
#include "shell/node/attachment_folder.hpp"
#include "shell/node/backup_manifest.hpp"
#include "shell/node/config.hpp"
#include "shell/node/process.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/busy_node.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;

const Instant at_backup = *parse_instant("2026-11-23T10:00:00Z");
const Instant at_restore = *parse_instant("2026-11-23T16:00:00Z");

std::string text_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

mode_t mode_of(const fs::path& path) {
  struct stat about{};
  EXPECT_EQ(::stat(path.c_str(), &about), 0) << path;
  return about.st_mode & 0777U;
}

class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    const auto made =
        test::new_node({.folder = home(), .country = "SG", .now = *parse_instant("2026-11-23T04:00:00Z")});
    EXPECT_TRUE(made.has_value());
  }
  [[nodiscard]] fs::path home() const { return place_.path() / "sg"; }
  [[nodiscard]] fs::path saved() const { return place_.path() / "saved"; }
  [[nodiscard]] fs::path config_file() const { return home() / "lintas.toml"; }

  static void work(
      const fs::path& config_file, std::uint32_t first, std::uint32_t firms,
      const std::function<void()>& beside = [] {}) {
    test::register_firms(load_config(config_file.string()).value(), first, firms, beside);
  }
  int back_up() {
    std::ostringstream out;
    std::ostringstream err;
    const int code =
        backup({.config_file = config_file().string(), .folder = saved().string() + "/", .now = at_backup},
               out, err);
    told_ = out.str() + err.str();
    return code;
  }
  int bring_back(const fs::path& file, Since since = Since::nothing_happened) {
    std::ostringstream out;
    std::ostringstream err;
    const int code =
        restore({.config_file = file.string(), .folder = saved().string(), .since = since, .now = at_restore},
                out, err);
    told_ = out.str() + err.str();
    return code;
  }
  /// A configuration like that of the node, for another place; its folder is not there yet.
  [[nodiscard]] fs::path other_place(const std::string& name) const {
    std::string text = text_of(config_file());
    const std::string from = home().string();
    const std::string to = (place_.path() / name).string();
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    const fs::path file = place_.path() / (name + ".toml");
    std::ofstream{file} << text;
    return file;
  }
  static int sound(const fs::path& file) {
    std::ostringstream out;
    std::ostringstream err;
    return verify(file.string(), false, out, err);
  }
  [[nodiscard]] static std::int64_t events(const fs::path& folder) {
    return std::to_underlying(store::SqliteStore{{.folder = folder}}.counters().seq);
  }

  test::TemporaryFolder place_;
  std::string told_;
};

TEST_F(BackupTest, of_a_stopped_node_is_that_node) {
  work(config_file(), 0, 3);
  ASSERT_EQ(back_up(), 0) << told_;
  EXPECT_TRUE(told_.contains("3 events")) << told_;
  EXPECT_TRUE(told_.contains("holds the node's secrets")) << told_;
  EXPECT_TRUE(told_.contains("NOT in it: the keys in the hands of people, administrator.key too")) << told_;
  const fs::path file = other_place("elsewhere");
  ASSERT_EQ(bring_back(file), 0) << told_;
  EXPECT_TRUE(told_.contains("3 events")) << told_;
  EXPECT_FALSE(told_.contains("is lost")) << told_;
  EXPECT_TRUE(told_.contains("lintas keys administrator --config " + file.string())) << told_;
  EXPECT_EQ(sound(file), 0);
  const fs::path there = place_.path() / "elsewhere";
  for (const char* name : {"secret.key", "signing.key", "tls.key", "api.keys", "tls.pem"})
    EXPECT_EQ(text_of(there / name), text_of(home() / name)) << name;
  EXPECT_EQ(mode_of(there / "secret.key"), 0600U);
  EXPECT_EQ(mode_of(there / "store"), 0700U);
  EXPECT_TRUE(store::SqliteStore{{.folder = there / "store"}}.losses().empty());
  EXPECT_FALSE(fs::exists(there / "store/restore.part"));
  work(file, 3, 2);
  EXPECT_EQ(sound(file), 0);
  EXPECT_EQ(events(there / "store"), 5);
}

TEST_F(BackupTest, has_the_tables_of_kinds_of_documents_that_the_administration_added) {
  const fs::path kinds = home() / "kinds";
  fs::create_directory(kinds);
  std::ofstream{kinds / "timber.csv", std::ios::binary} << test::permit_kind;
  std::ofstream{config_file(), std::ios::app} << "\n[documents]\nkinds = \"" << kinds.string() << "\"\n";
  work(config_file(), 0, 1);
  // As the node keeps them when it runs with them; one of them under a name with a number in it.
  fs::create_directory(home() / "store/kinds");
  for (const char* name : {"timber.csv", "timber-2.csv"})
    std::ofstream{home() / "store/kinds" / name, std::ios::binary} << test::permit_kind;
  ASSERT_EQ(back_up(), 0) << told_;
  const fs::path file = other_place("elsewhere");
  ASSERT_EQ(bring_back(file), 0) << told_;
  EXPECT_EQ(text_of(place_.path() / "elsewhere/kinds/timber.csv"), test::permit_kind);
  EXPECT_TRUE(told_.contains("documents.kinds.timber.csv")) << told_;
  for (const char* name : {"timber.csv", "timber-2.csv"})
    EXPECT_EQ(text_of(place_.path() / "elsewhere/store/kinds" / name), test::permit_kind)
        << "documents in the store are read by nothing narrower (R-KIND-043)";
}

TEST_F(BackupTest, has_the_files_that_come_with_documents_and_proves_them_by_their_names) {
  work(config_file(), 0, 1);
  AttachmentFolder files{home() / "store" / attachments_name};
  const auto coming = files.begin();
  coming->append(as_bytes("box,kg\n1,12\n"));
  const Hash256 hash = coming->keep();
  ASSERT_EQ(back_up(), 0) << told_;
  EXPECT_TRUE(told_.contains("attachments (1 files)")) << told_;
  const fs::path file = other_place("elsewhere");
  ASSERT_EQ(bring_back(file), 0) << told_;
  AttachmentFolder there{place_.path() / "elsewhere/store" / attachments_name};
  const auto octets = there.open(hash);
  ASSERT_TRUE(octets);
  EXPECT_EQ(as_text(octets->next(100)), "box,kg\n1,12\n");

  for (const auto& entry : fs::recursive_directory_iterator{saved() / attachments_name}) {
    if (entry.is_regular_file()) std::ofstream{entry.path()} << "another";
  }
  const fs::path third = other_place("third");
  EXPECT_EQ(bring_back(third), 1);
  EXPECT_TRUE(told_.contains("its SHA-256 is not its name")) << told_;
  EXPECT_FALSE(fs::exists(place_.path() / "third/store/attachments"));
  EXPECT_FALSE(fs::exists(place_.path() / "third/store/lintas.db"));
}

TEST_F(BackupTest, is_made_without_a_file_that_is_damaged_and_says_so) {
  work(config_file(), 0, 1);
  AttachmentFolder files{home() / "store" / attachments_name};
  const auto keep = [&](std::string_view text) {
    const auto coming = files.begin();
    coming->append(as_bytes(text));
    return coming->keep();
  };
  const Hash256 rotten = keep("box,kg\n1,12\n");
  const std::string name = to_hex(rotten.view());
  const fs::path there = home() / "store" / attachments_name / name.substr(0, 2) / name.substr(2);
  std::ofstream{there} << "bits that fell over";
  const Hash256 sound = keep("box,kg\n1,13\n");
  EXPECT_EQ(back_up(), 4) << told_;
  EXPECT_TRUE(told_.contains(name.substr(2))) << told_;
  EXPECT_TRUE(told_.contains("attachments (1 files)")) << told_;
  ASSERT_EQ(bring_back(other_place("elsewhere")), 0) << told_;
  AttachmentFolder again{place_.path() / "elsewhere/store" / attachments_name};
  EXPECT_TRUE(again.open(sound));
  EXPECT_FALSE(again.open(rotten));
}

TEST_F(BackupTest, is_for_its_owner_only_and_holds_nothing_but_what_it_lists) {
  work(config_file(), 0, 1);
  ASSERT_EQ(back_up(), 0) << told_;
  const auto manifest = parse_manifest(text_of(saved() / "backup.toml"));
  ASSERT_TRUE(manifest.has_value()) << manifest.error();
  EXPECT_EQ(manifest->country, "SG");
  EXPECT_EQ(manifest->at, at_backup);
  EXPECT_FALSE(manifest->node_ran);
  EXPECT_EQ(manifest->events, 1U);
  EXPECT_EQ(mode_of(saved()), 0700U);
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator{saved()}) {
    if (entry.is_directory()) continue;
    EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
    found.push_back(fs::relative(entry.path(), saved()).string());
  }
  std::vector<std::string> listed{"backup.toml"};
  for (const SavedFile& file : manifest->files) listed.push_back(file.name);
  std::ranges::sort(found);
  std::ranges::sort(listed);
  EXPECT_EQ(found, listed);
  EXPECT_TRUE(std::ranges::binary_search(listed, "files/node.secret_file"));
}

TEST_F(BackupTest, beside_a_running_node_is_one_state_of_it_and_never_said_to_be_all) {
  work(config_file(), 0, 3, [this] { ASSERT_EQ(back_up(), 0) << told_; });
  EXPECT_TRUE(told_.contains("the node runs on")) << told_;
  work(config_file(), 3, 2);
  const fs::path file = other_place("elsewhere");
  EXPECT_EQ(bring_back(file), 1);
  EXPECT_TRUE(told_.contains("--after-loss")) << told_;
  EXPECT_FALSE(fs::exists(place_.path() / "elsewhere")) << "nothing was written";
  ASSERT_EQ(bring_back(file, Since::events_were_lost), 0) << told_;
  EXPECT_TRUE(told_.contains("What the node did behind the backup is lost")) << told_;
  EXPECT_TRUE(told_.contains("codes.resume")) << told_;
  EXPECT_EQ(sound(file), 0);
}

TEST_F(BackupTest, after_a_loss_no_number_and_no_name_is_given_twice) {
  work(config_file(), 0, 3, [this] { ASSERT_EQ(back_up(), 0) << told_; });
  const fs::path file = other_place("elsewhere");
  ASSERT_EQ(bring_back(file, Since::events_were_lost), 0) << told_;
  const auto block = workflow::mrn_block(std::chrono::year{2026});
  {
    store::SqliteStore store{{.folder = place_.path() / "elsewhere/store"}};
    EXPECT_EQ(store.last_number(block.first, block.last), workflow::numbers_spent_by(at_restore).front());
    ASSERT_EQ(store.losses().size(), 1U);
    EXPECT_EQ(std::to_underlying(store.losses().front().last), 3);
  }
  // The same backup once more: what was given meanwhile is as lost as the rest.
  const fs::path third = other_place("third");
  ASSERT_EQ(bring_back(third, Since::events_were_lost), 0) << told_;
  EXPECT_NE(store::SqliteStore{{.folder = place_.path() / "elsewhere/store"}}.losses(),
            store::SqliteStore{{.folder = place_.path() / "third/store"}}.losses());
  work(file, 3, 1);
  EXPECT_EQ(sound(file), 0);
}

/// As a backup is that an earlier program's node made: it put streams elsewhere, and into other lists.
TEST_F(BackupTest, one_whose_rows_and_lists_an_earlier_program_made_is_restored_with_a_word) {
  work(config_file(), 0, 3);
  const auto change = [&](const char* sql) {
    store::Database database{{.path = (home() / "store/lintas.db").string(), .vfs = {}},
                             store::Database::Missing::refuse};
    database.execute(sql);
  };
  change("UPDATE stream SET office = office + 1, due = 5 WHERE id = 1");
  ASSERT_EQ(back_up(), 0) << told_;
  const fs::path file = other_place("elsewhere");
  ASSERT_EQ(bring_back(file), 0) << told_;
  EXPECT_TRUE(told_.contains(", and by its events ")) << told_;
  EXPECT_TRUE(told_.contains("docs/operations/upgrades.md says what that means")) << told_;
  EXPECT_EQ(sound(file), 1) << "audit verify names them";
  work(file, 3, 2);

  fs::remove_all(saved());
  change("UPDATE event SET at = at + 1 WHERE seq = 2");
  ASSERT_EQ(back_up(), 0) << told_;
  EXPECT_EQ(bring_back(other_place("third")), 1) << "an event is another thing";
  EXPECT_TRUE(told_.contains("the store in the backup is not sound")) << told_;
}

TEST_F(BackupTest, writes_nothing_over) {
  work(config_file(), 0, 1);
  ASSERT_EQ(back_up(), 0) << told_;
  const std::string before = text_of(saved() / "backup.toml");
  EXPECT_EQ(back_up(), 2);
  EXPECT_TRUE(told_.contains("is there already")) << told_;
  EXPECT_EQ(text_of(saved() / "backup.toml"), before);

  EXPECT_EQ(bring_back(config_file()), 2) << "the node's own folder";
  EXPECT_TRUE(told_.contains("is not empty")) << told_;
  EXPECT_EQ(sound(config_file()), 0);
  int code = 0;
  work(config_file(), 1, 1, [&] { code = bring_back(config_file()); });
  EXPECT_EQ(code, 2);
  EXPECT_TRUE(told_.contains("a node works on it")) << told_;

  const fs::path file = other_place("elsewhere");
  fs::create_directories(place_.path() / "elsewhere");
  std::ofstream{place_.path() / "elsewhere/secret.key"} << std::string(64, '0') << '\n';
  ::chmod((place_.path() / "elsewhere/secret.key").c_str(), 0600);
  EXPECT_EQ(bring_back(file), 1);
  EXPECT_TRUE(told_.contains("node.secret_file")) << told_;
  EXPECT_FALSE(fs::exists(place_.path() / "elsewhere/store")) << "nothing was written";
  fs::copy_file(home() / "secret.key", place_.path() / "elsewhere/secret.key",
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(bring_back(file), 0) << told_;
}

TEST_F(BackupTest, keeps_the_file_of_the_keys_that_knows_more) {
  work(config_file(), 0, 1);
  ASSERT_EQ(back_up(), 0) << told_;
  const fs::path file = other_place("elsewhere");
  fs::create_directories(place_.path() / "elsewhere");
  const std::string newer = text_of(home() / "api.keys") + "\n";
  std::ofstream{place_.path() / "elsewhere/api.keys"} << newer;
  ::chmod((place_.path() / "elsewhere/api.keys").c_str(), 0600);
  ASSERT_EQ(bring_back(file), 0) << told_;
  EXPECT_EQ(text_of(place_.path() / "elsewhere/api.keys"), newer);
  EXPECT_TRUE(told_.contains("stays as it is")) << told_;
}

TEST_F(BackupTest, a_changed_or_missing_file_is_noticed_before_anything_is_written) {
  work(config_file(), 0, 2);
  ASSERT_EQ(back_up(), 0) << told_;
  const fs::path file = other_place("elsewhere");
  for (const char* name : {"lintas.db", "files/node.secret_file", "lintas.toml"}) {
    const std::string content = text_of(saved() / name);
    std::string changed = content;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    std::ofstream{saved() / name, std::ios::binary} << changed;
    EXPECT_EQ(bring_back(file), 1) << name;
    EXPECT_TRUE(told_.contains(name)) << told_;
    fs::remove(saved() / name);
    EXPECT_EQ(bring_back(file), 1) << name;
    std::ofstream{saved() / name, std::ios::binary} << content;
  }
  EXPECT_FALSE(fs::exists(place_.path() / "elsewhere"));
  EXPECT_EQ(bring_back(file), 0) << told_;
}

TEST_F(BackupTest, without_a_configuration_the_saved_one_is_written) {
  work(config_file(), 0, 1);
  ASSERT_EQ(back_up(), 0) << told_;
  const std::string configuration = text_of(config_file());
  fs::rename(home(), place_.path() / "lost");
  ASSERT_EQ(bring_back(config_file()), 0) << told_;
  EXPECT_EQ(text_of(config_file()), configuration);
  EXPECT_EQ(sound(config_file()), 0);
}

TEST_F(BackupTest, one_that_fails_leaves_nothing) {
  EXPECT_EQ(back_up(), 2) << "a node that never ran has no store";
  EXPECT_FALSE(fs::exists(saved()));
  EXPECT_FALSE(fs::exists(saved().string() + ".part"));
  work(config_file(), 0, 1);
  fs::remove(home() / "signing.key");
  EXPECT_EQ(back_up(), 2);
  EXPECT_TRUE(told_.contains("signing.key")) << told_;
  EXPECT_FALSE(fs::exists(saved()));
  EXPECT_FALSE(fs::exists(saved().string() + ".part"));
}

TEST(BackupManifest, is_read_as_it_was_written_and_names_lead_nowhere_else) {
  BackupManifest manifest{.version = "0.1.0",
                          .country = "SG",
                          .at = at_backup,
                          .node_ran = true,
                          .events = 17,
                          .root = {},
                          .environment = {"LINTAS__API__PORT=8080", R"(LINTAS__STORE__FOLDER=/a "b" \c)"},
                          .files = {{.name = "lintas.db", .print = {.bytes = 4096, .sha256 = {}}},
                                    {.name = "lintas.toml", .print = {.bytes = 1, .sha256 = {}}},
                                    {.name = "files/partner.MY.ca_file", .print = {}}}};
  const auto read = parse_manifest(to_text(manifest));
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(*read, manifest);
  for (const char* name : {"../lintas.db", "files/../../x", "files/", "files/a/b", "/etc/passwd", ""}) {
    manifest.files.back().name = name;
    EXPECT_FALSE(parse_manifest(to_text(manifest)).has_value()) << name;
  }
  manifest.files.pop_back();
  manifest.files.pop_back();
  EXPECT_FALSE(parse_manifest(to_text(manifest)).has_value()) << "without a configuration";
  EXPECT_FALSE(parse_manifest("form = 2\n").has_value());
  EXPECT_FALSE(parse_manifest("form = ").has_value());
}

}  // namespace
}  // namespace lintas::node
