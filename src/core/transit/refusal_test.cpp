#include "core/transit/refusal.hpp"

#include <gtest/gtest.h>
#include <regex>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/passage/table.hpp"

namespace lintas::transit {

namespace {

TEST(Refusals, NameTheirRule) {
  EXPECT_EQ(unknown_movement("26SG").rule, "R-TRA-090");
  EXPECT_EQ(lrn_in_use("L-1").rule, "R-ACTS-010");
  EXPECT_EQ(error_code("R-TRA-090"), 90);
  EXPECT_EQ(error_code("R-TRA-092"), 92);
  EXPECT_EQ(error_code("R-ACTS-010"), 14);
}

void expect_words(std::string_view text, std::string_view id) {
  static const std::regex letter_alone{"\\b[A-Z]\\b"};
  EXPECT_FALSE(text.empty());
  EXPECT_FALSE(text.contains('_')) << text;
  EXPECT_FALSE(std::regex_search(text.begin(), text.end(), letter_alone)) << text;
  EXPECT_FALSE(id != "-" && text.contains("\"" + std::string{id} + "\"")) << text;
}

template <class Machine>
void every_refusal_is_in_words() {
  for (const auto& state : Machine::states) {
    for (const auto& trigger : Machine::triggers) {
      const Finding finding = out_of_sequence<Machine>(state.state, trigger.trigger);
      EXPECT_EQ(finding.rule, "R-TRA-092");
      expect_words(finding.value, state.id);
      expect_words(finding.detail, state.id);
      EXPECT_TRUE(finding.detail.contains(state.name)) << finding.detail;
    }
  }
}

TEST(Refusals, R_TRA_092_AreInWordsInEveryStateOfEveryMachine) {
  every_refusal_is_in_words<departure::Machine>();
  every_refusal_is_in_words<passage::Machine>();
  every_refusal_is_in_words<destination::Machine>();
}

TEST(Refusals, R_TRA_092_SayTheStateAndWhatIsWaitedFor) {
  using State = departure::State;
  using Trigger = departure::Trigger;
  const Finding arrived =
      out_of_sequence<departure::Machine>(State::arrived, Trigger::release_conditions_met);
  EXPECT_EQ(arrived.value, "release");
  EXPECT_EQ(arrived.detail,
            "The movement is in state \"Arrived\". It waits for: control results of destination (IE018).");
  const Finding amended = out_of_sequence<departure::Machine>(State::guarantee_problem, Trigger::t015);
  EXPECT_EQ(amended.value, "declaration (IE015)");
  EXPECT_TRUE(amended.detail.contains("It waits for: amendment (IE013), request for cancellation (IE014)"))
      << amended.detail;
  EXPECT_EQ(out_of_sequence<departure::Machine>(State::written_off, Trigger::p1096).value,
            "status asked for (X096)");
  EXPECT_EQ(standing<departure::Machine>(State::written_off),
            "The movement is in state \"Written-off\". Nothing more is done to it.");
  EXPECT_EQ(standing<departure::Machine>(State::discrepancies),
            "The movement is in state \"Waiting for discrepancies resolution\".")
      << "an act leads on";
}

TEST(Refusals, HowItStandsComesBehindWhatIsSaidAlready) {
  EXPECT_EQ(
      with_standing(road::finding("R-ROA-004", "office", {}, "This office is passed."), "So it is.").detail,
      "This office is passed. So it is.");
  EXPECT_EQ(with_standing(control_was_done(), "So it is.").detail, "So it is.");
}

}  // namespace

}  // namespace lintas::transit
