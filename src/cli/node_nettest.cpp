#include <chrono>
#include <cstdint>
#include <future>
#include <gtest/gtest.h>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "tests/support/cli_node.hpp"

/// Calls of a node, whatever they are for: what they are refused with, how often they are repeated, how long
/// is waited.
namespace lintas::cli {
namespace {

using namespace std::chrono_literals;
using net::Method;

TEST_F(Node, takes_a_declaration_and_gives_its_mrn) {
  says(Method::post, "/v1/messages",
       {{.body = R"({"accepted":true,"mrn":"26SG0000010000A1J3","repeated":false,"status":"accepted",)"
                 R"("location":"/v1/movements/26SG0000010000A1J3","trace_id":"0a"})"}});
  const auto run = lintas({"submit", "-"}, "<a/>");
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out,
            "taken        yes\n"
            "MRN          26SG0000010000A1J3\n"
            "status       accepted\n"
            "sent before  no\n"
            "trace        0a\n");
  const auto request = asked(0);
  EXPECT_EQ(request.headers.find("Authorization"), "Bearer lk_secret");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/xml");
  EXPECT_EQ(as_text(request.body), "<a/>");
  EXPECT_EQ(lintas({"dry-run", "-", "--json"}, "{}").exit, Exit::ok);
  EXPECT_EQ(asked(1).query_value("dry_run"), "true");
  EXPECT_EQ(asked(1).headers.find("Content-Type"), "application/json");
}

TEST_F(Node, what_it_refuses_is_told_with_rule_field_and_remedy) {
  says(Method::post, "/v1/messages", {{.status = 422, .body = std::string{refusal_text}}});
  const auto run = lintas({"submit", "-"}, "<a/>");
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err,
            "lintas submit: refused\n"
            "  LST-003 /CC015C/CustomsOfficeOfDeparture/referenceNumber\n"
            "    There is no such customs office on this day. Value: 'SG?[31mX'.\n"
            "    Compare the office.\n"
            "  trace 00ff\n");
  const auto json = lintas({"submit", "-", "--json"}, "<a/>");
  EXPECT_EQ(json.exit, Exit::invalid);
  EXPECT_TRUE(json.out.starts_with(R"({"type":"about:blank")")) << json.out;
}

TEST_F(Node, what_changed_meanwhile_is_told_in_words_of_the_command) {
  says(Method::post, "/v1/acts/{name}",
       {{.status = 412,
         .body = R"({"title":"Precondition Failed","status":412,"detail":"d","code":"API-008","errors":[{)"
                 R"("rule":"API-008","pointer":"","text":"What you looked at has changed since.",)"
                 R"("remedy":"Read it again and send its new ETag in If-Match."}],"trace_id":"0a"})"}});
  const auto run = lintas({"decide", "departure.release", "--content", "-", "--if-match", "3"}, "{}");
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_EQ(run.err,
            "lintas decide: refused\n"
            "  API-008 /\n"
            "    What you looked at has changed since.\n"
            "    Show it again, see what has changed, and repeat the command, --if-match with\n"
            "    the version that is shown now.\n"
            "  trace 0a\n");
  const auto json = lintas({"decide", "departure.release", "--content", "-", "--json"}, "{}");
  EXPECT_TRUE(json.out.contains("new ETag in If-Match")) << "as the node said it: " << json.out;
}

TEST_F(Node, nobody_there_is_another_exit_and_the_call_can_be_repeated) {
  const auto run = lintas({"registers", "import", "-", "--node", "http://127.0.0.1:1"}, "kind\n");
  EXPECT_EQ(run.exit, Exit::unreachable);
  EXPECT_TRUE(run.err.contains("Nothing was carried out. To repeat it safely, add\n  --idempotency-key '"))
      << run.err;
  const auto submit = lintas({"submit", "-", "--node", "http://127.0.0.1:1"}, "<a/>");
  EXPECT_EQ(submit.exit, Exit::unreachable);
  EXPECT_TRUE(submit.err.contains("may be repeated")) << submit.err;
  const auto show = lintas({"show", "26SG0000010000A1J3", "--node", "http://127.0.0.1:1"});
  EXPECT_EQ(show.exit, Exit::unreachable);
  EXPECT_FALSE(show.err.contains("repeat")) << show.err;
}

TEST_F(Node, the_key_of_a_call_is_the_one_that_was_given) {
  says(Method::post, "/v1/registers", {{.body = R"({"new":1})"}});
  EXPECT_EQ(lintas({"registers", "import", "-", "--idempotency-key", "k1"}, "kind\n").out, "new  1\n");
  EXPECT_EQ(asked(0).headers.find("Idempotency-Key"), "k1");
  EXPECT_EQ(asked(0).headers.find("Content-Type"), "text/csv");
  EXPECT_EQ(lintas({"registers", "import", "-"}, "kind\n").exit, Exit::ok);
  EXPECT_EQ(asked(1).headers.find("Idempotency-Key")->size(), 32U);
}

TEST_F(Node, one_that_is_busy_is_asked_again_as_long_as_patience_lasts) {
  const Scripted busy{
      .status = 503,
      .body = R"({"code":"API-009","errors":[{"rule":"API-009","text":"Busy.","remedy":"Wait."}]})",
      .retry_after = "1"};
  says(Method::get, "/v1/me", {busy, {.body = R"({"role":"trader","party":"SG201912345K"})"}});
  const auto patient = lintas({"me"});
  EXPECT_EQ(patient.exit, Exit::ok) << patient.err;
  EXPECT_EQ(patient.out, "role   trader\nparty  SG201912345K\n");
  EXPECT_EQ(times(), 2U);
  says(Method::post, "/v1/registers", {busy});
  const auto run = lintas({"registers", "import", "-", "--patience", "0"}, "kind\n");
  EXPECT_EQ(run.exit, Exit::unreachable);
  EXPECT_EQ(times(), 3U);
  EXPECT_TRUE(
      run.err.contains("the node cannot do it now\n  API-009 /\n    Busy.\n"
                       "    Ask again later; --patience waits longer for a busy node.\n"
                       "  Ask again after 1 s.\n  Nothing was carried out."))
      << run.err;
}

TEST_F(Node, a_failure_of_which_nobody_knows_how_far_it_came_is_told_so) {
  says(Method::post, "/v1/registers", {{.status = 504, .body = "<html>"}});
  const auto run = lintas({"registers", "import", "-"}, "kind\n");
  EXPECT_EQ(run.exit, Exit::unreachable);
  EXPECT_TRUE(run.err.contains("answers 504 Gateway Timeout, not as a node does; compare --node")) << run.err;
  EXPECT_TRUE(run.err.contains("It is not known whether the node carried it out.")) << run.err;
}

TEST_F(Node, one_that_is_not_there_yet_is_waited_for) {
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = R"({"status":"discharged","state":{"id":"WOF"},"ended":true})"}});
  says(Method::get, "/v1/me", {{.body = R"({"role":"trader"})"}});
  const auto there_later = [&](std::initializer_list<std::string_view> arguments) {
    const std::uint16_t port = free_port();
    auto late = std::async(std::launch::async, [&] {
      std::this_thread::sleep_for(300ms);
      return std::make_unique<net::Server>(loop_, router_,
                                           net::ServerOptions{.listeners = {{.name = "late", .port = port}}});
    });
    std::vector<std::string> words{arguments.begin(), arguments.end()};
    words.push_back(format("--node=http://127.0.0.1:{}", port));
    return lintas(words);
  };
  const auto watched = there_later({"watch", "26SG", "--every", "0"});
  EXPECT_EQ(watched.exit, Exit::ok) << watched.err;
  EXPECT_TRUE(watched.err.contains("does not answer: nobody answers at its address")) << watched.err;
  EXPECT_TRUE(watched.err.ends_with("lintas watch: the node answers again\n")) << watched.err;
  const auto asked = there_later({"me", "--wait", "10"});
  EXPECT_EQ(asked.exit, Exit::ok) << asked.err;
  EXPECT_EQ(asked.out, "role  trader\n");
  EXPECT_TRUE(asked.err.contains("cannot be reached yet: nobody answers at its address")) << asked.err;
}

TEST_F(Node, one_that_never_comes_is_not_waited_for_longer_than_was_said) {
  const std::string nobody = format("http://127.0.0.1:{}", free_port());
  const auto watched = lintas({"watch", "26SG", "--every", "1", "--for", "0", "--node", nobody});
  EXPECT_EQ(watched.exit, Exit::unreachable);
  EXPECT_TRUE(watched.err.ends_with("not reached within 0 s, and the node does not answer\n")) << watched.err;
  const auto never = lintas({"watch", "26SG", "--every", "0", "--node", "https://no-such-node.invalid"});
  EXPECT_EQ(never.exit, Exit::unreachable) << "no node ever answers under that name: " << never.err;
  const auto begin = std::chrono::steady_clock::now();
  const auto at_once = lintas({"me", "--node", nobody});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  EXPECT_EQ(at_once.exit, Exit::unreachable);
  EXPECT_TRUE(at_once.err.contains("cannot be reached: nobody answers at its address")) << at_once.err;
  EXPECT_FALSE(at_once.err.contains("waiting")) << at_once.err;
}

}  // namespace
}  // namespace lintas::cli
