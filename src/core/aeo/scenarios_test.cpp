#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/decide.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/evolve.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/reading.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"

/// tests/scenarios/aeo: the life of an authorisation, as an officer could read it. Every row of the table is
/// played in each of its states.
namespace lintas::aeo::authorisation {
namespace {

using test::Step;

/// One authorisation of one state. An option "state=ID" of the first step says which; texts of a scenario
/// have
/// "_" for blanks.
class Stage {
 public:
  explicit Stage(test::PlayedRows<Machine>& played) : played_(played) {}

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*play)(const Step&)) {
      return [this, play](const Step& step) { return (this->*play)(step); };
    };
    const auto simple = [this]<class Command>(Command command) {
      return [this, command](const Step&) mutable {
        command.reference = reference_;
        command.basis = "art. 7";
        return give(command);
      };
    };
    return {{"now", verb(&Stage::now)},
            {"offset", verb(&Stage::offset)},
            {"programme", verb(&Stage::programme)},
            {"begin", verb(&Stage::begin)},
            {"submit", verb(&Stage::submit)},
            {"accept", verb(&Stage::accept)},
            {"return", verb(&Stage::give_back)},
            {"validate", simple(BeginValidation{})},
            {"correct", verb(&Stage::correct)},
            {"corrected", simple(RecordCorrection{})},
            {"refuse", verb(&Stage::refuse)},
            {"authorise", verb(&Stage::authorise)},
            {"suspend", verb(&Stage::suspend)},
            {"restore", verb(&Stage::restore)},
            {"revoke", verb(&Stage::revoke)},
            {"withdraw", verb(&Stage::withdraw)},
            {"revalidate", simple(BeginRevalidation{})},
            {"pass", verb(&Stage::pass)},
            {"end", verb(&Stage::end)},
            {"change_code", verb(&Stage::change_code)},
            {"clock", verb(&Stage::clock)},
            {"due", verb(&Stage::due)},
            {"status", verb(&Stage::status)},
            {"alarm", verb(&Stage::alarm)}};
  }

 private:
  std::string now(const Step& step) {
    at_ = parse_instant(step.word(0)).value();
    return "ok";
  }
  /// Hours that the clocks of the office are ahead of UTC.
  std::string offset(const Step& step) {
    calendar_.utc_offset = std::chrono::hours{std::stoi(step.word(0))};
    return "ok";
  }
  std::string programme(const Step& step) {
    home_ = Country::parse(step.word(0)).value();
    name_ = step.word(1);
    return "ok";
  }

  Context context() {
    const Day day = day_of(at_, calendar_.utc_offset);
    const auto* row = law().programmes.find({.state = home_, .name = name_}, day);
    return {.at = at_, .by = *PersonId::parse("OFFICER1"), .limits = row->value, .calendar = calendar_};
  }

  std::string took(const Ruling& ruling) {
    for (const Event& event : ruling.events) {
      EXPECT_EQ(from_cbor<Event>(to_cbor(event)).value(), event);  // what is stored is what happened
      played_.add(authorisation_.state, event);
      authorisation_ = evolve(authorisation_, event);
    }
    return test::outcome_of<Machine>(ruling);
  }
  template <class Command>
  std::string give(const Command& command) {
    return took(act(authorisation_, command, context(), known_()));
  }
  Known known_() const {
    return {.home = home_, .shapes = &law().shapes, .barred = barred_, .code_is_taken = code_is_taken_};
  }

  static std::optional<Day> day_of_option(const Step& step, const std::string& name) {
    const auto text = step.option(name);
    return text ? std::optional{parse_day(*text).value()} : std::nullopt;
  }

  std::string begin(const Step& step) {
    Application application{
        .reference = reference_, .programme = name_, .level = step.option("level", ""), .roles = {}};
    for (const std::string& role : test::split(step.option("roles", "exporter"), ','))
      application.roles.push_back(read_word<OperatorRole>(role).value());
    return give(BeginApplication{application});
  }
  std::string submit(const Step& step) {
    bar(step);
    return give(SubmitApplication{reference_});
  }
  std::string accept(const Step& step) {
    bar(step);
    return give(AcceptApplication{.reference = reference_, .basis = step.option("basis", "art. 6")});
  }
  /// An option "barred=2029-09-10" of a step: an authorisation of before was revoked.
  void bar(const Step& step) {
    barred_.reset();
    if (const auto until = day_of_option(step, "barred"))
      barred_ = Bar{.until = *until, .revoked = {.holder = reference_.holder, .number = {}}};
  }
  std::string give_back(const Step& step) {
    return give(ReturnApplication{.reference = reference_,
                                  .reason = step.option("reason", "accounts of 2025 are missing"),
                                  .until = *day_of_option(step, "until"),
                                  .basis = "art. 6"});
  }
  std::string correct(const Step& step) {
    return give(RequireCorrection{.reference = reference_,
                                  .reason = step.option("reason", "no fence on the west side"),
                                  .until = *day_of_option(step, "until"),
                                  .basis = "art. 6"});
  }
  std::string refuse(const Step& step) {
    return give(RefuseApplication{.reference = reference_,
                                  .reason = step.option("reason", "offences in 2025"),
                                  .basis = step.option("basis", "art. 7")});
  }
  std::string authorise(const Step& step) {
    AuthoriseOperator command{.reference = reference_,
                              .code = *Code::parse(step.word(0)),
                              .level = step.option("level", ""),
                              .roles = {},
                              .from = day_of_option(step, "from"),
                              .until = day_of_option(step, "until"),
                              .basis = step.option("basis", "art. 7")};
    for (const std::string& role : test::split(step.option("roles", ""), ','))
      command.roles.push_back(read_word<OperatorRole>(role).value());
    code_is_taken_ = step.option("taken", "") == "yes";
    bar(step);
    return give(command);
  }
  std::string suspend(const Step& step) {
    return give(SuspendAuthorisation{
        .reference = reference_,
        .ground = read_word<Ground>(step.option("ground", "conditions_in_doubt")).value(),
        .reason = step.option("reason", "seals were broken twice"),
        .basis = step.option("basis", "art. 9"),
        .until = day_of_option(step, "until")});
  }
  std::string restore(const Step& step) {
    return give(RestoreAuthorisation{.reference = reference_,
                                     .reason = step.option("reason", "repaired"),
                                     .basis = step.option("basis", "art. 9")});
  }
  std::string revoke(const Step& step) {
    RevokeAuthorisation command{.reference = reference_,
                                .ground = read_word<Ground>(step.option("ground", "grave_breach")).value(),
                                .reason = step.option("reason", "smuggling"),
                                .basis = step.option("basis", "art. 10"),
                                .second = {}};
    if (const auto second = step.option("second")) command.second = PersonId::parse(*second).value();
    return give(command);
  }
  std::string withdraw(const Step& step) {
    return give(WithdrawAuthorisation{.reference = reference_, .reason = step.option("reason", "")});
  }
  std::string pass(const Step& step) {
    return give(PassRevalidation{.reference = reference_,
                                 .until = day_of_option(step, "until"),
                                 .basis = step.option("basis", "art. 8")});
  }
  std::string end(const Step& step) {
    return give(EndAuthorisation{.reference = reference_,
                                 .reason = step.option("reason", ""),
                                 .basis = step.option("basis", "art. 8")});
  }
  std::string change_code(const Step& step) {
    code_is_taken_ = step.option("taken", "") == "yes";
    return give(ChangeCode{.reference = reference_,
                           .code = *Code::parse(step.word(0)),
                           .until = day_of_option(step, "until"),
                           .reason = "",
                           .basis = step.option("basis", "art. 8"),
                           .by_mistake = step.option("by_mistake", "") == "yes"});
  }

  /// The clock rings at the instant at which it is due.
  std::string clock(const Step& /*step*/) {
    if (!authorisation_.due) return "no clock";
    at_ = std::max(at_, *authorisation_.due);
    return took(time_passed(authorisation_, context()));
  }
  /// Every clock of it rings when a day is over: the day behind it.
  std::string due(const Step& /*step*/) {
    if (!authorisation_.due) return "none";
    return to_text(day_of(*authorisation_.due, calendar_.utc_offset));
  }
  std::string alarm(const Step& /*step*/) {
    return authorisation_.alarm ? std::string{word_of(*authorisation_.alarm)} : "none";
  }
  /// "status 2026-12-01T00:00:00Z CODE": what the code was worth at that instant.
  std::string status(const Step& step) {
    const Instant when = parse_instant(step.word(0)).value();
    const Day day = day_of(when, calendar_.utc_offset);
    if (step.words.size() < 2) {
      const auto extract = as_of(authorisation_, when);
      return extract ? std::string{word_of(extract->holds_on(day))} : "nothing";
    }
    const auto key = read_code(home_, step.word(1), law().shapes, day).key;
    return std::string{word_of(holds(authorisation_, key.value(), when, day))};
  }

  test::PlayedRows<Machine>& played_;
  Authorisation authorisation_;
  Country home_ = *Country::parse("SG");
  std::string name_ = "STP";
  Reference reference_{.holder = *Tin::parse("SG201912345K"),
                       .number = *ApplicationNumber::parse("A-2026-1")};
  refdata::Calendar calendar_{};
  Instant at_ = *parse_instant("2026-01-05T04:00:00Z");
  std::optional<Bar> barred_;
  bool code_is_taken_ = false;
};

TEST(AuthorisationScenarios, ComeOutAsWrittenAndPlayEveryRow) {
  test::PlayedRows<Machine> played;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/tests/scenarios/aeo"}) {
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    Stage stage{played};
    for (const auto& difference : test::play(text, stage.verbs()))
      ADD_FAILURE() << entry.path().filename() << ' ' << difference;
  }
  EXPECT_EQ(played.missing(), "") << "no scenario plays these rows";
}

}  // namespace
}  // namespace lintas::aeo::authorisation
