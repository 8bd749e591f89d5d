#include "core/documents/import/paper.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/decimal.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/ahtn.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"

/// What differs and what is done about it is played by tests/scenarios/documents/import.
namespace lintas::documents::import_side {
namespace {

Contents contents_with(const char* options) {
  return test::contents(test::parse_step(std::string{"certificate "} + options, 1).value());
}
Certificate page_with(const char* options) {
  Certificate page;
  page.state = State::valid;
  page.came = Came::paper;
  page.contents = contents_with(options);
  page.items = balances_of(page.contents.items);
  return page;
}
Decimal used_of(const Balance& item) { return item.used; }

TEST(ImportPaper, OfAPageThatWasKeptNoMoreIsTakenThanItsDataHave) {
  Certificate page = page_with("items=120,50");
  EXPECT_EQ(limited(page, used_of)[0].quantity, Decimal::of(120)) << "no data are here";
  page.differing.emplace().contents = contents_with("items=100,60");
  EXPECT_EQ(limited(page, used_of)[0].quantity, Decimal::of(100));
  EXPECT_EQ(limited(page, used_of)[1].quantity, Decimal::of(50)) << "nor than the page has";
  page.items[0].used = Decimal::of(110);
  EXPECT_EQ(limited(page, used_of)[0].quantity, Decimal::of(110)) << "what is taken stays";
  page.differing->contents.items[1].hs = *Ahtn::parse("40151900");
  EXPECT_EQ(limited(page, used_of)[1].quantity, Decimal{}) << "they are other goods";
}

TEST(ImportPaper, DataAreAwaitedOfAPageAloneAndWhileItLives) {
  Certificate page = page_with("items=100,50");
  EXPECT_TRUE(awaits_data(page));
  page.state = State::cancelled;
  EXPECT_FALSE(awaits_data(page));
  page.state = State::valid;
  page.came = Came::both;
  EXPECT_FALSE(awaits_data(page));
}

}  // namespace
}  // namespace lintas::documents::import_side
