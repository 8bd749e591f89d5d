#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// Which acts a stream takes now, by the names that they are asked by, as somebody who may read it is told:
/// those that he may give, and of the others who may.
namespace lintas::api {

/// An act and what people call it; of one that the reader may not give, the roles that may.
struct ActNow {
  std::string_view name;  ///< "departure.release"
  std::string words;      ///< "release"
  std::string roles;      ///< empty: the reader may give it
};
/// In the order of the machine; each is the reader's as the command itself would be judged. Precondition:
/// `ties` are the actor's to this stream.
[[nodiscard]] std::vector<ActNow> acts_now(const workflow::National& national, const access::Actor& actor,
                                           access::Relations ties, workflow::StreamKind kind,
                                           const workflow::State& state, Instant now,
                                           const workflow::Setting& setting);

/// As sentences: "You may now: departure.release (release). Others may: supervisor:
/// departure.extend_limit (extend limit)." An office is told of the others; a party only of its own.
[[nodiscard]] std::string sentences_of(const std::vector<ActNow>& acts, const access::Actor& actor);

}  // namespace lintas::api
