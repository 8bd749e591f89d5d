#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "core/attachments/limits.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"
#include "shell/node/node.hpp"
#include "tests/support/three_nodes.hpp"

/// Files that come with documents at a national node with its own database and disk, over HTTP.
namespace lintas::node {
namespace {

using net::Method;
using test::Corridor;
using test::text_of;

class Attachments : public testing::Test {
 public:
  Attachments() {
    corridor.start("SG");
    const auto issued =
        as_text_of(ask(Method::post, "/v1/keys", R"({"role":"national_system","party":"CLEARANCE"})",
                       test::administrator_key_of(corridor, "SG")));
    const auto from = issued.find(R"("key":")");
    key = issued.substr(from + 7, issued.find('"', from + 7) - from - 7);
    const auto released =
        ask(Method::post, "/v1/acdd?consent=true",
            text_of(LINTAS_ROOT "/examples/documents/sg-kh-customs-declaration-document.xml"), key);
    EXPECT_EQ(released.status, 200) << as_text_of(released);
  }
  net::Response ask(Method method, std::string_view target, std::string_view body, const std::string& by,
                    std::string_view type = "application/json", const std::string& state = "SG") {
    net::Loop loop;
    net::Client client{loop};
    net::ClientRequest request{
        .method = method,
        .url = *net::parse_url(format("http://127.0.0.1:{}{}", corridor.node(state).ports().api, target))};
    request.headers.add("Authorization", "Bearer " + by);
    if (method == Method::post) {
      request.headers.add("Content-Type", body.starts_with('<') ? "application/xml" : type);
      request.headers.add("Idempotency-Key", format("key-{}", ++asked));
      request.body = copy_of(as_bytes(body));
    }
    auto answer = client.ask(std::move(request));
    EXPECT_TRUE(answer.has_value()) << answer.error().what;
    return answer ? *std::move(answer) : net::Response{};
  }
  net::Response bring(std::string_view file) {
    return ask(Method::post, "/v1/attachments", file, key, "application/octet-stream");
  }
  static std::string as_text_of(const net::Response& response) { return std::string{as_text(response.body)}; }
  /// A table of so many octets.
  static std::string table_of(std::size_t bytes) {
    std::string text{"box,net kg\n"};
    for (std::uint64_t n = 1; text.size() < bytes; ++n) text += format("{},12.5\n", n);
    text.resize(bytes);
    return text;
  }

  static constexpr std::string_view at = "/v1/acdd/SG%2C%20OX6K123456A/attachments";
  Corridor corridor{{"SG", "KH"}};
  std::string key;
  int asked = 0;
};

TEST_F(Attachments, ALargeFileIsThereOctetByOctetAlsoAfterAStart) {
  const std::string file = table_of(3'000'000);
  const std::string hash = to_hex(crypto::sha256(std::array{as_bytes(file)}).view());
  const auto kept = bring(file);
  ASSERT_EQ(kept.status, 201) << as_text_of(kept);
  EXPECT_TRUE(as_text_of(kept).contains(hash)) << as_text_of(kept);
  const auto added =
      ask(Method::post, at, format(R"({{"sha256":"{}","name":"packing-list.csv"}})", hash), key);
  ASSERT_EQ(added.status, 200) << as_text_of(added);
  corridor.stop("SG");
  corridor.start("SG");
  const auto given = ask(Method::get, format("{}/{}", at, hash), "", key);
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(given.headers.find("Content-Type"), "text/csv");
  EXPECT_TRUE(as_text(given.body) == file) << given.body.size() << " octets";
  const std::string listed = as_text_of(ask(Method::get, at, "", key));
  EXPECT_TRUE(listed.contains(R"("party":"CLEARANCE")")) << listed;
}

TEST_F(Attachments, IsFetchedByTheOtherStateOverTheLineWhileNodesStop) {
  const std::string file = table_of(700'000);
  const std::string hash = to_hex(crypto::sha256(std::array{as_bytes(file)}).view());
  ASSERT_EQ(bring(file).status, 201);
  ASSERT_EQ(ask(Method::post, at, format(R"({{"sha256":"{}","name":"packing-list.csv"}})", hash), key).status,
            200);
  corridor.start("KH");
  const auto issued =
      as_text_of(ask(Method::post, "/v1/keys", R"({"role":"national_system","party":"CLEARANCE"})",
                     test::administrator_key_of(corridor, "KH"), "application/json", "KH"));
  const auto from = issued.find(R"("key":")");
  const std::string there = issued.substr(from + 7, issued.find('"', from + 7) - from - 7);
  const auto of_cambodia = [&](const std::string& target) {
    return ask(Method::get, target, "", there, "application/json", "KH");
  };
  const std::string one = format("{}/{}", at, hash);
  ASSERT_TRUE(test::eventually([&] {
    return as_text_of(of_cambodia(std::string{at})).contains(R"("fetched":"told")");
  })) << as_text_of(of_cambodia(std::string{at}));
  const auto asked_for = of_cambodia(one);
  EXPECT_EQ(asked_for.status, 503);
  EXPECT_TRUE(asked_for.headers.find("Retry-After")) << as_text_of(asked_for);
  corridor.stop("SG");
  corridor.stop("KH");
  corridor.start("SG");
  corridor.start("KH");
  ASSERT_TRUE(test::eventually([&] { return of_cambodia(one).status == 200; }))
      << as_text_of(of_cambodia(std::string{at}));
  const auto given = of_cambodia(one);
  EXPECT_TRUE(as_text(given.body) == file) << given.body.size() << " octets";
}

TEST_F(Attachments, TheLargestIsTakenAndALargerOneIsNot) {
  EXPECT_EQ(bring(table_of(attachments::bounds::file_bytes_max)).status, 201);
  const auto larger = bring(table_of(attachments::bounds::file_bytes_max + 1));
  EXPECT_EQ(larger.status, 413) << as_text_of(larger);
}

}  // namespace
}  // namespace lintas::node
