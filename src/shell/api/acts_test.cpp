#include "shell/api/acts.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/record_json.hpp"

namespace lintas::api {
namespace {

const transit::AccessCodeHasher hash = [](const Grn&, const AccessCode& code) {
  AccessCodeHash made;
  made.bytes[0] = static_cast<std::byte>(code.reveal()[0]);
  return made;
};

std::expected<Bytes, Findings> ask(workflow::CommandType type, std::string_view text) {
  const auto snapshot = seed::reference(*Country::parse("SG"));
  const auto view = snapshot.at(*parse_day("2026-11-23"));
  const Given given{.reference = view, .hash = hash, .second = PersonId::parse("officer-2").value()};
  const Act* act = find_act(type);
  EXPECT_NE(act, nullptr);
  const auto json = parse_json(text);
  EXPECT_TRUE(json.has_value());
  return act->content(*json, given);
}

constexpr auto release = workflow::command_in(workflow::departure_block, 2);
constexpr auto invalidate = workflow::command_in(workflow::departure_block, 7);

TEST(Acts, ReadARecordByTheNamesOfItsFields) {
  const auto content = ask(release, R"({"mrn":"26LA000101A1B2C3J0","limit":"2026-12-01"})");
  ASSERT_TRUE(content.has_value()) << content.error().front().pointer;
  const auto record = from_cbor<transit::departure::Release>(*content);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->mrn.str(), "26LA000101A1B2C3J0");
  EXPECT_EQ(record->limit, parse_day("2026-12-01"));
}

TEST(Acts, NameAllThatIsWrong) {
  const auto content = ask(release, R"({"limit":"tomorrow","other":1})");
  ASSERT_FALSE(content.has_value());
  ASSERT_EQ(content.error().size(), 3U);
  EXPECT_EQ(content.error()[0].rule, "API-004");
  EXPECT_EQ(content.error()[0].pointer, "/mrn");
  EXPECT_EQ(content.error()[1].rule, "API-005");
  EXPECT_EQ(content.error()[2].rule, "API-003");
}

TEST(Acts, TheSecondOfficerIsNeverReadFromTheText) {
  const auto content = ask(invalidate, R"({"mrn":"26LA000101A1B2C3J0","reason":"fraud"})");
  ASSERT_TRUE(content.has_value());
  const auto record = from_cbor<transit::departure::Invalidate>(*content);
  ASSERT_TRUE(record.has_value() && record->second.has_value());
  EXPECT_EQ(record->second->str(), "officer-2");
  EXPECT_FALSE(ask(invalidate, R"({"mrn":"26LA000101A1B2C3J0","reason":"fraud","second":"me"})").has_value());
}

TEST(Acts, AccessCodesAreHashedAndNeverShownAgain) {
  const auto good =
      ask(workflow::replace_access_codes, R"({"grn":"26MY0000000001G13","access_codes":["AB12"]})");
  const auto bad = ask(workflow::replace_access_codes, R"({"grn":"?","access_codes":["SECRET"]})");
  ASSERT_FALSE(bad.has_value());
  for (const Finding& finding : bad.error()) EXPECT_NE(finding.value, "SECRET");
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(as_text(*good).find("AB12"), std::string_view::npos);
}

TEST(Acts, JsonThatCanBeReadTwoWaysIsRefused) {
  for (const std::string_view text : {"{", R"({"a":1,"a":2})", R"({"a":{"b":1,"b":1}})"}) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json.has_value()) << text;
    EXPECT_EQ(json.error().rule, "API-002");
  }
  EXPECT_FALSE(parse_json(std::string(1000, '[') + std::string(1000, ']')).has_value());
  EXPECT_TRUE(parse_json(R"({"a":{"b":1},"c":{"b":1}})").has_value());
}

TEST(Acts, HaveASchemaThatNamesTheirFields) {
  const auto schema = find_act(workflow::register_guarantee)->schema();
  EXPECT_TRUE(schema["properties"].contains("reference_amount"));
  EXPECT_FALSE(schema["properties"].contains("approval"));
  EXPECT_EQ(find_act(workflow::command_of_message(15)), nullptr);
}

}  // namespace
}  // namespace lintas::api
