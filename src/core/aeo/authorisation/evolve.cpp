#include "core/aeo/authorisation/evolve.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/documents/events.hpp"
#include "core/model/values/tin.hpp"

template struct lintas::documents::FactOf<lintas::aeo::authorisation::Facts>;

namespace lintas::aeo::authorisation {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

/// What each fact changes.
struct Apply {
  Authorisation& authorisation;
  const Event& event;

  void operator()(const Begun& fact) const {
    authorisation.application = fact.application;
    authorisation.written = event.at;
  }
  void operator()(const Submitted& /*fact*/) const {}
  void operator()(const Barred& fact) const { authorisation.barred = fact.bar; }
  void operator()(const Accepted& /*fact*/) const { authorisation.accepted = event.at; }
  void operator()(const Returned& fact) const { authorisation.until = fact.until; }
  void operator()(const ValidationBegun& /*fact*/) const {}
  void operator()(const CorrectionRequired& fact) const { authorisation.until = fact.until; }
  void operator()(const Corrected& /*fact*/) const {}
  void operator()(const Refused& /*fact*/) const {}
  void operator()(const Authorised& fact) const {
    authorisation.level = fact.level;
    authorisation.roles = fact.roles;
    authorisation.authorised = fact.authorised;
    authorisation.valid_from = fact.from;
    authorisation.valid_until = fact.until;
    authorisation.revalidate_on = fact.revalidate_on;
    authorisation.codes = {{.code = fact.code,
                            .key = fact.key,
                            .from = event.at,
                            .given = fact.authorised,
                            .had_before = fact.had_before}};
  }
  /// Suspended anew it has another day, and nobody was reminded of that one.
  void operator()(const Suspended& fact) const {
    authorisation.until = fact.until;
    authorisation.rung.reset();
    authorisation.alarm.reset();
  }
  void operator()(const Restored& /*fact*/) const {}
  void operator()(const Revoked& fact) const {
    authorisation.barred = Bar{.until = fact.barred_until, .revoked = authorisation.application.reference};
  }
  void operator()(const Withdrawn& /*fact*/) const {}
  void operator()(const RevalidationBegun& /*fact*/) const {}
  void operator()(const Passed& fact) const {
    authorisation.valid_until = fact.until;
    authorisation.revalidate_on = fact.revalidate_on;
  }
  /// Until when a code of before holds was said when it was replaced, and stays. One that the operator has
  /// again is listed anew: it was nobody's in between.
  void operator()(const CodeChanged& fact) const {
    for (HeldCode& one : authorisation.codes) {
      if (one.until) continue;
      one.until = std::max(one.from, fact.until);
      one.end_said = event.at;
      one.mistaken = fact.mistaken;
    }
    authorisation.codes.push_back({.code = fact.code,
                                   .key = fact.key,
                                   .from = event.at,
                                   .given = fact.given,
                                   .had_before = fact.had_before});
  }
  void operator()(const documents::Reminded<Alarm>& fact) const {
    documents::book(authorisation, fact, event.trigger);
  }
  void operator()(const documents::TimeOver& /*fact*/) const {}
  void operator()(const Ended& /*fact*/) const {}
};

/// Adds how it stands now, unless it stood so before.
void stand(Authorisation& authorisation, Instant at) {
  const Standing now{.at = at,
                     .state = authorisation.state,
                     .valid_from = authorisation.valid_from,
                     .valid_until = authorisation.valid_until};
  auto& all = authorisation.standings;
  if (!all.empty()) {
    Standing before = all.back();
    before.at = at;
    if (before == now) return;
  }
  all.push_back(now);
}

}  // namespace

Authorisation evolve(Authorisation authorisation, const Event& event) {
  if (event.next != authorisation.state) {
    authorisation.alarm.reset();
    authorisation.rung.reset();
    authorisation.until.reset();
    authorisation.since = event.at;
  }
  std::visit(Apply{authorisation, event}, static_cast<const Facts&>(event.fact));
  authorisation.state = event.next;
  authorisation.due = event.due;
  stand(authorisation, event.at);
  return authorisation;
}

Holds Extract::holds_on(Day day) const {
  switch (standing.state) {
    case State::suspended: return Holds::suspended;
    case State::revoked: return Holds::revoked;
    case State::withdrawn: return Holds::withdrawn;
    case State::expired: return Holds::expired;
    case State::active:
    case State::revalidation: break;
    case State::none:
    case State::draft:
    case State::submitted:
    case State::returned:
    case State::accepted:
    case State::validation:
    case State::corrective:
    case State::refused:
    case State::ended: return Holds::not_granted;
  }
  if (standing.valid_from && day < *standing.valid_from) return Holds::not_yet;
  // No end date passes while the conditions are looked at anew.
  const bool is_over = standing.valid_until && *standing.valid_until < day;
  return is_over && standing.state == State::active ? Holds::expired : Holds::yes;
}

std::optional<Extract> as_of(const Authorisation& authorisation, Instant at) {
  const auto after = std::ranges::upper_bound(authorisation.standings, at, {}, &Standing::at);
  if (after == authorisation.standings.begin()) return std::nullopt;
  Extract extract{.standing = *std::prev(after), .codes = {}};
  for (HeldCode one : authorisation.codes) {
    if (!one.holds_at(at)) continue;
    if (one.end_said && at < *one.end_said) {
      one.until.reset();
      one.end_said.reset();
      one.mistaken = false;
    }
    extract.codes.push_back(one);
  }
  return extract;
}

Holds holds(const Authorisation& authorisation, const CodeKey& code, Instant at, Day day) {
  const auto extract = as_of(authorisation, at);
  if (!extract) return Holds::not_granted;
  const Holds standing = extract->holds_on(day);
  if (standing != Holds::yes) return standing;
  const bool has_it = std::ranges::find(extract->codes, code, &HeldCode::key) != extract->codes.end();
  if (has_it) return Holds::yes;
  const bool was_before = std::ranges::any_of(authorisation.codes, [&](const HeldCode& one) {
    return one.key == code && one.until && *one.until <= at;
  });
  return was_before ? Holds::code_replaced : Holds::not_yet;
}

std::optional<Reference> live(const Authorisation& authorisation) {
  const bool is_live = authorisation.state == State::active || authorisation.state == State::suspended ||
                       authorisation.state == State::revalidation;
  return is_live ? std::optional{authorisation.application.reference} : std::nullopt;
}

std::vector<Ends> endings(const Authorisation& authorisation) {
  std::vector<Ends> all;
  const auto add = [&](Ending what, const std::optional<Day>& on) {
    if (on) all.push_back({.what = what, .on = *on});
  };
  if (live(authorisation)) add(Ending::last_day, authorisation.valid_until);
  switch (authorisation.state) {
    case State::returned: add(Ending::completion, authorisation.until); break;
    case State::corrective:
    case State::suspended: add(Ending::repair, authorisation.until); break;
    case State::active: add(Ending::revalidation, authorisation.revalidate_on); break;
    case State::none:
    case State::draft:
    case State::submitted:
    case State::accepted:
    case State::validation:
    case State::refused:
    case State::ended:
    case State::revalidation:
    case State::revoked:
    case State::withdrawn:
    case State::expired: break;
  }
  return all;
}

const HeldCode* last_held(const Authorisation& authorisation, const CodeKey& code) {
  const auto& codes = authorisation.codes;
  const auto last = std::ranges::find(codes.rbegin(), codes.rend(), code, &HeldCode::key);
  return last == codes.rend() ? nullptr : &*last;
}

bool lets_go(const Authorisation& authorisation, const CodeKey& code, const Tin& holder) {
  const HeldCode* last = last_held(authorisation, code);
  if (last != nullptr && last->mistaken) return true;
  const bool has_ended = Machine::states[std::to_underlying(authorisation.state)].terminal;
  return has_ended && authorisation.application.reference.holder == holder;
}

std::optional<Former> former_of(const Authorisation& authorisation, const CodeKey& code, Instant at,
                                const std::optional<Instant>& until) {
  const auto later = std::ranges::find_if(authorisation.codes, [&](const HeldCode& one) {
    return one.key == code && at < one.from && (!until || one.from < *until);
  });
  if (later == authorisation.codes.end() || !later->had_before) return std::nullopt;
  return Former{.reference = *later->had_before, .until = later->from};
}

const HeldCode* newest_code(const Authorisation& authorisation) {
  return authorisation.codes.empty() ? nullptr : &authorisation.codes.back();
}

}  // namespace lintas::aeo::authorisation

namespace lintas {

template const Shape& shape<aeo::authorisation::Event>();

}  // namespace lintas
