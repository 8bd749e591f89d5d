#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "core/recognition/table.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Which state honours whose operators, from the command line.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view period_text =
    R"({"by":"ID","of":"SG","state":"live","from":"2024-10-01","until":null,"notice":null,"programme":"STP",)"
    R"("levels":["STP-Plus"],"roles":["exporter"],"loading":{"partners":true,"places":[]},)"
    R"("procedures":["BC2.0"],"required":["facility_code","authorisation_date"],)"
    R"("effect":{"score_factor":"0.8","lane":null,"random_factor":null,"priority":true},"stale":"degrade",)"
    R"("evidence":"sourced","source":"aamra.md 1.1 [S7]"})";

std::string decision(std::string_view outcome, std::string_view effect, std::string_view rest) {
  return format(R"({{"by":"ID","of":"SG","code":"AEOSG123456789012","outcome":"{}",)"
                R"("applied":{},"decided":{},{},)"
                R"("grounds":{{"at":"2026-11-30T04:00:00.000Z","day":"2026-11-30","table":"0123456789ab",)"
                R"("period":{},"list":{{"as_of":"2026-11-30T04:00:00.000Z","stale":false}},)"
                R"("known_since":null,"edition":null}}}})",
                outcome, outcome == "applied" ? effect : R"({"priority":false})", effect, rest, period_text);
}
constexpr std::string_view indonesias =
    R"({"score_factor":"0.8","lane":null,"random_factor":null,"priority":true})";

TEST_F(Node, recognitions_are_listed_with_what_they_are_worth) {
  says(Method::get, "/v1/recognitions",
       {{.body = format(R"({{"items":[{}],"version":"0123456789ab"}})", period_text)}});
  const auto run =
      lintas({"recognition", "list", "--by", "ID", "--of", "SG", "--state", "live", "--at", "2026-11-30"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).query_value("by"), "ID");
  EXPECT_EQ(asked(0).query_value("of"), "SG");
  EXPECT_EQ(asked(0).query_value("state"), "live");
  EXPECT_EQ(asked(0).query_value("at"), "2026-11-30");
  for (const std::string_view part : {"STP-Plus", "score x 0.8, priority", "2024-10-01", "sourced"})
    EXPECT_TRUE(run.out.contains(part)) << part << run.out;
  EXPECT_EQ(lintas({"recognition", "list", "--state", "lively"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"recognition", "list", "--json"}).out.front(), '{');
}

TEST_F(Node, a_recognition_is_explained_question_by_question) {
  says(
      Method::get, "/v1/recognitions/explain",
      {{.body = decision(
            "applied", indonesias,
            R"("score":{"before":51,"after":40},"findings":[],"lines":[{"question":"pair",)"
            R"("reply":"yes","words":"ID honours operators of SG since 2024-10-01.","rule":null}])")},
       {.body = decision("not_applied", indonesias, R"("findings":[],"lines":[])")},
       {.body = decision(
            "refused", R"({"priority":false})",
            R"("findings":[{"rule":"R-AEO-051","pointer":"fields","value":"","detail":"facility_code is )"
            R"(missing; declare it as 451.","text":"What has to be declared is missing.","remedy":"Declare it.",)"
            R"("permanent":false}],"lines":[{"question":"fields","reply":"no","words":"facility_code is )"
            R"(missing; declare it as 451.","rule":"R-AEO-051"},{"question":"age","reply":"not_asked",)"
            R"("words":"There is no list.","rule":null}])")}});
  const auto applied = lintas({"recognition", "explain", "SG", "AEOSG123456789012", "--in", "ID", "--loading",
                               "SGSIN", "--procedure", "BC 2.0", "--field", "facility_code=451", "--field",
                               "authorisation_date=2026-02-01", "--score", "51"});
  EXPECT_EQ(applied.exit, Exit::ok) << applied.err;
  EXPECT_EQ(asked(0).query_value("by"), "ID");
  EXPECT_EQ(asked(0).query_value("of"), "SG");
  EXPECT_EQ(asked(0).query_value("code"), "AEOSG123456789012");
  EXPECT_EQ(asked(0).query_value("loading"), "SGSIN");
  EXPECT_EQ(asked(0).query_value("procedure"), "BC 2.0");
  EXPECT_EQ(asked(0).query_value("fields"), "facility_code=451;authorisation_date=2026-02-01");
  EXPECT_EQ(asked(0).query_value("score"), "51");
  for (const std::string_view part :
       {"Applied: score x 0.8, priority.\n", "The risk score 51 becomes 40.\n",
        "ID honours operators of SG since 2024-10-01.", "table of recognitions 0123456789ab"})
    EXPECT_TRUE(applied.out.contains(part)) << part << applied.out;

  const auto pilot = lintas({"recognition", "explain", "SG", "AEOSG123456789012", "--in", "ID"});
  EXPECT_EQ(pilot.exit, Exit::ok) << pilot.err;
  EXPECT_TRUE(pilot.out.starts_with("Decided, and not applied")) << pilot.out;
  EXPECT_EQ(asked(1).query_value("fields"), std::nullopt) << "nothing is asked that was not said";

  const auto refused = lintas({"recognition", "explain", "SG", "AEOSG123456789012", "--in", "ID"});
  EXPECT_EQ(refused.exit, Exit::invalid);
  for (const std::string_view part :
       {"Refused: nothing is given.\n", "R-AEO-051", "Declare it.", "not asked"})
    EXPECT_TRUE(refused.out.contains(part)) << part << refused.out;
  EXPECT_EQ(lintas({"recognition", "explain", "SG", "AEOSG123456789012"}).exit, Exit::usage);
  EXPECT_EQ(
      lintas({"recognition", "explain", "SG", "AEOSG123456789012", "--in", "ID", "--field", "451"}).exit,
      Exit::usage);
  EXPECT_EQ(lintas({"recognition", "explain", "SG", "A", "--in", "ID", "--json"}).out.front(), '{');
}

TEST_F(Node, a_table_of_recognitions_is_exported_and_checked_without_a_node) {
  const auto exported = lintas({"recognition", "export"});
  EXPECT_EQ(exported.exit, Exit::ok);
  EXPECT_EQ(exported.out, recognition::written(recognition::built_in()));
  const std::string path = (folder_.path() / "recognitions.csv").string();
  std::ofstream{path} << exported.out;
  const auto fine = lintas({"recognition", "check", path});
  EXPECT_EQ(fine.exit, Exit::ok) << fine.err;
  EXPECT_TRUE(
      fine.out.contains(format("periods without a fault: {}\n", recognition::built_in().rows().size())))
      << fine.out;
  std::ofstream{path, std::ios::app} << "SG,KH,live,AEO,,,,,,0.5,,,yes,stop,,sample,2026-01-01,,ours\n";
  const auto wrong = lintas({"recognition", "check", path});
  EXPECT_EQ(wrong.exit, Exit::invalid);
  EXPECT_TRUE(wrong.out.contains("line 128, programme: R-REF-002")) << wrong.out;
  EXPECT_EQ(lintas({"recognition", "check", path, "--json"}).out.front(), '{');
  EXPECT_EQ(lintas({"recognition", "check", path + ".not"}).exit, Exit::unreadable);
}

}  // namespace
}  // namespace lintas::cli
