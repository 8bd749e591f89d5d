#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/operator_lists.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Lists of authorised operators between states, on the command line.
namespace lintas::cli {
namespace {

using net::Method;

/// One of Singapore's own, of which Thailand has not answered a suspension, and one of Malaysia's.
constexpr std::string_view listed_text =
    R"({"items":[
      {"location":"/v1/listed-operators/SG201912345K%2C%20A%2D2026%2D1","of":"SG",
       "reference":{"holder":"SG201912345K","number":"A-2026-1"},"state":{"id":"SUSPENDED","name":"Listed, suspended"},
       "purpose":"recognition of authorised operators","consent":"2026-02-01","edition":2,"digest":"7KQX2M9A4T0ZB1C6",
       "heard":null,"codes":[{"code":"AEOSG123456789012","given":"2026-02-01","since":"2026-02-01T04:00:00Z"}],
       "said":[],"overdue":["TH"],
       "told":[{"partner":"MY","edition":2,"has_it":true,"refused_for":[],"answered":"2026-05-01T04:00:10Z","urgent_since":null,"overdue":false},
               {"partner":"TH","edition":2,"has_it":false,"refused_for":[],"answered":null,"urgent_since":"2026-05-01T04:00:00Z","overdue":true}]},
      {"location":"/v1/listed-operators/MY201101012345%2C%207","of":"MY",
       "reference":{"holder":"MY201101012345","number":"7"},"state":{"id":"ACTIVE","name":"Listed, active"},
       "heard":"2026-05-02T01:00:00Z","edition":1,"said":[],"told":[],"overdue":[]}],"next":null})";

TEST_F(Node, how_far_each_partner_is_with_the_list_is_told) {
  says(Method::get, "/v1/listed-operators", {{.body = std::string{listed_text}}});
  says(Method::get, "/v1/operator-lists",
       {{.body = R"({"items":[{"of":"MY","heard":"2026-05-02T01:00:00Z","stale":null},)"
                 R"({"of":"VN","heard":null,"stale":"use_as_known"}]})"}});
  const auto run = lintas({"aeo", "exchange"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  for (const std::string_view text : {"was told", "overdue", "TH", "operators known here", "MY"})
    EXPECT_TRUE(run.out.contains(text)) << text << '\n' << run.out;
  const auto json = lintas({"aeo", "exchange", "--json"});
  EXPECT_TRUE(json.out.contains(
      R"("lists":[{"list_of":"MY","operators":1,"heard":"2026-05-02T01:00:00Z","stale":null},)"
      R"({"list_of":"VN","operators":0,"heard":null,"stale":"use_as_known"}])"))
      << json.out;
  EXPECT_TRUE(json.out.contains(
      R"({"partner":"TH","told":1,"has_it":0,"waits":1,"refused":0,"urgent_since":"2026-05-01T04:00:00Z","overdue":1})"))
      << json.out;
}

TEST_F(Node, the_list_of_a_state_is_listed_as_it_is_known_here) {
  says(Method::get, "/v1/listed-operators", {{.body = std::string{listed_text}}});
  const auto run = lintas({"aeo", "list", "--of", "MY", "--state", "ACTIVE"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).query_value("partner"), "MY");
  EXPECT_EQ(asked(0).query_value("state"), "ACTIVE");
  EXPECT_TRUE(run.out.contains("MY201101012345, 7")) << run.out;
}

TEST_F(Node, an_operator_of_another_state_is_shown_as_it_was_known) {
  says(Method::get, "/v1/listed-operators/{operator}/as-of",
       {{.body = R"({"reference":{"holder":"MY201101012345","number":"7"},"at":"2026-11-20T00:00:00Z",)"
                 R"("known":"2026-11-21T00:00:00Z","holds":"suspended","status":"suspended",)"
                 R"("since":"2026-05-01T04:00:00Z","edition":2,"level":null,)"
                 R"("valid_from":"2026-02-01","valid_until":null,"codes":[]})"}});
  const auto run = lintas(
      {"aeo", "show", "MY201101012345, 7", "--of", "MY", "--at", "2026-11-20", "--known", "2026-11-21"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(asked(0).query_value("known").value_or("").starts_with("2026-11-21"));
  EXPECT_TRUE(run.out.contains("no: it is suspended")) << run.out;
  EXPECT_EQ(lintas({"aeo", "show", "MY201101012345, 7", "--known", "2026-11-21"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"aeo", "show", "MY201101012345, 7", "--of", "MY", "--known", "2026-11-21"}).exit,
            Exit::usage);
}

TEST_F(Node, a_partners_copy_is_compared_with_the_list) {
  says(Method::get, "/v1/me", {{.body = R"({"country":"SG"})"}});
  says(Method::get, "/v1/listed-operators", {{.body = std::string{listed_text}}});
  const auto same = lintas({"aeo", "reconcile", "MY"});
  EXPECT_EQ(same.exit, Exit::ok) << same.err;
  EXPECT_TRUE(same.err.contains("Nothing differs; operators compared: 1")) << same.err;
  const auto silent = lintas({"aeo", "reconcile", "TH"});
  EXPECT_EQ(silent.exit, Exit::invalid);
  EXPECT_TRUE(silent.out.contains("it has not answered for edition 2")) << silent.out;
  EXPECT_TRUE(lintas({"aeo", "reconcile", "VN"}).out.contains("it was not told"));
}

TEST_F(Node, a_partners_copy_is_compared_by_a_file_that_it_made) {
  says(Method::get, "/v1/me", {{.body = R"({"country":"SG"})"}});
  says(Method::get, "/v1/listed-operators", {{.body = std::string{listed_text}}});
  const auto line = [](std::string_view number, int edition, std::string_view digest) {
    return format(
        R"({{"of":"SG","reference":{{"holder":"SG201912345K","number":"{}"}},"edition":{},"digest":"{}"}})"
        "\n",
        number, edition, digest);
  };
  const auto compare = [&](const std::string& theirs) {
    return lintas({"aeo", "reconcile", "MY", "--with", "-"}, theirs);
  };
  EXPECT_EQ(compare(line("A-2026-1", 2, "7KQX2M9A4T0ZB1C6")).exit, Exit::ok);
  EXPECT_TRUE(compare(line("A-2026-1", 1, "0000000000000000")).out.contains("edition 2 here, 1 there"));
  EXPECT_TRUE(
      compare(line("A-2026-1", 2, "0000000000000000")).out.contains("edition 2 says something else there"));
  const auto other = compare(line("A-2026-9", 1, "0000000000000000"));
  EXPECT_TRUE(other.out.contains("it is not there")) << other.out;
  EXPECT_TRUE(other.out.contains("it is not here, or nobody told it")) << other.out;
  EXPECT_EQ(compare("{}\n").exit, Exit::unreadable);
}

}  // namespace
}  // namespace lintas::cli
