#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "cli/cli.hpp"
#include "core/code/records.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"
#include "tests/support/signed_codes.hpp"

/// What a reader of codes fetches from a node.
namespace lintas::cli {
namespace {

using namespace std::chrono_literals;
using net::Method;

TEST_F(Node, the_list_of_certificates_is_fetched_and_told_from_that_of_movements) {
  const test::IssuingState state;
  const Bytes list = state.signed_cancellations(test::day_in_november(6), {test::handle_of(7)});
  const Bytes other = state.signed_list(test::day_in_november(7), {});
  says(Method::get, "/v1/status-list/certificates",
       {{.body = std::string{as_text(list)}}, {.body = std::string{as_text(other)}}});
  const auto file = (folder_.path() / "fetched").string();
  const auto run = lintas({"status-list", "--of", "certificates", "--out", file});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("cancelled  1\n")) << run.out;
  const auto wrong = lintas({"status-list", "--of", "certificates", "--out", file});
  EXPECT_EQ(wrong.exit, Exit::invalid);
  EXPECT_TRUE(wrong.err.contains("SIG-007")) << wrong.err;
}

TEST_F(Node, what_a_reader_of_codes_needs_is_fetched) {
  const test::IssuingState state;
  const Bytes sheet = state.signed_sheet(state.sheet());
  const Bytes list = state.signed_list(test::day_in_november(6), {test::handle_of(7)});
  says(Method::get, "/v1/movements/{mrn}/code", {{.body = R"({"mrn":"26SG","text":"LC1:6BF"})"}});
  says(Method::get, "/v1/trust-sheet", {{.body = std::string{as_text(sheet)}}, {.body = "no sheet"}});
  says(Method::get, "/v1/status-list", {{.body = std::string{as_text(list)}}});
  EXPECT_EQ(lintas({"code", "26SG"}).out, "LC1:6BF\n") << "as `lintas verify -` reads it";
  const auto file = (folder_.path() / "fetched").string();
  const auto kept = [&] {
    std::ifstream in{file, std::ios::binary};
    return (std::ostringstream{} << in.rdbuf()).str();
  };
  EXPECT_EQ(lintas({"code", "26SG", "--out", file}).out, "");
  EXPECT_EQ(kept(), "LC1:6BF\n");
  const auto with_sheet = lintas({"trust", "fetch", "--out", file});
  EXPECT_EQ(with_sheet.exit, Exit::ok) << with_sheet.err;
  EXPECT_EQ(kept(), as_text(sheet));
  EXPECT_TRUE(with_sheet.out.contains("root    3475-0f98-bd59-fcfc-946d-a45a-aabe-933b\n")) << with_sheet.out;
  const auto with_list = lintas({"status-list", "--out", file});
  EXPECT_EQ(with_list.exit, Exit::ok) << with_list.err;
  EXPECT_EQ(kept(), as_text(list));
  EXPECT_TRUE(with_list.out.contains("codes   1\n")) << with_list.out;
  EXPECT_EQ(lintas({"trust", "fetch", "--out", file}).exit, Exit::invalid) << "no sheet";
  EXPECT_EQ(kept(), as_text(list)) << "and nothing was written";
  EXPECT_EQ(lintas({"trust", "fetch"}).exit, Exit::usage);
}

TEST_F(Node, SIG_024_what_is_older_than_what_a_file_has_is_not_written_over_it) {
  const test::IssuingState state;
  code::TrustSheet next = state.sheet();
  next.number = 4;
  const auto texts = [](const Bytes& older, const Bytes& newer) {
    return std::vector<Scripted>{{.body = std::string{as_text(newer)}},
                                 {.body = std::string{as_text(older)}},
                                 {.body = std::string{as_text(older)}}};
  };
  const Bytes old_sheet = state.signed_sheet(state.sheet());
  const Bytes new_sheet = state.signed_sheet(next);
  const Bytes old_list = state.signed_list(test::day_in_november(6), {test::handle_of(7)});
  const Bytes new_list = state.signed_list(test::day_in_november(7), {});
  says(Method::get, "/v1/trust-sheet", texts(old_sheet, new_sheet));
  says(Method::get, "/v1/status-list", texts(old_list, new_list));
  struct Case {
    std::vector<std::string> command;
    const Bytes& older;
    const Bytes& newer;
  };
  for (const Case& one :
       {Case{{"trust", "fetch"}, old_sheet, new_sheet}, Case{{"status-list"}, old_list, new_list}}) {
    const auto file = (folder_.path() / one.command.back()).string();
    const auto kept = [&] {
      std::ifstream in{file, std::ios::binary};
      return (std::ostringstream{} << in.rdbuf()).str();
    };
    std::vector<std::string> command = one.command;
    command.insert(command.end(), {"--out", file});
    EXPECT_EQ(lintas(command).exit, Exit::ok);
    const auto back = lintas(command);
    EXPECT_EQ(back.exit, Exit::invalid);
    EXPECT_TRUE(back.err.contains("SIG-024") && back.err.contains("--force")) << back.err;
    EXPECT_EQ(kept(), as_text(one.newer));
    command.emplace_back("--force");
    EXPECT_EQ(lintas(command).exit, Exit::ok);
    EXPECT_EQ(kept(), as_text(one.older));
  }
}

TEST_F(Node, SIG_025_a_list_that_is_dated_ahead_of_the_clock_is_not_kept) {
  const test::IssuingState state;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Bytes ahead = state.signed_list(now + 24h, {});
  says(Method::get, "/v1/status-list", {{.body = std::string{as_text(ahead)}}});
  const auto file = (folder_.path() / "sg.list").string();
  const auto run = lintas({"status-list", "--out", file});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("SIG-025")) << run.err;
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(lintas({"status-list", "--out", file, "--force"}).exit, Exit::ok);
}

}  // namespace
}  // namespace lintas::cli
