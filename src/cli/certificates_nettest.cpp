#include <fstream>
#include <gtest/gtest.h>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Certificates of origin of a node.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view certificate_text =
    R"({"side":"import","location":"/v1/documents/00c0ffee",
        "certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},
        "state":{"id":"CLAIMED","name":"Claimed by a declaration"},"open_items":[1,2],"sum":"refused",
        "items":[{"item":1,"hs":"40151210","quantity":"2400","unit":"KGM","free":"0","used":"2400",
                  "result":{"code":"U1","meaning":"preference given, whole item"}},
                 {"item":2,"hs":"40151990","quantity":"1200","unit":"KGM","free":"0","refused":"1200","result":null}],
        "history":[{"at":"2026-11-23T06:05:00Z","event":"import.claimed","state":"CLAIMED","sent":[]},
                   {"at":"2026-11-24T03:00:00Z","event":"manifest.difference_shown","alarm":"picture","partner":"MY"}],
        "messages":[{"n":1,"message":"CO.ISSUE","direction":"received","partner":"MY","at":"2026-11-23T06:00:00Z"}],
        "levels":{"certificate":{"sent":"2026-11-23T06:00:00Z","taken":"2026-11-23T06:01:00Z",
                  "received":"2026-11-23T06:01:00Z","checked":null,"check_faults":[],"answered":null},
                  "cancellation":null},
        "acts":[{"name":"import.accept","words":"accept"},{"name":"import.keep_use","words":"keep use"}]})";
constexpr std::string_view acts_of_certificates =
    R"({"components":{"schemas":{
      "import.accept":{"title":"import.accept","type":"object","properties":{}},
      "import.refuse":{"title":"import.refuse","type":"object","properties":{}},
      "import.check":{"title":"import.check","type":"object","properties":{}},
      "import.claim":{"title":"import.claim","type":"object","properties":{}},
      "import.keep_use":{"title":"import.keep_use","type":"object","properties":{"reason":{"type":"string"}}},
      "issue.approve":{"title":"issue.approve","type":"object","properties":{}},
      "issue.cancel":{"title":"issue.cancel","type":"object","properties":{}}},"parameters":{}},"paths":{}})";

TEST_F(Node, a_certificate_is_shown_with_items_levels_and_what_one_may_do) {
  says(Method::get, "/v1/documents/{document}", {{.body = std::string{certificate_text}}});
  const auto run = lintas({"doc", "show", "MY, MYPKG001, MY-TH 26/00417"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).path.back(), "MY, MYPKG001, MY-TH 26/00417") << "one segment, whatever it holds";
  EXPECT_EQ(run.out,
            "certificate      MY, MYPKG001, MY-TH 26/00417\n"
            "side             import\n"
            "state            Claimed by a declaration\n"
            "its items        refused\n"
            "items to decide  1 2\n"
            "\n"
            "item  goods     quantity  unit  free  used  refused  result  which means\n"
            "1     40151210  2400      KGM   0     2400           U1      preference given, whole item\n"
            "2     40151990  1200      KGM   0           1200\n"
            "\n"
            "at                    event                      state    partner  alarm\n"
            "2026-11-23T06:05:00Z  import.claimed             CLAIMED\n"
            "2026-11-24T03:00:00Z  manifest.difference_shown           MY       picture\n"
            "\n"
            "N  message   direction  partner  at\n"
            "1  CO.ISSUE  received   MY       2026-11-23T06:00:00Z\n"
            "\n"
            "certificate\n"
            "  sent              2026-11-23T06:00:00Z\n"
            "  0 bytes taken     2026-11-23T06:01:00Z\n"
            "  1 receipt signed  2026-11-23T06:01:00Z\n"
            "  2 checked         not yet\n"
            "  3 answered        not yet\n"
            "\n"
            "You may now: import.accept (accept), import.keep_use (keep use)\n");
  EXPECT_EQ(lintas({"doc", "show", "x", "--json"}).out.front(), '{');
}

TEST_F(Node, what_daily_lists_came_to_is_shown_by_partner_and_document) {
  says(net::Method::get, "/v1/documents/manifests", {{.body = R"({"month":"2026-11","next":null,"items":[{
    "partner":"TH","told":{"day":"2026-11-23","parts":1,"entries":12},"heard":null,"wanted":1,"differs":1,"healed":3,
    "wanted_certificates":[{"certificate":{"state":"MY","office":"MYPKG001","number":"N 1","kind":"e_form_d"},
      "first":2,"last":3,"times":4}],
    "differing_certificates":[{"certificate":{"state":"MY","office":"MYPKG001","number":"N 2","kind":"e_form_d"},
      "reason":"picture","sent":2,"taken_there":2,"sent_there":3,"taken":3}],
    "wanted_documents":[{"document":{"state":"TH","kind":"phyto","number":"PC 7"},"first":1,"last":1,"times":2}],
    "differing_documents":[{"document":{"state":"MY","kind":"acdd","number":"P-9"},
      "reason":"lost_here","sent":0,"taken_there":1,"sent_there":0,"taken":0}]}]})"}});
  const auto run = lintas({"doc", "manifest"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  for (const std::string_view part :
       {"TH", "2026-11-23", "MY, MYPKG001, N 1", "messages 2 to 3, asked 4 times", "MY, MYPKG001, N 2",
        "picture", "TH, phyto, PC 7", "messages 1 to 1, asked 2 times", "MY, acdd, P-9", "lost_here"})
    EXPECT_TRUE(run.out.contains(part)) << part << '\n' << run.out;
}

TEST_F(Node, certificates_are_laid_beside_the_goods_that_they_are_named_for) {
  says(net::Method::get, "/v1/movements/{mrn}/documents", {{.body = R"({"certificates":[
      {"reference":"SG, SGTUS001, N 1","items":[1,2],"certificate":{"state":{"id":"SENT","name":"Sent"}}},
      {"reference":"N 2","items":[2],"certificate":null}],
    "goods":[{"item":1,"subheading":"854231","mass":"580","cover":"covered","lacking":null},
      {"item":2,"subheading":"853400","mass":"284.25","cover":"too_little","lacking":"84.25"}],
    "permits":[{"reference":"OX6K123456A","items":[1],
      "acdd":{"state":{"id":"SENT","name":"Sent"},"alarm":"no answer","permit":{"state":"SG","number":"OX6K123456A"}}}],
    "differences":[{"kind":"mass_more","subheading":"854231","items":[1],"references":["OX6K123456A"],
      "exported":"500","moved":"580"}],
    "found":[{"why":"exporter","items":[2],"acdd":null,"certificate":{"state":{"id":"ISSUED","name":"Issued, not sent"},
      "alarm":null,"certificate":{"state":"SG","office":"SGTUS001","number":"N 3","kind":"e_form_d"}},
      "goods":[{"item":2,"subheading":"853400","mass":"284.25","cover":"covered","lacking":null}]}],
    "onward":[{"declaration":"D26-9","regime":"warehouse","items":[],"certificates":["SG, SGTUS001, N 1"],"acdd":[]}]})"}});
  const auto run = lintas({"doc", "cover", "26SG000101A1B2C3J7"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  for (const std::string_view part : {"SG, SGTUS001, N 1", "Sent", "not here, or not for you", "covered",
                                      "too_little", "84.25", "OX6K123456A", "no answer", "mass_more", "580",
                                      "SG, SGTUS001, N 3", "exporter", "D26-9", "warehouse"})
    EXPECT_TRUE(run.out.contains(part)) << part << '\n' << run.out;
}

TEST_F(Node, certificates_in_numbers_are_asked_for_until_all_are_counted) {
  const auto answer = [](const char* complete) {
    return format(R"({{"through":null,"complete":{},"by":"month","least":5,"silent_days":30,"items":[{{
      "day":"2026-11-01","side":"issue","issuer":"SG","importer":"TH","kind":"e_form_d","begun":40,"silent":"<5"}}]}})",
                  complete);
  };
  says(net::Method::get, "/v1/documents/statistics", {{.body = answer("false")}, {.body = answer("true")}});
  const auto run = lintas({"doc", "statistics", "--by", "month"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("2026-11-01") && run.out.contains("<5")) << run.out;
  EXPECT_EQ(asked_.size(), 2U);
}

TEST_F(Node, an_application_is_kept_and_submitted) {
  says(Method::post, "/v1/documents",
       {{.body = R"({"accepted":true,"done":"draft kept","repeated":false,"location":"/v1/documents/CO-1",)"
                 R"("certificate":{"document":"CO-1","state":{"id":"DRAFT","name":"Draft"}}})"}});
  says(Method::post, "/v1/acts/{name}",
       {{.body = R"({"accepted":true,"done":"application submitted","repeated":false,)"
                 R"("certificate":{"document":"CO-1","state":{"id":"APPLIED","name":"Applied"}}})"}});
  const auto draft = lintas({"doc", "submit", "-", "--draft"}, "<a/>");
  EXPECT_EQ(draft.out,
            "done         draft kept\n"
            "document     CO-1\n"
            "certificate  Draft\n"
            "sent before  no\n")
      << draft.err;
  EXPECT_EQ(times(), 1U);
  const auto run = lintas({"doc", "submit", "-"}, "<a/>");
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("certificate  Applied\n")) << run.out;
  EXPECT_EQ(asked(1).headers.find("Content-Type"), "application/xml");
  EXPECT_EQ(as_text(asked(2).body), R"({"document":"CO-1"})");
}

TEST_F(Node, each_verb_about_a_certificate_is_an_act_that_names_it) {
  says(Method::get, "/v1/documents/{document}", {{.body = std::string{certificate_text}}});
  takes_acts(acts_of_certificates);
  says(Method::get, "/v1/me", {{.body = R"({"office":"THBKK001"})"}});
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    return act_sent_by(arguments, "certificate",
                       R"({"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"})");
  };
  EXPECT_EQ(sent_by({"doc", "respond", "x", "U1", "--item", "1"}), R"(import.accept {"items":[1]})");
  EXPECT_EQ(sent_by({"doc", "respond", "x", "N2", "--item", "2", "--reason", "of vinyl"}),
            R"(import.refuse {"result":"N2","reason":"of vinyl","items":[2]})");
  EXPECT_EQ(sent_by({"doc", "respond", "x", "U3", "--reason", "one digit"}),
            R"(import.accept {"minor_discrepancy":true,"text":"one digit","items":[1,2]})");
  EXPECT_EQ(sent_by({"doc", "verify", "x", "--request", "V1", "--reason", "the seal"}),
            R"(import.check {"items":[1,2],"random":false,"reason":"the seal","request":"V1"})");
  EXPECT_EQ(
      sent_by({"doc", "claim", "x", "D1", "--invoice", "I1", "--line", "1=2.5"}),
      R"(import.claim {"declaration":"D1","invoices":["I1"],"lines":[{"item":1,"quantity":"2.5"}],"office":"THBKK001"})");
  const auto sent_by_issuer = [&](std::initializer_list<std::string_view> arguments) {
    return act_sent_by(arguments, "document", "null");  // by its own name, which this one does not show
  };
  EXPECT_EQ(sent_by_issuer({"doc", "approve", "x", "MY-TH 26/1"}),
            R"(issue.approve {"number":"MY-TH 26/1","qualifying":[1,2]})");
  EXPECT_EQ(sent_by_issuer({"doc", "cancel", "x", "--reason", "weight"}),
            R"(issue.cancel {"reason":"weight"})");
  EXPECT_EQ(sent_by({"doc", "do", "x", "keep_use", "--set", "reason=used"}),
            R"(import.keep_use {"reason":"used"})");
  EXPECT_EQ(lintas({"doc", "respond", "x", "U9"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "claim", "x", "D1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "claim", "x", "D1", "--invoice", "I1", "--line", "one"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "do", "x", "fly"}).exit, Exit::usage);
}

TEST_F(Node, a_certificate_is_printed_and_its_code_told) {
  says(Method::get, "/v1/documents/{document}/copy",
       {{.body = "%PDF-1.5"}, {.status = 422, .body = std::string{refusal_text}}});
  says(Method::get, "/v1/documents/{document}/code", {{.body = R"({"text":"LC1:6BF"})"}});
  const auto file = (folder_.path() / "certificate.pdf").string();
  const auto run = lintas({"doc", "print", "MY, MYPKG001, MY-TH 26/00417", "--out", file});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, file + "\n");
  EXPECT_EQ(asked(0).headers.find("Accept"), "application/pdf");
  std::ifstream written{file};
  EXPECT_EQ((std::ostringstream{} << written.rdbuf()).str(), "%PDF-1.5");
  EXPECT_EQ(lintas({"doc", "print", "CO-1", "--out", file}).exit, Exit::invalid);
  EXPECT_EQ(lintas({"doc", "code", "CO-1"}).out, "LC1:6BF\n") << "as `lintas verify -` reads it";
}

}  // namespace
}  // namespace lintas::cli
