#include "core/documents/issue/evolve.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "tests/support/documents_evolve.hpp"
#include "tests/support/documents_stage.hpp"

namespace lintas::documents::issue_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Certificate, Event>(State::cancelled, evolve);
}

TEST(Evolve, PlaysWhatNamesItemsThatAreNotThere) {
  const std::vector<Line> lines{{7, Decimal::of(5)}};
  const std::vector<ItemResult> results{{.item = 7, .result = Result::u1, .quantity = Decimal::of(5)}};
  const Facts facts[] = {DrawUndone{}, DrawnOn{{.by = test::reference("SG", "S-1"), .lines = lines}},
                         Responded{.results = results, .text = {}, .by = {}},
                         Clarified{.by = {}, .text = {}, .results = results}, OriginalReplaced{}};
  Certificate certificate;
  certificate.items = {{.item = 1, .quantity = Decimal::of(100)}};
  for (const Facts& fact : facts) {
    Event event;
    std::visit([&](const auto& of) { event.fact = of; }, fact);
    EXPECT_EQ(evolve(certificate, event).items, certificate.items) << "fact " << fact.index();
  }
}

TEST(Evolve, KeepsTheLaterWordOfCustoms) {
  Certificate certificate;
  certificate.state = State::available;
  certificate.items = {{.item = 1, .quantity = Decimal::of(100)}};
  const auto hears = [&](Result result, int used, int decided) {
    Event event{.next = State::available, .trigger = Trigger::response};
    event.fact = Responded{.results = {{.item = 1,
                                        .result = result,
                                        .quantity = Decimal::of(used),
                                        .decided = Instant{std::chrono::seconds{decided}}}},
                           .text = {},
                           .by = {}};
    certificate = evolve(certificate, event);
  };
  hears(Result::u1, 100, 8);
  hears(Result::u2, 40, 5);
  EXPECT_EQ(test::in_words(certificate.items), "1: 100 used U1");
  hears(Result::n11, 0, 9);
  hears(Result::u1, 100, 8);
  EXPECT_EQ(test::in_words(certificate.items), "1: 100 free N11");
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(11); }

}  // namespace
}  // namespace lintas::documents::issue_side
