#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/stream.hpp"
#include "tests/sim/simulator.hpp"

/// What has to hold of certificates of origin, judged from the logs of all nodes. It is added up anew from
/// what happened and asks no code of the machines, so that their mistakes are not repeated here.
namespace lintas::sim {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;
using documents::Reference;

/// An event by when it was written. A message that waited for those before it is decided as of the instant at
/// which it came, and that its clocks count from: they may be over by then.
template <class Event>
struct Written : Event {
  Instant came;

  Written(Event event, Instant written) : Event(std::move(event)), came(this->at) {
    this->at = std::max(came, written);
  }
};

/// What the logs of all nodes say, by state and stream.
struct CertificateLogs {
  struct Issue {
    std::string state;
    workflow::Issued now;
    std::vector<Written<iss::Event>> events;
    std::map<std::string, std::vector<Written<ver::Event>>>
        requests;  ///< by who asked, and under which number
  };
  struct Import {
    std::string state;
    imp::Certificate now;
    std::vector<Written<imp::Event>> events;
  };
  std::vector<Issue> issued;
  std::vector<Import> imported;

  /// Of the nodes that are alive.
  explicit CertificateLogs(World& world) {
    for (Node* node : world.nodes())
      if (node->alive()) read(*node);
  }

 private:
  void read(Node& node) {
    std::map<app::StreamId, Issue> issues;
    std::map<app::StreamId, Import> imports;
    Instant written;
    for (const app::EventRow& row : node.store().feed(app::Seq::none, 1'000'000)) {
      written = std::max(written, row.at);
      const std::uint16_t type = std::to_underlying(row.type);
      if (type < workflow::first_machine_event) continue;
      const Bytes body = app::body_of(row).fields_of_type;
      switch (workflow::block_of(type)) {
        case workflow::issue_block:
          issues[row.stream].events.emplace_back(workflow::read_content<iss::Event>(body), written);
          break;
        case workflow::verification_block: {
          const auto of = workflow::read_content<workflow::RequestEvent>(body);
          const std::string by = of.from ? std::string{of.from->str()} : "letter";
          issues[row.stream].requests[format("{} {}", by, of.request.str())].emplace_back(of.event, written);
          break;
        }
        case workflow::import_block:
          imports[row.stream].events.emplace_back(workflow::read_content<imp::Event>(body), written);
          break;
        // Of files: their laws are asked elsewhere.
        case workflow::attachment_list_block:
        case workflow::attachment_file_block:
        case workflow::attachment_share_block:
        case workflow::attachment_abroad_block:
        case workflow::manifest_block: break;
        default: throw std::logic_error("an event of another machine");
      }
    }
    for (auto& [id, log] : issues) {
      log.state = node.country();
      log.now = node.executor().stream(id)->state.as<workflow::Issued>();
      issued.push_back(std::move(log));
    }
    for (auto& [id, log] : imports) {
      log.state = node.country();
      log.now = node.executor().stream(id)->state.as<imp::Certificate>();
      imported.push_back(std::move(log));
    }
  }
};

/// A limit in a state, by the row of the table that it leads to. `leaves`: that event ends the stay. Else
/// somebody is reminded.
template <class Machine>
struct Clock {
  typename Machine::State state;
  typename Machine::Trigger trigger;
  int days;
  bool leaves = false;
};
class CertificateLaws {
 public:
  /// A clock may ring so long after the legal end of a day, and a day later than the limit, since it counts
  /// whole days; earlier it may ring by a day. `slow`: how long the node may be dead then.
  CertificateLaws(World& world, std::chrono::hours slow) : world_(world), late_(slow + day) {}

  /// At any time: what is used and drawn.
  void look() {
    const CertificateLogs logs{world_};
    judge_quantities(logs);
  }
  /// When all is well, and every clock has run out that can.
  void look_at_the_end() {
    const CertificateLogs logs{world_};
    judge_quantities(logs);
    judge_agreement(logs);
    judge_clocks(logs);
  }
  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }
  /// How often each clock of the tables below rang: "import 90 no_reply".
  [[nodiscard]] const std::map<std::string, int>& rang() const { return rang_; }
  /// And how often the two sides ended so: "EXPIRED EXPIRED".
  [[nodiscard]] const std::map<std::string, int>& ends() const { return ends_; }
  [[nodiscard]] std::size_t used() const { return used_; }
  [[nodiscard]] std::size_t drawn() const { return drawn_; }

 private:
  static constexpr std::chrono::hours day{24};

  void law(bool holds, const std::string& what) {
    if (!holds && std::ranges::find(broken_, what) == broken_.end()) broken_.push_back(what);
  }

  // ---- no quantity is used twice

  static std::int64_t whole(Decimal quantity) {
    require(quantity.places() == 0, "people of the simulator write whole numbers");
    return quantity.mantissa();
  }
  static bool is_given(documents::Result result) {
    return documents::facts_of(result)->outcome == documents::Outcome::given;
  }

  /// What declarations took of an item.
  struct Taken {
    std::int64_t claimed = 0;
    std::int64_t used = 0;
    std::int64_t refused = 0;
  };
  using Taking = std::map<std::uint16_t, Taken>;

  static void add(Taking& items, imp::State before, const imp::Event& event) {
    if (const auto* claimed = std::get_if<imp::Claimed>(&event.fact))
      for (const documents::Line& line : claimed->lines) items[line.item].claimed += whole(line.quantity);
    if (std::holds_alternative<imp::ClaimReleased>(event.fact))
      for (auto& [number, item] : items) item.claimed = 0;
    if (std::holds_alternative<imp::UseReversed>(event.fact)) items.clear();
    const auto* decided = std::get_if<imp::Decided>(&event.fact);
    if (decided == nullptr) return;
    for (const documents::ItemResult& said : decided->results) {
      Taken& item = items[said.item];
      const std::int64_t claimed = std::exchange(item.claimed, 0);
      if (is_given(said.result)) {
        item.used += claimed;
        // Refused before, and after a clarification given after all.
        if (before == imp::State::reassess) item.used += std::exchange(item.refused, 0);
      } else {
        item.refused += claimed;
        // Only a check takes back what was used.
        if (before == imp::State::under_check || before == imp::State::visit)
          item.refused += std::exchange(item.used, 0);
      }
    }
  }

  void judge_quantities(const CertificateLogs& logs) {
    std::map<std::string, std::string> importers;
    for (const auto& log : logs.imported) {
      if (log.now.state == imp::State::none) continue;
      const std::string name = documents::in_words(log.now.contents.reference);
      const auto importer = importers.try_emplace(name, log.state).first->second;
      law(importer == log.state, name + ": one state imports it");
      judge_use(log, name);
      judge_draws(logs, log, name);
    }
  }

  void judge_use(const CertificateLogs::Import& log, const std::string& name) {
    Taking items;
    imp::State before = imp::State::none;
    for (const imp::Event& event : log.events) {
      add(items, before, event);
      before = event.next;
      for (const documents::Item& item : log.now.contents.items) {
        const Taken& taken = items[item.number];
        law(taken.claimed + taken.used + taken.refused <= whole(item.quantity),
            name + ": no more is claimed and used than it has");
      }
    }
    for (const documents::Balance& item : log.now.items) {
      const Taken& taken = items[item.item];
      const Taken booked{whole(item.claimed), whole(item.used), whole(item.refused)};
      law(booked.claimed == taken.claimed && booked.used == taken.used && booked.refused == taken.refused,
          format("{}: item {} is booked as it was decided", name, item.item));
      used_ += taken.used > 0 ? 1U : 0U;
    }
  }

  void judge_draws(const CertificateLogs& logs, const CertificateLogs::Import& log, const std::string& name) {
    std::map<std::uint16_t, std::int64_t> drawn;
    for (const auto& other : logs.issued) {
      const iss::Certificate& by = other.now.certificate;
      if (other.state != log.state || !by.issued || by.state == iss::State::cancelled) continue;
      for (const documents::Original& original : by.contents.originals) {
        if (original.certificate != log.now.contents.reference) continue;
        for (const documents::Line& line : original.lines) drawn[line.item] += whole(line.quantity);
      }
    }
    for (const documents::Balance& item : log.now.items) {
      law(drawn[item.item] <= whole(item.quantity), name + ": no more is drawn than it has");
      law(drawn[item.item] == whole(item.drawn), name + ": what lives on it is booked");
      const bool beyond = drawn[item.item] + whole(item.used) > whole(item.quantity);
      law(!beyond || log.now.alarm.has_value(), name + ": what is used and goes on, too, is shown");
      drawn_ += drawn[item.item] > 0 ? 1U : 0U;
    }
  }

  // ---- both sides agree

  /// Where the issuer may stand when all was said, by where importing customs stands. What it gave up is
  /// "used" there, whatever customs says.
  struct Agreed {
    imp::State customs;
    machine::Set<iss::State> issuer;
  };
  using I = iss::State;
  using M = imp::State;
  static constexpr std::array agreed{
      Agreed{M::valid, {I::available, I::cancel_refused, I::utilised}},
      Agreed{M::claimed, {I::expired, I::rejected_final, I::reassess, I::cancel_refused, I::utilised}},
      Agreed{M::accepted, {I::utilised, I::cancel_refused}},
      Agreed{M::mfn, {I::expired, I::rejected_final, I::reassess, I::cancel_refused, I::utilised}},
      Agreed{M::under_check, {I::expired, I::rejected_final, I::reassess, I::cancel_refused, I::utilised}},
      Agreed{M::visit, {I::expired, I::rejected_final, I::reassess, I::cancel_refused, I::utilised}},
      Agreed{M::reassess, {I::reassess}},
      // What was withdrawn here nobody there has decided yet.
      Agreed{M::conflict, {I::cancel_refused, I::utilised, I::rejected_final, I::reassess, I::expired}},
      Agreed{M::expired, {I::expired, I::cancel_refused, I::utilised}},
      Agreed{M::rejected_final, {I::rejected_final, I::cancel_refused, I::utilised}},
      Agreed{M::cancelled, {I::cancelled}},
  };
  static std::string_view id(iss::State state) { return iss::Machine::states[std::to_underlying(state)].id; }
  static std::string_view id(imp::State state) { return imp::Machine::states[std::to_underlying(state)].id; }

  void judge_agreement(const CertificateLogs& logs) {
    std::map<std::string, const CertificateLogs::Import*> imports;
    for (const auto& log : logs.imported) {
      if (log.now.state != imp::State::none)
        imports[documents::in_words(log.now.contents.reference)] = &log;
      else
        judge_question(log);
    }
    for (const auto& log : logs.issued) {
      const iss::Certificate& issuer = log.now.certificate;
      if (!issuer.issued) continue;
      const std::string name = documents::in_words(issuer.contents.reference);
      const auto import = imports.find(name);
      const bool came = import != imports.end();
      law(came == issuer.transmitted, name + ": it came if it was sent, and else not");
      if (!came) continue;
      judge_pair(name, log, *import->second);
      imports.erase(import);
    }
    for (const auto& [name, log] : imports) law(false, name + ": nobody issued it");
  }

  void judge_question(const CertificateLogs::Import& log) {
    law(!log.now.is_asked_for, format("{}: whoever asks for {} is answered", log.state,
                                      documents::in_words(log.now.contents.reference)));
  }

  void judge_pair(const std::string& name, const CertificateLogs::Issue& log,
                  const CertificateLogs::Import& import) {
    const iss::Certificate& issuer = log.now.certificate;
    const imp::Certificate& customs = import.now;
    documents::Contents sent = issuer.contents;
    sent.document = customs.contents.document;  // of the application there, of the message here
    law(sent == customs.contents && issuer.issued == customs.issued &&
            issuer.valid_until == customs.valid_until,
        name + ": both sides have one content");
    const auto pair = format("{} {}", id(customs.state), id(issuer.state));
    ++ends_[pair];
    const auto found = std::ranges::find(agreed, customs.state, &Agreed::customs);
    law(found != agreed.end() && found->issuer.has(issuer.state), name + ": both sides agree, not " + pair);
    for (std::size_t i = 0; i < customs.items.size() && i < issuer.items.size(); ++i) {
      const documents::Balance& here = customs.items[i];
      const documents::Balance& there = issuer.items[i];
      law(here.used == there.used,
          format("{}: both say the same of what is used of item {}", name, here.item));
      law(customs.state == M::cancelled || here.result == there.result,
          format("{}: both say the same result of item {}", name, here.item));
      law(issuer.state == I::cancelled || here.drawn == there.drawn,
          format("{}: both say the same of what is drawn of item {}", name, here.item));
    }
    if (!customs.request) return;
    const ver::State asked = log.now.request(Country::parse(import.state).value(), *customs.request).state;
    const bool open = customs.state == M::under_check || customs.state == M::visit;
    const bool ended = asked == ver::State::verified || asked == ver::State::undecided;
    law(asked != ver::State::none && (open || ended), name + ": what was asked is known, and ends");
  }

  // ---- each limit led to its event

  static constexpr std::array import_clocks{
      Clock<imp::Machine>{M::claimed, imp::Trigger::refusal_clock, 45},
      Clock<imp::Machine>{M::claimed, imp::Trigger::refusal_clock, 60},
      Clock<imp::Machine>{M::mfn, imp::Trigger::classification_open, 30},
      Clock<imp::Machine>{M::under_check, imp::Trigger::no_reply, 90},
      Clock<imp::Machine>{M::under_check, imp::Trigger::whole_process, 150},
      Clock<imp::Machine>{M::under_check, imp::Trigger::whole_process, 180},
      Clock<imp::Machine>{M::visit, imp::Trigger::visit_steps, 30},
      Clock<imp::Machine>{M::visit, imp::Trigger::visit_steps, 60},
      Clock<imp::Machine>{M::rejected, imp::Trigger::no_clarification, 60, true},
      Clock<imp::Machine>{M::reassess, imp::Trigger::reassessing, 30},
      Clock<imp::Machine>{M::conflict, imp::Trigger::conflict_open, 3},
  };
  static constexpr std::array issue_clocks{
      Clock<iss::Machine>{I::issued, iss::Trigger::not_sent, 1},
      Clock<iss::Machine>{I::rejected, iss::Trigger::no_clarification, 60, true},
      Clock<iss::Machine>{I::reassess, iss::Trigger::no_reassessment, 60},
      Clock<iss::Machine>{I::cancel_pending, iss::Trigger::no_answer, 3},
      Clock<iss::Machine>{I::cancel_pending, iss::Trigger::no_answer, 7},
      Clock<iss::Machine>{I::cancel_refused, iss::Trigger::refusal_open, 30},
  };
  static constexpr std::array request_clocks{
      Clock<ver::Machine>{ver::State::requested, ver::Trigger::answer_due, 60},
      Clock<ver::Machine>{ver::State::requested, ver::Trigger::answer_due, 80},
      Clock<ver::Machine>{ver::State::requested, ver::Trigger::answer_due, 90},
      Clock<ver::Machine>{ver::State::visit_asked, ver::Trigger::consent_due, 30, true},
  };

  /// What a clock counts from, and when that was written: it rings in between where the one is long past.
  struct Start {
    Instant came;
    Instant written;
  };
  /// From one change of the state to the next.
  template <class Event>
  struct Stay {
    std::span<const Event> events;  ///< the first entered the state
    Start from;
    Instant until;
  };
  template <class Event>
  std::vector<Stay<Event>> stays(const std::vector<Event>& events) const {
    std::vector<Stay<Event>> all;
    for (std::size_t i = 0; i < events.size();) {
      std::size_t end = i + 1;
      while (end < events.size() && events[end].next == events[i].next) ++end;
      all.push_back({.events = std::span{events}.subspan(i, end - i),
                     .from = {.came = events[i].came, .written = events[i].at},
                     .until = end < events.size() ? events[end].at : world_.now()});
      i = end;
    }
    return all;
  }

  template <class Machine, class Event>
  void judge_clock(const Clock<Machine>& clock, const Stay<Event>& stay, Start start,
                   const std::string& name) {
    if (stay.events.front().next != clock.state) return;
    const Instant due = start.written + clock.days * day;
    const std::string_view key = Machine::triggers[std::to_underlying(clock.trigger)].key;
    const auto late = [&] {
      std::string what = format("{}: {} after {} days leads to its event, from {}:", name, key, clock.days,
                                to_text(start.written));
      for (const Event& event : stay.events) {
        const auto number = static_cast<std::size_t>(std::to_underlying(event.trigger));
        what += format(" [{} at {}{}]", Machine::triggers[number].key, to_text(event.at),
                       event.due ? ", due " + to_text(*event.due) : "");
      }
      return what + " until " + to_text(stay.until);
    };
    if (clock.leaves) {
      if (stay.until > due + late_) law(false, late());
      return;
    }
    const bool rang = std::ranges::any_of(stay.events, [&](const Event& event) {
      return event.trigger == clock.trigger && event.at >= start.came + (clock.days - 1) * day &&
             event.at <= due + late_;
    });
    if (!rang && stay.until > due + late_) law(false, late());
    if (rang) ++rang_[format("{} {}", clock.days, key)];
  }
  template <class Machine, class Event>
  void count_leaving(const Clock<Machine>& clock, const std::vector<Event>& events) {
    const std::string_view key = Machine::triggers[std::to_underlying(clock.trigger)].key;
    for (const Event& event : events)
      if (clock.leaves && event.trigger == clock.trigger) ++rang_[format("{} {}", clock.days, key)];
  }

  void judge_clocks(const CertificateLogs& logs) {
    for (const auto& log : logs.imported) judge_clocks_of(log);
    for (const auto& log : logs.issued) {
      judge_clocks_of(log);
      for (const auto& [number, events] : log.requests) judge_request(log, number, events);
    }
  }

  void judge_clocks_of(const CertificateLogs::Import& log) {
    const std::string name = log.state + " has " + documents::in_words(log.now.contents.reference);
    for (const auto& clock : import_clocks) count_leaving(clock, log.events);
    for (const auto& stay : stays(log.events)) {
      // What a kept use leads back to goes on with the clocks that it had.
      if (stay.events.front().trigger == imp::Trigger::keep_use) continue;
      Start received = stay.from;  // by the issuer, as its L2 proves
      std::optional<Instant> answered;
      for (const auto& event : stay.events) {
        const bool proves = std::holds_alternative<imp::Done>(event.fact);
        if (proves && event.trigger == imp::Trigger::acknowledgement)
          received = {.came = event.came, .written = event.at};
        const bool replies =
            event.trigger == imp::Trigger::check_result || event.trigger == imp::Trigger::record_reply;
        if (proves && !answered && replies) answered = event.at;
      }
      for (const auto& clock : import_clocks) {
        auto judged = stay;
        const bool for_reply = clock.trigger == imp::Trigger::no_reply;
        if (for_reply && answered) judged.until = std::min(judged.until, *answered);
        judge_clock(clock, judged, for_reply ? received : stay.from, name);
      }
    }
    judge_expiry(log.now.state == M::valid || log.now.state == M::part_used, log.now.valid_until, name);
  }

  void judge_clocks_of(const CertificateLogs::Issue& log) {
    const iss::Certificate& now = log.now.certificate;
    const std::string name = log.state + " issued " + documents::in_words(now.contents.reference);
    for (const auto& clock : issue_clocks) count_leaving(clock, log.events);
    for (const auto& stay : stays(log.events)) {
      Start refused = stay.from;  // the newest refusal can be clarified longest
      for (const auto& event : stay.events)
        if (std::holds_alternative<iss::Responded>(event.fact))
          refused = {.came = event.came, .written = event.at};
      for (const auto& clock : issue_clocks)
        judge_clock(clock, stay, clock.state == I::rejected ? refused : stay.from, name);
    }
    constexpr machine::Set<iss::State> may_expire{I::issued, I::sent,      I::received,       I::tech_error,
                                                  I::paper,  I::available, I::partly_utilised};
    judge_expiry(may_expire.has(now.state), now.valid_until, name);
  }

  void judge_expiry(bool lives, const std::optional<Day>& valid_until, const std::string& name) {
    if (!valid_until) return;
    law(!lives || world_.now() <= *valid_until + day + late_,
        name + ": it expires when it is no longer valid");
  }

  void judge_request(const CertificateLogs::Issue& log, const std::string& number,
                     const std::vector<Written<ver::Event>>& events) {
    const std::string name = log.state + " is asked by " + number;
    const auto* requested = std::get_if<ver::Requested>(&events.front().fact);
    law(requested != nullptr, name + ": a request begins with one");
    if (requested == nullptr) return;
    for (const auto& clock : request_clocks) count_leaving(clock, events);
    const Start asked{.came = requested->received, .written = events.front().at};
    for (const auto& stay : stays(events)) {
      for (const auto& clock : request_clocks) {
        const bool of_answer = clock.trigger == ver::Trigger::answer_due;
        judge_clock(clock, stay, of_answer ? asked : stay.from, name);
      }
    }
    // A hundred and eighty days, thirty of grace, and thirty in which a visit may be consented to.
    const ver::State now = events.back().next;
    const bool ended = now == ver::State::verified || now == ver::State::undecided;
    law(ended || world_.now() <= requested->received + 240 * day + late_, name + ": it does not stay open");
    if (now == ver::State::undecided) ++rang_["210 C decision"];
  }

  World& world_;
  std::chrono::milliseconds late_;
  std::vector<std::string> broken_;
  std::map<std::string, int> rang_;
  std::map<std::string, int> ends_;
  std::size_t used_ = 0;
  std::size_t drawn_ = 0;
};

}  // namespace lintas::sim
