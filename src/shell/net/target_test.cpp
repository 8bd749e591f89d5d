#include "shell/net/target.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "shell/net/http.hpp"

namespace lintas::net {
namespace {

TEST(Target, is_read_as_it_was_meant) {
  const auto target = parse_target("/v1/a%20b/%C3%A4%2Fc?x=1&y=a+b%2B&z&x=2&&n=%0A");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, (std::vector<std::string>{"v1", "a b", "ä/c"}));
  EXPECT_EQ(target->query, (std::vector<Parameter>{{.name = "x", .value = "1"},
                                                   {.name = "y", .value = "a b+"},
                                                   {.name = "z", .value = ""},
                                                   {.name = "x", .value = "2"},
                                                   {.name = "n", .value = "\n"}}));
  EXPECT_TRUE(parse_target("/")->path.empty());
  EXPECT_EQ(parse_target("/a/?b")->path, (std::vector<std::string>{"a", ""})) << "another address than /a";
  EXPECT_EQ(parse_target("http://node:80/a?b=c"), parse_target("/a?b=c"));
  EXPECT_EQ(parse_target("https://node"), parse_target("/"));
  EXPECT_EQ(parse_target("/a+b")->path.front(), "a+b") << "a space only in the query";
}

TEST(Target, refuses_what_two_readers_could_see_differently) {
  for (const char* text :
       {"",          "a",       "*",     "//",   "/a//b",   "/a//",        "/.",           "/..",   "/a/../b",
        "/%2e%2E/b", "/%",      "/%4",   "/%4g", "/%00",    "/%0a",        "/%7f",         "/\x01", "/a#b",
        "/%ff",      "/%C0%AF", "/?%00", "/?=1", "/?a=%zz", "ftp://node/", "http://node?a"}) {
    EXPECT_EQ(parse_target(text), std::nullopt) << text;
  }
}

TEST(Target, has_a_limited_number_of_parameters) {
  std::string text = "/?a";
  for (std::size_t i = 1; i < limits::http_query_parameters_max; ++i) text += "&a";
  EXPECT_TRUE(parse_target(text));
  EXPECT_FALSE(parse_target(text + "&a"));
}

TEST(Url, is_read_and_written) {
  for (const char* text : {"http://node/", "https://node:8443/as4?x=1", "http://[::1]:8080/",
                           "https://10.0.0.1/a", "https://hooks.example/lintas/"}) {
    const auto url = parse_url(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->str(), text);
  }
  EXPECT_EQ(parse_url("HTTPS://a/"), std::nullopt);
  EXPECT_EQ(parse_url("https://Node.Example")->str(), "https://node.example/");
  EXPECT_EQ(parse_url("http://node:80")->authority(), "node");
  EXPECT_EQ(parse_url("http://[::1]:8080")->host, "::1");
  for (const char* text :
       {"", "node", "http://", "http:///a", "http://user@node/", "http://node:0/", "http://node:/",
        "http://node:65536/", "http://node:1a/", "http://[::1/", "http://[node]/", "http://a b/",
        "http://node/a b", "http://node/#a", "http://node/\r\nX: y"}) {
    EXPECT_EQ(parse_url(text), std::nullopt) << text;
  }
}

TEST(Url, codes_what_is_not_plain) { EXPECT_EQ(percent_encoded("a b/ä~"), "a%20b%2F%C3%A4~"); }

}  // namespace
}  // namespace lintas::net
