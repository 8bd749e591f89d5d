#include "core/transit/departure/decide.hpp"

#include <chrono>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/refusal.hpp"
#include "tests/support/plain_law.hpp"

namespace lintas::transit::departure {

namespace {

using namespace std::chrono_literals;

OfficeId office(std::string_view text) {
  const auto parsed = OfficeId::parse(text);
  if (!parsed) throw std::invalid_argument{std::string{text}};
  return *parsed;
}

PersonId person(std::string_view text) { return PersonId::parse(text).value(); }

Letter declared() {
  Letter letter;
  Declaration& declaration = letter.declaration.emplace();
  declaration.lrn = Lrn::parse("L-1").value();
  declaration.holder = Tin::parse("SG200012345K").value();
  declaration.route = {.departure = office("SGWDL001"),
                       .transit = {office("MYJHB001"), office("MYBKH001")},
                       .destination = office("THBKK001")};
  return letter;
}

/// A movement that is told what the lines of a scenario say.
class Desk {
 public:
  Movement movement;
  Letter told;  ///< what the messages of the last event said
  refdata::StateProfile law = test::plain_law();

  /// Plays one line; the answer in the scenario's own words: state, what was sent, whether a report calls for
  /// an officer, the rule of a refusal.
  std::string play(const std::string& what) {
    now_ += 1h;
    if (what == "amending under control is allowed") law.amend_after_control_notice = true;
    if (what == "cancelling by itself is allowed") law.cancellation_automatic = true;
    if (what.ends_with("allowed")) return {};
    if (what == "ring") now_ = *movement.due;
    const Ruling ruling = ask(what);
    std::string said;
    for (const Event& event : ruling.events) {
      EXPECT_EQ(from_cbor<Event>(to_cbor(event)).value(), event) << "an event survives being stored";
      movement = evolve(movement, event);
      for (const Ie ie : event.sent) said += " " + std::to_string(ie);
      told = letter_of(movement, event);
    }
    std::string line{Machine::states[static_cast<std::size_t>(movement.state)].id};
    line += said;
    if (movement.calls()) line += " calls";
    if (ruling.early) line += " early";
    if (!ruling.answer.accepted()) line += " " + ruling.answer.refused_for.front().rule;
    return line;
  }

  [[nodiscard]] Instant now() const { return now_; }

 private:
  [[nodiscard]] Context context() const {
    return {.at = now_, .utc_offset = 480min, .by = person("officer-1"), .law = law};
  }

  Ruling lodge_as(const std::string& kind) {
    Letter letter = declared();
    letter.declaration->pre_lodged = kind == "pre-lodged";
    letter.declaration->simplified = kind == "simplified";
    Findings faults;
    if (kind == "invalid")
      faults.push_back({.rule = "R-ACTS-001", .pointer = "holder", .value = {}, .detail = {}});
    return lodge(movement, letter, faults, Mrn{}, context());
  }

  Ruling hear(Trigger trigger, const std::string& rest) {
    if (verdict<Machine>(movement.state, trigger) == Verdict::early) return {.early = true};
    if (verdict<Machine>(movement.state, trigger) == Verdict::refuse)
      return {.answer = {.refused_for = {out_of_sequence<Machine>(movement.state, trigger)}}};
    Letter letter;
    std::istringstream all{rest};
    for (std::string word; all >> word;) {
      if (word.size() == 8) letter.office = office(word);
      if (word.size() == 2) letter.result = ControlResult{.code = word, .day = context().today()};
    }
    if (trigger == Trigger::t054) letter.positive = rest == "yes";
    if (trigger == Trigger::t013) {
      letter = declared();
      letter.declaration->pre_lodged = movement.declaration.pre_lodged;
      if (rest != "read before") letter.completed_by = movement.declaration.document;
      if (rest.starts_with("of guarantees")) {
        letter.reason = "1";
        letter.declaration->guarantees = {
            {.type = "1", .grn = {}, .access_code = AccessCodeHash{}, .amount = {}}};
      }
      if (rest == "of guarantees, and other goods") letter.declaration->packages = 7;
      if (rest == "another type") letter.declaration->pre_lodged = !movement.declaration.pre_lodged;
      if (rest == "another holder") letter.declaration->holder = Tin::parse("SG1").value();
      if (rest == "another departure") letter.declaration->route.departure = office("SGTUA001");
      if (rest == "other goods") letter.declaration->packages = 7;
      if (rest == "simplified") letter.declaration->simplified = true;
      if (rest == "another LRN") letter.declaration->lrn = Lrn::parse("L-2").value();
    }
    if (trigger == Trigger::p1096) return status_asked(movement, *Country::parse("MY"), context());
    if (trigger == Trigger::t170) {
      letter.declaration = presented(movement.declaration, movement.declaration);
      if (rest == "of another") letter.declaration->document.bytes[0] = std::byte{9};
      return present(movement, letter, Mrn{}, context());
    }
    return receive(movement, trigger, letter, context());
  }

  Ruling ask(const std::string& what) {
    const auto space = what.find(' ');
    const std::string head = what.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : what.substr(space + 1);
    if (head == "T015") return lodge_as(rest);
    for (const auto& facts : Machine::triggers) {
      if (facts.is_message() && facts.key == head) return hear(facts.trigger, rest);
    }
    const std::vector<Fault> faults{{.pointer = "x", .code = 14, .rule = "G09"}};
    const std::string why = "because";
    const Mrn mrn;
    const Day later = context().today() + 30 * std::chrono::days{1};
    const std::map<std::string, std::function<Ruling()>> acts{
        {"release", [&] { return act(movement, Release{mrn, {}}, std::nullopt, context()); }},
        {"release yesterday",
         [&] {
           return act(movement, Release{mrn, context().today() - std::chrono::days{1}}, std::nullopt,
                      context());
         }},
        {"release years ahead",
         [&] {
           return act(movement, Release{mrn, context().today() + std::chrono::days{800}}, std::nullopt,
                      context());
         }},
        {"extend limit by years",
         [&] {
           return act(movement, ExtendLimit{mrn, context().today() + std::chrono::days{800}, why}, context());
         }},
        {"conditions met", [&] { return release_conditions_met(movement, context()); }},
        {"hindered", [&] { return release_hindered(movement, faults, context()); }},
        {"check negative", [&] { return guarantee_refused(movement, false, faults, context()); }},
        {"use refused", [&] { return guarantee_refused(movement, true, faults, context()); }},
        {"ring", [&] { return time_passed(movement, std::nullopt, context()); }},
        {"no release", [&] { return act(movement, RefuseRelease{mrn, why}, context()); }},
        {"control", [&] { return act(movement, DecideControl{.mrn = mrn, .large = {}}, context()); }},
        {"control of documents",
         [&] { return act(movement, DecideControl{.mrn = mrn, .of_goods = false, .large = {}}, context()); }},
        {"control of a large load",
         [&] { return act(movement, DecideControl{.mrn = mrn, .large = true}, context()); }},
        {"control of documents of a large load",
         [&] {
           return act(movement, DecideControl{.mrn = mrn, .of_goods = false, .large = true}, context());
         }},
        {"ask amendment", [&] { return act(movement, AskAmendment{mrn, why}, context()); }},
        {"withdraw request", [&] { return act(movement, WithdrawRequest{mrn}, context()); }},
        {"grant cancellation", [&] { return act(movement, DecideCancellation{mrn, true, why}, context()); }},
        {"refuse cancellation",
         [&] { return act(movement, DecideCancellation{mrn, false, why}, context()); }},
        {"invalidate", [&] { return act(movement, Invalidate{mrn, why, {}}, context()); }},
        {"invalidate with a second",
         [&] { return act(movement, Invalidate{mrn, why, person("officer-2")}, context()); }},
        {"extend limit", [&] { return act(movement, ExtendLimit{mrn, later, why}, context()); }},
        {"extend limit to the same",
         [&] { return act(movement, ExtendLimit{mrn, *movement.limit, why}, context()); }},
        {"resolved", [&] { return act(movement, ResolveDiscrepancies{mrn, why}, context()); }},
        {"look", [&] { return act(movement, LookAt{mrn, why}, context()); }},
        {"refused by a partner",
         [&] {
           Letter letter;
           letter.faults = {{.pointer = "/CD050C", .code = 92, .rule = "R-TRA-092", .detail = {}}};
           return refusal_received(movement, letter, context());
         }},
        {"proof", [&] { return act(movement, AcceptProof{mrn, why}, context()); }},
        {"close", [&] { return act(movement, CloseRecommendation{mrn, why}, context()); }},
    };
    if (head == "result") return act(movement, RecordControlResult{mrn, rest}, context());
    const auto known = acts.find(what);
    if (known == acts.end()) throw std::invalid_argument{"no such line: " + what};
    return known->second();
  }

  Instant now_{Day{std::chrono::year{2026} / 11 / 23}.time_since_epoch()};
};

/// "T015 standard   ACC  928 28  R-1" -> {"T015 standard", "ACC 928 28 R-1"}
std::pair<std::string, std::string> split(const std::string& line) {
  const auto start = line.find_first_not_of(' ');
  const auto gap = line.find("  ", start);
  std::string what = line.substr(start, gap == std::string::npos ? gap : gap - start);
  std::string expected;
  std::istringstream words{gap == std::string::npos ? "" : line.substr(gap)};
  for (std::string word; words >> word;) expected += (expected.empty() ? "" : " ") + word;
  return {what, expected};
}

/// The trigger that a line of a scenario is.
Trigger trigger_of(const std::string& what) {
  const std::string head = what.substr(0, what.find(' '));
  for (const auto& facts : Machine::triggers) {
    if (facts.key == head) return facts.trigger;
  }
  static const std::map<std::string, Trigger> acts{
      {"conditions met", Trigger::release_conditions_met},
      {"check negative", Trigger::check_negative},
      {"use refused", Trigger::use_refused},
      {"ring", Trigger::clock},
      {"no release", Trigger::no_release},
      {"control", Trigger::decide_control},
      {"ask amendment", Trigger::ask_amendment},
      {"withdraw request", Trigger::withdraw_request},
      {"result A1", Trigger::record_result},
      {"result A4", Trigger::record_result},
      {"result B1", Trigger::record_result},
      {"grant cancellation", Trigger::grant_cancellation},
      {"refuse cancellation", Trigger::refuse_cancellation},
      {"invalidate", Trigger::invalidate},
      {"invalidate with a second", Trigger::invalidate_after_release},
      {"extend limit", Trigger::extend_limit},
      {"resolved", Trigger::resolve},
      {"proof", Trigger::accept_proof},
      {"close", Trigger::close_recommendation},
      {"look", Trigger::look},
  };
  const auto known = acts.find(what);
  return known == acts.end() ? Trigger::clock : known->second;
}

/// The rows of that trigger that lead where the line went and send what it sent.
void mark_played(std::set<std::size_t>& played, const Movement& before, Trigger trigger,
                 const std::string& line) {
  for (std::size_t i = 0; i < Machine::rows.size(); ++i) {
    const auto& row = Machine::rows[i];
    if (row.trigger != trigger || !row.states.has(before.state)) continue;
    const State next = resolve(row.next, before.state, before.previous);
    std::string expected{Machine::states[static_cast<std::size_t>(next)].id};
    for (const Ie ie : row.sent) expected += " " + std::to_string(ie);
    if (line == expected || line == expected + " calls" ||
        (row.when == Case::invalid && line.starts_with(expected)))
      played.insert(i);
  }
}

TEST(DepartureScenarios, PlayEveryRowOfTheTable) {
  std::ifstream file{LINTAS_ROOT "/tests/scenarios/transit/departure.scn"};
  ASSERT_TRUE(file);
  std::set<std::size_t> played;
  Desk desk;
  std::string name;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("scenario ")) {
      name = line.substr(9);
      desk = Desk{};
      continue;
    }
    const auto [what, expected] = split(line);
    const Movement before = desk.movement;
    const std::string said = desk.play(what);
    EXPECT_EQ(said, expected) << "line " << number << ", " << name << ": " << what;
    mark_played(played, before, trigger_of(what), said);
  }
  for (std::size_t i = 0; i < Machine::rows.size(); ++i) {
    EXPECT_TRUE(played.contains(i))
        << "row " << i << " of the table ("
        << Machine::triggers[static_cast<std::size_t>(Machine::rows[i].trigger)].key
        << ") is played by no scenario";
  }
}

TEST(Departure, RefusesWhatLacksAField) {
  const Movement movement;
  const auto law = test::plain_law();
  const Context context{.at = Instant{}, .utc_offset = 480min, .by = person("o"), .law = law};
  EXPECT_EQ(lodge(movement, Letter{}, {}, Mrn{}, context).answer.refused_for.front().rule, "R-TRA-101");
  EXPECT_EQ(act(movement, AskAmendment{}, context).answer.refused_for.front().rule, "R-TRA-101");
}

TEST(Departure, TellsTheNewestNoticeAgainAsItWas) {
  Desk desk;
  for (const std::string line :
       {"T015 standard", "release", "conditions met", "P118 MYJHB001", "P006 THBKK001"})
    (void)desk.play(line);
  const auto law = test::plain_law();
  Context context{
      .at = Instant{std::chrono::hours{24 * 20780}}, .utc_offset = 480min, .by = person("o"), .law = law};
  const Ruling result = receive(
      desk.movement, Trigger::p018,
      [] {
        Letter letter;
        letter.result = ControlResult{.code = "A1", .day = Day{}};
        return letter;
      }(),
      context);
  Movement ended = evolve(desk.movement, result.events.front());
  const Letter told = letter_of(ended, result.events.front());

  Letter late;
  late.office = office("MYBKH001");
  late.at = Instant{};
  context.at += 72h;
  ended = evolve(ended, receive(ended, Trigger::p118, late, context).events.front());
  const Ruling asked = status_asked(ended, *Country::parse("MY"), context);
  ended = evolve(ended, asked.events.front());
  const Letter again = letter_of(ended, asked.events.front());
  EXPECT_EQ(ended.notices, 4U);
  EXPECT_EQ(again.notice, told.notice);
  EXPECT_EQ(again.status, "WOF");
  EXPECT_EQ(again.at, told.at);
  EXPECT_EQ(again.written_off, told.written_off);
  EXPECT_EQ(again.crossings, told.crossings) << "what was noted since is not in it";
  EXPECT_EQ(newest_notice(ended), notice_of(told));
  EXPECT_EQ(recipients(ie_status_notice, ended, asked.events.front()), std::vector{*Country::parse("MY")});
}

/// Whatever order of reports and acts: the newest notice alone tells a state what departure shows.
TEST(Departure, OthersSeeTheStatusThatDepartureShows) {
  for (const std::vector<std::string>& lines : std::vector<std::vector<std::string>>{
           {"extend limit", "P180 MYJHB001", "P118 MYJHB001"},
           {"P180 MYJHB001", "extend limit", "P118 MYJHB001", "P006 THBKK001"},
           {"P118 MYJHB001", "extend limit", "P180 MYJHB001", "P118 MYJHB001", "P118 MYJHB001"},
           {"P118 MYJHB001", "P180 MYJHB001", "extend limit", "P118 MYJHB001", "P118 MYBKH001"},
           {"P118 MYJHB001", "P119 MYBKH001", "extend limit", "P118 MYBKH001", "P006 THBKK001"}}) {
    Desk desk;
    for (const char* line : {"T015 standard", "release"}) (void)desk.play(line);
    std::string story;
    std::optional<Notice> seen;
    const auto play = [&](const std::string& line) {
      story += line + ", ";
      (void)desk.play(line);
      if (desk.told.notice) seen = notice_of(desk.told);
      ASSERT_TRUE(seen.has_value()) << story;
      EXPECT_EQ(newest_notice(desk.movement), seen) << story << "told again it is the same";
      const Day today = std::chrono::floor<std::chrono::days>(desk.now());
      EXPECT_EQ(public_status(*seen, today), desk.movement.public_status(today)) << story;
    };
    play("conditions met");
    for (const std::string& line : lines) play(line);
  }
}

TEST(Departure, AnExtendedLimitIsToldWithTheIncidentThatStands) {
  Desk desk;
  for (const char* line : {"T015 standard", "release", "conditions met", "P118 MYJHB001", "P180 MYJHB001"})
    (void)desk.play(line);
  EXPECT_EQ(desk.play("extend limit"), "REL 1095");
  EXPECT_EQ(desk.told.status, "INC");
  EXPECT_EQ(desk.told.limit, desk.movement.limit);
  EXPECT_EQ(desk.movement.public_status(), "incident");
}

TEST(Departure, R_ACTS_046_AnArrivalCreditsTheGuaranteesWhereTheLawSaysSo) {
  Desk desk;
  for (const std::string line : {"T015 standard", "release", "conditions met"}) (void)desk.play(line);
  ASSERT_TRUE(desk.movement.uses_reserved);
  auto law = test::plain_law();
  const Context context{
      .at = Instant{std::chrono::hours{24 * 20780}}, .utc_offset = 480min, .by = person("o"), .law = law};
  Letter arrived;
  arrived.office = office("THBKK001");
  arrived.at = context.at;
  const auto credits = [&] {
    const Ruling ruling = receive(desk.movement, Trigger::p006, arrived, context);
    return std::get<ArrivalReported>(ruling.events.front().fact).credits.value_or(false);
  };
  EXPECT_FALSE(credits());
  law.guarantee.credit_at_arrival = true;
  EXPECT_TRUE(credits());
}

TEST(Departure, R_ACTS_063_AControlOfDocumentsIsDueBeforeOneOfTheGoods) {
  for (const auto& [control, limit] : {std::pair{"control", 8h}, std::pair{"control of documents", 2h}}) {
    Desk desk;
    (void)desk.play("T015 standard");
    (void)desk.play(control);
    EXPECT_EQ(desk.movement.due.value() - desk.now(), limit) << control;
  }
}

/// Eight hours, and to the end of the second day after that on which they are over.
TEST(Departure, R_ACTS_063_AControlOfALargeLoadMayTakeTwoDaysMore) {
  Desk desk;
  (void)desk.play("T015 standard");
  EXPECT_EQ(desk.play("control of a large load"), "CTL 60");
  const auto local = std::chrono::floor<std::chrono::days>(desk.now() + 8h + 480min);
  EXPECT_EQ(desk.movement.due, Instant{local + std::chrono::days{3}} - 480min);
}

TEST(Departure, R_ACTS_063_AControlThatGoesOnMayTakeAsLongAsOneThatBegins) {
  for (const char* control : {"control", "control of documents", "control of a large load"}) {
    Desk desk;
    for (const char* line : {"T015 standard", control, "ask amendment"}) (void)desk.play(line);
    EXPECT_EQ(desk.play("withdraw request"), "CTL") << control;
    Desk other;
    (void)other.play("T015 standard");
    while (other.now() + 1h < desk.now()) (void)other.play("amending under control is allowed");
    (void)other.play(control);
    ASSERT_EQ(other.now(), desk.now());
    EXPECT_EQ(desk.movement.due, other.movement.due) << control;
  }
}

TEST(Departure, R_TRA_116_OfDocumentsNoLoadIsLarge) {
  Desk desk;
  (void)desk.play("T015 standard");
  EXPECT_EQ(desk.play("control of documents of a large load"), "ACC R-TRA-116");
}

TEST(Departure, ARequestForCancellationHasToBeDecidedInTime) {
  for (const char* kind : {"T015 standard", "T015 simplified"}) {
    Desk desk;
    (void)desk.play(kind);
    const auto before = desk.movement.due;
    EXPECT_EQ(before.has_value(), desk.movement.declaration.simplified);
    (void)desk.play("T014");
    const auto local = std::chrono::floor<std::chrono::days>(desk.now() + 480min);
    ASSERT_EQ(desk.movement.due, Instant{local + std::chrono::days{2}} - 480min) << kind;
    EXPECT_EQ(desk.play("ring"), "ACC") << "nothing is released or cancelled by itself";
    EXPECT_EQ(desk.movement.due, desk.now() + 24h) << "the office is reminded daily";
    (void)desk.play("refuse cancellation");
    const auto its_own =
        desk.movement.declaration.simplified ? std::optional{desk.now() + 45min} : std::nullopt;
    EXPECT_EQ(desk.movement.due, its_own) << "it begins again";
  }
  Desk desk;
  for (const std::string line : {"T015 standard", "check negative"}) (void)desk.play(line);
  const auto before = desk.movement.due;
  (void)desk.play("T014");
  EXPECT_EQ(desk.movement.due, before) << "other states keep their clocks";
}

TEST(Departure, R_TRA_092_OfWhatWasNeverReleasedNoStatusIsTold) {
  Desk desk;
  for (const std::string line : {"T015 standard", "invalidate"}) (void)desk.play(line);
  EXPECT_EQ(desk.play("P1096"), "CAN R-TRA-092");
}

TEST(Departure, TellsTheStatesConcernedAndNobodyElse) {
  Movement movement;
  movement.declaration = *declared().declaration;
  const Event released{
      .next = State::released, .due = {}, .day = {}, .sent = {1, 50, ie_status_notice}, .fact = Released{}};
  movement = evolve(movement, released);
  const auto names = [&](Ie ie) {
    std::string text;
    for (const Country country : recipients(ie, movement, released)) text += std::string{country.str()} + " ";
    return text;
  };
  EXPECT_EQ(names(1), "TH ");
  EXPECT_EQ(names(50), "MY ");
  EXPECT_EQ(names(ie_status_notice), "MY TH ");
  EXPECT_EQ(names(29), "");
  const Letter letter = letter_of(movement, released);
  EXPECT_TRUE(letter.declaration->guarantees.empty()) << "guarantees stay at home";
  EXPECT_EQ(letter.notice, 1U);
  EXPECT_EQ(letter.status, "REL");
}

/// What asked for the record and has it waits for the goods as the states of the route do.
TEST(Departure, TellsWhoAskedForTheRecordWhatBecomesOfTheGoods) {
  Desk desk;
  for (const char* line : {"T015 standard", "release", "conditions met", "P118 MYJHB001", "P118 MYBKH001",
                           "P114 LABTN001", "P002 VNMCB001", "P114 MYPKG001"})
    (void)desk.play(line);
  const auto told = [](Ie ie, const Movement& movement) {
    std::string text;
    const Event event{.next = movement.state, .due = {}, .day = {}, .sent = {ie}, .fact = Noted{}};
    for (const Country country : recipients(ie, movement, event)) text += std::string{country.str()} + " ";
    return text;
  };
  EXPECT_EQ(told(181, desk.movement), "TH LA VN ") << "ahead, where they are looked for; Malaysia is passed";
  Desk here = desk;
  (void)here.play("P006 THBKK001");
  EXPECT_EQ(told(24, here.movement), "LA VN ") << "who waits for goods that are in Thailand";
  Desk beside = desk;
  (void)beside.play("P118 LABTN001");
  EXPECT_EQ(told(181, beside.movement), "TH VN ");
  (void)beside.play("P006 VNMCB001");
  EXPECT_EQ(told(24, beside.movement), "TH ") << "the declared destination; Laos is passed";
}

/// What is due and what was decided of an amended declaration is of that, and not of the one before.
TEST(Departure, OnlyASimplifiedDeclarationIsReleasedByItself) {
  const auto play = [](std::initializer_list<std::string_view> lines) {
    Desk desk;
    for (const auto line : lines) (void)desk.play(std::string{line});
    return desk;
  };
  for (const Desk& desk :
       {play({"T015 simplified", "T013"}), play({"T015 simplified", "check negative", "T013"}),
        play({"T015 simplified", "ask amendment", "T013"})}) {
    EXPECT_EQ(desk.movement.state, State::accepted);
    EXPECT_EQ(desk.movement.due, std::nullopt) << "an officer decides";
  }
  for (const Desk& desk :
       {play({"T015 standard", "T013 simplified"}), play({"T015 simplified", "T013 simplified"}),
        play({"T015 standard", "check negative", "T013 simplified"})})
    EXPECT_EQ(desk.movement.due, desk.now() + 45min) << "the clock begins with what is declared now";
  Desk asked = play({"T015 simplified", "T014"});
  const auto decision = asked.movement.due;
  (void)asked.play("T013 simplified");
  EXPECT_EQ(asked.movement.due, decision) << "an amendment gives no more time to decide on a cancellation";
}

TEST(Departure, OnlyWhatIsReleasedHasALimitDate) {
  for (const char* what_hinders : {"hindered", "use refused"}) {
    Desk desk;
    for (const char* line : {"T015 standard", "release"}) (void)desk.play(line);
    EXPECT_EQ(desk.movement.limit, std::nullopt) << "it is being tried";
    (void)desk.play(what_hinders);
    EXPECT_EQ(desk.movement.limit, std::nullopt) << what_hinders;
    EXPECT_EQ(desk.movement.limit_tried, std::nullopt) << what_hinders;
  }
  Desk desk;
  for (const char* line : {"T015 standard", "release", "conditions met"}) (void)desk.play(line);
  EXPECT_TRUE(desk.movement.limit.has_value());
}

/// An earlier program left such a clock behind an amendment.
TEST(Departure, AClockOfADeclarationThatIsNoSimplifiedOneReleasesNothing) {
  Desk desk;
  for (const char* line : {"T015 simplified", "T013"}) (void)desk.play(line);
  desk.movement.due = desk.now() + 45min;
  EXPECT_EQ(desk.play("ring"), "ACC");
  EXPECT_EQ(desk.movement.limit_tried, std::nullopt) << "no release was tried";
  EXPECT_EQ(desk.movement.due, std::nullopt);
}

TEST(Departure, RecordsSayWhatTheControlFoundAndOthersThatThereWasNone) {
  const auto told = [](std::initializer_list<std::string_view> lines) {
    Desk desk;
    for (const auto line : lines) (void)desk.play(std::string{line});
    (void)desk.play("conditions met");
    EXPECT_EQ(desk.told.result, std::nullopt) << "the notice tells the result of destination";
    return desk.told.control_code.value_or("");
  };
  EXPECT_EQ(told({"T015 standard", "control", "result A1", "release"}), "A1");
  EXPECT_EQ(told({"T015 standard", "control", "result A4", "T054 yes", "release"}), "A4");
  EXPECT_EQ(told({"T015 standard", "release"}), "A2");
  EXPECT_EQ(told({"T015 simplified", "ring"}), "A3");
  EXPECT_EQ(told({"T015 simplified", "control", "result A1", "release"}), "A1");
  EXPECT_EQ(told({"T015 standard", "control", "result A1", "ask amendment", "T013", "release"}), "A1")
      << "only the guarantee is another";
  EXPECT_EQ(told({"T015 standard", "control", "result A1", "ask amendment", "T013 other goods", "result A2",
                  "release"}),
            "A2")
      << "what was controlled first is not what goes";
}

/// An authorised consignor's goods go by themselves, but not those that an officer has chosen for a control.
TEST(Departure, WhatWasToBeControlledIsControlledWhateverCustomsHadAmended) {
  for (const auto& [control, limit, type] :
       {std::tuple{"control", 8h, "0"}, {"control of documents", 2h, "1"}}) {
    Desk desk;
    for (const char* line : {"T015 simplified", control, "ask amendment"}) (void)desk.play(line);
    EXPECT_EQ(desk.play("T013 simplified"), "CTL 4 60");
    EXPECT_EQ(desk.told.reason, type) << "the notice names the same control";
    EXPECT_EQ(desk.movement.due, desk.now() + limit) << "the clock of the control, and none that releases";
    EXPECT_EQ(desk.play("ring"), "CTL");
    EXPECT_EQ(desk.movement.limit_tried, std::nullopt) << "no release was tried";
    EXPECT_EQ(desk.play("result A1"), "ACC");
    EXPECT_EQ(desk.movement.due, desk.now() + 45min);
  }
}

TEST(Departure, R_ACTS_033_AnAmendedLoadMayBeControlledAgainWhateverItWaitedFor) {
  Desk desk;
  for (const char* line : {"T015 standard", "amending under control is allowed", "control", "result A1",
                           "release", "use refused", "T013 other goods"})
    (void)desk.play(line);
  EXPECT_EQ(desk.play("control"), "CTL 60");
}

/// It stands in the declaration, and in that of the amendment it is the same (message_routes.cpp).
TEST(Departure, R_ACTS_031_WhatAnEarlierProgramDidNotNoteIsNoChange) {
  Desk desk;
  (void)desk.play("T015 standard");
  const auto law = test::plain_law();
  const Context context{
      .at = Instant{std::chrono::hours{24 * 20780}}, .utc_offset = 480min, .by = person("o"), .law = law};
  Letter letter;
  letter.reason = flag_guarantees_only;
  letter.declaration = desk.movement.declaration;
  letter.declaration->consignee = Tin::parse("SG198803456D").value();
  letter.declaration->special_seals = "SSE-SG-0001";
  const auto faults_of = [&] {
    return receive(desk.movement, Trigger::t013, letter, context).answer.refused_for;
  };
  EXPECT_TRUE(faults_of().empty());
  desk.movement.declaration.consignee = Tin::parse("SG201912345Z").value();
  ASSERT_EQ(faults_of().size(), 1U) << "that one was noted, and is another";
  EXPECT_EQ(faults_of().front().rule, "R-ACTS-031");
}

TEST(Departure, TellsTheOfficesAheadWhatAnIncidentChangedOfTheLoad) {
  Desk desk;
  for (const char* line : {"T015 standard", "release", "conditions met"}) (void)desk.play(line);
  const auto law = test::plain_law();
  const Context context{
      .at = Instant{std::chrono::hours{24 * 20780}}, .utc_offset = 480min, .by = person("o"), .law = law};
  Letter reported;
  reported.office = office("MYJHB001");
  reported.at = context.at;
  reported.reason = "3";
  reported.text = "axle broken";
  reported.new_seals = {Seal::parse("NEW-7").value()};
  reported.vehicle =
      Vehicle{.registration = "JQK1", .nationality = "MY", .motor = true, .permit = {}, .insurance_card = {}};
  const Event event = receive(desk.movement, Trigger::p180, reported, context).events.front();
  desk.movement = evolve(desk.movement, event);
  const Letter forwarded = letter_of(desk.movement, event);
  EXPECT_EQ(forwarded.text, "axle broken");
  EXPECT_EQ(forwarded.new_seals, reported.new_seals);
  EXPECT_EQ(forwarded.vehicle, reported.vehicle);
  for (const char* asked : {"P114 LABTN001", "P002 LABTN001"}) {
    (void)desk.play(asked);
    ASSERT_EQ(desk.told.incidents.size(), 1U) << asked;
    EXPECT_EQ(desk.told.incidents.front().vehicle, reported.vehicle) << asked;
  }
  for (int i = 0; i < 12; ++i) (void)desk.play("P180 MYBKH001");
  (void)desk.play("P114 LABTN001");
  EXPECT_EQ(desk.told.incidents.size(), 9U) << "a message has place for as many";
}

TEST(Departure, AnswersTheOfficeThatFoundDiscrepanciesBehindTheEnd) {
  Desk desk;
  for (const char* line : {"T015 standard", "release", "conditions met", "P006 THBKK001", "proof"})
    (void)desk.play(line);
  const auto written_off = desk.movement.last_notice.value().written_off;
  ASSERT_TRUE(written_off);
  (void)desk.play("P018 B1 LAVTE001");
  EXPECT_EQ(desk.play("resolved"), "WOF 49");
  EXPECT_EQ(desk.told.office, office("LAVTE001"));
  EXPECT_EQ(desk.told.written_off, written_off);
  EXPECT_TRUE(desk.told.positive);
  const Event answer{.next = State::written_off,
                     .due = {},
                     .day = {},
                     .sent = {49},
                     .fact = DiscrepanciesResolved{.reason = {}, .by = {}, .office = office("LAVTE001")}};
  EXPECT_EQ(recipients(49, desk.movement, answer), std::vector{*Country::parse("LA")});
}

TEST(Presentation, KeepsWhoseDeclarationItIsAndWhatGuaranteesIt) {
  Declaration lodged;
  lodged.document.bytes[0] = std::byte{1};
  lodged.lrn = Lrn::parse("L-1").value();
  lodged.holder = Tin::parse("SG1").value();
  lodged.representative = Tin::parse("SG2").value();
  lodged.pre_lodged = true;
  lodged.guarantees = {{.type = "1", .grn = {}, .access_code = AccessCodeHash{}, .amount = {}}};
  lodged.vehicles = {
      {.registration = "XE1", .nationality = "SG", .motor = true, .permit = {}, .insurance_card = {}},
      {.registration = "XT2", .nationality = "SG", .motor = false, .permit = {}, .insurance_card = {}}};
  Declaration completed;
  completed.vehicles = {lodged.vehicles[0]};
  completed.seals = 2;
  completed.premises = "YRD1";
  Declaration whole = presented(lodged, completed);
  EXPECT_EQ(whole.vehicles.size(), 1U) << "the trailer that stayed behind goes nowhere";
  EXPECT_EQ(whole.seals, 2U);
  EXPECT_EQ(whole.premises, "YRD1");
  EXPECT_EQ(whole.document, lodged.document);
  EXPECT_EQ(whole.representative, lodged.representative);
  EXPECT_EQ(whole.guarantees, lodged.guarantees) << "with the codes that open them";
  EXPECT_TRUE(whole.pre_lodged);
}

TEST(Presentation, IsTheDeclarationFromThenOn) {
  Desk desk;
  (void)desk.play("T015 pre-lodged");
  const auto law = test::plain_law();
  const Context context{
      .at = Instant{std::chrono::hours{24 * 20780}}, .utc_offset = 480min, .by = person("o"), .law = law};
  Letter letter;
  letter.declaration = desk.movement.declaration;
  letter.declaration->seals = 2;
  letter.declaration->premises = "YRD1";
  const Ruling ruling = present(desk.movement, letter, Mrn{}, context);
  EXPECT_EQ(evolve(desk.movement, ruling.events.front()).declaration, *letter.declaration);
}

/// What was presented would be gone, and nobody would have said so.
TEST(Presentation, R_TRA_113_AnAmendmentThatWasReadWithoutItIsNotTaken) {
  Desk desk;
  (void)desk.play("T015 pre-lodged");
  Letter amendment;
  amendment.declaration = desk.movement.declaration;
  Letter presents;
  presents.declaration = desk.movement.declaration;
  presents.declaration->vehicles = {
      {.registration = "XE1", .nationality = "SG", .motor = true, .permit = {}, .insurance_card = {}}};
  const auto law = test::plain_law();
  const Context context{
      .at = Instant{std::chrono::hours{24 * 20780}}, .utc_offset = 480min, .by = person("o"), .law = law};
  desk.movement = evolve(desk.movement, present(desk.movement, presents, Mrn{}, context).events.front());
  const auto faults_of = [&] {
    return receive(desk.movement, Trigger::t013, amendment, context).answer.refused_for;
  };
  ASSERT_EQ(faults_of().size(), 1U);
  EXPECT_EQ(faults_of().front().rule, "R-TRA-113");
  amendment.completed_by = desk.movement.declaration.document;
  amendment.declaration->vehicles = presents.declaration->vehicles;
  EXPECT_TRUE(faults_of().empty());
}

}  // namespace

}  // namespace lintas::transit::departure
