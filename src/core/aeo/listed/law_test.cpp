#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/decide.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/evolve.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/aeo/programme.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/rng.hpp"

/// What holds of a list and its copies, whatever happens to the operator and on the way.
namespace lintas::aeo::listed {
namespace {

using namespace std::chrono_literals;

const std::array partners{*exchange::Partner::parse("MY"), *exchange::Partner::parse("TH")};
constexpr std::array statuses{Status::active,  Status::revalidation, Status::suspended,
                              Status::revoked, Status::withdrawn,    Status::expired};

/// What somebody found out, and how it came out: it comes out so ever after.
struct Asked {
  std::size_t copy = 0;
  CodeKey code;
  Instant of;
  Instant known;
  Holds answer{};
};

/// An operator of Singapore, and the copies of its record in Malaysia and Thailand. Each copy has a lane: in
/// order, late, and some of it is refused there by a rule.
class World {
 public:
  World(test::Rng& rng, test::PlayedRows<Machine>& played) : rng_(rng), played_(played) {}

  void something_happens() {
    at_ += std::chrono::minutes{rng_.between(1, 400)};
    bring_in();
    its_node_begins();
    switch (rng_.below(12)) {
      case 0: took(source_, act(source_, consent(), authorised_, context())); break;
      case 1:
        if (rng_.below(3) == 0)
          took(source_, act(source_, WithdrawConsent{.reference = reference_}, context()));
        break;
      case 2:
      case 3: change(); break;
      case 4:
        took(source_, act(source_, TellAgain{.reference = reference_, .reason = "asked"}, context()));
        break;
      case 5:
        if (source_.due) {
          at_ = std::max(at_, *source_.due);
          took(source_, time_passed(source_, at_));
        }
        break;
      case 6: ask(rng_.below(2)); break;
      case 7:
      case 8:
      case 9: hear(rng_.below(2)); break;
      default: answer(rng_.below(2)); break;
    }
    tell_partners();
    look();
  }
  /// All is delivered and taken.
  void heal() {
    at_ += 1min;
    took(source_, act(source_, TellAgain{.reference = reference_, .reason = "compared"}, context()));
    tell_partners();
    refuses_ = false;
    for (std::size_t i = 0; i < partners.size(); ++i) {
      while (!lanes_[i].empty()) hear(i);
      while (!answers_[i].empty()) answer(i);
    }
    for (std::size_t i = 0; i < partners.size(); ++i) {
      if (source_.shared.find(partners[i]) == nullptr) {
        EXPECT_EQ(copies_[i].heard, 0U) << "who was told nothing knows nothing";
        continue;
      }
      EXPECT_EQ(picture_of(copies_[i]), picture_of(source_));
      EXPECT_EQ(copies_[i].state, source_.state == State::agreed ? copies_[i].state : source_.state);
    }
    EXPECT_TRUE(source_.awaited.empty());
    EXPECT_FALSE(source_.due);
    for (const Asked& one : asked_)
      EXPECT_EQ(holds(copies_[one.copy], one.code, one.of, one.known, day_of(one.of, {})), one.answer)
          << "what was found out is found out again";
  }

 private:
  Context context() const { return {.at = at_, .by = {}, .today = day_of(at_, {})}; }
  GiveConsent consent() {
    GiveConsent command{.reference = reference_, .document = {}, .print = {}};
    command.print.bytes[0] = static_cast<std::byte>(rng_.below(3));
    return command;
  }

  /// The authorisation changes, as one does: what has ended stays so.
  void change() {
    if (authorised_ && has_ended(authorised_->status)) return;
    if (!authorised_) {
      const CodeKey key = next_code();
      authorised_ = Extract{
          .status = Status::active,
          .grant = {
              .programme = "STP",
              .level = {},
              .roles = {OperatorRole::exporter},
              .authorised = day_of(at_, {}),
              .valid_from = day_of(at_, {}),
              .codes = {
                  {.code = *Code::parse(key.str()), .key = key, .given = day_of(at_, {}), .from = at_}}}};
    }
    if (rng_.below(4) == 0 && authorised_->grant.codes.size() < 16) {
      const CodeKey key = next_code();
      authorised_->grant.codes.back().until = at_ + std::chrono::hours{rng_.below(50)};
      authorised_->grant.codes.push_back(
          {.code = *Code::parse(key.str()), .key = key, .given = day_of(at_, {}), .from = at_});
    } else {
      // Ends are rare: there is a life before.
      authorised_->status = statuses[rng_.below(rng_.below(4) == 0 ? statuses.size() : 3)];
    }
    took(source_, publish(source_, *authorised_, at_));
  }
  CodeKey next_code() {
    codes_.push_back(*CodeKey::parse("AEOSG" + std::to_string(100000000000 + codes_.size())));
    return codes_.back();
  }

  /// In a state to which the list comes as a file.
  void bring_in() {
    if (rng_.below(4) != 0) return;
    BringIn command{
        .reference = reference_,
        .status = rng_.below(5) == 0 ? Status::unlisted
                                     : statuses[rng_.below(rng_.below(4) == 0 ? statuses.size() : 3)],
        .effective = {},
        .grant =
            {.programme = "STP", .level = {}, .roles = {}, .authorised = {}, .valid_from = {}, .codes = {}},
        .consent = Day{std::chrono::days{rng_.below(2)}}};
    took(brought_in_, act(brought_in_, command, context()));
    if (const Said* said = newest(brought_in_); said != nullptr && has_ended(said->status)) {
      EXPECT_FALSE(act(brought_in_, BringIn{.reference = reference_, .grant = {}, .consent = {}}, context())
                       .answer.accepted());
    }
  }

  /// The node of that state tells its list from now on: how the operator stands it says, whatever was brought
  /// in. Then another one is brought in.
  void its_node_begins() {
    if (rng_.below(8) != 0) return;
    const Letter letter{.reference = reference_,
                        .version = 1,
                        .effective = at_,
                        .status = statuses[rng_.below(statuses.size())],
                        .content = Content{.grant = {.programme = "STP",
                                                     .level = {},
                                                     .roles = {},
                                                     .authorised = {},
                                                     .valid_from = {},
                                                     .codes = {}},
                                           .consent = {}}};
    took(brought_in_, notice(brought_in_, letter, at_));
    ASSERT_FALSE(brought_in_.said.empty());
    EXPECT_EQ(brought_in_.said.back().status, letter.status) << "its state has the last word";
    brought_in_ = {};
  }

  void took(Operator& one, const Ruling& ruling) {
    for (const Event& event : ruling.events) {
      played_.add(one.state, event);
      const auto before = one.said;
      one = evolve(one, event);
      ASSERT_LE(before.size(), one.said.size());
      EXPECT_TRUE(std::ranges::equal(before, std::span{one.said}.first(before.size())))
          << "nothing that was said is changed";
    }
  }
  void tell_partners() {
    const Ruling ruling = tell(source_, partners, at_);
    for (const Event& event : ruling.events) {
      const auto number = std::get<Told>(static_cast<const Facts&>(event.fact)).partner;
      for (std::size_t i = 0; i < partners.size(); ++i)
        if (partners[i].number() == number) lanes_[i].push_back(letter_of(source_));
    }
    took(source_, ruling);
  }
  void hear(std::size_t i) {
    if (lanes_[i].empty()) return;
    Letter letter = lanes_[i].front();
    if (rng_.below(8) != 0 || !refuses_) lanes_[i].pop_front();  // else it comes once more
    if (refuses_ && rng_.below(6) == 0)
      letter.faults.push_back({.rule = "R-AEO-010", .pointer = "", .detail = ""});
    EXPECT_EQ(letter.content.has_value(), letter.status != Status::unlisted)
        << "of what is listed no more nothing leaves the state";
    const Ruling ruling = notice(copies_[i], letter, at_);
    Letter answer{.reference = letter.reference, .version = letter.version};
    const auto& fact = static_cast<const Facts&>(ruling.events.front().fact);
    if (const auto* refused = std::get_if<NotTaken>(&fact)) answer.faults = refused->faults;
    if (const auto* stopped = std::get_if<Notified>(&fact)) answer.faults = stopped->faults;
    took(copies_[i], ruling);
    answers_[i].push_back(std::move(answer));
    if (has_benefits(letter.status) || letter.version < copies_[i].heard) return;
    for (const CodeKey& code : codes_)
      EXPECT_NE(holds(copies_[i], code, at_, at_, day_of(at_, {})), Holds::yes)
          << "a stop is taken, whatever else";
  }
  void answer(std::size_t i) {
    if (answers_[i].empty()) return;
    took(source_, acknowledge(source_, partners[i], answers_[i].front(), at_));
    answers_[i].pop_front();
  }
  void ask(std::size_t i) {
    if (codes_.empty()) return;
    const CodeKey code = codes_[rng_.below(codes_.size())];
    const Instant of = at_ - std::chrono::minutes{rng_.below(2000)};
    asked_.push_back({.copy = i,
                      .code = code,
                      .of = of,
                      .known = at_,
                      .answer = holds(copies_[i], code, of, at_, day_of(of, {}))});
    // The next step is later: what is heard then was not known now.
    at_ += 1min;
  }
  void look() const {
    if (!source_.consent) {
      EXPECT_TRUE(source_.state == State::none || source_.state == State::unlisted);
    }
    for (const Awaited& waits : source_.awaited) {
      EXPECT_NE(source_.shared.find(waits.partner), nullptr);
      if (!waits.alarmed) {
        EXPECT_LE(*source_.due, waits.since + aeo::bounds::urgent_answer);
      }
    }
    EXPECT_LE(source_.awaited.size(), 2 * partners.size());
  }

  test::Rng& rng_;
  test::PlayedRows<Machine>& played_;
  Reference reference_{.holder = *Tin::parse("SG201912345K"), .number = {}};
  std::optional<Extract> authorised_;
  Operator source_;
  Operator brought_in_;
  std::array<Operator, 2> copies_;
  std::array<std::deque<Letter>, 2> lanes_;
  std::array<std::deque<Letter>, 2> answers_;
  std::vector<CodeKey> codes_;
  std::vector<Asked> asked_;
  bool refuses_ = true;
  Instant at_ = *parse_instant("2026-01-05T04:00:00Z");
};

TEST(LawsOfLists, HoldWhateverHappens) {
  test::Rng rng = test::announced_rng();
  test::PlayedRows<Machine> played;
  for (int history = 0; history < 60; ++history) {
    World world{rng, played};
    const auto steps = rng.between(5, 120);
    for (int step = 0; step < steps; ++step) world.something_happens();
    world.heal();
    if (HasFailure()) return;
  }
}

/// A state that the authorisation cannot have while nothing is granted is no way either.
TEST(LawsOfLists, EachRowIsPlayedInSomeHistory) {
  test::Rng rng{7};
  test::PlayedRows<Machine> played;
  for (int history = 0; history < 3000; ++history) {
    World world{rng, played};
    for (int step = 0; step < 80; ++step) world.something_happens();
    if (HasFailure()) return;
  }
  EXPECT_EQ(played.missing(), "");
}

}  // namespace
}  // namespace lintas::aeo::listed
