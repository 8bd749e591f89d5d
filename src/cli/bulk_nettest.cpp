#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Many documents at once.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view table = LINTAS_ROOT "/examples/documents/applications.csv";
constexpr std::string_view kept =
    R"({"location":"/v1/documents/00c0ffee","certificate":{"state":"MY","office":"MYPKG001","number":"1"}})";
constexpr std::string_view refusal =
    R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"d","code":"R-ASW-004",
        "errors":[{"rule":"R-ASW-004","pointer":"/CO.ISSUE/Declaration/Exporter/Name","value":"x",
                   "text":"The exporter is not known.","remedy":"Register it.","permanent":true}]})";

class Bulks : public Node {
 protected:
  Bulks() {
    std::ifstream in{std::string{table}};
    text = {std::istreambuf_iterator<char>{in}, {}};
  }
  /// A copy that a test may change, with its journal beside it.
  std::string put(std::string_view content) {
    std::ofstream{file, std::ios::trunc} << content;
    return file;
  }
  static std::string with(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  }
  Run bulk(std::vector<std::string> options) {
    options.insert(options.begin(), {"doc", "bulk", file, "--at", "2026-11-23"});
    return lintas(options);
  }
  [[nodiscard]] std::size_t documents_asked() {
    const std::scoped_lock lock{lock_};
    return static_cast<std::size_t>(std::ranges::count_if(
        asked_, [](const net::Request& request) { return request.path.back() == "documents"; }));
  }

  std::string text;
  std::string file = (folder_.path() / "applications.csv").string();
};

TEST_F(Bulks, TheExampleIsRightAndNothingIsSentByACheck) {
  put(text);
  const auto run = bulk({"--check"});
  EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
  EXPECT_EQ(run.err, "3 documents, nothing wrong with them\n");
  EXPECT_EQ(times(), 0U);
  EXPECT_FALSE(std::filesystem::exists(file + ".journal"));
}

TEST_F(Bulks, AFaultIsToldWithItsCell) {
  put(with(text, "40151990", "4015199x"));
  const auto run = bulk({"--check"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("line 3, column ")) << run.out;
  EXPECT_TRUE(run.out.contains("Classification/ID)")) << run.out;
  EXPECT_EQ(run.err, "3 documents, 1 with faults\n");
  const auto sent = bulk({});
  EXPECT_EQ(sent.exit, Exit::invalid);
  EXPECT_TRUE(sent.err.ends_with("Nothing was sent: mend what is wrong, or --leave-out-faulty\n"))
      << sent.err;
  EXPECT_EQ(times(), 0U);
}

TEST_F(Bulks, EachDocumentIsSubmittedOnceHoweverOftenTheCommandIsGiven) {
  says(Method::post, "/v1/documents", {{.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  put(text);
  const auto run = bulk({});
  EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
  EXPECT_EQ(run.out, "3 taken\n");
  EXPECT_EQ(times(), 6U);
  const auto again = bulk({});
  EXPECT_EQ(again.exit, Exit::ok) << again.out << again.err;
  EXPECT_EQ(again.out, "0 taken, 3 taken before\n");
  EXPECT_EQ(times(), 6U) << "nothing is asked a second time";
}

TEST_F(Bulks, ARefusalIsToldWithItsCellAndTheOthersGoOn) {
  says(Method::post, "/v1/documents",
       {{.status = 422, .body = std::string{refusal}}, {.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  put(text);
  const auto run = bulk({"--lines", "1"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("R-ASW-004 line 2, column ")) << run.out;
  EXPECT_TRUE(run.out.contains("(Exporter/Name)")) << run.out;
  EXPECT_TRUE(run.out.ends_with("2 taken, 1 refused\n")) << run.out;
  EXPECT_EQ(bulk({"--lines", "1"}).out, "1 taken, 2 taken before\n") << "it is asked again";
}

TEST_F(Bulks, ANodeThatIsBusyIsWaitedForAndOneThatIsGoneStopsTheBulk) {
  says(Method::post, "/v1/documents",
       {{.status = 503, .body = "{}", .retry_after = "1"}, {.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  put(text);
  const auto gone = bulk({"--node", format("http://127.0.0.1:{}", free_port())});
  EXPECT_EQ(gone.exit, Exit::unreachable);
  EXPECT_TRUE(gone.err.ends_with("; the same command goes on where it stopped\n")) << gone.err;
  EXPECT_EQ(bulk({"--lines", "1"}).out, "3 taken\n");
}

TEST_F(Bulks, SentAgainADocumentIsTheSameMessage) {
  says(Method::post, "/v1/documents",
       {{.status = 422, .body = std::string{refusal}}, {.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  put(text);
  EXPECT_EQ(bulk({"--lines", "1"}).exit, Exit::invalid);
  const std::string first{as_text(asked(0).body)};
  EXPECT_TRUE(first.contains("<preparationDateAndTime>20")) << first;
  std::this_thread::sleep_for(std::chrono::milliseconds{1100});
  EXPECT_EQ(bulk({"--lines", "1"}).exit, Exit::ok);
  EXPECT_EQ(as_text(asked(times() - 2).body), first) << "though it is later";
}

TEST_F(Bulks, NothingOfATableWhoseDocumentsAreApartIsSent) {
  says(Method::post, "/v1/documents", {{.status = 201, .body = std::string{kept}}});
  const std::size_t first = text.find('\n') + 1;
  const std::size_t second = text.find('\n', first) + 1;
  const std::string row = text.substr(first, second - first);
  put(text + row);
  const auto run = bulk({"--leave-out-faulty"});
  EXPECT_EQ(run.exit, Exit::unreadable);
  EXPECT_TRUE(run.out.contains("stands in line 2 already")) << run.out;
  EXPECT_EQ(times(), 0U) << "it might have gone with a part of its goods";
}

TEST_F(Bulks, WhatIsFaultyIsLeftOutOnlyWhereThatIsSaid) {
  says(Method::post, "/v1/documents", {{.status = 201, .body = std::string{kept}}});
  put(with(text, "40151990", "4015199x"));
  const auto run = bulk({"--leave-out-faulty", "--draft"});
  EXPECT_EQ(run.exit, Exit::invalid) << "not all of it is done";
  EXPECT_TRUE(run.out.ends_with("2 taken, 1 with faults left out\n")) << run.out;
  EXPECT_EQ(documents_asked(), 2U);
}

TEST_F(Bulks, AFolderStandsForItsFilesAndATableThatIsNoneIsToldByLine) {
  const std::filesystem::path folder = folder_.path() / "box";
  std::filesystem::create_directory(folder);
  std::filesystem::copy(table, folder / "a.csv");
  std::filesystem::copy(LINTAS_ROOT "/examples/documents/my-th-gloves-application.xml", folder / "b.xml");
  std::ofstream{folder / "c.csv"} << "NOPE,Exporter/Name\n";
  std::ofstream{folder / "notes.txt"} << "not a document";
  const auto run = lintas({"doc", "bulk", folder.string(), "--check", "--at", "2026-11-23"});
  EXPECT_EQ(run.exit, Exit::unreadable);
  EXPECT_TRUE(run.out.contains("c.csv: line 1, column A: 'NOPE' is no message")) << run.out;
  EXPECT_EQ(run.err, "4 documents, 1 file not read to its end\n");
}

TEST_F(Bulks, AScriptIsToldALineOfJsonADocument) {
  says(Method::post, "/v1/documents", {{.status = 422, .body = std::string{refusal}}});
  put(text);
  const auto run = bulk({"--json", "--lines", "1"});
  std::istringstream lines{run.out};
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const Json told = Json::parse(line);
    EXPECT_EQ(told["taken"], false);
    EXPECT_EQ(told["problem"]["code"], "R-ASW-004");
  }
  EXPECT_EQ(count, 3U);
}

/// What another system puts there is old enough at once.
class Watched : public Bulks {
 protected:
  Watched() { std::filesystem::create_directory(box); }
  void drop(const std::string& name, std::string_view content) {
    std::ofstream{box / name, std::ios::trunc} << content;
    std::filesystem::last_write_time(
        box / name, std::filesystem::file_time_type::clock::now() - std::chrono::seconds{10});
  }
  Run look(std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"doc", "watch", box.string(), "--once", "--lines", "1"});
    return lintas(options);
  }
  [[nodiscard]] bool is_there(const std::string& name) const { return std::filesystem::exists(box / name); }

  std::filesystem::path box = folder_.path() / "box";
};

TEST_F(Watched, WhatIsTakenAndWhatIsRefusedIsPutApartWithTheAnswer) {
  says(Method::post, "/v1/documents",
       {{.status = 422, .body = std::string{refusal}}, {.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  const std::string message = [] {
    std::ifstream in{LINTAS_ROOT "/examples/documents/my-th-gloves-application.xml"};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  }();
  drop("a.xml", message);
  drop("b.xml", message);
  drop("c.csv", "NOPE,x\n");
  drop("d.part", "still being written");
  const auto run = look();
  EXPECT_EQ(run.exit, Exit::unreadable) << run.out << run.err;
  EXPECT_TRUE(is_there("refused/a.xml") && is_there("refused/a.xml.answer")) << run.out << run.err;
  EXPECT_TRUE(is_there("taken/b.xml") && is_there("refused/c.csv") && is_there("d.part"));
  EXPECT_EQ(look().exit, Exit::ok) << "nothing is left";
  drop("b.xml", message + "\n");
  EXPECT_EQ(look().exit, Exit::ok);
  EXPECT_TRUE(is_there("taken/b-2.xml")) << "nothing is written over";
}

TEST_F(Watched, ATableThatWasMendedIsPutThereAgainAndOnlyTheRestIsSent) {
  says(Method::post, "/v1/documents", {{.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  drop("a.csv", with(text, "40151990", "4015199x"));
  EXPECT_EQ(look().exit, Exit::invalid);
  EXPECT_TRUE(is_there("refused/a.csv"));
  EXPECT_EQ(documents_asked(), 2U);
  drop("a.csv", text);
  EXPECT_EQ(look().exit, Exit::ok);
  EXPECT_TRUE(is_there("taken/a.csv"));
  EXPECT_EQ(documents_asked(), 3U);
}

TEST_F(Watched, AFaultThatIsNotTheFilesLeavesThemWhereTheyAre) {
  drop("a.csv", text);
  EXPECT_EQ(look({"--key-file", (folder_.path() / "nobody.key").string()}).exit, Exit::unreadable);
  EXPECT_TRUE(is_there("work/a.csv")) << "a key that cannot be read is no fault of the table";
  says(Method::post, "/v1/documents", {{.status = 201, .body = std::string{kept}}});
  says(Method::post, "/v1/acts/issue.submit", {{.body = R"({"done":"submitted"})"}});
  EXPECT_EQ(look().exit, Exit::ok);
  EXPECT_TRUE(is_there("taken/a.csv"));
}

TEST_F(Watched, AFileStaysWhileNobodyTakesItAndWhileItIsWritten) {
  drop("a.csv", text);
  EXPECT_EQ(look({"--node", format("http://127.0.0.1:{}", free_port())}).exit, Exit::unreachable);
  EXPECT_TRUE(is_there("work/a.csv"));
  std::filesystem::rename(box / "work/a.csv", box / "a.csv");
  std::filesystem::last_write_time(box / "a.csv", std::filesystem::file_time_type::clock::now());
  EXPECT_EQ(look().exit, Exit::ok);
  EXPECT_TRUE(is_there("a.csv"));
  EXPECT_EQ(times(), 0U);
}

TEST_F(Bulks, ATemplateIsTheHeadingOfATable) {
  const auto run = lintas({"doc", "template", "CO.ISSUE"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_TRUE(run.out.starts_with("CO.ISSUE,messageSender,")) << run.out;
  EXPECT_EQ(lintas({"doc", "template", "NOPE"}).exit, Exit::usage);
  put(run.out);
  EXPECT_EQ(bulk({"--check"}).err, "0 documents, nothing wrong with them\n");
}

}  // namespace
}  // namespace lintas::cli
