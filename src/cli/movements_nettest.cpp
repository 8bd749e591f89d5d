#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Movements of a node: submitted for a trial, shown, watched, printed, copied and shared.
namespace lintas::cli {
namespace {

using net::Method;

TEST_F(Node, a_movement_is_shown_with_its_history) {
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = R"({"mrn":"26SG0000010000A1J3","role":"departure","status":"released",
          "state":{"id":"released","name":"Released"},"route":{"departure":"SGTUS001","transit":["MYTJK001"],
          "destination":"THSDO001"},"guarantee":{"reserved":{"amount":"12.50","currency":"SGD"}},"new":1,
          "history":[{"at":"2026-11-23T06:05:00Z","event":"declared","state":"released","sent":["IE028"]}]})"}});
  const auto run = lintas({"show", "26SG0000010000A1J3"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_EQ(run.out,
            "MRN                    26SG0000010000A1J3\n"
            "role of this node      departure\n"
            "status                 released\n"
            "state                  Released\n"
            "office of departure    SGTUS001\n"
            "offices of transit     MYTJK001\n"
            "office of destination  THSDO001\n"
            "reserved               12.50 SGD\n"
            "new                    1\n"
            "\n"
            "at                    event     state     sent\n"
            "2026-11-23T06:05:00Z  declared  released  IE028\n");
}

TEST_F(Node, a_movement_on_its_way_shows_where_it_was_last_and_what_officers_found) {
  says(Method::get, "/v1/movements/{mrn}", {{.body = R"({"mrn":"26SG0000010000A1J3","role":"transit",
          "place":{"name":"Johor Bahru","country":"MY","country_name":"Malaysia","day":"2026-11-24"},
          "result":null,"alarms":["passage: stay limit"],
          "history":[{"at":"t1","event":"passage.crossed","state":"INS","sent":["IE118"],"new_seals":["NEW-7"],
          "details":{"inspection":{"seals":"broken"},"office":"MYJHB001"}}]})"}});
  EXPECT_EQ(lintas({"show", "26SG0000010000A1J3"}).out,
            "MRN                26SG0000010000A1J3\n"
            "role of this node  transit\n"
            "last place         Johor Bahru\n"
            "there on           2026-11-24\n"
            "to be looked at    passage: stay limit\n"
            "\n"
            "at  event            state  sent   new seals  details\n"
            "t1  passage.crossed  INS    IE118  NEW-7      inspection seals broken, office MYJHB001\n");
}

TEST_F(Node, a_movement_without_an_mrn_shows_by_which_reference_it_is_opened) {
  says(Method::post, "/v1/messages",
       {{.body = R"({"accepted":true,"repeated":false,"status":"pre_lodged",)"
                 R"("location":"/v1/movements/00c0ffee"})"}});
  says(Method::get, "/v1/movements",
       {{.body = R"({"items":[{"lrn":"A","mrn":null,"location":"/v1/movements/00c0ffee"},)"
                 R"({"lrn":"B","mrn":"26SG","location":"/v1/movements/26SG"}]})"}});
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = R"({"location":"/v1/movements/00c0ffee","mrn":null,"lrn":"A"})"},
        {.body = R"({"location":"/v1/movements/26SG","mrn":"26SG","lrn":"B"})"}});
  EXPECT_EQ(lintas({"submit", "-"}, "<a/>").out,
            "taken        yes\n"
            "reference    00c0ffee\n"
            "status       pre_lodged\n"
            "sent before  no\n");
  EXPECT_EQ(lintas({"movements"}).out,
            "MRN   reference  LRN\n"
            "      00c0ffee   A\n"
            "26SG             B\n");
  EXPECT_EQ(lintas({"show", "00c0ffee"}).out, "LRN        A\nreference  00c0ffee\n");
  EXPECT_EQ(lintas({"show", "26SG"}).out, "MRN  26SG\nLRN  B\n");
  EXPECT_TRUE(lintas({"show", "26SG", "--json"}).out.contains(R"("location":"/v1/movements/26SG")"))
      << "as the node said it";
}

TEST_F(Node, a_movement_is_named_by_its_lrn_and_its_holder) {
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = R"({"status":"discharged","state":{"id":"WOF"},"ended":true})"}});
  says(Method::get, "/v1/movements/{mrn}/declaration", {{.body = "<a/>"}});
  says(Method::get, "/v1/movements/{mrn}/messages", {{.body = R"({"items":[{"n":1}]})"}});
  says(Method::get, "/v1/movements/{mrn}/messages/{n}", {{.body = "<a/>"}});
  const std::vector<std::vector<std::string>> calls{{"show", "EX/2026 1"},
                                                    {"watch", "EX/2026 1"},
                                                    {"declaration", "EX/2026 1"},
                                                    {"messages", "EX/2026 1"},
                                                    {"messages", "EX/2026 1", "1"}};
  for (std::vector<std::string> call : calls) {
    EXPECT_EQ(lintas(call).exit, Exit::ok) << call.front();
    EXPECT_EQ(asked(times() - 1).query_value("holder"), std::nullopt) << "its own";
    call.emplace_back("--holder");
    call.emplace_back("SG201912345K");
    EXPECT_EQ(lintas(call).exit, Exit::ok) << call.front();
    EXPECT_EQ(asked(times() - 1).parameter("mrn"), "EX/2026 1");
    EXPECT_EQ(asked(times() - 1).query_value("holder"), "SG201912345K");
  }
}

TEST_F(Node, API_017_an_lrn_of_several_holders_is_asked_for_with_its_holder) {
  says(Method::get, "/v1/movements/{mrn}",
       {{.status = 409,
         .body = R"({"status":409,"code":"API-017","errors":[{"rule":"API-017","pointer":"mrn",)"
                 R"("value":"EX-1","text":"Several holders have a declaration with this LRN.",)"
                 R"("remedy":"Name the holder beside the LRN."}],"trace_id":"0a"})"}});
  const auto run = lintas({"show", "EX-1"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_EQ(run.err,
            "lintas show: refused\n"
            "  API-017 mrn\n"
            "    Several holders have a declaration with this LRN. Value: 'EX-1'.\n"
            "    Name the holder by --holder, or open the movement by its MRN, or by the\n"
            "    reference that `lintas movements` shows.\n"
            "  trace 0a\n");
}

TEST_F(Node, findings_of_a_movement_are_told_whole_below_it) {
  const std::string finding =
      R"({"rule":"R-ACTS-012","pointer":"lines[1]/amount","detail":"short by 12 SGD",)"
      R"("text":"The guarantee does not have this amount free.",)"
      R"("remedy":"Wait until a movement on it is discharged, raise the reference amount, or name another.",)"
      R"("permanent":false})";
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = format(R"({{"mrn":"26SG","guarantees":[{{"grn":"G1","use":"none","refused":[{0}]}}],)"
                        R"("history":[{{"at":"t1","event":"refused","faults":[{0}]}}]}})",
                        finding)}});
  const std::string told =
      "  R-ACTS-012 lines[1]/amount\n"
      "    The guarantee does not have this amount free. Short by 12 SGD.\n"
      "    Wait until a movement on it is discharged, raise the reference amount, or\n"
      "    name another.\n";
  EXPECT_EQ(lintas({"show", "26SG"}).out,
            "MRN         26SG\n"
            "guarantees  grn G1, use none\n"
            "\n"
            "at  event\n"
            "t1  refused\n"
            "\n"
            "guarantee G1\n" +
                told +
                "\n"
                "t1  refused\n" +
                told);
  const auto json = lintas({"show", "26SG", "--json"}).out;
  EXPECT_TRUE(json.contains(R"("refused":[{"rule":"R-ACTS-012")")) << json;
}

TEST_F(Node, a_trial_says_its_verdict_first_and_why_along_the_route) {
  const auto finding = [](std::string_view rule) {
    return format(R"({{"rule":"{}","pointer":"/p","text":"Wrong.","remedy":"Mend it."}})", rule);
  };
  const auto route = [](std::string_view of_thailand) {
    return format(R"("states":[{{"state":"SG","name":"Singapore","part":"departure","errors":[]}},)"
                  R"({{"state":"MY","name":null,"part":"transit","errors":[]}},)"
                  R"({{"state":"TH","name":"Thailand","part":"destination","errors":[{}]}}])",
                  of_thailand);
  };
  says(
      Method::post, "/v1/messages",
      {{.body =
            format(R"({{"valid":true,"dry_run":true,"passes":true,"faults":[],"explanation":["5.00 SGD"],)"
                   R"("guarantee":{{"passes":true,"faults":[],"amounts_told":true}},{},"trace_id":"0a"}})",
                   route(""))},
       {.body = format(R"({{"valid":true,"dry_run":true,"passes":false,"faults":[{0}],)"
                       R"("guarantee":{{"passes":false,"faults":[{0}]}},{1}}})",
                       finding("R-ACTS-012"), route(""))},
       {.body = format(R"({{"valid":true,"dry_run":true,"passes":true,"faults":[],)"
                       R"("guarantee":{{"passes":true,"faults":[],"amounts_told":false}},{}}})",
                       route(""))},
       {.status = 422,
        .body = format(
            R"({{"status":422,"code":"R-ACTS-018","errors":[{},{}],"dry_run":true,"guarantee":null,"permits":[{{"unit":"XE1",)"
            R"("permits":[{{"number":"P0","state":"valid","valid_until":"2026-11-22","ended":true}},)"
            R"({{"number":"P1","state":"valid","valid_until":"2027-01-15","ended":false}},)"
            R"({{"number":"P2","state":"suspended","valid_until":"2026-10-01","ended":true}}]}},)"
            R"({{"unit":"XE2","permits":[]}}],{}}})",
            finding("R-ACTS-018"), finding("R-ACTS-022"), route(finding("R-ACTS-022")))},
       {.status = 422, .body = std::string{refusal_text}}});
  const auto passes = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(passes.exit, Exit::ok) << passes.err;
  EXPECT_EQ(passes.out,
            "would pass  yes\n"
            "SG  Singapore, departure   would let it pass\n"
            "MY  transit                would let it pass\n"
            "TH  Thailand, destination  would let it pass\n"
            "guarantee  would cover it\n"
            "at risk  5.00 SGD\n"
            "trace    0a\n");
  const auto poor = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(poor.exit, Exit::invalid);
  EXPECT_EQ(poor.out,
            "would pass  no\n"
            "SG  Singapore, departure   would let it pass\n"
            "MY  transit                would let it pass\n"
            "TH  Thailand, destination  would let it pass\n"
            "guarantee  would refuse it\n"
            "  R-ACTS-012 /p\n    Wrong.\n    Mend it.\n");
  const auto untold = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(untold.exit, Exit::ok) << untold.err;
  EXPECT_TRUE(untold.out.starts_with("would pass  yes\n")) << untold.out;
  EXPECT_TRUE(
      untold.out.ends_with("guarantee  nothing against it but, perhaps, the amount, which you may not see\n"))
      << untold.out;
  const auto refused = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(refused.exit, Exit::invalid);
  EXPECT_EQ(refused.err, "") << "the answer is what was asked for";
  EXPECT_EQ(refused.out,
            "would pass  no\n"
            "SG  Singapore, departure   would refuse it\n"
            "  R-ACTS-018 /p\n    Wrong.\n    Mend it.\n"
            "MY  transit                would let it pass\n"
            "TH  Thailand, destination  would refuse it\n"
            "  R-ACTS-022 /p\n    Wrong.\n    Mend it.\n"
            "permits of XE1  P0, ended on 2026-11-22; P1, valid until 2027-01-15; P2, suspended, ended on "
            "2026-10-01\n"
            "permits of XE2  none that you may see\n"
            "guarantee  not asked: see above\n");
  const auto untried = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(untried.exit, Exit::invalid);
  EXPECT_EQ(untried.out, "");
  EXPECT_TRUE(untried.err.starts_with("lintas dry-run: refused\n")) << untried.err;
}

TEST_F(Node, a_movement_is_watched_to_its_end) {
  const std::string first =
      R"({"status":"released","state":{"id":"released"},"ended":false,)"
      R"("history":[{"at":"t1","event":"released","state":"released","sent":["IE029"]}]})";
  const std::string last =
      R"({"status":"discharged","state":{"id":"WOF"},"ended":true,"history":[{"at":"t1","event":"released",)"
      R"("state":"released"},{"at":"t2","event":"written_off","state":"written_off","sent":[]}]})";
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = first, .etag = "\"1\""}, {.status = 503}, {.status = 304}, {.body = last}});
  const auto run = lintas({"watch", "26SG", "--every", "0", "--patience", "0"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "t1  released  released  sent IE029\nt2  written_off  written_off\n");
  EXPECT_EQ(run.err, format("lintas watch: the node at 127.0.0.1:{} does not answer: it is busy; "
                            "waiting for it\nlintas watch: the node answers again\n",
                            server_.port(0)));
  EXPECT_EQ(asked(2).headers.find("If-None-Match"), "\"1\"");
  EXPECT_EQ(lintas({"watch", "26SG", "--until", "discharged"}).exit, Exit::ok);
  EXPECT_EQ(lintas({"watch", "26SG", "--until", "WOF"}).exit, Exit::ok);
  EXPECT_EQ(lintas({"watch", "26SG", "--until", "released"}).exit, Exit::invalid);
}

TEST_F(Node, watching_ends_in_time) {
  says(Method::get, "/v1/movements/{mrn}", {{.body = R"({"status":"released","state":{"id":"released"}})"}});
  EXPECT_EQ(lintas({"watch", "26SG", "--every", "1", "--for", "0"}).exit, Exit::invalid);
  EXPECT_EQ(lintas({"watch", "26SG", "--until", "released"}).exit, Exit::ok);
}

TEST_F(Node, one_message_is_printed_or_kept_as_it_came) {
  says(Method::get, "/v1/movements/{mrn}/messages/{n}", {{.body = "<n:CC029C/>"}});
  says(Method::get, "/v1/movements/{mrn}/messages",
       {{.body = R"({"items":[{"n":1,"message":"IE028","root":"CC028C","direction":"sent","at":"t"}]})"}});
  EXPECT_EQ(lintas({"messages", "26SG"}).out,
            "N  message  root    direction  at\n1  IE028    CC028C  sent       t\n");
  EXPECT_EQ(lintas({"messages", "26SG", "2"}).out, "<n:CC029C/>") << "byte for byte, as into a file";
  EXPECT_EQ(lintas({"messages", "26SG", "--raw"}).exit, Exit::usage);
  const auto file = (folder_.path() / "IE029.xml").string();
  EXPECT_EQ(lintas({"messages", "26SG", "2", "--to", file}).exit, Exit::ok);
  std::ifstream written{file};
  EXPECT_EQ((std::ostringstream{} << written.rdbuf()).str(), "<n:CC029C/>");
}

TEST_F(Node, a_document_on_a_screen_is_indented) {
  const std::string document = "<n:CC029C><a><b>1 </b></a><c/></n:CC029C>";
  says(Method::get, "/v1/movements/{mrn}/declaration", {{.body = document}});
  is_screen_ = true;
  EXPECT_EQ(lintas({"declaration", "26SG"}).out,
            "<n:CC029C>\n"
            "  <a>\n"
            "    <b>1 </b>\n"
            "  </a>\n"
            "  <c/>\n"
            "</n:CC029C>\n");
  EXPECT_EQ(lintas({"declaration", "26SG", "--raw"}).out, document);
  is_screen_ = false;
  EXPECT_EQ(lintas({"declaration", "26SG"}).out, document);
}

TEST_F(Node, a_printed_document_is_kept_as_a_file) {
  says(Method::get, "/v1/movements/{mrn}/tad",
       {{.body = "%PDF-1.5"}, {.status = 422, .body = std::string{refusal_text}}});
  const auto file = (folder_.path() / "tad.pdf").string();
  const auto run = lintas({"tad", "26SG", "--out", file});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, file + "\n");
  EXPECT_EQ(asked(0).headers.find("Accept"), "application/pdf");
  std::ifstream written{file};
  EXPECT_EQ((std::ostringstream{} << written.rdbuf()).str(), "%PDF-1.5");
  EXPECT_EQ(lintas({"tad", "26SG", "--out", file}).exit, Exit::invalid);
}

TEST_F(Node, a_copy_is_printed_and_what_it_lacks_is_told_beside) {
  says(Method::get, "/v1/movements/{mrn}/copy",
       {{.body = R"({"declaration":"<a><b/></a>","form":"xml","notes":[)"
                 R"({"missing":false,"pointer":"/CC015C/Consignment/TransportEquipment","text":"Seals."},)"
                 R"({"missing":true,"pointer":"/CC015C/TransitOperation/LRN","text":"A name."}]})"}});
  const auto run = lintas({"copy", "26SG0000010000A1J0", "--return", "--lrn", "B-1", "--without-goods"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "<a><b/></a>\n");
  EXPECT_EQ(run.err,
            "To be filled in:\n  /CC015C/TransitOperation/LRN  A name.\n"
            "To be looked at:\n  /CC015C/Consignment/TransportEquipment  Seals.\n");
  EXPECT_EQ(asked(0).target, "/v1/movements/26SG0000010000A1J0/copy?way=return&form=xml&lrn=B-1&goods=false");
  is_screen_ = true;
  const std::string held_in_lines = lintas({"copy", "26SG0000010000A1J0", "--again"}).out;
  EXPECT_EQ(held_in_lines, "<a>\n  <b/>\n</a>\n") << "as other documents on a screen";
  EXPECT_EQ(lintas({"copy", "26SG0000010000A1J0", "--again", "--raw"}).out, "<a><b/></a>\n");
  is_screen_ = false;
  EXPECT_EQ(lintas({"copy", "26SG0000010000A1J0"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"copy", "26SG0000010000A1J0", "--again", "--return"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"copy", "--again"}).exit, Exit::usage);
}

TEST_F(Node, a_link_is_made_whole_and_taken_back) {
  says(
      Method::post, "/v1/movements/{mrn}/links",
      {{.status = 201,
        .body =
            R"({"location":"/v1/links/abc","mrn":"26SG0000010000A1J0","until":"2026-11-30T08:00:00.000Z"})"}});
  says(Method::remove, "/v1/movements/{mrn}/links", {{.body = R"({"accepted":true,"repeated":false})"}});
  const auto made = lintas({"link", "26SG0000010000A1J0", "--days", "3"});
  EXPECT_EQ(made.exit, Exit::ok) << made.err;
  EXPECT_TRUE(made.out.contains(format("http://127.0.0.1:{}/v1/links/abc\n", server_.port(0)))) << made.out;
  EXPECT_EQ(asked(0).target, "/v1/movements/26SG0000010000A1J0/links");
  EXPECT_EQ(as_text(asked(0).body), R"({"days":3})");
  EXPECT_EQ(lintas({"link", "26SG0000010000A1J0", "--days", "3", "--revoke"}).exit, Exit::usage);
  const auto back = lintas({"link", "26SG0000010000A1J0", "--revoke", "--idempotency-key", "k1"});
  EXPECT_EQ(back.exit, Exit::ok) << back.err;
  EXPECT_TRUE(back.out.contains("taken back")) << back.out;
  EXPECT_EQ(asked(1).headers.find("Idempotency-Key"), "k1");
}

}  // namespace
}  // namespace lintas::cli
