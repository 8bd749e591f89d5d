#include "shell/node/log.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/log_on_pipe.hpp"

namespace lintas::node {
namespace {

TEST_F(LogOnPipe, writes_one_object_a_line) {
  log_.write(LogEvent::partner_lost, "4bf92f", {{"partner", "MY"}, {"why", "timeout"}});
  EXPECT_EQ(
      written(),
      R"({"at":"2026-11-23T22:00:00.500Z","level":"warning","event":"partner_lost","trace_id":"4bf92f",)"
      R"("partner":"MY","why":"timeout"})"
      "\n");
  log_.write(LogEvent::node_stopped, "", {{"clean", true}});
  EXPECT_TRUE(written().ends_with(R"("event":"node_stopped","clean":true})"
                                  "\n"));
}

TEST_F(LogOnPipe, nobody_outside_can_begin_a_line_of_its_own) {
  log_.write(LogEvent::partner_lost, "", {{"why", std::string_view{"a\"b\\c\nd\x01\xff"}}});
  EXPECT_TRUE(written().contains(R"("why":"a\"b\\c\u000ad\u0001?"})"));
}

TEST(PathToLog, has_neither_what_was_searched_for_nor_what_opens_a_link) {
  EXPECT_EQ(path_to_log("/v1/movements/26SG1?office=SGTUS001"), "/v1/movements/26SG1");
  for (const char* target :
       {"/v1/links/secret", "/v1/%6Cinks/secret", "/v1/links/secret?a=b",
        "http://node.example/v1/links/secret", "/v1/links/secret/more", "/v1/links/secret%"})
    EXPECT_EQ(path_to_log(target), "/v1/links/{token}") << target;
  EXPECT_EQ(path_to_log("/v1/movements/26SG1/links"), "/v1/movements/26SG1/links");
  EXPECT_EQ(path_to_log(""), "");
}

TEST_F(LogOnPipe, leaves_out_what_is_below_its_level) {
  Log quiet{ends_[1], Level::warning, [] { return Instant{}; }};
  quiet.write(LogEvent::node_started, "");
  EXPECT_EQ(written(), "");
  quiet.set_lowest(Level::info);
  quiet.write(LogEvent::node_started, "");
  EXPECT_NE(written(), "");
}

TEST_F(LogOnPipe, a_field_outside_the_catalogue_is_a_bug) {
  EXPECT_THROW(log_.write(LogEvent::node_started, "", {{"trader", "a name"}}), Bug);
  EXPECT_THROW(log_.write(LogEvent::node_started, "", {{"vers", "1"}}), Bug);
}

TEST_F(LogOnPipe, shortens_what_is_too_long_and_says_so_and_leaves_nothing_out) {
  for (const std::string& big :
       {std::string(limits::log_line_bytes_max, 'x'), std::string(limits::log_line_bytes_max, '"')}) {
    log_.write(LogEvent::partner_lost, "",
               {{"partner", "MY"}, {"why", std::string_view{big}}, {"message", "1@nta.my"}});
    const std::string line = written();
    EXPECT_LE(line.size(), limits::log_line_bytes_max);
    EXPECT_GT(line.size(), limits::log_line_bytes_max / 3) << "no more is lost than has to be";
    EXPECT_TRUE(line.contains("\"partner\":\"MY\",\"why\":\"")) << line;
    EXPECT_TRUE(line.ends_with("\u2026\",\"message\":\"1@nta.my\",\"cut\":true}\n")) << line;
  }
}

TEST(Shortened, ends_between_two_characters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abc\u2026");
  EXPECT_EQ(shortened("ab\u00fcdefg", 6), "ab\u2026");
  EXPECT_EQ(printable("a\u00fc\n\x7f", 6), "a????");
  EXPECT_EQ(printable(std::string(300, 'a'), 6), "aaa\u2026");
}

TEST(Log, counts_the_lines_that_could_not_be_written) {
  Log out{-1, Level::debug, [] { return Instant{}; }};
  out.write(LogEvent::node_started, "");
  EXPECT_EQ(out.lines_lost(), 1U);
}

TEST(Log, has_a_page_that_says_what_the_table_says) {
  test::expect_golden("docs/operations/log-events.md", log_events_page());
  std::set<std::string_view> names;
  for (const LogEventRow& row : log_events()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
    EXPECT_EQ(parse_level(to_text(level)), level);
  }
  EXPECT_FALSE(parse_level("loud"));
}

}  // namespace
}  // namespace lintas::node
