#pragma once

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

/// What the scenarios of certificates have in common.
namespace lintas::test {

/// Cells of a table that were played: rows by their places in it, each in each of its states.
template <class Machine>
struct PlayedRows {
  std::set<std::pair<std::size_t, typename Machine::State>> cells;

  template <class Event>
  void add(typename Machine::State before, const Event& event) {
    for (std::size_t i = 0; i < std::size(Machine::rows); ++i) {
      const auto& row = Machine::rows[i];
      if (row.trigger != event.trigger || row.when != event.when || !row.states.has(before)) continue;
      cells.insert({i, before});
      return;
    }
    throw std::logic_error("an event without a row");
  }
  /// One line for each row and state that no scenario plays.
  [[nodiscard]] std::string missing() const {
    std::string text;
    for (std::size_t i = 0; i < std::size(Machine::rows); ++i) {
      const auto& row = Machine::rows[i];
      for (const auto& facts : Machine::states) {
        if (!row.states.has(facts.state) || cells.contains({i, facts.state})) continue;
        text += std::string{facts.id} + ": " +
                std::string{Machine::triggers[std::to_underlying(row.trigger)].key} + ", case " +
                std::to_string(std::to_underlying(row.when)) + '\n';
      }
    }
    return text;
  }
};

/// "SENT sends CO.ISSUE", or the rules of a refusal.
template <class Machine, class Event>
std::string outcome_of(const Decision<Event>& ruling,
                       std::string_view (*name_of)(documents::MessageNumber) = documents::name_of) {
  std::string text;
  for (const Finding& finding : ruling.answer.refused_for) text += (text.empty() ? "" : " ") + finding.rule;
  if (!ruling.answer.accepted()) return text;
  if (ruling.events.empty()) return "nothing";
  text = Machine::states[std::to_underlying(ruling.events.back().next)].id;
  std::string sent;
  for (const Event& event : ruling.events) {
    for (const documents::MessageNumber number : event.sent)
      sent += (sent.empty() ? " sends " : ", ") + std::string{name_of(number)};
  }
  return text + sent;
}

inline documents::Reference reference(const std::string& state, const std::string& number) {
  return {.state = *Country::parse(state),
          .office = *documents::IssuingOffice::parse(state + "-01"),
          .number = *documents::ReferenceNumber::parse(number)};
}

/// A certificate of Malaysia for Thailand, of 100 and 50 KGM; by the options items, shipped, retroactive,
/// partial, third_country, invoices, replaces (issued on, a re-issue), original (a number of Viet Nam, valid
/// until `original_until`).
inline documents::Contents contents(const Step& step) {
  documents::Contents made;
  made.reference = reference("MY", step.option("number", "-"));
  if (step.option("kind", "form_d") == "preferential") made.reference.kind = documents::Kind::preferential;
  made.importer = *Country::parse(step.option("importer", "TH"));
  std::uint16_t number = 0;
  const auto codes = split(step.option("hs", "08109010"), ',');  // of each item; the last one of all others
  for (const auto& quantity : split(step.option("items", "100,50"), ',')) {
    const auto& code = codes[std::min<std::size_t>(number, codes.size() - 1)];
    made.items.push_back({.number = ++number,
                          .hs = *Ahtn::parse(code),
                          .criterion = words(step.option("criterion", "WO")),
                          .quantity = Decimal::parse(quantity).value(),
                          .unit = *Unit::parse("KGM")});
  }
  if (step.option("criterion") == "none")
    for (auto& item : made.items) item.criterion.clear();
  if (const auto day = step.option("shipped")) made.shipped = parse_day(*day).value();
  made.flags.issued_retroactively = step.option("retroactive", "no") == "yes";
  made.flags.partial_cumulation = step.option("partial", "no") == "yes";
  made.flags.third_country_invoicing = step.option("third_country", "no") == "yes";
  if (const auto named = step.option("invoices")) made.invoices = split(*named, ',');
  if (const auto day = step.option("reissue_of"))
    made.replaces = documents::Earlier{reference("MY", "OLD"), parse_day(*day).value(), true};
  if (const auto original = step.option("original")) {
    made.originals.push_back({.certificate = reference(step.option("original_state", "VN"), *original),
                              .issued = *parse_day("2026-01-10"),
                              .valid_until = parse_day(step.option("original_until", "2027-01-10")).value(),
                              .lines = {{1, Decimal::parse("40").value()}}});
  }
  made.flags.back_to_back = step.option("back_to_back", step.option("original") ? "yes" : "no") == "yes";
  made.document.bytes[0] = std::byte(std::stoi(step.option("content", "1")));
  return made;
}

/// Options "1=U1", "2=U2:20": what customs says of items; what is given without a quantity is the whole of
/// the item. `decided`: when customs said so.
inline std::vector<documents::ItemResult> results(const Step& step, const documents::Balances& items) {
  std::vector<documents::ItemResult> all;
  for (const auto& [key, value] : step.options) {
    if (std::isdigit(static_cast<unsigned char>(key.front())) == 0) continue;
    const auto number = static_cast<std::uint16_t>(std::stoi(key));
    const auto parts = split(value, ':');
    const auto result = documents::read_result(parts[0]);
    documents::ItemResult one{.item = number, .result = result.value_or(documents::Result{}), .quantity = {}};
    const documents::Balance* item = documents::find(items, number);
    const bool given =
        result && documents::facts_of(*result)->outcome == documents::Outcome::given && item != nullptr;
    if (given) one.quantity = item->quantity;
    if (parts.size() > 1) one.quantity = Decimal::parse(parts[1]).value();
    if (const auto decided = step.option("decided")) one.decided = parse_instant(*decided).value();
    all.push_back(one);
  }
  return all;
}

/// Options "1=40": so much of item 1.
inline std::vector<documents::Line> item_lines(const Step& step) {
  std::vector<documents::Line> all;
  for (const auto& [key, value] : step.options) {
    if (std::isdigit(static_cast<unsigned char>(key.front())) != 0)
      all.push_back({static_cast<std::uint16_t>(std::stoi(key)), Decimal::parse(value).value()});
  }
  return all;
}

inline std::vector<std::uint16_t> item_numbers(const std::string& list) {
  std::vector<std::uint16_t> all;
  for (const auto& one : split(list, ',')) all.push_back(static_cast<std::uint16_t>(std::stoi(one)));
  return all;
}

/// "1: 100 used U1, 2: 50 claimed": what is not zero.
inline std::string in_words(const documents::Balances& items) {
  std::string text;
  for (const documents::Balance& item : items) {
    text += (text.empty() ? "" : ", ") + std::to_string(item.item) + ":";
    const auto part = [&](Decimal quantity, const char* word) {
      if (!quantity.is_zero()) text += " " + quantity.str() + " " + word;
    };
    part(documents::free_of(item), "free");
    part(item.claimed, "claimed");
    part(item.used, "used");
    part(item.refused, "refused");
    part(item.drawn, "drawn");
    if (item.result) text += " " + std::string{documents::facts_of(*item.result)->code};
  }
  return text;
}

inline std::string joined_lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

/// At noon of the second of March, by the clock of Bangkok.
struct Noon {
  refdata::Calendar calendar{.utc_offset = std::chrono::hours{7}};
  documents::Context context{.at = parse_instant("2026-03-02T05:00:00Z").value(),
                             .by = {},
                             .limits = documents::limits_on(parse_day("2026-03-02").value()),
                             .calendar = calendar};
};

/// What the stages of all three machines do alike. `Played` is the certificate or request.
template <class Machine, class Played, class Event, class LimitsOf = documents::Limits>
class DocumentStage {
 public:
  explicit DocumentStage(PlayedRows<Machine>& coverage,
                         std::string_view (*name_of)(documents::MessageNumber) = documents::name_of)
      : coverage_(coverage), name_of_(name_of) {}
  virtual ~DocumentStage() = default;
  DocumentStage(const DocumentStage&) = delete;
  DocumentStage& operator=(const DocumentStage&) = delete;
  DocumentStage(DocumentStage&&) = delete;
  DocumentStage& operator=(DocumentStage&&) = delete;

 protected:
  std::string now(const Step& step) {
    at_ = parse_instant(step.word(0)).value();
    return "ok";
  }
  std::string due(const Step& /*step*/) { return played_.due ? to_text(*played_.due) : "none"; }
  std::string alarm(const Step& /*step*/) {
    return played_.alarm ? std::string{name(*played_.alarm)} : "none";
  }
  [[nodiscard]] documents::ContextOf<LimitsOf> context(const Step& step) const {
    return {.at = at_,
            .by = PersonId::parse(step.option("by", "OFFICER1")).value(),
            .limits = limits_,
            .calendar = calendar_,
            .as_data = step.option("on", "yes") == "yes",
            .has_partner = step.option("partner", "yes") == "yes"};
  }
  /// Waits until the clock runs out.
  template <class TimePassed>
  std::string clock(const Step& step, TimePassed time_passed) {
    if (!played_.due) return "no clock";
    if (*played_.due > at_) at_ = *played_.due;
    const auto before = std::pair{played_.due, played_.rung};
    std::string text = play(time_passed(played_, context(step)));
    return std::pair{played_.due, played_.rung} == before ? "a clock that does not move" : text;
  }
  /// "try cancel": plays the step, and takes it back. So one story shows what a state makes of everything.
  std::string try_out(const Step& step, const Verbs& verbs) {
    Step tried = step;
    tried.verb = step.word(0);
    tried.words.erase(tried.words.begin());
    const auto verb = verbs.find(tried.verb);
    if (verb == verbs.end()) return "unknown verb";
    const Played before = played_;
    const Instant then = at_;
    std::string text = verb->second(tried);
    played_ = before;
    at_ = then;
    return text;
  }
  std::string play(const Decision<Event>& ruling) {
    bool noted = false;
    for (const Event& event : ruling.events) {
      // What is stored is what happened.
      const Event stored = from_cbor<Event>(to_cbor(event)).value();
      EXPECT_EQ(stored, event);
      noted = is_note(event);
      if (!noted) coverage_.add(played_.state, event);
      played_ = evolve(played_, stored);
    }
    return outcome_of<Machine>(ruling, name_of_) + (noted ? " noted" : "");
  }

  virtual bool is_note(const Event& event) const = 0;

  PlayedRows<Machine>& coverage_;
  std::string_view (*name_of_)(documents::MessageNumber);
  /// Those that hold today.
  LimitsOf limits_;
  refdata::Calendar calendar_{.utc_offset = std::chrono::hours{8}};
  Instant at_ = *parse_instant("2026-03-02T04:00:00Z");
  Played played_;
};

}  // namespace lintas::test
