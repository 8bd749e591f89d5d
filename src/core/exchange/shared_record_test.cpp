#include "core/exchange/shared_record.hpp"

#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"

namespace lintas::exchange {
namespace {

using namespace std::chrono_literals;

const Partner thailand = Partner::parse("TH").value();
const Partner singapore = Partner::parse("SG").value();
const std::array both{thailand, singapore};
const Instant now = *parse_instant("2026-11-23T02:00:00Z");

TEST(ARecordOfARegister, IsToldToEachPartnerThatHasNotTheNewest) {
  SharedRecord record;
  EXPECT_TRUE(record.to_tell(both).empty()) << "there is nothing to tell yet";
  record.change(now);
  EXPECT_EQ(record.to_tell(both), (std::vector{thailand, singapore}));
  record.tell(thailand, record.version);
  EXPECT_EQ(record.to_tell(both), std::vector{singapore});
  record.change(now + 1h);
  EXPECT_EQ(record.to_tell(both), (std::vector{thailand, singapore}));
  EXPECT_EQ(record.changed, now + 1h);
}

TEST(ARecordOfARegister, IsToldToNobodyWhoDoesNotGetTheRegister) {
  SharedRecord record;
  record.change(now);
  EXPECT_TRUE(record.to_tell({}).empty());
}

TEST(ARecordOfARegister, KnowsWhoSaidThatItHasIt) {
  SharedRecord record;
  record.change(now);
  record.tell(thailand, 1);
  EXPECT_FALSE(record.find(thailand)->has_it());
  record.answer(thailand, 1, {}, now);
  EXPECT_TRUE(record.find(thailand)->has_it());
  record.change(now);
  record.tell(thailand, 2);
  EXPECT_FALSE(record.find(thailand)->has_it()) << "it has the one before";
  record.answer(thailand, 2, {"R-OD-031"}, now);
  EXPECT_FALSE(record.find(thailand)->has_it());
  EXPECT_EQ(record.find(thailand)->refused_for, std::vector<std::string>{"R-OD-031"});
}

/// As one that was switched off while it changed: it has what it was told, and not the record.
TEST(ARecordOfARegister, IsWithWhomTheNewestIs) {
  SharedRecord record;
  record.change(now);
  record.tell(thailand, 1);
  EXPECT_FALSE(record.is_with(*record.find(thailand)));
  record.answer(thailand, 1, {}, now + 1h);
  EXPECT_TRUE(record.is_with(*record.find(thailand)));
  EXPECT_EQ(record.find(thailand)->answered_at, now + 1h);
  record.change(now + 2h);
  EXPECT_TRUE(record.find(thailand)->has_it());
  EXPECT_FALSE(record.is_with(*record.find(thailand)));
}

TEST(ARecordOfARegister, FollowsFromTheNewestThatWasNotRefused) {
  SharedRecord record;
  record.change(now);
  record.tell(thailand, 1);
  EXPECT_EQ(record.find(thailand)->follows_from(), 1U) << "it is on its way";
  record.answer(thailand, 1, {"LST-001"}, now);
  EXPECT_EQ(record.find(thailand)->follows_from(), 0U);
  record.tell(thailand, 2);
  EXPECT_EQ(record.find(thailand)->follows_from(), 0U) << "it may refuse that, too";
  record.answer(thailand, 2, {}, now);
  record.tell(thailand, 4);
  record.answer(thailand, 4, {"LST-001"}, now);
  EXPECT_EQ(record.find(thailand)->follows_from(), 2U);
}

TEST(ARecordOfARegister, TakesNoAnswerToWhatWasNeverTold) {
  SharedRecord record;
  record.change(now);
  record.tell(thailand, 1);
  const SharedRecord before = record;
  record.answer(singapore, 1, {}, now);
  record.answer(thailand, 2, {}, now);
  EXPECT_EQ(record, before);
  record.change(now);
  record.tell(thailand, 2);
  record.answer(thailand, 2, {}, now);
  record.answer(thailand, 1, {"R-OD-015"}, now);
  EXPECT_TRUE(record.find(thailand)->has_it()) << "an answer of before is late";
}

TEST(ACopyOfARecord, TakesWhatIsNewerAndNothingTwice) {
  EXPECT_EQ(judge(0, 1, false), Notice::newer);
  EXPECT_EQ(judge(2, 5, false), Notice::newer) << "each notice is whole";
  EXPECT_EQ(judge(2, 2, true), Notice::again);
  EXPECT_EQ(judge(2, 1, false), Notice::again);
  EXPECT_EQ(judge(2, 2, false), Notice::other);
}

TEST(ACopyOfARecord, DoesNotCountFromAnInstantThatIsStillToCome) {
  EXPECT_EQ(counts_from(now - 1h, now), now - 1h);
  EXPECT_EQ(counts_from(now + 2s, now), now) << "the other node's clock is ahead";
}

}  // namespace
}  // namespace lintas::exchange
