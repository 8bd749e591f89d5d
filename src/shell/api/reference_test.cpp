#include "shell/api/reference.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"

namespace lintas::api {
namespace {

const refdata::Snapshot& snapshot() {
  static const auto made = seed::reference(Country::parse("SG").value());
  return made;
}
std::optional<ReferencePage> ask(std::string_view list, std::string_view code = {}, std::size_t after = 0,
                                 std::size_t count = 100) {
  return reference_page(
      snapshot().tables(),
      {.list = list, .day = *parse_day("2026-11-23"), .code = code, .after = after, .count = count});
}

TEST(Reference, ShowsEachListWithDaysAndSource) {
  for (const char* list :
       {"offices", "countries", "currencies", "legs", "tariff", "document-pairs", "CL231"}) {
    const auto page = ask(list);
    ASSERT_TRUE(page.has_value()) << list;
    ASSERT_FALSE(page->items.empty()) << list;
    for (const char* member : {"code", "from", "until", "source"})
      EXPECT_TRUE(page->items.front().contains(member)) << list << ' ' << member;
  }
  EXPECT_FALSE(ask("secrets").has_value());
  const auto baht = ask("currencies", "THB");
  ASSERT_EQ(baht->items.size(), 1U);
  EXPECT_EQ(baht->items[0]["rate"]["units"], "100");
  EXPECT_EQ(baht->items[0]["rate"]["in"], snapshot().tables().home.str());
  EXPECT_EQ(ask("offices", "SGTUS001")->items[0]["utc_offset_minutes"], 480);
}

TEST(Reference, ABeginningOfAGoodsCodeFindsTheLinesBeneathInEveryCountry) {
  const auto chips = ask("tariff", "8542");
  std::set<std::string> countries;
  for (const auto& row : chips->items) {
    const auto code = row["code"].get<std::string>();
    countries.insert(code.substr(0, 2));
    EXPECT_EQ(code.substr(2, 5), "-8542") << code;
  }
  EXPECT_GT(countries.size(), 2U);
  EXPECT_FALSE(chips->nearest.has_value());
  const auto few = ask("tariff", "8542", 0, 2);
  EXPECT_EQ(few->items.size(), 2U);
  ASSERT_TRUE(few->next.has_value());
  EXPECT_EQ(ask("tariff", "8542", *few->next, 1)->items[0], chips->items[2]);
  EXPECT_FALSE(ask("tariff", "8542", 0, chips->items.size())->next.has_value()) << "there is no more";
  EXPECT_EQ(ask("tariff", "SG-8542")->items[0]["code"], "SG-85423100");
}

TEST(Reference, WhereNothingIsFoundTheNearestCodeIsNamed) {
  const auto nearest = [](std::string_view list, std::string_view code) {
    const auto page = ask(list, code);
    EXPECT_TRUE(page->items.empty()) << code;
    return page->nearest.value_or("none");
  };
  EXPECT_EQ(nearest("tariff", "85423109"), "85423100") << "one digit is another";
  EXPECT_EQ(nearest("tariff", "SG-854231XX"), "SG-85423100") << "so far they are the same";
  EXPECT_EQ(nearest("offices", "SGTUS01"), "SGTUS001");
  EXPECT_EQ(nearest("offices", "sgtus001"), "SGTUS001");
  EXPECT_EQ(nearest("countries", "##"), "none");
}

TEST(Reference, PagesFollowEachOtherWithoutAHoleOrARepetition) {
  std::size_t seen = 0;
  std::string last;
  for (std::optional<std::size_t> after = 0; after;) {
    const auto page = ask("tariff", "TH-", *after, 7);
    for (const auto& row : page->items) {
      const auto code = row["code"].get<std::string>();
      EXPECT_LT(last, code);
      last = code;
      ++seen;
    }
    after = page->next;
  }
  EXPECT_EQ(seen, ask("tariff", "TH-", 0, 100'000)->items.size());
  EXPECT_GT(seen, 100U);
}

}  // namespace
}  // namespace lintas::api
