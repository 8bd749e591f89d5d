#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"

/// What one state honours of another's authorised operators, and how far the two have come with each other.
namespace lintas::recognition {

/// How a state stands to the operators of another one. Each direction is a way of its own: Thailand honoured
/// Indonesia's operators sixteen days after Indonesia had begun.
enum class State : std::uint8_t {
  comparing = 1,  ///< the rules of both programmes are compared
  validating,     ///< the importing state looks at the other programme on the spot
  pilot,          ///< decided and shown, and no benefit given
  live,           ///< benefits are given
  suspended,      ///< none for now; the other state was told before
  ended,          ///< none any more; likewise
};
inline constexpr std::array state_words{
    Word{State::comparing, "comparing"}, Word{State::validating, "validating"}, Word{State::pilot, "pilot"},
    Word{State::live, "live"},           Word{State::suspended, "suspended"},   Word{State::ended, "ended"},
};
[[nodiscard]] constexpr const auto& words_for(State) { return state_words; }

/// Whether one period may follow another. A state may follow itself: on other terms.
[[nodiscard]] constexpr bool may_follow(State before, State next) {
  constexpr std::array rows{
      std::pair{State::comparing, State::validating}, std::pair{State::comparing, State::ended},
      std::pair{State::validating, State::comparing}, std::pair{State::validating, State::pilot},
      std::pair{State::validating, State::ended},     std::pair{State::pilot, State::validating},
      std::pair{State::pilot, State::live},           std::pair{State::pilot, State::ended},
      std::pair{State::live, State::suspended},       std::pair{State::live, State::ended},
      std::pair{State::suspended, State::live},       std::pair{State::suspended, State::ended},
      std::pair{State::ended, State::comparing},
  };
  for (const auto& [from, to] : rows)
    if (before == from && next == to) return true;
  return before == next;
}
/// Whether a pair's table may begin so: what came before was not written down. Nothing begins by stopping.
[[nodiscard]] constexpr bool may_begin(State first) {
  return first != State::suspended && first != State::ended;
}
/// Whether a period of this state says what is honoured, and what that is worth.
[[nodiscard]] constexpr bool has_terms(State state) { return state == State::pilot || state == State::live; }
/// Whether the other state has to be told before it begins.
[[nodiscard]] constexpr bool needs_notice(State state) {
  return state == State::suspended || state == State::ended;
}

/// Lanes of selection, the lightest first.
enum class Lane : std::uint8_t { green = 1, blue, yellow, red };
inline constexpr std::array lane_words{
    Word{Lane::green, "green"},
    Word{Lane::blue, "blue"},
    Word{Lane::yellow, "yellow"},
    Word{Lane::red, "red"},
};
[[nodiscard]] constexpr const auto& words_for(Lane) { return lane_words; }

/// What is done where the list of the other state is older than it may be.
enum class Stale : std::uint8_t {
  keep = 1,  ///< as if it were fresh
  degrade,   ///< priority stays; score, lane and random rate are as without recognition
  stop,      ///< no benefit
};
inline constexpr std::array stale_words{
    Word{Stale::keep, "keep"},
    Word{Stale::degrade, "degrade"},
    Word{Stale::stop, "stop"},
};
[[nodiscard]] constexpr const auto& words_for(Stale) { return stale_words; }

/// How sure it is that a row is so.
enum class Evidence : std::uint8_t {
  sourced = 1,  ///< its first day, and what it says of terms, was read in the source
  inferred,     ///< by us, from what was read; the source says what of it
  sample,       ///< to try the program with
};
inline constexpr std::array evidence_words{
    Word{Evidence::sourced, "sourced"},
    Word{Evidence::inferred, "inferred"},
    Word{Evidence::sample, "sample"},
};
[[nodiscard]] constexpr const auto& words_for(Evidence) { return evidence_words; }

/// What recognition is worth at selection. One that says nothing is worth nothing.
struct Effect {
  std::optional<Decimal> score_factor;   ///< of the risk score: 0.01 to 1
  std::optional<Lane> lane;              ///< the heaviest that is still given
  std::optional<Decimal> random_factor;  ///< of the rate at which goods are drawn by lot: likewise
  bool priority = false;                 ///< looked at first, where it is selected

  friend bool operator==(const Effect&, const Effect&) = default;
};

/// Where the goods must have been loaded.
struct Loading {
  bool any_partner = false;         ///< in a state whose operators the importing state honours that day
  std::vector<std::string> places;  ///< or in one of these: a state, "MY", or a UN/LOCODE, "MYPKG"
  [[nodiscard]] bool anywhere() const { return !any_partner && places.empty(); }

  friend bool operator==(const Loading&, const Loading&) = default;
};

/// What is honoured. Programme and roles are always named; another list that is empty asks for nothing.
struct Terms {
  std::string programme;  ///< of the authorising state: "STP"
  std::vector<std::string> levels;
  std::vector<aeo::OperatorRole> roles;  ///< in one of which the operator takes part in the case
  Loading loading;
  std::vector<std::string> procedures;  ///< "BC2.0"
  std::vector<std::string> required;    ///< fields of the declaration besides the code: "facility_code"
  Effect effect;
  Stale stale = Stale::stop;

  friend bool operator==(const Terms&, const Terms&) = default;
};

/// Who honours whose operators.
struct Pair {
  Country by;  ///< that imports, and gives the benefit
  Country of;  ///< that authorises

  friend auto operator<=>(const Pair&, const Pair&) = default;
};

struct Period {
  State state = State::comparing;
  Terms terms;
  std::optional<Day> notice;  ///< on which the other state was told
  Evidence evidence = Evidence::sample;

  friend bool operator==(const Period&, const Period&) = default;
};

/// The risk score behind recognition: times the least factor, rounded down to a whole number; once, however
/// many operators of the case are recognised. A factor is 0 to 1.
[[nodiscard]] std::uint32_t score_after(std::uint32_t score, std::span<const Effect> effects);
/// What several recognised operators of one case are worth together: of each the best, once.
[[nodiscard]] Effect together(std::span<const Effect> effects);
/// "score x 0.8, priority"; "nothing" for one without effect.
[[nodiscard]] std::string in_words(const Effect& effect);

}  // namespace lintas::recognition
