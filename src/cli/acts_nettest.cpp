#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Acts asked of a node, and what is told of what they did.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view description =
    R"({"components":{"schemas":{
      "Money":{"type":"object","properties":{"amount":{"type":"string"},"currency":{"type":"string"}}},
      "Grn":{"type":"string","maxLength":24,"examples":["26SG0000000000771"],"description":"Guarantee number."},
      "guarantee.pledge":{"type":"object","required":["grn"],"properties":{
        "grn":{"$ref":"#/components/schemas/Grn"},"note":{"type":"string","maxLength":512}}},
      "guarantee.claim":{"title":"guarantee.claim","type":"object","required":["grn","amount"],"properties":{
        "grn":{"$ref":"#/components/schemas/Grn"},"amount":{"$ref":"#/components/schemas/Money"},
        "days":{"type":"integer","minimum":0,"maximum":255},
        "final":{"type":"boolean"},"offices":{"type":"array","items":{"type":"string"}},
        "code":{"type":"string","enum":["1","seals"],"description":"1 or seals: seals broken"},
        "from":{"oneOf":[{"type":"object","properties":{"pledge":{"$ref":"#/components/schemas/guarantee.pledge"}}},
          {"type":"object","properties":{"waiver":{"type":"object","properties":{}}}}]},
        "by":{"type":"object","required":["day"],"properties":{"day":{"type":"string","format":"date"}}}}}},
      "parameters":{"Lintas-Second":{"description":"The key of a colleague."}}},
      "paths":{"/v1/acts/guarantee.claim":{"post":{"x-lintas-roles":["recovery_officer","supervisor"],
        "x-lintas-second":"always",
        "parameters":[{"$ref":"#/components/parameters/Lintas-Second"}],
        "requestBody":{"content":{"application/json":{"examples":{"whole":{"value":{"grn":"26SG0000000000771"}}}}}}}}}})";

TEST_F(Node, an_act_that_led_to_faults_does_not_read_as_done) {
  says(Method::post, "/v1/acts/{name}",
       {{.body = R"({"accepted":true,"status":"guarantee_problem","repeated":false,"faults":[)"
                 R"({"rule":"R-ACTS-012","pointer":"lines[1]/amount","text":"Too little.",)"
                 R"("detail":"short by 5 SGD","remedy":"Take another guarantee."}]})"}});
  const auto run = lintas({"decide", "departure.release", "--content", "-"});
  EXPECT_EQ(run.exit, Exit::invalid) << run.err;
  EXPECT_TRUE(run.out.contains("status       guarantee_problem\n")) << run.out;
  EXPECT_TRUE(
      run.out.contains("But not as asked:\n  R-ACTS-012 lines[1]/amount\n    Too little. Short by 5 SGD.\n"
                       "    Take another guarantee.\n"))
      << run.out;
}

TEST_F(Node, what_was_done_is_said_in_words_with_what_follows_and_what_to_look_at) {
  says(
      Method::post, "/v1/messages",
      {{.body =
            R"({"accepted":true,"repeated":false,"done":"declaration received","status":"guarantee_problem",)"
            R"("due":"2026-11-25T16:00:00Z",)"
            R"("trader_may_send":[{"message":"IE013","words":"amendment"},{"message":"IE014","words":"x"}]})"}});
  EXPECT_EQ(lintas({"submit", "-"}, "<a/>").out,
            "taken            declaration received\n"
            "status           guarantee_problem\n"
            "may be sent now  IE013 (amendment), IE014 (x)\n"
            "until            2026-11-25T16:00:00Z\n"
            "sent before      no\n");
  says(Method::post, "/v1/acts/{name}",
       {{.body = R"({"accepted":true,"repeated":false,"done":"guarantee registered","guarantee":{"grn":"G",)"
                 R"("state":{"id":"valid","name":"Valid"},"status":"valid","holder":"SG1","open_uses":0},)"
                 R"("warnings":[{"rule":"R-ACTS-001","pointer":"/holder","text":"Not there.",)"
                 R"("remedy":"Register it."}]})"}});
  const auto run = lintas({"decide", "guarantee.register", "--content", "-"});
  EXPECT_EQ(run.exit, Exit::ok) << "a warning refuses nothing";
  EXPECT_EQ(run.out,
            "done         guarantee registered\n"
            "GRN          G\n"
            "guarantee    Valid\n"
            "holder       SG1\n"
            "done before  no\n"
            "To be looked at:\n"
            "  R-ACTS-001 /holder\n    Not there.\n    Register it.\n");
}

TEST_F(Node, of_an_act_with_a_range_of_seals_each_is_shown) {
  says(Method::post, "/v1/acts/{name}",
       {{.body = R"({"accepted":true,"repeated":false,"done":"passage recorded","mrn":"M",)"
                 R"("seals":["A1","A2","A3"]})"}});
  EXPECT_EQ(lintas({"decide", "passage.record_passage", "--content", "-"}).out,
            "done         passage recorded\n"
            "MRN          M\n"
            "seals        A1 A2 A3\n"
            "done before  no\n");
}

TEST_F(Node, four_eyes_are_asked_for_by_the_option_of_the_command) {
  says(Method::post, "/v1/acts/{name}",
       {{.status = 422,
         .body =
             R"({"status":422,"code":"R-GUA-316","errors":[{"rule":"R-GUA-316","pointer":"","text":"Two.",)"
             R"("remedy":"Have a second officer."}]})"}});
  const auto run = lintas({"decide", "guarantee.unlock_sender", "--content", "-"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("--second-key-file")) << run.err;
}

TEST_F(Node, a_remedy_of_the_case_goes_before_that_of_the_command) {
  says(
      Method::post, "/v1/webhooks",
      {{.status = 422,
        .body = R"({"status":422,"code":"API-005","errors":[{"rule":"API-005","pointer":"/url","text":"No.",)"
                R"("remedy":"Begin with https."},{"rule":"API-005","pointer":"/after","text":"No.",)"
                R"("remedy":"Read the description."}]})"}});
  const auto run = lintas({"webhooks", "add", "http://hooks.example/"});
  EXPECT_TRUE(run.err.contains("Begin with https.")) << run.err;
  EXPECT_TRUE(run.err.contains("`lintas decide ACT --help`")) << run.err;
  EXPECT_FALSE(run.err.contains("Read the description.")) << run.err;
}

TEST_F(Node, an_act_is_filled_by_the_description_of_the_node) {
  says(Method::get, "/v1/openapi.json", {{.body = std::string{description}}});
  says(Method::post, "/v1/acts/{name}",
       {{.body = R"({"accepted":true,"status":"released","repeated":false})"}});
  const auto run = lintas({"decide",
                           "guarantee.claim",
                           "--set",
                           "grn=26SG0000000000771",
                           "--set",
                           "amount=12.50 SGD",
                           "--set",
                           "days=3",
                           "--set",
                           "final=yes",
                           "--set",
                           "offices=SGTUS001",
                           "--set",
                           "offices=SGWDL001",
                           "--set",
                           "by.day=2026-11-23",
                           "--if-match",
                           "4",
                           "--second-key-file",
                           key_file_});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "done         yes\nstatus       released\ndone before  no\n");
  const auto request = asked(1);
  EXPECT_EQ(request.target, "/v1/acts/guarantee.claim");
  EXPECT_EQ(
      as_text(request.body),
      R"({"grn":"26SG0000000000771","amount":{"amount":"12.50","currency":"SGD"},"days":3,"final":true,)"
      R"("offices":["SGTUS001","SGWDL001"],"by":{"day":"2026-11-23"}})");
  EXPECT_EQ(request.headers.find("If-Match"), "\"4\"");
  EXPECT_EQ(request.headers.find("Lintas-Second"), "lk_secret");
  EXPECT_TRUE(request.headers.find("Idempotency-Key"));
  const auto twice = lintas({"decide", "guarantee.claim", "--set", "grn=a", "--set", "grn=b"});
  EXPECT_EQ(twice.exit, Exit::usage);
  const auto unknown = lintas({"decide", "guarantee.clam"});
  EXPECT_EQ(unknown.exit, Exit::usage);
  EXPECT_TRUE(unknown.err.contains("  guarantee.claim\n")) << unknown.err;
  EXPECT_TRUE(unknown.err.ends_with("`lintas me` lists those that your key may ask for.\n")) << unknown.err;
  const auto elsewhere = lintas({"decide", "elsewhere.act"});
  EXPECT_EQ(elsewhere.exit, Exit::usage);
  EXPECT_TRUE(elsewhere.err.contains("  guarantee.\n")) << elsewhere.err;
  EXPECT_FALSE(elsewhere.err.contains("  guarantee.claim\n"))
      << "a hundred lines say nothing: " << elsewhere.err;
  EXPECT_EQ(lintas({"decide", "any.act", "--content", "-"}, "{}").exit, Exit::ok);
}

TEST_F(Node, the_help_of_an_act_names_its_fields) {
  says(Method::get, "/v1/openapi.json", {{.body = std::string{description}}});
  const auto run = lintas({"decide", "guarantee.claim", "--help"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_TRUE(
      run.out.ends_with("fields of guarantee.claim:\n"
                        "  grn               text, as 26SG0000000000771, needed\n"
                        "                    Guarantee number.\n"
                        "  amount            money, as '12.50 SGD', needed\n"
                        "  days              whole number, 0 to 255\n"
                        "  final             yes or no\n"
                        "  offices           list, each text\n"
                        "  code              one of 1 seals\n"
                        "                    1 or seals: seals broken.\n"
                        "  from              exactly one of: pledge waiver\n"
                        "  from.pledge.grn   text, as 26SG0000000000771, needed with from.pledge\n"
                        "  from.pledge.note  text of at most 512 characters\n"
                        "  by                record\n"
                        "  by.day            day, as 2026-11-23, needed with by\n"
                        "\n"
                        "who may do it   recovery_officer supervisor\n"
                        "second officer  Needed always (--second-key-file). The key of a colleague.\n"
                        "\n"
                        "the whole act as JSON, for --content:\n"
                        "  {\n"
                        "    \"grn\": \"26SG0000000000771\"\n"
                        "  }\n"))
      << run.out;
  const auto unknown = lintas({"decide", "guarantee.clam", "--help"});
  EXPECT_EQ(unknown.exit, Exit::usage);
  EXPECT_TRUE(unknown.err.contains("is 'guarantee.claim' meant?")) << unknown.err;
}

}  // namespace
}  // namespace lintas::cli
