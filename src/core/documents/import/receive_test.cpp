#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"

/// What messages meet in each state is played by tests/scenarios/documents/import.
namespace lintas::documents::import_side {
namespace {

/// Of a certificate of which the first item was decided at eleven and the second at noon.
bool raises_an_alarm(std::string_view rule, Answers answers, std::optional<Instant> said) {
  const test::Noon noon;
  Certificate certificate;
  certificate.state = State::accepted;
  certificate.contents = test::contents(test::parse_step("certificate", 1).value());
  certificate.items = balances_of(certificate.contents.items);
  for (Balance& item : certificate.items) item.result = Result::u1;
  certificate.items[0].decided = parse_instant("2026-03-02T04:00:00Z");
  certificate.items[1].decided = parse_instant("2026-03-02T05:00:00Z");
  const Letter error{
      .faults = {{.rule = std::string{rule}, .pointer = {}, .detail = {}}}, .answers = answers, .said = said};
  const Ruling ruling = receive(certificate, Trigger::acknowledgement, error, noon.context);
  return std::holds_alternative<NotTaken>(ruling.events.at(0).fact);
}

TEST(ImportReceive, AnErrorAboutWhatWasSaidRaisesAnAlarmUnlessItWasSaidAnewSince) {
  EXPECT_TRUE(raises_an_alarm("R-DOC-001", Answers::response, parse_instant("2026-03-02T05:00:00Z")));
  EXPECT_FALSE(raises_an_alarm("R-DOC-001", Answers::response, parse_instant("2026-03-02T04:00:00Z")));
  EXPECT_TRUE(raises_an_alarm("R-DOC-001", Answers::response, std::nullopt)) << "it does not say of which";
}

TEST(ImportReceive, OfAnEarlierEditionTheRulesTellWhatAnErrorIsAbout) {
  EXPECT_TRUE(raises_an_alarm("R-DOC-005", Answers::other, std::nullopt));
  EXPECT_FALSE(raises_an_alarm("R-DOC-001", Answers::other, std::nullopt)) << "a question";
  EXPECT_FALSE(raises_an_alarm("R-ASW-043", Answers::other, std::nullopt)) << "a draw";
  EXPECT_FALSE(raises_an_alarm("R-DOC-005", Answers::certificate, std::nullopt));
}

}  // namespace
}  // namespace lintas::documents::import_side
