#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"

/// What is known, at an instant, of the operator that somebody declares: of whichever list that is, this
/// node's own or another state's copy of it. A value, so that a decision can be made again from it.
namespace lintas::recognition {

/// The list that was looked into.
struct List {
  Instant as_of;          ///< what it says was so then
  bool is_stale = false;  ///< older than a list may be
  std::string version;    ///< as its owner counts its versions; empty of a register that is always new

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
  std::optional<Instant> since;   ///< it stands so; nothing for whom that is not told
  Instant known_since;            ///< the list has it: before that instant nobody is recognised by it
  std::optional<Day> authorised;  ///< the day that importers declare beside the code

  friend bool operator==(const Entry&, const Entry&) = default;
};

struct Known {
  Country state;               ///< that gives the code
  std::optional<List> list;    ///< nothing where the list of that state is not here
  std::optional<Entry> entry;  ///< nothing where the list does not have the code

  friend bool operator==(const Known&, const Known&) = default;
};

/// Of another state whose list is not here.
[[nodiscard]] Known without_list(Country state);
/// From the register of this state, at an instant and its local day. `found`: who has or had the code then;
/// null where nobody.
[[nodiscard]] Known known_at_home(Country state, const aeo::CodeKey& code,
                                  const aeo::authorisation::Authorisation* found, Instant at, Day day);

}  // namespace lintas::recognition
