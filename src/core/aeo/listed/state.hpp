#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"

/// An operator's record in the list of its state, or a copy of it, with all that it ever said. What was said
/// is never changed: it is asked for an instant, as it was known at another one, so that a decision can be
/// looked at again as it was made.
namespace lintas::aeo::listed {

using authorisation::Holds;

/// How it stands from an instant on, until something is said of a later or an earlier one.
struct Said {
  std::uint32_t version = 0;
  Instant from;
  Instant known;  ///< since when this node says so
  Status status = Status::active;
  Content content;  ///< of what is listed no more: as it was, without name and address

  friend bool operator==(const Said&, const Said&) = default;
};

/// A partner was told what is urgent, and has not answered.
struct Awaited {
  exchange::Partner partner;
  std::uint32_t version = 0;  ///< that it has to answer, or a later one
  Instant since;
  bool alarmed = false;

  friend bool operator==(const Awaited&, const Awaited&) = default;
};

struct Operator {
  State state = State::none;
  Reference reference;
  std::optional<Consent> consent = {};  ///< of one of this state, while its holder agrees
  std::vector<Said> said;               ///< in the order in which it was said: by versions
  exchange::SharedRecord shared;        ///< of one of this state: what partners were told
  std::vector<Awaited> awaited;         ///< likewise
  std::optional<Instant> due = {};      ///< of the clock that waits for answers
  // Of another state's, what its node told.
  std::uint32_t heard = 0;               ///< the newest version; 0: nothing
  std::optional<Instant> heard_at = {};  ///< when that came

  friend bool operator==(const Operator&, const Operator&) = default;
};

[[nodiscard]] std::optional<Status> status_of(State state);

/// The newest that was said; null where nothing was.
[[nodiscard]] const Said* newest(const Operator& one);
/// How it stood at an instant, by what was known at another one: null where nothing was.
[[nodiscard]] const Said* as_known(const Operator& one, Instant of, Instant known);
/// When it was said last how it stands, by an instant; nothing where nothing was said by then.
[[nodiscard]] std::optional<Instant> last_told(const Operator& one, Instant by);
/// Since when it has the code, of those times that have begun at an instant, by what was known then. Nothing
/// where it did not have it yet, and of what is listed no more.
[[nodiscard]] std::optional<Instant> has_since(const Operator& one, const CodeKey& code, Instant at);
/// Whether who declares this code has the benefits at an instant, by what was known at another one. `day`:
/// the local one of the instant. Of what is listed no more it says what it says of what never was.
[[nodiscard]] Holds holds(const Operator& one, const CodeKey& code, Instant of, Instant known, Day day);

/// Partners whose answer to what is urgent is overdue.
[[nodiscard]] std::vector<exchange::Partner> overdue(const Operator& one);

/// What source and copy have to say alike: docs/protocols/sequence.md writes it out.
[[nodiscard]] std::string picture_of(const Operator& one);

}  // namespace lintas::aeo::listed
