#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"
#include "shell/node/node.hpp"
#include "tests/support/json.hpp"
#include "tests/support/three_nodes.hpp"

/// A customs declaration document between two national nodes, each with its own database, over HTTPS; whoever
/// acts does so over the interface.
namespace lintas::node {
namespace {

using Json = nlohmann::json;
using net::Method;
using test::Corridor;
using test::eventually;
using test::text_of;

class Acdd : public testing::Test {
 public:
  Acdd() {
    for (const char* country : {"SG", "KH"}) {
      corridor.start(country);
      const auto issued =
          ask(country, Method::post, "/v1/keys", test::administrator_key_of(corridor, country),
              R"({"role":"national_system","party":"CLEARANCE"})");
      (country == std::string_view{"SG"} ? singapore : cambodia) = issued.value("key", "");
    }
  }
  Json ask(const std::string& country, Method method, std::string_view target, const std::string& key,
           std::string_view body = {}) {
    net::Loop loop;
    net::Client client{loop};
    net::ClientRequest request{
        .method = method,
        .url = *net::parse_url(format("http://127.0.0.1:{}{}", corridor.node(country).ports().api, target))};
    request.headers.add("Authorization", "Bearer " + key);
    if (method == Method::post) {
      request.headers.add("Content-Type", body.starts_with('<') ? "application/xml" : "application/json");
      request.headers.add("Idempotency-Key", format("key-{}", ++asked));
      request.body = copy_of(as_bytes(body));
    }
    const auto answer = client.ask(std::move(request));
    EXPECT_TRUE(answer.has_value()) << answer.error().what;
    return answer ? test::parse_json(as_text(answer->body)) : Json{};
  }
  /// "SENT", "AVAILABLE"; empty where there is none.
  std::string state(const std::string& country) {
    const bool exports = country == "SG";
    const Json shown = ask(country, Method::get, at, exports ? singapore : cambodia);
    return shown.contains("state") ? shown["state"]["id"].get<std::string>() : std::string{};
  }
  std::string stand() { return state("SG") + ' ' + state("KH"); }
  bool comes_to(const std::string& both) {
    return eventually([&] { return stand() == both; });
  }
  static std::string document() {
    return text_of(LINTAS_ROOT "/examples/documents/sg-kh-customs-declaration-document.xml");
  }
  Json report(std::string_view quantity) {
    return ask("KH", Method::post, "/v1/acts/acdd_import.report", cambodia,
               format(R"({{"permit":{{"state":"SG","number":"OX6K123456A"}},"declaration":"D26-1",)"
                      R"("lines":[{{"hs":"08109010","quantity":"{}","unit":"KGM"}},)"
                      R"({{"hs":"03038900","quantity":"50.5","unit":"KGM"}}]}})",
                      quantity));
  }

  static constexpr std::string_view at = "/v1/acdd/SG%2C%20OX6K123456A";
  Corridor corridor{{"SG", "KH"}};
  std::string singapore, cambodia;
  int asked = 0;
};

TEST_F(Acdd, GoesFromItsReleaseToTheComparisonAndIsAmendedAndCancelled) {
  // Cambodia is away when it is released, and Singapore ends before it comes back.
  corridor.stop("KH");
  const Json released = ask("SG", Method::post, "/v1/acdd?consent=true", singapore, document());
  ASSERT_EQ(released.value("done", ""), "export released") << released.dump();
  EXPECT_EQ(released["acdd"]["state"]["id"], "SENT");
  corridor.stop("SG");
  corridor.start("SG");
  corridor.start("KH");
  ASSERT_TRUE(comes_to("AVAILABLE AVAILABLE")) << stand();
  const Json here = ask("SG", Method::get, at, singapore);
  const Json there = ask("KH", Method::get, at, cambodia);
  EXPECT_EQ(here["exporter"], there["exporter"]);
  EXPECT_EQ(here["items"].size(), there["items"].size());

  EXPECT_EQ(report("90")["acdd"]["state"]["id"], "MISMATCH");
  // It was weighed wrongly: Singapore amends, and Cambodia compares anew.
  std::string amended = document();
  amended.replace(amended.find("SG-ACDD-0001"), 12, "SG-ACDD-0002");
  amended.replace(amended.find(">100<"), 5, ">90<");
  const Json again = ask("SG", Method::post, "/v1/acdd?reason=weighed%20again", singapore, amended);
  ASSERT_EQ(again.value("done", ""), "export amended") << again.dump();
  ASSERT_TRUE(comes_to("AVAILABLE MATCHED")) << stand();
  EXPECT_EQ(ask("KH", Method::get, at, cambodia)["edition"], 2);

  const Json cancelled =
      ask("SG", Method::post, "/v1/acts/acdd.cancel", singapore,
          R"({"permit":{"state":"SG","number":"OX6K123456A"},"reason":"The goods were not shipped"})");
  EXPECT_EQ(cancelled.value("done", ""), "cancellation recorded") << cancelled.dump();
  ASSERT_TRUE(comes_to("CANCELLED CANCELLED")) << stand();
  EXPECT_EQ(ask("KH", Method::get, at, cambodia)["alarm"], "declared although cancelled");

  // Software that follows the feed of import customs is told each step.
  std::string steps;
  const Json feed = ask("KH", Method::get, "/v1/events?limit=100", cambodia);
  for (const Json& event : feed["items"]) steps += event["event"].get<std::string>() + ' ';
  EXPECT_TRUE(steps.contains("acdd_import.received acdd_import.reported acdd_import.cancellation")) << steps;
}

}  // namespace
}  // namespace lintas::node
