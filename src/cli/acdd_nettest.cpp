#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Customs declaration documents of a node.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view acdd_text =
    R"({"side":"import","location":"/v1/acdd/KH%2C%20K%2D1","permit":{"state":"KH","number":"K-1"},
        "state":{"id":"MISMATCH","name":"Differs from what is declared"},"ended":false,"edition":1,
        "alarm":"differs from what is declared","exporter":"UEN1","importer":"SG","departure":"2026-11-24",
        "due":null,"received":"2026-11-23T06:00:00Z","declarations":["D26-1"],"faults":[],
        "items":[{"item":1,"hs":"08109010","quantity":"100","unit":"KGM","origin":"TH","covered_by":[
                  {"declaration":"D26-1","line":1,"hs":"08109010","quantity":"90","unit":"KGM"}]},
                 {"item":2,"hs":"03038900","quantity":"50","unit":"KGM","origin":"SG","covered_by":[]}],
        "differences":[{"kind":"quantity_less","item":1,"exported":"100 KGM","declared":"90 KGM"},
                       {"kind":"item_missing","item":2,"exported":"50 KGM"}],"differences_in_all":2,
        "history":[{"at":"2026-11-23T06:05:00Z","event":"acdd_import.reported","trigger":"S report",
                    "state":"MISMATCH","sent":[],"declaration":"D26-1","differences":2}],
        "acts":[{"name":"acdd_import.report","words":"report"},{"name":"acdd_import.withdraw","words":"withdraw"}]})";
constexpr std::string_view acts_of_acdd =
    R"({"components":{"schemas":{
      "acdd.cancel":{"title":"acdd.cancel","type":"object","properties":{}},
      "acdd.answered_by_letter":{"title":"acdd.answered_by_letter","type":"object","properties":{
        "done":{"type":"boolean"},"reason":{"type":"string"}}},
      "acdd_import.withdraw":{"title":"acdd_import.withdraw","type":"object","properties":{
        "declaration":{"type":"string"}}}},"parameters":{}},"paths":{}})";

TEST_F(Node, a_customs_declaration_document_is_shown_beside_what_is_declared) {
  says(Method::get, "/v1/acdd/{permit}", {{.body = std::string{acdd_text}}});
  const auto run = lintas({"doc", "show", "KH, K-1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).parameter("permit"), "KH, K-1");
  for (const std::string_view line :
       {"document         KH, K-1\n", "state            Differs from what is declared\n",
        "to be looked at  differs from what is declared\n", "differences      2\n",
        "item  goods     origin  quantity  unit  declared\n",
        "1     08109010  TH      100       KGM   90 KGM of 08109010 (D26-1 line 1)\n",
        "2     03038900  SG      50        KGM\n", "quantity_less  1     100 KGM   90 KGM\n",
        "You may now: acdd_import.report (report), acdd_import.withdraw (withdraw)\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_EQ(lintas({"doc", "show", "KH, K-1", "--json"}).out.front(), '{');
  says(Method::get, "/v1/acdd/{permit}/document", {{.body = "<a/>"}});
  EXPECT_EQ(lintas({"doc", "certificate", "KH, K-1"}).out, "<a/>");
}

TEST_F(Node, customs_declaration_documents_are_listed_by_what_waits) {
  says(Method::get, "/v1/acdd", {{.body = format(R"({{"items":[{}]}})", acdd_text)}});
  const auto run = lintas({"doc", "list", "--acdd", "--side", "import", "--waits"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.starts_with("document  state     ")) << run.out;
  EXPECT_TRUE(run.out.contains("\nKH, K-1   MISMATCH  ")) << run.out;
  EXPECT_EQ(asked(0).query_value("side"), "import");
  EXPECT_EQ(asked(0).query_value("waits"), "true");
}

TEST_F(Node, an_export_is_released_with_its_document) {
  says(Method::post, "/v1/acdd",
       {{.body = R"({"accepted":true,"done":"export released","repeated":false,)"
                 R"("acdd":{"permit":{"state":"SG","number":"P-1"},"edition":1,)"
                 R"("state":{"id":"EXPORT_RELEASED","name":"Released, not sent"},)"
                 R"("kept":[{"rule":"R-ASW-112"}],"alarm":null}})"}});
  const std::string message = "<lintas:ACDD.SEND xmlns:lintas=\"urn:lintas:documents:1\"/>";
  const auto run = lintas({"doc", "submit", "-", "--consent", "--reason", "weighed again"}, message);
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("Released, not sent")) << run.out;
  EXPECT_TRUE(run.out.contains("R-ASW-112")) << run.out;
  EXPECT_EQ(asked(0).query_value("consent"), "true");
  EXPECT_EQ(asked(0).query_value("reason"), "weighed again");
  EXPECT_EQ(as_text(asked(0).body), message);
  EXPECT_EQ(times(), 1U) << "there is nothing to submit behind it";
}

TEST_F(Node, an_option_of_the_other_kind_of_document_is_refused_and_nothing_sent) {
  const std::string export_of_goods = "<lintas:ACDD.SEND/>";
  const std::string application = "<lintas:CO.ISSUE/>";
  using Words = std::vector<std::string>;
  for (const Words& words : {Words{"--draft"}, Words{"--idempotency-key", "key-of-a-call-0001"}}) {
    Words all{"doc", "submit", "-"};
    all.insert(all.end(), words.begin(), words.end());
    const auto run = lintas(all, export_of_goods);
    EXPECT_EQ(run.exit, Exit::usage) << run.err;
    EXPECT_TRUE(run.err.contains(words.front())) << run.err;
  }
  for (const Words& words : {Words{"--consent"}, Words{"--reason", "x"}}) {
    Words all{"doc", "submit", "-"};
    all.insert(all.end(), words.begin(), words.end());
    const auto run = lintas(all, application);
    EXPECT_EQ(run.exit, Exit::usage) << run.err;
    EXPECT_TRUE(run.err.contains(words.front())) << run.err;
  }
  EXPECT_EQ(lintas({"doc", "list", "--waits"}).exit, Exit::usage);
  EXPECT_EQ(times(), 0U);
}

TEST_F(Node, each_verb_about_a_customs_declaration_document_is_an_act_that_names_it) {
  says(Method::get, "/v1/acdd/{permit}", {{.body = std::string{acdd_text}}});
  takes_acts(acts_of_acdd);
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    return act_sent_by(arguments, "permit", R"({"state":"KH","number":"K-1"})");
  };
  EXPECT_EQ(sent_by({"doc", "do", "KH, K-1", "withdraw", "--set", "declaration=D26-1"}),
            R"(acdd_import.withdraw {"declaration":"D26-1"})");
  EXPECT_EQ(sent_by({"doc", "cancel", "KH, K-1", "--reason", "not shipped"}),
            R"(acdd.cancel {"reason":"not shipped"})");
  EXPECT_EQ(sent_by({"doc", "do", "KH, K-1", "acdd.answered_by_letter", "--set", "done=true", "--set",
                     "reason=letter 4"}),
            R"(acdd.answered_by_letter {"done":true,"reason":"letter 4"})");
}

}  // namespace
}  // namespace lintas::cli
