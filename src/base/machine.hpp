#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

/// How the state table of a movement or a document is written and checked. A machine gives
///
///   states     each with its id, name, owner and clock
///   rows       (states, trigger, case) -> next state and the messages sent
///   verdicts   what a received message meets in each state: one letter per cell
///
/// `decide` finds the row and says in the event where it leads; `evolve` goes there. So the table is what
/// happens. Notation and source: ncts.md 3.0, asw.md 3.1.
namespace lintas::machine {

/// What a message meets in a state.
enum class Verdict : char {
  row = 'r',     ///< there is a row; the message may still fail its own checks
  early = 'e',   ///< of a peer: kept until its turn
  note = 'n',    ///< evidence: recorded, changes nothing
  refuse = 'x',  ///< answered with a rule: functional error 92, or C1
};

/// A message by its number; each business has numbers of its own.
using MessageNumber = std::uint16_t;

/// The few messages that a row sends, without an allocation.
class Sent {
 public:
  constexpr Sent() = default;
  constexpr Sent(std::initializer_list<MessageNumber> list) {
    for (const MessageNumber number : list) messages_[count_++] = number;
  }
  [[nodiscard]] constexpr const MessageNumber* begin() const { return messages_.data(); }
  [[nodiscard]] constexpr const MessageNumber* end() const { return messages_.data() + count_; }

 private:
  std::array<MessageNumber, 6> messages_{};
  std::size_t count_ = 0;
};

template <class E>
class Set {
 public:
  constexpr Set(std::initializer_list<E> list) {
    for (const E e : list) bits_ |= std::uint64_t{1} << std::to_underlying(e);
  }
  [[nodiscard]] constexpr bool has(E e) const { return ((bits_ >> std::to_underlying(e)) & 1U) != 0; }

 private:
  std::uint64_t bits_ = 0;
};

enum class Leads : std::uint8_t { to, same, previous };

/// Where a row leads: a state, the same state, or the one before the present one.
template <class State>
struct Next {
  Leads leads = Leads::same;
  State state{};

  // NOLINTNEXTLINE(google-explicit-constructor): a row reads {{ACC}, T013, amended, ACC, {4}}
  constexpr Next(State to) : leads(Leads::to), state(to) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr Next(Leads how) : leads(how) {}
};

template <class State, class Trigger, class Case>
struct Row {
  Set<State> states;
  Trigger trigger;
  Case when;  ///< which of the outcomes of the trigger's guard
  Next<State> next;
  Sent sent = {};
};

/// A state and its names: docs/domain/states.md shows this table.
template <class State>
struct StateFacts {
  State state{};
  std::string_view id;    ///< for programs: "ACC"
  std::string_view name;  ///< for officers: "Accepted"
  /// For traders and the public: "accepted". Only departure has one, it owns the public status; other states
  /// show what its notices tell.
  std::string_view status = {};
  std::string_view owner = {};
  std::string_view clock = {};
  bool terminal = false;
  bool reopens = false;  ///< ended, but only as far as this state knows: departure may know better
};

/// The letters of one message, one per state in the order of the machine's states.
template <class Trigger>
struct Verdicts {
  Trigger trigger{};
  std::string_view letters;
};

/// Of all triggers the key as in the tables ("T015", "O release"), what it means, and its kind by the first
/// letter: T a trader's message, P or M a partner's, O an act of an officer, G of the guarantees, S of the
/// node itself, C a clock.
template <class Trigger>
struct TriggerFacts {
  Trigger trigger{};
  std::string_view key;
  std::string_view meaning;
  std::string_view act = {};  ///< of an officer who may do what else a message or the node does: "release"

  [[nodiscard]] constexpr bool is_message() const {
    return key.front() == 'T' || key.front() == 'P' || key.front() == 'M';
  }
  [[nodiscard]] constexpr bool is_act() const { return key.front() == 'O' || !act.empty(); }
  /// What it is called among people: the act, or the key without its letter, or what it means.
  [[nodiscard]] constexpr std::string_view words() const {
    if (!act.empty()) return act;
    const auto blank = key.find(' ');
    return blank == std::string_view::npos ? meaning : key.substr(blank + 1);
  }
};

/// The row for a trigger whose guard came out as `when`; nothing if the state has none.
template <class Machine>
[[nodiscard]] constexpr auto find_row(typename Machine::State state, typename Machine::Trigger trigger,
                                      typename Machine::Case when) -> decltype(&*std::begin(Machine::rows)) {
  for (const auto& row : Machine::rows) {
    if (row.trigger == trigger && row.when == when && row.states.has(state)) return &row;
  }
  return nullptr;
}

/// The letter of a message in a state. Acts and clocks have none: a row or a refusal.
template <class Machine>
[[nodiscard]] constexpr Verdict verdict(typename Machine::State state, typename Machine::Trigger trigger) {
  for (const auto& line : Machine::verdicts) {
    if (line.trigger == trigger) return Verdict{line.letters[std::to_underlying(state)]};
  }
  for (const auto& row : Machine::rows) {
    if (row.trigger == trigger && row.states.has(state)) return Verdict::row;
  }
  return Verdict::refuse;
}

template <class State>
[[nodiscard]] constexpr State resolve(const Next<State>& next, State present, State previous) {
  if (next.leads == Leads::to) return next.state;
  return next.leads == Leads::same ? present : previous;
}

/// Some row takes the trigger in this state, whatever its guard finds.
template <class Machine>
[[nodiscard]] constexpr bool has_row(typename Machine::State state, typename Machine::Trigger trigger) {
  for (const auto& row : Machine::rows) {
    if (row.trigger == trigger && row.states.has(state)) return true;
  }
  return false;
}

// ---- what holds for every machine, checked when it is compiled (ncts.md 3.0 "Check")

/// States are listed in the order of their numbers, triggers likewise; each line of verdicts has a letter for
/// each.
template <class Machine>
[[nodiscard]] consteval bool lists_are_complete() {
  std::size_t i = 0;
  for (const auto& facts : Machine::states) {
    if (std::to_underlying(facts.state) != i++) return false;
  }
  i = 0;
  for (const auto& facts : Machine::triggers) {
    if (std::to_underlying(facts.trigger) != i++) return false;
    bool listed = false;
    for (const auto& line : Machine::verdicts) {
      if (line.trigger != facts.trigger) continue;
      if (listed || line.letters.size() != std::size(Machine::states)) return false;
      for (const char letter : line.letters) {
        if (letter != 'r' && letter != 'e' && letter != 'n' && letter != 'x') return false;
        if (letter == 'e' && facts.key.front() == 'T') return false;  // people are never kept waiting
      }
      listed = true;
    }
    if (listed != facts.is_message()) return false;
  }
  return true;
}

/// Each cell `r` has a row, and each row of a message has its cell.
template <class Machine>
[[nodiscard]] consteval bool verdicts_agree_with_rows() {
  for (const auto& line : Machine::verdicts) {
    for (const auto& facts : Machine::states) {
      const bool says_row = line.letters[std::to_underlying(facts.state)] == 'r';
      if (says_row != has_row<Machine>(facts.state, line.trigger)) return false;
    }
  }
  return true;
}

/// No two rows for one state, trigger and case.
template <class Machine>
[[nodiscard]] consteval bool rows_are_unique() {
  for (const auto* a = std::begin(Machine::rows); a != std::end(Machine::rows); ++a) {
    for (const auto* b = a + 1; b != std::end(Machine::rows); ++b) {
      if (a->trigger != b->trigger || a->when != b->when) continue;
      for (const auto& facts : Machine::states) {
        if (a->states.has(facts.state) && b->states.has(facts.state)) return false;
      }
    }
  }
  return true;
}

/// Every state is reached from the first one.
template <class Machine>
[[nodiscard]] consteval bool all_reachable() {
  std::uint64_t reached = 1;
  for (std::size_t round = 0; round < std::size(Machine::states); ++round) {
    for (const auto& row : Machine::rows) {
      if (row.next.leads != Leads::to) continue;
      for (const auto& facts : Machine::states) {
        const bool from = ((reached >> std::to_underlying(facts.state)) & 1U) != 0;
        if (from && row.states.has(facts.state))
          reached |= std::uint64_t{1} << std::to_underlying(row.next.state);
      }
    }
  }
  return reached == (std::uint64_t{1} << std::size(Machine::states)) - 1;
}

/// An open state can be left and has an owner or a clock; an ended one cannot be left, unless it says so.
template <class Machine>
[[nodiscard]] consteval bool open_states_have_exits() {
  for (const auto& facts : Machine::states) {
    bool left = false;
    for (const auto& row : Machine::rows) {
      if (!row.states.has(facts.state)) continue;
      left = left || row.next.leads == Leads::previous ||
             (row.next.leads == Leads::to && row.next.state != facts.state);
    }
    if (left == (facts.terminal && !facts.reopens)) return false;
    if (!facts.terminal && facts.owner.empty() && facts.clock.empty()) return false;
  }
  return true;
}

template <class Machine>
[[nodiscard]] consteval bool well_formed() {
  return lists_are_complete<Machine>() && verdicts_agree_with_rows<Machine>() && rows_are_unique<Machine>() &&
         all_reachable<Machine>() && open_states_have_exits<Machine>();
}

}  // namespace lintas::machine
