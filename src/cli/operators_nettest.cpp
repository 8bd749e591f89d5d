#include <algorithm>
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

/// Authorised operators of a node, and their codes.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view operator_text =
    R"({"location":"/v1/operators/SG201912345K%2C%20A%2D2026%2D1",
        "reference":{"holder":"SG201912345K","number":"A-2026-1"},
        "state":{"id":"ACTIVE","name":"Active"},"programme":"STP","level":"STP-Plus","roles":["exporter"],
        "code":"AEOSG123456789012","codes":[{"code":"AEOSG123456789012","given":"2026-02-01","since":"2026-02-01T04:00:00Z"}],
        "authorised":"2026-02-01","valid_from":"2026-02-01","valid_until":null,"revalidate_on":"2029-02-01",
        "until":null,"barred_until":null,"barred_by":null,"alarm":null,"due":"2029-02-01T16:00:00Z",
        "standings":[{"at":"2026-02-01T04:00:00Z","state":"ACTIVE","valid_from":"2026-02-01","valid_until":null}],
        "history":[{"at":"2026-02-01T04:00:00Z","event":"aeo.authorised","trigger":"O authorise",
                    "state":"ACTIVE","texts":{"basis":"s. 90"},"account":"amy",
                    "by":{"role":"aeo_manager","office":"SGTUS001"}}],
        "acts":[{"name":"aeo.suspend","words":"suspend"}]})";
constexpr std::string_view acts_of_aeo =
    R"({"components":{"schemas":{
      "aeo.begin":{"title":"aeo.begin","type":"object","properties":{"application":{"type":"object"}}},
      "aeo.submit":{"title":"aeo.submit","type":"object","properties":{"reference":{"type":"object"}}},
      "aeo.authorise":{"title":"aeo.authorise","type":"object","properties":{"code":{"type":"string"}}}},
      "parameters":{}},"paths":{}})";

TEST_F(Node, an_authorised_operator_is_shown_with_its_codes_and_history) {
  says(Method::get, "/v1/operators/{operator}", {{.body = std::string{operator_text}}});
  const auto run = lintas({"aeo", "show", "SG201912345K, A-2026-1"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).parameter("operator"), "SG201912345K, A-2026-1");
  for (const std::string_view line :
       {"SG201912345K, A-2026-1\n", "Active\n", "AEOSG123456789012", "aeo.authorised", "s. 90", "account",
        "amy", "You may now: aeo.suspend (suspend)\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_EQ(lintas({"aeo", "show", "SG201912345K, A-2026-1", "--json"}).out.front(), '{');
}

TEST_F(Node, an_authorised_operator_is_shown_as_it_stood) {
  says(Method::get, "/v1/operators/{operator}/as-of",
       {{.body = R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"at":"2026-11-20T00:00:00Z",)"
                 R"("holds":"suspended","state":"SUSPENDED","since":"2026-05-01T04:00:00Z",)"
                 R"("valid_from":"2026-02-01","valid_until":null,"codes":[]})"}});
  const auto run = lintas({"aeo", "show", "SG201912345K, A-2026-1", "--at", "2026-11-20"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("no: it is suspended")) << run.out;
  EXPECT_TRUE(asked(0).query_value("instant").value_or("").starts_with("2026-11-20")) << run.out;
}

TEST_F(Node, authorised_operators_are_listed) {
  says(Method::get, "/v1/operators", {{.body = format(R"({{"items":[{}]}})", operator_text)}});
  const auto run =
      lintas({"aeo", "list", "--state", "ACTIVE", "--holder", "SG201912345K", "--code", "aeosg123456789012"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("SG201912345K, A-2026-1  ACTIVE  AEOSG123456789012")) << run.out;
  EXPECT_EQ(asked(0).query_value("state"), "ACTIVE");
  EXPECT_EQ(asked(0).query_value("holder"), "SG201912345K");
  EXPECT_EQ(asked(0).query_value("code"), "aeosg123456789012");
}

TEST_F(Node, an_operator_applies_and_is_decided_on) {
  says(Method::get, "/v1/openapi.json", {{.body = std::string{acts_of_aeo}}});
  says(Method::post, "/v1/acts/{name}", {{.body = R"({"accepted":true,"done":"application written"})"}});
  const auto applied = lintas({"aeo", "apply", "SG201912345K, A-2026-1", "--programme", "STP", "--level",
                               "STP-Plus", "--role", "exporter", "--role", "manufacturer"});
  EXPECT_EQ(applied.exit, Exit::ok) << applied.err;
  const auto body_of = [&](std::string_view act) {
    for (std::size_t i = 0; i < times(); ++i)
      if (asked(i).target == format("/v1/acts/{}", act)) return std::string{as_text(asked(i).body)};
    return std::string{};
  };
  EXPECT_EQ(body_of("aeo.begin"),
            R"({"application":{"reference":{"holder":"SG201912345K","number":"A-2026-1"},"programme":"STP",)"
            R"("level":"STP-Plus","roles":["exporter","manufacturer"]}})");
  EXPECT_EQ(body_of("aeo.submit"), R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"}})");

  const auto decided = lintas({"aeo", "decide", "SG201912345K,A-2026-1", "authorise", "--code",
                               "AEOSG123456789012", "--basis", "s. 90"});
  EXPECT_EQ(decided.exit, Exit::ok) << decided.err;
  EXPECT_EQ(body_of("aeo.authorise"),
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"code":"AEOSG123456789012",)"
            R"("basis":"s. 90"})");
  const auto unknown = lintas({"aeo", "decide", "SG201912345K,A-2026-1", "approve"});
  EXPECT_EQ(unknown.exit, Exit::usage);
  EXPECT_TRUE(unknown.err.contains("'approve' is no act; there are accept, return, validate")) << unknown.err;
  EXPECT_EQ(lintas({"aeo", "apply", "SG201912345K", "--programme", "STP", "--role", "exporter"}).exit,
            Exit::usage);
  EXPECT_EQ(lintas({"aeo", "apply", "SG201912345K, 1"}).exit, Exit::usage);
}

TEST_F(Node, a_code_is_read_without_a_node) {
  const auto right = lintas({"aeo", "code", "MY", "my12345 h100001", "--at", "2026-11-30"});
  EXPECT_EQ(right.exit, Exit::ok) << right.err;
  EXPECT_TRUE(right.out.contains("MY12345H100001: well formed\n")) << right.out;
  EXPECT_TRUE(
      right.out.contains("in SG: procedure_code AEO, processing_code_1 MY, processing_code_2 12345H100001\n"))
      << right.out;
  const auto wrong = lintas({"aeo", "code", "ID", "AE0ID123456789", "--at", "2026-11-30"});
  EXPECT_EQ(wrong.exit, Exit::invalid);
  EXPECT_TRUE(wrong.out.contains("R-AEO-002")) << wrong.out;
  std::string in_one_line = wrong.out;
  std::ranges::replace(in_one_line, '\n', ' ');
  EXPECT_TRUE(in_one_line.contains("It looks like AEOID123456789")) << wrong.out;
  std::istringstream lines{wrong.out};
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), usual_width) << line;
  const auto unasked = lintas({"aeo", "code", "LA", "LA-1", "--at", "2026-11-30"});
  EXPECT_TRUE(unasked.out.contains("LA-1: no form of this state's codes is known")) << unasked.out;
  EXPECT_EQ(lintas({"aeo", "code", "Malaysia", "MY12345H100001"}).exit, Exit::usage);
}

TEST_F(Node, a_code_is_looked_for_in_the_list_of_its_state) {
  says(Method::get, "/v1/operator-codes",
       {{.body = R"({"state":"SG","at":"2026-11-20T00:00:00.000Z","well_formed":true,)"
                 R"("code":"AEOSG123456789012","level":null,)"
                 R"("read_as":"It is read as AEOSG123456789012; it is written with other small letters.",)"
                 R"("listed":"yes","holds":"yes","finding":null,)"
                 R"("typed":[{"in":"CN","field":"foreign_party_code","value":"SG123456789012"}]})"},
        {.body = R"({"state":"SG","at":"2026-11-20T00:00:00.000Z","well_formed":true,)"
                 R"("code":"AEOSG123456789013","level":null,"read_as":null,"listed":"no","holds":null,)"
                 R"("finding":{"rule":"R-AEO-003","pointer":"code","value":"AEOSG123456789013",)"
                 R"("detail":"It is well formed, but not in SG's list as of 2026-11-20T00:00:00.000Z.",)"
                 R"("text":"The list of its state does not have this code of an operator.",)"
                 R"("remedy":"Compare it with the certificate.","permanent":false},"typed":[]})"}});
  const auto good = lintas({"aeo", "check", "SG", "aeosg123456789012", "--at", "2026-11-20"});
  EXPECT_EQ(good.exit, Exit::ok) << good.err;
  EXPECT_EQ(asked(0).query_value("state"), "SG");
  EXPECT_EQ(asked(0).query_value("code"), "aeosg123456789012");
  EXPECT_TRUE(asked(0).query_value("instant").value_or("").starts_with("2026-11-20"));
  for (const std::string_view part :
       {"AEOSG123456789012", "It is read as", "foreign_party_code", "SG123456789012"})
    EXPECT_TRUE(good.out.contains(part)) << part << good.out;
  const auto unknown = lintas({"aeo", "check", "SG", "AEOSG123456789013"});
  EXPECT_EQ(unknown.exit, Exit::invalid);
  EXPECT_TRUE(unknown.out.contains("R-AEO-003")) << unknown.out;
  EXPECT_TRUE(unknown.out.contains("It is well formed, but not in SG's list as of")) << unknown.out;
  EXPECT_EQ(lintas({"aeo", "check", "SG", "AEOSG123456789013", "--json"}).out.front(), '{');
}

TEST_F(Node, codes_that_are_taken_for_each_other_are_found_on_all_pages_of_the_list) {
  const auto listed = [](std::string_view holder, std::string_view code) {
    return format(R"({{"reference":{{"holder":"{}","number":"1"}},)"
                  R"("codes":[{{"code":"{}","given":"2026-02-01","since":"2026-02-01T04:00:00Z"}}]}})",
                  holder, code);
  };
  says(Method::get, "/v1/operators",
       {{.body = format(R"({{"items":[{},{}],"next":"two"}})", listed("SG000000001A", "AEOSG12345678901O"),
                        listed("SG000000002B", "AEOSG000000000002"))},
        {.body = format(R"({{"items":[{}]}})", listed("SG000000003C", "AEOSG123456789010"))}});
  says(Method::get, "/v1/me", {{.body = R"({"country":"SG"})"}});
  const auto run = lintas({"aeo", "collisions"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(run.out, "AEOSG12345678901O of SG000000001A and AEOSG123456789010 of SG000000003C look alike\n");
  EXPECT_EQ(asked(1).query_value("after"), "two");
}

TEST_F(Node, codes_of_other_states_are_compared_from_a_file) {
  says(Method::get, "/v1/operators", {{.body = R"({"items":[]})"}});
  says(Method::get, "/v1/me", {{.body = R"({"country":"SG"})"}});
  const std::string heading = "state,code,holder,given\n";
  const auto with = [&](const std::string& rows, bool as_json = false) {
    std::vector<std::string> arguments{"aeo", "collisions", "--with", "-"};
    if (as_json) arguments.emplace_back("--json");
    return lintas(arguments, heading + rows);
  };
  const std::string two = "MY,MY12345H100001,MY1,2025-03-01\nMY,MY12345H100002,MY2,2025-03-01\n";
  EXPECT_EQ(with(two).out,
            "MY12345H100001 of MY1 and MY12345H100002 of MY2 become one where they are typed in JP: "
            "A1234510MY00\n");
  EXPECT_EQ(with(two, true).out, R"({"likeness":"transformed","in":"JP","seen":"A1234510MY00","codes":[)"
                                 R"({"state":"MY","code":"MY12345H100001","holder":"MY1"},)"
                                 R"({"state":"MY","code":"MY12345H100002","holder":"MY2"}]})"
                                 "\n");
  EXPECT_EQ(with("ID,AEOID123456789,ID1,2023-12-31\n").out,
            "AEOID123456789 of ID1 has no form of codes of ID on 2023-12-31: it was compared with none\n");
  const auto none = with("MY,MY12345H100001,MY1,2025-03-01\n");
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.err, "Nothing found; codes compared: 1\n");
  const auto wrong = with("Malaysia,MY12345H100001,MY1,2025-03-01\n");
  EXPECT_EQ(wrong.exit, Exit::unreadable);
  EXPECT_TRUE(wrong.err.contains("line 2, state")) << wrong.err;
}

}  // namespace
}  // namespace lintas::cli
