#include <gtest/gtest.h>
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
#include "tests/support/three_nodes.hpp"

/// A customs declaration document between two national nodes, each with its own database, over HTTPS; whoever
/// acts does so over the interface.
namespace lintas::node {
namespace {

using net::Method;
using test::Corridor;
using test::eventually;
using test::text_of;

/// What stands between the mark and the next quote; empty where it does not stand there.
std::string after(std::string_view text, std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + mark.size());
  return std::string{text.substr(0, text.find('"'))};
}

class Acdd : public testing::Test {
 public:
  Acdd() {
    for (const char* country : {"SG", "KH"}) {
      corridor.start(country);
      const auto issued =
          ask(country, Method::post, "/v1/keys", test::administrator_key_of(corridor, country),
              R"({"role":"national_system","party":"CLEARANCE"})");
      (country == std::string_view{"SG"} ? singapore : cambodia) = after(issued, R"("key":")");
    }
  }
  /// The body of the answer.
  std::string ask(const std::string& country, Method method, std::string_view target, const std::string& key,
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
    return answer ? std::string{as_text(answer->body)} : std::string{};
  }
  /// "SENT", "AVAILABLE"; empty where there is none.
  std::string state(const std::string& country) {
    const bool exports = country == "SG";
    return state_in(ask(country, Method::get, at, exports ? singapore : cambodia));
  }
  static std::string state_in(std::string_view body) { return after(body, R"("state":{"id":")"); }
  std::string stand() { return state("SG") + ' ' + state("KH"); }
  bool comes_to(const std::string& both) {
    return eventually([&] { return stand() == both; });
  }
  static std::string document() {
    return text_of(LINTAS_ROOT "/examples/documents/sg-kh-customs-declaration-document.xml");
  }
  std::string report(std::string_view quantity) {
    return ask("KH", Method::post, "/v1/acts/acdd_import.report", cambodia,
               format(R"({{"permit":{{"state":"SG","number":"OX6K123456A"}},"declaration":"D26-1",)"
                      R"("lines":[{{"item":1,"hs":"08109010","quantity":"{}","unit":"KGM"}},)"
                      R"({{"item":2,"hs":"03038900","quantity":"50.5","unit":"KGM"}}]}})",
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
  const std::string released = ask("SG", Method::post, "/v1/acdd?consent=true", singapore, document());
  ASSERT_TRUE(released.contains("export released")) << released;
  EXPECT_EQ(state_in(released), "SENT");
  corridor.stop("SG");
  corridor.start("SG");
  corridor.start("KH");
  ASSERT_TRUE(comes_to("AVAILABLE AVAILABLE")) << stand();
  const std::string there = ask("KH", Method::get, at, cambodia);
  EXPECT_TRUE(there.contains(R"("exporter":"200501234W")")) << there;
  EXPECT_TRUE(there.contains(R"("quantity":"50.5")")) << there;

  EXPECT_EQ(state_in(report("90")), "MISMATCH");
  // It was weighed wrongly: Singapore amends, and Cambodia compares anew.
  std::string amended = document();
  amended.replace(amended.find("SG-ACDD-0001"), 12, "SG-ACDD-0002");
  amended.replace(amended.find(">100<"), 5, ">90<");
  amended.replace(amended.find("<VersionID>1<"), 13, "<VersionID>2<");
  const std::string again = ask("SG", Method::post, "/v1/acdd?reason=weighed%20again", singapore, amended);
  ASSERT_TRUE(again.contains("export amended")) << again;
  ASSERT_TRUE(comes_to("AVAILABLE MATCHED")) << stand();
  EXPECT_TRUE(ask("KH", Method::get, at, cambodia).contains(R"("edition":2)"));

  const std::string cancelled =
      ask("SG", Method::post, "/v1/acts/acdd.cancel", singapore,
          R"({"permit":{"state":"SG","number":"OX6K123456A"},"reason":"The goods were not shipped"})");
  EXPECT_TRUE(cancelled.contains("cancellation recorded")) << cancelled;
  ASSERT_TRUE(comes_to("CANCELLED CANCELLED")) << stand();
  EXPECT_TRUE(ask("KH", Method::get, at, cambodia).contains(R"("alarm":"declared although cancelled")"));

  // Software that follows the feed of import customs is told each step.
  const std::string feed = ask("KH", Method::get, "/v1/events?limit=100", cambodia);
  for (const std::string_view event :
       {"acdd_import.received", "acdd_import.reported", "acdd_import.cancellation"})
    EXPECT_TRUE(feed.contains(event)) << event << feed;
}

}  // namespace
}  // namespace lintas::node
