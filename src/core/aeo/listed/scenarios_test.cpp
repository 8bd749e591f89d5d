#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/decide.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/evolve.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"

/// tests/scenarios/aeo_lists: an operator of Singapore in the list of its state, and in the copies of
/// Malaysia and Thailand.
namespace lintas::aeo::listed {
namespace {

using test::Step;

class Stage {
 public:
  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*play)(const Step&)) {
      return [this, play](const Step& step) { return (this->*play)(step); };
    };
    return {{"now", verb(&Stage::now)},
            {"consent", verb(&Stage::consent)},
            {"no_consent", verb(&Stage::no_consent)},
            {"says", verb(&Stage::says)},
            {"code", verb(&Stage::code)},
            {"tell", verb(&Stage::tell_partners)},
            {"tell_again", verb(&Stage::tell_again)},
            {"hears", verb(&Stage::hears)},
            {"misses", verb(&Stage::misses)},
            {"answers", verb(&Stage::answers)},
            {"clock", verb(&Stage::clock)},
            {"due", verb(&Stage::due)},
            {"overdue", verb(&Stage::overdue_partners)},
            {"holds", verb(&Stage::holds_at)},
            {"alike", verb(&Stage::alike)}};
  }

 private:
  struct Copy {
    Operator record;
    std::vector<Letter> on_its_way;
    std::vector<Letter> answers;
  };

  std::string now(const Step& step) {
    at_ = parse_instant(step.word(0)).value();
    return "ok";
  }
  static std::string took(Operator& one, const Ruling& ruling) {
    for (const Event& event : ruling.events) {
      EXPECT_EQ(from_cbor<Event>(to_cbor(event)).value(), event);  // what is stored is what happened
      one = evolve(one, event);
    }
    return test::outcome_of<Machine>(ruling, name_of);
  }
  Context context() { return {.at = at_, .by = *PersonId::parse("tan"), .today = day_of(at_, {})}; }

  /// "consent NAME"
  std::string consent(const Step& step) {
    GiveConsent command{.reference = reference_, .document = {}, .print = {}};
    for (std::size_t i = 0; i < step.word(0).size(); ++i)
      command.print.bytes[i] = static_cast<std::byte>(step.word(0)[i]);
    return took(source_, act(source_, command, authorised_, context()));
  }
  std::string no_consent(const Step& /*step*/) {
    return took(source_, act(source_, WithdrawConsent{.reference = reference_}, context()));
  }
  /// "says suspended until=2028-01-04": of the authorisation.
  std::string says(const Step& step) {
    if (!authorised_) {
      authorised_ = Extract{.status = {},
                            .grant = {.programme = "STP",
                                      .level = "STP-Plus",
                                      .roles = {OperatorRole::exporter},
                                      .authorised = day_of(at_, {}),
                                      .valid_from = day_of(at_, {}),
                                      .valid_until = *parse_day("2027-01-04"),
                                      .codes = {{.code = *Code::parse("AEOSG123456789012"),
                                                 .key = *CodeKey::parse("AEOSG123456789012"),
                                                 .given = day_of(at_, {}),
                                                 .from = at_}}}};
    }
    authorised_->status = read_word<Status>(step.word(0)).value();
    if (const auto until = step.option("until")) authorised_->grant.valid_until = *parse_day(*until);
    return took(source_, publish(source_, *authorised_, at_));
  }
  /// "code AEOSG… until=2026-03-01T00:00:00Z": another one; the one before holds until then.
  std::string code(const Step& step) {
    authorised_->grant.codes.back().until = parse_instant(*step.option("until")).value();
    authorised_->grant.codes.push_back({.code = *Code::parse(step.word(0)),
                                        .key = *CodeKey::parse(step.word(0)),
                                        .given = day_of(at_, {}),
                                        .from = at_});
    return took(source_, publish(source_, *authorised_, at_));
  }
  std::string tell_partners(const Step& step) {
    std::vector<exchange::Partner> partners;
    for (const std::string& word : step.words) partners.push_back(*exchange::Partner::parse(word));
    const Ruling ruling = tell(source_, partners, at_);
    std::string told;
    for (const Event& event : ruling.events) {
      const auto& fact = std::get<Told>(static_cast<const Facts&>(event.fact));
      const auto partner = *exchange::Partner::of(fact.partner);
      copies_[partner.str()].on_its_way.push_back(letter_of(source_));
      told.append(told.empty() ? "" : " ").append(partner.str()).append(fact.urgent ? "!" : "");
    }
    took(source_, ruling);
    return told.empty() ? "nobody" : told;
  }
  std::string tell_again(const Step& /*step*/) {
    return took(source_, act(source_, TellAgain{.reference = reference_, .reason = "restored"}, context()));
  }
  /// "hears MY": the next notice that is on its way there. "faults=R-AEO-010": it breaks a rule there.
  std::string hears(const Step& step) {
    Copy& copy = copies_.at(step.word(0));
    if (copy.on_its_way.empty()) return "nothing";
    Letter letter = copy.on_its_way.front();
    copy.on_its_way.erase(copy.on_its_way.begin());
    if (const auto rule = step.option("faults"))
      letter.faults.push_back({.rule = *rule, .pointer = "", .detail = ""});
    if (const auto status = step.option("status")) letter.status = read_word<Status>(*status).value();
    if (const auto version = step.option("version"))
      letter.version = static_cast<std::uint32_t>(std::stoul(*version));
    if (step.option("twice")) copy.on_its_way.insert(copy.on_its_way.begin(), letter);
    const Ruling ruling = notice(copy.record, letter, at_);
    Letter answer{.reference = letter.reference, .version = letter.version};
    const auto& fact = static_cast<const Facts&>(ruling.events.front().fact);
    if (const auto* refused = std::get_if<NotTaken>(&fact)) answer.faults = refused->faults;
    if (const auto* stopped = std::get_if<Notified>(&fact)) answer.faults = stopped->faults;
    std::string came_out = took(copy.record, ruling);
    for (const documents::Fault& fault : answer.faults) came_out += " " + fault.rule;
    copy.answers.push_back(std::move(answer));
    return came_out;
  }
  /// What is on its way there is lost for good.
  std::string misses(const Step& step) {
    copies_.at(step.word(0)).on_its_way.clear();
    return "ok";
  }
  std::string answers(const Step& step) {
    Copy& copy = copies_.at(step.word(0));
    if (copy.answers.empty()) return "nothing";
    const Letter answer = copy.answers.front();
    copy.answers.erase(copy.answers.begin());
    return took(source_, acknowledge(source_, *exchange::Partner::parse(step.word(0)), answer, at_));
  }
  /// The clock rings at the instant at which it is due.
  std::string clock(const Step& /*step*/) {
    if (!source_.due) return "no clock";
    at_ = std::max(at_, *source_.due);
    return took(source_, time_passed(source_, at_));
  }
  std::string due(const Step& /*step*/) { return source_.due ? to_text(*source_.due) : "none"; }
  std::string overdue_partners(const Step& /*step*/) {
    std::string text;
    for (const exchange::Partner partner : overdue(source_))
      text.append(text.empty() ? "" : " ").append(partner.str());
    return text.empty() ? "nobody" : text;
  }
  /// "holds MY AEOSG… of=… known=…"
  std::string holds_at(const Step& step) {
    const auto instant = [&](const std::string& name) {
      const auto text = step.option(name);
      return text ? parse_instant(*text).value() : at_;
    };
    const Instant of = instant("of");
    return std::string{word_of(holds(copies_.at(step.word(0)).record, *CodeKey::parse(step.word(1)), of,
                                     instant("known"), day_of(of, {})))};
  }
  std::string alike(const Step& step) {
    return picture_of(copies_.at(step.word(0)).record) == picture_of(source_) ? "yes" : "no";
  }

  Reference reference_{.holder = *Tin::parse("SG201912345K"),
                       .number = *authorisation::ApplicationNumber::parse("A-2026-1")};
  std::optional<Extract> authorised_;
  Operator source_;
  std::map<std::string, Copy> copies_;
  Instant at_ = *parse_instant("2026-01-05T04:00:00Z");
};

TEST(ScenariosOfLists, ComeOutAsWritten) {
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/tests/scenarios/aeo_lists"}) {
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    Stage stage;
    for (const auto& difference : test::play(text, stage.verbs()))
      ADD_FAILURE() << entry.path().filename() << ' ' << difference;
  }
}

}  // namespace
}  // namespace lintas::aeo::listed
