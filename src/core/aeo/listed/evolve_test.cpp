#include "core/aeo/listed/evolve.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/aeo/programme.hpp"

namespace lintas::aeo::listed {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_instant("2026-03-05T12:00:00Z");
const CodeKey code = *CodeKey::parse("AEOSG123456789012");

Content content() {
  return {.grant =
              {.programme = "STP",
               .level = {},
               .roles = {OperatorRole::exporter},
               .authorised = *parse_day("2026-01-05"),
               .valid_from = *parse_day("2026-03-01"),
               .codes = {{.code = {}, .key = code, .given = *parse_day("2026-01-05"), .from = noon - 1000h}}},
          .consent = {.on = *parse_day("2026-01-06"), .document = {}, .print = {}}};
}

/// Suspended at noon, heard of at one; then it turns out that this was at eleven, heard of at two.
Operator told_twice() {
  Operator one;
  one.said = {
      {.version = 1,
       .from = noon - 900h,
       .known = noon - 900h,
       .status = Status::active,
       .content = content()},
      {.version = 2, .from = noon, .known = noon + 1h, .status = Status::suspended, .content = content()},
      {.version = 3,
       .from = noon - 1h,
       .known = noon + 2h,
       .status = Status::suspended,
       .content = content()}};
  return one;
}

TEST(StatusInAList, IsAskedForAnInstantAsItWasKnownAtAnother) {
  const Operator one = told_twice();
  const auto at = [&](Instant of, Instant known) { return holds(one, code, of, known, day_of(of, {})); };
  EXPECT_EQ(at(noon + 30min, noon + 30min), Holds::yes) << "nobody had heard";
  EXPECT_EQ(at(noon + 30min, noon + 1h), Holds::suspended);
  EXPECT_EQ(at(noon - 30min, noon + 1h), Holds::yes);
  EXPECT_EQ(at(noon - 30min, noon + 2h), Holds::suspended);
  EXPECT_EQ(at(noon - 2h, noon + 2h), Holds::yes);
  EXPECT_EQ(at(noon - 1000h, noon + 2h), Holds::not_granted);
  EXPECT_EQ(as_known(one, noon, noon - 1000h), nullptr);
}

TEST(StatusInAList, WasToldLastBeforeAnInstant) {
  const Operator one = told_twice();
  EXPECT_EQ(last_told(one, noon - 901h), std::nullopt);
  EXPECT_EQ(last_told(one, noon + 30min), noon - 900h) << "when that was heard, and not from when it counts";
  EXPECT_EQ(last_told(one, noon + 1h), noon + 1h);
  EXPECT_EQ(last_told(one, noon + 900h), noon + 2h);
}

TEST(StatusInAList, HasACodeSinceItWasGivenLast) {
  Operator one = told_twice();
  EXPECT_EQ(has_since(one, code, noon), noon - 1000h);
  EXPECT_EQ(has_since(one, code, noon - 950h), std::nullopt) << "nothing was known of it";
  EXPECT_EQ(has_since(one, *CodeKey::parse("AEOSG000000000000"), noon), std::nullopt);
  auto& codes = one.said.back().content.grant.codes;
  codes.front().until = noon - 500h;
  codes.push_back({.code = {}, .key = code, .given = *parse_day("2026-02-01"), .from = noon - 100h});
  codes.push_back({.code = {}, .key = code, .given = *parse_day("2026-02-01"), .from = noon + 100h});
  EXPECT_EQ(has_since(one, code, noon + 3h), noon - 100h) << "what is to begin has not";
  one.said.back().status = Status::unlisted;
  EXPECT_EQ(has_since(one, code, noon + 3h), std::nullopt);
}

TEST(StatusInAList, BeginsWithTheFirstDayAndEndsWithTheLast) {
  Operator one = told_twice();
  one.said.resize(1);
  const auto on = [&](const char* day) { return holds(one, code, noon, noon, *parse_day(day)); };
  EXPECT_EQ(on("2026-02-28"), Holds::not_yet);
  EXPECT_EQ(on("2030-01-01"), Holds::yes) << "it has no last day";
  one.said.back().content.grant.valid_until = *parse_day("2028-12-31");
  EXPECT_EQ(on("2028-12-31"), Holds::yes);
  EXPECT_EQ(on("2029-01-01"), Holds::expired);
  one.said.back().status = Status::revalidation;
  EXPECT_EQ(on("2029-01-01"), Holds::yes);
}

TEST(StatusInAList, HasAWordForEachWayInWhichItStands) {
  Operator one = told_twice();
  one.said.resize(1);
  constexpr std::array all{
      std::pair{Status::active, Holds::yes},          std::pair{Status::revalidation, Holds::yes},
      std::pair{Status::suspended, Holds::suspended}, std::pair{Status::revoked, Holds::revoked},
      std::pair{Status::withdrawn, Holds::withdrawn}, std::pair{Status::expired, Holds::expired},
      std::pair{Status::unlisted, Holds::not_granted}};
  for (const auto& [status, word] : all) {
    one.said.back().status = status;
    EXPECT_EQ(holds(one, code, noon, noon, *parse_day("2026-03-05")), word);
  }
}

TEST(APictureOfARecord, HasWhatBothSidesSayAndNoNames) {
  Operator one = told_twice();
  const std::string text = picture_of(one);
  EXPECT_TRUE(
      text.starts_with("SUS STP - 2026-01-05 2026-03-01 - - 2026-01-06\nexporter\nAEOSG123456789012 "))
      << text;
  Operator copy = one;
  copy.said.back().content.consent.document.bytes[0] = std::byte{1};  // it lies elsewhere there
  copy.said.back().from += 1h;
  EXPECT_EQ(picture_of(copy), text);
  copy.said.back().content.consent.print.bytes[0] = std::byte{1};  // another name
  EXPECT_NE(picture_of(copy), text);
  one.said.back().status = Status::unlisted;
  EXPECT_EQ(picture_of(one), "UNL");
  EXPECT_EQ(picture_of({}), "-");
}

}  // namespace
}  // namespace lintas::aeo::listed
