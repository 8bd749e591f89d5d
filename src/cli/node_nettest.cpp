#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "core/code/records.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view refusal_text =
    R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"d","code":"LST-003",)"
    R"("errors":[{"rule":"LST-003","pointer":"/CC015C/CustomsOfficeOfDeparture/referenceNumber",)"
    R"("value":"SG\u001b[31mX","text":"There is no such customs office on this day.",)"
    R"("remedy":"Compare the office.","permanent":true}],"trace_id":"00ff"})";

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

/// A node that says what the test tells it to, and remembers what it was asked.
class Node : public testing::Test {
 protected:
  struct Scripted {
    std::uint16_t status = 200;
    std::string body{};
    std::string retry_after{};
    std::string etag{};
  };

  Node() : server_{loop_, router_, {.listeners = {{.name = "api"}}}} {
    key_file_ = (folder_.path() / "key").string();
    std::ofstream{key_file_} << "lk_secret\n";
    using std::filesystem::perms;
    std::filesystem::permissions(key_file_, perms::owner_read | perms::owner_write);
  }

  /// Answers in their order; the last one again and again.
  void says(net::Method method, const std::string& pattern, std::vector<Scripted> answers) {
    router_.add({.method = method,
                 .pattern = pattern,
                 .body_bytes_max = limits::message_bytes_max,
                 .handle = [this, answers = std::move(answers), next = std::size_t{0}](
                               net::Request request, net::Responder respond) mutable {
                   const Scripted& one = answers[next];
                   if (next + 1 < answers.size()) ++next;
                   auto response = net::text_response(
                       one.status, one.status < 400 ? "application/json" : "application/problem+json",
                       one.body);
                   if (!one.retry_after.empty()) response.headers.set("Retry-After", one.retry_after);
                   if (!one.etag.empty()) response.headers.set("ETag", one.etag);
                   {
                     const std::lock_guard hold{lock_};
                     asked_.push_back(std::move(request));
                   }
                   respond(std::move(response));
                 }});
  }

  struct Run {
    Exit exit;
    std::string out;
    std::string err;
  };
  Run lintas(std::initializer_list<std::string_view> arguments, std::string_view input = {}) {
    return lintas(std::vector<std::string>{arguments.begin(), arguments.end()}, input);
  }
  Run lintas(const std::vector<std::string>& arguments, std::string_view input = {}) {
    std::istringstream in{std::string{input}};
    std::ostringstream out;
    std::ostringstream err;
    const std::vector<std::string_view> kept{arguments.begin(), arguments.end()};
    const auto environment = [this](const std::string& name) {
      if (name == "LINTAS_NODE") return format("http://127.0.0.1:{}", server_.port(0));
      return name == "LINTAS_KEY_FILE" ? key_file_ : std::string{};
    };
    const Streams streams{
        .in = in, .out = out, .err = err, .environment = environment, .is_screen = is_screen_};
    const Exit exit = run(kept, streams);
    return {.exit = exit, .out = out.str(), .err = err.str()};
  }

  /// At which nobody listens.
  [[nodiscard]] std::uint16_t free_port() {
    const net::Server briefly{loop_, router_, {.listeners = {{.name = "briefly"}}}};
    return briefly.port(0);
  }

  [[nodiscard]] net::Request asked(std::size_t n) {
    const std::lock_guard hold{lock_};
    EXPECT_LT(n, asked_.size());
    return n < asked_.size() ? asked_[n] : net::Request{};
  }
  [[nodiscard]] std::size_t times() {
    const std::lock_guard hold{lock_};
    return asked_.size();
  }

  test::TemporaryFolder folder_;
  std::string key_file_;
  bool is_screen_ = false;
  std::mutex lock_;
  std::vector<net::Request> asked_;
  net::Router router_;
  net::Loop loop_;
  net::Server server_;
};

using net::Method;

TEST_F(Node, a_partner_is_tested_and_why_it_does_not_answer_is_told) {
  says(
      Method::post, "/v1/exchange/partners/MY/test",
      {{.body = R"({"partner":"MY","answered":true,"ms":12})"},
       {.body =
            R"({"partner":"MY","answered":false,"ms":9,"why":"its certificate is not that of its document"})"}});
  const auto fine = lintas({"partner", "test", "MY"});
  EXPECT_EQ(fine.exit, Exit::ok) << fine.err;
  EXPECT_TRUE(fine.out.contains("answered      yes")) << fine.out;
  const auto bad = lintas({"partner", "test", "MY"});
  EXPECT_EQ(bad.exit, Exit::invalid);
  EXPECT_TRUE(bad.out.contains("its certificate is not that of its document")) << bad.out;
}

TEST_F(Node, takes_a_declaration_and_gives_its_mrn) {
  says(Method::post, "/v1/messages",
       {{.body = R"({"accepted":true,"mrn":"26SG0000010000A1J3","repeated":false,"status":"accepted",)"
                 R"("location":"/v1/movements/26SG0000010000A1J3","trace_id":"0a"})"}});
  const auto run = lintas({"submit", "-"}, "<a/>");
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out,
            "taken        yes\n"
            "MRN          26SG0000010000A1J3\n"
            "status       accepted\n"
            "sent before  no\n"
            "trace        0a\n");
  const auto request = asked(0);
  EXPECT_EQ(request.headers.find("Authorization"), "Bearer lk_secret");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/xml");
  EXPECT_EQ(as_text(request.body), "<a/>");
  EXPECT_EQ(lintas({"dry-run", "-", "--json"}, "{}").exit, Exit::ok);
  EXPECT_EQ(asked(1).query_value("dry_run"), "true");
  EXPECT_EQ(asked(1).headers.find("Content-Type"), "application/json");
}

TEST_F(Node, what_it_refuses_is_told_with_rule_field_and_remedy) {
  says(Method::post, "/v1/messages", {{.status = 422, .body = std::string{refusal_text}}});
  const auto run = lintas({"submit", "-"}, "<a/>");
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err,
            "lintas submit: refused\n"
            "  LST-003 /CC015C/CustomsOfficeOfDeparture/referenceNumber\n"
            "    There is no such customs office on this day. Value: 'SG?[31mX'.\n"
            "    Compare the office.\n"
            "  trace 00ff\n");
  const auto json = lintas({"submit", "-", "--json"}, "<a/>");
  EXPECT_EQ(json.exit, Exit::invalid);
  EXPECT_TRUE(json.out.starts_with(R"({"type":"about:blank")")) << json.out;
}

TEST_F(Node, what_changed_meanwhile_is_told_in_words_of_the_command) {
  says(Method::post, "/v1/acts/{name}",
       {{.status = 412,
         .body = R"({"title":"Precondition Failed","status":412,"detail":"d","code":"API-008","errors":[{)"
                 R"("rule":"API-008","pointer":"","text":"What you looked at has changed since.",)"
                 R"("remedy":"Read it again and send its new ETag in If-Match."}],"trace_id":"0a"})"}});
  const auto run = lintas({"decide", "departure.release", "--content", "-", "--if-match", "3"}, "{}");
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_EQ(run.err,
            "lintas decide: refused\n"
            "  API-008 /\n"
            "    What you looked at has changed since.\n"
            "    Show it again, see what has changed, and repeat the command, --if-match with\n"
            "    the version that is shown now.\n"
            "  trace 0a\n");
  const auto json = lintas({"decide", "departure.release", "--content", "-", "--json"}, "{}");
  EXPECT_TRUE(json.out.contains("new ETag in If-Match")) << "as the node said it: " << json.out;
}

TEST_F(Node, nobody_there_is_another_exit_and_the_call_can_be_repeated) {
  const auto run = lintas({"registers", "import", "-", "--node", "http://127.0.0.1:1"}, "kind\n");
  EXPECT_EQ(run.exit, Exit::unreachable);
  EXPECT_TRUE(run.err.contains("Nothing was carried out. To repeat it safely, add\n  --idempotency-key '"))
      << run.err;
  const auto submit = lintas({"submit", "-", "--node", "http://127.0.0.1:1"}, "<a/>");
  EXPECT_EQ(submit.exit, Exit::unreachable);
  EXPECT_TRUE(submit.err.contains("may be repeated")) << submit.err;
  const auto show = lintas({"show", "26SG0000010000A1J3", "--node", "http://127.0.0.1:1"});
  EXPECT_EQ(show.exit, Exit::unreachable);
  EXPECT_FALSE(show.err.contains("repeat")) << show.err;
}

TEST_F(Node, the_key_of_a_call_is_the_one_that_was_given) {
  says(Method::post, "/v1/registers", {{.body = R"({"new":1})"}});
  EXPECT_EQ(lintas({"registers", "import", "-", "--idempotency-key", "k1"}, "kind\n").out, "new  1\n");
  EXPECT_EQ(asked(0).headers.find("Idempotency-Key"), "k1");
  EXPECT_EQ(asked(0).headers.find("Content-Type"), "text/csv");
  EXPECT_EQ(lintas({"registers", "import", "-"}, "kind\n").exit, Exit::ok);
  EXPECT_EQ(asked(1).headers.find("Idempotency-Key")->size(), 32U);
}

TEST_F(Node, one_that_is_busy_is_asked_again_as_long_as_patience_lasts) {
  const Scripted busy{
      .status = 503,
      .body = R"({"code":"API-009","errors":[{"rule":"API-009","text":"Busy.","remedy":"Wait."}]})",
      .retry_after = "1"};
  says(Method::get, "/v1/me", {busy, {.body = R"({"role":"trader","party":"SG201912345K"})"}});
  const auto patient = lintas({"me"});
  EXPECT_EQ(patient.exit, Exit::ok) << patient.err;
  EXPECT_EQ(patient.out, "role   trader\nparty  SG201912345K\n");
  EXPECT_EQ(times(), 2U);
  says(Method::post, "/v1/registers", {busy});
  const auto run = lintas({"registers", "import", "-", "--patience", "0"}, "kind\n");
  EXPECT_EQ(run.exit, Exit::unreachable);
  EXPECT_EQ(times(), 3U);
  EXPECT_TRUE(
      run.err.contains("the node cannot do it now\n  API-009 /\n    Busy.\n"
                       "    Ask again later; --patience waits longer for a busy node.\n"
                       "  Ask again after 1 s.\n  Nothing was carried out."))
      << run.err;
}

TEST_F(Node, a_failure_of_which_nobody_knows_how_far_it_came_is_told_so) {
  says(Method::post, "/v1/registers", {{.status = 504, .body = "<html>"}});
  const auto run = lintas({"registers", "import", "-"}, "kind\n");
  EXPECT_EQ(run.exit, Exit::unreachable);
  EXPECT_TRUE(run.err.contains("answers 504 Gateway Timeout, not as a node does; compare --node")) << run.err;
  EXPECT_TRUE(run.err.contains("It is not known whether the node carried it out.")) << run.err;
}

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
            "LRN  MRN   reference\n"
            "A          00c0ffee\n"
            "B    26SG\n");
  EXPECT_EQ(lintas({"show", "00c0ffee"}).out, "LRN        A\nreference  00c0ffee\n");
  EXPECT_EQ(lintas({"show", "26SG"}).out, "MRN  26SG\nLRN  B\n");
  EXPECT_TRUE(lintas({"show", "26SG", "--json"}).out.contains(R"("location":"/v1/movements/26SG")"))
      << "as the node said it";
}

constexpr std::string_view certificate_text =
    R"({"side":"import","location":"/v1/documents/00c0ffee",
        "certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},
        "state":{"id":"CLAIMED","name":"Claimed by a declaration"},"open_items":[1,2],"sum":"refused",
        "items":[{"item":1,"hs":"40151210","quantity":"2400","unit":"KGM","free":"0","used":"2400",
                  "result":{"code":"U1","meaning":"preference given, whole item"}},
                 {"item":2,"hs":"40151990","quantity":"1200","unit":"KGM","free":"0","refused":"1200","result":null}],
        "history":[{"at":"2026-11-23T06:05:00Z","event":"import.claimed","state":"CLAIMED","sent":[]}],
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
            "at                    event           state\n"
            "2026-11-23T06:05:00Z  import.claimed  CLAIMED\n"
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
  EXPECT_TRUE(run.out.contains("KH, K-1")) << run.out;
  EXPECT_TRUE(run.out.contains("MISMATCH")) << run.out;
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
  says(Method::get, "/v1/openapi.json", {{.body = std::string{acts_of_acdd}}});
  says(Method::post, "/v1/acts/{name}", {{.body = R"({"accepted":true,"done":"done"})"}});
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    const auto run = lintas(arguments);
    EXPECT_EQ(run.exit, Exit::ok) << run.err;
    const auto request = asked(times() - 1);
    auto content = Json::parse(as_text(request.body));
    EXPECT_EQ(content["permit"].dump(), R"({"state":"KH","number":"K-1"})");
    content.erase("permit");
    return format("{} {}", request.parameter("name"), content.dump());
  };
  EXPECT_EQ(sent_by({"doc", "do", "KH, K-1", "withdraw", "--set", "declaration=D26-1"}),
            R"(acdd_import.withdraw {"declaration":"D26-1"})");
  EXPECT_EQ(sent_by({"doc", "cancel", "KH, K-1", "--reason", "not shipped"}),
            R"(acdd.cancel {"reason":"not shipped"})");
  EXPECT_EQ(sent_by({"doc", "do", "KH, K-1", "acdd.answered_by_letter", "--set", "done=true", "--set",
                     "reason=letter 4"}),
            R"(acdd.answered_by_letter {"done":true,"reason":"letter 4"})");
}

TEST_F(Node, what_daily_lists_came_to_is_shown_by_partner_and_certificate) {
  says(net::Method::get, "/v1/documents/manifests", {{.body = R"({"month":"2026-11","next":null,"items":[{
    "partner":"TH","told":{"day":"2026-11-23","parts":1,"entries":12},"heard":null,"wanted":1,"differs":1,"healed":3,
    "wanted_certificates":[{"certificate":{"state":"MY","office":"MYPKG001","number":"N 1","kind":"e_form_d"},
      "first":2,"last":3,"times":4}],
    "differing_certificates":[{"certificate":{"state":"MY","office":"MYPKG001","number":"N 2","kind":"e_form_d"},
      "reason":"picture","sent":2,"taken_there":2,"sent_there":3,"taken":3}]}]})"}});
  const auto run = lintas({"doc", "manifest"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  for (const std::string_view part : {"TH", "2026-11-23", "MY, MYPKG001, N 1",
                                      "messages 2 to 3, asked 4 times", "MY, MYPKG001, N 2", "picture"})
    EXPECT_TRUE(run.out.contains(part)) << part << '\n' << run.out;
}

TEST_F(Node, certificates_are_laid_beside_the_goods_that_they_are_named_for) {
  says(net::Method::get, "/v1/movements/{mrn}/documents", {{.body = R"({"certificates":[
      {"reference":"SG, SGTUS001, N 1","items":[1,2],"certificate":{"state":{"id":"SENT","name":"Sent"}}},
      {"reference":"N 2","items":[2],"certificate":null}],
    "goods":[{"item":1,"subheading":"854231","mass":"580","cover":"covered","lacking":null},
      {"item":2,"subheading":"853400","mass":"284.25","cover":"too_little","lacking":"84.25"}]})"}});
  const auto run = lintas({"doc", "cover", "26SG000101A1B2C3J7"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  for (const std::string_view part :
       {"SG, SGTUS001, N 1", "Sent", "not here, or not for you", "covered", "too_little", "84.25"})
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
  says(Method::get, "/v1/openapi.json", {{.body = std::string{acts_of_certificates}}});
  says(Method::get, "/v1/me", {{.body = R"({"office":"THBKK001"})"}});
  says(Method::post, "/v1/acts/{name}", {{.body = R"({"accepted":true,"done":"done"})"}});
  const auto sent_by = [&](std::initializer_list<std::string_view> arguments) {
    const auto run = lintas(arguments);
    EXPECT_EQ(run.exit, Exit::ok) << run.err;
    const auto request = asked(times() - 1);
    auto content = Json::parse(as_text(request.body));
    content.erase("certificate");
    return format("{} {}", request.parameter("name"), content.dump());
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
  EXPECT_EQ(sent_by({"doc", "approve", "x", "MY-TH 26/1"}),
            R"(issue.approve {"document":null,"number":"MY-TH 26/1","qualifying":[1,2]})");
  EXPECT_EQ(sent_by({"doc", "cancel", "x", "--reason", "weight"}),
            R"(issue.cancel {"document":null,"reason":"weight"})");
  EXPECT_EQ(sent_by({"doc", "do", "x", "keep_use", "--set", "reason=used"}),
            R"(import.keep_use {"reason":"used"})");
  EXPECT_EQ(lintas({"doc", "respond", "x", "U9"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "claim", "x", "D1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "claim", "x", "D1", "--invoice", "I1", "--line", "one"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"doc", "do", "x", "fly"}).exit, Exit::usage);
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

TEST_F(Node, a_trial_is_told_along_the_route_and_ends_with_its_verdict) {
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
            R"("permits":[{{"number":"P1","state":"valid","valid_until":"2027-01-15"}}]}},)"
            R"({{"unit":"XE2","permits":[]}}],{}}})",
            finding("R-ACTS-018"), finding("R-ACTS-022"), route(finding("R-ACTS-022")))},
       {.status = 422, .body = std::string{refusal_text}}});
  const auto passes = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(passes.exit, Exit::ok) << passes.err;
  EXPECT_EQ(passes.out,
            "at risk  5.00 SGD\n"
            "trace    0a\n"
            "SG  Singapore, departure   would let it pass\n"
            "MY  transit                would let it pass\n"
            "TH  Thailand, destination  would let it pass\n"
            "guarantee  would cover it\n"
            "would pass  yes\n");
  const auto poor = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(poor.exit, Exit::invalid);
  EXPECT_EQ(poor.out,
            "SG  Singapore, departure   would let it pass\n"
            "MY  transit                would let it pass\n"
            "TH  Thailand, destination  would let it pass\n"
            "guarantee  would refuse it\n"
            "  R-ACTS-012 /p\n    Wrong.\n    Mend it.\n"
            "would pass  no\n");
  const auto untold = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(untold.exit, Exit::ok) << untold.err;
  EXPECT_TRUE(untold.out.ends_with(
      "guarantee  nothing against it but, perhaps, the amount, which you may not see\nwould pass  yes\n"))
      << untold.out;
  const auto refused = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(refused.exit, Exit::invalid);
  EXPECT_EQ(refused.err, "") << "the answer is what was asked for";
  EXPECT_EQ(refused.out,
            "SG  Singapore, departure   would refuse it\n"
            "  R-ACTS-018 /p\n    Wrong.\n    Mend it.\n"
            "MY  transit                would let it pass\n"
            "TH  Thailand, destination  would refuse it\n"
            "  R-ACTS-022 /p\n    Wrong.\n    Mend it.\n"
            "permits of XE1  P1, valid until 2027-01-15\n"
            "permits of XE2  none that you may see\n"
            "guarantee  not asked: see above\n"
            "would pass  no\n");
  const auto untried = lintas({"dry-run", "-"}, "<a/>");
  EXPECT_EQ(untried.exit, Exit::invalid);
  EXPECT_EQ(untried.out, "");
  EXPECT_TRUE(untried.err.starts_with("lintas dry-run: refused\n")) << untried.err;
}

TEST_F(Node, an_import_is_summed_up_by_what_it_did) {
  says(Method::post, "/v1/registers",
       {{.body = R"({"accepted":true,"changed":1,"new":2,"refused":0,"trace_id":"0a","unchanged":3})"},
        {.status = 422,
         .body = R"({"status":422,"code":"R-REG-212","errors":[{"rule":"R-REG-212","pointer":"line 4",)"
                 R"("text":"Too long.","remedy":"Shorten it."}],"new":2,"refused":1,"trace_id":"0a"})"}});
  EXPECT_EQ(lintas({"registers", "import", "-"}, "kind\n").out,
            "new        2\nchanged    1\nunchanged  3\nrefused    0\ntrace      0a\n");
  const auto refused = lintas({"registers", "import", "-"}, "kind\n");
  EXPECT_EQ(refused.exit, Exit::invalid);
  EXPECT_TRUE(refused.err.ends_with("    Shorten it.\nnew      2\nrefused  1\n  trace 0a\n")) << refused.err;
}

TEST_F(Node, where_nothing_is_found_the_nearest_is_named) {
  says(Method::get, "/v1/reference/{list}", {{.body = R"({"items":[],"nearest":"SG-85423100"})"}});
  const auto run = lintas({"reference", "tariff", "--code", "SG-85423109"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "Nothing found; the nearest is SG-85423100\n");
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

TEST_F(Node, one_that_is_not_there_yet_is_waited_for) {
  says(Method::get, "/v1/movements/{mrn}",
       {{.body = R"({"status":"discharged","state":{"id":"WOF"},"ended":true})"}});
  says(Method::get, "/v1/me", {{.body = R"({"role":"trader"})"}});
  const auto there_later = [&](std::initializer_list<std::string_view> arguments) {
    const std::uint16_t port = free_port();
    auto late = std::async(std::launch::async, [&] {
      std::this_thread::sleep_for(300ms);
      return std::make_unique<net::Server>(loop_, router_,
                                           net::ServerOptions{.listeners = {{.name = "late", .port = port}}});
    });
    std::vector<std::string> words{arguments.begin(), arguments.end()};
    words.push_back(format("--node=http://127.0.0.1:{}", port));
    return lintas(words);
  };
  const auto watched = there_later({"watch", "26SG", "--every", "0"});
  EXPECT_EQ(watched.exit, Exit::ok) << watched.err;
  EXPECT_TRUE(watched.err.contains("does not answer: nobody answers at its address")) << watched.err;
  EXPECT_TRUE(watched.err.ends_with("lintas watch: the node answers again\n")) << watched.err;
  const auto asked = there_later({"me", "--wait", "10"});
  EXPECT_EQ(asked.exit, Exit::ok) << asked.err;
  EXPECT_EQ(asked.out, "role  trader\n");
  EXPECT_TRUE(asked.err.contains("cannot be reached yet: nobody answers at its address")) << asked.err;
}

TEST_F(Node, one_that_never_comes_is_not_waited_for_longer_than_was_said) {
  const std::string nobody = format("http://127.0.0.1:{}", free_port());
  const auto watched = lintas({"watch", "26SG", "--every", "1", "--for", "0", "--node", nobody});
  EXPECT_EQ(watched.exit, Exit::unreachable);
  EXPECT_TRUE(watched.err.ends_with("not reached within 0 s, and the node does not answer\n")) << watched.err;
  const auto never = lintas({"watch", "26SG", "--every", "0", "--node", "https://no-such-node.invalid"});
  EXPECT_EQ(never.exit, Exit::unreachable) << "no node ever answers under that name: " << never.err;
  const auto begin = std::chrono::steady_clock::now();
  const auto at_once = lintas({"me", "--node", nobody});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  EXPECT_EQ(at_once.exit, Exit::unreachable);
  EXPECT_TRUE(at_once.err.contains("cannot be reached: nobody answers at its address")) << at_once.err;
  EXPECT_FALSE(at_once.err.contains("waiting")) << at_once.err;
}

TEST_F(Node, watching_ends_in_time) {
  says(Method::get, "/v1/movements/{mrn}", {{.body = R"({"status":"released","state":{"id":"released"}})"}});
  EXPECT_EQ(lintas({"watch", "26SG", "--every", "1", "--for", "0"}).exit, Exit::invalid);
  EXPECT_EQ(lintas({"watch", "26SG", "--until", "released"}).exit, Exit::ok);
}

TEST_F(Node, lists_follow_their_pages) {
  says(Method::get, "/v1/movements",
       {{.body = R"({"items":[{"lrn":"A","mrn":null},{"lrn":"B","mrn":"26SG"}],"next":"B C"})"},
        {.body = R"({"items":[{"lrn":"C","status":"released"}]})"}});
  const auto run = lintas({"movements"});
  EXPECT_EQ(run.out,
            "LRN  MRN   status\n"
            "A\n"
            "B    26SG\n"
            "C          released\n");
  EXPECT_EQ(asked(1).query_value("after"), "B C");
  EXPECT_EQ(asked(1).query_value("phase"), std::nullopt) << "what is not asked for is not sent";
  const auto narrowed = lintas({"movements", "--phase", "ended", "--since", "2026-11-01"});
  EXPECT_EQ(narrowed.exit, Exit::ok);
  EXPECT_EQ(asked(2).query_value("phase"), "ended");
  EXPECT_EQ(asked(2).query_value("since"), "2026-11-01");
  EXPECT_EQ(lintas({"movements", "--phase", "closed"}).exit, Exit::usage);
  const auto json = lintas({"movements", "--json", "--limit", "1"});
  EXPECT_EQ(json.out, "{\"lrn\":\"C\",\"status\":\"released\"}\n");
}

TEST_F(Node, a_list_that_comes_whole_is_cut_where_was_asked) {
  says(Method::get, "/v1/keys", {{.body = R"({"items":[{"hash":"a"},{"hash":"b"},{"hash":"c"}]})"}});
  const auto two = lintas({"keys", "list", "--json", "--limit", "2"});
  EXPECT_EQ(two.out, "{\"hash\":\"a\"}\n{\"hash\":\"b\"}\n");
  EXPECT_TRUE(two.err.contains("there may be more")) << two.err;
  const auto all = lintas({"keys", "list", "--json", "--limit", "3"});
  EXPECT_EQ(all.err, "") << "there are no more";
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

TEST_F(Node, the_list_of_certificates_is_fetched_and_told_from_that_of_movements) {
  const test::IssuingState state;
  const Bytes list = state.signed_cancellations(test::day_in_november(6), {test::handle_of(7)});
  const Bytes other = state.signed_list(test::day_in_november(7), {});
  says(Method::get, "/v1/status-list/certificates",
       {{.body = std::string{as_text(list)}}, {.body = std::string{as_text(other)}}});
  const auto file = (folder_.path() / "fetched").string();
  const auto run = lintas({"status-list", "--of", "certificates", "--out", file});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("cancelled  1\n")) << run.out;
  const auto wrong = lintas({"status-list", "--of", "certificates", "--out", file});
  EXPECT_EQ(wrong.exit, Exit::invalid);
  EXPECT_TRUE(wrong.err.contains("SIG-007")) << wrong.err;
}

TEST_F(Node, messages_between_nodes_are_listed_shown_and_proved) {
  says(Method::get, "/v1/exchange/messages",
       {{.body =
             R"({"items":[{"id":"SG:S1@nta.sg","direction":"sent","partner":"MY","identification":"S1",)"
             R"("type":"IE050","n":1,"message_id":"S1@nta.sg","state":"confirmed","final":true,"why":null,)"
             R"("at":"2026-11-23T08:00:00Z","receipted_at":"2026-11-23T08:00:01Z","ref":"26SG"}]})"}});
  says(Method::get, "/v1/exchange/messages/{message}",
       {{.body = R"({"id":"SG:S1@nta.sg","state":"confirmed","meaning":"Here.","final":true,)"
                 R"("event":{"event":"departure.released","at":"2026-11-23T08:00:00Z","cursor":"c"},)"
                 R"("envelope":{"signer":"ab","covers":[{"what":"#msg","sha256":"00"}]},)"
                 R"("receipt":{"message_id":"R1@nta.my","signer":"cd"},"receipt_fits":true})"}});
  says(Method::get, "/v1/exchange/messages/{message}/evidence", {{.body = "Subject: E\r\n"}});
  const auto listed =
      lintas({"exchange", "messages", "--partner", "MY", "--state", "confirmed", "--mrn", "26SG"});
  EXPECT_EQ(listed.exit, Exit::ok) << listed.err;
  EXPECT_TRUE(listed.out.contains("SG:S1@nta.sg")) << listed.out;
  EXPECT_EQ(asked(0).query_value("state"), "confirmed");
  EXPECT_EQ(asked(0).query_value("mrn"), "26SG");
  EXPECT_EQ(lintas({"exchange", "messages", "--state", "lost"}).exit, Exit::usage);
  const auto shown = lintas({"exchange", "message", "SG:S1@nta.sg"});
  EXPECT_EQ(shown.exit, Exit::ok) << shown.err;
  EXPECT_EQ(asked(1).parameter("message"), "SG:S1@nta.sg");
  EXPECT_TRUE(shown.out.contains("departure.released")) << shown.out;
  EXPECT_TRUE(shown.out.contains("R1@nta.my")) << shown.out;
  EXPECT_FALSE(shown.out.contains("#msg")) << shown.out;
  const auto file = (folder_.path() / "evidence.eml").string();
  const auto proved = lintas({"exchange", "evidence", "SG:S1@nta.sg", "--out", file});
  EXPECT_EQ(proved.exit, Exit::ok) << proved.err;
  EXPECT_EQ(proved.out, file + "\n");
  std::ifstream written{file, std::ios::binary};
  EXPECT_EQ((std::ostringstream{} << written.rdbuf()).str(), "Subject: E\r\n");
}

TEST_F(Node, dead_letters_say_since_when_and_why) {
  says(Method::get, "/v1/exchange/dead-letters",
       {{.body =
             R"({"items":[{"message":"S1","partner":"MY","type":"IE050","n":1,)"
             R"("why":"EBMS:0004 EXC-014: Unknown.","dead_since":"2026-11-23T08:00:00Z","ref":"26SG"}]})"}});
  const auto run = lintas({"exchange", "dead-letters"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("dead since")) << run.out;
  EXPECT_TRUE(run.out.contains("EBMS:0004 EXC-014: Unknown.")) << run.out;
}

TEST_F(Node, partners_are_a_table_with_what_expires_first) {
  says(Method::get, "/v1/exchange/partners",
       {{.body = R"({"items":[{"partner":"MY","configured":true,"waiting":2,"oldest":"2026-11-23T08:00:00Z",)"
                 R"("dead":0,"last_sent":null,"last_received":null,"silent_since":"2026-11-23T08:00:00Z",)"
                 R"("why_silent":"refused","log_events":1234,"log_signed":"2026-11-23T08:00:00Z",)"
                 R"("log_fault":"rewritten","certificates":[{"use":"its_signing","subject":"CN=b",)"
                 R"("fingerprint":"ab","expires_on":"2026-12-01","days_left":8}]}]})"}});
  const auto run = lintas({"exchange", "partners"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("its_signing 2026-12-01 (8 days)")) << run.out;
  EXPECT_TRUE(run.out.contains("1234") && run.out.contains("rewritten")) << run.out;
  EXPECT_TRUE(run.out.contains("silent since")) << run.out;
}

TEST_F(Node, what_a_reader_of_codes_needs_is_fetched) {
  const test::IssuingState state;
  const Bytes sheet = state.signed_sheet(state.sheet());
  const Bytes list = state.signed_list(test::day_in_november(6), {test::handle_of(7)});
  says(Method::get, "/v1/movements/{mrn}/code", {{.body = R"({"mrn":"26SG","text":"LC1:6BF"})"}});
  says(Method::get, "/v1/trust-sheet", {{.body = std::string{as_text(sheet)}}, {.body = "no sheet"}});
  says(Method::get, "/v1/status-list", {{.body = std::string{as_text(list)}}});
  EXPECT_EQ(lintas({"code", "26SG"}).out, "LC1:6BF\n") << "as `lintas verify -` reads it";
  const auto file = (folder_.path() / "fetched").string();
  const auto kept = [&] {
    std::ifstream in{file, std::ios::binary};
    return (std::ostringstream{} << in.rdbuf()).str();
  };
  EXPECT_EQ(lintas({"code", "26SG", "--out", file}).out, "");
  EXPECT_EQ(kept(), "LC1:6BF\n");
  const auto with_sheet = lintas({"trust", "fetch", "--out", file});
  EXPECT_EQ(with_sheet.exit, Exit::ok) << with_sheet.err;
  EXPECT_EQ(kept(), as_text(sheet));
  EXPECT_TRUE(with_sheet.out.contains("root    3475-0f98-bd59-fcfc-946d-a45a-aabe-933b\n")) << with_sheet.out;
  const auto with_list = lintas({"status-list", "--out", file});
  EXPECT_EQ(with_list.exit, Exit::ok) << with_list.err;
  EXPECT_EQ(kept(), as_text(list));
  EXPECT_TRUE(with_list.out.contains("codes   1\n")) << with_list.out;
  EXPECT_EQ(lintas({"trust", "fetch", "--out", file}).exit, Exit::invalid) << "no sheet";
  EXPECT_EQ(kept(), as_text(list)) << "and nothing was written";
  EXPECT_EQ(lintas({"trust", "fetch"}).exit, Exit::usage);
}

TEST_F(Node, SIG_024_what_is_older_than_what_a_file_has_is_not_written_over_it) {
  const test::IssuingState state;
  code::TrustSheet next = state.sheet();
  next.number = 4;
  const auto texts = [](const Bytes& older, const Bytes& newer) {
    return std::vector<Scripted>{{.body = std::string{as_text(newer)}},
                                 {.body = std::string{as_text(older)}},
                                 {.body = std::string{as_text(older)}}};
  };
  const Bytes old_sheet = state.signed_sheet(state.sheet());
  const Bytes new_sheet = state.signed_sheet(next);
  const Bytes old_list = state.signed_list(test::day_in_november(6), {test::handle_of(7)});
  const Bytes new_list = state.signed_list(test::day_in_november(7), {});
  says(Method::get, "/v1/trust-sheet", texts(old_sheet, new_sheet));
  says(Method::get, "/v1/status-list", texts(old_list, new_list));
  struct Case {
    std::vector<std::string> command;
    const Bytes& older;
    const Bytes& newer;
  };
  for (const Case& one :
       {Case{{"trust", "fetch"}, old_sheet, new_sheet}, Case{{"status-list"}, old_list, new_list}}) {
    const auto file = (folder_.path() / one.command.back()).string();
    const auto kept = [&] {
      std::ifstream in{file, std::ios::binary};
      return (std::ostringstream{} << in.rdbuf()).str();
    };
    std::vector<std::string> command = one.command;
    command.insert(command.end(), {"--out", file});
    EXPECT_EQ(lintas(command).exit, Exit::ok);
    const auto back = lintas(command);
    EXPECT_EQ(back.exit, Exit::invalid);
    EXPECT_TRUE(back.err.contains("SIG-024") && back.err.contains("--force")) << back.err;
    EXPECT_EQ(kept(), as_text(one.newer));
    command.emplace_back("--force");
    EXPECT_EQ(lintas(command).exit, Exit::ok);
    EXPECT_EQ(kept(), as_text(one.older));
  }
}

TEST_F(Node, SIG_025_a_list_that_is_dated_ahead_of_the_clock_is_not_kept) {
  const test::IssuingState state;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Bytes ahead = state.signed_list(now + 24h, {});
  says(Method::get, "/v1/status-list", {{.body = std::string{as_text(ahead)}}});
  const auto file = (folder_.path() / "sg.list").string();
  const auto run = lintas({"status-list", "--out", file});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("SIG-025")) << run.err;
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(lintas({"status-list", "--out", file, "--force"}).exit, Exit::ok);
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

TEST_F(Node, events_go_on_where_they_stopped) {
  says(Method::get, "/v1/events",
       {{.body = R"({"items":[{"cursor":"c1","kind":"departure","ref":"26SG","event":"released","at":"t1"}],)"
                 R"("next":"c1"})"},
        {.body = R"({"items":[],"next":"c1"})"}});
  const auto run = lintas({"events"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_EQ(run.out, "t1  departure  26SG  released  c1\n");
  EXPECT_EQ(asked(1).query_value("after"), "c1");
  EXPECT_EQ(lintas({"events", "--after", "c1"}).out, "");
}

TEST_F(Node, events_are_followed_through_a_cut) {
  says(Method::get, "/v1/events/stream",
       {{.body = "retry: 3000\n\nid: c1\ndata: {\"cursor\":\"c1\",\"kind\":\"departure\",\"ref\":\"26SG\","
                 "\"event\":\"released\",\"at\":\"t1\"}\n\n: still here\nid: c2\n\nid: c3\ndata: {"},
        {.body = "id: c3\ndata: {\"cursor\":\"c3\",\"kind\":\"departure\",\"ref\":\"26SG\","
                 "\"event\":\"written_off\",\"at\":\"t2\"}\n\n"}});
  const auto run = lintas({"events", "--follow", "--after", "c0", "--limit", "2"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "t1  departure  26SG  released  c1\nt2  departure  26SG  written_off  c3\n");
  EXPECT_EQ(asked(0).query_value("after"), "c0");
  EXPECT_FALSE(asked(0).headers.find("Last-Event-ID").has_value());
  EXPECT_EQ(asked(1).headers.find("Last-Event-ID"), "c2");
}

TEST_F(Node, a_key_that_ends_ends_what_is_followed) {
  says(Method::get, "/v1/events/stream",
       {{.body = "retry: 3000\n\n"},
        {.status = 401,
         .body = R"({"code":"API-001","errors":[{"rule":"API-001","text":"No.","remedy":"A."}]})"}});
  const auto run = lintas({"events", "--follow"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("API-001")) << run.err;
}

TEST_F(Node, a_subscription_is_made_and_sent_back) {
  says(Method::post, "/v1/webhooks",
       {{.status = 201,
         .body = R"({"id":"wh_1","state":"live","secret":"whsec_a","public_key":"whpk_b",)"
                 R"("url":"https://a.example/","events":["departure.released"]})"}});
  says(Method::post, "/v1/webhooks/{webhook}/redeliver",
       {{.body = R"({"id":"wh_1","state":"live","url":"https://a.example/"})"}});
  says(Method::remove, "/v1/webhooks/{webhook}", {{.body = R"({"id":"wh_1","state":"removed"})"}});
  const auto run = lintas(
      {"webhooks", "add", "https://a.example/", "--event", "departure.released", "--idempotency-key", "k1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("whsec_a")) << run.out;
  EXPECT_EQ(as_text(asked(0).body), R"({"url":"https://a.example/","events":["departure.released"]})");
  EXPECT_EQ(asked(0).headers.find("Idempotency-Key"), "k1");
  EXPECT_EQ(lintas({"webhooks", "redeliver", "wh_1"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"webhooks", "redeliver", "wh_1", "--from", "c1"}).exit, Exit::ok);
  EXPECT_EQ(asked(1).target, "/v1/webhooks/wh_1/redeliver");
  EXPECT_EQ(as_text(asked(1).body), R"({"from":"c1"})");
  const auto gone = lintas({"webhooks", "remove", "wh_1"});
  EXPECT_EQ(gone.exit, Exit::ok) << gone.err;
  EXPECT_TRUE(gone.out.contains("removed")) << gone.out;
}

TEST_F(Node, what_expires_is_a_table) {
  says(Method::get, "/v1/expiring",
       {{.body = R"({"items":[{"kind":"permit","reference":"SG P-1","holder":"SG1","vehicle":"AA1",)"
                 R"("expires_on":"2026-12-01","days_left":8,"what_to_do":"Renew the permit."}]})"}});
  const auto run = lintas({"expiring", "--days", "14"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("last day")) << run.out;
  EXPECT_TRUE(run.out.contains("SG P-1")) << run.out;
  EXPECT_EQ(asked(0).target, "/v1/expiring?days=14&limit=100");
  EXPECT_EQ(lintas({"expiring", "--days", "soon"}).exit, Exit::usage);
}

TEST_F(Node, a_copy_is_printed_and_what_it_lacks_is_told_beside) {
  says(Method::get, "/v1/movements/{mrn}/copy",
       {{.body = R"({"declaration":"<a/>","form":"xml","notes":[)"
                 R"({"missing":false,"pointer":"/CC015C/Consignment/TransportEquipment","text":"Seals."},)"
                 R"({"missing":true,"pointer":"/CC015C/TransitOperation/LRN","text":"A name."}]})"}});
  const auto run = lintas({"copy", "26SG0000010000A1J0", "--return", "--lrn", "B-1", "--without-goods"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "<a/>\n");
  EXPECT_EQ(run.err,
            "To be filled in:\n  /CC015C/TransitOperation/LRN  A name.\n"
            "To be looked at:\n  /CC015C/Consignment/TransportEquipment  Seals.\n");
  EXPECT_EQ(asked(0).target, "/v1/movements/26SG0000010000A1J0/copy?way=return&form=xml&lrn=B-1&goods=false");
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

TEST_F(Node, a_new_key_goes_into_a_file_that_others_cannot_read) {
  says(Method::post, "/v1/keys",
       {{.body = R"({"key":"lk_new","hash":"9f3a61c0d2e4f7a1","role":"trader","party":"SG1","person":"",)"
                 R"("office":"","created":"t1","expires":null,"withdrawn":null,"registered":false})"}});
  says(Method::get, "/v1/keys", {{.body = R"({"items":[{"hash":"9f3a","role":"trader"}]})"}});
  const auto file = (folder_.path() / "new").string();
  const auto run = lintas(
      {"keys", "issue", "--role", "trader", "--party", "SG1", "--expires", "2027-11-23", "--to", file});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, format("written to   {}\n"
                            "role         trader\n"
                            "party        SG1\n"
                            "hash begins  9f3a61c0d2e4\n"
                            "created      t1\n"
                            "expires      never\n"
                            "registered   no\n",
                            file));
  EXPECT_TRUE(run.err.starts_with("lintas keys issue: SG1 has no entry that holds today in the")) << run.err;
  EXPECT_TRUE(run.err.contains("declarations are refused")) << run.err;
  EXPECT_EQ(as_text(asked(0).body), R"({"role":"trader","party":"SG1","expires":"2027-11-23T23:59:59Z"})");
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms{0600});
  EXPECT_EQ(lintas({"me", "--key-file", file}).exit,
            Exit::invalid);  // no such route here, but the key is read
  EXPECT_EQ(lintas({"keys", "issue", "--role", "trader", "--to", file}).exit, Exit::unreadable);
  EXPECT_EQ(lintas({"keys", "issue"}).exit, Exit::usage);
  EXPECT_TRUE(lintas({"keys", "issue", "--role", "trader"}).out.starts_with("key          lk_new\nrole "));
  const auto json = lintas({"keys", "issue", "--role", "trader", "--json"});
  EXPECT_TRUE(json.out.contains(R"("hash":"9f3a61c0d2e4f7a1")")) << json.out;
  EXPECT_EQ(lintas({"keys", "list"}).out, "hash  role\n9f3a  trader\n");
}

TEST_F(Node, a_key_is_withdrawn_by_so_much_of_its_hash_that_it_is_the_only_one) {
  says(Method::get, "/v1/keys",
       {{.body = R"({"items":[{"hash":"9f3a61c0d2e4","role":"trader","withdrawn":null},)"
                 R"({"hash":"9f3a61c0ffff","role":"auditor","withdrawn":null},)"
                 R"({"hash":"0000000011","role":"trader","withdrawn":"t1"}]})"}});
  says(Method::remove, "/v1/keys/{hash}", {{.body = R"({"withdrawn":"9f3a61c0d2e4"})"}});
  for (const std::string_view start : {"", "9f3a61c", "9F3A61C0", "trader.key"}) {
    const auto refused = lintas({"keys", "withdraw", start});
    EXPECT_EQ(refused.exit, Exit::usage) << start;
    EXPECT_TRUE(refused.err.contains(format("'{}' is no start of a hash: 8 to 64 digits", start)))
        << refused.err;
  }
  EXPECT_EQ(times(), 0U);
  const auto several = lintas({"keys", "withdraw", "9f3a61c0"});
  EXPECT_EQ(several.exit, Exit::invalid);
  EXPECT_TRUE(several.err.contains("several keys begin with 9f3a61c0; give more of the hash."))
      << several.err;
  EXPECT_TRUE(several.err.contains("9f3a61c0ffff  auditor\n")) << several.err;
  const auto gone = lintas({"keys", "withdraw", "00000000"});
  EXPECT_EQ(gone.exit, Exit::invalid);
  EXPECT_TRUE(gone.err.contains("withdrawn already")) << gone.err;
  const auto none = lintas({"keys", "withdraw", "12345678"});
  EXPECT_EQ(none.exit, Exit::invalid);
  EXPECT_TRUE(none.err.contains("no key has a hash that begins with 12345678")) << none.err;
  EXPECT_EQ(lintas({"keys", "withdraw", "9f3a61c0d2"}).out, "withdrawn  9f3a61c0d2e4\n");
  EXPECT_EQ(asked(times() - 1).target, "/v1/keys/9f3a61c0d2e4") << "by its whole hash";
}

TEST_F(Node, a_key_is_kept_from_others) {
  EXPECT_EQ(lintas({"me", "--key", "lk_secret"}).exit, Exit::usage);
  const auto clear = lintas({"me", "--node", "http://192.0.2.1"});
  EXPECT_EQ(clear.exit, Exit::usage);
  EXPECT_TRUE(clear.err.contains("in clear")) << clear.err;
  std::filesystem::permissions(key_file_, std::filesystem::perms{0644});
  const auto open = lintas({"me"});
  EXPECT_EQ(open.exit, Exit::unreadable);
  EXPECT_TRUE(open.err.contains("chmod 600")) << open.err;
  EXPECT_EQ(lintas({"me", "--node", "node.example"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"me", "--ca", "/no/such/file", "--key-file", "-", "--node", "https://127.0.0.1:1"},
                   "lk_secret\n")
                .exit,
            Exit::unreadable);
}

TEST_F(Node, the_most_urgent_work_stands_first_whatever_its_age) {
  says(Method::get, "/v1/work",
       {{.body = R"({"items":[
           {"ref":"OLD","kind":"journey","state":"AAR","due":"2026-12-09T16:00:00.000Z","acts":["a.b"],"part":"destination"},
           {"ref":"NEVER","kind":"guarantee","state":"valid","due":null,"acts":["c"]}],"next":"m"})"},
        {.body = R"({"items":[
           {"ref":"SOON","kind":"journey","state":"ARR","due":"2026-12-02T16:00:00.000Z","acts":["a.b","d"],"part":"transit"}]})"},
        {.body = R"({"items":[]})"}});
  EXPECT_EQ(lintas({"work"}).out,
            "due                       number  kind         state  what to do\n"
            "2026-12-02T16:00:00.000Z  SOON    transit      ARR    a.b d\n"
            "2026-12-09T16:00:00.000Z  OLD     destination  AAR    a.b\n"
            "                          NEVER   guarantee    valid  c\n");
  EXPECT_EQ(lintas({"work"}).err, "Nothing found\n") << "the node has no more";
}

TEST_F(Node, work_is_asked_for_by_day_state_and_act) {
  says(Method::get, "/v1/work", {{.body = R"({"items":[
           {"ref":"A","kind":"k","state":"S1","due":"2026-12-09T16:00:00.000Z","acts":["a"]},
           {"ref":"B","kind":"k","state":"S2","due":"2026-12-02T16:00:00.000Z","acts":["a","b"]},
           {"ref":"C","kind":"k","state":"S1","due":null,"acts":["b"]}]})"}});
  const auto refs = [&](std::initializer_list<std::string_view> options) {
    std::vector<std::string> arguments{"work", "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto run = lintas(arguments);
    std::string all;
    for (const char* ref : {"A", "B", "C"})
      if (run.out.contains(format(R"("ref":"{}")", ref))) all += ref;
    return all;
  };
  EXPECT_EQ(refs({}), "ABC");
  EXPECT_EQ(refs({"--due", "2026-12-02"}), "B");
  EXPECT_EQ(refs({"--due", "2026-12-09"}), "AB");
  EXPECT_EQ(refs({"--state", "S1"}), "AC");
  EXPECT_EQ(refs({"--act", "b"}), "BC");
  EXPECT_EQ(refs({"--limit", "1"}), "B") << "the most urgent one";
  EXPECT_EQ(lintas({"work", "--limit", "1"}).err,
            "lintas work: 2 less urgent ones are not shown; --limit shows them\n");
}

TEST_F(Node, uses_are_those_that_hold_an_amount_in_the_columns_of_all_rows) {
  says(Method::get, "/v1/guarantees/{grn}/uses",
       {{.body = R"({"items":[{"mrn":"M1","use":"none"},{"mrn":"M2","reserved":"5","use":"used"}]})"}});
  const auto held = lintas({"guarantees", "G", "--uses"});
  EXPECT_EQ(asked(0).query_value("phase"), "open");
  EXPECT_TRUE(held.out.contains("reserved")) << held.out;
  EXPECT_TRUE(held.out.contains("5")) << held.out;
  EXPECT_EQ(lintas({"guarantees", "G", "--uses", "--phase", "all"}).exit, Exit::ok);
  EXPECT_EQ(asked(1).query_value("phase"), "all");
  EXPECT_EQ(lintas({"guarantees", "G", "--phase", "all"}).exit, Exit::usage);
}

TEST_F(Node, guarantees_work_and_reference_data_are_tables) {
  says(Method::get, "/v1/guarantees", {{.body = R"({"items":[{"grn":"G","status":"valid"}]})"}});
  says(Method::get, "/v1/guarantees/{grn}",
       {{.body = R"({"grn":"G","available":{"amount":"5.00","currency":"SGD"}})"}});
  says(
      Method::get, "/v1/guarantees/{grn}/uses",
      {{.body =
            R"({"items":[{"mrn":"M","reserved":"1","waits_for":"arrival in TH","free_by":null,"why":"w"}]})"}});
  says(Method::get, "/v1/work",
       {{.body = R"({"items":[{"ref":"M","kind":"departure","state":"s","due":null,"acts":["a.b","c"]}]})"}});
  says(Method::get, "/v1/reference/{list}", {{.body = R"({"items":[{"code":"SGTUS001","name":"Tuas"}]})"}});
  says(Method::get, "/v1/registers/{kind}", {{.body = R"({"items":[]})"}});
  EXPECT_EQ(lintas({"guarantees"}).out, "GRN  status\nG    valid\n");
  EXPECT_EQ(lintas({"guarantees", "G"}).out, "GRN        G\navailable  5.00 SGD\n");
  EXPECT_EQ(lintas({"guarantees", "G", "--uses"}).out,
            "MRN  reserved  waits for      why\nM    1         arrival in TH  w\n");
  EXPECT_EQ(lintas({"guarantees", "--uses"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"work", "--office", "SGTUS001"}).out,
            "number  kind       state  what to do\nM       departure  s      a.b c\n");
  EXPECT_EQ(asked(3).query_value("office"), "SGTUS001");
  EXPECT_EQ(lintas({"reference", "offices", "--at", "2026-11-23"}).out, "code      name\nSGTUS001  Tuas\n");
  EXPECT_EQ(asked(4).query_value("at"), "2026-11-23");
  const auto none = lintas({"registers", "show", "permit"});
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.err, "Nothing found\n");
}

}  // namespace
}  // namespace lintas::cli
