#include "shell/api/curl.hpp"

#include <gtest/gtest.h>

#include "base/require.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {
namespace {

TEST(CurlText, ReadsWithAKey) {
  EXPECT_EQ(text_of({.target = "/v1/me"}),
            "curl -sS \"$LINTAS_NODE/v1/me\" \\\n  -H \"Authorization: Bearer $(cat \"$LINTAS_KEY_FILE\")\"");
}

TEST(CurlText, ReadsWithoutOneIntoAFile) {
  EXPECT_EQ(text_of({.target = "/v1/trust-sheet", .with_key = false, .file = "trust-sheet.cose"}),
            "curl -sS \"$LINTAS_NODE/v1/trust-sheet\" \\\n  -o trust-sheet.cose");
  EXPECT_EQ(text_of({.target = "/v1/events/stream", .with_key = false, .flows = true}),
            "curl -sS -N \"$LINTAS_NODE/v1/events/stream\"");
}

TEST(CurlText, SendsWhatIsShortInALineAndLaysOutTheRest) {
  Curl curl{.method = net::Method::post,
            .target = "/v1/x",
            .with_key = false,
            .headers = {{"Idempotency-Key", "$(date +%s%N)"}},
            .media = "application/json",
            .body = R"({"b":1,"a":"x"})"};
  EXPECT_EQ(text_of(curl),
            "curl -sS -X POST \"$LINTAS_NODE/v1/x\" \\\n  -H \"Idempotency-Key: $(date +%s%N)\" \\\n"
            "  -H 'Content-Type: application/json' \\\n  --data-binary '{\"b\":1,\"a\":\"x\"}'");
  curl.body = R"({"long":"one that takes more than a line may have","then":"another"})";
  EXPECT_TRUE(
      text_of(curl).ends_with("--data-binary '{\n  \"long\": \"one that takes more than a line may have\",\n "
                              " \"then\": \"another\"\n}'"))
      << text_of(curl);
  curl.media = "text/csv";
  EXPECT_TRUE(text_of(curl).contains("--data-binary '" + curl.body + "'"));
}

TEST(CurlText, AQuoteInTheBodyIsABug) {
  EXPECT_THROW((void)text_of({.media = "text/csv", .body = "it's"}), Bug);
}

}  // namespace
}  // namespace lintas::api
