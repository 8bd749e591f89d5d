#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Documents of a node whose kind is a table.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view timber_text =
    R"({"side":"issue","location":"/v1/kinds/documents/MY%2C%20timber%2C%20T%2D1",
        "reference":{"state":"MY","kind":"timber","number":"T-1"},
        "state":{"id":"IN_USE","name":"Used in part"},"ended":false,"due":"2026-06-30T16:00:00Z",
        "life":"issued-consumed","receiver":"SG","issued":"2026-03-02","valid_until":"2026-06-30",
        "replaces":null,"replaced_by":null,"office":"MYPKG001","exporter":null,"sent":true,
        "taken":"2026-03-02T04:05:00Z","answered":null,"alarm":"use_not_booked","faults":[],
        "lines":[{"number":1,"quantity":"100","unit":"MTQ","left":"40"},
                 {"number":2,"quantity":"20","unit":"MTQ","left":"0"}],
        "uses":[{"declaration":"D-1","at":"2026-03-03T02:00:00Z","lines":[
                  {"number":1,"quantity":"60","unit":"MTQ"},{"number":2,"quantity":"20","unit":"MTQ"}]}],
        "not_booked":[{"use":{"declaration":"D-2","at":"2026-03-04T02:00:00Z","lines":[
                         {"number":1,"quantity":"50","unit":"MTQ"}]},
                       "faults":[{"rule":"R-KIND-036","detail":"40 MTQ are left."}]}],
        "history":[{"at":"2026-03-03T02:00:00Z","event":"doc.used_there","trigger":"M DOC.USE",
                    "state":"IN_USE","sent":[],"use":{"declaration":"D-1","at":"2026-03-03T02:00:00Z",
                    "lines":[{"number":1,"quantity":"60","unit":"MTQ"}]}}],
        "acts":[{"name":"doc.cancel","words":"cancel"},{"name":"doc.look_at","words":"look at the alarm"}]})";
constexpr std::string_view acts_of_kinds =
    R"({"components":{"schemas":{
      "doc.send":{"title":"doc.send","type":"object","properties":{}},
      "doc.cancel":{"title":"doc.cancel","type":"object","properties":{}},
      "doc.resend":{"title":"doc.resend","type":"object","properties":{}},
      "doc.look_at":{"title":"doc.look_at","type":"object","properties":{"reason":{"type":"string"}}},
      "doc_import.answer":{"title":"doc_import.answer","type":"object","properties":{}},
      "doc_import.use":{"title":"doc_import.use","type":"object","properties":{}}},
      "parameters":{}},"paths":{}})";

TEST_F(Node, a_document_of_a_kind_is_shown_with_what_is_left_and_what_was_not_booked) {
  says(Method::get, "/v1/kinds/documents/{kind_document}", {{.body = std::string{timber_text}}});
  const auto run = lintas({"doc", "show", "MY, timber, T-1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).parameter("kind_document"), "MY, timber, T-1");
  for (const std::string_view line :
       {"document         MY, timber, T-1\n", "state            Used in part\n",
        "to be looked at  use_not_booked\n", "taken there      2026-03-02T04:05:00Z\n",
        "line  quantity  unit  left\n", "1     100       MTQ   40\n", "1: 60 MTQ, 2: 20 MTQ\n",
        "R-KIND-036  40 MTQ are left.\n", "D-1 (1: 60 MTQ)\n",
        "You may now: doc.cancel (cancel), doc.look_at (look at the alarm)\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_EQ(lintas({"doc", "show", "MY,timber,T-1", "--json"}).out.front(), '{');
  says(Method::get, "/v1/kinds/documents/{kind_document}/document", {{.body = "<a/>"}});
  EXPECT_EQ(lintas({"doc", "certificate", "MY, timber, T-1"}).out, "<a/>");
}

TEST_F(Node, a_name_with_an_office_is_that_of_a_certificate) {
  says(Method::get, "/v1/documents/{document}", {{.status = 404, .body = "{}"}});
  (void)lintas({"doc", "show", "MY, MYPKG001, MY-TH 26/00417"});
  EXPECT_EQ(asked(0).parameter("document"), "MY, MYPKG001, MY-TH 26/00417");
}

TEST_F(Node, documents_of_a_kind_are_listed_by_it) {
  says(Method::get, "/v1/kinds/documents", {{.body = format(R"({{"items":[{}]}})", timber_text)}});
  const auto run = lintas({"doc", "list", "--kind", "timber", "--side", "issue", "--waits"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("\nMY, timber, T-1  IN_USE  use_not_booked  ")) << run.out;
  EXPECT_EQ(asked(0).query_value("kind"), "timber");
  EXPECT_EQ(asked(0).query_value("side"), "issue");
  EXPECT_EQ(asked(0).query_value("waits"), "true");
  EXPECT_EQ(lintas({"doc", "list", "--kind", "all"}).exit, Exit::ok);
  EXPECT_FALSE(asked(1).query_value("kind").has_value()) << "of every kind";
  EXPECT_EQ(lintas({"doc", "list", "--kind", "timber", "--acdd"}).exit, Exit::usage);
  EXPECT_EQ(times(), 2U);
}

TEST_F(Node, the_root_of_a_message_says_that_it_brings_a_document_of_a_kind) {
  says(Method::post, "/v1/kinds/documents",
       {{.body = R"({"accepted":true,"done":"document issued","repeated":false,)"
                 R"("document":{"reference":{"state":"TH","kind":"phyto","number":"P-1"},)"
                 R"("state":{"id":"SENT","name":"Sent"},"alarm":null}})"}});
  const std::string message = "<lintas:DOC.PHYTO xmlns:lintas=\"urn:lintas:kinds:1\"/>";
  const auto run = lintas({"doc", "submit", "-"}, message);
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("document issued")) << run.out;
  EXPECT_EQ(as_text(asked(0).body), message);
  EXPECT_EQ(times(), 1U) << "there is nothing to submit behind it";
  EXPECT_EQ(lintas({"doc", "submit", "-", "--draft"}, message).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "submit", "-", "--consent"}, message).exit, Exit::usage);
  EXPECT_EQ(times(), 1U);
}

TEST_F(Node, each_verb_about_a_document_of_a_kind_is_an_act_that_names_it) {
  says(Method::get, "/v1/kinds/documents/{kind_document}", {{.body = std::string{timber_text}}});
  takes_acts(acts_of_kinds);
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    return act_sent_by(arguments, "reference", R"({"state":"MY","kind":"timber","number":"T-1"})");
  };
  const std::string_view name = "MY, timber, T-1";
  EXPECT_EQ(sent_by({"doc", "send", name}), "doc.send {}");
  EXPECT_EQ(sent_by({"doc", "resend", name, "--reason", "mended"}), R"(doc.resend {"reason":"mended"})");
  EXPECT_EQ(sent_by({"doc", "cancel", name, "--reason", "lost"}), R"(doc.cancel {"reason":"lost"})");
  EXPECT_EQ(sent_by({"doc", "respond", name, "accept"}), R"(doc_import.answer {"accept":true})");
  EXPECT_EQ(sent_by({"doc", "respond", name, "refuse", "--reason", "pests"}),
            R"(doc_import.answer {"accept":false,"reason":"pests"})");
  EXPECT_EQ(sent_by({"doc", "use", name, "D-3", "--line", "1=12.5"}),
            R"(doc_import.use {"declaration":"D-3","lines":[{"number":1,"quantity":"12.5","unit":"MTQ"}]})");
  EXPECT_EQ(sent_by({"doc", "use", name, "D-3"}),
            R"(doc_import.use {"declaration":"D-3","lines":[{"number":1,"quantity":"40","unit":"MTQ"}]})")
      << "what is left of each line";
  EXPECT_EQ(sent_by({"doc", "do", name, "look_at", "--set", "reason=told them"}),
            R"(doc.look_at {"reason":"told them"})");
}

TEST_F(Node, what_is_not_said_about_a_document_of_a_kind_is_refused_and_nothing_sent) {
  says(Method::get, "/v1/kinds/documents/{kind_document}", {{.body = std::string{timber_text}}});
  EXPECT_EQ(lintas({"doc", "respond", "MY, timber, T-1", "U1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "respond", "MY, timber, T-1", "accept", "--item", "1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "respond", "SG, OX6K123456A", "accept"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "use", "MY, MYPKG001, MY-TH 26/00417", "D-1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "resend", "MY, timber, T-1"}).exit, Exit::usage);
  EXPECT_EQ(times(), 0U);
  for (const std::string_view line : {"3=1", "one=1", "1"})
    EXPECT_EQ(lintas({"doc", "use", "MY, timber, T-1", "D-1", "--line", line}).exit, Exit::usage) << line;
}

}  // namespace
}  // namespace lintas::cli
