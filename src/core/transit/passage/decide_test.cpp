#include "core/transit/passage/decide.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/evolve.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/ruling.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/plain_law.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::transit::passage {
namespace {

using test::Step;
using test::words;

const Country home = *Country::parse("MY");

/// Which line of the table made the event.
Trigger trigger_of(const Fact& fact, State before) {
  return std::visit(
      Overloaded{
          [](const RecordReceived& e) { return e.ie == 50 ? Trigger::p050 : Trigger::p115; },
          [&](const RecordRequested& /*e*/) {
            if (before == State::none) return Trigger::goods_present;
            return before == State::refused ? Trigger::ask_again : Trigger::no_answer;
          },
          [](const RecordRefused& /*e*/) { return Trigger::p115; },
          [](const Crossed& e) {
            switch (e.manner) {
              case Manner::in_order: return Trigger::pass;
              case Manner::confirmed: return Trigger::confirm_held;
              case Manner::undeclared: return Trigger::pass_undeclared;
              case Manner::lifted: return Trigger::lift;
              case Manner::again: return Trigger::pass_again;
            }
            throw std::logic_error("no such manner");
          },
          [](const CrossedOnTheTad& /*e*/) { return Trigger::pass_on_the_tad; },
          [](const Held& /*e*/) { return Trigger::pass_out_of_order; },
          [&](const Stopped& /*e*/) { return before == State::passed ? Trigger::incident : Trigger::stop; },
          [](const PassageRefused& /*e*/) { return Trigger::refuse_for_good; },
          [](const IncidentRecorded& /*e*/) { return Trigger::incident; },
          [](const IncidentForwarded& /*e*/) { return Trigger::p181; },
          [](const ArrivedElsewhere& /*e*/) { return Trigger::p024; },
          [](const EndedByDeparture& e) { return e.ie == 10 ? Trigger::p010 : Trigger::p063; },
          [](const Completed& /*e*/) { return Trigger::complete; },
          [](const EndedInTerritory& /*e*/) { return Trigger::end_in_territory; },
          [](const TurnedBack& /*e*/) { return Trigger::turn_back; },
          [](const Reminded& e) {
            if (e.alarm == Alarm::unresolved) return Trigger::unresolved;
            return e.alarm == Alarm::stay_limit ? Trigger::stay_limit : Trigger::stopped_too_long;
          },
          [](const Expired& /*e*/) { return Trigger::expiry; },
          [](const LimitMoved& /*e*/) { return Trigger::limit_moved; },
          [](const auto& /*e*/) -> Trigger { throw std::logic_error("it has no row"); }},
      fact);
}

using Coverage = test::Played<Machine>;

/// The movement 26SG… on its way through Malaysia, whose offices we are.
class Stage {
 public:
  explicit Stage(Coverage& coverage) : coverage_(coverage) {}

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*what)(const Step&)) {
      return [this, what](const Step& step) { return (this->*what)(step); };
    };
    return {{"now", verb(&Stage::now)},           {"receive", verb(&Stage::receives)},
            {"present", verb(&Stage::present)},   {"pass", verb(&Stage::pass)},
            {"tad", verb(&Stage::tad)},           {"ask", verb(&Stage::ask)},
            {"turn_back", verb(&Stage::turn)},    {"confirm", verb(&Stage::confirm)},
            {"incident", verb(&Stage::happen)},   {"stop", verb(&Stage::stop)},
            {"complete", verb(&Stage::complete)}, {"lift", verb(&Stage::lift)},
            {"refuse", verb(&Stage::refuse)},     {"end", verb(&Stage::end)},
            {"clock", verb(&Stage::clock)},       {"due", verb(&Stage::due)},
            {"offices", verb(&Stage::list)},      {"alarm", verb(&Stage::alarm)},
            {"limit", verb(&Stage::limit)},       {"told", verb(&Stage::told)}};
  }

 private:
  std::string now(const Step& step) {
    at_ = parse_instant(step.word(0)).value();
    return "ok";
  }
  std::string receives(const Step& step) {
    for (const auto& facts : Machine::triggers) {
      if (facts.key != "P" + step.word(0)) continue;
      const auto verdict_now = verdict<Machine>(passage_.state, facts.trigger);
      if (verdict_now == Verdict::early) return "early";
      if (verdict_now == Verdict::refuse) return "R-TRA-092";
      return play(receive(passage_, facts.trigger, test::letter(step, mrn_, at_), home, context(step)));
    }
    return "no such message";
  }
  std::string present(const Step& step) {
    return give<PresentGoods>(step, {.mrn = mrn_, .office = at(step)});
  }
  std::string pass(const Step& step) {
    return give<RecordPassage>(step, {.mrn = mrn_, .office = at(step), .inspection = test::inspection(step)});
  }
  std::string tad(const Step& step) {
    PassOnTheTad command{.mrn = mrn_,
                         .office = at(step),
                         .inspection = test::inspection(step),
                         .reason = words(step.option("reason", "")),
                         .second = {},
                         .ahead = test::offices(step.option("ahead", "")),
                         .limit = {},
                         .departure = OfficeId::parse(step.option("departure", "SGTUA001")).value()};
    if (const auto second = step.option("second")) command.second = PersonId::parse(*second).value();
    if (const auto limit = step.option("limit")) command.limit = parse_day(*limit).value();
    return give(step, command);
  }
  std::string ask(const Step& step) { return give<AskAgain>(step, {.mrn = mrn_, .office = at(step)}); }
  std::string turn(const Step& step) {
    return give<TurnBack>(step,
                          {.mrn = mrn_, .office = at(step), .reason = words(step.option("reason", ""))});
  }
  std::string confirm(const Step& step) {
    return give<ConfirmHeld>(step, {.mrn = mrn_,
                                    .office = at(step),
                                    .passed_on_the_tad = test::offices(step.option("passed", "")),
                                    .not_used = test::offices(step.option("unused", ""))});
  }
  std::string happen(const Step& step) {
    return give<RecordIncident>(step, {.mrn = mrn_, .office = at(step), .incident = test::incident(step)});
  }
  std::string stop(const Step& step) {
    return give<StopGoods>(step, {.mrn = mrn_, .office = at(step), .text = words(step.option("text", ""))});
  }
  std::string complete(const Step& step) {
    return give<CompletePassage>(step, {.mrn = mrn_, .office = at(step)});
  }
  std::string lift(const Step& step) {
    return give<LiftStop>(step, {.mrn = mrn_,
                                 .office = at(step),
                                 .inspection = test::inspection(step),
                                 .text = words(step.option("text", ""))});
  }
  std::string refuse(const Step& step) {
    return give<RefusePassage>(step, {.mrn = mrn_,
                                      .office = at(step),
                                      .reason = step.option("reason", ""),
                                      .text = words(step.option("text", ""))});
  }
  std::string end(const Step& step) {
    return give<EndInTerritory>(
        step, {.mrn = mrn_, .office = at(step), .reason = words(step.option("reason", ""))});
  }
  /// Waits until the clock runs out.
  std::string clock(const Step& step) {
    if (!passage_.due) return "no clock";
    at_ = *passage_.due;
    std::string text = play(time_passed(passage_, context(step)));
    if (passage_.due == at_) return "a clock that does not move";
    return text;
  }
  /// The newest status notice says so.
  std::string limit(const Step& step) {
    const Day day = parse_day(step.word(0)).value();
    const bool on_the_way = step.option("on_the_way", "yes") == "yes";
    const Ruling ruling = limit_told(passage_, day, on_the_way, context(step));
    return ruling.events.empty() ? "nothing" : play(ruling);
  }
  std::string due(const Step& /*step*/) { return passage_.due ? to_text(*passage_.due) : "none"; }
  std::string list(const Step& /*step*/) {
    std::string text;
    for (const Office& one : passage_.offices) {
      text +=
          (text.empty() ? "" : ", ") + std::string{one.office.str()} + " " + std::string{name(one.crossing)};
    }
    return text;
  }
  std::string alarm(const Step& /*step*/) {
    return passage_.alarm ? std::string{name(*passage_.alarm)} : "none";
  }
  /// What the last message said.
  std::string told(const Step& /*step*/) {
    std::string text{last_.office ? last_.office->str() : std::string_view{"-"}};
    if (last_.reason) text += " code " + *last_.reason;
    if (last_.text) text += " " + *last_.text;
    for (const Seal& seal : last_.new_seals) text.append(" seal ").append(seal.str());
    if (last_.vehicle) text += " vehicle " + last_.vehicle->registration;
    return text;
  }

  static OfficeId at(const Step& step) { return test::office(step.word(0)); }
  static Context context_of(const refdata::StateProfile& law, Instant at, const std::string& by) {
    return {.at = at, .utc_offset = std::chrono::hours{8}, .by = PersonId::parse(by).value(), .law = law};
  }
  [[nodiscard]] Context context(const Step& step) const {
    return context_of(law_, at_, step.option("by", "OFFICER1"));
  }
  template <class Command>
  std::string give(const Step& step, const Command& command) {
    return play(act(passage_, command, context(step)));
  }
  std::string play(const Ruling& ruling) {
    const bool noted = !ruling.events.empty() && std::holds_alternative<Noted>(ruling.events.front().fact);
    for (const Event& event : ruling.events) {
      const bool has_row =
          !std::holds_alternative<Noted>(event.fact) && !std::holds_alternative<MarkedNotUsed>(event.fact);
      if (has_row) coverage_.add(passage_.state, trigger_of(event.fact, passage_.state), event.next);
      // What is stored is what happened.
      const Event stored = from_cbor<Event>(to_cbor(event)).value();
      EXPECT_EQ(stored, event);
      passage_ = evolve(passage_, stored);
      if (!event.sent.empty()) last_ = letter_of(passage_, event);
    }
    return test::outcome<Machine>(ruling) + (noted ? " noted" : "");
  }

  Coverage& coverage_;
  refdata::StateProfile law_ = test::plain_law();
  Mrn mrn_ = test::movement_of("SG");
  Instant at_ = *parse_instant("2026-11-23T04:00:00Z");
  Passage passage_;
  Letter last_;
};

std::string lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

TEST(Passage, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<
      PresentGoods, RecordPassage, PassOnTheTad, AskAgain, TurnBack, ConfirmHeld, RecordIncident, StopGoods,
      CompletePassage, LiftStop, RefusePassage, EndInTerritory, RecordReceived, RecordRequested,
      RecordRefused, Crossed, CrossedOnTheTad, Held, MarkedNotUsed, Stopped, PassageRefused, IncidentRecorded,
      IncidentForwarded, ArrivedElsewhere, EndedByDeparture, Completed, EndedInTerritory, TurnedBack,
      Reminded, Expired, Noted, LimitMoved, Event>("passage.", LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(Inspection, keeps_the_field_numbers_of_the_committed_list) {
  for (const std::string_view prefix : {"transit.inspection", "transit.incident"}) {
    const auto found = prefix.ends_with("inspection")
                           ? test::compare_with_committed<Inspection>(prefix, LINTAS_ROOT)
                           : test::compare_with_committed<Incident>(prefix, LINTAS_ROOT);
    EXPECT_EQ(lines(found.not_listed), "") << "append these to data/field-numbers.csv";
    EXPECT_EQ(lines(found.not_in_the_code), "");
  }
}

TEST(Passage, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("transit/passage", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/transit/passage";
}

}  // namespace
}  // namespace lintas::transit::passage
