#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/transit/departure/table.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/passage/table.hpp"
#include "tests/support/golden.hpp"

/// The state tables against those of NCTS (tests/data/transit/ncts-tables.md). What differs stands, with its
/// reason, in docs/domain/transit-differences.md, and nothing else stands there.
namespace lintas::transit {
namespace {

using Columns = std::vector<std::string>;
using Messages = std::set<Ie>;

/// A row of one state, as both sides write it.
struct Cell {
  std::string machine;
  std::string state;
  std::string trigger;
  std::string next;

  auto operator<=>(const Cell&) const = default;
  [[nodiscard]] std::string text() const { return machine + " | " + state + " | " + trigger + " | " + next; }
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(' ') - first + 1)};
}

Columns split(std::string_view text, char at) {
  Columns parts;
  for (const auto part : std::views::split(text, at)) parts.push_back(trimmed(std::string_view{part}));
  return parts;
}

/// The table below a heading, with its head.
std::vector<Columns> table_under(const std::string& page, const std::string& heading) {
  std::vector<Columns> rows;
  bool inside = false;
  for (const std::string& line : split(page, '\n')) {
    if (line.starts_with("## ")) inside = line == "## " + heading;
    if (!inside || !line.starts_with("|") || line.starts_with("|---")) continue;
    rows.push_back(split(std::string_view{line}.substr(1, line.size() - 2), '|'));
  }
  EXPECT_FALSE(rows.empty()) << heading;
  return rows;
}

std::vector<Columns> rows_under(const std::string& page, const std::string& heading) {
  std::vector<Columns> rows = table_under(page, heading);
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

/// The numbers of three digits among the words: "029, 001, one 050 per NA" -> 29, 1, 50.
Messages messages_in(std::string_view text) {
  Messages found;
  std::string word;
  const auto end_word = [&] {
    if (word.size() == 3 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }))
      found.insert(static_cast<Ie>(std::stoi(word)));
    word.clear();
  };
  for (const char c : text) {
    const bool of_a_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (of_a_word) {
      word += c;
    } else {
      end_word();
    }
  }
  end_word();
  return found;
}

bool is_message(const std::string& trigger) { return trigger.starts_with("T") || trigger.starts_with("P"); }

/// "P010,P063" are two; an act is one, whatever its name.
Columns triggers_in(const std::string& text) { return is_message(text) ? split(text, ',') : Columns{text}; }

/// The page of differences, and which of its lines were needed.
class Listed {
 public:
  explicit Listed(const std::string& page) {
    for (const Columns& row : rows_under(page, "States that are not here"))
      for (const std::string& state : split(row.at(1), ',')) add(row.at(0) + " | " + state, row.at(2));
    for (const Columns& row : rows_under(page, "Triggers that are not here")) {
      for (const std::string& trigger : split(row.at(1), ','))
        add(row.at(0) + " | trigger " + trigger, row.at(2));
    }
    for (const Columns& row : rows_under(page, "Rows that are not here")) add_cells("not here: ", row, 4);
    for (const Columns& row : rows_under(page, "Rows that are only here")) add_cells("only here: ", row, 4);
    for (const Columns& row : rows_under(page, "Messages that no row sends"))
      for (const Ie ie : messages_in(row.at(0))) add("message " + std::to_string(ie), row.at(1));
    for (const auto* section : {"Guards that are kept beside the row", "Guards that are not here"}) {
      for (const Columns& row : rows_under(page, section)) {
        for (const std::string& trigger : triggers_in(row.at(1)))
          add(guard(row.at(0), trigger, row.at(2)), row.at(3));
      }
    }
    for (const Columns& row : rows_under(page, "Rows that send otherwise")) {
      add_cells("sends: ", row, 5);
      for (const Cell& cell : cells_of(row)) sent_[cell] = messages_in(row.at(4));
    }
  }

  bool says(const std::string& difference) {
    const auto known = used_.find(difference);
    if (known == used_.end()) return false;
    known->second = true;
    return true;
  }
  bool says_of_guard(const std::string& machine, const std::string& trigger, const std::string& text) {
    return says(guard(machine, trigger, text));
  }
  bool says_sends(const Cell& cell, const Messages& sent) {
    return says("sends: " + cell.text()) && sent_[cell] == sent;
  }
  [[nodiscard]] std::string unused() const {
    std::string lines;
    for (const auto& [difference, used] : used_)
      if (!used) lines += difference + '\n';
    return lines;
  }

 private:
  static std::string guard(const std::string& machine, const std::string& trigger, const std::string& text) {
    return "guard: " + machine + " | " + trigger + " | " + text;
  }
  static std::vector<Cell> cells_of(const Columns& row) {
    std::vector<Cell> cells;
    for (const std::string& state : split(row.at(1), ',')) {
      for (const std::string& trigger : split(row.at(2), ','))
        cells.push_back({.machine = row.at(0), .state = state, .trigger = trigger, .next = row.at(3)});
    }
    return cells;
  }
  void add_cells(const std::string& kind, const Columns& row, std::size_t reason) {
    for (const Cell& cell : cells_of(row)) add(kind + cell.text(), row.at(reason));
  }
  void add(const std::string& difference, const std::string& reason) {
    EXPECT_FALSE(reason.empty()) << difference;
    EXPECT_TRUE(used_.emplace(difference, false).second) << "twice: " << difference;
  }

  std::map<std::string, bool> used_;
  std::map<Cell, Messages> sent_;
};

/// The guards of NCTS, in their words, that a case of a row of ours says.
template <class Machine>
using Guards = std::map<std::string, typename Machine::Case>;

Guards<departure::Machine> guards_of_departure() {
  using enum departure::Case;
  return {{"invalid", invalid},
          {"valid, type D", pre_lodged},
          {"valid, type A", standard},
          {"A4 family", minor},
          {"`releaseRequested` = 1", agreed},
          {"`releaseRequested` = 0", declined},
          {"first passage at that office", first},
          {"no arrival known (the truck is late)", open},
          {"arrival known, or recovery", over},
          {"A1, A2, A5", satisfactory},
          {"B1", unsatisfactory},
          {"arrival known: A1, A2, A5", satisfactory},
          {"arrival known: B1", unsatisfactory}};
}
Guards<passage::Machine> guards_of_passage() {
  using enum passage::Case;
  return {{"positive", positive},
          {"positive, late", positive},
          {"negative", negative},
          {"reason; four eyes in REF; more offices of this state ahead", more_ahead},
          {"reason; four eyes in REF; no office ahead", last},
          {"next office in order; another is still expected; crossing → passed", more_ahead},
          {"next office in order and last; crossing → passed", last},
          {"earlier crossing entered from the TAD or marked not used; more ahead", more_ahead},
          {"same; none ahead", last},
          {"crossing → passed; more ahead", more_ahead},
          {"crossing → passed; none ahead", last}};
}
Guards<destination::Machine> guards_of_destination() {
  using enum destination::Case;
  return {{"positive", positive},    {"positive, late", positive}, {"negative", negative},
          {"complete", complete},    {"resolved", positive},       {"`unloadingCompletion` = 0", incomplete},
          {"not resolved", negative}};
}

template <class Machine>
class Comparison {
 public:
  Comparison(std::string machine, Guards<Machine> guards, Listed& listed)
      : machine_(std::move(machine)), guards_(std::move(guards)), listed_(listed) {
    for (const auto& row : Machine::rows) {
      for (const auto& facts : Machine::states) {
        if (!row.states.has(facts.state)) continue;
        Messages sent;
        for (const Ie ie : row.sent)
          if (ie != ie_status_notice) sent.insert(ie);
        const Cell cell{.machine = machine_,
                        .state = std::string{facts.id},
                        .trigger = std::string{Machine::triggers[static_cast<std::size_t>(row.trigger)].key},
                        .next = next_of(row)};
        ours_[cell].push_back(std::move(sent));
        cases_[cell].insert(row.when);
      }
    }
  }

  void hold_against(const std::vector<Columns>& theirs) {
    std::set<Cell> matched;
    for (const Columns& row : theirs) {
      const Columns triggers = triggers_in(row.at(1));
      for (const std::string& state : split(row.at(0), ','))
        for (const std::string& trigger : triggers) hold_row(row, state, trigger, triggers.size(), matched);
    }
    for (const auto& [cell, sent] : ours_) {
      const bool known = matched.contains(cell) || listed_.says("only here: " + cell.text());
      EXPECT_TRUE(known) << "only here: " << cell.text();
    }
  }

  /// Messages and states that are here on both sides have the same verdict.
  void hold_verdicts_against(const std::vector<Columns>& theirs) {
    const Columns& states = theirs.front();
    for (const Columns& row : theirs | std::views::drop(1)) {
      const auto* trigger = trigger_named(row.at(0));
      if (trigger == nullptr) {
        EXPECT_TRUE(listed_.says(machine_ + " | trigger " + row.at(0))) << row.at(0);
        continue;
      }
      for (std::size_t i = 1; i < row.size(); ++i) {
        const auto* state = state_named(states.at(i));
        if (state == nullptr) continue;
        EXPECT_EQ(letter(verdict<Machine>(state->state, trigger->trigger)), row.at(i))
            << machine_ << ' ' << row.at(0) << " in " << states.at(i);
      }
    }
  }

 private:
  void hold_row(const Columns& row, const std::string& state, const std::string& trigger,
                std::size_t messages, std::set<Cell>& matched) {
    const Cell theirs{.machine = machine_, .state = state, .trigger = trigger, .next = row.at(3)};
    if (state_named(state) == nullptr) {
      EXPECT_TRUE(listed_.says(machine_ + " | " + state)) << theirs.text();
      return;
    }
    const std::string key = key_of(trigger);
    if (trigger_named(key) == nullptr) {
      EXPECT_TRUE(listed_.says(machine_ + " | trigger " + trigger)) << theirs.text();
      return;
    }
    const Cell cell{.machine = machine_, .state = state, .trigger = key, .next = row.at(3)};
    const auto known = ours_.find(cell);
    if (known == ours_.end()) {
      EXPECT_TRUE(listed_.says("not here: " + theirs.text())) << theirs.text();
      return;
    }
    matched.insert(cell);
    hold_guard(cell, trigger, row.at(2));
    Messages sent;
    for (const Ie ie : messages_in(row.at(4)))
      if (!listed_.says("message " + std::to_string(ie))) sent.insert(ie);
    // A row of several messages names the answers to all of them.
    const bool same = std::ranges::any_of(known->second, [&](const Messages& mine) {
      return messages == 1 ? mine == sent : std::ranges::includes(sent, mine) && mine.empty() == sent.empty();
    });
    EXPECT_TRUE(same || listed_.says_sends(cell, known->second.front())) << "sends: " << cell.text();
  }

  /// A guard of theirs is a case of our row, or the page says where it is kept, or that it is not and why.
  void hold_guard(const Cell& cell, const std::string& trigger, const std::string& guard) {
    if (guard == "–") return;
    const auto said = guards_.find(guard);
    const bool is_case = said != guards_.end() && cases_[cell].contains(said->second);
    EXPECT_TRUE(is_case || listed_.says_of_guard(machine_, trigger, guard))
        << "no case says, and the page does not: " << cell.text() << ", " << guard;
  }

  /// Departure has one clock, and one act for the results of its control.
  static std::string key_of(const std::string& theirs) {
    if (trigger_named(theirs) != nullptr) return theirs;
    if (theirs == "S control decided") return "O decide control";
    for (const std::string_view shorter : {"C", "O result"}) {
      const bool begins_so = theirs.starts_with(std::string{shorter} + ' ');
      if (begins_so && trigger_named(shorter) != nullptr) return std::string{shorter};
    }
    return theirs;
  }
  static const auto* trigger_named(std::string_view key) {
    const auto found = std::ranges::find(Machine::triggers, key, [](const auto& facts) { return facts.key; });
    return found == Machine::triggers.end() ? nullptr : &*found;
  }
  static const auto* state_named(std::string_view id) {
    const auto found = std::ranges::find(Machine::states, id, [](const auto& facts) { return facts.id; });
    return found == Machine::states.end() ? nullptr : &*found;
  }
  template <class Row>
  static std::string next_of(const Row& row) {
    if (row.next.leads == Leads::same) return "=";
    if (row.next.leads == Leads::previous) return "<";
    return std::string{Machine::states[static_cast<std::size_t>(row.next.state)].id};
  }
  static std::string letter(Verdict verdict) {
    switch (verdict) {
      case Verdict::row: return "r";
      case Verdict::early: return "e";
      case Verdict::note: return "n";
      case Verdict::refuse: return "x";
    }
    return "?";
  }

  std::string machine_;
  Guards<Machine> guards_;
  Listed& listed_;
  std::map<Cell, std::vector<Messages>> ours_;  ///< by what each case of the row sends
  std::map<Cell, std::set<typename Machine::Case>> cases_;
};

template <class Machine>
void compare(const std::string& source, const std::string& heading, const std::string& machine,
             Guards<Machine> guards, Listed& listed) {
  Comparison<Machine> comparison{machine, std::move(guards), listed};
  comparison.hold_against(rows_under(source, heading));
  comparison.hold_verdicts_against(table_under(source, "Verdicts, " + machine));
}

TEST(NctsTables, DifferFromOursAsThePageOfDifferencesSaysAndNotOtherwise) {
  const std::string source = test::read_file(LINTAS_ROOT "/tests/data/transit/ncts-tables.md");
  Listed listed{test::read_file(LINTAS_ROOT "/docs/domain/transit-differences.md")};
  compare<departure::Machine>(source, "Departure", "departure", guards_of_departure(), listed);
  compare<passage::Machine>(source, "Passage", "passage", guards_of_passage(), listed);
  compare<destination::Machine>(source, "Destination", "destination", guards_of_destination(), listed);
  EXPECT_EQ(listed.unused(), "") << "these are no differences (any more): take them out of the page";
}

}  // namespace
}  // namespace lintas::transit
