#include "core/recognition/known.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/model/values/country.hpp"

namespace lintas::recognition {

namespace aut = aeo::authorisation;
namespace lst = aeo::listed;

namespace {

/// As it was given last by then; null where the record did not have it.
const lst::ListedCode* held_by(const lst::Said& said, const aeo::CodeKey& code, Instant at) {
  if (said.status == lst::Status::unlisted) return nullptr;
  const auto& codes = said.content.grant.codes;
  const auto last = std::find_if(codes.rbegin(), codes.rend(), [&](const lst::ListedCode& one) {
    return one.key == code && one.from <= at;
  });
  return last == codes.rend() ? nullptr : &*last;
}

/// What was said before it, one by one, as long as that is so.
template <class Is>
const lst::Said& first_of(const lst::Operator& found, const lst::Said& said, const Is& is_so) {
  const lst::Said* first = &said;
  while (first != &found.said.front() && is_so(*(first - 1))) --first;
  return *first;
}

/// Since when it stands as the list says. Nobody told when a last day was over, nor since when that was so
/// with which the list began, at first or anew.
std::optional<Instant> stands_since(const lst::Operator& found, const lst::Said& said, aut::Holds holds) {
  const bool is_told = (holds == aut::Holds::yes) == lst::has_benefits(said.status);
  const lst::Said* first =
      &first_of(found, said, [&](const lst::Said& one) { return one.status == said.status; });
  const bool is_change = first != &found.said.front() && (first - 1)->status != lst::Status::unlisted;
  return is_told && is_change ? std::optional{first->from} : std::nullopt;
}

}  // namespace

Known without_list(Country state) { return {.state = state, .list = {}, .entry = {}}; }

Known known_at_home(Country state, const aeo::CodeKey& code, const aut::Authorisation* found, Instant at,
                    Day day) {
  Known known{.state = state, .list = List{.as_of = at}, .entry = {}};
  if (found == nullptr) return known;
  const auto* held = aut::last_held(*found, code);
  const auto extract = aut::as_of(*found, at);
  // What is given only later was in no list then.
  if (held == nullptr || held->from > at || !extract) return known;
  known.entry = Entry{.code = std::string{held->code.str()},
                      .given = held->given,
                      .programme = found->application.programme,
                      .level = found->level,
                      .roles = found->roles,
                      .holds = aut::holds(*found, code, at, day),
                      .since = extract->standing.at,
                      .known_since = held->from,
                      .authorised = found->authorised};
  return known;
}

Known known_abroad(Country state, const aeo::CodeKey& code, const lst::Operator* found,
                   const lst::Staleness& list, Instant at, Day day) {
  if (!list.heard) return without_list(state);
  Known known{.state = state, .list = List{.as_of = *list.heard, .stale = list.stale}, .entry = {}};
  const lst::Said* said = found == nullptr ? nullptr : lst::as_known(*found, at, at);
  const lst::ListedCode* held = said == nullptr ? nullptr : held_by(*said, code, at);
  if (held == nullptr) return known;
  const lst::Grant& grant = said->content.grant;
  const aut::Holds holds = lst::holds(*found, code, at, at, day);
  const auto has_it = [&](const lst::Said& one) { return held_by(one, code, at) != nullptr; };
  known.entry = Entry{.code = std::string{held->code.str()},
                      .given = held->given,
                      .programme = grant.programme,
                      .level = grant.level,
                      .roles = grant.roles,
                      .holds = holds,
                      .since = stands_since(*found, *said, holds),
                      .known_since = first_of(*found, *said, has_it).known,
                      .authorised = grant.authorised,
                      .version = said->version};
  return known;
}

}  // namespace lintas::recognition
