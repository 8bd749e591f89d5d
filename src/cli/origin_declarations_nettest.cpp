#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Origin declarations that were presented to a node.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view gloves_text =
    R"({"location":"/v1/origin-declarations/MY%2C%200217%2FMY07%2C%20KLPG%2F26%2F11%2F0417",
        "reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},
        "state":{"id":"PRESENTED","name":"Presented"},"ended":false,"alarm":null,"due":null,
        "day":"2026-11-20","presented":"2026-11-24T02:00:00Z",
        "judgements":[{"check":"exporter","listed":"listed"},
                      {"check":"product","listed":"not_listed","item":2}],
        "items":[{"number":1,"description":"Examination gloves","code":"401512","quantity":"2400","unit":"KGM",
                  "left":"2400","result":null,"against":[]},
                 {"number":2,"description":"Household gloves","code":"401519","quantity":"800","unit":"KGM",
                  "left":"500","result":null,"against":[{"rule":"R-OD-022","detail":"It is not listed."}]}],
        "uses":[{"declaration":"D26-1","at":"2026-11-24T03:00:00Z",
                 "lines":[{"number":2,"quantity":"300","unit":"KGM"}]}],
        "history":[{"at":"2026-11-24T02:00:00Z","event":"origin.presented","trigger":"O present",
                    "state":"PRESENTED","by":{"role":"officer_of_destination","office":"SGTUS001"}}],
        "messages":[],"check":null,
        "acts":[{"name":"origin.accept","words":"accept"},{"name":"origin.refuse","words":"refuse"}]})";
constexpr std::string_view acts_of_origin =
    R"({"components":{"schemas":{
      "origin.accept":{"title":"origin.accept","type":"object","properties":{}},
      "origin.refuse":{"title":"origin.refuse","type":"object","properties":{}},
      "origin.use":{"title":"origin.use","type":"object","properties":{}},
      "origin.reassess":{"title":"origin.reassess","type":"object","properties":{"reason":{"type":"string"}}},
      "origin.check":{"title":"origin.check","type":"object","properties":{}},
      "origin.end_check":{"title":"origin.end_check","type":"object","properties":{}},
      "origin.withdraw":{"title":"origin.withdraw","type":"object","properties":{}}},
      "parameters":{}},"paths":{}})";
constexpr std::string_view name = "MY, 0217/MY07, KLPG/26/11/0417";

TEST_F(Node, an_origin_declaration_is_shown_with_what_the_register_says) {
  says(Method::get, "/v1/origin-declarations/{origin_declaration}", {{.body = std::string{gloves_text}}});
  const auto run = lintas({"doc", "show", name});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).parameter("origin_declaration"), name);
  for (const std::string_view line :
       {"declaration  MY, 0217/MY07, KLPG/26/11/0417\n", "state        Presented\n",
        "of           2026-11-20\n", "not_listed", "R-OD-022", "2: 300 KGM\n", "origin.presented",
        "You may now: origin.accept (accept), origin.refuse (refuse)\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_EQ(lintas({"doc", "show", "MY,0217/MY07,KLPG/26/11/0417", "--json"}).out.front(), '{');
  says(Method::get, "/v1/origin-declarations/{origin_declaration}/document", {{.body = "<a/>"}});
  EXPECT_EQ(lintas({"doc", "certificate", name}).out, "<a/>");
}

// A code of digits alone could be a kind's by its characters; no kind is called by a number.
TEST_F(Node, the_three_names_with_a_state_before_them_are_told_apart) {
  const auto asks_for = [&](std::string_view called) {
    const auto before = times();
    (void)lintas({"doc", "show", called});
    return times() == before + 1 ? asked(before) : net::Request{};
  };
  says(Method::get, "/v1/origin-declarations/{origin_declaration}", {{.body = std::string{gloves_text}}});
  says(Method::get, "/v1/kinds/documents/{kind_document}", {{.status = 404, .body = "{}"}});
  says(Method::get, "/v1/documents/{document}", {{.status = 404, .body = "{}"}});
  for (const std::string_view called : {"MY,0217,X", "MY, 0217/my07, X", "MY, S-07, A, B"})
    EXPECT_EQ(asks_for(called).parameter("origin_declaration"), called);
  for (const std::string_view called : {"MY,phyto,X", "MY, sps_2, X"})
    EXPECT_EQ(asks_for(called).parameter("kind_document"), called);
  for (const std::string_view called : {"MY, MYPKG001, MY-TH 26/00417", "CO-9f64a747e1b97f13"})
    EXPECT_EQ(asks_for(called).parameter("document"), called);
}

TEST_F(Node, origin_declarations_are_listed) {
  says(Method::get, "/v1/origin-declarations", {{.body = format(R"({{"items":[{}]}})", gloves_text)}});
  const auto run = lintas({"doc", "list", "--origin", "--state", "PRESENTED", "--partner", "MY"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("\nMY, 0217/MY07, KLPG/26/11/0417  PRESENTED  ")) << run.out;
  EXPECT_EQ(asked(0).query_value("state"), "PRESENTED");
  EXPECT_EQ(asked(0).query_value("partner"), "MY");
  for (const std::string_view other : {"--waits", "--acdd"})
    EXPECT_EQ(lintas({"doc", "list", "--origin", other}).exit, Exit::usage) << other;
  EXPECT_EQ(lintas({"doc", "list", "--origin", "--kind", "phyto"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "list", "--origin", "--side", "import"}).exit, Exit::usage);
  EXPECT_EQ(times(), 1U);
}

TEST_F(Node, an_origin_declaration_is_presented_as_it_stands) {
  says(Method::post, "/v1/origin-declarations",
       {{.body = format(R"({{"accepted":true,"done":"declaration recorded","repeated":false,)"
                        R"("origin_declaration":{}}})",
                        gloves_text)}});
  const std::string message = "<lintas:OD.DECLARATION xmlns:lintas=\"urn:lintas:documents:1\"/>";
  const auto run = lintas({"doc", "submit", "-"}, message);
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("declaration recorded")) << run.out;
  EXPECT_EQ(as_text(asked(0).body), message);
  EXPECT_EQ(lintas({"doc", "submit", "-", "--draft"}, message).exit, Exit::usage);
  EXPECT_EQ(times(), 1U);
}

TEST_F(Node, each_verb_about_an_origin_declaration_is_an_act_that_names_it) {
  says(Method::get, "/v1/origin-declarations/{origin_declaration}", {{.body = std::string{gloves_text}}});
  takes_acts(acts_of_origin);
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    return act_sent_by(arguments, "reference",
                       R"({"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"})");
  };
  EXPECT_EQ(sent_by({"doc", "respond", name, "accept"}), "origin.accept {}") << "of all that wait";
  EXPECT_EQ(sent_by({"doc", "respond", name, "accept", "--item", "1", "--reason", "strike at the port"}),
            R"(origin.accept {"items":[1],"late":"strike at the port"})");
  EXPECT_EQ(sent_by({"doc", "respond", name, "N10", "--item", "2", "--reason", "not listed"}),
            R"(origin.refuse {"items":[2],"result":"N10","reason":"not listed"})");
  EXPECT_EQ(sent_by({"doc", "use", name, "D26-2", "--line", "2=100"}),
            R"(origin.use {"declaration":"D26-2","lines":[{"number":2,"quantity":"100","unit":"KGM"}]})");
  EXPECT_EQ(sent_by({"doc", "use", name, "D26-2"}),
            R"(origin.use {"declaration":"D26-2","lines":[{"number":1,"quantity":"2400","unit":"KGM"},)"
            R"({"number":2,"quantity":"500","unit":"KGM"}]})");
  EXPECT_EQ(sent_by({"doc", "cancel", name, "--reason", "another invoice"}),
            R"(origin.withdraw {"reason":"another invoice"})");
  EXPECT_EQ(sent_by({"doc", "do", name, "reassess", "--set", "reason=the record came"}),
            R"(origin.reassess {"reason":"the record came"})");
}

TEST_F(Node, an_origin_declaration_is_verified_and_what_is_in_order_ends_the_check) {
  std::string checked{gloves_text};
  const auto put = [&](std::string_view part, std::string_view other) {
    checked.replace(checked.find(part), part.size(), other);
  };
  put(R"("id":"PRESENTED")", R"("id":"UNDER_CHECK")");
  put(R"("check":null)", R"("check":{"request":"V1","open_items":[1,2],"began":"2026-11-24T04:00:00Z",)"
                         R"("received":"2026-11-24T04:01:00Z","reply_came":false,"visit_began":null})");
  says(Method::get, "/v1/origin-declarations/{origin_declaration}", {{.body = checked}});
  takes_acts(acts_of_origin);
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    return act_sent_by(arguments, "reference",
                       R"({"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"})");
  };
  EXPECT_EQ(sent_by({"doc", "verify", name, "--reason", "the seal", "--request", "V1"}),
            R"(origin.check {"random":false,"reason":"the seal","request":"V1"})");
  EXPECT_EQ(sent_by({"doc", "verify", name, "--random", "--item", "2", "--request", "V2"}),
            R"(origin.check {"items":[2],"random":true,"reason":"","request":"V2"})");
  EXPECT_EQ(sent_by({"doc", "respond", name, "accept", "--reason", "it is in order"}),
            R"(origin.end_check {"text":"it is in order"})");
  EXPECT_EQ(lintas({"doc", "respond", name, "accept", "--item", "1"}).exit, Exit::usage);
  const auto run = lintas({"doc", "show", name});
  EXPECT_TRUE(run.out.contains("asked to verify")) << run.out;
  EXPECT_EQ(lintas({"doc", "verify", name}).exit, Exit::usage) << "under which number";
  EXPECT_EQ(lintas({"doc", "verify", "TH, phyto, X", "--request", "V1"}).exit, Exit::usage);
}

TEST_F(Node, what_is_not_said_about_an_origin_declaration_is_refused_and_nothing_sent) {
  EXPECT_EQ(lintas({"doc", "respond", name, "U1"}).exit, Exit::usage) << "which of the two follows by itself";
  EXPECT_EQ(lintas({"doc", "send", name}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "resend", name, "--reason", "x"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "cancel", name}).exit, Exit::usage);
  EXPECT_EQ(times(), 0U);
}

}  // namespace
}  // namespace lintas::cli
