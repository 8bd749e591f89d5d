#include "shell/api/openapi_page.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "shell/api/html.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/net/http.hpp"
#include "tests/support/business_fixture.hpp"
#include "tests/support/described.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::api {
namespace {

class OpenApiPage : public Business {
 public:
  std::string page() {
    const auto answer = get("/v1/openapi.html", "");
    EXPECT_EQ(answer.response.status, 200);
    return std::string{as_text(answer.response.body)};
  }
};

std::set<std::string> all_of(const std::string& text, const std::string& pattern) {
  const std::regex wanted{pattern};
  std::set<std::string> found;
  for (std::sregex_iterator one{text.begin(), text.end(), wanted}, end; one != end; ++one)
    found.insert((*one)[1].str());
  return found;
}

TEST_F(OpenApiPage, HasEveryOperationWithItsCommandAndEverySchema) {
  const std::string text = page();
  for (const auto& [path, methods] : described().all()["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      const std::string id = operation["operationId"];
      EXPECT_TRUE(text.contains("id=\"operation-" + id + "\"")) << id;
      const std::string command = operation["x-codeSamples"][0]["source"];
      EXPECT_TRUE(text.contains("<pre>" + escaped(command) + "</pre>")) << id;
    }
  }
  for (const auto& [name, schema] : described().all()["components"]["schemas"].items())
    EXPECT_TRUE(text.contains("id=\"schema-" + name + "\"")) << name;
}

TEST_F(OpenApiPage, EachLinkLeadsSomewhereAndEachPlaceIsThereOnce) {
  const std::string text = page();
  const auto places = all_of(text, "id=\"([^\"]+)\"");
  for (const std::string& link : all_of(text, "href=\"([^\"]+)\""))
    EXPECT_TRUE(link == "openapi.json" || (link.starts_with('#') && places.contains(link.substr(1)))) << link;
  const std::regex place{"id=\""};
  EXPECT_EQ(static_cast<std::size_t>(
                std::distance(std::sregex_iterator{text.begin(), text.end(), place}, std::sregex_iterator{})),
            places.size());
}

TEST_F(OpenApiPage, NothingRunsAndNothingIsLoaded) {
  const auto answer = get("/v1/openapi.html", "");
  const std::string text{as_text(answer.response.body)};
  for (const std::string_view wrong :
       {"<script", "<img", "<link", "src=", "onclick", "style=\"", "@import", "url("})
    EXPECT_FALSE(text.contains(wrong)) << wrong;
  const auto begin = text.find("<style>") + std::string_view{"<style>"}.size();
  const std::string style = text.substr(begin, text.find("</style>") - begin);
  const std::string policy{answer.response.headers.find("Content-Security-Policy").value_or("")};
  const std::string hash = base64(test::sha256(std::array{as_bytes(style)}).view());
  EXPECT_EQ(policy, "default-src 'none'; style-src 'sha256-" + hash +
                        "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

}  // namespace
}  // namespace lintas::api
