#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "shell/gateway/gateway.hpp"

namespace lintas::gateway {

namespace {

Receipt sample() {
  Receipt receipt{.message_id = "SG0000000000000010",
                  .content = {},
                  .at = *parse_instant("2026-11-23T02:00:00Z"),
                  .signature = Bytes(64, std::byte{7})};
  receipt.content.bytes.fill(std::byte{3});
  return receipt;
}

TEST(Receipt, IsReadAsItWasWritten) {
  const auto read = Receipt::parse(sample().json());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->message_id, sample().message_id);
  EXPECT_EQ(read->content, sample().content);
  EXPECT_EQ(read->signed_text(), sample().signed_text());
  EXPECT_EQ(read->signature, sample().signature);
}

TEST(Receipt, IsNotReadFromAnythingElse) {
  for (const std::string text : {"", "{}", "{\"message_id\":\"x\"}", "not json"})
    EXPECT_FALSE(Receipt::parse(text).has_value()) << text;
  std::string cut = sample().json();
  cut.replace(cut.find("sha256\":\"") + 9, 2, "zz");
  EXPECT_FALSE(Receipt::parse(cut).has_value());
}

TEST(Receipt, SignsWhatItSays) {
  Receipt other = sample();
  other.message_id = "SG0000000000000011";
  EXPECT_NE(other.signed_text(), sample().signed_text());
}

}  // namespace

}  // namespace lintas::gateway
