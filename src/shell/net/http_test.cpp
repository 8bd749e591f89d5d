#include "shell/net/http.hpp"

#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/server.hpp"

namespace lintas::net {
namespace {

TEST(Headers, are_found_whatever_the_case) {
  Headers headers{{.name = "Content-Type", .value = "a"}, {.name = "content-type", .value = "b"}};
  EXPECT_EQ(headers.find("CONTENT-TYPE"), "a");
  EXPECT_EQ(headers.count("content-Type"), 2U);
  headers.set("content-type", "c");
  EXPECT_EQ(headers.count("Content-Type"), 1U);
  EXPECT_EQ(headers.find("Accept"), std::nullopt);
}

TEST(Headers, no_value_becomes_a_header_of_its_own) {
  Headers headers;
  EXPECT_THROW(headers.add("Location", "/a\r\nSet-Cookie: b"), Bug);
  EXPECT_THROW(headers.add("Lo cation", "/a"), Bug);
  EXPECT_THROW(headers.add("", "/a"), Bug);
  EXPECT_THROW((Headers{{.name = "A", .value = std::string{"\0", 1}}}), Bug);
}

TEST(Http, methods_are_read_as_they_are_written) {
  for (const Method method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::remove, Method::options, Method::trace, Method::query}) {
    EXPECT_EQ(parse_method(to_text(method)), method);
  }
  EXPECT_EQ(parse_method("get"), std::nullopt);
  EXPECT_EQ(parse_method("BREW"), std::nullopt);
}

TEST(Http, dates_are_written_as_the_example_of_the_standard) {
  using namespace std::chrono;
  EXPECT_EQ(http_date(sys_days{year{1994} / 11 / 6} + hours{8} + minutes{49} + seconds{37}),
            "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Http, refusals_say_what_the_table_of_rules_says) {
  std::ifstream file{LINTAS_ROOT "/data/rules.csv", std::ios::binary};
  const std::string rules{std::istreambuf_iterator<char>{file}, {}};
  for (int i = 0; i <= static_cast<int>(RefusalReason::handler_failed); ++i) {
    const RefusalText& text = text_of(static_cast<RefusalReason>(i));
    ASSERT_EQ(static_cast<int>(text.reason), i);
    const std::size_t begin = rules.find("\n" + std::string{text.rule} + ",");
    ASSERT_NE(begin, std::string::npos) << text.rule;
    std::string row = rules.substr(begin + 1, rules.find('\n', begin + 1) - begin);
    std::erase(row, '"');
    EXPECT_TRUE(row.contains(format(",{},{},{},", text.permanent ? "yes" : "no", text.text, text.remedy)))
        << row;
    EXPECT_FALSE(reason_phrase(text.status).empty());
    const std::string body{as_text(refusal(text.reason).body)};
    EXPECT_TRUE(body.contains(format("\"code\":\"{}\"", text.rule))) << body;
    EXPECT_TRUE(
        body.contains(format("\"errors\":[{{\"rule\":\"{}\",\"pointer\":\"\",\"text\":\"{}\",\"remedy\":"
                             "\"{}\",\"permanent\":{}}}]",
                             text.rule, text.text, text.remedy, text.permanent)))
        << body;
    for (const std::string_view part : {text.text, text.remedy})
      EXPECT_EQ(part.find_first_of("\"\\"), std::string::npos);
  }
}

}  // namespace
}  // namespace lintas::net
