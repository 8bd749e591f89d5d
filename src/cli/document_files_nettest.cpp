#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"
#include "tests/support/temporary_folder.hpp"

/// Files that come with documents.
namespace lintas::cli {
namespace {

using net::Method;

/// Of "box,kg\n1,12\n".
constexpr std::string_view hash = "9b051d68d900a897c8f06f9c9c5902dd866dbd4cd706fe54e04e7b6e93636e58";
const std::string files_text =
    format(R"({{"items":[{{"sha256":"{}","name":"packing-list.csv","size":12,"type":"text/csv",)"
           R"("added":"2026-11-23T06:00:00Z","by":"SG1","read":[{{"at":"2026-11-23T07:00:00Z","by":"may",)"
           R"("role":"other_agency","office":"SGTUS001","party":""}}]}}]}})",
           hash);
constexpr std::string_view address = "/v1/documents/{document}/attachments";

class Files : public Node {
 public:
  [[nodiscard]] std::string file(std::string_view name) const { return (folder.path() / name).string(); }
  test::TemporaryFolder folder;
};

TEST_F(Files, a_file_is_brought_and_then_named_by_the_document) {
  std::ofstream{file("Packing list (2).csv")} << "box,kg\n1,12\n";
  says(Method::get, std::string{address}, {{.body = R"({"items":[]})"}});
  says(Method::post, "/v1/attachments",
       {{.status = 201,
         .body = format(R"({{"sha256":"{}","size":12,"type":"text/csv","until":"2026-11-30T06:00:00Z",)"
                        R"("used":4096,"most":21474836480}})",
                        hash)}});
  says(Method::post, std::string{address}, {{.body = R"({"accepted":true,"done":"file added"})"}});
  const auto run = lintas({"doc", "attach", "CO-1", file("Packing list (2).csv")});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(as_text(asked(1).body), "box,kg\n1,12\n");
  const auto named = Json::parse(as_text(asked(2).body));
  EXPECT_EQ(named["sha256"], std::string{hash});
  EXPECT_EQ(named["name"], "Packing-list--2-.csv");
  EXPECT_TRUE(run.out.contains("Packing-list--2-.csv (text/csv, 12 bytes) is with the document")) << run.out;
  EXPECT_TRUE(run.out.contains("all your files here: 4096 bytes of 21474836480")) << run.out;
  EXPECT_EQ(lintas({"doc", "attach", "CO-1", "-"}).exit, Exit::usage) << "what has no name needs one";
}

TEST_F(Files, are_listed_with_who_has_read_them) {
  says(Method::get, std::string{address}, {{.body = files_text}});
  const auto run = lintas({"doc", "attachments", "CO-1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("packing-list.csv  text/csv")) << run.out;
  EXPECT_TRUE(run.out.contains("may")) << run.out;
  EXPECT_TRUE(run.out.contains("SGTUS001")) << run.out;
}

TEST_F(Files, of_another_state_are_listed_with_whether_they_are_here) {
  says(
      Method::get, std::string{address},
      {{.body = format(R"({{"items":[{{"sha256":"{}","name":"packing-list.csv","size":12,"type":"text/csv",)"
                       R"("added":"2026-11-23T06:00:00Z","fetched":"asked","fetched_bytes":0,"read":[]}}]}})",
                       hash)},
       {.body = R"({"items":[],"exchanged":false})"}});
  const auto run = lintas({"doc", "attachments", "MY,MYPKG001,MY-TH 26/1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("asked")) << run.out;
  EXPECT_FALSE(run.out.contains("told abroad")) << run.out;
  EXPECT_TRUE(lintas({"doc", "attachments", "CO-1"}).out.contains("files do not go to the state"));
}

TEST_F(Files, of_another_state_are_waited_for_until_they_are_here) {
  says(Method::get, std::string{address}, {{.body = files_text}});
  says(Method::get, std::string{address} + "/{sha256}",
       {{.status = 503, .body = R"({"code":"R-ATT-021"})", .retry_after = "1"}, {.body = "box,kg\n1,12\n"}});
  const auto run = lintas({"doc", "fetch", "CO-1", "packing-list.csv", "--to", file("waited.csv")});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  std::ifstream written{file("waited.csv"), std::ios::binary};
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>{written}, {}), "box,kg\n1,12\n");
}

TEST_F(Files, are_fetched_by_name_and_kept_only_if_they_are_what_was_added) {
  says(Method::get, std::string{address}, {{.body = files_text}});
  says(Method::get, std::string{address} + "/{sha256}",
       {{.body = "box,kg\n1,12\n"}, {.body = "box,kg\n1,99\n"}});
  const std::string to = file("out.csv");
  const auto run = lintas({"doc", "fetch", "CO-1", "packing-list.csv", "--to", to});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(1).parameter("sha256"), hash);
  std::ifstream written{to, std::ios::binary};
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>{written}, {}), "box,kg\n1,12\n");
  const auto other = lintas({"doc", "fetch", "CO-1", "packing-list.csv", "--to", file("other.csv")});
  EXPECT_EQ(other.exit, Exit::unreadable);
  EXPECT_TRUE(other.err.contains("its SHA-256 is another one")) << other.err;
  EXPECT_FALSE(std::filesystem::exists(file("other.csv")));
  EXPECT_FALSE(std::filesystem::exists(file("other.csv.part")));
  EXPECT_EQ(lintas({"doc", "fetch", "CO-1", "invoice.pdf"}).exit, Exit::invalid);
}

TEST_F(Files, one_is_taken_away_again) {
  says(Method::get, std::string{address}, {{.body = files_text}});
  says(Method::remove, std::string{address} + "/{sha256}", {{.body = R"({"accepted":true})"}});
  const auto run = lintas({"doc", "detach", "CO-1", "packing-list.csv"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(1).parameter("sha256"), hash);
}

TEST_F(Files, what_was_issued_with_its_files_keeps_them) {
  const auto run = lintas({"doc", "detach", "TH, phyto, TH-PC-1", "packing-list.csv"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("keeps them")) << run.err;
}

}  // namespace
}  // namespace lintas::cli
