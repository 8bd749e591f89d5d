#include "shell/node/diag.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>
#include <string>
#include <sys/stat.h>

#include "base/time.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// With a node that runs and has something to hide: tests/diag.
class DiagTest : public testing::Test {
 protected:
  DiagTest() {
    const auto made =
        test::new_node({.folder = home(), .country = "SG", .now = *parse_instant("2026-11-23T04:00:00Z")});
    EXPECT_TRUE(made.has_value());
    // Another node of this machine may have the usual port.
    std::string text = text_of(home() / "lintas.toml");
    text.replace(text.find("port = 9090"), 11, "port = 0");
    std::ofstream{home() / "lintas.toml", std::ios::binary} << text;
  }
  [[nodiscard]] fs::path home() const { return place_.path() / "sg"; }
  int write(const std::string& to = {}, const std::string& log = {}) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = diag({.config_file = (home() / "lintas.toml").string(),
                           .to = to,
                           .log_file = log,
                           .now = *parse_instant("2026-11-24T04:00:00Z")},
                          out, err);
    told_ = out.str();
    error_ = err.str();
    return code;
  }

  test::TemporaryFolder place_;
  std::string told_;
  std::string error_;
};

TEST_F(DiagTest, tells_what_it_can_and_that_the_rest_cannot_be_read) {
  ASSERT_EQ(write(), 0) << error_;
  for (const char* line :
       {R"({"section":"program","version":")", R"({"section":"setting","key":"node.country","value":"SG")",
        R"({"section":"file","key":"node.secret_file","secret":true,"mode":"0600","of_this_user":true)",
        R"({"section":"certificate","whose":"partners")", R"({"section":"store_files","free_bytes":)",
        R"({"section":"store","failed":)", R"({"section":"node","answers":false})"}) {
    EXPECT_TRUE(told_.contains(line)) << line << '\n' << told_;
  }
  EXPECT_FALSE(told_.contains(place_.path().string())) << told_;
  for (const char* file : {"secret.key", "signing.key", "administrator.key"}) {
    std::string secret = text_of(home() / file);
    while (secret.ends_with('\n')) secret.pop_back();
    EXPECT_FALSE(told_.contains(secret)) << file;
  }
}

TEST_F(DiagTest, a_missing_file_is_told_by_its_key) {
  fs::remove(home() / "tls.pem");
  ASSERT_EQ(write(), 0);
  EXPECT_TRUE(told_.contains(R"("key":"partners.certificate_file","secret":false,"failed":)")) << told_;
  EXPECT_TRUE(told_.contains(R"({"section":"certificate","failed":)")) << told_;
  EXPECT_FALSE(told_.contains(place_.path().string())) << told_;
}

TEST_F(DiagTest, counts_the_lines_of_a_log_and_copies_none) {
  const fs::path log = place_.path() / "log";
  std::ofstream{log}
      << R"({"at":"2026-11-23T05:00:00.000Z","level":"error","event":"message_dead","trace_id":"00ff","partner":"MY",)"
      << R"("message":"SG00000000000001A0","type":"IE050","mrn":"26SG0000010000A1J3","rule":"EXC-001"})"
      << '\n'
      << R"({"at":"2026-11-23T07:00:00.000Z","level":"error","event":"message_dead","trace_id":"00fe","partner":"MY",)"
      << R"("message":"SG00000000000001B0","type":"IE050","mrn":"26SG0000010000A2J1","rule":"EXC-001"})"
      << '\n'
      << R"({"at":"2026-11-23T08:00:00.000Z","level":"error","event":"work_failed","what":"of TAN AH KOW"})"
      << '\n'
      << R"({"at":"2026-11-23T08:00:00.000Z","level":"info","event":"node_stopping","reason":"TAN AH KOW"})"
      << '\n'
      << "Segmentation fault of TAN AH KOW\n";
  ASSERT_EQ(write({}, log.string()), 0);
  EXPECT_TRUE(told_.contains(
      R"({"section":"logged","event":"message_dead","level":"error","partner":"MY","type":"IE050",)"
      R"("rule":"EXC-001","count":2,"first":"2026-11-23T05:00:00.000Z","last":"2026-11-23T07:00:00.000Z"})"))
      << told_;
  EXPECT_TRUE(told_.contains(R"("event":"node_stopping","level":"info","count":1)")) << told_;
  EXPECT_TRUE(told_.contains(R"("lines_of_others":1)")) << told_;
  for (const char* hidden : {"TAN", "26SG", "SG0000", "00ff"}) EXPECT_FALSE(told_.contains(hidden)) << hidden;
}

TEST(CertificateEnds, are_counted_by_the_days_of_utc_as_the_interface_counts_them) {
  const CertificateEnd end{.whose = "partners", .at = *parse_instant("2026-12-20T06:00:00Z")};
  const auto left = [&](const char* now) { return days_left(end, *parse_instant(now)).count(); };
  EXPECT_EQ(left("2026-11-30T05:00:00Z"), 20);
  EXPECT_EQ(left("2026-11-30T23:00:00Z"), 20) << "nineteen times 24 hours";
  EXPECT_EQ(left("2026-12-20T23:00:00Z"), 0) << "its last day";
  EXPECT_EQ(left("2026-12-21T00:00:00Z"), -1);
}

TEST_F(DiagTest, writes_a_new_file_for_its_owner_and_none_over) {
  const std::string to = (place_.path() / "diag.jsonl").string();
  ASSERT_EQ(write(to), 0) << error_;
  EXPECT_EQ(told_, "");
  struct stat about{};
  ASSERT_EQ(::stat(to.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const std::string before = text_of(to);
  EXPECT_EQ(write(to), 2);
  EXPECT_TRUE(error_.contains("diag.jsonl")) << error_;
  EXPECT_EQ(text_of(to), before);
  fs::remove(home() / "lintas.toml");
  EXPECT_EQ(write(), 2);
}

}  // namespace
}  // namespace lintas::node
