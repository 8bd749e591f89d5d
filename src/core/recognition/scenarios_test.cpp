#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <ios>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/recognition/recognise.hpp"
#include "core/recognition/table.hpp"
#include "core/recognition/terms.hpp"
#include "tests/support/scenario.hpp"

/// tests/scenarios/recognition: who is recognised where, as an officer could read it. "_" stands for a blank.
namespace lintas::recognition {
namespace {

namespace lst = aeo::listed;
using test::Step;

std::string with_blanks(std::string text) {
  for (char& c : text)
    if (c == '_') c = ' ';
  return text;
}

class Stage {
 public:
  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*play)(const Step&)) {
      return [this, play](const Step& step) { return (this->*play)(step); };
    };
    return {{"now", verb(&Stage::now)},           {"offset", verb(&Stage::offset)},
            {"period", verb(&Stage::period)},     {"operator", verb(&Stage::known)},
            {"suspended", verb(&Stage::status)},  {"no_list", verb(&Stage::no_list)},
            {"old_list", verb(&Stage::old_list)}, {"stale_rule", verb(&Stage::stale_rule)},
            {"copy", verb(&Stage::copy)},         {"daily", verb(&Stage::daily)},
            {"notice", verb(&Stage::notice)},     {"ask", verb(&Stage::ask)}};
  }

 private:
  std::string now(const Step& step) {
    at_ = parse_instant(step.word(0)).value();
    return "ok";
  }
  /// Hours that clocks of the importing state are ahead of UTC.
  std::string offset(const Step& step) {
    offset_ = std::chrono::hours{std::stoi(step.word(0))};
    return "ok";
  }
  /// period BY OF STATE from=DAY until=DAY …: a table of its own in place of the one of the program.
  std::string period(const Step& step) {
    rows_ += step.word(0) + ',' + step.word(1) + ',' + step.word(2);
    for (const char* name : {"programme", "levels", "roles", "loading", "procedures", "required", "score",
                             "lane", "random", "priority", "stale", "notice"})
      rows_ += ',' + with_blanks(step.option(name, ""));
    rows_ += ",sample," + step.option("from", "2024-01-01") + ',' + step.option("until", "") + ",scenario\n";
    return "ok";
  }
  /// operator STATE CODE …: what the list of that state has, `known`: since when.
  std::string known(const Step& step) {
    known_.state = Country::parse(step.word(0)).value();
    known_.list = List{.as_of = at_};
    known_.entry.reset();
    if (step.words.size() < 2) return "ok";
    Entry entry{.code = step.word(1),
                .given = parse_day(step.option("given", "2024-03-01")).value(),
                .programme = step.option("programme", "AEO"),
                .level = step.option("level", ""),
                .roles = {},
                .holds = read_word<aeo::authorisation::Holds>(step.option("status", "yes")).value(),
                .since = {},
                .known_since = parse_instant(step.option("known", "2020-01-01T00:00:00Z")).value(),
                .authorised = parse_day(step.option("authorised", "2024-03-01")).value()};
    for (const std::string& role : test::split(step.option("roles", "exporter"), ','))
      entry.roles.push_back(read_word<aeo::OperatorRole>(role).value());
    known_.entry = entry;
    return "ok";
  }
  std::string status(const Step&) {
    known_.entry.value().holds = aeo::authorisation::Holds::suspended;
    return "ok";
  }
  std::string no_list(const Step& step) {
    known_ = without_list(Country::parse(step.word(0)).value());
    return "ok";
  }
  std::string old_list(const Step&) {
    known_.list.value().stale = lst::StalePolicy::use_as_known;
    return "ok";
  }

  /// stale_rule OF BY HOURS POLICY: a row of data/codelists/aeo-stale.csv in place of those of the program.
  std::string stale_rule(const Step& step) {
    stale_rules_ += step.word(0) + ',' + step.word(1) + ',' + step.word(2) + " h," + step.word(3) +
                    ",2024-01-01,,scenario\n";
    return "ok";
  }
  /// copy STATE: from here on questions are asked of the copy of the list of that state, as it was known at
  /// the instant that is asked about.
  std::string copy(const Step& step) {
    copy_of_ = Country::parse(step.word(0)).value();
    return "ok";
  }
  /// Its daily list comes now.
  std::string daily(const Step&) {
    heard_.push_back(at_);
    return "ok";
  }
  /// notice CODE STATUS …: of its one operator, that comes now and counts from now on.
  std::string notice(const Step& step) {
    lst::Said said{.version = static_cast<std::uint32_t>(record_.said.size()) + 1,
                   .from = at_,
                   .known = at_,
                   .status = read_word<lst::Status>(step.word(1)).value(),
                   .content = {}};
    said.content.grant = {.programme = step.option("programme", "AEO"),
                          .level = step.option("level", ""),
                          .roles = {aeo::OperatorRole::exporter},
                          .authorised = parse_day(step.option("authorised", "2024-03-01")).value(),
                          .valid_from = parse_day("2024-03-01").value(),
                          .codes = {{.code = aeo::Code::parse(step.word(0)).value(),
                                     .key = aeo::CodeKey::parse(step.word(0)).value(),
                                     .given = parse_day("2024-03-01").value(),
                                     .from = parse_instant("2024-03-01T00:00:00Z").value()}}};
    record_.said.push_back(said);
    heard_.push_back(at_);
    return "ok";
  }
  [[nodiscard]] Known known_of_copy(Country by, const std::string& code) const {
    std::optional<Instant> heard;
    for (const Instant one : heard_)
      if (one <= at_) heard = std::max(heard, std::optional{one});
    const auto rules = lst::read_stale_rules("of,by,after,policy,from,until,source\n" + stale_rules_).value();
    const Day day = day_of(at_, offset_);
    const auto* rule =
        lst::stale_rule(stale_rules_.empty() ? aeo::law().stale_rules : rules, *copy_of_, by, day);
    const auto writing = aeo::read_writing(code);
    return known_abroad(*copy_of_, writing ? writing->key : aeo::CodeKey{}, &record_,
                        lst::staleness_of(rule, heard, at_), at_, day);
  }

  /// ask BY CODE …, of the list as it is then: "applied", "not_applied" or "refused" with rules, and what is
  /// given.
  std::string ask(const Step& step) {
    Case asked{.code = with_blanks(step.word(1)),
               .role = read_word<aeo::OperatorRole>(step.option("role", "exporter")).value(),
               .loading = with_blanks(step.option("loading", "")),
               .procedure = with_blanks(step.option("procedure", "")),
               .fields = {}};
    for (const auto& [name, value] : step.options) {
      if (name != "role" && name != "loading" && name != "procedure" && name != "score")
        asked.fields.push_back({.name = name, .value = with_blanks(value)});
    }
    if (known_.list) known_.list->as_of = at_;
    const Country by = Country::parse(step.word(0)).value();
    const Known known = copy_of_ ? known_of_copy(by, asked.code) : known_;
    const auto own = rows_.empty() ? std::nullopt : std::optional{own_table()};
    const Books books{.pairs = own ? *own : built_in(), .law = aeo::law(), .version = "scenario"};
    const Decision decision = recognise(books, by, known, asked, {.at = at_, .day = day_of(at_, offset_)});
    std::string text{word_of(decision.outcome)};
    for (const auto& finding : decision.findings()) text += ' ' + finding.rule;
    if (decision.outcome == Outcome::refused) return text;
    text += ": " + in_words(decision.applied());
    if (const auto score = step.option("score")) {
      const std::vector<Effect> given{decision.applied()};
      text += ", score " + std::to_string(score_after(static_cast<std::uint32_t>(std::stoul(*score)), given));
    }
    return text;
  }
  [[nodiscard]] Table own_table() const {
    const std::string heading = written(Table{});
    return read_table_of(heading + rows_, aeo::law()).value();
  }

  Known known_;
  std::optional<Country> copy_of_;
  lst::Operator record_;
  std::vector<Instant> heard_;
  std::string rows_;
  std::string stale_rules_;
  Instant at_ = *parse_instant("2026-11-30T04:00:00Z");
  std::chrono::minutes offset_ = std::chrono::hours{8};
};

TEST(RecognitionScenarios, ComeOutAsWritten) {
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/tests/scenarios/recognition"}) {
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    Stage stage;
    for (const auto& difference : test::play(text, stage.verbs()))
      ADD_FAILURE() << entry.path().filename() << ' ' << difference;
  }
}

}  // namespace
}  // namespace lintas::recognition
