#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"

/// What is known, at an instant, of the operator that somebody declares: of whichever list that is, this
/// node's own or its copy of another state's. A value, so that a decision can be made again from it.
namespace lintas::recognition {

/// The list that was looked into.
struct List {
  Instant as_of;  ///< what it says was so then: when it was heard of last; of this state's own, the instant
  std::optional<aeo::listed::StalePolicy> stale = {};  ///< older than a list may be, and what that does

  friend bool operator==(const List&, const List&) = default;
};

/// What it has under the code.
struct Entry {
  std::string code;  ///< as it is issued
  Day given;         ///< it is read by the shapes of this day
  std::string programme;
  std::string level;                     ///< empty where the programme has none
  std::vector<aeo::OperatorRole> roles;  ///< in which it is authorised; none where the list does not say
  aeo::authorisation::Holds holds = aeo::authorisation::Holds::not_granted;
  std::optional<Instant> since;   ///< it stands so; nothing where that is not known, or not told
  Instant known_since;            ///< the list has it: before that instant nobody is recognised by it
  std::optional<Day> authorised;  ///< the day that importers declare beside the code
  /// Of its record in a copy, as the other state counts; 0 of this state's own, and of what was brought in.
  std::uint32_t version = 0;

  friend bool operator==(const Entry&, const Entry&) = default;
};

struct Known {
  Country state;               ///< that gives the code
  std::optional<List> list;    ///< nothing where nothing of the list of that state is here
  std::optional<Entry> entry;  ///< nothing where the list does not have the code

  friend bool operator==(const Known&, const Known&) = default;
};

/// Of another state of whose list nothing was ever heard.
[[nodiscard]] Known without_list(Country state);
/// From the register of this state, at an instant and its local day. `found`: who has or had the code then;
/// null where nobody.
[[nodiscard]] Known known_at_home(Country state, const aeo::CodeKey& code,
                                  const aeo::authorisation::Authorisation* found, Instant at, Day day);
/// From the copy of another state's list, by what was known of it at the instant. `found`: as above, whatever
/// became of it since. `list`: how old the list was at that instant; never heard of, it is not here.
[[nodiscard]] Known known_abroad(Country state, const aeo::CodeKey& code, const aeo::listed::Operator* found,
                                 const aeo::listed::Staleness& list, Instant at, Day day);

}  // namespace lintas::recognition
