#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "shell/net/http.hpp"
#include "tests/support/cli_node.hpp"

/// The register of certified exporters of a node.
namespace lintas::cli {
namespace {

using net::Method;

constexpr std::string_view exporter_text =
    R"({"location":"/v1/exporters/MY%2C%200217%2FMY07","reference":{"state":"MY","code":"0217/MY07"},
        "state":{"id":"VALID","name":"Certified"},"holder":"MY201101012345","valid_from":"2026-01-05",
        "valid_until":"2028-01-04","signatories":2,"standings":[],"products":[
          {"number":1,"description":"Examination gloves","code":"401512","criteria":["CTH"],
           "since":"2026-01-05T01:30:00Z"}],
        "history":[{"at":"2026-01-05T01:30:00Z","event":"exporter.recorded","trigger":"O record",
                    "state":"VALID","by":{"role":"other_agency","office":"MYPKG001"}},
                   {"at":"2026-01-05T01:40:00Z","event":"exporter.acknowledged","trigger":"M CE.ACK",
                    "state":"VALID","partner":"TH","edition":1,"faults":[{"rule":"R-OD-031"}]}],
        "acts":[{"name":"exporter.suspend","words":"suspend"}]})";
constexpr std::string_view acts_of_exporter =
    R"({"components":{"schemas":{
      "exporter.suspend":{"title":"exporter.suspend","type":"object","properties":{
        "reason":{"type":"string"}}}},"parameters":{}},"paths":{}})";

TEST_F(Node, a_certified_exporter_is_shown_with_its_products) {
  says(Method::get, "/v1/exporters/{exporter}", {{.body = std::string{exporter_text}}});
  const auto run = lintas({"exporter", "show", "MY, 0217/MY07"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_EQ(asked(0).parameter("exporter"), "MY, 0217/MY07");
  for (const std::string_view line :
       {"exporter     MY, 0217/MY07\n", "state        Certified\n", "last day     2028-01-04\n",
        "Examination gloves", "exporter.recorded", "M CE.ACK  VALID  TH       1",
        "You may now: exporter.suspend (suspend)\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_EQ(lintas({"exporter", "show", "MY, 0217/MY07", "--json"}).out.front(), '{');
  says(Method::get, "/v1/exporters/{exporter}/document", {{.body = "<a/>"}});
  EXPECT_EQ(lintas({"exporter", "document", "MY, 0217/MY07"}).out, "<a/>");
}

TEST_F(Node, a_certified_exporter_is_shown_as_the_register_had_it_on_a_day) {
  says(Method::get, "/v1/exporters/{exporter}/as-of",
       {{.body = R"({"reference":{"state":"MY","code":"0217/MY07"},"at":"2026-11-20T00:00:00Z",)"
                 R"("state":"SUSPENDED","since":"2026-05-01T04:00:00Z","valid_from":"2026-01-05",)"
                 R"("valid_until":"2028-01-04","products":[],"signatories":2})"}});
  const auto run = lintas({"exporter", "show", "MY, 0217/MY07", "--at", "2026-11-20"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("SUSPENDED")) << run.out;
  EXPECT_TRUE(asked(0).query_value("instant").value_or("").starts_with("2026-11-20")) << run.out;
}

TEST_F(Node, certified_exporters_are_listed) {
  says(Method::get, "/v1/exporters", {{.body = format(R"({{"items":[{}]}})", exporter_text)}});
  const auto run = lintas({"exporter", "list", "--state", "VALID", "--partner", "MY"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("MY, 0217/MY07  VALID  MY201101012345")) << run.out;
  EXPECT_EQ(asked(0).query_value("state"), "VALID");
  EXPECT_EQ(asked(0).query_value("partner"), "MY");
}

TEST_F(Node, a_record_is_written_and_suspended) {
  says(Method::post, "/v1/exporters",
       {{.body = format(R"({{"accepted":true,"done":"record written","repeated":false,"exporter":{}}})",
                        exporter_text)}});
  const std::string record = "<lintas:CE.RECORD xmlns:lintas=\"urn:lintas:documents:1\"/>";
  const auto run = lintas({"exporter", "record", "-"}, record);
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  EXPECT_TRUE(run.out.contains("record written")) << run.out;
  EXPECT_EQ(as_text(asked(0).body), record);

  EXPECT_FALSE(asked(0).query_value("effective").has_value());
  EXPECT_EQ(lintas({"exporter", "record", "-", "--effective", "2026-11-01"}, record).exit, Exit::ok);
  EXPECT_TRUE(asked(1).query_value("effective").value_or("").starts_with("2026-11-01"));

  says(Method::get, "/v1/exporters/{exporter}", {{.body = std::string{exporter_text}}});
  says(Method::get, "/v1/openapi.json", {{.body = std::string{acts_of_exporter}}});
  says(Method::post, "/v1/acts/{name}", {{.body = R"({"accepted":true,"done":"suspension recorded"})"}});
  const auto suspended =
      lintas({"exporter", "suspend", "MY, 0217/MY07", "--reason", "records were not shown"});
  EXPECT_EQ(suspended.exit, Exit::ok) << suspended.err;
  EXPECT_TRUE(suspended.out.contains("suspension recorded")) << suspended.out;
  EXPECT_EQ(lintas({"exporter", "withdraw", "MY, 0217/MY07"}).exit, Exit::usage);
}

}  // namespace
}  // namespace lintas::cli
