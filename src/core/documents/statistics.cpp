#include "core/documents/statistics.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/events.hpp"

namespace lintas::documents {

namespace {

void set_first(std::optional<Instant>& place, Instant at) {
  if (!place) place = at;
}

bool sends(const std::vector<MessageNumber>& sent, MessageNumber number) {
  return std::ranges::find(sent, number) != sent.end();
}

std::vector<std::string> rules_of(const std::vector<Fault>& faults) {
  std::vector<std::string> rules;
  for (const Fault& fault : faults)
    if (std::ranges::find(rules, fault.rule) == rules.end()) rules.push_back(fault.rule);
  return rules;
}

void set_results(Story& story, const Balances& items) {
  story.sum = sum_of(items);
  story.results.clear();
  for (const Balance& item : items) {
    const ResultFacts* facts = item.result ? facts_of(*item.result) : nullptr;
    if (facts == nullptr) continue;
    if (const std::string code{facts->code}; std::ranges::find(story.results, code) == story.results.end())
      story.results.push_back(code);
  }
}

void set_names(Story& story, const Contents& contents) {
  story.issuer = contents.reference.state;
  story.importer = contents.importer;
  story.kind = word_of(contents.reference.kind);
}

void add_latency(Latencies& latencies, const std::optional<Instant>& from, const std::optional<Instant>& to) {
  if (!from || !to) return;
  const auto took = *to - *from;
  const auto* const bucket =
      std::ranges::find_if(latency_buckets, [&](const LatencyBucket& one) { return took <= one.most; });
  ++latencies.at(static_cast<std::size_t>(bucket - latency_buckets.begin()));
}

/// Each count, so that a certificate is added, and taken out again, in one way.
constexpr std::array counts{&Figures::begun,
                            &Figures::sent,
                            &Figures::received,
                            &Figures::available,
                            &Figures::faulty,
                            &Figures::given,
                            &Figures::part,
                            &Figures::refused,
                            &Figures::pending,
                            &Figures::silent,
                            &Figures::conflicts,
                            &Figures::asked,
                            &Figures::answered_in_time,
                            &Figures::answered_late};
constexpr std::array lists{&Figures::faults, &Figures::results};
constexpr std::array times{&Figures::to_receipt, &Figures::to_check, &Figures::to_answer};

void take_out(Figures& figures, const Figures& less) {
  for (const auto count : counts) figures.*count -= less.*count;
  for (const auto list : lists)
    for (const auto& [name, count] : less.*list) (figures.*list)[name] -= count;
  for (const auto time : times)
    for (std::size_t i = 0; i < latency_buckets.size(); ++i) (figures.*time).at(i) -= (less.*time).at(i);
}

/// Nothing of one that is not counted.
std::optional<Cell> cell_of(const Story& story) {
  if (!story.begun) return std::nullopt;
  return Cell{.issued_here = story.issued_here,
              .issuer = story.issuer,
              .importer = story.importer,
              .kind = story.kind,
              .day = std::chrono::floor<std::chrono::days>(*story.begun)};
}

Day first_of_month(Day day) {
  const std::chrono::year_month_day date{day};
  return std::chrono::sys_days{date.year() / date.month() / std::chrono::day{1}};
}

}  // namespace

Story::Question& Teller::question(const std::string& number) {
  const auto known = std::ranges::find(story_.questions, number, &Story::Question::number);
  if (known != story_.questions.end()) return *known;
  story_.questions.push_back({.number = number, .asked = {}, .answered = {}});
  return story_.questions.back();
}

void Teller::play(const issue_side::Event& event) {
  using issue_side::Trigger;
  // An application that goes on elsewhere is counted there.
  if (event.trigger == Trigger::approve && event.next == issue_side::State::none) {
    *this = Teller{};
    return;
  }
  issued_ = issue_side::evolve(std::move(issued_), event);
  story_.issued_here = true;
  set_names(story_, issued_.contents);
  if (std::holds_alternative<issue_side::Approved>(event.fact)) set_first(story_.begun, event.at);
  if (sends(event.sent, co_issue)) set_first(story_.sent, event.at);
  if (event.trigger == Trigger::already_used) story_.conflict = true;
  if (const auto* check = std::get_if<issue_side::Acknowledged>(&event.fact)) {
    const bool of_cancellation = event.when == issue_side::Case::cancellation_ok;
    if (event.trigger == Trigger::receipt) set_first(story_.receipt, event.at);
    if (event.trigger == Trigger::acknowledgement && !of_cancellation) {
      if (check->faults.empty()) {
        set_first(story_.checked, event.at);
      } else {
        story_.faults = rules_of(check->faults);
      }
    }
  }
  const auto* said = std::get_if<issue_side::Responded>(&event.fact);
  if (said != nullptr && !said->by) set_first(story_.answered, event.at);
  set_results(story_, issued_.items);
}

void Teller::play(const std::string& number, const verification::Event& event) {
  Story::Question& one = question(number);
  if (std::holds_alternative<verification::Requested>(event.fact)) set_first(one.asked, event.at);
  if (sends(event.sent, co_verify_result) || sends(event.by_letter, co_verify_result) ||
      std::holds_alternative<verification::Answered>(event.fact))
    set_first(one.answered, event.at);
}

void Teller::play(const import_side::Event& event) {
  using import_side::Trigger;
  imported_ = import_side::evolve(std::move(imported_), event);
  if (const auto* received = std::get_if<import_side::Received>(&event.fact)) {
    set_names(story_, received->contents);
    set_first(story_.begun, event.at);
    // A page that an officer records is checked by nobody's gateway.
    if (received->came != import_side::Came::paper) set_first(story_.checked, event.at);
  }
  // Data that differ were checked, whoever settles it.
  if (const auto* differing = std::get_if<import_side::Differing>(&event.fact)) {
    set_names(story_, differing->contents);
    set_first(story_.begun, event.at);
    set_first(story_.checked, event.at);
  }
  // One that cannot be read is counted once it can.
  if (const auto* faulty = std::get_if<import_side::Faulty>(&event.fact))
    story_.faults = rules_of(faulty->faults);
  if (sends(event.sent, co_response)) set_first(story_.answered, event.at);
  if (event.next == import_side::State::conflict) story_.conflict = true;
  const bool asks = sends(event.sent, co_verify_request) || sends(event.by_letter, co_verify_request);
  if (asks && imported_.request) set_first(question(std::string{imported_.request->str()}).asked, event.at);
  const bool replies = event.trigger == Trigger::check_result || event.trigger == Trigger::record_reply;
  if (replies && !story_.questions.empty()) set_first(story_.questions.back().answered, event.at);
  set_results(story_, imported_.items);
}

std::uint32_t total_of(const Latencies& latencies) {
  std::uint32_t total = 0;
  for (const std::uint32_t count : latencies) total += count;
  return total;
}

std::string_view quantile(const Latencies& latencies, std::uint32_t of_thousand) {
  constexpr std::uint64_t whole = 1000;
  const std::uint64_t wanted = (std::uint64_t{total_of(latencies)} * of_thousand + whole - 1) / whole;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < latency_buckets.size(); ++i) {
    below += latencies.at(i);
    if (wanted != 0 && below >= wanted) return latency_buckets.at(i).name;
  }
  return {};
}

void Figures::add(const Figures& more) {
  for (const auto count : counts) this->*count += more.*count;
  for (const auto list : lists)
    for (const auto& [name, count] : more.*list) (this->*list)[name] += count;
  for (const auto time : times)
    for (std::size_t i = 0; i < latency_buckets.size(); ++i) (this->*time).at(i) += (more.*time).at(i);
}

Figures figures_of(const Story& story) {
  const auto if_so = [](bool is_so) { return is_so ? 1U : 0U; };
  const bool said = story.answered.has_value();
  Figures figures{.begun = 1,
                  .sent = if_so(story.sent.has_value()),
                  .received = if_so(story.receipt.has_value()),
                  .available = if_so(story.checked.has_value()),
                  .faulty = if_so(!story.faults.empty()),
                  .given = if_so(said && story.sum == Sum::whole),
                  .part = if_so(said && story.sum == Sum::part),
                  .refused = if_so(said && story.sum == Sum::refused),
                  .pending = if_so(said && (story.sum == Sum::pending || story.sum == Sum::untouched)),
                  .silent = if_so(story.checked && !said),
                  .conflicts = if_so(story.conflict)};
  for (const Story::Question& one : story.questions) {
    if (!one.asked) continue;
    ++figures.asked;
    if (!one.answered) continue;
    const Day day = std::chrono::floor<std::chrono::days>(*one.asked);
    const bool in_time = *one.answered - *one.asked <= std::chrono::days{limits_on(day).answer.count};
    ++(in_time ? figures.answered_in_time : figures.answered_late);
  }
  for (const std::string& rule : story.faults) figures.faults[rule] = 1;
  if (said)
    for (const std::string& code : story.results) figures.results[code] = 1;
  const auto& from = story.issued_here ? story.sent : story.begun;
  add_latency(figures.to_receipt, from, story.receipt);
  if (story.issued_here) add_latency(figures.to_check, from, story.checked);
  add_latency(figures.to_answer, from, story.answered);
  return figures;
}

void Tally::count(const std::optional<Story>& before, const Story& after) {
  if (const auto cell = before ? cell_of(*before) : std::nullopt)
    take_out(cells_[*cell], figures_of(*before));
  if (const auto cell = cell_of(after)) cells_[*cell].add(figures_of(after));
}

std::vector<Tally::Row> Tally::rows(const Wanted& wanted) const {
  std::map<Cell, Figures> asked;
  for (const auto& [cell, figures] : cells_) {
    if (cell.day < wanted.from || cell.day > wanted.to || figures.begun == 0) continue;
    Cell place = cell;
    if (wanted.period == Period::month) place.day = first_of_month(cell.day);
    Figures more = figures;
    if (cell.day + wanted.silent > wanted.today) more.silent = 0;
    asked[place].add(more);
  }
  std::vector<Row> rows;
  rows.reserve(asked.size());
  for (auto& [cell, figures] : asked) rows.push_back({.cell = cell, .figures = std::move(figures)});
  return rows;
}

std::string published(std::uint32_t count, std::uint32_t least) {
  if (count != 0 && count < least) return format("<{}", least);
  return std::to_string(count);
}

}  // namespace lintas::documents
