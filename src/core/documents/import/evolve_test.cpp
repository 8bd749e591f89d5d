#include "core/documents/import/evolve.hpp"

#include <gtest/gtest.h>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/quantities.hpp"
#include "tests/support/documents_evolve.hpp"
#include "tests/support/documents_stage.hpp"

namespace lintas::documents::import_side {
namespace {

TEST(Evolve, GoesWhereTheEventSaysWithTheClockItSays) {
  test::expect_it_goes_where_the_event_says<Certificate, Event>(State::cancelled, evolve);
}

TEST(Evolve, PlaysWhatNamesItemsThatAreNotThere) {
  const std::vector<Line> lines{{7, Decimal::of(5)}};
  const std::vector<ItemResult> results{{.item = 7, .result = Result::u1, .quantity = Decimal::of(5)}};
  Claimed claimed;
  claimed.lines = lines;
  Decided decided;
  decided.results = results;
  Opened opened;
  opened.results = results;
  UseReversed reversed;
  reversed.results = results;
  const Facts facts[] = {DrawUndone{},
                         DrawnOn{{.by = test::reference("TH", "T-1"), .lines = lines}},
                         claimed,
                         decided,
                         opened,
                         reversed,
                         ClarificationCame{.items = {7}, .text = {}}};
  for (const State state : {State::claimed, State::under_check, State::reassess}) {
    Certificate certificate;
    certificate.state = state;
    certificate.items = {{.item = 1, .quantity = Decimal::of(100)}};
    for (const Facts& fact : facts) {
      Event event;
      std::visit([&](const auto& of) { event.fact = of; }, fact);
      EXPECT_EQ(evolve(certificate, event).items, certificate.items) << "fact " << fact.index();
    }
  }
}

TEST(Alarm, HasANameOfItsOwn) { test::expect_alarms_have_names<Alarm>(10); }

}  // namespace
}  // namespace lintas::documents::import_side
