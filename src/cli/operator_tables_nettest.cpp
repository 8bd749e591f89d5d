#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Lists of operators as tables, on the command line.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view listed_text =
    R"({"items":[
      {"of":"SG","reference":{"holder":"SG201912345K","number":"A-2026-1"},"state":{"id":"SUSPENDED","name":"Listed, suspended"},
       "programme":"STP","level":"STP-Plus","roles":["exporter","carrier"],"consent":"2026-02-02",
       "codes":[{"code":"AEOSG999999999999","given":"2026-02-01","since":"2026-02-01T04:00:00.000Z","until":"2026-06-30T16:00:00.000Z"},
         {"code":"AEOSG123456789012","given":"2026-02-01","since":"2026-02-01T04:00:00.000Z"}],
       "authorised":"2026-02-01","valid_from":"2026-02-01","valid_until":null,"revalidate_on":"2029-02-01",
       "heard":null,"edition":2,"said":[{"at":"2026-02-02T04:00:00.000Z","known":"2026-02-02T04:00:00.000Z","edition":1,"status":"active"},
         {"at":"2026-05-01T04:00:00.000Z","known":"2026-05-01T04:00:00.000Z","edition":2,"status":"suspended"}],"told":[],"overdue":[]},
      {"of":"SG","reference":{"holder":"SG200500000X","number":"9"},"state":{"id":"UNLISTED","name":"Listed no more"},
       "heard":null,"edition":3,"said":[{"at":"2026-02-02T04:00:00.000Z","known":"2026-02-02T04:00:00.000Z","edition":3,"status":"unlisted"}],
       "told":[],"overdue":[]}],"next":null})";
const std::string head =
    "holder,number,programme,level,roles,codes,authorised,valid_from,valid_until,revalidate_on,status,"
    "effective,consent\n";
const std::string row =
    "SG201912345K,A-2026-1,STP,STP-Plus,exporter carrier,AEOSG123456789012,2026-02-01,2026-02-01,,2029-02-01,"
    "suspended,2026-05-01T04:00:00.000Z,2026-02-02\n";
const std::string ended = "SG200500000X,9,,,,,,,,,unlisted,2026-02-02T04:00:00.000Z,\n";

TEST_F(Node, a_list_of_operators_is_given_as_a_table) {
  says(Method::get, "/v1/me", {{.body = R"({"country":"SG"})"}});
  says(Method::get, "/v1/listed-operators", {{.body = std::string{listed_text}}});
  const auto run = lintas({"aeo", "give"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, head + row + ended) << "a code that ends has no end in a table: it is left out";
}

TEST_F(Node, a_list_of_operators_is_taken_from_a_table) {
  says(Method::post, "/v1/operator-lists",
       {{.body = R"({"accepted":true,"new":1,"changed":0,"unchanged":0,"refused":0,"trace_id":"0"})"}});
  const auto run = lintas({"aeo", "take", "SG", "-"}, head + row);
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).query_value("of"), "SG");
  EXPECT_EQ(as_text(asked(0).body), head + row);
  EXPECT_TRUE(run.out.contains("new")) << run.out;
}

TEST_F(Node, a_table_is_looked_at_before_it_is_taken) {
  says(Method::get, "/v1/listed-operators", {{.body = std::string{listed_text}}});
  const auto same = lintas({"aeo", "take", "SG", "-", "--preview"}, head + row);
  EXPECT_EQ(same.exit, Exit::ok) << same.err;
  EXPECT_TRUE(same.out.contains("unchanged")) << same.out;
  std::string other = row;
  other.replace(other.find("suspended"), 9, "active");
  EXPECT_TRUE(lintas({"aeo", "take", "SG", "-", "--preview"}, head + other).out.contains("changed"));
  other.replace(other.find("A-2026-1"), 8, "A-2026-7");
  EXPECT_TRUE(lintas({"aeo", "take", "SG", "-", "--preview"}, head + other).out.contains("new"));
}

TEST_F(Node, each_cell_that_is_wrong_is_told_by_its_place) {
  std::string wrong = row;
  wrong.replace(wrong.find("suspended"), 9, "stopped");
  wrong.replace(wrong.find("exporter"), 8, "exporters");
  const auto run = lintas({"aeo", "take", "SG", "-"}, head + wrong);
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("line 2")) << run.out;
  EXPECT_TRUE(run.out.contains("no status of an operator")) << run.out;
  EXPECT_TRUE(run.out.contains("not a list of roles")) << run.out;
  EXPECT_EQ(lintas({"aeo", "take", "Myanmar", "-"}, head + row).exit, Exit::usage);
}

}  // namespace
}  // namespace lintas::cli
