#include "core/aeo/listed/record.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"

namespace lintas::aeo::listed {
namespace {

using namespace std::chrono_literals;

TEST(ARecordOfAList, SaysWhatTheAuthorisationSays) {
  const Instant now = *parse_instant("2026-03-05T04:00:00Z");
  authorisation::Authorisation authorisation;
  EXPECT_FALSE(extract_of(authorisation));
  authorisation.state = authorisation::State::validation;
  EXPECT_FALSE(extract_of(authorisation)) << "of an application nobody is told";
  authorisation.state = authorisation::State::suspended;
  authorisation.application.programme = "STP";
  authorisation.level = "STP-Plus";
  authorisation.roles = {OperatorRole::exporter};
  authorisation.authorised = *parse_day("2026-01-05");
  authorisation.valid_from = *parse_day("2026-01-10");
  authorisation.valid_until = *parse_day("2029-01-09");
  authorisation.codes = {{.code = *Code::parse("AEO-1"),
                          .key = *CodeKey::parse("AEO1"),
                          .from = now,
                          .until = now + 1h,
                          .given = *parse_day("2026-01-05")}};
  const auto extract = extract_of(authorisation);
  ASSERT_TRUE(extract);
  EXPECT_EQ(extract->status, Status::suspended);
  EXPECT_EQ(extract->grant.level, "STP-Plus");
  EXPECT_EQ(extract->grant.valid_until, *parse_day("2029-01-09"));
  ASSERT_EQ(extract->grant.codes.size(), 1U);
  EXPECT_EQ(extract->grant.codes[0].until, now + 1h);
  EXPECT_EQ(extract->grant.codes[0].given, *parse_day("2026-01-05"));
}

}  // namespace
}  // namespace lintas::aeo::listed
