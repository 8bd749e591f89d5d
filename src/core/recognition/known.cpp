#include "core/recognition/known.hpp"

#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/model/values/country.hpp"

namespace lintas::recognition {

namespace aut = aeo::authorisation;

Known without_list(Country state) { return {.state = state, .list = {}, .entry = {}}; }

Known known_at_home(Country state, const aeo::CodeKey& code, const aut::Authorisation* found, Instant at,
                    Day day) {
  Known known{.state = state, .list = List{.as_of = at, .is_stale = false, .version = {}}, .entry = {}};
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

}  // namespace lintas::recognition
