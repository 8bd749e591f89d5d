#include "core/transit/destination/decide.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
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
#include "base/words.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/limits.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/onward.hpp"
#include "core/transit/ruling.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/plain_law.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::transit::destination {
namespace {

using test::Step;
using test::words;

/// Which line of the table made the event.
Trigger trigger_of(const Fact& fact, State before) {
  return std::visit(
      Overloaded{[](const RecordReceived& e) { return e.ie == 1 ? Trigger::p001 : Trigger::p003; },
                 [](const ArrivalNotified& /*e*/) { return Trigger::t007; },
                 [](const RecordAskedAgain& /*e*/) { return Trigger::no_answer; },
                 [](const RecordRefused& /*e*/) { return Trigger::p003; },
                 [](const AcceptedOnTheTad& /*e*/) { return Trigger::accept_on_the_tad; },
                 [](const EndedByDeparture& e) { return e.ie == 10 ? Trigger::p010 : Trigger::p063; },
                 [](const ArrivedElsewhere& /*e*/) { return Trigger::p024; },
                 [](const IncidentForwarded& /*e*/) { return Trigger::p181; },
                 [](const PermissionGranted& /*e*/) { return Trigger::permission; },
                 [](const RemarksReceived& /*e*/) { return Trigger::t044; },
                 [](const ControlDecided& /*e*/) { return Trigger::decide_control; },
                 [](const TakenOver& /*e*/) { return Trigger::take_over; },
                 [](const ResultRecorded& e) {
                   switch (e.manner) {
                     case Manner::uncontrolled: return Trigger::no_control;
                     case Manner::conform: return Trigger::conform;
                     case Manner::remarks_accepted: return Trigger::accept_remarks;
                     case Manner::controlled:
                       return e.result.code == "B1" ? Trigger::result_b1 : Trigger::result;
                   }
                   throw std::logic_error("no such manner");
                 },
                 [](const DiscrepanciesAnswered& /*e*/) { return Trigger::p049; },
                 [](const DecidedNationally& /*e*/) { return Trigger::national_decision; },
                 [](const GivenUp& /*e*/) { return Trigger::refused_arrival; },
                 [](const LimitMoved& /*e*/) { return Trigger::limit_moved; },
                 [](const OnwardReported& /*e*/) { return Trigger::onward; },
                 [](const OnwardWithdrawn& /*e*/) { return Trigger::onward_withdrawn; },
                 [&](const Reminded& /*e*/) {
                   if (before == State::expected) return Trigger::arrival_overdue;
                   if (before == State::unloading) return Trigger::remarks_late;
                   return before == State::discrepancies ? Trigger::discrepancies_late
                                                         : Trigger::results_late;
                 },
                 [](const Noted& /*e*/) -> Trigger { throw std::logic_error("it has no row"); }},
      fact);
}

using Coverage = test::Played<Machine>;

/// The movement 26SG… that ends in Thailand, whose offices we are.
class Stage {
 public:
  explicit Stage(Coverage& coverage) : coverage_(coverage) {}

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*what)(const Step&)) {
      return [this, what](const Step& step) { return (this->*what)(step); };
    };
    return {{"now", verb(&Stage::now)},         {"receive", verb(&Stage::receives)},
            {"waiting", verb(&Stage::waiting)}, {"arrive", verb(&Stage::arrives)},
            {"tad", verb(&Stage::tad)},         {"permit", verb(&Stage::permit)},
            {"control", verb(&Stage::control)}, {"release", verb(&Stage::release)},
            {"take_over", verb(&Stage::take)},  {"accept", verb(&Stage::accept)},
            {"result", verb(&Stage::result)},   {"national", verb(&Stage::national)},
            {"clock", verb(&Stage::clock)},     {"due", verb(&Stage::due)},
            {"alarm", verb(&Stage::alarm)},     {"told", verb(&Stage::told)},
            {"late", verb(&Stage::late)},       {"limit", verb(&Stage::limit)},
            {"onward", verb(&Stage::onward)},   {"withdraw_onward", verb(&Stage::withdraw)},
            {"went_on", verb(&Stage::went_on)}};
  }

 private:
  std::string now(const Step& step) {
    at_ = parse_instant(step.word(0)).value();
    return "ok";
  }
  /// The waiting period of simplified arrivals.
  std::string waiting(const Step& step) {
    law_.timers.unloading_permission = {std::stoi(step.word(0)), refdata::LimitUnit::minutes};
    return "ok";
  }
  std::string receives(const Step& step) {
    for (const auto& facts : Machine::triggers) {
      if (facts.key.substr(1) != step.word(0) || !facts.is_message()) continue;
      const auto verdict_now = verdict<Machine>(arrival_.state, facts.trigger);
      if (verdict_now == Verdict::early) return "early";
      if (verdict_now == Verdict::refuse) return out_of_turn(arrival_, facts.trigger).rule;
      Letter letter = test::letter(step, mrn_, at_);
      letter.simplified = step.option("simplified", "no") == "yes";
      if (const auto seals = step.option("seals")) letter.seals_intact = *seals != "broken";
      if (const auto trader = step.option("trader")) letter.trader = Tin::parse(*trader).value();
      if (step.option("mrn", "yes") == "no") letter.mrn.reset();
      if (const auto wait = step.option("authorised_wait"))
        return play(notified(arrival_, letter, static_cast<std::uint32_t>(std::stoi(*wait)), context(step)));
      return play(receive(arrival_, facts.trigger, letter, context(step)));
    }
    return "no such message";
  }
  std::string arrives(const Step& step) {
    return give<RecordArrival>(step, {.mrn = mrn_,
                                      .office = at(step),
                                      .trader = {},
                                      .simplified = step.option("simplified", "no") == "yes",
                                      .cause_proven = step.option("cause", "no") == "proven"});
  }
  std::string tad(const Step& step) {
    return give<AcceptOnTheTad>(step,
                                {.mrn = mrn_,
                                 .office = at(step),
                                 .reason = words(step.option("reason", "")),
                                 .departure = OfficeId::parse(step.option("departure", "SGTUA001")).value()});
  }
  /// The newest status notice says so.
  std::string limit(const Step& step) {
    const Ruling ruling = limit_told(arrival_, parse_day(step.word(0)).value(), context(step));
    return ruling.events.empty() ? "nothing" : play(ruling);
  }
  std::string permit(const Step& step) {
    return give<GrantPermission>(step, {.mrn = mrn_, .office = at(step)});
  }
  std::string control(const Step& step) {
    return give<DecideControl>(step, {.mrn = mrn_, .office = at(step)});
  }
  std::string release(const Step& step) {
    return give<ReleaseUncontrolled>(step,
                                     {.mrn = mrn_, .office = at(step), .inspection = test::inspection(step)});
  }
  std::string take(const Step& step) {
    return give<TakeOver>(step,
                          {.mrn = mrn_, .office = at(step), .reason = words(step.option("reason", ""))});
  }
  std::string accept(const Step& step) {
    return give<AcceptRemarks>(step,
                               {.mrn = mrn_, .office = at(step), .text = words(step.option("text", ""))});
  }
  std::string result(const Step& step) {
    return give<RecordResult>(step, {.mrn = mrn_,
                                     .office = at(step),
                                     .code = step.word(1),
                                     .inspection = test::inspection(step),
                                     .text = words(step.option("text", "")),
                                     .partly_released = step.option("partly", "no") == "yes"});
  }
  std::string national(const Step& step) {
    return give<DecideNationally>(
        step, {.mrn = mrn_, .office = at(step), .reason = words(step.option("reason", ""))});
  }
  /// "onward D-1 warehouse items=1,2"
  std::string onward(const Step& step) {
    ReportOnward command;
    command.mrn = mrn_;
    command.declaration = NationalDeclaration::parse(step.word(0)).value();
    command.regime = read_word<Regime>(step.word(1)).value();
    for (const std::string& one : test::split(step.option("items", ""), ','))
      command.items.push_back(static_cast<std::uint16_t>(std::stoi(one)));
    return give_or_nothing(step, command);
  }
  std::string withdraw(const Step& step) {
    return give<WithdrawOnward>(
        step, {.mrn = mrn_, .declaration = NationalDeclaration::parse(step.word(0)).value()});
  }
  /// "D-1 warehouse 1 2; D-2 home_use"
  std::string went_on(const Step& /*step*/) {
    std::string text;
    for (const Onward& one : arrival_.onward) {
      if (!text.empty()) text += "; ";
      text.append(one.declaration.str()).append(" ").append(word_of(one.regime));
      for (const std::uint16_t item : one.items) text += " " + std::to_string(item);
    }
    return text.empty() ? "nowhere" : text;
  }
  /// Waits until the clock runs out.
  std::string clock(const Step& step) {
    if (!arrival_.due) return "no clock";
    at_ = *arrival_.due;
    std::string text = play(time_passed(arrival_, context(step)));
    if (arrival_.due == at_) return "a clock that does not move";
    return text;
  }
  std::string due(const Step& /*step*/) { return arrival_.due ? to_text(*arrival_.due) : "none"; }
  std::string alarm(const Step& /*step*/) {
    return arrival_.alarm ? std::string{name(*arrival_.alarm)} : "none";
  }
  std::string late(const Step& /*step*/) {
    if (!arrival_.late) return "no";
    return arrival_.cause_proven ? "yes, cause proven" : "yes";
  }
  /// What the last message said.
  std::string told(const Step& /*step*/) {
    std::string text{last_.office ? last_.office->str() : std::string_view{"-"}};
    if (last_.result) text += " result " + last_.result->code;
    if (last_.reason) text += " code " + *last_.reason;
    if (last_.text) text += " " + *last_.text;
    if (last_.result && !last_.positive) text += " seals broken";
    for (const Fault& fault : last_.faults) text += " " + fault.rule;
    return text;
  }

  static OfficeId at(const Step& step) { return test::office(step.word(0)); }
  [[nodiscard]] Context context(const Step& step) const {
    return {.at = at_,
            .utc_offset = std::chrono::hours{7},
            .by = PersonId::parse(step.option("by", "OFFICER1")).value(),
            .law = law_};
  }
  template <class Command>
  std::string give(const Step& step, const Command& command) {
    return play(act(arrival_, command, context(step)));
  }
  /// Of what is known nothing comes.
  template <class Command>
  std::string give_or_nothing(const Step& step, const Command& command) {
    const Ruling ruling = act(arrival_, command, context(step));
    return ruling.answer.accepted() && ruling.events.empty() ? "nothing" : play(ruling);
  }
  std::string play(const Ruling& ruling) {
    const bool noted = !ruling.events.empty() && std::holds_alternative<Noted>(ruling.events.front().fact);
    for (const Event& event : ruling.events) {
      if (!noted) coverage_.add(arrival_.state, trigger_of(event.fact, arrival_.state), event.next);
      // What is stored is what happened.
      const Event stored = from_cbor<Event>(to_cbor(event)).value();
      EXPECT_EQ(stored, event);
      arrival_ = evolve(arrival_, stored);
      if (!event.sent.empty()) last_ = letter_of(arrival_, event);
    }
    return test::outcome<Machine>(ruling) + (noted ? " noted" : "");
  }

  Coverage& coverage_;
  refdata::StateProfile law_ = test::plain_law();
  Mrn mrn_ = test::movement_of("SG");
  Instant at_ = *parse_instant("2026-11-23T04:00:00Z");
  Arrival arrival_;
  Letter last_;
};

std::string lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

TEST(Destination, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<
      RecordArrival, AcceptOnTheTad, GrantPermission, DecideControl, ReleaseUncontrolled, TakeOver,
      AcceptRemarks, RecordResult, DecideNationally, RecordReceived, ArrivalNotified, RecordAskedAgain,
      RecordRefused, AcceptedOnTheTad, EndedByDeparture, ArrivedElsewhere, IncidentForwarded,
      PermissionGranted, RemarksReceived, ControlDecided, TakenOver, ResultRecorded, DiscrepanciesAnswered,
      DecidedNationally, GivenUp, Reminded, Noted, LimitMoved, ReportOnward, WithdrawOnward, OnwardReported,
      OnwardWithdrawn, Event>("destination.", LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

/// What was declared, and who presents it where.
Arrival presented(std::optional<Tin> consignee, std::string_view office, std::optional<std::string> premises,
                  std::optional<PersonId> by = std::nullopt) {
  const auto office_of = [](std::string_view code) { return OfficeId::parse(code).value(); };
  Arrival arrival = evolve(
      {}, {.next = State::expected,
           .due = {},
           .sent = {},
           .fact = RecordReceived{.declared = office_of("THBKK001"), .consignee = std::move(consignee)}});
  return evolve(std::move(arrival), {.next = State::arrived,
                                     .due = {},
                                     .sent = {},
                                     .fact = ArrivalNotified{.office = office_of(office),
                                                             .trader = Tin::parse("TH1").value(),
                                                             .by = std::move(by),
                                                             .premises = std::move(premises)}});
}

TEST(Destination, goods_are_for_who_presents_them_only_where_something_says_so) {
  const Tin trader = Tin::parse("TH1").value();
  const PersonId officer = PersonId::parse("officer-1").value();
  EXPECT_FALSE(presented(std::nullopt, "THBKK001", std::nullopt).is_for_its_trader());
  EXPECT_FALSE(presented(Tin::parse("TH2").value(), "THBKK001", std::nullopt).is_for_its_trader());
  EXPECT_TRUE(presented(trader, "THSDO001", std::nullopt).is_for_its_trader());
  EXPECT_TRUE(presented(std::nullopt, "THBKK001", "YRD1").is_for_its_trader());
  EXPECT_FALSE(presented(std::nullopt, "THSDO001", "YRD1").is_for_its_trader()) << "bound for another office";
  EXPECT_TRUE(presented(std::nullopt, "THBKK001", std::nullopt, officer).is_for_its_trader());

  const Arrival unknown = presented(std::nullopt, "THBKK001", std::nullopt);
  const auto permitted = [&](std::optional<PersonId> by) {
    return evolve(
        unknown, {.next = State::unloading, .due = {}, .sent = {}, .fact = PermissionGranted{std::move(by)}});
  };
  EXPECT_TRUE(permitted(officer).is_for_its_trader());
  EXPECT_FALSE(permitted(std::nullopt).is_for_its_trader()) << "by the clock alone";
}

TEST(Destination, R_ROA_016_a_record_holds_so_many_declarations_and_what_it_holds_may_be_told_anew) {
  const refdata::StateProfile law = test::plain_law();
  const Context context{.at = *parse_instant("2026-11-23T04:00:00Z"),
                        .utc_offset = std::chrono::hours{7},
                        .by = PersonId::parse("SYSTEM").value(),
                        .law = law};
  const auto tell = [&](const Arrival& arrival, std::size_t number, Regime regime) {
    ReportOnward said;
    said.declaration = NationalDeclaration::parse("D-" + std::to_string(number)).value();
    said.regime = regime;
    return act(arrival, said, context);
  };
  Arrival arrival;
  arrival.state = State::released;
  for (std::size_t number = 1; number <= onward_declarations_max; ++number) {
    const Ruling told = tell(arrival, number, Regime::home_use);
    ASSERT_EQ(told.events.size(), 1U);
    arrival = evolve(std::move(arrival), told.events.front());
  }
  const Ruling one_more = tell(arrival, onward_declarations_max + 1, Regime::home_use);
  ASSERT_FALSE(one_more.answer.accepted());
  EXPECT_EQ(one_more.answer.refused_for.front().rule, "R-ROA-016");
  EXPECT_EQ(tell(arrival, 1, Regime::warehouse).events.size(), 1U);
  EXPECT_TRUE(tell(arrival, 1, Regime::home_use).events.empty());
}

TEST(Destination, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("transit/destination", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/transit/destination";
}

}  // namespace
}  // namespace lintas::transit::destination
