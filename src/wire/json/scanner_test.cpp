#include "wire/json/scanner.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace lintas::json {
namespace {

/// Empty if the bytes are one JSON value, else the rule that was broken.
std::string_view broken_rule(std::string_view bytes) {
  Scanner scanner{bytes};
  scanner.skip_value();
  scanner.finish();
  return scanner.problem().rule;
}

TEST(Scanner, accepts_json) {
  for (const std::string_view text :
       {"{}", "[]", " [ 1 , -0.5e+10 , true , false , null , \"\" ] ", R"({"a":{"b":[{}]}})",
        R"("\"\\\/\n\r\t\u00e9\ud83d\ude00")", "0", "-1"}) {
    EXPECT_EQ(broken_rule(text), "") << text;
  }
}

TEST(Scanner, names_the_rule_that_was_broken) {
  struct Row {
    std::string_view text, rule;
  };
  const Row rows[] = {
      {"", "WEL-014"},
      {"{", "WEL-014"},
      {"[1", "WEL-014"},
      {"\"a", "WEL-014"},
      {"{\"a\"", "WEL-016"},
      {"[1,]", "WEL-016"},
      {"{,}", "WEL-016"},
      {"{\"a\":1,}", "WEL-016"},
      {"{a:1}", "WEL-016"},
      {"{\"a\" 1}", "WEL-016"},
      {"01", "WEL-015"},
      {"1.", "WEL-014"},
      {".5", "WEL-016"},
      {"+1", "WEL-016"},
      {"1e", "WEL-014"},
      {"tru", "WEL-016"},
      {"nul", "WEL-016"},
      {"'a'", "WEL-016"},
      {"[1 2]", "WEL-016"},
      {"{} {}", "WEL-015"},
      {R"("\x")", "WEL-016"},
      {R"("\u00g0")", "WEL-016"},
      {R"("\ud800")", "WEL-016"},
      {R"("\ud800\u0041")", "WEL-016"},
      {R"("\u0000")", "WEL-002"},
      {R"("\b")", "WEL-002"},
      {"\"\t\"", "WEL-002"},
      {"\"\x01\"", "WEL-002"},
      {"\"\xFF\"", "WEL-001"},
      {R"("\)", "WEL-014"},
  };
  for (const Row& row : rows) EXPECT_EQ(broken_rule(row.text), row.rule) << row.text;
}

TEST(Scanner, LIM_001_and_LIM_002_hold) {
  EXPECT_EQ(broken_rule(std::string(limits::message_bytes_max + 1, ' ')), "LIM-001");
  EXPECT_EQ(broken_rule(std::string(limits::message_depth_max + 1, '[')), "LIM-002");
  EXPECT_EQ(
      broken_rule(std::string(limits::message_depth_max, '[') + std::string(limits::message_depth_max, ']')),
      "");
}

TEST(Scanner, a_key_outlives_the_value_that_follows) {
  Scanner scanner{R"({"\u0061":"\u0062"})"};
  ASSERT_EQ(scanner.peek(), Value::object);
  scanner.enter();
  ASSERT_TRUE(scanner.next_key(true));
  ASSERT_EQ(scanner.peek(), Value::string);
  EXPECT_EQ(scanner.string(), "b");
  EXPECT_EQ(scanner.key(), "a");
  EXPECT_FALSE(scanner.next_key(false));
  scanner.finish();
  EXPECT_FALSE(scanner.failed());
}

}  // namespace
}  // namespace lintas::json
