#include <filesystem>
#include <gtest/gtest.h>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Keys of a node.
namespace lintas::cli {
namespace {

using net::Method;

TEST_F(Node, a_new_key_goes_into_a_file_that_others_cannot_read) {
  says(Method::post, "/v1/keys",
       {{.body = R"({"key":"lk_new","hash":"9f3a61c0d2e4f7a1","role":"trader","party":"SG1","person":"",)"
                 R"("office":"","created":"t1","expires":null,"withdrawn":null,"registered":false})"}});
  says(Method::get, "/v1/keys", {{.body = R"({"items":[{"created":"t0","hash":"9f3a","role":"trader"}]})"}});
  const auto file = (folder_.path() / "new").string();
  const auto run = lintas(
      {"keys", "issue", "--role", "trader", "--party", "SG1", "--expires", "2027-11-23", "--to", file});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, format("written to   {}\n"
                            "role         trader\n"
                            "party        SG1\n"
                            "hash begins  9f3a61c0d2e4\n"
                            "created      t1\n"
                            "expires      never\n"
                            "registered   no\n",
                            file));
  EXPECT_TRUE(run.err.starts_with("lintas keys issue: SG1 has no entry that holds today in the")) << run.err;
  EXPECT_TRUE(run.err.contains("declarations are refused")) << run.err;
  EXPECT_EQ(as_text(asked(0).body), R"({"role":"trader","party":"SG1","expires":"2027-11-23T23:59:59Z"})");
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms{0600});
  EXPECT_EQ(lintas({"me", "--key-file", file}).exit,
            Exit::invalid);  // no such route here, but the key is read
  EXPECT_EQ(lintas({"keys", "issue", "--role", "trader", "--to", file}).exit, Exit::unreadable);
  EXPECT_EQ(lintas({"keys", "issue"}).exit, Exit::usage);
  EXPECT_TRUE(lintas({"keys", "issue", "--role", "trader"}).out.starts_with("key          lk_new\nrole "));
  const auto json = lintas({"keys", "issue", "--role", "trader", "--json"});
  EXPECT_TRUE(json.out.contains(R"("hash":"9f3a61c0d2e4f7a1")")) << json.out;
  EXPECT_EQ(lintas({"keys", "list"}).out, "hash  role    created\n9f3a  trader  t0\n")
      << "whose it is stands first";
}

TEST_F(Node, a_key_is_withdrawn_by_so_much_of_its_hash_that_it_is_the_only_one) {
  says(Method::get, "/v1/keys",
       {{.body = R"({"items":[{"hash":"9f3a61c0d2e4","role":"trader","withdrawn":null},)"
                 R"({"hash":"9f3a61c0ffff","role":"auditor","withdrawn":null},)"
                 R"({"hash":"0000000011","role":"trader","withdrawn":"t1"}]})"}});
  says(Method::remove, "/v1/keys/{hash}", {{.body = R"({"withdrawn":"9f3a61c0d2e4"})"}});
  for (const std::string_view start : {"", "9f3a61c", "9F3A61C0", "trader.key"}) {
    const auto refused = lintas({"keys", "withdraw", start});
    EXPECT_EQ(refused.exit, Exit::usage) << start;
    EXPECT_TRUE(refused.err.contains(format("'{}' is no start of a hash: 8 to 64 digits", start)))
        << refused.err;
  }
  EXPECT_EQ(times(), 0U);
  const auto several = lintas({"keys", "withdraw", "9f3a61c0"});
  EXPECT_EQ(several.exit, Exit::invalid);
  EXPECT_TRUE(several.err.contains("several keys begin with 9f3a61c0; give more of the hash."))
      << several.err;
  EXPECT_TRUE(several.err.contains("9f3a61c0ffff  auditor\n")) << several.err;
  const auto gone = lintas({"keys", "withdraw", "00000000"});
  EXPECT_EQ(gone.exit, Exit::invalid);
  EXPECT_TRUE(gone.err.contains("withdrawn already")) << gone.err;
  const auto none = lintas({"keys", "withdraw", "12345678"});
  EXPECT_EQ(none.exit, Exit::invalid);
  EXPECT_TRUE(none.err.contains("no key has a hash that begins with 12345678")) << none.err;
  EXPECT_EQ(lintas({"keys", "withdraw", "9f3a61c0d2"}).out, "withdrawn  9f3a61c0d2e4\n");
  EXPECT_EQ(asked(times() - 1).target, "/v1/keys/9f3a61c0d2e4") << "by its whole hash";
}

TEST_F(Node, a_key_is_kept_from_others) {
  EXPECT_EQ(lintas({"me", "--key", "lk_secret"}).exit, Exit::usage);
  const auto clear = lintas({"me", "--node", "http://192.0.2.1"});
  EXPECT_EQ(clear.exit, Exit::usage);
  EXPECT_TRUE(clear.err.contains("in clear")) << clear.err;
  std::filesystem::permissions(key_file_, std::filesystem::perms{0644});
  const auto open = lintas({"me"});
  EXPECT_EQ(open.exit, Exit::unreadable);
  EXPECT_TRUE(open.err.contains("chmod 600")) << open.err;
  EXPECT_EQ(lintas({"me", "--node", "node.example"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"me", "--ca", "/no/such/file", "--key-file", "-", "--node", "https://127.0.0.1:1"},
                   "lk_secret\n")
                .exit,
            Exit::unreadable);
}

}  // namespace
}  // namespace lintas::cli
