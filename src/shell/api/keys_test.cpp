#include "shell/api/keys.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

#include "base/hex.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"

namespace lintas::api {
namespace {

const Instant now = *parse_instant("2026-11-23T08:00:00Z");
const Instant later = *parse_instant("2027-11-23T08:00:00Z");

KeyEntry trader() {
  return {.actor = {.role = access::Role::trader, .party = "SG201912345Z"}, .created = now, .expires = later};
}

TEST(Keys, AreShownOnceAndKeptAsAHash) {
  Keys keys{test::sha256};
  test::SeededEntropy entropy{1};
  const auto made = keys.make(trader(), entropy);
  EXPECT_TRUE(made.key.starts_with("lk_"));
  EXPECT_EQ(made.line.find(made.key), std::string::npos);

  Keys other{test::sha256};
  ASSERT_TRUE(other.read(made.line).has_value());
  const auto bearer = other.find_bearer("Bearer " + made.key, now);
  ASSERT_TRUE(bearer.has_value());
  EXPECT_EQ(bearer->actor, keys.find(made.key, now));
  EXPECT_EQ(bearer->actor, keys.find(bearer->hash, now));
  EXPECT_EQ(bearer->actor.party, "SG201912345Z");
  EXPECT_EQ(bearer->actor.authenticated, access::Authentication::api_key);
}

TEST(Keys, AreNoLongerGoodWhenTheyExpire) {
  Keys keys{test::sha256};
  test::SeededEntropy entropy{1};
  const auto made = keys.make(trader(), entropy);
  EXPECT_FALSE(keys.find(made.key, later).has_value());
  EXPECT_FALSE(keys.find("lk_other", now).has_value());
  EXPECT_FALSE(keys.find_bearer(made.key, now).has_value());
}

TEST(Keys, ALineThatIsNoneIsNamedAndNothingIsTaken) {
  Keys keys{test::sha256};
  test::SeededEntropy entropy{1};
  const std::string good = Keys{test::sha256}.make(trader(), entropy).line;
  for (const std::string bad :
       {"{}", "nothing", R"({"hash":"00","role":"trader","created":"2026-11-23T08:00:00Z"})"}) {
    const auto read = keys.read(good + bad);
    ASSERT_FALSE(read.has_value());
    EXPECT_NE(read.error().find("line 2"), std::string::npos);
  }
  EXPECT_EQ(keys.size(), 0U);
}

TEST(Keys, AreWrittenAnewWithoutThoseThatAreNoLongerGood) {
  Keys keys{test::sha256};
  test::SeededEntropy entropy{9};
  const Instant at = *parse_instant("2026-11-23T08:00:00Z");
  const KeyEntry entry{
      .actor = {.role = access::Role::trader, .party = "SG201912345Z"}, .created = at, .expires = {}};
  const auto good = keys.make(entry, entropy);
  const auto gone = keys.make(entry, entropy);
  KeyEntry brief = entry;
  brief.expires = at + std::chrono::hours{1};
  (void)keys.make(brief, entropy);
  for (const Keys::Listed& key : keys.list()) {
    if (gone.line.contains(to_hex(key.hash.view()))) {
      EXPECT_TRUE(keys.take(Keys::withdrawal(key.hash, at)));
    }
  }
  EXPECT_EQ(keys.lines(at + std::chrono::hours{2}), good.line);
  EXPECT_FALSE(keys.find(gone.key, at).has_value());
  EXPECT_EQ(keys.size(), 2U) << "the good one and the brief one";
  const auto listed = keys.list();
  ASSERT_EQ(listed.size(), 3U) << "until the file is written anew";
  EXPECT_EQ(std::ranges::count_if(listed, [&](const Keys::Listed& key) { return key.entry.withdrawn == at; }),
            1);
}

}  // namespace
}  // namespace lintas::api
