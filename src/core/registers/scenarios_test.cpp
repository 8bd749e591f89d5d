#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/csv.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/decide.hpp"
#include "core/registers/evolve.hpp"
#include "core/registers/import.hpp"
#include "core/registers/questions.hpp"
#include "core/registers/refusal.hpp"
#include "core/registers/state.hpp"
#include "core/registers/table.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::registers {
namespace {

using test::Step;

/// What all scenarios together have touched.
struct Coverage {
  std::set<std::pair<Status, Trigger>> cells;
  std::set<std::string> refusals;
};

Tin tin(const std::string& text) { return Tin::parse(text).value(); }

/// Commas of a scenario stand for blanks.
std::string with_blanks(std::string text) {
  std::ranges::replace(text, ',', ' ');
  return text;
}

template <class Value>
std::vector<Value> list_of(const std::string& text) {
  std::vector<Value> values;
  for (const auto& part : test::split(text, ',')) values.push_back(Value::parse(part).value());
  return values;
}

Kind kind_named(const std::string& text) {
  for (const Kind kind :
       {Kind::trader, Kind::mandate, Kind::declarant, Kind::authorisation, Kind::permit, Kind::insurance}) {
    if (name(kind) == text) return kind;
  }
  throw std::invalid_argument("no such kind");
}

Reason reason_named(const std::string& text) {
  constexpr std::array<std::string_view, 4> names{"asked_by_holder", "conditions_not_met", "offence",
                                                  "replaced"};
  const auto* found = std::ranges::find(names, text);
  if (found == names.end()) throw std::invalid_argument("no such reason");
  return static_cast<Reason>(found - names.begin() + 1);
}

/// A register in memory. Options of a step that enters or changes are the columns of a file of entries.
class Stage {
 public:
  explicit Stage(Coverage& coverage)
      : coverage_(coverage),
        law_(test::law_of_tree(LINTAS_ROOT, "SG")),
        profile_(&law_.rows()[0].value.profile) {}

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*play)(const Step&)) {
      return [this, play](const Step& step) { return (this->*play)(step); };
    };
    return {{"enter", verb(&Stage::enter)},     {"change", verb(&Stage::change)},
            {"rewrite", verb(&Stage::rewrite)}, {"suspend", verb(&Stage::suspend)},
            {"resume", verb(&Stage::resume)},   {"withdraw", verb(&Stage::withdraw)},
            {"live", verb(&Stage::live)},       {"status", verb(&Stage::status)},
            {"permit", verb(&Stage::permit)},   {"card", verb(&Stage::card)},
            {"trader", verb(&Stage::trader)},   {"principal", verb(&Stage::principal)},
            {"mandate", verb(&Stage::mandate)}, {"declarant", verb(&Stage::declarant)},
            {"use", verb(&Stage::use)},         {"seal", verb(&Stage::seal)}};
  }

 private:
  // ---- commands

  static std::optional<Content> content(const Step& step) {
    constexpr std::array<std::string_view, 24> columns{
        "kind",           "number",       "tin",        "agent",       "person",   "legal_person",
        "roles",          "sees_balance", "rights",     "offices",     "premises", "seals",
        "goods_excluded", "wait_minutes", "issued_by",  "agreement",   "unit",     "plate",
        "insurer",        "states",       "valid_from", "valid_until", "name",     "address"};
    std::vector<std::string> cells;
    for (const auto column : columns) cells.push_back(with_blanks(step.option(std::string{column}, "")));
    cells[0] = step.word(0);
    cells[20] = step.option("from", "2026-01-01");
    cells[21] = step.option("until", "");
    const std::vector<std::string> heading{columns.begin(), columns.end()};
    const auto read = read_entries(refdata::to_csv_line(heading) + '\n' + refdata::to_csv_line(cells) + '\n');
    if (!read) return std::nullopt;
    return read->front().content;
  }

  std::string give(const Step& step, const EntryKey& key, const Command& command) {
    Entry& entry = entries_[key];
    const Given given{.at = *parse_instant("2026-12-01T00:00:00Z"),
                      .by = *PersonId::parse("KEEPER1"),
                      .side = step.option("by", "") == "firm" ? Side::firm : Side::authority};
    const auto decision =
        decide(entry, command, given,
               {.law = *profile_, .today = *parse_day("2026-12-01"), .live_permits = live_permits_});
    const auto trigger = static_cast<Trigger>(command.index());
    const auto verdict = cell_of(entry.status, trigger).verdict;
    if (verdict == Verdict::refuse || decision.answer.accepted())
      coverage_.cells.insert({entry.status, trigger});
    for (const Event& event : decision.events) entry = evolve(std::move(entry), event);
    std::string rules;
    for (const Finding& finding : decision.answer.refused_for) {
      for (const RefusalFacts& known : refusals) {
        if (known.rule == finding.rule) coverage_.refusals.insert(std::string{known.name});
      }
      rules += (rules.empty() ? "" : " ") + finding.rule;
    }
    if (!rules.empty()) return rules;
    return decision.events.empty() ? "nothing new" : "ok";
  }

  std::string enter(const Step& step) {
    const auto written = content(step);
    if (!written) return "unreadable";
    return give(step, key_of(written->facts), Register{*written});
  }
  std::string change(const Step& step) {
    const auto written = content(step).value();
    return give(step, key_of(written.facts), Change{written});
  }
  std::string rewrite(const Step& step) { return give(step, key(step), Change{content(step).value()}); }

  static EntryKey key(const Step& step) {
    return {.kind = kind_named(step.word(0)), .text = with_blanks(step.word(1))};
  }
  std::string suspend(const Step& step) {
    return give(step, key(step), Suspend{.key = key(step), .reason = reason_named(step.word(2))});
  }
  std::string resume(const Step& step) { return give(step, key(step), Resume{.key = key(step)}); }
  std::string withdraw(const Step& step) {
    Withdraw command{.key = key(step), .reason = reason_named(step.word(2)), .second = std::nullopt};
    if (const auto second = step.option("second")) command.second = PersonId::parse(*second).value();
    return give(step, key(step), command);
  }
  std::string live(const Step& step) {
    live_permits_ = std::stoul(step.word(1));
    return "ok";
  }
  std::string status(const Step& step) {
    const auto* facts = std::ranges::find(states, entries_[key(step)].status, &StateFacts::status);
    return std::string{facts->name};
  }

  // ---- questions

  const Entry* find(const EntryKey& key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second;
  }
  static std::string said(const std::optional<Finding>& fault) {
    if (!fault) return "ok";
    EXPECT_FALSE(fault->detail.empty()) << "the mend is named";
    return fault->rule + ' ' + fault->pointer;
  }
  static Day start(const Step& step) { return *parse_day(step.option("start", "2026-12-01")); }

  template <class Ask>
  static std::string paper(const Step& step, Ask ask) {
    const std::string number = step.word(0) == "none" ? std::string{} : step.word(0);
    const std::string plate = step.option("plate", "");
    const std::string nationality = step.option("nationality", "SG");
    const auto route = list_of<Country>(step.option("route", "SG,MY,TH"));
    return said(ask(
        Country::parse(nationality).value(),
        PaperOfUnit{.number = number, .plate = plate, .nationality = nationality},
        Journey{
            .start = start(step), .limit = *parse_day(step.option("limit", "2026-12-10")), .states = route}));
  }
  std::string permit(const Step& step) {
    return paper(step, [&](Country state, const PaperOfUnit& asked, const Journey& journey) {
      return fault_in_permit(find(permit_key(state, asked.number)), asked, journey);
    });
  }
  std::string card(const Step& step) {
    return paper(step, [&](Country state, const PaperOfUnit& asked, const Journey& journey) {
      return fault_in_card(find(insurance_key(state, asked.number)), asked, journey);
    });
  }
  std::string trader(const Step& step) {
    constexpr std::array<std::string_view, 4> names{"principal", "carrier", "consignee", "broker"};
    const auto* role = std::ranges::find(names, step.word(1));
    return said(fault_in_trader(find(trader_key(tin(step.word(0)))), tin(step.word(0)),
                                static_cast<TraderRole>(role - names.begin() + 1), start(step)));
  }
  std::string principal(const Step& step) {
    return said(fault_in_principal(find(trader_key(tin(step.word(0)))), tin(step.word(0)),
                                   Country::parse(step.option("departure", "")).value(), start(step)));
  }
  std::string mandate(const Step& step) {
    const Tin holder = tin(step.word(0));
    const Tin agent = tin(step.word(1));
    return said(fault_in_mandate(find(mandate_key(holder, agent)), holder, agent, start(step)));
  }
  std::string declarant(const Step& step) {
    const Tin firm = tin(step.word(0));
    return said(fault_in_declarant(find(declarant_key(firm, step.word(1))), firm, step.word(1), start(step)));
  }
  std::string use(const Step& step) {
    const auto goods = list_of<Ahtn>(step.option("goods", ""));
    const std::string premises = step.option("premises", "");
    return said(fault_in_authorisation(find(authorisation_key(*Country::parse("SG"), step.word(0))),
                                       {.number = step.word(0),
                                        .holder = tin(step.word(1)),
                                        .right = right_of_wire_type(step.word(2)).value(),
                                        .office = OfficeId::parse(step.word(3)).value(),
                                        .premises = premises,
                                        .goods = goods,
                                        .day = start(step)}));
  }
  std::string seal(const Step& step) {
    return said(fault_in_special_seal(find(authorisation_key(*Country::parse("SG"), step.word(0))),
                                      tin(step.word(1)), step.word(2), start(step)));
  }

  Coverage& coverage_;
  refdata::StateLaws law_;
  const refdata::StateProfile* profile_;
  std::size_t live_permits_ = 0;
  std::map<EntryKey, Entry> entries_;
};

TEST(RegisterScenarios, come_out_as_written_and_play_every_cell_and_most_refusals) {
  Coverage coverage;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/tests/scenarios/registers"}) {
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    Stage stage{coverage};
    for (const auto& difference : test::play(text, stage.verbs()))
      ADD_FAILURE() << entry.path().filename() << ' ' << difference;
  }
  for (const Cell& cell : table) {
    EXPECT_TRUE(coverage.cells.contains({cell.status, cell.trigger}))
        << "state " << static_cast<int>(cell.status) << " trigger " << static_cast<int>(cell.trigger);
  }
  // What a file cannot hold, decide_test gives by hand.
  const std::set<Refusal> by_hand{Refusal::unknown_value, Refusal::list_too_long};
  for (const auto& refusal : refusals) {
    EXPECT_TRUE(by_hand.contains(refusal.refusal) || coverage.refusals.contains(std::string{refusal.name}))
        << refusal.name;
  }
}

}  // namespace
}  // namespace lintas::registers
