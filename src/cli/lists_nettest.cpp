#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// Lists of a node: work, guarantees, registers, reference data.
namespace lintas::cli {
namespace {

using net::Method;

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

TEST_F(Node, lists_follow_their_pages) {
  says(Method::get, "/v1/movements",
       {{.body = R"({"items":[{"lrn":"A","mrn":null},{"lrn":"B","mrn":"26SG"}],"next":"B C"})"},
        {.body = R"({"items":[{"lrn":"C","status":"released"}]})"}});
  const auto run = lintas({"movements"});
  EXPECT_EQ(run.out,
            "MRN   LRN  status\n"
            "      A\n"
            "26SG  B\n"
            "      C    released\n");
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

TEST_F(Node, what_expires_is_a_table) {
  says(Method::get, "/v1/expiring",
       {{.body = R"({"items":[{"kind":"permit","reference":"SG P-1","holder":"SG1","vehicle":"AA1",)"
                 R"("expires_on":"2026-12-01","days_left":8,"what_to_do":"Renew the permit."}]})"}});
  const auto run = lintas({"expiring", "--days", "14"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.starts_with("reference  what    last day    days left  ")) << run.out;
  EXPECT_TRUE(run.out.contains("SG P-1")) << run.out;
  EXPECT_EQ(asked(0).target, "/v1/expiring?days=14&limit=100");
  EXPECT_EQ(lintas({"expiring", "--days", "soon"}).exit, Exit::usage);
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
            "number  state  due                       kind         what to do\n"
            "SOON    ARR    2026-12-02T16:00:00.000Z  transit      a.b d\n"
            "OLD     AAR    2026-12-09T16:00:00.000Z  destination  a.b\n"
            "NEVER   valid                            guarantee    c\n");
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
  says(Method::get, "/v1/reference/{list}",
       {{.body = R"({"items":[{"city":"Singapore","code":"SGTUS001","name":"Tuas"}]})"}});
  says(Method::get, "/v1/registers/{kind}", {{.body = R"({"items":[]})"}});
  EXPECT_EQ(lintas({"guarantees"}).out, "GRN  status\nG    valid\n");
  EXPECT_EQ(lintas({"guarantees", "G"}).out, "GRN        G\navailable  5.00 SGD\n");
  EXPECT_EQ(lintas({"guarantees", "G", "--uses"}).out,
            "MRN  reserved  waits for      why\nM    1         arrival in TH  w\n");
  EXPECT_EQ(lintas({"guarantees", "--uses"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"work", "--office", "SGTUS001"}).out,
            "number  state  kind       what to do\nM       s      departure  a.b c\n");
  EXPECT_EQ(asked(3).query_value("office"), "SGTUS001");
  EXPECT_EQ(lintas({"reference", "offices", "--at", "2026-11-23"}).out,
            "code      name  city\nSGTUS001  Tuas  Singapore\n");
  EXPECT_EQ(asked(4).query_value("at"), "2026-11-23");
  const auto none = lintas({"registers", "show", "permit"});
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.err, "Nothing found\n");
}

}  // namespace
}  // namespace lintas::cli
